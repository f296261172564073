//! Skills competitions (3.4): a few students gain, their program is talked about, teachers lose time to them.
//!
//! What flows back into curricula is the business of `curriculum`. Draws are per student.

use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{AHEAD, warm};
use crate::world::money::Line;
use crate::world::person::flag;

const EVENTS: Param = param("policy.competition.events");
const SHARE: Param = param("competition.share");
const GAIN: Param = param("competition.gain");
const EVENT_COST: Param = param("competition.event_cost");
const AWARD: Param = param("competition.award");
const REPUTATION: Param = param("competition.reputation");
const DIVERSION: Param = param("competition.diversion");

/// Events of the base year, to which `competition.share` refers.
const BASE_EVENTS: f64 = 242.0;
/// Standard deviation of a skill level among students (*assumption*).
const SKILL_SD: f64 = 0.15;

/// [May] The best by ability of each program compete, `share x events / 242` of its students as far as events are paid.
/// Every skill rises by `gain` standard deviations; some win a prize; the program loses teachers' time.
pub fn hold(model: &Model, world: &mut World) {
    let events = model.lever(EVENTS, world.t);
    let bill = events * model.number(EVENT_COST);
    let funded = if bill < 1.0 { 1.0 } else { world.accounts.line(Line::Competitions).left().max(0) as f64 / bill };
    let share = (model.number(SHARE) * events / BASE_EVENTS * funded.min(1.0)).min(1.0);
    let stream = world.draws.stream(Process::Competition, world.t as i32);
    let mut all = 0.0;
    let chosen = par::chunks(world.parallel, world.programs.len(), AHEAD, |range| {
        warm(&world.programs[range.clone()]);
        range.map(|i| competitors(world, &stream, share, i)).collect::<Vec<_>>()
    });
    for (i, students) in chosen.into_iter().flatten().enumerate() {
        let n = students.len();
        world.programs[i].plan.competitors = n as u32;
        world.programs[i].plan.diverted = 0.0;
        if n == 0 {
            continue;
        }
        let mut prizes = 0;
        for id in students {
            let person = &mut world.persons[id as usize];
            person.flags |= flag::COMPETED;
            for (s, x) in person.skill.iter_mut().enumerate() {
                let rise = model.number(GAIN) * SKILL_SD * 255.0 + stream.uniform(u64::from(id), 8 + s as u32);
                *x = (f64::from(*x) + rise.floor()).min(255.0) as u8;
            }
            if stream.chance(u64::from(id), 2, model.number(AWARD)) {
                person.flags |= flag::AWARD;
                prizes += 1;
            }
        }
        let people = n as f64 * model.people_per_agent;
        let p = &mut world.programs[i];
        p.plan.diverted = (model.number(DIVERSION) * people / p.teachers.max(1.0)).min(0.5);
        if prizes > 0 {
            p.reputation += model.number(REPUTATION);
        }
        world.flows.competitors += n as u64;
        all += people;
    }
    world.accounts.spend(Line::Competitions, bill, all);
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
