//! The provinces of the repository as tests use them.

use std::path::{Path, PathBuf};

use skillsim::base::rng::Draws;
use skillsim::model::Model;
use skillsim::model::build::{Arm, build};
use skillsim::outcome::dictionary::INDICATORS;
use skillsim::outcome::record::Record;
use skillsim::scenario::{Scenario, load};
use skillsim::simulate;
use skillsim::world::World;

/// A file of `scenarios`.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

/// Scenarios of these files, all with the same overrides.
pub fn scenarios(files: &[&str], sets: &[&str]) -> Vec<Scenario> {
    let files: Vec<PathBuf> = files.iter().map(|name| file(name)).collect();
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    load(&files, &sets).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The model of a file with overrides and its world at the start, with the seed alone.
pub fn start(file: &str, sets: &[&str]) -> (Model, World) {
    let model = build(&scenarios(&[file], sets)[0], 1, 0, Arm::Seed);
    let world = World::new(&model, Draws::new(1, 0));
    (model, world)
}

/// The small province at its start.
pub fn small(sets: &[&str]) -> (Model, World) {
    start("small/baseline.toml", sets)
}

/// The scenario of that id.
pub fn pick<'a>(scenarios: &'a [Scenario], id: &str) -> &'a Scenario {
    scenarios.iter().find(|s| s.id == id).expect("a scenario of that id")
}

/// One replicate with the seed alone.
pub fn record(scenario: &Scenario, replicate: u32) -> Record {
    simulate::run(scenario, 1, replicate, Arm::Seed, false).expect("a run that balances")
}

/// A record as bytes: unlike numbers, these compare equal where nothing was measured.
pub fn bytes(record: &Record) -> Vec<u8> {
    postcard::to_stdvec(record).expect("plain data")
}

/// Months of an indicator.
pub fn series<'a>(record: &'a Record, id: &str) -> &'a [f64] {
    &record.series[INDICATORS.iter().position(|i| i.id == id).expect("an indicator")]
}

/// First month and indicator in which two records differ.
pub fn first_difference(a: &Record, b: &Record) -> Option<(usize, &'static str)> {
    let months = a.series[0].len();
    assert_eq!(months, b.series[0].len());
    (0..months)
        .flat_map(|m| INDICATORS.iter().enumerate().map(move |(i, indicator)| (m, i, indicator.id)))
        .find(|&(m, i, _)| a.series[i][m].to_bits() != b.series[i][m].to_bits())
        .map(|(m, _, id)| (m, id))
}
