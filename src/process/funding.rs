//! The budget year: how much money there is, how it is split over lines, and how it reaches programs (5.1, 5.2).
//!
//! Opens the books in January, and in the first month of the run for what is left of that year. What the money buys
//! is the business of `stocks` and of the processes that own a line. Money, students and teachers are real numbers.

use crate::base::math::{exp, pow, sum};
use crate::base::stats::standardise;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{Program, Standing};
use crate::world::money::{Accounts, Line};

use super::program::load;

const TOTAL: Param = param("policy.funding.total");
const PER_STUDENT: Param = param("policy.funding.per_student");
const GROWTH: Param = param("policy.funding.growth");
const FOLLOWS: Param = param("policy.funding.follows_students");
const RULE: Param = param("policy.allocation.rule");
const COMPETITIVE: Param = param("policy.allocation.competitive_share");
const OVERHEAD: Param = param("money.program_overhead");
const STEEPNESS: Param = param("money.project_steepness");
const RATIO: Param = param("money.students_per_teacher");

/// Years over which teachers' pay carried over is used up, since posts last (*assumption*).
const RESERVE_YEARS: f64 = 5.0;

/// Split levers in the order of their lines; tax forgone is booked as it is used.
const SPLIT: [(Line, Param); 10] = [
    (Line::Operations, param("policy.split.operations")),
    (Line::Teachers, param("policy.split.teachers")),
    (Line::Equipment, param("policy.split.equipment")),
    (Line::NewPrograms, param("policy.split.new_programs")),
    (Line::Curriculum, param("policy.split.curriculum")),
    (Line::Practice, param("policy.split.practice")),
    (Line::EnterpriseSubsidy, param("policy.split.enterprise_subsidy")),
    (Line::Competitions, param("policy.split.competitions")),
    (Line::Platforms, param("policy.split.platforms")),
    (Line::Consortia, param("policy.split.consortia")),
];

/// Money of a full year [yuan]: `G = total x level x growth x (f S/S0 + 1 - f)`, S students now and S0 in the base
/// year ([`begin`]), f the share that follows students. With f = 1 and level 1 it is constant real yuan per student.
fn grant(model: &Model, world: &World, students: f64) -> f64 {
    let follows = model.lever(FOLLOWS, world.t);
    let relative =
        if follows == 0.0 { 1.0 } else { follows * students / world.institutions.base_students + 1.0 - follows };
    model.lever(TOTAL, world.t) * model.lever(PER_STUDENT, world.t) * world.institutions.money_growth * relative
}

/// [January; and the first month of the run, after admission, for the rest of that year] Opens the books and allots
/// the lines of teachers, equipment and practice to programs. The first call takes the base year's measure.
pub fn open(model: &Model, world: &mut World) {
    let month = model.month(world.t);
    let share_of_year = f64::from(month.months_left_in_year()) / 12.0;
    let students = model.people_per_agent * world.programs.iter().map(|p| p.enrolled() as f64).sum::<f64>();
    if world.accounts.year == 0 {
        begin(model, world);
    } else {
        let months = if world.t >= 12 { 12.0 } else { world.t as f64 };
        world.institutions.money_growth *= pow(1.0 + model.lever(GROWTH, world.t), months / 12.0);
    }
    let total = (grant(model, world, students) * share_of_year).round() as i64;
    let mut shares = [0.0; Line::COUNT];
    for (line, lever) in SPLIT {
        shares[line as usize] = model.lever(lever, world.t);
    }
    world.accounts.open(month.year(), Accounts::split(total, &shares));
    world.institutions.year_share = share_of_year;
    allot(model, world, share_of_year);
}

/// [September, after programs opened and before `stocks::keep`] Allots what is left of the year again, so that new
/// programs have teachers' pay from their first month.
pub fn allot_rest(model: &Model, world: &mut World) {
    let share_of_year = f64::from(model.month(world.t).months_left_in_year()) / 12.0;
    allot(model, world, share_of_year);
}

/// Gives programs their shares of the lines of teachers, equipment and practice [yuan/year]:
/// `(1 - c) h/sum h + c h e^{s z}/sum h e^{s z}`, h students and a fixed cost, c the competitive share, z the standing
/// in the last review (performance), the lack of equipment (need) or 0 (equal), s the steepness.
fn allot(model: &Model, world: &mut World, share_of_year: f64) {
    let heads = heads(model, world);
    let equipped: Vec<f64> = heads
        .iter()
        .zip(&world.programs)
        .map(|(h, p)| h * model.education.specialties[p.specialty as usize].equipment)
        .collect();
    let merit = merit(model, world);
    let c = model.lever(COMPETITIVE, world.t);
    for (line, weight) in [(Line::Teachers, &heads), (Line::Equipment, &equipped), (Line::Practice, &heads)] {
        let books = world.accounts.line(line);
        let money = match line {
            Line::Teachers => {
                books.allocated as f64 / world.institutions.year_share + books.brought as f64 / RESERVE_YEARS
            }
            _ => books.left() as f64 / share_of_year,
        };
        let all = sum(weight.iter().copied()).max(f64::MIN_POSITIVE);
        let all_merit = sum(weight.iter().zip(&merit).map(|(w, m)| w * m)).max(f64::MIN_POSITIVE);
        for (i, p) in world.programs.iter_mut().enumerate() {
            let part = if c == 0.0 {
                weight[i] / all
            } else {
                (1.0 - c) * weight[i] / all + c * weight[i] * merit[i] / all_merit
            };
            match line {
                Line::Teachers => p.plan.teachers = money * part,
                Line::Equipment => p.plan.equipment = money * part,
                _ => p.plan.practice = money * part,
            }
        }
    }
}

/// Students with the fixed cost of a program, by program [persons].
fn heads(model: &Model, world: &World) -> Vec<f64> {
    let overhead = model.number(OVERHEAD);
    let heads = world.programs.iter().map(|p| match p.standing {
        Standing::Closed => 0.0,
        Standing::Filed { recruits_from } if recruits_from as usize > world.t + 12 => 0.0,
        _ => load(model, p) + overhead,
    });
    heads.collect()
}

/// `e^{s z}` by program under the allocation rule.
fn merit(model: &Model, world: &World) -> Vec<f64> {
    let steepness = model.number(STEEPNESS);
    let z: Vec<f64> = match model.number(RULE) as usize {
        0 => world.programs.iter().map(|p| p.plan.score).collect(),
        1 => {
            let lack = world.programs.iter().map(|p| {
                let full = load(model, p) * model.education.specialties[p.specialty as usize].equipment;
                if full > 0.0 { -(p.equipment / full).min(3.0) } else { -1.0 }
            });
            standardise(lack.collect())
        }
        _ => vec![0.0; world.programs.len()],
    };
    z.into_iter().map(|z| exp(steepness * z.clamp(-2.0, 2.0))).collect()
}

/// The base year: its students, and prices at which its money keeps the stocks of the start. Whom a policy admits in the first
/// month does not count, or the measure would be the policy's: it is those of earlier classes and an entrant for each place,
/// as stocks at the start are for places.
fn begin(model: &Model, world: &mut World) {
    let e = |p: &Program| model.education.specialties[p.specialty as usize].equipment;
    let ratio = |norm: f64, found: f64| if found > 0.0 && norm > 0.0 { norm / found } else { 1.0 };
    let students = |p: &Program| {
        let earlier = p.cohorts.iter().filter(|c| c.entered < world.t as i32);
        let people = earlier.map(|c| c.students.len()).sum::<usize>() as f64 * model.people_per_agent;
        people + if p.recruits() { p.plan.approved } else { 0.0 }
    };
    let students: Vec<f64> = world.programs.iter().map(students).collect();
    let teachers = sum(world.programs.iter().map(|p| p.teachers));
    let equipment = sum(world.programs.iter().map(|p| p.equipment));
    let worth = sum(students.iter().zip(&world.programs).map(|(s, p)| s * e(p)));
    let all = sum(students.iter().copied());
    let institutions = &mut world.institutions;
    institutions.base_students = all.max(1.0);
    institutions.money_growth = 1.0;
    institutions.teacher_price = ratio(all / model.number(RATIO), teachers);
    institutions.equipment_price = ratio(worth, equipment);
}
