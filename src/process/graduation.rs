//! [Jun] Graduation: to the next level (waiting for September), to work, or out of the province.
//!
//! Writes levels, first occupations, certificates, `world.waiting`, `world.leavers`, and the month's school leavers,
//! whom recruitment at school reads.

use super::program::exposure;
use super::school::{Course, FirstJobs, by_score, schooled, score, taught};
use crate::base::math::pow;
use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::education::{Cohort, Leavers};
use crate::world::moves::To;
use crate::world::person::{Person, Status, flag, visit};
use crate::world::skills::{put, stored};
use crate::world::{AHEAD, World};

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

/// Graduates whose scores a thread counts at a time.
const CHUNK: usize = 1 << 14;

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
    /// By school: how far its graduates see offers from outside.
    exposed: Vec<f64>,
}

/// [Jun] Every cohort whose course ends this month. Who goes on is decided by score among the graduates of a level:
/// the best `university` share of general graduates goes there, the next `college` share to colleges, and so on.
pub fn graduation(model: &Model, world: &mut World) {
    let t = world.t as i32;
    let mut graduates: Vec<u32> = Vec::new();
    for p in &mut world.programs {
        graduates.extend(ending(&mut p.cohorts, t));
    }
    let vocational = graduates.len();
    graduates.extend(ending(&mut world.technician, t));
    graduates.extend(ending(&mut world.academic, t));
    let mut levels: [Vec<(f64, u32)>; 7] = Default::default();
    for (level, score, id) in scores(model, world, &graduates) {
        levels[level as usize].push((score, id));
    }
    let june = June {
        draws: world.draws.stream(Process::Graduation, t),
        jobs: FirstJobs::new(model, world),
        further: model.lever(FURTHER, world.t),
        topup: topup(model, world.t, levels[Level::College as usize].len()),
        outside: outside(model, world),
        exposed: (0..world.schools.len() as u16).map(|s| exposure(model, world, s)).collect(),
    };
    let mut decided = Vec::with_capacity(graduates.len());
    for (level, people) in levels.into_iter().enumerate() {
        let ranked = by_score(world.parallel, people);
        let n = ranked.len() as f64;
        let next = |rank: usize| next(model, &june, Level::of(level as u8), (rank as f64 + 0.5) / n);
        decided.extend(ranked.iter().enumerate().map(|(rank, &(_, id))| (id, next(rank))));
    }
    let (settling, t) = (world.settling(), world.t);
    let courses: Vec<Course> = world.programs.iter().map(Course::of).collect();
    let ways = visit(world.parallel, &mut world.persons, decided, |id, person, next| {
        let program = if person.status.in_program() { courses.get(person.place as usize) } else { None };
        prepare(model, &june, program, id, person, &settling, t);
        (id, next, program.is_some(), june.go(id, person, next, program))
    });
    send(world, vocational, ways);
}

/// Level and score of each graduate.
fn scores(model: &Model, world: &World, graduates: &[u32]) -> Vec<(u8, f64, u32)> {
    let exam = world.draws.stream(Process::Track, world.t as i32);
    par::gather(world.parallel, graduates.len(), CHUNK, |range, scores| {
        let scored = |&id: &u32| {
            let person = &world.persons[id as usize];
            (person.level, score(model, &exam, id, person), id)
        };
        for batch in graduates[range].chunks(AHEAD) {
            world.warm(batch.iter().copied());
            scores.extend(batch.iter().map(scored));
        }
    })
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

/// Skills, first occupation and certificate of one graduate.
fn prepare(
    model: &Model,
    june: &June,
    program: Option<&Course>,
    id: u32,
    person: &mut Person,
    settling: &Stream,
    t: usize,
) {
    let level = Level::of(person.level);
    let learned = program.map_or_else(|| stored(person), |p| taught(model, p, person, t));
    put(person, id, &schooled(&learned, level, person.ability), settling, t);
    let u = |index: u32| june.draws.uniform(u64::from(id), index);
    person.occupation = june.jobs.pick(program.map(|p| p.specialty), level, u(1));
    person.flags &= !flag::PLACED;
    if program.is_some() && u(2) < model.number(CERTIFICATE) {
        person.flags |= flag::CERTIFICATE;
    }
}

impl June {
    /// The status a graduate goes into; who goes on to study waits, with the level in the row.
    fn go(&self, id: u32, person: &Person, next: Next, program: Option<&Course>) -> Status {
        if let Next::Study(level) = next {
            person.slot.set(level as u32);
            return Status::Waiting;
        }
        let (vocational, university) = self.outside[person.region as usize];
        let p = match Level::of(person.level) {
            Level::University => university,
            Level::General => 0.0,
            _ => (vocational * program.and_then(|p| self.exposed.get(p.school as usize)).unwrap_or(&1.0)).min(1.0),
        };
        if self.draws.chance(u64::from(id), 3, p) { Status::Left } else { Status::Seeking }
    }
}

/// Moves the graduates on and lists them: id, what they do, whether from a program, status.
fn send(world: &mut World, vocational: usize, ways: Vec<(u32, Next, bool, Status)>) {
    let t = world.t as i32;
    let mut leavers = Leavers { graduated: t, graduates: vocational as u32, ids: Vec::new() };
    for &(id, next, from_program, status) in &ways {
        world.flows.entrants += u64::from(from_program && next == Next::Work);
        match status {
            Status::Waiting => world.waiting.push(id),
            Status::Left => world.flows.left_province += 1,
            _ => world.flows.school_leavers.push(id),
        }
        if from_program && status == Status::Seeking {
            leavers.ids.push(id);
        }
    }
    world.flows.graduates += vocational as u64;
    world.leavers.retain(|l| t - l.graduated <= FOLLOWED);
    world.leavers.push(leavers);
    let moves = ways.into_iter().map(|(id, .., status)| world.to(id, To::Status(status))).collect();
    world.carry_out(moves);
}
