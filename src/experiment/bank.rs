//! Finished runs found by what they were made from, whatever asked for them: those of a calibration.

use std::io::{self as std_io, ErrorKind};
use std::path::{Path, PathBuf};

use super::error::{Doing, Error, io};
use super::part::{HASH, read, sealed};
use super::simulation::Outcome;
use super::whole::write_whole;

/// Where they lie.
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

    pub fn path(&self, key: &[u8; HASH]) -> PathBuf {
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

    /// The run of this key, which was kept before.
    ///
    /// # Errors
    /// One that has gone since or is not whole; a file that cannot be read.
    pub fn kept(&self, key: &[u8; HASH]) -> Result<Outcome, Error> {
        let gone = || io(Doing::Read, &self.path(key))(std_io::Error::from(ErrorKind::NotFound));
        self.read(key)?.ok_or_else(gone)
    }

    /// Keeps a run, whole or not at all.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&self, key: &[u8; HASH], outcome: &Outcome) -> Result<(), Error> {
        write_whole(&self.path(key), &sealed(key, 0, outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::record::Failure;

    #[test]
    fn a_run_that_has_gone_is_no_failed_run() {
        let dir = tempfile::tempdir().unwrap();
        let (bank, key) = (Bank::new(dir.path()), Bank::key("this and that"));
        let failed: Outcome = Err(Failure { month: None, code: "panic".into(), message: String::new() });
        bank.write(&key, &failed).unwrap();
        assert!(bank.kept(&key).unwrap().is_err());
        std::fs::remove_file(bank.path(&key)).unwrap();
        assert!(bank.read(&key).unwrap().is_none());
        assert!(matches!(bank.kept(&key), Err(Error::Io { doing: Doing::Read, .. })));
    }
}
