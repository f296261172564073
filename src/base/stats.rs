//! Statistics of comparison and the indices that outcomes use, each with its source.
//!
//! Pure functions of slices; sums are compensated and run in the order given.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::math::{pow, sum};

/// Sample size, mean, unbiased standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    pub n: usize,
    pub mean: f64,
    pub sd: f64,
}

/// Moments of the sample; `sd` is NaN below two values, `mean` NaN of an empty one.
pub fn moments(x: &[f64]) -> Moments {
    let n = x.len();
    let mean = sum(x.iter().copied()) / n as f64;
    let sd = libm::sqrt(sum(x.iter().map(|v| (v - mean) * (v - mean))) / (n as f64 - 1.0));
    Moments { n, mean, sd: if n < 2 { f64::NAN } else { sd } }
}

/// Values less their mean over their standard deviation; zeros if all are alike.
pub fn standardise(mut x: Vec<f64>) -> Vec<f64> {
    let n = x.len().max(1) as f64;
    let mean = sum(x.iter().copied()) / n;
    let sd = libm::sqrt(sum(x.iter().map(|v| (v - mean) * (v - mean))) / n);
    for v in &mut x {
        *v = if sd > 1e-12 { (*v - mean) / sd } else { 0.0 };
    }
    x
}

/// Quantile of Student's t, rounded to nine decimals so that CPUs agree.
pub fn t_quantile(p: f64, df: usize) -> f64 {
    let t = StudentsT::new(0.0, 1.0, df as f64).expect("at least one degree of freedom").inverse_cdf(p);
    (t * 1e9).round() / 1e9
}

/// Half the width of the two-sided 95 % t interval of the mean [unit of the sample]; NaN below two values.
pub fn half_width_95(m: Moments) -> f64 {
    if m.n < 2 { f64::NAN } else { t_quantile(0.975, m.n - 1) * m.sd / libm::sqrt(m.n as f64) }
}

/// Quantile by linear interpolation (Hyndman & Fan 1996, type 7) of values sorted ascending.
pub fn quantile_sorted(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let (i, part) = (at as usize, at - at.floor());
    if i + 1 < sorted.len() { sorted[i] + part * (sorted[i + 1] - sorted[i]) } else { sorted[i] }
}

/// Gini coefficient of non-negative values sorted ascending: `sum (2i - n - 1) x_i / (n sum x)`.
pub fn gini_sorted(sorted: &[f64]) -> f64 {
    let n = sorted.len() as f64;
    let total = sum(sorted.iter().copied());
    if total <= 0.0 {
        return 0.0;
    }
    sum(sorted.iter().enumerate().map(|(i, x)| (2.0 * (i as f64 + 1.0) - n - 1.0) * x)) / (n * total)
}

/// Share of hires lost to mismatch, `1 - sum (v_i/v)^alpha (u_i/u)^(1-alpha)`
/// (Sahin, Song, Topa & Violante 2014, AER 104(11), eq. 7 without productivity weights); 0 when either side is empty.
pub fn mismatch_index(seekers: &[f64], vacancies: &[f64], alpha: f64) -> f64 {
    let (u, v) = (sum(seekers.iter().copied()), sum(vacancies.iter().copied()));
    if u <= 0.0 || v <= 0.0 {
        return 0.0;
    }
    1.0 - sum(seekers.iter().zip(vacancies).map(|(a, b)| pow(b / v, alpha) * pow(a / u, 1.0 - alpha)))
}

/// Duncan's dissimilarity `1/2 sum |u_i/u - v_i/v|` (Duncan & Duncan 1955).
pub fn dissimilarity(a: &[f64], b: &[f64]) -> f64 {
    let (sa, sb) = (sum(a.iter().copied()), sum(b.iter().copied()));
    if sa <= 0.0 || sb <= 0.0 {
        return 0.0;
    }
    0.5 * sum(a.iter().zip(b).map(|(x, y)| (x / sa - y / sb).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let m = moments(&[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(m.mean, 2.5);
        assert!((m.sd - libm::sqrt(5.0 / 3.0)).abs() < 1e-15);
        assert_eq!(t_quantile(0.975, 7), 2.364624252);
        assert_eq!(quantile_sorted(&[1.0, 2.0, 4.0], 0.75), 3.0);
        assert_eq!(gini_sorted(&[1.0, 1.0, 1.0]), 0.0);
        assert!((gini_sorted(&[0.0, 0.0, 1.0]) - 2.0 / 3.0).abs() < 1e-15);
    }
}
