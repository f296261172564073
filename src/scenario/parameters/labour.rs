//! Parameters of the labour market.

use super::{Kind, Parameter, Source};

pub(super) const ROWS: &[Parameter] = &[Parameter {
    path: "labour.search_probability",
    kind: Kind::Number,
    unit: "1/month",
    default: 0.13,
    bounds: (0.0, 1.0),
    neutral: Some(1.0),
    spread: Some((0.10, 0.17)),
    source: Source::Assumption(
        "with a monthly finding rate of 0.1 and vacancies of 2.5 months the stock ratio V/U is about 0.25; to be fitted",
    ),
    en: "Probability that a seeker searches in a month",
    zh: "求职者当月实际求职的概率",
}];
