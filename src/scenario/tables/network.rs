//! The tables of a network: the labour core alone, occupations and who moves between them.

use std::collections::BTreeMap;

use super::cells::{Cell, Row};
use super::frame::{Frame, Values};
use super::read::{at_cell, delete_one, in_bounds, plain_number, split, twice, way_to_id, wrong_width};
use super::schema::{
    Column,
    ColumnKind::{Id, Number, Optional, Text},
    TableSchema,
};
use super::{Matrix, Targets};
use crate::base::language::both;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::source::{Fault, SourceText};

const PEOPLE: super::ColumnKind = Number { lo: 0.0, hi: 1e10 };

/// Occupations; `matrix.csv` and `targets.csv` have a column for each of them and are read apart.
pub const TABLES: &[TableSchema] = &[TableSchema {
    name: "occupations",
    en: "Occupations of the network",
    zh: "网络中的职业",
    parts: &[&[
        Column::new("id", Id, "", ["Id", "编号"]),
        Column::new("employed", PEOPLE, "person", ["Employed at the start", "起始就业人数"]),
        Column::new("unemployed", PEOPLE, "person", ["Unemployed at the start", "起始失业人数"]),
        Column::new("vacancies", PEOPLE, "1", ["Vacancies at the start", "起始空缺数"]),
        Column::new("final_demand", PEOPLE, "1", ["Posts wanted in the end", "最终岗位需求"]),
        Column::new("label_zh", Optional(&Text), "", ["Name in Chinese", "中文名称"]),
        Column::new("label_en", Optional(&Text), "", ["Name in English", "英文名称"]),
        Column::new("source", Optional(&Text), "", ["Where the row comes from", "来源"]),
        Column::new("confidence", Optional(&Text), "", ["How sure the row is", "可信程度"]),
    ]],
    key: &["id"],
    sums: &[],
    required: true,
}];

/// The table of occupations with these stocks, and nothing but numbers and ids.
pub(super) fn occupations(stocks: &[[f64; 4]]) -> Frame {
    let ids: Vec<String> = (0..stocks.len()).map(|o| format!("o{o}")).collect();
    let mut frame = Frame::empty(&TABLES[0]);
    frame.rows = stocks.len();
    frame.positions = ids.iter().enumerate().map(|(o, id)| (id.clone(), o)).collect();
    frame.columns[0] = Values::Text(ids);
    for k in 0..4 {
        frame.columns[k + 1] = Values::Number(stocks.iter().map(|s| s[k]).collect());
    }
    frame
}

/// Reads faults and cells of one file.
struct Reader<'a> {
    /// Rows of the table of occupations, at least as far as it has ids.
    size: usize,
    source: &'a SourceText,
    ids: &'a BTreeMap<String, usize>,
    faults: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a SourceText, ids: &'a BTreeMap<String, usize>, faults: &'a mut Vec<Diagnostic>) -> Self {
        Reader { size: ids.values().max().map_or(0, |last| last + 1), source, ids, faults }
    }

    fn fault(&mut self, row: &Row, cell: &Cell, fault: Fault) {
        self.faults.push(at_cell(self.source, row, cell, fault));
    }

    fn occupation(&mut self, row: &Row, cell: &Cell) -> Option<usize> {
        let found = self.ids.get(&*cell.text).copied();
        if found.is_none() && !self.ids.is_empty() {
            let help = way_to_id(&cell.text, "occupations", self.ids.keys());
            let message = both!("没有这个编号的职业", "no occupation has this id");
            self.fault(row, cell, Fault::new("broken-reference", message, &*cell.text, help));
        }
        found
    }

    fn number(&mut self, name: &str, row: &Row, cell: &Cell, hi: f64) -> f64 {
        let value = plain_number(name, &cell.text).and_then(|v| in_bounds(name, v, &cell.text, 0.0, hi, ""));
        value.unwrap_or_else(|fault| {
            self.fault(row, cell, fault);
            1.0
        })
    }

    /// The occupation of each column behind the first; every occupation must have one.
    fn header(&mut self, header: &Row) -> Vec<Option<usize>> {
        let columns: Vec<Option<usize>> = header.cells[1..].iter().map(|cell| self.occupation(header, cell)).collect();
        let mut seen = vec![0usize; self.size];
        for (cell, &column) in header.cells[1..].iter().zip(&columns) {
            if let Some(i) = column {
                seen[i] += 1;
                if seen[i] == 2 {
                    self.fault(header, cell, twice(&cell.text));
                }
            }
        }
        for (id, &i) in self.ids {
            if seen[i] == 0 {
                let message = both!("缺少职业 `{id}` 的列", "the column of the occupation `{id}` is missing");
                let help = both!("请为它加一列，无人去处写 0", "add a column for it, 0 where nobody goes");
                self.fault(header, &header.cells[0], Fault::new("missing-column", message, "", help));
            }
        }
        columns
    }

    fn has_width(&mut self, row: &Row, width: usize) -> bool {
        if row.cells.len() != width {
            self.fault(row, &row.cells[0], wrong_width(row.cells.len(), width));
        }
        row.cells.len() == width
    }

    fn first_column(&mut self, header: &Row, name: &str) -> bool {
        let cell = &header.cells[0];
        if cell.text != name {
            let message = both!("第一列须为 `{name}`", "the first column must be `{name}`");
            let help = both!(
                "表头为 `from,to,weight`，或 `from`（targets.csv 中为 `step`）加全部职业的编号",
                "the header is `from,to,weight`, or `from` (in targets.csv `step`) and the ids of all occupations"
            );
            self.fault(header, cell, Fault::new("unknown-column", message, &*cell.text, help));
        }
        cell.text == name
    }
}

/// Reads `matrix.csv`: dense (`from,<id>,<id>,...`) or a list of edges (`from,to,weight`). Weights are at least 0 and
/// each row has a positive one; rows need not sum to 1.
pub(super) fn matrix(source: &SourceText, ids: &BTreeMap<String, usize>, faults: &mut Vec<Diagnostic>) -> Matrix {
    let rows = split(source, faults);
    let Some((header, rows)) = rows.split_first() else { return Matrix::default() };
    let mut reader = Reader::new(source, ids, faults);
    if !reader.first_column(header, "from") {
        return Matrix::default();
    }
    let names: Vec<&str> = header.cells.iter().map(|c| &*c.text).collect();
    let (weights, first_lines) =
        if names == ["from", "to", "weight"] { edges(&mut reader, rows) } else { dense(&mut reader, header, rows) };
    for (id, &i) in ids {
        if !weights[i].iter().any(|(_, w)| *w > 0.0) {
            let message = both!(
                "职业 `{id}` 须有至少一个正权重",
                "the occupation `{id}` needs a positive weight to some occupation"
            );
            let (row, found) = match first_lines[i] {
                Some(row) => (row, both!("全为零", "only zeros")),
                None => (header, both!("没有这一行", "no row")),
            };
            let help = both!(
                "请加一行或一个权重；无人离开则对自身写 1",
                "add a row or a weight; 1 to itself if nobody leaves it"
            );
            reader.fault(row, &row.cells[0], Fault::new("sum", message, found, help));
        }
    }
    Matrix { rows: weights.into_iter().map(settled).collect() }
}

/// Weights are relative: a row whose greatest is out of all proportion is brought to 1, so that sums stay numbers.
fn settled(mut row: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    const SIZES: std::ops::RangeInclusive<f64> = 1e-12..=1e12;
    let most = row.iter().map(|(_, w)| *w).fold(0.0, f64::max);
    if !SIZES.contains(&most) {
        row.iter_mut().for_each(|(_, w)| *w /= most);
    }
    row
}

type Weights<'r, 't> = (Vec<Vec<(usize, f64)>>, Vec<Option<&'r Row<'t>>>);

fn edges<'r, 't>(reader: &mut Reader, rows: &'r [Row<'t>]) -> Weights<'r, 't> {
    let n = reader.size;
    let mut targets: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); n];
    let mut first_lines = vec![None; n];
    for row in rows.iter() {
        if !reader.has_width(row, 3) {
            continue;
        }
        let (from, to) = (reader.occupation(row, &row.cells[0]), reader.occupation(row, &row.cells[1]));
        let weight = reader.number("weight", row, &row.cells[2], f64::INFINITY);
        let (Some(from), Some(to)) = (from, to) else { continue };
        first_lines[from].get_or_insert(row);
        if targets[from].insert(to, weight).is_some() {
            let (from, to) = (&row.cells[0].text, &row.cells[1].text);
            let message = both!("这一对出现两次", "this pair occurs twice");
            let found = both!("{from} 至 {to}", "{from} to {to}");
            let help = both!("请删去一行", "delete one row");
            reader.fault(row, &row.cells[0], Fault::new("duplicate", message, found, help));
        }
    }
    let positive = |row: BTreeMap<usize, f64>| row.into_iter().filter(|(_, w)| *w > 0.0).collect();
    (targets.into_iter().map(positive).collect(), first_lines)
}

fn dense<'r, 't>(reader: &mut Reader, header: &Row, rows: &'r [Row<'t>]) -> Weights<'r, 't> {
    let n = reader.size;
    let columns = reader.header(header);
    let mut weights: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
    let mut first_lines = vec![None; n];
    for row in rows {
        if !reader.has_width(row, header.cells.len()) {
            continue;
        }
        let from = reader.occupation(row, &row.cells[0]);
        let mut targets = Vec::new();
        for (cell, column) in row.cells[1..].iter().zip(&columns) {
            let weight = reader.number("weight", row, cell, f64::INFINITY);
            if let Some(to) = column.filter(|_| weight > 0.0) {
                targets.push((to, weight));
            }
        }
        let Some(from) = from else { continue };
        if first_lines[from].is_some() {
            let message = both!("这个职业有两行", "this occupation has two rows");
            let fault = Fault::new("duplicate", message, &*row.cells[0].text, delete_one());
            reader.fault(row, &row.cells[0], fault);
        }
        first_lines[from].get_or_insert(row);
        targets.sort_unstable_by_key(|(to, _)| *to);
        weights[from] = targets;
    }
    (weights, first_lines)
}

/// Reads `targets.csv`: `step,<id>,<id>,...`, posts wanted from each step on.
pub(super) fn targets(source: &SourceText, ids: &BTreeMap<String, usize>, faults: &mut Vec<Diagnostic>) -> Targets {
    let rows = split(source, faults);
    let Some((header, rows)) = rows.split_first() else { return Targets::default() };
    let mut reader = Reader::new(source, ids, faults);
    if !reader.first_column(header, "step") {
        return Targets::default();
    }
    let columns = reader.header(header);
    let mut out = Targets::default();
    for row in rows {
        if !reader.has_width(row, header.cells.len()) {
            continue;
        }
        let step = reader.number("step", row, &row.cells[0], 1e6);
        if step.fract() != 0.0 || out.steps.last().is_some_and(|&last| step as usize <= last) {
            let message = both!("步数须为整数且递增", "steps must be whole and rise");
            let help = both!("请按先后排列各行", "sort the rows");
            let fault = Fault::new("out-of-bounds", message, &*row.cells[0].text, help);
            reader.fault(row, &row.cells[0], fault);
        }
        let mut values = vec![0.0; reader.size];
        for (cell, column) in row.cells[1..].iter().zip(&columns) {
            let value = reader.number("target", row, cell, 1e10);
            if let Some(i) = *column {
                values[i] = value;
            }
        }
        out.steps.push(step as usize);
        out.rows.push(values);
    }
    out
}
