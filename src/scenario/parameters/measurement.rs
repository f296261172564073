//! Parameters of the measurement: they change what is reported, never what happens.

use super::{Kind, Parameter, Source};
use Kind::Number;
use Source::{Assumption, Published};

pub(super) const ROWS: &[Parameter] = &[
    Parameter {
        path: "measure.registered_vacancies",
        kind: Number,
        unit: "1",
        default: 0.6,
        bounds: (0.0, 1.0),
        neutral: None,
        spread: None,
        source: Assumption(
            "with the share of seekers it puts the registered ratio near 1.58 (100 cities, Q2 2021) at a true one of about 0.25",
            "与求职登记比例一起，使真实比约0.25时的登记比接近1.58（2021年二季度百城）",
        ),
        en: "Share of vacancies that are registered",
        zh: "登记空缺比例",
    },
    Parameter {
        path: "measure.registered_seekers",
        kind: Number,
        unit: "1",
        default: 0.1,
        bounds: (0.01, 1.0),
        neutral: None,
        spread: None,
        source: Assumption(
            "most seekers do not register with public employment services",
            "多数求职者不在公共就业服务机构登记",
        ),
        en: "Share of seekers who register",
        zh: "登记求职者比例",
    },
    Parameter {
        path: "measure.inflation",
        kind: Number,
        unit: "1/year",
        default: 0.02,
        bounds: (-0.1, 0.5),
        neutral: Some(0.0),
        spread: None,
        source: Assumption(
            "consumer prices rose about 2 % a year in the years of the wage ladder surveyed (2017-2022)",
            "所调查的工资阶梯年份（2017–2022）消费价格年涨约2%",
        ),
        en: "Rise of prices, for the nominal wage ladder",
        zh: "物价年涨幅（仅用于名义工资阶梯）",
    },
    Parameter {
        path: "measure.mismatch_elasticity",
        kind: Number,
        unit: "1",
        default: 0.5,
        bounds: (0.0, 1.0),
        neutral: None,
        spread: None,
        source: Published("Sahin, Song, Topa & Violante 2014: 0.5"),
        en: "Elasticity of the mismatch index",
        zh: "错配指数弹性",
    },
];
