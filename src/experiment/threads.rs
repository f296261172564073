//! Threads, as far as the system grants them: work goes on with fewer, at last with the one that is there.

use std::num::NonZero;
use std::thread;

use super::error::Error;

/// More threads only cost time and memory (*assumption*: no machine that runs this has more processors to gain from).
const MOST: usize = 256;

/// So many threads, up to 256; 0: one per processor.
pub fn wanted(threads: usize) -> usize {
    if threads == 0 { thread::available_parallelism().map_or(1, NonZero::get) } else { threads.min(MOST) }
}

/// Threads for what a piece of work does in parallel.
pub struct Pool {
    threads: usize,
    pool: Option<rayon::ThreadPool>,
}

impl Pool {
    pub fn new(threads: usize) -> Pool {
        let builder = || rayon::ThreadPoolBuilder::new();
        let several = || builder().num_threads(threads).build().ok();
        // This thread as a pool of its own needs no other; that fails only inside one, which then does it.
        let alone = || builder().num_threads(1).use_current_thread().build().ok();
        Pool { threads, pool: several().or_else(alone) }
    }

    /// As many as were asked for.
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// Does a piece of work in these threads; it is told whether they are several.
    pub fn within<R: Send>(&self, work: impl FnOnce(bool) -> R + Send) -> R {
        match &self.pool {
            Some(pool) => pool.install(|| work(pool.current_num_threads() > 1)),
            None => work(false),
        }
    }
}

/// Starts workers, each with its number, and waits for them; if none can be started, this thread is the first.
///
/// # Errors
/// The first of a worker.
pub fn side_by_side(workers: usize, work: &(dyn Fn(usize) -> Result<(), Error> + Sync)) -> Result<(), Error> {
    thread::scope(|scope| {
        let start = |worker| thread::Builder::new().spawn_scoped(scope, move || work(worker)).ok();
        let started: Vec<_> = (0..workers).map_while(start).collect();
        if started.is_empty() {
            return work(0);
        }
        let all: Vec<_> = started.into_iter().map(|w| w.join().expect("a panic of a run is caught")).collect();
        all.into_iter().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn every_worker_works_and_an_error_is_told() {
        let sum = AtomicUsize::new(0);
        let add = |worker| {
            sum.fetch_add(worker, Ordering::Relaxed);
            if worker == 2 { Err(Error::Incomplete(vec![2])) } else { Ok(()) }
        };
        assert!(matches!(side_by_side(4, &add), Err(Error::Incomplete(_))));
        assert_eq!(sum.into_inner(), 6);
    }

    #[test]
    fn work_is_told_whether_threads_are_several() {
        assert_eq!([1, 2].map(|n| Pool::new(n).within(|several| several)), [false, true]);
    }
}
