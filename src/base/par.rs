//! Long passes in fixed chunks: the same results on any number of threads.
//!
//! Chunks never depend on the number of threads and results are kept in chunk order, so a pass may run in parallel
//! (one big run) or not (many small runs beside each other) without changing a bit.

use std::ops::Range;

use rayon::prelude::*;

/// Splits `0..n` into chunks of `size` and maps each; results in order.
pub fn chunks<R: Send>(parallel: bool, n: usize, size: usize, f: impl Fn(Range<usize>) -> R + Sync) -> Vec<R> {
    let count = n.div_ceil(size);
    let chunk = |k: usize| f(k * size..((k + 1) * size).min(n));
    if parallel && count > 1 {
        (0..count).into_par_iter().map(chunk).collect()
    } else {
        (0..count).map(chunk).collect()
    }
}
