//! Returns and who pays for training.

use super::bench::Bench;
use super::{Case, Claim, case};
use crate::base::math::ln;
use crate::base::returns::{break_even_ratio, private_return};
use crate::process::partnership::training_intensity;

pub(super) const CASES: &[Case] = &[
    case("T6", "企业自付培训与社会最优", "training an enterprise pays, and the social optimum", training),
    case(
        "W1",
        "使学习年限刚好值得的工资溢价",
        "return to schooling without an end of the career",
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
    case("W2", "有限职业生涯的内部收益率", "return over a finite career", |_| {
        vec![
            Claim::new("wage ratio that just pays at 5 %", 1.19202821513, break_even_ratio(0.05, 3.0, 40.0), 1e-9),
            Claim::new("rate of return at that ratio", 0.05, private_return(1.19202821513, 3.0, 40.0), 1e-9),
        ]
    }),
];

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
