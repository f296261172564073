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

/// Makes room for the bits `0..n`, new ones zero.
pub fn reach(words: &mut Vec<u64>, n: usize) {
    if words.len() * 64 < n {
        words.resize(n.div_ceil(64), 0);
    }
}

/// Whether a bit is set.
#[inline(always)]
pub fn is_set(words: &[u64], at: usize) -> bool {
    words[at / 64] >> (at % 64) & 1 == 1
}

/// Sets or clears a bit.
#[inline(always)]
pub fn set(words: &mut [u64], at: usize, one: bool) {
    let word = &mut words[at / 64];
    *word = *word & !(1 << (at % 64)) | u64::from(one) << (at % 64);
}

#[cfg(test)]
mod tests {
    #[test]
    fn bits_are_set_and_cleared() {
        let mut words = vec![];
        super::reach(&mut words, 65);
        super::set(&mut words, 64, true);
        super::set(&mut words, 3, true);
        super::set(&mut words, 3, false);
        super::reach(&mut words, 1);
        assert_eq!(words, [0, 1]);
        assert!(super::is_set(&words, 64) && !super::is_set(&words, 3));
    }

    #[test]
    fn positions_of_ones() {
        assert_eq!(super::ones(0).count(), 0);
        assert_eq!(super::ones(1 | 1 << 5 | 1 << 63).collect::<Vec<_>>(), [0, 5, 63]);
        assert_eq!(super::ones(u64::MAX).count(), 64);
    }
}
