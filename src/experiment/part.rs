//! A finished run on disk: whole, checked, and the same bytes wherever it was computed.
//!
//! A part is a header (magic, format, plan, run, length and hash of the payload) and a payload (record or
//! failure). It is written under another name in the same directory, synced and renamed, so that a part
//! either is there complete or is not there; a reader that finds anything else computes the run again.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::error::{Doing, Error, io};
use super::plan::Plan;
use super::simulation::Outcome;

const MAGIC: &[u8; 8] = b"skillsim";
const FORMAT: u32 = 1;
const HASH: usize = 32;
const HEADER: usize = MAGIC.len() + 4 + HASH + 8 + 8 + HASH;
/// Runs in a directory, to keep directories small.
const RUNS_PER_DIRECTORY: usize = 1000;

/// Where the parts of one plan lie.
#[derive(Clone, Debug)]
pub struct Parts {
    directory: PathBuf,
    plan: [u8; HASH],
}

impl Parts {
    pub fn new(directory: &Path, plan: &Plan) -> Self {
        Parts { directory: directory.to_owned(), plan: *blake3::hash(plan.plan_id.as_bytes()).as_bytes() }
    }

    pub fn path(&self, run: usize) -> PathBuf {
        let group = run / RUNS_PER_DIRECTORY;
        self.directory.join(format!("runs-{group:04}")).join(format!("run-{run:07}.part"))
    }

    /// The part of this run if it is there, whole and of this plan.
    ///
    /// # Errors
    /// A file that exists and cannot be read; a torn or foreign part is `None`.
    pub fn read(&self, run: usize) -> Result<Option<Outcome>, Error> {
        read(&self.path(run), &self.plan, run)
    }

    /// Writes the part of this run, whole or not at all.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&self, run: usize, outcome: &Outcome) -> Result<(), Error> {
        write_whole(&self.path(run), &sealed(&self.plan, run, outcome))
    }
}

/// A file of these runs: header and payload.
fn sealed(of: &[u8; HASH], run: usize, outcome: &Outcome) -> Vec<u8> {
    let payload = postcard::to_stdvec(outcome).expect("an outcome is plain data");
    let mut bytes = header(of, run, &payload);
    bytes.extend_from_slice(&payload);
    bytes
}

/// What a file holds, if it is whole and of this run.
fn opened(bytes: &[u8], of: &[u8; HASH], run: usize) -> Option<Outcome> {
    let (found, payload) = bytes.split_at_checked(HEADER)?;
    (found == header(of, run, payload)).then(|| postcard::from_bytes(payload).ok())?
}

fn header(of: &[u8; HASH], run: usize, payload: &[u8]) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER + payload.len());
    header.extend_from_slice(MAGIC);
    header.extend_from_slice(&FORMAT.to_le_bytes());
    header.extend_from_slice(of);
    header.extend_from_slice(&(run as u64).to_le_bytes());
    header.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    header.extend_from_slice(blake3::hash(payload).as_bytes());
    header
}

/// Finished runs found by what they were made from, whatever asked for them.
#[derive(Clone, Debug)]
pub struct Bank {
    directory: PathBuf,
}

impl Bank {
    pub fn new(directory: &Path) -> Self {
        Bank { directory: directory.to_owned() }
    }

    /// The key of a run: everything that can change it.
    pub fn key(made_from: &str) -> [u8; HASH] {
        *blake3::hash(made_from.as_bytes()).as_bytes()
    }

    fn path(&self, key: &[u8; HASH]) -> PathBuf {
        let name = blake3::Hash::from_bytes(*key).to_hex();
        self.directory.join(&name[..2]).join(format!("{name}.part"))
    }

    /// The run of this key if it is there and whole.
    ///
    /// # Errors
    /// A file that exists and cannot be read.
    pub fn read(&self, key: &[u8; HASH]) -> Result<Option<Outcome>, Error> {
        read(&self.path(key), key, 0)
    }

    /// Keeps a run, whole or not at all.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&self, key: &[u8; HASH], outcome: &Outcome) -> Result<(), Error> {
        write_whole(&self.path(key), &sealed(key, 0, outcome))
    }
}

fn read(path: &Path, of: &[u8; HASH], run: usize) -> Result<Option<Outcome>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(opened(&bytes, of, run)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(io(Doing::Read, path)(e)),
    }
}

/// Writes a file beside its final name, syncs it and its directory, and renames it.
///
/// # Errors
/// What the file system says, with the path.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(directory).map_err(io(Doing::Create, directory))?;
    let mut file = tempfile::Builder::new()
        .prefix(".unfinished-")
        .suffix(".tmp")
        .tempfile_in(directory)
        .map_err(io(Doing::Create, directory))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io(Doing::Write, path))?;
    set_default_permissions(file.as_file()).map_err(io(Doing::Write, path))?;
    file.persist(path).map_err(|e| io(Doing::Rename, path)(e.error))?;
    File::open(directory).and_then(|d| d.sync_all()).map_err(io(Doing::Write, directory))
}

/// Temporary files are private; what is kept should be as readable as any other file.
#[cfg(unix)]
fn set_default_permissions(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_default_permissions(_: &File) -> std::io::Result<()> {
    Ok(())
}
