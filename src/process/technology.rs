//! Upgrading: enterprises start projects, projects raise technology step by step.
//!
//! Monthly hazard of starting (Bass 1969 in the discrete form of limit case T2, after Mansfield 1961; readiness after
//! Nelson & Phelps 1966):
//! `h = min(1, (p + q A)/12 * (max(ready, 0.05)/ready0)^rho * (1 + k_s served)(1 + k_c shared))`,
//! A the industry's adopted share, ready the share of its modern posts that are filled times the fit of their staff
//! relative to the start (`process::market` counts both). A project takes months, then
//! technology rises by a step: diffusion inside the enterprise lags diffusion between enterprises.

use crate::base::math::pow;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::posts::{Enterprise, flag};

const DIFFUSION: Param = param("technology.diffusion");
const STEP: Param = param("technology.step");
const READINESS: Param = param("technology.readiness");
const SERVICE: Param = param("technology.service");
const SHARED: Param = param("technology.shared");

/// Starts and finishes upgrade projects.
pub fn upgrade(model: &Model, world: &mut World) {
    measure(model, world);
    let hazards: Vec<f64> = (model.industries.iter().enumerate())
        .map(|(i, industry)| {
            let start = world.market.ready_start.get(i).copied().unwrap_or(1.0);
            let ready = world.market.ready[i].max(0.05) / start.max(0.05);
            model.number(DIFFUSION) * (industry.bass_p + industry.bass_q * world.market.technology[i]) / 12.0
                * pow(ready, model.number(READINESS))
        })
        .collect();
    let stream = world.draws.stream(Process::Upgrade, world.t as i32);
    let (step, served, shared) = (model.number(STEP) as f32, model.number(SERVICE), model.number(SHARED));
    for (e, enterprise) in world.enterprises.iter_mut().enumerate() {
        let industry = &model.industries[enterprise.industry as usize];
        let ceiling = industry.technology_ceiling as f32;
        if enterprise.upgrading > 0 {
            enterprise.upgrading -= 1;
            if enterprise.upgrading == 0 {
                finish(enterprise, step, ceiling);
                world.flows.upgrades_done += 1;
            }
            continue;
        }
        if enterprise.technology >= ceiling {
            continue;
        }
        let mut hazard = hazards[enterprise.industry as usize];
        if enterprise.flags & flag::SERVED != 0 {
            hazard *= 1.0 + served;
        }
        if enterprise.flags & flag::CLUSTER != 0 {
            hazard *= 1.0 + shared;
        }
        if stream.chance(e as u64, 0, hazard) {
            enterprise.upgrading = industry.upgrade_months;
            world.flows.upgrades_started += 1;
            if industry.upgrade_months == 0 {
                finish(enterprise, step, ceiling);
                world.flows.upgrades_done += 1;
            }
        }
    }
}

/// A project is done: technology is a step higher.
fn finish(enterprise: &mut Enterprise, step: f32, ceiling: f32) {
    enterprise.technology = (enterprise.technology + step).min(ceiling);
    enterprise.flags |= flag::UPGRADED;
}

/// Technology of each industry weighted by size.
fn measure(model: &Model, world: &mut World) {
    let n = model.industries.len();
    let (mut size, mut weighted) = (vec![0.0f64; n], vec![0.0f64; n]);
    for e in &world.enterprises {
        size[e.industry as usize] += f64::from(e.size);
        weighted[e.industry as usize] += f64::from(e.size) * f64::from(e.technology);
    }
    for i in 0..n {
        world.market.technology[i] = if size[i] > 0.0 { weighted[i] / size[i] } else { 0.0 };
    }
    if world.t == 0 || model.month(world.t).of_year() == 1 {
        measure_fit(model, world);
    }
}

/// [January, and the start] Fit of the staff of modern posts by industry: one worker asked in each cell, weighted by
/// the cell's workers.
fn measure_fit(model: &Model, world: &mut World) {
    let mut sums = vec![(0.0, 0.0); model.industries.len()];
    for (index, cell) in world.posts.cells.iter().enumerate() {
        let Some(&asked) = world.posts.workers(index as u32).first() else { continue };
        if cell.is_own_account() || !model.occupations[cell.occupation as usize].modern {
            continue;
        }
        let (fit, weight) = &mut sums[cell.industry as usize];
        *fit += f64::from(cell.workers()) * f64::from(world.fit_now(asked, cell.occupation as usize));
        *weight += f64::from(cell.workers());
    }
    let market = &mut world.market;
    market.modern_fit = sums.iter().map(|(fit, weight)| if *weight > 0.0 { fit / weight } else { 1.0 }).collect();
    if world.t == 0 {
        market.modern_fit_start = market.modern_fit.iter().map(|f| f.max(0.05)).collect();
    }
}
