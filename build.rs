//! Tells the binary what it was built from; works without git (a packaged crate, a tarball).

use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-env-changed=SKILLSIM_COMMIT");
    let commit = env::var("SKILLSIM_COMMIT").ok().or_else(packaged_commit).or_else(git_commit);
    println!("cargo:rustc-env=SKILLSIM_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
    println!("cargo:rustc-env=SKILLSIM_TARGET={}", env::var("TARGET").unwrap_or_default());
    println!("cargo:rustc-env=SKILLSIM_FEATURES={}", features());
}

/// The commit that `cargo package` noted.
fn packaged_commit() -> Option<String> {
    let text = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let after = text.split("\"sha1\":").nth(1)?;
    Some(after.split('"').nth(1)?.to_owned())
}

fn git_commit() -> Option<String> {
    let git = |args: &[&str]| {
        let out = Command::new("git").args(args).output().ok().filter(|o| o.status.success())?;
        Some(String::from_utf8(out.stdout).ok()?.trim().to_owned())
    };
    for path in ["HEAD", "logs/HEAD", "index"] {
        if let Some(path) = git(&["rev-parse", "--git-path", path]) {
            println!("cargo:rerun-if-changed={path}");
        }
    }
    for path in ["src", "Cargo.toml", "Cargo.lock", "build.rs"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let commit = git(&["rev-parse", "HEAD"])?;
    let changed = !git(&["status", "--porcelain", "--untracked-files=no", "--", "src", "Cargo.toml"])?.is_empty();
    Some(if changed { commit + "-modified" } else { commit })
}

fn features() -> String {
    let mut names: Vec<_> = env::vars()
        .filter_map(|(k, _)| Some(k.strip_prefix("CARGO_FEATURE_")?.to_lowercase().replace('_', "-")))
        .collect();
    names.sort();
    names.join(" ")
}
