//! Claim: a fit is found with the command alone, resumes, gives the same bytes on any threads, and ordinary runs draw from it.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use skillsim::model::build::{Arm, build};
use skillsim::scenario::parameters::{Param, param};
use skillsim::scenario::{Diagnostic, Origin, Scenario, load, study};

use crate::provinces::file;
use crate::same_bytes::differing;

const SEPARATION: Param = param("labour.separation");
const SEARCH: Param = param("labour.search_probability");
const STANDARD: Param = param("labour.standard");
const POSTERIOR: &str = "draw,labour.separation,labour.search_probability\n1,0.003,0.2\n2,0.004,0.22\n3,0.005,0.24\n";
const LAYER: &str = "fitted = \"posterior.csv\"\n[scenario]\nid = \"fitted\"\n[labour]\nseparation = 0.0042\n";

/// A directory with a fitted layer over the small province, and a scenario over that.
fn layers(posterior: &str, layer: &str, above: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let base = Path::new(&file("small/baseline.toml")).canonicalize().unwrap();
    fs::write(dir.path().join("posterior.csv"), posterior).unwrap();
    fs::write(dir.path().join("fitted.toml"), format!("extends = '{}'\n{layer}", base.display())).unwrap();
    fs::write(dir.path().join("above.toml"), format!("extends = \"fitted.toml\"\n[scenario]\nid = \"above\"\n{above}"))
        .unwrap();
    dir
}

fn above(dir: &tempfile::TempDir, sets: &[&str]) -> Result<Scenario, Vec<Diagnostic>> {
    let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
    load(&[dir.path().join("above.toml")], &sets).map(|mut s| s.remove(0))
}

fn drawn(scenario: &Scenario, replicate: u32, arm: Arm) -> (f64, f64, f64) {
    let model = build(scenario, 1, replicate, arm);
    (model.number(SEPARATION), model.number(SEARCH), model.number(STANDARD))
}

#[test]
fn a_replicate_takes_one_row_of_what_was_fitted() {
    let dir = layers(POSTERIOR, LAYER, "");
    let scenario = above(&dir, &[]).unwrap();
    assert!(scenario.given[SEPARATION.0 as usize].origin.is_fitted());
    assert!(scenario.sources.iter().any(|(file, _)| file.ends_with("posterior.csv")));
    assert_eq!(drawn(&scenario, 0, Arm::Seed), (0.0042, 0.22, STANDARD.row().default), "the values of the layer");
    let rows = [(0.003, 0.2), (0.004, 0.22), (0.005, 0.24)];
    let all: Vec<_> = (0..60).map(|r| drawn(&scenario, r, Arm::Full)).collect();
    for (separation, search, _) in &all {
        assert!(rows.contains(&(*separation, *search)), "jointly: {separation} {search}");
    }
    for (separation, _) in rows {
        assert!(all.iter().any(|d| d.0 == separation), "every row has its turn");
    }
    // The others go on varying over their own ranges.
    assert!(all.windows(2).all(|w| w[0].2 != w[1].2));
    let other = layers(&POSTERIOR.replace("0.005,", "0.0051,"), LAYER, "");
    assert_ne!(above(&other, &[]).unwrap().hash(), scenario.hash(), "the rows are part of what a result depends on");
}

#[test]
fn a_value_said_above_a_fit_is_meant() {
    let dir = layers(POSTERIOR, LAYER, "[labour]\nseparation = 0.0099\n");
    let scenario = above(&dir, &[]).unwrap();
    assert_eq!(scenario.given[SEPARATION.0 as usize].spread, None);
    assert!((0..20).all(|r| drawn(&scenario, r, Arm::Full).0 == 0.0099));
    assert!((0..20).any(|r| drawn(&scenario, r, Arm::Full).1 != 0.22), "the other is still drawn");
    let scenario = above(&dir, &["labour.search_probability=0.1"]).unwrap();
    assert_eq!(scenario.given[SEARCH.0 as usize].origin, Origin::Set);
    assert!((0..20).all(|r| drawn(&scenario, r, Arm::Full).1 == 0.1));
}

#[test]
fn every_fault_of_a_table_of_fitted_parameters_has_its_place() {
    let bad = "draw,labour.separatoin,run.months,labour.search_probability,labour.search_probability\n1,1,1,0.2,0.2\n2,1,1,x,0.2\n3,1,1,7,0.2\n4,1\n";
    let found = above(&layers(bad, LAYER, ""), &[]).unwrap_err();
    let codes: Vec<(&str, usize)> = found.iter().map(|d| (d.code, d.line)).collect();
    let expected = [
        ("unknown-column", 1),
        ("wrong-type", 1),
        ("duplicate", 1),
        ("not-a-number", 3),
        ("out-of-bounds", 4),
        ("wrong-cells", 5),
    ];
    assert_eq!(codes, expected);
    assert!(found.iter().all(|d| !d.help.is_empty() && d.column > 0));
    let outside = above(&layers(POSTERIOR, &LAYER.replace("0.0042", "0.009"), ""), &[]).unwrap_err();
    assert_eq!((outside.len(), outside[0].code, outside[0].line), (1, "out-of-bounds", 2), "{outside:?}");
    let none = above(&layers(POSTERIOR, &LAYER.replace("posterior.csv", "nothing.csv"), ""), &[]).unwrap_err();
    assert_eq!((none[0].code, none[0].line), ("missing-file", 2));
    let empty = above(&layers("draw,labour.separation\n", LAYER, ""), &[]).unwrap_err();
    assert_eq!(empty[0].code, "empty");
}

const TARGETS: &str = "id,label_zh,label_en,indicator,statistic,period,breakdown,value,unit,rule,tolerance,weight,national,year,scope,source,note\n\
    unemployment,失业率,Unemployment,unemployment_rate,mean,2026-01/2026-08,,0.045,1,other,0.008,1,0,2025,x,y,\n\
    finding,求职,Finding,finding_rate,mean,2026-01/2026-08,,0.1,1/month,other,0.03,1,0,2025,x,y,\n\
    later,以后,Later,unemployment_rate,mean,2031-01/2031-12,,0.05,1,other,0.01,1,0,2025,x,y,\n";

fn written(dir: &Path, name: &str, text: &str) -> PathBuf {
    fs::write(dir.join(name), text).unwrap();
    dir.join(name)
}

#[test]
fn every_fault_of_a_study_has_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let text = "scenario = \"a.toml\"\nruns = 50\nchek = 3\nmonths = 1.5\nset = 3\n[free]\nlabour.separatoin = [0.1, 0.2]\n\
        labour.reach = [9.0, 4.0]\nlabour.standard = [0.3, 7.0]\nrun.months = [1, 2]\nlabour.on_the_job = { range = [0.0, 0.01], scale = \"log\" }\n\
        policy.program.new_rate = [0.0, 0.1]\n";
    let found = study::read(&written(dir.path(), "study.toml", text)).unwrap_err();
    let codes: Vec<(&str, usize)> = found.iter().map(|d| (d.code, d.line)).collect();
    let expected = [
        ("missing-key", 0),
        ("out-of-bounds", 0),
        ("unknown-key", 3),
        ("wrong-type", 4),
        ("wrong-type", 5),
        ("unknown-key", 7),
        ("out-of-bounds", 8),
        ("out-of-bounds", 9),
        ("wrong-type", 10),
        ("out-of-bounds", 11),
        ("wrong-type", 12),
    ];
    assert_eq!(codes, expected, "{found:#?}");
    assert!(found.iter().all(|d| !d.help.is_empty()));
}

/// The small province at 1:20 for a year: two targets, two parameters.
fn calibrate(dir: &Path, out: &str, more: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("skillsim").unwrap();
    command.arg("calibrate").arg(dir.join("study.toml")).arg("--out").arg(dir.join(out)).args(more);
    command.env("LANG", "C").env_remove("LC_ALL").assert()
}

fn small_study() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let base = Path::new(&file("small/baseline.toml")).canonicalize().unwrap();
    written(dir.path(), "targets.csv", TARGETS);
    let study = format!(
        "scenario = '{}'\ntargets = \"targets.csv\"\npeople_per_agent = 20\nmonths = 13\nruns = 60\nwaves = 2\ncheck = 4\n\
         [free]\nlabour.search_probability = [0.1, 0.4]\nlabour.separation = {{ range = [0.002, 0.01], scale = \"log\" }}\n",
        base.display()
    );
    written(dir.path(), "study.toml", &study);
    dir
}

/// Files of a fit without the bank and what may differ between executions.
fn files(directory: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory).unwrap().map(|e| e.unwrap()).filter(|e| e.path().is_file());
    let mut files: std::collections::BTreeMap<String, Vec<u8>> =
        entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect();
    for name in ["calibrate.json", "twins.json"] {
        if let Some(manifest) = files.get_mut(name) {
            let mut json: serde_json::Value = serde_json::from_slice(manifest).unwrap();
            let json_object = json.as_object_mut().unwrap();
            assert!(json_object.remove("execution").is_some() && json_object.remove("command").is_some());
            *manifest = serde_json::to_vec(&json).unwrap();
        }
    }
    files
}

#[test]
fn a_fit_from_the_command_line() {
    let dir = small_study();
    let told = calibrate(dir.path(), "one", &["--threads", "1"]).success();
    let told = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert!(
        told.contains("targets inside their tolerance: ") && told.contains(" of 2 at the middle of the posterior"),
        "{told}"
    );
    let one = files(&dir.path().join("one"));
    let names: Vec<&str> = one.keys().map(String::as_str).collect();
    let expected = [
        "calibrate.json",
        "conflicts.csv",
        "design.csv",
        "effects.csv",
        "emulators.csv",
        "fit.csv",
        "fitted.toml",
        "parameters.csv",
        "posterior.csv",
    ];
    assert_eq!(names, expected);
    let text = |name: &str| String::from_utf8_lossy(&one[name]).into_owned();
    assert_eq!(text("design.csv").lines().count(), 1 + 60);
    assert!(text("posterior.csv").lines().count() > 200);
    assert!(text("fit.csv").lines().any(|l| l.contains("\"later\"") && l.contains("not_covered")));

    // Interrupted: half of the runs are lost, the rest is found again, the files are the same.
    let bank = dir.path().join("one/runs");
    let inside = |dir: PathBuf| fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    let mut parts: Vec<PathBuf> = inside(bank).filter(|entry| entry.is_dir()).flat_map(inside).collect();
    parts.sort();
    assert_eq!(parts.len(), 60);
    for part in parts.iter().step_by(2) {
        fs::remove_file(part).unwrap();
    }
    fs::write(&parts[1], b"torn").unwrap();
    fs::remove_file(dir.path().join("one/calibrate.json")).unwrap();
    written(&dir.path().join("one"), ".placing", &expected.join("\n"));
    let told = calibrate(dir.path(), "one", &["--threads", "2"]).success();
    assert!(String::from_utf8_lossy(&told.get_output().stderr).contains("finished already"));
    assert_eq!(differing(&one, &files(&dir.path().join("one"))), [""; 0]);

    // The layer is a scenario's to extend, and its runs draw from the posterior.
    let base = Path::new(&file("small/baseline.toml")).canonicalize().unwrap();
    let layer = text("fitted.toml").replacen("fitted =", &format!("extends = '{}'\nfitted =", base.display()), 1);
    let layer = written(&dir.path().join("one"), "over.toml", &layer);
    let scenario = load(&[layer], &[]).unwrap().remove(0);
    assert!(scenario.given[SEPARATION.0 as usize].origin.is_fitted());
    assert_ne!(drawn(&scenario, 0, Arm::Full).0, drawn(&scenario, 1, Arm::Full).0);

    // What is not of the fit, or was changed since, is left alone.
    let refused = |out: &str| calibrate(dir.path(), out, &[]).failure().get_output().status.code();
    fs::create_dir_all(dir.path().join("mine/runs/a")).unwrap();
    written(&dir.path().join("mine"), "posterior.csv", "by hand");
    assert_eq!(refused("mine"), Some(2));
    assert_eq!(fs::read(dir.path().join("mine/posterior.csv")).unwrap(), b"by hand");
    written(&dir.path().join("one"), "fitted.toml", "# by hand");
    assert_eq!(refused("one"), Some(2));
    assert_eq!(fs::read(dir.path().join("one/fitted.toml")).unwrap(), b"# by hand");
    fs::write(dir.path().join("one/fitted.toml"), &one["fitted.toml"]).unwrap();

    // A foreign directory is left alone; unknown targets are named.
    written(dir.path(), "mine.txt", "x");
    assert_eq!(calibrate(dir.path(), ".", &[]).failure().get_output().status.code(), Some(2));
    for factor in ["-1", "0", "1e-320", "inf"] {
        calibrate(dir.path(), "one", &["--shift", &format!("unemployment={factor}")]).failure().code(2);
    }
    let wrong = calibrate(dir.path(), "one", &["--shift", "unemploymnt=1.2"]).failure();
    assert!(String::from_utf8_lossy(&wrong.get_output().stderr).contains("unemployment, finding, later"));
}

#[test]
fn twins_from_the_command_line() {
    let dir = small_study();
    let bytes = ["1", "2"].map(|threads| {
        calibrate(dir.path(), threads, &["--twins", "10", "--threads", threads]).success();
        files(&dir.path().join(threads))
    });
    assert_eq!(differing(&bytes[0], &bytes[1]), [""; 0]);
    let rows = |name: &str| String::from_utf8_lossy(&bytes[0][name]).lines().count();
    assert_eq!((rows("twins.csv"), rows("coverage.csv")), (1 + 20, 1 + 3));
}
