//! Claim: every file is written to the letter of its contract, whole, and replaces only its like.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use skillsim::experiment::error::{Error, Fault};
use skillsim::experiment::lock::Lock;
use skillsim::experiment::plan::{Plan, Planned, Size};
use skillsim::outcome::record::Arm;
use skillsim::output::columns::{self, Language};
use skillsim::output::csv::{Cell, Dialect, Format, Writer};
use skillsim::output::directory::{Claim, prepare};
use skillsim::output::manifest::{Contents, Execution, Manifest};
use skillsim::output::planner::list_verdict;
use skillsim::output::reports::{self, Reports};
use skillsim::output::{Request, earlier, write};
use skillsim::scenario::parameters::{self, Source};

use crate::artificial::{failing, files, options, plan, planned, run, simulate, three};

fn results_of(scenarios: Vec<Planned>, request: &Request, at: &Path) -> BTreeMap<String, Vec<u8>> {
    let plan = plan(scenarios, 1);
    let work = tempfile::tempdir().unwrap();
    let ensemble = skillsim::experiment::run(&plan, &options(work.path(), 2), &failing(&plan)).unwrap();
    write(&ensemble, at, request, Execution::default).unwrap();
    files(at)
}

fn results(request: &Request) -> BTreeMap<String, Vec<u8>> {
    results_of(three(), request, &tempfile::tempdir().unwrap().path().join("results"))
}

fn by_run() -> Request {
    Request { series_by_run: true, ..Request::default() }
}

/// The lines and columns of a file that speak of the unemployment rate: other indicators may be added freely.
fn golden(name: &str, bytes: &[u8]) -> String {
    let mut text = std::str::from_utf8(bytes).unwrap().to_owned();
    let row = parameters::find("labour.search_probability").unwrap().row();
    if let Source::Assumption(en, zh) = row.source {
        text = text.replace(en, "(reasoning in English)").replace(zh, "(reasoning in Chinese)");
    }
    text = text.replace(row.zh, "(zh)").replace(row.en, "(en)");
    let of_others = |line: &str, indicator: usize| {
        let cell = line.split(',').nth(indicator).unwrap_or("\"unemployment_rate\"");
        cell != "\"unemployment_rate\"" && cell != "indicator"
    };
    let lines = text.split_inclusive('\n').filter(|line| match name {
        "comparison.csv" => !of_others(line, 2),
        "series.csv" => !of_others(line, 1) && (line.contains("2026") || line.contains("mean")),
        "series_by_run.csv" => line.contains("2026-04") || line.contains("month"),
        "dictionary.csv" => {
            !line.contains("\"runs.csv\"")
                && !line.contains("\"series_by_run.csv\"")
                && !line.starts_with("\"indicators\"")
        }
        _ => true,
    });
    let wide = matches!(name, "runs.csv" | "series_by_run.csv");
    let header: Vec<&str> = text.lines().next().unwrap().trim_end().split(',').collect();
    let keep = |i: usize| !wide || i < 6 || header[i].starts_with("unemployment_rate");
    let cut = |line: &str| {
        let cells = line.trim_end().split(',').enumerate().filter(|(i, _)| keep(*i)).map(|(_, c)| c);
        cells.collect::<Vec<_>>().join(",") + &line[line.trim_end().len()..]
    };
    lines
        .map(|line| if wide { cut(line) } else { line.to_owned() })
        .collect::<String>()
        .escape_debug()
        .to_string()
        .replace("\\r\\n", "\\r\\n\n")
        .replace("\\\"", "\"")
}

#[test]
fn bytes_of_each_table() {
    let files = results(&by_run());
    let mut names = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        insta::assert_snapshot!(name.trim_end_matches(".csv"), golden(name, bytes));
        names.push(name.as_str());
    }
    assert_eq!(
        names.join(" "),
        "assumptions.csv by_industry.csv by_level.csv by_occupation.csv by_region.csv by_specialty.csv comparison.csv \
         dictionary.csv draws.csv failures.csv fiscal.csv lists.csv outlook.csv runs.csv scenarios.csv series.csv series_by_run.csv"
    );
}

/// Who reads the file alone comes to the verdicts that stand in it.
#[test]
fn the_comparison_bears_its_verdicts() {
    let bytes = &results(&Request::default())["comparison.csv"];
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let headers = reader.headers().unwrap().clone();
    let mut judged = 0;
    for record in reader.records().map(Result::unwrap) {
        let text = |id: &str| record[headers.iter().position(|h| h == id).unwrap()].to_owned();
        let number = |id: &str| text(id).parse::<f64>().unwrap_or(f64::NAN);
        let (low, high) = (number("delta_ci95_lo"), number("delta_ci95_hi"));
        match text("verdict").as_str() {
            "better" | "worse" | "higher" | "lower" => assert!(low > 0.0 || high < 0.0, "{record:?}"),
            "unclear" => assert!(!(low > 0.0 || high < 0.0), "{record:?}"),
            "same" => assert_eq!((number("delta"), low, high), (0.0, 0.0, 0.0), "{record:?}"),
            _ => continue,
        }
        assert!((number("mean") - number("baseline_mean") - number("delta")).abs() < 1e-12, "{record:?}");
        judged += 1;
    }
    assert!(judged > 0);
}

/// Every field of every file against what a spreadsheet would misread.
fn lint(name: &str, bytes: &[u8], dialect: Dialect) {
    assert_eq!(&bytes[..3], b"\xEF\xBB\xBF", "{name}");
    assert!(bytes.ends_with(b"\r\n"), "{name}");
    let lone = bytes.windows(2).any(|w| (w[1] == b'\n') != (w[0] == b'\r'));
    assert!(!lone, "{name}: a line break inside a row");
    let text = std::str::from_utf8(&bytes[3..]).unwrap();
    let delimiter = dialect.delimiter();
    for line in text.split_terminator("\r\n").skip(1) {
        for field in raw_fields(line, delimiter) {
            match field.strip_prefix('"').and_then(|f| f.strip_suffix('"')) {
                Some(text) => lint_text(name, text),
                None => lint_number(name, &field.replace(dialect.decimal(), ".")),
            }
        }
    }
}

/// Fields with their quotes.
fn raw_fields(line: &str, delimiter: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        quoted ^= c == '"';
        if !quoted && delimiter.contains(c) {
            fields.push(std::mem::take(&mut field));
        } else {
            field.push(c);
        }
    }
    fields.push(field);
    fields
}

fn lint_text(name: &str, text: &str) {
    assert!(!text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{name}: {text} is a formula");
    let is_unit = text == "1";
    assert!(is_unit || text.parse::<f64>().is_err(), "{name}: {text} is a number in quotes");
    let date_like = |c: char| c.is_ascii_digit() || "-/.:".contains(c);
    assert!(is_unit || text.is_empty() || !text.chars().all(date_like), "{name}: {text} reads as a date");
    assert!(!["true", "false"].contains(&text.to_lowercase().as_str()), "{name}: {text}");
}

fn lint_number(name: &str, text: &str) {
    let is_date = text.len() == 10 && text.ends_with("-01") && text.matches('-').count() == 2;
    assert!(text.is_empty() || is_date || text.parse::<f64>().is_ok_and(f64::is_finite), "{name}: {text}");
    assert!(!text.contains(['e', 'E', 'N', 'i']), "{name}: {text}");
    assert!(text.parse::<f64>() != Ok(0.0) || !text.starts_with('-'), "{name}: {text}");
}

#[test]
fn no_field_can_be_misread() {
    for dialect in [Dialect::Standard, Dialect::Eu] {
        let format = Format { dialect, ..Format::default() };
        for (name, bytes) in results(&Request { format, ..by_run() }) {
            if name.ends_with(".csv") {
                lint(&name, &bytes, dialect);
            }
        }
    }
}

#[test]
fn the_data_package_describes_the_files() {
    for header in [Language::En, Language::Zh] {
        let format = Format { header, ..Format::default() };
        let files = results(&Request { format, ..by_run() });
        let package: serde_json::Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.len(), files.keys().filter(|n| n.ends_with(".csv")).count());
        for resource in resources {
            let path = resource["path"].as_str().unwrap();
            let bytes = &files[path];
            assert_eq!(resource["bytes"], bytes.len());
            assert_eq!(resource["hash"], format!("blake3:{}", blake3::hash(bytes).to_hex()));
            let mut reader = csv::Reader::from_reader(&bytes[3..]);
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: Vec<_> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
            assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names, "{path}");
            let keys = resource["schema"]["primaryKey"].as_array().unwrap();
            let at: Vec<_> = keys.iter().map(|k| names.iter().position(|n| k == n).unwrap()).collect();
            let mut seen = std::collections::BTreeSet::new();
            for record in reader.records().map(Result::unwrap) {
                let key: Vec<String> = at.iter().map(|i| record[*i].to_owned()).collect();
                assert!(seen.insert(key), "{path}: a key occurs twice");
            }
        }
    }
}

#[test]
fn the_manifest_lists_every_other_file_and_keeps_execution_apart() {
    let files = results(&by_run());
    let manifest: Manifest = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed: Vec<_> = manifest.files.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(listed.len(), files.len() - 1);
    for entry in &manifest.files {
        let bytes = &files[&entry.name];
        assert_eq!(
            (entry.bytes, &entry.hash),
            (bytes.len() as u64, &format!("blake3:{}", blake3::hash(bytes).to_hex()))
        );
        if let Some(rows) = entry.rows {
            assert_eq!(rows + 1, bytes.iter().filter(|b| **b == b'\n').count(), "{}", entry.name);
        }
    }
    assert_eq!((manifest.contents, manifest.baseline.as_str()), (Contents::Ensemble, "baseline"));
    assert_eq!(manifest.warnings.failed_runs, 1);
    assert_eq!(manifest.warnings.guarded_cells, 1, "the message of the failure begins like a formula");
    assert!(manifest.seed.starts_with("0x") && manifest.version.starts_with('v'));
}

#[test]
fn the_european_dialect_holds_the_same_values() {
    let format = Format { dialect: Dialect::Eu, ..Format::default() };
    let (standard, eu) = (results(&by_run()), results(&Request { format, ..by_run() }));
    for name in ["comparison.csv", "by_region.csv", "fiscal.csv"] {
        let read = |bytes: &[u8], delimiter| -> Vec<Vec<String>> {
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(&bytes[3..]);
            reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
        };
        let back =
            |field: String| if field.contains(|c: char| c.is_alphabetic()) { field } else { field.replace(',', ".") };
        let of_eu: Vec<Vec<String>> =
            read(&eu[name], b';').into_iter().map(|row| row.into_iter().map(back).collect()).collect();
        assert_eq!(read(&standard[name], b','), of_eu, "{name}");
    }
}

#[test]
fn large_tables_are_split_at_scenario_borders() {
    let format = Format { row_limit: 100, ..Format::default() };
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::new(dir.path(), columns::outlook(), format).unwrap();
    for (scenario, rows) in [("a", 60), ("b", 40), ("c", 30), ("d", 150)] {
        writer.group(rows).unwrap();
        for year in 0..rows {
            let mut cells = vec![Cell::Missing; columns::outlook().columns.len()];
            cells[0] = Cell::Text(scenario);
            cells[1] = Cell::Integer(year as i64);
            writer.row(&cells).unwrap();
        }
    }
    let written = writer.finish().unwrap();
    let found: Vec<_> = written.iter().map(|w| (w.name.as_str(), w.rows)).collect();
    assert_eq!(
        found,
        [("outlook-001.csv", 100), ("outlook-002.csv", 30), ("outlook-003.csv", 100), ("outlook-004.csv", 50)]
    );
    let files = files(dir.path());
    assert_eq!(files.len(), 4);
    assert!(files.values().all(|bytes| bytes.starts_with("\u{feff}scenario_id,".as_bytes())));
}

#[test]
fn only_results_of_the_same_kind_are_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("results");
    let first = results_of(three(), &Request::default(), &target);
    assert_eq!(results_of(three(), &Request::default(), &target), first, "replaced as a whole");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");

    let plan = plan(three(), 1);
    let ensemble = run(&plan, &dir.path().join("work"), 1).unwrap();
    let refused = |target: &Path| {
        let written = write(&ensemble, target, &Request::default(), Execution::default);
        matches!(written, Err(Error::Fault(Fault::ForeignOutput(_))))
    };
    let foreign = dir.path().join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("thesis.txt"), "years of work").unwrap();
    assert!(refused(&foreign));
    assert_eq!(fs::read_to_string(foreign.join("thesis.txt")).unwrap(), "years of work");
    assert!(refused(&foreign.join("thesis.txt")));

    let comparison = dir.path().join("comparison");
    earlier::read(&[target]).unwrap().write(&comparison, &Request::default(), Execution::default()).unwrap();
    assert!(refused(&comparison), "a comparison is not an ensemble");
}

#[test]
fn what_the_user_keeps_among_the_results_is_never_lost() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("results");
    let first = results_of(three(), &Request { wide: true, ..Request::default() }, &target);
    let plan = plan(three(), 1);
    let ensemble = run(&plan, &dir.path().join("work"), 1).unwrap();
    let again = |replace| write(&ensemble, &target, &Request { replace, ..Request::default() }, Execution::default);
    let lost = |written: Result<_, Error>| match written {
        Err(Error::Fault(Fault::WouldBeLost { others, changed, .. })) => (others, changed),
        Err(e) => panic!("{e}"),
        Ok(_) => Default::default(),
    };
    let names = |names: &[&str]| names.iter().map(|n| n.to_string()).collect::<Vec<_>>();

    fs::write(target.join("汇报.xlsx"), "years of work").unwrap();
    fs::create_dir(target.join("figures")).unwrap();
    fs::write(target.join(".DS_Store"), "").unwrap();
    fs::write(target.join("lists.csv"), "corrected by hand").unwrap();
    fs::remove_file(target.join("series.csv")).unwrap();
    let there =
        || fs::read_dir(&target).unwrap().map(|e| e.unwrap().file_name()).collect::<std::collections::BTreeSet<_>>();
    let before = there();
    let others = names(&["figures/", "汇报.xlsx"]);
    assert_eq!(lost(again(false).map(|_| ())), (others.clone(), names(&["lists.csv"])), "all at once");
    assert_eq!(lost(again(true).map(|_| ())), (others, names(&[])), "--replace gives up what is of the results");
    assert_eq!((there(), fs::read(target.join("lists.csv")).unwrap()), (before, b"corrected by hand".to_vec()));

    fs::remove_dir(target.join("figures")).unwrap();
    fs::rename(target.join("汇报.xlsx"), dir.path().join("汇报.xlsx")).unwrap();
    assert_eq!(lost(again(false).map(|_| ())).1, ["lists.csv"]);
    again(true).unwrap();
    let replaced = files(&target);
    assert!(replaced["lists.csv"] != b"corrected by hand" && replaced.len() < first.len(), "without wide tables too");

    fs::write(target.join("report.html"), "with remarks").unwrap();
    let report = |replace| reports::again(&target, Reports::default(), replace);
    assert_eq!(lost(report(false).map(|_| ())).1, ["report.html"]);
    report(true).unwrap();
    again(false).unwrap();
}

#[test]
fn what_a_killed_command_left_is_put_right() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("results");
    let first = results_of(three(), &Request::default(), &target);
    // Between the two renames: the old results have left their place, the new ones are not in it.
    let staging = dir.path().join("results.staging-0123456789ab");
    fs::create_dir_all(staging.join("results")).unwrap();
    fs::rename(&target, staging.join("old")).unwrap();
    let Err(Error::Fault(Fault::UnfinishedResults { kept, .. })) = earlier::read(std::slice::from_ref(&target)) else {
        panic!()
    };
    assert_eq!(kept, [staging.display().to_string()]);
    let other = Manifest::new(
        &plan(vec![planned("baseline", "基准情景", 0.5)], 1),
        Contents::Ensemble,
        &[],
        Execution::default(),
    );
    let claim = |plan_id: &str| Claim { contents: Contents::Ensemble, plan_id: plan_id.into(), replace: false };
    let refused = prepare(&target, &claim(&other.plan_id));
    assert!(matches!(refused, Err(Error::Fault(Fault::OtherResults { .. }))), "they are back, and safe");
    assert_eq!(files(&target), first);
    fs::create_dir_all(staging.join("old")).unwrap();
    assert_eq!(results_of(three(), &Request::default(), &target), first);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");

    let held = Lock::take(&staging).unwrap();
    assert_eq!(results_of(three(), &Request::default(), &target), first, "another plan's");
    assert!(staging.exists(), "who is at work is not disturbed");
    drop(held);
}

#[test]
fn an_altered_manifest_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("results");
    let manifest =
        String::from_utf8(results_of(three(), &Request::default(), &target)["manifest.json"].clone()).unwrap();
    let arms = "[\n    \"full\",\n    \"seed\"\n  ]";
    for (was, is, field) in [
        (arms, "[]", "arms"),
        ("\"0x9e37\"", "\"nine\"", "seed"),
        ("\"replicates\": 4", "\"replicates\": 0", "replicates"),
        ("\"baseline\": \"baseline\"", "\"baseline\": \"none\"", "baseline"),
        ("\"months\": 36", "\"months\": 35", "scenarios"),
        ("\"name\": \"runs.csv\"", "\"name\": \"other.csv\"", "files"),
        ("\"name\": \"series.csv\"", "\"name\": \"../series.csv\"", "files"),
    ] {
        assert!(manifest.contains(was), "{was} in {manifest}");
        fs::write(target.join("manifest.json"), manifest.replacen(was, is, 1)).unwrap();
        let found = earlier::read(std::slice::from_ref(&target)).map(|_| ());
        let Err(Error::Fault(Fault::UnreadableResults { why, .. })) = found else { panic!("{field}: {found:?}") };
        assert!(why.en.contains(field) && why.zh.contains(field), "{why:?}");
    }
}

#[test]
fn finished_runs_compare_like_one_run() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let whole = results_of(three(), &Request::default(), &at("whole"));
    let [train, base, same] = <[Planned; 3]>::try_from(three()).unwrap();
    results_of(vec![base.clone(), same], &Request::default(), &at("first"));
    let format = Format { dialect: Dialect::Eu, header: Language::Zh, ..Format::default() };
    results_of(vec![base, train], &Request { format, ..Request::default() }, &at("second"));
    let earlier = earlier::read(&[at("first"), at("second")]).unwrap();
    earlier.write(&at("both"), &Request::default(), Execution::default()).unwrap();
    let both = files(&at("both"));
    assert_eq!(both["comparison.csv"], whole["comparison.csv"]);
    assert_eq!(both["scenarios.csv"], whole["scenarios.csv"]);
}

/// Every pair counts, and each once: more replicates of a scenario that is known are added, and an id that a new name would
/// collide with keeps its runs.
#[test]
fn compared_runs_are_neither_lost_nor_counted_twice() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let runs = |scenarios: Vec<Planned>, replicates: u32, to: &str| {
        let size = Size { seed: 0x9e37, replicates, uncertainty: Arm::Full, shards: 1 };
        let plan = Plan::new(scenarios, size).unwrap();
        let done = skillsim::experiment::run(&plan, &options(&at(&format!("work-{to}")), 1), &simulate(&plan)).unwrap();
        write(&done, &at(to), &Request::default(), Execution::default).unwrap();
    };
    let counts = |first: &str, second: &str| {
        let earlier = earlier::read(&[at(first), at(second)]).unwrap();
        let of = |i: usize| earlier.runs.iter().filter(|run| run.scenario == i).count();
        let scenarios = earlier.plan.input.scenarios.iter().enumerate();
        scenarios.map(|(i, s)| (s.id.clone(), of(i))).collect::<Vec<_>>()
    };
    let named = |id: &str, search: f64| planned(id, "情景", search);
    runs(vec![named("baseline", 0.13)], 2, "few");
    runs(vec![named("baseline", 0.13), named("other", 0.15)], 5, "more");
    assert_eq!(counts("few", "more"), [("baseline".into(), 10), ("other".into(), 10)]);
    runs(vec![named("baseline", 0.14), named("baseline_r2", 0.15)], 2, "collides");
    let expected = [("baseline".into(), 4), ("baseline_r2".into(), 4), ("baseline_r3".into(), 4)];
    assert_eq!(counts("few", "collides"), expected);
}

/// Runs that failed are told by a comparison too, and by its exit code.
#[test]
fn a_comparison_says_that_runs_failed() {
    let dir = tempfile::tempdir().unwrap();
    let results = dir.path().join("results");
    results_of(three(), &Request::default(), &results);
    let mut command = assert_cmd::Command::cargo_bin("skillsim").unwrap();
    let told = command.arg("compare").arg(&results).arg("--lang=en").assert().code(1);
    let error = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert!(error.contains("1 run failed and was left out; see failures.csv of the results compared"), "{error}");
}

/// Scenarios of one name have columns of their own in wide tables.
#[test]
fn scenarios_of_one_name_are_told_apart() {
    let scenarios = vec![planned("baseline", "同名", 0.13), planned("other", "同名", 0.15)];
    let format = Format { header: Language::Zh, ..Format::default() };
    let files = results_of(
        scenarios,
        &Request { wide: true, format, ..Request::default() },
        &tempfile::tempdir().unwrap().path().join("results"),
    );
    let text = String::from_utf8_lossy(&files["series_wide_unemployment_rate.csv"]).into_owned();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    assert!(header.contains(&"\"同名 (other)\"") && header.contains(&"\"同名 (baseline)\""), "{header:?}");
}

#[test]
fn the_same_id_with_other_content_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    results_of(vec![planned("baseline", "基准情景", 0.13)], &Request::default(), &at("old"));
    results_of(vec![planned("baseline", "基准情景", 0.15)], &Request::default(), &at("new"));
    let earlier = earlier::read(&[at("old"), at("new")]).unwrap();
    let ids: Vec<_> = earlier.plan.input.scenarios.iter().map(|s| (s.id.as_str(), s.label.zh.as_str())).collect();
    assert_eq!(ids, [("baseline", "基准情景"), ("baseline_r2", "基准情景 (new)")]);
    assert_eq!(earlier.plan.input.baseline, 0);

    let runs = at("new").join("runs.csv");
    let text = fs::read_to_string(&runs).unwrap();
    fs::write(&runs, text.replacen("0.0", "0.1", 1)).unwrap();
    let Err(Error::Fault(Fault::DamagedResults { files, .. })) = earlier::read(&[at("new")]) else { panic!() };
    assert_eq!(files, ["runs.csv"]);
}

/// The directories are named: ids of scenarios may be alike in both.
#[test]
fn runs_over_other_months_are_no_pairs() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let short = Planned { months: 24, ..planned("baseline", "基准情景", 0.13) };
    results_of(vec![planned("baseline", "基准情景", 0.13)], &Request::default(), &at("long"));
    results_of(vec![short], &Request::default(), &at("short"));
    let Err(Error::Fault(fault)) = earlier::read(&[at("long"), at("short")]) else { panic!() };
    let [first, second] = [at("long"), at("short")].map(|d| d.display().to_string());
    assert_eq!(fault, Fault::DifferentSpans { first, second });
}

#[test]
fn reports_are_made_from_whole_tables_alone() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("results");
    let whole = results_of(three(), &Request::default(), &at);
    fs::write(at.join("series.csv"), &whole["series.csv"][..whole["series.csv"].len() / 2]).unwrap();
    fs::remove_file(at.join("by_region.csv")).unwrap();
    let damaged = files(&at);
    let Err(Error::Fault(Fault::DamagedResults { files: named, .. })) = reports::again(&at, Reports::default(), false)
    else {
        panic!()
    };
    assert_eq!(named, ["series.csv", "by_region.csv"]);
    assert_eq!(files(&at), damaged, "nothing was written");
}

#[test]
fn the_three_lists_follow_the_relative_gap() {
    let verdicts = [(121.0, 100.0), (126.0, 100.0), (100.0, 119.0), (100.0, 121.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0)];
    let lists = |interval| verdicts.map(|(need, graduates)| list_verdict(need, graduates, interval));
    assert_eq!(lists((1.0, 2.0)), ["upgrade", "open", "upgrade", "close", "close", "none", "open"]);
    assert_eq!(lists((-1.0, 2.0)), ["upgrade", "unclear", "upgrade", "unclear", "unclear", "none", "unclear"]);
    assert_eq!(lists((f64::NAN, f64::NAN)), lists((1.0, 2.0)), "one replicate has no interval");
    let wide = |interval| list_verdict(100.0, 119.0, interval);
    assert_eq!([wide((-20.0, 20.0)), wide((-21.0, -17.0)), wide((-30.0, 40.0))], ["upgrade", "unclear", "unclear"]);
}

proptest! {
    #[test]
    fn any_label_reads_back(label in "[^=+@＝＋－＠\\p{Cc}-][^\\p{Cc}]{0,40}", eu in any::<bool>()) {
        let dialect = if eu { Dialect::Eu } else { Dialect::Standard };
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::new(dir.path(), columns::failures(), Format { dialect, ..Format::default() }).unwrap();
        let mut cells = [Cell::Missing; 7];
        cells[6] = Cell::Text(&label);
        writer.row(&cells).unwrap();
        prop_assert_eq!(writer.guarded, 0);
        writer.finish().unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(dialect.delimiter().as_bytes()[0])
            .from_path(dir.path().join("failures.csv"))
            .unwrap();
        let record = reader.records().next().unwrap().unwrap();
        prop_assert_eq!(&record[6], label.as_str());
    }
}
