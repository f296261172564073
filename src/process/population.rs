//! Birthdays: turning 15, taking part in the labour market or not, retirement, death; and who moves in.
//!
//! Everyone is looked at once a year, in the month of birth; ids of a birth month are contiguous, so a month touches a
//! twelfth of the people and nobody else.

use crate::base::draw::round_at_random;
use crate::base::rng::Process;
use crate::model::Model;
use crate::model::education::Level;
use crate::model::population::AGE_END;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::activity::{propensities, retirement_age, takes_part};
use crate::world::person::{Person, Status, flag};

const FARMERS_END: Param = param("population.farmers_end");

/// Those born in this calendar month: age 15, mortality (not while in school), retirement by sex and kind of work phased
/// in 2025-2040, own-account work until 75, participation by age.
pub fn birthdays(model: &Model, world: &mut World) {
    let t = world.t as i32;
    let chance = world.draws.stream(Process::Birthday, t);
    let activity = propensities(&world.draws);
    let year = model.month(world.t).year();
    let farmers_end = model.number(FARMERS_END) as i32;
    for block in 0..world.cohorts.len() {
        let born = i32::from(world.cohorts[block].birth);
        let months = t - born;
        if months % 12 != 0 || months < 180 {
            continue;
        }
        let age = (months / 12) as usize;
        for id in world.cohorts[block].ids.clone() {
            let p = &world.persons[id as usize];
            match p.status {
                Status::Absent if age == 15 => {
                    world.set_status(id, Status::Junior);
                    world.flows.turned_15 += 1;
                    continue;
                }
                Status::Absent | Status::Dead | Status::Left => continue,
                s if s.in_school() => continue,
                _ => {}
            }
            let sex = usize::from(p.is(flag::FEMALE));
            let dies =
                age >= AGE_END || chance.chance(u64::from(id), 0, model.population.mortality[sex][age.min(AGE_END)]);
            let active = takes_part(model, &activity, p, id, world.t);
            let next = if dies {
                Some(Status::Dead)
            } else {
                let retires = f64::from(months) >= retirement_age(model, p, year);
                change(p, active, retires, age as i32, farmers_end)
            };
            match next {
                Some(status) => leave_or_enter(model, world, id, status),
                None => {
                    let p = &mut world.persons[id as usize];
                    if p.holds_post() {
                        p.experience = p.experience.saturating_add(1);
                    }
                }
            }
        }
    }
}

/// The status a birthday brings, if it changes.
fn change(p: &Person, active: bool, retires: bool, age: i32, farmers_end: i32) -> Option<Status> {
    match p.status {
        Status::OwnAccount if age >= farmers_end => Some(Status::Retired),
        Status::Employed if retires => Some(if active { Status::OwnAccount } else { Status::Retired }),
        Status::Seeking | Status::Inactive if retires && !active => Some(Status::Retired),
        Status::Seeking | Status::Employed | Status::OwnAccount if !active => Some(Status::Inactive),
        Status::Inactive if active => Some(Status::Seeking),
        _ => None,
    }
}

fn leave_or_enter(model: &Model, world: &mut World, id: u32, status: Status) {
    let left = world.persons[id as usize].holds_post().then(|| world.release(id));
    match status {
        // Reaching retirement age in an enterprise, many go on working for themselves.
        Status::OwnAccount => {
            let cell = world.posts.own_account[world.persons[id as usize].region as usize];
            world.employ(id, cell);
        }
        _ => world.set_status(id, status),
    }
    match status {
        Status::Dead => world.flows.deaths += 1,
        Status::Retired | Status::OwnAccount => world.flows.retired += 1,
        _ => {}
    }
    if let Some(cell) = left.filter(|&c| !world.posts.cells[c as usize].is_own_account()) {
        let stream = world.draws.stream(Process::Openings, world.t as i32);
        if stream.chance(1 << 60 | u64::from(id), 0, model.labour.reopen) {
            world.posts.open(cell, 1, world.t);
        }
    }
}

/// People who move in, aged 20 to 39, with the skills of an occupation wanted where they go; they take ids reserved for
/// them, so nobody else's id depends on them.
pub fn arrivals(model: &Model, world: &mut World) {
    let stream = world.draws.stream(Process::Migration, world.t as i32);
    let count = round_at_random(model.population.arrivals[world.t], stream.uniform(u64::MAX, 0)) as u32;
    let total_need: f64 = world.market.need.iter().sum();
    for _ in 0..count {
        let id = world.migrants.1;
        if id as usize >= world.persons.len() {
            return;
        }
        world.migrants.1 += 1;
        let (key, regions) = (u64::from(id), model.regions.len());
        let mut at = stream.uniform(key, 0) * total_need;
        let market = world.market.need.iter().position(|n| {
            at -= n;
            at < 0.0
        });
        let market = market.unwrap_or(0);
        let occupation = market / regions;
        let p = &mut world.persons[id as usize];
        p.region = (market % regions) as u8;
        p.occupation = occupation as u16;
        p.birth = (world.t as i32 - 240 - stream.below(key, 1, 240) as i32) as i16;
        p.level = if stream.chance(key, 2, 0.5) { Level::Secondary } else { Level::College } as u8;
        p.ability = (stream.bits(key, 3) >> 56) as u8;
        p.flags = if stream.chance(key, 4, 0.5) { flag::FEMALE } else { 0 };
        p.experience = (((world.t as i32 - i32::from(p.birth)) / 12 - 20).max(0)) as u8;
        let x = world.skill_law.requirement(occupation).map(|r| r * 0.8);
        world.store(id, &x);
        world.set_status(id, Status::Seeking);
        world.flows.arrived += 1;
    }
}
