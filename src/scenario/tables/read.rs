//! Text of a table to a frame, held against its schema: every fault of every cell, then keys and sums.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use super::cells::{self, Broken, Cell, Row};
use super::frame::{Frame, Values};
use super::schema::{Column, ColumnKind, Sum, TableSchema};
use crate::base::language::{Text, both};
use crate::base::math;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::entry::{in_unit, must_be_within, not_whole};
use crate::scenario::marks;
use crate::scenario::names::{did_you_mean, id_fault, nearest, perhaps, text_fault};
use crate::scenario::source::{Fault, SourceText, quoted};

/// Line and column, bytes, and text of a cell.
pub(super) type Place = ((usize, usize), Range<usize>, String);
/// Ids of each table that has no fault of its own.
pub(super) type Ids = BTreeMap<&'static str, BTreeMap<String, usize>>;

/// How far a sum may be from its total.
const SUM_TOLERANCE: f64 = 1e-6;

/// A table as rows of cells, before its cells are read.
pub(super) struct RawTable<'t> {
    pub schema: &'static TableSchema,
    source: &'t SourceText,
    header: Row<'t>,
    rows: Vec<Row<'t>>,
    /// Position in a row of each column of the schema.
    at: Vec<Option<usize>>,
}

/// Reads `<dir>/<name>.csv`; `None` and perhaps a fault if it is not there.
pub(super) fn source(dir: &Path, name: &str, required: bool, faults: &mut Vec<Diagnostic>) -> Option<SourceText> {
    let file = dir.join(format!("{name}.csv"));
    if !file.exists() {
        if required {
            let others = files(dir);
            let help = match nearest(&format!("{name}.csv"), others.iter().map(String::as_str)) {
                Some(other) => both!("有 `{other}`：请改名", "there is `{other}`: rename it"),
                None => both!(
                    "请在数据目录中加入 {name}.csv；模板中有表头",
                    "add {name}.csv to the data directory; the template has its header"
                ),
            };
            let message = both!("缺少数据表 `{name}`", "the table `{name}` is missing");
            let found = both!("没有这个文件", "no such file");
            faults.push(Fault::new("missing-file", message, found, help).of_file(&file));
        }
        return None;
    }
    match SourceText::read(&file) {
        Ok(source) => Some(source),
        Err(fault) => {
            faults.push(fault.of_file(&file));
            None
        }
    }
}

/// Names of the CSV files of a directory, sorted.
fn files(dir: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries.filter_map(|e| e.file_name().into_string().ok()).filter(|n| n.ends_with(".csv")).collect()
}

/// Splits a text into rows and says where its quotes are wrong.
pub(super) fn split<'t>(source: &'t SourceText, faults: &mut Vec<Diagnostic>) -> Vec<Row<'t>> {
    if let Some((at, found)) = other_separator(&source.text) {
        let message = both!("单元格须以逗号分隔", "cells must be separated by commas");
        let help = both!(
            "请在电子表格软件中另存为“CSV UTF-8（逗号分隔）”",
            "save it again as \"CSV UTF-8 (comma delimited)\""
        );
        faults.push(source.fault(at..at + 1, Fault::new("wrong-separator", message, found, help)));
        return Vec::new();
    }
    let (rows, broken) = cells::rows(&source.text);
    for (at, what) in broken {
        let message = match what {
            Broken::NotClosed => both!("引号没有闭合", "a quoted cell is not closed"),
            Broken::TextBehind => both!(
                "闭合的引号后还有文字；引号内的引号须写两遍",
                "there is text after a closing quote; a quote within a quoted cell is written twice"
            ),
        };
        let help = both!(
            "请给整个单元格加引号，其中的引号写两遍",
            "put quotes around the whole cell and write a quote within it twice"
        );
        faults.push(source.fault(at..at + 1, Fault::new("syntax", message, "", help)));
    }
    if rows.is_empty() {
        let message = both!("数据表是空的", "the table is empty");
        let help = both!("请写表头，并在其下写各行", "write a header line and the rows under it");
        faults.push(Fault::new("empty", message, both!("一行也没有", "no line"), help).of_file(&source.file));
    }
    rows
}

/// What separates the cells of the first line if it is no comma, and where it stands first.
fn other_separator(text: &str) -> Option<(usize, Text)> {
    let start = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let line = text[start..].lines().next().filter(|line| !line.contains(','))?;
    let at = line.find([';', '\t'])?;
    let found = if line[at..].starts_with(';') { both!("分号", "semicolons") } else { both!("制表符", "tabs") };
    Some((start + at, found))
}

/// A row that has not as many cells as the header.
pub(super) fn wrong_width(cells: usize, wanted: usize) -> Fault {
    let message = both!("此行须与表头一样有 {wanted} 个单元格", "the row must have {wanted} cells like the header");
    let help = both!("文本中的逗号须用引号括起整个文本", "a comma within a text needs quotes around the text");
    Fault::new("wrong-cells", message, both!("{cells} 个单元格", "{cells} cells"), help)
}

/// A column that occurs twice.
pub(super) fn twice(name: &str) -> Fault {
    Fault::new("duplicate", both!("此列出现两次", "the column occurs twice"), name, delete_one())
}

pub(super) fn delete_one() -> Text {
    both!("请删去其中一个", "delete one of them")
}

/// Points a fault at a cell.
pub(super) fn at_cell(source: &SourceText, row: &Row, cell: &Cell, fault: Fault) -> Diagnostic {
    fault.at(&source.file, row.place(&source.text, cell), Some(cell.span.clone()))
}

impl<'t> RawTable<'t> {
    /// Reads the header and counts the cells of each row.
    pub fn new(schema: &'static TableSchema, source: &'t SourceText, faults: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut rows = split(source, faults);
        if rows.is_empty() {
            return None;
        }
        // Columns at the right without header and content are what a spreadsheet leaves behind.
        let filled = |row: &Row| row.cells.iter().rposition(|c| !c.text.trim().is_empty()).map_or(0, |last| last + 1);
        let used = rows.iter().map(filled).max().unwrap_or(0).max(1);
        rows.iter_mut().for_each(|row| row.cells.truncate(used));
        let header = rows.remove(0);
        let at = vec![None; schema.columns().count()];
        let mut table = RawTable { schema, source, header: header.clone(), rows: Vec::new(), at };
        table.read_header(&header, faults)?;
        let broken: Vec<usize> = faults.iter().filter(|d| d.file == source.file).map(|d| d.line).collect();
        if rows.is_empty() && schema.required {
            let message = both!("表头之下没有一行", "there is no row under the header");
            let help = both!("请在表头下填写各行", "fill in rows under the header");
            let fault = Fault::new("empty", message, both!("只有表头", "a header alone"), help);
            faults.push(at_cell(source, &header, &header.cells[0], fault));
        }
        for row in rows {
            if row.cells.len() == header.cells.len() {
                table.rows.push(row);
                continue;
            }
            if broken.contains(&row.line) {
                continue;
            }
            let fault = wrong_width(row.cells.len(), header.cells.len());
            faults.push(at_cell(source, &row, &row.cells[0], fault));
        }
        Some(table)
    }

    fn read_header(&mut self, header: &Row, faults: &mut Vec<Diagnostic>) -> Option<()> {
        let names: Vec<&str> = self.schema.columns().map(|c| c.name).collect();
        let mut unknown = Vec::new();
        for (position, cell) in header.cells.iter().enumerate() {
            match names.iter().position(|n| *n == cell.text) {
                Some(column) if self.at[column].is_some() => {
                    faults.push(at_cell(self.source, header, cell, twice(&cell.text)));
                }
                Some(column) => self.at[column] = Some(position),
                None => unknown.push(cell),
            }
        }
        if self.at.iter().all(Option::is_none) {
            let known = quoted(names.iter().copied());
            let message = both!("第一行须写列名 {known}", "the first line must name the columns {known}");
            let found = header.cells.iter().map(|c| &*c.text).collect::<Vec<_>>().join(",");
            let help =
                both!("请在第一行写列名，以逗号分隔", "write the column names in the first line, separated by commas");
            let fault = Fault::new("missing-column", message, found, help);
            faults.push(at_cell(self.source, header, &header.cells[0], fault));
            return None;
        }
        let mut misspelt = BTreeSet::new();
        for cell in unknown {
            let missing = names.iter().zip(&self.at).filter(|(_, at)| at.is_none()).map(|(n, _)| *n);
            let near = nearest(&cell.text, missing);
            misspelt.extend(near);
            let (table, known) = (self.schema.name, quoted(names.iter().copied()));
            let message = both!("数据表 `{table}` 没有此列", "the table `{table}` has no such column");
            let otherwise = both!("请删去此列；可用的有 {known}", "delete the column; known are {known}");
            let help = near.map_or(otherwise, perhaps);
            faults.push(at_cell(self.source, header, cell, Fault::new("unknown-column", message, &*cell.text, help)));
        }
        for (column, at) in self.schema.columns().zip(&self.at) {
            let optional = matches!(column.kind, ColumnKind::Optional(_));
            if at.is_none() && !optional && !misspelt.contains(column.name) {
                let name = column.name;
                let message = both!("缺少列 `{name}`", "the column `{name}` is missing");
                let Text { zh, en } = meaning(column);
                let help = both!("请加入：{zh}", "add it: {en}");
                let last = &header.cells[header.cells.len() - 1];
                faults.push(at_cell(self.source, header, last, Fault::new("missing-column", message, "", help)));
            }
        }
        Some(())
    }

    /// Rows by id, where one column is the key.
    pub fn ids(&self) -> BTreeMap<String, usize> {
        let &[key] = self.schema.key else { return BTreeMap::new() };
        let Some(at) = self.position(key) else { return BTreeMap::new() };
        let mut ids = BTreeMap::new();
        for (i, row) in self.rows.iter().enumerate() {
            ids.entry(row.cells[at].text.to_string()).or_insert(i);
        }
        ids
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.schema.columns().position(|c| c.name == name).and_then(|i| self.at[i])
    }

    /// Place, bytes and text of each cell, by row and column of the schema.
    pub fn places(&self) -> Vec<Vec<Option<Place>>> {
        let place =
            |row: &Row, cell: &Cell| (row.place(&self.source.text, cell), cell.span.clone(), cell.text.to_string());
        let cells = |row: &Row| self.at.iter().map(|at| at.map(|at| place(row, &row.cells[at]))).collect();
        self.rows.iter().map(cells).collect()
    }

    /// Whether it has rows and no fault of its own, those found `so_far` included: only then can ids be looked up in it.
    pub fn is_sound(&self, so_far: &[Diagnostic]) -> bool {
        let mut own = Vec::new();
        self.frame(&Ids::new(), &mut own);
        own.is_empty() && !self.rows.is_empty() && self.has_none_of(so_far)
    }

    /// Whether none of these faults is in it.
    pub fn has_none_of(&self, faults: &[Diagnostic]) -> bool {
        faults.iter().all(|d| d.file != self.source.file)
    }

    /// Points a fault at a cell (row and column), or at the header.
    pub fn place(&self, cell: Option<(usize, &str)>, fault: Fault) -> Diagnostic {
        let (row, at) = match cell {
            Some((row, column)) => (&self.rows[row], self.position(column).unwrap_or(0)),
            None => (&self.header, 0),
        };
        at_cell(self.source, row, &row.cells[at], fault)
    }

    /// Reads all cells; ids of tables that are not in `ids` are not looked up.
    pub fn frame(&self, ids: &Ids, faults: &mut Vec<Diagnostic>) -> Frame {
        let before = faults.len();
        let mut frame = Frame::empty(self.schema);
        frame.rows = self.rows.len();
        frame.positions = self.ids();
        for ((column, at), values) in self.schema.columns().zip(&self.at).zip(&mut frame.columns) {
            for row in &self.rows {
                let cell = at.map(|at| &row.cells[at]);
                let text = cell.map_or("", |c| &*c.text);
                if let Err(fault) = read_cell(column, text, ids, values)
                    && let Some(cell) = cell
                {
                    faults.push(at_cell(self.source, row, cell, fault));
                }
            }
        }
        self.check_keys(faults);
        self.check_length(faults);
        if faults.len() == before {
            self.check_sums(&frame, faults);
        }
        frame
    }

    fn check_keys(&self, faults: &mut Vec<Diagnostic>) {
        let key: Option<Vec<usize>> = self.schema.key.iter().map(|name| self.position(name)).collect();
        let Some(key) = key.filter(|k| !k.is_empty()) else { return };
        let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for row in &self.rows {
            let value: Vec<&str> = key.iter().map(|&at| &*row.cells[at].text).collect();
            if let Some(first) = seen.get(&value) {
                let key_names = quoted(self.schema.key.iter().copied());
                let message = both!(
                    "此行与第 {first} 行重复：{key_names} 不得相同",
                    "this row repeats line {first}: {key_names} must differ"
                );
                let help = both!("请删去一行，或另取编号", "delete one row or give it another id");
                let fault = Fault::new("duplicate", message, value.join(", "), help);
                faults.push(at_cell(self.source, row, &row.cells[key[0]], fault));
            } else {
                seen.insert(value, row.line);
            }
        }
    }

    fn check_length(&self, faults: &mut Vec<Diagnostic>) {
        let (rows, most) = (self.rows.len(), self.schema.most());
        let Some((row, cell)) = self.rows.get(most).and_then(|row| Some((row, row.cells.first()?))) else { return };
        let message = both!("此表最多 {most} 行", "this table takes at most {most} rows");
        let found = both!("{rows} 行", "{rows} rows");
        let help = both!("请合并同类的行", "join rows that are alike");
        faults.push(at_cell(self.source, row, cell, Fault::new("out-of-bounds", message, found, help)));
    }

    fn check_sums(&self, frame: &Frame, faults: &mut Vec<Diagnostic>) {
        for Sum { column, by, total } in self.schema.sums {
            let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for i in 0..frame.len() {
                groups.entry(by.map_or("", |by| &frame.text(by)[i])).or_default().push(i);
            }
            for (group, members) in groups {
                let sum = math::sum(members.iter().map(|&i| frame.number(column)[i]));
                if (sum - total).abs() > SUM_TOLERANCE {
                    let message = match group {
                        "" => both!("`{column}` 合计须为 {total}", "`{column}` must sum to {total}"),
                        _ => both!(
                            "`{group}` 的 `{column}` 合计须为 {total}",
                            "`{column}` of `{group}` must sum to {total}"
                        ),
                    };
                    let sum = rounded(sum);
                    let found = both!("合计 {sum}", "a sum of {sum}");
                    let help = both!(
                        "它们是整体的各部分：请改正或按比例调整",
                        "the shares of a whole: correct or rescale them"
                    );
                    let (row, at) = (&self.rows[members[0]], self.position(column).unwrap_or(0));
                    let fault = Fault::new("sum", message, found, help);
                    faults.push(at_cell(self.source, row, &row.cells[at], fault));
                }
            }
        }
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

/// What a column holds, and its unit.
fn meaning(column: &Column) -> Text {
    let (Column { zh, en, .. }, Text { zh: in_zh, en: in_en }) = (column, in_unit(column.unit));
    both!("{zh}{in_zh}", "{en}{in_en}")
}

/// Reads a cell into its column; after a fault a harmless value stands there, so that rows keep their positions.
fn read_cell(column: &Column, text: &str, ids: &Ids, values: &mut Values) -> Result<(), Fault> {
    let (kind, optional) = column.kind.inner();
    if text.is_empty() {
        match values {
            Values::Text(v) => v.push(String::new()),
            Values::Number(v) => v.push(f64::NAN),
            Values::Word(v, i) | Values::Index(v, i) => {
                v.push(String::new());
                i.push(usize::MAX);
            }
        }
        return if optional { Ok(()) } else { Err(empty(column)) };
    }
    match (kind, values) {
        (ColumnKind::Ref(table), Values::Index(v, index)) => {
            v.push(text.to_owned());
            let Some(known) = ids.get(table) else {
                index.push(usize::MAX);
                return Ok(());
            };
            index.push(known.get(text).copied().unwrap_or(usize::MAX));
            if known.contains_key(text) {
                return Ok(());
            }
            let message = both!("数据表 `{table}` 中没有这个编号", "no row of the table `{table}` has this id");
            Err(Fault::new("broken-reference", message, text, way_to_id(text, table, known.keys())))
        }
        (ColumnKind::Choice(words), Values::Word(v, index)) => {
            let at = words.iter().position(|w| *w == text);
            v.push(text.to_owned());
            index.push(at.unwrap_or(usize::MAX));
            at.map(drop).ok_or_else(|| unknown_word(column.name, text, words))
        }
        (kind, Values::Number(v)) => {
            let value = number(column, kind, text);
            v.push(*value.as_ref().unwrap_or(&f64::NAN));
            value.map(drop)
        }
        (kind, Values::Text(v)) => {
            v.push(text.to_owned());
            text_of(kind, text)
        }
        _ => Ok(()),
    }
}

fn text_of(kind: &ColumnKind, text: &str) -> Result<(), Fault> {
    match (kind, id_fault(text), text_fault(text)) {
        (ColumnKind::Id, Some(what), _) => {
            Err(Fault::new("bad-id", what, text, both!("请另取编号", "choose another id")))
        }
        (ColumnKind::Text, _, Some(what)) => {
            let help = both!("请以文字或数字开头", "begin the text with a letter or a digit");
            Err(Fault::new("hostile-text", what, format!("{text:?}"), help))
        }
        _ => Ok(()),
    }
}

fn empty(column: &Column) -> Fault {
    if column.name == "source" {
        let message = both!("每一行都要有来源", "every row needs a source");
        let help = both!(
            "请写明此行的出处，或说明是假设及理由",
            "say where the row comes from, or that it is an assumption and why"
        );
        return Fault::new("missing-source", message, empty_cell(), help);
    }
    let name = column.name;
    let Text { zh, en } = meaning(column);
    let message = both!("`{name}` 不得为空", "`{name}` may not be empty");
    Fault::new("empty", message, empty_cell(), both!("请填写：{zh}", "fill in: {en}"))
}

fn empty_cell() -> Text {
    both!("空单元格", "an empty cell")
}

/// The way out of an id that a table does not have.
pub(super) fn way_to_id<'a>(id: &str, table: &str, known: impl Iterator<Item = &'a String>) -> Text {
    let otherwise =
        both!("请用 {table}.csv 中的编号，或在其中加入一行", "use an id of {table}.csv, or add the row there");
    did_you_mean(id, known.map(String::as_str), otherwise)
}

pub(super) fn unknown_word(name: &str, text: &str, words: &[&str]) -> Fault {
    let list = quoted(words.iter().copied());
    let message = both!("`{name}` 只能是 {list} 之一", "`{name}` must be one of {list}");
    let otherwise = both!("请用其中一个词", "use one of these words");
    Fault::new("unknown-word", message, text, did_you_mean(text, words.iter().copied(), otherwise))
}

/// A number, an integer or a switch.
fn number(column: &Column, kind: &ColumnKind, text: &str) -> Result<f64, Fault> {
    let name = column.name;
    match *kind {
        ColumnKind::Number { lo, hi } => in_bounds(name, plain_number(name, text)?, text, lo, hi, column.unit),
        ColumnKind::Integer { lo, hi } => {
            let value = plain_number(name, text)?;
            if value.fract() != 0.0 {
                return Err(not_whole(name, column.unit, text, both!("请取整", "round it")));
            }
            in_bounds(name, value, text, lo as f64, hi as f64, column.unit)
        }
        _ => match text {
            "1" | "true" | "TRUE" => Ok(1.0),
            "0" | "false" | "FALSE" => Ok(0.0),
            _ => {
                let fault = unknown_word(name, text, &["1", "0", "true", "false"]);
                let meant = match text.to_lowercase().as_str() {
                    "是" | "有" | "对" | "√" | "yes" | "y" => perhaps("1"),
                    "否" | "无" | "没有" | "×" | "no" | "n" => perhaps("0"),
                    _ => both!("1 表示是，0 表示否", "1 is yes, 0 is no"),
                };
                Err(Fault { help: meant, ..fault })
            }
        },
    }
}

pub(super) fn plain_number(name: &str, text: &str) -> Result<f64, Fault> {
    text.parse::<f64>().ok().filter(|v| v.is_finite()).ok_or_else(|| {
        let otherwise = || match text.contains(',') {
            true => both!("请去掉千分位，用小数点", "write it without separators of thousands, with a decimal point"),
            false if text.starts_with('#') => {
                both!(
                    "表格软件未能算出此格；请写入数值",
                    "the spreadsheet could not compute this cell; write the value"
                )
            }
            false => {
                both!("请只写数字和小数点，不带单位和空格", "write digits with a decimal point, without unit or blanks")
            }
        };
        let help = marks::number(text, "").unwrap_or_else(otherwise);
        Fault::new("not-a-number", both!("`{name}` 应为数字", "`{name}` must be a number"), text, help)
    })
}

pub(super) fn in_bounds(name: &str, value: f64, text: &str, lo: f64, hi: f64, unit: &str) -> Result<f64, Fault> {
    if (lo..=hi).contains(&value) {
        return Ok(value);
    }
    let Text { zh: in_zh, en: in_en } = in_unit(unit);
    let message = match hi.is_infinite() {
        true => both!("`{name}` 不得小于 {lo}{in_zh}", "`{name}` must be at least {lo}{in_en}"),
        false => must_be_within(name, &lo.to_string(), &hi.to_string(), unit),
    };
    let help = both!("请改正取值；核对单位{in_zh}", "correct the value; check its unit{in_en}");
    Err(Fault::new("out-of-bounds", message, text, help))
}
