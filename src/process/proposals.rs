//! Which programs schools propose in a filing window, best first (2.1, 2.6, 5.5): need as they see it, habit, and the
//! urgent list.
//!
//! Reads surveys, programs and the report; `review` files from the list. Changes nothing.

use crate::base::draw::normal;
use crate::base::math::ln;
use crate::base::rng::Process;
use crate::base::stats::{moments, standardise};
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{Program, Standing};

use super::signal;

const RESPONSIVENESS: Param = param("policy.program.responsiveness");
const LAG: Param = param("policy.program.signal_lag");
const NOISE: Param = param("policy.program.signal_noise");
const REPORT: Param = param("policy.program.matching_report");
const DESIGN: Param = param("program.design_months");
const URGENT: Param = param("program.urgent_bonus");
const NEW_SEATS: Param = param("program.new_seats");

/// A school and a specialty it does not yet offer.
pub(super) struct Candidate {
    pub school: usize,
    pub specialty: usize,
    score: f64,
}

/// Address of the draws of a school and a specialty.
pub(super) fn address(model: &Model, school: usize, specialty: usize) -> u64 {
    (school * model.education.specialties.len() + specialty) as u64
}

/// The candidates of one filing window, best first, in the light of what the window has granted so far.
///
/// Schools file without knowing what the others file, so the same need is answered many times over. The yearly matching
/// report (5.5) lets the share rho of that be seen: `score - rho weight/sd(signal) mean ln((s + filed + 1)/(s + 1))` over
/// the roles of the field, s seats and filed those granted in this window. *Assumption*: one report serves both errors,
/// that of each school's figures and that of not knowing the others; at rho 0 the order is that of the scores.
pub(super) struct Window {
    /// Candidates of each specialty with their place in the order of scores, the best last.
    left: Vec<Vec<(usize, Candidate)>>,
    seats: Vec<f64>,
    filed: Vec<f64>,
    /// What is taken from the score of a specialty, and how much for a unit of relief.
    taken: Vec<f64>,
    weight: f64,
}

impl Window {
    pub fn new(model: &Model, world: &World) -> Window {
        let (list, scale) = candidates(model, world);
        let specialties = model.education.specialties.len();
        let mut left: Vec<Vec<(usize, Candidate)>> = (0..specialties).map(|_| Vec::new()).collect();
        for (rank, c) in list.into_iter().enumerate().rev() {
            left[c.specialty].push((rank, c));
        }
        let seats = signal::seats_by_role(model, world);
        let filed = vec![0.0; seats.len()];
        Window { left, seats, filed, taken: vec![0.0; specialties], weight: model.lever(REPORT, world.t) * scale }
    }

    /// The best candidate left; among equals the first in the order of scores.
    pub fn best(&mut self) -> Option<Candidate> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (k, own) in self.left.iter().enumerate() {
            let Some((rank, c)) = own.last() else { continue };
            let score = c.score - self.taken[k];
            if best.is_none_or(|(most, first, _)| score > most || (score == most && *rank < first)) {
                best = Some((score, *rank, k));
            }
        }
        self.left[best?.2].pop().map(|(_, c)| c)
    }

    /// Counts the places of a program just granted against everyone who serves the same roles.
    pub fn grant(&mut self, model: &Model, specialty: usize) {
        if self.weight == 0.0 {
            return;
        }
        let field = |k: usize| model.education.specialties[k].roles.iter().map(|&r| r as usize);
        for role in field(specialty) {
            self.filed[role] += model.number(NEW_SEATS) / field(specialty).len() as f64;
        }
        let relief = |role: usize| ln((self.seats[role] + self.filed[role] + 1.0) / (self.seats[role] + 1.0));
        for (k, taken) in self.taken.iter_mut().enumerate() {
            *taken = self.weight * field(k).map(relief).sum::<f64>() / field(k).len().max(1) as f64;
        }
    }
}

/// Scores of signals and habits of one weight: `z(w z(signal) + (1 - w) z(habit))`, and the score that a unit of signal
/// is worth. Standardised once more, because a mix of two spreads less than either: the bonus of the urgent list would
/// weigh more the nearer w is to a half.
fn mixed(signals: Vec<f64>, habits: Vec<f64>, weight: f64) -> (Vec<f64>, f64) {
    let spread = moments(&signals).sd;
    let (signals, habits) = (standardise(signals), standardise(habits));
    let mix: Vec<f64> = signals.iter().zip(&habits).map(|(s, h)| weight * s + (1.0 - weight) * h).collect();
    let scale = spread * moments(&mix).sd;
    (standardise(mix), if scale > 1e-12 { weight / scale } else { 0.0 })
}

/// Candidates, best first: `z(responsiveness z(signal) + (1 - responsiveness) z(habit)) + urgent`; and the score that a
/// unit of signal is worth. A school's own signal is as old as the figures and the design together, and noisy; so far as
/// there is a matching report it reads the balance of posts and places there (`signal::balance`). Habit is what is
/// popular, near the school's programs and cheap.
fn candidates(model: &Model, world: &World) -> (Vec<Candidate>, f64) {
    let regions = model.regions.len();
    let specialties = &model.education.specialties;
    let age = model.lever(LAG, world.t) + model.number(DESIGN);
    let pressure = signal::pressure(model, world, age);
    let (noise, report) = (model.lever(NOISE, world.t), model.lever(REPORT, world.t));
    let reported = if report > 0.0 { signal::balance(model, world, age) } else { vec![0.0; specialties.len()] };
    let stream = world.draws.stream(Process::Signal, world.t as i32);
    let popular = popularity(model, world);
    let mean_cost = (specialties.iter().map(|s| s.equipment).sum::<f64>() / specialties.len().max(1) as f64).max(1.0);
    let (mut list, mut signals, mut habits) = (Vec::new(), Vec::new(), Vec::new());
    for (s, school) in world.schools.iter().enumerate() {
        let (mut offered, mut categories) = (vec![false; specialties.len()], vec![false; 256]);
        for p in school.programs.iter().map(|&p| &world.programs[p as usize]).filter(|p| p.standing != Standing::Closed)
        {
            offered[p.specialty as usize] = true;
            categories[specialties[p.specialty as usize].category as usize] = true;
        }
        if !categories.contains(&true) {
            continue;
        }
        for (k, specialty) in specialties.iter().enumerate().filter(|(k, _)| !offered[*k]) {
            let mut seen = pressure[k * regions + school.region as usize];
            if noise > 0.0 {
                seen += noise * normal(&stream, address(model, s, k), 0);
            }
            signals.push((1.0 - report) * seen + report * reported[k]);
            let near = if categories[specialty.category as usize] { 0.5 } else { 0.0 };
            habits.push(popular[k] + near - 0.25 * ln(specialty.equipment.max(1.0) / mean_cost));
            list.push(Candidate { school: s, specialty: k, score: 0.0 });
        }
    }
    let (scores, scale) = mixed(signals, habits, model.lever(RESPONSIVENESS, world.t));
    for (c, score) in list.iter_mut().zip(scores) {
        c.score = score + if specialties[c.specialty].urgent { model.number(URGENT) } else { 0.0 };
    }
    // Schools that are alike come in random order.
    let lot = |c: &Candidate| (stream.bits(address(model, c.school, c.specialty), 2), c.school, c.specialty);
    list.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| lot(a).cmp(&lot(b))));
    (list, scale)
}

/// Applicants per place, `ln((applicants + 1)/(places + 1))` in the last September, and standing of a specialty's programs.
fn popularity(model: &Model, world: &World) -> Vec<f64> {
    let since = (model.month(world.t).of_year() as usize + 3) % 12;
    let places = |p: &Program| p.places(model, world.t.saturating_sub(since)) / model.people_per_agent;
    let mut total = vec![(0.0, 0.0); model.education.specialties.len()];
    for p in world.programs.iter().filter(|p| p.recruits()) {
        let t = &mut total[p.specialty as usize];
        t.0 += ln((f64::from(p.applicants) + 1.0) / (places(p) + 1.0)) + p.reputation;
        t.1 += 1.0;
    }
    total.into_iter().map(|(x, n)| if n > 0.0 { x / n } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However signal and habit are weighed, a bonus of a standard deviation is one; the ends are the two alone.
    #[test]
    fn a_mix_spreads_as_much_as_its_parts() {
        let (signals, habits): (Vec<f64>, Vec<f64>) =
            (0..1000).map(|i| (f64::from(i * 37 % 1000), f64::from(i * 91 % 1000 * (i % 7)))).unzip();
        for weight in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let (scores, _) = mixed(signals.clone(), habits.clone(), weight);
            assert!((moments(&scores).sd - 1.0).abs() < 1e-3, "{weight}");
        }
        let alone = standardise(signals.clone());
        let (scores, scale) = mixed(signals.clone(), habits, 1.0);
        assert!(scores.iter().zip(&alone).all(|(a, b)| (a - b).abs() < 1e-9));
        assert!((scale * moments(&signals).sd - 1.0).abs() < 2e-3, "a unit of signal");
    }
}
