//! How to run: choices of the user, not claims about the world.

use super::{Kind, Parameter, Source, at};
use Source::Setting;

pub(super) const ROWS: &[Parameter] = &[
    Parameter::row(
        "run.start",
        Kind::Month,
        "month",
        at(24308.0),
        (24000.0, 25199.0),
        Setting("the school year of the base tables begins on 2025-09-01", "基年各表的学年始于2025年9月1日"),
        ["First month of the run; September in a province", "模拟起始月；省级模型为9月"],
    ),
    Parameter::whole(
        "run.months",
        "month",
        at(180.0),
        (1.0, 1200.0),
        Setting(
            "fifteen years: three five-year plans, five cohorts of three-year programs",
            "十五年：三个五年规划，五届三年制学生",
        ),
        ["Length of the run", "模拟时长"],
    ),
    Parameter::whole(
        "run.people_per_agent",
        "person",
        at(10.0),
        (1.0, 1000.0),
        Setting(
            "1 is the honest scale; 10 keeps a province within a small computer",
            "1为真实规模；10可使全省在小型计算机上运行",
        ),
        [
            "Persons that one simulated person stands for; enterprises are thinned alike, program points never",
            "每个模拟个体代表的人数；企业同比例缩减，专业点不缩减",
        ],
    ),
    Parameter::whole(
        "run.replicates",
        "1",
        at(20.0),
        (1.0, 100000.0),
        Setting(
            "enough for the interval of a paired difference; small effects need more",
            "足以给出配对差异的区间；效应小时需要更多",
        ),
        ["Replicates of each scenario", "每个情景的重复次数"],
    ),
    Parameter::switch(
        "run.parameter_uncertainty",
        at(1.0),
        Setting(
            "differences are reported with what is not known about the parameters; switched off, by chance alone, it takes half the runs",
            "报告差异时计入参数的不确定性；关闭则只计随机性，运行次数减半",
        ),
        [
            "Every parameter that has a range varies between replicates, beside chance",
            "各次重复之间除随机性外，凡有区间的参数也随之变化",
        ],
    ),
    Parameter::whole(
        "run.seed",
        "1",
        at(1.0),
        (0.0, 9007199254740991.0),
        Setting("any number does", "任何数均可"),
        ["Seed of all draws, shared by all scenarios", "随机种子，各情景共用"],
    ),
    Parameter::whole(
        "run.life_histories",
        "person",
        at(0.0),
        (0.0, 100000.0),
        Setting(
            "none unless asked for: a record of a person's life is for reading, not for statistics",
            "不要求则不写：个人经历供阅读，不供统计",
        ),
        [
            "Simulated persons whose life is written down (life_histories.csv)",
            "写出生命历程的模拟个体数（life_histories.csv）",
        ],
    ),
];
