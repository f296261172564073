//! Sheets that hold a table as it stands in its CSV file, with the column's name in the reader's language.

use rust_xlsxwriter::{Format, Table as ExcelTable, TableColumn, TableStyle, Worksheet, XlsxError};

use super::style::Style;
use super::{Book, cells, sheet_name, within_limit};
use crate::base::width::width;
use crate::outcome::dictionary::INDICATORS;
use crate::output::columns::{Column, Kind};
use crate::output::frame::{Frame, Value};
use crate::output::show::{self, Scale};

/// A table with frozen header and filters.
pub fn sheet(book: &Book, sheet: &mut Worksheet, frame: &Frame) -> Result<(), XlsxError> {
    prepare(book, sheet, frame)?;
    let columns: Vec<&Column> = frame.table.columns.iter().collect();
    header(book, sheet, &columns)?;
    let formats: Vec<Format> = columns.iter().map(|c| format(book, c)).collect();
    for (r, row) in within_limit(&frame.rows).iter().enumerate() {
        for (c, value) in row.iter().enumerate() {
            cell(book, sheet, (r as u32 + 1, c as u16), columns[c], value, &formats[c])?;
        }
    }
    widths(book, sheet, frame)?;
    filters(sheet, frame, columns.len())
}

/// As [`sheet`], with the formats of each row's indicator and its label beside its id.
pub fn comparison(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let frame = book.tables.get("comparison");
    prepare(book, sheet, frame)?;
    let at = frame.table.columns.iter().position(|c| c.id == "indicator").unwrap_or(0) + 1;
    let place = |c: usize| if c < at { c } else { c + 1 };
    for (c, column) in frame.table.columns.iter().enumerate() {
        cells::text(sheet, (0, place(c) as u16), book.lang.of(&column.label_zh, &column.label_en), &book.style.head)?;
    }
    cells::text(sheet, (0, at as u16), book.say(["指标", "Indicator name"]), &book.style.head)?;
    sheet.set_row_height(0, 32)?;
    let formats: Vec<Format> = frame.table.columns.iter().map(|c| format(book, c)).collect();
    let of_indicator: Vec<Format> =
        INDICATORS.iter().map(|i| book.style.number(&Style::of(Scale::of(i.id, i.unit, i.decimals)))).collect();
    for (r, (cells, row)) in within_limit(&frame.rows).iter().zip(frame.rows()).enumerate() {
        let indicator = INDICATORS.iter().position(|i| i.id == row.text("indicator"));
        let label = indicator.map_or("", |i| book.lang.of(INDICATORS[i].label_zh, INDICATORS[i].label_en));
        cells::text(sheet, (r as u32 + 1, at as u16), label, &book.style.text)?;
        for (c, value) in cells.iter().enumerate() {
            let column = &frame.table.columns[c];
            let format = match indicator {
                Some(i) if column.unit == "unit" => &of_indicator[i],
                _ => &formats[c],
            };
            cell(book, sheet, (r as u32 + 1, place(c) as u16), column, value, format)?;
        }
    }
    for (c, column) in frame.table.columns.iter().enumerate() {
        sheet.set_column_width(place(c) as u16, column_width(book, column, frame, c))?;
    }
    sheet.set_column_width(at as u16, 28)?;
    sheet.set_freeze_panes(1, at as u16 + 1)?;
    filter_range(sheet, frame, frame.table.columns.len() + 1)
}

/// `runs.csv` as a Table of the spreadsheet, from which a click makes a pivot.
pub fn runs(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let frame = book.tables.get("runs");
    prepare(book, sheet, frame)?;
    let columns: Vec<&Column> = frame.table.columns.iter().collect();
    let formats: Vec<Format> = columns.iter().map(|c| format(book, c)).collect();
    for (r, row) in within_limit(&frame.rows).iter().enumerate() {
        for (c, value) in row.iter().enumerate() {
            cell(book, sheet, (r as u32 + 1, c as u16), columns[c], value, &formats[c])?;
        }
    }
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

fn filters(sheet: &mut Worksheet, frame: &Frame, columns: usize) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, frame.table.keys.len().min(2) as u16)?;
    filter_range(sheet, frame, columns)
}

fn filter_range(sheet: &mut Worksheet, frame: &Frame, columns: usize) -> Result<(), XlsxError> {
    sheet.autofilter(0, 0, within_limit(&frame.rows).len() as u32, columns as u16 - 1)?;
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
    column: &Column,
    value: &Value,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        Value::Text(text) => match column.id.as_ref() {
            "verdict" | "province_verdict" => {
                let words = format!("{} {}", show::sign(text), book.say(show::verdict(text)));
                cells::text(sheet, at, words.trim(), book.style.verdict(text))
            }
            _ => cells::text(sheet, at, &words(book, &column.id, text), format),
        },
        Value::Integer(n) => cells::number(sheet, at, *n as f64, format),
        Value::Number(x) => cells::number(sheet, at, *x, format),
        Value::Month(month) => cells::month(sheet, at, *month, format),
        Value::Missing => Ok(()),
    }
}

/// What a reader sees of an id.
fn words(book: &Book, column: &str, text: &str) -> String {
    match column {
        "horizon" => {
            let [zh, en] = show::horizon(text);
            book.lang.of(&zh, &en).to_owned()
        }
        "line" => book.say(show::line(text)).to_owned(),
        "bought_unit" => book.say(show::unit(text)).to_owned(),
        "better_is" | "uncertainty" | "arm" => match book.say(show::verdict(text)) {
            "" => text.to_owned(),
            words => words.to_owned(),
        },
        _ => text.to_owned(),
    }
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
    let texts = frame.rows.iter().take(300).map(|row| match &row[c] {
        Value::Text(text) => width(&words(book, &column.id, text)) + 2,
        Value::Month(_) => 10,
        Value::Number(_) if column.unit.starts_with("yuan") => 17,
        Value::Number(_) | Value::Integer(_) => 11,
        Value::Missing => 0,
    });
    header.max(texts.max().unwrap_or(0)).clamp(9, 46) as f64
}
