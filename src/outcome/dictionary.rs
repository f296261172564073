//! One definition per outcome: id, unit, direction, decimals and text in both languages.
//!
//! Columns of the CSV files, the data dictionary, formats of the workbook and the report come from here.

use serde::{Deserialize, Serialize};

/// Which direction a planner would call better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Higher,
    Lower,
    Neither,
}

/// How the months of an indicator become the value of a year or a horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Mean of the measured months (stocks, rates).
    Mean,
    /// Sum of the measured months (flows).
    Sum,
    /// Last measured month (measured once a year).
    Last,
}

/// An outcome measured monthly, or in some months only (then NaN in the others).
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// Column name, `^[a-z][a-z0-9_]{0,31}$`.
    pub id: &'static str,
    pub unit: &'static str,
    pub decimals: u8,
    pub better: Better,
    pub over: Over,
    /// Shown first: in the terminal summary and the report.
    pub headline: bool,
    pub label_zh: &'static str,
    pub label_en: &'static str,
    pub definition_zh: &'static str,
    pub definition_en: &'static str,
}

/// Position of an indicator in [`INDICATORS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndicatorId(pub usize);

/// The indicator with this id, found while compiling.
pub const fn indicator(id: &str) -> IndicatorId {
    let mut i = 0;
    while i < INDICATORS.len() {
        if crate::base::text::same(INDICATORS[i].id, id) {
            return IndicatorId(i);
        }
        i += 1;
    }
    panic!("no indicator has this id")
}

/// All indicators, in the order of the columns.
pub const INDICATORS: &[Indicator] = &[Indicator {
    id: "unemployment_rate",
    unit: "1",
    decimals: 4,
    better: Better::Lower,
    over: Over::Mean,
    headline: true,
    label_zh: "失业率",
    label_en: "Unemployment rate",
    definition_zh: "求职者 / （就业者 + 求职者），月末",
    definition_en: "Seekers / (employed + seekers), end of month",
}];
