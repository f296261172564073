//! Independent runs over threads: for studies, whose runs are not those of a plan.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::Error;
use super::simulation::Outcome;
use crate::outcome::record::Failure;

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
