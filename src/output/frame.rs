//! The tables of a results directory, read back from their CSV: the one source of workbook and report.
//!
//! What people see in a spreadsheet or on the page is therefore what stands in the files, whoever wrote them and when.

use std::path::Path;

use super::columns::{self, Kind, Table};
use super::csv::Dialect;
use super::directory::check_files;
use super::manifest::{FileEntry, Manifest};
use crate::base::language::{Text, both};
use crate::base::time::Month;
use crate::experiment::error::{Doing, Error, Fault, io};
use crate::outcome::breakdown::DIMENSIONS;

/// A cell as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(Box<str>),
    Integer(i64),
    Number(f64),
    Month(Month),
    Missing,
}

/// A table with its rows.
#[derive(Clone, Debug)]
pub struct Frame {
    pub table: Table,
    pub rows: Vec<Vec<Value>>,
}

/// A row of a frame; columns are named by their ids.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    cells: &'a [Value],
}

impl Frame {
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: &self.table, cells })
    }
}

impl<'a> Row<'a> {
    fn value(&self, id: &str) -> &'a Value {
        let at = self.table.columns.iter().position(|c| c.id == id);
        at.and_then(|at| self.cells.get(at)).unwrap_or(&Value::Missing)
    }

    /// Empty where missing.
    pub fn text(&self, id: &str) -> &'a str {
        if let Value::Text(text) = self.value(id) { text } else { "" }
    }

    /// NaN where missing.
    pub fn number(&self, id: &str) -> f64 {
        match self.value(id) {
            Value::Number(x) => *x,
            Value::Integer(n) => *n as f64,
            _ => f64::NAN,
        }
    }

    /// 0 where missing.
    pub fn integer(&self, id: &str) -> i64 {
        if let Value::Integer(n) = self.value(id) { *n } else { 0 }
    }

    pub fn month(&self, id: &str) -> Option<Month> {
        if let Value::Month(month) = self.value(id) { Some(*month) } else { None }
    }
}

/// All tables of a results directory that a report speaks of.
pub struct Tables {
    frames: Vec<Frame>,
}

impl Tables {
    /// Reads the tables that are among the files of the manifest.
    ///
    /// # Errors
    /// Files that are not as they were written; one that cannot be read or is not as this version writes it.
    pub fn read(directory: &Path, manifest: &Manifest) -> Result<Tables, Error> {
        let tables = reported(manifest);
        let read = |f: &&FileEntry| tables.iter().any(|table| is_of(&f.name, &table.name));
        check_files(directory, manifest.files.iter().filter(read))?;
        let frames = tables.into_iter().map(|table| frame(directory, &manifest.files, table));
        Ok(Tables { frames: frames.collect::<Result<_, _>>()? })
    }

    /// The table of this name; without rows if there is no such file.
    pub fn get(&self, name: &str) -> &Frame {
        static NONE: Frame = Frame {
            table: Table {
                name: std::borrow::Cow::Borrowed(""),
                title_zh: "",
                title_en: "",
                keys: &[],
                columns: Vec::new(),
            },
            rows: Vec::new(),
        };
        self.frames.iter().find(|f| f.table.name == name).unwrap_or(&NONE)
    }
}

fn reported(manifest: &Manifest) -> Vec<Table> {
    let mut tables = vec![
        columns::comparison(),
        columns::series(),
        columns::lists(),
        columns::fiscal(),
        columns::outlook(),
        columns::scenarios(),
        columns::assumptions(),
        columns::fit(),
        columns::effectiveness(),
        columns::sensitivity(),
        columns::failures(),
        columns::dictionary(),
    ];
    tables.extend(DIMENSIONS.map(columns::breakdown));
    if let Some((start, months)) = manifest.span() {
        let horizons = crate::experiment::horizon::horizons(start, months);
        tables.push(columns::runs(&horizons.iter().map(|h| h.id).collect::<Vec<_>>()));
    }
    tables
}

/// Whether a file holds the table: `<name>.csv` or a part of it, `<name>-001.csv`.
pub fn is_of(file: &str, table: &str) -> bool {
    let Some(rest) = file.strip_prefix(table).and_then(|rest| rest.strip_suffix(".csv")) else { return false };
    rest.is_empty() || rest.strip_prefix('-').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

fn frame(directory: &Path, files: &[FileEntry], table: Table) -> Result<Frame, Error> {
    let mut rows = Vec::new();
    for file in files.iter().filter(|f| is_of(&f.name, &table.name)) {
        each_row(&directory.join(&file.name), &table, |row| {
            rows.push(row);
            Ok(())
        })?;
    }
    Ok(Frame { table, rows })
}

/// Calls `take` with each row of a CSV file of this table, in either dialect, under headers in either language.
///
/// # Errors
/// A file that cannot be read or is not as this version writes it; what `take` says.
pub fn each_row(
    path: &Path,
    table: &Table,
    mut take: impl FnMut(Vec<Value>) -> Result<(), Error>,
) -> Result<(), Error> {
    let wrong = |why: Text| Error::from(Fault::UnreadableResults { path: path.display().to_string(), why });
    let dialect = dialect_of(path)?;
    let delimiter = dialect.delimiter().as_bytes()[0];
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(delimiter).from_path(path).map_err(|e| wrong(e.to_string().into()))?;
    for record in reader.records() {
        let record = record.map_err(|e| wrong(e.to_string().into()))?;
        if record.len() != table.columns.len() {
            return Err(wrong(other_version()));
        }
        let cells = record.iter().zip(&table.columns).map(|(text, column)| {
            value(text, column.kind, dialect).ok_or_else(|| wrong(format!("{}: {text}", column.id).into()))
        });
        take(cells.collect::<Result<_, _>>()?)?;
    }
    Ok(())
}

/// Why a file cannot be read that has other columns.
pub fn other_version() -> Text {
    both!("由另一版本写出", "written by another version")
}

/// Separators of a file, by its first line: headers hold neither comma nor semicolon.
fn dialect_of(path: &Path) -> Result<Dialect, Error> {
    use std::io::BufRead;
    let mut line = Vec::new();
    let file = std::fs::File::open(path).map_err(io(Doing::Read, path))?;
    std::io::BufReader::new(file).read_until(b'\n', &mut line).map_err(io(Doing::Read, path))?;
    Ok(if line.contains(&b';') { Dialect::Eu } else { Dialect::Standard })
}

fn value(text: &str, kind: Kind, dialect: Dialect) -> Option<Value> {
    if text.is_empty() {
        return Some(Value::Missing);
    }
    Some(match kind {
        Kind::Text => Value::Text(text.into()),
        Kind::Integer => Value::Integer(text.parse().ok()?),
        Kind::Number => Value::Number(text.replace(dialect.decimal(), ".").parse().ok()?),
        Kind::Month => {
            let (year, rest) = text.split_once('-')?;
            Value::Month(Month::new(year.parse().ok()?, rest.split_once('-')?.0.parse().ok()?))
        }
    })
}
