//! The pages of `docs/` that repeat the code are made from it: `UPDATE_DOCS=1` writes them, CI compares.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use skillsim::outcome::dictionary::{Better, INDICATORS, Over};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn source(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Compares a page with what the code says now, or writes it.
fn up_to_date(page: &str, text: &str) {
    let path: PathBuf = root().join("docs").join(page);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/{page} is old: UPDATE_DOCS=1 cargo test --release --test it up_to_date");
}

#[test]
fn the_outcomes_are_up_to_date() {
    let mut text = String::from(
        "# Outcomes\n\nMade from `src/outcome/dictionary.rs`. A value over several months is the mean, the sum, or the last \
         month measured.\n\n| outcome | unit | over months | better | meaning | 含义 |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for i in INDICATORS {
        let over = match i.over {
            Over::Mean => "mean",
            Over::Sum => "sum",
            Over::Last => "last",
        };
        let better = match i.better {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::Neither => "",
        };
        writeln!(
            text,
            "| `{}` {} | {} | {over} | {better} | {} | {}：{} |",
            i.id, i.label_en, i.unit, i.definition_en, i.label_zh, i.definition_zh
        )
        .unwrap();
    }
    up_to_date("outcomes.md", &text);
}

/// The doc comment (`marker` is `///` or `//!`) that ends just above line `end`.
fn comment(lines: &[&str], end: usize, marker: &str) -> String {
    let start = (0..end).rev().take_while(|&i| lines[i].trim_start().starts_with(marker)).last().unwrap_or(end);
    let text = lines[start..end].iter().map(|l| l.trim_start().trim_start_matches(marker).trim_start());
    text.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_schedule_is_up_to_date() {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let schedule = source("src/process/mod.rs");
    let body = &schedule[schedule.find("pub fn month(").unwrap()..];
    let mut text = String::from(
        "# Schedule and processes\n\nMade from `src/process/`: the calls of a month in their order, each with the equation \
         and the source that stand at the function.\n",
    );
    let (mut when, mut depth, mut number) = (String::from("every month"), 0i32, 0);
    let mut nested = None;
    for line in body.lines() {
        let code = line.trim();
        if let Some((head, _)) = code.split_once("=>") {
            if let Ok(month) = head.trim().parse::<usize>() {
                when = MONTHS[month - 1].into();
                nested = code.ends_with('{').then_some(depth);
            }
        } else if let Some(rest) = code.strip_prefix("if calendar == ") {
            let month = rest.trim_end_matches(" {").parse::<usize>().ok();
            when = month.map_or_else(|| "every month".into(), |m| MONTHS[m - 1].into());
            nested = Some(depth);
        } else if code.starts_with("if world.t == 0") {
            when = "first month".into();
            nested = Some(depth);
        } else if code.starts_with("} else if calendar == 9") {
            when = "September, but the first".into();
        }
        let call =
            code.split_once("(model, world").map(|(before, _)| before.rsplit([' ', '=', '>']).next().unwrap_or(""));
        if let Some((module, function)) = call.and_then(|c| c.split_once("::")) {
            number += 1;
            let file = source(&format!("src/process/{module}.rs"));
            let lines: Vec<&str> = file.lines().collect();
            let at = lines.iter().position(|l| l.starts_with(&format!("pub fn {function}("))).unwrap_or(0);
            let first = lines.iter().position(|l| !l.starts_with("//!")).unwrap_or(0);
            writeln!(text, "\n## {number}. `{module}::{function}`: {when}\n").unwrap();
            writeln!(text, "{}\n\n{}", comment(&lines, first, "//!"), comment(&lines, at, "///")).unwrap();
        }
        depth += code.matches('{').count() as i32 - code.matches('}').count() as i32;
        let single = code.contains("=>") && !code.ends_with('{');
        if single || nested.is_some_and(|d| depth <= d) {
            when = "every month".into();
            nested = None;
        }
    }
    up_to_date("schedule.md", &text);
}
