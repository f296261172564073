//! A study: which parameters of a scenario to fit, to which targets, with how many runs.
//!
//! TOML with places, like a scenario. Paths are relative to the study. The tables it names are read by `calibrate`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::diagnostic::{self, Diagnostic};
use super::document::{Value, example, placed, quoted_text, unknown_key, wrong_type};
use super::entry::{must_be_within, no_such_path, swap};
use super::parameters::{self, Kind, Param};
use super::source::{Fault, SourceText};
use super::syntax::mended;
use crate::base::language::{Text, both};

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
/// Keys of a free parameter.
const FREE_KEYS: [&str; 2] = ["range", "scale"];
/// The fewest runs of a study.
const FEWEST: usize = 40;
/// The fewest points of a wave: an emulator is not tried on fewer runs.
pub const FEWEST_POINTS: usize = 12;
/// Runs of the check for each one that `check` asks for: before, at the middle, and two of the posterior.
pub const RUNS_OF_CHECK: usize = 4;

/// Reads a study.
///
/// # Errors
/// All its faults.
pub fn read(file: &Path) -> Result<Study, Vec<Diagnostic>> {
    let source = SourceText::read(file).map_err(|fault| vec![fault.of_file(file)])?;
    let (text, mut syntax) = mended(&source);
    let (tree, _) = DeTable::parse_recoverable(&text);
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
    reader.file(tree.get_ref());
    if syntax.is_empty() {
        reader.whole();
    }
    let Reader { mut study, mut faults, .. } = reader;
    faults.retain(|d| syntax.iter().all(|s| s.line != d.line));
    faults.append(&mut syntax);
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

    fn wrong_type(&mut self, value: &Value, name: &str, wanted: Text, right: &str) {
        self.note(value.span.clone(), wrong_type(value, name, wanted, right));
    }

    fn file(&mut self, tree: &DeTable) {
        for (key, value) in tree {
            let value = placed(value);
            match &**key.get_ref() {
                "scenario" => self.study.scenario = self.path(&value, "scenario", "baseline.toml"),
                "targets" => self.study.targets = self.path(&value, "targets", "targets.csv"),
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
                    _ => self.wrong_type(&value, "free", both!("小节", "a section"), "[free]"),
                },
                name => self.note(key.span(), unknown_key(name, both!("研究文件", "a study"), &KEYS)),
            }
        }
    }

    /// What depends on several keys.
    fn whole(&mut self) {
        let missing = |what: Text, help: Text| Fault::new("missing-key", what, "", help);
        let mut faults = Vec::new();
        if self.study.scenario.as_os_str().is_empty() {
            faults.push(missing(
                both!("研究文件须写明所拟合的情景", "a study names the scenario it fits"),
                both!("请加入 scenario = \"baseline.toml\"", "add scenario = \"baseline.toml\""),
            ));
        }
        if self.study.targets.as_os_str().is_empty() {
            faults.push(missing(
                both!("研究文件须写明目标表", "a study names the table of targets"),
                both!("请加入 targets = \"targets.csv\"", "add targets = \"targets.csv\""),
            ));
        }
        if self.study.free.is_empty() && self.faults.is_empty() {
            faults.push(missing(both!("研究文件至少放开一个参数", "a study frees at least one parameter"), freed()));
        }
        let Study { runs, replicates, waves, check, .. } = self.study;
        let needed = (replicates.saturating_mul(waves).saturating_mul(FEWEST_POINTS))
            .saturating_add(check.saturating_mul(RUNS_OF_CHECK));
        if runs < needed {
            let message = both!(
                "{waves} 轮、每轮至少 {FEWEST_POINTS} 点、各重复 {replicates} 次，加 {RUNS_OF_CHECK} x {check} 次检验，需 {needed} 次运行",
                "{waves} waves of at least {FEWEST_POINTS} points with {replicates} replicates and {RUNS_OF_CHECK} x {check} checks need {needed} runs"
            );
            let help = both!(
                "请增加 `runs`，或减少 `waves`、`replicates`、`check`",
                "raise `runs`, or lower `waves`, `replicates` or `check`"
            );
            faults.push(Fault::new("out-of-bounds", message, format!("runs = {runs}"), help));
        }
        self.faults.extend(faults.into_iter().map(|f| f.of_file(&self.source.file)));
    }

    fn path(&mut self, value: &Value, name: &str, example: &str) -> PathBuf {
        match value.value.as_str() {
            Some(text) if !text.trim().is_empty() => self.source.beside(Path::new(text)),
            _ => {
                self.wrong_type(value, name, quoted_text(), &format!("{name} = \"{example}\""));
                PathBuf::from("?")
            }
        }
    }

    fn sets(&mut self, value: &Value) {
        let items = value.value.as_array().map(|a| a.iter().map(|i| i.get_ref().as_str().map(str::to_owned)));
        match items.and_then(|items| items.collect::<Option<Vec<_>>>()) {
            Some(sets) => self.study.sets.extend(sets),
            None => {
                self.wrong_type(value, "set", both!("文本的列表", "a list of texts"), "set = [\"labour.rounds=2\"]")
            }
        }
    }

    fn count(&mut self, value: &Value, name: &str, least: usize) -> Option<usize> {
        let whole = value.number().filter(|x| x.fract() == 0.0 && *x >= least as f64 && *x < 1e15);
        if whole.is_none() {
            let wanted = both!("不小于 {least} 的整数", "a whole number of at least {least}");
            self.wrong_type(value, name, wanted, &format!("{name} = {}", least.max(1)));
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
                _ => self.note(key.span(), no_such_path(&path)),
            }
        }
    }

    fn free(&mut self, param: Param, key: Range<usize>, value: &Value) {
        let row = param.row();
        let path = row.path;
        if row.kind != Kind::Number {
            let help = both!(
                "只能放开非政策杠杆的数字；其他参数用 `set` 固定",
                "free numbers that are not policy levers; hold the others with `set`"
            );
            let message = both!("`{path}` 不能拟合", "`{path}` cannot be fitted");
            return self.note(key, Fault::new("wrong-type", message, value.text(), help));
        }
        if self.study.free.iter().any(|f| f.param == param) {
            let message = both!("`{path}` 放开了两次", "`{path}` is freed twice");
            let help = both!("请删去其中一个", "delete one of them");
            return self.note(key, Fault::new("duplicate", message, "", help));
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
                            _ => {
                                let wanted = both!("\"linear\" 或 \"log\"", "\"linear\" or \"log\"");
                                self.wrong_type(&given, "scale", wanted, "scale = \"log\"");
                            }
                        },
                        other => self.note(name.span(), unknown_key(other, path, &FREE_KEYS)),
                    }
                }
                if table.get("range").is_none() {
                    let message = both!("`{path}` 须写区间", "`{path}` needs a range");
                    self.note(key.clone(), Fault::new("missing-key", message, "", freed()));
                }
            }
            _ => range = self.range(param, value),
        }
        let Some(range) = range else { return };
        if log && range.0 <= 0.0 {
            let message = both!(
                "`{path}` 按对数搜索：区间须大于 0",
                "`{path}` is sought by its logarithm: its range must be above 0"
            );
            let found = format!("[{}, {}]", range.0, range.1);
            let help = both!("请改用 scale = \"linear\"", "use scale = \"linear\"");
            return self.note(value.span.clone(), Fault::new("out-of-bounds", message, found, help));
        }
        self.study.free.push(Free { param, range, log });
    }

    fn range(&mut self, param: Param, value: &Value) -> Option<(f64, f64)> {
        let row = param.row();
        let ends = value.value.as_array().map(|a| a.iter().map(|i| placed(i).number()).collect::<Option<Vec<_>>>());
        let Some(Some(ends)) = ends.filter(|e| e.as_ref().is_none_or(|e| e.len() == 2)) else {
            let wanted = both!("两个数字的区间", "a range of two numbers");
            self.wrong_type(value, row.path, wanted, "[0.003, 0.006]");
            return None;
        };
        let [low, high] = ends[..] else { return None };
        let (least, most) = row.bounds;
        let found = format!("[{low}, {high}]");
        if low >= high {
            let message = both!("区间须由小到大", "a range rises from its first to its second end");
            self.note(value.span.clone(), Fault::new("out-of-bounds", message, found, swap()));
            return None;
        }
        if low < least || high > most {
            let path = row.path;
            let message = must_be_within(path, &least.to_string(), &most.to_string(), row.unit);
            let help =
                both!("请缩小区间；详见 `skillsim explain {path}`", "narrow the range; see `skillsim explain {path}`");
            self.note(value.span.clone(), Fault::new("out-of-bounds", message, found, help));
            return None;
        }
        Some((low, high))
    }
}

/// How a parameter is freed.
fn freed() -> Text {
    example("[free.labour] separation = [0.003, 0.006]")
}
