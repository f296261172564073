//! Claim: scenarios that begin alike run their first months once and give the same bytes as each run by itself.

use std::path::Path;

use skillsim::base::rng::Draws;
use skillsim::experiment::plan::Plan;
use skillsim::experiment::resolve::{self, Wish};
use skillsim::experiment::runner::MEMORY;
use skillsim::experiment::{self, Effort, Options, simulation};
use skillsim::model::Model;
use skillsim::model::build::build;
use skillsim::outcome::record::Arm;
use skillsim::scenario::parameters::{Kind, Parameter, all};
use skillsim::scenario::schedule::{Change, Course, Schedule};
use skillsim::scenario::{Scenario, Setting};
use skillsim::simulate::{self, Run};

use crate::provinces::{bytes, scenarios};

const HEBEI: [&str; 8] = [
    "hebei/baseline.toml",
    "hebei/null.toml",
    "hebei/funding-plus-20.toml",
    "hebei/funding-minus-20.toml",
    "hebei/delayed.toml",
    "hebei/pathways.toml",
    "hebei/smart-steel-chemicals.toml",
    "hebei/demand-led.toml",
];
const SHORT: [&str; 2] = ["run.people_per_agent=500", "run.months=32"];
const MONTHS: u64 = 32;

/// Every record of the plan in its order, and what it took.
fn computed(plan: &Plan, scenarios: &[Scenario], work: &Path, threads: usize, memory: u64) -> (Vec<Vec<u8>>, Effort) {
    let options = Options { work: work.to_owned(), threads, memory, progress: None };
    let ensemble = experiment::run(plan, &options, &simulation(scenarios)).unwrap();
    assert_eq!(ensemble.failures().count(), 0);
    let records = |scenario, arm| ensemble.records(scenario, arm).unwrap().iter().map(bytes).collect::<Vec<_>>();
    let runs =
        (0..plan.input.scenarios.len()).flat_map(|s| plan.input.arms.iter().flat_map(move |&arm| records(s, arm)));
    (runs.collect(), ensemble.effort.unwrap())
}

#[test]
fn runs_together_equal_runs_apart() {
    let mut all = scenarios(&HEBEI, &SHORT);
    let wish = Wish { seed: Some(3), replicates: Some(1), uncertainty: Some(Arm::Full), shards: 0 };
    let plan = resolve::plan(&mut all, wish).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let apart: Vec<Vec<u8>> = (0..plan.runs())
        .map(|run| {
            let job = plan.job(run);
            bytes(&simulate::run(&all[job.scenario], job.seed, job.replicate, job.arm, false).unwrap())
        })
        .collect();
    let run = |name: &str, threads, memory| computed(&plan, &all, &dir.path().join(name), threads, memory);
    let (shared, effort) = run("shared", 1, MEMORY);
    assert!(shared == apart);
    // Each arm: demand-led apart from the first month; the policies of 2026-09 and 2027-01 from month 12 or later, the
    // ramp of pathways from the month after 2027-01; the delayed one from month 28; no policy all along.
    let each = MONTHS + MONTHS + (MONTHS - 12) + 2 * (MONTHS - 16) + (MONTHS - 17) + (MONTHS - 28);
    let expected =
        Effort { months_asked: 16 * MONTHS, months_simulated: 2 * each, worlds_started: 4, worlds_copied: 10 };
    assert_eq!(effort, expected);
    let (threads, with_threads) = run("threads", 2, MEMORY);
    assert!(threads == apart);
    assert_eq!((with_threads.months_simulated, with_threads.worlds_started), (2 * each, 4));
    let (nothing_kept, effort) = run("nothing kept", 2, 1);
    assert!(nothing_kept == apart);
    assert_eq!((effort.worlds_started, effort.worlds_copied), (14, 0), "no policy is still the baseline");
    let (by_themselves, effort) = run("by themselves", 2, 0);
    assert!(by_themselves == apart);
    assert_eq!((effort.months_simulated, effort.worlds_started, effort.worlds_copied), (16 * MONTHS, 16, 0));
}

#[test]
fn what_an_interrupted_command_finished_is_not_asked_again() {
    let mut all = scenarios(&HEBEI[..3], &SHORT);
    let wish = Wish { seed: Some(3), replicates: Some(1), uncertainty: Some(Arm::Seed), shards: 0 };
    let plan = resolve::plan(&mut all, wish).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (whole, _) = computed(&plan, &all, dir.path(), 2, MEMORY);
    let parts = experiment::part::Parts::new(dir.path(), &plan);
    std::fs::remove_file(parts.path(1)).unwrap();
    let (again, effort) = computed(&plan, &all, dir.path(), 2, MEMORY);
    assert!(again == whole);
    assert_eq!((effort.months_asked, effort.months_simulated), (MONTHS, MONTHS));
}

/// A value of the parameter's kind inside its bounds, other than this one.
fn another(row: &Parameter, value: f64) -> f64 {
    let (low, high) = row.bounds;
    match row.kind {
        Kind::Switch => 1.0 - value,
        Kind::Choice(words) => (value + 1.0) % words.len() as f64,
        Kind::Month | Kind::Integer => value + if value + 1.0 <= high { 1.0 } else { -1.0 },
        Kind::Number | Kind::Lever => {
            let up = value + (0.1 * value.abs()).max(0.05).min((high - value) / 2.0);
            if up > value { up } else { value - (0.1 * value.abs()).min((value - low) / 2.0) }
        }
    }
}

fn model(scenario: &Scenario) -> Model {
    build(scenario, 1, 0, Arm::Seed)
}

#[test]
fn any_other_parameter_differs_from_the_first_month() {
    let small = &scenarios(&["small/baseline.toml"], &["run.people_per_agent=50", "run.months=24"])[0];
    let base = model(small);
    assert_eq!(base.first_difference(&model(small)), 24);
    let mut checked = 0;
    for (p, row) in all().filter(|(_, row)| row.kind != Kind::Lever) {
        let value = another(row, small.number(p));
        assert_ne!(value, small.number(p), "{}", row.path);
        assert_eq!(base.first_difference(&model(&small.with_numbers(&[(p, value)]))), 0, "{}", row.path);
        checked += 1;
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn tables_and_projections_differ_from_the_first_month() {
    let small = &scenarios(&["small/baseline.toml"], &["run.people_per_agent=50", "run.months=24"])[0];
    let base = model(small);
    type Change = (&'static str, fn(&mut Model));
    let changes: [Change; 11] = [
        ("numbers", |m| m.numbers[0] = -m.numbers[0] - 1.0),
        ("regions", |m| m.regions[0].wage_relative += 1e-9),
        ("industries", |m| m.industries[0].roles[0].share_modern += 1e-9),
        ("occupations", |m| m.occupations[0].requirement[3] += 1e-3),
        ("mortality", |m| m.population.mortality[1][60] += 1e-9),
        ("arrivals at the end", |m| *m.population.arrivals.last_mut().unwrap() += 1e-9),
        ("labour force at the end", |m| *m.population.labour_force.last_mut().unwrap() += 1e-9),
        ("own account at the end", |m| *m.population.own_account[0].last_mut().unwrap() += 1e-6),
        ("region share", |m| m.demand.region_share[0][0] += 1e-9),
        ("labour", |m| m.labour.reach[1] += 1e-9),
        ("programs", |m| m.education.programs[0].seats += 1.0),
    ];
    for (name, change) in changes {
        let mut other = base.clone();
        change(&mut other);
        assert_eq!(base.first_difference(&other), 0, "{name}");
    }
    // Paths over months differ from their month on; zero and minus zero are not the same bits.
    let mut other = base.clone();
    other.demand.posts[1][20] += 1e-9;
    assert_eq!(base.first_difference(&other), 19);
    other.demand.output[0][7] += 1e-9;
    assert_eq!(base.first_difference(&other), 6);
    let lever = all().find(|(_, row)| row.kind == Kind::Lever).unwrap().0.0 as usize;
    let mut zero = base.clone();
    zero.levers[lever][5] = 0.0;
    other = zero.clone();
    other.levers[lever][5] = -0.0;
    assert_eq!(zero.first_difference(&other), 5);
}

/// No process looks at a lever before its month: for each lever, a change in month 14.
#[test]
fn every_lever_is_read_in_its_month() {
    const FROM: usize = 14;
    let small = &scenarios(&["small/baseline.toml"], &["run.people_per_agent=20", "run.months=30"])[0];
    let base = model(small);
    let mut trunk = Run::start(&base, Draws::new(1, 0), false);
    while trunk.months() < FROM {
        trunk.month(&base, false);
    }
    let end = |mut run: Run, model: &Model| {
        while run.months() < model.months {
            run.month(model, false);
        }
        bytes(&run.finish(model).unwrap())
    };
    let unchanged = end(trunk.clone(), &base);
    let (mut levers, mut felt) = (0, 0);
    for (p, row) in all().filter(|(_, row)| row.kind == Kind::Lever) {
        let mut later = small.clone();
        let change = Change::Set(another(row, small.number(p)));
        let course = Course::Steps(vec![(small.start() + FROM as i32, change)]);
        later.given[p.0 as usize].setting = Setting::Path(Schedule::constant(small.number(p)).then(course, None));
        let other = model(&later);
        assert_eq!(base.first_difference(&other), FROM, "{}", row.path);
        let apart = end(Run::start(&other, Draws::new(1, 0), false), &other);
        assert!(end(trunk.clone(), &other) == apart, "{} is read before its month", row.path);
        levers += 1;
        felt += usize::from(apart != unchanged);
    }
    assert!(levers > 40 && felt > levers / 2, "{felt} of {levers} levers do anything here");
}
