//! Claim: a run killed at any moment and started again gives the same bytes as one never killed, and nothing looks
//! whole before it is.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::provinces::file;
use crate::same_bytes::{differing, without_execution};

fn command(to: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("skillsim"));
    command.arg("run").arg(file("small/baseline.toml")).arg(file("small/renewal.toml"));
    command.args(["--people-per-agent", "4", "--months", "24", "--replicates", "3", "--quiet", "--output"]).arg(to);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn at_several_moments() {
    let dir = tempfile::tempdir().unwrap();
    let whole = dir.path().join("whole");
    let clock = std::time::Instant::now();
    assert!(command(&whole).status().unwrap().success());
    let needed = clock.elapsed();
    let whole = without_execution(&whole);

    let to = dir.path().join("killed");
    let mut killed = 0;
    for part in [0.03, 0.2, 0.35, 0.3, 0.25] {
        let mut child = command(&to).spawn().unwrap();
        std::thread::sleep(Duration::from_secs_f64(needed.as_secs_f64() * part));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        if to.join("manifest.json").exists() {
            assert_eq!(differing(&without_execution(&to), &whole), [""; 0], "looked whole and was not");
            break;
        }
        assert!(!to.exists(), "a results directory without its manifest");
    }
    assert!(killed >= 2, "only {killed} kills came in time");
    // Also where the last kill came after the results and before the work was cleared away.
    assert!(command(&to).status().unwrap().success());
    assert_eq!(differing(&without_execution(&to), &whole), [""; 0]);
    let mut left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["killed", "whole"]);
}
