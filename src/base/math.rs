//! Transcendental functions with the same bits on every CPU (through `libm`), and small numeric helpers.
//!
//! The platform's `exp`, `ln`, `pow` and `sin` differ between CPUs with and without fused multiply-add, so model
//! code uses these instead; `clippy.toml` forbids the others.

pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

pub fn sqrt(x: f64) -> f64 {
    libm::sqrt(x)
}

pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Yearly probability or rate of decay as the monthly one: `1 - (1 - yearly)^(1/12)`.
pub fn monthly(yearly: f64) -> f64 {
    1.0 - pow(1.0 - yearly, 1.0 / 12.0)
}

/// Sum with Neumaier's compensation: the order of the terms matters only in the last bit.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0f64, 0.0f64);
    for v in values {
        let t = total + v;
        lost += if total.abs() >= v.abs() { (total - t) + v } else { (v - t) + total };
        total = t;
    }
    total + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compensated_sum_keeps_small_terms() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
    }

    #[test]
    fn monthly_hazard_compounds_to_the_yearly_one() {
        let m = monthly(0.3);
        assert!((1.0 - pow(1.0 - m, 12.0) - 0.3).abs() < 1e-15);
    }
}
