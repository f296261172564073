//! A closed labour force on a network: everybody employed in, or seeking from, an occupation.

use super::super::World;
use super::super::cell::NONE;
use super::super::moves::{Move, To};
use super::super::person::{Person, Status};
use crate::base::memory;
use crate::model::Model;

/// Creates the start stocks of a network exactly: employed, unemployed by last occupation, vacancies.
pub(super) fn fill(model: &Model, world: &mut World) {
    let people: u32 = model.demand.network.iter().map(|[e, u, _]| e + u).sum();
    world.persons = memory::with_capacity(people as usize);
    world.persons.resize(people as usize, Person::nobody());
    world.counts[Status::Absent as usize] = i64::from(people);
    let mut next = 0u32;
    for (o, &[employed, unemployed, vacancies]) in model.demand.network.iter().enumerate() {
        if world.enterprises[o].first == NONE {
            world.enterprises[o].first = world.posts.add_cell(o as u32, (o as u16, o as u16, 0), employed);
        }
        let cell = world.enterprises[o].first;
        let before = |id: u32, to: To| Move { id, to, reopens: false, since: -1 };
        world.carry_out((next..next + employed).map(|id| before(id, To::Post(cell))).collect());
        next += employed;
        for id in next..next + unemployed {
            world.persons[id as usize].occupation = o as u16;
        }
        world.carry_out((next..next + unemployed).map(|id| before(id, To::Status(Status::Seeking))).collect());
        next += unemployed;
        world.posts.open(cell, vacancies, 0);
    }
}
