//! One definition per parameter: path, unit, bounds, default, neutral value, spread, source and text.
//!
//! Checks, messages, `explain`, the schema, the reference page and the draws of the uncertainty all come from
//! this table. Code that uses a parameter names it by its path in a constant, `const SEARCH: Param =
//! param("labour.search_probability");` or `const { param("…") }`, so that a misspelt path does not compile.

mod education;
mod enterprise;
mod enterprise_dynamics;
mod labour;
mod measurement;
mod money;
mod network;
mod policy;
mod population;
mod programs;
mod run;
mod skills;

use serde::{Deserialize, Serialize};

use crate::base::text::same;
use crate::base::time::Month;

/// How a parameter may be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A real number.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`, held as 1 and 0.
    Switch,
    /// One of a list of words, held as its position.
    Choice(&'static [&'static str]),
    /// A calendar month, held as months since year 0.
    Month,
    /// A policy lever: a number for each month (constant, step, ramp or table).
    Lever,
}

/// Where a default comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// Author, year, what was read.
    Published(&'static str),
    /// No source was found; the text gives the reasoning, in English and Chinese. Listed as such in every run.
    Assumption(&'static str, &'static str),
    /// A choice of how to run (seed, scale), not a claim about the world; why, in English and Chinese.
    Setting(&'static str, &'static str),
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Dotted path as written in scenario files.
    pub path: &'static str,
    pub kind: Kind,
    pub unit: &'static str,
    pub default: f64,
    /// Least and greatest value allowed, both included.
    pub bounds: (f64, f64),
    /// The value at which the mechanism is exactly off, if it can be.
    pub neutral: Option<f64>,
    /// What is not known: the range from which each replicate draws (triangular with the value in force as mode).
    pub spread: Option<(f64, f64)>,
    pub source: Source,
    pub en: &'static str,
    pub zh: &'static str,
}

/// Position of a parameter in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Param(pub u16);

/// The groups of the table, in the order of the reference page.
pub const GROUPS: &[&[Parameter]] = &[
    run::ROWS,
    policy::ROWS,
    population::ROWS,
    labour::ROWS,
    skills::ROWS,
    enterprise_dynamics::ROWS,
    network::ROWS,
    measurement::ROWS,
    education::ROWS,
    money::ROWS,
    programs::ROWS,
    enterprise::ROWS,
];

/// All parameters in table order.
pub fn all() -> impl Iterator<Item = (Param, &'static Parameter)> {
    GROUPS.iter().flat_map(|g| g.iter()).enumerate().map(|(i, p)| (Param(i as u16), p))
}

/// Begin of the paths of the levers that split the money over its lines.
pub const SPLIT: &str = "policy.split.";

/// These levers, each with the id of its line.
pub fn split_of_money() -> impl Iterator<Item = (Param, &'static str)> {
    all().filter_map(|(p, row)| Some((p, row.path.strip_prefix(SPLIT)?)))
}

/// The parameter at `path`. Called in a constant alone, where an unknown path stops the build.
pub const fn param(path: &str) -> Param {
    let (mut group, mut index) = (0, 0u16);
    while group < GROUPS.len() {
        let mut row = 0;
        while row < GROUPS[group].len() {
            if same(GROUPS[group][row].path, path) {
                return Param(index);
            }
            row += 1;
            index += 1;
        }
        group += 1;
    }
    panic!("no parameter has this path")
}

impl Param {
    pub const fn row(self) -> &'static Parameter {
        let (mut group, mut row) = (0, self.0 as usize);
        while row >= GROUPS[group].len() {
            row -= GROUPS[group].len();
            group += 1;
        }
        &GROUPS[group][row]
    }

    /// Its words, in order; none if it is no choice.
    pub const fn words(self) -> &'static [&'static str] {
        match self.row().kind {
            Kind::Choice(words) => words,
            _ => &[],
        }
    }
}

/// The value of a parameter: its default, and what only some have, the value that switches off and the range of draws.
#[derive(Clone, Copy)]
struct Value {
    default: f64,
    neutral: Option<f64>,
    spread: Option<(f64, f64)>,
}

/// A default that switches nothing off and that no replicate draws.
const fn at(default: f64) -> Value {
    Value { default, neutral: None, spread: None }
}

impl Value {
    /// At this value the mechanism is exactly off.
    const fn off_at(self, neutral: f64) -> Value {
        Value { neutral: Some(neutral), ..self }
    }

    /// Replicates draw from this range.
    const fn drawn(self, low: f64, high: f64) -> Value {
        Value { spread: Some((low, high)), ..self }
    }
}

/// How rows are written.
impl Parameter {
    /// A row of any kind.
    const fn row(
        path: &'static str,
        kind: Kind,
        unit: &'static str,
        value: Value,
        bounds: (f64, f64),
        source: Source,
        [en, zh]: [&'static str; 2],
    ) -> Parameter {
        let Value { default, neutral, spread } = value;
        Parameter { path, kind, unit, default, bounds, neutral, spread, source, en, zh }
    }

    /// A real number.
    const fn number(
        path: &'static str,
        unit: &'static str,
        value: Value,
        bounds: (f64, f64),
        source: Source,
        texts: [&'static str; 2],
    ) -> Parameter {
        Parameter::row(path, Kind::Number, unit, value, bounds, source, texts)
    }

    /// A whole number.
    const fn whole(
        path: &'static str,
        unit: &'static str,
        value: Value,
        bounds: (f64, f64),
        source: Source,
        texts: [&'static str; 2],
    ) -> Parameter {
        Parameter::row(path, Kind::Integer, unit, value, bounds, source, texts)
    }

    /// `true` or `false`.
    const fn switch(path: &'static str, value: Value, source: Source, texts: [&'static str; 2]) -> Parameter {
        Parameter::row(path, Kind::Switch, "1", value, (0.0, 1.0), source, texts)
    }

    /// A policy lever.
    const fn lever(
        path: &'static str,
        unit: &'static str,
        value: Value,
        bounds: (f64, f64),
        source: Source,
        texts: [&'static str; 2],
    ) -> Parameter {
        Parameter::row(path, Kind::Lever, unit, value, bounds, source, texts)
    }
}

impl Parameter {
    /// Whether it counts something: parts of a whole make no sense.
    pub fn is_whole(&self) -> bool {
        self.kind == Kind::Integer || policy::COUNTS.contains(&self.path)
    }

    /// A value as it is written in a scenario file: a number, `true`, a word or a month.
    pub fn show(&self, value: f64) -> String {
        match self.kind {
            Kind::Switch => (value != 0.0).to_string(),
            Kind::Choice(words) => words.get(value as usize).copied().unwrap_or("?").to_string(),
            Kind::Month => month_text(Month(value as i32)),
            Kind::Number | Kind::Integer | Kind::Lever => value.to_string(),
        }
    }
}

/// `2027-01`, as months are written in scenario files.
pub fn month_text(month: Month) -> String {
    format!("{:04}-{:02}", month.year(), month.of_year())
}

/// The parameter at `path`, if there is one.
pub fn find(path: &str) -> Option<Param> {
    all().find(|(_, row)| row.path == path).map(|(p, _)| p)
}
