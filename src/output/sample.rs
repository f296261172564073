//! What is said of a sample of replicates.

use super::csv::Cell;
use crate::base::stats::{half_width_95, moments, quantile_sorted};

/// Cells `n, mean, sd, q05, q25, q50, q75, q95` of the measured values.
pub fn cells(mut sample: Vec<f64>) -> [Cell<'static>; 8] {
    sample.retain(|x| !x.is_nan());
    let m = moments(&sample);
    sample.sort_by(f64::total_cmp);
    let q = |p| if sample.is_empty() { Cell::Missing } else { Cell::Exact(quantile_sorted(&sample, p)) };
    [Cell::Integer(m.n as i64), Cell::Exact(m.mean), Cell::Exact(m.sd), q(0.05), q(0.25), q(0.5), q(0.75), q(0.95)]
}

/// Mean of the measured values; NaN of none.
pub fn mean(sample: &[f64]) -> f64 {
    moments(sample).mean
}

/// Mean and its 95 % interval; NaN for the bounds of a single value.
pub fn mean_and_interval(sample: &[f64]) -> [f64; 3] {
    let m = moments(sample);
    let half = half_width_95(m);
    [m.mean, m.mean - half, m.mean + half]
}
