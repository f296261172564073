//! Monthly dropout from program points into search for work.

use super::school::{FirstJobs, taught};
use crate::base::math::pow;
use crate::base::par;
use crate::base::rng::Process;
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::Program;
use crate::world::moves::To;
use crate::world::person::{Status, visit};
use crate::world::skills::put;

const SECONDARY: Param = param("education.dropout.secondary");
const COLLEGE: Param = param("education.dropout.college");
const QUALITY: Param = param("education.dropout.quality");

/// Students leave with the monthly hazard [`hazard`]; they keep what they have learned and seek work.
pub fn dropout(model: &Model, world: &mut World) {
    let draws = world.draws.stream(Process::Dropout, world.t as i32);
    let leave = |index: usize, program: &mut Program| -> Vec<(u32, usize)> {
        let mut gone = Vec::new();
        let three_years = model.number(if program.level == Level::Secondary { SECONDARY } else { COLLEGE });
        let p = hazard(three_years, program.quality, model.number(QUALITY));
        for cohort in &mut program.cohorts {
            cohort.students.retain(|&id| {
                let goes = draws.chance(u64::from(id), 0, p);
                if goes {
                    gone.push((id, index));
                }
                !goes
            });
        }
        gone
    };
    let programs = world.programs.iter_mut().enumerate().collect();
    let gone = par::map(world.parallel, programs, |(index, program)| leave(index, program)).concat();
    if gone.is_empty() {
        return;
    }
    let jobs = FirstJobs::new(model, world);
    world.flows.dropouts += gone.len() as u64;
    let (t, settling, programs) = (world.t, world.settling(), &world.programs);
    let gone = visit(world.parallel, &mut world.persons, gone, |id, person, index| {
        let program = &programs[index];
        let x = taught(model, program, person, t);
        person.level = if program.level == Level::Secondary { Level::Junior } else { Level::General } as u8;
        person.occupation = jobs.pick(Some(program.specialty), program.level, draws.uniform(u64::from(id), 1));
        put(person, id, &x, &settling, t);
        id
    });
    world.carry_out(gone.into_iter().map(|id| world.to(id, To::Status(Status::Seeking))).collect());
}

/// Monthly hazard `d0 quality^-e`, `d0 = 1 - (1 - D)^(1/36)` for a share D lost in three years.
pub fn hazard(three_years: f64, quality: f64, elasticity: f64) -> f64 {
    let base = 1.0 - pow(1.0 - three_years, 1.0 / 36.0);
    (base * pow(quality, -elasticity)).min(1.0)
}
