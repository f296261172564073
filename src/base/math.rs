//! Transcendental functions with the same bits on every CPU (through `libm`), and small numeric helpers.
//!
//! The platform's `exp`, `ln` and `pow` differ between CPUs with and without fused multiply-add, so model
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

/// Yearly probability or rate of decay as the monthly one: `1 - (1 - yearly)^(1/12)`.
pub fn monthly(yearly: f64) -> f64 {
    1.0 - pow(1.0 - yearly, 1.0 / 12.0)
}

/// Whole part of a number in [0, 2^32), by arithmetic that goes several at a time, as conversion to integers does not.
#[inline(always)]
pub fn whole(x: f64) -> u32 {
    /// From here on there are no fractions.
    const WHOLE: f64 = (1u64 << 52) as f64;
    let nearest = x + WHOLE;
    nearest.to_bits() as u32 - u32::from(nearest - WHOLE > x)
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

/// Multinomial-logit shares `exp(beta u_i) / sum exp(beta u)` (McFadden 1974), stable for large `beta`.
pub fn logit(utilities: &[f64], beta: f64) -> Vec<f64> {
    let top = utilities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = utilities.iter().map(|u| exp(beta * (u - top))).collect();
    let total = sum(weights.iter().copied());
    weights.into_iter().map(|w| w / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compensated_sum_keeps_small_terms() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
    }

    #[test]
    fn whole_parts_are_those_of_conversion() {
        let numbers = (0..1 << 16).map(|k| f64::from(k) * 256.3);
        for x in numbers.flat_map(|x| [x, x.floor(), x.floor() + 0.5, x.ceil().next_down(), x.next_up()]) {
            assert_eq!(whole(x), x as u32, "{x}");
        }
        assert_eq!([0.0, 0.5, f64::MIN_POSITIVE, 4_294_967_295.5].map(whole), [0, 0, 0, u32::MAX]);
    }

    #[test]
    fn monthly_hazard_compounds_to_the_yearly_one() {
        let m = monthly(0.3);
        assert!((1.0 - pow(1.0 - m, 12.0) - 0.3).abs() < 1e-15);
    }
}
