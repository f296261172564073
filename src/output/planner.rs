//! The tables a planner asks for first, one function per file: specialties to open, upgrade or close; money by line and year;
//! the outlook that no policy changes; what more money buys. Means over replicates; all but the last from the records of one scenario.

use std::collections::BTreeMap;

use super::csv::{Cell, Writer};
use super::results::{by_id, label};
use super::{sample, show};
use crate::experiment::Ensemble;
use crate::experiment::effectiveness::{Difference, Effectiveness};
use crate::experiment::error::Error;
use crate::experiment::plan::{Input, Planned};
use crate::outcome::dictionary::{IndicatorId, indicator};
use crate::outcome::record::{FiscalRow, Record};

/// Relative gap above which a specialty is to be opened, and below whose negative it is to be closed
/// *(assumption: no published threshold)*.
pub const LIST_THRESHOLD: f64 = 0.2;

/// Which of the three lists a specialty belongs to, by the size of its gap; none of them if the interval of the gap does
/// not bear it: one that holds 0 neither opens nor closes, one that leaves the band of the threshold does not upgrade.
/// Bounds that are NaN say nothing.
pub fn list_verdict(need: f64, graduates: f64, (low, high): (f64, f64)) -> &'static str {
    let (gap, band) = (need - graduates, LIST_THRESHOLD * need);
    match () {
        () if need == 0.0 && graduates == 0.0 => "none",
        () if gap.abs() <= band && (low < -band || high > band) => "unclear",
        () if gap.abs() <= band => "upgrade",
        () if low <= 0.0 && high >= 0.0 => "unclear",
        () if gap > 0.0 => "open",
        () => "close",
    }
}

/// Need and graduates of each replicate, judged: means with their intervals, and the list.
struct Judged {
    need: [f64; 3],
    graduates: [f64; 3],
    gap: [f64; 3],
    verdict: &'static str,
}

impl Judged {
    fn of(values: &[(f64, f64)]) -> Self {
        let column = |f: fn(&(f64, f64)) -> f64| sample::mean_and_interval(&values.iter().map(f).collect::<Vec<_>>());
        let (need, graduates, gap) = (column(|v| v.0), column(|v| v.1), column(|v| v.0 - v.1));
        let verdict = list_verdict(need[0], graduates[0], (gap[1], gap[2]));
        Judged { need: persons(need), graduates: persons(graduates), gap, verdict }
    }
}

/// Fewer persons than none there cannot be.
fn persons([mean, low, high]: [f64; 3]) -> [f64; 3] {
    [mean, if low < 0.0 { 0.0 } else { low }, high]
}

pub fn lists(w: &mut Writer, input: &Input, scenario: usize, records: &[Record]) -> Result<(), Error> {
    let mut rows: BTreeMap<(&str, &str), Vec<(f64, f64)>> = BTreeMap::new();
    let mut provinces: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for record in records {
        let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for row in &record.lists {
            rows.entry((&row.specialty, &row.region)).or_default().push((row.need, row.graduates));
            let sum = sums.entry(&row.specialty).or_default();
            *sum = (sum.0 + row.need, sum.1 + row.graduates);
        }
        sums.into_iter().for_each(|(specialty, sum)| provinces.entry(specialty).or_default().push(sum));
    }
    let provinces: BTreeMap<&str, Judged> = provinces.into_iter().map(|(s, v)| (s, Judged::of(&v))).collect();
    w.group(rows.len())?;
    let name = |dimension, id| input.name(dimension, id).map_or(Cell::Missing, |n| Cell::Text(&n.zh));
    for ((specialty, region), values) in rows {
        let (here, province) = (Judged::of(&values), &provinces[specialty]);
        let mut cells = vec![
            Cell::Text(&input.scenarios[scenario].id),
            Cell::Text(specialty),
            name("specialty", specialty),
            Cell::Text(region),
            name("region", region),
        ];
        cells.extend([here.need, here.graduates, here.gap].into_iter().flatten().map(Cell::Exact));
        cells.extend([
            if here.need[0] == 0.0 { Cell::Missing } else { Cell::Exact(here.gap[0] / here.need[0]) },
            Cell::Text(here.verdict),
            Cell::Text(show::verdict(here.verdict)[0]),
            Cell::Integer(values.len() as i64),
        ]);
        cells.extend(province.gap.map(Cell::Exact));
        cells.extend([province.verdict, show::verdict(province.verdict)[0]].map(Cell::Text));
        w.row(&cells)?;
    }
    Ok(())
}

#[derive(Default)]
struct Money<'a> {
    /// Allocated, spent, carried over, by replicate.
    yuan: [Vec<f64>; 4],
    bought: Vec<f64>,
    costs: [Vec<f64>; 2],
    unit: Option<&'a str>,
}

/// What the year's money cost for each graduate, and for each of them who works in the field of study.
const COSTS: [IndicatorId; 2] = [indicator("cost_per_graduate"), indicator("cost_per_matched_graduate")];

pub fn fiscal(w: &mut Writer, e: &Ensemble, scenario: usize, records: &[Record]) -> Result<(), Error> {
    let mut rows: BTreeMap<(i32, &str), Money> = BTreeMap::new();
    for record in records {
        let mut totals: BTreeMap<i32, [f64; 4]> = BTreeMap::new();
        for row in &record.fiscal {
            let total = totals.entry(row.year).or_default();
            yuan(row).iter().zip(total).for_each(|(x, sum)| *sum += x);
        }
        let costs: BTreeMap<i32, [f64; 2]> =
            totals.keys().map(|&year| (year, COSTS.map(|id| last_of_year(e, record, id, year)))).collect();
        for row in &record.fiscal {
            let entry = rows.entry((row.year, &row.line)).or_default();
            entry.add(yuan(row), totals[&row.year][SPENT], costs[&row.year]);
            entry.bought.push(row.bought);
            entry.unit = Some(&row.unit);
        }
        for (year, total) in &totals {
            rows.entry((*year, "total")).or_default().add(*total, total[SPENT], costs[year]);
        }
    }
    w.group(rows.len())?;
    let (start, months) = e.plan.span();
    for ((year, line), money) in &rows {
        let [brought, allocated, spent, carried] = &money.yuan;
        let [per_graduate, per_matched] = &money.costs;
        let mean = |sample: &Vec<f64>| Cell::Exact(sample::mean(sample));
        w.row(&[
            Cell::Text(&e.plan.input.scenarios[scenario].id),
            Cell::Integer((*year).into()),
            Cell::Integer(start.months_of(months, *year).into()),
            Cell::Text(line),
            Cell::Text(show::line(line)[0]),
            mean(brought),
            mean(allocated),
            mean(spent),
            mean(carried),
            mean(&money.bought),
            money.unit.map_or(Cell::Missing, Cell::Text),
            money.unit.map_or(Cell::Missing, |unit| Cell::Text(show::unit(unit)[0])),
            mean(per_graduate),
            mean(per_matched),
            Cell::Integer(spent.len() as i64),
        ])?;
    }
    Ok(())
}

/// Brought forward, allocated, spent and carried [yuan].
fn yuan(row: &FiscalRow) -> [f64; 4] {
    [row.brought_yuan, row.allocated_yuan, row.spent_yuan, row.carried_yuan].map(|yuan| yuan as f64)
}

/// Position of what was spent in [`yuan`].
const SPENT: usize = 2;

impl Money<'_> {
    /// Adds a line's year of one replicate; its part of a cost is its part of what was spent in all.
    fn add(&mut self, yuan: [f64; 4], spent_in_all: f64, costs: [f64; 2]) {
        self.yuan.iter_mut().zip(yuan).for_each(|(sample, x)| sample.push(x));
        for (sample, cost) in self.costs.iter_mut().zip(costs) {
            let part = cost * yuan[SPENT] / spent_in_all;
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

/// What the money of each policy buys, against the baseline.
pub fn effectiveness(w: &mut Writer, input: &Input, all: &[Effectiveness]) -> Result<(), Error> {
    w.group(all.len())?;
    for (scenario, s) in by_id(&input.scenarios) {
        let Some(of) = all.iter().find(|e| e.scenario == scenario) else { continue };
        let difference = |d: &Difference| [d.mean, d.ci95.0, d.ci95.1].map(Cell::Exact);
        let mut cells = vec![Cell::Text(&s.id), Cell::Text(label(s)), Cell::Integer(of.n_pairs as i64)];
        cells.extend(difference(&of.spending));
        cells.extend(difference(&of.graduates));
        cells.extend([of.cost, of.cost_ci95.0, of.cost_ci95.1].map(Cell::Exact));
        cells.extend([of.reading.id(), show::verdict(of.reading.id())[0]].map(Cell::Text));
        w.row(&cells)?;
    }
    Ok(())
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
        let Planned { id, start, months, .. } = &input.scenarios[scenario];
        let mut cells = vec![Cell::Text(id), Cell::Integer(year.into())];
        cells.push(Cell::Integer(start.months_of(*months, year).into()));
        let measured = |c: &Vec<f64>| sample::mean(&c.iter().copied().filter(|x| !x.is_nan()).collect::<Vec<_>>());
        cells.extend(columns.iter().map(|c| Cell::Exact(measured(c))));
        cells.push(Cell::Integer(columns[0].len() as i64));
        w.row(&cells)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_is_told_and_no_persons_are_fewer_than_none() {
        let noise = Judged::of(&[(0.0, 2.0), (30.0, 2.0), (0.0, 2.0)]);
        assert!((noise.need[1], noise.verdict) == (0.0, "unclear") && noise.gap[1] < 0.0 && noise.gap[2] > 0.0);
        let sure = Judged::of(&[(29.0, 2.0), (30.0, 2.0), (31.0, 2.0)]);
        assert!(sure.need[1] > 25.0 && sure.verdict == "open");
        let once = Judged::of(&[(30.0, 2.0)]);
        assert!(once.need[1].is_nan() && once.gap[1].is_nan() && once.verdict == "open");
    }
}
