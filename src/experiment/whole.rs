//! Files that appear whole or not at all: written under another name in the same directory, synced and renamed.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use super::error::{Doing, Error, io};

/// Begins the name of a file that is being written; what a killed command left of one may be removed.
pub const UNFINISHED: &str = ".unfinished-";

/// Writes a file, in place of the one that is there.
///
/// # Errors
/// What the file system says, with the path.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let file = written(path, bytes)?;
    file.persist(path).map_err(|e| io(Doing::Rename, path)(e.error))?;
    sync(folder(path))
}

/// Writes a file where none is.
///
/// # Errors
/// One that is there; what the file system says, with the path.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let file = written(path, bytes)?;
    file.persist_noclobber(path).map_err(|e| io(Doing::Create, path)(e.error))?;
    sync(folder(path))
}

/// The file under its first name, in its directory.
fn written(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Error> {
    let directory = folder(path);
    fs::create_dir_all(directory).map_err(io(Doing::Create, directory))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED).suffix(".tmp");
    // Temporary files are private; what is kept should be as readable as the user's other files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(directory).map_err(io(Doing::Create, directory))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io(Doing::Write, path))?;
    Ok(file)
}

/// The directory that a path stands in; of a bare name the one we are in.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes sure that the names in a directory are on the disk.
///
/// # Errors
/// What the file system says.
pub fn sync(directory: &Path) -> Result<(), Error> {
    File::open(directory).and_then(|d| d.sync_all()).map_err(io(Doing::Write, directory))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_in_place_or_new() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deeper/file");
        write_new(&path, b"first").unwrap();
        assert!(matches!(write_new(&path, b"second"), Err(Error::Io { doing: Doing::Create, .. })));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        write_whole(&path, b"third").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"third");
        assert_eq!(fs::read_dir(folder(&path)).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn as_readable_as_other_files() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let [ours, other] = ["ours", "other"].map(|name| dir.path().join(name));
        write_whole(&ours, b"").unwrap();
        fs::write(&other, b"").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&other));
    }
}
