//! `targets.csv` to targets: words become indicators, statistics and months, or a fault at the cell.
//!
//! The table itself (columns, numbers, ids) is checked by `scenario::tables::targets`; here it is held against the
//! dictionary of outcomes. All faults at once.

use std::collections::BTreeSet;
use std::path::Path;

use super::breakdown::{self, DIMENSIONS, LEVELS};
use super::dictionary::{INDICATORS, IndicatorId};
use super::fit::{Measure, Statistic, Target};
use super::record::Dimension;
use crate::base::language::both;
use crate::base::time::Month;
use crate::scenario::Diagnostic;
use crate::scenario::tables::targets::{Sheet, ids, sheet};

/// Reads a table of targets.
///
/// # Errors
/// All faults of the file, each at its cell.
pub fn read(path: &Path) -> Result<Vec<Target>, Vec<Diagnostic>> {
    let (sheet, mut faults) = sheet(path);
    let mut targets = Vec::new();
    if let Some(sheet) = sheet {
        let reader = Reader { sheet: &sheet, directory: path.parent().unwrap_or(Path::new(".")) };
        let rows = 0..sheet.frame.len();
        targets = rows.filter_map(|row| reader.target(row, &mut faults)).collect();
    }
    if faults.is_empty() {
        return Ok(targets);
    }
    crate::scenario::diagnostic::sort(&mut faults);
    Err(faults)
}

/// Name of a dimension in the table.
pub(super) fn dimension_id(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Industry => "industry",
        Dimension::Occupation => "occupation",
        Dimension::Specialty => "specialty",
        Dimension::Level => "level",
        Dimension::Region => "region",
    }
}

struct Reader<'a> {
    sheet: &'a Sheet,
    directory: &'a Path,
}

impl Reader<'_> {
    fn target(&self, row: usize, faults: &mut Vec<Diagnostic>) -> Option<Target> {
        let text = |column: &str| self.sheet.text(row, column).to_owned();
        let number = |column: &str| self.sheet.frame.number(column)[row];
        let statistic = self.statistic(row, faults);
        let period = self.period(row, faults);
        let measured = self.measure(row, statistic, faults);
        let (measure, unit) = measured?;
        self.unit(row, statistic?, unit, faults);
        Some(Target {
            id: text("id"),
            label_zh: text("label_zh"),
            label_en: text("label_en"),
            indicator: text("indicator"),
            breakdown: text("breakdown"),
            measure,
            statistic: statistic?,
            period: period?,
            value: number("value"),
            unit: text("unit"),
            rule: text("rule"),
            tolerance: number("tolerance"),
            weight: number("weight"),
            national: number("national") == 1.0,
            year: text("year"),
            scope: text("scope"),
            source: text("source"),
            note: text("note"),
        })
    }

    fn statistic(&self, row: usize, faults: &mut Vec<Diagnostic>) -> Option<Statistic> {
        let word = self.sheet.text(row, "statistic");
        let found = Statistic::ALL.iter().find(|(id, _)| *id == word).map(|(_, s)| *s);
        if found.is_none() && !word.is_empty() {
            let known = Statistic::ALL.iter().map(|(id, _)| *id);
            faults.push(self.sheet.unknown(row, "statistic", both!("汇总方式", "statistic"), known));
        }
        found
    }

    /// `2026-01/2026-12`, or one month.
    fn period(&self, row: usize, faults: &mut Vec<Diagnostic>) -> Option<(Month, Month)> {
        let text = self.sheet.text(row, "period");
        let (from, to) = text.split_once('/').unwrap_or((text, text));
        let period = Month::parse(from).zip(Month::parse(to));
        let fault = match period {
            Some((from, to)) if to < from => Some(both!("时期的结束早于开始", "the period ends before it begins")),
            None if !text.is_empty() => {
                Some(both!("时期是以斜线分开的两个月份", "a period is two months with a stroke between them"))
            }
            _ => None,
        };
        let period = period.filter(|_| fault.is_none());
        if let Some(message) = fault {
            let help = both!("请写 `2026-01/2026-12`", "write `2026-01/2026-12`");
            faults.push(self.sheet.fault(row, "period", "bad-month", message, help));
        }
        period
    }

    /// The measure and the unit of its numbers.
    fn measure(
        &self,
        row: usize,
        statistic: Option<Statistic>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Measure, &'static str)> {
        let (id, breakdown) = (self.sheet.text(row, "indicator"), self.sheet.text(row, "breakdown"));
        if id.is_empty() {
            return None;
        }
        if breakdown.is_empty() {
            if statistic == Some(Statistic::Share) {
                let help =
                    both!("请填写 `breakdown`，或另选汇总方式", "fill in `breakdown`, or choose another statistic");
                let message = both!("占比须属于某个分组", "a share is a part of a breakdown");
                faults.push(self.sheet.fault(row, "statistic", "missing-key", message, help));
            }
            let at = INDICATORS.iter().position(|i| i.id == id);
            if at.is_none() {
                let what = both!("指标", "indicator");
                faults.push(self.sheet.unknown(row, "indicator", what, INDICATORS.iter().map(|i| i.id)));
            }
            return at.map(|at| (Measure::Series(IndicatorId(at)), INDICATORS[at].unit));
        }
        let (name, keys) = breakdown.split_once(':').unwrap_or((breakdown, ""));
        let Some(&dimension) = DIMENSIONS.iter().find(|d| dimension_id(**d) == name) else {
            let what = both!("分组维度", "dimension");
            faults.push(self.sheet.unknown(row, "breakdown", what, DIMENSIONS.map(dimension_id)));
            return None;
        };
        let keys: Vec<String> = keys.split('+').map(|k| k.trim().to_owned()).collect();
        self.keys(row, dimension, &keys, faults);
        let columns = breakdown::columns(dimension);
        let Some((column, unit, _)) = columns.iter().find(|(column, ..)| *column == id) else {
            let what = both!("分组列", "column of this breakdown");
            faults.push(self.sheet.unknown(row, "indicator", what, columns.iter().map(|c| c.0)));
            return None;
        };
        if *unit == "1" && keys.len() > 1 {
            let message = both!("多行的比率不能相加", "rates of several rows have no sum");
            let help = both!("请只写一行", "name one row");
            faults.push(self.sheet.fault(row, "breakdown", "wrong-unit", message, help));
        }
        Some((Measure::Cells { dimension, keys, column: (*column).to_owned() }, unit))
    }

    fn keys(&self, row: usize, dimension: Dimension, keys: &[String], faults: &mut Vec<Diagnostic>) {
        let of_table = |table| ids(self.directory, table);
        let known: Option<BTreeSet<String>> = match dimension {
            Dimension::Level => Some(LEVELS.iter().map(|(_, id, _)| (*id).to_owned()).collect()),
            Dimension::Industry => of_table("industries"),
            Dimension::Occupation => of_table("occupations"),
            Dimension::Specialty => of_table("specialties"),
            Dimension::Region => of_table("regions"),
        };
        let Some(known) = known else { return };
        for key in keys.iter().filter(|k| !known.contains(*k)) {
            let what = both!("分组行 `{key}`", "row `{key}` in this breakdown");
            faults.push(self.sheet.unknown(row, "breakdown", what, known.iter().map(String::as_str)));
        }
    }

    fn unit(&self, row: usize, statistic: Statistic, unit: &'static str, faults: &mut Vec<Diagnostic>) {
        let wanted = match statistic {
            Statistic::Growth => "1/year".to_owned(),
            Statistic::Share => "1".to_owned(),
            Statistic::PerYear => format!("{}/year", unit.trim_end_matches("/year")),
            _ => unit.to_owned(),
        };
        let found = self.sheet.text(row, "unit");
        if !found.is_empty() && found != wanted {
            let message = both!("单位应为 {wanted}", "the unit is {wanted}");
            let help = both!("请以 {wanted} 写取值和容差", "give value and tolerance in {wanted}");
            faults.push(self.sheet.fault(row, "unit", "wrong-unit", message, help));
        }
    }
}
