//! Parameters as they are written: numbers, words, months, spreads, and levers over time.
//!
//! The part of the reading of a [`Document`](super::document::Document) that follows the parameter table.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::document::{Placed, Reader, Value, example, placed, true_or_false};
use super::marks;
use super::names::{nearest, perhaps};
use super::parameters::{self, Kind, Param, Parameter, month_text};
use super::schedule::{Change, Course, decimal};
use super::source::{Fault, quoted};
use crate::base::language::{Text, both};
use crate::base::time::Month;
use crate::base::units;

/// What one file says of one parameter.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub param: Param,
    pub say: Say,
    pub span: Range<usize>,
    /// Months named in it.
    pub months: Vec<Placed<Month>>,
}

#[derive(Clone, Debug)]
pub(super) enum Say {
    /// A number, and perhaps a new spread (`Some(None)` drops it).
    Number {
        value: Option<f64>,
        spread: Option<Option<(f64, f64)>>,
    },
    Lever(Course),
}

/// That a value must be within the bounds of its parameter.
fn within_bounds(row: &Parameter) -> Text {
    must_be_within(row.path, &row.show(row.bounds.0), &row.show(row.bounds.1), row.unit)
}

/// ``x must be from lo to hi [unit]``.
pub(super) fn must_be_within(name: &str, lo: &str, hi: &str, unit: &str) -> Text {
    let Text { zh: in_zh, en: in_en } = in_unit(unit);
    both!("`{name}` 应在 {lo} 至 {hi} 之间{in_zh}", "`{name}` must be from {lo} to {hi}{in_en}")
}

/// ` [unit]`, if there is one to be named.
pub(super) fn in_unit(unit: &str) -> Text {
    let [zh, en] = units::text(unit);
    if zh.is_empty() { Text::default() } else { both!(" [{zh}]", " [{en}]") }
}

/// That names in a scenario file are English, and where they are found.
pub(super) fn english_names() -> Text {
    both!(
        "参数名和小节名用英文；用 `skillsim explain 词` 查找，例如 `skillsim explain 订单班`",
        "names of parameters and sections are English; `skillsim explain WORD` finds them"
    )
}

/// That no parameter has a path.
pub(super) fn no_such_path(path: &str) -> Fault {
    let message = both!("没有这个路径的参数", "no parameter has this path");
    Fault::new("unknown-key", message, format!("`{path}`"), way_to(path))
}

impl Reader {
    /// A parameter, or a section of them.
    pub fn parameter(&mut self, path: &str, key: Range<usize>, value: &Value) {
        if let Some(param) = parameters::find(path) {
            return self.entry(param, key, value);
        }
        let prefix = format!("{path}.");
        let inside: Vec<&str> =
            parameters::all().map(|(_, row)| row.path).filter(|known| known.starts_with(&prefix)).collect();
        match value.value {
            DeValue::Table(table) if !inside.is_empty() => {
                for (key, value) in table {
                    self.parameter(&format!("{prefix}{}", key.get_ref()), key.span(), &placed(value));
                }
            }
            _ if !inside.is_empty() => {
                let inside = quoted(inside.into_iter().take(8));
                let message = both!("`{path}` 是小节，不是参数", "`{path}` is a section, not a parameter");
                let help = both!("请写其中的参数：{inside}", "give one of its parameters: {inside}");
                self.note(value.span.clone(), Fault::new("wrong-type", message, value.text(), help));
            }
            _ => self.note(key, no_such_path(path)),
        }
    }

    fn entry(&mut self, param: Param, key: Range<usize>, value: &Value) {
        let row = param.row();
        self.months.clear();
        let say = match (row.kind, value.value) {
            (Kind::Lever, DeValue::Table(table)) => self.course(row, table, &key).map(Say::Lever),
            (Kind::Lever, _) => self.number(row, value).map(|v| Say::Lever(Course::Constant(Change::Set(v)))),
            (_, DeValue::Table(table)) => self.number_and_spread(row, table, &key),
            _ => self.plain(row, value).map(|v| Say::Number { value: Some(v), spread: None }),
        };
        if let Some(say) = say {
            let months = std::mem::take(&mut self.months);
            self.document.entries.push(Entry { param, say, span: key, months });
        }
    }

    /// A number within the bounds of the parameter, and whole if it counts something.
    fn number(&mut self, row: &Parameter, value: &Value) -> Option<f64> {
        let number = self.bounded(row, value)?;
        if row.is_whole() && number.fract() != 0.0 {
            let (below, above) = (number.floor(), number.ceil());
            let help = both!("请写 {below} 或 {above}", "write {below} or {above}");
            self.note(value.span.clone(), not_whole(row.path, row.unit, value.text(), help));
            return None;
        }
        Some(number)
    }

    fn bounded(&mut self, row: &Parameter, value: &Value) -> Option<f64> {
        let Some(number) = value.number() else {
            if let Some(help) = value.value.as_str().and_then(|text| marks::number(text, "_")) {
                let (path, Text { zh, en }) = (row.path, a_number(row.unit));
                let message = both!("`{path}` 应为{zh}", "`{path}` must be {en}");
                self.note(value.span.clone(), Fault::new("wrong-type", message, value.text(), help));
                return None;
            }
            let in_quotes = value.value.as_str().map(str::trim).filter(|text| text.parse::<f64>().is_ok());
            self.wrong_type(value, row.path, a_number(row.unit), in_quotes.unwrap_or(&row.show(row.default)));
            return None;
        };
        if number < row.bounds.0 || number > row.bounds.1 {
            let (default, path) = (row.show(row.default), row.path);
            let percent = (row.unit, row.bounds.1) == ("1", 1.0) && number > 1.0 && number <= 100.0;
            let share = decimal(number / 100.0);
            let help = match percent {
                true => both!("若指 {number}%，请写 {share}", "for {number} % write {share}"),
                false => both!(
                    "默认值为 {default}；详见 `skillsim explain {path}`",
                    "the default is {default}; see `skillsim explain {path}`"
                ),
            };
            self.note(value.span.clone(), Fault::new("out-of-bounds", within_bounds(row), value.text(), help));
            return None;
        }
        Some(number)
    }

    /// The value of a parameter that is not a lever.
    fn plain(&mut self, row: &Parameter, value: &Value) -> Option<f64> {
        match row.kind {
            Kind::Number | Kind::Integer | Kind::Lever => self.number(row, value),
            Kind::Switch => match value.value {
                DeValue::Boolean(b) => Some(f64::from(u8::from(*b))),
                _ => {
                    self.wrong_type(value, row.path, true_or_false(), &row.show(row.default));
                    None
                }
            },
            Kind::Choice(words) => {
                let at = value.value.as_str().and_then(|text| words.iter().position(|w| *w == text));
                if at.is_none() {
                    self.unknown_word(value, row.path, words);
                }
                at.map(|at| at as f64)
            }
            Kind::Month => {
                let month = f64::from(self.month(value, row.path)?.0);
                if month < row.bounds.0 || month > row.bounds.1 {
                    let help = both!("请另选月份", "choose another");
                    self.note(value.span.clone(), Fault::new("out-of-bounds", within_bounds(row), value.text(), help));
                    return None;
                }
                Some(month)
            }
        }
    }

    /// `{ value = .., spread = [lo, hi], unit = ".." }`.
    fn number_and_spread(&mut self, row: &Parameter, table: &DeTable, key: &Range<usize>) -> Option<Say> {
        let (mut value, mut spread) = (None, None);
        let before = self.faults.len();
        for (name, given) in table {
            let given = placed(given);
            match &**name.get_ref() {
                "value" => value = self.plain(row, &given),
                "spread" => spread = self.spread(row, &given),
                "unit" => self.unit(row, &given),
                _ => self.unknown_key(name.span(), name.get_ref(), row.path, &["value", "spread", "unit"]),
            }
        }
        if value.is_none() && spread.is_none() && self.faults.len() == before {
            let path = row.path;
            let message = both!("`{path}` 既没有取值也没有区间", "`{path}` says neither value nor spread");
            self.note(key.clone(), Fault::new("missing-key", message, "", with_value(row)));
        }
        (self.faults.len() == before).then_some(Say::Number { value, spread })
    }

    fn spread(&mut self, row: &Parameter, value: &Value) -> Option<Option<(f64, f64)>> {
        if !matches!(row.kind, Kind::Number | Kind::Integer) {
            let path = row.path;
            let message = both!("`{path}` 不能有区间", "`{path}` cannot have a spread");
            let help = both!("只有数字可以有不确定性：请删去", "only numbers can be uncertain: delete it");
            self.note(value.span.clone(), Fault::new("unknown-key", message, value.text(), help));
            return None;
        }
        let wanted =
            both!("最小值与最大值的列表，或 [] 表示没有", "a list of the least and the greatest value, or [] for none");
        let Some(items) = value.value.as_array() else {
            self.wrong_type(value, "spread", wanted, "spread = [0.1, 0.17]");
            return None;
        };
        let items: Vec<Value> = items.iter().map(placed).collect();
        match items.as_slice() {
            [] => Some(None),
            [lo, hi] => {
                let (lo, hi) = (self.bounded(row, lo), self.bounded(row, hi));
                let (lo, hi) = (lo?, hi?);
                if lo > hi {
                    let message = both!("最小值应写在前面", "the least value comes first");
                    let fault = Fault::new("out-of-bounds", message, format!("[{lo}, {hi}]"), swap());
                    self.note(value.span.clone(), fault);
                    return None;
                }
                Some(Some((lo, hi)))
            }
            _ => {
                self.wrong_type(value, "spread", wanted, "spread = [0.1, 0.17]");
                None
            }
        }
    }

    fn unit(&mut self, row: &Parameter, value: &Value) {
        if value.value.as_str() != Some(row.unit) {
            let Parameter { path, unit, .. } = row;
            let message = both!("`{path}` 的单位是 \"{unit}\"", "the unit of `{path}` is \"{unit}\"");
            let help = both!(
                "请换算取值并写 unit = \"{unit}\"，或不写单位",
                "convert the value and write unit = \"{unit}\", or leave the unit out"
            );
            self.note(value.span.clone(), Fault::new("wrong-unit", message, value.text(), help));
        }
    }

    /// The course of a lever: `value`, `multiply`, `add`, `step`, `ramp` or `table`, exactly one of them.
    fn course(&mut self, row: &Parameter, table: &DeTable, key: &Range<usize>) -> Option<Course> {
        const FORMS: [&str; 6] = ["value", "multiply", "add", "step", "ramp", "table"];
        let before = self.faults.len();
        let mut courses = Vec::new();
        for (name, given) in table {
            let given = placed(given);
            match &**name.get_ref() {
                form @ ("value" | "multiply" | "add") => {
                    courses.push(self.change(row, form, &given).map(Course::Constant))
                }
                "step" => courses.push(self.steps(row, &given)),
                "ramp" => courses.push(self.ramp(row, &given)),
                "table" => courses.push(self.table(row, &given)),
                "unit" => self.unit(row, &given),
                _ => {
                    let known: Vec<&str> = FORMS.into_iter().chain(["unit"]).collect();
                    self.unknown_key(name.span(), name.get_ref(), row.path, &known);
                }
            }
        }
        if courses.len() != 1 && self.faults.len() == before {
            let (path, forms, n) = (row.path, quoted(FORMS), courses.len());
            let message = both!("`{path}` 须且只须写 {forms} 中的一种", "`{path}` needs exactly one of {forms}");
            let found = both!("{n} 种", "{n} of them");
            self.note(key.clone(), Fault::new("bad-schedule", message, found, with_value(row)));
        }
        if self.faults.len() == before { courses.pop().flatten() } else { None }
    }

    fn change(&mut self, row: &Parameter, form: &str, value: &Value) -> Option<Change> {
        match form {
            "value" => self.number(row, value).map(Change::Set),
            _ => match value.number() {
                Some(x) if form == "multiply" => Some(Change::Multiply(x)),
                Some(x) => Some(Change::Add(x)),
                None => {
                    let unit = if form == "add" { row.unit } else { "" };
                    self.wrong_type(value, form, a_number(unit), &format!("{form} = 1.2"));
                    None
                }
            },
        }
    }

    /// The months and the one change of a step or a ramp.
    fn parts(&mut self, row: &Parameter, what: &str, value: &Value, months: &[&str]) -> Option<(Vec<Month>, Change)> {
        let right = match what {
            "ramp" => "ramp = { from = \"2027-01\", to = \"2029-01\", multiply = 1.2 }",
            _ => "step = { at = \"2028-01\", multiply = 1.2 }",
        };
        let DeValue::Table(table) = value.value else {
            self.wrong_type(value, what, both!("小节", "a section"), right);
            return None;
        };
        let before = self.faults.len();
        let mut at = vec![None; months.len()];
        let mut changes = Vec::new();
        for (name, given) in table {
            let given = placed(given);
            let word = &**name.get_ref();
            if let Some(i) = months.iter().position(|m| *m == word) {
                at[i] = self.month(&given, word);
            } else if ["value", "multiply", "add"].contains(&word) {
                changes.push(self.change(row, word, &given));
            } else {
                let known: Vec<&str> = months.iter().copied().chain(["value", "multiply", "add"]).collect();
                self.unknown_key(name.span(), word, &format!("`{what}`"), &known);
            }
        }
        let at: Option<Vec<Month>> = at.into_iter().collect();
        if self.faults.len() > before {
            return None;
        }
        match (at, changes.as_slice()) {
            (Some(at), [Some(change)]) => Some((at, *change)),
            _ => {
                let months = quoted(months.iter().copied());
                let message = both!(
                    "`{what}` 须写 {months}，以及 `value`、`multiply`、`add` 之一",
                    "`{what}` needs {months} and one of `value`, `multiply`, `add`"
                );
                self.note(value.span.clone(), Fault::new("bad-schedule", message, "", example(right)));
                None
            }
        }
    }

    fn steps(&mut self, row: &Parameter, value: &Value) -> Option<Course> {
        let items: Vec<Value> = match value.value {
            DeValue::Array(items) => items.iter().map(placed).collect(),
            _ => vec![Value { value: value.value, span: value.span.clone() }],
        };
        let steps: Vec<Option<(Month, Change)>> = items
            .iter()
            .map(|item| self.parts(row, "step", item, &["at"]).map(|(at, change)| (at[0], change)))
            .collect();
        let steps: Vec<(Month, Change)> = steps.into_iter().collect::<Option<_>>()?;
        self.rising(value, &steps).then_some(Course::Steps(steps))
    }

    fn ramp(&mut self, row: &Parameter, value: &Value) -> Option<Course> {
        let (months, change) = self.parts(row, "ramp", value, &["from", "to"])?;
        let (from, to) = (months[0], months[1]);
        if to <= from {
            let message = both!("渐变须先开始后结束", "a ramp ends after it begins");
            let found = both!("`to` 不晚于 `from`", "`to` is not after `from`");
            self.note(value.span.clone(), Fault::new("bad-schedule", message, found, swap()));
            return None;
        }
        Some(Course::Ramp { from, to, change })
    }

    fn table(&mut self, row: &Parameter, value: &Value) -> Option<Course> {
        let right = "table = [[\"2026-01\", 1.0], [\"2028-01\", 1.1]]";
        let wanted = || both!("月份与取值成对的列表", "a list of pairs of month and value");
        let Some(items) = value.value.as_array() else {
            self.wrong_type(value, "table", wanted(), right);
            return None;
        };
        let mut steps = Vec::new();
        let mut whole = true;
        for item in items.iter() {
            let cells: Vec<Value> = item.get_ref().as_array().into_iter().flat_map(|a| a.iter().map(placed)).collect();
            let [month, number] = cells.as_slice() else {
                self.wrong_type(&placed(item), "table", wanted(), right);
                whole = false;
                continue;
            };
            match (self.month(month, "table"), self.number(row, number)) {
                (Some(month), Some(number)) => steps.push((month, Change::Set(number))),
                _ => whole = false,
            }
        }
        (whole && self.rising(value, &steps)).then_some(Course::Steps(steps))
    }

    fn rising(&mut self, value: &Value, steps: &[(Month, Change)]) -> bool {
        let fault = match steps.windows(2).find(|w| w[1].0 <= w[0].0) {
            _ if steps.is_empty() => {
                let message = both!("至少要有一个月份", "at least one month is needed");
                Fault::new("bad-schedule", message, both!("没有", "none"), both!("请加入一个", "add one"))
            }
            None => return true,
            Some(w) => {
                let [before, after] = [month_text(w[0].0), month_text(w[1].0)];
                let found = both!("{before} 之后是 {after}", "{after} after {before}");
                let help = both!("请按先后排列，不要重复", "sort them and drop repetitions");
                Fault::new("bad-schedule", both!("月份须递增", "months must rise"), found, help)
            }
        };
        self.note(value.span.clone(), fault);
        false
    }
}

/// The way out of an unknown path: the nearest of the same section, else of all, else the command that lists them.
pub(super) fn way_to(path: &str) -> Text {
    if path.contains(marks::is_chinese) {
        return english_names();
    }
    let known = || parameters::all().map(|(_, row)| row.path);
    let (section, name) = path.rsplit_once('.').unwrap_or(("", path));
    let siblings: Vec<(&str, &str)> =
        known().filter_map(|k| k.rsplit_once('.').filter(|(s, _)| *s == section)).collect();
    if let Some(near) = nearest(name, siblings.iter().map(|(_, n)| *n)) {
        return perhaps(&format!("{section}.{near}"));
    }
    let mut sections: Vec<&str> = known().flat_map(|k| k.match_indices('.').map(move |(i, _)| &k[..i])).collect();
    sections.extend(["scenario", "extends", "data", "fitted"]);
    let same_name = known().filter(|k| k.rsplit_once('.').is_some_and(|(_, n)| n == name)).min();
    match nearest(path, known().chain(sections)).or(same_name) {
        Some(near) => perhaps(near),
        None if siblings.is_empty() => both!(
            "见 docs/parameters.md，或 `skillsim explain policy`",
            "see docs/parameters.md, or `skillsim explain policy`"
        ),
        None => {
            let names = quoted(siblings.iter().map(|(_, n)| *n));
            both!("`{section}` 中有 {names}", "`{section}` has {names}")
        }
    }
}

fn a_number(unit: &str) -> Text {
    let Text { zh: in_zh, en: in_en } = in_unit(unit);
    both!("数字{in_zh}", "a number{in_en}")
}

fn with_value(row: &Parameter) -> Text {
    example(&format!("{} = {{ value = {} }}", row.path, row.show(row.default)))
}

pub(super) fn not_whole(name: &str, unit: &str, found: impl Into<Text>, help: Text) -> Fault {
    let Text { zh: in_zh, en: in_en } = in_unit(unit);
    let message = both!("`{name}` 应为整数{in_zh}", "`{name}` must be a whole number{in_en}");
    Fault::new("not-an-integer", message, found, help)
}

pub(super) fn swap() -> Text {
    both!("请对调", "swap them")
}
