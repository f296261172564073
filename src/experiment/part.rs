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
        let path = self.path(run);
        match fs::read(&path) {
            Ok(bytes) => Ok(self.payload(&bytes, run).and_then(|payload| postcard::from_bytes(payload).ok())),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(io(Doing::Read, &path)(e)),
        }
    }

    /// Writes the part of this run, whole or not at all.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&self, run: usize, outcome: &Outcome) -> Result<(), Error> {
        let payload = postcard::to_stdvec(outcome).expect("an outcome is plain data");
        let mut bytes = self.header(run, &payload);
        bytes.extend_from_slice(&payload);
        write_whole(&self.path(run), &bytes)
    }

    fn header(&self, run: usize, payload: &[u8]) -> Vec<u8> {
        let mut header = Vec::with_capacity(HEADER + payload.len());
        header.extend_from_slice(MAGIC);
        header.extend_from_slice(&FORMAT.to_le_bytes());
        header.extend_from_slice(&self.plan);
        header.extend_from_slice(&(run as u64).to_le_bytes());
        header.extend_from_slice(&(payload.len() as u64).to_le_bytes());
        header.extend_from_slice(blake3::hash(payload).as_bytes());
        header
    }

    fn payload<'a>(&self, bytes: &'a [u8], run: usize) -> Option<&'a [u8]> {
        let (header, payload) = bytes.split_at_checked(HEADER)?;
        (header == self.header(run, payload)).then_some(payload)
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
