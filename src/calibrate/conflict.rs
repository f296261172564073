//! What a fit costs: which goals exclude each other, and what the others lose when one is met.
//!
//! By the emulators. For each goal three questions: how near can it come if it alone counts; where is the best point when it
//! is met, whatever that costs; how much of the box meets it, and meets another with it.

use rayon::prelude::*;

use super::goal::Goal;
use super::judge::Judge;
use super::walk::climb;

/// A goal against another; distances in tolerances, positive above the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Positions in the judge.
    pub goal: usize,
    pub other: usize,
    /// Of the goal at the best point, and where it is met as well as it can be.
    pub distance: f64,
    pub distance_met: f64,
    /// The least distance if this goal alone counted.
    pub distance_alone: f64,
    /// Of the other at the best point, and where the goal is met.
    pub other_distance: f64,
    pub other_distance_met: f64,
    /// Shares of the box where the goal, the other, both are within their tolerances.
    pub share: f64,
    pub share_other: f64,
    pub share_both: f64,
}

impl Conflict {
    /// How much farther the other is from its value when the goal is met [tolerances].
    pub fn cost(&self) -> f64 {
        self.other_distance_met.abs() - self.other_distance.abs()
    }

    /// Each can be met in the box, both together nowhere in it.
    pub fn excludes(&self) -> bool {
        self.share > 0.0 && self.share_other > 0.0 && self.share_both == 0.0
    }
}

/// Weight at which a goal is met before all others.
const MET: f64 = 400.0;

/// All pairs of goals with a weight, by goal and other.
pub fn conflicts(judge: &Judge, best: &[f64], pool: &[Vec<f64>]) -> Vec<Conflict> {
    let fitted: Vec<usize> = (0..judge.goals.len()).filter(|&j| judge.goals[j].weight > 0.0).collect();
    let everywhere: Vec<Vec<f64>> = pool.par_iter().map(|p| judge.distances(p)).collect();
    let at_best = judge.distances(best);
    let share = |of: &dyn Fn(&Vec<f64>) -> bool| {
        everywhere.iter().filter(|d| of(d)).count() as f64 / everywhere.len().max(1) as f64
    };
    let one = |&goal: &usize| {
        let met = judge.distances(&with_one_met(judge, goal, best));
        let alone = alone(judge, goal, best, &everywhere, pool);
        let own = share(&|d| d[goal].abs() <= 1.0);
        let others = fitted.iter().filter(|&&other| other != goal);
        others
            .map(|&other| Conflict {
                goal,
                other,
                distance: at_best[goal],
                distance_met: met[goal],
                distance_alone: alone,
                other_distance: at_best[other],
                other_distance_met: met[other],
                share: own,
                share_other: share(&|d| d[other].abs() <= 1.0),
                share_both: share(&|d| d[goal].abs() <= 1.0 && d[other].abs() <= 1.0),
            })
            .collect::<Vec<_>>()
    };
    fitted.par_iter().flat_map_iter(one).collect()
}

/// The best point when one goal is met before all others.
fn with_one_met(judge: &Judge, goal: usize, best: &[f64]) -> Vec<f64> {
    let forced: Vec<Goal> = judge
        .goals
        .iter()
        .enumerate()
        .map(|(j, g)| Goal { weight: if j == goal { MET } else { g.weight }, ..g.clone() })
        .collect();
    // The miss itself, without the long tails that would give it up.
    let pull = |p: &[f64]| {
        let at = judge.emulators.predict(p);
        let others: f64 = (0..forced.len())
            .filter(|&j| j != goal && forced[j].weight > 0.0)
            .map(|j| judge.errors.log_density(forced[j].value - at.mean[j], &forced[j], at.variance[j]))
            .sum();
        let miss = (at.mean[goal] - forced[goal].value) / forced[goal].tolerance;
        others - 0.5 * MET * miss * miss
    };
    climb(&pull, best).0
}

/// The least distance of a goal in the box, with its sign.
fn alone(judge: &Judge, goal: usize, best: &[f64], everywhere: &[Vec<f64>], pool: &[Vec<f64>]) -> f64 {
    let nearest = (0..pool.len()).fold(None, |found: Option<usize>, i| match found {
        Some(k) if everywhere[k][goal].abs() <= everywhere[i][goal].abs() => found,
        _ => Some(i),
    });
    let from = nearest.map_or(best, |i| pool[i].as_slice());
    let (point, _) = climb(&|p| -judge.distances(p)[goal].abs(), from);
    judge.distances(&point)[goal]
}
