//! The tables of outcomes and runs, one function per file; rows by scenario id, then keys. What a planner asks for first
//! stands in `planner`, where values come from in `provenance`.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{self, better_is};
use super::csv::{Cell, Writer};
use super::{sample, show};
use crate::base::stats::moments;
use crate::experiment::Ensemble;
use crate::experiment::compare::{Comparison, Measured, Row};
use crate::experiment::error::Error;
use crate::experiment::horizon::Horizon;
use crate::experiment::plan::{Input, Planned};
use crate::outcome::dictionary::{INDICATORS, IndicatorId};
use crate::outcome::record::{Arm, Dimension, Network, Record};

/// Names a scenario in results: the Chinese label, else the English one, else the id.
pub fn label(s: &Planned) -> &str {
    [&s.label.zh, &s.label.en].into_iter().find(|l| !l.is_empty()).unwrap_or(&s.id)
}

/// Indices of the scenarios, with their descriptions, in the order of ids.
pub(super) fn by_id(scenarios: &[Planned]) -> Vec<(usize, &Planned)> {
    let mut all: Vec<_> = scenarios.iter().enumerate().collect();
    all.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    all
}

/// Exact, so that verdicts, differences and bounds agree to the last digit; spreadsheet and page round what they show.
pub fn comparison(w: &mut Writer, scenarios: &[Planned], c: &Comparison, reported: Arm) -> Result<(), Error> {
    for (i, s) in by_id(scenarios) {
        let rows: Vec<&Row> = c.rows.iter().filter(|r| r.scenario == i).collect();
        w.group(rows.len())?;
        for r in rows {
            let (indicator, horizon) = (r.indicator, &c.horizons[r.horizon]);
            w.row(&[
                Cell::Text(&s.id),
                Cell::Text(label(s)),
                Cell::Text(indicator.id),
                Cell::Text(indicator.label_zh),
                Cell::Text(indicator.unit),
                Cell::Text(horizon.id),
                Cell::Month(horizon.month),
                Cell::Integer(r.n_pairs as i64),
                Cell::Exact(r.mean),
                Cell::Exact(r.ci95.0),
                Cell::Exact(r.ci95.1),
                Cell::Exact(r.baseline_mean),
                Cell::Exact(r.delta),
                Cell::Exact(r.delta_ci95.0),
                Cell::Exact(r.delta_ci95.1),
                Cell::Exact(r.delta_relative),
                Cell::Exact(r.share_of_pairs_better),
                Cell::Text(better_is(indicator.better)),
                r.verdict.map_or(Cell::Missing, |v| Cell::Text(v.id())),
                Cell::Exact(r.delta_seed_ci95.0),
                Cell::Exact(r.delta_seed_ci95.1),
                Cell::Exact(r.variance_ratio),
                Cell::Text(reported.id()),
                r.verdict.map_or(Cell::Missing, |v| Cell::Text(show::verdict(v.id())[0])),
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
                Cell::Text(indicator.label_zh),
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
    let Planned { start, months, .. } = input.scenarios[scenario];
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
            let measure = columns::measure(d, column);
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
                    measure.map_or(Cell::Missing, |(_, _, [zh, ..])| Cell::Text(zh)),
                    measure.map_or(Cell::Missing, |(_, unit, _)| Cell::Text(unit)),
                    Cell::Integer(year.into()),
                    Cell::Integer(start.months_of(months, year).into()),
                ];
                cells.extend(sample::cells(parts.iter().zip(&places).filter_map(value).collect()));
                w.row(&cells)?;
            }
        }
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
