//! [Sep] What applicants expect, and how they list programs: a logit with size, distance and last year's score lines.
//!
//! Reads wages, past outcomes and reputations; writes only `world.expectations`. Lists are made for admission.

use std::ops::Range;

use super::school::posts_at_start;
use crate::base::math::{exp, ln, pow};
use crate::base::par;
use crate::base::rng::Generator;
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::World;

const WAGE: Param = param("education.choice.wage");
const PLACEMENT: Param = param("education.choice.placement");
const REPUTATION: Param = param("education.choice.reputation");
const CAUTION: Param = param("education.choice.caution");
const DISTANCE: Param = param("education.choice.distance");
const LAG: Param = param("education.choice.wage_lag");
const ADAPTATION: Param = param("education.choice.adaptation");

/// Score bands that share a table of choice.
pub(super) const BANDS: usize = 4;

/// Graduates [agents] by whose weight a program's own placement rate stands against that of its category. *Assumption*; of
/// agents, since a rate is no surer than the people seen, so that from 1:100 on programs hardly differ.
const SHRINK: f64 = 30.0;

/// Placement that applicants expect where nobody has graduated yet. *Assumption*.
const PLACEMENT_PRIOR: f64 = 0.9;

/// [Sep] Applicants learn the wages of `wage_lag` years ago and correct their expectation by a part of its error
/// (adaptive expectations, Nerlove 1958): `e' = e + lambda (w[y - lag] - e)`. Before the start wages stood still.
pub fn choice(model: &Model, world: &mut World) {
    let now = field_wages(model, world);
    let beliefs = &mut world.expectations;
    if beliefs.wage.is_empty() {
        beliefs.wage.clone_from(&now);
    }
    beliefs.seen.push(now);
    let lag = model.number(LAG) as usize;
    let known = &beliefs.seen[beliefs.seen.len().saturating_sub(lag + 1)];
    for (e, &w) in beliefs.wage.iter_mut().zip(known) {
        *e = adapt(*e, w, model.number(ADAPTATION));
    }
}

/// `e + speed (seen - e)`; at speed 1 the wage seen.
fn adapt(expected: f64, seen: f64, speed: f64) -> f64 {
    (1.0 - speed) * expected + speed * seen
}

/// Mean wage of each specialty's field relative to the mean wage at the start: over the occupations of its roles
/// with the posts of the start as fixed weights (Laspeyres), regions by their share of jobs.
fn field_wages(model: &Model, world: &World) -> Vec<f64> {
    let posts = posts_at_start(model);
    let regions = model.regions.len();
    let wage = |o: usize| {
        let path = world.market.wage.get(o * regions..(o + 1) * regions);
        let share: f64 = model.regions.iter().map(|r| r.jobs_share).sum();
        let index = match path {
            Some(w) if share > 0.0 => w.iter().zip(&model.regions).map(|(w, r)| w * r.jobs_share).sum::<f64>() / share,
            _ => 1.0,
        };
        model.occupations[o].wage_relative * index
    };
    (model.education.specialties.iter())
        .map(|specialty| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for (o, occupation) in model.occupations.iter().enumerate() {
                if specialty.roles.contains(&occupation.role) {
                    sum += posts[o] * wage(o);
                    weight += posts[o];
                }
            }
            if weight > 0.0 { sum / weight } else { 1.0 }
        })
        .collect()
}

/// `exp(V)` of each program without size, distance and score lines:
/// `V = b_w ln(expected wage) + b_p expected placement + b_q reputation`.
pub(super) fn appeal(model: &Model, world: &World) -> Vec<f64> {
    let placement = expected_placement(model, world);
    (world.programs.iter().zip(&placement))
        .map(|(p, placed)| {
            let wage = world.expectations.wage.get(p.specialty as usize).copied().unwrap_or(1.0);
            exp(model.number(WAGE) * ln(wage.max(1e-6))
                + model.number(PLACEMENT) * placed
                + model.number(REPUTATION) * p.reputation)
        })
        .collect()
}

/// Placement over the years on record, drawn towards the category's mean by the weight of 30 graduates:
/// `(placed + 30 mean) / (leavers + 30)`: few people seen say little, so thinned runs judge more alike than whole ones do.
fn expected_placement(model: &Model, world: &World) -> Vec<f64> {
    let mut category = vec![(PLACEMENT_PRIOR * SHRINK, SHRINK); model.education.categories.max(1)];
    let record = |p: &crate::world::education::Program| {
        p.outcomes.iter().fold((0.0, 0.0), |(a, b), o| (a + f64::from(o.placed), b + f64::from(o.leavers)))
    };
    for p in &world.programs {
        let (placed, leavers) = record(p);
        let sums = &mut category[model.education.specialties[p.specialty as usize].category as usize];
        *sums = (sums.0 + placed, sums.1 + leavers);
    }
    (world.programs.iter())
        .map(|p| {
            let (placed, leavers) = record(p);
            let (sum, weight) = category[model.education.specialties[p.specialty as usize].category as usize];
            (placed + SHRINK * sum / weight) / (leavers + SHRINK)
        })
        .collect()
}

/// Weights of the programs of one level for applicants of one region and score band, in order of category.
///
/// A guide tells where to begin to look for a sum (Chen & Asau 1974): for each of as many equal parts of the total as
/// there are programs, the number of sums that lie in the parts before it.
pub struct Table {
    programs: Vec<u32>,
    cumulative: Vec<f64>,
    categories: Vec<Range<usize>>,
    guide: Vec<u32>,
    /// Parts per unit of weight.
    parts: f64,
}

impl Table {
    /// From (program, category, weight), which must come in order of category.
    pub fn new(rows: impl IntoIterator<Item = (u32, u8, f64)>, categories: usize) -> Table {
        let rows = rows.into_iter();
        let expected = rows.size_hint().0;
        let mut table = Table {
            programs: Vec::with_capacity(expected),
            cumulative: Vec::with_capacity(expected + 1),
            categories: vec![0..0; categories],
            guide: Vec::new(),
            parts: 0.0,
        };
        table.cumulative.push(0.0);
        let mut total = 0.0;
        for (program, category, weight) in rows {
            let at = table.programs.len();
            total += weight;
            table.programs.push(program);
            table.cumulative.push(total);
            let range = &mut table.categories[category as usize];
            *range = if range.start == range.end { at..at + 1 } else { range.start..at + 1 };
        }
        let parts = table.programs.len();
        table.parts = parts as f64 / total;
        table.guide = vec![0; parts + 2];
        for &sum in &table.cumulative {
            let part = table.part(sum);
            table.guide[part + 1] += 1;
        }
        for part in 0..=parts {
            table.guide[part + 1] += table.guide[part];
        }
        table
    }

    /// The part in which a sum lies; a greater sum never lies in an earlier one.
    fn part(&self, sum: f64) -> usize {
        ((sum * self.parts) as u32 as usize).min(self.programs.len().saturating_sub(1))
    }

    /// The program of the range at `u`: the first whose sum is greater, else the last.
    fn at(&self, range: &Range<usize>, u: f64) -> u32 {
        let mut sum = (self.guide[self.part(u)] as usize).clamp(range.start + 1, range.end);
        while sum < range.end && self.cumulative[sum] <= u {
            sum += 1;
        }
        self.programs[sum - 1]
    }

    /// Positions of the programs of a category, or of all, and the sums before the first and up to the last; none without
    /// weight.
    fn range(&self, within: Option<u8>) -> Option<(Range<usize>, f64, f64)> {
        let range = match within {
            Some(category) => self.categories[category as usize].clone(),
            None => 0..self.programs.len(),
        };
        let (low, high) = (self.cumulative[range.start], self.cumulative[range.end]);
        (high > low).then_some((range, low, high))
    }

    /// Whether a list within the category has anything on it.
    pub(super) fn offers(&self, category: u8) -> bool {
        self.range(Some(category)).is_some()
    }

    /// Up to `length` programs drawn one after the other without replacement in proportion to their weights
    /// (Plackett-Luce, which is also the order of `ln weight + Gumbel noise`); within a category if asked.
    ///
    /// A repetition is drawn anew, which is exact; after 64 draws in all the list stays shorter.
    pub fn list(&self, within: Option<u8>, length: usize, draws: &mut Generator) -> Vec<u32> {
        let mut list = Vec::with_capacity(length);
        self.find(within, length, draws, &mut list, |_| false);
        list
    }

    /// The first program of [`Table::list`] that is wanted; the list is written only so far.
    pub(super) fn find(
        &self,
        within: Option<u8>,
        length: usize,
        draws: &mut Generator,
        list: &mut Vec<u32>,
        wanted: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        list.clear();
        let (range, low, high) = self.range(within)?;
        for _ in 0..64 {
            if list.len() == length.min(range.len()) {
                break;
            }
            let program = self.at(&range, low + draws.open() * (high - low));
            if !list.contains(&program) {
                list.push(program);
                if wanted(program) {
                    return Some(program);
                }
            }
        }
        None
    }
}

/// Tables of one level by region and band: weight = `size x near^b_d x exp(V) x exp(-caution max(0, line - band))`,
/// where size is the number of places offered (McFadden 1978: a program is as many like alternatives as it has
/// places) and line is last year's score line.
pub(super) fn tables(model: &Model, world: &World, level: Level, appeal: &[f64], size: &[f64]) -> Vec<Table> {
    let category = |p: usize| model.education.specialties[world.programs[p].specialty as usize].category;
    let mut order: Vec<usize> =
        (0..world.programs.len()).filter(|&p| world.programs[p].level == level && size[p] > 0.0).collect();
    order.sort_by_key(|&p| category(p));
    let regions = model.regions.len().max(1);
    let cautious = |cutoff: f64, band: usize| {
        let top = (band + 1) as f64 / BANDS as f64;
        exp(-model.number(CAUTION) * (cutoff - top).max(0.0))
    };
    let offers = order.iter().map(|&p| {
        let program = &world.programs[p];
        let bands: [f64; BANDS] = std::array::from_fn(|band| cautious(program.cutoff, band));
        (p as u32, category(p), program.region, size[p] * appeal[p], bands)
    });
    let offers: Vec<_> = offers.collect();
    let distant: Vec<f64> =
        (0..regions * regions).map(|k| pow(model.near(k / regions, k % regions), model.number(DISTANCE))).collect();
    par::map(world.parallel, (0..regions * BANDS).collect(), |k: usize| {
        let (distant, band) = (&distant[k / BANDS * regions..][..regions], k % BANDS);
        let rows = offers.iter().map(|&(program, category, region, weight, bands)| {
            (program, category, weight * distant[region as usize] * bands[band])
        });
        Table::new(rows, model.education.categories.max(1))
    })
}

/// Position of a score's table among those of a region.
pub(super) fn band(score: f64) -> usize {
    ((score * BANDS as f64) as usize).min(BANDS - 1)
}
