//! [Jun] Graduation: to the next level (waiting for September), to work, or out of the province.
//!
//! Writes levels, first occupations, certificates, `world.waiting`, `world.leavers`, and the month's school leavers,
//! whom recruitment at school reads.

use super::program::exposure;
use super::school::{FirstJobs, schooled, score, taught};
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

/// [Jun] Every cohort whose course ends this month. Who goes on is decided by score among the graduates of a level:
/// the best `university` share of general graduates goes there, the next `college` share to colleges, and so on.
pub fn graduation(model: &Model, world: &mut World) {
    let t = world.t as i32;
    let exam = world.draws.stream(Process::Track, t);
    let mut levels: [Vec<(f64, u32)>; 7] = Default::default();
    let mut graduates: Vec<u32> = Vec::new();
    for p in &mut world.programs {
        graduates.extend(ending(&mut p.cohorts, t));
    }
    let vocational = graduates.len();
    graduates.extend(ending(&mut world.technician, t));
    graduates.extend(ending(&mut world.academic, t));
    for id in graduates {
        let person = &world.persons[id as usize];
        levels[person.level as usize].push((score(model, &exam, id, person), id));
    }
    let mut june = June {
        draws: world.draws.stream(Process::Graduation, t),
        jobs: FirstJobs::new(model, world),
        further: model.lever(FURTHER, world.t),
        topup: topup(model, world.t, levels[Level::College as usize].len()),
        outside: outside(model, world),
        leavers: Leavers { graduated: t, graduates: vocational as u32, ids: Vec::new() },
    };
    world.flows.graduates += vocational as u64;
    for (level, mut ranked) in levels.into_iter().enumerate() {
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let n = ranked.len() as f64;
        for (rank, (_, id)) in ranked.into_iter().enumerate() {
            let next = next(model, &june, Level::of(level as u8), (rank as f64 + 0.5) / n);
            graduate(model, world, &mut june, id, next);
        }
    }
    world.leavers.retain(|l| t - l.graduated <= FOLLOWED);
    world.leavers.push(june.leavers);
}

/// Takes out the cohorts that end at `t`.
fn ending(cohorts: &mut Vec<Cohort>, t: i32) -> impl Iterator<Item = u32> {
    cohorts.extract_if(.., move |c| c.leaves == t).flat_map(|c| c.students)
}

/// What the graduate at a quantile from the top does next.
fn next(model: &Model, june: &June, level: Level, from_top: f64) -> Next {
    let (university, college) = (model.number(UNIVERSITY), model.number(COLLEGE));
    match level {
        Level::General if from_top < university => Next::Study(Level::University),
        Level::General if from_top < university + college => Next::Study(Level::College),
        Level::Secondary if from_top < june.further => Next::Study(Level::College),
        Level::College if from_top < june.topup => Next::Study(Level::Bachelor),
        _ => Next::Work,
    }
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

/// Skills, first occupation and certificate of one graduate, and the way on.
fn graduate(model: &Model, world: &mut World, june: &mut June, id: u32, next: Next) {
    let person = &world.persons[id as usize];
    let level = Level::of(person.level);
    let program = if person.status.in_program() { world.programs.get(person.place as usize) } else { None };
    let learned = program.map_or_else(|| stored(person), |p| taught(model, p, person, world.t));
    let x = schooled(&learned, level, person.ability);
    let specialty = program.map(|p| p.specialty);
    world.store(id, &x);
    let u = |index: u32| june.draws.uniform(u64::from(id), index);
    let person = &mut world.persons[id as usize];
    person.occupation = june.jobs.pick(specialty, level, u(1));
    if specialty.is_some() && u(2) < model.number(CERTIFICATE) {
        person.flags |= flag::CERTIFICATE;
    }
    let school = world.persons[id as usize].program;
    let school = world.programs.get(school as usize).filter(|_| specialty.is_some()).map(|p| p.school);
    let exposed = school.map_or(1.0, |s| exposure(model, world, s));
    let stayed = go(world, june, id, next, exposed);
    if specialty.is_some() {
        world.flows.entrants += u64::from(next == Next::Work);
        if stayed {
            june.leavers.ids.push(id);
        }
    }
}

/// Moves a graduate on; true if to work inside the province.
fn go(world: &mut World, june: &June, id: u32, next: Next, exposed: f64) -> bool {
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
                _ => (vocational * exposed).min(1.0),
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
