//! Long passes in fixed pieces: the same results on any number of threads.
//!
//! Pieces never depend on the number of threads and results are kept in their order, so a pass may run in parallel
//! (one big run) or not (many small runs beside each other) without changing a bit.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use rayon::prelude::*;

use super::memory;

/// Splits `0..n` into chunks of `size` and maps each; results in order. Threads take one chunk at a time: left to itself the
/// library keeps a quarter together, and who is done with theirs waits.
pub fn chunks<R: Send>(parallel: bool, n: usize, size: usize, f: impl Fn(Range<usize>) -> R + Sync) -> Vec<R> {
    let count = n.div_ceil(size);
    let chunk = |k: usize| f(k * size..((k + 1) * size).min(n));
    if parallel && count > 1 {
        (0..count).into_par_iter().with_max_len(1).map(chunk).collect()
    } else {
        (0..count).map(chunk).collect()
    }
}

/// What chunks of `0..n` add to a list, in their order. One thread writes straight into the list.
pub fn gather<T: Copy + Send + Sync>(
    parallel: bool,
    n: usize,
    size: usize,
    f: impl Fn(Range<usize>, &mut Vec<T>) + Sync,
) -> Vec<T> {
    let mut all = Vec::new();
    if parallel && n > size {
        let part = |range| {
            let mut part = Vec::new();
            f(range, &mut part);
            part
        };
        return chunks(parallel, n, size, part).concat();
    }
    (0..n).step_by(size).for_each(|from| f(from..(from + size).min(n), &mut all));
    all
}

/// Several sums over items by group, `[group]`; chunks are added in order. Sums of a group do not go through memory as long
/// as items are of it.
pub fn sums<T: Sync, const N: usize>(
    parallel: bool,
    items: &[T],
    groups: usize,
    group: impl Fn(&T) -> usize + Sync,
    values: impl Fn(&T) -> [f64; N] + Sync,
) -> Vec<[f64; N]> {
    totals(parallel, items.len(), groups, |sums, range| {
        let mut of = group(&items[range.start]);
        let mut here = sums[of];
        for item in &items[range] {
            let next = group(item);
            if next != of {
                sums[of] = here;
                (of, here) = (next, sums[next]);
            }
            here.iter_mut().zip(values(item)).for_each(|(sum, x)| *sum += x);
        }
        sums[of] = here;
    })
}

/// As [`sums`], where `add` puts a chunk of `0..n` into its groups.
pub fn totals<const N: usize>(
    parallel: bool,
    n: usize,
    groups: usize,
    add: impl Fn(&mut [[f64; N]], Range<usize>) + Sync,
) -> Vec<[f64; N]> {
    let parts = chunks(parallel, n, 1 << 15, |range| {
        let mut sums = vec![[0.0; N]; groups];
        add(&mut sums, range);
        sums
    });
    let mut total = vec![[0.0; N]; groups];
    for part in parts {
        total.iter_mut().flatten().zip(part.iter().flatten()).for_each(|(total, x)| *total += x);
    }
    total
}

/// Maps pieces of work, each with what it may write; results in order.
pub fn map<T: Send, R: Send>(parallel: bool, pieces: Vec<T>, f: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if parallel && pieces.len() > 1 {
        pieces.into_par_iter().with_max_len(1).map(f).collect()
    } else {
        pieces.into_iter().map(f).collect()
    }
}

/// Maps pieces of work, each with what it may write, and hands the results in order to two that take them independently.
/// One thread hands each over before it takes the next, while it is in the cache; several let the two work side by side.
pub fn each<T: Send, R: Send + Sync>(
    parallel: bool,
    pieces: Vec<T>,
    f: impl Fn(T) -> R + Sync + Send,
    mut one: impl FnMut(&R) + Send,
    mut other: impl FnMut(&R) + Send,
) {
    if parallel && pieces.len() > 1 {
        let results = map(parallel, pieces, f);
        rayon::join(|| results.iter().for_each(&mut one), || results.iter().for_each(&mut other));
    } else {
        pieces.into_iter().map(f).for_each(|result| {
            one(&result);
            other(&result);
        });
    }
}

/// The values of `0..n`, in place; each stretch of them, in order, begins with what `begin` makes.
pub fn fill<S, R: Send>(
    parallel: bool,
    n: usize,
    begin: impl Fn() -> S + Sync + Send,
    f: impl Fn(&mut S, usize) -> R + Sync + Send,
) -> Vec<R> {
    let mut values = memory::with_capacity(n);
    if parallel {
        (0..n).into_par_iter().with_min_len(1 << 14).map_init(begin, f).collect_into_vec(&mut values);
    } else {
        let mut state = begin();
        values.extend((0..n).map(|k| f(&mut state, k)));
    }
    values
}

/// Raises a number to at least `value`; others may do so at the same time if the pass is parallel.
#[inline(always)]
pub fn raise(parallel: bool, number: &AtomicU64, value: u64) {
    let now = number.load(Relaxed);
    if !parallel {
        number.store(now.max(value), Relaxed);
    } else if now < value {
        number.fetch_max(value, Relaxed);
    }
}

/// Sorts; equal items must be identical.
pub fn sort<T: Ord + Send>(parallel: bool, items: &mut [T]) {
    sort_by(parallel, items, T::cmp);
}

/// Sorts by an order; equal items must be identical.
pub fn sort_by<T: Send>(parallel: bool, items: &mut [T], order: impl Fn(&T, &T) -> Ordering + Sync) {
    if parallel {
        items.par_sort_unstable_by(order);
    } else {
        items.sort_unstable_by(order);
    }
}
