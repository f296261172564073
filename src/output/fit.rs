//! `fit.csv`: the baseline held against what is known, target by target.
//!
//! Targets come with the plan, values from the records of the baseline in both arms. Means are those of the reported
//! arm; a target is met if its mean is within the tolerance. Judges nothing else and hides nothing: what the run
//! does not cover is listed as such.

use super::csv::{Cell, Writer};
use super::frame::Tables;
use crate::base::stats::{Moments, half_width_95, moments};
use crate::base::text::counted;
use crate::experiment::Ensemble;
use crate::experiment::error::Error;
use crate::outcome::fit::{Target, evaluate};
use crate::outcome::record::Arm;

/// What became of the targets that count (weight above 0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    pub inside: usize,
    pub outside: usize,
    pub not_covered: usize,
    /// Of these, figures of the province itself: inside, and all.
    pub own: [usize; 2],
}

impl Met {
    fn add(&mut self, verdict: Verdict, national: bool) {
        if !national {
            self.own[0] += usize::from(verdict == Verdict::Inside);
            self.own[1] += 1;
        }
        match verdict {
            Verdict::Inside => self.inside += 1,
            Verdict::Outside => self.outside += 1,
            Verdict::NotCovered => self.not_covered += 1,
        }
    }

    /// As `fit.csv` says; `None` without targets.
    pub fn read(tables: &Tables) -> Option<Met> {
        let mut met = Met::default();
        for row in tables.get("fit").rows().filter(|r| r.number("weight") > 0.0) {
            let id = row.text("fit_verdict");
            let verdict = Verdict::ALL.into_iter().find(|v| v.id() == id).unwrap_or(Verdict::NotCovered);
            met.add(verdict, row.integer("national") != 0);
        }
        (met != Met::default()).then_some(met)
    }

    /// All three numbers, so that none has to be guessed from the others.
    pub fn text(self) -> [String; 2] {
        let Met { inside, outside, not_covered, own: [own_inside, own] } = self;
        let all = inside + outside + not_covered;
        [
            format!(
                "{all} 项：{inside} 项吻合、{outside} 项不吻合、{not_covered} 项未覆盖（本省数字 {own} 项，吻合 {own_inside} 项；其余为全国或外国数字）"
            ),
            format!(
                "{}: {inside} inside, {outside} outside, {not_covered} not covered ({own} are figures of the province itself, \
                 {own_inside} of them inside; the others are national or foreign)",
                counted(all, "target")
            ),
        ]
    }
}

/// Whether a mean is near enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Inside,
    Outside,
    /// The run does not hold the period, or nothing was measured.
    NotCovered,
}

impl Verdict {
    const ALL: [Verdict; 3] = [Verdict::Inside, Verdict::Outside, Verdict::NotCovered];

    pub const fn id(self) -> &'static str {
        match self {
            Verdict::Inside => "inside",
            Verdict::Outside => "outside",
            Verdict::NotCovered => "not_covered",
        }
    }

    /// Of a mean, NaN where nothing was measured.
    pub fn of(target: &Target, mean: f64) -> Verdict {
        match target.distance(mean).abs() {
            d if d.is_nan() => Verdict::NotCovered,
            d if d <= 1.0 => Verdict::Inside,
            _ => Verdict::Outside,
        }
    }
}

/// Writes the table.
///
/// # Errors
/// What the file system says.
pub fn rows(w: &mut Writer, e: &Ensemble) -> Result<Met, Error> {
    let plan = &e.plan;
    let mut met = Met::default();
    let scenario = plan.input.baseline;
    let reported = samples(e, scenario, plan.reported_arm())?;
    let seed = samples(e, scenario, Arm::Seed)?;
    let mut order: Vec<usize> = (0..plan.targets.len()).collect();
    order.sort_by(|&a, &b| plan.targets[a].id.cmp(&plan.targets[b].id));
    for i in order {
        let t = &plan.targets[i];
        let (all, chance) = (moments(&reported[i]), moments(&seed[i]));
        let verdict = Verdict::of(t, all.mean);
        if t.weight > 0.0 {
            met.add(verdict, t.national);
        }
        let ([lo, hi], [seed_lo, seed_hi]) = (interval(all), interval(chance));
        w.row(&[
            Cell::Text(&plan.input.scenarios[scenario].id),
            Cell::Text(&t.id),
            Cell::Text(&t.label_zh),
            Cell::Text(&t.label_en),
            Cell::Text(&t.indicator),
            Cell::Text(&t.breakdown),
            Cell::Text(t.statistic.id()),
            Cell::Month(t.period.0),
            Cell::Month(t.period.1),
            Cell::Text(&t.unit),
            Cell::Exact(t.value),
            Cell::Exact(t.tolerance),
            Cell::Text(&t.rule),
            Cell::Exact(t.weight),
            Cell::Integer(t.national.into()),
            Cell::Text(&t.year),
            Cell::Integer(all.n as i64),
            Cell::Exact(all.mean),
            lo,
            hi,
            seed_lo,
            seed_hi,
            Cell::Exact(t.distance(all.mean)),
            Cell::Text(verdict.id()),
            Cell::Text(&t.scope),
            Cell::Text(&t.source),
            Cell::Text(&t.note),
        ])?;
    }
    Ok(met)
}

/// `[target][replicate]`, without what was not measured.
fn samples(e: &Ensemble, scenario: usize, arm: Arm) -> Result<Vec<Vec<f64>>, Error> {
    let targets = &e.plan.targets;
    let start = e.plan.input.scenarios[scenario].start;
    let mut samples = vec![Vec::new(); targets.len()];
    for record in e.records(scenario, arm)? {
        for (sample, value) in samples.iter_mut().zip(evaluate(targets, &record, start)) {
            sample.extend(Some(value).filter(|v| v.is_finite()));
        }
    }
    Ok(samples)
}

/// Bounds of the mean, each a cell.
fn interval<'a>(m: Moments) -> [Cell<'a>; 2] {
    let half = half_width_95(m);
    [Cell::Exact(m.mean - half), Cell::Exact(m.mean + half)]
}
