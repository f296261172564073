//! Ranks: who comes first by a key. A rank is a word that holds the order of the key and an id, so all are different; lists of
//! them come in parts, which threads take one each.

use super::{bucket, par};

/// Bins into which ranks are sorted first: few enough for a part to be spread over, so many that each fits a core's own cache.
const BINS: usize = 1 << 10;

/// The rank of an id by falling key, to 32 bits; ties by id.
pub fn falling(key: f64, id: u32) -> u64 {
    let bits = (key as f32).to_bits();
    let rising = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    u64::from(!rising) << 32 | u64::from(id)
}

/// The id of a rank.
pub fn id(rank: u64) -> u32 {
    rank as u32
}

/// Bins of equal width between the least and the greatest rank.
struct Bins {
    least: u64,
    shift: u32,
}

impl Bins {
    fn new(parallel: bool, parts: &[Vec<u64>]) -> Bins {
        let ends = par::chunks(parallel, parts.len(), 1, |part| {
            parts[part.start].iter().fold((u64::MAX, 0), |(least, most), &rank| (rank.min(least), rank.max(most)))
        });
        let (least, most) = ends.into_iter().fold((u64::MAX, 0), |(a, b), (least, most)| (a.min(least), b.max(most)));
        let width = u64::BITS - most.saturating_sub(least).leading_zeros();
        Bins { least, shift: width.saturating_sub(BINS.ilog2()) }
    }

    fn of(&self, rank: u64) -> usize {
        (rank - self.least) as usize >> self.shift
    }
}

/// The rank that exactly `n` others come before; after all if there are no more than `n`.
pub fn limit(parallel: bool, parts: &[Vec<u64>], n: usize) -> u64 {
    if n >= parts.iter().map(Vec::len).sum() {
        return u64::MAX;
    }
    let bins = Bins::new(parallel, parts);
    let counts = par::chunks(parallel, parts.len(), 1, |part| {
        let mut counts = vec![0u32; BINS];
        parts[part.start].iter().for_each(|&rank| counts[bins.of(rank)] += 1);
        counts
    });
    let in_bin = |bin: usize| counts.iter().map(|counts| counts[bin] as usize).sum::<usize>();
    let (mut bin, mut before) = (0, 0);
    while before + in_bin(bin) <= n {
        before += in_bin(bin);
        bin += 1;
    }
    let mut within = par::gather(parallel, parts.len(), 1, |part, within| {
        within.extend(parts[part.start].iter().filter(|&&rank| bins.of(rank) == bin));
    });
    *within.select_nth_unstable(n - before).1
}

/// All ranks in order, again in parts.
pub fn sorted(parallel: bool, parts: Vec<Vec<u64>>) -> Vec<Vec<u64>> {
    let bins = Bins::new(parallel, &parts);
    let parts = par::map(parallel, parts, |part| bucket::sort(part, BINS, |&rank| bins.of(rank)));
    par::chunks(parallel, BINS, 1, |bin| {
        let mut ranks = bucket::across(&parts, bin.start).collect::<Vec<_>>().concat();
        ranks.sort_unstable();
        ranks
    })
}

/// Sorts by score, the best first, ties by the number beside it. Scores lie about evenly in [0, 1], so one pass puts each
/// near its place, and only neighbours are compared.
pub fn by_score(parallel: bool, people: Vec<(f64, u32)>) -> Vec<(f64, u32)> {
    let parts = (people.len() / 4).clamp(1, 1 << 13);
    let part = |&(score, _): &(f64, u32)| parts - 1 - ((score * parts as f64) as usize).min(parts - 1);
    let (mut sorted, starts) = bucket::sort(people, parts, part);
    let mut rest = &mut sorted[..];
    let pieces = starts.windows(2).filter_map(|range| rest.split_off_mut(..range[1] - range[0])).collect();
    par::map(parallel, pieces, |piece: &mut [(f64, u32)]| {
        piece.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    });
    sorted
}

#[cfg(test)]
mod tests {
    use super::{falling, id, limit, sorted};

    fn parts() -> Vec<Vec<u64>> {
        let key = |n: u32| f64::from(n * 7919 % 1000) / 100.0 - 5.0;
        (0..7).map(|part| (0..part * 40).map(|n| falling(key(part * 300 + n), part * 300 + n)).collect()).collect()
    }

    #[test]
    fn the_greatest_comes_first_and_ties_go_by_id() {
        assert!(falling(2.0, 5) < falling(1.0, 3) && falling(-2.0, 0) > falling(-1.0, 9));
        assert!(falling(1.0, 3) < falling(1.0, 4));
        assert_eq!(id(falling(-0.5, 77)), 77);
    }

    #[test]
    fn parts_sort_as_one_list() {
        let mut all = parts().concat();
        all.sort_unstable();
        for parallel in [false, true] {
            assert_eq!(sorted(parallel, parts()).concat(), all);
            for n in [0, 1, 399, 839] {
                assert_eq!(limit(parallel, &parts(), n), all[n]);
            }
            assert_eq!(limit(parallel, &parts(), all.len()), u64::MAX);
            assert_eq!(sorted(parallel, vec![vec![], vec![4]]).concat(), [4]);
            assert!(sorted(parallel, Vec::new()).concat().is_empty());
        }
    }
}
