//! Parameters of a network: the labour core alone, with a target demand that is given.

use super::{Kind, Parameter, Source, at};
use Source::{Published, Setting};

const CORE: Source =
    Published("del Rio-Chanona, Mealy, Beguerisse-Diaz, Lafond & Farmer 2021, J. R. Soc. Interface 18:20200898");

pub(super) const ROWS: &[Parameter] = &[
    Parameter::row(
        "network.target",
        Kind::Choice(&["constant", "sigmoid", "cycle", "table"]),
        "1",
        at(0.0),
        (0.0, 3.0),
        CORE,
        ["Path of target demand in a network", "网络模型的目标需求路径"],
    ),
    Parameter::number(
        "network.from_step",
        "step",
        at(100.0),
        (0.0, 1e6),
        CORE,
        ["First step the path applies", "路径起始步"],
    ),
    Parameter::number(
        "network.duration_steps",
        "step",
        at(30.0 * 52.0 / 6.75),
        (1.0, 1e6),
        CORE,
        ["Length of the sigmoid transition (30 years of 6.75-week steps)", "S形转型时长（30年，每步6.75周）"],
    ),
    Parameter::number(
        "network.level",
        "1",
        at(0.9999),
        (0.5, 0.999999),
        CORE,
        ["Part of the transition done at its end", "转型结束时完成的比例"],
    ),
    Parameter::whole(
        "network.record_every",
        "step",
        at(1.0),
        (1.0, 1000.0),
        Setting("every step of a small network; fewer of a large one", "小网络每步记录；大网络少记"),
        ["Steps between two records of stocks by occupation", "分职业存量的记录间隔"],
    ),
    Parameter::number("network.amplitude", "1", at(0.065), (0.0, 1.0), CORE, ["Amplitude of the cycle", "周期振幅"]),
    Parameter::number("network.period_steps", "step", at(103.0), (1.0, 1e6), CORE, ["Period of the cycle", "周期步数"]),
];
