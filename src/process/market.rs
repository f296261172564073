//! Counting the labour market, and wages that answer to unemployment.

use crate::base::math::{exp, ln};
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;

const CURVE: Param = param("labour.wage_curve");
const OCCUPATION_WEIGHT: Param = param("labour.wage_curve_occupation");
/// Lowest unemployment rate the wage curve sees.
const LEAST: f64 = 0.005;

/// Counts seekers, vacancies, staff and posts wanted by occupation and region and by industry, and how well modern posts
/// are staffed.
pub fn count(model: &Model, world: &mut World) {
    let regions = model.regions.len();
    let market = &mut world.market;
    market.seekers.fill(0);
    market.vacancies.fill(0);
    market.staffed.fill(0);
    market.need.fill(0.0);
    for seeker in &world.seekers {
        market.seekers[seeker.occupation as usize * regions + seeker.region as usize] += 1;
    }
    market.by_industry.fill(Default::default());
    for cell in world.posts.cells.iter().filter(|c| !c.is_own_account()) {
        let at = cell.occupation as usize * regions + cell.region as usize;
        market.vacancies[at] += cell.vacancies;
        market.staffed[at] += cell.workers();
        market.need[at] += f64::from(cell.target);
        let count = &mut market.by_industry[cell.industry as usize];
        let (wanted, filled) = (f64::from(cell.target), f64::from(cell.workers()));
        count.wanted += wanted;
        count.filled += filled;
        count.vacant += f64::from(cell.vacancies);
        if model.occupations[cell.occupation as usize].modern {
            count.modern_wanted += wanted;
            count.modern_filled += filled;
        }
    }
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
