//! On what a result hangs: which of the parameters that nobody knows exactly move it, and how far.
//!
//! Needs no runs of its own: the replicates of an ensemble are put into classes of equal size by the value that was drawn of a
//! parameter, and the variance of the result between the classes is held against all of it. This share is the parameter's
//! first-order effect, `Var E[y | x] / Var y` (Sobol' 1993; from given data, with their number of classes: Plischke, Borgonovo
//! & Smith 2013, European Journal of Operational Research 226). Of parameters that were fitted together each also explains
//! what it shares with the others. The result of a policy is its difference from the baseline in the same replicate.
//!
//! Reads an ensemble and what was measured in it; writes nothing.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::compare::{Measured, partners};
use super::plan::Input;
use crate::base::math::{exp, pow, sqrt, sum};
use crate::base::stats::{moments, t_quantile};
use crate::outcome::dictionary::{INDICATORS, Indicator};
use crate::outcome::record::Arm;
use crate::scenario::parameters::{Param, all};

/// Replicates below which nothing is said. *Assumption*: ten for each third.
pub const LEAST: usize = 30;

/// Probability of naming any parameter for a result that hangs on none.
pub const ERROR: f64 = 0.05;

/// What moves a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mover {
    /// All that the seeds decide.
    Chance,
    Parameter(Param),
}

/// A part of the variance of an indicator of a scenario over its replicates; of a policy, of the difference it makes.
#[derive(Clone, Debug)]
pub struct Influence {
    pub scenario: usize,
    pub indicator: &'static Indicator,
    pub mover: Mover,
    /// Replicates.
    pub n: usize,
    /// Of the variance, in [0, 1].
    pub share: f64,
    /// Of a parameter.
    pub effect: Option<Effect>,
}

/// How a parameter moves a result.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// Probability that one of the parameters would show so large a share if the result hung on none of them.
    pub p: f64,
    /// The lowest third of what was drawn ends here, the highest begins here [unit of the parameter].
    pub thirds: [f64; 2],
    /// Mean results of these thirds [unit of the indicator].
    pub means: [f64; 2],
    /// 95 % interval of the second less the first.
    pub change_ci95: (f64, f64),
}

impl Effect {
    /// Whether the parameter is one that the result hangs on, as far as these runs can tell.
    pub fn is_found(&self) -> bool {
        self.p < ERROR
    }
}

/// What moves the headline indicators at a horizon: of all scenarios with [`LEAST`] replicates, and of results that vary. By
/// scenario and indicator; chance comes first, then parameters in the order of their table.
pub fn sensitivity(input: &Input, runs: &[Measured], horizon: usize) -> Vec<Influence> {
    let mut influences = Vec::new();
    for scenario in 0..input.scenarios.len() {
        let [full, seed] = [Arm::Full, Arm::Seed].map(|arm| partners(runs, scenario, input.baseline, arm));
        let drawn = drawn_in_either(&full);
        for (i, indicator) in INDICATORS.iter().enumerate().filter(|(_, indicator)| indicator.headline) {
            let result = |(own, base): &(&Measured, &Measured)| match scenario == input.baseline {
                true => own.value(i, horizon),
                false => own.value(i, horizon) - base.value(i, horizon),
            };
            let [results, by_chance] = [&full, &seed].map(|arm| arm.iter().map(result).collect::<Vec<f64>>());
            let found = parts(&drawn, &results, &by_chance);
            influences.extend(found.into_iter().map(|(mover, n, share, effect)| Influence {
                scenario,
                indicator,
                mover,
                n,
                share,
                effect,
            }));
        }
    }
    influences
}

/// The parameters whose values vary over these runs, each with its value in every run.
pub fn drawn(runs: &[&Measured]) -> Vec<(Param, Vec<f64>)> {
    let column = |p: Param| -> Vec<f64> {
        runs.iter().map(|run| run.numbers.get(usize::from(p.0)).copied().unwrap_or(f64::NAN)).collect()
    };
    let varies = |x: &Vec<f64>| x.iter().any(|v| !v.is_nan() && *v != x[0]);
    all().map(|(p, _)| (p, column(p))).filter(|(_, x)| varies(x)).collect()
}

/// What is drawn in these runs, or, where a scenario sets it, in those of the baseline beside them.
fn drawn_in_either(runs: &[(&Measured, &Measured)]) -> Vec<(Param, Vec<f64>)> {
    let (own, baseline): (Vec<&Measured>, Vec<&Measured>) = runs.iter().copied().unzip();
    let mut drawn_here = drawn(&own);
    for (p, values) in drawn(&baseline) {
        if !drawn_here.iter().any(|(own, _)| *own == p) {
            drawn_here.push((p, values));
        }
    }
    drawn_here.sort_by_key(|(p, _)| p.0);
    drawn_here
}

type Part = (Mover, usize, f64, Option<Effect>);

/// Shares of chance and of each parameter in the variance of results, `[run]`; results that are NaN are left out.
fn parts(drawn: &[(Param, Vec<f64>)], results: &[f64], by_chance: &[f64]) -> Vec<Part> {
    let measured: Vec<usize> = (0..results.len()).filter(|&k| !results[k].is_nan()).collect();
    let y: Vec<f64> = measured.iter().map(|&k| results[k]).collect();
    let (n, sd) = (y.len(), moments(&y).sd);
    if n < LEAST || sd == 0.0 {
        return Vec::new();
    }
    let by_chance: Vec<f64> = by_chance.iter().copied().filter(|y| !y.is_nan()).collect();
    let alone = moments(&by_chance).sd / sd;
    let chance = (by_chance.len() >= LEAST).then(|| (Mover::Chance, n, (alone * alone).min(1.0), None));
    let mut effects: Vec<(Param, f64, Effect)> = Vec::new();
    for (p, values) in drawn {
        let x: Vec<f64> = measured.iter().map(|&k| values[k]).collect();
        if let Some(Explained { share, p: by_itself }) = explained(&x, &y) {
            effects.push((*p, share.max(0.0), between_thirds(&x, &y, by_itself)));
        }
    }
    let all = holm(&effects.iter().map(|(.., effect)| effect.p).collect::<Vec<_>>());
    let parameters = effects
        .into_iter()
        .zip(all)
        .map(|((p, share, effect), all)| (Mover::Parameter(p), n, share, Some(Effect { p: all, ..effect })));
    chance.into_iter().chain(parameters).collect()
}

/// What one parameter explains by itself.
struct Explained {
    /// Kelley's (1935) epsilon squared, `1 - (SSW / (n - m)) / (SST / (n - 1))`: its mean is 0 where there is nothing to explain.
    share: f64,
    /// Of the F test of the classes, rounded to nine decimals so that CPUs agree.
    p: f64,
}

/// How much of the variance of `y` lies between classes by `x`; `None` if they are one class.
fn explained(x: &[f64], y: &[f64]) -> Option<Explained> {
    let n = y.len() as f64;
    // Plischke et al. 2013: some n^(1/4) classes of small samples, n^(1/3) of large ones; 48 at most, as others who use their
    // rule have it.
    let tanh = 1.0 - 2.0 / (exp(2.0 * (1500.0 - n) / 500.0) + 1.0);
    let classes = pow(n, 2.0 / (7.0 + tanh)).ceil().min(48.0) as usize;
    let mut samples = vec![Vec::new(); classes];
    class(x, classes).into_iter().zip(y).for_each(|(class, y)| samples[class].push(*y));
    samples.retain(|sample| !sample.is_empty());
    let m = samples.len() as f64;
    if m < 2.0 || m >= n {
        return None;
    }
    let squares = |sample: &[f64]| {
        let mean = moments(sample).mean;
        sum(sample.iter().map(|y| (y - mean) * (y - mean)))
    };
    let (within, all) = (sum(samples.iter().map(|sample| squares(sample))), squares(y));
    let noise = within / (n - m);
    let ratio = (all - within).max(0.0) / (m - 1.0) / noise;
    let p = FisherSnedecor::new(m - 1.0, n - m).map_or(1.0, |f| f.sf(ratio.min(1e12)));
    Some(Explained { share: 1.0 - noise / (all / (n - 1.0)), p: (p * 1e9).round() / 1e9 })
}

/// The class of each value, of so many of equal size; equal values are in one class.
fn class(x: &[f64], classes: usize) -> Vec<usize> {
    let mut sorted = x.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // Twice the mean position of a value among all, less one.
    let twice = |v: &f64| sorted.partition_point(|s| s < v) + sorted.partition_point(|s| s <= v) - 1;
    x.iter().map(|v| twice(v) * classes / (2 * x.len())).collect()
}

/// Mean results in the lowest and the highest third by `x`, with Welch's interval of their difference, of an effect of this `p`.
fn between_thirds(x: &[f64], y: &[f64], p: f64) -> Effect {
    let class = class(x, 3);
    let third = |k: usize| -> Vec<(f64, f64)> {
        x.iter().copied().zip(y.iter().copied()).zip(&class).filter(|(_, c)| **c == k).map(|(pair, _)| pair).collect()
    };
    let [low, high] = [0, 2].map(third);
    let [a, b] = [&low, &high].map(|third| moments(&third.iter().map(|(_, y)| *y).collect::<Vec<_>>()));
    let [va, vb] = [a, b].map(|m| m.sd * m.sd / m.n as f64);
    let df = (va + vb) * (va + vb) / (va * va / (a.n as f64 - 1.0) + vb * vb / (b.n as f64 - 1.0));
    let half = if df >= 1.0 { t_quantile(0.975, df as usize) * sqrt(va + vb) } else { f64::NAN };
    let change = b.mean - a.mean;
    let ends =
        [low.iter().fold(f64::NAN, |end, (x, _)| end.max(*x)), high.iter().fold(f64::NAN, |end, (x, _)| end.min(*x))];
    Effect { p, thirds: ends, means: [a.mean, b.mean], change_ci95: (change - half, change + half) }
}

/// Holm's (1979) adjustment: probabilities that any of so many would be as small by chance.
fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let (mut adjusted, mut least) = (vec![1.0; p.len()], 0.0f64);
    for (rank, &k) in order.iter().enumerate() {
        least = least.max(p[k] * (p.len() - rank) as f64).min(1.0);
        adjusted[k] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::sin;
    use crate::base::rng::{Draws, Process};

    /// Independent uniforms in [0, 1), `[variable][run]`.
    fn uniforms(variables: usize, n: usize, replicate: u32) -> Vec<Vec<f64>> {
        let stream = Draws::new(11, replicate).stream(Process::Test, 5);
        let column = |v: usize| (0..n as u64).map(|k| stream.uniform(k, v as u32)).collect();
        (0..variables).map(column).collect()
    }

    fn shares(x: &[Vec<f64>], y: &[f64]) -> Vec<f64> {
        x.iter().map(|x| explained(x, y).unwrap().share).collect()
    }

    /// Ishigami & Homma (1990) with a = 7, b = 0.1: 0.3139, 0.4424 and 0 in closed form; classes take a few per cent off what
    /// bends most. The third moves the result only together with the first.
    #[test]
    fn shares_of_ishigamis_function() {
        let n = 1 << 14;
        let x = uniforms(3, n, 0);
        let angle = |u: f64| std::f64::consts::PI * (2.0 * u - 1.0);
        let f = |k: usize| {
            let [a, b, c] = [0, 1, 2].map(|v| angle(x[v][k]));
            sin(a) + 7.0 * sin(b) * sin(b) + 0.1 * c * c * c * c * sin(a)
        };
        let found = shares(&x, &(0..n).map(f).collect::<Vec<_>>());
        for (found, expected) in found.into_iter().zip([0.3139, 0.4424, 0.0]) {
            assert!((found - expected).abs() < 0.015, "{found} for {expected}");
        }
    }

    /// Sobol's g, `prod (|4x - 2| + a) / (1 + a)`: shares `1/3 (1 + a)^-2` over the variance `prod (1 + 1/3 (1 + a)^-2) - 1`.
    #[test]
    fn shares_of_sobols_function() {
        let (n, a) = (1 << 14, [0.0, 1.0, 4.5, 99.0]);
        let x = uniforms(a.len(), n, 1);
        let f = |k: usize| (0..a.len()).map(|v| ((4.0 * x[v][k] - 2.0).abs() + a[v]) / (1.0 + a[v])).product::<f64>();
        let own = a.map(|a| 1.0 / 3.0 / ((1.0 + a) * (1.0 + a)));
        let all = own.iter().map(|v| 1.0 + v).product::<f64>() - 1.0;
        let found = shares(&x, &(0..n).map(f).collect::<Vec<_>>());
        for (found, own) in found.into_iter().zip(own) {
            assert!((found - own / all).abs() < 0.015, "{found} for {}", own / all);
        }
    }

    /// Where a result hangs on nothing, shares are 0 on average (within four standard errors) and one result in twenty names
    /// a parameter (400 results of 40 parameters; 34 is beyond by three deviations).
    #[test]
    fn nothing_is_found_where_nothing_is() {
        let (mut named, mut all) = (0, Vec::new());
        for replicate in 0..400 {
            let mut x = uniforms(41, 64, 100 + replicate);
            let y = x.pop().unwrap();
            let found: Vec<Explained> = x.iter().map(|x| explained(x, &y).unwrap()).collect();
            let p = holm(&found.iter().map(|e| e.p).collect::<Vec<_>>());
            named += usize::from(p.iter().any(|p| *p < ERROR));
            all.extend(found.iter().map(|e| e.share));
        }
        let m = moments(&all);
        assert!(m.mean.abs() < 4.0 * m.sd / (m.n as f64).sqrt(), "{m:?}");
        assert!((7..34).contains(&named), "{named} of 400");
    }

    /// A result that one parameter decides: all of it is explained, the units of neither matter, and thirds tell the size.
    #[test]
    fn what_decides_is_found() {
        let n = 90;
        let x: Vec<f64> = (0..n).map(|k| ((k * 37) % n) as f64).collect();
        let y: Vec<f64> = x
            .iter()
            .map(|x| {
                if *x < 30.0 {
                    1.0
                } else if *x < 60.0 {
                    2.0
                } else {
                    4.0
                }
            })
            .collect();
        let effect = between_thirds(&x, &y, 0.0);
        assert_eq!((effect.thirds, effect.means), ([29.0, 60.0], [1.0, 4.0]));
        let other: Vec<f64> = x.iter().map(|x| 1e6 + 3.0 * x * x).collect();
        let scaled: Vec<f64> = y.iter().map(|y| 5.0 - 1e-3 * y).collect();
        let [a, b] = [explained(&x, &y), explained(&other, &scaled)].map(Option::unwrap);
        assert!((a.share - b.share).abs() < 1e-9 && a.share > 0.8 && a.p < 1e-6, "{} {}", a.share, b.share);
        assert!(explained(&vec![1.0; n], &y).is_none(), "one value is one class");
    }

    #[test]
    fn probabilities_of_many() {
        assert_eq!(holm(&[0.01, 0.5, 0.02, 0.9]), [0.04, 1.0, 0.06, 1.0]);
        assert_eq!(class(&[3.0, 1.0, 2.0, 2.0, 5.0, 4.0], 3), [1, 0, 0, 0, 2, 2]);
    }
}
