//! Choice of programs, and supply that follows wages with a lag.

use super::bench::{self, Bench, SEED};
use super::{Case, Claim, case};
use crate::base::math::{self, exp, ln, pow};
use crate::base::rng::{Draws, Process};
use crate::process::choice::{self, Table};
use crate::scenario::parameters::{Param, param};

const WAGE_LAG: Param = param("education.choice.wage_lag");
const ADAPTATION: Param = param("education.choice.adaptation");

pub(super) const CASES: &[Case] = &[
    case("E8_b1", "多项logit选择，β=1", "multinomial logit, beta 1", |_| {
        choice(1.0, [0.506480391056, 0.307195885718, 0.186323723226], 1.68026967064)
    }),
    case("E8_b4", "多项logit选择，β=4", "multinomial logit, beta 4", |_| {
        choice(4.0, [0.866813332197, 0.117310427826, 0.0158762399765], 4.1429316285)
    }),
    case("E9", "logit的两个极限", "limits of the logit", limits),
    case("C1", "蛛网：收敛", "cobweb, stable", |b| cobweb(b, "", 0.5, 1, &[-0.5, 0.25, -0.125])),
    case("C2", "蛛网：临界与发散", "cobweb, knife edge and explosive", |b| {
        [cobweb(b, "b = 1: ", 1.0, 1, &[-1.0, 1.0, -1.0]), cobweb(b, "b = 1.2: ", 1.2, 1, &[-1.2, 1.44, -1.728])]
            .concat()
    }),
    case(
        "C3",
        "学制滞后下的蛛网（周期为两倍学制）",
        "cobweb with a course of four years, period eight",
        |b| {
            let years = [-0.5, 0.25, -0.125].map(|x| [x; 4]);
            cobweb(b, "", 0.5, 4, years.as_flattened())
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
    let weights = UTILITIES.map(|u| exp(beta * u));
    let drawn = shares(&weights, N);
    let without_third = shares(&weights[..2], N);
    let mut claims: Vec<Claim> =
        (0..3).map(|k| Claim::share(format!("drawn: option {}", k + 1), expected[k], drawn[k], N)).collect();
    // ln sum exp(beta u) = beta u_1 - ln P_1, and a share drawn has the relative variance (1 - P) / (P N).
    let error = 4.0 * math::sqrt((1.0 - expected[0]) / (expected[0] * N as f64));
    claims.push(Claim::new("logsum, from the share of option 1", logsum, beta * UTILITIES[0] - ln(drawn[0]), error));
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
    let sharp = shares(&UTILITIES.map(|u| exp(500.0 * u)), N);
    (0..3)
        .flat_map(|k| {
            let best = f64::from(u8::from(k == 0));
            [
                Claim::share(format!("beta 0: option {}", k + 1), 1.0 / 3.0, flat[k], N),
                // Shares are sums of 1/N.
                Claim::new(format!("beta 500: option {}", k + 1), best, sharp[k], 1e-9),
            ]
        })
        .collect()
}

/// Deviations from the steady wage when `E = a + b w^e` follows the wage that applicants of the small province expect,
/// `lag` years old and adapted at `speed`, and `w = c - d E`; a = 10, c = 100, d = 1. The start is a wage one above the
/// steady one.
fn deviations(bench: &Bench, b: f64, lag: usize, speed: f64, years: usize) -> Vec<f64> {
    let (mut model, mut world) = bench.province();
    bench::set(&mut model, &[(WAGE_LAG, (lag - 1) as f64), (ADAPTATION, speed)]);
    world.market.wage.fill(1.0);
    choice::choice(&model, &mut world);
    // What applicants expect in the first field where every wage index is one.
    let unit = world.expectations.wage[0];
    world.expectations = Default::default();
    let (a, c, d) = (10.0, 100.0, 1.0);
    let steady = (c - a * d) / (1.0 + b * d);
    let mut wage = steady + 1.0;
    let mut expect = |wage: f64| {
        world.market.wage.fill(wage / unit);
        choice::choice(&model, &mut world);
        world.expectations.wage[0]
    };
    for _ in 1..lag {
        expect(wage);
    }
    (0..years)
        .map(|_| {
            wage = c - d * (a + b * expect(wage));
            wage - steady
        })
        .collect()
}

fn cobweb(bench: &Bench, what: &str, b: f64, lag: usize, expected: &[f64]) -> Vec<Claim> {
    let found = deviations(bench, b, lag, 1.0, expected.len());
    (expected.iter().zip(found).enumerate())
        .map(|(k, (&e, o))| Claim::new(format!("{what}deviation in step {}", k + 1), e, o, 1e-12))
        .collect()
}

fn adaptive(bench: &Bench) -> Vec<Claim> {
    let (b, speed) = (1.2, 0.5);
    // The expectation's deviation has the root 1 - speed (1 + b d); the wage's is -b d times the expectation's.
    let found = deviations(bench, b, 1, speed, 6);
    let root = found[4] / found[3];
    vec![Claim::new("root", -0.1, root, 1e-9), Claim::new("deviation in step 6", -b * pow(-0.1, 5.0), found[5], 1e-12)]
}
