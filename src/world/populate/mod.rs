//! The state on the eve of the first month: people in jobs = filled posts, enrolled = cohorts, the labour force closes.
//!
//! Everyone who ever lives in the run gets an id here, in an order that no policy can change: those alive by region and
//! birth month, those who turn 15 later by birth month and region, then places for migrants.

mod enterprises;
mod jobs;
mod network;
mod persons;
mod schools;

use super::World;
use super::flows::Flows;
use super::money::Accounts;
use super::posts::Posts;
use super::skills::SkillLaw;
use super::{Market, person::Status};
use crate::base::rng::{Draws, Process};
use crate::model::Model;

/// Builds the world of a replicate.
pub fn populate(model: &Model, draws: Draws) -> World {
    let markets = model.occupations.len() * model.regions.len();
    let mut world = World {
        draws,
        t: 0,
        settling: (0, draws.stream(Process::Settle, 0)),
        parallel: false,
        skill_law: SkillLaw::new(model),
        persons: Vec::new(),
        cohorts: Vec::new(),
        migrants: (0, 0),
        counts: [0; Status::COUNT],
        enterprises: Vec::new(),
        posts: Posts::default(),
        seekers: Vec::new(),
        market: Market {
            wage: vec![1.0; markets],
            seekers: vec![0; markets],
            vacancies: vec![0; markets],
            ready: vec![1.0; model.industries.len()],
            technology: model.industries.iter().map(|i| i.technology_start).collect(),
            need: vec![0.0; markets],
            staffed: vec![0; markets],
            by_industry: vec![Default::default(); model.industries.len()],
            ..Market::default()
        },
        programs: Vec::new(),
        schools: Vec::new(),
        technician: Vec::new(),
        academic: Vec::new(),
        waiting: Vec::new(),
        leavers: Vec::new(),
        expectations: Default::default(),
        accounts: Accounts::default(),
        institutions: Default::default(),
        flows: Flows::new(model.occupations.len(), model.regions.len()),
    };
    enterprises::found(model, &mut world);
    if model.has_demography() {
        persons::everyone(model, &mut world);
        schools::schools(model, &mut world);
        schools::students(model, &mut world);
        jobs::fill(model, &mut world);
    } else {
        network::fill(model, &mut world);
    }
    world
}
