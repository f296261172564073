//! Runs in parallel, each written when it is finished: an interruption costs the runs under way, no more.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::Error;
use super::merge::{Ensemble, merge};
use super::part::Parts;
use super::plan::Plan;
use super::simulation::{Outcome, Simulate};
use crate::outcome::dictionary::INDICATORS;
use crate::outcome::record::{Failure, Record};

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
///
/// Workers do not share a pool: in a common one a thread that waits for its simulation would begin another, and memory
/// would grow.
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
    spread(options.threads, open.len(), &|i| {
        let run = open[i];
        let outcome = guarded(|| simulate(&plan.job(run))).and_then(|r| complete(r, plan));
        parts.write(run, &outcome)?;
        report(finished.fetch_add(1, Ordering::Relaxed) + 1);
        Ok(())
    })
}

/// Does `n` pieces of work on so many threads (0: one per processor). A worker takes the next piece of the list; it has its
/// own threads for what the piece does in parallel. After an error no piece is begun.
///
/// # Errors
/// The first of a worker.
pub fn spread(threads: usize, n: usize, work: &(dyn Fn(usize) -> Result<(), Error> + Sync)) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let available = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if threads == 0 { available() } else { threads };
    let workers = threads.min(n).max(1);
    let worker = || -> Result<(), Error> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads / workers).build().expect("threads start");
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= n {
                return Ok(());
            }
            if let Err(e) = pool.install(|| work(i)) {
                next.store(n, Ordering::Relaxed);
                return Err(e);
            }
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|w| w.join().expect("a panic of a run is caught"))
    })
}

/// A panic is a failed run like any other: listed, not averaged away, and the others go on.
pub fn guarded(simulate: impl FnOnce() -> Outcome) -> Outcome {
    catch_unwind(AssertUnwindSafe(simulate)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
        let message = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Failure { month: None, code: "panic".into(), message })
    })
}

/// A record without all series and months is no result.
fn complete(record: Record, plan: &Plan) -> Outcome {
    let months = plan.span().1;
    if record.series.len() == INDICATORS.len() && record.series.iter().all(|s| s.len() == months) {
        return Ok(record);
    }
    let message = format!("{} series instead of {} with {months} months", record.series.len(), INDICATORS.len());
    Err(Failure { month: None, code: "incomplete_record".into(), message })
}
