//! Returns to schooling in continuous time: foregone earnings against a higher wage.
//!
//! A course of `years` costs the wage w0 while it lasts and raises it to w1 until `horizon` years after its start. At the
//! rate of return r the present value `-w0 int_0^S e^-rt dt + (w1 - w0) int_S^T e^-rt dt` is zero, hence
//! `w1/w0 = 1 + (e^(rS) - 1) / (1 - e^(-r(T-S)))`; without an end, `r = ln(w1/w0) / S` (Mincer 1974, eq. 1.4).

use super::math::{exp, ln};

/// Wage ratio `w1/w0` at which schooling of `years` just pays at rate `rate` [1/year] over `horizon` years.
pub fn break_even_ratio(rate: f64, years: f64, horizon: f64) -> f64 {
    if rate == 0.0 {
        return horizon / (horizon - years);
    }
    1.0 + (exp(rate * years) - 1.0) / (1.0 - exp(-rate * (horizon - years)))
}

/// Rate of return [1/year] of schooling of `years` that raises pay by the factor `ratio` until `horizon`
/// (infinite allowed), in [-1, 10]; NaN if pay does not rise.
pub fn private_return(ratio: f64, years: f64, horizon: f64) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_career_returns_less() {
        let [short, long, endless] = [20.0, 40.0, f64::INFINITY].map(|t| private_return(1.25, 3.0, t));
        assert!(short < long && long < endless, "{short} {long} {endless}");
        assert!((private_return(1.25, 3.0, 2000.0) - endless).abs() < 1e-9);
        assert!(private_return(40.0 / 37.0, 3.0, 40.0).abs() < 1e-9);
        assert!(private_return(1.0, 3.0, 40.0).is_nan());
    }
}
