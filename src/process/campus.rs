//! [Jun] Recruitment at school: after graduation, before the open market searches.
//!
//! Reads the month's school leavers and open vacancies; fills vacancies. What enterprises agreed from April on is
//! settled here in one step at the end of June, so that nobody is promised a vacancy that closes in between; work
//! begins in July. Every hire closes one vacancy, so nothing can be booked twice.

use super::school::seen;
use crate::base::draw::normal;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::person::{NO_PROGRAM, Status, flag};
use crate::world::posts::NONE;

const PLACED: Param = param("education.campus.placed");
const VACANCIES: Param = param("education.campus.vacancies");
const OFFERS: Param = param("education.campus.offers");

/// Open vacancies of one occupation in one region, cell by cell, and how many more the schools may fill.
#[derive(Clone, Default)]
struct Pool {
    cells: Vec<u32>,
    left: u32,
}

/// Offers each leaver of this month, those of general schools apart, in random order and with probability `placed`, first the vacancies of the
/// program's partners (own trainees, seen without noise), then a few random ones of the field, near regions first;
/// the best fit signs. Who finds none there is offered what others from the field reach: schools place their graduates,
/// if need be elsewhere. Probability 0 is off.
pub fn campus(model: &Model, world: &mut World) {
    let draws = world.draws.stream(Process::Campus, world.t as i32);
    let placed = model.number(PLACED);
    let mut leavers: Vec<u32> = (world.flows.school_leavers.iter().copied())
        .filter(|&id| world.persons[id as usize].status == Status::Seeking)
        .filter(|&id| Level::of(world.persons[id as usize].level) != Level::General)
        .filter(|&id| draws.chance(u64::from(id), 0, placed))
        .collect();
    leavers.sort_by_key(|&id| (draws.bits(u64::from(id), 1), id));
    if leavers.is_empty() {
        return;
    }
    let mut pools = pools(model, world);
    for id in leavers {
        let field = field(model, world, id);
        let partner = partner_vacancy(model, world, id, &field, &mut pools);
        let near = |o: &u16| (*o, 1.0);
        let signed = partner
            .or_else(|| vacancy(model, world, &draws, (id, 0), field.iter().map(near), &mut pools))
            .or_else(|| vacancy(model, world, &draws, (id, 1), reached(model, world, id), &mut pools));
        if let Some(cell) = signed {
            hire(world, id, cell);
        }
    }
}

/// Open vacancies of enterprises by `occupation * regions + region`, a share of each open to schools.
fn pools(model: &Model, world: &World) -> Vec<Pool> {
    let regions = model.regions.len();
    let mut pools = vec![Pool::default(); model.occupations.len() * regions];
    for (index, cell) in world.posts.cells.iter().enumerate() {
        if cell.vacancies > 0 && cell.enterprise != NONE {
            let pool = &mut pools[cell.occupation as usize * regions + cell.region as usize];
            pool.cells.push(index as u32);
            pool.left += cell.vacancies;
        }
    }
    for pool in &mut pools {
        pool.left = (f64::from(pool.left) * model.number(VACANCIES)).round() as u32;
    }
    pools
}

/// Occupations of a leaver's field: both forms of the specialty's roles, else of the role of the first occupation.
fn field(model: &Model, world: &World, id: u32) -> Vec<u16> {
    let person = &world.persons[id as usize];
    let own = [model.occupations[person.occupation as usize].role];
    let roles: &[u16] = match world.programs.get(person.program as usize) {
        Some(program) if person.program != NO_PROGRAM => &model.education.specialties[program.specialty as usize].roles,
        _ => &own,
    };
    let all = model.occupations.iter().enumerate();
    all.filter(|(_, o)| roles.contains(&o.role)).map(|(o, _)| o as u16).collect()
}

/// The best vacancy of the field among the program's partners, if it meets the standard.
fn partner_vacancy(model: &Model, world: &World, id: u32, field: &[u16], pools: &mut [Pool]) -> Option<u32> {
    let person = &world.persons[id as usize];
    let program = world.programs.get(person.program as usize)?;
    let mut best: Option<(f64, u32)> = None;
    for &partner in &program.partners {
        let mut cell = world.enterprises.get(partner as usize).map_or(NONE, |e| e.first);
        while cell != NONE {
            let c = &world.posts.cells[cell as usize];
            if c.vacancies > 0 && field.contains(&c.occupation) {
                let fit = f64::from(world.fit_now(id, c.occupation as usize));
                if fit >= model.labour.standard && best.is_none_or(|(b, _)| fit > b) {
                    best = Some((fit, cell));
                }
            }
            cell = c.next;
        }
    }
    let cell = best?.1;
    let c = &world.posts.cells[cell as usize];
    let pool = &mut pools[c.occupation as usize * model.regions.len() + c.region as usize];
    pool.left = pool.left.checked_sub(1)?;
    Some(cell)
}

/// Occupations within reach of a leaver's first one, with their weights in search.
fn reached<'a>(model: &'a Model, world: &World, id: u32) -> impl Iterator<Item = (u16, f64)> + use<'a> {
    let n = model.occupations.len();
    let from = world.persons[id as usize].occupation as usize;
    (0..n).map(move |o| (o as u16, model.labour.reach.get(from * n + o).copied().unwrap_or(0.0)))
}

/// A few random vacancies of the occupations given, weighted by number and nearness; the best seen fit above the
/// standard. `who` is the leaver and which try this is.
fn vacancy(
    model: &Model,
    world: &World,
    draws: &Stream,
    who: (u32, u32),
    occupations: impl Iterator<Item = (u16, f64)>,
    pools: &mut [Pool],
) -> Option<u32> {
    let (id, first) = (who.0, 16 + 1024 * who.1);
    let (person, regions) = (&world.persons[id as usize], model.regions.len());
    let mut total = 0.0;
    let mut weights: Vec<(f64, usize)> = Vec::new();
    for (occupation, weight) in occupations.filter(|(_, weight)| *weight > 0.0) {
        for region in 0..regions {
            let at = occupation as usize * regions + region;
            let near = model.labour.near.get(person.region as usize * regions + region).copied().unwrap_or(1.0);
            total += weight * f64::from(pools[at].left) * near;
            weights.push((total, at));
        }
    }
    if total <= 0.0 {
        return None;
    }
    let (noise, bonus) = seen(&model.labour, person);
    let mut best: Option<(f64, u32, usize)> = None;
    for offer in 0..model.number(OFFERS) as u32 {
        let u = draws.uniform(u64::from(id), first + 4 * offer) * total;
        let at = weights[weights.partition_point(|(sum, _)| *sum <= u).min(weights.len() - 1)].1;
        let Some(cell) = open_cell(world, &mut pools[at], draws.uniform(u64::from(id), first + 1 + 4 * offer)) else {
            continue;
        };
        let occupation = world.posts.cells[cell as usize].occupation as usize;
        let seen = f64::from(world.fit_now(id, occupation))
            + bonus
            + noise * normal(draws, u64::from(id), first + 2 + 4 * offer);
        if seen >= model.labour.standard && best.is_none_or(|(b, ..)| seen > b) {
            best = Some((seen, cell, at));
        }
    }
    let (_, cell, at) = best?;
    pools[at].left -= 1;
    Some(cell)
}

/// A cell of the pool that still has a vacancy; cells found filled are dropped from it.
fn open_cell(world: &World, pool: &mut Pool, u: f64) -> Option<u32> {
    if pool.left == 0 {
        return None;
    }
    while !pool.cells.is_empty() {
        let at = ((u * pool.cells.len() as f64) as usize).min(pool.cells.len() - 1);
        let cell = pool.cells[at];
        if world.posts.cells[cell as usize].vacancies > 0 {
            return Some(cell);
        }
        pool.cells.swap_remove(at);
    }
    pool.left = 0;
    None
}

fn hire(world: &mut World, id: u32, cell: u32) {
    world.hire(id, cell);
    world.persons[id as usize].flags |= flag::PLACED;
}
