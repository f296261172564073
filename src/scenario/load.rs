//! Scenario files to resolved scenarios: the `extends` chain, `--set`, and every fault at once.

use std::path::PathBuf;

use super::diagnostic::Diagnostic;
use super::resolved::Scenario;

/// Reads scenario files and everything they extend.
///
/// # Errors
/// All faults of all files, in the order of their places.
pub fn load(files: &[PathBuf], sets: &[String]) -> Result<Vec<Scenario>, Vec<Diagnostic>> {
    let _ = (files, sets);
    Err(Vec::new())
}
