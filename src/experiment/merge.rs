//! From parts to an ensemble, in the order of the plan, never partial.
//!
//! Series are held in memory; the larger tables of a record are read again, scenario by scenario, when
//! they are written, so that memory does not grow with the number of scenarios.

use std::path::Path;

use super::desk::Effort;
use super::error::Error;
use super::lock::Lock;
use super::part::Parts;
use super::plan::{Job, Plan};
use super::shard::missing;
use super::simulation::Outcome;
use crate::outcome::record::{Arm, Failure, Record};

/// A finished run without its large tables.
#[derive(Clone, Debug)]
pub struct Finished {
    pub job: Job,
    /// `[indicator][month]`.
    pub result: Result<Vec<Vec<f64>>, Failure>,
    /// As in [`Record`]; none if the run failed.
    pub numbers: Vec<f64>,
}

impl Finished {
    fn new(job: Job, outcome: Outcome) -> Finished {
        match outcome {
            Ok(Record { series, numbers, .. }) => Finished { job, result: Ok(series), numbers },
            Err(failure) => Finished { job, result: Err(failure), numbers: Vec::new() },
        }
    }
}

/// All runs of a plan.
#[derive(Debug)]
pub struct Ensemble {
    pub plan: Plan,
    /// In the order of the plan.
    pub runs: Vec<Finished>,
    /// What the runs computed by this process took; none if they came from elsewhere.
    pub effort: Option<Effort>,
    pub(super) parts: Parts,
    /// Keeps others from the parts, if this process made them.
    pub(super) _lock: Option<Lock>,
}

/// Reads all parts of the plan.
///
/// # Errors
/// [`Error::Incomplete`] with the shards that are not finished; what the file system says.
pub fn merge(plan: &Plan, work: &Path) -> Result<Ensemble, Error> {
    let parts = Parts::new(work, plan);
    let mut runs = Vec::with_capacity(plan.runs());
    for run in 0..plan.runs() {
        match parts.read(run)? {
            Some(outcome) => runs.push(Finished::new(plan.job(run), outcome)),
            None => return Err(Error::Incomplete(missing(plan, work)?)),
        }
    }
    Ok(Ensemble { plan: plan.clone(), runs, effort: None, parts, _lock: None })
}

impl Ensemble {
    /// The runs of a scenario in an arm, by replicate.
    pub fn of(&self, scenario: usize, arm: Arm) -> impl Iterator<Item = &Finished> {
        self.runs.iter().filter(move |r| r.job.scenario == scenario && r.job.arm == arm)
    }

    /// The series of the runs of a scenario in an arm that did not fail, by replicate.
    pub fn series(&self, scenario: usize, arm: Arm) -> Vec<&Vec<Vec<f64>>> {
        self.of(scenario, arm).filter_map(|r| r.result.as_ref().ok()).collect()
    }

    /// The whole records of a scenario in an arm that did not fail, by replicate, read from their parts.
    ///
    /// # Errors
    /// [`Error::Incomplete`] if a part has disappeared since; what the file system says.
    pub fn records(&self, scenario: usize, arm: Arm) -> Result<Vec<Record>, Error> {
        let mut records = Vec::new();
        for run in
            (0..self.runs.len()).filter(|&r| self.runs[r].job.scenario == scenario && self.runs[r].job.arm == arm)
        {
            match self.parts.read(run)? {
                Some(Ok(record)) => records.push(record),
                Some(Err(_)) => {}
                None => {
                    let shard = self.plan.shards.iter().position(|&(a, b)| (a..b).contains(&run));
                    return Err(Error::Incomplete(shard.into_iter().collect()));
                }
            }
        }
        Ok(records)
    }

    /// The runs that failed, in the order of the plan.
    pub fn failures(&self) -> impl Iterator<Item = (&Job, &Failure)> {
        self.runs.iter().filter_map(|r| Some((&r.job, r.result.as_ref().err()?)))
    }
}
