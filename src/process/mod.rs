//! What happens in a month: one file per process, and the schedule as a page of named calls.
//!
//! May use: `base`, `model`, `world`. A process never calls another: they meet only in the world and in the month's
//! record of flows. No input or output, no clock.

pub mod admission;
pub mod campus;
pub mod choice;
pub mod competition;
pub mod consortia;
pub mod curriculum;
pub mod demand;
pub mod dropout;
pub mod firms;
pub mod funding;
pub mod graduation;
pub mod market;
pub mod order_class;
pub mod outcomes_of_graduates;
pub mod own_account;
pub mod partnership;
pub mod population;
pub mod program;
pub mod review;
mod school;
pub mod search;
pub mod service;
pub mod signal;
pub mod stocks;
pub mod teaching;
pub mod technology;
pub mod turnover;

use crate::model::Model;
use crate::world::World;

/// Simulates month `world.t`.
pub fn month(model: &Model, world: &mut World) {
    world.flows.reset();
    let calendar = model.month(world.t).of_year();
    let province = model.has_demography();

    // Enterprises: technology changes what is wanted, plans turn it into posts.
    if province {
        technology::upgrade(model, world);
        if calendar == 1 {
            firms::grow(model, world);
        }
        firms::exit_and_entry(model, world);
    }
    demand::plan(model, world);

    // The labour market, on stocks as they stood: decide who leaves, hire, then let them go.
    let turnover = turnover::decide(model, world);
    search::search_and_hire(model, world);
    turnover::carry_out(model, world, turnover);

    // People: a year older, into and out of own-account work, into the province.
    if province {
        population::birthdays(model, world);
        own_account::adjust(model, world);
        population::arrivals(model, world);
    }

    // Schools: students drop out; June graduates and hires them, August teaches, September admits, December looks back.
    if province {
        dropout::dropout(model, world);
        match calendar {
            6 => {
                graduation::graduation(model, world);
                campus::campus(model, world);
            }
            8 => teaching::teaching(model, world),
            9 => {
                choice::choice(model, world);
                admission::admission(model, world);
            }
            12 => outcomes_of_graduates::outcomes_of_graduates(model, world),
            _ => {}
        }
    }

    // Count what there is, let pay answer.
    market::count(model, world);
    market::wages(model, world);
}
