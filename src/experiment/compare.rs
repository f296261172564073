//! Paired comparison: the same replicate with and without the policy, so that chance and what is not known
//! about the parameters are the same on both sides.
//!
//! The interval is Student's t interval of the mean difference of pairs. A pair with a failed side is left
//! out and counted as such by `n_pairs`.

use std::collections::BTreeMap;

use super::horizon::{Horizon, horizons};
use super::merge::Ensemble;
use crate::base::stats::{half_width_95, moments};
use crate::outcome::dictionary::{Better, INDICATORS, Indicator};
use crate::outcome::record::Arm;

/// What a planner may conclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Better,
    Worse,
    /// Surely higher, and nobody said which direction is better.
    Higher,
    /// Surely lower, and nobody said which direction is better.
    Lower,
    /// The interval of the difference holds 0, or there are fewer than two pairs.
    Unclear,
    /// No difference in any pair.
    Same,
    /// This is what the others are compared with.
    Baseline,
}

impl Verdict {
    pub const fn id(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::Higher => "higher",
            Verdict::Lower => "lower",
            Verdict::Unclear => "unclear",
            Verdict::Same => "same",
            Verdict::Baseline => "baseline",
        }
    }
}

/// The values of one run: `[indicator][horizon]`.
#[derive(Clone, Debug)]
pub struct Measured {
    pub scenario: usize,
    pub arm: Arm,
    pub replicate: u32,
    /// `None` if the run failed.
    pub values: Option<Vec<Vec<f64>>>,
    /// Of all parameters, in the order of their table; none if the run failed or its results were read back.
    pub numbers: Vec<f64>,
}

impl Measured {
    /// NaN if the run failed or nothing was measured.
    pub fn value(&self, indicator: usize, horizon: usize) -> f64 {
        self.values.as_ref().map_or(f64::NAN, |values| values[indicator][horizon])
    }
}

/// A scenario against the baseline in one indicator at one horizon; NaN where nothing can be said.
#[derive(Clone, Debug)]
pub struct Row {
    pub scenario: usize,
    pub indicator: &'static Indicator,
    /// Position in [`Comparison::horizons`].
    pub horizon: usize,
    pub n_pairs: usize,
    pub mean: f64,
    pub ci95: (f64, f64),
    pub baseline_mean: f64,
    pub delta: f64,
    pub delta_ci95: (f64, f64),
    /// With parameters at their values: chance alone.
    pub delta_seed_ci95: (f64, f64),
    /// `delta / |baseline_mean|`.
    pub delta_relative: f64,
    pub share_of_pairs_better: f64,
    /// Variance of paired differences over that of unpaired ones: below 1, pairing pays.
    pub variance_ratio: f64,
    /// `None` if nothing was measured.
    pub verdict: Option<Verdict>,
}

/// All rows, by scenario, indicator in the order of the dictionary, and horizon.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub horizons: Vec<Horizon>,
    pub rows: Vec<Row>,
}

const NO_INTERVAL: (f64, f64) = (f64::NAN, f64::NAN);

/// Compares the scenarios of an ensemble with its baseline.
pub fn compare(ensemble: &Ensemble) -> Comparison {
    let plan = &ensemble.plan;
    let (start, months) = plan.span();
    let horizons = horizons(start, months);
    let runs = measure(ensemble, &horizons);
    compare_measured(plan.input.scenarios.len(), plan.input.baseline, plan.reported_arm(), horizons, &runs)
}

/// The values of every run at every horizon.
pub fn measure(ensemble: &Ensemble, horizons: &[Horizon]) -> Vec<Measured> {
    let at_horizons = |series: &Vec<Vec<f64>>| {
        let one = |(s, i): (&Vec<f64>, &Indicator)| horizons.iter().map(|h| h.value(s, i.over)).collect();
        series.iter().zip(INDICATORS).map(one).collect()
    };
    let runs = ensemble.runs.iter();
    runs.map(|r| Measured {
        scenario: r.job.scenario,
        arm: r.job.arm,
        replicate: r.job.replicate,
        values: r.result.as_ref().ok().map(at_horizons),
        numbers: r.numbers.clone(),
    })
    .collect()
}

/// Compares `scenarios` scenarios with the one at `baseline`; means are those of the reported arm.
pub fn compare_measured(
    scenarios: usize,
    baseline: usize,
    reported: Arm,
    horizons: Vec<Horizon>,
    runs: &[Measured],
) -> Comparison {
    let mut rows = Vec::with_capacity(scenarios * INDICATORS.len() * horizons.len());
    for scenario in 0..scenarios {
        let [main, seed] = [reported, Arm::Seed].map(|arm| partners(runs, scenario, baseline, arm));
        for (i, indicator) in INDICATORS.iter().enumerate() {
            for horizon in 0..horizons.len() {
                let mut row = summarise(&pairs(&main, i, horizon), indicator, scenario == baseline);
                if scenario != baseline {
                    row.delta_seed_ci95 = interval(&differences(&pairs(&seed, i, horizon)));
                    if are_at_odds(row.delta_ci95, row.delta_seed_ci95) {
                        row.verdict = Some(Verdict::Unclear);
                    }
                }
                rows.push(Row { scenario, horizon, ..row });
            }
        }
    }
    Comparison { horizons, rows }
}

/// The runs of a scenario in an arm, each beside the same replicate of the baseline.
pub(super) fn partners(runs: &[Measured], scenario: usize, baseline: usize, arm: Arm) -> Vec<(&Measured, &Measured)> {
    let of = |scenario: usize| runs.iter().filter(move |r| r.scenario == scenario && r.arm == arm);
    let baseline: BTreeMap<u32, &Measured> = of(baseline).map(|r| (r.replicate, r)).collect();
    of(scenario).filter_map(|r| Some((r, *baseline.get(&r.replicate)?))).collect()
}

/// `(value, value of the baseline)` where both were measured.
fn pairs(partners: &[(&Measured, &Measured)], indicator: usize, horizon: usize) -> Vec<(f64, f64)> {
    let values = partners.iter().map(|(a, b)| (a.value(indicator, horizon), b.value(indicator, horizon)));
    values.filter(|(a, b)| !a.is_nan() && !b.is_nan()).collect()
}

fn differences(pairs: &[(f64, f64)]) -> Vec<f64> {
    pairs.iter().map(|(a, b)| a - b).collect()
}

/// Student's 95 % t interval of the mean.
pub(super) fn interval(sample: &[f64]) -> (f64, f64) {
    let m = moments(sample);
    let half = half_width_95(m);
    (m.mean - half, m.mean + half)
}

fn summarise(pairs: &[(f64, f64)], indicator: &'static Indicator, is_baseline: bool) -> Row {
    let side = moments(&pairs.iter().map(|p| p.0).collect::<Vec<_>>());
    let baseline = moments(&pairs.iter().map(|p| p.1).collect::<Vec<_>>());
    let half = half_width_95(side);
    let row = Row {
        scenario: 0,
        indicator,
        horizon: 0,
        n_pairs: pairs.len(),
        mean: side.mean,
        ci95: (side.mean - half, side.mean + half),
        baseline_mean: baseline.mean,
        delta: f64::NAN,
        delta_ci95: NO_INTERVAL,
        delta_seed_ci95: NO_INTERVAL,
        delta_relative: f64::NAN,
        share_of_pairs_better: f64::NAN,
        variance_ratio: f64::NAN,
        verdict: None,
    };
    if pairs.is_empty() {
        return row;
    }
    if is_baseline {
        return Row { verdict: Some(Verdict::Baseline), ..row };
    }
    let differences = differences(pairs);
    let delta = moments(&differences);
    let delta_ci95 = interval(&differences);
    let unpaired = side.sd * side.sd + baseline.sd * baseline.sd;
    Row {
        delta: delta.mean,
        delta_ci95,
        delta_relative: if baseline.mean == 0.0 { f64::NAN } else { delta.mean / baseline.mean.abs() },
        share_of_pairs_better: share_better(&differences, indicator.better),
        variance_ratio: if unpaired > 0.0 { delta.sd * delta.sd / unpaired } else { f64::NAN },
        verdict: Some(verdict(&differences, delta_ci95, indicator.better)),
        ..row
    }
}

/// On which side of 0 an interval lies: 1 above, -1 below, 0 if it holds it or is none.
pub(super) fn side((low, high): (f64, f64)) -> i8 {
    i8::from(low > 0.0) - i8::from(high < 0.0)
}

/// Whether an interval excludes 0 while that by chance alone does not lie on the same side of it: the two come from two sets of
/// runs, and what only one of them shows is unclear.
pub fn are_at_odds(interval: (f64, f64), by_chance: (f64, f64)) -> bool {
    let measured = !by_chance.0.is_nan() && !by_chance.1.is_nan();
    measured && side(interval) != 0 && side(by_chance) != side(interval)
}

fn share_better(differences: &[f64], better: Better) -> f64 {
    let is_better: fn(&&f64) -> bool = match better {
        Better::Higher => |d| **d > 0.0,
        Better::Lower => |d| **d < 0.0,
        Better::Neither => return f64::NAN,
    };
    differences.iter().filter(is_better).count() as f64 / differences.len() as f64
}

fn verdict(differences: &[f64], (low, high): (f64, f64), better: Better) -> Verdict {
    if differences.iter().all(|d| *d == 0.0) {
        return Verdict::Same;
    }
    let (higher, lower) = (low > 0.0, high < 0.0);
    match (better, higher) {
        _ if !higher && !lower => Verdict::Unclear,
        (Better::Higher, true) | (Better::Lower, false) => Verdict::Better,
        (Better::Higher, false) | (Better::Lower, true) => Verdict::Worse,
        (Better::Neither, true) => Verdict::Higher,
        (Better::Neither, false) => Verdict::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Month;

    #[test]
    fn verdicts_need_no_sign_reading() {
        let judge = |d: &[f64], better| verdict(d, interval(d), better);
        assert_eq!(judge(&[0.0, 0.0], Better::Higher), Verdict::Same);
        assert_eq!(judge(&[1.0, 1.1, 0.9], Better::Higher), Verdict::Better);
        assert_eq!(judge(&[1.0, 1.1, 0.9], Better::Lower), Verdict::Worse);
        assert_eq!(judge(&[-1.0, -1.1, -0.9], Better::Neither), Verdict::Lower);
        assert_eq!(judge(&[1.0, -1.1, 0.9], Better::Higher), Verdict::Unclear);
        assert_eq!(judge(&[1.0], Better::Higher), Verdict::Unclear, "one pair proves nothing");
    }

    #[test]
    fn intervals_on_two_sides_are_at_odds() {
        let above = (0.1, 0.3);
        for (by_chance, odd) in [((0.05, 0.2), false), ((-0.1, 0.2), true), ((-0.3, -0.1), true)] {
            assert_eq!(are_at_odds(above, by_chance), odd, "{by_chance:?}");
        }
        assert!(!are_at_odds((-0.1, 0.3), above), "nothing is claimed");
        assert!(!are_at_odds(above, (f64::NAN, f64::NAN)), "one arm");
    }

    /// What one arm shows and the other does not is unclear, in every face.
    #[test]
    fn verdicts_need_both_intervals() {
        let run = |scenario: usize, arm: Arm, replicate: u32, x: f64| Measured {
            scenario,
            arm,
            replicate,
            values: Some(vec![vec![x; 2]; INDICATORS.len()]),
            numbers: Vec::new(),
        };
        let verdict = |full: [f64; 3], seed: [f64; 3]| {
            let of = |arm: Arm, d: [f64; 3]| {
                (0..3u32).flat_map(move |k| [(0, 1.0), (1, 1.0 + d[k as usize])].map(|(s, x)| (arm, k, s, x)))
            };
            let runs: Vec<_> =
                of(Arm::Full, full).chain(of(Arm::Seed, seed)).map(|(arm, k, s, x)| run(s, arm, k, x)).collect();
            let all = compare_measured(2, 0, Arm::Full, horizons(Month::new(2025, 9), 1), &runs);
            all.rows.iter().find(|r| r.scenario == 1 && r.indicator.better == Better::Higher).unwrap().verdict.unwrap()
        };
        let (clear, unclear) = ([1.0, 1.1, 0.9], [1.0, -1.1, 0.9]);
        assert_eq!(verdict(clear, clear), Verdict::Better);
        assert_eq!(verdict(clear, unclear), Verdict::Unclear);
        assert_eq!(verdict(unclear, clear), Verdict::Unclear);
        assert_eq!(verdict(clear, clear.map(|d| -d)), Verdict::Unclear);
    }

    #[test]
    fn summary_of_pairs() {
        let row = summarise(&[(2.0, 1.0), (4.0, 2.0), (6.0, 3.0)], &INDICATORS[0], false);
        assert_eq!((row.n_pairs, row.mean, row.baseline_mean, row.delta, row.delta_relative), (3, 4.0, 2.0, 2.0, 1.0));
        assert_eq!(row.variance_ratio, 1.0 / 5.0);
        let empty = summarise(&[], &INDICATORS[0], false);
        assert!(empty.mean.is_nan() && empty.verdict.is_none());
    }
}
