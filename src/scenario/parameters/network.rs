//! Parameters of a network: the labour core alone, with a target demand that is given.

use super::{Kind, Parameter, Source};
use Kind::{Choice, Number};
use Source::Published;

const CORE: Source =
    Published("del Rio-Chanona, Mealy, Beguerisse-Diaz, Lafond & Farmer 2021, J. R. Soc. Interface 18:20200898");

const fn row(
    path: &'static str,
    kind: Kind,
    unit: &'static str,
    default: f64,
    bounds: (f64, f64),
    [en, zh]: [&'static str; 2],
) -> Parameter {
    Parameter { path, kind, unit, default, bounds, neutral: None, spread: None, source: CORE, en, zh }
}

pub(super) const ROWS: &[Parameter] = &[
    row(
        "network.target",
        Choice(&["constant", "sigmoid", "cycle", "table"]),
        "1",
        0.0,
        (0.0, 3.0),
        ["Path of target demand in a network", "网络模型的目标需求路径"],
    ),
    row("network.from_step", Number, "step", 100.0, (0.0, 1e6), ["First step the path applies", "路径起始步"]),
    row(
        "network.duration_steps",
        Number,
        "step",
        30.0 * 52.0 / 6.75,
        (1.0, 1e6),
        ["Length of the sigmoid transition (30 years of 6.75-week steps)", "S形转型时长（30年，每步6.75周）"],
    ),
    row(
        "network.level",
        Number,
        "1",
        0.9999,
        (0.5, 0.999999),
        ["Part of the transition done at its end", "转型结束时完成的比例"],
    ),
    Parameter {
        path: "network.record_every",
        kind: super::Kind::Integer,
        unit: "step",
        default: 1.0,
        bounds: (1.0, 1000.0),
        neutral: None,
        spread: None,
        source: Source::Setting("every step of a small network; fewer of a large one", "小网络每步记录；大网络少记"),
        en: "Steps between two records of stocks by occupation",
        zh: "分职业存量的记录间隔",
    },
    row("network.amplitude", Number, "1", 0.065, (0.0, 1.0), ["Amplitude of the cycle", "周期振幅"]),
    row("network.period_steps", Number, "step", 103.0, (1.0, 1e6), ["Period of the cycle", "周期步数"]),
];
