//! Group 3: innovative training models.

use skillsim::model::Model;
use skillsim::world::World;
use skillsim::world::person::{Person, Status, flag as mark};
use skillsim::world::posts::flag;

use super::bench::{Claim, Effect, Run, SMALL, Sets, TRIAL, Trial, mean};

/// A student's id, skill bytes, and whether the student competed.
type Student = (u32, [u8; 8], bool);

const M3_1: Claim = Claim {
    number: "3.1",
    name: "Enterprise takes part in the whole training process",
    outcome: "skill fit of graduates at entry",
    direction: 1.0,
    sourced: &["partner.links=0"],
    trial: Trial {
        both: &[
            "partner.link_chance=1",
            "policy.program.upgrade_rate=1",
            "policy.split.curriculum=0.05",
            "policy.program.signal_lag=60",
            "program.partner_weight=1",
        ],
        on: &["partner.links=5"],
        neutral: &["partner.links=0"],
        months: 76,
        read: |run| run.last("skill_fit_graduates"),
        ..TRIAL
    },
};

/// Mean fit of last June's class to posts outside its field, and to those inside: what a change of work would find.
fn reach(run: &Run) -> [f64; 2] {
    let class = run.world.leavers.last().expect("a class");
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    for &id in &class.ids {
        let program = &run.world.programs[run.world.persons[id as usize].program as usize];
        let field = &run.model.education.specialties[program.specialty as usize].roles;
        let skills = skillsim::world::skills::stored(&run.world.persons[id as usize]);
        for (own, fits) in [(false, &mut outside), (true, &mut inside)] {
            let posts = run.model.occupations.iter().enumerate().filter(|(_, o)| field.contains(&o.role) == own);
            fits.push(mean(posts.map(|(o, _)| f64::from(run.world.skill_law.fit(o, &skills)))));
        }
    }
    [mean(outside), mean(inside)]
}

/// Weeks of a year's work that a new hire falls short of what the post requires: what employers call adaptation, four
/// fifths of the cost of a hire (Muehlemann & Strupler Leiser 2018, Labour Economics 52).
fn adaptation(world: &World, id: u32) -> f64 {
    let cell = &world.posts.cells[world.persons[id as usize].place as usize];
    let (occupation, industry, x) = (cell.occupation() as usize, cell.industry() as usize, world.skills_now(id));
    let lack =
        |n| 1.0 - f64::from(world.skill_law.fit(occupation, &world.skill_law.after_work(&x, occupation, industry, n)));
    (0..12).map(lack).sum::<f64>() * 52.0 / 12.0
}

/// A line of a career: who, in which enterprise (-1: none), at a partner of the program, in the field, adaptation
/// [weeks]; lines of hires, and one two years after graduation.
const LINE: usize = 6;
const TWO_YEARS: f64 = 1.0;

/// Writes down the hires of graduates, from the fourth class on: the first that was taught with partners throughout.
fn careers(model: &Model, world: &World, trace: &mut Vec<f64>) {
    let t = world.t as i32;
    for class in world.leavers.iter().filter(|class| class.graduated >= 45) {
        for &id in &class.ids {
            let p = &world.persons[id as usize];
            let program = &world.programs[p.program as usize];
            let (works, later) = (p.status == Status::Employed, t - class.graduated == 24);
            let hired = works && i32::from(p.since) == t;
            if !(later || hired) {
                continue;
            }
            let (mut enterprise, mut partner, mut field, mut weeks) = (-1.0, false, false, 0.0);
            if works {
                let cell = &world.posts.cells[p.place as usize];
                let roles = &model.education.specialties[program.specialty as usize].roles;
                (enterprise, partner) = (f64::from(cell.enterprise), program.partners.contains(&cell.enterprise));
                field = roles.contains(&model.occupations[cell.occupation() as usize].role);
                weeks = adaptation(world, id);
            }
            let kind = if later { TWO_YEARS } else { 0.0 };
            let share = |x: bool| f64::from(u8::from(x));
            trace.extend([f64::from(id), kind, enterprise, share(partner), share(field), weeks]);
        }
    }
}

/// What careers come to.
#[derive(Default)]
struct Careers {
    /// First posts in the field, and weeks of adaptation there.
    matched: f64,
    adaptation: f64,
    /// Still in the first enterprise two years after graduation: of those hired by partners, of the others.
    stayed: [f64; 2],
    /// Later hires by another enterprise that lead out of the field.
    out: f64,
}

fn followed(run: &Run) -> Careers {
    let (mut first, mut last) = (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
    let (mut field, mut weeks, mut out) = (Vec::new(), Vec::new(), Vec::new());
    let mut stayed: [Vec<f64>; 2] = Default::default();
    for line in run.trace.chunks(LINE) {
        let (id, enterprise) = (line[0] as u32, line[2]);
        if line[1] == TWO_YEARS {
            if let Some(&(employer, partner)) = first.get(&id) {
                let own = &mut stayed[if partner { 0 } else { 1 }];
                own.push(f64::from(u8::from(employer == enterprise)));
            }
            continue;
        }
        match last.insert(id, enterprise) {
            None => {
                first.insert(id, (enterprise, line[3] == 1.0));
                field.push(line[4]);
                weeks.push(line[5]);
            }
            Some(before) if before != enterprise => out.push(1.0 - line[4]),
            Some(_) => {}
        }
    }
    Careers { matched: mean(field), adaptation: mean(weeks), stayed: stayed.map(mean), out: mean(out) }
}

/// Technology, surveys and content of one age: what is left of partners is how specific their lessons are.
const SAME_AGE: Trial = Trial {
    both: &[
        "partner.link_chance=1",
        "policy.program.upgrade_rate=1",
        "policy.split.curriculum=0.05",
        "policy.program.signal_lag=0",
        "program.survey_noise=0",
        "program.obsolescence=0",
        "program.service_refresh=0",
        "policy.competition.feedback=0",
        "technology.diffusion=0",
        "program.partner_weight=0.6",
        "partner.links=5",
    ],
    on: &["program.specificity=1"],
    neutral: &["program.specificity=0"],
    months: 100,
    seeds: 32,
    watch: careers,
    ..TRIAL
};

/// Match up, the cost of a hire down, partners keep whom they trained; lessons that are too much the partner's fit less
/// elsewhere, and fewer changes of employer lead out of the field (Geel & Backes-Gellner 2011, Empirical Research in
/// Vocational Education and Training 3; Eggenberger, Rinawi & Backes-Gellner 2018, Labour Economics 51).
#[test]
fn m3_1() {
    let readings =
        |c: Careers, more: [f64; 2]| [c.matched, c.adaptation, c.out, c.stayed[0], c.stayed[1], more[0], more[1]];
    M3_1.holds();
    let followed_up = Trial { months: 100, watch: careers, ..M3_1.trial };
    let pairs =
        followed_up.pairs(SMALL, |run| readings(followed(run), [run.mean("months_to_first_job", 40..100), 0.0]));
    let effect = |k: usize| Effect::of(pairs.iter().map(|(a, b)| (a[k], b[k])).collect());
    let (matched, weeks, wait) = (effect(0), effect(1), effect(5));
    let kept = Effect::of(pairs.iter().map(|(on, _)| (on[3], on[4])).collect());
    println!(
        "first post in the field {matched:?}\nadaptation [weeks] {weeks:?}\nmonths to it {wait:?}\nkept by partners against others {kept:?}"
    );
    assert!(matched.goes(1.0), "higher match: {matched:?}");
    assert!(weeks.goes(-1.0), "a hire costs less: {weeks:?}");
    assert!(kept.goes(1.0), "partners keep their own: {kept:?}");

    let pairs = SAME_AGE.pairs(SMALL, |run| readings(followed(run), reach(run)));
    let effect = |k: usize| Effect::of(pairs.iter().map(|(a, b)| (a[k], b[k])).collect());
    let (out, outside, inside) = (effect(2), effect(5), effect(6));
    println!("fit outside the field {outside:?}\ninside {inside:?}\nlater hires out of the field {out:?}");
    assert!(outside.goes(-1.0), "over-specific content fits fewer other posts: {outside:?}");
    assert!(outside.mean < inside.mean, "and costs more there than in the field");
    assert!(out.goes(-1.0), "fewer leave the field: {out:?}");
}

/// Share at work of a class some months after its June, at each December.
fn at_work(world: &World, months: i32) -> Option<f64> {
    let class = world.leavers.iter().find(|l| world.t as i32 - l.graduated == months && !l.ids.is_empty())?;
    let works = |p: &Person| matches!(p.status, Status::Employed | Status::OwnAccount);
    Some(mean(class.ids.iter().map(|&id| f64::from(u8::from(works(&world.persons[id as usize]))))))
}

const M3_2: Claim = Claim {
    number: "3.2",
    name: "Order classes, field engineers, modern apprenticeship",
    outcome: "at work one month after graduation, class of 2027",
    direction: 1.0,
    sourced: &["policy.enterprise.order_class_cap=0"],
    trial: Trial {
        both: &[
            "partner.links=20",
            "partner.link_chance=1",
            "partner.own_training=1",
            "partner.fixed_cost=0",
            "order.commitment=1",
            "order.default=0",
            "education.campus.placed=0",
        ],
        on: &["policy.enterprise.order_class_cap=1"],
        neutral: &["policy.enterprise.order_class_cap=0"],
        months: 84,
        watch: |_, world, trace| {
            // The class of June 2027 (month 21), a month and four and a half years later.
            for after in [1, 54] {
                if world.t as i32 - 21 == after {
                    trace.extend(at_work(world, after));
                }
            }
        },
        read: |run| run.trace[0],
        ..TRIAL
    },
};

/// Partners lose nine tenths of their business after the class has begun to work for them.
fn partners_fail(_: &Model, world: &mut World, _: bool) {
    if world.t == 24 {
        for e in world.enterprises.iter_mut().filter(|e| e.flags & flag::PARTNER != 0) {
            e.size *= 0.1;
        }
    }
}

#[test]
fn m3_2() {
    let pairs = M3_2.holds_and(|run| run.trace.clone());
    let effect = |k: usize| Effect::of(pairs.iter().map(|(a, b)| (a[k], b[k])).collect());
    println!("at entry {:?}, after {:?}", effect(0), effect(1));
    assert!(effect(1).mean.abs() < effect(0).mean / 2.0, "the advantage fades");
    let year = Trial {
        months: 34,
        watch: |_, world, trace| {
            if world.t == 33 {
                trace.extend(at_work(world, 12));
            }
        },
        read: |run| run.trace[0],
        ..M3_2.trial
    };
    let calm = year.pairs(SMALL, |run| run.trace[0]);
    let shock = Trial { shock: partners_fail, ..year }.pairs(SMALL, |run| run.trace[0]);
    let loss = |k: usize| {
        let of = |p: &(f64, f64)| if k == 0 { p.0 } else { p.1 };
        calm.iter().zip(&shock).map(|(a, b)| of(a) - of(b)).collect::<Vec<_>>()
    };
    let exposed = Effect::of(loss(0).into_iter().zip(loss(1)).collect());
    println!("exposure {exposed:?}");
    assert!(exposed.goes(1.0), "order classes lose more when their partners fail: {exposed:?}");
}

const M3_3: Claim = Claim {
    number: "3.3",
    name: "Firms' decision to take part; poaching",
    outcome: "enterprises that train, October 2025, subsidy of 6,000 against 3,000 yuan",
    direction: 1.0,
    sourced: &[],
    trial: Trial {
        both: &["policy.split.enterprise_subsidy=0.5"],
        on: &["policy.enterprise.subsidy_per_trainee=6000"],
        neutral: &["policy.enterprise.subsidy_per_trainee=3000"],
        months: 2,
        read: |run| run.world.flows.partners as f64,
        ..TRIAL
    },
};

#[test]
fn m3_3() {
    let places = |run: &Run| run.world.enterprises.iter().map(|e| e.places).collect::<Vec<_>>();
    for (on, off) in M3_3.holds_and(places) {
        assert!(
            off.iter().zip(&on).all(|(before, now)| *before == 0 || now == before),
            "no place more in those that train"
        );
    }
    // Rivals near by take the trained away: where they are dense fewer enterprises train, and only for that reason.
    let crowded = |both: Sets| Trial {
        both,
        on: &[],
        neutral: &[],
        prepare: |model, on| model.regions.iter_mut().for_each(|r| r.density = if on { 1.5 } else { 0.5 }),
        ..M3_3.trial
    };
    let poached = crowded(&["partner.poaching=0.03"]).effect();
    println!("dense against thin {poached:?}");
    assert!(poached.goes(-1.0), "competition for the trained keeps enterprises from training: {poached:?}");
    let safe = crowded(&["partner.poaching=0"]).pairs(SMALL, M3_3.trial.read);
    assert!(safe.iter().all(|(dense, thin)| dense == thin), "without poaching it does nothing");
}

/// Skills of everyone in a program, and whether they competed.
fn students(run: &Run) -> Vec<(u32, [u8; 8], bool)> {
    let all = run.world.persons.iter().enumerate().filter(|(_, p)| p.status.in_program());
    all.map(|(id, p)| (id as u32, p.skill, p.is(mark::COMPETED))).collect()
}

const M3_4: Claim = Claim {
    number: "3.4",
    name: "Skills competitions drive teaching and confidence",
    outcome: "mean skill of students after the first competition [1/255]",
    direction: 1.0,
    sourced: &["policy.competition.events=0"],
    trial: Trial {
        both: &[
            "competition.event_cost=0",
            "competition.diversion=0",
            "competition.reputation=0",
            "policy.competition.feedback=0",
        ],
        on: &["competition.gain=1"],
        neutral: &["policy.competition.events=0"],
        months: 10,
        seeds: 8,
        read: |run| mean(students(run).iter().map(|s| s.1.iter().map(|x| f64::from(*x)).sum::<f64>() / 8.0)),
        ..TRIAL
    },
};

#[test]
fn m3_4() {
    let gained = |pairs: Vec<(Vec<Student>, Vec<Student>)>| {
        mean(pairs.iter().map(|(on, off)| {
            let changed = on.iter().zip(off).filter(|(a, b)| a.0 == b.0 && a.1 != b.1).count();
            changed as f64 / on.len() as f64
        }))
    };
    let few = gained(M3_4.holds_and(students));
    println!("students touched {few}");
    assert!(few > 0.0 && few < 0.01, "benefit concentrates in less than one in a hundred: {few}");
    let feedback = Trial {
        both: &[
            "competition.event_cost=0",
            "competition.diversion=0",
            "competition.reputation=0",
            "competition.gain=0",
        ],
        on: &["policy.competition.feedback=0.5", "competition.share=0.05"],
        neutral: &["policy.competition.events=0"],
        months: 24,
        seeds: 4,
        ..TRIAL
    };
    let many = gained(feedback.pairs(SMALL, students));
    println!("with feedback {many}");
    assert!(many > 0.3, "standards that flow back reach the others: {many}");
}

const M3_5: Claim = Claim {
    number: "3.5",
    name: "Practical projects and internships in the curriculum",
    outcome: "quality of teaching after 7 years",
    direction: 1.0,
    sourced: &["policy.practice.share=0.4"],
    trial: Trial {
        both: &[
            "education.teaching.spending=1",
            "policy.split.practice=0.06",
            "partner.links=10",
            "partner.link_chance=1",
        ],
        on: &["policy.practice.share=0.9"],
        neutral: &["policy.practice.share=0.5"],
        months: 84,
        seeds: 8,
        read: |run| run.last("quality"),
        ..TRIAL
    },
};

#[test]
fn m3_5() {
    M3_5.holds();
    let many = M3_5.trial.effect();
    let few = Trial {
        both: &["education.teaching.spending=1", "policy.split.practice=0.06", "partner.links=0"],
        ..M3_5.trial
    };
    let few = few.effect();
    println!("{many:?} {few:?}");
    assert!(few.mean < 0.5 * many.mean, "without partners the gain saturates: {few:?} {many:?}");
}

/// The same equipment five years newer.
fn newer(_: &Model, world: &mut World, on: bool) {
    if on && world.t == 0 {
        world.programs.iter_mut().for_each(|p| p.vintage += 60.0);
    }
}

const M3_6: Claim = Claim {
    number: "3.6",
    name: "Simulation and real-line training centres",
    outcome: "quality of teaching after a year, equal equipment five years newer",
    direction: 1.0,
    sourced: &["education.teaching.ageing=0"],
    trial: Trial {
        both: &["education.teaching.ageing=0.2"],
        shock: newer,
        months: 13,
        seeds: 6,
        read: |run| run.last("quality"),
        ..TRIAL
    },
};

#[test]
fn m3_6() {
    M3_6.holds();
    let blind = Trial { both: &["education.teaching.ageing=0"], ..M3_6.trial };
    assert!(blind.pairs(SMALL, M3_6.trial.read).iter().all(|(a, b)| a == b), "without ageing only the amount counts");
    let skill = |run: &Run| mean(students(run).iter().flat_map(|s| s.1.map(f64::from)));
    let learned = Trial { months: 25, read: skill, ..M3_6.trial }.effect();
    println!("skill of students [1/255] {learned:?}");
    assert!(learned.goes(1.0), "and enters skill: {learned:?}");
}

const M3_7: Claim = Claim {
    number: "3.7",
    name: "Double-qualified and industry teachers",
    outcome: "quality of teaching, a fifth more experience against a fifth more teachers",
    direction: 1.0,
    sourced: &["teacher.exposure=0", "teacher.forgetting=0"],
    trial: Trial {
        shock: |_, world, on| {
            if world.t == 11 {
                for p in &mut world.programs {
                    if on {
                        p.freshness *= 1.2;
                    } else {
                        p.teachers *= 1.2;
                    }
                }
            }
        },
        months: 12,
        seeds: 6,
        read: |run| run.last("quality"),
        ..TRIAL
    },
};

#[test]
fn m3_7() {
    M3_7.holds();
}

const M3_8: Claim = Claim {
    number: "3.8",
    name: "Skill certificates beside the diploma (1+X)",
    outcome: "at work in December, certified less not certified leavers of equal training",
    direction: 1.0,
    sourced: &["labour.certificate_noise=1", "labour.certificate_trust=0"],
    trial: Trial {
        both: &["education.certificate.share=0.5", "labour.noise=0.2", "labour.standard=0.6"],
        on: &["labour.certificate_noise=0", "labour.certificate_trust=2"],
        neutral: &["labour.certificate_noise=1", "labour.certificate_trust=0"],
        watch: |model, world, trace| {
            if model.month(world.t).of_year() == 9 {
                let Some(class) = world.leavers.iter().find(|l| world.t as i32 - l.graduated == 3) else { return };
                let share = |certified: bool| {
                    let own = class.ids.iter().map(|&id| &world.persons[id as usize]);
                    let own = own.filter(|p| p.is(mark::CERTIFICATE) == certified);
                    mean(own.map(|p| f64::from(u8::from(p.status == Status::Employed))))
                };
                trace.push(share(true) - share(false));
            }
        },
        read: |run| mean(run.trace.iter().copied()),
        ..TRIAL
    },
};

#[test]
fn m3_8() {
    M3_8.holds();
}

pub const CLAIMS: &[Claim] = &[M3_1, M3_2, M3_3, M3_4, M3_5, M3_6, M3_7, M3_8];
