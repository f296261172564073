//! Sets of bits in words of 64.

/// Positions of the ones of a word, ascending.
#[inline]
pub fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        if word == 0 {
            return None;
        }
        let bit = word.trailing_zeros();
        word &= word - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn positions_of_ones() {
        assert_eq!(super::ones(0).count(), 0);
        assert_eq!(super::ones(1 | 1 << 5 | 1 << 63).collect::<Vec<_>>(), [0, 5, 63]);
        assert_eq!(super::ones(u64::MAX).count(), 64);
    }
}
