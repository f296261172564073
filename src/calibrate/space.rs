//! The parameters that are free and the box in which they are sought.
//!
//! The method works in the unit cube; [`Axis`] leads from there to values in the units of the parameters.

use crate::base::math::{exp, ln};

/// A free parameter: uniform between its ends before anything is known, on the scale it is sought on.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Path of the parameter.
    pub name: String,
    /// Least and greatest value [unit of the parameter].
    pub range: (f64, f64),
    /// Sought by its logarithm; the range is positive.
    pub log: bool,
}

impl Axis {
    /// The value at `u` in [0, 1], to six digits [unit of the parameter].
    pub fn value(&self, u: f64) -> f64 {
        let (low, high) = self.range;
        let at = if self.log { exp(ln(low) + u * (ln(high) - ln(low))) } else { low + u * (high - low) };
        rounded(at).clamp(low, high)
    }

    /// Where a value lies between the ends, 0 to 1 inside of them.
    pub fn unit(&self, value: f64) -> f64 {
        let (low, high) = self.range;
        if self.log { (ln(value) - ln(low)) / (ln(high) - ln(low)) } else { (value - low) / (high - low) }
    }
}

/// To six significant digits, as they are written in files, so that a file gives the same run.
fn rounded(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

/// The values at a point of the unit cube.
pub fn values(axes: &[Axis], point: &[f64]) -> Vec<f64> {
    axes.iter().zip(point).map(|(axis, u)| axis.value(*u)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for log in [false, true] {
            let axis = Axis { name: "a".into(), range: (0.01, 4.0), log };
            assert_eq!((axis.value(0.0), axis.value(1.0)), (0.01, 4.0));
            for u in [0.0, 0.2, 0.5, 0.99] {
                assert!((axis.unit(axis.value(u)) - u).abs() < 1e-4);
            }
        }
        let axis = Axis { name: "a".into(), range: (0.01, 1.0), log: true };
        assert!((axis.value(0.5) - 0.1).abs() < 1e-12, "half way on the logarithm");
    }
}
