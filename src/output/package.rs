//! The data dictionary, for people (`dictionary.csv`) and for programs (`datapackage.json`, Frictionless Data Package 2).

use serde_json::{Value, json};

use super::columns::{self, Column, Kind, Language, Table, better_is};
use super::csv::{Cell, Format, Writer, Written};
use crate::experiment::error::Error;
use crate::outcome::breakdown::DIMENSIONS;
use crate::outcome::dictionary::INDICATORS;

/// Writes every column of every table, and the indicators and measures that long tables hold in rows.
pub fn dictionary(w: &mut Writer, tables: &[Table]) -> Result<(), Error> {
    for table in tables {
        for (i, column) in table.columns.iter().enumerate() {
            row(w, &format!("{}.csv", table.name), i, column)?;
        }
    }
    for (i, indicator) in INDICATORS.iter().enumerate() {
        row(w, "indicators", i, &columns::indicator(indicator))?;
    }
    for dimension in DIMENSIONS {
        let file = format!("{}.indicators", columns::breakdown(dimension).name);
        for (i, measure) in columns::measures(dimension).enumerate() {
            row(w, &file, i, &measure)?;
        }
    }
    Ok(())
}

fn row(w: &mut Writer, file: &str, position: usize, c: &Column) -> Result<(), Error> {
    w.row(&[
        Cell::Text(file),
        Cell::Text(&c.id),
        Cell::Integer(position as i64 + 1),
        Cell::Text(c.kind.name()),
        if c.unit.is_empty() { Cell::Missing } else { Cell::Text(&c.unit) },
        c.decimals.map_or(Cell::Missing, |d| Cell::Integer(d.into())),
        c.better.map_or(Cell::Missing, |b| Cell::Text(better_is(b))),
        Cell::Text(&c.label_zh),
        Cell::Text(&c.label_en),
        Cell::Text(&c.definition_zh),
        Cell::Text(&c.definition_en),
        Cell::Text(""),
    ])
}

/// The data package of these files.
pub fn datapackage(plan_id: &str, files: &[(Table, Written)], format: Format) -> Value {
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "skillsim-results",
        "title": "skillsim 结果 / results",
        "version": env!("CARGO_PKG_VERSION"),
        "plan_id": plan_id,
        "resources": files.iter().map(|(table, file)| resource(table, file, format)).collect::<Vec<_>>(),
    })
}

fn resource(table: &Table, file: &Written, format: Format) -> Value {
    let keys: Vec<&str> = table
        .keys
        .iter()
        .filter_map(|key| table.columns.iter().find(|c| c.id == *key))
        .map(|c| header(c, format))
        .collect();
    json!({
        "name": file.name.trim_end_matches(".csv"),
        "path": file.name,
        "title": format!("{} / {}", table.title_zh, table.title_en),
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": file.hash,
        "dialect": {
            "delimiter": format.dialect.delimiter(),
            "lineTerminator": "\r\n",
            "quoteChar": "\"",
            "doubleQuote": true,
            "header": true,
        },
        "schema": {
            "fields": table.columns.iter().map(|c| field(table, c, format)).collect::<Vec<_>>(),
            "primaryKey": keys,
            "missingValues": [""],
        },
    })
}

fn header(c: &Column, format: Format) -> &str {
    format.header.of(&c.label_zh, &c.id)
}

fn field(table: &Table, c: &Column, format: Format) -> Value {
    let mut field = json!({
        "name": header(c, format),
        "type": c.kind.name(),
        "title": format!("{} / {}", c.label_zh, c.label_en),
        "description": format!("{} / {}", c.definition_zh, c.definition_en),
    });
    if !c.unit.is_empty() {
        field["unit"] = json!(c.unit);
    }
    if format.header == Language::Zh {
        field["id"] = json!(c.id);
    }
    if c.kind == Kind::Number && format.dialect.decimal() != "." {
        field["decimalChar"] = json!(format.dialect.decimal());
    }
    if table.keys.contains(&c.id.as_ref()) {
        field["constraints"] = json!({ "required": true });
    }
    field
}
