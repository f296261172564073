//! Claim: the same input gives the same bytes: threads, order of scenarios, processor and build do not matter.

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command;
use skillsim::outcome::dictionary::INDICATORS;

use crate::artificial;
use crate::provinces::{bytes, file, record, scenarios};

const FILES: [&str; 3] = ["small/baseline.toml", "small/funding-plus-20.toml", "small/renewal.toml"];
const SHORT: [&str; 6] = ["--people-per-agent", "4", "--months", "30", "--replicates", "2"];

/// Every file the binary writes for these scenarios, the manifest without what may differ between executions.
fn results(files: &[&str], arguments: &[&str], environment: Option<(&str, &str)>) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("results");
    let mut command = Command::cargo_bin("skillsim").unwrap();
    command.arg("run").args(files.iter().map(|f| file(f))).args(SHORT).args(arguments);
    command.args(["--series-by-run", "--quiet", "--output"]).arg(&to);
    if let Some((key, value)) = environment {
        command.env(key, value);
    }
    command.assert().success();
    without_execution(&to)
}

/// All files of a results directory without the object `execution` of the manifest.
pub fn without_execution(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = artificial::files(directory);
    let manifest = files.get_mut("manifest.json").expect("a manifest");
    let mut json: serde_json::Value = serde_json::from_slice(manifest).unwrap();
    assert!(json.as_object_mut().unwrap().remove("execution").is_some());
    json.as_object_mut().unwrap().remove("command");
    *manifest = serde_json::to_vec(&json).unwrap();
    files
}

/// Names of the files that differ.
pub fn differing(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}

#[test]
fn on_one_thread_and_on_two() {
    let one = results(&FILES, &["--threads", "1"], None);
    assert!(one.len() > 12, "{:?}", one.keys());
    assert_eq!(differing(&one, &results(&FILES, &["--threads", "2"], None)), [""; 0]);
}

/// Scenarios that begin alike go on from one world, or each from the start.
#[test]
fn with_shared_months_and_without() {
    let shared = results(&FILES, &["--threads", "2"], None);
    assert_eq!(differing(&shared, &results(&FILES, &["--threads", "2", "--memory", "0"], None)), [""; 0]);
}

/// Inside one run: long passes spread over threads give the same record.
#[test]
fn within_a_run_on_two_threads() {
    let scenario = &scenarios(&["hebei/baseline.toml"], &["run.people_per_agent=50", "run.months=14"])[0];
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            skillsim::simulate::run(scenario, 1, 0, skillsim::model::build::Arm::Full, threads > 1).unwrap()
        })
    };
    assert!(bytes(&run(1)) == bytes(&run(2)));
}

#[test]
fn in_another_order() {
    let seed = ["--uncertainty", "seed"];
    let one = results(&FILES, &seed, None);
    let other = results(&[FILES[2], FILES[0], FILES[1]], &seed, None);
    // Files list scenarios in the order given; what is said of each is the same.
    let lines = |files: &BTreeMap<String, Vec<u8>>, name: &str| -> Vec<String> {
        let mut lines: Vec<String> = String::from_utf8_lossy(&files[name]).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for name in ["series.csv", "series_by_run.csv", "comparison.csv", "fiscal.csv", "by_region.csv", "lists.csv"] {
        assert_eq!(lines(&one, name), lines(&other, name), "{name}");
    }
}

/// Fused multiply-add and wide vectors round differently where a platform's mathematics would use them.
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"))]
#[test]
fn on_an_older_processor() {
    let seed = ["--uncertainty", "full"];
    let old =
        results(&FILES[..1], &seed, Some(("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-AVX2,-AVX2_Usable,-FMA_Usable")));
    assert_eq!(differing(&results(&FILES[..1], &seed, None), &old), [""; 0]);
}

/// The library as this test was built against the binary as shipped.
#[test]
fn in_the_library_and_in_the_binary() {
    let sets = ["run.people_per_agent=4", "run.months=30"];
    let record = record(&scenarios(&FILES[..1], &sets)[0], 1);
    let files = results(&FILES[..1], &["--uncertainty", "seed"], None);
    let text = String::from_utf8(files["series_by_run.csv"].clone()).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap_or_else(|| panic!("{name}: {header:?}"));
    let (month, replicate) = (column("month_index"), column("replicate"));
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap).filter(|row| &row[replicate] == "1") {
        for (indicator, months) in INDICATORS.iter().zip(&record.series) {
            let (text, expected) = (&row[column(indicator.id)], months[row[month].parse::<usize>().unwrap()]);
            if text.is_empty() {
                assert!(expected.is_nan(), "{} {}", indicator.id, &row[month]);
            } else {
                assert_eq!(text.parse::<f64>().unwrap(), expected, "{} {}", indicator.id, &row[month]);
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}
