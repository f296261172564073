//! Upgrading: enterprises start projects, projects raise technology step by step.
//!
//! Monthly hazard of starting (Bass 1969 in the discrete form of limit case T2, after Mansfield 1961; readiness after
//! Nelson & Phelps 1966):
//! `h = min(1, (p + q A)/12 * (max(ready, 0.05)/ready0)^rho * (1 + k_s served)(1 + k_c shared))`,
//! A the industry's adopted share, ready the share of its modern posts that are filled times the fit of their staff
//! relative to the start (`process::market` counts both). A project takes months, then
//! technology rises by a step: diffusion inside the enterprise lags diffusion between enterprises.

use crate::base::math::pow;
use crate::base::par;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::posts::{Enterprise, flag};
use crate::world::{AHEAD, World};

const DIFFUSION: Param = param("technology.diffusion");
const STEP: Param = param("technology.step");
const READINESS: Param = param("technology.readiness");
const SERVICE: Param = param("technology.service");
const SHARED: Param = param("technology.shared");

/// Enterprises that a thread takes at a time.
const CHUNK: usize = 1 << 15;

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
    let one = |e: usize, enterprise: &mut Enterprise| -> (u64, u64) {
        let industry = &model.industries[enterprise.industry as usize];
        let ceiling = industry.technology_ceiling as f32;
        if enterprise.upgrading > 0 {
            enterprise.upgrading -= 1;
            if enterprise.upgrading == 0 {
                finish(enterprise, step, ceiling);
            }
            return (0, u64::from(enterprise.upgrading == 0));
        }
        if enterprise.technology >= ceiling {
            return (0, 0);
        }
        let mut hazard = hazards[enterprise.industry as usize];
        if enterprise.flags & flag::SERVED != 0 {
            hazard *= 1.0 + served;
        }
        if enterprise.flags & flag::CLUSTER != 0 {
            hazard *= 1.0 + shared;
        }
        if !stream.chance(e as u64, 0, hazard) {
            return (0, 0);
        }
        enterprise.upgrading = industry.upgrade_months;
        if industry.upgrade_months == 0 {
            finish(enterprise, step, ceiling);
        }
        (1, u64::from(industry.upgrade_months == 0))
    };
    let pieces = world.enterprises.chunks_mut(CHUNK).enumerate().collect();
    let flows = par::map(world.parallel, pieces, |(k, enterprises)| {
        let each = enterprises.iter_mut().enumerate().map(|(n, enterprise)| one(k * CHUNK + n, enterprise));
        each.fold((0, 0), |sum, flow| (sum.0 + flow.0, sum.1 + flow.1))
    });
    for (started, done) in flows {
        world.flows.upgrades_started += started;
        world.flows.upgrades_done += done;
    }
}

/// A project is done: technology is a step higher.
fn finish(enterprise: &mut Enterprise, step: f32, ceiling: f32) {
    enterprise.technology = (enterprise.technology + step).min(ceiling);
    enterprise.flags |= flag::UPGRADED;
}

/// Technology of each industry weighted by size.
fn measure(model: &Model, world: &mut World) {
    let industry = |e: &Enterprise| e.industry as usize;
    let weighted = |e: &Enterprise| [f64::from(e.size), f64::from(e.size) * f64::from(e.technology)];
    let sums = par::sums(world.parallel, &world.enterprises, model.industries.len(), industry, weighted);
    for (technology, [size, weighted]) in world.market.technology.iter_mut().zip(sums) {
        *technology = if size > 0.0 { weighted / size } else { 0.0 };
    }
    if world.t == 0 || model.month(world.t).of_year() == 1 {
        measure_fit(model, world);
    }
}

/// [January, and the start] Fit of the staff of modern posts by industry: one worker drawn in each cell, weighted by
/// the cell's workers.
fn measure_fit(model: &Model, world: &mut World) {
    let cells = &world.posts.cells;
    let stream = world.draws.stream(Process::Upgrade, world.t as i32);
    let sums = par::totals(world.parallel, cells.len(), model.industries.len(), |sums: &mut [[f64; 2]], range| {
        let staffed = |index: &usize| {
            let cell = &cells[*index];
            !cell.is_own_account() && cell.workers() > 0 && model.occupations[cell.occupation() as usize].modern
        };
        let drawn = |index: usize| {
            let (cell, workers) = (&cells[index], world.posts.workers(index as u32));
            (cell, workers[stream.below(1 << 60 | cell.address(), 0, workers.len())])
        };
        let asked: Vec<_> = range.filter(staffed).map(drawn).collect();
        for batch in asked.chunks(AHEAD) {
            world.warm(batch.iter().map(|&(_, worker)| worker));
            for &(cell, worker) in batch {
                let [fit, weight] = &mut sums[cell.industry() as usize];
                *fit += f64::from(cell.workers()) * f64::from(world.fit_now(worker, cell.occupation() as usize));
                *weight += f64::from(cell.workers());
            }
        }
    });
    let market = &mut world.market;
    market.modern_fit = sums.iter().map(|[fit, weight]| if *weight > 0.0 { fit / weight } else { 1.0 }).collect();
    if world.t == 0 {
        market.modern_fit_start = market.modern_fit.iter().map(|f| f.max(0.05)).collect();
    }
}
