//! Readings of a program that several processes share; changes nothing.

use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{Program, Standing};

const GROUP: Param = param("money.group_saving");
const RATIO: Param = param("money.students_per_teacher");
const EXPOSURE: Param = param("cooperation.exposure");
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

/// Share of a program's equipment that its group provides (2.4); 0 outside a group.
pub fn shared_equipment(model: &Model, world: &World, school: u16, specialty: u8) -> f64 {
    let saving = model.number(GROUP);
    let mut members = world.schools[school as usize].groups.iter().flat_map(|g| &g.members);
    let grouped = saving > 0.0 && members.any(|&p| world.programs[p as usize].specialty == specialty);
    if grouped { saving } else { 0.0 }
}

/// What a revision costs relative to that of a program alone: the leading program of a group pays in full, the others
/// find the share of common courses done (2.4).
pub fn revision_share(model: &Model, world: &World) -> Vec<f64> {
    let mut share = vec![1.0; world.programs.len()];
    for group in world.schools.iter().flat_map(|s| &s.groups) {
        for &p in &group.members[1..] {
            share[p as usize] = 1.0 - model.number(GROUP);
        }
    }
    share
}

/// Factor on the chance that a graduate of a school leaves the province, `1 + exposure depth` (5.7).
pub fn exposure(model: &Model, world: &World, school: u16) -> f64 {
    let depth = world.schools.get(school as usize).and_then(|s| s.pair).map_or(0.0, |p| p.depth);
    1.0 + model.number(EXPOSURE) * depth
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
    let roles = model.roles();
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
