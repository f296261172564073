//! Logarithms that are nearly right, at a third of the cost, for where hardly any answer depends on the last digits. An
//! answer that does is computed with the logarithm itself, so nothing differs.

use std::sync::LazyLock;

use super::math::ln;
use super::rng::Generator;

/// Entries of the table, for the leading bits of a mantissa.
const ENTRIES: usize = 1 << BITS;
const BITS: u32 = 7;

/// How far an answer may lie from the logarithm. Terms from `r^4 / 4` on are left out, with r < 2^-8: six in 10^11.
const ERROR: f64 = 1e-9;

/// A table of reciprocals and logarithms.
pub struct Logs([[f64; 2]; ENTRIES]);

/// The table, computed once.
pub static LOGS: LazyLock<Logs> = LazyLock::new(Logs::new);

impl Logs {
    fn new() -> Logs {
        Logs(std::array::from_fn(|k| {
            let middle = 1.0 + (k as f64 + 0.5) / ENTRIES as f64;
            [1.0 / middle, ln(middle)]
        }))
    }

    /// The logarithm of a positive normal number, to within [`ERROR`].
    #[inline(always)]
    fn about(&self, x: f64) -> f64 {
        const MANTISSA: u64 = (1 << 52) - 1;
        let bits = x.to_bits();
        let exponent = f64::from((bits >> 52) as i32 - 1023);
        let [reciprocal, logarithm] = self.0[(bits >> (52 - BITS)) as usize % ENTRIES];
        let r = f64::from_bits(bits & MANTISSA | 1023 << 52) * reciprocal - 1.0;
        exponent * std::f64::consts::LN_2 + (logarithm + r * (1.0 - r * (0.5 - r * (1.0 / 3.0))))
    }

    /// A number that rounds to the same 32 bits as `ln(x) * factor`, for factors up to 1.
    #[inline(always)]
    pub fn single(&self, x: f64, factor: f64) -> f64 {
        let about = self.about(x) * factor;
        let same = (about - ERROR) as f32 == (about + ERROR) as f32;
        if same { about } else { ln(x) * factor }
    }

    /// As `base::draw::geometric`, for chances `1 - exp(ln_q)` from 0.001 on.
    #[inline(always)]
    pub fn geometric(&self, g: &mut Generator, ln_q: f64) -> u64 {
        let u = g.open();
        let about = self.about(u) * (1.0 / ln_q);
        let [least, most] = [about - 1000.0 * ERROR, about + 1000.0 * ERROR].map(|n| n as i64);
        if least == most { least as u64 } else { (ln(u) / ln_q) as u64 }
    }
}

#[cfg(test)]
mod tests {
    use super::{ERROR, LOGS};
    use crate::base::draw::geometric;
    use crate::base::math::ln;
    use crate::base::rng::{Draws, Process};

    #[test]
    fn answers_are_those_of_the_logarithm() {
        let (logs, stream) = (&LOGS, Draws::new(1, 0).stream(Process::Test, 0));
        for n in 0..300_000 {
            let x = 1.0 - stream.uniform(n, 0);
            let x = if n % 3 == 0 { x * x * x * 1e-9 } else { x };
            assert!((logs.about(x) - ln(x)).abs() < ERROR / 10.0, "{x}");
            for factor in [1.0, 0.5] {
                assert_eq!(logs.single(x, factor) as f32, (ln(x) * factor) as f32, "{x}");
            }
            for chance in [0.001, 0.004, 0.1, 0.9] {
                let (mut a, mut b) = (stream.generator(n), stream.generator(n));
                assert_eq!(logs.geometric(&mut a, ln(1.0 - chance)), geometric(&mut b, ln(1.0 - chance)));
            }
        }
        assert_eq!(logs.single(1.0, 1.0) as f32, 0.0);
    }
}
