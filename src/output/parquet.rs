//! Every table in columns, for programs that read Parquet: the values of the CSV files, typed.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;

use super::columns::{Kind, Table};
use super::csv::Written;
use super::frame::{Value, each_row};
use super::manifest::FileEntry;
use crate::base::time::Month;
use crate::experiment::error::{Doing, Error, io};

/// Rows held in memory at a time.
const GROUP: usize = 100_000;

/// Writes `<table>.parquet` from the CSV files of the table.
///
/// # Errors
/// What the file system says.
pub fn write(directory: &Path, table: &Table, files: &[&Written]) -> Result<FileEntry, Error> {
    let name = format!("{}.parquet", table.name);
    let path = directory.join(&name);
    let refused = |e: ParquetError| io(Doing::Write, &path)(std::io::Error::other(e));
    let file = File::create(&path).map_err(io(Doing::Create, &path))?;
    let schema = Arc::new(parse_message_type(&schema(table)).map_err(refused)?);
    let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
    let mut writer = SerializedFileWriter::new(file, schema, properties).map_err(refused)?;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut total = 0;
    for written in files {
        each_row(&directory.join(&written.name), table, |row| {
            rows.push(row);
            total += 1;
            if rows.len() == GROUP {
                group(writer.next_row_group().map_err(refused)?, table, &rows).map_err(refused)?;
                rows.clear();
            }
            Ok(())
        })?;
    }
    if !rows.is_empty() {
        group(writer.next_row_group().map_err(refused)?, table, &rows).map_err(refused)?;
    }
    writer.into_inner().map_err(refused)?.sync_all().map_err(io(Doing::Write, &path))?;
    let bytes = std::fs::read(&path).map_err(io(Doing::Read, &path))?;
    Ok(FileEntry { rows: Some(total), columns: Some(table.columns.len()), ..FileEntry::of(&name, &bytes) })
}

fn schema(table: &Table) -> String {
    let columns = table.columns.iter().map(|c| match c.kind {
        Kind::Text => format!("OPTIONAL BYTE_ARRAY {} (UTF8);", c.id),
        Kind::Integer => format!("OPTIONAL INT64 {};", c.id),
        Kind::Number => format!("OPTIONAL DOUBLE {};", c.id),
        Kind::Month => format!("OPTIONAL INT32 {} (DATE);", c.id),
    });
    format!("message {} {{ {} }}", table.name, columns.collect::<String>())
}

fn group(
    mut group: SerializedRowGroupWriter<'_, File>,
    table: &Table,
    rows: &[Vec<Value>],
) -> Result<(), ParquetError> {
    for (c, column) in table.columns.iter().enumerate() {
        let Some(mut writer) = group.next_column()? else { break };
        let cells = || rows.iter().map(|row| &row[c]);
        let defined: Vec<i16> = cells().map(|v| i16::from(*v != Value::Missing)).collect();
        match column.kind {
            Kind::Text => {
                let texts = cells().filter_map(|v| match v {
                    Value::Text(text) => Some(ByteArray::from(text.as_bytes().to_vec())),
                    _ => None,
                });
                writer.typed::<ByteArrayType>().write_batch(&texts.collect::<Vec<_>>(), Some(&defined), None)?;
            }
            Kind::Integer => {
                let values = cells().filter_map(|v| if let Value::Integer(n) = v { Some(*n) } else { None });
                writer.typed::<Int64Type>().write_batch(&values.collect::<Vec<_>>(), Some(&defined), None)?;
            }
            Kind::Number => {
                let values = cells().filter_map(|v| if let Value::Number(x) = v { Some(*x) } else { None });
                writer.typed::<DoubleType>().write_batch(&values.collect::<Vec<_>>(), Some(&defined), None)?;
            }
            Kind::Month => {
                let days = cells().filter_map(|v| if let Value::Month(m) = v { Some(days(*m)) } else { None });
                writer.typed::<Int32Type>().write_batch(&days.collect::<Vec<_>>(), Some(&defined), None)?;
            }
        }
        writer.close()?;
    }
    group.close()?;
    Ok(())
}

/// Days from 1970-01-01 to the first of the month (Hinnant, "chrono-compatible low-level date algorithms").
pub fn days(month: Month) -> i32 {
    let (year, shifted) = (month.year() - i32::from(month.of_year() <= 2), (month.of_year() as i32 + 9) % 12);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * shifted + 2) / 5 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_months() {
        assert_eq!(
            [(1970, 1), (2000, 3), (2025, 9), (2040, 8)].map(|(y, m)| days(Month::new(y, m))),
            [0, 11_017, 20_332, 25_780]
        );
    }
}
