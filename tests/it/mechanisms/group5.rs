//! Group 5: policy and resource investment.

use skillsim::model::education::Level;
use skillsim::world::person::{NO_PROGRAM, Status};

use super::bench::{Claim, Effect, Place, Run, SMALL, TRIAL, Trial, mean};

const M5_1: Claim = Claim {
    number: "5.1",
    name: "Funding level",
    outcome: "skill fit of graduates in the ninth year",
    direction: 1.0,
    sourced: &["policy.funding.per_student=0.9"],
    trial: Trial {
        both: &["education.teaching.spending=0.5"],
        on: &["policy.funding.per_student=1.5"],
        neutral: &["policy.funding.per_student=1"],
        months: 108,
        seeds: 6,
        read: |run| run.last("skill_fit_graduates"),
        ..TRIAL
    },
};

#[test]
fn m5_1() {
    let pairs = M5_1.holds_and(|run| [run.mean("skill_fit_graduates", 12..24), run.last("skill_fit_graduates")]);
    let effect = |k: usize| Effect::of(pairs.iter().map(|(a, b)| (a[k], b[k])).collect());
    println!("early {:?} late {:?}", effect(0), effect(1));
    assert!(effect(0).mean < 0.6 * effect(1).mean, "small early and larger late");
    let zero = Trial { both: &["education.teaching.spending=0", "education.teaching.class_size=0"], ..M5_1.trial };
    assert!(
        zero.pairs(SMALL, |run| run.last("quality")).iter().all(|(a, b)| a == b),
        "elasticity zero: exactly nothing"
    );
}

/// Standard deviation between schools of the quality of their programs, weighted by students.
fn spread(run: &Run) -> f64 {
    let quality = run.world.schools.iter().filter_map(|s| {
        let own = s.programs.iter().map(|&p| &run.world.programs[p as usize]).filter(|p| p.teaches());
        let (q, n) = own.fold((0.0, 0.0), |(q, n), p| (q + p.quality * p.enrolled() as f64, n + p.enrolled() as f64));
        (n > 0.0).then(|| q / n)
    });
    skillsim::base::stats::moments(&quality.collect::<Vec<_>>()).sd
}

const M5_2: Claim = Claim {
    number: "5.2",
    name: "How the money is split",
    outcome: "standard deviation of quality between schools, projects against per head",
    direction: 1.0,
    sourced: &["policy.allocation.competitive_share=0"],
    trial: Trial {
        both: &[
            "education.teaching.spending=0.5",
            "policy.program.new_rate=0",
            "policy.card.placement_threshold=0",
            "policy.funding.follows_students=0",
        ],
        on: &["policy.allocation.competitive_share=1", "money.project_steepness=3"],
        neutral: &["policy.allocation.competitive_share=0"],
        months: 84,
        seeds: 8,
        read: spread,
        ..TRIAL
    },
};

#[test]
fn m5_2() {
    let pairs = M5_2.holds_and(|run| run.world.accounts.closed.iter().map(|y| y.1).sum::<i64>() as f64);
    assert!(pairs.iter().all(|(a, b)| (a / b - 1.0).abs() < 0.03), "equal totals: {pairs:?}");
    // Against a split of half and half, at the same steepness: more project money widens, more per head narrows.
    const STEEP: &str = "money.project_steepness=3";
    const HALF: &[&str] = &["policy.allocation.competitive_share=0.5", STEEP];
    let projects = Trial { neutral: HALF, ..M5_2.trial }.effect();
    let per_head =
        Trial { on: &["policy.allocation.competitive_share=0", STEEP], neutral: HALF, ..M5_2.trial }.effect();
    println!("projects alone against half {projects:?}\nper head alone against half {per_head:?}");
    assert!(projects.goes(1.0) && per_head.goes(-1.0), "{projects:?} {per_head:?}");
}

const M5_3: Claim = Claim {
    number: "5.3",
    name: "New-program rate and approval rules",
    outcome: "quality of teaching after 7 years at a fixed budget, opening rate 0.3 against that of the base year",
    direction: -1.0,
    sourced: &["policy.program.new_rate=0"],
    trial: Trial {
        on: &["policy.program.new_rate=0.3"],
        months: 88,
        seeds: 8,
        read: |run| run.last("quality"),
        ..TRIAL
    },
};

/// Too many programs from the same money dilute teaching, and none at all leave applicants without a place: students times the
/// quality of their teaching have an inner optimum. That an opening makes no teachers is shown in `programs_open_and_close`.
#[test]
fn m5_3() {
    let taught = |run: &Run| run.last("enrolment") * run.last("quality");
    let many = M5_3.holds_and(taught);
    let none = Trial { on: &[], neutral: &["policy.program.new_rate=0"], ..M5_3.trial }.pairs(SMALL, taught);
    let (many, none) = (Effect::of(many), Effect::of(none));
    println!(
        "students at the quality of the base year: many openings {many:?}, those of the base year against none {none:?}"
    );
    assert!(many.goes(-1.0) && none.goes(1.0), "an inner optimum: {many:?} {none:?}");
}

const M5_4: Claim = Claim {
    number: "5.4",
    name: "Incentives for enterprises (finance, fiscal, land, credit)",
    outcome: "tax credit used in five years [yuan], carried forward against lost",
    direction: 1.0,
    sourced: &["policy.enterprise.tax_credit_rate=0"],
    trial: Trial {
        both: &[
            "partner.certified_posts=0",
            "partner.certified_share=1",
            "partner.awareness=1",
            "policy.enterprise.paperwork=60000",
        ],
        on: &["policy.enterprise.tax_credit_carry=1"],
        neutral: &["policy.enterprise.tax_credit_carry=0"],
        seeds: 16,
        read: |run| {
            let line = skillsim::world::money::Line::TaxCredit as usize;
            run.world.accounts.closed.iter().map(|y| y.2[line].spent as f64).sum()
        },
        ..TRIAL
    },
};

#[test]
fn m5_4() {
    M5_4.holds();
    let hebei = Place { folder: "hebei", people_per_agent: 25, ..SMALL };
    let base = Trial { months: 2, seeds: 4, ..TRIAL };
    let users = base.runs(hebei, |run| [run.world.flows.credit_users as f64, run.world.flows.certified as f64]);
    let share = users.iter().map(|u| u[0]).sum::<f64>() / users.iter().map(|u| u[1]).sum::<f64>();
    println!("{users:?}");
    assert!((0.001..0.08).contains(&share), "a few per cent of certified enterprises use the credit: {share}");
}

const M5_5: Claim = Claim {
    number: "5.5",
    name: "Framework for school-industry coordination",
    outcome: "dissimilarity of students and posts by field after 7 years, report against none",
    direction: -1.0,
    sourced: &["policy.program.matching_report=1"],
    trial: Trial {
        both: &["policy.program.signal_noise=3", "program.survey_noise=0.3", "policy.program.responsiveness=1"],
        on: &["policy.program.matching_report=1"],
        neutral: &["policy.program.matching_report=0"],
        months: 84,
        seeds: 8,
        read: |run| run.last("field_mismatch"),
        ..TRIAL
    },
};

/// Better information alone, with no money more, lowers the mismatch of fields.
#[test]
fn m5_5() {
    let pairs = M5_5.holds_and(|run| {
        let money = run.world.accounts.closed.iter().map(|y| y.1).sum::<i64>() as f64;
        [money, run.last("curriculum_gap"), run.last("matched_employment_rate")]
    });
    let effect = |k: usize| Effect::of(pairs.iter().map(|(a, b)| (a[k], b[k])).collect());
    println!("gap of curricula {:?}, matched {:?}", effect(1), effect(2));
    assert!(pairs.iter().all(|(a, b)| (a[0] / b[0] - 1.0).abs() < 0.02), "no extra money");
}

/// Openings by need against openings by habit, with figures that are neither old nor noisy and a report of levels.
#[test]
fn need_beats_habit_once_it_is_known() {
    let known = Trial {
        both: &[
            "policy.program.signal_lag=0",
            "policy.program.signal_noise=0",
            "policy.program.matching_report=1",
            "program.design_months=0",
            "policy.program.new_rate=0.1",
        ],
        on: &["policy.program.responsiveness=1"],
        neutral: &["policy.program.responsiveness=0"],
        months: 84,
        seeds: 8,
        ..TRIAL
    };
    let pairs = known.pairs(SMALL, |run| [run.last("field_mismatch"), run.last("matched_employment_rate")]);
    let effect = |k: usize| Effect::of(pairs.iter().map(|(a, b)| (a[k], b[k])).collect());
    println!("mismatch of fields {:?}, matched {:?}", effect(0), effect(1));
    assert!(effect(0).goes(-1.0), "{:?}", effect(0));
}

const M5_6: Claim = Claim {
    number: "5.6",
    name: "Pathways (bachelor seats, 3+2, further study)",
    outcome: "college graduates who go to work, June 2026 to 2028, ten times the bachelor seats",
    direction: -1.0,
    sourced: &["policy.pathway.bachelor_seats=0"],
    trial: Trial {
        on: &["policy.pathway.bachelor_seats=70000"],
        months: 84,
        seeds: 8,
        watch: |_, world, trace| {
            if let Some(class) = world.leavers.iter().find(|l| l.graduated == world.t as i32) {
                for level in [Level::College, Level::Bachelor] {
                    let of = |id: &&u32| world.persons[**id as usize].level == level as u8;
                    trace.push(class.ids.iter().filter(of).count() as f64);
                }
            }
        },
        read: |run| run.trace[0] + run.trace[2] + run.trace[4],
        ..TRIAL
    },
};

#[test]
fn m5_6() {
    let pairs = M5_6.holds_and(|run| run.trace.iter().skip(1).step_by(2).skip(3).sum::<f64>());
    let bachelors = Effect::of(pairs);
    println!("{bachelors:?}");
    assert!(bachelors.goes(1.0), "later more bachelors enter: {bachelors:?}");
}

const M5_7: Claim = Claim {
    number: "5.7",
    name: "Beijing-Tianjin-Hebei cooperation",
    outcome: "skill that graduates take out of the province, paired against not [levels]",
    direction: 1.0,
    sourced: &["policy.cooperation.pairing=0"],
    trial: Trial {
        both: &["education.teaching.spending=1", "teacher.pairing=1", "cooperation.exposure=0"],
        on: &["policy.cooperation.pairing=1"],
        neutral: &["policy.cooperation.pairing=0"],
        months: 84,
        seeds: 8,
        watch: |_, world, trace| {
            if world.flows.graduates > 0 && world.t > 48 {
                let (mut out, mut all) = (Vec::new(), Vec::new());
                for p in world.persons.iter().filter(|p| p.program != NO_PROGRAM && p.since as usize == world.t) {
                    let skill = p.skill.iter().map(|x| f64::from(*x) / 255.0).sum::<f64>();
                    let works = matches!(p.status, Status::Seeking | Status::Employed) && p.experience == 0;
                    if p.status == Status::Left || works {
                        all.push(skill);
                        out.push(if p.status == Status::Left { skill } else { 0.0 });
                    }
                }
                let n = all.len() as f64;
                trace.extend([out.iter().sum::<f64>() / n, all.iter().sum::<f64>() / n]);
            }
        },
        read: |run| mean(run.trace.iter().step_by(2).copied()),
        ..TRIAL
    },
};

#[test]
fn m5_7() {
    let pairs = M5_7.holds_and(|run| [0, 1].map(|k| mean(run.trace.iter().skip(k).step_by(2).copied())));
    let gain = |k: usize| Effect::of(pairs.iter().map(|(a, b)| (a[k], b[k])).collect());
    println!("{:?} {:?}", gain(0), gain(1));
    let leak = gain(0).mean / gain(1).mean;
    assert!(leak > 0.05 && leak < 0.6, "part of the gain leaks out: {leak}");
    let left = |run: &Run| run.sum("left_province", 21..84);
    let known = Trial { both: &["policy.cooperation.pairing=1"], on: &["cooperation.exposure=0.2"], ..QUIET };
    let known = Effect::of(known.pairs(SMALL, left));
    println!("left, if pairs make the outside known {known:?}");
    assert!(known.goes(1.0));
    let home = Trial { on: &["cooperation.return_share=1"], neutral: &["cooperation.return_share=0"], ..ABROAD };
    for (returned, none) in home.pairs(SMALL, |run| run.trace.iter().sum::<f64>()) {
        println!("home again {returned}");
        assert!(returned > 0.0 && none == 0.0, "those admitted outside come home after their course");
    }
    let early = Trial { months: 33, ..home };
    assert!(early.pairs(SMALL, |run| run.trace.iter().sum::<f64>()).iter().all(|r| r.0 == 0.0), "and not before");
}

const QUIET: Trial = Trial { neutral: &["cooperation.exposure=0"], months: 84, seeds: 6, ..TRIAL };

/// A third of the entrants of colleges leave for one outside.
const ABROAD: Trial = Trial {
    both: &["policy.pathway.out_of_province=0.3"],
    months: 60,
    seeds: 2,
    watch: |_, world, trace| trace.push(world.flows.returned as f64),
    ..TRIAL
};

pub const CLAIMS: &[Claim] = &[M5_1, M5_2, M5_3, M5_4, M5_5, M5_6, M5_7];
