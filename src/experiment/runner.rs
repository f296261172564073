//! Runs in parallel, each written when it is finished: an interruption costs the runs under way, no more.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::error::Error;
use super::merge::{Ensemble, merge};
use super::part::{Outcome, Parts};
use super::plan::{Job, Plan};
use crate::outcome::record::Failure;

/// The simulation: a pure function of the run.
pub type Simulate<'a> = dyn Fn(&Job) -> Outcome + Sync + 'a;

/// How far a computation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub finished: usize,
    /// Of these, found finished at the start.
    pub resumed: usize,
    pub total: usize,
}

/// How to compute; nothing here can change a result.
pub struct Options<'a> {
    /// Directory of the parts.
    pub work: PathBuf,
    /// 0: as many as there are processors.
    pub threads: usize,
    /// Called at the start and after each run.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

/// Computes what is missing of the whole plan and merges it: every shard here, then the same merge as on a cluster.
///
/// # Errors
/// What the file system says.
pub fn run(plan: &Plan, options: &Options, simulate: &Simulate) -> Result<Ensemble, Error> {
    compute(plan, 0..plan.runs(), options, simulate)?;
    merge(plan, &options.work)
}

/// Computes the runs of a range that have no valid part yet.
pub(super) fn compute(plan: &Plan, runs: Range<usize>, options: &Options, simulate: &Simulate) -> Result<(), Error> {
    let parts = Parts::new(&options.work, plan);
    let total = runs.len();
    let mut open = Vec::new();
    for run in runs {
        if parts.read(run)?.is_none() {
            open.push(run);
        }
    }
    let resumed = total - open.len();
    let finished = AtomicUsize::new(resumed);
    let report = |finished| {
        if let Some(progress) = options.progress {
            progress(Progress { finished, resumed, total });
        }
    };
    report(resumed);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().expect("threads can be started");
    pool.install(|| {
        open.par_iter().with_max_len(1).try_for_each(|&run| {
            parts.write(run, &guarded(&plan.job(run), simulate))?;
            report(finished.fetch_add(1, Ordering::Relaxed) + 1);
            Ok(())
        })
    })
}

/// A panic is a failed run like any other: listed, not averaged away, and the others go on.
fn guarded(job: &Job, simulate: &Simulate) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| simulate(job))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
        let message = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Failure { month: None, code: "panic".into(), message })
    })
}
