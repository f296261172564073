//! Cells: text is always written as text, so that nothing in it can run.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use crate::base::time::Month;

/// Longest text a cell may hold in the format.
const LONGEST: usize = 32_000;

pub fn text(sheet: &mut Worksheet, (row, col): (u32, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => sheet.write_string_with_format(row, col, &text[..end], format)?,
        None => sheet.write_string_with_format(row, col, text, format)?,
    };
    Ok(())
}

/// Nothing is written for NaN.
pub fn number(sheet: &mut Worksheet, (row, col): (u32, u16), x: f64, format: &Format) -> Result<(), XlsxError> {
    if x.is_finite() {
        sheet.write_number_with_format(row, col, x, format)?;
    }
    Ok(())
}

pub fn month(sheet: &mut Worksheet, (row, col): (u32, u16), month: Month, format: &Format) -> Result<(), XlsxError> {
    let date = ExcelDateTime::from_ymd(month.year() as u16, month.of_year() as u8, 1)?;
    sheet.write_datetime_with_format(row, col, &date, format)?;
    Ok(())
}
