//! Results on disk: CSV with its dictionary, the data package and the manifest.
//!
//! May use: `base`, `outcome`, `experiment`, `scenario`. Must not: run anything. Comes from an ensemble, goes to a
//! directory that is made aside and renamed whole. Memory holds the records of one scenario at a time.

pub mod cautions;
pub mod columns;
pub mod csv;
pub mod directory;
pub mod earlier;
pub mod findings;
pub mod fit;
pub mod frame;
pub mod html;
pub mod manifest;
pub mod number;
pub mod package;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod planner;
pub mod provenance;
pub mod reports;
pub mod results;
mod sample;
pub mod sensitivity;
pub mod show;
#[cfg(feature = "xlsx")]
pub mod workbook;

use std::path::Path;

use self::columns::Table;
use self::csv::{Format, Writer, Written};
use self::directory::{Claim, MANIFEST, Staging};
use self::manifest::{Contents, Execution, FileEntry, Manifest};
use self::reports::Reports;
use crate::experiment::Ensemble;
use crate::experiment::compare::{Comparison, compare_measured, measure};
use crate::experiment::effectiveness::effectiveness;
use crate::experiment::error::Error;
use crate::experiment::horizon::{Horizon, horizons};
use crate::experiment::plan::Plan;
use crate::experiment::sensitivity::sensitivity as moved_by;
use crate::experiment::whole::write_whole;
use crate::outcome::breakdown::DIMENSIONS;
use crate::outcome::dictionary::{INDICATORS, IndicatorId};
use crate::outcome::record::Arm;

/// What to write besides the results themselves.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub format: Format,
    /// Every month of every replicate.
    pub series_by_run: bool,
    /// Headline indicators with scenarios as columns.
    pub wide: bool,
    /// Every table as Parquet too.
    #[cfg(feature = "parquet")]
    pub parquet: bool,
    /// What people open.
    pub reports: Reports,
    /// Finished results of another plan may be replaced, and ones that were changed since.
    pub replace: bool,
    /// The command as typed.
    pub command: Vec<String>,
}

impl Request {
    /// What the results of a plan want of the directory they are put in.
    pub fn claim(&self, plan: &Plan, contents: Contents) -> Claim {
        Claim { contents, plan_id: plan.plan_id.clone(), replace: self.replace }
    }
}

/// What was written and what it says.
pub struct Report {
    pub comparison: Comparison,
    pub manifest: Manifest,
    /// Of the baseline against the targets of the plan, if it has any.
    pub met: Option<fit::Met>,
}

/// Writes all results of an ensemble to `target`; `execution` is asked at the end, so that it can tell the time taken.
///
/// # Errors
/// A target that holds something else; what the file system says.
pub fn write(
    ensemble: &Ensemble,
    target: &Path,
    request: &Request,
    execution: impl FnOnce() -> Execution,
) -> Result<Report, Error> {
    let plan = &ensemble.plan;
    let (input, reported) = (&plan.input, plan.reported_arm());
    let (start, months) = plan.span();
    let horizons = horizons(start, months);
    let measured = measure(ensemble, &horizons);
    let staging = Staging::new(target, request.claim(plan, Contents::Ensemble))?;
    let mut set = FileSet::new(staging.path(), request);

    let comparison = compare_measured(input.scenarios.len(), input.baseline, reported, horizons.clone(), &measured);
    set.write(columns::comparison(), |w| results::comparison(w, &input.scenarios, &comparison, reported))?;
    set.write(columns::series(), |w| (0..input.scenarios.len()).try_for_each(|s| results::series(w, ensemble, s)))?;
    tables_of_records(&mut set, ensemble)?;
    let horizon_ids: Vec<_> = horizons.iter().map(|h| h.id).collect();
    set.write(columns::runs(&horizon_ids), |w| results::runs(w, input, &horizons, &measured))?;
    if request.series_by_run {
        let scenarios = 0..input.scenarios.len();
        set.write(columns::series_by_run(), |w| {
            scenarios.into_iter().try_for_each(|s| results::series_by_run(w, ensemble, s))
        })?;
    }
    if request.wide {
        let names: Vec<_> = input.scenarios.iter().map(|s| (s.id.clone(), show::names(s))).collect();
        for (i, indicator) in INDICATORS.iter().enumerate().filter(|(_, i)| i.headline) {
            let table = columns::series_wide(indicator, &names);
            set.write(table, |w| results::series_wide(w, ensemble, IndicatorId(i)))?;
        }
    }
    set.write(columns::scenarios(), |w| provenance::scenarios(w, input))?;
    set.write(columns::assumptions(), |w| provenance::assumptions(w, input))?;
    let mut met = None;
    if !plan.targets.is_empty() {
        set.write(columns::fit(), |w| fit::rows(w, ensemble).map(|m| met = Some(m)))?;
    }
    let whole = horizons.iter().position(Horizon::is_whole).expect("every run has a whole");
    let effective = effectiveness(input, &measured, reported, whole);
    if !effective.is_empty() {
        set.write(columns::effectiveness(), |w| planner::effectiveness(w, input, &effective))?;
    }
    if input.arms.contains(&Arm::Full) {
        set.write(columns::draws(), |w| sensitivity::draws(w, input, &measured))?;
        let end = horizons.iter().position(|h| h.id == "end").expect("every run has an end");
        let influences = moved_by(input, &measured, end);
        if !influences.is_empty() {
            let end = &horizons[end];
            set.write(columns::sensitivity(), |w| sensitivity::sensitivity(w, input, end, &influences))?;
        }
    }
    let failed = ensemble.failures().count();
    if failed > 0 {
        set.write(columns::failures(), |w| results::failures(w, ensemble))?;
    }
    let manifest = set.finish(plan, Contents::Ensemble, failed, execution)?;
    staging.finish()?;
    Ok(Report { comparison, manifest, met })
}

/// The tables that need whole records, which are read scenario by scenario.
fn tables_of_records(set: &mut FileSet, ensemble: &Ensemble) -> Result<(), Error> {
    let input = &ensemble.plan.input;
    let mut by = Vec::new();
    for dimension in DIMENSIONS {
        by.push((dimension, set.open(columns::breakdown(dimension))?));
    }
    let mut lists = set.open(columns::lists())?;
    let mut fiscal = set.open(columns::fiscal())?;
    let mut outlook = set.open(columns::outlook())?;
    let (mut network, mut lives) = (None, None);
    for scenario in 0..input.scenarios.len() {
        let records = ensemble.records(scenario, ensemble.plan.reported_arm())?;
        for (dimension, writer) in &mut by {
            results::breakdown(writer, input, scenario, &records, *dimension)?;
        }
        planner::lists(&mut lists, input, scenario, &records)?;
        planner::fiscal(&mut fiscal, ensemble, scenario, &records)?;
        planner::outlook(&mut outlook, input, scenario, &records)?;
        if records.iter().any(|r| r.network.is_some()) {
            let writer = match &mut network {
                Some(writer) => writer,
                none => none.insert(set.open(columns::network())?),
            };
            results::network(writer, input, scenario, &records)?;
        }
        if records.iter().any(|r| !r.lives.is_empty()) {
            let writer = match &mut lives {
                Some(writer) => writer,
                none => none.insert(set.open(columns::life_histories())?),
            };
            results::life_histories(writer, ensemble, scenario, &records)?;
        }
    }
    by.into_iter()
        .map(|(_, writer)| writer)
        .chain([lists, fiscal, outlook])
        .chain(network)
        .chain(lives)
        .try_for_each(|w| set.close(w))
}

/// The files of a directory while it is made.
pub struct FileSet<'a> {
    directory: &'a Path,
    request: &'a Request,
    files: Vec<(Table, Written)>,
    guarded: usize,
    split: Vec<String>,
}

impl<'a> FileSet<'a> {
    pub fn new(directory: &'a Path, request: &'a Request) -> Self {
        FileSet { directory, request, files: Vec::new(), guarded: 0, split: Vec::new() }
    }

    fn open(&self, table: Table) -> Result<Writer, Error> {
        Writer::new(self.directory, table, self.request.format)
    }

    fn close(&mut self, writer: Writer) -> Result<(), Error> {
        self.guarded += writer.guarded;
        let table = writer.table().clone();
        let written = writer.finish()?;
        if written.len() > 1 {
            self.split.extend(written.iter().map(|w| w.name.clone()));
        }
        self.files.extend(written.into_iter().map(|w| (table.clone(), w)));
        Ok(())
    }

    /// Writes one table.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&mut self, table: Table, rows: impl FnOnce(&mut Writer) -> Result<(), Error>) -> Result<(), Error> {
        let mut writer = self.open(table)?;
        rows(&mut writer)?;
        self.close(writer)
    }

    /// Adds dictionary, data package, reports and manifest.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(
        mut self,
        plan: &Plan,
        contents: Contents,
        failed_runs: usize,
        execution: impl FnOnce() -> Execution,
    ) -> Result<Manifest, Error> {
        let mut tables: Vec<Table> = Vec::new();
        for (table, _) in &self.files {
            if tables.last().is_none_or(|last| last.name != table.name) {
                tables.push(table.clone());
            }
        }
        tables.push(columns::dictionary());
        self.write(columns::dictionary(), |w| package::dictionary(w, &tables))?;

        let mut package =
            serde_json::to_string_pretty(&package::datapackage(&plan.plan_id, &self.files, self.request.format))
                .expect("a package is plain data");
        package.push('\n');
        const PACKAGE: &str = "datapackage.json";
        write_whole(&self.directory.join(PACKAGE), package.as_bytes())?;

        let mut manifest = Manifest::new(plan, contents, &self.request.command, Execution::default());
        manifest.files = self.files.iter().map(|(_, written)| written.into()).collect();
        manifest.files.push(FileEntry::of(PACKAGE, package.as_bytes()));
        #[cfg(feature = "parquet")]
        if self.request.parquet {
            for table in &tables {
                let of: Vec<&Written> =
                    self.files.iter().filter(|(t, _)| t.name == table.name).map(|(_, written)| written).collect();
                manifest.files.push(parquet::write(self.directory, table, &of)?);
            }
        }
        manifest.warnings.guarded_cells = self.guarded;
        manifest.warnings.split_files = self.split;
        manifest.warnings.failed_runs = failed_runs;
        reports::add(self.directory, &mut manifest, self.request.reports)?;
        manifest.execution = execution();
        write_whole(&self.directory.join(MANIFEST), manifest.to_json().as_bytes())?;
        Ok(manifest)
    }
}
