//! A point held against all goals, by the emulators: likelihood, implausibility, the region still possible.

use super::emulator::{Emulators, Prediction, Runs};
use super::goal::{Errors, Goal};

/// Beyond so many standard deviations a goal is out of reach (three-sigma rule, Pukelsheim 1994).
pub const CUT: f64 = 3.0;

/// Emulators and what their outcomes should be.
#[derive(Clone, Debug)]
pub struct Judge {
    pub goals: Vec<Goal>,
    pub errors: Errors,
    pub emulators: Emulators,
    /// Goals that may be out of reach in the region still possible.
    pub let_go: usize,
}

impl Judge {
    /// Emulators of these runs, whose outputs are in the order of the goals; `None` with too few runs.
    pub fn new(goals: Vec<Goal>, errors: Errors, runs: &Runs, region: &[usize]) -> Option<Judge> {
        let emulators = Emulators::fit(runs, region)?;
        Some(Judge { let_go: goals.len(), goals, errors, emulators })
    }

    fn each<'a>(&'a self, at: &'a Prediction) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
        let fitted = self.goals.iter().enumerate().filter(|(_, g)| g.weight > 0.0);
        fitted.map(|(j, g)| (j, g.value - at.mean[j], at.variance[j]))
    }

    /// Logarithm of the likelihood of a point of the unit cube.
    pub fn log_likelihood(&self, point: &[f64]) -> f64 {
        let at = self.emulators.predict(point);
        self.each(&at).map(|(j, miss, v)| self.errors.log_density(miss, &self.goals[j], v)).sum()
    }

    /// Goals out of reach at a point.
    pub fn out_of_reach(&self, point: &[f64]) -> usize {
        let at = self.emulators.predict(point);
        self.each(&at).filter(|(j, miss, v)| self.errors.implausibility(*miss, &self.goals[*j], *v) > CUT).count()
    }

    /// Whether a point is in the region still possible.
    pub fn possible(&self, point: &[f64]) -> bool {
        self.let_go >= self.goals.len() || self.out_of_reach(point) <= self.let_go
    }

    /// Sets how many goals may be out of reach: the fewest at any of these points, and one in twenty for caution
    /// (the second and third largest implausibility of Vernon, Goldstein & Bower 2010).
    pub fn let_go_fewest(&mut self, points: &[Vec<f64>]) {
        let fewest = points.iter().map(|p| self.out_of_reach(p)).min().unwrap_or(self.goals.len());
        self.let_go = fewest + self.goals.iter().filter(|g| g.weight > 0.0).count() / 20;
    }

    /// Miss of every goal at a point, in tolerances, positive above its value.
    pub fn distances(&self, point: &[f64]) -> Vec<f64> {
        let at = self.emulators.predict(point);
        self.goals.iter().zip(&at.mean).map(|(g, m)| (m - g.value) / g.tolerance).collect()
    }
}
