//! Enterprises grow, fail and are founded.

use crate::base::math::{exp, ln};
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::person::Status;
use crate::world::posts::{NONE, flag};

const GROWTH: Param = param("firms.growth");
const EXIT: Param = param("firms.exit");
const STEP: Param = param("technology.step");
const VALUE: Param = param("technology.value");

/// [Jan] Productive enterprises gain share: `d ln size_e = chi (ln y_e - mean of the industry)` a year, with
/// `y = productivity (1 + k a)`; shares are renormalised where posts are planned.
pub fn grow(model: &Model, world: &mut World) {
    let (chi, k, n) = (model.number(GROWTH), model.number(VALUE), model.industries.len());
    if chi == 0.0 {
        return;
    }
    let output =
        |e: &crate::world::posts::Enterprise| ln(f64::from(e.productivity) * (1.0 + k * f64::from(e.technology)));
    let (mut total, mut count) = (vec![0.0; n], vec![0.0; n]);
    for e in &world.enterprises {
        total[e.industry as usize] += output(e);
        count[e.industry as usize] += 1.0;
    }
    for e in &mut world.enterprises {
        let mean = total[e.industry as usize] / count[e.industry as usize];
        e.size *= exp(chi * (output(e) - mean)) as f32;
    }
}

/// Enterprises fail with a hazard that falls with the square root of size and has the given yearly mean over
/// enterprises; a new one takes the place at once, half as large, with its industry's present technology. Workers become
/// seekers. *Assumption*: shape and size of the entrant.
pub fn exit_and_entry(model: &Model, world: &mut World) {
    let yearly = model.number(EXIT);
    if yearly == 0.0 {
        return;
    }
    let industries = model.industries.len();
    let group = |e: &crate::world::posts::Enterprise| e.region as usize * industries + e.industry as usize;
    let (mut inverse, mut count) =
        (vec![0.0; industries * model.regions.len()], vec![0.0; industries * model.regions.len()]);
    for e in &world.enterprises {
        inverse[group(e)] += 1.0 / libm::sqrt(f64::from(e.size));
        count[group(e)] += 1.0;
    }
    let stream = world.draws.stream(Process::Firms, world.t as i32);
    let failing: Vec<usize> = (world.enterprises.iter().enumerate())
        .filter(|(index, e)| {
            let g = group(e);
            let hazard = yearly / 12.0 * (count[g] / inverse[g]) / libm::sqrt(f64::from(e.size));
            stream.chance(*index as u64, 0, hazard)
        })
        .map(|(index, _)| index)
        .collect();
    let steps = (1.0 / model.number(STEP)).round().max(1.0) as u32;
    for index in failing {
        close(world, index);
        let key = index as u64;
        let industry = world.enterprises[index].industry as usize;
        let adopted = (0..steps).filter(|&s| stream.chance(key, 10 + s, world.market.technology[industry])).count();
        world.institutions.credits.remove(&(index as u32));
        let e = &mut world.enterprises[index];
        e.size *= 0.5;
        e.technology = (adopted as f32 / steps as f32).min(model.industries[industry].technology_ceiling as f32);
        e.productivity = 1.0;
        e.upgrading = 0;
        e.flags &= flag::CLUSTER;
        e.offset = stream.uniform(key, 1) as f32;
        (e.places, e.experience) = (0, 128);
        e.founded = world.t as i16;
    }
}

/// Lays off everyone and withdraws all vacancies of an enterprise.
fn close(world: &mut World, index: usize) {
    let mut cell = world.enterprises[index].first;
    while cell != NONE {
        while let Some(&id) = world.posts.workers(cell).last() {
            world.release(id);
            world.set_status(id, Status::Seeking);
            world.flows.layoffs += 1;
        }
        let vacancies = world.posts.cells[cell as usize].vacancies;
        world.posts.close(cell, vacancies);
        world.flows.withdrawn += u64::from(vacancies);
        world.posts.cells[cell as usize].target = 0.0;
        cell = world.posts.cells[cell as usize].next;
    }
}
