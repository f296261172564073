//! The tables of a data directory: what people keep in spreadsheets.
//!
//! Must not: know what a table means. Reads CSV, gives checked columns, or every fault at its line and column.

pub mod frame;
pub mod schema;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use frame::Frame;
pub use schema::{Column, ColumnKind, TableSchema};

/// What a data directory describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataKind {
    /// Regions, industries, schools, programs, people.
    Province,
    /// The labour core alone: occupations and the network between them.
    Network,
}

/// Who moves to which occupation: rows in the order of the table `occupations`, weights not normalised.
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
    pub dir: PathBuf,
    /// BLAKE3 of all files read.
    pub hash: String,
}

impl Tables {
    /// A table by name; an unknown name is a programming error and panics.
    pub fn frame(&self, name: &str) -> &Frame {
        self.frames.get(name).unwrap_or_else(|| panic!("no table is called {name}"))
    }
}
