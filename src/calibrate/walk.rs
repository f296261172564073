//! Sampling a density over the unit cube: many walkers that learn their steps from each other.
//!
//! Differential evolution (ter Braak 2006) on subsets of the axes (Vrugt 2009): a walker steps by `g (a - b) + e`, `a`
//! and `b` two walkers of the other half, on a random subset of `d` axes, `g = 2.38 / sqrt(2 d)` or, now and then, 1. A step
//! over a wall is reflected, which keeps it symmetric. Halves move in turn, so the density sampled is exact. Every number is
//! addressed by walker and sweep; the result does not depend on threads.

use rayon::prelude::*;

use crate::base::math::{self, ln, sum};
use crate::base::rng::{Draws, Process};

/// How long to walk.
#[derive(Clone, Copy, Debug)]
pub struct Length {
    pub walkers: usize,
    /// Sweeps that are dropped.
    pub warm_up: usize,
    /// Sweeps that are kept.
    pub kept: usize,
}

/// What was sampled.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Equally weighted, sweep by sweep.
    pub points: Vec<Vec<f64>>,
    pub densities: Vec<f64>,
    /// Share of steps taken.
    pub accepted: f64,
    /// Largest potential scale reduction over the axes (Gelman & Rubin 1992), between groups of walkers; near 1 is good.
    pub reduction: f64,
    walkers: usize,
}

impl Sample {
    /// About `n` of the points, from all sweeps and all walkers alike.
    pub fn thinned(&self, n: usize) -> Vec<Vec<f64>> {
        let sweeps = self.points.len() / self.walkers;
        let n = n.min(self.points.len());
        (0..n).map(|i| self.points[i * sweeps / n * self.walkers + i % self.walkers].clone()).collect()
    }
}

struct Walker {
    point: Vec<f64>,
    density: f64,
    accepted: usize,
}

/// Samples in proportion to `exp(log_density)`, beginning at points of `start` (taken in turn).
pub fn sample(
    log_density: &(dyn Fn(&[f64]) -> f64 + Sync),
    start: &[Vec<f64>],
    length: Length,
    seed: u64,
    address: u32,
) -> Sample {
    let begin = |i: usize| {
        let point = start[i % start.len()].clone();
        Walker { density: log_density(&point), point, accepted: 0 }
    };
    let mut walkers: Vec<Walker> = (0..length.walkers).map(begin).collect();
    let mut out = Sample {
        points: Vec::new(),
        densities: Vec::new(),
        accepted: 0.0,
        reduction: f64::NAN,
        walkers: length.walkers,
    };
    let draws = Draws::new(seed, address);
    let half = length.walkers / 2;
    for sweep in 0..length.warm_up + length.kept {
        for moving in [0, 1] {
            let (first, second) = walkers.split_at_mut(half);
            let (movers, others) = if moving == 0 { (first, &*second) } else { (second, &*first) };
            let stream = draws.stream(Process::Walk, (2 * sweep + moving) as i32);
            movers.par_iter_mut().enumerate().for_each(|(i, walker)| {
                let mut random = stream.generator(i as u64);
                let (point, u) = proposal(&walker.point, others, &mut || random.open());
                let density = log_density(&point);
                if ln(u) < density - walker.density {
                    *walker = Walker { point, density, accepted: walker.accepted + 1 };
                }
            });
        }
        if sweep >= length.warm_up {
            out.points.extend(walkers.iter().map(|w| w.point.clone()));
            out.densities.extend(walkers.iter().map(|w| w.density));
        }
    }
    let steps = length.walkers * (length.warm_up + length.kept);
    out.accepted = walkers.iter().map(|w| w.accepted).sum::<usize>() as f64 / steps as f64;
    out.reduction = reduction(&out.points, length.walkers);
    out
}

/// A step of a walker, and the uniform number that decides on it.
fn proposal(from: &[f64], others: &[Walker], uniform: &mut dyn FnMut() -> f64) -> (Vec<f64>, f64) {
    let n = others.len();
    let pick = |u: f64, n: usize| ((u * n as f64) as usize).min(n - 1);
    let a = pick(uniform(), n);
    let b = (a + 1 + pick(uniform(), n - 1)) % n;
    let share = [1.0, 0.5, 0.2][pick(uniform(), 3)];
    let must = pick(uniform(), from.len());
    let chosen: Vec<bool> = (0..from.len()).map(|k| uniform() < share || k == must).collect();
    let d = chosen.iter().filter(|c| **c).count() as f64;
    let step = if uniform() < 0.1 { 1.0 } else { 2.38 / math::sqrt(2.0 * d) };
    let mut point = from.to_vec();
    for (k, x) in point.iter_mut().enumerate() {
        let jitter = 0.002 * (uniform() - 0.5);
        if chosen[k] {
            *x = reflected(*x + step * (others[a].point[k] - others[b].point[k]) + jitter);
        }
    }
    (point, uniform())
}

/// Folded back into [0, 1] at its walls.
fn reflected(x: f64) -> f64 {
    let folded = (x.abs()) % 2.0;
    if folded > 1.0 { 2.0 - folded } else { folded }
}

/// Between eight groups of walkers.
fn reduction(points: &[Vec<f64>], walkers: usize) -> f64 {
    const GROUPS: usize = 8;
    let Some(axes) = points.first().map(Vec::len) else { return f64::NAN };
    let of = |axis: usize| {
        let mut groups = vec![Vec::new(); GROUPS];
        points.iter().enumerate().for_each(|(i, p)| groups[i % walkers * GROUPS / walkers].push(p[axis]));
        let moments: Vec<_> = groups.iter().map(|g| crate::base::stats::moments(g)).collect();
        let means: Vec<f64> = moments.iter().map(|m| m.mean).collect();
        let between = crate::base::stats::moments(&means).sd;
        let within = sum(moments.iter().map(|m| m.sd * m.sd)) / GROUPS as f64;
        math::sqrt(1.0 + between * between / within.max(1e-300))
    };
    (0..axes).map(of).fold(1.0, f64::max)
}

/// Climbs from a point along the axes, halving its steps (Hooke & Jeeves 1961); the top it reaches and its height.
pub fn climb(height: &dyn Fn(&[f64]) -> f64, from: &[f64]) -> (Vec<f64>, f64) {
    let (mut point, mut top) = (from.to_vec(), height(from));
    let mut step = 0.125;
    while step > 5e-4 {
        let before = top;
        for k in 0..point.len() {
            for to in [point[k] + step, point[k] - step] {
                let old = std::mem::replace(&mut point[k], to.clamp(0.0, 1.0));
                let there = height(&point);
                if there > top {
                    top = there;
                    break;
                }
                point[k] = old;
            }
        }
        if top <= before {
            step /= 2.0;
        }
    }
    (point, top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::stats::{moments, quantile_sorted};
    use crate::calibrate::design::latin_hypercube;

    const LENGTH: Length = Length { walkers: 64, warm_up: 200, kept: 600 };

    fn column(sample: &Sample, axis: usize) -> Vec<f64> {
        let mut x: Vec<f64> = sample.points.iter().map(|p| p[axis]).collect();
        x.sort_by(f64::total_cmp);
        x
    }

    /// A narrow normal density with correlation 0.9, and an axis nothing is known of.
    #[test]
    fn normal_density() {
        let sd = 0.05;
        let density = |p: &[f64]| {
            let (x, y) = ((p[0] - 0.5) / sd, (p[1] - 0.4) / sd);
            -0.5 * (x * x + y * y - 1.8 * x * y) / (1.0 - 0.81)
        };
        let s = sample(&density, &latin_hypercube(64, 3, 1), LENGTH, 5, 0);
        let m = [0, 1].map(|k| moments(&column(&s, k)));
        assert!((m[0].mean - 0.5).abs() < 0.004 && (m[1].mean - 0.4).abs() < 0.004, "{m:?}");
        assert!(m.iter().all(|m| (0.045..0.055).contains(&m.sd)), "{m:?}");
        let flat = column(&s, 2);
        for p in [0.05, 0.25, 0.5, 0.75, 0.95] {
            assert!((quantile_sorted(&flat, p) - p).abs() < 0.03, "{p}: {}", quantile_sorted(&flat, p));
        }
        assert!(s.reduction < 1.03, "{}", s.reduction);
    }

    /// A bent ridge: `y - x^2` narrow, `x` uniform.
    #[test]
    fn banana() {
        let density = |p: &[f64]| {
            let (x, y) = (4.0 * p[0] - 2.0, 6.0 * p[1] - 1.0);
            -0.5 * (x * x + (y - x * x) * (y - x * x) / 0.01)
        };
        let s = sample(&density, &latin_hypercube(64, 2, 1), LENGTH, 5, 0);
        let miss: Vec<f64> =
            s.points.iter().map(|p| (6.0 * p[1] - 1.0) - (4.0 * p[0] - 2.0) * (4.0 * p[0] - 2.0)).collect();
        let m = moments(&miss);
        assert!(m.mean.abs() < 0.02 && (0.08..0.12).contains(&m.sd), "{m:?}");
        // Standard normal within +-2: sd 0.88.
        let x: Vec<f64> = s.points.iter().map(|p| 4.0 * p[0] - 2.0).collect();
        let m = moments(&x);
        assert!(m.mean.abs() < 0.12 && (0.78..0.98).contains(&m.sd), "{m:?}");
    }

    #[test]
    fn climbs_to_the_top() {
        let (top, height) = climb(&|p| -(p[0] - 0.3) * (p[0] - 0.3) - (p[1] - 1.2) * (p[1] - 1.2), &[0.9, 0.1]);
        assert!((top[0] - 0.3).abs() < 1e-3 && top[1] == 1.0 && height < 0.0, "{top:?}");
    }

    #[test]
    fn walls_reflect() {
        for (x, to) in [(0.3, 0.3), (-0.2, 0.2), (1.3, 0.7), (2.2, 0.2), (-1.4, 0.6)] {
            assert!((reflected(x) - to).abs() < 1e-12, "{x}");
        }
    }
}
