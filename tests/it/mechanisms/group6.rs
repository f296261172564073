//! Group 6: overall impact.

use skillsim::model::education::Level;
use skillsim::world::World;
use skillsim::world::person::{Person, Status};

use super::bench::{Claim, Effect, Run, SMALL, TRIAL, Trial, scenario};

const M6_1: Claim = Claim {
    number: "6.1",
    name: "Workforce quality",
    outcome: "skilled stock, last December [persons]",
    direction: 1.0,
    sourced: &["education.teaching.learning=0"],
    trial: Trial {
        both: &["labour.standard=0.3"],
        on: &["education.teaching.learning=0.09"],
        neutral: &["education.teaching.learning=0"],
        seeds: 8,
        read: |run| run.last("skilled_stock"),
        ..TRIAL
    },
};

fn schooled(p: &Person) -> bool {
    p.status == Status::Employed && p.level >= Level::Secondary as u8
}

/// Every entry into the stock of schooled workers is a hire, every exit a separation or a birthday, month by month.
#[test]
fn m6_1() {
    M6_1.holds();
    let trial = Trial {
        months: 36,
        seeds: 2,
        watch: |_, world: &World, trace| {
            let before = trace.len() - world.persons.len();
            let f = &world.flows;
            let (mut entered, mut left) = (0u64, 0u64);
            let now: Vec<f64> = world.persons.iter().map(|p| f64::from(u8::from(schooled(p)))).collect();
            for (id, p) in world.persons.iter().enumerate() {
                let (was, is) = (trace[before + id] != 0.0, schooled(p));
                entered += u64::from(is && !was);
                left += u64::from(was && !is && p.status == Status::Seeking);
                let birthday = p.age_months(world.t) % 12 == 0;
                assert!(!was || is || p.status == Status::Seeking || birthday, "left without an event");
                assert!(was || !is || p.since as usize == world.t, "came without an event");
            }
            assert!(entered <= f.hires + f.order_hires && left <= f.separations + f.layoffs);
            trace.splice(before.., now);
        },
        shock: |_, _, _| (),
        ..TRIAL
    };
    let start = |run: &Run| run.world.persons.len();
    let world = scenario(SMALL, trial.months, &[]);
    let _ = (start, &world);
    let mut model = skillsim::model::build::build(&world, 1, 0, SMALL.arm);
    let mut w = World::new(&model, skillsim::base::rng::Draws::new(1, 0));
    let mut trace: Vec<f64> = w.persons.iter().map(|p| f64::from(u8::from(schooled(p)))).collect();
    for t in 0..model.months {
        w.t = t;
        skillsim::process::month(&model, &mut w);
        (trial.watch)(&model, &w, &mut trace);
    }
    model.months = 0;
}

/// Value added per worker after ten years, with skills (learning at school) and technology on or off.
#[test]
fn m6_2() {
    const STRONG: &[&str] = &["labour.standard=0.3", "technology.value=1.5", "technology.readiness=1"];
    const SKILLS: [&[&str]; 2] = [&["education.teaching.learning=0"], &["education.teaching.learning=0.09"]];
    const TECHNOLOGY: [&[&str]; 2] = [&["technology.diffusion=0"], &["technology.diffusion=2"]];
    let trial = Trial { months: 120, ..TRIAL };
    let mut values = Vec::new();
    for replicate in 0..6 {
        let v: Vec<f64> = (0..4)
            .map(|k| {
                let world = scenario(SMALL, 120, &[STRONG, SKILLS[k % 2], TECHNOLOGY[k / 2]]);
                trial.run(&world, replicate, SMALL.arm, true).last("value_added_per_worker")
            })
            .collect();
        let (none, skills, technology, both) = (v[0], v[1], v[2], v[3]);
        let of_skills = ((skills - none) + (both - technology)) / 2.0;
        let of_technology = ((technology - none) + (both - skills)) / 2.0;
        println!("{v:?} skills {of_skills:.0} technology {of_technology:.0} together {:.0}", both - none);
        assert!((of_skills + of_technology - (both - none)).abs() < 1e-6);
        values.push((of_skills, of_technology, both - technology - skills + none));
    }
    for part in [|v: &(f64, f64, f64)| v.0, |v: &(f64, f64, f64)| v.1, |v: &(f64, f64, f64)| v.2] {
        let e = Effect::of(values.iter().map(|v| (part(v), 0.0)).collect());
        println!("{e:?}");
    }
}

#[test]
fn m6_3() {
    let trial = Trial { months: 120, seeds: 2, ..TRIAL };
    for w in trial.runs(SMALL, |run| {
        ["start_wage", "wage_after_3_years", "wage_after_5_years"]
            .map(|id| run.series(id).iter().copied().filter(|v| v.is_finite()).collect::<Vec<_>>())
    }) {
        println!("{w:.0?}");
    }
}

#[test]
fn m6_4() {
    let trial = Trial { months: 120, seeds: 4, ..TRIAL };
    for x in trial.runs(SMALL, |run| {
        ["vacancies_per_seeker", "unemployment_rate", "registered_ratio"].map(|id| run.mean(id, 0..60))
    }) {
        println!("{x:?}");
    }
}

#[test]
fn m6_5() {
    let trial = Trial { months: 120, seeds: 2, ..TRIAL };
    for x in trial.runs(SMALL, |run| {
        let b = run.record.breakdowns.iter().find(|b| b.dimension == skillsim::outcome::record::Dimension::Industry);
        let b = b.expect("by industry");
        let column = b.columns.iter().position(|c| c == "workers").expect("workers");
        let sum = |year: usize, secondary: bool| -> f64 {
            (0..b.keys.len())
                .filter(|k| run.model.industries[*k].secondary == secondary)
                .map(|k| b.values[(year * b.keys.len() + k) * b.columns.len() + column])
                .sum()
        };
        let own = run.series("own_account");
        (0..b.years.len()).map(|y| (sum(y, true), sum(y, false), own[12 * y + 3])).collect::<Vec<_>>()
    }) {
        println!("{x:.0?}");
    }
}

pub const CLAIMS: &[Claim] = &[M6_1];
