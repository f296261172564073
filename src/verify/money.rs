//! Returns to schooling in continuous time, foregone earnings against a higher wage, and who pays for training.
//!
//! No process of a run calls what these cases compare: enterprises decide by `partnership::decide_one`, and returns are
//! computed by whoever reads results.
//!
//! A course of `years` costs the wage w0 while it lasts and raises it to w1 until `horizon` years after its start. At the
//! rate of return r the present value `-w0 int_0^S e^-rt dt + (w1 - w0) int_S^T e^-rt dt` is zero, hence
//! `w1/w0 = 1 + (e^(rS) - 1) / (1 - e^(-r(T-S)))`; without an end, `r = ln(w1/w0) / S` (Mincer 1974, eq. 1.4).

use super::bench::Bench;
use super::{Case, Claim, case};
use crate::base::math::{exp, ln};

pub(super) const CASES: &[Case] = &[
    case(
        "T6",
        "企业自付培训与社会最优（只是公式，运行中没有环节调用）",
        "training an enterprise pays, and the social optimum (the formula alone: no process of a run calls it)",
        training,
    ),
    case(
        "W1",
        "使学习年限刚好值得的工资溢价（只是公式，运行中没有环节调用）",
        "return to schooling without an end of the career (the formula alone: no process of a run calls it)",
        |_| {
            vec![
                Claim::new("rate of return", 0.0743811837714, private_return(1.25, 3.0, f64::INFINITY), 1e-9),
                Claim::new(
                    "rate of return, career of 2,000 years",
                    ln(1.25) / 3.0,
                    private_return(1.25, 3.0, 2000.0),
                    1e-9,
                ),
            ]
        },
    ),
    case(
        "W2",
        "有限职业生涯的内部收益率（只是公式，运行中没有环节调用）",
        "return over a finite career (the formula alone: no process of a run calls it)",
        |_| {
            vec![
                Claim::new("wage ratio that just pays at 5 %", 1.19202821513, break_even_ratio(0.05, 3.0, 40.0), 1e-9),
                Claim::new("rate of return at that ratio", 0.05, private_return(1.19202821513, 3.0, 40.0), 1e-9),
            ]
        },
    ),
];

/// Training an enterprise pays for itself, and what is best for all (Acemoglu & Pischke 1999, with quadratic cost
/// `c t^2/2`, gain `y t` next period, discount d, probability q of losing the trainee, worker's share beta):
/// firm `d (1 - q)(1 - beta) y / c`, society `d y / c`.
fn training_intensity(c: f64, y: f64, d: f64, q: f64, beta: f64) -> (f64, f64) {
    (d * (1.0 - q) * (1.0 - beta) * y / c, d * y / c)
}

/// Wage ratio `w1/w0` at which schooling of `years` just pays at rate `rate` [1/year] over `horizon` years.
fn break_even_ratio(rate: f64, years: f64, horizon: f64) -> f64 {
    if rate == 0.0 {
        return horizon / (horizon - years);
    }
    1.0 + (exp(rate * years) - 1.0) / (1.0 - exp(-rate * (horizon - years)))
}

/// Rate of return [1/year] of schooling of `years` that raises pay by the factor `ratio` until `horizon`
/// (infinite allowed), in [-1, 10]; NaN if pay does not rise.
fn private_return(ratio: f64, years: f64, horizon: f64) -> f64 {
    if ratio.is_nan() || ratio <= 1.0 {
        return f64::NAN;
    }
    if horizon == f64::INFINITY {
        return ln(ratio) / years;
    }
    let (mut low, mut high) = (-1.0, 10.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if break_even_ratio(middle, years, horizon) < ratio { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

fn training(_: &Bench) -> Vec<Claim> {
    let (firm, social) = training_intensity(1.0, 0.5, 0.95, 0.2, 0.4);
    let poached = training_intensity(1.0, 0.5, 0.95, 1.0, 0.4).0;
    let competitive = training_intensity(1.0, 0.5, 0.95, 0.2, 1.0).0;
    vec![
        Claim::new("enterprise", 0.228, firm, 1e-9),
        Claim::new("society", 0.475, social, 1e-9),
        Claim::new("ratio", 0.48, firm / social, 1e-9),
        Claim::new("enterprise if poaching is certain", 0.0, poached, 0.0),
        Claim::new("enterprise at competitive wages", 0.0, competitive, 0.0),
    ]
}
