//! The method of calibration on problems whose answers are known.

use std::convert::Infallible;

use skillsim::base::draw::normal_quantile;
use skillsim::base::rng::{Draws, Process};
use skillsim::base::stats::{moments, quantile_sorted};
use skillsim::calibrate::conflict::conflicts;
use skillsim::calibrate::design::latin_hypercube;
use skillsim::calibrate::emulator::Runs;
use skillsim::calibrate::goal::{Errors, Goal};
use skillsim::calibrate::space::{Axis, values};
use skillsim::calibrate::twin::{coverage, twins};
use skillsim::calibrate::waves::{Budget, Fit, Problem, Run, fit, middle, pool};

fn axes(n: usize, low: f64, high: f64) -> Vec<Axis> {
    (0..n).map(|k| Axis { name: format!("x{k}"), range: (low, high), log: false }).collect()
}

fn goal(value: f64, tolerance: f64) -> Goal {
    Goal { id: "goal".into(), value, tolerance, weight: 1.0 }
}

/// A model: a function of the parameters, plus chance addressed by replicate and outcome.
fn model<'a>(
    f: impl Fn(&[f64]) -> Vec<f64> + 'a,
    chance: f64,
    base: Vec<f64>,
) -> impl FnMut(&[Run]) -> Result<Vec<Vec<f64>>, Infallible> + 'a {
    move |runs| {
        let one = |run: &Run| {
            let mut random = Draws::new(11, run.replicate).stream(Process::Test, 0).generator(0);
            let outcomes = f(run.values.as_deref().unwrap_or(&base));
            outcomes.into_iter().map(|y| y + chance * normal_quantile(random.open())).collect()
        };
        Ok(runs.iter().map(one).collect())
    }
}

fn fitted(problem: &Problem, budget: Budget, f: impl Fn(&[f64]) -> Vec<f64>, chance: f64) -> Fit {
    let base = values(&problem.axes, &vec![0.5; problem.axes.len()]);
    fit(problem, budget, &mut model(f, chance, base)).unwrap_or_else(|e| panic!("{e:?}"))
}

fn column(problem: &Problem, fit: &Fit, axis: usize) -> Vec<f64> {
    let mut x: Vec<f64> = fit.posterior.iter().map(|p| problem.axes[axis].value(p[axis])).collect();
    x.sort_by(f64::total_cmp);
    x
}

/// Lines with normal errors have a normal posterior: precision `sum a a' / (c^2 + s^2)`.
#[test]
fn posterior_of_lines_is_the_closed_form() {
    const A: [[f64; 2]; 3] = [[1.0, 0.5], [0.3, -1.0], [0.8, 0.8]];
    let (c, s) = (0.4, 0.2);
    let truth = [0.6, -0.4];
    let lines = |x: &[f64]| A.iter().map(|a| a[0] * x[0] + a[1] * x[1]).collect::<Vec<f64>>();
    let goals: Vec<Goal> = lines(&truth).into_iter().map(|y| goal(y, c * 1.959963985)).collect();
    let problem = Problem { axes: axes(2, -4.0, 4.0), goals, errors: Errors::normal(), seed: 2 };
    let budget = Budget { runs: 220, replicates: 1, waves: 2, check: 5 };
    let fit = fitted(&problem, budget, lines, s);

    let precision = |k: usize, l: usize| A.iter().map(|a| a[k] * a[l]).sum::<f64>() / (c * c + s * s);
    let det = precision(0, 0) * precision(1, 1) - precision(0, 1) * precision(0, 1);
    for (axis, variance) in [(0, precision(1, 1) / det), (1, precision(0, 0) / det)] {
        let m = moments(&column(&problem, &fit, axis));
        let sd = variance.sqrt();
        assert!((m.mean - truth[axis]).abs() < 0.25 * sd, "axis {axis}: {m:?}, sd {sd}");
        assert!((m.sd / sd - 1.0).abs() < 0.15, "axis {axis}: {m:?}, sd {sd}");
    }
    assert!(fit.reduction < 1.05, "{}", fit.reduction);
    assert_eq!(fit.runs.len(), 200);
}

/// One outcome of two parameters leaves a bent ridge; all of it is found.
#[test]
fn a_banana_is_found_whole() {
    let bent = |x: &[f64]| vec![x[1] + x[0] * x[0]];
    let problem = Problem { axes: axes(2, -1.0, 1.0), goals: vec![goal(0.5, 0.1)], errors: Errors::student(), seed: 4 };
    let fit = fitted(&problem, Budget { runs: 120, replicates: 1, waves: 2, check: 5 }, bent, 0.01);
    let mut misses: Vec<f64> = fit.posterior.iter().map(|p| bent(&values(&problem.axes, p))[0] - 0.5).collect();
    misses.sort_by(f64::total_cmp);
    let inside = misses.iter().filter(|m| m.abs() <= 0.1).count() as f64 / misses.len() as f64;
    assert!((0.90..0.99).contains(&inside), "95 % of the error lies within the tolerance: {inside}");
    let x = column(&problem, &fit, 0);
    for (p, q) in [(0.1, -0.8), (0.5, 0.0), (0.9, 0.8)] {
        assert!((quantile_sorted(&x, p) - q).abs() < 0.2, "{p}: {}", quantile_sorted(&x, p));
    }
}

/// What no quadratic follows over the box is followed where it matters, after a few waves.
#[test]
fn waves_sharpen_the_emulators() {
    let steep = |x: &[f64]| vec![(3.0 * x[0]).exp() + x[1], (2.0 * x[1]).exp() - x[0], x[2] / (1.2 - x[0])];
    let truth = steep(&[0.2, 0.3, 0.6]);
    let goals: Vec<Goal> = truth.iter().map(|y| goal(*y, 0.1 * y.abs())).collect();
    let problem = Problem { axes: axes(3, 0.0, 1.0), goals, errors: Errors::student(), seed: 6 };
    let one = fitted(&problem, Budget { runs: 180, replicates: 1, waves: 1, check: 5 }, steep, 0.01);
    let three = fitted(&problem, Budget { runs: 180, replicates: 1, waves: 3, check: 5 }, steep, 0.01);
    for (a, b) in one.judge.emulators.quality().iter().zip(three.judge.emulators.quality()) {
        assert!(b.error < 0.3 * a.error, "{a:?} {b:?}");
    }
    assert!(three.waves[2].possible < one.waves[0].possible);
    let best = values(&problem.axes, &three.best);
    for (y, g) in steep(&best).iter().zip(&problem.goals) {
        assert!((y - g.value).abs() < g.tolerance, "{best:?}: {y} for {}", g.value);
    }
    // The whole posterior, not only its best point.
    let far = |p: &Vec<f64>| {
        steep(&values(&problem.axes, p))
            .iter()
            .zip(&problem.goals)
            .any(|(y, g)| (y - g.value).abs() > 2.5 * g.tolerance)
    };
    let astray = three.posterior.iter().filter(|p| far(p)).count();
    assert!(astray < three.posterior.len() / 20, "{astray} of {}", three.posterior.len());
}

/// Intervals of 90 % hold the truth of 120 twins about as often as they say.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let curve = |x: &[f64]| {
        vec![
            x[0] + 0.5 * x[1] * x[1],
            x[1] - x[2],
            x[2] * x[0] + x[3],
            x[3] - 0.5 * x[0],
            (0.5 * x[1]).exp() + x[2],
            x[0] + x[1] + x[2] + x[3],
        ]
    };
    let goals = vec![goal(0.0, 0.5); 6];
    let problem = Problem { axes: axes(5, -1.0, 1.0), goals, errors: Errors::student(), seed: 8 };
    let points = latin_hypercube(160, 5, 8);
    let runs: Vec<Run> = (0..points.len())
        .map(|i| Run { values: Some(values(&problem.axes, &points[i])), replicate: i as u32 })
        .collect();
    let Ok(outputs) = model(curve, 0.15, Vec::new())(&runs);
    let bank = Runs { points, outputs, chance: Vec::new(), replicates: 1 };
    let found = twins(&problem, &bank, 120).expect("enough runs");
    let all = coverage(&found, None);
    assert!((all.share - 0.9).abs() < 0.03, "{all:?}");
    // What is seen is narrowed down, what is not seen (the fifth axis) is left as it was and said so.
    let [seen, unseen] = [0, 4].map(|axis| coverage(&found, Some(axis)));
    assert!(seen.width < 0.35 && unseen.width > 0.85, "{seen:?} {unseen:?}");
    // Ranks of the truth are uniform: every quarter holds a quarter.
    for quarter in 0..4 {
        let low = f64::from(quarter) / 4.0;
        let share = found.iter().filter(|r| r.rank >= low && r.rank < low + 0.25).count() as f64 / found.len() as f64;
        assert!((share - 0.25).abs() < 0.06, "{quarter}: {share}");
    }
}

/// Two goals moved by a fifth: the fit goes there, and says which other pays.
#[test]
fn moved_goals_pull_the_fit_and_name_the_price() {
    // The third is the sum of the first two: it cannot stay where it was.
    let tied = |x: &[f64]| vec![x[0], x[1], x[0] + x[1], x[2]];
    let at = [1.0, 1.0, 2.0, 1.0];
    let problem = |moved: [f64; 4]| Problem {
        axes: axes(3, 0.5, 1.5),
        goals: (0..4).map(|j| goal(at[j] * moved[j], 0.25)).collect(),
        errors: Errors::student(),
        seed: 3,
    };
    let budget = Budget { runs: 120, replicates: 1, waves: 2, check: 10 };
    let (as_is, moved) = (problem([1.0; 4]), problem([1.2, 1.2, 1.0, 1.0]));
    let [before, after] = [&as_is, &moved].map(|p| fitted(p, budget, tied, 0.01));
    let mean = |fit: &Fit, j: usize| moments(&fit.check.middle.iter().map(|o| o[j]).collect::<Vec<_>>()).mean;
    for j in 0..4 {
        assert!((mean(&before, j) - at[j]).abs() < 0.03, "all are met before");
    }
    for j in [0, 1] {
        assert!(mean(&after, j) > 1.04, "it moves towards the new value: {}", mean(&after, j));
    }
    assert!((mean(&after, 3) - 1.0).abs() < 0.03, "what is not tied stays");
    let cost = |j: usize, other: usize| {
        let found = conflicts(&after.judge, &after.best, &pool(3, 3));
        found.into_iter().find(|c| c.goal == j && c.other == other).expect("every pair")
    };
    assert!(cost(2, 0).cost() + cost(2, 1).cost() > 0.3, "{:?}", cost(2, 0));
    assert!(cost(2, 3).cost().abs() < 0.2 && !cost(2, 3).excludes());
    assert!(cost(0, 2).distance_met.abs() < 0.1 && cost(0, 2).distance_alone.abs() < 0.1);
}

/// Failed runs are left out; a goal that no run measures is not fitted; nothing to fit is said.
#[test]
fn gaps_are_left_out() {
    let problem = Problem {
        axes: axes(2, 0.0, 1.0),
        goals: vec![goal(0.3, 0.1), goal(1.0, 0.1), Goal { weight: 0.0, ..goal(9.0, 0.1) }],
        errors: Errors::student(),
        seed: 1,
    };
    let budget = Budget { runs: 90, replicates: 2, waves: 2, check: 3 };
    let gappy = |x: &[f64]| if x[1] > 0.97 { vec![f64::NAN; 3] } else { vec![x[0], f64::NAN, x[1]] };
    let found = fitted(&problem, budget, gappy, 0.01);
    assert_eq!(found.measured, [0, 2]);
    assert!((values(&problem.axes, &found.best)[0] - 0.3).abs() < 0.02);
    let nothing = fit(&problem, budget, &mut model(|x| vec![f64::NAN, f64::NAN, x[1]], 0.0, vec![0.5, 0.5]));
    assert!(matches!(nothing, Err(skillsim::calibrate::waves::NoFit::NothingMeasured)));
}

/// The middle of a set is its mean; where that is impossible, the point nearest to all: of three on a line the one between.
#[test]
fn the_middle_lies_between() {
    let points = [[1.0, 1.0], [0.0, 0.0], [0.2, 0.2]].map(|p| p.to_vec());
    assert!(middle(&points, |_| true).iter().all(|x| (x - 0.4).abs() < 1e-15));
    assert_eq!(middle(&points, |_| false), [0.2, 0.2]);
}
