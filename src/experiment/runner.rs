//! Runs in parallel, each written when it is finished: an interruption costs the runs under way, no more.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use super::desk::{Desk, Effort, Office, Task};
use super::error::Error;
use super::lock::Lock;
use super::merge::{Ensemble, merge};
use super::part::Parts;
use super::plan::Plan;
use super::simulation::Simulation;
use super::threads::{side_by_side, wanted};

/// How far a computation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub finished: usize,
    /// Of these, found finished at the start.
    pub resumed: usize,
    pub total: usize,
}

/// Memory for kept worlds if nothing else is said [bytes]: a few of Hebei at 1:10, none at 1:1.
pub const MEMORY: u64 = 1 << 30;

/// How to compute; nothing here can change a result.
pub struct Options<'a> {
    /// Directory of the parts.
    pub work: PathBuf,
    /// 0: as many as there are processors.
    pub threads: usize,
    /// Memory for worlds kept until the runs that go on from them have parted, in all workers together [bytes];
    /// 0: every run by itself.
    pub memory: u64,
    /// Called at the start and after each run.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

/// Computes what is missing of the whole plan and merges it: every shard here, then the same merge as on a cluster.
///
/// The directory of the parts is this process's until the ensemble goes.
///
/// # Errors
/// Another process that is at it; what the file system says.
pub fn run(plan: &Plan, options: &Options, simulation: &dyn Simulation) -> Result<Ensemble, Error> {
    let lock = Lock::take(&options.work)?;
    let effort = compute(plan, 0..plan.runs(), options, simulation)?;
    Ok(Ensemble { effort: Some(effort), _lock: Some(lock), ..merge(plan, &options.work)? })
}

/// Computes the runs of a range that have no valid part yet, those of a replicate and arm together.
pub(super) fn compute(
    plan: &Plan,
    runs: Range<usize>,
    options: &Options,
    simulation: &dyn Simulation,
) -> Result<Effort, Error> {
    let parts = Parts::new(&options.work, plan);
    let total = runs.len();
    let mut open: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut resumed = 0;
    for run in runs {
        if parts.read(run)?.is_some() {
            resumed += 1;
        } else {
            let job = plan.job(run);
            open.entry((job.arm, job.replicate)).or_default().push(run);
        }
    }
    let report = |finished| {
        if let Some(progress) = options.progress {
            progress(Progress { finished, resumed, total });
        }
    };
    report(resumed);
    let asked = total - resumed;
    let threads = wanted(options.threads);
    let workers = threads.min(asked).max(1);
    let tasks = open.into_values().map(Task::of).collect();
    let office = Office::new(plan, &parts, options, [workers, threads], tasks, (resumed, &report));
    let work = |worker| -> Result<(), Error> {
        let desk = Desk::new(&office, worker);
        while let Some((task, shift)) = office.take(worker) {
            let result = simulation.pursue(task, &desk);
            shift.end(result.is_err());
            result?;
        }
        Ok(())
    };
    side_by_side(workers, &work)?;
    let count = |n: &std::sync::atomic::AtomicU64| n.load(Ordering::Relaxed);
    Ok(Effort {
        months_asked: (asked * plan.span().1) as u64,
        months_simulated: count(&office.tally.simulated),
        worlds_started: count(&office.tally.started),
        worlds_copied: count(&office.tally.copied),
    })
}
