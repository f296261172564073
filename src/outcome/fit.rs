//! A run held against what is known: one number per target, in the unit of the target.
//!
//! Reads a finished record; knows neither weights nor how a fit is searched. Targets come from `targets.csv`
//! ([`read`]); docs/fit.md says how their tolerances were set.

use serde::{Deserialize, Serialize};

pub use super::targets::read;

use super::dictionary::IndicatorId;
use super::record::{Breakdown, Dimension, Record};
use crate::base::math::{pow, sum};
use crate::base::time::Month;

/// What is made of the measured months of a period; months in which nothing is measured count for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    Mean,
    First,
    Last,
    Min,
    Max,
    /// Sum over the period, per twelve months of it.
    PerYear,
    /// Last less first.
    Change,
    /// `(last / first)^(12 / months between) - 1` [1/year].
    Growth,
    /// Part of the named rows in all rows of the breakdown, mean over its Decembers [1].
    Share,
}

impl Statistic {
    /// All, by the word in the table.
    pub const ALL: [(&str, Statistic); 9] = [
        ("mean", Statistic::Mean),
        ("first", Statistic::First),
        ("last", Statistic::Last),
        ("min", Statistic::Min),
        ("max", Statistic::Max),
        ("per_year", Statistic::PerYear),
        ("change", Statistic::Change),
        ("growth", Statistic::Growth),
        ("share", Statistic::Share),
    ];

    /// Its word in the table.
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(_, s)| *s == self).map_or("", |(id, _)| id)
    }
}

/// What of a record a target speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Measure {
    /// An indicator of the province.
    Series(IndicatorId),
    /// The sum of some rows of a column of a yearly breakdown.
    Cells { dimension: Dimension, keys: Vec<String>, column: String },
}

/// One fact, and how far off still agrees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub id: String,
    pub label_zh: String,
    pub label_en: String,
    /// Id of the indicator or of the column, as written.
    pub indicator: String,
    /// As written; empty for the province.
    pub breakdown: String,
    pub measure: Measure,
    pub statistic: Statistic,
    /// First and last month.
    pub period: (Month, Month),
    pub value: f64,
    /// Of the value; 1/year for a growth, 1 for a share.
    pub unit: String,
    /// A word of `scenario::tables::targets::RULES`.
    pub rule: String,
    /// In the unit of the value, positive.
    pub tolerance: f64,
    /// 0: shown, not fitted.
    pub weight: f64,
    /// A national or foreign figure, applied to the province.
    pub national: bool,
    /// Of the fact, as written.
    pub year: String,
    pub scope: String,
    pub source: String,
    pub note: String,
}

impl Target {
    /// How far a value is from the fact, in tolerances; positive above it.
    pub fn distance(&self, value: f64) -> f64 {
        (value - self.value) / self.tolerance
    }
}

/// The value of each target in a run that began in `start`; NaN where the run does not hold the whole period.
pub fn evaluate(targets: &[Target], record: &Record, start: Month) -> Vec<f64> {
    targets.iter().map(|target| value(target, record, start)).collect()
}

fn value(target: &Target, record: &Record, start: Month) -> f64 {
    let (from, to) = target.period;
    match &target.measure {
        Measure::Series(id) => {
            let Some(series) = record.series.get(id.0) else { return f64::NAN };
            let (a, b) = (from - start, to - start);
            if a < 0 || b < a || b as usize >= series.len() {
                return f64::NAN;
            }
            let months = (a as usize..=b as usize).map(|t| (t as f64, series[t]));
            summary(target.statistic, months.filter(|(_, v)| !v.is_nan()).collect(), f64::from(to - from + 1))
        }
        Measure::Cells { dimension, keys, column } => {
            let Some(of) = record.breakdowns.iter().find(|b| b.dimension == *dimension) else { return f64::NAN };
            let december = |year: i32| Month::new(year, 12);
            let wanted = |year: i32| (from..=to).contains(&december(year));
            let decembers = (from.year()..=to.year()).filter(|&y| wanted(y)).count();
            let years: Vec<usize> = (0..of.years.len()).filter(|&y| wanted(of.years[y])).collect();
            if decembers == 0 || years.len() < decembers {
                return f64::NAN;
            }
            let one = |y: usize| {
                let part = cells(of, y, column, Some(keys));
                let value = if target.statistic == Statistic::Share { part / cells(of, y, column, None) } else { part };
                (f64::from(december(of.years[y]) - start), value)
            };
            let values = years.into_iter().map(one).filter(|(_, v)| !v.is_nan()).collect();
            summary(target.statistic, values, 12.0 * decembers as f64)
        }
    }
}

/// Sum of a column over rows, all of them without `keys`; NaN for an unknown column or row.
fn cells(of: &Breakdown, year: usize, column: &str, keys: Option<&[String]>) -> f64 {
    let Some(c) = of.columns.iter().position(|id| id == column) else { return f64::NAN };
    let at = |k: usize| of.values[(year * of.keys.len() + k) * of.columns.len() + c];
    let row = |key: &String| of.keys.iter().position(|k| k == key).map_or(f64::NAN, at);
    match keys {
        Some(keys) => sum(keys.iter().map(row)),
        None => sum((0..of.keys.len()).map(at)),
    }
}

/// The statistic of `(month, value)` pairs over a period of so many months.
fn summary(statistic: Statistic, values: Vec<(f64, f64)>, months: f64) -> f64 {
    let (Some(&(t0, first)), Some(&(t1, last))) = (values.first(), values.last()) else { return f64::NAN };
    let all = || values.iter().map(|(_, v)| *v);
    match statistic {
        Statistic::Mean | Statistic::Share => sum(all()) / values.len() as f64,
        Statistic::First => first,
        Statistic::Last => last,
        Statistic::Min => all().fold(f64::INFINITY, f64::min),
        Statistic::Max => all().fold(f64::NEG_INFINITY, f64::max),
        Statistic::PerYear => sum(all()) * 12.0 / months,
        Statistic::Change if t1 > t0 => last - first,
        Statistic::Growth if t1 > t0 && first > 0.0 => pow(last / first, 12.0 / (t1 - t0)) - 1.0,
        Statistic::Change | Statistic::Growth => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::dictionary::{INDICATORS, indicator};

    fn target(measure: Measure, statistic: Statistic, period: (Month, Month)) -> Target {
        Target {
            id: "t".into(),
            label_zh: String::new(),
            label_en: String::new(),
            indicator: String::new(),
            breakdown: String::new(),
            measure,
            statistic,
            period,
            value: 10.0,
            unit: String::new(),
            rule: "count".into(),
            tolerance: 2.0,
            weight: 1.0,
            national: false,
            year: String::new(),
            scope: String::new(),
            source: String::new(),
            note: String::new(),
        }
    }

    /// Employed 100, 101, ... from September 2025; students measured in Decembers.
    fn record(months: usize) -> Record {
        let mut record = Record { series: vec![vec![f64::NAN; months]; INDICATORS.len()], ..Record::default() };
        let employed = &mut record.series[indicator("employed").0];
        employed.iter_mut().enumerate().for_each(|(t, v)| *v = 100.0 + t as f64);
        record.breakdowns = vec![Breakdown {
            dimension: Dimension::Level,
            years: vec![2025, 2026],
            keys: vec!["secondary".into(), "college".into()],
            columns: vec!["programs".into(), "students".into()],
            values: vec![1.0, 30.0, 2.0, 10.0, 1.0, 60.0, 2.0, 20.0],
        }];
        record
    }

    #[test]
    fn statistics_of_a_series() {
        let start = Month::new(2025, 9);
        let of = |statistic, from, to| {
            let measure = Measure::Series(indicator("employed"));
            evaluate(&[target(measure, statistic, (from, to))], &record(16), start)[0]
        };
        let (a, b) = (Month::new(2025, 12), Month::new(2026, 11));
        assert_eq!(of(Statistic::First, a, b), 103.0);
        assert_eq!(of(Statistic::Last, a, b), 114.0);
        assert_eq!(of(Statistic::Mean, a, b), 108.5);
        assert_eq!((of(Statistic::Min, a, b), of(Statistic::Max, a, b)), (103.0, 114.0));
        assert_eq!(of(Statistic::PerYear, a, a), 103.0 * 12.0);
        assert_eq!(of(Statistic::PerYear, a, b), 108.5 * 12.0);
        assert_eq!(of(Statistic::Change, a, b), 11.0);
        assert!((of(Statistic::Growth, a, Month::new(2026, 12)) - (115.0 / 103.0 - 1.0)).abs() < 1e-12);
        assert!(of(Statistic::Growth, a, a).is_nan());
        assert!(of(Statistic::Mean, start + -1, b).is_nan(), "begins before the run");
        assert!(of(Statistic::Mean, a, Month::new(2027, 1)).is_nan(), "ends after it");
    }

    #[test]
    fn statistics_of_a_breakdown() {
        let start = Month::new(2025, 9);
        let of = |statistic, keys: &[&str], to| {
            let keys = keys.iter().map(|k| (*k).to_owned()).collect();
            let measure = Measure::Cells { dimension: Dimension::Level, keys, column: "students".into() };
            evaluate(&[target(measure, statistic, (Month::new(2025, 12), to))], &record(16), start)[0]
        };
        let (d25, d26) = (Month::new(2025, 12), Month::new(2026, 12));
        assert_eq!(of(Statistic::Last, &["secondary", "college"], d25), 40.0);
        assert_eq!(of(Statistic::Share, &["college"], d26), 0.25);
        assert_eq!(of(Statistic::Growth, &["secondary"], d26), 1.0);
        assert_eq!(of(Statistic::PerYear, &["secondary"], d26), 45.0);
        assert!(of(Statistic::Last, &["secondary"], Month::new(2027, 12)).is_nan(), "a December is missing");
        assert!(of(Statistic::Last, &["bachelor"], d25).is_nan(), "no such row");
    }

    #[test]
    fn distance_is_in_tolerances() {
        let t = target(Measure::Series(indicator("employed")), Statistic::Last, (Month(0), Month(0)));
        assert_eq!((t.distance(12.0), t.distance(7.0)), (1.0, -1.5));
    }
}
