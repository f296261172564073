//! Finished results read back, so that runs made at different times can be compared.
//!
//! Values come from `runs.csv`, which holds them exactly; pairs are replicates of the same number and seed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::csv::Dialect;
use super::directory::{Staging, check_files, read_manifest};
use super::frame::{is_of, other_version};
use super::manifest::{Contents, Execution, Manifest};
use super::{FileSet, Report, Request, columns, provenance, results};
use crate::base::language::{Text, both};
use crate::experiment::compare::{Measured, compare_measured};
use crate::experiment::error::{Error, Fault};
use crate::experiment::horizon::{Horizon, horizons};
use crate::experiment::plan::{Plan, Planned, Size};
use crate::outcome::dictionary::INDICATORS;
use crate::outcome::record::Arm;
use crate::scenario::names::ID_LENGTH;

/// Runs of one or more finished directories, scenarios with the same content taken once.
pub struct Earlier {
    pub plan: Plan,
    pub horizons: Vec<Horizon>,
    pub runs: Vec<Measured>,
    /// Directories whose program is not the first one's.
    pub other_engines: Vec<PathBuf>,
    /// Runs that failed.
    pub failed: usize,
}

/// Reads finished results of `run` or `merge`.
///
/// # Errors
/// A directory that is no such result; different seeds, months, scales or kinds of uncertainty.
pub fn read(directories: &[PathBuf]) -> Result<Earlier, Error> {
    let mut scenarios: Vec<Planned> = Vec::new();
    let mut runs: Vec<(String, Measured)> = Vec::new();
    let mut first: Option<(&PathBuf, Manifest)> = None;
    let (mut other_engines, mut replicates) = (Vec::new(), 0);
    for (number, directory) in directories.iter().enumerate() {
        let manifest = read_manifest(directory)?;
        if manifest.contents != Contents::Ensemble {
            return Err(unreadable(directory, both!("其中是对比，不是运行结果", "it holds a comparison, not runs")));
        }
        if let Some((path, other)) = &first {
            let [first, second] = [path.display(), directory.display()].map(|d| d.to_string());
            if (&other.seed, &other.arms) != (&manifest.seed, &manifest.arms) {
                return Err(Fault::DifferentSeeds { first, second }.into());
            }
            if other.span() != manifest.span() {
                return Err(Fault::DifferentSpans { first, second }.into());
            }
            if (&other.version, &other.commit) != (&manifest.version, &manifest.commit) {
                other_engines.push(directory.clone());
            }
        }
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut taken: Vec<String> = scenarios.iter().chain(&manifest.scenarios).map(|s| s.id.clone()).collect();
        for planned in &manifest.scenarios {
            let mut planned = planned.clone();
            let own = planned.id.clone();
            let known = scenarios.iter().find(|s| s.id == own).map(|s| s.hash == planned.hash);
            if known == Some(false) {
                rename(&mut planned, number, directory, &taken);
                taken.push(planned.id.clone());
            }
            names.insert(own, planned.id.clone());
            if known != Some(true) {
                scenarios.push(planned);
            }
        }
        // Of a scenario known already only what is new: runs of the same arm and replicate are the same.
        let key = |id: &str, run: &Measured| (id.to_owned(), run.arm.id(), run.replicate);
        let seen: BTreeSet<_> = runs.iter().map(|(id, run)| key(id, run)).collect();
        let rows = read_runs(directory, &manifest)?.into_iter();
        let rows = rows.map(|(own, run)| (names.get(&own).cloned().unwrap_or(own), run));
        runs.extend(rows.filter(|(id, run)| !seen.contains(&key(id, run))));
        replicates = replicates.max(manifest.replicates);
        first.get_or_insert((directory, manifest));
    }
    let Some((_, manifest)) = first else { return Err(Fault::NoScenario.into()) };
    scenarios.iter_mut().for_each(|s| s.is_baseline = s.id == manifest.baseline);
    let (seed, uncertainty) =
        (manifest.seed().unwrap_or_default(), manifest.arms.first().copied().unwrap_or(Arm::Seed));
    let size = Size { seed, replicates, uncertainty, shards: 1 };
    let plan = Plan::new(scenarios, size)?;
    let (start, months) = plan.span();
    let place = |id: &str| plan.input.scenarios.iter().position(|s| s.id == id);
    let runs: Vec<Measured> =
        runs.into_iter().filter_map(|(id, run)| Some(Measured { scenario: place(&id)?, ..run })).collect();
    let failed = runs.iter().filter(|r| r.values.is_none()).count();
    Ok(Earlier { horizons: horizons(start, months), plan, runs, other_engines, failed })
}

/// A scenario of the same id but other content gets the number of its directory, or the next that makes an id of its own.
fn rename(planned: &mut Planned, number: usize, directory: &Path, taken: &[String]) {
    let with = |number: usize| {
        let suffix = format!("_r{number}");
        planned.id.chars().take(ID_LENGTH - suffix.len()).collect::<String>() + &suffix
    };
    planned.id = (number + 1..).map(with).find(|id| !taken.contains(id)).expect("numbers do not end");
    let name = directory.file_name().unwrap_or(directory.as_os_str()).to_string_lossy().into_owned();
    for label in [&mut planned.label.zh, &mut planned.label.en] {
        if !label.is_empty() {
            *label = format!("{label} ({name})");
        }
    }
}

fn unreadable(directory: &Path, why: Text) -> Error {
    Fault::UnreadableResults { path: directory.display().to_string(), why }.into()
}

/// The rows of `runs.csv`; columns are found by position, since headers may be in Chinese.
fn read_runs(directory: &Path, manifest: &Manifest) -> Result<Vec<(String, Measured)>, Error> {
    let horizons = manifest.span().map_or(0, |(start, months)| horizons(start, months).len());
    let files = || manifest.files.iter().filter(|f| is_of(&f.name, "runs"));
    check_files(directory, files())?;
    let mut rows = Vec::new();
    for file in files() {
        let wrong = |why: Text| {
            let name = &file.name;
            unreadable(directory, Text { zh: format!("{name}：{}", why.zh), en: format!("{name}: {}", why.en) })
        };
        let bytes = std::fs::read(directory.join(&file.name)).map_err(|e| wrong(e.to_string().into()))?;
        let header_end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
        let dialect = if bytes[..header_end].contains(&b';') { Dialect::Eu } else { Dialect::Standard };
        let delimiter = dialect.delimiter().as_bytes()[0];
        let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes.as_slice());
        for record in reader.records() {
            let record = record.map_err(|e| wrong(e.to_string().into()))?;
            let run = one_run(&record, dialect, horizons).ok_or_else(|| wrong(other_version()))?;
            rows.push(run);
        }
    }
    Ok(rows)
}

fn one_run(record: &::csv::StringRecord, dialect: Dialect, horizons: usize) -> Option<(String, Measured)> {
    const KEYS: usize = 6;
    if record.len() != KEYS + INDICATORS.len() * horizons {
        return None;
    }
    let arm = [Arm::Full, Arm::Seed].into_iter().find(|a| a.id() == &record[2])?;
    let number = |text: &str| match text {
        "" => Some(f64::NAN),
        text => text.replace(dialect.decimal(), ".").parse().ok(),
    };
    let values = match &record[5] {
        "ok" => {
            let flat: Option<Vec<f64>> = record.iter().skip(KEYS).map(number).collect();
            Some(flat?.chunks(horizons).map(<[f64]>::to_vec).collect())
        }
        _ => None,
    };
    let numbers = Vec::new();
    Some((record[0].to_owned(), Measured { scenario: 0, arm, replicate: record[3].parse().ok()?, values, numbers }))
}

impl Earlier {
    /// The comparison of all scenarios with the baseline of the first directory.
    pub fn compare(&self) -> crate::experiment::compare::Comparison {
        let input = &self.plan.input;
        let arm = self.plan.reported_arm();
        compare_measured(input.scenarios.len(), input.baseline, arm, self.horizons.clone(), &self.runs)
    }

    /// Writes the comparison as a directory of its own.
    ///
    /// # Errors
    /// A target that holds something else; what the file system says.
    pub fn write(&self, target: &Path, request: &Request, execution: Execution) -> Result<Report, Error> {
        let comparison = self.compare();
        let input = &self.plan.input;
        let staging = Staging::new(target, request.claim(&self.plan, Contents::Comparison))?;
        let mut set = FileSet::new(staging.path(), request);
        let arm = self.plan.reported_arm();
        set.write(columns::comparison(), |w| results::comparison(w, &input.scenarios, &comparison, arm))?;
        set.write(columns::scenarios(), |w| provenance::scenarios(w, input))?;
        let manifest = set.finish(&self.plan, Contents::Comparison, self.failed, || execution)?;
        staging.finish()?;
        Ok(Report { comparison, manifest, met: None })
    }
}
