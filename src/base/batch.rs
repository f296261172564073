//! A few items together: memory is waited for once, and the processor need not guess for each.

use super::memory::AHEAD;

/// Items of a batch: their positions fit a byte.
pub const BATCH: usize = 128;

/// Keeps the positions that pass, in order, at the front of the list and returns their number. Without a branch on the
/// answer: where it cannot be guessed, a wrong guess costs more than the test.
#[inline(always)]
pub fn keep(positions: &mut [u8], mut passes: impl FnMut(usize) -> bool) -> usize {
    let mut kept = 0;
    for at in 0..positions.len() {
        let position = positions[at];
        positions[kept] = position;
        kept += usize::from(passes(usize::from(position)));
    }
    kept
}

/// The positions of a whole batch.
#[inline(always)]
pub fn positions() -> [u8; BATCH] {
    std::array::from_fn(|k| k as u8)
}

/// Takes the items `0..n` through stages, `stage(which, item)`, each [`AHEAD`] items after the one before: what a stage asks
/// for has come when the next one reads it, from the first item on. Every stage meets all items in their order.
#[inline(always)]
pub fn staged<const STAGES: usize>(n: usize, mut stage: impl FnMut(usize, usize)) {
    for first in 0..n + (STAGES - 1) * AHEAD {
        for which in 0..STAGES {
            let item = first.wrapping_sub(which * AHEAD);
            if item < n {
                stage(which, item);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, BATCH, keep, positions, staged};

    #[test]
    fn stages_follow_each_other() {
        for n in [0, 1, AHEAD, 5 * AHEAD + 3] {
            let mut met = Vec::new();
            staged::<3>(n, |which, item| met.push((which, item)));
            for which in 0..3 {
                assert!(met.iter().filter(|m| m.0 == which).map(|m| m.1).eq(0..n));
            }
            let place = |m| met.iter().position(|&other| other == m);
            assert!((0..n).all(|item| place((0, item)) < place((1, item)) && place((1, item)) < place((2, item))));
            assert!((0..n.saturating_sub(AHEAD)).all(|item| place((0, item + AHEAD)) < place((1, item))));
        }
    }

    #[test]
    fn those_that_pass_stay_in_order() {
        let mut all = positions();
        let n = keep(&mut all, |k| k % 50 == 7);
        assert_eq!(all[..n], [7, 57, 107]);
        let n = keep(&mut all[..n], |k| k != 57);
        assert_eq!(all[..n], [7, 107]);
        assert_eq!(keep(&mut positions(), |_| true), BATCH);
        assert_eq!(keep(&mut [], |_| true), 0);
    }
}
