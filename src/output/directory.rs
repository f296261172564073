//! A results directory appears whole or not at all, and replaces only its like.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::manifest::{Contents, Manifest, PRODUCER};
use crate::experiment::error::{Doing, Error, Fault, io};

pub const MANIFEST: &str = "manifest.json";

/// A directory beside the final one, in which results are made; removed unless it is finished.
pub struct Staging {
    path: PathBuf,
    target: PathBuf,
    contents: Contents,
}

/// Makes sure that results of this kind may be put there: nothing is there, an empty directory, or earlier
/// results of the same kind.
///
/// # Errors
/// [`Fault::ForeignOutput`]; what the file system says.
pub fn check_target(target: &Path, contents: Contents) -> Result<(), Error> {
    let foreign = || Fault::ForeignOutput(target.display().to_string()).into();
    let mut entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) if e.kind() == ErrorKind::NotADirectory => return Err(foreign()),
        Err(e) => return Err(io(Doing::Read, target)(e)),
    };
    if entries.next().is_none() || read_manifest(target).is_ok_and(|m| m.contents == contents) {
        return Ok(());
    }
    Err(foreign())
}

/// The manifest of a finished results directory.
///
/// # Errors
/// [`Fault::UnreadableResults`] if there is none or it is not of this program.
pub fn read_manifest(directory: &Path) -> Result<Manifest, Error> {
    let unreadable = |why: String| Fault::UnreadableResults { path: directory.display().to_string(), why };
    let text = fs::read(directory.join(MANIFEST)).map_err(|e| unreadable(format!("{MANIFEST}: {e}")))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|e| unreadable(format!("{MANIFEST}: {e}")))?;
    if manifest.producer != PRODUCER {
        return Err(unreadable(format!("{MANIFEST} is of {}", manifest.producer)).into());
    }
    Ok(manifest)
}

/// `<path><suffix>`, beside it; `results/` and `results` are the same.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: std::ffi::OsString = path.components().collect::<PathBuf>().into();
    name.push(suffix);
    name.into()
}

impl Staging {
    /// # Errors
    /// As [`check_target`].
    pub fn new(target: &Path, contents: Contents) -> Result<Self, Error> {
        check_target(target, contents)?;
        let path = beside(target, &format!(".staging-{}", std::process::id()));
        remove(&path)?;
        fs::create_dir_all(&path).map_err(io(Doing::Create, &path))?;
        Ok(Staging { path, target: target.components().collect(), contents })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the directory in place; what was there goes only after the new one is complete.
    ///
    /// # Errors
    /// What the file system says; what was there before stays.
    pub fn finish(self) -> Result<(), Error> {
        check_target(&self.target, self.contents)?;
        sync(&self.path)?;
        let old = beside(&self.target, &format!(".old-{}", std::process::id()));
        let replaces = self.target.exists();
        if replaces {
            remove(&old)?;
            fs::rename(&self.target, &old).map_err(io(Doing::Rename, &self.target))?;
        }
        if let Err(e) = fs::rename(&self.path, &self.target) {
            if replaces {
                fs::rename(&old, &self.target).map_err(io(Doing::Rename, &old))?;
            }
            return Err(io(Doing::Rename, &self.path)(e));
        }
        if let Some(parent) = self.target.parent().filter(|p| !p.as_os_str().is_empty()) {
            sync(parent)?;
        }
        remove(&old)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After `finish` nothing is there any more; on the way of an error that error is the one to report.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes a directory of ours if it is there.
///
/// # Errors
/// What the file system says.
pub fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(io(Doing::Remove, path)(e)),
        _ => Ok(()),
    }
}

fn sync(directory: &Path) -> Result<(), Error> {
    fs::File::open(directory).and_then(|d| d.sync_all()).map_err(io(Doing::Write, directory))
}
