//! Independent runs over threads: for studies, whose runs are not those of a plan.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::Error;
use super::threads::{Pool, side_by_side, wanted};

/// Does `n` pieces of work on so many threads (0: one per processor). A worker takes the next piece of the list; it has its
/// own threads for what the piece does in parallel, and the piece is told whether these are several. After an error no piece
/// is begun.
///
/// # Errors
/// The first of a worker.
pub fn spread(threads: usize, n: usize, work: &(dyn Fn(usize, bool) -> Result<(), Error> + Sync)) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let threads = wanted(threads);
    let workers = threads.min(n).max(1);
    side_by_side(workers, &|_| {
        let pool = Pool::new(threads / workers);
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= n {
                return Ok(());
            }
            if let Err(e) = pool.within(|several| work(i, several)) {
                next.store(n, Ordering::Relaxed);
                return Err(e);
            }
        }
    })
}
