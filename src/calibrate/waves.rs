//! The fit: waves of runs where the model may still agree with what is known, then the posterior there.
//!
//! Waves (Craig et al. 1997; Vernon, Goldstein & Bower 2010): run the model at points that fill the box, fit emulators, drop
//! what is implausible, run it where it is not, and again. The points of a later wave are taken from a sample of the
//! likelihood to the power 1/4, within the region, spread out. Then the posterior: uniform prior, likelihood by the last
//! emulators ([`super::goal`]), zero where an earlier wave found it impossible. Last, real runs at its middle, at
//! points of the posterior and at the values in force: what is reported as fit are these, not the emulators.
//!
//! Knows no scenario: the model is a function from runs to outcomes. The same seed gives the same runs.

use super::design::{farthest, latin_hypercube};
use super::emulator::Runs;
use super::goal::{Errors, Goal};
use super::judge::Judge;
use super::space::{Axis, values};
use super::walk::{Length, Sample, climb, sample};
use crate::base::math::sum;
use crate::base::stats::moments;
use crate::scenario::study::RUNS_OF_CHECK;

/// What is sought and what should come out.
#[derive(Clone, Debug)]
pub struct Problem {
    pub axes: Vec<Axis>,
    pub goals: Vec<Goal>,
    pub errors: Errors,
    pub seed: u64,
}

/// How many runs, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// All together.
    pub runs: usize,
    /// Runs of each point of a wave.
    pub replicates: usize,
    pub waves: usize,
    /// Runs at the values in force, and as many at the middle of the posterior; twice as many at points of the posterior.
    pub check: usize,
}

/// A run that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Values of the free parameters; `None`: those in force.
    pub values: Option<Vec<f64>>,
    pub replicate: u32,
}

/// The model: for each run its outcomes in the order of the goals, NaN where not measured or failed.
pub type Model<'a, E> = dyn FnMut(&[Run]) -> Result<Vec<Vec<f64>>, E> + 'a;

/// A run of a wave as it came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    pub wave: usize,
    pub point: Vec<f64>,
    pub replicate: u32,
    pub outcomes: Vec<f64>,
}

/// What a wave left.
#[derive(Clone, Debug, PartialEq)]
pub struct Wave {
    pub points: usize,
    /// Goals that may be out of reach in the region.
    pub let_go: usize,
    /// Share of the box that is still possible after it, by emulation.
    pub possible: f64,
}

/// Runs that tell how good the fit is: outcomes by run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    pub before: Vec<Vec<f64>>,
    pub middle: Vec<Vec<f64>>,
    pub posterior: Vec<Vec<f64>>,
}

/// All that was found.
#[derive(Clone, Debug)]
pub struct Fit {
    pub runs: Vec<Done>,
    pub waves: Vec<Wave>,
    /// Positions of the goals that were measured; the judge knows only these, in this order.
    pub measured: Vec<usize>,
    pub judge: Judge,
    /// Equally weighted points of the unit cube.
    pub posterior: Vec<Vec<f64>>,
    /// The top of the posterior by emulation.
    pub best: Vec<f64>,
    /// Its middle ([`middle`]).
    pub middle: Vec<f64>,
    /// Of the sampling: steps taken, potential scale reduction.
    pub accepted: f64,
    pub reduction: f64,
    pub check: Check,
}

/// Why there is no fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFit<E> {
    /// Of the model.
    Model(E),
    /// No goal with a weight is measured by the runs.
    NothingMeasured,
    /// Too few runs succeeded for a regression.
    TooFewRuns(usize),
}

/// Rows of the posterior set.
pub const ROWS: usize = 400;
/// Points from which regions are measured.
const POOL: usize = 4000;
/// Replicate numbers of waves begin here; those of checks at 0, so that middle and before share their chance.
pub const FIRST_OF_WAVES: u32 = 100_000;
const FIRST_OF_POSTERIOR: u32 = 50_000;
/// Power of the likelihood by which a later wave is placed.
const TEMPER: f64 = 0.25;
/// A goal counts as measured if so many of the runs measure it.
const MEASURED: f64 = 0.95;

impl Budget {
    /// Points of each wave: half in the first, the rest in equal parts.
    pub fn points(&self) -> Vec<usize> {
        let points = self.runs.saturating_sub(RUNS_OF_CHECK * self.check) / self.replicates.max(1);
        if self.waves <= 1 {
            return vec![points];
        }
        let first = points.div_ceil(2);
        let later = self.waves - 1;
        let rest = points - first;
        std::iter::once(first).chain((0..later).map(|i| (i + 1) * rest / later - i * rest / later)).collect()
    }
}

/// How long the posterior is sampled.
pub fn length(axes: usize) -> Length {
    Length { walkers: (4 * axes).max(64), warm_up: 400, kept: 400 }
}

/// Fits.
///
/// # Errors
/// [`NoFit`].
pub fn fit<E>(problem: &Problem, budget: Budget, model: &mut Model<E>) -> Result<Fit, NoFit<E>> {
    let Problem { axes, seed, .. } = problem;
    let mut fit = State { problem, done: Vec::new(), history: Vec::new(), measured: Vec::new(), waves: Vec::new() };
    let pool = pool(axes.len(), *seed);
    for (wave, points) in budget.points().into_iter().enumerate() {
        let design =
            if wave == 0 { latin_hypercube(points, axes.len(), *seed) } else { fit.next_points(points, wave, &pool) };
        fit.run(wave, &design, budget.replicates, model).map_err(NoFit::Model)?;
        fit.judge(&pool)?;
    }
    fit.conclude(budget, model)
}

/// Points that fill the box.
pub fn pool(axes: usize, seed: u64) -> Vec<Vec<f64>> {
    use crate::base::rng::{Draws, Process};
    let stream = Draws::new(seed, 0).stream(Process::Design, 1);
    (0..POOL).map(|i| (0..axes).map(|k| stream.uniform(i as u64, k as u32)).collect()).collect()
}

struct State<'a> {
    problem: &'a Problem,
    done: Vec<Done>,
    /// The judge of each wave.
    history: Vec<Judge>,
    measured: Vec<usize>,
    waves: Vec<Wave>,
}

impl State<'_> {
    fn run<E>(&mut self, wave: usize, points: &[Vec<f64>], replicates: usize, model: &mut Model<E>) -> Result<(), E> {
        let first = FIRST_OF_WAVES + self.done.len() as u32;
        let mut planned = Vec::new();
        for point in points {
            for _ in 0..replicates.max(1) {
                planned.push((point.clone(), first + planned.len() as u32));
            }
        }
        let runs = planned
            .iter()
            .map(|(point, replicate)| Run { values: Some(values(&self.problem.axes, point)), replicate: *replicate });
        let outcomes = model(&runs.collect::<Vec<_>>())?;
        let wave = wave + 1;
        let done = planned.into_iter().zip(outcomes);
        self.done.extend(done.map(|((point, replicate), outcomes)| Done { wave, point, replicate, outcomes }));
        Ok(())
    }

    /// Fits emulators to all runs so far and says what they leave possible.
    fn judge<E>(&mut self, pool: &[Vec<f64>]) -> Result<(), NoFit<E>> {
        if self.measured.is_empty() {
            self.measured = measured(&self.problem.goals, &self.done);
        }
        let goals: Vec<Goal> = self.measured.iter().map(|&j| self.problem.goals[j].clone()).collect();
        if goals.iter().all(|g| g.weight == 0.0) {
            return Err(NoFit::NothingMeasured);
        }
        let runs = gather(&self.done, &self.measured);
        let region: Vec<usize> = (0..runs.points.len()).filter(|&i| self.possible(&runs.points[i])).collect();
        let judge = Judge::new(goals, self.problem.errors.clone(), &runs, &region);
        let mut judge = judge.ok_or(NoFit::TooFewRuns(runs.points.len()))?;
        let wide = self.sample(&judge, pool, TEMPER, 100 + self.history.len() as u32);
        judge.let_go_fewest(&wide.points.iter().step_by(17).cloned().collect::<Vec<_>>());
        let let_go = judge.let_go;
        self.history.push(judge);
        let possible = pool.iter().filter(|p| self.possible(p)).count() as f64 / pool.len() as f64;
        let points = runs.points.len() - self.waves.iter().map(|w| w.points).sum::<usize>();
        self.waves.push(Wave { points, let_go, possible });
        Ok(())
    }

    fn possible(&self, point: &[f64]) -> bool {
        self.history.iter().all(|judge| judge.possible(point))
    }

    /// A sample of the likelihood to a power, where earlier waves left a possibility.
    fn sample(&self, judge: &Judge, pool: &[Vec<f64>], power: f64, address: u32) -> Sample {
        let mut length = length(self.problem.axes.len());
        if power < 1.0 {
            (length.warm_up, length.kept) = (length.warm_up / 2, length.kept / 4);
        }
        let density = |p: &[f64]| {
            if self.possible(p) { power * judge.log_likelihood(p) } else { f64::NEG_INFINITY }
        };
        // The best of the pool and of what was run, so that no walker begins where nothing is possible.
        let known = self.done.iter().map(|d| &d.point).chain(pool);
        let mut start: Vec<(f64, &Vec<f64>)> = known.map(|p| (density(p), p)).collect();
        start.sort_by(|a, b| b.0.total_cmp(&a.0));
        let possible = start.iter().take_while(|(d, _)| d.is_finite()).count().max(1);
        let start: Vec<Vec<f64>> =
            start.into_iter().take(length.walkers.min(possible)).map(|(_, p)| p.clone()).collect();
        sample(&density, &start, length, self.problem.seed, address)
    }

    /// Points of the next wave.
    fn next_points(&self, points: usize, wave: usize, pool: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let Some(judge) = self.history.last() else { return Vec::new() };
        let wide = self.sample(judge, pool, TEMPER, wave as u32);
        let thinned: Vec<Vec<f64>> = wide.points.into_iter().step_by(5).collect();
        let possible: Vec<Vec<f64>> = thinned.iter().filter(|p| self.possible(p)).cloned().collect();
        let candidates = if possible.len() < points { thinned } else { possible };
        let so_far: Vec<Vec<f64>> = self.done.iter().map(|d| d.point.clone()).collect();
        farthest(&candidates, &so_far, points)
    }

    fn conclude<E>(mut self, budget: Budget, model: &mut Model<E>) -> Result<Fit, NoFit<E>> {
        let axes = &self.problem.axes;
        let judge = self.history.pop().ok_or(NoFit::TooFewRuns(0))?;
        let pool = pool(axes.len(), self.problem.seed);
        let sampled = self.sample(&judge, &pool, 1.0, 0);
        let posterior = sampled.thinned(ROWS);
        let top =
            sampled.densities.iter().enumerate().fold(0, |b, (i, d)| if *d > sampled.densities[b] { i } else { b });
        let height = |p: &[f64]| if self.possible(p) { judge.log_likelihood(p) } else { f64::NEG_INFINITY };
        let (best, _) = climb(&height, &sampled.points[top]);
        let middle = middle(&posterior, |p| self.possible(p) && judge.possible(p));
        let check = check(axes, budget.check, &middle, &posterior, model).map_err(NoFit::Model)?;
        Ok(Fit {
            runs: self.done,
            waves: self.waves,
            measured: self.measured,
            judge,
            posterior,
            best,
            middle,
            accepted: sampled.accepted,
            reduction: sampled.reduction,
            check,
        })
    }
}

/// The mean of a set of points where it is possible, else the point with the least sum of distances to all others (medoid;
/// Kaufman & Rousseeuw 1990), which a bent set contains. The top of a flat posterior stands where ranges end; its middle is
/// what the targets say.
pub fn middle(points: &[Vec<f64>], possible: impl Fn(&[f64]) -> bool) -> Vec<f64> {
    let axes = points.first().map_or(0, Vec::len);
    let mean: Vec<f64> = (0..axes).map(|k| sum(points.iter().map(|p| p[k])) / points.len() as f64).collect();
    if possible(&mean) {
        return mean;
    }
    let far = |a: &[f64], b: &[f64]| sum(a.iter().zip(b).map(|(x, y)| (x - y) * (x - y))).sqrt();
    let from_all = points.iter().map(|p| sum(points.iter().map(|q| far(p, q))));
    let nearest =
        from_all.enumerate().fold((f64::INFINITY, 0), |least, (i, d)| if d < least.0 { (d, i) } else { least });
    points.get(nearest.1).cloned().unwrap_or_default()
}

/// Real runs of the values in force, of the middle and of points of the posterior.
fn check<E>(axes: &[Axis], n: usize, middle: &[f64], posterior: &[Vec<f64>], model: &mut Model<E>) -> Result<Check, E> {
    let replicate = |i: usize| i as u32;
    let mut runs: Vec<Run> = (0..n).map(|i| Run { values: None, replicate: replicate(i) }).collect();
    runs.extend((0..n).map(|i| Run { values: Some(values(axes, middle)), replicate: replicate(i) }));
    runs.extend((0..2 * n).map(|i| Run {
        values: Some(values(axes, &posterior[i * posterior.len() / (2 * n)])),
        replicate: FIRST_OF_POSTERIOR + replicate(i),
    }));
    let mut outcomes = model(&runs)?;
    let posterior = outcomes.split_off(2 * n);
    let middle = outcomes.split_off(n);
    Ok(Check { before: outcomes, middle, posterior })
}

/// The goals that nearly all runs that did not fail measure.
pub fn measured(goals: &[Goal], done: &[Done]) -> Vec<usize> {
    let whole: Vec<&Done> = done.iter().filter(|d| d.outcomes.iter().any(|y| y.is_finite())).collect();
    let share =
        |j: usize| whole.iter().filter(|d| d.outcomes[j].is_finite()).count() as f64 / whole.len().max(1) as f64;
    (0..goals.len()).filter(|&j| !whole.is_empty() && share(j) >= MEASURED).collect()
}

/// Means over the replicates of each point, without runs that lack a measured goal.
pub fn gather(done: &[Done], measured: &[usize]) -> Runs {
    let mut runs = Runs { replicates: 1, ..Runs::default() };
    let (mut squares, mut freedom) = (vec![0.0; measured.len()], 0.0);
    for group in done.chunk_by(|a, b| a.wave == b.wave && a.point == b.point) {
        let outcomes = group.iter().map(|d| measured.iter().map(|&j| d.outcomes[j]).collect::<Vec<f64>>());
        let whole: Vec<Vec<f64>> = outcomes.filter(|o| o.iter().all(|y| y.is_finite())).collect();
        if whole.is_empty() {
            continue;
        }
        let by_goal = (0..measured.len()).map(|j| moments(&whole.iter().map(|o| o[j]).collect::<Vec<_>>()));
        let by_goal: Vec<_> = by_goal.collect();
        if whole.len() > 1 {
            let more = whole.len() as f64 - 1.0;
            squares.iter_mut().zip(&by_goal).for_each(|(s, m)| *s += m.sd * m.sd * more);
            freedom += more;
        }
        runs.replicates = runs.replicates.max(whole.len());
        runs.points.push(group[0].point.clone());
        runs.outputs.push(by_goal.iter().map(|m| m.mean).collect());
    }
    if freedom > 0.0 {
        runs.chance = squares.into_iter().map(|s| s / freedom).collect();
    }
    runs
}
