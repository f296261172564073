//! A finished run on disk: whole, checked, and the same bytes wherever it was computed.
//!
//! A part is a header (magic, format, plan, run, length and hash of the payload) and a payload (record or
//! failure). It is written whole or not at all; a reader that finds anything else computes the run again.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{Doing, Error, io};
use super::plan::Plan;
use super::simulation::Outcome;
use super::whole::write_whole;

const MAGIC: &[u8; 8] = b"skillsim";
const FORMAT: u32 = 2;
pub(super) const HASH: usize = 32;
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

/// A file of a run: header and payload.
pub(super) fn sealed(of: &[u8; HASH], run: usize, outcome: &Outcome) -> Vec<u8> {
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

/// The run in this file if it is there, whole and of this.
pub(super) fn read(path: &Path, of: &[u8; HASH], run: usize) -> Result<Option<Outcome>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(opened(&bytes, of, run)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(io(Doing::Read, path)(e)),
    }
}
