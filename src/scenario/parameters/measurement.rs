//! Parameters of the measurement: they change what is reported, never what happens.

use super::{Parameter, Source, at};
use Source::{Assumption, Published};

pub(super) const ROWS: &[Parameter] = &[
    Parameter::number(
        "measure.registered_vacancies",
        "1",
        at(0.6),
        (0.0, 1.0),
        Assumption(
            "with the share of seekers it puts the registered ratio near 1.58 (100 cities, Q2 2021) at a true one of about 0.25",
            "与求职登记比例一起，使真实比约0.25时的登记比接近1.58（2021年二季度百城）",
        ),
        ["Share of vacancies that are registered", "登记空缺比例"],
    ),
    Parameter::number(
        "measure.registered_seekers",
        "1",
        at(0.1),
        (0.01, 1.0),
        Assumption(
            "most seekers do not register with public employment services",
            "多数求职者不在公共就业服务机构登记",
        ),
        ["Share of seekers who register", "登记求职者比例"],
    ),
    Parameter::number(
        "measure.inflation",
        "1/year",
        at(0.02).off_at(0.0),
        (-0.1, 0.5),
        Assumption(
            "consumer prices rose about 2 % a year in the years of the wage ladder surveyed (2017-2022)",
            "所调查的工资阶梯年份（2017–2022）消费价格年涨约2%",
        ),
        ["Rise of prices, for the nominal wage ladder", "物价年涨幅（仅用于名义工资阶梯）"],
    ),
    Parameter::number(
        "measure.mismatch_elasticity",
        "1",
        at(0.5),
        (0.0, 1.0),
        Published("Sahin, Song, Topa & Violante 2014: 0.5"),
        ["Elasticity of the mismatch index", "错配指数弹性"],
    ),
];
