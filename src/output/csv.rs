//! CSV that spreadsheets and programs read alike: UTF-8 with byte order mark, CRLF, text quoted, numbers not.
//!
//! Files above the row limit are split at scenario borders, because a spreadsheet drops what it cannot
//! hold without a word. Text that a spreadsheet would run as a formula is refused at input; here is the
//! second line of defence.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::columns::{Kind, Language, Table};
use super::number::{exact, rounded};
use crate::base::time::Month;
use crate::experiment::Error;
use crate::experiment::error::{Doing, io as at};

/// Rows a spreadsheet can hold, header apart, with room to spare.
pub const ROW_LIMIT: usize = 1_000_000;

/// Separators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Comma, decimal point.
    #[default]
    Standard,
    /// Semicolon, decimal comma.
    Eu,
}

impl Dialect {
    pub const fn delimiter(self) -> &'static str {
        match self {
            Dialect::Standard => ",",
            Dialect::Eu => ";",
        }
    }

    pub const fn decimal(self) -> &'static str {
        match self {
            Dialect::Standard => ".",
            Dialect::Eu => ",",
        }
    }
}

/// How all files of a directory are written.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    pub header: Language,
    pub dialect: Dialect,
    pub row_limit: usize,
}

impl Default for Format {
    fn default() -> Self {
        Format { header: Language::En, dialect: Dialect::Standard, row_limit: ROW_LIMIT }
    }
}

/// A value to write.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    Text(&'a str),
    Integer(i64),
    /// Shortest text that reads back as the same number; NaN is missing.
    Exact(f64),
    /// Rounded to so many decimals; NaN is missing.
    Rounded(f64, u8),
    Month(Month),
    Missing,
}

/// A file that is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub name: String,
    pub rows: usize,
    pub columns: usize,
    pub bytes: u64,
    /// `blake3:…`
    pub hash: String,
}

/// Writes one table.
pub struct Writer {
    directory: PathBuf,
    table: Table,
    format: Format,
    out: Hashed,
    rows: usize,
    finished: Vec<Written>,
    /// Cells that got an apostrophe so that no spreadsheet runs them.
    pub guarded: usize,
}

impl Writer {
    /// # Errors
    /// What the file system says.
    pub fn new(directory: &Path, table: Table, format: Format) -> Result<Self, Error> {
        let out = Hashed::create(directory.join(format!("{}.csv", table.name)))?;
        let mut writer =
            Writer { directory: directory.to_owned(), table, format, out, rows: 0, finished: Vec::new(), guarded: 0 };
        writer.header()?;
        Ok(writer)
    }

    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Announces `rows` rows that should stand in one file (those of a scenario).
    ///
    /// # Errors
    /// What the file system says.
    pub fn group(&mut self, rows: usize) -> Result<(), Error> {
        if self.rows > 0 && self.rows + rows > self.format.row_limit { self.next_file() } else { Ok(()) }
    }

    /// Writes a row, one cell per column.
    ///
    /// # Errors
    /// What the file system says.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        debug_assert_eq!(cells.len(), self.table.columns.len(), "{}", self.table.name);
        if self.rows == self.format.row_limit {
            self.next_file()?;
        }
        let mut line = String::with_capacity(16 * cells.len());
        for (i, (cell, column)) in cells.iter().zip(&self.table.columns).enumerate() {
            if i > 0 {
                line += self.format.dialect.delimiter();
            }
            match (cell, column.kind) {
                (Cell::Missing, _) => {}
                (Cell::Text(text), Kind::Text) => self.guarded += usize::from(quote(&mut line, text)),
                (Cell::Integer(n), Kind::Integer) => line += &n.to_string(),
                (Cell::Exact(x), Kind::Number) => line += &self.decimal(exact(*x)),
                (Cell::Rounded(x, decimals), Kind::Number) => line += &self.decimal(rounded(*x, *decimals)),
                (Cell::Month(month), Kind::Month) => line += &month.to_string(),
                (cell, kind) => unreachable!("{}.{} is {kind:?}, not {cell:?}", self.table.name, column.id),
            }
        }
        line += "\r\n";
        self.rows += 1;
        self.out.write(line.as_bytes())
    }

    /// Syncs and describes what was written.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> Result<Vec<Written>, Error> {
        self.close()?;
        Ok(self.finished)
    }

    fn decimal(&self, text: String) -> String {
        match self.format.dialect {
            Dialect::Standard => text,
            Dialect::Eu => text.replace('.', ","),
        }
    }

    fn header(&mut self) -> Result<(), Error> {
        let mut line = String::from("\u{feff}");
        for (i, column) in self.table.columns.iter().enumerate() {
            if i > 0 {
                line += self.format.dialect.delimiter();
            }
            match self.format.header {
                Language::En => line += &column.id,
                Language::Zh => {
                    quote(&mut line, &column.label_zh);
                }
            }
        }
        line += "\r\n";
        self.out.write(line.as_bytes())
    }

    /// Ends the file and begins the next; the first becomes `-001`.
    fn next_file(&mut self) -> Result<(), Error> {
        self.close()?;
        let name = |n: usize| format!("{}-{n:03}.csv", self.table.name);
        if let [only] = self.finished.as_mut_slice() {
            let (from, to) = (self.directory.join(&only.name), self.directory.join(name(1)));
            fs::rename(&from, &to).map_err(at(Doing::Rename, &from))?;
            only.name = name(1);
        }
        self.out = Hashed::create(self.directory.join(name(self.finished.len() + 1)))?;
        self.rows = 0;
        self.header()
    }

    fn close(&mut self) -> Result<(), Error> {
        let (bytes, hash) = self.out.finish()?;
        let name = self.out.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.finished.push(Written { name, rows: self.rows, columns: self.table.columns.len(), bytes, hash });
        Ok(())
    }
}

/// Appends quoted text; `true` if it had to be kept from running as a formula.
fn quote(line: &mut String, text: &str) -> bool {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    line.push('"');
    if runs {
        line.push('\'');
    }
    for c in text.chars() {
        match c {
            '"' => line.push_str("\"\""),
            c if c.is_control() => line.push(' '),
            c => line.push(c),
        }
    }
    line.push('"');
    runs
}

/// A file that knows the hash and length of what went into it.
struct Hashed {
    path: PathBuf,
    file: BufWriter<File>,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Hashed {
    fn create(path: PathBuf) -> Result<Self, Error> {
        let file = File::create(&path).map_err(at(Doing::Create, &path))?;
        Ok(Hashed { path, file: BufWriter::with_capacity(1 << 16, file), hasher: blake3::Hasher::new(), bytes: 0 })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes).map_err(at(Doing::Write, &self.path))
    }

    fn finish(&mut self) -> Result<(u64, String), Error> {
        let sync = |file: &mut BufWriter<File>| -> io::Result<()> {
            file.flush()?;
            file.get_ref().sync_all()
        };
        sync(&mut self.file).map_err(at(Doing::Write, &self.path))?;
        Ok((self.bytes, format!("blake3:{}", self.hasher.finalize().to_hex())))
    }
}
