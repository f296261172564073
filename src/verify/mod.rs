//! Proof that the engine computes what is known: closed-form limit cases and the results of the published network model.
//!
//! Every case calls code that runs use; N1-N2 and rows marked *recursion* check the published recursion itself, and T6, W1 and
//! W2 formulas of their own, which no process of a run calls. Cases compare numbers; nothing is printed and nothing of a user
//! is read. May use everything up to `simulate`. Goes to the subcommand `verify` and to the tests, which run the same cases.
//! Stochastic cases have fixed seeds and tolerances of four standard errors, so that they fail by chance about once in
//! 16,000 claims; what is drawn is the same on every computer.

pub mod bench;
mod diffusion;
mod indices;
mod labour;
mod matching;
mod money;
pub mod network;
pub mod recursion;
mod schools;
mod supply;

use self::bench::Bench;
use crate::base::math;

/// One number that is known and the one the engine gave.
#[derive(Clone, Debug)]
pub struct Claim {
    pub what: String,
    pub expected: f64,
    pub obtained: f64,
    /// Greatest absolute error allowed.
    pub tolerance: f64,
}

impl Claim {
    pub fn new(what: impl Into<String>, expected: f64, obtained: f64, tolerance: f64) -> Claim {
        Claim { what: what.into(), expected, obtained, tolerance }
    }

    /// Relative tolerance.
    pub fn relative(what: impl Into<String>, expected: f64, obtained: f64, tolerance: f64) -> Claim {
        Claim::new(what, expected, obtained, tolerance * expected.abs())
    }

    /// The mean of a sample within four standard errors.
    pub fn mean(what: impl Into<String>, expected: f64, sample: &[f64]) -> Claim {
        let m = crate::base::stats::moments(sample);
        Claim::new(what, expected, m.mean, 4.0 * m.sd / math::sqrt(m.n as f64))
    }

    /// A share among `n` trials within four binomial standard errors.
    pub fn share(what: impl Into<String>, expected: f64, obtained: f64, n: usize) -> Claim {
        Claim::new(what, expected, obtained, 4.0 * math::sqrt(expected * (1.0 - expected) / n as f64))
    }

    /// The variance of a sample within a part of the expected one.
    pub fn variance(what: impl Into<String>, expected: f64, sample: &[f64], part: f64) -> Claim {
        let sd = crate::base::stats::moments(sample).sd;
        Claim::relative(what, expected, sd * sd, part)
    }

    pub fn error(&self) -> f64 {
        (self.obtained - self.expected).abs()
    }

    /// Within the tolerance; a missing number is not.
    pub fn holds(&self) -> bool {
        self.error() <= self.tolerance
    }
}

/// The greater of two errors; not a number if one of them is not, so that what is missing never passes.
fn greater(a: f64, b: f64) -> f64 {
    if a.is_nan() || a > b { a } else { b }
}

/// A case: what is known, with its source, and how the engine is asked.
pub struct Case {
    pub id: &'static str,
    /// Chinese and English.
    pub what: [&'static str; 2],
    pub run: fn(&Bench) -> Vec<Claim>,
}

const fn case(id: &'static str, zh: &'static str, en: &'static str, run: fn(&Bench) -> Vec<Claim>) -> Case {
    Case { id, what: [zh, en], run }
}

/// All cases in the order of the table.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    [matching::CASES, labour::CASES, schools::CASES, supply::CASES, diffusion::CASES, money::CASES, indices::CASES]
        .into_iter()
        .chain([network::CASES])
        .flatten()
}

/// A known result that the engine has no process for, with the reason in Chinese and English.
pub struct NotApplicable {
    pub id: &'static str,
    pub why: [&'static str; 2],
}

pub const NOT_APPLICABLE: &[NotApplicable] = &[
    NotApplicable {
        id: "S7",
        why: [
            "引擎的匹配函数由逐个申请产生（瓮球模型），没有柯布-道格拉斯匹配函数",
            "matching emerges from single applications (urn and balls); there is no Cobb-Douglas matching function",
        ],
    },
    NotApplicable {
        id: "T3",
        why: [
            "企业技术按项目逐级上升（巴斯扩散），没有纳尔逊-菲尔普斯的前沿追赶方程",
            "technology rises by projects (Bass diffusion with readiness); no frontier grows exponentially as in Nelson-Phelps",
        ],
    },
    NotApplicable {
        id: "T5",
        why: [
            "技术进步的方向为外生情景，没有定向技术变迁",
            "the direction of technical change is a scenario's input, not an equilibrium of directed research",
        ],
    },
    NotApplicable {
        id: "Z1",
        why: [
            "企业规模取自给定分布，企业数不随规模比例增长",
            "enterprise sizes are drawn from a given Pareto law; firms do not grow by preferential attachment",
        ],
    },
    NotApplicable {
        id: "Z3",
        why: [
            "企业增长由生产率的确定性差异驱动，没有独立同分布的随机增长",
            "growth follows productivity differences; there are no independent random growth rates (Gibrat)",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::{Claim, greater};

    #[test]
    fn a_missing_number_never_passes() {
        let worst = |errors: &[f64]| errors.iter().copied().fold(0.0, greater);
        assert_eq!(worst(&[0.1, 0.3, 0.2]), 0.3);
        for errors in [[f64::NAN, 0.1, 0.2], [0.1, f64::NAN, 0.2], [0.1, 0.2, f64::NAN]] {
            assert!(!Claim::new("worst", 0.0, worst(&errors), 1.0).holds(), "{errors:?}");
        }
    }
}
