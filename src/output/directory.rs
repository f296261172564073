//! A results directory appears whole or not at all, and replaces only results of the same plan unless told otherwise.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::manifest::{Contents, FileEntry, Manifest, PRODUCER};
use super::show::clean;
use crate::experiment::error::{Doing, Error, Fault, io};

pub const MANIFEST: &str = "manifest.json";

/// What wants to be in a results directory.
#[derive(Clone, Debug)]
pub struct Claim {
    pub contents: Contents,
    pub plan_id: String,
    /// Also where results of another plan are.
    pub replace: bool,
}

/// A directory beside the final one, in which results are made; removed unless it is finished.
pub struct Staging {
    path: PathBuf,
    target: PathBuf,
    claim: Claim,
}

/// Makes sure that results may be put there: nothing is there, an empty directory, or earlier results of the same
/// kind and plan; of another plan only if they are to be replaced.
///
/// # Errors
/// [`Fault::ForeignOutput`], [`Fault::FoldersInside`], [`Fault::OtherResults`]; what the file system says.
pub fn check_target(target: &Path, claim: &Claim) -> Result<(), Error> {
    let path = target.display().to_string();
    let entries = match fs::read_dir(target).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) if e.kind() == ErrorKind::NotADirectory => return Err(Fault::ForeignOutput(path).into()),
        Err(e) => return Err(io(Doing::Read, target)(e)),
    };
    if entries.is_empty() {
        return Ok(());
    }
    let Some(there) = read_manifest(target).ok().filter(|m| m.contents == claim.contents) else {
        return Err(Fault::ForeignOutput(path).into());
    };
    let folders = entries.iter().filter(|e| e.file_type().is_ok_and(|t| t.is_dir()));
    let folders: Vec<String> = folders.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    if !folders.is_empty() {
        return Err(Fault::FoldersInside { path, folders }.into());
    }
    if there.plan_id != claim.plan_id && !claim.replace {
        return Err(Fault::OtherResults { path, command: clean(&there.command.join(" ")) }.into());
    }
    Ok(())
}

/// The manifest of a finished results directory.
///
/// # Errors
/// [`Fault::UnreadableResults`] if there is none or it is not of this program, [`Fault::UnfinishedResults`] if there
/// is none yet.
pub fn read_manifest(directory: &Path) -> Result<Manifest, Error> {
    let path = || directory.display().to_string();
    let unreadable = |why: String| Fault::UnreadableResults { path: path(), why };
    let text = fs::read(directory.join(MANIFEST)).map_err(|e| {
        let kept = if e.kind() == ErrorKind::NotFound { works_beside(directory) } else { Vec::new() };
        match kept.is_empty() {
            true => unreadable(format!("{MANIFEST}: {e}")),
            false => Fault::UnfinishedResults { path: path(), kept },
        }
    })?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|e| unreadable(format!("{MANIFEST}: {e}")))?;
    if manifest.producer != PRODUCER {
        return Err(unreadable(format!("{MANIFEST} is of {}", manifest.producer)).into());
    }
    Ok(manifest)
}

/// Makes sure that these files of a results directory are as they were written.
///
/// # Errors
/// [`Fault::DamagedResults`] with all that are not; what the file system says.
pub fn check_files<'a>(directory: &Path, files: impl Iterator<Item = &'a FileEntry>) -> Result<(), Error> {
    let mut damaged = Vec::new();
    for file in files {
        if !file.is_intact(directory)? {
            damaged.push(file.name.clone());
        }
    }
    if damaged.is_empty() {
        return Ok(());
    }
    Err(Fault::DamagedResults { path: directory.display().to_string(), files: damaged }.into())
}

/// Where the runs of a plan are kept until its results are finished: beside them, named by the plan, so that the same
/// command finds what an interrupted one has finished.
pub fn work_directory(target: &Path, plan_id: &str) -> PathBuf {
    let hash = plan_id.trim_start_matches("blake3:");
    beside(target, &format!("{WORK}{}", &hash[..12]))
}

const WORK: &str = ".work-";

/// The work directories beside a results directory, of whatever plan.
fn works_beside(target: &Path) -> Vec<String> {
    let prefix = beside(target, WORK);
    let parent = prefix.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = prefix.file_name().unwrap_or_default().to_string_lossy();
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let names = entries.map(|e| e.file_name()).filter(|n| n.to_string_lossy().starts_with(&*name));
    let mut works: Vec<String> = names.map(|n| prefix.with_file_name(n).display().to_string()).collect();
    works.sort();
    works
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
    pub fn new(target: &Path, claim: Claim) -> Result<Self, Error> {
        check_target(target, &claim)?;
        let path = beside(target, &format!(".staging-{}", std::process::id()));
        remove(&path)?;
        fs::create_dir_all(&path).map_err(io(Doing::Create, &path))?;
        Ok(Staging { path, target: target.components().collect(), claim })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the directory in place; what was there goes only after the new one is complete.
    ///
    /// # Errors
    /// What the file system says; what was there before stays.
    pub fn finish(self) -> Result<(), Error> {
        check_target(&self.target, &self.claim)?;
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
