//! A table that was read and checked: columns by name, rows by position.
//!
//! Asking for a column that the schema does not have is a programming error and panics.

use std::collections::BTreeMap;

use super::schema::TableSchema;

/// Values of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Values {
    /// Ids and text; words of a choice with their position.
    Text(Vec<String>),
    Word(Vec<String>, Vec<usize>),
    /// Numbers, integers and switches (1, 0); an empty optional cell is NaN.
    Number(Vec<f64>),
    /// Rows of the table referred to, with the id written there; an empty optional cell is `usize::MAX`.
    Index(Vec<String>, Vec<usize>),
}

/// A table in memory.
#[derive(Clone, Debug)]
pub struct Frame {
    pub schema: &'static TableSchema,
    pub(super) rows: usize,
    pub(super) columns: Vec<Values>,
    pub(super) positions: BTreeMap<String, usize>,
}

impl Frame {
    /// A table without rows (an optional table that is absent).
    pub(super) fn empty(schema: &'static TableSchema) -> Self {
        let columns = schema.columns().map(|c| c.kind.no_values()).collect();
        Frame { schema, rows: 0, columns, positions: BTreeMap::new() }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Ids, text, words of a choice, or the ids of a reference as written.
    pub fn text(&self, column: &str) -> &[String] {
        match self.values(column) {
            Values::Text(text) | Values::Word(text, _) | Values::Index(text, _) => text,
            Values::Number(_) => panic!("{}.{column} holds numbers", self.schema.name),
        }
    }

    /// Numbers, integers, switches (1 or 0); an empty optional cell is NaN.
    pub fn number(&self, column: &str) -> &[f64] {
        match self.values(column) {
            Values::Number(numbers) => numbers,
            _ => panic!("{}.{column} holds no numbers", self.schema.name),
        }
    }

    /// Rows of the table referred to, or positions of the words of a choice; an empty optional cell is `usize::MAX`.
    #[allow(clippy::should_implement_trait, reason = "no ambiguity: the argument is a column name")]
    pub fn index(&self, column: &str) -> &[usize] {
        match self.values(column) {
            Values::Index(_, index) | Values::Word(_, index) => index,
            _ => panic!("{}.{column} is neither a reference nor a choice", self.schema.name),
        }
    }

    /// Row of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    fn values(&self, column: &str) -> &Values {
        let at = self.schema.columns().position(|c| c.name == column);
        &self.columns[at.unwrap_or_else(|| panic!("table {} has no column {column}", self.schema.name))]
    }
}
