//! [Aug] Teaching: students learn the year's lessons, then quality follows the stocks that money has built.

use super::program::shared_equipment;
use super::school::{Course, taught};
use crate::base::math::{exp, pow};
use crate::base::par;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{AHEAD, Program, Standing, start, warm};
use crate::world::institutions::Current;
use crate::world::person::visit;
use crate::world::skills::put;

const SPENDING: Param = param("education.teaching.spending");
const CLASS_SIZE: Param = param("education.teaching.class_size");
const CURRENT: Param = param("education.teaching.current_spending");
const CURRENT_COST: Param = param("money.current_cost");
const LEARNING: Param = param("education.teaching.learning");
const AGEING: Param = param("education.teaching.ageing");
const PRACTICE: Param = param("policy.practice.share");

/// Extra share of practice time that one partner enterprise can fill with good places. *Assumption*, 0.02 to 0.1.
const PRACTICE_PER_PARTNER: f64 = 0.05;

/// Weights in the elasticity of spending: double-qualified share, freshness of industry experience, equipment, practice; that
/// of current spending is a parameter. *Assumption*; that experience counts for more than class size is sourced (Washington
/// State 2023; class sizes: Opatrny, Havranek et al. 2023). Of these a proportional rise of all money moves equipment, in the
/// end one for one, and none of the others (they follow targets, and practice its share of time). Equipment is 8 % of the money
/// and current spending 85 %, so that 0.09 and 0.91 give a yuan of either the same effect, and money as a whole the elasticity
/// that was measured for money as a whole.
const WEIGHTS: [f64; 4] = [0.35, 0.25, 0.09, 0.15];

/// [Aug] Settles every student under the quality of the past year, then measures the quality of the next.
pub fn teaching(model: &Model, world: &mut World) {
    let (t, settling) = (world.t, world.settling());
    let (neutral_practice, ageing) = (PRACTICE.row().default, model.number(AGEING));
    let World { programs, persons, .. } = world;
    let students = par::gather(world.parallel, programs.len(), AHEAD, |range, students| {
        warm(&programs[range.clone()]);
        for index in range {
            students.extend(programs[index].students().map(|id| (id, index as u32)));
        }
    });
    let courses: Vec<Course> = programs.iter().map(Course::of).collect();
    visit(
        world.parallel,
        persons,
        students,
        |student| student.0,
        |person, &mut (id, program)| {
            let x = taught(model, &courses[program as usize], person, t);
            put(person, id, &x, &settling, t);
        },
    );
    let current = current(model, std::mem::take(&mut world.institutions.current));
    let shared: Vec<f64> =
        world.programs.iter().map(|p| shared_equipment(model, world, p.school, p.specialty)).collect();
    let programs = world.programs.chunks_mut(AHEAD).zip(shared.chunks(AHEAD)).collect();
    par::map(world.parallel, programs, |(programs, shared): (&mut [Program], &[f64])| {
        for (program, &shared) in programs.iter_mut().zip(shared) {
            let stocks = stocks(model, program, shared, neutral_practice, ageing, t);
            program.quality = quality(&stocks, current, model, elasticity(model, program.years()));
        }
    });
}

/// Stocks relative to the start: teachers with time per student, then those of [`WEIGHTS`]; `shared` as [`equipped`] takes it.
/// A program that opens in September is staffed and equipped for those it takes then (`review::open`).
fn stocks(model: &Model, program: &Program, shared: f64, neutral_practice: f64, ageing: f64, t: usize) -> [f64; 5] {
    let equipment = model.education.specialties[program.specialty as usize].equipment;
    let students = (program.enrolled() as f64 * model.people_per_agent + expected(program)).max(1.0);
    let to_come = matches!(program.standing, Standing::Filed { .. });
    let age = |vintage: f64| t as f64 - vintage;
    let vintage = exp(-ageing / 12.0 * (age(program.vintage) - start::EQUIPMENT_AGE));
    let own = if to_come { 1.0 } else { program.equipment / (equipment * students).max(1.0) };
    let teachers = program.teachers * (1.0 - program.plan.diverted) * start::STUDENTS_PER_TEACHER / students;
    let backed = neutral_practice + PRACTICE_PER_PARTNER * program.partners.len() as f64;
    [
        if to_come { 1.0 } else { teachers },
        program.double_qualified / start::DOUBLE_QUALIFIED,
        program.freshness / start::FRESHNESS,
        equipped(own, shared) * vintage,
        program.practice.min(backed.max(neutral_practice)) / neutral_practice,
    ]
}

/// Current spending for a head in the past year relative to the norm; 1 where there was nobody.
fn current(model: &Model, since: Current) -> f64 {
    let norm = model.number(CURRENT_COST) * since.heads;
    if norm > 0.0 { since.paid / norm } else { 1.0 }
}

/// Equipment relative to the norm that students of a program find: of what the program lacks its group provides up to
/// `shared` of the norm (2.4); who has all of it gains nothing.
fn equipped(own: f64, shared: f64) -> f64 {
    own.max((own + shared).min(1.0))
}

/// The intake of the coming September, as of late [persons].
fn expected(program: &Program) -> f64 {
    if program.recruits() { program.plan.intake } else { 0.0 }
}

/// Elasticity e of quality to spending in courses of so many years. The sourced elasticity is of *wages* to spending. With
/// pay in proportion to skill (fit), and skill `c (1 - e^-z)` after effort z = learning x months, a percent of quality
/// moves skill by `z e^-z / (1 - e^-z)` percent; so `e = spending / that`.
fn elasticity(model: &Model, years: f64) -> f64 {
    let z = model.number(LEARNING) * (12.0 * years - 3.0);
    let passed_on = if z > 0.0 { z * exp(-z) / (1.0 - exp(-z)) } else { 1.0 };
    model.number(SPENDING) / passed_on.max(0.05)
}

/// `quality = K_0^class_size R^(e weight_R) prod_l K_l^(e weight_l)`, K relative to the start, R current spending for a head
/// relative to the norm, each held within 0.2 to 5. Spending 0 leaves quality to class size alone, both 0 keep it at 1 exactly.
///
/// What was measured is current spending, pay of teachers included: it raised achievement and kept students at school where
/// building money did neither (close referenda in Wisconsin, most of it spent on instruction, Baron 2019); effects of a
/// dollar are alike for capital and the rest over 31 studies, those of capital coming later (Jackson & Mackevicius 2023).
/// Between running costs and pay of teachers nothing is known to choose, so R counts both alike.
fn quality(stocks: &[f64; 5], current: f64, model: &Model, e: f64) -> f64 {
    let held = |k: f64| k.clamp(0.2, 5.0);
    let mut quality = pow(held(stocks[0]), model.number(CLASS_SIZE)) * pow(held(current), e * model.number(CURRENT));
    for (k, weight) in stocks[1..].iter().zip(WEIGHTS) {
        quality *= pow(held(*k), e * weight);
    }
    quality
}

#[cfg(test)]
mod tests {
    use super::equipped;

    #[test]
    fn a_group_provides_what_is_lacking_and_no_more() {
        // Half of the norm bought for half of its cost is the whole norm (`program::capacity`).
        let cases = [(0.5, 0.5, 1.0), (0.2, 0.5, 0.7), (0.8, 0.5, 1.0), (1.3, 0.5, 1.3), (0.6, 0.0, 0.6)];
        assert!(cases.iter().all(|(own, shared, found)| (equipped(*own, *shared) - found).abs() < 1e-12));
    }
}
