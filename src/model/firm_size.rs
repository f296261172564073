//! The law of enterprise sizes: Pareto between two bounds.

use crate::base::math::{ln, pow};

/// Lower bound of a Pareto law cut at `high` whose mean is `mean` (bisection; the mean rises with the bound).
pub(super) fn lower_bound(mean: f64, high: f64, zeta: f64) -> f64 {
    let mean_of = |low: f64| {
        let (a, b) = (pow(low, -zeta), pow(high, -zeta));
        // Zipf's law is the limit of the others.
        let whole =
            if zeta == 1.0 { ln(high / low) } else { (pow(high, 1.0 - zeta) - pow(low, 1.0 - zeta)) / (1.0 - zeta) };
        zeta * whole / (a - b)
    };
    let (mut low, mut up) = (1e-3, mean.min(high * 0.999));
    for _ in 0..60 {
        let mid = 0.5 * (low + up);
        if mean_of(mid) < mean { low = mid } else { up = mid }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::lower_bound;
    use crate::base::draw::bounded_paretos;

    /// The mean of a law with that bound, over its quantiles, is the one asked for; at Zipf's exponent too.
    #[test]
    fn sizes_have_the_mean_of_the_industry() {
        for zeta in [0.7, 1.0, 1.06, 2.0] {
            let (mean, high, n) = (20.0, 5000.0, 1_000_000);
            let size = bounded_paretos(lower_bound(mean, high, zeta), high, zeta);
            let sum: f64 = (0..n).map(|k| size((f64::from(k) + 0.5) / f64::from(n))).sum();
            assert!((sum / f64::from(n) / mean - 1.0).abs() < 1e-3, "{zeta}: {}", sum / f64::from(n));
        }
    }
}
