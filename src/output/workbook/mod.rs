//! `report.xlsx`: the results as a spreadsheet user should open them, every cell typed.
//!
//! Values come from the tables as they stand in the CSV files; nothing is computed here but relative bounds for the
//! chart of differences. No clock and no formula goes in: the same tables give the same bytes.

mod cells;
mod charts;
mod guide;
mod side_by_side;
mod style;
mod tables;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::style::Style;
use super::columns::Language;
use super::csv::ROW_LIMIT;
use super::findings;
use super::frame::Tables;
use super::manifest::Manifest;

/// Everything the sheets are made from.
struct Book<'a> {
    tables: &'a Tables,
    manifest: &'a Manifest,
    lang: Language,
    style: Style,
}

impl Book<'_> {
    fn say<'b>(&self, [zh, en]: [&'b str; 2]) -> &'b str {
        self.lang.of(zh, en)
    }

    fn name(&self, id: &str) -> String {
        let [zh, en] = findings::name_of(self.manifest, id);
        match self.lang {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// The bytes of the workbook.
///
/// # Errors
/// What the writer of the format refuses; none is known for tables of this program.
pub fn workbook(tables: &Tables, manifest: &Manifest, lang: Language) -> Result<Vec<u8>, XlsxError> {
    let book = Book { tables, manifest, lang, style: Style::new(lang) };
    let mut file = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = book.say(["skillsim 模拟结果", "skillsim results"]);
    file.set_properties(
        &DocProperties::new().set_title(title).set_comment(&manifest.plan_id).set_creation_datetime(&created),
    );

    guide::sheet(&book, file.add_worksheet())?;
    side_by_side::sheet(&book, file.add_worksheet())?;
    if manifest.scenarios.len() > 1 && !findings::headlines(tables).is_empty() {
        charts::differences(&book, file.add_worksheet())?;
    }
    tables::sheet(&book, file.add_worksheet(), tables.get("comparison"))?;
    if !tables.get("series").rows.is_empty() {
        for indicator in findings::headlines(tables).into_iter().take(12) {
            charts::over_time(&book, file.add_worksheet(), indicator)?;
        }
    }
    for table in ["effectiveness", "sensitivity", "fit", "lists", "fiscal", "outlook"].map(|name| tables.get(name)) {
        if !table.rows.is_empty() {
            tables::sheet(&book, file.add_worksheet(), table)?;
        }
    }
    if !tables.get("runs").rows.is_empty() {
        tables::runs(&book, file.add_worksheet())?;
    }
    for table in ["scenarios", "assumptions", "dictionary"].map(|name| tables.get(name)) {
        tables::sheet(&book, file.add_worksheet(), table)?;
    }
    file.save_to_buffer()
}

/// Rows of a sheet; what is beyond stays in the CSV file.
fn within_limit<T>(rows: &[T]) -> &[T] {
    &rows[..rows.len().min(ROW_LIMIT)]
}

/// A sheet's name: at most 31 characters, without those the format forbids.
fn sheet_name(text: &str) -> String {
    let allowed =
        text.chars().map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { ' ' } else { c });
    let cut: String = allowed.take(31).collect();
    cut.trim().to_owned()
}
