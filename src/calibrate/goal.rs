//! How far a model may be from a fact: implausibility, and the likelihood of a point.
//!
//! What is known, `z`, is what the model says at its true point plus the chance of a run plus an error of the model and
//! of the fact. That error has Student's t distribution with 4 degrees of freedom, scaled so that it is within the
//! tolerance of the target in 95 of 100 cases. Its long tails let a fit give up a target that the model cannot reach instead
//! of spoiling all others for it (West 1984; Lange, Little & Taylor 1989). A weight of `w` divides its square by `w`.
//!
//! t is written as a mixture of normal distributions (Andrews & Mallows 1974), so that the variance of the emulator,
//! which is normal, adds to each of them exactly.

use crate::base::math::{self, exp, ln};
use crate::base::rng::Generator;

/// Degrees of freedom.
const DEGREES: f64 = 4.0;
/// 97.5 % quantile of t with 4 degrees of freedom.
const QUANTILE: f64 = 2.776_445_105;
/// Borders of the standard deviations that are taken together, relative to the scale of t.
const BORDERS: [f64; 14] = [0.0, 0.5, 0.6, 0.72, 0.86, 1.05, 1.3, 1.65, 2.1, 2.8, 4.0, 6.5, 11.0, 24.0];

/// What an outcome should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    pub id: String,
    pub value: f64,
    /// What still agrees [unit of the value], positive.
    pub tolerance: f64,
    /// 0: shown, not fitted.
    pub weight: f64,
}

/// The error of model and fact as a mixture: share and standard deviation of each part, relative to the tolerance.
#[derive(Clone, Debug)]
pub struct Errors {
    parts: Vec<(f64, f64)>,
    /// Of the whole, relative to the squared tolerance.
    variance: f64,
}

impl Errors {
    /// Student's t, within the tolerance in 95 of 100 cases.
    pub fn student() -> Self {
        // The variance of the normal distributions is 1/g, g of a gamma distribution with shape and rate 2.
        let below = |sd: f64| {
            let g = if sd > 0.0 { 1.0 / (sd * sd) } else { return 0.0 };
            exp(-2.0 * g) * (1.0 + 2.0 * g)
        };
        let parts = BORDERS.iter().enumerate().map(|(i, &low)| {
            let high = BORDERS.get(i + 1).copied();
            let share = high.map_or(1.0, below) - below(low);
            let sd = match high {
                Some(high) if low > 0.0 => math::sqrt(low * high),
                Some(high) => 0.9 * high,
                None => 1.4 * low,
            };
            (share, sd / QUANTILE)
        });
        let variance = DEGREES / (DEGREES - 2.0) / (QUANTILE * QUANTILE);
        Errors { parts: parts.collect(), variance }
    }

    /// A normal distribution, within the tolerance in 95 of 100 cases.
    pub fn normal() -> Self {
        const HALF: f64 = 1.959_963_985;
        Errors { parts: vec![(1.0, 1.0 / HALF)], variance: 1.0 / (HALF * HALF) }
    }

    /// Logarithm of the density of a miss by `miss` where the model itself varies by `variance`.
    pub fn log_density(&self, miss: f64, goal: &Goal, variance: f64) -> f64 {
        let unit = goal.tolerance * goal.tolerance / goal.weight;
        let mut terms = [f64::NEG_INFINITY; BORDERS.len()];
        for (term, (share, sd)) in terms.iter_mut().zip(&self.parts) {
            let v = sd * sd * unit + variance;
            *term = ln(*share) - 0.5 * (miss * miss / v + ln(v));
        }
        let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let rest: f64 = terms.iter().map(|t| if t - top > -40.0 { exp(t - top) } else { 0.0 }).sum();
        top + ln(rest) - 0.918_938_533_204_672_7
    }

    /// Distance in standard deviations of all that is uncertain: `|z - E| / sqrt(Var_model + Var_error)`.
    pub fn implausibility(&self, miss: f64, goal: &Goal, variance: f64) -> f64 {
        miss.abs() / math::sqrt(self.variance * goal.tolerance * goal.tolerance / goal.weight + variance)
    }

    /// An error [unit of the goal].
    pub fn draw(&self, goal: &Goal, random: &mut Generator) -> f64 {
        let mut u = random.open();
        let part = self.parts.iter().find(|(share, _)| {
            u -= share;
            u <= 0.0
        });
        let sd = part.or(self.parts.last()).map_or(0.0, |(_, sd)| *sd);
        sd * goal.tolerance / math::sqrt(goal.weight) * crate::base::draw::normal_quantile(random.open())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::{Draws, Process};

    fn goal(weight: f64) -> Goal {
        Goal { id: "g".into(), value: 0.0, tolerance: QUANTILE, weight }
    }

    /// Density of t4: `3/8 (1 + x^2/4)^(-5/2)`.
    #[test]
    fn mixture_is_student() {
        let errors = Errors::student();
        assert!((errors.parts.iter().map(|p| p.0).sum::<f64>() - 1.0).abs() < 1e-12);
        for x in [0.0, 0.3, 1.0, 2.0, 3.0, 5.0, 8.0, 10.0, 15.0] {
            let exact = 0.375 * math::pow(1.0 + x * x / 4.0, -2.5);
            let ratio = exp(errors.log_density(x, &goal(1.0), 0.0)) / exact;
            assert!((0.82..1.2).contains(&ratio), "{x}: {ratio}");
        }
    }

    #[test]
    fn a_normal_model_variance_adds() {
        let g = Goal { tolerance: 1.959_963_985, ..goal(1.0) };
        let density = exp(Errors::normal().log_density(1.5, &g, 3.0));
        let exact = exp(-1.5 * 1.5 / 8.0) / math::sqrt(8.0 * std::f64::consts::PI);
        assert!((density - exact).abs() < 1e-9);
        assert!((Errors::normal().implausibility(-1.5, &g, 3.0) - 0.75).abs() < 1e-9);
    }

    #[test]
    fn a_weight_of_four_halves_the_error() {
        let errors = Errors::student();
        let mut random = Draws::new(1, 0).stream(Process::Test, 0).generator(5);
        let mut inside = |weight| {
            let g = goal(weight);
            let n = 20_000;
            let inside = (0..n).filter(|_| errors.draw(&g, &mut random).abs() <= g.tolerance).count();
            inside as f64 / f64::from(n)
        };
        let (one, four) = (inside(1.0), inside(4.0));
        assert!((0.945..0.955).contains(&one), "{one}");
        // P(|t4| < 5.55) = 0.9948.
        assert!((0.992..0.998).contains(&four), "{four}");
    }
}
