//! What schools keep: teachers, equipment, practice places, and the seats these carry (2.4, 3.5-3.7, 5.1, 5.3).
//!
//! Stocks move gradually towards what money can pay, so effects phase in over years. Every payment goes through the
//! accounts; what is not spent is carried over there.

use crate::base::math::exp;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{AHEAD, Program, Standing, ordered, warm};
use crate::world::money::Line;

use super::program::{capacity, load};

const WAGE: Param = param("money.teacher_wage");
const TEACHER_LAG: Param = param("money.teacher_lag");
const TRANSFER: Param = param("money.teacher_transfer");
const GROUP: Param = param("money.group_teachers");
const OVERHEAD: Param = param("money.program_overhead");
const DEPRECIATION: Param = param("money.equipment_depreciation");
const SCRAPPING: Param = param("money.equipment_scrapping");
const PRACTICE: Param = param("policy.practice.share");
const PRACTICE_COST: Param = param("money.practice_cost");
const PRACTICE_LAG: Param = param("money.practice_lag");
const DOUBLE: Param = param("policy.teacher.double_qualified_target");
const TURNOVER: Param = param("teacher.turnover");
const RETRAINING: Param = param("teacher.retraining_months");
const RETRAINING_COST: Param = param("teacher.retraining_cost");
const FORGETTING: Param = param("teacher.forgetting");
const EXPOSURE: Param = param("teacher.exposure");
const PAIRING: Param = param("teacher.pairing");
const LIMITS: Param = param("money.limits_seats");
const EXPANSION: Param = param("money.expansion");
const SEAT_GROWTH: Param = param("money.seat_growth");
const CUT: Param = param("policy.card.yellow_cut");

/// Share of a gap closed in a month at a time constant [months]; all of it at 0.
fn step(months: f64) -> f64 {
    if months <= 0.0 { 1.0 } else { 1.0 - exp(-1.0 / months) }
}

/// [every month, last of what schools do; the books must have been opened] Pays and moves all stocks.
pub fn keep(model: &Model, world: &mut World) {
    let (part, mut pay) = (step(model.number(TEACHER_LAG)), Pay::default());
    for school in 0..world.schools.len() {
        teachers(model, world, school, part, &mut pay);
        quality_of_teachers(model, world, school);
    }
    let (part, mut enrolled, mut open) = (step(model.number(PRACTICE_LAG)), 0.0, 0.0);
    let mut partners: Vec<u32> = world.programs.iter().flat_map(|p| &p.partners).copied().collect();
    partners.sort_unstable();
    for first in (0..world.programs.len()).step_by(AHEAD) {
        let range = first..(first + AHEAD).min(world.programs.len());
        warm(&world.programs[range.clone()]);
        let places = |&e: &u32| world.enterprises[e as usize].places;
        let near = world.programs[range.clone()].iter().flat_map(|p| &p.partners);
        std::hint::black_box(near.map(places).fold(0, u16::wrapping_add));
        for program in range {
            enrolled += world.programs[program].enrolled() as f64;
            if world.programs[program].standing != Standing::Closed {
                equipment(model, world, program);
                if world.programs[program].teaches() {
                    open += 1.0;
                    practice(model, world, program, part, &partners);
                }
            }
        }
    }
    operations(model, world, &pay, model.people_per_agent * enrolled, open);
}

/// Teachers of some programs who are too many in one move to those that lack them, `rate x min(short, spare)` a month;
/// their sum stays.
fn share(programs: &mut [Program], ids: &[u32], wage: f64, rate: f64) {
    let gap = |p: &Program| p.plan.teachers / wage - p.teachers;
    let (mut short, mut spare) = (0.0, 0.0);
    for &i in ids {
        let g = gap(&programs[i as usize]);
        if g > 0.0 { short += g } else { spare -= g }
    }
    let moved = rate * f64::min(short, spare);
    if moved > 0.0 {
        for &i in ids {
            let p = &mut programs[i as usize];
            let g = gap(p);
            p.teachers += moved * g / if g > 0.0 { short } else { spare };
        }
    }
}

/// Pay of teachers in a month [yuan]: what was paid within allotments, what these left, and what is due beyond them.
#[derive(Default)]
struct Pay {
    paid: f64,
    left: f64,
    beyond: f64,
}

/// Teachers tend to what the allotment pays, `dT = (A/w - T)(1 - e^{-1/lag})`; those who are too many in one program
/// first move to the others, inside a group sooner than in the school. `part` is that of the gap closed in a month. Who
/// is hired, for growth and for a share `q` who leave each year, is double-qualified as teachers of the base year are:
/// `d' = d + (d0 - d)(max(dT, 0) + q T/12)/T'`. Pay within the allotment is the teachers' line, as far as retraining has left of
/// it; beyond that, see [`operations`].
fn teachers(model: &Model, world: &mut World, school: usize, part: f64, pay: &mut Pay) {
    let leave = model.number(TURNOVER) / 12.0;
    let wage = model.number(WAGE) * world.institutions.teacher_price;
    let ids = std::mem::take(&mut world.schools[school].programs);
    for group in &world.schools[school].groups {
        share(&mut world.programs, &group.members, wage, model.number(GROUP));
    }
    share(&mut world.programs, &ids, wage, model.number(TRANSFER));
    for &i in &ids {
        let p = &mut world.programs[i as usize];
        let before = p.teachers;
        p.teachers = (before + part * (p.plan.teachers / wage - before)).max(0.0);
        if p.teachers > 0.0 {
            let hired = ((p.teachers - before).max(0.0) + leave * before).min(p.teachers);
            p.double_qualified += (DOUBLE.row().default - p.double_qualified) * hired / p.teachers;
        }
        let (payable, teachers) = (p.plan.teachers / wage, p.teachers);
        let within = teachers.min(payable);
        let paid = world.accounts.spend(Line::Teachers, within * wage / 12.0, within / 12.0);
        pay.paid += paid;
        pay.left += (payable - within) * wage / 12.0;
        pay.beyond += teachers * wage / 12.0 - paid;
    }
    world.schools[school].programs = ids;
}

/// Double-qualified share tends to its target, each further one paid from the teachers' line; industry experience decays
/// and is renewed in proportion to that share, and by pairing: `df = (x d/d0 + p depth)(1 - f) - o f` a year (3.7, 5.7).
fn quality_of_teachers(model: &Model, world: &mut World, school: usize) {
    let target = model.lever(DOUBLE, world.t);
    let part = 1.0 / model.number(RETRAINING);
    let paired = model.number(PAIRING) * world.schools[school].pair.map_or(0.0, |p| p.depth);
    let ids = std::mem::take(&mut world.schools[school].programs);
    for &i in &ids {
        let p = &mut world.programs[i as usize];
        let mut gain = part * (target - p.double_qualified);
        let cost = gain * p.teachers * model.number(RETRAINING_COST);
        if cost >= 1.0 {
            gain *= world.accounts.spend(Line::Teachers, cost, 0.0) / cost;
        }
        p.double_qualified = (p.double_qualified + gain).clamp(0.0, 1.0);
        let renewal = model.number(EXPOSURE) * p.double_qualified / DOUBLE.row().default + paired;
        let change = renewal * (1.0 - p.freshness) - model.number(FORGETTING) * p.freshness;
        p.freshness = (p.freshness + change / 12.0).clamp(0.0, 1.0);
    }
    world.schools[school].programs = ids;
}

/// Equipment wears and the oldest is scrapped, purchases are new: `dE = A/12 - (d + s)E/12`. What is scrapped is
/// twice as old as the mean, so that the age of a steady stock is `1 / (d + 2s)`, five years.
fn equipment(model: &Model, world: &mut World, program: usize) {
    let (wear, scrap) = (model.number(DEPRECIATION) / 12.0, model.number(SCRAPPING) / 12.0);
    let p = &mut world.programs[program];
    let paid = world.accounts.spend(Line::Equipment, p.plan.equipment / 12.0, p.plan.equipment / 12.0);
    let bought = paid / world.institutions.equipment_price;
    let kept = p.equipment * (1.0 - wear - scrap);
    let age = (world.t as f64 - p.vintage) * (1.0 - scrap / (1.0 - wear - scrap));
    p.equipment = kept + bought;
    if p.equipment > 0.0 {
        p.vintage = world.t as f64 - kept * age / p.equipment;
    }
}

/// The share of practice tends to the lever, by `part` of the gap, as far as partners offer places or the others are paid (3.5).
/// A place is one student's for all practice of a year, so n students whose practice takes a share s of their time need `n s`
/// of them; `partners` are those of all programs in order, each as often as it has programs.
fn practice(model: &Model, world: &mut World, program: usize, part: f64, partners: &[u32]) {
    let share = model.lever(PRACTICE, world.t);
    let p = &world.programs[program];
    let students = load(model, p);
    let offered: f64 = p.partners.iter().map(|&e| offered(model, world, partners, e)).sum();
    let cost = model.number(PRACTICE_COST);
    let needed = students * share * cost / 12.0;
    let wanted = (needed - offered * cost / 12.0).max(0.0).min(p.plan.practice / 12.0);
    let paid = world.accounts.spend(Line::Practice, wanted, if cost > 0.0 { wanted / cost } else { 0.0 });
    let covered = if needed < 1.0 { 1.0 } else { (paid / needed + offered / (students * share).max(1.0)).min(1.0) };
    let p = &mut world.programs[program];
    p.practice += part * (share * covered - p.practice);
}

/// Places of an enterprise for one of its programs [persons]. A row stands for as many enterprises as an agent for people:
/// while it has no more programs each has one of them to itself, beyond that they share the places of all.
fn offered(model: &Model, world: &World, partners: &[u32], enterprise: u32) -> f64 {
    let from = partners.partition_point(|&e| e < enterprise);
    let programs = partners[from..].partition_point(|&e| e == enterprise);
    f64::from(world.enterprises[enterprise as usize].places) * (model.people_per_agent / programs as f64).min(1.0)
}

/// Running costs: teachers beyond the allotments as far as what others leave of theirs does not pay them, then what is left of
/// the line in equal parts over the months left, for so many students [persons]. Teaching looks at what the current spending
/// for a head was since it last looked; a head is a student, and the fixed cost of each of the `open` programs is some more.
fn operations(model: &Model, world: &mut World, pay: &Pay, students: f64, open: f64) {
    let wage = model.number(WAGE) * world.institutions.teacher_price;
    let within = pay.beyond.min(pay.left);
    let beyond = world.accounts.spend(Line::Teachers, within, within / wage)
        + world.accounts.spend(Line::Operations, pay.beyond - within, 0.0);
    let months = model.month(world.t).months_left_in_year();
    let left = world.accounts.line(Line::Operations).left() as f64 / f64::from(months);
    let paid = world.accounts.spend(Line::Operations, left, students / 12.0);
    let current = &mut world.institutions.current;
    current.paid += pay.paid + beyond + paid;
    current.heads += (students + model.number(OVERHEAD) * open) / 12.0;
}

/// [August] Seats of the coming September: `min(approved (1 + expansion), capacity / years)`, years the mean length of the
/// courses of those enrolled (half of a bachelor's places are for courses of two years) or, in a young program, the
/// cohorts it will then have; a yellow card cuts them. Full programs with room are granted more.
pub fn seats(model: &Model, world: &mut World) {
    for i in 0..world.programs.len() {
        let p = &world.programs[i];
        if !p.recruits() {
            world.programs[i].seats = 0.0;
            continue;
        }
        let age = ((world.t as i32 + 1 - p.opened).max(0) / 12 + 1) as f64;
        let room = capacity(model, world, p) / p.years().min(age);
        let mut plan = p.plan;
        let full = plan.intake >= 0.98 * plan.approved * ordered(model, p.level, world.t);
        if full && room > plan.approved && p.standing == Standing::Recruiting {
            plan.approved *= 1.0 + model.number(SEAT_GROWTH);
            plan.intake *= 1.0 + model.number(SEAT_GROWTH); // else a program that is always full looks less than full
        }
        let mut seats = plan.approved;
        if model.on(LIMITS) {
            seats = (plan.approved * (1.0 + model.number(EXPANSION))).min(room);
        }
        if p.standing == Standing::Yellow {
            seats *= 1.0 - model.lever(CUT, world.t);
        }
        let p = &mut world.programs[i];
        p.plan = plan;
        p.seats = seats;
    }
}
