//! `targets.csv`: what is known about the province, one fact a row, to hold a run against.
//!
//! The sheet keeps the place of every cell, so that whoever knows what an indicator is (`outcome::fit`) can point at
//! the cell that is wrong. Not part of a scenario: a target changes no run. Must not: know indicators.

use std::collections::BTreeSet;
use std::path::Path;

use super::frame::Frame;
use super::read::{self, Ids, Place, RawTable};
use super::schema::{
    Column,
    ColumnKind::{Choice, Id, Number, Optional, Switch, Text},
    TableSchema,
};
use crate::base::language::{self, both};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::names::did_you_mean;
use crate::scenario::source::{Fault, SourceText};

/// How the tolerance of a target follows from its source; docs/fit.md gives the rule of each word.
pub const RULES: &[&str] = &["count", "carried", "rounded", "derived", "survey", "recalled", "old", "other", "input"];

const VALUE: super::ColumnKind = Number { lo: -1e15, hi: 1e15 };
const POSITIVE: super::ColumnKind = Number { lo: 1e-12, hi: 1e15 };

/// The columns.
pub static SCHEMA: TableSchema = TableSchema {
    name: "targets",
    en: "Targets: what a run is held against",
    zh: "拟合目标：用来检验模型的已知事实",
    parts: &[&[
        Column::new("id", Id, "", ["Id", "编号"]),
        Column::new("label_zh", Text, "", ["Name in Chinese", "中文名称"]),
        Column::new("label_en", Text, "", ["Name in English", "英文名称"]),
        Column::new("indicator", Id, "", ["Indicator, or column of a breakdown", "指标，或分组表的列"]),
        Column::new("statistic", Text, "", ["What is made of the months of the period", "期内各月如何汇总"]),
        Column::new("period", Text, "", ["Months of the run, `2026-01/2026-12`", "对应的模拟月份"]),
        Column::new(
            "breakdown",
            Optional(&Text),
            "",
            ["Dimension and rows, `level:college+bachelor`; empty: the province", "分组与行；空为全省"],
        ),
        Column::new("value", VALUE, "of the indicator", ["The fact", "事实值"]),
        Column::new("unit", Text, "", ["Unit of the value", "单位"]),
        Column::new("rule", Choice(RULES), "", ["Why the tolerance is what it is", "容差规则"]),
        Column::new("tolerance", POSITIVE, "of the value", ["How far off still agrees", "容差"]),
        Column::new(
            "weight",
            Number { lo: 0.0, hi: 100.0 },
            "1",
            ["Weight in a fit; 0: shown, not fitted", "拟合权重；0为只列出"],
        ),
        Column::new("national", Switch, "", ["A national or foreign figure, applied to the province", "非本省数据"]),
        Column::new("year", Text, "", ["Year of the fact", "事实年份"]),
        Column::new("scope", Text, "", ["Whom the fact counts", "口径"]),
        Column::new("source", Text, "", ["Where it comes from", "来源"]),
        Column::new("note", Optional(&Text), "", ["What to mind", "备注"]),
    ]],
    key: &["id"],
    sums: &[],
    required: false,
};

/// The table as read, with the place of each cell.
pub struct Sheet {
    pub frame: Frame,
    source: SourceText,
    /// `[row][column of the schema]`; `None` where an optional column is absent.
    places: Vec<Vec<Option<Place>>>,
}

/// Reads the table, or says why not; faults of cells do not hide the others.
pub fn sheet(path: &Path) -> (Option<Sheet>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let source = match SourceText::read(path) {
        Ok(source) => source,
        Err(fault) => return (None, vec![fault.of_file(path)]),
    };
    let Some(raw) = RawTable::new(&SCHEMA, &source, &mut faults) else { return (None, faults) };
    let frame = raw.frame(&Ids::new(), &mut faults);
    let places = raw.places();
    (Some(Sheet { frame, places, source }), faults)
}

impl Sheet {
    /// Text of a cell; empty where there is none.
    pub fn text(&self, row: usize, column: &str) -> &str {
        self.place(row, column).map_or("", |(_, _, text)| text)
    }

    /// A fault of a cell: one of the stable codes, what is wrong, and the way out.
    pub fn fault(
        &self,
        row: usize,
        column: &str,
        code: &'static str,
        message: language::Text,
        help: language::Text,
    ) -> Diagnostic {
        match self.place(row, column) {
            Some((place, span, text)) => {
                Fault::new(code, message, text.as_str(), help).at(&self.source.file, *place, Some(span.clone()))
            }
            None => Fault::new(code, message, "", help).of_file(&self.source.file),
        }
    }

    /// A cell that should hold one of these words.
    pub fn unknown<'a>(
        &self,
        row: usize,
        column: &str,
        what: language::Text,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Diagnostic {
        let known: Vec<&str> = known.into_iter().collect();
        let otherwise = match known.len() {
            0..=20 => {
                let list = known.join(", ");
                both!("请用其中之一：{list}", "use one of {list}")
            }
            _ => both!("docs/outcomes.md 列出全部", "docs/outcomes.md lists all"),
        };
        let help = did_you_mean(self.text(row, column), known.iter().copied(), otherwise);
        let language::Text { zh, en } = what;
        self.fault(row, column, "unknown-word", both!("没有这个{zh}", "there is no such {en}"), help)
    }

    fn place(&self, row: usize, column: &str) -> Option<&Place> {
        let at = SCHEMA.columns().position(|c| c.name == column)?;
        self.places[row][at].as_ref()
    }
}

/// Ids of a table beside the targets; `None` if there is no such table.
pub fn ids(directory: &Path, table: &str) -> Option<BTreeSet<String>> {
    let schema = super::DataKind::Province.schemas().iter().find(|s| s.name == table)?;
    let source = read::source(directory, table, false, &mut Vec::new())?;
    let raw = RawTable::new(schema, &source, &mut Vec::new())?;
    Some(raw.ids().into_keys().collect())
}
