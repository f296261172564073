//! Choice of programs, and supply that follows wages with a lag.

use std::collections::VecDeque;

use super::bench::{Bench, SEED};
use super::{Case, Claim, case};
use crate::base::math::{exp, ln, logit, pow};
use crate::base::rng::{Draws, Process};
use crate::process::choice::{Table, adapt};

pub(super) const CASES: &[Case] = &[
    case("E8_b1", "多项logit选择，β=1", "multinomial logit, beta 1", |_| {
        choice(1.0, [0.506480391056, 0.307195885718, 0.186323723226], 1.68026967064)
    }),
    case("E8_b4", "多项logit选择，β=4", "multinomial logit, beta 4", |_| {
        choice(4.0, [0.866813332197, 0.117310427826, 0.0158762399765], 4.1429316285)
    }),
    case("E9", "logit的两个极限", "limits of the logit", limits),
    case("C1", "蛛网：收敛", "cobweb, stable", |_| cobweb("", 0.5, 1, 1.0, &[-0.5, 0.25, -0.125])),
    case("C2", "蛛网：临界与发散", "cobweb, knife edge and explosive", |_| {
        [cobweb("b = 1: ", 1.0, 1, 1.0, &[-1.0, 1.0, -1.0]), cobweb("b = 1.2: ", 1.2, 1, 1.0, &[-1.2, 1.44, -1.728])]
            .concat()
    }),
    case(
        "C3",
        "学制滞后下的蛛网（周期为两倍学制）",
        "cobweb with a course of four years, period eight",
        |_| {
            let years = [-0.5, 0.25, -0.125].map(|x| [x; 4]);
            cobweb("", 0.5, 4, 1.0, years.as_flattened())
        },
    ),
    case("C4", "适应性预期使发散情形收敛", "adaptive expectations tame the explosive case", adaptive),
];

const UTILITIES: [f64; 3] = [1.0, 0.5, 0.0];

/// Shares of first choices drawn from the table of the admission.
fn shares(weights: &[f64], n: usize) -> Vec<f64> {
    let table = Table::new(weights.iter().enumerate().map(|(k, &w)| (k as u32, 0, w)), 1);
    let stream = Draws::new(SEED, 0).stream(Process::Test, 8);
    let mut counts = vec![0.0; weights.len()];
    for i in 0..n {
        for program in table.list(None, 1, &mut stream.generator(i as u64)) {
            counts[program as usize] += 1.0 / n as f64;
        }
    }
    counts
}

fn choice(beta: f64, expected: [f64; 3], logsum: f64) -> Vec<Claim> {
    const N: usize = 200_000;
    let closed = logit(&UTILITIES, beta);
    let weights = UTILITIES.map(|u| exp(beta * u));
    let drawn = shares(&weights, N);
    let without_third = shares(&weights[..2], N);
    let mut claims = Vec::new();
    for k in 0..3 {
        claims.push(Claim::new(format!("formula: option {}", k + 1), expected[k], closed[k], 1e-11));
        claims.push(Claim::share(format!("drawn: option {}", k + 1), expected[k], drawn[k], N));
    }
    // ln sum exp(beta u) = beta u_1 - ln P_1.
    claims.push(Claim::new("logsum", logsum, beta * UTILITIES[0] - ln(closed[0]), 1e-10));
    let ratio = expected[0] / (expected[0] + expected[1]);
    claims.push(Claim::share(
        "drawn without the third: option 1 (independence of irrelevant options)",
        ratio,
        without_third[0],
        N,
    ));
    claims
}

fn limits(_: &Bench) -> Vec<Claim> {
    const N: usize = 200_000;
    let flat = shares(&UTILITIES.map(|u| exp(0.0 * u)), N);
    let sharp = logit(&UTILITIES, 1e4);
    let drawn = shares(&sharp, 1_000);
    (0..3)
        .flat_map(|k| {
            let best = f64::from(u8::from(k == 0));
            [
                Claim::share(format!("beta 0: option {}", k + 1), 1.0 / 3.0, flat[k], N),
                Claim::new(format!("beta 10,000: option {}", k + 1), best, sharp[k], 0.0),
                Claim::new(format!("beta 10,000, drawn: option {}", k + 1), best, drawn[k].round(), 0.0),
            ]
        })
        .collect()
}

/// Deviations from the steady wage when `E = a + b w^e` is decided `lag` steps ahead on expectations that adapt at
/// `speed`, and `w = c - d E`; a = 10, c = 100, d = 1. The start is a wage one above the steady one.
fn deviations(b: f64, lag: usize, speed: f64, steps: usize) -> Vec<f64> {
    let (a, c, d) = (10.0, 100.0, 1.0);
    let steady = (c - a * d) / (1.0 + b * d);
    let mut seen: VecDeque<f64> = vec![steady + 1.0; lag].into();
    let mut expected = steady + 1.0;
    (0..steps)
        .map(|_| {
            let known = seen.pop_front().unwrap_or(steady);
            expected = adapt(expected, known, speed);
            let wage = c - d * (a + b * expected);
            seen.push_back(wage);
            wage - steady
        })
        .collect()
}

fn cobweb(what: &str, b: f64, lag: usize, speed: f64, expected: &[f64]) -> Vec<Claim> {
    let found = deviations(b, lag, speed, expected.len());
    (expected.iter().zip(found).enumerate())
        .map(|(k, (&e, o))| Claim::new(format!("{what}deviation in step {}", k + 1), e, o, 1e-12))
        .collect()
}

fn adaptive(_: &Bench) -> Vec<Claim> {
    let (b, speed) = (1.2, 0.5);
    // The expectation's deviation has the root 1 - speed (1 + b d); the wage's is -b d times the expectation's.
    let found = deviations(b, 1, speed, 6);
    let root = found[4] / found[3];
    vec![Claim::new("root", -0.1, root, 1e-9), Claim::new("deviation in step 6", -b * pow(-0.1, 5.0), found[5], 1e-12)]
}
