//! From resolved scenarios to a plan: what results have to say about them, and the hashes that tie a shard to them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::Fault;
use super::plan::{AssumedRows, Plan, Planned, Setting, Size, TableRead, choose_baseline};
use crate::outcome::breakdown::LEVELS;
use crate::outcome::fit;
use crate::outcome::record::Arm;
use crate::scenario::load::{Loaded, load_all};
use crate::scenario::parameters::{self, Kind, Param, param};
use crate::scenario::tables::{DataKind, TableFile};
use crate::scenario::{self, Diagnostic, Label, SaidBy, Scenario, diagnostic};

/// Tables whose rows are keys of results, by the column that holds them.
const NAMED: &[(&str, &str)] =
    &[("industry", "industries"), ("occupation", "occupations"), ("region", "regions"), ("specialty", "specialties")];

const SEED: Param = param("run.seed");
const REPLICATES: Param = param("run.replicates");
const UNCERTAINTY: Param = param("run.parameter_uncertainty");

/// How many runs of what kind; what is `None` is read from the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    pub seed: Option<u64>,
    pub replicates: Option<u32>,
    pub uncertainty: Option<Arm>,
    /// 0: as many as there are runs, up to 1000.
    pub shards: usize,
}

/// Reads scenario files for a plan, with what options say put over each `path=value`. `faults`: those found before.
///
/// # Errors
/// All faults of all files, those of their targets among them.
pub fn load(
    files: &[PathBuf],
    sets: &[String],
    options: &[SaidBy],
    mut faults: Vec<Diagnostic>,
) -> Result<Vec<Scenario>, Vec<Diagnostic>> {
    let Loaded { scenarios, targets } = load_all(files, sets, options);
    match scenarios {
        Ok(scenarios) if faults.is_empty() => return Ok(scenarios),
        scenarios => faults.extend(scenarios.err().unwrap_or_default()),
    }
    faults.extend(targets.iter().filter_map(|file| fit::read(file).err()).flatten());
    diagnostic::sort(&mut faults);
    Err(faults)
}

/// The plan with the targets of the baseline's province. `scenarios`: in the order of the plan.
///
/// # Errors
/// All faults of the table of targets.
pub fn with_targets(mut plan: Plan, scenarios: &[Scenario]) -> Result<Plan, Vec<Diagnostic>> {
    let tables = &scenarios[plan.input.baseline].tables;
    if tables.kind == DataKind::Province
        && let Some(file) = tables.file("targets")
    {
        plan.targets = fit::read(&file)?;
    }
    Ok(plan)
}

/// Plans the runs of these scenarios and puts them in the order of the plan.
///
/// # Errors
/// As [`Plan::new`].
pub fn plan(scenarios: &mut [Scenario], wish: Wish) -> Result<Plan, Fault> {
    let planned: Vec<Planned> = scenarios.iter().map(planned).collect();
    let baseline = &scenarios[choose_baseline(&planned)?.0];
    let size = Size {
        seed: wish.seed.unwrap_or(baseline.number(SEED) as u64),
        replicates: wish.replicates.unwrap_or(baseline.number(REPLICATES) as u32),
        uncertainty: wish.uncertainty.unwrap_or(if baseline.number(UNCERTAINTY) == 0.0 {
            Arm::Seed
        } else {
            Arm::Full
        }),
        shards: wish.shards,
    };
    let plan = Plan::new(planned, size)?;
    scenarios.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(plan.with_names(names(scenarios)))
}

/// Checks that these scenarios are the ones that were planned, and puts them in the order of the plan.
///
/// # Errors
/// [`Fault::ChangedScenario`] with the first that is missing or differs.
pub fn check(plan: &Plan, scenarios: &mut [Scenario]) -> Result<(), Fault> {
    scenarios.sort_by(|a, b| a.id.cmp(&b.id));
    for (i, planned) in plan.input.scenarios.iter().enumerate() {
        if scenarios.get(i).is_none_or(|s| s.id != planned.id || s.hash() != planned.hash) {
            return Err(Fault::ChangedScenario(planned.id.clone()));
        }
    }
    Ok(())
}

fn planned(s: &Scenario) -> Planned {
    // How often, with which seed and what varies is said once, by the plan.
    let settings = parameters::all().filter(|(p, _)| ![SEED, REPLICATES, UNCERTAINTY].contains(p)).map(|(p, row)| {
        let given = &s.given[p.0 as usize];
        let (number, path) = match (&given.setting, row.kind) {
            (scenario::Setting::Number(x), Kind::Number | Kind::Integer | Kind::Switch) => (Some(*x), None),
            (scenario::Setting::Path(_), _) => {
                let path = s.path(p);
                let number = constant(&path);
                (number, number.is_none().then(|| hash(&path)))
            }
            _ => (None, None),
        };
        let (parameter, origin) = (row.path.to_owned(), given.origin.to_string());
        let (text, spread, fitted) = (s.text(p), given.spread, given.origin.is_fitted());
        Setting { parameter, number, text, path, spread, origin, fitted }
    });
    let mut sources: Vec<_> = s.sources.iter().map(|(file, hash)| (file.display().to_string(), hash.clone())).collect();
    sources.push((s.tables.dir.display().to_string(), s.tables.hash.clone()));
    Planned {
        id: s.id.clone(),
        label: s.label.clone(),
        description: s.description.clone(),
        file: s.file.display().to_string(),
        root: s.root.clone(),
        is_baseline: s.is_baseline,
        start: s.start(),
        months: s.months(),
        hash: s.hash(),
        sets: s.sets.clone(),
        settings: settings.collect(),
        assumed_rows: assumed_rows(s),
        tables: s.tables.files.iter().map(|file| table_read(s, file)).collect(),
        sources,
    }
}

fn table_read(s: &Scenario, file: &TableFile) -> TableRead {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let table = name(&file.path);
    let schema = s.tables.kind.schemas().iter().find(|schema| table.strip_suffix(".csv") == Some(schema.name));
    let label = schema.map_or_else(Label::default, |schema| Label { zh: schema.zh.into(), en: schema.en.into() });
    TableRead { table, label, file: file.path.display().to_string(), hash: file.hash.clone() }
}

/// The value of a path that never changes.
fn constant(path: &[f64]) -> Option<f64> {
    path.first().copied().filter(|first| path.iter().all(|x| x == first))
}

fn hash(path: &[f64]) -> String {
    let mut hasher = blake3::Hasher::new();
    for value in path {
        hasher.update(&value.to_bits().to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

fn assumed_rows(s: &Scenario) -> Vec<AssumedRows> {
    const CONFIDENCE: &str = "confidence";
    let mut tables = Vec::new();
    for frame in s.tables.frames.values() {
        if !frame.schema.columns().any(|c| c.name == CONFIDENCE) {
            continue;
        }
        let assumed = frame.text(CONFIDENCE).iter().filter(|word| *word == "assumption").count();
        if assumed > 0 {
            let label = Label { zh: frame.schema.zh.into(), en: frame.schema.en.into() };
            tables.push(AssumedRows { table: format!("{}.csv", frame.schema.name), label, assumed, rows: frame.len() });
        }
    }
    tables
}

fn names(scenarios: &[Scenario]) -> BTreeMap<String, BTreeMap<String, Label>> {
    let mut names: BTreeMap<String, BTreeMap<String, Label>> = BTreeMap::new();
    let levels = LEVELS.iter().map(|(_, id, [zh, en])| (id.to_string(), Label { zh: (*zh).into(), en: (*en).into() }));
    names.insert("level".into(), levels.collect());
    for &(dimension, table) in NAMED {
        for frame in scenarios.iter().filter_map(|s| s.tables.frames.get(table)) {
            if !["id", "label_zh", "label_en"].iter().all(|n| frame.schema.columns().any(|c| c.name == *n)) {
                continue;
            }
            let (zh, en) = (frame.text("label_zh"), frame.text("label_en"));
            for (row, id) in frame.text("id").iter().enumerate() {
                let label = Label { zh: zh[row].clone(), en: en[row].clone() };
                names.entry(dimension.into()).or_default().entry(id.clone()).or_insert(label);
            }
        }
    }
    names
}
