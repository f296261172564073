//! What an experiment asks of a simulation: a pure function of the run.

use super::plan::Job;
use crate::outcome::record::{Failure, Record};
use crate::scenario::Scenario;
use crate::simulate;

/// What a run yields.
pub type Outcome = Result<Record, Failure>;

/// The simulation of a run.
pub type Simulate<'a> = dyn Fn(&Job) -> Outcome + Sync + 'a;

/// The simulation of these scenarios, which stand in the order of the plan. A run is spread over threads if the
/// worker that asks for it has more than one.
pub fn simulation(scenarios: &[Scenario]) -> impl Fn(&Job) -> Outcome + Sync + '_ {
    |job| {
        let parallel = rayon::current_num_threads() > 1;
        simulate::run(&scenarios[job.scenario], job.seed, job.replicate, job.arm, parallel)
    }
}
