//! The plan: the whole input of an ensemble, from which every shard is a pure function.
//!
//! Scenarios come resolved, with the hashes of what they were read from. The plan's identity covers all
//! that can change a result; how the runs are cut into shards is not part of it, so finished runs stay
//! valid when a plan is cut again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{Doing, Error, Fault, io};
use crate::base::time::Month;
use crate::outcome::fit::Target;
use crate::outcome::record::Arm;
use crate::scenario::Label;
use crate::scenario::parameters::{Param, param};

const SCALE: Param = param("run.people_per_agent");

/// Shards of a plan: Slurm's default array limit, and few enough for any file system.
const MAX_SHARDS: usize = 1000;

/// What was running when a plan was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    pub version: String,
    pub commit: String,
    pub target: String,
}

impl Engine {
    pub fn here() -> Self {
        Engine {
            version: format!("v{}", env!("CARGO_PKG_VERSION")),
            commit: env!("SKILLSIM_COMMIT").into(),
            target: env!("SKILLSIM_TARGET").into(),
        }
    }
}

impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "skillsim {} (commit {}, {})", self.version, self.commit, self.target)
    }
}

/// The value of a parameter in a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    pub parameter: String,
    /// The number; none for a path over time, a word or a month.
    pub number: Option<f64>,
    /// As a person would write it; of a path over time that bends often, its ends.
    pub text: String,
    /// Of a path over time: hash of its values by month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Range from which the replicates draw.
    pub spread: Option<(f64, f64)>,
    /// File and line, `--set`, or `default`.
    pub origin: String,
    /// Set by a calibration: replicates draw it from a table of fitted parameters.
    #[serde(default)]
    pub fitted: bool,
}

impl Setting {
    /// Whether both give the parameter alike, whoever said so.
    fn gives_the_same(&self, other: &Setting) -> bool {
        (self.number, self.spread) == (other.number, other.spread) && self.text == other.text && self.path == other.path
    }
}

/// A table as planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRead {
    /// File name.
    pub table: String,
    pub label: Label,
    pub file: String,
    /// BLAKE3 of its content.
    pub hash: String,
}

/// Rows of a table that rest on no source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssumedRows {
    /// File name of the table.
    pub table: String,
    pub label: Label,
    pub assumed: usize,
    pub rows: usize,
}

/// A scenario as planned: what results need to say about it, and hashes of what it was made from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    pub id: String,
    pub label: Label,
    pub description: Label,
    pub file: String,
    /// Id of the root of its `extends` chain.
    pub root: String,
    pub is_baseline: bool,
    pub start: Month,
    pub months: usize,
    /// Hash of everything the simulation reads of it.
    pub hash: String,
    /// What was said over its files, as typed: `path=value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
    /// Every parameter, in table order.
    pub settings: Vec<Setting>,
    pub assumed_rows: Vec<AssumedRows>,
    #[serde(default)]
    pub tables: Vec<TableRead>,
    /// Files read, with their hashes.
    pub sources: Vec<(String, String)>,
}

impl Planned {
    /// Its tables whose content differs from those of another scenario, each beside the other's.
    pub fn other_tables<'a>(&'a self, other: &'a Planned) -> Vec<(&'a TableRead, Option<&'a TableRead>)> {
        let of_other = |t: &TableRead| other.tables.iter().find(|o| o.table == t.table);
        let differs = |(t, o): &(&TableRead, Option<&TableRead>)| o.is_none_or(|o| t.hash != o.hash);
        self.tables.iter().map(|t| (t, of_other(t))).filter(differs).collect()
    }

    /// Real persons for each simulated person, if it is said.
    pub fn scale(&self) -> Option<f64> {
        let scale = self.settings.iter().find(|s| s.parameter == SCALE.row().path);
        scale.and_then(|setting| setting.number)
    }

    /// Whether it gives a parameter or a table otherwise than another scenario.
    pub fn changes(&self, other: &Planned) -> bool {
        !self.differences(other).is_empty() || !self.other_tables(other).is_empty()
    }

    /// Its settings whose value, path over the run or spread differs from another scenario's, each beside the other's.
    pub fn differences<'a>(&'a self, other: &'a Planned) -> Vec<(&'a Setting, Option<&'a Setting>)> {
        let of_other = |s: &Setting| other.settings.iter().find(|o| o.parameter == s.parameter);
        let differs = |(s, o): &(&Setting, Option<&Setting>)| o.is_none_or(|o| !s.gives_the_same(o));
        self.settings.iter().map(|s| (s, of_other(s))).filter(differs).collect()
    }
}

/// How the baseline of the comparison was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaselineBy {
    /// A scenario says so.
    Marked,
    /// The others extend it.
    Root,
    /// Neither holds: the first one given.
    First,
}

/// One run: the arguments of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Position in [`Input::scenarios`].
    pub scenario: usize,
    pub arm: Arm,
    pub replicate: u32,
    pub seed: u64,
}

/// All that can change a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    pub engine: Engine,
    pub seed: u64,
    pub replicates: u32,
    /// The first arm is the one whose means are reported.
    pub arms: Vec<Arm>,
    /// Position in `scenarios`.
    pub baseline: usize,
    pub baseline_by: BaselineBy,
    /// Sorted by id.
    pub scenarios: Vec<Planned>,
    /// Names of table rows by dimension (`region`, `industry` ...) and id.
    pub names: BTreeMap<String, BTreeMap<String, Label>>,
}

/// How a plan is found again by a shard that reads the scenarios itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Scenario files, relative to the directory of the plan.
    pub files: Vec<String>,
    /// `path=value` overrides.
    pub sets: Vec<String>,
}

/// The whole input, cut into shards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub plan_id: String,
    pub input: Input,
    pub reading: Reading,
    /// What the baseline is held against; changes no run, so not part of the identity.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// `[first, last)` run of each shard.
    pub shards: Vec<(usize, usize)>,
}

/// How many runs of what kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub seed: u64,
    pub replicates: u32,
    /// With [`Arm::Full`] both arms are run, with [`Arm::Seed`] only that.
    pub uncertainty: Arm,
    /// 0: as many as there are runs, up to 1000.
    pub shards: usize,
}

impl Plan {
    /// Plans the runs of these scenarios.
    ///
    /// # Errors
    /// No scenario or replicate, two marked baselines, ids that are not unique, scenarios of different months or scales.
    pub fn new(scenarios: Vec<Planned>, size: Size) -> Result<Plan, Fault> {
        let (baseline, baseline_by) = choose_baseline(&scenarios)?;
        let baseline_id = scenarios[baseline].id.clone();
        let mut scenarios = scenarios;
        scenarios.sort_by(|a, b| a.id.cmp(&b.id));
        for pair in scenarios.windows(2) {
            if pair[0].id == pair[1].id {
                return Err(Fault::DuplicateId(pair[0].id.clone()));
            }
            if (pair[0].start, pair[0].months) != (pair[1].start, pair[1].months) {
                return Err(Fault::DifferentMonths(pair[0].id.clone(), pair[1].id.clone()));
            }
            if pair[0].scale() != pair[1].scale() {
                return Err(Fault::DifferentScales(pair[0].id.clone(), pair[1].id.clone()));
            }
        }
        if size.replicates == 0 {
            return Err(Fault::NoReplicates);
        }
        let baseline = scenarios.iter().position(|s| s.id == baseline_id).expect("sorting keeps every scenario");
        let arms = match size.uncertainty {
            Arm::Full => vec![Arm::Full, Arm::Seed],
            Arm::Seed => vec![Arm::Seed],
        };
        let Size { seed, replicates, .. } = size;
        let names = BTreeMap::new();
        let input = Input { engine: Engine::here(), seed, replicates, arms, baseline, baseline_by, scenarios, names };
        let plan_id = input.id();
        let mut plan = Plan { plan_id, input, reading: Reading::default(), targets: Vec::new(), shards: Vec::new() };
        let runs = plan.runs();
        plan.shards = cut(runs, if size.shards == 0 { runs.min(MAX_SHARDS) } else { size.shards.min(runs) });
        Ok(plan)
    }

    /// The same plan with the names of table rows.
    pub fn with_names(mut self, names: BTreeMap<String, BTreeMap<String, Label>>) -> Plan {
        self.input.names = names;
        self.plan_id = self.input.id();
        self
    }

    /// Number of runs.
    pub fn runs(&self) -> usize {
        self.input.scenarios.len() * self.input.arms.len() * self.input.replicates as usize
    }

    /// The run at this place of the list: scenario x arm x replicate, the last fastest.
    pub fn job(&self, run: usize) -> Job {
        let (replicates, arms) = (self.input.replicates as usize, self.input.arms.len());
        Job {
            scenario: run / (replicates * arms),
            arm: self.input.arms[run / replicates % arms],
            replicate: (run % replicates) as u32,
            seed: self.input.seed,
        }
    }

    /// The arm whose means are reported.
    pub fn reported_arm(&self) -> Arm {
        self.input.arms[0]
    }

    /// First month and number of months, the same in all scenarios.
    pub fn span(&self) -> (Month, usize) {
        (self.input.scenarios[0].start, self.input.scenarios[0].months)
    }

    /// The plan in a file, checked against its identity and this program.
    ///
    /// # Errors
    /// A file that cannot be read, is no plan, was altered, or was made by another program.
    pub fn read(path: &Path) -> Result<Plan, Error> {
        let bytes = fs::read(path).map_err(io(Doing::Read, path))?;
        let plan: Plan = serde_json::from_slice(&bytes)
            .map_err(|e| Fault::UnreadablePlan { path: path.display().to_string(), why: e.to_string() })?;
        let found = plan.input.id();
        if found != plan.plan_id {
            return Err(Fault::AlteredPlan { stated: plan.plan_id, found }.into());
        }
        let (planned, here) = (&plan.input.engine, Engine::here());
        if *planned != here {
            return Err(Fault::OtherEngine { planned: planned.to_string(), here: here.to_string() }.into());
        }
        let ends = std::iter::once(0).chain(plan.shards.iter().map(|(_, last)| *last));
        let in_turn = plan.shards.iter().zip(ends).all(|((first, last), end)| *first == end && first <= last);
        if !in_turn || plan.shards.last().is_none_or(|(_, last)| *last != plan.runs()) {
            return Err(Fault::AlteredShards(path.display().to_string()).into());
        }
        Ok(plan)
    }

    /// Writes the plan as JSON, whole or not at all.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let mut text = serde_json::to_vec_pretty(self).expect("a plan is plain data");
        text.push(b'\n');
        super::whole::write_whole(path, &text)
    }
}

impl Input {
    /// Name of a table row, by dimension and id.
    pub fn name(&self, dimension: &str, id: &str) -> Option<&Label> {
        self.names.get(dimension)?.get(id)
    }

    /// BLAKE3 of the canonical bytes (JSON with fields in the order of the type).
    fn id(&self) -> String {
        let bytes = serde_json::to_vec(self).expect("an input is plain data");
        format!("blake3:{}", blake3::hash(&bytes).to_hex())
    }
}

/// The marked scenario; else the one that is the root of all others' chains; else the first.
pub(super) fn choose_baseline(scenarios: &[Planned]) -> Result<(usize, BaselineBy), Fault> {
    if scenarios.is_empty() {
        return Err(Fault::NoScenario);
    }
    let mut marked = (0..scenarios.len()).filter(|&s| scenarios[s].is_baseline);
    if let Some(first) = marked.next() {
        return match marked.next() {
            Some(second) if scenarios[first].id != scenarios[second].id => {
                Err(Fault::TwoBaselines(scenarios[first].id.clone(), scenarios[second].id.clone()))
            }
            _ => Ok((first, BaselineBy::Marked)),
        };
    }
    let root = scenarios.iter().position(|s| scenarios.iter().all(|other| other.root == s.id));
    if let Some(root) = root.filter(|_| scenarios.len() > 1) {
        return Ok((root, BaselineBy::Root));
    }
    Ok((0, BaselineBy::First))
}

/// `runs` in `shards` neighbouring pieces whose sizes differ by at most one.
fn cut(runs: usize, shards: usize) -> Vec<(usize, usize)> {
    (0..shards).map(|i| (i * runs / shards, (i + 1) * runs / shards)).collect()
}
