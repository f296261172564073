//! A results directory appears whole or not at all, and replaces only results of the same plan unless told otherwise.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::manifest::{Contents, FileEntry, Manifest, PRODUCER};
use super::show::{clean, typed};
use crate::base::language::{Text, both};
use crate::experiment::error::{Doing, Error, Fault, io};
use crate::experiment::lock::Lock;
use crate::experiment::whole::{UNFINISHED, folder, sync};

pub const MANIFEST: &str = "manifest.json";

/// What wants to be in a results directory.
#[derive(Clone, Debug)]
pub struct Claim {
    pub contents: Contents,
    pub plan_id: String,
    /// Also where results of another plan are.
    pub replace: bool,
}

/// The directory that a path names: a link is followed, so that results stand where it leads and it stays a link; who stands in
/// the directory, which is moved when it is replaced, gets its whole path.
///
/// # Errors
/// A link that leads nowhere.
pub fn settled(target: PathBuf) -> Result<PathBuf, Error> {
    let whole = |path: &Path| fs::canonicalize(path).map_err(io(Doing::Read, path));
    let is_link = fs::symlink_metadata(&target).is_ok_and(|there| there.is_symlink());
    let here = std::env::current_dir();
    let stands_in = target.file_name().is_some() && here.is_ok_and(|h| whole(&target).is_ok_and(|t| h.starts_with(t)));
    if is_link || stands_in { whole(&target) } else { Ok(target) }
}

/// Makes sure that results may be put there, after clearing what killed commands have left.
///
/// # Errors
/// [`Fault::NamelessOutput`], and as `check_target`.
pub fn prepare(target: &Path, claim: &Claim) -> Result<(), Error> {
    if target.file_name().is_none() || is_mounted(target) {
        // What is unfinished stands beside the directory, under its name, and takes its place.
        return Err(Fault::NamelessOutput(target.display().to_string()).into());
    }
    for left in beside_with(target, STAGING) {
        match Lock::take(&left) {
            Ok(_lock) => clear(&left, target)?,
            Err(Error::Fault(Fault::AtWork(_))) => {}
            Err(e) => return Err(e),
        }
    }
    check_target(target, claim)
}

/// Whether a directory is where another file system begins: nothing can take its place.
fn is_mounted(target: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| fs::metadata(path).map(|there| there.dev()).ok();
        device(target).zip(device(folder(target))).is_some_and(|(own, around)| own != around)
    }
    #[cfg(not(unix))]
    {
        let _ = target;
        false
    }
}

/// Makes sure that results may be put there: nothing is there, an empty directory, or earlier results of the same
/// kind and plan; of another plan only if they are to be replaced. Files that are not of the results are never lost,
/// results that were changed only if they are to be replaced.
///
/// # Errors
/// [`Fault::ForeignOutput`], [`Fault::WouldBeLost`], [`Fault::OtherResults`]; what the file system says.
fn check_target(target: &Path, claim: &Claim) -> Result<(), Error> {
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
    let there = match read_manifest(target) {
        Ok(there) if there.contents == claim.contents => there,
        Err(e @ Error::Io { .. }) => return Err(e),
        _ => return Err(Fault::ForeignOutput(path).into()),
    };
    let mut others: Vec<String> = entries.iter().filter_map(|entry| foreign(entry, &there)).collect();
    others.sort();
    let changed = if claim.replace { Vec::new() } else { changed(target, &there.files)? };
    if !others.is_empty() || !changed.is_empty() {
        return Err(Fault::WouldBeLost { path, others, changed }.into());
    }
    if there.plan_id != claim.plan_id && !claim.replace {
        return Err(Fault::OtherResults { path, command: typed(&there.command) }.into());
    }
    Ok(())
}

/// The name of what is in a results directory and not of the results; a folder's ends in `/`.
fn foreign(entry: &fs::DirEntry, results: &Manifest) -> Option<String> {
    /// What systems put into folders that somebody looks at.
    const OF_THE_SYSTEM: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];
    let name = entry.file_name().to_string_lossy().into_owned();
    if entry.file_type().is_ok_and(|t| t.is_dir()) {
        return Some(name + "/");
    }
    let ours = name == MANIFEST || name.starts_with(UNFINISHED) || results.files.iter().any(|f| f.name == name);
    (!ours && !OF_THE_SYSTEM.contains(&name.as_str()) && !is_of_an_open_file(&name)).then_some(name)
}

/// Whether a name is that of a mark which office programs put beside a file while it is open there.
fn is_of_an_open_file(name: &str) -> bool {
    name.starts_with("~$") || (name.starts_with(".~lock.") && name.ends_with('#'))
}

/// Those of these files that are there and not as they were written.
///
/// # Errors
/// What the file system says.
pub fn changed<'a>(directory: &Path, files: impl IntoIterator<Item = &'a FileEntry>) -> Result<Vec<String>, Error> {
    let mut changed = Vec::new();
    for file in files {
        if directory.join(&file.name).is_file() && !file.is_intact(directory)? {
            changed.push(file.name.clone());
        }
    }
    Ok(changed)
}

/// The manifest of a finished results directory.
///
/// # Errors
/// [`Fault::UnreadableResults`] if there is none or it is not of this program, [`Fault::UnfinishedResults`] if there
/// is none yet; what the file system says.
pub fn read_manifest(directory: &Path) -> Result<Manifest, Error> {
    let path = || directory.display().to_string();
    let unreadable = |why: Text| Fault::UnreadableResults { path: path(), why };
    let file = directory.join(MANIFEST);
    let text = fs::read(&file).map_err(|e| match e.kind() {
        ErrorKind::NotFound => match left_beside(directory) {
            kept if kept.is_empty() => unreadable(both!("其中没有 {MANIFEST}", "there is no {MANIFEST} in it")).into(),
            kept => Fault::UnfinishedResults { path: path(), kept }.into(),
        },
        ErrorKind::NotADirectory => unreadable(both!("这不是目录", "it is no directory")).into(),
        _ => io(Doing::Read, &file)(e),
    })?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|e| unreadable(both!("{MANIFEST} 不合格式（{e}）", "{MANIFEST}: {e}")))?;
    if manifest.producer != PRODUCER {
        let producer = clean(&manifest.producer);
        return Err(unreadable(both!("{MANIFEST} 由 {producer} 生成", "{MANIFEST} is of {producer}")).into());
    }
    if let Some(field) = manifest.senseless() {
        let why = both!("{MANIFEST} 的 `{field}` 被改动过", "`{field}` in {MANIFEST} was altered");
        return Err(unreadable(why).into());
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
    beside(target, &format!("{WORK}{}", short(plan_id)))
}

const WORK: &str = ".work-";
const STAGING: &str = ".staging-";

/// Digits of the hash of a plan in a name.
const SHORT: usize = 12;

fn short(plan_id: &str) -> &str {
    let hash = plan_id.trim_start_matches("blake3:");
    hash.get(..SHORT).unwrap_or(hash)
}

/// What unfinished commands of whatever plan keep beside a results directory.
fn left_beside(target: &Path) -> Vec<String> {
    let left = [WORK, STAGING].into_iter().flat_map(|kind| beside_with(target, kind));
    left.map(|path| path.display().to_string()).collect()
}

/// What is beside a path under its name, this suffix and the short hash of a plan, in order.
fn beside_with(path: &Path, suffix: &str) -> Vec<PathBuf> {
    let prefix = beside(path, suffix);
    let name = prefix.file_name().unwrap_or_default().to_string_lossy();
    let entries = fs::read_dir(folder(&prefix)).into_iter().flatten().flatten();
    let of_plan = |rest: &str| rest.len() == SHORT && rest.bytes().all(|b| b.is_ascii_hexdigit());
    let names =
        entries.map(|e| e.file_name()).filter(|n| n.to_string_lossy().strip_prefix(&*name).is_some_and(of_plan));
    let mut found: Vec<PathBuf> = names.map(|n| prefix.with_file_name(n)).collect();
    found.sort();
    found
}

/// `<path><suffix>`, beside it; `results/` and `results` are the same.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: std::ffi::OsString = path.components().collect::<PathBuf>().into();
    name.push(suffix);
    name.into()
}

/// Results that are made beside their place: a directory named by the plan that holds the new ones and, while they
/// change places, the old ones. Gone when finished or given up; what a kill leaves of it the next command clears.
pub struct Staging {
    directory: PathBuf,
    results: PathBuf,
    target: PathBuf,
    claim: Claim,
    finished: bool,
    _lock: Lock,
}

/// The results that were there before, in the directory of a [`Staging`].
const OLD: &str = "old";

impl Staging {
    /// # Errors
    /// As [`prepare`]; another process that is at it.
    pub fn new(target: &Path, claim: Claim) -> Result<Self, Error> {
        prepare(target, &claim)?;
        let directory = beside(target, &format!("{STAGING}{}", short(&claim.plan_id)));
        let lock = Lock::take(&directory)?;
        let results = directory.join("results");
        fs::create_dir(&results).map_err(io(Doing::Create, &results))?;
        Ok(Staging { directory, results, target: target.components().collect(), claim, finished: false, _lock: lock })
    }

    pub fn path(&self) -> &Path {
        &self.results
    }

    /// Puts the directory in place; what was there goes only after the new one is complete.
    ///
    /// # Errors
    /// What the file system says; what was there before stays.
    pub fn finish(mut self) -> Result<(), Error> {
        check_target(&self.target, &self.claim)?;
        sync(&self.results)?;
        if self.target.exists() {
            let old = self.directory.join(OLD);
            fs::rename(&self.target, &old).map_err(io(Doing::Rename, &self.target))?;
            // Another process may have put its results there since they were looked at.
            if let Err(e) = check_target(&old, &self.claim) {
                fs::rename(&old, &self.target).map_err(io(Doing::Rename, &old))?;
                return Err(e);
            }
        }
        if let Err(e) = fs::rename(&self.results, &self.target) {
            check_target(&self.target, &self.claim)?;
            return Err(io(Doing::Rename, &self.results)(e));
        }
        sync(folder(&self.target))?;
        clear(&self.directory, &self.target)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.finished {
            // On the way of an error that error is the one to report.
            let _ = clear(&self.directory, &self.target);
        }
    }
}

/// Removes the directory of a [`Staging`]; old results whose place is empty go back to it.
fn clear(directory: &Path, target: &Path) -> Result<(), Error> {
    let old = directory.join(OLD);
    if old.exists() && !target.join(MANIFEST).exists() {
        fs::rename(&old, target).map_err(io(Doing::Rename, &old))?;
    }
    remove(directory)
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
