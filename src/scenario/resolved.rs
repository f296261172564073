//! A scenario after all layers: every parameter has a value and knows where it was said.
//!
//! Must not: know what a value means. Comes from `load`, goes to the model, to `scenarios.csv` and to the manifest.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::diagnostic::Diagnostic;
use super::parameters::{self, Kind, Param, month_text, param};
use super::schedule::Schedule;
use super::tables::{Posterior, Tables};
use crate::base::language::{Language, Text};
use crate::base::time::Month;

const START: Param = param("run.start");
const MONTHS: Param = param("run.months");

/// A name or a description.
pub type Label = Text;

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Setting {
    Number(f64),
    Path(Schedule),
}

/// Where a value was said last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The parameter table.
    Default,
    File {
        file: PathBuf,
        line: usize,
    },
    /// `--set` of the command line.
    Set,
    /// A table of fitted parameters, named at this place: each replicate takes a row of it.
    Fitted {
        file: PathBuf,
        line: usize,
    },
    /// [`Scenario::with_numbers`]: a draw, a design point, a candidate of a search.
    Drawn,
}

/// A value in force, its spread and its origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub setting: Setting,
    /// Range of what is not known, drawn from by replicates; `None` = fixed.
    pub spread: Option<(f64, f64)>,
    pub origin: Origin,
}

/// A scenario, ready to be validated by the model.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub id: String,
    pub label: Label,
    pub description: Label,
    pub file: PathBuf,
    /// Id of the root of the `extends` chain.
    pub root: String,
    pub is_baseline: bool,
    /// Left out of a run when other files are named with it: too large to be started by accident.
    pub alone: bool,
    /// What was said over its files, as typed: `path=value`.
    pub sets: Vec<String>,
    /// By `Param` position, all parameters.
    pub given: Vec<Given>,
    pub tables: Arc<Tables>,
    /// The fitted parameters; in force for those whose origin says so.
    pub fitted: Option<Arc<Posterior>>,
    /// What is odd about it but stops no run.
    pub warnings: Vec<Diagnostic>,
    /// Files of the chain, root first, each with the BLAKE3 of its content.
    pub sources: Vec<(PathBuf, String)>,
}

impl Scenario {
    /// Value of a parameter that is not a lever; of a lever, its value in the first month.
    pub fn number(&self, p: Param) -> f64 {
        match &self.given[p.0 as usize].setting {
            Setting::Number(value) => *value,
            Setting::Path(schedule) => schedule.at(self.start()),
        }
    }

    /// A lever by month over the run; any other parameter repeated.
    pub fn path(&self, p: Param) -> Vec<f64> {
        match &self.given[p.0 as usize].setting {
            Setting::Number(value) => vec![*value; self.months()],
            Setting::Path(schedule) => schedule.path(self.start(), self.months()),
        }
    }

    /// First month of the run.
    pub fn start(&self) -> Month {
        match self.given[START.0 as usize].setting {
            Setting::Number(months) => Month(months as i32),
            Setting::Path(_) => Month(START.row().default as i32),
        }
    }

    /// Length of the run [months].
    pub fn months(&self) -> usize {
        match self.given[MONTHS.0 as usize].setting {
            Setting::Number(months) => months as usize,
            Setting::Path(_) => MONTHS.row().default as usize,
        }
    }

    /// The same scenario with other numbers; a lever becomes constant. The numbers lose their spread.
    pub fn with_numbers(&self, numbers: &[(Param, f64)]) -> Scenario {
        let mut scenario = self.clone();
        for &(p, value) in numbers {
            let setting = match p.row().kind {
                Kind::Lever => Setting::Path(Schedule::constant(value)),
                _ => Setting::Number(value),
            };
            scenario.given[p.0 as usize] = Given { setting, spread: None, origin: Origin::Drawn };
        }
        scenario
    }

    /// The value in force as text: a number, a word, a month, or the months at which a path changes.
    pub fn text(&self, p: Param) -> String {
        let given = &self.given[p.0 as usize];
        let value = match &given.setting {
            Setting::Number(value) => p.row().show(*value),
            Setting::Path(schedule) => path_text(self.start(), &schedule.path(self.start(), self.months())),
        };
        match given.spread {
            Some((lo, hi)) => format!("{value} [{lo}, {hi}]"),
            None => value,
        }
    }

    /// BLAKE3 of everything that can change a result: id, every value and spread by month, and the tables.
    /// Two files that say the same have the same hash.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut line = |text: &str| {
            hasher.update(text.as_bytes());
            hasher.update(b"\n");
        };
        line(&self.id);
        line(&self.tables.hash);
        for (p, row) in parameters::all() {
            line(row.path);
            for value in self.distinct(p) {
                line(&format!("{:016x}", value.to_bits()));
            }
            if let Some((lo, hi)) = self.given[p.0 as usize].spread {
                line(&format!("{:016x} {:016x}", lo.to_bits(), hi.to_bits()));
            }
            for value in self.fitted_values(p).into_iter().flatten() {
                line(&format!("fitted {:016x}", value.to_bits()));
            }
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The values of a parameter in the rows of the table it was fitted in; `None` if another value is in force.
    pub fn fitted_values(&self, p: Param) -> Option<impl Iterator<Item = f64> + '_> {
        let fitted = self.fitted.as_ref().filter(|_| self.given[p.0 as usize].origin.is_fitted())?;
        fitted.column(p)
    }

    fn distinct(&self, p: Param) -> Vec<f64> {
        match p.row().kind {
            Kind::Lever => self.path(p),
            _ => vec![self.number(p)],
        }
    }
}

/// `1`, or `1, 1.1 from 2028-01, 1.32 from 2029-01 (ramp from 2028-01)`; a path that bends often is said by its ends.
fn path_text(start: Month, path: &[f64]) -> String {
    const MOST: usize = 8;
    let month = |i: usize| month_text(start + i as i32);
    let mut parts: Vec<String> = path.first().map(|v| rounded(*v)).into_iter().collect();
    let mut i = 1;
    while i < path.len() {
        let slope = path[i] - path[i - 1];
        let straight = |j: &usize| (path[*j] - path[j - 1] - slope).abs() <= 1e-9 * slope.abs();
        let end = (i..path.len()).take_while(straight).last().unwrap_or(i);
        match slope != 0.0 {
            true if end == i => parts.push(format!("{} from {}", rounded(path[i]), month(i))),
            true => parts.push(format!("{} from {} (ramp from {})", rounded(path[end]), month(end), month(i - 1))),
            false => {}
        }
        i = end + 1;
    }
    if parts.len() > MOST {
        let last = path.len() - 1;
        return format!("{} to {} in {}, {} bends", parts[0], rounded(path[last]), month(last), parts.len() - 1);
    }
    parts.join(", ")
}

/// A text of [`Scenario::text`] in a language: only that of a path has words in it.
pub fn path_in(text: &str, lang: Language) -> String {
    if lang == Language::En || !(text.contains(" from ") || text.ends_with(" bends")) {
        return text.to_owned();
    }
    let by_its_ends = |text: &str| {
        let (ends, bends) = text.strip_suffix(" bends")?.rsplit_once(", ")?;
        let (values, month) = ends.split_once(" in ")?;
        let (first, last) = values.split_once(" to ")?;
        Some(format!("{first}，至 {month} 为 {last}，其间变动 {bends} 次"))
    };
    let part = |part: &str| match part.split_once(" from ") {
        Some((value, months)) => match months.trim_end_matches(')').split_once(" (ramp from ") {
            Some((to, from)) => format!("{from} 至 {to} 渐变为 {value}"),
            None => format!("{months} 起 {value}"),
        },
        None => part.to_owned(),
    };
    by_its_ends(text).unwrap_or_else(|| text.split(", ").map(part).collect::<Vec<_>>().join("，"))
}

fn rounded(value: f64) -> String {
    ((value * 1e9).round() / 1e9).to_string()
}

impl Origin {
    /// Whether replicates draw the value from a table of fitted parameters.
    pub fn is_fitted(&self) -> bool {
        matches!(self, Origin::Fitted { .. })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File { file, line } | Origin::Fitted { file, line } => write!(f, "{}:{line}", file.display()),
            Origin::Set => f.write_str("--set"),
            Origin::Drawn => f.write_str("drawn"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_in_chinese() {
        let start = Month::new(2027, 1);
        let told = |path: &[f64]| path_in(&path_text(start, path), Language::Zh);
        assert_eq!(told(&[1.0, 1.0, 1.2]), "1，2027-03 起 1.2");
        assert_eq!(told(&[0.0, 0.5, 1.0, 1.5, 1.5, 2.0]), "0，2027-01 至 2027-04 渐变为 1.5，2027-06 起 2");
        let many: Vec<f64> = (0..20).map(|i| f64::from(i * i)).collect();
        assert_eq!(told(&many), "0，至 2028-08 为 361，其间变动 19 次");
        assert_eq!(path_in("0.13 [0.1, 0.17]", Language::Zh), "0.13 [0.1, 0.17]");
    }
}
