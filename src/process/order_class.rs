//! Order classes (3.2): partners promise posts to students of the last year and keep or break the promise in June.
//!
//! The advantage is at entry; it fades with tenure like any other. Reads partners and their places.

use std::collections::BTreeMap;

use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{AHEAD, warm};
use crate::world::institutions::Order;
use crate::world::moves::{Move, To};
use crate::world::person::{Status, flag};

const CAP: Param = param("policy.enterprise.order_class_cap");
const COMMITMENT: Param = param("order.commitment");
const DEFAULT: Param = param("order.default");

/// Months from a promise, in September, to its fulfilment.
const PROMISED: i32 = 9;

/// [September, after admission] Partners promise posts to students who graduate next June, up to the cap of their
/// number and to what the places of the partners allow.
pub fn commit(model: &Model, world: &mut World) {
    let cap = model.lever(CAP, world.t);
    if cap <= 0.0 {
        return;
    }
    let stream = world.draws.stream(Process::OrderClass, world.t as i32);
    let mut left: BTreeMap<u32, f64> = BTreeMap::new();
    let candidates = par::chunks(world.parallel, world.programs.len(), AHEAD, |range| {
        warm(&world.programs[range.clone()]);
        range.map(|i| candidates(world, &stream, cap, i)).collect::<Vec<_>>()
    });
    for (i, students) in candidates.into_iter().flatten().enumerate() {
        let partners = world.programs[i].partners.clone();
        for (k, student) in students.into_iter().enumerate() {
            let free = (0..partners.len()).map(|j| partners[(k + j) % partners.len()]).find(|&e| {
                let places = left.entry(e).or_insert_with(|| {
                    let offered = f64::from(world.enterprises[e as usize].places) * model.number(COMMITMENT);
                    (offered + stream.uniform(u64::from(e), 2)).floor()
                });
                *places >= 1.0
            });
            let Some(enterprise) = free else { break };
            *left.entry(enterprise).or_default() -= 1.0;
            world.persons[student as usize].flags |= flag::ORDER;
            world.institutions.orders.push(Order { student, program: i as u32, enterprise });
            world.flows.orders += 1;
        }
    }
}

/// Students of the last year of a program that has partners, in random order, up to the cap of their number.
fn candidates(world: &World, stream: &Stream, cap: f64, program: usize) -> Vec<u32> {
    let p = &world.programs[program];
    if p.partners.is_empty() {
        return Vec::new();
    }
    let last_year = p.cohorts.iter().filter(|c| (0..12).contains(&(c.leaves - world.t as i32)));
    let rank = |&id: &u32| (stream.bits(u64::from(id), 0), id);
    let mut students: Vec<_> = last_year.flat_map(|c| &c.students).map(rank).collect();
    students.sort_unstable();
    let most = (cap * students.len() as f64 + stream.uniform(program as u64, 1)).floor() as usize;
    students.into_iter().take(most).map(|(_, id)| id).collect()
}

/// [June, after graduation, before campus recruitment] Graduates with a promise who look for work are hired: into a
/// vacancy or a missing post of the field; without one the partner keeps its word with probability `1 - default`. A post
/// that was not advertised is, and filled at once. Who fails takes its promises along.
///
/// They move in rounds of one for each cell, so that the lists of cells name them in the order of promises.
pub fn take_over(model: &Model, world: &mut World) {
    let stream = world.draws.stream(Process::OrderClass, world.t as i32);
    let mut joining: BTreeMap<u32, u32> = BTreeMap::new();
    let mut rounds: Vec<Vec<Move>> = Vec::new();
    for order in std::mem::take(&mut world.institutions.orders) {
        let id = order.student;
        let person = &world.persons[id as usize];
        if person.status != Status::Seeking || u32::from(person.program) != order.program {
            world.persons[id as usize].flags &= !flag::ORDER;
            continue;
        }
        let stands = i32::from(world.enterprises[order.enterprise as usize].founded) <= world.t as i32 - PROMISED;
        let kept = cell(model, world, &joining, &order).filter(|_| stands).filter(|&c| {
            let free = advertised(world, &joining, c) || missing(world, &joining, c) >= 0.5;
            free || !stream.chance(u64::from(id), 3, model.number(DEFAULT))
        });
        let Some(cell) = kept else {
            world.persons[id as usize].flags &= !flag::ORDER;
            world.flows.order_defaults += 1;
            continue;
        };
        if !advertised(world, &joining, cell) {
            world.posts.open(cell, 1, world.t);
            world.flows.openings += 1;
        }
        let earlier = joining.entry(cell).or_default();
        if rounds.len() == *earlier as usize {
            rounds.push(Vec::new());
        }
        rounds[*earlier as usize].push(world.to(id, To::Vacancy(cell)));
        *earlier += 1;
        world.flows.order_hires += 1;
    }
    rounds.into_iter().for_each(|moves| world.carry_out(moves));
}

/// Whether a cell has a vacancy that nobody is about to fill.
fn advertised(world: &World, joining: &BTreeMap<u32, u32>, cell: u32) -> bool {
    world.posts.cells[cell as usize].vacancies() > joining.get(&cell).copied().unwrap_or(0)
}

/// Posts that a cell wants beyond its workers and those who are about to join.
fn missing(world: &World, joining: &BTreeMap<u32, u32>, cell: u32) -> f64 {
    let c = &world.posts.cells[cell as usize];
    f64::from(c.target.get()) - f64::from(c.workers() + joining.get(&cell).copied().unwrap_or(0))
}

/// The partner's cell in the field of the program that lacks most people; `None` if it has no such posts any more.
fn cell(model: &Model, world: &World, joining: &BTreeMap<u32, u32>, order: &Order) -> Option<u32> {
    let specialty = world.programs[order.program as usize].specialty as usize;
    let field = &model.education.specialties[specialty].roles;
    let mut best: Option<(f64, u32)> = None;
    for (cell, c) in world.posts_of(order.enterprise as usize) {
        let missing = missing(world, joining, cell);
        let in_field = c.target.get() > 0.0 && field.contains(&model.occupations[c.occupation() as usize].role);
        if in_field && best.is_none_or(|(most, _)| missing > most) {
            best = Some((missing, cell));
        }
    }
    best.map(|(_, cell)| cell)
}
