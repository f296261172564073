//! Worlds to measure.
#![allow(dead_code)] // each bench uses its part

pub mod plain;
pub mod steps;

use skillsim::base::rng::Draws;
use skillsim::model::Model;
use skillsim::model::build::{Arm, build};
use skillsim::scenario::{self, Scenario};
use skillsim::world::World;

/// A scenario file with overrides.
pub fn scenario(file: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    scenario::load(&[file.into()], &sets).unwrap_or_else(|faults| panic!("{file}: {} faults", faults.len())).remove(0)
}

/// Hebei at a scale, on the eve of the first month.
pub fn hebei(people_per_agent: u32) -> (Model, World) {
    let scale = format!("run.people_per_agent={people_per_agent}");
    let model = build(&scenario("scenarios/hebei/baseline.toml", &[&scale]), 1, 0, Arm::Seed);
    let world = World::new(&model, Draws::new(1, 0));
    (model, world)
}
