//! Claim: what a module may use is what the table of the architecture allows; processes do not call each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Module and what it may use. `parameters` is the table of parameters alone, whose paths are resolved while
/// compiling; every module that reads a value names it there.
const ALLOWED: [(&str, &[&str]); 13] = [
    ("base", &[]),
    ("scenario", &["base"]),
    ("model", &["base", "scenario"]),
    ("world", &["base", "model", "parameters"]),
    ("process", &["base", "model", "world", "parameters"]),
    ("outcome", &["base", "scenario", "model", "world", "parameters"]),
    ("simulate", &["base", "scenario", "model", "world", "process", "outcome"]),
    ("verify", &["base", "scenario", "model", "world", "process", "parameters"]),
    ("experiment", &["base", "scenario", "model", "simulate", "outcome"]),
    ("output", &["base", "scenario", "outcome", "experiment"]),
    ("calibrate", &["base", "scenario", "model", "simulate", "outcome", "experiment", "output", "parameters"]),
    (
        "cli",
        &["base", "scenario", "model", "world", "simulate", "outcome", "experiment", "output", "verify", "calibrate"],
    ),
    ("main", &["cli"]),
];

/// Files of `process` that others of it may use, and why: they are readings, no processes.
const READINGS: [(&str, &str); 9] = [
    (
        "dictatorship",
        "who gets a place where scores decide: a part of `admission`, which alone calls it; changes nobody",
    ),
    ("board", "where vacancies hang; a part of `search`, which alone calls it"),
    ("program", "what a program can carry and whom it must be ready for; changes nothing"),
    ("school", "scores, learning and first jobs in closed form; changes nobody"),
    ("platform", "how far platforms reach and whose a project is; only `fund`, called by the schedule, writes"),
    ("proposals", "who would open what, best first; changes nothing"),
    ("staffing", "the first teachers of a program that opens: a part of `review`, which alone calls it"),
    ("signal", "what surveys say; only `record`, called by the schedule, writes"),
    ("choice", "the lists that admission works through; only `choice`, called by the schedule, writes"),
];

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|e| e.unwrap().path());
    let mut all: Vec<PathBuf> = entries
        .flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] })
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .collect();
    all.sort();
    all
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Words after each `prefix` in the code of a file, comments left out; the braces of `use a::{b, c}` are opened.
fn after(text: &str, prefix: &str) -> BTreeSet<String> {
    let code: String = text.lines().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        let words = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or(""),
            None => rest,
        };
        let word = |w: &str| w.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        let count = if rest.starts_with('{') { usize::MAX } else { 1 };
        found.extend(words.split(',').take(count).map(word).filter(|w| !w.is_empty()));
    }
    found
}

#[test]
fn run_one_way() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for path in files(&source()) {
        let inside = path.strip_prefix(source()).unwrap();
        let module = inside.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        seen.insert(module.clone());
        let Some((_, allowed)) = ALLOWED.iter().find(|(m, _)| *m == module) else {
            wrong.push(format!("{module} is not in the table"));
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        let text = text.replace("crate::scenario::parameters", "crate::parameters");
        for used in after(&text, "crate::").into_iter().chain(after(&text, "skillsim::")) {
            let own = used == module || (module == "scenario" || allowed.contains(&"scenario")) && used == "parameters";
            if !own && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", inside.display()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!(seen.len(), ALLOWED.len(), "{seen:?}");
}

#[test]
fn processes_meet_in_the_world_alone() {
    let process = source().join("process");
    let mut wrong = Vec::new();
    let mut readings = BTreeSet::new();
    for path in files(&process) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if name == "mod" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for used in after(code, "super::").into_iter().chain(after(code, "crate::process::")) {
            match READINGS.iter().find(|(r, _)| *r == used) {
                Some((reading, _)) => drop(readings.insert(*reading)),
                None => wrong.push(format!("{name} uses {used}")),
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!(readings.len(), READINGS.len(), "exceptions nobody needs: {readings:?}");
}

/// Transcendental functions have one place, where it is seen that they give the same bits everywhere.
#[test]
fn functions_come_from_base() {
    for path in files(&source()).iter().filter(|p| !p.starts_with(source().join("base"))) {
        assert!(!fs::read_to_string(path).unwrap().contains("libm::"), "{} uses libm", path.display());
    }
}

/// What processes may not use at all.
#[test]
fn no_clock_and_no_files_in_a_month() {
    for module in ["base", "model", "world", "process", "outcome"] {
        for path in files(&source().join(module)) {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or("");
            for word in ["std::time", "std::fs", "std::env", "SystemTime", "HashMap", "HashSet", "println!"] {
                assert!(!code.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}
