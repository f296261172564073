//! A simulation without a world: a pure function of scenario, arm and replicate, for tests of everything around it.

use std::collections::BTreeMap;
use std::path::Path;

use skillsim::base::rng::{Draws, Process};
use skillsim::base::time::Month;
use skillsim::experiment::error::Error;
use skillsim::experiment::plan::{AssumedRows, Planned, Setting, Size};
use skillsim::experiment::runner::MEMORY;
use skillsim::experiment::{Ensemble, Job, Options, Plan};
use skillsim::outcome::dictionary::INDICATORS;
use skillsim::outcome::record::{Arm, Breakdown, Dimension, Failure, FiscalRow, ListRow, OutlookRow, Record};
use skillsim::scenario::Label;

pub const MONTHS: usize = 36;
pub const START: Month = Month::new(2025, 9);

pub fn label(zh: &str, en: &str) -> Label {
    Label { zh: zh.into(), en: en.into() }
}

/// A scenario whose only setting is the probability to search.
pub fn planned(id: &str, zh: &str, search: f64) -> Planned {
    let setting = Setting {
        parameter: "labour.search_probability".into(),
        number: Some(search),
        text: format!("{search} [0.1, 0.17]"),
        path: None,
        spread: Some((0.1, 0.17)),
        origin: format!("{id}.toml:4"),
        fitted: false,
    };
    let assumed = AssumedRows { table: "regions.csv".into(), label: label("地区", "Regions"), assumed: 2, rows: 13 };
    Planned {
        id: id.into(),
        label: label(zh, id),
        file: format!("{id}.toml"),
        root: "baseline".into(),
        is_baseline: id == "baseline",
        start: START,
        months: MONTHS,
        hash: blake3::hash(format!("{id} {search}").as_bytes()).to_hex().to_string(),
        settings: vec![setting],
        assumed_rows: vec![assumed],
        ..Planned::default()
    }
}

pub fn three() -> Vec<Planned> {
    vec![
        planned("train_20", "培训补贴提高20%", 0.15),
        planned("baseline", "基准情景", 0.13),
        planned("same_again", "相同", 0.13),
    ]
}

pub fn plan(scenarios: Vec<Planned>, shards: usize) -> Plan {
    let size = Size { seed: 0x9e37, replicates: 4, uncertainty: Arm::Full, shards };
    let names = BTreeMap::from([(
        "region".to_owned(),
        BTreeMap::from([("shijiazhuang".to_owned(), label("石家庄", "Shijiazhuang"))]),
    )]);
    Plan::new(scenarios, size).unwrap().with_names(names)
}

/// The simulation: only the unemployment rate is measured, in every month but one.
pub fn simulate(plan: &Plan) -> impl Fn(&Job) -> Result<Record, Failure> + Sync + '_ {
    |job| {
        let search = plan.input.scenarios[job.scenario].settings[0].number.unwrap();
        let chance = Draws::new(job.seed, job.replicate).stream(Process::Test, i32::from(job.arm == Arm::Full));
        let rate = |m: usize| if m == 7 { f64::NAN } else { 0.06 - search / 10.0 + 0.01 * chance.uniform(m as u64, 0) };
        let series = INDICATORS.iter().map(|i| match i.id {
            "unemployment_rate" => (0..MONTHS).map(rate).collect(),
            _ => vec![f64::NAN; MONTHS],
        });
        let effect = search * 100.0 + f64::from(job.replicate);
        let breakdown = Breakdown {
            dimension: Dimension::Region,
            years: vec![2026, 2027],
            keys: vec!["tangshan".into(), "shijiazhuang".into()],
            columns: vec!["unemployment_rate".into()],
            values: vec![0.25, effect, f64::NAN, 1e-7],
        };
        let list = |specialty: &str, need, graduates| ListRow {
            specialty: specialty.into(),
            region: "shijiazhuang".into(),
            need,
            graduates,
        };
        let line = |line: &str, spent| FiscalRow {
            year: 2026,
            line: line.into(),
            brought_yuan: 0,
            allocated_yuan: 1_000_000,
            spent_yuan: spent,
            carried_yuan: 1_000_000 - spent,
            bought: 12.5,
            unit: "seat".into(),
        };
        Ok(Record {
            series: series.collect(),
            breakdowns: vec![breakdown],
            lists: vec![list("robotics", effect, 5.0), list("coal", 0.0, 3.0), list("nursing", 10.0, 11.0)],
            fiscal: vec![line("teachers", 900_000), line("equipment", 100_000 + i64::from(job.replicate))],
            outlook: vec![OutlookRow {
                year: 2026,
                births: 3.5e5,
                aged_15: 1e6,
                intake_vocational: 6e5,
                enrolment_vocational: 1.73e6,
                entrants: 4e5 + effect,
                population_16_59: 4.4e7,
                labour_force: f64::NAN,
            }],
            network: None,
            ..Record::default()
        })
    }
}

/// As [`simulate`], with one replicate of one scenario that fails.
pub fn failing(plan: &Plan) -> impl Fn(&Job) -> Result<Record, Failure> + Sync + '_ {
    let whole = simulate(plan);
    move |job| {
        if (plan.input.scenarios[job.scenario].id.as_str(), job.arm, job.replicate) == ("train_20", Arm::Full, 2) {
            let message = "=books do not close by 3 yuan".into();
            return Err(Failure { month: Some(START + 5), code: "audit".into(), message });
        }
        whole(job)
    }
}

pub fn options(work: &Path, threads: usize) -> Options<'static> {
    Options { work: work.to_owned(), threads, memory: MEMORY, progress: None }
}

pub fn run(plan: &Plan, work: &Path, threads: usize) -> Result<Ensemble, Error> {
    skillsim::experiment::run(plan, &options(work, threads), &simulate(plan))
}

/// All files of a results directory.
pub fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(directory).unwrap().map(|e| e.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap())).collect()
}
