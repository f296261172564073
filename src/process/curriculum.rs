//! Revision of curricula (2.3, 3.1, 3.4, 4.1): what is taught tends to what the program believes posts require.
//!
//! The program's own survey is old and noisy; its partners' posts are neither, but they are theirs alone. Revision costs money; curricula age at the
//! drift of the industries their graduates enter.

use crate::base::draw::normal;
use crate::base::math::{self, exp};
use crate::base::rng::Process;
use crate::model::education::Rank;
use crate::model::{Model, SKILLS, Skills};
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::Standing;
use crate::world::money::Line;

use super::{program, signal};

const RATE: Param = param("policy.program.upgrade_rate");
const COST: Param = param("program.revision_cost");
const PRIORITY: Param = param("program.priority");
const NOISE: Param = param("program.survey_noise");
const REPORT: Param = param("policy.program.matching_report");
const PARTNERS: Param = param("program.partner_weight");
const SPECIFICITY: Param = param("program.specificity");
const FEEDBACK: Param = param("policy.competition.feedback");
const COMPETE: Param = param("competition.share");
const SERVICE: Param = param("program.service_refresh");
const OBSOLESCENCE: Param = param("program.obsolescence");

/// [August] Revises every program: `c += rate paid (target - c)`, after ageing `c e^{-drift}`. The target mixes the
/// survey with partners' posts; projects close more of the gap. What is revised and paid for also moves towards the modern
/// form of the field, by the lever's share where as many students competed as in the base year, by more or less in
/// proportion where more or fewer did (3.4).
pub fn revise(model: &Model, world: &mut World) {
    let upgrade = model.lever(RATE, world.t);
    let cost = model.number(COST);
    let beliefs = signal::beliefs(model, world);
    let drifts = drifts(model);
    let frontiers: Vec<Option<Skills>> = (model.education.specialties.iter())
        .map(|s| signal::requirement(model, &s.roles, |o| if model.occupations[o].modern { 1.0 } else { 0.0 }))
        .collect();
    let noise = model.number(NOISE) * (1.0 - model.lever(REPORT, world.t));
    let stream = world.draws.stream(Process::Signal, world.t as i32);
    let (service, feedback) = (model.number(SERVICE), model.lever(FEEDBACK, world.t));
    let usual = model.number(COMPETE);
    let wanted: Vec<f64> = (world.programs.iter())
        .map(|p| if p.standing == Standing::Closed { 0.0 } else { (upgrade * priority(model, p.specialty)).min(1.0) })
        .collect();
    let shares = program::revision_share(model, world);
    let bill = cost * wanted.iter().zip(&shares).map(|(w, s)| w * s).sum::<f64>();
    let revised = wanted.iter().sum::<f64>();
    let funded = if bill < 1.0 { 1.0 } else { world.accounts.spend(Line::Curriculum, bill, revised) / bill };
    for (i, wanted) in wanted.iter().enumerate() {
        let p = &world.programs[i];
        if p.standing == Standing::Closed {
            continue;
        }
        let specialty = p.specialty as usize;
        let mut target = beliefs[specialty].unwrap_or(p.curriculum);
        if noise > 0.0 && beliefs[specialty].is_some() {
            for (s, x) in target.iter_mut().enumerate() {
                *x = (*x + (noise * normal(&stream, i as u64, s as u32)) as f32).clamp(0.0, 1.0);
            }
        }
        if let Some(own) = partners_need(model, world, i) {
            blend(&mut target, &own, model.number(PARTNERS));
        }
        let rate = 1.0 - (1.0 - wanted * funded) * math::pow(1.0 - service, f64::from(p.plan.projects));
        let seen = if usual > 0.0 { p.plan.competed / usual } else { 0.0 };
        let p = &mut world.programs[i];
        let kept = exp(-drifts[specialty] * model.number(OBSOLESCENCE)) as f32;
        p.curriculum = p.curriculum.map(|c| c * kept);
        blend(&mut p.curriculum, &target, rate);
        if let Some(frontier) = &frontiers[specialty] {
            blend(&mut p.curriculum, frontier, (feedback * seen).min(1.0) * wanted * funded);
        }
        p.plan.projects = 0;
    }
}

/// `x += share (y - x)`; nothing at all at share 0.
fn blend(x: &mut Skills, y: &Skills, share: f64) {
    if share > 0.0 {
        for (x, y) in x.iter_mut().zip(y) {
            *x += share as f32 * (y - *x);
        }
    }
}

/// Speed of revision relative to the lever: core before extension before auxiliary.
fn priority(model: &Model, specialty: u8) -> f64 {
    let step = model.number(PRIORITY);
    match model.education.specialties[specialty as usize].rank {
        Rank::Core => 1.0 + step,
        Rank::Extension => 1.0,
        Rank::Auxiliary => 1.0 - step,
    }
}

/// Mean drift of the industries that hold the posts of a field, by their posts at the start [1/year], by specialty.
fn drifts(model: &Model) -> Vec<f64> {
    let role = |o: u16| model.occupations[o as usize].role;
    let drift = |field: &[u16]| {
        let (mut total, mut weight) = (0.0, 0.0);
        for (i, industry) in model.industries.iter().enumerate() {
            let posts = model.demand.posts_at_start(i);
            for r in industry.roles.iter().filter(|r| field.contains(&role(r.traditional))) {
                let share = r.share_traditional + industry.technology_start * (r.share_modern - r.share_traditional);
                total += posts * share * industry.drift;
                weight += posts * share;
            }
        }
        if weight > 0.0 { total / weight } else { 0.0 }
    };
    model.education.specialties.iter().map(|s| drift(&s.roles)).collect()
}

/// What partners aim at: the requirement of their own posts in the field now, with lessons moved from what these posts
/// hardly use to what they use most, `r_s k_s sum r / sum (r k)` with `k_s = 1 - sigma (1 - u_s / max u)`, u the weights
/// of domains in those posts; `None` without such posts.
///
/// Training paid by one enterprise weighs general skills as that enterprise uses them (Lazear 2009, JPE 117(5)); what is
/// left out is missed in other posts, later (Hanushek, Schwerdt, Woessmann & Zhang 2017, JHR 52(1)). At specificity
/// sigma 0 partners aim at the whole requirement.
fn partners_need(model: &Model, world: &World, program: usize) -> Option<Skills> {
    let p = &world.programs[program];
    if p.partners.is_empty() {
        return None;
    }
    let field = &model.education.specialties[p.specialty as usize].roles;
    let (mut total, mut mix, mut used) = (0.0f64, [0.0f64; SKILLS], [0.0f64; SKILLS]);
    for &e in &p.partners {
        for (_, cell) in world.posts_of(e as usize) {
            let occupation = &model.occupations[cell.occupation() as usize];
            if field.contains(&occupation.role) {
                total += f64::from(cell.target.get());
                for s in 0..SKILLS {
                    mix[s] += f64::from(cell.target.get()) * f64::from(occupation.requirement[s]);
                    used[s] += f64::from(cell.target.get()) * f64::from(occupation.weight[s]);
                }
            }
        }
    }
    (total > 0.0).then(|| specific(&mix.map(|m| m / total), &used, model.number(SPECIFICITY)))
}

/// A requirement with lessons moved to the domains used most; their sum stays.
fn specific(requirement: &[f64; SKILLS], used: &[f64; SKILLS], specificity: f64) -> Skills {
    let most = used.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let kept: [f64; SKILLS] = std::array::from_fn(|s| requirement[s] * (1.0 - specificity * (1.0 - used[s] / most)));
    let hours = |x: &[f64; SKILLS]| x.iter().sum::<f64>();
    let scale = if specificity > 0.0 { hours(requirement) / hours(&kept).max(f64::MIN_POSITIVE) } else { 1.0 };
    kept.map(|x| (x * scale).min(1.0) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specific_lessons_keep_their_hours() {
        let (required, used) = ([0.5, 0.4, 0.6, 0.2, 0.3, 0.5, 0.1, 0.4], [0.3, 0.1, 0.1, 0.05, 0.1, 0.2, 0.05, 0.1]);
        assert_eq!(specific(&required, &used, 0.0), required.map(|r| r as f32), "nothing moves at 0");
        let moved = specific(&required, &used, 0.5);
        let sum = |x: &[f32]| x.iter().sum::<f32>();
        assert!((sum(&moved) - sum(&required.map(|r| r as f32))).abs() < 1e-6);
        assert!(moved[0] > 0.5 && moved[3] < 0.2, "towards what is used most: {moved:?}");
    }
}
