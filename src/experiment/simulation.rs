//! What an experiment asks of a simulation: outcomes of runs, each a pure function of its job.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::desk::{Desk, Task};
use super::error::Error;
use super::plan::Job;
use super::sharing::Sharing;
use crate::outcome::record::{Failure, Record};
use crate::scenario::Scenario;

/// What a run yields.
pub type Outcome = Result<Record, Failure>;

/// Does a piece of work of a run. A panic is a failed run like any other: listed, not averaged away, and the others go on.
///
/// # Errors
/// What the panic said.
pub fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, Failure> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
        let message = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Failure { month: None, code: "panic".into(), message }
    })
}

/// Something that can compute runs.
pub trait Simulation: Sync {
    /// Computes the runs of a task: hands each outcome to the desk, or leaves it tasks that other workers may take.
    ///
    /// # Errors
    /// What the file system says of a finished run.
    fn pursue(&self, task: Task, desk: &Desk) -> Result<(), Error>;
}

/// A function of the job computes every run by itself.
impl<F: Fn(&Job) -> Outcome + Sync> Simulation for F {
    fn pursue(&self, task: Task, desk: &Desk) -> Result<(), Error> {
        if let [run] = task.runs[..] {
            desk.simulated(desk.months());
            return desk.finish(run, guarded(|| self(&desk.job(run))).and_then(|outcome| outcome));
        }
        desk.leave(task.runs.into_iter().map(|run| Task::of(vec![run])));
        Ok(())
    }
}

/// The simulation of these scenarios, which stand in the order of the plan.
pub fn simulation(scenarios: &[Scenario]) -> Sharing<'_> {
    Sharing::new(scenarios)
}
