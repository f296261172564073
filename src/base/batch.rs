//! A few items together: memory is waited for once, and the processor need not guess for each.

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

#[cfg(test)]
mod tests {
    use super::{BATCH, keep, positions};

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
