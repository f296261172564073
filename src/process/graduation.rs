//! [Jun] Graduation: to the next level (waiting for September), to work, or out of the province.
//!
//! Writes levels, first occupations, certificates, `world.waiting`, `world.leavers`, and the month's school leavers,
//! whom recruitment at school reads.

use super::school::{FirstJobs, schooled, taught};
use crate::base::math::pow;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{Cohort, Leavers};
use crate::world::person::{Status, flag};
use crate::world::skills::stored;

const FURTHER: Param = param("policy.pathway.further_study");
const BACHELOR_SEATS: Param = param("policy.pathway.bachelor_seats");
const UNIVERSITY: Param = param("education.general.university");
const COLLEGE: Param = param("education.general.college");
const TOPUP: Param = param("education.college.topup");
const TOPUP_SEATS: Param = param("education.bachelor.topup_seats");
const CERTIFICATE: Param = param("education.certificate.share");
const OUTSIDE: Param = param("education.leaving.province");
const OUTSIDE_UNIVERSITY: Param = param("education.leaving.university");
const PULL: Param = param("education.leaving.pull");

/// Leavers are followed for five years.
const FOLLOWED: i32 = 60;

/// What a graduate does next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Work,
    Study(Level),
}

/// Probabilities of this June.
struct June {
    draws: Stream,
    jobs: FirstJobs,
    further: f64,
    topup: f64,
    /// By region: vocational and university graduates who leave the province.
    outside: Vec<(f64, f64)>,
    leavers: Leavers,
}

/// [Jun] Every cohort whose course ends this month.
pub fn graduation(model: &Model, world: &mut World) {
    let t = world.t as i32;
    let ending = |cohorts: &mut Vec<Cohort>| -> Vec<u32> {
        cohorts.extract_if(.., |c| c.leaves == t).flat_map(|c| c.students).collect()
    };
    let mut vocational: Vec<(u32, u32)> = Vec::new();
    for (index, p) in world.programs.iter_mut().enumerate() {
        vocational.extend(ending(&mut p.cohorts).into_iter().map(|id| (index as u32, id)));
    }
    let others = [ending(&mut world.technician), ending(&mut world.academic)].concat();
    let colleges = vocational.iter().filter(|(p, _)| world.programs[*p as usize].level == Level::College).count();
    let mut june = June {
        draws: world.draws.stream(Process::Graduation, t),
        jobs: FirstJobs::new(model, world),
        further: model.lever(FURTHER, world.t),
        topup: topup(model, world.t, colleges),
        outside: outside(model, world),
        leavers: Leavers { graduated: t, graduates: vocational.len() as u32, ids: Vec::new() },
    };
    world.flows.graduates += vocational.len() as u64;
    for (program, id) in vocational {
        from_program(model, world, &mut june, program, id);
    }
    for id in others {
        from_elsewhere(model, world, &mut june, id);
    }
    world.leavers.retain(|l| t - l.graduated <= FOLLOWED);
    world.leavers.push(june.leavers);
}

/// Share of college graduates who top up: the sourced one at the base year's bachelor seats; more seats for them add
/// their number.
fn topup(model: &Model, t: usize, graduates: usize) -> f64 {
    let (lever, base) = (model.lever(BACHELOR_SEATS, t), BACHELOR_SEATS.row().default);
    let offered: f64 = model.education.programs.iter().filter(|p| p.level == Level::Bachelor).map(|p| p.seats).sum();
    let more = offered * (lever / base - 1.0) * model.number(TOPUP_SEATS) / model.people_per_agent;
    (model.number(TOPUP) + more / (graduates as f64).max(1.0)).clamp(0.0, 1.0)
}

/// `p (u / u0)^pull` by region: home unemployment lowers home wages (wage curve) and so raises the relative wage
/// outside; pull 0 keeps the shares. *Assumption*: see `education.leaving.pull`.
fn outside(model: &Model, world: &World) -> Vec<(f64, f64)> {
    let market = &world.market;
    (0..model.regions.len().max(1))
        .map(|r| {
            let slack = match (market.unemployment.get(r), market.unemployment_start.get(r)) {
                (Some(u), Some(u0)) => pow(u.max(0.005) / u0.max(0.005), model.number(PULL)),
                _ => 1.0,
            };
            let share = |p: Param| (model.number(p) * slack).min(1.0);
            (share(OUTSIDE), share(OUTSIDE_UNIVERSITY))
        })
        .collect()
}

/// A probability that rises with ability and keeps the mean: `p + p (1 - p) (2 a - 1)` over ranks a.
fn by_ability(p: f64, ability: u8) -> f64 {
    p + p * (1.0 - p) * (2.0 * (f64::from(ability) + 0.5) / 256.0 - 1.0)
}

fn from_program(model: &Model, world: &mut World, june: &mut June, index: u32, id: u32) {
    let program = &world.programs[index as usize];
    let (level, specialty) = (program.level, program.specialty);
    let person = &world.persons[id as usize];
    let x = schooled(&taught(model, program, person, world.t), level, person.ability);
    world.store(id, &x);
    let u = |index: u32| june.draws.uniform(u64::from(id), index);
    let person = &mut world.persons[id as usize];
    person.level = level as u8;
    person.occupation = june.jobs.pick(Some(specialty), level, u(1));
    if u(2) < model.number(CERTIFICATE) {
        person.flags |= flag::CERTIFICATE;
    }
    let next = match level {
        Level::Secondary if u(0) < by_ability(june.further, person.ability) => Next::Study(Level::College),
        Level::College if u(0) < by_ability(june.topup, person.ability) => Next::Study(Level::Bachelor),
        _ => Next::Work,
    };
    let stayed = go(world, june, id, next);
    if next == Next::Work {
        world.flows.entrants += 1;
    }
    if stayed {
        june.leavers.ids.push(id);
    }
}

/// Technician schools, general schools, universities.
fn from_elsewhere(model: &Model, world: &mut World, june: &mut June, id: u32) {
    let person = &world.persons[id as usize];
    let level = match person.status {
        Status::Technician => Level::Technician,
        Status::General => Level::General,
        Status::University => Level::University,
        _ => return,
    };
    let u = |index: u32| june.draws.uniform(u64::from(id), index);
    let x = schooled(&stored(person), level, person.ability);
    world.store(id, &x);
    let person = &mut world.persons[id as usize];
    person.level = level as u8;
    person.occupation = june.jobs.pick(None, level, u(1));
    let next = if level == Level::General {
        let university = by_ability(model.number(UNIVERSITY), person.ability);
        match u(0) {
            u if u < university => Next::Study(Level::University),
            u if u < university + (1.0 - university) * college_share(model) => Next::Study(Level::College),
            _ => Next::Work,
        }
    } else {
        Next::Work
    };
    go(world, june, id, next);
}

/// College applicants among the general graduates who do not go to university.
fn college_share(model: &Model) -> f64 {
    (model.number(COLLEGE) / (1.0 - model.number(UNIVERSITY)).max(1e-9)).min(1.0)
}

/// Moves a graduate on; true if to work inside the province.
fn go(world: &mut World, june: &June, id: u32, next: Next) -> bool {
    let person = &mut world.persons[id as usize];
    person.flags &= !flag::PLACED;
    let level = Level::of(person.level);
    match next {
        Next::Study(level) => {
            world.set_status(id, Status::Waiting);
            world.persons[id as usize].slot = level as u32;
            world.waiting.push(id);
            false
        }
        Next::Work => {
            let (vocational, university) = june.outside[person.region as usize];
            let p = match level {
                Level::University => university,
                Level::General => 0.0,
                _ => vocational,
            };
            let leaves = june.draws.chance(u64::from(id), 3, p);
            world.set_status(id, if leaves { Status::Left } else { Status::Seeking });
            if leaves {
                world.flows.left_province += 1;
            } else {
                world.flows.school_leavers.push(id);
            }
            !leaves
        }
    }
}
