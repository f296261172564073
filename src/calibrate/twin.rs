//! The method tried on worlds whose parameters are known.
//!
//! A twin is a run of the model at a point drawn from the prior. Its outcomes, with an error drawn as the method
//! assumes, are the facts; the fit must find the point again. The bank of runs is the same for all twins, because a first
//! wave does not depend on facts; the run of the twin itself is left out of it. Each interval should hold the truth as
//! often as it says (Cook, Gelman & Rubin 2006; Talts et al. 2018).

use rayon::prelude::*;

use super::emulator::Runs;
use super::goal::Goal;
use super::judge::Judge;
use super::walk::{Length, sample};
use super::waves::Problem;
use crate::base::math;
use crate::base::rng::{Draws, Process};
use crate::base::stats::{moments, quantile_sorted};

/// A parameter of a twin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recovered {
    pub twin: usize,
    pub axis: usize,
    /// In the unit of the cube: the truth, and quantiles of what was found.
    pub truth: f64,
    pub low: f64,
    pub median: f64,
    pub high: f64,
    /// Share of the posterior below the truth; uniform over twins if the method is right.
    pub rank: f64,
}

impl Recovered {
    /// Whether the 90 % interval holds the truth.
    pub fn inside(&self) -> bool {
        (self.low..=self.high).contains(&self.truth)
    }
}

/// How often intervals of 90 % hold the truth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    pub intervals: usize,
    pub inside: usize,
    /// Share, and its standard error: between twins, because the parameters of a twin share their facts.
    pub share: f64,
    pub error: f64,
    /// Mean width of the intervals; 0.9 if nothing was learned.
    pub width: f64,
}

/// Recovers the first `twins` runs of the bank, each from all others. Outcomes are in the order of the goals of the
/// problem, of single runs; `None` if the bank is too small.
pub fn twins(problem: &Problem, bank: &Runs, twins: usize) -> Option<Vec<Recovered>> {
    let axes = problem.axes.len();
    let length = Length { walkers: (2 * axes).max(48), warm_up: 250, kept: 150 };
    let one = |twin: usize| {
        let mut random = Draws::new(problem.seed, 0).stream(Process::Twin, 0).generator(twin as u64);
        let fact = |(g, y): (&Goal, &f64)| Goal { value: y + problem.errors.draw(g, &mut random), ..g.clone() };
        let fitted = |g: &&Goal| g.weight > 0.0;
        let rest: Vec<usize> = (0..bank.points.len()).filter(|i| *i != twin).collect();
        let columns: Vec<usize> = (0..problem.goals.len()).filter(|&j| fitted(&&problem.goals[j])).collect();
        let goals: Vec<Goal> = columns.iter().map(|&j| (&problem.goals[j], &bank.outputs[twin][j])).map(fact).collect();
        let runs = Runs {
            points: rest.iter().map(|&i| bank.points[i].clone()).collect(),
            outputs: rest.iter().map(|&i| columns.iter().map(|&j| bank.outputs[i][j]).collect()).collect(),
            chance: Vec::new(),
            replicates: 1,
        };
        let all: Vec<usize> = (0..rest.len()).collect();
        let judge = Judge::new(goals, problem.errors.clone(), &runs, &all)?;
        let density = |p: &[f64]| judge.log_likelihood(p);
        let mut start: Vec<(f64, &Vec<f64>)> = runs.points.iter().map(|p| (density(p), p)).collect();
        start.sort_by(|a, b| b.0.total_cmp(&a.0));
        let start: Vec<Vec<f64>> = start.into_iter().take(length.walkers).map(|(_, p)| p.clone()).collect();
        let sample = sample(&density, &start, length, problem.seed, 1000 + twin as u32);
        Some((0..axes).map(|axis| recovered(twin, axis, bank.points[twin][axis], &sample.points)).collect::<Vec<_>>())
    };
    let found: Option<Vec<Vec<Recovered>>> = (0..twins.min(bank.points.len())).into_par_iter().map(one).collect();
    Some(found?.concat())
}

fn recovered(twin: usize, axis: usize, truth: f64, sample: &[Vec<f64>]) -> Recovered {
    let mut x: Vec<f64> = sample.iter().map(|p| p[axis]).collect();
    x.sort_by(f64::total_cmp);
    let [low, median, high] = [0.05, 0.5, 0.95].map(|p| quantile_sorted(&x, p));
    let rank = x.partition_point(|v| *v < truth) as f64 / x.len() as f64;
    Recovered { twin, axis, truth, low, median, high, rank }
}

/// Of one axis, or of all of them.
pub fn coverage(found: &[Recovered], axis: Option<usize>) -> Coverage {
    let of: Vec<&Recovered> = found.iter().filter(|r| axis.is_none_or(|a| a == r.axis)).collect();
    let inside = of.iter().filter(|r| r.inside()).count();
    let by_twin: Vec<f64> = of
        .chunk_by(|a, b| a.twin == b.twin)
        .map(|twin| twin.iter().filter(|r| r.inside()).count() as f64 / twin.len() as f64)
        .collect();
    let share = inside as f64 / of.len().max(1) as f64;
    let error = match axis {
        Some(_) => math::sqrt(share * (1.0 - share) / of.len().max(1) as f64),
        None => moments(&by_twin).sd / math::sqrt(by_twin.len() as f64),
    };
    let width = of.iter().map(|r| r.high - r.low).sum::<f64>() / of.len().max(1) as f64;
    Coverage { intervals: of.len(), inside, share, error, width }
}
