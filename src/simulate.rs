//! One run: a scenario, a replicate, month by month. The only place where processes and outcomes meet.

use crate::base::rng::Draws;
use crate::model::Model;
use crate::model::build::{Arm, build};
use crate::outcome::collect::Collector;
use crate::outcome::record::{Failure, Record};
use crate::process;
use crate::scenario::Scenario;
use crate::world::populate::populate;
use crate::world::{World, audit};

/// Runs one replicate of a scenario.
///
/// # Errors
/// [`Failure`] if the books do not balance at the end of a year.
pub fn run(scenario: &Scenario, seed: u64, replicate: u32, arm: Arm, parallel: bool) -> Result<Record, Failure> {
    let model = build(scenario, seed, replicate, arm);
    let mut world = populate(&model, Draws::new(seed, replicate), parallel);
    simulate(&model, &mut world, |_, _| ())
}

/// Runs the months of a world to their end; `watch` sees the world after each month.
///
/// # Errors
/// [`Failure`] if the books do not balance at the end of a year.
pub fn simulate(model: &Model, world: &mut World, mut watch: impl FnMut(&Model, &World)) -> Result<Record, Failure> {
    let mut collector = Collector::new(model, world);
    for t in 0..model.months {
        world.t = t;
        process::month(model, world);
        collector.observe(model, world);
        watch(model, world);
    }
    let faults = audit::audit(model, world);
    if let Some(fault) = faults.first() {
        let month = Some(model.month(model.months - 1));
        let message = format!("{} identities broken, the first: {fault}", faults.len());
        return Err(Failure { month, code: "identity_broken".into(), message });
    }
    Ok(collector.record(model, world))
}
