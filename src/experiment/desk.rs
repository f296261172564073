//! Where workers take tasks, leave new ones and hand in outcomes; and how threads are split between them.
//!
//! A worker has one run under way at a time, so at most as many worlds are at work as there are threads. The rule of
//! threads: those that are there are shared out evenly over the workers that have a run under way, looked at again every
//! month. Many runs have one thread each; when the last ones are fewer than the threads, or one run is all that is asked,
//! passes inside a run use what is free. A run of few people stays on its thread: waking others costs more than it saves.
//! Tasks left last are taken first, so that runs that share a kept world follow each other and it is soon let go.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::error::Error;
use super::part::Parts;
use super::plan::{Job, Plan};
use super::runner::Options;
use super::sharing::{Branch, Kept};
use super::simulation::Outcome;
use super::threads::Pool;
use crate::outcome::dictionary::INDICATORS;
use crate::outcome::record::{Failure, Record};

/// Simulated persons from which a run may use several threads.
const SEVERAL_THREADS: usize = 1 << 17;

/// Runs of one replicate and arm to be computed, and how far they have come together.
pub struct Task {
    /// Places in the plan; empty once they have models.
    pub(super) runs: Vec<usize>,
    pub(super) branches: Vec<Branch>,
    /// The run they go on from; without one they begin at the start.
    pub(super) from: Option<Arc<Kept>>,
}

impl Task {
    pub(super) fn of(runs: Vec<usize>) -> Task {
        Task { runs, branches: Vec::new(), from: None }
    }
}

/// What computing took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Months of all runs computed here.
    pub months_asked: u64,
    /// Months simulated for them: less where runs share months.
    pub months_simulated: u64,
    /// Worlds built from the tables.
    pub worlds_started: u64,
    /// Worlds copied where runs part.
    pub worlds_copied: u64,
}

/// Counters of [`Effort`], for all workers.
#[derive(Default)]
pub(super) struct Tally {
    pub simulated: AtomicU64,
    pub started: AtomicU64,
    pub copied: AtomicU64,
}

/// Tasks that wait, and who is at work.
struct Queue {
    tasks: Vec<Task>,
    busy: Vec<bool>,
    stopped: bool,
}

/// What all workers of a computation share.
pub(super) struct Office<'a> {
    plan: &'a Plan,
    parts: &'a Parts,
    threads: usize,
    queue: Mutex<Queue>,
    changed: Condvar,
    /// Memory that kept worlds may still take [bytes].
    memory: Arc<AtomicU64>,
    /// No run goes on from another's state.
    pub apart: bool,
    pub tally: Tally,
    finished: AtomicUsize,
    report: &'a (dyn Fn(usize) + Sync),
}

impl<'a> Office<'a> {
    /// The first task is taken first; `finished` runs were there before.
    pub fn new(
        plan: &'a Plan,
        parts: &'a Parts,
        options: &Options,
        [workers, threads]: [usize; 2],
        mut tasks: Vec<Task>,
        (finished, report): (usize, &'a (dyn Fn(usize) + Sync)),
    ) -> Self {
        tasks.reverse();
        Office {
            plan,
            parts,
            threads,
            queue: Mutex::new(Queue { tasks, busy: vec![false; workers], stopped: false }),
            changed: Condvar::new(),
            memory: Arc::new(AtomicU64::new(options.memory)),
            apart: options.memory == 0,
            tally: Tally::default(),
            finished: AtomicUsize::new(finished),
            report,
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task for a worker that has none; `None` when all is done or a worker has failed. The worker counts as at
    /// work until it ends the shift.
    pub fn take(&self, worker: usize) -> Option<(Task, Shift<'_>)> {
        let mut queue = self.queue();
        loop {
            if queue.stopped {
                return None;
            }
            if let Some(task) = queue.tasks.pop() {
                queue.busy[worker] = true;
                return Some((task, Shift { office: self, worker, failed: true }));
            }
            if !queue.busy.contains(&true) {
                return None;
            }
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Threads of a worker with a run under way.
    fn threads(&self, worker: usize) -> usize {
        let queue = self.queue();
        let busy = queue.busy.iter().filter(|busy| **busy).count().max(1);
        let before = queue.busy[..worker].iter().filter(|busy| **busy).count();
        share(self.threads, busy, before)
    }
}

/// A worker at work on a task; a shift that does not end well stops the others.
pub(super) struct Shift<'a> {
    office: &'a Office<'a>,
    worker: usize,
    failed: bool,
}

impl Shift<'_> {
    pub fn end(mut self, failed: bool) {
        self.failed = failed;
    }
}

impl Drop for Shift<'_> {
    fn drop(&mut self) {
        let mut queue = self.office.queue();
        queue.busy[self.worker] = false;
        queue.stopped |= self.failed;
        self.office.changed.notify_all();
    }
}

/// Threads of the worker with `before` others before it, of `busy` at work.
fn share(threads: usize, busy: usize, before: usize) -> usize {
    (threads / busy + usize::from(before < threads % busy)).max(1)
}

/// One worker's place: its access to the others, and its threads.
pub struct Desk<'a> {
    pub(super) office: &'a Office<'a>,
    worker: usize,
    pool: RefCell<Option<Pool>>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(office: &'a Office<'a>, worker: usize) -> Self {
        Desk { office, worker, pool: RefCell::new(None) }
    }

    /// The run at this place of the plan.
    pub fn job(&self, run: usize) -> Job {
        self.office.plan.job(run)
    }

    /// Months of a run.
    pub fn months(&self) -> usize {
        self.office.plan.span().1
    }

    /// Notes that months were simulated.
    pub fn simulated(&self, months: usize) {
        self.office.tally.simulated.fetch_add(months as u64, Ordering::Relaxed);
    }

    /// Leaves tasks for whoever is free; the first is taken first.
    pub fn leave(&self, tasks: impl DoubleEndedIterator<Item = Task>) {
        self.office.queue().tasks.extend(tasks.rev());
        self.office.changed.notify_all();
    }

    /// Hands in an outcome: it is on disk when this returns.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(&self, run: usize, outcome: Outcome) -> Result<(), Error> {
        self.office.parts.write(run, &outcome.and_then(|record| complete(record, self.office.plan)))?;
        (self.office.report)(self.office.finished.fetch_add(1, Ordering::Relaxed) + 1);
        Ok(())
    }

    /// Does a piece of work of a run with so many persons, in as many threads as are this worker's now; the work is told
    /// whether these are several.
    pub(super) fn within<R: Send>(&self, persons: usize, work: impl FnOnce(bool) -> R + Send) -> R {
        let threads = if persons < SEVERAL_THREADS { 1 } else { self.office.threads(self.worker) };
        let mut pool = self.pool.borrow_mut();
        if threads == 1 {
            *pool = None;
            return work(false);
        }
        if pool.as_ref().is_some_and(|p| p.threads() != threads) {
            *pool = None;
        }
        pool.get_or_insert_with(|| Pool::new(threads)).within(work)
    }

    /// Memory for a kept world, given back when the reservation goes; `None` if there is not enough.
    pub(super) fn reserve(&self, bytes: u64) -> Option<Reserved> {
        let memory = &self.office.memory;
        let take = |left: u64| left.checked_sub(bytes);
        memory.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok()?;
        Some(Reserved { memory: memory.clone(), bytes })
    }
}

/// Memory reserved [bytes].
pub(super) struct Reserved {
    memory: Arc<AtomicU64>,
    bytes: u64,
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.memory.fetch_add(self.bytes, Ordering::Relaxed);
    }
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

#[cfg(test)]
mod tests {
    #[test]
    fn threads_are_shared_out_evenly() {
        let all = |threads, busy| (0..busy).map(|i| super::share(threads, busy, i)).collect::<Vec<_>>();
        assert_eq!(all(2, 1), [2]);
        assert_eq!(all(2, 2), [1, 1]);
        assert_eq!(all(8, 3), [3, 3, 2]);
        assert_eq!(all(1, 1), [1]);
    }
}
