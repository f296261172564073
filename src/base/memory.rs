//! Hints about memory: lines of the cache that will be wanted soon, and pages that should be large.
//!
//! A run over millions of rows in random order waits for memory most of its time, and much of a wait is the search for the
//! page. Hints change no result: [`plain`] has [`fetch`] and [`with_capacity`] without them, and a test holds the two side by
//! side. This is the only module with unsafe code: no safe function of the standard library gives these hints.
#![allow(unsafe_code)]

/// Items by which a loop looks ahead. *Assumption*: some more than a core has loads under way.
pub const AHEAD: usize = 24;

/// Items by which a loop over items in a row looks ahead: what brings lines of its own accord stops at each page of 4 KB.
/// *Assumption*: a page or so.
pub const FAR: usize = 128;

/// Bytes of a line of the cache: an item of another size than a part of it may lie in two.
#[cfg(target_arch = "x86_64")]
const LINE: usize = 64;

/// Asks for the lines of the cache in which an item begins and ends, without waiting for them; nothing if there is no such
/// item.
#[inline(always)]
pub fn fetch<T>(items: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(item) = items.get(at) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let start = std::ptr::from_ref(item).cast::<i8>();
        // SAFETY: hints at addresses inside a live reference; they read nothing and cannot fault.
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(start);
            if !LINE.is_multiple_of(size_of::<T>().max(1)) {
                _mm_prefetch::<_MM_HINT_T0>(start.add(size_of::<T>() - 1));
            }
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    plain::fetch(items, at);
}

/// An empty list with room for `n` items in large pages, where the system has them: rows in random order then rarely miss
/// the table of pages. The advice comes before the first touch, because pages that exist stay small.
pub fn with_capacity<T>(n: usize) -> Vec<T> {
    let items = plain::with_capacity(n);
    #[cfg(target_os = "linux")]
    if n * size_of::<T>() >= LARGE {
        advise(&items);
    }
    items
}

/// Lists from this size on ask for large pages [bytes]: they have pages of their own, which shorter ones share with others.
/// *Assumption*: with lists from 8 MB on a run at 1:1 held some 50 MB more.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
const LARGE: usize = 16 << 20;

/// Asks for large pages for the room of a list.
#[cfg(target_os = "linux")]
fn advise<T>(items: &Vec<T>) {
    const PAGE: usize = 1 << 12;
    let start = items.as_ptr().addr().next_multiple_of(PAGE);
    let end = (items.as_ptr().addr() + items.capacity() * size_of::<T>()) / PAGE * PAGE;
    if start < end {
        let skipped = start - items.as_ptr().addr();
        // SAFETY: whole pages inside one live allocation; the advice changes neither their contents nor who owns them, and
        // a system that cannot follow it says so and does nothing.
        unsafe { libc::madvise(items.as_ptr().cast_mut().byte_add(skipped).cast(), end - start, libc::MADV_HUGEPAGE) };
    }
}

/// From now on free memory goes back to the system early, where the allocator would keep up to 64 MB for each thread: slower
/// where memory is taken and freed at every turn, but less is held. *Assumption*: from 16 MB on; with 2 MB a run at 1:1
/// held a hundredth less and took a twelfth longer.
pub fn be_sparing() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: sets two numbers of the allocator; no allocation moves or changes.
    unsafe {
        libc::mallopt(libc::M_TRIM_THRESHOLD, 16 << 20);
        libc::mallopt(libc::M_MMAP_THRESHOLD, 16 << 20);
    }
}

/// Gives back all memory that is free now, wherever it lies between what is used.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: pages without an allocation leave; no allocation moves or changes.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// The same functions without hints.
pub mod plain {
    /// Does nothing.
    #[inline(always)]
    pub fn fetch<T>(_: &[T], _: usize) {}

    /// An empty list with room for `n` items.
    pub fn with_capacity<T>(n: usize) -> Vec<T> {
        Vec::with_capacity(n)
    }
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, LARGE, fetch, plain, with_capacity};
    use crate::base::rng::{Draws, Process};

    /// Items in random order, doubled on the way; positions beyond the end are asked for too.
    fn walk(mut items: Vec<u64>, order: &[usize], ask: impl Fn(&[u64], usize)) -> (u64, Vec<u64>) {
        let mut sum = 0u64;
        for (k, &at) in order.iter().enumerate() {
            ask(&items, order.get(k + AHEAD).copied().unwrap_or(usize::MAX));
            sum = sum.wrapping_mul(3).wrapping_add(items[at]);
            items[at] = items[at].wrapping_mul(2);
        }
        (sum, items)
    }

    #[test]
    fn hints_change_nothing() {
        let draws = Draws::new(5, 0).stream(Process::Test, 0);
        for n in [1, 100, LARGE / size_of::<u64>() + 3] {
            let order: Vec<usize> = (0..n as u64).map(|k| draws.below(k, 0, n)).collect();
            let filled = |mut items: Vec<u64>| {
                items.extend((0..n as u64).map(|k| draws.bits(k, 1)));
                items
            };
            let hinted = walk(filled(with_capacity(n)), &order, fetch);
            assert_eq!(hinted, walk(filled(plain::with_capacity(n)), &order, plain::fetch));
        }
        assert_eq!(with_capacity::<u32>(0).capacity(), 0);
    }
}
