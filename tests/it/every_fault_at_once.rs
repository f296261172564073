//! Bad input is reported whole: each fault with file, line, column, what was found and the way out.

use std::path::{Path, PathBuf};

use skillsim::base::language::Language;
use skillsim::scenario::diagnostic::{CODES, render, to_json};
use skillsim::scenario::{Diagnostic, Severity, load, warnings};

/// Faults of scenario files.
pub fn faults(files: &[&str], sets: &[&str]) -> Vec<Diagnostic> {
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
    load(&files, &sets).expect_err("the input has faults")
}

/// A scenario that extends the small province, written as `a.toml`; `text` follows the line that says so.
fn over_small(dir: &Path, text: &str) -> PathBuf {
    let base = std::path::absolute("scenarios/small/baseline.toml").unwrap();
    let file = dir.join("a.toml");
    std::fs::write(&file, format!("extends = {base:?}\n{text}")).unwrap();
    file
}

fn lines_of(faults: &[Diagnostic]) -> String {
    faults.iter().map(|d| d.one_line(Language::En) + "\n").collect()
}

#[test]
fn ten_faults_in_three_files() {
    let found = faults(&["tests/data/broken/broken.toml"], &[]);
    assert_eq!(found.len(), 10, "{}", lines_of(&found));
    assert_eq!(found.iter().filter(|d| d.file.extension().is_some_and(|e| e == "csv")).count(), 3);
    assert!(found.iter().all(|d| d.line > 0 && d.column > 0 && !d.help.is_empty()));
    assert!(found.iter().all(|d| CODES.contains(&d.code)));
    insta::assert_snapshot!("ten_faults", lines_of(&found));
    insta::assert_snapshot!("ten_faults_rendered", render(&found, Language::En, false));
}

#[test]
fn faults_are_told_in_the_language_asked_for() {
    let found = faults(&["tests/data/broken/broken.toml"], &[]);
    insta::assert_snapshot!("ten_faults_zh", found.iter().map(|d| d.one_line(Language::Zh) + "\n").collect::<String>());
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(found.iter().all(|d| is_chinese(&d.message.zh) && is_chinese(&d.help.zh) && !is_chinese(&d.message.en)));
    let text = render(&found, Language::Zh, false);
    assert!(
        text.contains("错误[") && text.contains("改法") && !text.contains("error") && !text.contains("help"),
        "{text}"
    );
}

#[test]
fn marks_stand_under_the_fault_also_behind_chinese() {
    let found = faults(&["tests/data/chinese.toml"], &[]);
    let text = render(&found, Language::En, false);
    let rows: Vec<&str> = text.lines().collect();
    let mark = rows.iter().position(|r| r.contains("^^^")).expect("a mark");
    let width = |s: &str| s.chars().map(|c| if c.is_ascii() || c == '│' { 1 } else { 2 }).sum::<usize>();
    let (line, under) = (rows[mark - 1], rows[mark]);
    assert_eq!(width(&line[..line.find("\"-坏\"").unwrap()]), width(&under[..under.find('^').unwrap()]), "{text}");
    assert_eq!((found[0].line, found[0].column), (5, 29));
}

#[test]
fn json_has_a_place_for_each_fault() {
    let found = faults(&["tests/data/broken/broken.toml"], &[]);
    let json: serde_json::Value = serde_json::from_str(&to_json(&found)).unwrap();
    let rows = json.as_array().unwrap();
    assert_eq!(rows.len(), found.len());
    for (row, d) in rows.iter().zip(&found) {
        assert_eq!((row["line"].as_u64(), row["code"].as_str()), (Some(d.line as u64), Some(d.code)));
        assert_eq!(row["severity"], "error");
    }
}

/// A full-width mark is a fault of its own and hides none: what it stands for is read.
#[test]
fn full_width_marks_hide_no_other_fault() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.toml");
    let base = std::path::absolute("scenarios/small/baseline.toml").unwrap();
    let text = format!(
        "extends = “{}”\n[scenario]\nid = \"a\"\n[policy.funding]\nper_student ＝ 1.2\ntotl = 3\n\
         【policy.split】\npractice = 5%\nteachers ： 1.5\nequipment = 1.5\n",
        base.display()
    );
    std::fs::write(&file, text).unwrap();
    let found = faults(&[file.to_str().unwrap()], &[]);
    let places: Vec<_> = found.iter().map(|d| (d.line, d.code)).collect();
    let expected = [
        (1, "syntax"),
        (5, "syntax"),
        (6, "unknown-key"),
        (7, "syntax"),
        (8, "syntax"),
        (9, "syntax"),
        (10, "out-of-bounds"),
    ];
    assert_eq!(places, expected, "{}", lines_of(&found));
}

/// Of hundreds of faults alike three are shown and the others named by their lines.
#[test]
fn very_many_faults_alike_are_told_together() {
    let dir = tempfile::tempdir().unwrap();
    let spoilt = std::fs::read_to_string("scenarios/small/programs.csv").unwrap().replace(",secondary,", ",secndary,");
    std::fs::write(dir.path().join("programs.csv"), &spoilt).unwrap();
    let file = over_small(dir.path(), "data = \".\"\n[scenario]\nid = \"a\"\n");
    let found = faults(&[file.to_str().unwrap()], &[]);
    let alike = spoilt.matches("secndary").count();
    assert!(alike > 6 && found.iter().filter(|d| d.code == "unknown-word").count() == alike, "{}", lines_of(&found));
    let text = render(&found, Language::En, false);
    assert_eq!(text.matches("did you mean `secondary`?").count(), 3, "{text}");
    assert!(text.contains(&format!("the same in {} more places of this file: lines ", alike - 3)), "{text}");
    let named: Vec<usize> = found.iter().filter(|d| d.code == "unknown-word").map(|d| d.line).collect();
    assert!(text.contains(&format!(" {}", named[alike - 1])), "the last line is among them: {text}");
    assert!(!text.contains("/./"), "{text}");
}

/// Faults with ways out of their own are all told; of those with the same one what was found stands beside the line.
#[test]
fn what_was_found_is_never_hidden() {
    let dir = tempfile::tempdir().unwrap();
    let written = |lines: &[String]| {
        let text = format!("[scenario]\nid = \"a\"\n[policy.split]\n{}", lines.concat());
        let file = over_small(dir.path(), &text);
        render(&faults(&[file.to_str().unwrap()], &[]), Language::En, false)
    };
    let split = ["operations", "teachers", "equipment", "practice", "curriculum", "platforms", "consortia"];
    let misspelt: Vec<String> = split.iter().map(|name| format!("{name}s_ = 0.1\n")).collect();
    let text = written(&misspelt);
    assert!(split.iter().all(|name| text.contains(&format!("did you mean `policy.split.{name}`?"))), "{text}");
    let unknown: Vec<String> = (0..9).map(|i| format!("zzzzzzzzzzzz{i} = 0.1\n")).collect();
    let text = written(&unknown);
    assert!((0..9).all(|i| text.contains(&format!("zzzzzzzzzzzz{i}"))) && text.contains("in 6 more places"), "{text}");
}

/// A path with what no path has keeps it from the terminal.
#[test]
fn a_strange_path_is_shown_without_its_control_characters() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.toml");
    std::fs::write(&file, "extends = \"base\\u001b[31m\\baseline.toml\"\n[scenario]\nid = \"a\"\n").unwrap();
    let found = faults(&[file.to_str().unwrap()], &[]);
    let text = render(&found, Language::En, false);
    assert!(!text.contains('\u{1b}') && text.contains("write / in paths"), "{text}");
}

/// What a planner writes for a number, a month or a name gets the way out that is meant.
#[test]
fn each_way_of_writing_gets_its_own_way_out() {
    let dir = tempfile::tempdir().unwrap();
    for (line, told) in [
        ("total = \"360亿元\"", "请写作 36_000_000_000"),
        ("total = 360 亿", "请写作 36_000_000_000"),
        ("total = \"300\"", "例如 300"),
        ("growth = 0,5", "小数点用 `.`：0.5"),
        ("growth = 33.3%", "33.3% 写作 0.333"),
        ("follows_students = 30", "若指 30%，请写 0.3"),
        ("total = { step = { at = \"2027年1月\", value = 1 } }", "at = \"2027-01\""),
        ("total = { step = { at = \"2027-13\", value = 1 } }", "月份为 01 至 12"),
        ("总额 = 3", "参数名和小节名用英文"),
        ("\"总额\" = 3", "参数名和小节名用英文"),
    ] {
        let file = over_small(dir.path(), &format!("[scenario]\nid = \"a\"\n[policy.funding]\n{line}\n"));
        let found = faults(&[file.to_str().unwrap()], &[]);
        assert!(found.len() == 1 && found[0].one_line(Language::Zh).contains(told), "{line}: {}", lines_of(&found));
    }
}

/// Money that becomes a fraction or a multiple is asked about where it is said; half as much again is not.
#[test]
fn money_out_of_scale_is_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    for (line, path) in [
        ("total = 300.0", Some("policy.funding.total")),
        ("per_student = { step = { at = \"2027-01\", multiply = 0.1 } }", Some("policy.funding.per_student")),
        ("per_student = { step = { at = \"2027-01\", multiply = 1.5 } }", None),
    ] {
        let head = "[scenario]\nid = \"a\"\npolicies_from = \"2026-01\"\n";
        let file = over_small(dir.path(), &format!("{head}[policy.funding]\n{line}\n"));
        let told = warnings(&load(std::slice::from_ref(&file), &[]).unwrap());
        let odd: Vec<_> = told.iter().filter(|d| d.code == "wrong-unit").collect();
        assert_eq!(odd.len(), usize::from(path.is_some()), "{line}: {}", lines_of(&told));
        assert!(odd.iter().all(|d| d.line == 6 && d.message.en.contains(path.unwrap())), "{line}");
    }
}

#[test]
fn a_circle_of_files_is_named() {
    let found = faults(&["tests/data/circle/a.toml", "tests/data/circle/b.toml"], &[]);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|d| d.code == "cycle" && d.line == 1), "{}", lines_of(&found));
    assert!(found[0].found.en.contains("circle/a.toml -> ") && found[0].found.en.contains("b.toml"));
}

#[test]
fn missing_files_name_their_neighbour() {
    let found = faults(&["tests/data/missing.toml", "tests/data/layers/baselin.toml", "tests/data/layers"], &[]);
    let of = |file: &str| found.iter().find(|d| d.file == Path::new(file)).unwrap();
    let extends = of("tests/data/missing.toml");
    assert_eq!((extends.code, extends.line, extends.column), ("missing-file", 1, 11));
    assert!(extends.help.en.contains("`baseline.toml`"), "{}", extends.help.en);
    let asked = of("tests/data/layers/baselin.toml");
    assert_eq!((asked.code, asked.line), ("missing-file", 0));
    assert!(asked.help.en.contains("`baseline.toml`"));
    assert!(of("tests/data/layers").help.en.contains("`tests/data/layers/*.toml`"));
}

#[test]
fn an_id_belongs_to_one_file() {
    let found = faults(&["tests/data/layers/baseline.toml", "tests/data/layers/baseline.toml"], &[]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code, found[0].line), ("duplicate", 4));
}

#[test]
fn overrides_are_checked_like_files() {
    let sets = [
        "labour.search_probability=2",
        "labour.serch_probability=0.2",
        "policy.funding.per_student={ value = 1.2, unit = \"yuan\" }",
        "run.months=abc",
        "run.start",
        "policy.funding=3",
        "policy.allocation.rule=best",
    ];
    let found = faults(&["tests/data/layers/baseline.toml"], &sets);
    let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
    assert_eq!(found.len(), sets.len(), "{}", lines_of(&found));
    for code in ["out-of-bounds", "unknown-key", "wrong-unit", "wrong-type", "missing-key", "unknown-word"] {
        assert!(codes.contains(&code), "{code}");
    }
    let unit = found.iter().find(|d| d.code == "wrong-unit").unwrap();
    assert_eq!(unit.column, sets[2].find("\"yuan\"").unwrap() + 1);
}

/// Each bad line of a scenario gives exactly this one fault, at this column.
#[test]
fn each_fault_of_a_scenario_file() {
    let cases: &[(&str, &str, usize)] = &[
        ("[labour]\nsearch_probability = true", "wrong-type", 22),
        ("[labour]\nsearch_probability = 1.5", "out-of-bounds", 22),
        ("[labour]\nsearch_probability = nan", "wrong-type", 22),
        ("[labour]\nsearch_probability = { value = 0.13, spread = [0.2, 0.1] }", "out-of-bounds", 47),
        ("[labour]\nsearch_probability = 0.9", "out-of-bounds", 1),
        ("[labour]\nsearch_probability = {}", "missing-key", 1),
        ("[labor]\nsearch_probability = 0.13", "unknown-key", 2),
        ("[policy.funding]\ntotl = 1", "unknown-key", 1),
        ("[policy]\nfunding = 1", "wrong-type", 11),
        ("[policy.funding]\ntotal = { value = 1, add = 2 }", "bad-schedule", 1),
        ("[policy.funding]\ntotal = { vlue = 1 }", "unknown-key", 11),
        ("[policy.funding]\ntotal = { ramp = { from = \"2029-01\", to = \"2027-01\", add = 2 } }", "bad-schedule", 18),
        ("[policy.funding]\ntotal = { ramp = { from = \"2029-01\", add = 2 } }", "bad-schedule", 18),
        ("[policy.funding]\ntotal = { step = { at = 2029, add = 2 } }", "bad-month", 25),
        (
            "[policy.funding]\ntotal = { step = [{ at = \"2029-01\", add = 2 }, { at = \"2028-01\", add = 2 }] }",
            "bad-schedule",
            18,
        ),
        ("[policy.funding]\ntotal = { table = [] }", "bad-schedule", 19),
        ("[policy.funding]\ntotal = { table = [[\"2026-01\"]] }", "wrong-type", 20),
        ("[policy.funding]\ntotal = { multiply = 100.0 }", "out-of-bounds", 1),
        ("[policy.funding]\ntotal = { multiply = \"much\" }", "wrong-type", 22),
        ("[policy.allocation]\nrule = \"perfomance\"", "unknown-word", 8),
        ("[run]\nstart = \"2026-9\"", "bad-month", 9),
        ("[run]\nstart = \"1900-01\"", "out-of-bounds", 9),
        ("[run]\nseed = { value = 3, spread = [true] }", "wrong-type", 30),
        ("[scenario]\nkind = \"country\"", "unknown-word", 8),
        ("[scenario]\nbaseline = 1", "wrong-type", 12),
        ("[scenario]\npolicies_from = \"soon\"", "bad-month", 17),
        ("[scenario]\nlable = { zh = \"a\" }", "unknown-key", 1),
        ("[scenario]\nlabel = \"a\"", "wrong-type", 9),
        ("[scenario]\nlabel = { fr = \"a\" }", "unknown-key", 11),
        ("[scenario]\nlabel = { en = \"＝1\" }", "hostile-text", 16),
        ("[scenario]\nlabel = { en = \"a\\u202eb\" }", "hostile-text", 16),
        ("[scenario]\nlabel = { en = \"a\\nb\" }", "hostile-text", 16),
        ("x = 1 = 2", "syntax", 7),
        ("[run]\nmonths = １２", "syntax", 10),
        ("[run]\nmonths =", "syntax", 8),
        ("[policy.funding]\ntotal = 360亿", "syntax", 9),
        ("[policy.funding]\ntotal = \"360亿\"", "wrong-type", 9),
        ("[policy.program]\nresponsiveness = 50%", "syntax", 18),
        ("[scenario]\nlabel = { zh = \"a\"， en = \"b\" }", "syntax", 19),
        ("[labour]\nseparation = 0.004\nseparation = 0.004", "duplicate", 1),
        ("[policy.card]\nyellow_years = 9\nred_years = 1", "out-of-bounds", 1),
        ("[policy.card]\nyellow_years = 1.5", "not-an-integer", 16),
        ("[policy.card]\nred_years = { multiply = 1.5 }", "not-an-integer", 1),
        ("[policy.program]\napproval_lag = 3.7", "not-an-integer", 16),
        ("[policy.program]\nsignal_lag = { table = [[\"2026-01\", 2.5]] }", "not-an-integer", 37),
    ];
    for (text, code, column) in cases {
        let dir = tempfile::tempdir().unwrap();
        let base = Path::new("tests/data/layers/baseline.toml").canonicalize().unwrap();
        let head = format!("extends = {:?}\n", base);
        let id = "[scenario]\nid = \"one\"\n";
        let body = match text.strip_prefix("[scenario]\n") {
            Some(rest) => format!("{head}{id}{rest}\n"),
            None if text.starts_with('[') => format!("{head}{id}{text}\n"),
            None => format!("{head}{text}\n{id}"),
        };
        let file = dir.path().join("one.toml");
        std::fs::write(&file, &body).unwrap();
        let found = load(&[file], &[]).err().unwrap_or_default();
        let got: Vec<_> = found.iter().map(|d| (d.code, d.column)).collect();
        assert_eq!(got, [(*code, *column)], "{text}\n{}", lines_of(&found));
    }
}

#[test]
fn a_label_of_more_than_200_characters_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let base = Path::new("tests/data/layers/baseline.toml").canonicalize().unwrap();
    let write = |n: usize| {
        let file = dir.path().join("long.toml");
        let label = "长".repeat(n);
        std::fs::write(
            &file,
            format!("extends = {base:?}\n[scenario]\nid = \"long\"\nlabel = {{ zh = \"{label}\" }}\n"),
        )
        .unwrap();
        load(&[file], &[])
    };
    assert!(write(200).is_ok());
    assert_eq!(write(201).unwrap_err()[0].code, "hostile-text");
}

#[test]
fn other_encodings_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("gbk.toml");
    std::fs::write(&file, b"[scenario]\n# \xbb\xf9\xd7\xbc\n").unwrap();
    let found = load(&[file], &[]).unwrap_err();
    assert_eq!((found.len(), found[0].code, found[0].found.en.as_str()), (1, "not-utf8", "other bytes in line 2"));
}

#[test]
fn a_fault_does_not_drag_others_behind_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = Path::new("tests/data/network/dense").canonicalize().unwrap();
    let cases = [
        ("[scenario]\nid = \"a\"\nkind = \"netwrk\"\n", "unknown-word"),
        ("[scenario]\nid = 3\nkind = \"network\"\n", "wrong-type"),
        ("[scenario]\nid = a b\nkind = \"network\"\n", "syntax"),
        ("[scenario]\nkind = \"network\"\n", "missing-key"),
        ("[scenario]\nid = \"a\"\nkind = \"network\"\npolicies_from = \"2028-01\"\n", "missing-key"),
    ];
    for (text, code) in cases {
        let file = dir.path().join("a.toml");
        std::fs::write(&file, format!("data = {data:?}\n{text}")).unwrap();
        let found = load(&[file], &[]).unwrap_err();
        assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), [code], "{text}\n{}", lines_of(&found));
    }
}

#[test]
fn money_goes_to_some_line() {
    let lines = skillsim::scenario::parameters::all().filter(|(_, row)| row.path.starts_with("policy.split."));
    let sets: Vec<String> = lines.map(|(_, row)| format!("{}=0", row.path)).collect();
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let found = faults(&["scenarios/small/baseline.toml"], &sets);
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["sum"], "{}", lines_of(&found));
    assert!(load(&["scenarios/small/baseline.toml".into()], &[sets[0].into()]).is_ok());
}

#[test]
fn a_name_written_twice_is_not_called_a_fault_of_syntax() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("twice.toml");
    for (text, line, help) in [
        ("data = \".\"\ndata = \".\"\n[scenario]\nid = \"twice\"\n", 2, "delete one of the two lines"),
        ("[policy.review]\n[policy.funding]\n[ policy.review ]\n", 3, "move the lines of this section below"),
    ] {
        std::fs::write(&file, text).unwrap();
        let found = load(std::slice::from_ref(&file), &[]).unwrap_err();
        let fault = found.iter().find(|d| d.code == "duplicate").unwrap();
        assert_eq!(fault.line, line);
        assert!(fault.help.en.starts_with(help), "{}", fault.help.en);
    }
}

#[test]
fn months_outside_the_run_are_warnings() {
    let warned = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
        let scenarios = load(&["scenarios/small/baseline.toml".into()], &sets).unwrap();
        warnings(&scenarios).iter().map(|d| (d.severity, d.found.en.clone())).collect::<Vec<_>>()
    };
    let step = |at: &str| format!("policy.program.new_rate={{ step = {{ at = \"{at}\", value = 0.1 }} }}");
    for month in ["2025-08", "2030-09", "2099-01"] {
        assert_eq!(warned(&[&step(month)]), [(Severity::Warning, month.to_owned())]);
    }
    for month in ["2025-09", "2030-08"] {
        assert_eq!(warned(&[&step(month)]), []);
    }
    assert_eq!(warned(&[&step("2029-01"), "run.months=12"]).len(), 1);
    let ramp =
        |to: &str| format!("policy.program.new_rate={{ ramp = {{ from = \"2027-01\", to = \"{to}\", value = 0.1 }} }}");
    assert_eq!((warned(&[&ramp("2031-01")]).len(), warned(&[&ramp("2099-01")]).len()), (0, 1));
}

#[test]
fn scenarios_of_the_project_give_no_warning() {
    for directory in ["scenarios/hebei", "scenarios/hebei-2021", "scenarios/small"] {
        for entry in std::fs::read_dir(directory).unwrap() {
            let file = entry.unwrap().path();
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            if file.extension().is_some_and(|e| e == "toml") && text.contains("[scenario]") {
                let scenarios = load(std::slice::from_ref(&file), &[]).unwrap();
                assert!(warnings(&scenarios).is_empty(), "{}\n{}", file.display(), lines_of(&warnings(&scenarios)));
            }
        }
    }
}

#[test]
fn a_delay_beyond_the_run_is_a_warning() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("late.toml");
    let base = Path::new("scenarios/small/baseline.toml").canonicalize().unwrap();
    let text = format!("extends = {base:?}\n[scenario]\nid = \"late\"\npolicies_from = \"2072-01\"\n");
    std::fs::write(&file, text).unwrap();
    let found = warnings(&load(&[file], &[]).unwrap());
    assert_eq!(found.iter().map(|d| (d.code, d.line, d.column)).collect::<Vec<_>>(), [("outside-run", 4, 17)]);
}

/// A policy without money, money without its policy, and months before the scenario begins.
#[test]
fn what_cannot_work_is_a_warning() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("idle.toml");
    let base = Path::new("scenarios/small/baseline.toml").canonicalize().unwrap();
    let of_start = |start: &str, rest: &str| {
        let text = format!("extends = {base:?}\n[scenario]\nid = \"idle\"\npolicies_from = \"{start}\"\n{rest}\n");
        std::fs::write(&file, text).unwrap();
        let found = warnings(&load(std::slice::from_ref(&file), &[]).unwrap());
        found.iter().map(|d| (d.code, d.line, d.column)).collect::<Vec<_>>()
    };
    let of = |rest: &str| of_start("2026-07", rest);
    let subsidy = "[policy.enterprise]\nsubsidy_per_trainee = { step = { at = \"2026-06\", value = 4000.0 } }";
    assert_eq!(of(subsidy), [("unused", 6, 1), ("unused", 6, 39)]);
    assert_eq!(of(&subsidy.replace("06", "07")), [("unused", 6, 1)]);
    let paid = format!("{}\n[policy.split]\nenterprise_subsidy = 0.03", subsidy.replace("06", "07"));
    assert!(of(&paid).is_empty());
    assert_eq!(of("[policy.split]\nenterprise_subsidy = 0.03"), [("unused", 6, 1)], "money alone");
    let without = "[policy.service]\nplatforms = 0.0\nconsortia = 0.0";
    assert_eq!(of_start("2025-09", without).len(), 2, "their lines stay");
    assert!(of(without).is_empty(), "money is spent until then");
}

/// A network in a copy of its tables, with a section of the scenario.
fn network(tables: &str, section: &str, spoil: &dyn Fn(&Path)) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(format!("tests/data/network/{tables}")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
    }
    spoil(dir.path());
    let file = dir.path().join("net.toml");
    std::fs::write(&file, format!("data = \".\"\n[scenario]\nid = \"net\"\nkind = \"network\"\n{section}\n")).unwrap();
    load(&[file], &[]).map(|scenarios| warnings(&scenarios))
}

#[test]
fn a_table_of_targets_is_there_if_it_is_wanted() {
    let wanted = "[network]\ntarget = \"table\"";
    let found = network("dense", wanted, &|_| {}).unwrap_err();
    assert_eq!(
        found.iter().map(|d| (d.code, d.line)).collect::<Vec<_>>(),
        [("missing-file", 6)],
        "{}",
        lines_of(&found)
    );
    assert_eq!(network("edges", wanted, &|_| {}), Ok(Vec::new()));
    let unused = network("edges", "[network]\ntarget = \"cycle\"", &|_| {}).unwrap();
    assert_eq!(unused.iter().map(|d| (d.code, d.line)).collect::<Vec<_>>(), [("unused", 6)]);
}

#[test]
fn a_network_has_people() {
    let empty = |dir: &Path| {
        let rows = "id,employed,unemployed,vacancies,final_demand\nfitter,0,0,0,0\nwelder,0,0,0,0\ncook,0,0,0,0\n";
        std::fs::write(dir.join("occupations.csv"), rows).unwrap();
    };
    for (section, spoil) in [("", &empty as &dyn Fn(&Path)), ("[run]\npeople_per_agent = 1000", &|_| {})] {
        let found = network("dense", section, spoil).unwrap_err();
        assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["empty"], "{}", lines_of(&found));
    }
    assert!(network("dense", "", &|_| {}).is_ok());
}

#[test]
fn what_cannot_be_numbered_is_a_fault() {
    let many = |dir: &Path| {
        let rows = "id,employed,unemployed,vacancies,final_demand\nfitter,40000000,0,0,0\nwelder,1,0,40000000,0\ncook,1,0,0,0\n";
        std::fs::write(dir.join("occupations.csv"), rows).unwrap();
    };
    let found = network("dense", "", &many).unwrap_err();
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["out-of-bounds"; 2], "{}", lines_of(&found));
    assert!(network("dense", "[run]\npeople_per_agent = 100", &many).is_ok());
}

#[test]
fn a_province_starts_in_september() {
    let found = faults(&["scenarios/small/baseline.toml"], &["run.start=2026-01"]);
    assert_eq!(found.iter().map(|d| (d.code, d.line)).collect::<Vec<_>>(), [("bad-month", 1)], "{}", lines_of(&found));
    assert!(load(&["tests/data/layers/baseline.toml".into()], &["run.start=2026-01".into()]).is_ok());
}

#[test]
fn what_was_found_cannot_act_on_a_terminal() {
    let found = faults(&["tests/data/layers/baseline.toml"], &["run.months=\u{1b}[31m\n"]);
    assert!(found.iter().all(|d| !d.found.en.contains(['\u{1b}', '\n'])), "{}", lines_of(&found));
}

/// A table or a study is told as such, once.
#[test]
fn what_is_no_scenario_is_told_at_once() {
    for (file, what) in [
        ("scenarios/hebei/regions.csv", "this is a table, not a scenario"),
        ("scenarios/hebei/calibration/study.toml", "this is a study, not a scenario"),
    ] {
        let found = faults(&[file], &[]);
        assert_eq!(found.iter().map(|d| d.message.en.as_str()).collect::<Vec<_>>(), [what]);
    }
}

/// What stops no run but is hardly meant: a table under another name, a scale too coarse for schools, a policy that its money
/// does not pay. The shipped scenarios are not odd.
#[test]
fn what_is_odd_is_warned_about() {
    let dir = tempfile::tempdir().unwrap();
    let base = Path::new("scenarios/small/baseline.toml").canonicalize().unwrap();
    let odd = |data: &str, sets: &[&str]| {
        let file = dir.path().join("mine.toml");
        std::fs::write(&file, format!("extends = {base:?}\n{data}[scenario]\nid = \"mine\"\n")).unwrap();
        let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
        let found = warnings(&load(&[file], &sets).unwrap());
        assert!(found.iter().all(|d| d.severity == Severity::Warning && CODES.contains(&d.code)));
        found.iter().map(|d| d.one_line(Language::En)).collect::<Vec<_>>()
    };
    assert_eq!(odd("", &[]), Vec::<String>::new());
    let over = "data = \".\"\n";
    assert!(odd(over, &[])[0].contains("the data folder holds no table"));
    for (name, meant) in [
        ("region.csv", "regions"),
        ("Regions.csv", "regions"),
        ("regions - 副本.csv", "regions"),
        ("programs(1).xlsx", "programs"),
    ] {
        std::fs::write(dir.path().join(name), "id\n").unwrap();
        let told = odd(over, &[]);
        let of_it: Vec<&String> = told.iter().filter(|d| d.contains(&format!("`{name}` is no table"))).collect();
        assert!(of_it.len() == 1 && of_it[0].contains(&format!("did you mean `{meant}.csv`?")), "{told:?}");
    }
    assert!(odd("", &["run.people_per_agent=500"])[0].contains("too many persons"));
    assert!(odd("", &["run.people_per_agent=200"]).is_empty());
    let told = odd("", &["policy.service.platforms=900"]);
    assert!(told.len() == 1 && told[0].contains("the rest will not come about"), "{told:?}");
    for file in std::fs::read_dir("scenarios/hebei").unwrap().map(|f| f.unwrap().path()) {
        if file.extension().is_some_and(|e| e == "toml") {
            assert!(warnings(&load(std::slice::from_ref(&file), &[]).unwrap()).is_empty(), "{}", file.display());
        }
    }
}
