//! Beijing-Tianjin-Hebei cooperation (5.7): pairs of colleges that deepen over years, and students who come home.
//!
//! A pair renews teachers' experience (`stocks`) and makes the other side known to its graduates (`graduation`), so
//! that a part of what it gives leaves the province. Students admitted outside are lost at once (`admission`); some come
//! back with what they learned there. Writes the pairs of schools and the status of those who return.

use super::school::{FirstJobs, schooled};
use crate::base::math::exp;
use crate::base::rng::Process;
use crate::model::Model;
use crate::model::education::{Level, ability_factor, learned};
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::Pair;
use crate::world::moves::To;
use crate::world::person::{NO_PROGRAM, Status};
use crate::world::skills::stored;

const PAIRED: Param = param("policy.cooperation.pairing");
const BUILD: Param = param("cooperation.build_months");
const LEARNING: Param = param("education.teaching.learning");

/// Months of lessons in a course of three years (September to June).
const COURSE: f64 = 33.0;

/// [every month, before stocks move] Colleges are paired in one order that the lever never changes; a pair's depth
/// tends to one, `dh = (1 - h)(1 - e^(-1/months))`. Pairs of the start are of full depth: they have their projects.
pub fn pair(model: &Model, world: &mut World) {
    let (wanted, months) = (model.lever(PAIRED, world.t), model.number(BUILD));
    let order = world.draws.stream(Process::Review, -1);
    let part = if months > 0.0 { 1.0 - exp(-1.0 / months) } else { 1.0 };
    let t = world.t as i32;
    for (id, school) in world.schools.iter_mut().enumerate().filter(|(_, s)| s.level >= Level::College) {
        school.pair = order.chance(id as u64, 1, wanted).then(|| {
            let old = school.pair.unwrap_or(Pair { since: t, depth: if t == 0 { 1.0 } else { 0.0 } });
            Pair { depth: old.depth + part * (1.0 - old.depth), ..old }
        });
    }
}

/// [June, after graduation] Who comes home from a college outside looks for work with that college's skills: lessons of
/// three years towards the curriculum of the catalogue, at the quality of the start. *Assumption*: who went there from a
/// general school has no trade yet, and brings home the schooling alone.
pub fn come_home(model: &Model, world: &mut World) {
    if world.institutions.abroad.is_empty() {
        return;
    }
    let jobs = FirstJobs::new(model, world);
    let stream = world.draws.stream(Process::Graduation, world.t as i32);
    let mut moves = Vec::new();
    while let Some(&(due, id)) = world.institutions.abroad.front() {
        if due > world.t {
            break;
        }
        world.institutions.abroad.pop_front();
        let person = &world.persons[id as usize];
        if person.status != Status::Left {
            continue;
        }
        let program = world.programs.get(person.program as usize).filter(|_| person.program != NO_PROGRAM);
        let specialty = program.map(|p| p.specialty);
        let mut x = stored(person);
        if let Some(s) = specialty {
            let effort = model.number(LEARNING) * ability_factor(person.ability) * COURSE;
            let taught = &model.education.specialties[s as usize].curriculum;
            x = std::array::from_fn(|d| learned(f64::from(x[d]), f64::from(taught[d]), effort) as f32);
        }
        let x = schooled(&x, Level::College, person.ability);
        world.store(id, &x);
        world.persons[id as usize].occupation = jobs.pick(specialty, Level::College, stream.uniform(u64::from(id), 1));
        moves.push(world.to(id, To::Status(Status::Seeking)));
    }
    world.flows.returned += moves.len() as u64;
    world.carry_out(moves);
}
