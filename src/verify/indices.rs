//! Mismatch, dissimilarity, tails and inequality.

use super::bench::{Bench, SEED, samples};
use super::{Case, Claim, case};
use crate::base::draw::{bounded_pareto, normal};
use crate::base::math::{self, exp, ln, pow};
use crate::base::rng::{Draws, Process};
use crate::base::stats::{dissimilarity, gini_sorted, mismatch_index};

pub(super) const CASES: &[Case] = &[
    case("X1", "失配指数，两个市场", "mismatch index, two markets", two_markets),
    case("X2", "失配指数，三个市场", "mismatch index, three markets", |_| {
        vec![Claim::new("index", 0.142991548848, mismatch_index(&SEEKERS, &VACANCIES, 0.5), 1e-12)]
    }),
    case("X3", "相异指数，三个市场", "dissimilarity, three markets", |_| {
        vec![Claim::new("index", 0.5, dissimilarity(&SEEKERS, &VACANCIES), 1e-12)]
    }),
    case("Z2", "帕累托企业规模的希尔估计", "Hill's estimate on Pareto sizes", hill),
    case("Z4", "指数、帕累托、对数正态分布的基尼系数", "Gini of exponential, Pareto and lognormal", gini),
];

const SEEKERS: [f64; 3] = [10.0, 20.0, 70.0];
const VACANCIES: [f64; 3] = [40.0, 40.0, 20.0];

fn two_markets(_: &Bench) -> Vec<Claim> {
    let merged = [30.0, 70.0];
    vec![
        Claim::new("index", 0.0834848610088, mismatch_index(&[30.0, 70.0], &[70.0, 30.0], 0.5), 1e-12),
        Claim::new("equal tightness", 0.0, mismatch_index(&[30.0, 70.0], &[60.0, 140.0], 0.5), 1e-12),
        Claim::new("disjoint markets", 1.0, mismatch_index(&[30.0, 0.0], &[0.0, 30.0], 0.5), 1e-12),
        Claim::new("ten times as large", 0.0834848610088, mismatch_index(&[300.0, 700.0], &[700.0, 300.0], 0.5), 1e-12),
        Claim::new(
            "aggregation raises it (0 no)",
            0.0,
            f64::from(u8::from(
                mismatch_index(&merged, &[80.0, 20.0], 0.5) > mismatch_index(&SEEKERS, &VACANCIES, 0.5),
            )),
            0.0,
        ),
    ]
}

/// Hill's estimate of the Pareto exponent from the `k` largest of values sorted descending (Hill 1975).
fn hill_exponent(descending: &[f64], k: usize) -> f64 {
    let floor = descending[k];
    k as f64 / math::sum(descending[..k].iter().map(|x| ln(x / floor)))
}

/// 20,000 sizes of a Pareto law with exponent 1, 2,000 in the tail, 200 times.
fn hill(_: &Bench) -> Vec<Claim> {
    const K: usize = 2_000;
    let estimates = samples(200, |r| {
        let stream = Draws::new(SEED, r).stream(Process::Test, 2);
        let mut sizes: Vec<f64> = (0..20_000).map(|i| bounded_pareto(stream.uniform(i, 0), 1.0, 1e12, 1.0)).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        hill_exponent(&sizes, K)
    });
    let sd = 1.0 / math::sqrt(K as f64);
    let found = crate::base::stats::moments(&estimates).sd;
    vec![
        Claim::new("one estimate within four deviations", 1.0, estimates[0], 4.0 * sd),
        Claim::mean("mean estimate", 1.0, &estimates),
        Claim::relative("standard deviation of the estimate", sd, found, 4.0 / math::sqrt(400.0)),
    ]
}

/// Fifty samples of 40,000 each.
fn gini(_: &Bench) -> Vec<Claim> {
    let of = |index: u32, law: fn(f64) -> f64, uniform: bool| {
        samples(50, |r| {
            let stream = Draws::new(SEED, r).stream(Process::Test, 4);
            let mut x: Vec<f64> = (0..40_000)
                .map(|i| law(if uniform { 1.0 - stream.uniform(i, index) } else { normal(&stream, i, index) }))
                .collect();
            x.sort_by(f64::total_cmp);
            gini_sorted(&x)
        })
    };
    vec![
        Claim::mean("exponential", 0.5, &of(0, |u| -ln(u), true)),
        Claim::mean("Pareto, exponent 3", 0.2, &of(3, |u| pow(u, -1.0 / 3.0), true)),
        {
            // Exponent 2 has no variance: the sample's Gini converges slowly and from below.
            let sample = of(1, |u| pow(u, -0.5), true);
            let mut claim = Claim::mean("Pareto, exponent 2", 0.333333333333, &sample);
            claim.tolerance += 0.003;
            claim
        },
        Claim::mean("lognormal, s = 0.5", 0.276326390168, &of(2, |z| exp(0.5 * z), false)),
    ]
}
