//! Monthly dropout from program points into search for work.

use super::school::{Course, FirstJobs, taught};
use crate::base::math::pow;
use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{AHEAD, Cohort, Program, warm};
use crate::world::moves::To;
use crate::world::person::{NO_PROGRAM, Status, visit};
use crate::world::skills::put;

const SECONDARY: Param = param("education.dropout.secondary");
const COLLEGE: Param = param("education.dropout.college");
const QUALITY: Param = param("education.dropout.quality");

/// A student who leaves a program, and the level they fall back to.
#[derive(Clone, Copy)]
struct Gone {
    id: u32,
    program: u32,
    level: Level,
}

/// What students of a cohort had attained before. *Assumption*: general schooling in longer courses, which pays as secondary
/// vocational schooling does.
fn before(level: Level, cohort: &Cohort) -> Level {
    match level {
        Level::Secondary => Level::Junior,
        Level::Bachelor if cohort.leaves - cohort.entered < 24 => Level::College,
        _ => Level::General,
    }
}

/// Students leave with the monthly hazard [`hazard`]; they keep what they have learned, belong to no program any
/// more and seek work.
pub fn dropout(model: &Model, world: &mut World) {
    let draws = world.draws.stream(Process::Dropout, world.t as i32);
    let three_years = |p: &Program| model.number(if p.level == Level::Secondary { SECONDARY } else { COLLEGE });
    let elasticity = model.number(QUALITY);
    // Nobody's hazard is higher: with it most cohorts are seen to lose nobody, and their lists need not be written.
    let worst = world.programs.iter().map(|p| p.quality).fold(f64::INFINITY, f64::min);
    let highest = 1.001 * hazard(model.number(SECONDARY).max(model.number(COLLEGE)), worst, elasticity);
    let leave = |index: u32, program: &mut Program, gone: &mut Vec<Gone>| {
        let mut own = None;
        for at in 0..program.cohorts.len() {
            let lowest = lowest(&draws, &program.cohorts[at].students);
            if lowest >= highest {
                continue;
            }
            let p = *own.get_or_insert_with(|| hazard(three_years(program), program.quality, elasticity));
            if lowest < p {
                let level = before(program.level, &program.cohorts[at]);
                program.cohorts[at].students.retain(|&id| {
                    let goes = draws.chance(u64::from(id), 0, p);
                    if goes {
                        gone.push(Gone { id, program: index, level });
                    }
                    !goes
                });
            }
        }
    };
    let programs = world.programs.chunks_mut(AHEAD).enumerate().collect();
    let gone = par::map(world.parallel, programs, |(chunk, programs)| {
        warm(programs);
        let mut gone = Vec::new();
        for (index, program) in programs.iter_mut().enumerate() {
            leave((chunk * AHEAD + index) as u32, program, &mut gone);
        }
        gone
    })
    .concat();
    if gone.is_empty() {
        return;
    }
    let jobs = FirstJobs::new(model, world);
    world.flows.dropouts += gone.len() as u64;
    let (t, settling, programs) = (world.t, world.settling(), &world.programs);
    let gone = visit(
        world.parallel,
        &mut world.persons,
        gone,
        |gone| gone.id,
        |person, &mut Gone { id, program, level }| {
            let program = &programs[program as usize];
            let x = taught(model, &Course::of(program), person, t);
            person.level = level as u8;
            person.program = NO_PROGRAM;
            person.occupation = jobs.pick(Some(program.specialty), program.level, draws.uniform(u64::from(id), 1));
            put(person, id, &x, &settling, t);
        },
    );
    world.carry_out(gone.into_iter().map(|gone| world.to(gone.id, To::Status(Status::Seeking))).collect());
}

/// The lowest draw of a list of students; 1 if it is empty.
fn lowest(draws: &Stream, students: &[u32]) -> f64 {
    let draw = |&id: &u32| draws.uniform(u64::from(id), 0);
    students.iter().map(draw).fold(1.0, |lowest, u| if u < lowest { u } else { lowest })
}

/// Monthly hazard `d0 quality^-e`, `d0 = 1 - (1 - D)^(1/36)` for a share D lost in three years; a class meets it from the October
/// after it enters to the June in which it leaves.
pub fn hazard(three_years: f64, quality: f64, elasticity: f64) -> f64 {
    let base = 1.0 - pow(1.0 - three_years, 1.0 / 36.0);
    (base * pow(quality, -elasticity)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::{Cohort, Level, before};

    #[test]
    fn who_drops_out_keeps_what_they_had() {
        let course = |months| Cohort { entered: 0, leaves: months, students: vec![] };
        assert_eq!(before(Level::Bachelor, &course(21)), Level::College);
        assert_eq!(before(Level::Bachelor, &course(45)), Level::General);
        assert_eq!(before(Level::College, &course(21)), Level::General);
        assert_eq!(before(Level::Secondary, &course(33)), Level::Junior);
    }
}
