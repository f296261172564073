//! The state on the eve of the first month: people in jobs = filled posts, enrolled = cohorts, the labour force closes.
//!
//! Everyone who ever lives in the run gets a number here, in an order that no policy can change: those alive by region and
//! birth month, those who turn 15 later by birth month and region, then migrants. The first and the last have rows.

mod enterprises;
mod jobs;
mod network;
pub mod persons;
mod schools;

use super::{World, pay};
use crate::base::rng::Draws;
use crate::model::Model;

/// Builds the world of a replicate.
pub fn populate(model: &Model, draws: Draws, parallel: bool) -> World {
    let mut world = World::empty(model, draws);
    world.parallel = parallel;
    enterprises::found(model, &mut world);
    if model.has_demography() {
        persons::everyone(model, &mut world);
        schools::schools(model, &mut world);
        schools::students(model, &mut world);
        jobs::fill(model, &mut world);
        world.market.pay_scale = pay::scales(model, &world);
    } else {
        network::fill(model, &mut world);
    }
    world
}
