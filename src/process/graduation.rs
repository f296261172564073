//! [Jun] Graduation: to the next level (waiting for September), to work, or out of the province.
//!
//! Writes levels, first occupations, certificates, `world.waiting`, `world.leavers`, and the month's school leavers,
//! whom recruitment at school reads.

use super::program::exposure;
use super::school::{Course, FirstJobs, schooled, score, taught};
use crate::base::par;
use crate::base::ranks::by_score;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::education::{AHEAD as CLASSES, Cohort, Leavers, Program, warm};
use crate::world::moves::To;
use crate::world::person::{NO_PROGRAM, Person, Status, flag, visit};
use crate::world::plan::region_wage;
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

/// Rise of unemployment over what is usual by which a start in working life is a bad one for everybody: the typical
/// recession that `skills.scar` is measured in (Oreopoulos, von Wachter & Heisz 2012: five points).
const RECESSION: f64 = 0.05;

/// Graduates whose scores a thread counts at a time.
const CHUNK: usize = 1 << 14;

/// Score of secondary graduates whose prize spares them the test of colleges: above every other (separate examination of
/// Hebei 2025: second prize or better).
const EXEMPT: f64 = f64::INFINITY;

/// Leavers are followed for five years.
const FOLLOWED: i32 = 60;

/// What a graduate does next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Work,
    Study(Level),
}

/// A graduate, and what becomes of them.
#[derive(Clone, Copy)]
struct Graduate {
    id: u32,
    next: Next,
    /// Whether of a program, and the status they go into: known once their row has been visited.
    from_program: bool,
    status: Status,
}

/// Probabilities of this June.
struct June {
    draws: Stream,
    jobs: FirstJobs,
    further: f64,
    topup: f64,
    /// By region: vocational and university graduates who leave the province.
    outside: Vec<(f64, f64)>,
    /// By region: those who begin work with a scar.
    scarred: Vec<f64>,
    /// By school: how far its graduates see offers from outside.
    exposed: Vec<f64>,
}

/// [Jun] Every cohort whose course ends this month. Who goes on is decided by score among the graduates of a level:
/// the best `university` share of general graduates goes there, the next `college` share to colleges, and so on.
pub fn graduation(model: &Model, world: &mut World) {
    let t = world.t as i32;
    let programs = world.programs.chunks_mut(CLASSES).collect();
    let mut graduates = par::map(world.parallel, programs, |programs: &mut [Program]| {
        warm(programs);
        programs.iter_mut().flat_map(|p| ending(&mut p.cohorts, t)).collect::<Vec<u32>>()
    })
    .concat();
    let vocational = graduates.len();
    graduates.extend(ending(&mut world.technician, t));
    graduates.extend(ending(&mut world.academic, t));
    let scores = scores(model, world, &graduates);
    drop(graduates);
    let levels = par::map(world.parallel, (0..Level::COUNT as u8).collect(), |level| {
        let of_level = scores.iter().filter(|scored| scored.0 == level).map(|&(_, score, id)| (score, id));
        by_score(world.parallel, of_level.collect())
    });
    drop(scores);
    let june = June {
        draws: world.draws.stream(Process::Graduation, t),
        jobs: FirstJobs::new(model, world),
        further: model.lever(FURTHER, world.t),
        topup: topup(model, world.t, levels[Level::College as usize].len()),
        outside: outside(model, world),
        scarred: scarred(model, world),
        exposed: (0..world.schools.len() as u16).map(|s| exposure(model, world, s)).collect(),
    };
    let mut graduates = Vec::with_capacity(levels.iter().map(Vec::len).sum());
    for (level, ranked) in (0..).zip(levels) {
        let n = ranked.len() as f64;
        let next = |rank: usize| next(model, &june, Level::of(level), (rank as f64 + 0.5) / n);
        let graduate =
            |(rank, (_, id))| Graduate { id, next: next(rank), from_program: false, status: Status::Waiting };
        graduates.extend(ranked.into_iter().enumerate().map(graduate));
    }
    let (settling, t) = (world.settling(), world.t);
    let courses: Vec<Course> = world.programs.iter().map(Course::of).collect();
    let graduates = visit(
        world.parallel,
        &mut world.persons,
        graduates,
        |g| g.id,
        |person, g| {
            let program = if person.status.in_program() { courses.get(person.place as usize) } else { None };
            prepare(model, &june, program, g.id, person, &settling, t);
            (g.from_program, g.status) = (program.is_some(), june.go(g.id, person, g.next, program));
        },
    );
    send(world, vocational, &graduates);
}

/// Level and score of each graduate.
fn scores(model: &Model, world: &World, graduates: &[u32]) -> Vec<(u8, f64, u32)> {
    let exam = world.draws.stream(Process::Track, world.t as i32);
    par::gather(world.parallel, graduates.len(), CHUNK, |range, scores| {
        let scored = |&id: &u32| {
            let person = &world.persons[id as usize];
            let exempt = person.level == Level::Secondary as u8 && person.is(flag::AWARD);
            (person.level, if exempt { EXEMPT } else { score(model, &exam, id, person) }, id)
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

/// Shares of vocational leavers and of university graduates who leave the province, by region: `p` times the pull of pay
/// outside ([`Model::pull_outside`]), with the wage curve as it stands.
fn outside(model: &Model, world: &World) -> Vec<(f64, f64)> {
    let away = |r: usize| {
        let pull = model.pull_outside(r, region_wage(model, world, r));
        let share = |p: Param| (model.number(p) * pull).min(1.0);
        (share(OUTSIDE), share(OUTSIDE_UNIVERSITY))
    };
    (0..model.regions.len()).map(away).collect()
}

/// `(u - u_usual) (1 - o) / 0.05` by region, within 0 and 1: as the loss is linear in unemployment at the start, a part of the
/// class bears it whole. The source's points are of the whole labour force, those of the market leave out the share o who work
/// on own account. *Assumption*: a good start leaves nothing behind, and who leaves the province is not followed.
fn scarred(model: &Model, world: &World) -> Vec<f64> {
    let market = &world.market;
    let on_the_market = 1.0 - world.count(Status::OwnAccount) as f64 / (world.labour_force() as f64).max(1.0);
    let rise = |r| Some((market.unemployment.get(r)? - market.unemployment_usual.get(r)?) * on_the_market / RECESSION);
    (0..model.regions.len().max(1)).map(|r| rise(r).unwrap_or(0.0).clamp(0.0, 1.0)).collect()
}

/// Skills, first occupation, certificate and scar of one graduate.
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
    person.flags &= !(flag::WORKED | flag::SCARRED);
    if program.is_none() {
        person.program = NO_PROGRAM;
    }
    if u(4) < june.scarred[person.region as usize] {
        person.flags |= flag::SCARRED;
    }
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

/// Where graduates go, in the order given.
#[derive(Default)]
struct Sent {
    waiting: Vec<u32>,
    school_leavers: Vec<u32>,
    /// Those of programs who look for work in the province.
    leavers: Vec<u32>,
    /// Those of programs who go to work, and all who leave the province.
    entrants: u64,
    left: u64,
}

impl Sent {
    fn add(&mut self, g: &Graduate) {
        self.entrants += u64::from(g.from_program && g.next == Next::Work);
        match g.status {
            Status::Waiting => self.waiting.push(g.id),
            Status::Left => self.left += 1,
            _ => self.school_leavers.push(g.id),
        }
        if g.from_program && g.status == Status::Seeking {
            self.leavers.push(g.id);
        }
    }
}

/// Moves the graduates on and lists them.
fn send(world: &mut World, vocational: usize, graduates: &[Graduate]) {
    let t = world.t as i32;
    let mut leavers = Leavers { graduated: t, graduates: vocational as u32, ids: Vec::new() };
    for sent in par::chunks(world.parallel, graduates.len(), CHUNK, |range| {
        let mut sent = Sent::default();
        graduates[range].iter().for_each(|g| sent.add(g));
        sent
    }) {
        world.waiting.extend(sent.waiting);
        world.flows.school_leavers.extend(sent.school_leavers);
        leavers.ids.extend(sent.leavers);
        world.flows.entrants += sent.entrants;
        world.flows.left_province += sent.left;
    }
    world.flows.graduates += vocational as u64;
    world.leavers.retain(|l| t - l.graduated <= FOLLOWED);
    world.leavers.push(leavers);
    let to = |_: &mut (), k: usize| world.to(graduates[k].id, To::Status(graduates[k].status));
    let moves = par::fill(world.parallel, graduates.len(), || (), to);
    world.carry_out(moves);
}
