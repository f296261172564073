//! What a policy's money buys: the cost of each additional graduate who works in the field of study.
//!
//! The incremental cost-effectiveness ratio, the mean difference of spending over the mean difference of graduates, of yearly
//! averages over the whole run; pairs as in `compare`. A mean cost says nothing of this kind: it falls when money is cut. Its
//! interval is that of Fieller (1954, Journal of the Royal Statistical Society B 16): where the difference of graduates may be
//! none, no bounded interval exists and none is given.

use super::compare::{Measured, interval, partners, side};
use super::plan::Input;
use crate::base::math::{sqrt, sum};
use crate::base::stats::{moments, t_quantile};
use crate::outcome::dictionary::{IndicatorId, indicator};
use crate::outcome::record::Arm;

const SPENDING: IndicatorId = indicator("spending");
const GRADUATES: IndicatorId = indicator("matched_graduates");

/// A difference from the baseline, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub mean: f64,
    pub ci95: (f64, f64),
}

/// What a policy costs and gains.
#[derive(Clone, Debug)]
pub struct Effectiveness {
    pub scenario: usize,
    pub n_pairs: usize,
    /// More spent than in the baseline [yuan/year].
    pub spending: Difference,
    /// More graduates at work in their field [person/year].
    pub graduates: Difference,
    /// One over the other [yuan/person]; NaN where the sign of either is not known.
    pub cost: f64,
    /// NaN where there is no bounded interval.
    pub cost_ci95: (f64, f64),
    pub reading: Reading,
}

/// What the two differences say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// More money, more graduates: the cost is that of an additional one.
    Buys,
    /// Less money, fewer graduates: the cost is what is saved for each one lost.
    Saves,
    /// Less money and more graduates.
    Gains,
    /// More money and fewer graduates.
    Loses,
    /// One of the intervals holds 0.
    Unclear,
}

impl Reading {
    pub const fn id(self) -> &'static str {
        match self {
            Reading::Buys => "buys",
            Reading::Saves => "saves",
            Reading::Gains => "gains",
            Reading::Loses => "loses",
            Reading::Unclear => "unclear",
        }
    }

    fn of(spending: (f64, f64), graduates: (f64, f64)) -> Reading {
        match (side(spending), side(graduates)) {
            (1, 1) => Reading::Buys,
            (-1, -1) => Reading::Saves,
            (-1, 1) => Reading::Gains,
            (1, -1) => Reading::Loses,
            _ => Reading::Unclear,
        }
    }
}

/// The policies with pairs of runs in which both were measured, at the horizon of the whole run.
pub fn effectiveness(input: &Input, runs: &[Measured], arm: Arm, whole: usize) -> Vec<Effectiveness> {
    let of = |scenario: usize| {
        let partners = partners(runs, scenario, input.baseline, arm);
        let more =
            |id: IndicatorId, (own, base): &(&Measured, &Measured)| own.value(id.0, whole) - base.value(id.0, whole);
        let pairs = partners.iter().map(|pair| (more(SPENDING, pair), more(GRADUATES, pair)));
        let pairs: Vec<(f64, f64)> = pairs.filter(|(a, b)| !a.is_nan() && !b.is_nan()).collect();
        (!pairs.is_empty()).then(|| judge(scenario, &pairs))
    };
    (0..input.scenarios.len()).filter(|&s| s != input.baseline).filter_map(of).collect()
}

fn judge(scenario: usize, pairs: &[(f64, f64)]) -> Effectiveness {
    let difference = |values: Vec<f64>| Difference { mean: moments(&values).mean, ci95: interval(&values) };
    let spending = difference(pairs.iter().map(|p| p.0).collect());
    let graduates = difference(pairs.iter().map(|p| p.1).collect());
    let reading = Reading::of(spending.ci95, graduates.ci95);
    let has_cost = matches!(reading, Reading::Buys | Reading::Saves);
    let (cost, cost_ci95) = if has_cost { fieller(pairs) } else { (f64::NAN, (f64::NAN, f64::NAN)) };
    Effectiveness { scenario, n_pairs: pairs.len(), spending, graduates, cost, cost_ci95, reading }
}

/// Ratio of the means of pairs and its 95 % interval; NaN bounds where the second mean may be 0.
fn fieller(pairs: &[(f64, f64)]) -> (f64, (f64, f64)) {
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| sum(pairs.iter().map(of)) / n;
    let (a, b) = (mean(|p| p.0), mean(|p| p.1));
    let of_mean = |x: f64| x / (n - 1.0) / n;
    let va = of_mean(sum(pairs.iter().map(|p| (p.0 - a) * (p.0 - a))));
    let vb = of_mean(sum(pairs.iter().map(|p| (p.1 - b) * (p.1 - b))));
    let cov = of_mean(sum(pairs.iter().map(|p| (p.0 - a) * (p.1 - b))));
    let t = if pairs.len() > 1 { t_quantile(0.975, pairs.len() - 1) } else { f64::NAN };
    let (ratio, t2) = (a / b, t * t);
    // The interval holds every r for which a - r b is not told from 0: (b^2 - t^2 vb) r^2 - 2 (ab - t^2 cov) r + a^2 - t^2 va <= 0.
    let (x, y, z) = (b * b - t2 * vb, a * b - t2 * cov, a * a - t2 * va);
    let root = sqrt((y * y - x * z).max(0.0));
    if x > 0.0 { (ratio, ((y - root) / x, (y + root) / x)) } else { (ratio, (f64::NAN, f64::NAN)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::draw::normal;
    use crate::base::rng::{Draws, Process};

    #[test]
    fn signs_are_read_together() {
        let reading = |pairs: &[(f64, f64)]| judge(0, pairs).reading;
        assert_eq!(reading(&[(10.0, 2.0), (11.0, 2.2), (12.0, 2.1)]), Reading::Buys);
        assert_eq!(reading(&[(-10.0, -2.0), (-11.0, -2.2), (-12.0, -2.1)]), Reading::Saves);
        assert_eq!(reading(&[(-10.0, 2.0), (-11.0, 2.2), (-12.0, 2.1)]), Reading::Gains);
        assert_eq!(reading(&[(10.0, -2.0), (11.0, -2.2), (12.0, -2.1)]), Reading::Loses);
        let unclear = judge(0, &[(10.0, -2.0), (11.0, 2.2), (12.0, 0.1)]);
        assert!(unclear.reading == Reading::Unclear && unclear.cost.is_nan());
        assert!(judge(0, &[(10.0, 2.0)]).reading == Reading::Unclear, "one pair proves nothing");
    }

    /// A price without noise is found exactly; with noise its interval holds it in 95 of 100 samples (2,000 samples; four
    /// standard errors are 2 points).
    #[test]
    fn intervals_hold_the_price() {
        let exact = fieller(&[(270.0, 9.0), (300.0, 10.0), (330.0, 11.0)]);
        assert!((exact.0 - 30.0).abs() < 1e-12 && exact.1.0 <= 30.0 + 1e-9 && exact.1.1 >= 30.0 - 1e-9, "{exact:?}");
        let stream = Draws::new(5, 0).stream(Process::Test, 6);
        let sample = |k: u64| -> Vec<(f64, f64)> {
            let pair = |i: u64| {
                let graduates = 10.0 + 3.0 * normal(&stream, k << 8 | i, 0);
                (25.0 * graduates + 40.0 * normal(&stream, k << 8 | i, 1), graduates)
            };
            (0..12).map(pair).collect()
        };
        let n = 2000;
        let held = (0..n).filter(|&k| {
            let (_, (low, high)) = fieller(&sample(k));
            low <= 25.0 && 25.0 <= high
        });
        let share = held.count() as f64 / n as f64;
        assert!((share - 0.95).abs() < 0.02, "{share}");
    }
}
