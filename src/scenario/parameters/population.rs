//! Parameters of the population.

use super::{Kind, Parameter, Source};
use Kind::{Integer, Number};
use Source::{Assumption, Published};

pub(super) const ROWS: &[Parameter] = &[
    Parameter {
        path: "population.net_migration",
        kind: Number,
        unit: "person/year",
        default: 20000.0,
        bounds: (-500000.0, 500000.0),
        neutral: None,
        spread: Some((0.0, 40000.0)),
        source: Published("Hebei statistical bulletin 2024: population change less natural change"),
        en: "Net arrivals in the base path",
        zh: "年净迁入",
    },
    Parameter {
        path: "population.birth_trend",
        kind: Number,
        unit: "1/year",
        default: 0.0,
        bounds: (-0.1, 0.1),
        neutral: Some(0.0),
        spread: Some((-0.03, 0.01)),
        source: Assumption(
            "births after 2024 stay at 440,000 or change by this rate",
            "2024年之后出生人数保持44万，或按此率变化",
        ),
        en: "Change of births after 2024",
        zh: "2024年后出生数变化率",
    },
    Parameter {
        path: "population.farmers_end",
        kind: Integer,
        unit: "year",
        default: 75.0,
        bounds: (60.0, 90.0),
        neutral: None,
        spread: None,
        source: Assumption(
            "own-account agriculture has no retirement age; people stop at 75",
            "自营农业没有退休年龄；到75岁停止",
        ),
        en: "Age at which own-account work ends",
        zh: "自营者停止工作的年龄",
    },
];
