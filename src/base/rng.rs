//! Addressed randomness: a draw is a pure function of (seed, replicate, process, month, entity, index).
//!
//! Nothing is consumed, so threads, order of work and other scenarios cannot change a draw, and two
//! scenarios with the same seed draw the same numbers for the same persons until their states differ.
//! The key of a stream comes from Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy
//! as 1, 2, 3", SC11), whose known answers are tested; within a stream a keyed 64-bit finaliser turns
//! (entity, index) into bits, which costs next to nothing in a loop. Its multiplier is that of Maiga (2020, "Tuning Murmur3",
//! jonkagstrom.com/tuning-murmur3), the shifts are those that Boost.ContainerHash uses with it, the keys added on the way are
//! ours (*assumption*): that its bits are even and independent between neighbouring addresses is tested below.

/// What a draw is for. The numbers are part of the address: never renumber, only append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Process {
    Parameters = 1,
    PopulatePersons = 2,
    PopulateEnterprises = 3,
    PopulateEducation = 4,
    Posts = 5,
    Openings = 6,
    Layoffs = 7,
    Separations = 8,
    Search = 9,
    Application = 10,
    Hire = 11,
    Birthday = 12,
    Migration = 13,
    OwnAccount = 14,
    Track = 15,
    Choice = 16,
    Admission = 17,
    Dropout = 18,
    Graduation = 19,
    Campus = 20,
    Review = 21,
    Upgrade = 22,
    Firms = 23,
    Service = 24,
    Competition = 25,
    Partnership = 26,
    OrderClass = 27,
    Settle = 28,
    Signal = 29,
    Retraining = 30,
    OnTheJob = 31,
    Learning = 32,
    Expiry = 33,
    Pay = 34,
    FittedRow = 40,
    Design = 41,
    Walk = 42,
    Twin = 43,
    Test = 1000,
}

/// Philox4x32-10, exactly as published.
pub fn philox4x32_10(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
        }
        let p0 = u64::from(counter[0]) * 0xD251_1F53;
        let p1 = u64::from(counter[2]) * 0xCD9E_8D57;
        counter =
            [(p1 >> 32) as u32 ^ counter[1] ^ key[0], p1 as u32, (p0 >> 32) as u32 ^ counter[3] ^ key[1], p0 as u32];
    }
    counter
}

/// The randomness of one replicate. The scenario is deliberately not part of the address.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    seed: u64,
    replicate: u32,
}

impl Draws {
    pub fn new(seed: u64, replicate: u32) -> Self {
        Draws { seed, replicate }
    }

    /// The stream of one process in one month; `month` may be any integer that names a moment.
    pub fn stream(&self, process: Process, month: i32) -> Stream {
        let key = [self.seed as u32, (self.seed >> 32) as u32];
        let k = philox4x32_10([process as u32, month as u32, self.replicate, 0], key);
        Stream { a: u64::from(k[0]) << 32 | u64::from(k[1]), b: u64::from(k[2]) << 32 | u64::from(k[3]) }
    }
}

/// All draws of one (seed, replicate, process, month); a value is addressed by (entity, index).
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    a: u64,
    b: u64,
}

impl Stream {
    /// 64 random bits at the address.
    #[inline(always)]
    pub fn bits(&self, entity: u64, index: u32) -> u64 {
        let mut x = entity.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ self.a;
        x = x.wrapping_add(u64::from(index).wrapping_mul(0xD1B5_4A32_D192_ED03));
        x ^= x >> 32;
        x = x.wrapping_mul(0xE9846AF9B1A615D).wrapping_add(self.b);
        x ^= x >> 32;
        x = x.wrapping_mul(0xE9846AF9B1A615D);
        x ^ (x >> 28)
    }

    /// Uniform in [0, 1) with 53 bits.
    #[inline(always)]
    pub fn uniform(&self, entity: u64, index: u32) -> f64 {
        (self.bits(entity, index) >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Eight uniform integers of 16 bits, from two values: for where many coarse draws are wanted at once.
    #[inline(always)]
    pub fn sixteens(&self, entity: u64, index: u32) -> [u16; 8] {
        let words = [self.bits(entity, index), self.bits(entity, index + 1)];
        std::array::from_fn(|k| (words[k / 4] >> (16 * (k % 4))) as u16)
    }

    /// True with probability `p`.
    #[inline(always)]
    pub fn chance(&self, entity: u64, index: u32, p: f64) -> bool {
        self.uniform(entity, index) < p
    }

    /// As [`Stream::chance`], for a probability that many share.
    #[inline(always)]
    pub fn meets(&self, entity: u64, index: u32, chance: Chance) -> bool {
        self.bits(entity, index) >> 11 < chance.0
    }

    /// Uniform integer in `0..n` (multiply-shift; bias below n / 2^64).
    #[inline(always)]
    pub fn below(&self, entity: u64, index: u32, n: usize) -> usize {
        ((u128::from(self.bits(entity, index)) * n as u128) >> 64) as usize
    }

    /// A generator over `index` 0, 1, 2 ... for draws that need an unknown number of uniforms.
    pub fn generator(&self, entity: u64) -> Generator {
        Generator { stream: *self, entity, index: 0 }
    }
}

/// A probability as the number of the 2^53 values of [`Stream::uniform`] below it: compared without leaving integers.
#[derive(Clone, Copy, Debug)]
pub struct Chance(u64);

impl From<f64> for Chance {
    fn from(p: f64) -> Chance {
        Chance((p * (1u64 << 53) as f64).ceil() as u64)
    }
}

/// The values of one entity in index order.
#[derive(Clone, Debug)]
pub struct Generator {
    stream: Stream,
    entity: u64,
    index: u32,
}

impl Generator {
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let bits = self.stream.bits(self.entity, self.index);
        self.index += 1;
        bits
    }

    /// Uniform in (0, 1): never 0, so that its logarithm is finite.
    #[inline]
    pub fn open(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_those_of_the_uniform() {
        let stream = Draws::new(3, 0).stream(Process::Test, 0);
        for entity in 0..2000 {
            let drawn = stream.uniform(entity, 0);
            for p in [0.0, 1e-9, 0.1, drawn.next_down(), drawn, drawn.next_up(), 0.7, 1.0, 2.0, -0.5] {
                assert_eq!(stream.meets(entity, 0, Chance::from(p)), stream.chance(entity, 0, p), "{drawn} below {p}");
            }
        }
    }

    const N: u64 = 1 << 16;

    /// Standard deviations by which a count of successes of probability 1/2 in `n` trials is off.
    fn off(count: u64, n: u64) -> f64 {
        (count as f64 - n as f64 / 2.0).abs() / (n as f64 / 4.0).sqrt()
    }

    #[test]
    fn every_bit_is_even() {
        let stream = Draws::new(1, 0).stream(Process::Test, 24_000);
        for (what, address) in [("entity", [1, 0]), ("index", [0, 1]), ("both", [1 << 20, 1])] {
            let mut ones = [0; 64];
            for i in 0..N {
                let bits = stream.bits(i * address[0], (i * address[1]) as u32);
                ones.iter_mut().enumerate().for_each(|(b, n)| *n += bits >> b & 1);
            }
            assert!(ones.iter().all(|n| off(*n, N) < 5.0), "{what}: {ones:?}");
        }
    }

    /// Each bit of one value beside the same bit of its neighbour, and each bit of an entity flipped.
    #[test]
    fn neighbours_are_independent() {
        let stream = |seed, replicate, month| Draws::new(seed, replicate).stream(Process::Test, month);
        let here = stream(1, 0, 24_000);
        let other = [stream(2, 0, 24_000), stream(1, 1, 24_000), stream(1, 0, 24_001)];
        let mut pairs: Vec<Box<dyn Fn(u64) -> u64>> = vec![
            Box::new(move |i| here.bits(i + 1, 0)),
            Box::new(move |i| here.bits(i, 1)),
            Box::new(move |i| here.bits(i, 0).rotate_left(1)),
        ];
        pairs.extend(other.map(|other| Box::new(move |i| other.bits(i, 0)) as Box<dyn Fn(u64) -> u64>));
        pairs.extend((0..32).map(|b| Box::new(move |i| here.bits(i ^ (1u64 << b), 0)) as Box<dyn Fn(u64) -> u64>));
        for (pair, of) in pairs.iter().enumerate() {
            let mut differ = [0; 64];
            for i in 0..N {
                let bits = here.bits(i, 0) ^ of(i);
                differ.iter_mut().enumerate().for_each(|(b, n)| *n += bits >> b & 1);
            }
            assert!(differ.iter().all(|n| off(*n, N) < 7.5), "{pair}: {differ:?}");
        }
    }

    /// Random123 `kat_vectors`, philox4x32 with 10 rounds.
    #[test]
    fn philox_known_answers() {
        assert_eq!(philox4x32_10([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox4x32_10([!0; 4], [!0; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox4x32_10([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }
}
