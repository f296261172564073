//! One parameter, or a group of them, as text for the terminal.

use super::entry::way_to;
use super::parameters::{self, Kind, Parameter, Source};
use crate::base::language::{Text, both};
use crate::base::width::left;

/// The parameter at `path`; for a prefix (`policy`, `policy.funding`) or nothing, the list of the group.
///
/// # Errors
/// What to type instead, if nothing has this path.
pub fn explain(path: &str) -> Result<String, Text> {
    if let Some(p) = parameters::find(path) {
        return Ok(one(p.row()));
    }
    let prefix = if path.is_empty() { String::new() } else { format!("{}.", path.trim_end_matches('.')) };
    let group: Vec<&Parameter> =
        parameters::all().map(|(_, row)| row).filter(|row| row.path.starts_with(&prefix)).collect();
    if group.is_empty() {
        let Text { zh, en } = way_to(path);
        return Err(both!("没有路径为 `{path}` 的参数；{zh}", "no parameter has the path `{path}`; {en}"));
    }
    Ok(group.into_iter().map(brief).collect())
}

/// A parameter of a group: default and unit, meaning, range, source.
fn brief(row: &Parameter) -> String {
    let head = format!("{}  {} [{}]\n  {} · {}\n", row.path, row.show(row.default), row.unit, row.zh, row.en);
    let told = facts(row).into_iter().filter(|(name, _)| ["allowed", "spread", "source"].contains(name));
    head + &told.map(|(name, value)| fact(name, &value)).collect::<String>()
}

fn one(row: &Parameter) -> String {
    let head = format!("{}\n  {}\n  {}\n", row.path, row.zh, row.en);
    let facts = facts(row).into_iter().chain([("write", example(row))]);
    head + &facts.map(|(name, value)| fact(name, &value)).collect::<String>()
}

/// A fact in a line, its name in both languages.
fn fact(name: &str, value: &str) -> String {
    let zh = match name {
        "kind" => "类型",
        "unit" => "单位",
        "allowed" => "范围",
        "default" => "默认",
        "neutral" => "中性值",
        "spread" => "区间",
        "source" => "来源",
        _ => "写法",
    };
    format!("  {}{name:8} {value}\n", left(zh, 7))
}

/// Everything but the texts, by name.
fn facts(row: &Parameter) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("kind", kind(row).to_owned()),
        ("unit", row.unit.to_owned()),
        ("allowed", allowed(row)),
        ("default", row.show(row.default)),
    ];
    facts.extend(row.neutral.map(|v| ("neutral", format!("{} (the mechanism is exactly off)", row.show(v)))));
    facts.extend(row.spread.map(|(lo, hi)| ("spread", format!("{lo} to {hi} (triangular, drawn by each replicate)"))));
    facts.push(("source", source(row.source)));
    facts
}

pub(super) fn source(source: Source) -> String {
    match source {
        Source::Published(text) => text.to_owned(),
        Source::Assumption(text) => format!("*assumption*: {text}"),
        Source::Setting(text) => format!("setting: {text}"),
    }
}

/// Bounds, or the words of a choice.
pub(super) fn allowed(row: &Parameter) -> String {
    match row.kind {
        Kind::Switch => "true or false".to_owned(),
        Kind::Choice(words) => words.join(", "),
        _ => format!("{} to {}", row.show(row.bounds.0), row.show(row.bounds.1)),
    }
}

fn kind(row: &Parameter) -> &'static str {
    match row.kind {
        Kind::Number => "number",
        Kind::Integer => "whole number",
        Kind::Switch => "switch",
        Kind::Choice(_) => "one of some words",
        Kind::Month => "month",
        Kind::Lever if row.is_whole() => "policy lever over time, whole numbers",
        Kind::Lever => "policy lever over time",
    }
}

/// The default as one writes it in a scenario file.
pub(super) fn written(row: &Parameter) -> String {
    match row.kind {
        Kind::Choice(_) | Kind::Month => format!("\"{}\"", row.show(row.default)),
        _ => row.show(row.default),
    }
}

fn example(row: &Parameter) -> String {
    match row.kind {
        Kind::Lever => format!(
            "{} = {{ unit = \"{}\", step = {{ at = \"2028-01\", value = {} }} }}",
            row.path,
            row.unit,
            written(row)
        ),
        _ => format!("{} = {}", row.path, written(row)),
    }
}
