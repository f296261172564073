//! A table of fitted parameters: columns are paths, rows are sets of values that agree with what is known.
//!
//! Written by `skillsim calibrate`. Each replicate takes one row, so that what was found together stays together.

use std::path::{Path, PathBuf};

use super::read::{at_cell, in_bounds, plain_number, split, twice, wrong_width};
use crate::base::language::both;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::entry::way_to;
use crate::scenario::parameters::{self, Kind, Param};
use crate::scenario::source::{Fault, SourceText};

/// Numbers the rows; not read.
pub const DRAW: &str = "draw";

/// The table.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    pub file: PathBuf,
    /// BLAKE3 of the file.
    pub hash: String,
    pub params: Vec<Param>,
    /// `[row][param]`, equally weighted.
    pub rows: Vec<Vec<f64>>,
}

impl Posterior {
    /// The values of a parameter, row by row; `None` if it was not fitted.
    pub fn column(&self, param: Param) -> Option<impl Iterator<Item = f64> + '_> {
        let at = self.params.iter().position(|p| *p == param)?;
        Some(self.rows.iter().map(move |row| row[at]))
    }

    /// Least and greatest value of a parameter.
    pub fn range(&self, param: Param) -> Option<(f64, f64)> {
        let ends = |(low, high): (f64, f64), x: f64| (low.min(x), high.max(x));
        Some(self.column(param)?.fold((f64::INFINITY, f64::NEG_INFINITY), ends))
    }
}

/// Reads the table.
///
/// # Errors
/// All its faults, each at its cell.
pub fn read(path: &Path) -> Result<Posterior, Vec<Diagnostic>> {
    let source = SourceText::read(path).map_err(|fault| vec![fault.of_file(path)])?;
    let mut faults = Vec::new();
    let rows = split(&source, &mut faults);
    let Some((header, rows)) = rows.split_first() else { return Err(faults) };
    // Position in a row, and what stands there.
    let mut columns: Vec<(usize, Param)> = Vec::new();
    for (at, cell) in header.cells.iter().enumerate().filter(|(_, cell)| cell.text != DRAW) {
        let fault = match parameters::find(&cell.text) {
            None => {
                let message = both!("没有这个路径的参数", "no parameter has this path");
                Fault::new("unknown-column", message, &*cell.text, way_to(&cell.text))
            }
            Some(p) if !matches!(p.row().kind, Kind::Number) => {
                let path = &cell.text;
                let message = both!("`{path}` 不能拟合", "`{path}` cannot be fitted");
                let help = both!(
                    "请删去此列；只拟合非政策杠杆的数字",
                    "delete the column; only numbers that are no levers are fitted"
                );
                Fault::new("wrong-type", message, &**path, help)
            }
            Some(p) if columns.iter().any(|(_, known)| *known == p) => twice(&cell.text),
            Some(p) => {
                columns.push((at, p));
                continue;
            }
        };
        faults.push(at_cell(&source, header, cell, fault));
    }
    let mut values = Vec::with_capacity(rows.len());
    for row in rows {
        if row.cells.len() != header.cells.len() {
            let fault = wrong_width(row.cells.len(), header.cells.len());
            faults.push(at_cell(&source, row, &row.cells[0], fault));
            continue;
        }
        let read = columns.iter().map(|&(at, p)| {
            let (cell, known) = (&row.cells[at], p.row());
            let (low, high) = known.bounds;
            let number = plain_number(known.path, &cell.text);
            number.and_then(|x| in_bounds(known.path, x, &cell.text, low, high, known.unit)).unwrap_or_else(|fault| {
                faults.push(at_cell(&source, row, cell, fault));
                f64::NAN
            })
        });
        values.push(read.collect::<Vec<f64>>());
    }
    if faults.is_empty() && (columns.is_empty() || values.is_empty()) {
        let help = both!("请用 `skillsim calibrate` 生成", "make it with `skillsim calibrate`");
        let message = both!(
            "每个拟合参数须有一列，并至少有一行",
            "the table needs a column for each fitted parameter and at least one row"
        );
        faults.push(Fault::new("empty", message, "", help).of_file(path));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let params = columns.into_iter().map(|(_, p)| p).collect();
    Ok(Posterior { file: path.to_owned(), hash: source.hash.clone(), params, rows: values })
}
