//! How a table is described: columns, their kinds and units, the key, and the sums that must close.

use super::frame::Values;

/// What a cell may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ColumnKind {
    /// Names the row: `^[a-z][a-z0-9_]{0,31}$`, not a date or a boolean.
    Id,
    /// Any text that a spreadsheet does not run; not empty.
    Text,
    /// A finite number, both bounds included.
    Number { lo: f64, hi: f64 },
    /// A whole number, both bounds included.
    Integer { lo: i64, hi: i64 },
    /// An id of another table.
    Ref(&'static str),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `1`, `0`, `true` or `false`.
    Switch,
    /// The cell may be empty, and the column may be absent.
    Optional(&'static ColumnKind),
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnKind,
    pub unit: &'static str,
    pub en: &'static str,
    pub zh: &'static str,
}

impl Column {
    /// A column with its heading in both languages.
    pub(super) const fn new(
        name: &'static str,
        kind: ColumnKind,
        unit: &'static str,
        [en, zh]: [&'static str; 2],
    ) -> Column {
        Column { name, kind, unit, en, zh }
    }
}

/// A column whose values add up to `total`, over the table or for each value of the column `by`.
#[derive(Clone, Copy, Debug)]
pub struct Sum {
    pub column: &'static str,
    pub by: Option<&'static str>,
    pub total: f64,
}

/// A table: `<name>.csv` in the data directory.
#[derive(Clone, Copy, Debug)]
pub struct TableSchema {
    pub name: &'static str,
    pub en: &'static str,
    pub zh: &'static str,
    /// In groups, so that levels shared by several tables are written once.
    pub parts: &'static [&'static [Column]],
    /// Columns that together name a row; no two rows may agree in all of them. Empty: any rows.
    pub key: &'static [&'static str],
    pub sums: &'static [Sum],
    pub required: bool,
}

impl TableSchema {
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        let parts = self.parts;
        parts.iter().flat_map(|part| part.iter())
    }

    /// Most rows that can be told apart: rows of persons, posts and programs keep their numbers in one byte or two.
    pub fn most(&self) -> usize {
        match self.name {
            "regions" | "specialty_categories" | "specialties" => 255,
            // Twelve bits (`world::cell`). Each role has two occupations.
            "industries" | "occupations" => 4_000,
            "roles" => 2_000,
            // Two bytes. Programs that open in a run take the rest: the audit fails a run that goes beyond.
            "schools" | "programs" => 30_000,
            _ => usize::MAX,
        }
    }
}

impl ColumnKind {
    /// The kind of a cell that is not empty, and whether it may be empty.
    pub fn inner(&self) -> (&ColumnKind, bool) {
        match self {
            ColumnKind::Optional(kind) => (kind, true),
            kind => (kind, false),
        }
    }

    pub(super) fn no_values(&self) -> Values {
        match self.inner().0 {
            ColumnKind::Number { .. } | ColumnKind::Integer { .. } | ColumnKind::Switch => Values::Number(Vec::new()),
            ColumnKind::Ref(_) => Values::Index(Vec::new(), Vec::new()),
            ColumnKind::Choice(_) => Values::Word(Vec::new(), Vec::new()),
            _ => Values::Text(Vec::new()),
        }
    }
}
