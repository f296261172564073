//! What schools and government know about need: surveys of posts by occupation and region, with their age.
//!
//! Records the market each month; the rest are pure readings for review and curricula. Every delay is explicit.

use crate::base::math::{ln, sum};
use crate::model::{Model, SKILLS, Skills};
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::Standing;
use crate::world::institutions::Survey;

const LAG: Param = param("policy.program.signal_lag");
const TIGHTNESS: Param = param("program.tightness_weight");
/// Surveys kept: the oldest lag allowed (60 months) and the longest design (60 months).
const KEEP: usize = 121;

/// [every month, after wages and observation] Records posts wanted and vacant.
pub fn record(model: &Model, world: &mut World) {
    let survey = Survey { t: world.t, need: world.market.need.clone(), vacancies: world.market.vacancies.clone() };
    if world.institutions.first_survey.is_none() {
        world.institutions.first_survey = Some(survey.clone());
        world.institutions.first_seats = seats_by_role(model, world);
    }
    world.institutions.surveys.push_back(survey);
    if world.institutions.surveys.len() > KEEP {
        world.institutions.surveys.pop_front();
    }
}

/// The newest survey that is at least `age` months old, else the oldest.
fn surveyed(world: &World, age: f64) -> Option<&Survey> {
    let surveys = &world.institutions.surveys;
    surveys.iter().rev().find(|s| world.t as f64 - s.t as f64 >= age).or(surveys.front())
}

/// Sums over the forms of a role, by `role * regions + region`.
fn by_role(model: &Model, occupation: impl Fn(usize) -> f64) -> Vec<f64> {
    let regions = model.regions.len();
    let mut total = vec![0.0; model.roles() * regions];
    for (o, row) in model.occupations.iter().enumerate() {
        for r in 0..regions {
            total[row.role as usize * regions + r] += occupation(o * regions + r);
        }
    }
    total
}

/// Seats of the province by role [persons/year]; a specialty's seats are shared by its roles.
pub(super) fn seats_by_role(model: &Model, world: &World) -> Vec<f64> {
    let mut seats = vec![0.0; model.roles()];
    for p in world.programs.iter().filter(|p| p.recruits() || matches!(p.standing, Standing::Filed { .. })) {
        let field = &model.education.specialties[p.specialty as usize].roles;
        for &role in field {
            if let Some(s) = seats.get_mut(role as usize) {
                *s += p.plan.approved / field.len() as f64;
            }
        }
    }
    seats
}

/// Need of specialties by `specialty * regions + region`: mean over the roles of its field of
/// `ln(n/n0) - ln(s/s0) + weight ln(v / mean v)`, n posts wanted, s seats, v vacancies per post, as of `age` months ago
/// (seats as of now: they are in the government's own files).
pub fn pressure(model: &Model, world: &World, age: f64) -> Vec<f64> {
    let regions = model.regions.len();
    let mut out = vec![0.0; model.education.specialties.len() * regions];
    let (Some(then), Some(first)) = (surveyed(world, age), world.institutions.first_survey.as_ref()) else {
        return out;
    };
    let at = |x: &[f64], i: usize| x.get(i).copied().unwrap_or(0.0);
    let now = by_role(model, |i| at(&then.need, i));
    let start = by_role(model, |i| at(&first.need, i));
    let vacant = by_role(model, |i| f64::from(then.vacancies.get(i).copied().unwrap_or(0)));
    let seats = seats_by_role(model, world);
    let mean = sum(vacant.iter().copied()) / sum(now.iter().copied()).max(1.0);
    let weight = model.number(TIGHTNESS);
    let role = |role: usize, r: usize| {
        let i = role * regions + r;
        let growth = ln((now[i] + 1.0) / (start[i] + 1.0));
        let supply = ln((seats[role] + 1.0) / (at(&world.institutions.first_seats, role) + 1.0));
        let tight = if weight == 0.0 { 0.0 } else { weight * ln((vacant[i] + 1.0) / (mean * now[i] + 1.0)) };
        growth - supply + tight
    };
    for (s, specialty) in model.education.specialties.iter().enumerate() {
        let field: Vec<usize> = specialty.roles.iter().map(|&x| x as usize).filter(|&x| x < seats.len()).collect();
        for r in 0..regions {
            if !field.is_empty() {
                out[s * regions + r] = field.iter().map(|&x| role(x, r)).sum::<f64>() / field.len() as f64;
            }
        }
    }
    out
}

/// What the matching report says of specialties: mean over the roles of the field of `ln(n/s)`, n posts wanted in the
/// province `age` months ago, s places a year that serve the role. Surveys of growth cannot tell which fields were short
/// or crowded to begin with; a list of need beside supply can (each province publishes three lists and a yearly matching
/// report: Ministry of Education 2025, Jiaozhichengtinghan 27).
pub fn balance(model: &Model, world: &World, age: f64) -> Vec<f64> {
    let Some(then) = surveyed(world, age) else { return vec![0.0; model.education.specialties.len()] };
    let regions = model.regions.len();
    let need = by_role(model, |i| then.need.get(i).copied().unwrap_or(0.0) * model.people_per_agent);
    let seats = seats_by_role(model, world);
    let role = |r: usize| ln((sum(need[r * regions..(r + 1) * regions].iter().copied()) + 1.0) / (seats[r] + 1.0));
    let field = |roles: &[u16]| {
        roles.iter().map(|&r| r as usize).filter(|&r| r < seats.len()).map(role).sum::<f64>()
            / roles.len().max(1) as f64
    };
    model.education.specialties.iter().map(|s| field(&s.roles)).collect()
}

/// Mean requirement of the posts of a field, weighted by `need(occupation)`; `None` without such posts.
pub fn requirement(model: &Model, field: &[u16], need: impl Fn(usize) -> f64) -> Option<Skills> {
    let (mut total, mut mix) = (0.0, [0.0f64; SKILLS]);
    for (o, row) in model.occupations.iter().enumerate().filter(|(_, row)| field.contains(&row.role)) {
        let n = need(o);
        total += n;
        for (m, r) in mix.iter_mut().zip(row.requirement) {
            *m += n * f64::from(r);
        }
    }
    (total > 0.0).then(|| mix.map(|m| (m / total) as f32))
}

/// Requirements by specialty as surveyed `signal_lag` months ago.
pub fn beliefs(model: &Model, world: &World) -> Vec<Option<Skills>> {
    let survey = surveyed(world, model.lever(LAG, world.t));
    let need: Vec<f64> = (0..model.occupations.len()).map(|o| survey.map_or(0.0, |s| posts(model, s, o))).collect();
    model.education.specialties.iter().map(|s| requirement(model, &s.roles, |o| need[o])).collect()
}

/// Posts wanted of an occupation in all regions in a survey [agents].
fn posts(model: &Model, survey: &Survey, occupation: usize) -> f64 {
    let regions = model.regions.len();
    survey.need.get(occupation * regions..(occupation + 1) * regions).map_or(0.0, |x| x.iter().sum())
}
