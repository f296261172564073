//! The tables of results, one function per file; rows by scenario id, then keys.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{self, better_is};
use super::csv::{Cell, Writer};
use super::sample;
use crate::base::stats::moments;
use crate::experiment::Ensemble;
use crate::experiment::compare::{Comparison, Measured, Row};
use crate::experiment::error::Error;
use crate::experiment::horizon::Horizon;
use crate::experiment::plan::{Input, Planned, Setting};
use crate::outcome::dictionary::{INDICATORS, IndicatorId, indicator};
use crate::outcome::record::{Arm, Dimension, FiscalRow, Network, Record};
use crate::scenario::parameters::{self, Source};

/// Relative gap above which a specialty is to be opened, and below whose negative it is to be closed
/// *(assumption: no published threshold)*.
pub const LIST_THRESHOLD: f64 = 0.2;

/// Names a scenario in results: the Chinese label, else the English one, else the id.
pub fn label(s: &Planned) -> &str {
    [&s.label.zh, &s.label.en].into_iter().find(|l| !l.is_empty()).unwrap_or(&s.id)
}

/// Indices of the scenarios, with their descriptions, in the order of ids.
fn by_id(scenarios: &[Planned]) -> Vec<(usize, &Planned)> {
    let mut all: Vec<_> = scenarios.iter().enumerate().collect();
    all.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    all
}

pub fn comparison(w: &mut Writer, scenarios: &[Planned], c: &Comparison, reported: Arm) -> Result<(), Error> {
    for (i, s) in by_id(scenarios) {
        let rows: Vec<&Row> = c.rows.iter().filter(|r| r.scenario == i).collect();
        w.group(rows.len())?;
        for r in rows {
            let (indicator, horizon) = (r.indicator, &c.horizons[r.horizon]);
            let d = |x| Cell::Rounded(x, indicator.decimals);
            w.row(&[
                Cell::Text(&s.id),
                Cell::Text(label(s)),
                Cell::Text(indicator.id),
                Cell::Text(indicator.unit),
                Cell::Text(horizon.id),
                Cell::Month(horizon.month),
                Cell::Integer(r.n_pairs as i64),
                d(r.mean),
                d(r.ci95.0),
                d(r.ci95.1),
                d(r.baseline_mean),
                d(r.delta),
                d(r.delta_ci95.0),
                d(r.delta_ci95.1),
                Cell::Rounded(r.delta_relative, 4),
                Cell::Rounded(r.share_of_pairs_better, 4),
                Cell::Text(better_is(indicator.better)),
                r.verdict.map_or(Cell::Missing, |v| Cell::Text(v.id())),
                d(r.delta_seed_ci95.0),
                d(r.delta_seed_ci95.1),
                Cell::Rounded(r.variance_ratio, 4),
                Cell::Text(reported.id()),
            ])?;
        }
    }
    Ok(())
}

pub fn series(w: &mut Writer, e: &Ensemble, scenario: usize) -> Result<(), Error> {
    let (start, months) = e.plan.span();
    let runs = e.series(scenario, e.plan.reported_arm());
    let id = &e.plan.input.scenarios[scenario].id;
    w.group(INDICATORS.len() * months)?;
    for (i, indicator) in INDICATORS.iter().enumerate() {
        for m in 0..months {
            let month = start + m as i32;
            let mut cells = vec![
                Cell::Text(id),
                Cell::Text(indicator.id),
                Cell::Text(indicator.unit),
                Cell::Month(month),
                Cell::Integer(month.year().into()),
                Cell::Integer(m as i64),
            ];
            cells.extend(sample::cells(runs.iter().map(|series| series[i][m]).collect()));
            w.row(&cells)?;
        }
    }
    Ok(())
}

pub fn life_histories(w: &mut Writer, e: &Ensemble, scenario: usize, records: &[Record]) -> Result<(), Error> {
    let (start, _) = e.plan.span();
    let arm = e.plan.reported_arm();
    let replicates = e.of(scenario, arm).filter(|r| r.result.is_ok()).map(|r| r.job.replicate);
    w.group(records.iter().map(|r| r.lives.len()).sum())?;
    for (replicate, record) in replicates.zip(records) {
        let (mut person, mut event) = (None, 0);
        for row in &record.lives {
            event = if person == Some(row.person) { event + 1 } else { 0 };
            person = Some(row.person);
            let text = |id| if str::is_empty(id) { Cell::Missing } else { Cell::Text(id) };
            w.row(&[
                Cell::Text(&e.plan.input.scenarios[scenario].id),
                Cell::Integer(replicate.into()),
                Cell::Integer(row.person.into()),
                Cell::Integer(event),
                Cell::Month(start + row.month as i32),
                Cell::Integer(row.age_months.into()),
                Cell::Text(&row.status),
                text(&row.occupation),
                text(&row.industry),
                text(&row.specialty),
                text(&row.region),
                Cell::Exact(row.pay),
            ])?;
        }
    }
    Ok(())
}

/// Means by month, scenarios as columns in the order of ids.
pub fn series_wide(w: &mut Writer, e: &Ensemble, indicator: IndicatorId) -> Result<(), Error> {
    let (start, months) = e.plan.span();
    let scenarios: Vec<_> =
        by_id(&e.plan.input.scenarios).into_iter().map(|(i, _)| e.series(i, e.plan.reported_arm())).collect();
    for m in 0..months {
        let month = start + m as i32;
        let mut cells = vec![Cell::Month(month), Cell::Integer(month.year().into()), Cell::Integer(m as i64)];
        cells.extend(scenarios.iter().map(|runs| {
            let measured = runs.iter().map(|series| series[indicator.0][m]).filter(|x| !x.is_nan());
            Cell::Exact(sample::mean(&measured.collect::<Vec<_>>()))
        }));
        w.row(&cells)?;
    }
    Ok(())
}

pub fn breakdown(
    w: &mut Writer,
    input: &Input,
    scenario: usize,
    records: &[Record],
    d: Dimension,
) -> Result<(), Error> {
    let parts: Vec<_> = records.iter().flat_map(|r| &r.breakdowns).filter(|b| b.dimension == d).collect();
    let dimension = w.table().keys[1];
    let keys: BTreeSet<&str> = parts.iter().flat_map(|b| &b.keys).map(String::as_str).collect();
    let years: BTreeSet<i32> = parts.iter().flat_map(|b| b.years.iter().copied()).collect();
    let mut columns: Vec<&str> = Vec::new();
    for column in parts.iter().flat_map(|b| &b.columns) {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let places: Vec<BTreeMap<&str, usize>> =
        parts.iter().map(|b| b.keys.iter().enumerate().map(|(i, k)| (k.as_str(), i)).collect()).collect();
    w.group(keys.len() * columns.len() * years.len())?;
    for key in keys {
        let name = input.name(dimension, key);
        for &column in &columns {
            for &year in &years {
                let value = |(b, place): (&&crate::outcome::record::Breakdown, &BTreeMap<&str, usize>)| {
                    let y = b.years.iter().position(|v| *v == year)?;
                    let c = b.columns.iter().position(|v| v == column)?;
                    let k = *place.get(key)?;
                    b.values.get((y * b.keys.len() + k) * b.columns.len() + c).copied()
                };
                let mut cells = vec![
                    Cell::Text(&input.scenarios[scenario].id),
                    Cell::Text(key),
                    name.map_or(Cell::Missing, |n| Cell::Text(&n.zh)),
                    name.map_or(Cell::Missing, |n| Cell::Text(&n.en)),
                    Cell::Text(column),
                    columns::measure(d, column).map_or(Cell::Missing, |(_, unit, _)| Cell::Text(unit)),
                    Cell::Integer(year.into()),
                ];
                cells.extend(sample::cells(parts.iter().zip(&places).filter_map(value).collect()));
                w.row(&cells)?;
            }
        }
    }
    Ok(())
}

/// Which of the three lists a specialty belongs to.
pub fn list_verdict(need: f64, graduates: f64) -> &'static str {
    let gap = need - graduates;
    match () {
        () if need == 0.0 && graduates == 0.0 => "none",
        () if gap > LIST_THRESHOLD * need => "open",
        () if gap < -LIST_THRESHOLD * need => "close",
        () => "upgrade",
    }
}

pub fn lists(w: &mut Writer, input: &Input, scenario: usize, records: &[Record]) -> Result<(), Error> {
    let mut rows: BTreeMap<(&str, &str), Vec<(f64, f64)>> = BTreeMap::new();
    for row in records.iter().flat_map(|r| &r.lists) {
        rows.entry((&row.specialty, &row.region)).or_default().push((row.need, row.graduates));
    }
    w.group(rows.len())?;
    let name = |dimension, id| input.name(dimension, id).map_or(Cell::Missing, |n| Cell::Text(&n.zh));
    for ((specialty, region), values) in rows {
        let column = |f: fn(&(f64, f64)) -> f64| sample::mean_and_interval(&values.iter().map(f).collect::<Vec<_>>());
        let (need, graduates, gap) = (column(|v| v.0), column(|v| v.1), column(|v| v.0 - v.1));
        let mut cells = vec![
            Cell::Text(&input.scenarios[scenario].id),
            Cell::Text(specialty),
            name("specialty", specialty),
            Cell::Text(region),
            name("region", region),
        ];
        cells.extend([need, graduates, gap].into_iter().flatten().map(Cell::Exact));
        cells.extend([
            if need[0] == 0.0 { Cell::Missing } else { Cell::Exact(gap[0] / need[0]) },
            Cell::Text(list_verdict(need[0], graduates[0])),
            Cell::Integer(values.len() as i64),
        ]);
        w.row(&cells)?;
    }
    Ok(())
}

#[derive(Default)]
struct Money<'a> {
    /// Allocated, spent, carried over, by replicate.
    yuan: [Vec<f64>; 3],
    bought: Vec<f64>,
    costs: [Vec<f64>; 2],
    unit: Option<&'a str>,
}

/// What the year's money cost for each graduate, and for each of them who works in the field of study.
const COSTS: [IndicatorId; 2] = [indicator("cost_per_graduate"), indicator("cost_per_matched_graduate")];

pub fn fiscal(w: &mut Writer, e: &Ensemble, scenario: usize, records: &[Record]) -> Result<(), Error> {
    let mut rows: BTreeMap<(i32, &str), Money> = BTreeMap::new();
    for record in records {
        let mut totals: BTreeMap<i32, [f64; 3]> = BTreeMap::new();
        for row in &record.fiscal {
            let total = totals.entry(row.year).or_default();
            yuan(row).iter().zip(total).for_each(|(x, sum)| *sum += x);
        }
        let costs: BTreeMap<i32, [f64; 2]> =
            totals.keys().map(|&year| (year, COSTS.map(|id| last_of_year(e, record, id, year)))).collect();
        for row in &record.fiscal {
            let entry = rows.entry((row.year, &row.line)).or_default();
            entry.add(yuan(row), totals[&row.year][1], costs[&row.year]);
            entry.bought.push(row.bought);
            entry.unit = Some(&row.unit);
        }
        for (year, total) in &totals {
            rows.entry((*year, "total")).or_default().add(*total, total[1], costs[year]);
        }
    }
    w.group(rows.len())?;
    for ((year, line), money) in &rows {
        let [allocated, spent, carried] = &money.yuan;
        let [per_graduate, per_matched] = &money.costs;
        let mean = |sample: &Vec<f64>| Cell::Exact(sample::mean(sample));
        w.row(&[
            Cell::Text(&e.plan.input.scenarios[scenario].id),
            Cell::Integer((*year).into()),
            Cell::Text(line),
            mean(allocated),
            mean(spent),
            mean(carried),
            mean(&money.bought),
            money.unit.map_or(Cell::Missing, Cell::Text),
            mean(per_graduate),
            mean(per_matched),
            Cell::Integer(spent.len() as i64),
        ])?;
    }
    Ok(())
}

fn yuan(row: &FiscalRow) -> [f64; 3] {
    [row.allocated_yuan, row.spent_yuan, row.carried_yuan].map(|yuan| yuan as f64)
}

impl Money<'_> {
    /// Adds a line's year of one replicate; its part of a cost is its part of what was spent in all.
    fn add(&mut self, yuan: [f64; 3], spent_in_all: f64, costs: [f64; 2]) {
        self.yuan.iter_mut().zip(yuan).for_each(|(sample, x)| sample.push(x));
        for (sample, cost) in self.costs.iter_mut().zip(costs) {
            let part = cost * yuan[1] / spent_in_all;
            sample.extend(part.is_finite().then_some(part));
        }
    }
}

/// Last measured value of an indicator in a calendar year; NaN if there is none.
fn last_of_year(e: &Ensemble, record: &Record, id: IndicatorId, year: i32) -> f64 {
    let (start, _) = e.plan.span();
    let months = record.series[id.0].iter().enumerate().filter(|(m, _)| (start + *m as i32).year() == year);
    months.map(|(_, x)| *x).rfind(|x| !x.is_nan()).unwrap_or(f64::NAN)
}

pub fn outlook(w: &mut Writer, input: &Input, scenario: usize, records: &[Record]) -> Result<(), Error> {
    let mut years: BTreeMap<i32, [Vec<f64>; 7]> = BTreeMap::new();
    for row in records.iter().flat_map(|r| &r.outlook) {
        let values = [
            row.births,
            row.aged_15,
            row.intake_vocational,
            row.enrolment_vocational,
            row.entrants,
            row.population_16_59,
            row.labour_force,
        ];
        let year = years.entry(row.year).or_default();
        (0..7).for_each(|i| year[i].push(values[i]));
    }
    w.group(years.len())?;
    for (year, columns) in years {
        let mut cells = vec![Cell::Text(&input.scenarios[scenario].id), Cell::Integer(year.into())];
        let measured = |c: &Vec<f64>| sample::mean(&c.iter().copied().filter(|x| !x.is_nan()).collect::<Vec<_>>());
        cells.extend(columns.iter().map(|c| Cell::Exact(measured(c))));
        cells.push(Cell::Integer(columns[0].len() as i64));
        w.row(&cells)?;
    }
    Ok(())
}

/// Means and standard deviations of the stocks of a network; nothing for a province.
pub fn network(w: &mut Writer, input: &Input, scenario: usize, records: &[Record]) -> Result<(), Error> {
    let runs: Vec<&Network> = records.iter().filter_map(|r| r.network.as_ref()).collect();
    let Some(first) = runs.first() else { return Ok(()) };
    let width = first.occupations.len();
    w.group(first.stocks.len())?;
    for (s, &step) in first.steps.iter().enumerate() {
        for (o, occupation) in first.occupations.iter().enumerate() {
            let mut cells =
                vec![Cell::Text(&input.scenarios[scenario].id), Cell::Integer(step.into()), Cell::Text(occupation)];
            for k in 0..4 {
                let sample: Vec<f64> = runs.iter().map(|run| f64::from(run.stocks[s * width + o][k])).collect();
                let m = moments(&sample);
                cells.extend([Cell::Exact(m.mean), Cell::Exact(m.sd)]);
            }
            cells.push(Cell::Integer(runs.len() as i64));
            w.row(&cells)?;
        }
    }
    Ok(())
}

/// Seed as text, so that no spreadsheet rounds it.
pub fn seed_text(seed: u64) -> String {
    format!("0x{seed:x}")
}

pub fn runs(w: &mut Writer, input: &Input, horizons: &[Horizon], runs: &[Measured]) -> Result<(), Error> {
    let seed = seed_text(input.seed);
    let width = INDICATORS.len() * horizons.len();
    for (i, s) in by_id(&input.scenarios) {
        let of: Vec<_> = runs.iter().filter(|r| r.scenario == i).collect();
        w.group(of.len())?;
        for r in of {
            let mut cells = vec![
                Cell::Text(&s.id),
                Cell::Text(label(s)),
                Cell::Text(r.arm.id()),
                Cell::Integer(r.replicate.into()),
                Cell::Text(&seed),
                Cell::Text(if r.values.is_some() { "ok" } else { "failed" }),
            ];
            match &r.values {
                Some(values) => cells.extend(values.iter().flatten().map(|x| Cell::Exact(*x))),
                None => cells.extend(std::iter::repeat_n(Cell::Missing, width)),
            }
            w.row(&cells)?;
        }
    }
    Ok(())
}

pub fn series_by_run(w: &mut Writer, e: &Ensemble, scenario: usize) -> Result<(), Error> {
    let (start, months) = e.plan.span();
    let runs: Vec<_> = e.runs.iter().filter(|r| r.job.scenario == scenario).collect();
    w.group(runs.len() * months)?;
    for run in runs {
        let Ok(series) = &run.result else { continue };
        for m in 0..months {
            let month = start + m as i32;
            let mut cells = vec![
                Cell::Text(&e.plan.input.scenarios[scenario].id),
                Cell::Text(run.job.arm.id()),
                Cell::Integer(run.job.replicate.into()),
                Cell::Month(month),
                Cell::Integer(month.year().into()),
                Cell::Integer(m as i64),
            ];
            cells.extend(series.iter().map(|s| Cell::Exact(s[m])));
            w.row(&cells)?;
        }
    }
    Ok(())
}

/// The cells `value` and `value_text`: the number, and text where that says more.
fn value_cells(setting: Option<&Setting>) -> [Cell<'_>; 2] {
    match setting {
        Some(Setting { number: Some(x), spread: None, .. }) => [Cell::Exact(*x), Cell::Missing],
        Some(Setting { number, text, .. }) => [Cell::Exact(number.unwrap_or(f64::NAN)), Cell::Text(text)],
        None => [Cell::Missing, Cell::Missing],
    }
}

/// Labels and unit of a parameter, as far as this program knows it.
fn describe(path: &str) -> [&'static str; 3] {
    parameters::find(path).map_or([""; 3], |p| {
        let row = p.row();
        [row.zh, row.en, row.unit]
    })
}

pub fn scenarios(w: &mut Writer, input: &Input) -> Result<(), Error> {
    let baseline = &input.scenarios[input.baseline];
    for (_, s) in by_id(&input.scenarios) {
        let differences = s.differences(baseline);
        w.group(differences.len())?;
        for (setting, of_baseline) in differences {
            let [zh, en, unit] = describe(&setting.parameter);
            let [value, value_text] = value_cells(Some(setting));
            let [baseline, baseline_text] = value_cells(of_baseline);
            w.row(&[
                Cell::Text(&s.id),
                Cell::Text(label(s)),
                Cell::Text(&setting.parameter),
                Cell::Text(zh),
                Cell::Text(en),
                Cell::Text(unit),
                value,
                value_text,
                baseline,
                baseline_text,
                Cell::Text(&setting.origin),
            ])?;
        }
    }
    Ok(())
}

/// Whether a value was set by a fit: it stands in a layer whose file name begins with `fitted`.
fn is_fitted(origin: &str) -> bool {
    let path = origin.rsplit_once(':').map_or(origin, |(path, _)| path);
    std::path::Path::new(path).file_name().is_some_and(|name| name.to_string_lossy().starts_with("fitted"))
}

/// What was assumed or fitted in the baseline, and what differs from that in the other scenarios.
pub fn assumptions(w: &mut Writer, input: &Input) -> Result<(), Error> {
    let baseline = &input.scenarios[input.baseline];
    for (i, s) in by_id(&input.scenarios) {
        let is_baseline = i == input.baseline;
        let settings: Vec<&Setting> = match is_baseline {
            true => s.settings.iter().collect(),
            false => s.differences(baseline).into_iter().map(|(setting, _)| setting).collect(),
        };
        for setting in settings {
            let Some(p) = parameters::find(&setting.parameter) else { continue };
            let fitted = setting.fitted || is_fitted(&setting.origin);
            let reasoning = match p.row().source {
                Source::Assumption(reasoning) => reasoning,
                _ if fitted => "",
                _ => continue,
            };
            let [value, value_text] = value_cells(Some(setting));
            let [zh, en, unit] = describe(&setting.parameter);
            w.row(&[
                Cell::Text(&s.id),
                Cell::Text(&setting.parameter),
                Cell::Text(zh),
                Cell::Text(en),
                Cell::Text(unit),
                value,
                value_text,
                setting.spread.map_or(Cell::Missing, |r| Cell::Exact(r.0)),
                setting.spread.map_or(Cell::Missing, |r| Cell::Exact(r.1)),
                Cell::Missing,
                Cell::Text(reasoning),
                Cell::Text(if fitted { "fitted" } else { "assumption" }),
                Cell::Text(&setting.origin),
            ])?;
        }
        for rows in s.assumed_rows.iter().filter(|r| is_baseline || !baseline.assumed_rows.contains(r)) {
            let reasoning = format!("{} of {} rows; see the column `confidence` of the table", rows.assumed, rows.rows);
            let mut cells = [Cell::Missing; 13];
            cells[0] = Cell::Text(&s.id);
            cells[1] = Cell::Text(&rows.table);
            cells[2] = Cell::Text(&rows.label.zh);
            cells[3] = Cell::Text(&rows.label.en);
            cells[9] = Cell::Integer(rows.assumed as i64);
            cells[10] = Cell::Text(&reasoning);
            cells[11] = Cell::Text("assumption");
            cells[12] = Cell::Text(&rows.table);
            w.row(&cells)?;
        }
    }
    Ok(())
}

pub fn failures(w: &mut Writer, e: &Ensemble) -> Result<(), Error> {
    for (job, failure) in e.failures() {
        w.row(&[
            Cell::Text(&e.plan.input.scenarios[job.scenario].id),
            Cell::Text(job.arm.id()),
            Cell::Integer(job.replicate.into()),
            Cell::Text(&seed_text(job.seed)),
            failure.month.map_or(Cell::Missing, Cell::Month),
            Cell::Text(&failure.code),
            Cell::Text(&failure.message),
        ])?;
    }
    Ok(())
}
