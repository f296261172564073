//! Claims: the table of targets is read with every fault at its cell, its tolerances follow the rules of docs/fit.md, and
//! a run is held against it.

use std::fs;
use std::path::{Path, PathBuf};

use skillsim::base::time::Month;
use skillsim::outcome::fit::{self, Statistic, Target};

fn hebei() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hebei/targets.csv")
}

fn targets() -> Vec<Target> {
    fit::read(&hebei()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The rule of docs/fit.md, from the row alone.
fn tolerance(t: &Target) -> f64 {
    let r = match t.rule.as_str() {
        "count" => 0.02,
        "carried" | "rounded" | "input" => 0.05,
        "derived" | "survey" => 0.1,
        _ => 0.2,
    };
    match t.statistic {
        Statistic::Growth if t.national || t.rule == "other" => 0.02,
        Statistic::Growth => 0.01,
        _ if t.indicator.starts_with("wage_multiple") || t.indicator.starts_with("wage_ladder") => r * (t.value - 1.0),
        _ if t.unit == "1" && (0.5..1.0).contains(&t.value) => (r * (1.0 - t.value)).max(0.02),
        _ => r * t.value.abs(),
    }
}

#[test]
fn of_hebei_follow_the_rules() {
    let targets = targets();
    let fitted = targets.iter().filter(|t| t.weight > 0.0);
    assert!(fitted.count() >= 30);
    for t in &targets {
        let rule = tolerance(t);
        assert!((t.tolerance / rule - 1.0).abs() < 1e-3, "{}: {} is not {rule}", t.id, t.tolerance);
        assert_eq!(t.rule == "input", t.weight == 0.0, "{}: inputs and nothing else have no weight", t.id);
        assert!(!t.source.is_empty() && !t.scope.is_empty() && !t.year.is_empty(), "{}", t.id);
    }
}

#[test]
fn every_fault_is_at_its_cell() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("targets.csv");
    let text = fs::read_to_string(hebei()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let cells: Vec<String> = "x1,甲,A,enrolmnt,lst,2026-13/2026-12,level:secundary,many,person,guess,0,-1,2,2025,s,,n"
        .split(',')
        .map(String::from)
        .collect();
    lines.push(cells.join(","));
    lines.push("x2,乙,B,students,last,2026-12/2026-01,level:secundary,1,people,count,1,1,0,2025,s,q,".into());
    lines.push("x3,丙,C,enrolment,share,2026-01/2026-12,,1,1,count,1,1,0,2025,s,q,".into());
    lines.push("x4,丁,D,placed_share,mean,2026-01/2026-12,level:college+bachelor,0.9,1,count,1,1,0,2025,s,q,".into());
    lines.push("x4,丁,D,employed,per_year,2026-01/2026-12,shire:b,1,person,count,1,1,0,2025,s,q,".into());
    fs::write(&path, lines.join("\n")).unwrap();
    let faults = fit::read(&path).unwrap_err();
    let found: Vec<(usize, &str, &str)> =
        faults.iter().map(|d| (d.line - text.lines().count(), d.code, d.found.en.as_str())).collect();
    for wanted in [
        (1, "unknown-word", "enrolmnt"),
        (1, "unknown-word", "lst"),
        (1, "bad-month", "2026-13/2026-12"),
        (1, "unknown-word", "level:secundary"),
        (1, "not-a-number", "many"),
        (1, "unknown-word", "guess"),
        (1, "out-of-bounds", "0"),
        (1, "out-of-bounds", "-1"),
        (1, "unknown-word", "2"),
        (1, "missing-source", "an empty cell"),
        (2, "bad-month", "2026-12/2026-01"),
        (2, "unknown-word", "level:secundary"),
        (2, "wrong-unit", "people"),
        (3, "missing-key", "share"),
        (4, "wrong-unit", "level:college+bachelor"),
        (5, "duplicate", "x4"),
        (5, "unknown-word", "shire:b"),
    ] {
        assert!(found.contains(&wanted), "{wanted:?} is missing in {found:#?}");
    }
    assert!(faults.iter().all(|d| d.column > 0 && d.file == path));
}

#[test]
fn a_run_is_held_against_them() {
    let files = [PathBuf::from("scenarios/hebei/baseline.toml")];
    let sets = ["run.months=30".to_owned(), "run.people_per_agent=1000".to_owned()];
    let scenarios = skillsim::scenario::load(&files, &sets).unwrap();
    let record = skillsim::simulate::run(&scenarios[0], 1, 0, skillsim::model::build::Arm::Seed, false).unwrap();
    let targets = targets();
    let values = fit::evaluate(&targets, &record, scenarios[0].start());
    assert_eq!(values.len(), targets.len());
    let last = scenarios[0].start() + 29;
    for (t, value) in targets.iter().zip(&values) {
        assert_eq!(t.period.1 <= last, value.is_finite(), "{}: {value}", t.id);
    }
    let of = |id: &str| values[targets.iter().position(|t| t.id == id).unwrap()];
    let december = (Month::new(2025, 12) - scenarios[0].start()) as usize;
    let enrolment = record.series[skillsim::outcome::dictionary::indicator("enrolment").0][december];
    assert_eq!(of("enrolment_2025"), enrolment);
    assert!((of("enrolment_secondary") + of("enrolment_college") - enrolment).abs() < 1.0);
    assert!((0.0..1.0).contains(&of("field_match")));
}

#[test]
fn stand_in_the_results_of_a_run() {
    let at = tempfile::tempdir().unwrap();
    let out = at.path().join("results");
    let run = assert_cmd::Command::cargo_bin("skillsim")
        .unwrap()
        .args(["run", "scenarios/hebei/baseline.toml", "--people-per-agent", "1000", "--months", "30"])
        .args(["--replicates", "2", "--lang", "en", "-o"])
        .arg(&out)
        .assert()
        .success();
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    let text = fs::read_to_string(out.join("fit.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = rows.headers().unwrap().clone();
    let at_column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), targets().len());
    let (mut inside, mut compared, mut counted) = (0, 0, 0);
    for row in &rows {
        let cell = |name: &str| &row[at_column(name)];
        let verdict = cell("fit_verdict");
        let number = |name: &str| cell(name).parse::<f64>().unwrap();
        counted += usize::from(number("weight") > 0.0);
        match verdict {
            "not_covered" => assert!(cell("mean").is_empty() && cell("distance").is_empty()),
            _ => {
                let distance = (number("mean") - number("fact")) / number("tolerance");
                assert!((distance - number("distance")).abs() < 1e-9, "{row:?}");
                assert_eq!(verdict == "inside", distance.abs() <= 1.0, "{row:?}");
                assert!(number("ci95_lo") <= number("mean") && number("mean") <= number("ci95_hi"));
                if number("weight") > 0.0 {
                    compared += 1;
                    inside += usize::from(verdict == "inside");
                }
            }
        }
    }
    let (outside, missing) = (compared - inside, counted - compared);
    let told = format!("{counted} targets: {inside} inside, {outside} outside, {missing} not covered");
    assert!(compared > 20 && said.contains(&told), "{said}");
    let package = fs::read_to_string(out.join("datapackage.json")).unwrap();
    assert!(package.contains("\"fit.csv\""));
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("Fit to what is known") && page.contains("与事实的吻合") && page.contains(&told));
}
