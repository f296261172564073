//! Workbook and page of a results directory: a pure function of its tables and its manifest.

use std::path::Path;

use super::columns::Language;
use super::directory::{MANIFEST, changed, read_manifest};
use super::frame::Tables;
use super::manifest::{FileEntry, Manifest};
#[cfg(feature = "xlsx")]
use crate::experiment::error::{Doing, io};
use crate::experiment::error::{Error, Fault};
use crate::experiment::whole::write_whole;

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

/// Writes the reports of finished results again; returns their names. Over one that was changed since only if it is to be
/// replaced.
///
/// # Errors
/// A directory that holds no results; [`Fault::WouldBeLost`]; as [`add`].
pub fn again(directory: &Path, wish: Reports, replace: bool) -> Result<Vec<String>, Error> {
    let mut manifest = read_manifest(directory)?;
    let wanted = |name: &str| wish.xlsx && name == WORKBOOK || wish.html && name == PAGE;
    let changed = changed(directory, manifest.files.iter().filter(|f| !replace && wanted(&f.name)))?;
    let is_listed = |name: &str| manifest.files.iter().any(|f| f.name == name);
    let unlisted = [WORKBOOK, PAGE].into_iter().filter(|name| wanted(name) && !is_listed(name));
    let others: Vec<String> = unlisted.filter(|name| directory.join(name).exists()).map(str::to_owned).collect();
    if !others.is_empty() || !changed.is_empty() {
        return Err(Fault::WouldBeLost { path: directory.display().to_string(), others, changed }.into());
    }
    add(directory, &mut manifest, wish)?;
    write_whole(&directory.join(MANIFEST), manifest.to_json().as_bytes())?;
    Ok(manifest.files.iter().filter(|f| wanted(&f.name)).map(|f| f.name.clone()).collect())
}
