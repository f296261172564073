//! How to run: choices of the user, not claims about the world.

use super::{Kind, Parameter, Source};

const fn setting(
    path: &'static str,
    kind: Kind,
    unit: &'static str,
    default: f64,
    bounds: (f64, f64),
    texts: [&'static str; 3],
) -> Parameter {
    let [reason, en, zh] = texts;
    Parameter {
        path,
        kind,
        unit,
        default,
        bounds,
        neutral: None,
        spread: None,
        source: Source::Setting(reason),
        en,
        zh,
    }
}

pub(super) const ROWS: &[Parameter] = &[
    setting(
        "run.start",
        Kind::Month,
        "month",
        24308.0,
        (24000.0, 25199.0),
        [
            "the school year of the base tables begins on 2025-09-01",
            "First month of the run; September in a province",
            "模拟起始月；省级模型为9月",
        ],
    ),
    setting(
        "run.months",
        Kind::Integer,
        "month",
        180.0,
        (1.0, 1200.0),
        ["fifteen years: three five-year plans, five cohorts of three-year programs", "Length of the run", "模拟时长"],
    ),
    setting(
        "run.people_per_agent",
        Kind::Integer,
        "person",
        10.0,
        (1.0, 1000.0),
        [
            "1 is the honest scale; 10 keeps a province within a small computer",
            "Persons that one simulated person stands for; enterprises are thinned alike, program points never",
            "每个模拟个体代表的人数；企业同比例缩减，专业点不缩减",
        ],
    ),
    setting(
        "run.replicates",
        Kind::Integer,
        "1",
        20.0,
        (1.0, 100000.0),
        [
            "enough for an interval of a paired difference; give a precision for more",
            "Replicates of each scenario",
            "每个情景的重复次数",
        ],
    ),
    setting(
        "run.seed",
        Kind::Integer,
        "1",
        1.0,
        (0.0, 9007199254740991.0),
        ["any number does", "Seed of all draws, shared by all scenarios", "随机种子，各情景共用"],
    ),
    setting(
        "run.life_histories",
        Kind::Integer,
        "person",
        0.0,
        (0.0, 100000.0),
        [
            "none unless asked for: a record of a person's life is for reading, not for statistics",
            "Simulated persons whose life is written down (life_histories.csv)",
            "写出生命历程的模拟个体数（life_histories.csv）",
        ],
    ),
];
