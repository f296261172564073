//! What is generated from the parameter table: schema, reference, explanations and the template of a scenario.

use std::fs;
use std::path::Path;

use skillsim::base::language::Language;
use skillsim::experiment::resolve::{self, Wish};
use skillsim::outcome::record::Arm;
use skillsim::scenario::explain::explain;
use skillsim::scenario::parameters::{self, Kind, Source};
use skillsim::scenario::{load, reference, schema, template};

#[test]
fn every_row_of_the_table_is_sound() {
    let mut paths: Vec<&str> = parameters::all().map(|(_, row)| row.path).collect();
    for (p, row) in parameters::all() {
        let within = |v: f64| v >= row.bounds.0 && v <= row.bounds.1;
        assert_eq!(parameters::find(row.path), Some(p));
        assert!(within(row.default), "{}", row.path);
        assert!(row.neutral.is_none_or(within), "{}", row.path);
        assert!(row.spread.is_none_or(|(lo, hi)| lo < hi && within(lo) && within(hi)), "{}", row.path);
        assert!(row.spread.is_none_or(|(lo, hi)| (lo..=hi).contains(&row.default)), "{}", row.path);
        assert!(row.kind != Kind::Lever || row.spread.is_none(), "{}", row.path);
        let [why, why_zh] = match row.source {
            Source::Published(text) => [text, "无须译"],
            Source::Assumption(en, zh) | Source::Setting(en, zh) => [en, zh],
        };
        for text in [why, row.en, row.zh, row.unit] {
            assert!(!text.is_empty(), "{}", row.path);
        }
        assert!(!row.zh.is_ascii() && !why_zh.is_ascii(), "{}", row.path);
        if let Kind::Choice(words) = row.kind {
            assert_eq!(row.bounds, (0.0, words.len() as f64 - 1.0), "{}", row.path);
        }
    }
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), parameters::all().count());
    let section = |p: &&str| paths.iter().any(|q| q.starts_with(&format!("{p}.")));
    assert_eq!(paths.iter().find(|p| section(p)), None, "a parameter may not be a section");
}

/// The page is `docs/parameters.md`; `UPDATE_DOCS=1` writes it again.
#[test]
fn the_reference_is_up_to_date() {
    let file = Path::new("docs/parameters.md");
    let page = reference::markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all("docs").unwrap();
        fs::write(file, &page).unwrap();
    }
    let kept = fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == page, "run UPDATE_DOCS=1 cargo test --test it the_reference_is_up_to_date");
    assert!(parameters::all().all(|(_, row)| page.contains(row.zh) && page.contains(row.en)));
}

#[test]
fn the_schema_knows_every_parameter() {
    let schema = schema::schema();
    for (_, row) in parameters::all() {
        let pointer = row.path.split('.').map(|part| format!("/properties/{part}")).collect::<String>();
        let node = schema.pointer(&pointer).unwrap_or_else(|| panic!("{}", row.path));
        assert!(node["title"].as_str().unwrap().contains(row.zh), "{}", row.path);
        assert!(!node["default"].is_null(), "{}", row.path);
    }
    let lever = schema.pointer("/properties/policy/properties/program/properties/new_rate/anyOf/0").unwrap();
    assert_eq!((lever["minimum"].as_f64(), lever["maximum"].as_f64()), (Some(0.0), Some(0.5)));
}

#[test]
fn explanations() {
    insta::assert_snapshot!("explain_one", explain("policy.program.new_rate", Language::Zh).unwrap());
    let group = explain("policy.funding", Language::En).unwrap();
    insta::assert_snapshot!("explain_group", group);
    assert_eq!(explain("policy.funding.total_", Language::En).unwrap_err().en.lines().count(), 1);
    assert!(explain("policy.fundng.total", Language::En).unwrap_err().en.contains("policy.funding.total"));
    assert!(explain("labour.serch_probability", Language::En).unwrap_err().en.contains("labour.search_probability"));
    let part = explain("订单班上限", Language::Zh).unwrap();
    assert!(part.contains("policy.enterprise.order_class_cap"), "found by the longest part of it: {part}");
    assert!(explain("专业设置", Language::Zh).unwrap_err().zh.contains("可换更短的词"));
    let all = explain("", Language::Zh).unwrap();
    let of_each = |name: &str| all.lines().filter(|l| l.contains(name)).count();
    assert_eq!([of_each("  范围 "), of_each("  来源 ")], [parameters::all().count(); 2]);
}

/// A new scenario loads as it is, equals its baseline, and still does with every lever switched on.
#[test]
fn the_template_is_a_scenario() {
    let dir = tempfile::tempdir().unwrap();
    let base = Path::new("tests/data/layers/baseline.toml").canonicalize().unwrap();
    let extended = load(std::slice::from_ref(&base), &[]).unwrap().remove(0);
    let text = template::template("mine", &base.display().to_string(), &extended);
    let file = dir.path().join("mine.toml");
    fs::write(&file, &text).unwrap();
    let files = [base, file.clone()];
    let mut scenarios = load(&files, &[]).unwrap();
    let wish = Wish { seed: None, replicates: None, uncertainty: Some(Arm::Full), shards: 0 };
    let planned = resolve::plan(&mut scenarios, wish).unwrap().input.scenarios;
    assert!(planned[1].differences(&planned[0]).is_empty());

    let names: Vec<&str> = parameters::all().filter_map(|(_, row)| row.path.rsplit_once('.')).map(|(_, n)| n).collect();
    let switched: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ").and_then(|l| l.split_once(" = ").map(|(name, _)| (l, name))) {
            Some((rest, name)) if names.contains(&name) => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert_ne!(text, switched);
    fs::write(&file, switched).unwrap();
    let scenario = &load(&[file], &[]).unwrap()[0];
    for (p, row) in parameters::all().filter(|(_, row)| row.kind == Kind::Lever) {
        let last = scenarios[0].path(p).last().copied();
        assert!(scenario.path(p).iter().all(|x| Some(*x) == last), "{}", row.path);
    }
}
