//! Counting the labour market, and wages that answer to unemployment.

use crate::base::math::{exp, ln};
use crate::base::par;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::posts::Cell;
use crate::world::{IndustryCount, World};

const CURVE: Param = param("labour.wage_curve");
const OCCUPATION_WEIGHT: Param = param("labour.wage_curve_occupation");
/// Lowest unemployment rate the wage curve sees.
const LEAST: f64 = 0.005;

/// Cells that a thread counts at a time.
const CHUNK: usize = 1 << 16;

/// What cells add up to.
struct Sums {
    vacancies: Vec<u32>,
    staffed: Vec<u32>,
    need: Vec<f64>,
    by_industry: Vec<IndustryCount>,
}

/// Counts seekers, vacancies, staff and posts wanted by occupation and region and by industry, and how well modern posts
/// are staffed.
pub fn count(model: &Model, world: &mut World) {
    let parts = par::chunks(world.parallel, world.posts.cells.len(), CHUNK, |range| {
        let mut sums = Sums::new(model);
        world.posts.cells[range].iter().filter(|c| !c.is_own_account()).for_each(|cell| sums.add(model, cell));
        sums
    });
    let sums = parts.into_iter().reduce(Sums::with).unwrap_or_else(|| Sums::new(model));
    let market = &mut world.market;
    market.seekers.clone_from(&world.seekers.by_market);
    (market.vacancies, market.staffed, market.need) = (sums.vacancies, sums.staffed, sums.need);
    market.by_industry = sums.by_industry;
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

impl Sums {
    fn new(model: &Model) -> Sums {
        let markets = model.occupations.len() * model.regions.len();
        Sums {
            vacancies: vec![0; markets],
            staffed: vec![0; markets],
            need: vec![0.0; markets],
            by_industry: vec![IndustryCount::default(); model.industries.len()],
        }
    }

    fn add(&mut self, model: &Model, cell: &Cell) {
        let at = cell.occupation as usize * model.regions.len() + cell.region as usize;
        let (wanted, filled) = (f64::from(cell.target), f64::from(cell.workers()));
        self.vacancies[at] += cell.vacancies;
        self.staffed[at] += cell.workers();
        self.need[at] += wanted;
        let count = &mut self.by_industry[cell.industry as usize];
        count.wanted += wanted;
        count.filled += filled;
        count.vacant += f64::from(cell.vacancies);
        if model.occupations[cell.occupation as usize].modern {
            count.modern_wanted += wanted;
            count.modern_filled += filled;
        }
    }

    /// The sums of both.
    fn with(mut self, other: Sums) -> Sums {
        fn add<T: Copy + std::ops::AddAssign>(a: &mut [T], b: &[T]) {
            a.iter_mut().zip(b).for_each(|(a, &b)| *a += b);
        }
        add(&mut self.vacancies, &other.vacancies);
        add(&mut self.staffed, &other.staffed);
        add(&mut self.need, &other.need);
        add(&mut self.by_industry, &other.by_industry);
        self
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
