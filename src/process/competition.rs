//! Skills competitions (3.4): a few students gain, their program is talked about, teachers lose time to them.
//!
//! What flows back into curricula is the business of `curriculum`. Draws are per student.

use super::school::{Course, taught};
use crate::base::math::pow;
use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{AHEAD, warm};
use crate::world::money::Line;
use crate::world::person::flag;
use crate::world::skills::put;

const EVENTS: Param = param("policy.competition.events");
const SHARE: Param = param("competition.share");
const GAIN: Param = param("competition.gain");
const EVENT_COST: Param = param("competition.event_cost");
const AWARD: Param = param("competition.award");
const REPUTATION: Param = param("competition.reputation");
const MEMORY: Param = param("education.reputation.memory");
const DIVERSION: Param = param("competition.diversion");

/// Events of the base year, to which `competition.share` refers.
const BASE_EVENTS: f64 = 242.0;
/// Standard deviation of a skill level among students (*assumption*).
const SKILL_SD: f64 = 0.15;

/// [May] The best by ability of each program compete, `share x events / 242` of its students as far as events are paid.
/// Every skill rises by `gain` standard deviations over what has been learned; some win a prize.
///
/// What it does to a program does not depend on how many of its students are simulated: with m real competitors expected
/// teachers lose time to m, and someone wins a prize that is talked about with probability `1 - (1 - award)^m` (at a memory
/// of 1 no reputation moves).
pub fn hold(model: &Model, world: &mut World) {
    let events = model.lever(EVENTS, world.t);
    let bill = events * model.number(EVENT_COST);
    let left = world.accounts.line(Line::Competitions).left().max(0) as f64;
    let funded = if bill < 1.0 { 1.0 } else { (left / bill).min(1.0) };
    let share = (model.number(SHARE) * events / BASE_EVENTS * funded).min(1.0);
    let stream = world.draws.stream(Process::Competition, world.t as i32);
    let rise = (model.number(GAIN) * SKILL_SD) as f32;
    let (mut all, settling, t) = (0.0, world.settling(), world.t);
    let chosen = par::chunks(world.parallel, world.programs.len(), AHEAD, |range| {
        warm(&world.programs[range.clone()]);
        range.map(|i| competitors(world, &stream, share, i)).collect::<Vec<_>>()
    });
    for (i, students) in chosen.into_iter().flatten().enumerate() {
        let p = &mut world.programs[i];
        let people = share * p.enrolled() as f64 * model.people_per_agent;
        p.plan.competed = if people > 0.0 { share } else { 0.0 };
        p.plan.diverted = (model.number(DIVERSION) * people / p.teachers.max(1.0)).min(0.5);
        let prized = people > 0.0 && stream.chance(i as u64, 3, 1.0 - pow(1.0 - model.number(AWARD), people));
        if prized && model.number(MEMORY) < 1.0 {
            p.reputation += model.number(REPUTATION);
        }
        let course = Course::of(p);
        world.flows.competitors += students.len() as u64;
        all += students.len() as f64 * model.people_per_agent;
        for id in students {
            let person = &mut world.persons[id as usize];
            person.flags |= flag::COMPETED;
            if rise > 0.0 {
                put(person, id, &taught(model, &course, person, t).map(|x| (x + rise).min(1.0)), &settling, t);
            }
            if stream.chance(u64::from(id), 2, model.number(AWARD)) {
                person.flags |= flag::AWARD;
            }
        }
    }
    world.accounts.spend(Line::Competitions, bill * funded, all);
}

/// Who of a program competes: a share of its students, the ablest, ties at random. Most programs of a thinned run send
/// nobody, and then nobody's row is read.
fn competitors(world: &World, stream: &Stream, share: f64, program: usize) -> Vec<u32> {
    if share <= 0.0 {
        return Vec::new();
    }
    let program_point = &world.programs[program];
    let n = (share * program_point.enrolled() as f64 + stream.uniform(program as u64, 0)).floor() as usize;
    if n == 0 {
        return Vec::new();
    }
    let rank = |id: u32| (255 - world.persons[id as usize].ability, id);
    let abilities: Vec<(u8, u32)> = program_point.students().map(rank).collect();
    // Chance decides only among those as able as the last who competes.
    let mut sorted = abilities.clone();
    let last = n.min(sorted.len()).saturating_sub(1);
    let (_, &mut (last, _), _) = sorted.select_nth_unstable(last);
    let able = abilities.into_iter().filter(|&(rank, _)| rank <= last);
    let mut able: Vec<_> = able.map(|(rank, id)| (rank, stream.bits(u64::from(id), 1), id)).collect();
    able.sort_unstable();
    able.into_iter().take(n).map(|(.., id)| id).collect()
}
