//! What the model would say at a point where it was not run: a Bayesian regression for each target.
//!
//! `y(x) = phi(x)' b + e`, `phi` = constant, linear, quadratic and product terms of `x` in [-1, 1], `b_k ~ N(0, s2/l_k)`,
//! `e ~ N(0, s2)`. With `M = Phi'Phi + diag(l)`: `b = M^-1 Phi'y`, and a new run at `x` has variance `s2 (1 + h(x))`,
//! `h(x) = phi' M^-1 phi` (Lindley & Smith 1972; Craig et al. 1997 for the use as an emulator). `e` is chance and what the
//! terms do not follow. How strongly linear and other terms are drawn to zero, and whether all runs count or only those of
//! the region still possible, is chosen for each target by its leave-one-out error `e_i / (1 - h_i)` (Allen 1974), which
//! is also the basis of `s2`: what is claimed of the error is what was seen on runs left out.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use crate::base::math::{self, sum};
use crate::base::stats::moments;
use crate::scenario::study::FEWEST_POINTS;

/// Prior precision of linear terms relative to the noise, and of quadratic and product terms; the last leaves lines only.
const LINEAR: [f64; 2] = [0.03, 1.0];
const CURVED: [f64; 4] = [0.3, 3.0, 30.0, 1e6];
/// Of the constant, which is known from the mean.
const CONSTANT: f64 = 1e-6;

/// Constant, linear, quadratic and product terms at a point of the unit cube. The quadratic terms have mean zero over the cube.
pub fn terms(point: &[f64]) -> Vec<f64> {
    let x: Vec<f64> = point.iter().map(|u| 2.0 * u - 1.0).collect();
    let mut terms = vec![1.0];
    terms.extend(&x);
    terms.extend(x.iter().map(|v| v * v - 1.0 / 3.0));
    for (k, a) in x.iter().enumerate() {
        terms.extend(x[..k].iter().map(|b| a * b));
    }
    terms
}

fn precision(axes: usize, terms: usize, linear: f64, curved: f64) -> Vec<f64> {
    (0..terms)
        .map(|k| {
            if k == 0 {
                CONSTANT
            } else if k <= axes {
                linear
            } else {
                curved
            }
        })
        .collect()
}

/// What was run: points, and the mean over replicates of each target.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    pub points: Vec<Vec<f64>>,
    /// `[point][target]`, finite.
    pub outputs: Vec<Vec<f64>>,
    /// Variance between replicates of a point by target, pooled over points; empty if there is one replicate.
    pub chance: Vec<f64>,
    pub replicates: usize,
}

/// A set of runs and a strength of the prior: the part of a regression that does not depend on the target.
#[derive(Clone, Debug)]
struct Basis {
    /// Runs used.
    rows: Vec<usize>,
    cholesky: Cholesky<f64, Dyn>,
    /// `h_i` of each run used.
    leverage: Vec<f64>,
    /// Columns of the inverse of the Cholesky factor.
    inverse: DMatrix<f64>,
}

/// How good the emulator of a target is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Runs used.
    pub runs: usize,
    /// Root mean square of the errors of runs left out, over those in the region [unit of the target].
    pub error: f64,
    /// 1 less the ratio of their variance to that of the outputs.
    pub explained: f64,
    /// Share of the errors within the 95 % interval claimed for them.
    pub inside95: f64,
}

#[derive(Clone, Debug)]
struct Regression {
    basis: usize,
    mean: f64,
    scale: f64,
    coefficients: Vec<f64>,
    /// Of a run, or of the mean of the replicates of a point [squared unit of the target].
    noise: f64,
    /// What a single run has more.
    extra: f64,
    quality: Quality,
}

/// The emulators of all targets.
#[derive(Clone, Debug)]
pub struct Emulators {
    bases: Vec<Basis>,
    regressions: Vec<Regression>,
}

/// Expectation and variance of one run of the model at a point, by target.
#[derive(Clone, Debug, Default)]
pub struct Prediction {
    pub mean: Vec<f64>,
    pub variance: Vec<f64>,
}

impl Emulators {
    /// Fits a regression for each target. `region`: the runs whose errors count, all of them in the first wave.
    ///
    /// `None` with fewer than `FEWEST_POINTS` runs.
    pub fn fit(runs: &Runs, region: &[usize]) -> Option<Emulators> {
        let all: Vec<usize> = (0..runs.points.len()).collect();
        if all.len() < FEWEST_POINTS {
            return None;
        }
        let phi: Vec<Vec<f64>> = runs.points.iter().map(|p| terms(p)).collect();
        let (axes, width) = (runs.points[0].len(), phi[0].len());
        let mut sets = vec![all.clone()];
        if region.len() >= FEWEST_POINTS.max(2 * axes) && region.len() < all.len() {
            sets.push(region.to_vec());
        }
        let judged = if region.len() >= FEWEST_POINTS { region } else { &all };
        let mut bases = Vec::new();
        for rows in sets {
            for linear in LINEAR {
                bases.extend(
                    CURVED
                        .iter()
                        .filter_map(|curved| Basis::new(rows.clone(), &phi, &precision(axes, width, linear, *curved))),
                );
            }
        }
        let targets = runs.outputs[0].len();
        let mut regressions = Vec::with_capacity(targets);
        for target in 0..targets {
            let y: Vec<f64> = runs.outputs.iter().map(|o| o[target]).collect();
            let chance = runs.chance.get(target).copied().unwrap_or(0.0);
            let extra = chance * (1.0 - 1.0 / runs.replicates.max(1) as f64);
            let tried = (0..bases.len()).map(|b| bases[b].regression(b, &phi, &y, judged, extra));
            let best = tried.reduce(|best, next| if next.quality.error < best.quality.error { next } else { best });
            regressions.push(best?);
        }
        Some(Emulators { bases, regressions }.without_unused())
    }

    /// Drops the bases no target uses, which are then not evaluated.
    fn without_unused(mut self) -> Self {
        let mut kept = Vec::new();
        for r in &mut self.regressions {
            let at = kept.iter().position(|b| *b == r.basis).unwrap_or_else(|| {
                kept.push(r.basis);
                kept.len() - 1
            });
            r.basis = at;
        }
        self.bases = kept.into_iter().map(|b| self.bases[b].clone()).collect();
        self
    }

    /// Expectation and variance of one run at a point of the unit cube.
    pub fn predict(&self, point: &[f64]) -> Prediction {
        let phi = terms(point);
        let h: Vec<f64> = self.bases.iter().map(|b| b.spread(&phi)).collect();
        let mean = |r: &Regression| r.mean + r.scale * r.coefficients.iter().zip(&phi).map(|(b, f)| b * f).sum::<f64>();
        Prediction {
            mean: self.regressions.iter().map(mean).collect(),
            variance: self.regressions.iter().map(|r| r.noise * (1.0 + h[r.basis]) + r.extra).collect(),
        }
    }

    /// Quality by target.
    pub fn quality(&self) -> Vec<Quality> {
        self.regressions.iter().map(|r| r.quality).collect()
    }

    /// What a target gains from the lower to the upper end of each axis, the others in the middle [unit of the target].
    pub fn effects(&self, target: usize, axes: usize) -> Vec<f64> {
        let r = &self.regressions[target];
        (1..=axes).map(|k| 2.0 * r.scale * r.coefficients[k]).collect()
    }
}

impl Basis {
    fn new(rows: Vec<usize>, phi: &[Vec<f64>], precision: &[f64]) -> Option<Basis> {
        let width = precision.len();
        let mut m = DMatrix::<f64>::zeros(width, width);
        for &i in &rows {
            for a in 0..width {
                for b in 0..=a {
                    m[(a, b)] += phi[i][a] * phi[i][b];
                }
            }
        }
        for a in 0..width {
            m[(a, a)] += precision[a];
            for b in 0..a {
                m[(b, a)] = m[(a, b)];
            }
        }
        let cholesky = Cholesky::new(m)?;
        let inverse = cholesky.l().solve_lower_triangular(&DMatrix::identity(width, width))?;
        let mut basis = Basis { rows, cholesky, leverage: Vec::new(), inverse };
        basis.leverage = basis.rows.iter().map(|&i| basis.spread(&phi[i])).collect();
        Some(basis)
    }

    /// `h = phi' M^-1 phi`.
    fn spread(&self, phi: &[f64]) -> f64 {
        let width = phi.len();
        let mut y = vec![0.0; width];
        for (k, f) in phi.iter().enumerate() {
            let column = &self.inverse.as_slice()[k * width + k..(k + 1) * width];
            y[k..].iter_mut().zip(column).for_each(|(y, c)| *y += f * c);
        }
        y.iter().map(|v| v * v).sum()
    }

    fn regression(&self, basis: usize, phi: &[Vec<f64>], y: &[f64], judged: &[usize], extra: f64) -> Regression {
        let used: Vec<f64> = self.rows.iter().map(|&i| y[i]).collect();
        let m = moments(&used);
        let scale = if m.sd > 0.0 { m.sd } else { 1.0 };
        let mut right = DVector::<f64>::zeros(phi[0].len());
        for (&i, v) in self.rows.iter().zip(&used) {
            right.iter_mut().zip(&phi[i]).for_each(|(r, f)| *r += f * (v - m.mean) / scale);
        }
        let b = self.cholesky.solve(&right);
        let coefficients: Vec<f64> = b.iter().copied().collect();
        let at = |i: usize| m.mean + scale * coefficients.iter().zip(&phi[i]).map(|(b, f)| b * f).sum::<f64>();
        // Error of each run left out, and the part of it that is noise alone.
        let mut errors = Vec::new();
        for (&i, &h) in self.rows.iter().zip(&self.leverage) {
            if judged.binary_search(&i).is_ok() {
                errors.push(((y[i] - at(i)) / (1.0 - h), h));
            }
        }
        let n = errors.len().max(1) as f64;
        let noise = sum(errors.iter().map(|(e, h)| e * e * (1.0 - h))) / n;
        let square = sum(errors.iter().map(|(e, _)| e * e)) / n;
        let outputs: Vec<f64> = judged.iter().map(|&i| y[i]).collect();
        let total = moments(&outputs).sd;
        let inside = errors.iter().filter(|(e, h)| e.abs() <= 1.96 * math::sqrt(noise / (1.0 - h))).count();
        let quality = Quality {
            runs: self.rows.len(),
            error: math::sqrt(square),
            explained: if total > 0.0 { 1.0 - square / (total * total) } else { f64::NAN },
            inside95: inside as f64 / n,
        };
        Regression { basis, mean: m.mean, scale, coefficients, noise, extra, quality }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::draw::normal_quantile;
    use crate::base::rng::{Draws, Process};
    use crate::calibrate::design::latin_hypercube;

    fn runs(n: usize, axes: usize, f: impl Fn(&[f64], f64) -> Vec<f64>) -> Runs {
        let points = latin_hypercube(n, axes, 1);
        let mut noise = Draws::new(7, 0).stream(Process::Test, 0).generator(0);
        let outputs = points.iter().map(|p| f(p, normal_quantile(noise.open()))).collect();
        Runs { points, outputs, chance: Vec::new(), replicates: 1 }
    }

    /// A quadratic is found but for its noise, whose size is found too; what was left out is told truly.
    #[test]
    fn quadratic_with_noise() {
        let truth = |p: &[f64]| 3.0 + 2.0 * p[0] - p[1] + 4.0 * p[0] * p[1] + p[2] * p[2];
        let runs = runs(120, 4, |p, e| vec![truth(p) + 0.1 * e, truth(p)]);
        let all: Vec<usize> = (0..120).collect();
        let emulators = Emulators::fit(&runs, &all).expect("enough runs");
        let [noisy, exact] = emulators.quality()[..] else { panic!("two targets") };
        assert!((0.09..0.13).contains(&noisy.error), "{noisy:?}");
        assert!(exact.error < 0.012 && exact.explained > 0.999, "{exact:?}");
        assert!((0.88..=1.0).contains(&noisy.inside95), "{noisy:?}");
        let fresh = latin_hypercube(200, 4, 9);
        let z: Vec<f64> = fresh
            .iter()
            .map(|p| {
                let at = emulators.predict(p);
                (at.mean[0] - truth(p)) / math::sqrt(at.variance[0])
            })
            .collect();
        assert!(z.iter().all(|z| z.abs() < 1.5), "the curve is known better than a run");
    }

    /// The formula of the error left out equals leaving out and fitting again.
    #[test]
    fn left_out_is_left_out() {
        let runs = runs(40, 2, |p, e| vec![math::sin(3.0 * p[0]) + p[1] + 0.05 * e]);
        let phi: Vec<Vec<f64>> = runs.points.iter().map(|p| terms(p)).collect();
        let precision = precision(2, phi[0].len(), 0.1, 1.0);
        let y: Vec<f64> = runs.outputs.iter().map(|o| o[0] - 1.0).collect();
        let solve = |rows: &[usize]| {
            let basis = Basis::new(rows.to_vec(), &phi, &precision).expect("positive definite");
            let mut right = DVector::<f64>::zeros(phi[0].len());
            rows.iter().for_each(|&i| right.iter_mut().zip(&phi[i]).for_each(|(r, f)| *r += f * y[i]));
            (basis.cholesky.solve(&right), basis)
        };
        let at = |b: &DVector<f64>, i: usize| b.iter().zip(&phi[i]).map(|(b, f)| b * f).sum::<f64>();
        let all: Vec<usize> = (0..40).collect();
        let (b, basis) = solve(&all);
        for out in [0, 13, 39] {
            let rest: Vec<usize> = all.iter().copied().filter(|i| *i != out).collect();
            let (without, _) = solve(&rest);
            let by_formula = (y[out] - at(&b, out)) / (1.0 - basis.leverage[out]);
            assert!((by_formula - (y[out] - at(&without, out))).abs() < 1e-9);
        }
    }

    /// Replicates of a point tell chance apart; a single run has more of it than their mean.
    #[test]
    fn a_single_run_varies_more_than_a_mean() {
        let mut runs = runs(60, 2, |p, e| vec![p[0] + 0.1 * e]);
        runs.chance = vec![0.04];
        runs.replicates = 4;
        let all: Vec<usize> = (0..60).collect();
        let with = Emulators::fit(&runs, &all).expect("enough").predict(&[0.5, 0.5]).variance[0];
        runs.replicates = 1;
        let without = Emulators::fit(&runs, &all).expect("enough").predict(&[0.5, 0.5]).variance[0];
        assert!((with - without - 0.03).abs() < 1e-12);
    }
}
