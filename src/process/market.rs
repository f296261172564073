//! Counting the labour market, and wages that answer to unemployment.

use crate::base::math::{exp, ln};
use crate::base::memory::{FAR, fetch};
use crate::base::par;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::{IndustryCount, World};

const CURVE: Param = param("labour.wage_curve");
const OCCUPATION_WEIGHT: Param = param("labour.wage_curve_occupation");
/// Months over which a region's unemployment becomes what is usual there. *Assumption*: five years, longer than a recession.
const USUAL: f64 = 60.0;

/// Lowest unemployment rate the wage curve sees.
const LEAST: f64 = 0.005;

/// Cells that a thread counts at a time.
const CHUNK: usize = 1 << 16;

/// What some cells add up to.
#[derive(Clone, Copy, Default)]
struct Sum {
    staffed: u32,
    vacancies: u32,
    wanted: f64,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.staffed += other.staffed;
        self.vacancies += other.vacancies;
        self.wanted += other.wanted;
    }
}

/// Counts seekers, vacancies, staff and posts wanted by occupation and region and by industry, and how well modern posts
/// are staffed.
pub fn count(model: &Model, world: &mut World) {
    let (occupations, regions) = (model.occupations.len(), model.regions.len());
    let sums = sums(model, world);
    let (by_market, by_industry) = sums.split_at(occupations * regions);
    let market = &mut world.market;
    market.seekers.clone_from(&world.seekers.by_market);
    market.vacancies = by_market.iter().map(|sum| sum.vacancies).collect();
    market.staffed = by_market.iter().map(|sum| sum.staffed).collect();
    market.need = by_market.iter().map(|sum| sum.wanted).collect();
    let industry = |forms: &[Sum]| IndustryCount {
        wanted: forms[0].wanted + forms[1].wanted,
        filled: f64::from(forms[0].staffed + forms[1].staffed),
        vacant: f64::from(forms[0].vacancies + forms[1].vacancies),
        modern_wanted: forms[1].wanted,
        modern_filled: f64::from(forms[1].staffed),
    };
    market.by_industry = by_industry.chunks(2).map(industry).collect();
    for (i, count) in market.by_industry.iter().enumerate() {
        let staffed =
            if count.modern_wanted > 0.0 { (count.modern_filled / count.modern_wanted).min(1.0) } else { 1.0 };
        let fit = market.modern_fit.get(i).map_or(1.0, |now| now / market.modern_fit_start[i]);
        market.ready[i] = staffed * fit;
    }
    if market.ready_start.is_empty() {
        market.ready_start.clone_from(&market.ready);
    }
}

/// Sums over cells: by market, `[occupation * regions + region]`, and after these by industry and form, `[2 * industry +
/// modern]`.
fn sums(model: &Model, world: &World) -> Vec<Sum> {
    let regions = model.regions.len();
    let first = model.occupations.len() * regions;
    let form: Vec<usize> = model.occupations.iter().map(|o| usize::from(o.modern)).collect();
    let none = vec![Sum::default(); first + 2 * model.industries.len()];
    let parts = par::chunks(world.parallel, world.posts.cells.len(), CHUNK, |range| {
        let mut sums = none.clone();
        let cells = &world.posts.cells;
        for index in range {
            fetch(cells, index + FAR);
            let cell = &cells[index];
            if cell.is_own_account() {
                continue;
            }
            let sum =
                Sum { staffed: cell.workers(), vacancies: cell.vacancies(), wanted: f64::from(cell.target.get()) };
            let o = usize::from(cell.occupation());
            sums[o * regions + usize::from(cell.region())].add(sum);
            sums[first + 2 * usize::from(cell.industry()) + form[o]].add(sum);
        }
        sums
    });
    parts.into_iter().fold(none, |mut all, part| {
        all.iter_mut().zip(part).for_each(|(sum, part)| sum.add(part));
        all
    })
}

/// Moves real pay along the wage curve (Blanchflower & Oswald 1992), against its trend:
/// `ln w_rk = beta ((1 - omega) ln(u_r / u_r0) + omega ln(u_k / u_k0))` on twelve-month means, floored at half a percent.
pub fn wages(model: &Model, world: &mut World) {
    let (regions, occupations) = (model.regions.len(), model.occupations.len());
    let mut rates = vec![(0.0, 0.0); regions];
    let mut rates_occupation = vec![(0.0, 0.0); occupations];
    for o in 0..occupations {
        for r in 0..regions {
            let at = o * regions + r;
            let (seekers, staff) = (f64::from(world.market.seekers[at]), f64::from(world.market.staffed[at]));
            for rate in [&mut rates[r], &mut rates_occupation[o]] {
                rate.0 += seekers;
                rate.1 += seekers + staff;
            }
        }
    }
    let market = &mut world.market;
    remember(&mut market.unemployment, &mut market.unemployment_start, &rates);
    if market.unemployment_usual.is_empty() {
        market.unemployment_usual.clone_from(&market.unemployment);
    }
    for (usual, now) in market.unemployment_usual.iter_mut().zip(&market.unemployment) {
        *usual += (now - *usual) / USUAL;
    }
    remember(&mut market.unemployment_occupation, &mut market.unemployment_occupation_start, &rates_occupation);
    let (curve, weight) = (model.number(CURVE), model.number(OCCUPATION_WEIGHT));
    if curve == 0.0 {
        return;
    }
    let tightness = |now: f64, start: f64| ln(now.max(LEAST) / start.max(LEAST));
    for o in 0..occupations {
        for r in 0..regions {
            let local = tightness(market.unemployment[r], market.unemployment_start[r]);
            let own = tightness(market.unemployment_occupation[o], market.unemployment_occupation_start[o]);
            market.wage[o * regions + r] = exp(curve * ((1.0 - weight) * local + weight * own));
        }
    }
}

/// Twelve-month exponential mean of rates given as (seekers, seekers and staff); the first count is the start.
fn remember(mean: &mut Vec<f64>, start: &mut Vec<f64>, rates: &[(f64, f64)]) {
    let now = rates.iter().map(|&(seekers, all)| if all > 0.0 { seekers / all } else { 0.0 });
    if mean.is_empty() {
        mean.extend(now);
        start.clone_from(mean);
    } else {
        mean.iter_mut().zip(now).for_each(|(m, rate)| *m += (rate - *m) / 12.0);
    }
}
