//! Workbook and page of a results directory: a pure function of its tables and its manifest.

use std::path::Path;

use super::columns::Language;
use super::directory::{MANIFEST, read_manifest};
use super::frame::Tables;
use super::manifest::{FileEntry, Manifest};
use crate::experiment::error::Error;
#[cfg(feature = "xlsx")]
use crate::experiment::error::{Doing, io};
use crate::experiment::part::write_whole;

pub const WORKBOOK: &str = "report.xlsx";
pub const PAGE: &str = "report.html";

/// Which reports are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Reports {
    /// Of the workbook, and the one the page opens in.
    pub lang: Language,
    pub xlsx: bool,
    pub html: bool,
}

impl Default for Reports {
    fn default() -> Self {
        Reports { lang: Language::Zh, xlsx: true, html: true }
    }
}

/// Writes the reports of a directory whose tables are complete and lists them in its manifest.
///
/// # Errors
/// A table that cannot be read; what the file system says.
pub fn add(directory: &Path, manifest: &mut Manifest, wish: Reports) -> Result<(), Error> {
    let tables = Tables::read(directory, manifest)?;
    let mut made: Vec<(&str, Vec<u8>)> = Vec::new();
    #[cfg(feature = "xlsx")]
    if wish.xlsx {
        let refused = |e| io(Doing::Write, &directory.join(WORKBOOK))(std::io::Error::other(e));
        made.push((WORKBOOK, super::workbook::workbook(&tables, manifest, wish.lang).map_err(refused)?));
    }
    if wish.html {
        made.push((PAGE, super::html::page(&tables, manifest, wish.lang).into_bytes()));
    }
    for (name, bytes) in made {
        write_whole(&directory.join(name), &bytes)?;
        manifest.files.retain(|f| f.name != name);
        manifest.files.push(FileEntry::of(name, &bytes));
    }
    Ok(())
}

/// Writes the reports of finished results again; returns their names.
///
/// # Errors
/// A directory that holds no results; as [`add`].
pub fn again(directory: &Path, wish: Reports) -> Result<Vec<String>, Error> {
    let mut manifest = read_manifest(directory)?;
    add(directory, &mut manifest, wish)?;
    write_whole(&directory.join(MANIFEST), manifest.to_json().as_bytes())?;
    let written = |f: &&FileEntry| f.name == WORKBOOK && wish.xlsx || f.name == PAGE && wish.html;
    Ok(manifest.files.iter().filter(written).map(|f| f.name.clone()).collect())
}
