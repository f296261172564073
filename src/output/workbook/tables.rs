//! Sheets that hold a table as it stands in its CSV file, with the column's name in the reader's language.

use rust_xlsxwriter::{Format, Table as ExcelTable, TableColumn, TableStyle, Worksheet, XlsxError};

use super::style::Style;
use super::{Book, cells, sheet_name, within_limit};
use crate::base::width::width;
use crate::outcome::dictionary::INDICATORS;
use crate::output::columns::{Column, Kind};
use crate::output::frame::{Frame, Row, Value};
use crate::output::show::{self, Scale};
use crate::scenario::resolved::path_in;

/// A table with frozen header and filters; a row that names an indicator has the formats of that indicator.
pub fn sheet(book: &Book, sheet: &mut Worksheet, frame: &Frame) -> Result<(), XlsxError> {
    prepare(book, sheet, frame)?;
    let columns: Vec<&Column> = frame.table.columns.iter().collect();
    header(book, sheet, &columns)?;
    rows(book, sheet, frame)?;
    widths(book, sheet, frame)?;
    // The names of a row stay in sight.
    let named = columns.iter().rposition(|c| c.id == "indicator_label" || c.id == "line_label");
    sheet.set_freeze_panes(1, named.map_or(frame.table.keys.len().min(2), |at| at + 1) as u16)?;
    sheet.autofilter(0, 0, within_limit(&frame.rows).len() as u32, columns.len() as u16 - 1)?;
    Ok(())
}

/// The cells under the header.
fn rows(book: &Book, sheet: &mut Worksheet, frame: &Frame) -> Result<(), XlsxError> {
    let columns = &frame.table.columns;
    let formats: Vec<Format> = columns.iter().map(|c| format(book, c)).collect();
    let of_indicator: Vec<Format> =
        INDICATORS.iter().map(|i| book.style.number(&Style::of(Scale::of(i.id, i.unit, i.decimals)))).collect();
    for (r, (values, row)) in within_limit(&frame.rows).iter().zip(frame.rows()).enumerate() {
        let indicator = INDICATORS.iter().position(|i| i.id == row.text("indicator") && i.unit == row.text("unit"));
        for (c, (value, column)) in values.iter().zip(columns).enumerate() {
            let format = match indicator {
                Some(i) if column.unit == "unit" => &of_indicator[i],
                _ => &formats[c],
            };
            cell(book, sheet, (r as u32 + 1, c as u16), row, column, value, format)?;
        }
    }
    Ok(())
}

/// `runs.csv` as a Table of the spreadsheet, from which a click makes a pivot.
pub fn runs(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let frame = book.tables.get("runs");
    prepare(book, sheet, frame)?;
    let columns = &frame.table.columns;
    self::rows(book, sheet, frame)?;
    let headers: Vec<TableColumn> = columns
        .iter()
        .map(|c| {
            TableColumn::new().set_header(book.lang.of(&c.label_zh, &c.label_en)).set_header_format(&book.style.head)
        })
        .collect();
    let rows = within_limit(&frame.rows).len() as u32;
    let table = ExcelTable::new().set_name("runs").set_columns(&headers).set_style(TableStyle::Light1);
    sheet.add_table(0, 0, rows, columns.len() as u16 - 1, &table)?;
    sheet.set_row_height(0, 48)?;
    widths(book, sheet, frame)?;
    sheet.set_freeze_panes(1, 4)?;
    Ok(())
}

fn prepare(book: &Book, sheet: &mut Worksheet, frame: &Frame) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(book.lang.of(frame.table.title_zh, frame.table.title_en)))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_footer("&C&P / &N");
    Ok(())
}

fn header(book: &Book, sheet: &mut Worksheet, columns: &[&Column]) -> Result<(), XlsxError> {
    for (c, column) in columns.iter().enumerate() {
        cells::text(sheet, (0, c as u16), book.lang.of(&column.label_zh, &column.label_en), &book.style.head)?;
    }
    sheet.set_row_height(0, 32)?;
    Ok(())
}

/// Pure numbers that are no shares.
const PURE: [&str; 3] = ["variance_ratio", "distance", "weight"];

/// Format of a column's cells.
fn format(book: &Book, c: &Column) -> Format {
    match (c.kind, c.unit.as_ref(), c.decimals) {
        (Kind::Text, ..) => book.style.text.clone(),
        (Kind::Month, ..) => book.style.month.clone(),
        (Kind::Integer, ..) => book.style.whole.clone(),
        (Kind::Number, unit, Some(decimals)) => book.style.number(&Style::of(Scale::of(&c.id, unit, decimals))),
        (Kind::Number, "1", None) if PURE.contains(&c.id.as_ref()) => book.style.number("0.00"),
        (Kind::Number, "1", None) => book.style.number("0.0%"),
        (Kind::Number, unit, None) if unit.starts_with("person") || unit.starts_with("yuan") => {
            book.style.number("#,##0")
        }
        (Kind::Number, "bought_unit", None) => book.style.number("#,##0"),
        (Kind::Number, ..) => book.style.number("General"),
    }
}

fn cell(
    book: &Book,
    sheet: &mut Worksheet,
    at: (u32, u16),
    row: Row,
    column: &Column,
    value: &Value,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        Value::Text(text) => match column.id.as_ref() {
            "verdict" | "province_verdict" | "fit_verdict" | "influence" | "reading" => {
                let words = format!("{} {}", show::sign(text), book.say(show::verdict(text)));
                cells::text(sheet, at, words.trim(), book.style.verdict(text))
            }
            _ => cells::text(sheet, at, &words(book, row, &column.id, text), format),
        },
        Value::Integer(n) => cells::number(sheet, at, *n as f64, format),
        Value::Number(x) => cells::number(sheet, at, *x, format),
        Value::Month(month) => cells::month(sheet, at, *month, format),
        Value::Missing => Ok(()),
    }
}

/// What a reader sees of a text.
fn words(book: &Book, row: Row, column: &str, text: &str) -> String {
    let said = match column {
        "horizon" => {
            let [zh, en] = show::horizon(text);
            return book.lang.of(&zh, &en).to_owned();
        }
        "indicator_label" => {
            let indicator = INDICATORS.iter().find(|i| i.id == row.text("indicator"));
            indicator.map_or("", |i| book.lang.of(i.label_zh, i.label_en))
        }
        "line_label" => book.say(show::line(row.text("line"))),
        "bought_unit_label" => book.say(show::unit(row.text("bought_unit"))),
        "unit" => book.say(show::unit(text)),
        "value_text" | "baseline_value_text" => return path_in(text, book.lang),
        "better_is" => book.say(show::better_is(text)),
        "statistic" => book.say(show::statistic(text)),
        "rule" => book.say(show::rule(text)),
        "basis" => book.say(show::basis(text)),
        "origin" if text == "default" => book.say(["默认值", "default"]),
        "uncertainty" | "arm" => book.say(show::verdict(text)),
        _ => "",
    };
    if said.is_empty() { text.to_owned() } else { said.to_owned() }
}

fn widths(book: &Book, sheet: &mut Worksheet, frame: &Frame) -> Result<(), XlsxError> {
    for (c, column) in frame.table.columns.iter().enumerate() {
        sheet.set_column_width(c as u16, column_width(book, column, frame, c))?;
    }
    Ok(())
}

/// Wide enough for the first rows, within reason; a header may take two lines.
fn column_width(book: &Book, column: &Column, frame: &Frame, c: usize) -> f64 {
    let header = width(book.lang.of(&column.label_zh, &column.label_en)) / 2 + 4;
    let texts = frame.rows.iter().zip(frame.rows()).take(300).map(|(values, row)| match &values[c] {
        Value::Text(text) => width(&words(book, row, &column.id, text)) + 2,
        Value::Month(_) => 10,
        Value::Number(_) if column.unit.starts_with("yuan") => 17,
        Value::Number(_) | Value::Integer(_) => 11,
        Value::Missing => 0,
    });
    header.max(texts.max().unwrap_or(0)).clamp(9, 46) as f64
}
