//! Sorting by a small key: stable counting sort.

use std::borrow::Cow;

use super::par;

/// Items in the order of their buckets `0..n`, each bucket in the order given, and where each begins (`n + 1` offsets).
pub fn sort<T: Copy>(items: Vec<T>, n: usize, bucket: impl Fn(&T) -> usize) -> (Vec<T>, Vec<usize>) {
    let mut starts = vec![0; n + 1];
    if n <= 1 || items.is_empty() {
        starts[1..].fill(items.len());
        return (items, starts);
    }
    let (mut last, mut sorted_already) = (0, true);
    for item in &items {
        let k = bucket(item);
        sorted_already &= last <= k;
        last = k;
        starts[k + 1] += 1;
    }
    for k in 0..n {
        starts[k + 1] += starts[k];
    }
    if sorted_already {
        return (items, starts);
    }
    let (mut next, mut sorted) = (starts.clone(), vec![items[0]; items.len()]);
    for item in &items {
        let at = &mut next[bucket(item)];
        sorted[*at] = *item;
        *at += 1;
    }
    (sorted, starts)
}

/// The items of one bucket in pieces that were sorted each for itself, in the order of pieces.
pub fn across<T>(pieces: &[(Vec<T>, Vec<usize>)], bucket: usize) -> impl Iterator<Item = &[T]> {
    pieces.iter().map(move |(items, starts)| &items[starts[bucket]..starts[bucket + 1]])
}

/// Items that a thread sorts at a time.
const PIECE: usize = 1 << 14;

/// Items by bucket, as [`sort`] orders them; several threads sort pieces at the same time.
pub struct Sorted<T> {
    pieces: Vec<(Vec<T>, Vec<usize>)>,
}

impl<T: Copy + Send + Sync> Sorted<T> {
    /// Items of the buckets `0..n`.
    pub fn new(parallel: bool, items: Vec<T>, n: usize, bucket: impl Fn(&T) -> usize + Sync) -> Self {
        if !parallel || items.len() <= PIECE {
            return Sorted { pieces: vec![sort(items, n, bucket)] };
        }
        Sorted { pieces: par::chunks(parallel, items.len(), PIECE, |range| sort(items[range].to_vec(), n, &bucket)) }
    }

    /// Whether there is anything in a bucket.
    pub fn has(&self, bucket: usize) -> bool {
        self.pieces.iter().any(|(_, starts)| starts[bucket] < starts[bucket + 1])
    }

    /// The items of a bucket.
    pub fn of(&self, bucket: usize) -> Cow<'_, [T]> {
        let pieces: Vec<_> = across(&self.pieces, bucket).collect();
        if let [piece] = pieces[..] { Cow::Borrowed(piece) } else { Cow::Owned(pieces.concat()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{PIECE, Sorted};

    #[test]
    fn pieces_together_are_sorted_as_one() {
        let items: Vec<usize> = (0..3 * PIECE + 5).map(|k| k * 7919 % 1000).collect();
        let bucket = |x: &usize| x / 300;
        let [one, many] = [false, true].map(|parallel| Sorted::new(parallel, items.clone(), 5, bucket));
        for k in 0..5 {
            assert_eq!(one.of(k), many.of(k));
            assert!(one.has(k) == (k < 4) && many.has(k) == (k < 4));
        }
    }

    #[test]
    fn buckets_keep_the_order_within() {
        let (sorted, starts) = super::sort(vec![31, 10, 32, 0, 11], 5, |x| x / 10);
        assert_eq!((sorted, starts), (vec![0, 10, 11, 31, 32], vec![0, 1, 3, 3, 5, 5]));
        assert_eq!(super::sort(Vec::<u8>::new(), 2, |_| 0), (vec![], vec![0, 0, 0]));
        assert_eq!(super::sort(vec![5, 4], 1, |_| 0), (vec![5, 4], vec![0, 2]));
        let pieces = [super::sort(vec![31, 10, 11], 4, |x| x / 10), super::sort(vec![12, 0], 4, |x| x / 10)];
        assert_eq!(super::across(&pieces, 1).collect::<Vec<_>>().concat(), [10, 11, 12]);
        assert_eq!(super::sort(vec![3, 25], 3, |x| x / 10), (vec![3, 25], vec![0, 1, 1, 2]));
    }
}
