//! What happens in a month: one file per process, and the schedule as a page of named calls.
//!
//! May use: `base`, `model`, `world`. Only the schedule lets a process change the world; what processes read from one
//! another is listed in `tests/it/arrows.rs`. No input or output, no clock.

pub mod admission;
mod board;
pub mod campus;
pub mod choice;
pub mod competition;
pub mod consortia;
pub mod cooperation;
pub mod curriculum;
pub mod demand;
pub mod dictatorship;
pub mod dropout;
pub mod firms;
pub mod funding;
pub mod graduation;
pub mod group;
pub mod market;
pub mod order_class;
pub mod outcomes_of_graduates;
pub mod own_account;
pub mod partnership;
pub mod platform;
pub mod population;
pub mod program;
mod proposals;
pub mod review;
mod school;
pub mod search;
pub mod service;
pub mod signal;
pub mod staffing;
pub mod stocks;
pub mod teaching;
pub mod technology;
pub mod turnover;

use crate::model::Model;
use crate::world::World;

/// Simulates month `world.t`. The order is the model: each line sees what the lines above it have done.
pub fn month(model: &Model, world: &mut World) {
    world.flows.reset();
    world.seekers.begin(world.t as i32);
    let calendar = if model.has_demography() { model.month(world.t).of_year() } else { CORE };

    if calendar == 1 {
        funding::open(model, world); // the budget year begins
        consortia::fund(model, world); // consortia and platforms live on it
        platform::fund(model, world);
        firms::grow(model, world); // productive enterprises gain share
    }
    if calendar != CORE {
        technology::upgrade(model, world); // projects start, finished ones raise technology
        firms::exit_and_entry(model, world); // enterprises fail, others are founded
    }
    demand::plan(model, world); // technology, wages and output paths become posts

    let turnover = turnover::decide(model, world); // on stocks as they stand
    search::search_and_hire(model, world); // seekers apply, vacancies choose
    turnover::carry_out(model, world, turnover); // among those still in their posts

    if calendar != CORE {
        population::birthdays(model, world); // a year older: 15, retirement, death
        own_account::adjust(model, world); // agriculture and self-employment follow their path
        population::arrivals(model, world); // people move in
        dropout::dropout(model, world);
        service::serve(model, world); // schools solve enterprises' problems
    }
    match calendar {
        5 => {
            review::file(model, world); // the second filing window, if the fast lane is open
            competition::hold(model, world);
        }
        6 => {
            graduation::graduation(model, world);
            cooperation::come_home(model, world); // from colleges of other provinces
            order_class::take_over(model, world); // promises are kept or broken
            campus::campus(model, world); // recruitment at school
        }
        7 => {
            review::close(model, world); // programs in teach-out that are empty now
            group::form(model, world);
        }
        8 => {
            curriculum::revise(model, world); // what will be taught
            stocks::seats(model, world); // what teachers and equipment can carry
            teaching::teaching(model, world); // what has been learned
        }
        9 => {
            group::form(model, world); // who stands with whom
            review::open(model, world); // approved programs recruit
            choice::choice(model, world); // expectations
            admission::admission(model, world);
            order_class::commit(model, world);
        }
        10 => partnership::decide(model, world),
        11 => review::file(model, world),
        12 => {
            outcomes_of_graduates::outcomes_of_graduates(model, world);
            review::cards(model, world);
            service::close_year(model, world);
        }
        _ => {}
    }
    if calendar != CORE {
        if world.t == 0 {
            funding::open(model, world); // what is left of the first year
            consortia::fund(model, world);
            platform::fund(model, world);
        } else if calendar == 9 {
            funding::allot_rest(model, world); // to the programs that opened
        }
        cooperation::pair(model, world); // colleges with Beijing and Tianjin
        stocks::keep(model, world); // teachers, equipment, practice places
    }

    market::count(model, world); // seekers, vacancies, posts by occupation and region
    market::wages(model, world); // pay answers to unemployment
    if calendar != CORE {
        signal::record(model, world); // what surveys will say later
    }
}

/// Calendar month of a network, which has none.
const CORE: u32 = 0;
