//! Parameters of the population.

use super::{Parameter, Source, at};
use Source::{Assumption, Published};

pub(super) const ROWS: &[Parameter] = &[
    Parameter::number(
        "population.net_migration",
        "person/year",
        at(20000.0).drawn(0.0, 40000.0),
        (-500000.0, 500000.0),
        Published("Hebei statistical bulletin 2024: population change less natural change"),
        ["Net arrivals in the base path", "年净迁入"],
    ),
    Parameter::number(
        "population.birth_trend",
        "1/year",
        at(0.0).off_at(0.0).drawn(-0.03, 0.01),
        (-0.1, 0.1),
        Assumption(
            "births after 2024 stay at 440,000 or change by this rate",
            "2024年之后出生人数保持44万，或按此率变化",
        ),
        ["Change of births after 2024", "2024年后出生数变化率"],
    ),
    Parameter::whole(
        "population.farmers_end",
        "year",
        at(75.0),
        (60.0, 90.0),
        Assumption(
            "own-account agriculture has no retirement age; people stop at 75",
            "自营农业没有退休年龄；到75岁停止",
        ),
        ["Age at which own-account work ends", "自营者停止工作的年龄"],
    ),
];
