//! The first teachers of a new program (5.3): some move from the school's other programs, the others are hired.
//!
//! Called by `review` as a program opens; moves teachers and pays nobody (the caller books the hiring cost). What moves
//! is lost where it came from, so that openings at a fixed budget thin out teaching.

use crate::base::math::sum;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;

const RATIO: Param = param("money.students_per_teacher");
const REDEPLOYED: Param = param("program.redeployed");
const HIRING: Param = param("money.teacher_hiring");

/// Greatest part of a program's teachers that an opening may take (*assumption*): the enrolled must be taught.
const RELEASED: f64 = 0.5;

/// Teachers that the first intake of a program lacks, `max(0, funded seats / ratio - T)` [persons].
fn lacking(model: &Model, world: &World, program: usize, funded: f64) -> f64 {
    let p = &world.programs[program];
    (funded * p.plan.approved / model.number(RATIO) - p.teachers).max(0.0)
}

/// The school's other programs with teachers to give.
fn givers(world: &World, program: usize) -> Vec<usize> {
    let school = world.programs[program].school as usize;
    let others = world.schools[school].programs.iter().map(|&p| p as usize);
    others.filter(|&p| p != program && world.programs[p].teaches() && world.programs[p].teachers > 0.0).collect()
}

/// Teachers who move and teachers who are hired: `moved = min(m n, RELEASED sum T)`, `hired = n - moved` with n lacking
/// and m the share redeployed.
fn parts(model: &Model, world: &World, program: usize, funded: f64) -> (f64, f64) {
    let n = lacking(model, world, program, funded);
    let most = RELEASED * sum(givers(world, program).iter().map(|&p| world.programs[p].teachers));
    let moved = (model.number(REDEPLOYED) * n).min(most);
    (moved, n - moved)
}

/// What the hired teachers of a program will cost [yuan].
pub fn hiring(model: &Model, world: &World, program: usize, funded: f64) -> f64 {
    model.number(HIRING) * parts(model, world, program, funded).1
}

/// Staffs a program for its first intake; returns the cost of hiring [yuan]. Each giver g loses `moved T_g / sum T`;
/// those who move take their qualification and experience with them, so that the school's sums of teachers, of
/// double-qualified teachers and of experience change by the hired alone.
pub fn staff(model: &Model, world: &mut World, program: usize, funded: f64) -> f64 {
    let (moved, hired) = parts(model, world, program, funded);
    let givers = givers(world, program);
    let all = sum(givers.iter().map(|&g| world.programs[g].teachers));
    let p = &world.programs[program];
    let own = p.teachers + hired;
    let (mut teachers, mut double, mut fresh) = (own, own * p.double_qualified, own * p.freshness);
    if moved > 0.0 {
        for g in givers {
            let giver = &mut world.programs[g];
            let part = moved * giver.teachers / all;
            giver.teachers -= part;
            teachers += part;
            double += part * giver.double_qualified;
            fresh += part * giver.freshness;
        }
    }
    let p = &mut world.programs[program];
    p.teachers = teachers;
    if teachers > 0.0 {
        (p.double_qualified, p.freshness) = (double / teachers, fresh / teachers);
    }
    model.number(HIRING) * hired
}
