//! Draws from distributions, each from addressed uniforms, with transcendental functions through `libm`.
//!
//! Crates of distributions compute binomials and normals with the platform's logarithm, whose last bit depends on
//! the CPU; these do not.

use std::ops::Range;

use super::logs::LOGS;
use super::math::{ln, pow};
use super::rng::{Generator, Stream};

/// Standard normal quantile at `p` in (0, 1): Wichura (1988), Algorithm AS 241 (PPND16), relative error 1e-16.
pub fn normal_quantile(p: f64) -> f64 {
    fn poly(c: &[f64; 8], r: f64) -> f64 {
        c.iter().rev().fold(0.0, |acc, &k| acc * r + k)
    }
    const A: [f64; 8] = [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ];
    const B: [f64; 8] = [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ];
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    const E: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * poly(&A, r) / poly(&B, r);
    }
    let r = libm::sqrt(-ln(if q < 0.0 { p } else { 1.0 - p }));
    let x = if r <= 5.0 { poly(&C, r - 1.6) / poly(&D, r - 1.6) } else { poly(&E, r - 5.0) / poly(&F, r - 5.0) };
    if q < 0.0 { -x } else { x }
}

/// Standard normal at an address.
pub fn normal(stream: &Stream, entity: u64, index: u32) -> f64 {
    normal_quantile(((stream.bits(entity, index) >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64))
}

/// Number of failures before the first success, `floor(ln U / ln(1-p))`; `ln_q` is `ln(1-p)`, negative.
#[inline]
pub fn geometric(g: &mut Generator, ln_q: f64) -> u64 {
    let gap = ln(g.open()) / ln_q;
    if gap >= 9e18 { u64::MAX } else { gap as u64 }
}

/// Ids of a block: part of the address of [`Trials`].
pub const BLOCK: usize = 4096;

/// A trial for every id, all with the same probability of success: only successes are met, by [`geometric`] gaps over
/// blocks of ids, so that an id more or less elsewhere moves none.
pub struct Trials {
    ln_q: f64,
    /// Whether gaps are short enough for [`Logs::geometric`].
    short: bool,
}

impl Trials {
    /// Of success probability `p`.
    pub fn new(p: f64) -> Trials {
        Trials { ln_q: ln(1.0 - p.clamp(0.0, 1.0)), short: (0.001..1.0).contains(&p) }
    }

    #[inline]
    fn gap(&self, g: &mut Generator) -> u64 {
        if self.short { LOGS.geometric(g, self.ln_q) } else { geometric(g, self.ln_q) }
    }

    /// Adds the ids that succeed to a list; the range begins with a block.
    pub fn successes(&self, stream: &Stream, ids: Range<usize>, found: &mut Vec<u32>) {
        debug_assert!(ids.start.is_multiple_of(BLOCK));
        // A probability below the last digit of 1 has no gap.
        if self.ln_q == 0.0 {
            return;
        }
        for block in ids.clone().step_by(BLOCK) {
            let end = (block + BLOCK).min(ids.end) as u64;
            let mut gaps = stream.generator((block / BLOCK) as u64);
            let mut at = block as u64 + self.gap(&mut gaps);
            while at < end {
                found.push(at as u32);
                at = at.saturating_add(1).saturating_add(self.gap(&mut gaps));
            }
        }
    }
}

/// Binomial(n, p): inversion for small means, else the transformed rejection BTRS of Hörmann (1993,
/// "The generation of binomial random variates", J. Stat. Comput. Simul. 46).
pub fn binomial(stream: &Stream, entity: u64, n: u64, p: f64) -> u64 {
    if n == 0 || p <= 0.0 {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    if p > 0.5 {
        return n - binomial(stream, entity, n, 1.0 - p);
    }
    let (nf, mut g) = (n as f64, stream.generator(entity));
    if nf * p < 10.0 {
        let (ratio, u) = (p / (1.0 - p), g.open());
        let (mut k, mut term) = (0u64, power(1.0 - p, n));
        let mut below = term;
        while u > below && k < n {
            term *= ratio * (n - k) as f64 / (k + 1) as f64;
            k += 1;
            below += term;
            if term == 0.0 {
                break;
            }
        }
        return k;
    }
    let spread = libm::sqrt(nf * p * (1.0 - p));
    let b = 1.15 + 2.53 * spread;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let c = nf * p + 0.5;
    let v_r = 0.92 - 4.2 / b;
    let alpha = (2.83 + 5.1 / b) * spread;
    let (ln_odds, mode) = (ln(p / (1.0 - p)), ((nf + 1.0) * p).floor());
    let h = libm::lgamma(mode + 1.0) + libm::lgamma(nf - mode + 1.0);
    loop {
        let u = g.open() - 0.5;
        let v = g.open();
        let us = 0.5 - u.abs();
        let k = ((2.0 * a / us + b) * u + c).floor();
        if us >= 0.07 && v <= v_r {
            return k as u64;
        }
        if k < 0.0 || k > nf {
            continue;
        }
        let lhs = ln(v * alpha / (a / (us * us) + b));
        if lhs <= h - libm::lgamma(k + 1.0) - libm::lgamma(nf - k + 1.0) + (k - mode) * ln_odds {
            return k as u64;
        }
    }
}

/// `x^n` by squaring: multiplications only, so the same on every machine.
fn power(mut x: f64, mut n: u64) -> f64 {
    let mut product = 1.0;
    while n > 0 {
        if n & 1 == 1 {
            product *= x;
        }
        x *= x;
        n >>= 1;
    }
    product
}

/// Poisson(mean) as a sum of exponential gaps (Knuth); meant for small means.
pub fn poisson(stream: &Stream, entity: u64, mean: f64) -> u64 {
    let (mut g, mut t, mut k) = (stream.generator(entity), 0.0, 0);
    loop {
        t -= ln(g.open());
        if t > mean {
            return k;
        }
        k += 1;
    }
}

/// Rounds `x` up or down at random so that the mean is exact: `floor(x) + [u < frac(x)]`.
#[inline(always)]
pub fn round_at_random(x: f64, u: f64) -> f64 {
    let low = x.floor();
    low + f64::from(u8::from(u < x - low))
}

/// Pareto tail `P(X > x) = (x/low)^-zeta` cut at `high`, by inversion.
pub fn bounded_pareto(u: f64, low: f64, high: f64, zeta: f64) -> f64 {
    bounded_paretos(low, high, zeta)(u)
}

/// As [`bounded_pareto`], many of one law.
pub fn bounded_paretos(low: f64, high: f64, zeta: f64) -> impl Fn(f64) -> f64 {
    let (a, b) = (pow(low, -zeta), pow(high, -zeta));
    move |u| pow(a - u * (a - b), -1.0 / zeta)
}

/// Triangle over `low..=high` with its top at `mode`, by inversion: `low + sqrt(u (high - low) (mode - low))` below the
/// mode, `high - sqrt((1 - u) (high - low) (high - mode))` above it.
pub fn triangular(low: f64, high: f64, mode: f64, u: f64) -> f64 {
    let (width, rise) = (high - low, mode - low);
    let along = u * width;
    if along < rise { low + libm::sqrt(along * rise) } else { high - libm::sqrt((width - along) * (high - mode)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::{Draws, Process};

    /// A probability below the last digit of 1 is none, not certainty.
    #[test]
    fn tiny_probabilities_are_tiny() {
        let stream = Draws::new(1, 0).stream(Process::Separations, 0);
        for p in [0.0, 1e-300, 1e-18] {
            let mut found = Vec::new();
            Trials::new(p).successes(&stream, 0..BLOCK, &mut found);
            assert_eq!(found, Vec::<u32>::new(), "{p}");
        }
    }

    #[test]
    fn normal_quantiles() {
        // Wichura's own check values.
        assert!((normal_quantile(0.25) + 0.674_489_750_196_081_7).abs() < 1e-15);
        assert!((normal_quantile(0.001) + 3.090_232_306_167_814).abs() < 1e-14);
        assert!((normal_quantile(1e-20) + 9.262_340_089_798_408).abs() < 1e-13);
    }

    /// Mean and variance over 40,000 addresses within 5 standard errors, on both sides of the switch of method.
    #[test]
    fn binomial_moments() {
        let s = Draws::new(7, 0).stream(Process::Test, 0);
        for (i, (n, p)) in [(6u64, 0.02), (40, 0.2), (60, 0.3), (5000, 0.016), (300, 0.7)].into_iter().enumerate() {
            let reps = 40_000u64;
            let (mut m1, mut m2) = (0.0, 0.0);
            for r in 0..reps {
                let k = binomial(&s, (i as u64) << 40 | r, n, p) as f64;
                assert!(k <= n as f64);
                (m1, m2) = (m1 + k, m2 + k * k);
            }
            let (mean, rf) = (m1 / reps as f64, reps as f64);
            let var = m2 / rf - mean * mean;
            let expected = n as f64 * p * (1.0 - p);
            assert!((mean - n as f64 * p).abs() < 5.0 * libm::sqrt(expected / rf), "{n} {p} {mean}");
            assert!(
                (var / expected - 1.0).abs() < 5.0 * libm::sqrt((2.0 + 1.0 / expected) / rf),
                "{n} {p} {var} {expected}"
            );
        }
    }

    #[test]
    fn trials_are_geometric_gaps() {
        let stream = Draws::new(9, 0).stream(Process::Test, 1);
        for p in [1e-5, 1e-3, 0.016, 0.03, 0.3, 0.7, 1.0] {
            let (first, n) = (3 * BLOCK, 9 * BLOCK + 100);
            let mut found = Vec::new();
            Trials::new(p).successes(&stream, first..n, &mut found);
            let mut expected = Vec::new();
            for block in (first..n).step_by(BLOCK) {
                let (mut g, mut at) = (stream.generator((block / BLOCK) as u64), block as u64);
                loop {
                    at = at.saturating_add(geometric(&mut g, ln(1.0 - p)));
                    if at >= (block + BLOCK).min(n) as u64 {
                        break;
                    }
                    expected.push(at as u32);
                    at += 1;
                }
            }
            assert_eq!(found, expected, "{p}");
        }
    }

    /// Quantiles in closed form, ends and degenerate triangles, mean and variance of many; and some values to the last bit.
    #[test]
    fn triangles() {
        assert_eq!(triangular(-1.0, 1.0, 0.0, 0.5), 0.0);
        assert_eq!(triangular(0.0, 4.0, 1.0, 0.25), 1.0, "the mode at the part of the width below it");
        assert_eq!(triangular(5.0, 25.0, 25.0, 0.5), 5.0 + libm::sqrt(200.0));
        assert_eq!(triangular(1.0, 2.0, 1.0, 0.5), 2.0 - libm::sqrt(0.5));
        assert_eq!([0.0, 1.0].map(|u| triangular(2.0, 7.0, 3.0, u)), [2.0, 7.0]);
        assert_eq!([0.0, 0.7].map(|u| triangular(3.0, 3.0, 3.0, u)), [3.0, 3.0]);
        let (low, high, mode) = (0.17, 0.28, 0.22);
        let (stream, n) = (Draws::new(8, 0).stream(Process::Test, 0), 100_000);
        let (mut m1, mut m2) = (0.0, 0.0);
        for entity in 0..n {
            let x = triangular(low, high, mode, stream.uniform(entity, 0));
            assert!((low..=high).contains(&x));
            (m1, m2) = (m1 + x / n as f64, m2 + x * x / n as f64);
        }
        let mean = (low + high + mode) / 3.0;
        let variance = (low * low + high * high + mode * mode - low * high - low * mode - high * mode) / 18.0;
        assert!((m1 - mean).abs() < 5.0 * libm::sqrt(variance / n as f64), "{m1}");
        assert!(((m2 - m1 * m1) / variance - 1.0).abs() < 0.02, "{}", m2 - m1 * m1);
        let drawn =
            [(0, 0.22), (1, 0.17), (2, 0.28)].map(|(e, mode)| triangular(low, high, mode, stream.uniform(e, 0)));
        assert_eq!(drawn.map(f64::to_bits), [0x3fca_5b87_939f_b10e, 0x3fc5_d3ca_7465_c054, 0x3fd1_0dca_50c1_d11e]);
    }

    #[test]
    fn pinned() {
        let s = Draws::new(42, 3).stream(Process::Test, 24_000);
        insta::assert_debug_snapshot!((
            s.bits(0, 0),
            s.bits(1, 0),
            s.bits(0, 1),
            binomial(&s, 9, 5000, 0.016),
            poisson(&s, 9, 3.0)
        ));
    }
}
