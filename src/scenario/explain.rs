//! One parameter, or a group of them, as text for the terminal.

use super::entry::{in_unit, way_to};
use super::parameters::{self, Kind, Parameter, Source};
use crate::base::language::{Language, Text, both};
use crate::base::width::left;

/// The parameter at `path`, in a language, its name in both; for a prefix (`policy`, `policy.funding`) or nothing, the list of the
/// group; for anything else those with that word in their name.
///
/// # Errors
/// What to type instead, if nothing has this path.
pub fn explain(path: &str, lang: Language) -> Result<String, Text> {
    if let Some(p) = parameters::find(path) {
        return Ok(one(p.row(), lang));
    }
    let prefix = if path.is_empty() { String::new() } else { format!("{}.", path.trim_end_matches('.')) };
    let group: Vec<&Parameter> =
        parameters::all().map(|(_, row)| row).filter(|row| row.path.starts_with(&prefix)).collect();
    if group.is_empty() {
        // Else by name: what a planner knows.
        let named = named(path);
        if !named.is_empty() {
            return Ok(named.into_iter().map(|row| brief(row, lang)).collect());
        }
        if !path.is_ascii() {
            return Err(both!(
                "没有名称含“{path}”的参数；可换更短的词（如 新设、招生、经费、订单班），全部参数见 `skillsim explain policy` 或 docs/parameters.md；结果指标的含义见结果目录中的 dictionary.csv",
                "no parameter has `{path}` in its name; try a shorter word; `skillsim explain policy` or docs/parameters.md list them, dictionary.csv of the results says what outcomes mean"
            ));
        }
        let Text { zh, en } = way_to(path);
        return Err(both!("没有路径为 `{path}` 的参数；{zh}", "no parameter has the path `{path}`; {en}"));
    }
    Ok(group.into_iter().map(|row| brief(row, lang)).collect())
}

/// Parameters with an English word in their name, or a Chinese one; of a Chinese one that is in no name, with its longest part of
/// three characters or more.
fn named(word: &str) -> Vec<&'static Parameter> {
    let rows = || parameters::all().map(|(_, row)| row);
    if word.is_ascii() {
        let word = word.to_lowercase();
        return rows().filter(|row| row.en.to_lowercase().split(' ').any(|w| w == word)).collect();
    }
    let characters: Vec<char> = word.chars().collect();
    let parts = (3..characters.len()).rev().flat_map(|n| characters.windows(n)).map(String::from_iter);
    std::iter::once(word.to_owned())
        .chain(parts)
        .map(|part| rows().filter(|row| row.zh.contains(&part)).collect())
        .find(|found: &Vec<_>| !found.is_empty())
        .unwrap_or_default()
}

/// A parameter of a group: default and unit, meaning, range, source.
fn brief(row: &Parameter, lang: Language) -> String {
    let unit = in_unit(row.unit);
    let head = format!("{}  {}{}\n  {} · {}\n", row.path, row.show(row.default), unit.of(lang), row.zh, row.en);
    let told = facts(row).into_iter().filter(|(name, _)| ["allowed", "spread", "source"].contains(name));
    head + &told.map(|(name, value)| fact(name, &value, lang)).collect::<String>()
}

fn one(row: &Parameter, lang: Language) -> String {
    let head = format!("{}\n  {}\n  {}\n", row.path, row.zh, row.en);
    let facts = facts(row).into_iter().chain([("write", example(row).into())]);
    head + &facts.map(|(name, value)| fact(name, &value, lang)).collect::<String>()
}

/// A fact in a line.
fn fact(name: &str, value: &Text, lang: Language) -> String {
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
    format!("  {} {}\n", left(lang.of(zh, name), 8), value.of(lang))
}

/// Everything but the texts, by name.
fn facts(row: &Parameter) -> Vec<(&'static str, Text)> {
    let mut facts = vec![
        ("kind", kind(row)),
        ("unit", Text { zh: format!("{}{}", row.unit, in_unit(row.unit).zh), en: row.unit.to_owned() }),
        ("allowed", allowed(row)),
        ("default", row.show(row.default).into()),
    ];
    facts.extend(row.neutral.map(|v| {
        let neutral = row.show(v);
        ("neutral", both!("{neutral}（该机制完全关闭）", "{neutral} (the mechanism is exactly off)"))
    }));
    facts.extend(row.spread.map(|(lo, hi)| {
        let spread =
            both!("{lo} 至 {hi}（三角分布，每次重复各抽一值）", "{lo} to {hi} (triangular, drawn by each replicate)");
        ("spread", spread)
    }));
    facts.push(("source", source(row.source)));
    facts
}

pub(super) fn source(source: Source) -> Text {
    match source {
        Source::Published(text) => text.into(),
        Source::Assumption(en, zh) => both!("*假设*：{zh}", "*assumption*: {en}"),
        Source::Setting(en, zh) => both!("设置：{zh}", "setting: {en}"),
    }
}

/// Bounds, or the words of a choice.
pub(super) fn allowed(row: &Parameter) -> Text {
    match row.kind {
        Kind::Switch => both!("true 或 false", "true or false"),
        Kind::Choice(words) => both!("{}", "{}", words.join(", ")),
        _ => {
            let (from, to) = (row.show(row.bounds.0), row.show(row.bounds.1));
            both!("{from} 至 {to}", "{from} to {to}")
        }
    }
}

fn kind(row: &Parameter) -> Text {
    let [zh, en] = match row.kind {
        Kind::Number => ["数值", "number"],
        Kind::Integer => ["整数", "whole number"],
        Kind::Switch => ["开关", "switch"],
        Kind::Choice(_) => ["若干词之一", "one of some words"],
        Kind::Month => ["月份", "month"],
        Kind::Lever if row.is_whole() => ["随时间变化的政策变量，取整数", "policy lever over time, whole numbers"],
        Kind::Lever => ["随时间变化的政策变量", "policy lever over time"],
    };
    both!("{zh}", "{en}")
}

/// A value as one writes it in a scenario file.
pub(super) fn written(row: &Parameter, value: f64) -> String {
    match row.kind {
        Kind::Choice(_) | Kind::Month => format!("\"{}\"", row.show(value)),
        _ => row.show(value),
    }
}

fn example(row: &Parameter) -> String {
    match row.kind {
        Kind::Lever => format!(
            "{} = {{ unit = \"{}\", step = {{ at = \"2028-01\", value = {} }} }}",
            row.path,
            row.unit,
            written(row, row.default)
        ),
        _ => format!("{} = {}", row.path, written(row, row.default)),
    }
}
