//! One process at a time: a directory that a process works in holds a file that the process has locked until it ends,
//! however it ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;

use super::error::{Doing, Error, Fault, io};

const NAME: &str = "lock";

/// A directory is ours until this goes.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes a directory, which is made if it is not there. Where the file system knows no locks nobody is held back.
    ///
    /// # Errors
    /// [`Fault::AtWork`] if another process has it; what the file system says.
    pub fn take(directory: &Path) -> Result<Lock, Error> {
        let path = directory.join(NAME);
        loop {
            fs::create_dir_all(directory).map_err(io(Doing::Create, directory))?;
            let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
            let file = open.map_err(io(Doing::Create, &path))?;
            if let Err(TryLockError::WouldBlock) = file.try_lock() {
                return Err(Fault::AtWork(directory.display().to_string()).into());
            }
            // A run that had it before may have removed it meanwhile, and another made a new one.
            if is_still(&file, &path) {
                return Ok(Lock { _file: file });
            }
        }
    }

    /// Whether a process has ever taken the directory.
    pub fn was_taken(directory: &Path) -> bool {
        directory.join(NAME).is_file()
    }
}

/// Whether an open file is still the one of this name.
fn is_still(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let place = |m: &fs::Metadata| (m.dev(), m.ino());
        matches!((file.metadata(), fs::metadata(path)), (Ok(a), Ok(b)) if place(&a) == place(&b))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let work = dir.path().join("work");
        let first = Lock::take(&work).unwrap();
        assert!(matches!(Lock::take(&work), Err(Error::Fault(Fault::AtWork(_)))));
        drop(first);
        Lock::take(&work).unwrap();
    }
}
