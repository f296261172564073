//! Group 2: vocational education responds.

use skillsim::model::Model;
use skillsim::process::program::coverage;
use skillsim::world::World;
use skillsim::world::education::Standing;
use skillsim::world::person::Status;

use super::bench::{Claim, Effect, Run, SMALL, TRIAL, Trial, industry, mean};

/// Of those who leave school for work this month, those from programs opened in the run.
fn from_new_programs(model: &Model, world: &World) -> f64 {
    let class = world.leavers.iter().find(|l| l.graduated == world.t as i32);
    let new = |id: &&u32| {
        let program = world.persons[**id as usize].program;
        program != skillsim::world::person::NO_PROGRAM && program as usize >= model.education.programs.len()
    };
    class.map_or(0.0, |l| l.ids.iter().filter(new).count() as f64)
}

const M2_1: Claim = Claim {
    number: "2.1",
    name: "Opening program points in demanded fields",
    outcome: "graduates of new programs who go to work, years 4 to 7",
    direction: 1.0,
    sourced: &["policy.program.new_rate=0"],
    trial: Trial {
        both: &["education.college.three_two=0", "education.bachelor.topup_seats=0"],
        on: &["policy.program.new_rate=0.2"],
        months: 84,
        seeds: 8,
        watch: |model, world, trace| trace.push(from_new_programs(model, world)),
        read: |run| run.trace.iter().sum(),
        ..TRIAL
    },
};

#[test]
fn m2_1() {
    let first = |run: &Run| run.trace.iter().position(|n| *n > 0.0);
    for (on, _) in M2_1.holds_and(first) {
        assert_eq!(on, Some(45), "filed in November 2025, recruiting in September 2026, graduates in June 2029");
    }
    let hebei = super::bench::Place { folder: "hebei", people_per_agent: 1000, ..SMALL };
    let base = Trial { months: 60, seeds: 2, neutral: &["policy.program.new_rate=0"], ..TRIAL };
    for (opened, none) in base.pairs(hebei, |run| run.sum("programs_opened", 12..60) / 4.0) {
        println!("opened a year in Hebei {opened}");
        assert!((180.0..290.0).contains(&opened) && none == 0.0, "{opened}");
    }
}

const M2_2: Claim = Claim {
    number: "2.2",
    name: "Cancelling and shrinking oversupplied programs",
    outcome: "recruiting programs",
    direction: -1.0,
    sourced: &["policy.card.placement_threshold=0"],
    trial: Trial {
        both: &["policy.program.new_rate=0"],
        on: &[
            "card.bottom_share=0.3",
            "program.close_rate=0.3",
            "policy.card.yellow_years=1",
            "policy.card.red_years=1",
        ],
        neutral: &["policy.card.placement_threshold=0"],
        months: 84,
        seeds: 64,
        watch: |_, world, trace| {
            let stopped = world.programs.iter().filter(|p| p.standing == Standing::TeachOut).count();
            let closed = world.programs.iter().filter(|p| p.standing == Standing::Closed).count();
            trace.extend([stopped as f64, closed as f64]);
        },
        read: |run| run.world.programs.iter().filter(|p| p.recruits()).count() as f64,
        ..TRIAL
    },
};

/// Places a year for each post of the field, mean over the programs of the start that were stopped, and over the others.
fn crowding(run: &Run) -> [f64; 2] {
    let regions = run.model.regions.len();
    let posts = |s: u8| -> f64 {
        let field = &run.model.education.specialties[s as usize].roles;
        let own = run.model.occupations.iter().enumerate().filter(|(_, o)| field.contains(&o.role));
        own.flat_map(|(o, _)| &run.world.market.need[o * regions..(o + 1) * regions]).sum()
    };
    let seats =
        |s: u8| -> f64 { run.model.education.programs.iter().filter(|p| p.specialty == s).map(|p| p.seats).sum() };
    let of_the_start = || run.world.programs.iter().take(run.model.education.programs.len());
    [false, true].map(|kept| {
        mean(of_the_start().filter(|p| p.recruits() == kept).map(|p| seats(p.specialty) / posts(p.specialty)))
    })
}

#[test]
fn m2_2() {
    let when = |run: &Run| {
        let month = |k: usize| run.trace.iter().skip(k).step_by(2).position(|n| *n > 0.0);
        (month(0), month(1), crowding(run))
    };
    let pairs = M2_2.holds_and(when);
    let crowded = Effect::of(pairs.iter().map(|(on, _)| (on.2[0], on.2[1])).collect());
    println!("places for each post, stopped against kept {crowded:?}");
    assert!(crowded.goes(1.0), "it is the oversupplied fields that shrink: {crowded:?}");
    for (on, off) in pairs {
        println!("{on:?} {off:?}");
        let (stopped, closed) = (on.0.expect("a red card"), on.1.expect("a closure"));
        assert!(closed - stopped >= 18, "the enrolled finish first: {stopped} {closed}");
        assert_eq!((off.0, off.1), (None, None), "without cards oversupplied fields persist");
    }
}

const M2_3: Claim = Claim {
    number: "2.3",
    name: "Upgrading existing programs",
    outcome: "skill fit of graduates from slowly changing fields in year 4, upgrades against new programs at equal cost",
    direction: 1.0,
    sourced: &["policy.program.upgrade_rate=0"],
    trial: Trial {
        on: &["policy.program.upgrade_rate=1", "policy.split.curriculum=0.05", "policy.split.new_programs=0.03"],
        neutral: &["policy.program.new_rate=0.15", "policy.split.curriculum=0.01", "policy.split.new_programs=0.07"],
        months: 52,
        read: slow_fit,
        ..TRIAL
    },
};

/// Fit at work of the last class, from fields whose industries change no faster than the median field's.
fn slow_fit(run: &Run) -> f64 {
    let role = |o: u16| run.model.occupations[o as usize].role;
    let drift = |roles: &[u16]| {
        let with_posts =
            run.model.industries.iter().filter(|i| i.roles.iter().any(|r| roles.contains(&role(r.traditional))));
        mean(with_posts.map(|i| i.drift))
    };
    let drifts: Vec<f64> = run.model.education.specialties.iter().map(|s| drift(&s.roles)).collect();
    let mut sorted: Vec<f64> = drifts.iter().copied().filter(|d| d.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let class = run.world.leavers.last().expect("a class");
    let slow = class.ids.iter().filter(|id| {
        let p = &run.world.persons[**id as usize];
        let specialty = run.world.programs[p.program as usize].specialty as usize;
        p.status == Status::Employed && drifts[specialty] <= sorted[sorted.len() / 2]
    });
    mean(slow.map(|&id| f64::from(run.world.fit_now(id, run.world.persons[id as usize].occupation as usize))))
}

#[test]
fn m2_3() {
    let pairs = M2_3.holds_and(|run| run.world.accounts.closed.iter().map(|y| y.1).sum::<i64>());
    assert!(pairs.iter().all(|(on, off)| (on - off).abs() < on / 50), "equal cost: {pairs:?}");
}

const M2_4: Claim = Claim {
    number: "2.4",
    name: "Program group around an industry chain",
    outcome: "money paid for a new program [yuan]",
    direction: -1.0,
    sourced: &["money.group_saving=0", "money.group_teachers=0"],
    trial: Trial {
        both: &["policy.program.new_rate=0.1", "policy.split.new_programs=0.3", "program.new_seats=20"],
        on: &["money.group_saving=0.5"],
        neutral: &["money.group_saving=0"],
        watch: |model, world, trace| {
            for p in world.programs.iter().filter(|p| p.opened == world.t as i32 && world.t > 0) {
                let norm = model.education.specialties[p.specialty as usize].equipment;
                let own = p.equipment / (norm * p.plan.approved * f64::from(p.level.years()));
                let groups = &world.schools[p.school as usize].groups;
                let id = world.programs.iter().position(|q| std::ptr::eq(p, q)).expect("its own") as u32;
                trace.extend([f64::from(u8::from(groups.iter().any(|g| g.members.contains(&id)))), own]);
            }
        },
        read: |run| {
            let line = skillsim::world::money::Line::NewPrograms as usize;
            let spent: i64 = run.world.accounts.closed.iter().map(|y| y.2[line].spent).sum();
            spent as f64 / run.sum("programs_opened", 0..run.model.months)
        },
        ..TRIAL
    },
};

/// Equipment bought for each place of an opening [norms], inside a group and outside.
fn bought(run: &Run) -> (f64, f64) {
    let of = |inside: f64| mean(run.trace.chunks(2).filter(|o| o[0] == inside).map(|o| o[1]));
    (of(1.0), of(0.0))
}

#[test]
fn m2_4() {
    let pairs = M2_4.holds_and(bought);
    // A run that opened everything inside groups has nothing to compare with.
    let both: Vec<(f64, f64)> =
        pairs.iter().map(|(on, _)| *on).filter(|(a, b)| a.is_finite() && b.is_finite()).collect();
    assert!(2 * both.len() > pairs.len(), "{pairs:?}");
    let inside = Effect::of(both);
    println!("equipment of an opening, inside a group against outside {inside:?}");
    assert!(inside.goes(-1.0), "an opening inside a group costs less than one outside: {inside:?}");
}

const M2_5: Claim = Claim {
    number: "2.5",
    name: "Coverage of industrial categories",
    outcome: "dissimilarity of students and posts by field at equal coverage",
    direction: 1.0,
    sourced: &[],
    trial: Trial {
        both: &["policy.program.new_rate=0", "policy.card.placement_threshold=0"],
        prepare: |model, on| {
            // The same programs everywhere, but wrong proportions: places go to every other program.
            if on {
                for (i, p) in model.education.programs.iter_mut().enumerate() {
                    p.seats *= if i % 2 == 0 { 0.4 } else { 1.6 };
                }
            }
        },
        months: 48,
        seeds: 6,
        read: |run| run.last("field_mismatch"),
        ..TRIAL
    },
};

#[test]
fn m2_5() {
    for (on, off) in M2_5.holds_and(|run| coverage(&run.model, &run.world)) {
        println!("{on:?}");
        assert_eq!(on, off, "coverage is the same");
        assert!(off.0 > 0.9, "and nearly full: {off:?}");
    }
}

/// Months in which the first program that answers a shock of demand is filed and recruits. The shock comes in month 13
/// (October 2026); filing is in November (months 2, 14, 26, ...), the fast lane's in May.
fn answered(own: [f64; 4]) -> (usize, i32) {
    let [signal, design, approval, fast] = own;
    let own = [
        format!("policy.program.signal_lag={signal}"),
        format!("program.design_months={design}"),
        format!("policy.program.approval_lag={approval}"),
        format!("policy.program.fast_lane={fast}"),
    ];
    const BOTH: super::bench::Sets = &[
        "policy.program.responsiveness=1",
        "policy.program.signal_noise=0",
        "policy.program.new_rate=0.2",
        "labour.plan_interval=1",
        "policy.card.placement_threshold=0",
    ];
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let trial = Trial {
        months: 84,
        prepare: |model, on| {
            if on {
                let i = industry(model, "chemicals");
                model.demand.posts[i].iter_mut().skip(14).for_each(|n| *n *= 5.0);
            }
        },
        watch: |_, world, trace| {
            let field = |p: &skillsim::world::education::Program| f64::from(p.school) * 1000.0 + f64::from(p.specialty);
            trace.extend([world.programs.iter().map(field).sum(), world.programs.len() as f64]);
        },
        ..TRIAL
    };
    let world = super::bench::scenario(SMALL, trial.months, &[BOTH, &own]);
    let (on, off) = rayon::join(|| trial.run(&world, 0, SMALL.arm, true), || trial.run(&world, 0, SMALL.arm, false));
    let filed = (0..84).find(|t| on.trace[2 * t] != off.trace[2 * t]).expect("an answer");
    let programs = on.trace[2 * filed - 1] as usize..on.trace[2 * filed + 1] as usize;
    (filed, on.world.programs[programs.start].opened)
}

/// Signal, design, decision and the fast lane, each set apart; a course adds 33 months from September to June (2.1).
#[test]
fn m2_6() {
    assert_eq!(answered([0.0, 0.0, 0.0, 0.0]), (14, 24), "filed in November 2026, recruiting in September 2027");
    assert_eq!(answered([12.0, 0.0, 0.0, 0.0]), (26, 36), "a signal of a year's age costs a year");
    assert_eq!(answered([0.0, 24.0, 0.0, 0.0]), (38, 48), "two years of design cost two years");
    assert_eq!(answered([0.0, 0.0, 10.0, 0.0]), (14, 24), "a decision by August costs nothing");
    assert_eq!(answered([0.0, 0.0, 11.0, 0.0]), (14, 36), "one later costs a year");
    assert_eq!(answered([0.0, 6.0, 5.0, 0.0]), (26, 36), "one filing window: half a year of design costs a year");
    assert_eq!(answered([0.0, 6.0, 5.0, 1.0]), (20, 24), "a second window gains its six months, here an intake");
}

const HOT: &[&str] = &["software_technology", "ai_application", "computer_application"];

const M2_7: Claim = Claim {
    number: "2.7",
    name: "Student program choice and track choice",
    outcome: "score line of rationed software programs, elasticity 2.5 against 0.1",
    direction: 1.0,
    sourced: &["education.choice.wage=0"],
    trial: Trial {
        both: &[
            "policy.program.new_rate=0",
            "education.choice.adaptation=1",
            "education.choice.wage_lag=0",
            "labour.wage_curve=-0.5",
            "labour.wage_curve_occupation=1",
            "education.choice.caution=0",
            "policy.industry.output_it=3",
            "money.seat_growth=0",
            "policy.card.placement_threshold=0",
        ],
        on: &["education.choice.wage=2.5"],
        neutral: &["education.choice.wage=0.1"],
        watch: |model, world, trace| {
            if model.month(world.t).of_year() == 9 && world.t > 12 {
                let mut sums = [0.0; 4];
                for p in world.programs.iter().filter(|p| p.recruits()) {
                    if HOT.contains(&model.education.specialties[p.specialty as usize].id.as_str()) {
                        sums[0] += p.cutoff;
                        sums[1] += f64::from(p.admitted);
                        sums[2] += f64::from(p.applicants);
                        sums[3] += p.seats;
                    }
                }
                trace.extend(sums);
            }
        },
        read: |run| run.trace.iter().step_by(4).sum(),
        ..TRIAL
    },
};

#[test]
fn m2_7() {
    let sums = |run: &Run| -> [f64; 4] { std::array::from_fn(|k| run.trace.iter().skip(k).step_by(4).sum()) };
    for (on, off) in M2_7.holds_and(sums) {
        let change = |k: usize| on[k] / off[k] - 1.0;
        assert!(change(2) > 5.0 * change(1).abs(), "applications and score lines move, heads do not: {on:?} {off:?}");
    }
}

/// From births alone (the vocational share is held).
#[test]
fn m2_8() {
    let hebei = super::bench::Place { folder: "hebei", people_per_agent: 100, ..SMALL };
    let trial = Trial { months: 184, seeds: 2, ..TRIAL };
    for enrolment in trial.runs(hebei, |run| run.series("enrolment").to_vec()) {
        let year: Vec<f64> = enrolment.iter().skip(3).step_by(12).copied().collect();
        println!("{:?}", year.iter().map(|x| (x / 1e4).round()).collect::<Vec<_>>());
        assert!(year[..3].iter().all(|n| (1.68e6..1.80e6).contains(n)), "{year:?}");
        assert!((0.4..0.65).contains(&(year[15] / year[0])), "about half by 2040: {year:?}");
    }
    // The vocational share falls by 0.85 points a year, as in China from 2012 to 2024 (bulletins of the Ministry of Education).
    let trend = Trial {
        on: &["policy.pathway.vocational_share={ ramp = { from = \"2026-09\", to = \"2036-09\", value = 0.281 } }"],
        months: 124,
        ..trial
    };
    for (trend, held) in
        trend.pairs(super::bench::Place { people_per_agent: 200, ..hebei }, |run| run.series("enrolment").to_vec())
    {
        let below = |x: &[f64]| x.iter().skip(3).step_by(12).position(|n| *n < 0.9 * x[3]);
        println!("a tenth less in December {:?} and {:?}", below(&trend), below(&held));
        assert!(
            below(&trend).expect("it falls") < below(&held).unwrap_or(usize::MAX),
            "with the trend it falls sooner"
        );
    }
}

pub const CLAIMS: &[Claim] = &[M2_1, M2_2, M2_3, M2_4, M2_5, M2_7];
