//! A study: which parameters of a scenario to fit, to which targets, with how many runs.
//!
//! TOML with places, like a scenario. Paths are relative to the study. The tables it names are read by `calibrate`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::diagnostic::{self, Diagnostic};
use super::document::{Value, placed};
use super::entry::way_to;
use super::names::did_you_mean;
use super::parameters::{self, Kind, Param};
use super::source::{Fault, SourceText, quoted};

/// A free parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Free {
    pub param: Param,
    /// Least and greatest value sought [unit of the parameter].
    pub range: (f64, f64),
    /// Sought by its logarithm.
    pub log: bool,
}

/// A study as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    pub file: PathBuf,
    /// BLAKE3 of the file.
    pub hash: String,
    pub scenario: PathBuf,
    pub targets: PathBuf,
    /// Overrides of the scenario, `path=value`.
    pub sets: Vec<String>,
    /// In the order of the parameter table.
    pub free: Vec<Free>,
    /// `None`: that of the scenario.
    pub seed: Option<u64>,
    pub runs: usize,
    pub replicates: usize,
    pub waves: usize,
    pub check: usize,
}

const KEYS: [&str; 11] = [
    "scenario",
    "targets",
    "set",
    "people_per_agent",
    "months",
    "seed",
    "runs",
    "replicates",
    "waves",
    "check",
    "free",
];
/// The fewest runs of a study.
const FEWEST: usize = 40;
const EXAMPLE: &str = "for example separation = [0.003, 0.006] under [free.labour]";

/// Reads a study.
///
/// # Errors
/// All its faults.
pub fn read(file: &Path) -> Result<Study, Vec<Diagnostic>> {
    let source = SourceText::read(file).map_err(|fault| vec![fault.of_file(file)])?;
    let text = source.text.clone();
    let (tree, errors) = DeTable::parse_recoverable(&text);
    let folder = file.parent().unwrap_or(Path::new(""));
    let study = Study {
        file: file.to_owned(),
        hash: source.hash.clone(),
        scenario: PathBuf::new(),
        targets: PathBuf::new(),
        sets: Vec::new(),
        free: Vec::new(),
        seed: None,
        runs: 300,
        replicates: 1,
        waves: 3,
        check: 10,
    };
    let mut reader = Reader { study, source: &source, faults: Vec::new() };
    for e in &errors {
        let span = e.span().unwrap_or(0..0);
        let found = text.get(span.clone()).unwrap_or("").lines().next().unwrap_or("").to_owned();
        let help = "text needs quotes, a section is written [name], a value name = value";
        reader.note(span, Fault::new("syntax", e.message(), found, help));
    }
    reader.file(tree.get_ref(), folder);
    if errors.is_empty() {
        reader.whole();
    }
    let Reader { mut study, mut faults, .. } = reader;
    if !faults.is_empty() {
        diagnostic::sort(&mut faults);
        return Err(faults);
    }
    study.free.sort_by_key(|f| f.param);
    Ok(study)
}

struct Reader<'s> {
    study: Study,
    source: &'s SourceText,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn note(&mut self, span: Range<usize>, fault: Fault) {
        self.faults.push(self.source.fault(span, fault));
    }

    fn wrong_type(&mut self, value: &Value, name: &str, wanted: &str, example: &str) {
        let fault = Fault::new(
            "wrong-type",
            format!("`{name}` must be {wanted}"),
            value.text(),
            format!("for example {example}"),
        );
        self.note(value.span.clone(), fault);
    }

    fn file(&mut self, tree: &DeTable, folder: &Path) {
        for (key, value) in tree {
            let value = placed(value);
            match &**key.get_ref() {
                "scenario" => self.study.scenario = self.path(&value, "scenario", "baseline.toml", folder),
                "targets" => self.study.targets = self.path(&value, "targets", "targets.csv", folder),
                "set" => self.sets(&value),
                name @ ("people_per_agent" | "months") => {
                    if let Some(n) = self.count(&value, name, 1) {
                        self.study.sets.push(format!("run.{name}={n}"));
                    }
                }
                "seed" => self.study.seed = self.count(&value, "seed", 0).map(|n| n as u64),
                "runs" => self.study.runs = self.count(&value, "runs", FEWEST).unwrap_or(FEWEST),
                "replicates" => self.study.replicates = self.count(&value, "replicates", 1).unwrap_or(1),
                "waves" => self.study.waves = self.count(&value, "waves", 1).unwrap_or(1),
                "check" => self.study.check = self.count(&value, "check", 2).unwrap_or(2),
                "free" => match value.value {
                    DeValue::Table(table) => self.section("", table),
                    _ => self.wrong_type(&value, "free", "a section", "[free]"),
                },
                name => {
                    let help = did_you_mean(name, KEYS, &format!("known are {}", quoted(KEYS)));
                    let fault = Fault::new("unknown-key", "a study has no such key", format!("`{name}`"), help);
                    self.note(key.span(), fault);
                }
            }
        }
    }

    /// What depends on several keys.
    fn whole(&mut self) {
        let missing = |what: &str, help: &str| Fault::new("missing-key", what, "", help);
        let mut faults = Vec::new();
        if self.study.scenario.as_os_str().is_empty() {
            faults.push(missing("a study names the scenario it fits", "add scenario = \"baseline.toml\""));
        }
        if self.study.targets.as_os_str().is_empty() {
            faults.push(missing("a study names the table of targets", "add targets = \"targets.csv\""));
        }
        if self.study.free.is_empty() && self.faults.is_empty() {
            faults.push(missing("a study frees at least one parameter", EXAMPLE));
        }
        let Study { runs, replicates, waves, check, .. } = self.study;
        let needed = 4 * check + replicates * 12 * waves;
        if runs < needed {
            let message = format!(
                "{waves} waves of at least 12 points with {replicates} replicates and 4 x {check} checks need {needed} runs"
            );
            let help = "raise `runs`, or lower `waves`, `replicates` or `check`";
            faults.push(Fault::new("out-of-bounds", message, format!("runs = {runs}"), help));
        }
        self.faults.extend(faults.into_iter().map(|f| f.of_file(&self.source.file)));
    }

    fn path(&mut self, value: &Value, name: &str, example: &str, folder: &Path) -> PathBuf {
        match value.value.as_str() {
            Some(text) if !text.trim().is_empty() => folder.join(text),
            _ => {
                self.wrong_type(value, name, "a text in quotes", &format!("{name} = \"{example}\""));
                PathBuf::from("?")
            }
        }
    }

    fn sets(&mut self, value: &Value) {
        let items = value.value.as_array().map(|a| a.iter().map(|i| i.get_ref().as_str().map(str::to_owned)));
        match items.and_then(|items| items.collect::<Option<Vec<_>>>()) {
            Some(sets) => self.study.sets.extend(sets),
            None => self.wrong_type(value, "set", "a list of texts", "set = [\"labour.rounds=2\"]"),
        }
    }

    fn count(&mut self, value: &Value, name: &str, least: usize) -> Option<usize> {
        let whole = value.number().filter(|x| x.fract() == 0.0 && *x >= least as f64 && *x < 1e15);
        if whole.is_none() {
            let wanted = format!("a whole number of at least {least}");
            self.wrong_type(value, name, &wanted, &format!("{name} = {}", least.max(1)));
        }
        whole.map(|x| x as usize)
    }

    /// Parameters under a prefix.
    fn section(&mut self, prefix: &str, table: &DeTable) {
        for (key, value) in table {
            let path = format!("{prefix}{}", key.get_ref());
            let value = placed(value);
            match (parameters::find(&path), value.value) {
                (Some(param), _) => self.free(param, key.span(), &value),
                (None, DeValue::Table(inner))
                    if parameters::all().any(|(_, row)| row.path.starts_with(&format!("{path}."))) =>
                {
                    self.section(&format!("{path}."), inner);
                }
                _ => {
                    let fault =
                        Fault::new("unknown-key", "no parameter has this path", format!("`{path}`"), way_to(&path));
                    self.note(key.span(), fault);
                }
            }
        }
    }

    fn free(&mut self, param: Param, key: Range<usize>, value: &Value) {
        let row = param.row();
        if row.kind != Kind::Number {
            let help = "free numbers that are not policy levers; hold the others with `set`";
            let message = format!("`{}` cannot be fitted", row.path);
            return self.note(key, Fault::new("wrong-type", message, value.text(), help));
        }
        if self.study.free.iter().any(|f| f.param == param) {
            let message = format!("`{}` is freed twice", row.path);
            return self.note(key, Fault::new("duplicate", message, "", "delete one of them"));
        }
        let (mut range, mut log) = (None, false);
        match value.value {
            DeValue::Table(table) => {
                for (name, given) in table {
                    let given = placed(given);
                    match &**name.get_ref() {
                        "range" => range = self.range(param, &given),
                        "scale" => match given.value.as_str() {
                            Some("linear") => log = false,
                            Some("log") => log = true,
                            _ => self.wrong_type(&given, "scale", "\"linear\" or \"log\"", "scale = \"log\""),
                        },
                        other => {
                            let help = did_you_mean(other, ["range", "scale"], "known are `range`, `scale`");
                            let message = format!("`{}` has no such key", row.path);
                            self.note(name.span(), Fault::new("unknown-key", message, format!("`{other}`"), help));
                        }
                    }
                }
                if table.get("range").is_none() {
                    let message = format!("`{}` needs a range", row.path);
                    self.note(key.clone(), Fault::new("missing-key", message, "", EXAMPLE));
                }
            }
            _ => range = self.range(param, value),
        }
        let Some(range) = range else { return };
        if log && range.0 <= 0.0 {
            let message = format!("`{}` is sought by its logarithm: its range must be above 0", row.path);
            let found = format!("[{}, {}]", range.0, range.1);
            return self
                .note(value.span.clone(), Fault::new("out-of-bounds", message, found, "use scale = \"linear\""));
        }
        self.study.free.push(Free { param, range, log });
    }

    fn range(&mut self, param: Param, value: &Value) -> Option<(f64, f64)> {
        let row = param.row();
        let ends = value.value.as_array().map(|a| a.iter().map(|i| placed(i).number()).collect::<Option<Vec<_>>>());
        let Some(Some(ends)) = ends.filter(|e| e.as_ref().is_none_or(|e| e.len() == 2)) else {
            self.wrong_type(value, row.path, "a range of two numbers", "[0.003, 0.006]");
            return None;
        };
        let [low, high] = ends[..] else { return None };
        let (least, most) = row.bounds;
        let found = format!("[{low}, {high}]");
        if low >= high {
            let fault =
                Fault::new("out-of-bounds", "a range rises from its first to its second end", found, "swap them");
            self.note(value.span.clone(), fault);
            return None;
        }
        if low < least || high > most {
            let message = format!("`{}` must be from {least} to {most} [{}]", row.path, row.unit);
            let help = format!("narrow the range; see `skillsim explain {}`", row.path);
            self.note(value.span.clone(), Fault::new("out-of-bounds", message, found, help));
            return None;
        }
        Some((low, high))
    }
}
