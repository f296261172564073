//! Readings of a program that several processes share; changes nothing.

use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{Program, Standing};

const GROUP: Param = param("money.group_saving");
const RATIO: Param = param("money.students_per_teacher");
const SLACK: Param = param("money.slack");

/// Students a program must be ready for [persons]: those enrolled, or one intake before its first.
pub fn load(model: &Model, program: &Program) -> f64 {
    let enrolled = program.enrolled() as f64 * model.people_per_agent;
    match program.standing {
        Standing::Closed => 0.0,
        Standing::Filed { .. } => program.plan.approved,
        Standing::Recruiting | Standing::Yellow if enrolled == 0.0 => program.plan.approved,
        _ => enrolled,
    }
}

/// Share of a program's equipment that its school's other programs of the category provide (2.4); 0 outside a group.
pub fn shared_equipment(model: &Model, world: &World, school: u16, specialty: u8) -> f64 {
    let saving = model.number(GROUP);
    let category = |s: u8| model.education.specialties[s as usize].category;
    let mut others = world.schools[school as usize].programs.iter().map(|&p| &world.programs[p as usize]);
    let grouped = saving > 0.0
        && others.any(|p| p.specialty != specialty && p.teaches() && category(p.specialty) == category(specialty));
    if grouped { saving } else { 0.0 }
}

/// Students that a program's teachers and equipment can carry [persons]: `slack x min(T ratio, E/e)`; part of the
/// equipment is found in the school's group.
pub fn capacity(model: &Model, world: &World, program: &Program) -> f64 {
    let equipment = model.education.specialties[program.specialty as usize].equipment;
    let shared = shared_equipment(model, world, program.school, program.specialty);
    let machines = if equipment > 0.0 { program.equipment / (equipment * (1.0 - shared)) } else { f64::INFINITY };
    model.number(SLACK) * machines.min(program.teachers * model.number(RATIO))
}

/// Coverage (2.5): share of the roles of the province that some recruiting program serves, and of categories offered.
pub fn coverage(model: &Model, world: &World) -> (f64, f64) {
    let roles = model.occupations.iter().map(|o| o.role as usize + 1).max().unwrap_or(0);
    let (mut role, mut category) = (vec![false; roles], vec![false; model.education.categories]);
    for p in world.programs.iter().filter(|p| p.recruits()) {
        let specialty = &model.education.specialties[p.specialty as usize];
        if let Some(c) = category.get_mut(specialty.category as usize) {
            *c = true;
        }
        for &r in &specialty.roles {
            if let Some(x) = role.get_mut(r as usize) {
                *x = true;
            }
        }
    }
    let share = |x: &[bool]| x.iter().filter(|y| **y).count() as f64 / x.len().max(1) as f64;
    (share(&role), share(&category))
}
