//! Claim: workbook, page and Parquet say what the CSV files say, the same bytes every time, and nothing in a label harms.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use skillsim::experiment::plan::Planned;
use skillsim::output::columns::Language;
use skillsim::output::frame::{Frame, Tables, Value};
use skillsim::output::manifest::{Execution, Manifest};
use skillsim::output::reports::{self, Reports};
use skillsim::output::{Request, show, write};

use crate::artificial::{failing, files, options, plan, planned, three};

fn results(scenarios: Vec<Planned>, at: &Path) -> BTreeMap<String, Vec<u8>> {
    let plan = plan(scenarios, 1);
    let work = tempfile::tempdir().unwrap();
    let ensemble = skillsim::experiment::run(&plan, &options(work.path(), 2), &failing(&plan)).unwrap();
    write(&ensemble, at, &request(), Execution::default).unwrap();
    files(at)
}

fn request() -> Request {
    Request {
        #[cfg(feature = "parquet")]
        parquet: true,
        ..Request::default()
    }
}

fn tables(at: &Path) -> Tables {
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(at.join("manifest.json")).unwrap()).unwrap();
    Tables::read(at, &manifest).unwrap()
}

fn workbook(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

/// Columns whose ids are shown in words.
const WORDS: [&str; 10] = [
    "verdict",
    "province_verdict",
    "horizon",
    "unit",
    "value_text",
    "baseline_value_text",
    "better_is",
    "basis",
    "uncertainty",
    "arm",
];

fn assert_equal(frame: &Frame, sheet: &calamine::Range<Data>) {
    assert_eq!(sheet.height(), frame.rows.len() + 1, "{}", frame.table.name);
    for (r, row) in frame.rows.iter().enumerate() {
        for (c, value) in row.iter().enumerate() {
            let id = &frame.table.columns[c].id;
            let cell = sheet.get((r + 1, c)).unwrap_or(&Data::Empty);
            let same = match (value, cell) {
                (Value::Missing, Data::Empty) => true,
                (Value::Text(text), Data::String(shown)) => **text == *shown || WORDS.contains(&id.as_ref()),
                (Value::Integer(n), Data::Float(x)) => *n as f64 == *x,
                (Value::Number(n), Data::Float(x)) => n == x,
                (Value::Month(month), Data::DateTime(date)) => {
                    let (y, m, d, ..) = date.to_ymd_hms_milli();
                    (i32::from(y), u32::from(m), d) == (month.year(), month.of_year(), 1)
                }
                _ => false,
            };
            assert!(same, "{} {id} row {r}: {value:?} is {cell:?}", frame.table.name);
        }
    }
}

#[test]
fn the_workbook_holds_what_the_csv_files_hold() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("results");
    let files = results(three(), &at);
    let (tables, mut book) = (tables(&at), workbook(&files["report.xlsx"]));
    for (name, sheet) in [
        ("comparison", "情景对比"),
        ("lists", "三张清单"),
        ("fiscal", "财政收支"),
        ("outlook", "人口展望"),
        ("runs", "各次运行"),
        ("scenarios", "情景参数差异"),
        ("assumptions", "无来源的假设"),
        ("dictionary", "数据词典"),
    ] {
        assert_equal(tables.get(name), &book.worksheet_range(sheet).unwrap());
    }
    let rates = book.worksheet_range("失业率").unwrap();
    let series = tables.get("series");
    let measured = series.rows().filter(|r| r.text("scenario_id") == "baseline" && r.integer("n") > 0);
    for (r, row) in measured.enumerate() {
        assert_eq!(rates.get((r + 1, 1)), Some(&Data::Float(row.number("mean"))));
    }
}

#[test]
fn reports_are_a_function_of_the_tables() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("results");
    let first = results(three(), &at);
    assert_eq!(results(three(), &at), first);
    let english = Reports { lang: Language::En, ..Reports::default() };
    assert_eq!(reports::again(&at, english, false).unwrap(), ["report.xlsx", "report.html"]);
    let other = files(&at);
    assert!(other["report.xlsx"] != first["report.xlsx"] && other["report.html"] != first["report.html"]);
    reports::again(&at, Reports::default(), false).unwrap();
    assert_eq!(files(&at), first, "the manifest too");
}

#[test]
fn the_answer_reads_like_this() {
    let dir = tempfile::tempdir().unwrap();
    let files = results(three(), &dir.path().join("results"));
    let page = std::str::from_utf8(&files["report.html"]).unwrap();
    let section = &page[page.find("<section id=\"answer\"").unwrap()..page.find("<section id=\"paths\"").unwrap()];
    let lines: Vec<&str> = section.split_inclusive('>').collect();
    insta::assert_snapshot!("answer", lines.join("\n"));
}

#[test]
fn the_page_is_whole_and_asks_for_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let files = results(three(), &dir.path().join("results"));
    let page = std::str::from_utf8(&files["report.html"]).unwrap();
    for request in ["http:", "https:", "src=", "@import", "fetch(", "XMLHttpRequest"] {
        assert!(!page.contains(request), "{request}");
    }
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"zh-CN\">") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("default-src 'none'"));
    let (figures, charts) = (page.matches("<figure>").count(), page.matches("class=\"chart\"").count());
    assert!(figures > 3 && figures == charts, "{figures} figures, {charts} charts");
    assert!(page.matches("<details><summary>").count() >= figures, "every chart has its table");
    assert_eq!(page.matches("<span lang=\"zh-CN\">").count(), page.matches("<span lang=\"en\">").count());
    for word in ["失业率", "Unemployment rate", "培训补贴提高20%", "拟增设", "仅随机性"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn the_page_counts_each_list() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("results");
    let files = results(three(), &at);
    let page = std::str::from_utf8(&files["report.html"]).unwrap();
    let tables = tables(&at);
    let baseline = tables.get("lists").rows().filter(|r| r.text("scenario_id") == "baseline");
    let verdicts: Vec<&str> = baseline.map(|r| r.text("verdict")).collect();
    for id in ["open", "upgrade", "close", "unclear"] {
        let (n, [_, words]) = (verdicts.iter().filter(|v| **v == id).count(), show::verdict(id));
        assert!(page.contains(&format!("<span lang=\"en\">{words}</span></span> {n}")), "{n} {id}");
    }
}

#[test]
fn hostile_labels_are_harmless_everywhere() {
    let long = "长".repeat(10_000);
    let labels = [
        "=HYPERLINK(\"evil\")",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "a\tb\r\nc\"d\";e,f",
        "\u{202e}txt.exe\u{2066}",
        "＝1+1",
        "'; DROP --",
        long.as_str(),
    ];
    let mut scenarios = vec![planned("baseline", "基准情景", 0.13)];
    for (n, label) in labels.iter().enumerate() {
        let mut s = planned(&format!("hostile_{n}"), label, 0.14);
        s.label.en = (*label).to_owned();
        s.settings[0].origin = format!("{label}.toml:3");
        s.file = format!("{label}.toml");
        scenarios.push(s);
    }
    let dir = tempfile::tempdir().unwrap();
    let files = results(scenarios, &dir.path().join("results"));
    let page = std::str::from_utf8(&files["report.html"]).unwrap();
    assert!(!page.contains("<script>alert") && !page.contains("<img"), "markup of a label");
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(
        !page.contains(['\u{202e}', '\u{2066}', '\t']) && page.matches(&long).count() <= 1,
        "whole in the command alone"
    );
    let mut book = workbook(&files["report.xlsx"]);
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        assert!(formulas.used_cells().all(|(.., f)| f.is_empty()), "a formula in {sheet}");
    }
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let mut reader = csv::Reader::from_reader(&bytes[3..]);
        for field in reader.records().flat_map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
            assert!(!field.starts_with(['=', '+', '@', '\t', '\r', '＝']), "{name}: {field}");
            assert!(!field.contains(['\t', '\r', '\n']), "{name}: {field}");
        }
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_what_the_csv_files_hold() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("results");
    results(three(), &at);
    let tables = tables(&at);
    for name in ["comparison", "series", "by_region", "lists", "fiscal", "outlook", "runs", "scenarios", "dictionary"] {
        let file = std::fs::File::open(at.join(format!("{name}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let frame = tables.get(name);
        let mut n = 0;
        for (row, expected) in reader.get_row_iter(None).unwrap().zip(&frame.rows) {
            n += 1;
            for ((column, field), value) in row.unwrap().get_column_iter().zip(expected) {
                let same = match (value, field) {
                    (Value::Missing, Field::Null) => true,
                    (Value::Text(a), Field::Str(b)) => **a == *b,
                    (Value::Integer(a), Field::Long(b)) => a == b,
                    (Value::Number(a), Field::Double(b)) => a == b,
                    (Value::Month(m), Field::Date(days)) => skillsim::output::parquet::days(*m) == *days,
                    _ => false,
                };
                assert!(same, "{name}.{column}: {value:?} is {field:?}");
            }
        }
        assert_eq!(n, frame.rows.len(), "{name}");
    }
}

#[test]
fn lives_are_followed_on_request() {
    use skillsim::outcome::record::Arm;
    let file = std::path::PathBuf::from("scenarios/small/baseline.toml");
    let sets = |n: usize| vec!["run.months=24".to_owned(), format!("run.life_histories={n}")];
    let run = |n: usize| {
        let scenarios = skillsim::scenario::load(std::slice::from_ref(&file), &sets(n)).unwrap();
        skillsim::simulate::run(&scenarios[0], 1, 0, Arm::Seed, false).unwrap()
    };
    let (without, with) = (run(0), run(500));
    assert!(without.lives.is_empty());
    assert_eq!(format!("{:?}", without.series), format!("{:?}", with.series), "watching changes nothing");
    let persons: std::collections::BTreeSet<u32> = with.lives.iter().map(|r| r.person).collect();
    assert!((100..=500).contains(&persons.len()), "{} persons", persons.len());
    assert!(with.lives.iter().any(|r| r.status == "employed" && r.pay > 1000.0 && !r.industry.is_empty()));
    let own_account = with.lives.iter().filter(|r| r.status == "own_account");
    assert!(own_account.clone().count() > 0 && own_account.into_iter().all(|r| r.industry.is_empty()));
    assert!(with.lives.windows(2).all(|w| (w[0].person, w[0].month) < (w[1].person, w[1].month)));
}
