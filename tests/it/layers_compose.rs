//! A scenario is the parameter table, the files it extends, itself and `--set`, in this order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use skillsim::base::time::Month;
use skillsim::experiment::plan::{Planned, Setting};
use skillsim::experiment::resolve::{self, Wish};
use skillsim::outcome::record::Arm;
use skillsim::scenario::parameters::{Param, param};
use skillsim::scenario::{Origin, Scenario, load};

const PER_STUDENT: Param = param("policy.funding.per_student");
const RESPONSIVENESS: Param = param("policy.program.responsiveness");
const SEARCH: Param = param("labour.search_probability");

fn layers(names: &[&str], sets: &[&str]) -> Vec<Scenario> {
    let files: Vec<PathBuf> = names.iter().map(|n| format!("tests/data/layers/{n}.toml").into()).collect();
    let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
    load(&files, &sets).unwrap()
}

fn planned(mut scenarios: Vec<Scenario>) -> Vec<Planned> {
    let wish = Wish { seed: None, replicates: None, uncertainty: Some(Arm::Full), shards: 0 };
    resolve::plan(&mut scenarios, wish).unwrap().input.scenarios
}

fn at(scenario: &Scenario, p: Param, year: i32, month: u32) -> f64 {
    scenario.path(p)[(Month::new(year, month) - scenario.start()) as usize]
}

#[test]
fn later_files_change_the_path_of_earlier_ones() {
    let [base, more] = layers(&["baseline", "more"], &[]).try_into().unwrap();
    assert_eq!(base.path(PER_STUDENT).len(), 180);
    assert_eq!(at(&base, PER_STUDENT, 2027, 12), 1.0);
    assert_eq!(at(&base, PER_STUDENT, 2028, 1), 1.1);
    assert_eq!(at(&more, PER_STUDENT, 2027, 1), 1.0);
    assert_eq!(at(&more, PER_STUDENT, 2028, 1), 1.1 * (1.0 + 0.5 * (1.2 - 1.0)));
    assert_eq!(at(&more, PER_STUDENT, 2040, 8), 1.1 * 1.2);
    assert_eq!((more.number(SEARCH), more.given[SEARCH.0 as usize].spread), (0.12, Some((0.1, 0.14))));
    assert_eq!((base.is_baseline, more.is_baseline), (true, false));
    assert_eq!((base.root.as_str(), more.root.as_str()), ("baseline", "baseline"));
    assert_eq!(more.sources.len(), 2);
    assert!(Arc::ptr_eq(&base.tables, &more.tables), "a directory is read once");
}

#[test]
fn a_delayed_policy_follows_the_baseline_until_its_month() {
    let [base, more, late] = layers(&["baseline", "more", "late"], &[]).try_into().unwrap();
    let first = (Month::new(2028, 1) - base.start()) as usize;
    for p in [PER_STUDENT, RESPONSIVENESS] {
        assert_eq!(late.path(p)[..first], base.path(p)[..first]);
        assert_ne!(late.path(p)[first], base.path(p)[first]);
    }
    assert_eq!(late.path(PER_STUDENT)[first..], more.path(PER_STUDENT)[first..]);
    assert_eq!((late.number(SEARCH), late.given[SEARCH.0 as usize].spread), (0.12, None));
}

#[test]
fn overrides_come_last_and_say_so() {
    let sets =
        ["policy.program.responsiveness=0.7", "run.months=24", "run.start=2026-01", "policy.allocation.rule=need"];
    let [late] = layers(&["late"], &sets).try_into().unwrap();
    assert_eq!(late.path(RESPONSIVENESS), vec![0.7; 24]);
    assert_eq!((late.start(), late.months()), (Month::new(2026, 1), 24));
    assert_eq!(late.given[RESPONSIVENESS.0 as usize].origin, Origin::Set);
    assert_eq!(late.text(param("policy.allocation.rule")), "need");
}

#[test]
fn differences_name_value_and_origin() {
    let [base, late] = planned(layers(&["baseline", "late"], &[])).try_into().unwrap();
    let row = |(s, was): (&Setting, Option<&Setting>)| {
        format!("{} | {} | {} | {}", s.parameter, was.unwrap().text, s.text, s.origin)
    };
    let rows: Vec<String> = late.differences(&base).into_iter().map(row).collect();
    insta::assert_snapshot!("differences", rows.join("\n"));
    assert!(base.differences(&base).is_empty());
}

/// The text of a path that bends often leaves bends out; what differs is found all the same.
#[test]
fn paths_differ_by_any_of_their_months() {
    let path = |middle: f64| {
        let bends = (1..=10)
            .map(|n| format!("[\"20{}-01\", {}]", 26 + n, if n == 5 { middle } else { 1.0 + f64::from(n) / 10.0 }));
        format!("policy.funding.per_student={{ table = [{}] }}", bends.collect::<Vec<_>>().join(", "))
    };
    let of = |middle| planned(layers(&["baseline"], &[&path(middle)])).remove(0);
    let (one, other) = (of(1.45), of(1.46));
    let found = one.differences(&other);
    let [(setting, Some(was))] = found[..] else { panic!("{found:?}") };
    assert_eq!((setting.parameter.as_str(), &setting.text), ("policy.funding.per_student", &was.text), "shown alike");
    assert!(one.differences(&of(1.45)).is_empty());
}

#[test]
fn the_hash_is_of_what_is_said_not_how() {
    let [base, more] = layers(&["baseline", "more"], &[]).try_into().unwrap();
    let [again] = layers(&["baseline"], &["policy.program.responsiveness=0.5"]).try_into().unwrap();
    assert_eq!(base.hash(), again.hash());
    assert_ne!(base.hash(), more.hash());
    let [other] = layers(&["baseline"], &["run.seed=2"]).try_into().unwrap();
    assert_ne!(base.hash(), other.hash());
    assert_ne!(base.hash(), base.with_numbers(&[(SEARCH, 0.11)]).hash());
}

#[test]
fn drawn_numbers_replace_values_and_spreads() {
    let [base] = layers(&["baseline"], &[]).try_into().unwrap();
    let drawn = base.with_numbers(&[(SEARCH, 0.11), (RESPONSIVENESS, 0.8)]);
    assert_eq!((drawn.number(SEARCH), drawn.number(RESPONSIVENESS)), (0.11, 0.8));
    assert_eq!(drawn.given[SEARCH.0 as usize].spread, None);
    assert_eq!(drawn.given[SEARCH.0 as usize].origin, Origin::Drawn);
    assert!(base.given[SEARCH.0 as usize].spread.is_some());
}

#[test]
fn a_file_may_begin_with_a_byte_order_mark_and_end_lines_like_windows() {
    let dir = tempfile::tempdir().unwrap();
    let base = Path::new("tests/data/layers/baseline.toml").canonicalize().unwrap();
    let file = dir.path().join("windows.toml");
    std::fs::write(&file, format!("\u{feff}extends = {base:?}\r\n[scenario]\r\nid = \"windows\"\r\n")).unwrap();
    assert_eq!(load(&[file], &[]).unwrap()[0].label.zh, "windows");
}

#[test]
fn tables_lie_over_those_of_the_file_extended() {
    let files = ["scenarios/hebei/baseline.toml".into(), "scenarios/hebei-2021/rewind.toml".into()];
    let [base, rewind]: [Scenario; 2] = load(&files, &[]).unwrap().try_into().unwrap();
    assert_eq!((base.tables.frame("programs").len(), rewind.tables.frame("programs").len()), (6558, 5625));
    let wages = |s: &Scenario| s.tables.frame("industries").number("wage_yuan_year").to_vec();
    assert_ne!(wages(&base), wages(&rewind));
    // What 2021 does not say is as in the directory below.
    let same = |table: &str, column: &str| {
        assert_eq!(base.tables.frame(table).number(column), rewind.tables.frame(table).number(column));
    };
    same("cohorts", "persons");
    same("occupations", "wage_relative");
    assert_ne!(base.tables.hash, rewind.tables.hash);
    let place = |table: &str| rewind.tables.file(table).unwrap();
    assert!(
        place("targets").ends_with("hebei-2021/./targets.csv") || place("targets").ends_with("hebei-2021/targets.csv")
    );
    assert!(place("cohorts").to_string_lossy().contains("hebei/"));
    assert_eq!(rewind.tables.file("no_such_table"), None);
}

/// A link to a file is read where it stands, whatever else is named and in which order: `data = "."` is the folder of the link.
#[cfg(unix)]
#[test]
fn a_link_is_read_where_it_stands() {
    let dir = tempfile::tempdir().unwrap();
    let small = std::path::absolute("scenarios/small").unwrap();
    for (folder, of) in [("a", "baseline.toml"), ("b", "link")] {
        let folder = dir.path().join(folder);
        std::fs::create_dir(&folder).unwrap();
        for entry in std::fs::read_dir(&small).unwrap().map(Result::unwrap) {
            if entry.path().extension().is_some_and(|e| e == "csv") {
                std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
            }
        }
        match of {
            "link" => std::os::unix::fs::symlink("../a/baseline.toml", folder.join("baseline.toml")).unwrap(),
            _ => drop(std::fs::copy(small.join(of), folder.join("baseline.toml")).unwrap()),
        }
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let text = format!("extends = \"baseline.toml\"\n[scenario]\nid = \"{name}\"\n");
        std::fs::write(folder.join("policy.toml"), text).unwrap();
    }
    let [a, b] = ["a", "b"].map(|folder| dir.path().join(folder).join("policy.toml"));
    for files in [[a.clone(), b.clone()], [b, a]] {
        for scenario in load(&files, &[]).unwrap() {
            let read = scenario.tables.file("regions").unwrap();
            assert!(read.starts_with(dir.path().join(&scenario.id)), "{}: {}", scenario.id, read.display());
        }
    }
}
