//! Text of a table to a frame, held against its schema: every fault of every cell, then keys and sums.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use super::cells::{self, Cell, Row};
use super::frame::{Frame, Values};
use super::schema::{Column, ColumnKind, Sum, TableSchema};
use crate::base::math;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::names::{did_you_mean, id_fault, nearest, text_fault};
use crate::scenario::source::{Fault, SourceText, quoted};

/// Line and column, bytes, and text of a cell.
pub(super) type Place = ((usize, usize), Range<usize>, String);
/// Ids of each table that could be read.
pub(super) type Ids = BTreeMap<&'static str, BTreeMap<String, usize>>;

/// How far a sum may be from its total.
const SUM_TOLERANCE: f64 = 1e-6;

/// A table as rows of cells, before its cells are read.
pub(super) struct RawTable<'t> {
    pub schema: &'static TableSchema,
    source: &'t SourceText,
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
            let otherwise = format!("add {name}.csv to the data directory; the template has its header");
            let help = match nearest(&format!("{name}.csv"), others.iter().map(String::as_str)) {
                Some(other) => format!("there is `{other}`: rename it"),
                None => otherwise,
            };
            let message = format!("the table `{name}` is missing");
            faults.push(Fault::new("missing-file", message, "no such file", help).of_file(&file));
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
    let (rows, broken) = cells::rows(&source.text);
    for (at, what) in broken {
        let help = "put quotes around the whole cell and write a quote within it twice";
        faults.push(source.fault(at..at + 1, Fault::new("syntax", what, "", help)));
    }
    if rows.is_empty() {
        let help = "write a header line and the rows under it";
        faults.push(Fault::new("empty", "the table is empty", "no line", help).of_file(&source.file));
    }
    rows
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
        let header = rows.remove(0);
        let mut table = RawTable { schema, source, rows: Vec::new(), at: vec![None; schema.columns().count()] };
        table.read_header(&header, faults)?;
        let broken: Vec<usize> = faults.iter().filter(|d| d.file == source.file).map(|d| d.line).collect();
        for row in rows {
            if row.cells.len() == header.cells.len() {
                table.rows.push(row);
                continue;
            }
            if broken.contains(&row.line) {
                continue;
            }
            let found = format!("{} cells", row.cells.len());
            let message = format!("the row must have {} cells like the header", header.cells.len());
            let help = "a comma within a text needs quotes around the text";
            faults.push(at_cell(source, &row, &row.cells[0], Fault::new("wrong-cells", message, found, help)));
        }
        Some(table)
    }

    fn read_header(&mut self, header: &Row, faults: &mut Vec<Diagnostic>) -> Option<()> {
        let names: Vec<&str> = self.schema.columns().map(|c| c.name).collect();
        let mut unknown = Vec::new();
        for (position, cell) in header.cells.iter().enumerate() {
            match names.iter().position(|n| *n == cell.text) {
                Some(column) if self.at[column].is_some() => {
                    let fault = Fault::new("duplicate", "the column occurs twice", &*cell.text, "delete one of them");
                    faults.push(at_cell(self.source, header, cell, fault));
                }
                Some(column) => self.at[column] = Some(position),
                None => unknown.push(cell),
            }
        }
        if self.at.iter().all(Option::is_none) {
            let message = format!("the first line must name the columns {}", quoted(names.iter().copied()));
            let found = header.cells.iter().map(|c| &*c.text).collect::<Vec<_>>().join(",");
            let help = "write the column names in the first line, separated by commas";
            let fault = Fault::new("missing-column", message, found, help);
            faults.push(at_cell(self.source, header, &header.cells[0], fault));
            return None;
        }
        let mut misspelt = BTreeSet::new();
        for cell in unknown {
            let missing = names.iter().zip(&self.at).filter(|(_, at)| at.is_none()).map(|(n, _)| *n);
            let near = nearest(&cell.text, missing);
            misspelt.extend(near);
            let message = format!("the table `{}` has no such column", self.schema.name);
            let help = match near {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("delete the column; known are {}", quoted(names.iter().copied())),
            };
            faults.push(at_cell(self.source, header, cell, Fault::new("unknown-column", message, &*cell.text, help)));
        }
        for (column, at) in self.schema.columns().zip(&self.at) {
            let optional = matches!(column.kind, ColumnKind::Optional(_));
            if at.is_none() && !optional && !misspelt.contains(column.name) {
                let message = format!("the column `{}` is missing", column.name);
                let help = format!("add it: {}{}", column.en, in_unit(column));
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

    /// Reads all cells.
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
                let message = format!("this row repeats line {first}: `{}` must differ", self.schema.key.join("`, `"));
                let fault = Fault::new("duplicate", message, value.join(", "), "delete one row or give it another id");
                faults.push(at_cell(self.source, row, &row.cells[key[0]], fault));
            } else {
                seen.insert(value, row.line);
            }
        }
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
                    let of = if group.is_empty() { String::new() } else { format!(" of `{group}`") };
                    let message = format!("`{column}`{of} must sum to {total}");
                    let help = "the shares of a whole: correct or rescale them";
                    let (row, at) = (&self.rows[members[0]], self.position(column).unwrap_or(0));
                    let fault = Fault::new("sum", message, format!("a sum of {}", rounded(sum)), help);
                    faults.push(at_cell(self.source, row, &row.cells[at], fault));
                }
            }
        }
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

fn in_unit(column: &Column) -> String {
    if column.unit.is_empty() { String::new() } else { format!(" [{}]", column.unit) }
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
            let otherwise = format!("use an id of {table}.csv, or add the row there");
            let help = did_you_mean(text, known.keys().map(String::as_str), &otherwise);
            Err(Fault::new("broken-reference", format!("no row of the table `{table}` has this id"), text, help))
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
        (ColumnKind::Id, Some(what), _) => Err(Fault::new("bad-id", what, text, "choose another id")),
        (ColumnKind::Text, _, Some(what)) => {
            Err(Fault::new("hostile-text", what, format!("{text:?}"), "begin the text with a letter or a digit"))
        }
        _ => Ok(()),
    }
}

fn empty(column: &Column) -> Fault {
    if column.name == "source" {
        let help = "say where the row comes from, or that it is an assumption and why";
        return Fault::new("missing-source", "every row needs a source", "an empty cell", help);
    }
    let message = format!("`{}` may not be empty", column.name);
    Fault::new("empty", message, "an empty cell", format!("fill in: {}{}", column.en, in_unit(column)))
}

pub(super) fn unknown_word(name: &str, text: &str, words: &[&str]) -> Fault {
    let message = format!("`{name}` must be one of {}", quoted(words.iter().copied()));
    Fault::new("unknown-word", message, text, did_you_mean(text, words.iter().copied(), "use one of these words"))
}

/// A number, an integer or a switch.
fn number(column: &Column, kind: &ColumnKind, text: &str) -> Result<f64, Fault> {
    let name = column.name;
    match *kind {
        ColumnKind::Number { lo, hi } => in_bounds(name, plain_number(name, text)?, text, lo, hi, column.unit),
        ColumnKind::Integer { lo, hi } => {
            let value = plain_number(name, text)?;
            if value.fract() != 0.0 {
                let message = format!("`{name}` must be a whole number");
                return Err(Fault::new("not-an-integer", message, text, "round it"));
            }
            in_bounds(name, value, text, lo as f64, hi as f64, column.unit)
        }
        _ => match text {
            "1" | "true" | "TRUE" => Ok(1.0),
            "0" | "false" | "FALSE" => Ok(0.0),
            _ => Err(unknown_word(name, text, &["1", "0", "true", "false"])),
        },
    }
}

pub(super) fn plain_number(name: &str, text: &str) -> Result<f64, Fault> {
    text.parse::<f64>().ok().filter(|v| v.is_finite()).ok_or_else(|| {
        let help = match text {
            t if t.ends_with(['%', '％']) => "write a share: 0.12 for 12 %",
            t if t.contains(',') => "write it without separators of thousands, with a decimal point",
            _ => "write digits with a decimal point, without unit or blanks",
        };
        Fault::new("not-a-number", format!("`{name}` must be a number"), text, help)
    })
}

pub(super) fn in_bounds(name: &str, value: f64, text: &str, lo: f64, hi: f64, unit: &str) -> Result<f64, Fault> {
    if (lo..=hi).contains(&value) {
        return Ok(value);
    }
    let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
    let message = format!("`{name}` must be from {lo} to {hi}{unit}");
    Err(Fault::new("out-of-bounds", message, text, format!("correct the value; check its unit{unit}")))
}
