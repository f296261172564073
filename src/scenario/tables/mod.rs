//! The tables of a data directory: what people keep in spreadsheets.
//!
//! Must not: know what a table means, beyond which rows it must have. Reads CSV, gives checked columns, or every fault at its
//! line and column.

mod cells;
pub mod frame;
mod misspelt;
mod network;
pub mod posterior;
mod province;
mod read;
pub mod schema;
pub mod targets;
mod whole;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use frame::Frame;
pub use posterior::Posterior;
use read::{Ids, RawTable};
pub use schema::{Column, ColumnKind, TableSchema};
pub use whole::{AGE_END, AGE_FIRST, AGE_WORK_END, COURSES};

use super::diagnostic::Diagnostic;
use super::source::SourceText;

/// What a data directory describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataKind {
    /// Regions, industries, schools, programs, people.
    Province,
    /// The labour core alone: occupations and the network between them.
    Network,
}

impl DataKind {
    /// The schemas of its tables.
    pub fn schemas(self) -> &'static [TableSchema] {
        match self {
            DataKind::Province => province::TABLES,
            DataKind::Network => network::TABLES,
        }
    }
}

/// Those who move between occupations: rows in the order of the table `occupations`, weights not normalised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// For each occupation the positive weights, by target.
    pub rows: Vec<Vec<(usize, f64)>>,
}

/// Target demand by step and occupation [persons].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    pub steps: Vec<usize>,
    pub rows: Vec<Vec<f64>>,
}

/// All tables of a directory.
#[derive(Clone, Debug)]
pub struct Tables {
    pub kind: DataKind,
    pub frames: BTreeMap<&'static str, Frame>,
    /// Of a network.
    pub matrix: Matrix,
    /// Of a network that has `targets.csv`.
    pub targets: Option<Targets>,
    /// The directory named last.
    pub dir: PathBuf,
    /// Directories it stands over: a table that it does not have is theirs.
    pub below: Vec<PathBuf>,
    /// The files read.
    pub files: Vec<TableFile>,
    /// BLAKE3 of all of them.
    pub hash: String,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    pub path: PathBuf,
    /// BLAKE3 of its content.
    pub hash: String,
}

impl Tables {
    /// Reads a data directory.
    ///
    /// # Errors
    /// All faults of all tables.
    pub fn read(dir: &Path, kind: DataKind) -> Result<Tables, Vec<Diagnostic>> {
        Tables::read_over(&[dir.to_owned()], kind)
    }

    /// Reads data directories laid over each other, the uppermost first: each table from the first that has it.
    ///
    /// # Errors
    /// All faults of all tables.
    pub fn read_over(dirs: &[PathBuf], kind: DataKind) -> Result<Tables, Vec<Diagnostic>> {
        let (top, below) = dirs.split_first().expect("at least one directory");
        let holding = |table: &str| holder(dirs, table).unwrap_or(top);
        let mut faults = Vec::new();
        let mut sources: Vec<(&TableSchema, SourceText)> = Vec::new();
        for schema in kind.schemas() {
            sources.extend(
                read::source(holding(schema.name), schema.name, schema.required, &mut faults).map(|s| (schema, s)),
            );
        }
        let raw: Vec<RawTable> =
            sources.iter().filter_map(|(schema, source)| RawTable::new(schema, source, &mut faults)).collect();
        let sound = raw.iter().filter(|table| table.is_sound(&faults));
        let ids: Ids = sound.map(|table| (table.schema.name, table.ids())).collect();
        let mut frames: BTreeMap<_, _> = kind.schemas().iter().map(|s| (s.name, Frame::empty(s))).collect();
        for table in &raw {
            frames.insert(table.schema.name, table.frame(&ids, &mut faults));
        }
        misspelt::gather(&frames, &raw, &ids, &mut faults);
        if kind == DataKind::Province {
            faults.append(&mut whole::check(&frames, &raw, &faults));
        }
        let (mut matrix, mut targets) = (Matrix::default(), None);
        let mut contents: Vec<&SourceText> = sources.iter().map(|(_, source)| source).collect();
        let (matrix_source, targets_source);
        if kind == DataKind::Network {
            let empty = BTreeMap::new();
            let ids = ids.get("occupations").unwrap_or(&empty);
            matrix_source = read::source(holding("matrix"), "matrix", true, &mut faults);
            targets_source = read::source(holding("targets"), "targets", false, &mut faults);
            matrix = matrix_source.as_ref().map(|s| network::matrix(s, ids, &mut faults)).unwrap_or_default();
            targets = targets_source.as_ref().map(|s| network::targets(s, ids, &mut faults));
            contents.extend(matrix_source.iter().chain(&targets_source));
        }
        let hash = hash(&contents);
        if faults.is_empty() {
            let file = |source: &&SourceText| TableFile { path: source.file.clone(), hash: source.hash.clone() };
            let files = contents.iter().map(file).collect();
            Ok(Tables { kind, frames, matrix, targets, dir: top.clone(), below: below.to_owned(), files, hash })
        } else {
            Err(faults)
        }
    }

    /// A network made in memory: start stocks (employed, unemployed, vacancies) and final demand by occupation
    /// [persons], and who moves where. Occupations are called o0, o1, ...
    pub fn network(stocks: &[[f64; 4]], matrix: Matrix) -> Tables {
        let frame = network::occupations(stocks);
        let frames = BTreeMap::from([(frame.schema.name, frame)]);
        Tables { frames, matrix, ..Tables::nowhere() }
    }

    /// No tables.
    fn nowhere() -> Tables {
        Tables {
            kind: DataKind::Network,
            frames: BTreeMap::new(),
            matrix: Matrix::default(),
            targets: None,
            dir: PathBuf::new(),
            below: Vec::new(),
            files: Vec::new(),
            hash: String::new(),
        }
    }

    /// The file `<name>.csv`, if any of the directories has it.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        let dirs: Vec<PathBuf> = std::iter::once(&self.dir).chain(&self.below).cloned().collect();
        file_in(&dirs, name)
    }

    /// A table by name; an unknown name is a programming error and panics.
    pub fn frame(&self, name: &str) -> &Frame {
        self.frames.get(name).unwrap_or_else(|| panic!("no table is called {name}"))
    }
}

/// The file `<name>.csv` of the first directory that has it.
pub(super) fn file_in(dirs: &[PathBuf], name: &str) -> Option<PathBuf> {
    holder(dirs, name).map(|dir| dir.join(format!("{name}.csv")))
}

/// The first directory that has a table.
fn holder<'d>(dirs: &'d [PathBuf], table: &str) -> Option<&'d PathBuf> {
    dirs.iter().find(|dir| dir.join(format!("{table}.csv")).exists())
}

/// BLAKE3 of names and contents.
fn hash(sources: &[&SourceText]) -> String {
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        let name = source.file.file_name().unwrap_or_default().to_string_lossy();
        hasher.update(format!("{name} {}\n", source.hash).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
