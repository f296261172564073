//! The files of a fit: each a table like those of results, and a manifest written last.

use std::borrow::Cow;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::conflict::conflicts;
use super::study::Loaded;
use super::tables;
use super::twin::{Coverage, Recovered, coverage};
use super::waves::{Done, Fit, Wave, pool};
use crate::base::stats::{Moments, half_width_95, moments, quantile_sorted};
use crate::experiment::Error;
use crate::experiment::error::{Doing, Fault, io};
use crate::experiment::lock::Lock;
use crate::experiment::plan::Engine;
use crate::experiment::whole::write_whole;
use crate::output::csv::{Cell, Format, Writer};
use crate::output::directory::{changed, remove};
use crate::output::manifest::{Execution, FileEntry};

/// The manifest of a fit, and that of a proof on twins.
pub const MANIFEST: &str = "calibrate.json";
pub const TWINS_MANIFEST: &str = "twins.json";
/// The bank of runs.
pub const BANK: &str = "runs";
/// Names of the files that are being put in place.
const PLACING: &str = ".placing";
pub const POSTERIOR: &str = "posterior.csv";

/// Makes sure that a fit may be put there: nothing is there, or an earlier or interrupted fit whose files are as they were
/// written.
///
/// # Errors
/// [`Fault::ForeignOutput`], [`Fault::WouldBeLost`]; what the file system says.
pub fn check_target(directory: &Path) -> Result<(), Error> {
    let finished = [MANIFEST, TWINS_MANIFEST].iter().any(|name| directory.join(name).exists());
    let ours = finished || Lock::was_taken(&directory.join(BANK));
    let empty = match fs::read_dir(directory) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) if e.kind() == ErrorKind::NotFound => true,
        Err(e) if e.kind() == ErrorKind::NotADirectory => false,
        Err(e) => return Err(io(Doing::Read, directory)(e)),
    };
    let path = directory.display().to_string();
    if !ours && !empty {
        return Err(Fault::ForeignOutput(path).into());
    }
    let changed = changed(directory, &written(directory))?;
    if changed.is_empty() { Ok(()) } else { Err(Fault::WouldBeLost { path, others: Vec::new(), changed }.into()) }
}

/// The files of an earlier fit, and proof on twins, as their manifests tell; none without one.
fn written(directory: &Path) -> Vec<FileEntry> {
    #[derive(Deserialize)]
    struct Files {
        files: Vec<FileEntry>,
    }
    let read = |manifest: &str| fs::read(directory.join(manifest)).ok();
    let texts = [MANIFEST, TWINS_MANIFEST].into_iter().filter_map(read);
    texts.filter_map(|text| serde_json::from_slice::<Files>(&text).ok()).flat_map(|there| there.files).collect()
}

/// How many of the targets with a weight are inside their tolerance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Met {
    pub targets: usize,
    pub before: usize,
    pub middle: usize,
}

#[derive(Serialize)]
struct Manifest<'a> {
    producer: &'a str,
    engine: Engine,
    command: &'a [String],
    study: String,
    study_hash: &'a str,
    scenario: String,
    scenario_hash: String,
    targets: usize,
    seed: u64,
    #[serde(flatten)]
    found: serde_json::Value,
    files: Vec<FileEntry>,
    execution: Execution,
}

/// Where files are made before they are put in place.
struct Staging {
    target: PathBuf,
    path: PathBuf,
    files: Vec<FileEntry>,
}

impl Staging {
    fn new(target: &Path) -> Result<Self, Error> {
        let path = target.join(".unfinished");
        remove(&path)?;
        fs::create_dir_all(&path).map_err(io(Doing::Create, &path))?;
        Ok(Staging { target: target.to_owned(), path, files: Vec::new() })
    }

    fn table(
        &mut self,
        table: crate::output::columns::Table,
        rows: impl FnOnce(&mut Writer) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut writer = Writer::new(&self.path, table, Format::default())?;
        rows(&mut writer)?;
        self.files.extend(writer.finish()?.iter().map(FileEntry::from));
        Ok(())
    }

    fn text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        write_whole(&self.path.join(name), text.as_bytes())?;
        self.files.push(FileEntry::of(name, text.as_bytes()));
        Ok(())
    }

    /// Puts the files in place, the manifest last.
    fn finish(self, name: &str, manifest: impl FnOnce(Vec<FileEntry>) -> String) -> Result<(), Error> {
        // Files of an earlier fit, and those that an interrupted one was putting in place.
        let placing = self.target.join(PLACING);
        let begun = fs::read_to_string(&placing).unwrap_or_default();
        let earlier = written(&self.target);
        let foreign = |file: &&FileEntry| {
            let listed = earlier.iter().map(|written| &*written.name).chain(begun.lines());
            self.target.join(&file.name).exists() && !listed.into_iter().any(|name| name == file.name)
        };
        let others: Vec<String> = self.files.iter().filter(foreign).map(|file| file.name.clone()).collect();
        if !others.is_empty() {
            let path = self.target.display().to_string();
            return Err(Fault::WouldBeLost { path, others, changed: Vec::new() }.into());
        }
        let names: String = self.files.iter().map(|file| file.name.clone() + "\n").collect();
        write_whole(&placing, (names + &begun).as_bytes())?;
        let old = self.target.join(name);
        if old.exists() {
            fs::remove_file(&old).map_err(io(Doing::Remove, &old))?;
        }
        for file in &self.files {
            let (from, to) = (self.path.join(&file.name), self.target.join(&file.name));
            fs::rename(&from, &to).map_err(io(Doing::Rename, &to))?;
        }
        remove(&self.path)?;
        write_whole(&self.target.join(name), manifest(self.files).as_bytes())?;
        fs::remove_file(&placing).map_err(io(Doing::Remove, &placing))
    }
}

/// What is told of an execution.
pub struct Told<'a> {
    pub command: &'a [String],
    pub execution: &'a (dyn Fn() -> Execution + Sync),
}

impl Told<'_> {
    fn manifest(&self, loaded: &Loaded, found: serde_json::Value, files: Vec<FileEntry>) -> String {
        let manifest = Manifest {
            producer: crate::output::manifest::PRODUCER,
            engine: Engine::here(),
            command: self.command,
            study: loaded.study.file.display().to_string(),
            study_hash: &loaded.study.hash,
            scenario: loaded.scenario.file.display().to_string(),
            scenario_hash: loaded.scenario.hash(),
            targets: loaded.targets.len(),
            seed: loaded.problem.seed,
            found,
            files,
            execution: (self.execution)(),
        };
        serde_json::to_string_pretty(&manifest).expect("a manifest is plain data") + "\n"
    }
}

/// Writes a fit.
///
/// # Errors
/// What the file system says.
pub fn write(loaded: &Loaded, fit: &Fit, directory: &Path, told: &Told) -> Result<Met, Error> {
    let mut staging = Staging::new(directory)?;
    let [best, middle] = [&fit.best, &fit.middle].map(|point| super::space::values(&loaded.problem.axes, point));
    let mut met = Met::default();
    staging.table(tables::design(loaded), |w| design(w, loaded, fit, &middle))?;
    staging.table(tables::posterior(loaded), |w| posterior(w, loaded, fit))?;
    staging.table(tables::parameters(), |w| parameters(w, loaded, fit, &best, &middle))?;
    staging.table(tables::fit(), |w| fit_rows(w, loaded, fit).map(|m| met = m))?;
    staging.table(tables::emulators(), |w| emulators(w, fit))?;
    staging.table(tables::effects(), |w| effects(w, loaded, fit))?;
    staging.table(tables::conflicts(), |w| conflict_rows(w, loaded, fit))?;
    staging.text("fitted.toml", &layer(loaded, &middle))?;
    let waves: Vec<_> = fit.waves.iter().map(|Wave { points, let_go, possible }| {
        serde_json::json!({"points": points, "targets_let_go": let_go, "share_of_box_possible": possible})
    }).collect();
    let found = serde_json::json!({
        "runs": fit.runs.len() + fit.check.before.len() + fit.check.middle.len() + fit.check.posterior.len(),
        "failed_runs": fit.runs.iter().filter(|d| d.outcomes.iter().all(|y| y.is_nan())).count(),
        "waves": waves,
        "sampling": {"accepted": fit.accepted, "potential_scale_reduction": fit.reduction},
        "met": met,
    });
    staging.finish(MANIFEST, |files| told.manifest(loaded, found, files))?;
    Ok(met)
}

/// Writes a proof on twins.
///
/// # Errors
/// What the file system says.
pub fn write_twins(
    loaded: &Loaded,
    bank: usize,
    found: &[Recovered],
    directory: &Path,
    told: &Told,
) -> Result<Coverage, Error> {
    let mut staging = Staging::new(directory)?;
    let axes = &loaded.problem.axes;
    staging.table(tables::twins(), |w| {
        for r in found {
            let axis = &axes[r.axis];
            w.row(&[
                Cell::Integer(r.twin as i64 + 1),
                Cell::Text(&axis.name),
                Cell::Exact(axis.value(r.truth)),
                Cell::Exact(axis.value(r.low)),
                Cell::Exact(axis.value(r.median)),
                Cell::Exact(axis.value(r.high)),
                Cell::Integer(r.inside().into()),
                Cell::Rounded(r.rank, 4),
            ])?;
        }
        Ok(())
    })?;
    let all = coverage(found, None);
    staging.table(tables::coverage(), |w| {
        let each = axes.iter().enumerate().map(|(k, axis)| (axis.name.as_str(), coverage(found, Some(k))));
        for (name, c) in each.chain([("all", all)]) {
            w.row(&[
                Cell::Text(name),
                Cell::Integer(c.intervals as i64),
                Cell::Integer(c.inside as i64),
                Cell::Rounded(c.share, 4),
                Cell::Rounded(c.error, 4),
                Cell::Rounded(c.width, 4),
            ])?;
        }
        Ok(())
    })?;
    let found = serde_json::json!({
        "bank": bank,
        "twins": found.len() / axes.len().max(1),
        "coverage": {"nominal": 0.9, "share": all.share, "standard_error": all.error, "mean_width": all.width},
    });
    staging.finish(TWINS_MANIFEST, |files| told.manifest(loaded, found, files))?;
    Ok(all)
}

fn design(w: &mut Writer, loaded: &Loaded, fit: &Fit, middle: &[f64]) -> Result<(), Error> {
    let axes = &loaded.problem.axes;
    let in_force: Vec<f64> = loaded.study.free.iter().map(|f| loaded.scenario.number(f.param)).collect();
    let n = fit.check.posterior.len();
    let of_posterior = |i: usize| super::space::values(axes, &fit.posterior[i * fit.posterior.len() / n]);
    let waves = fit
        .runs
        .iter()
        .map(|Done { wave, point, outcomes, .. }| ("wave", *wave, super::space::values(axes, point), outcomes));
    let before = fit.check.before.iter().map(|o| ("before", 0, in_force.clone(), o));
    let at_middle = fit.check.middle.iter().map(|o| ("middle", 0, middle.to_vec(), o));
    let posterior = fit.check.posterior.iter().enumerate().map(|(i, o)| ("posterior", 0, of_posterior(i), o));
    for (i, (purpose, wave, values, outcomes)) in waves.chain(before).chain(at_middle).chain(posterior).enumerate() {
        let mut cells = vec![Cell::Integer(i as i64 + 1), Cell::Text(purpose), Cell::Integer(wave as i64)];
        cells.extend(values.iter().chain(outcomes).map(|x| Cell::Exact(*x)));
        w.row(&cells)?;
    }
    Ok(())
}

fn posterior(w: &mut Writer, loaded: &Loaded, fit: &Fit) -> Result<(), Error> {
    for (i, point) in fit.posterior.iter().enumerate() {
        let values = super::space::values(&loaded.problem.axes, point);
        let mut cells = vec![Cell::Integer(i as i64 + 1)];
        cells.extend(values.into_iter().map(Cell::Exact));
        w.row(&cells)?;
    }
    Ok(())
}

fn parameters(w: &mut Writer, loaded: &Loaded, fit: &Fit, best: &[f64], middle: &[f64]) -> Result<(), Error> {
    for (k, (axis, free)) in loaded.problem.axes.iter().zip(&loaded.study.free).enumerate() {
        let row = free.param.row();
        let mut at: Vec<f64> = fit.posterior.iter().map(|p| p[k]).collect();
        at.sort_by(f64::total_cmp);
        let [low, median, high] = [0.05, 0.5, 0.95].map(|p| quantile_sorted(&at, p));
        w.row(&[
            Cell::Text(row.path),
            Cell::Text(row.zh),
            Cell::Text(row.en),
            Cell::Text(row.unit),
            Cell::Exact(axis.range.0),
            Cell::Exact(axis.range.1),
            Cell::Exact(loaded.scenario.number(free.param)),
            Cell::Exact(best[k]),
            Cell::Exact(middle[k]),
            Cell::Exact(axis.value(low)),
            Cell::Exact(axis.value(median)),
            Cell::Exact(axis.value(high)),
            Cell::Rounded((high - low) / 0.9, 3),
        ])?;
    }
    Ok(())
}

/// Moments of what was measured.
fn of_goal(outcomes: &[Vec<f64>], goal: usize) -> (Moments, Vec<f64>) {
    let mut y: Vec<f64> = outcomes.iter().map(|o| o[goal]).filter(|y| y.is_finite()).collect();
    y.sort_by(f64::total_cmp);
    (moments(&y), y)
}

fn fit_rows(w: &mut Writer, loaded: &Loaded, fit: &Fit) -> Result<Met, Error> {
    let mut met = Met::default();
    for (j, target) in loaded.targets.iter().enumerate() {
        let goal = &loaded.problem.goals[j];
        let [(before, _), (middle, _), (_, posterior)] =
            [&fit.check.before, &fit.check.middle, &fit.check.posterior].map(|o| of_goal(o, j));
        let distance = |m: Moments| (m.mean - goal.value) / goal.tolerance;
        let verdict = |m: Moments| match distance(m).abs() {
            d if d.is_nan() => "not_covered",
            d if d <= 1.0 => "inside",
            _ => "outside",
        };
        if goal.weight > 0.0 && middle.mean.is_finite() {
            met.targets += 1;
            met.before += usize::from(verdict(before) == "inside");
            met.middle += usize::from(verdict(middle) == "inside");
        }
        let quantile = |p: f64| if posterior.is_empty() { f64::NAN } else { quantile_sorted(&posterior, p) };
        let inside = posterior.iter().filter(|y| (*y - goal.value).abs() <= goal.tolerance).count();
        let half = half_width_95(middle);
        w.row(&[
            Cell::Text(&target.id),
            Cell::Text(&target.label_zh),
            Cell::Text(&target.label_en),
            Cell::Text(&target.unit),
            Cell::Exact(goal.value),
            Cell::Exact(goal.tolerance),
            Cell::Exact(goal.weight),
            Cell::Integer(target.national.into()),
            Cell::Exact(before.mean),
            Cell::Rounded(distance(before), 2),
            Cell::Text(verdict(before)),
            Cell::Exact(middle.mean),
            Cell::Exact(middle.mean - half),
            Cell::Exact(middle.mean + half),
            Cell::Rounded(distance(middle), 2),
            Cell::Text(verdict(middle)),
            Cell::Exact(quantile(0.05)),
            Cell::Exact(quantile(0.5)),
            Cell::Exact(quantile(0.95)),
            Cell::Rounded(inside as f64 / posterior.len() as f64, 2),
        ])?;
    }
    Ok(met)
}

fn emulators(w: &mut Writer, fit: &Fit) -> Result<(), Error> {
    for (goal, q) in fit.judge.goals.iter().zip(fit.judge.emulators.quality()) {
        w.row(&[
            Cell::Text(&goal.id),
            Cell::Integer(q.runs as i64),
            Cell::Exact(q.error),
            Cell::Rounded(q.error / goal.tolerance, 3),
            Cell::Rounded(q.explained, 3),
            Cell::Rounded(q.inside95, 3),
        ])?;
    }
    Ok(())
}

fn effects(w: &mut Writer, loaded: &Loaded, fit: &Fit) -> Result<(), Error> {
    for (j, goal) in fit.judge.goals.iter().enumerate() {
        for (axis, effect) in loaded.problem.axes.iter().zip(fit.judge.emulators.effects(j, loaded.problem.axes.len()))
        {
            w.row(&[
                Cell::Text(&goal.id),
                Cell::Text(&axis.name),
                Cell::Exact(effect),
                Cell::Rounded(effect / goal.tolerance, 2),
            ])?;
        }
    }
    Ok(())
}

fn conflict_rows(w: &mut Writer, loaded: &Loaded, fit: &Fit) -> Result<(), Error> {
    let pool = pool(loaded.problem.axes.len(), loaded.problem.seed);
    let goals = &fit.judge.goals;
    for c in conflicts(&fit.judge, &fit.best, &pool) {
        w.row(&[
            Cell::Text(&goals[c.goal].id),
            Cell::Text(&goals[c.other].id),
            Cell::Rounded(c.distance, 2),
            Cell::Rounded(c.distance_met, 2),
            Cell::Rounded(c.distance_alone, 2),
            Cell::Rounded(c.other_distance, 2),
            Cell::Rounded(c.other_distance_met, 2),
            Cell::Rounded(c.cost(), 2),
            Cell::Rounded(c.share, 4),
            Cell::Rounded(c.share_other, 4),
            Cell::Rounded(c.share_both, 4),
            Cell::Integer(c.excludes().into()),
        ])?;
    }
    Ok(())
}

/// The middle of the posterior as a layer that a scenario extends.
fn layer(loaded: &Loaded, middle: &[f64]) -> String {
    let mut text = format!(
        "# 由 skillsim calibrate 写出：拟合所得参数，供情景 extends。 Written by skillsim calibrate: fitted values, to be extended.\n\
         fitted = \"{POSTERIOR}\"\n\n[scenario]\nid = \"fitted\"\n\
         label = {{ zh = \"拟合参数\", en = \"Fitted parameters\" }}\n"
    );
    let mut section = Cow::Borrowed("");
    let mut rows: Vec<(&str, &str, f64)> = Vec::new();
    for (free, value) in loaded.study.free.iter().zip(middle) {
        let (group, name) = free.param.row().path.rsplit_once('.').unwrap_or(("", free.param.row().path));
        rows.push((group, name, *value));
    }
    rows.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    for (group, name, value) in rows {
        if section != group {
            text += &format!("\n[{group}]\n");
            section = Cow::Borrowed(group);
        }
        text += &format!("{name} = {}\n", whole(value));
    }
    text
}

/// A number as TOML writes it.
fn whole(value: f64) -> String {
    let text = value.to_string();
    if text.contains(['.', 'e']) { text } else { format!("{text}.0") }
}
