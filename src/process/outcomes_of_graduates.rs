//! [Dec] What June's graduates became, and what that does to the reputation of their programs.
//!
//! Reads persons; writes `program.outcomes` and `program.reputation`. Measured half a year after graduation, over
//! those who went to work inside the province.

use crate::base::par;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::education::{Outcome, Program, Standing};
use crate::world::person::Status;
use crate::world::{AHEAD, World};

const MEMORY: Param = param("education.reputation.memory");

/// Graduates whom a thread looks up at a time.
const CHUNK: usize = 1 << 13;

/// Years of outcomes a program keeps.
const KEPT: usize = 5;
/// Graduates [agents] by whose weight a program's score is drawn towards its category's. *Assumption*; of agents, since a score
/// is no surer than the people seen: from 1:100 on reputation hardly moves.
const SHRINK: f64 = 30.0;

/// [Dec] Measures the cohort of this year's June and updates reputations.
pub fn outcomes_of_graduates(model: &Model, world: &mut World) {
    let Some(leavers) = world.leavers.iter().find(|l| world.t as i32 - l.graduated == 6) else { return };
    let year = model.month(world.t).year();
    let mut measured = vec![Outcome { year, ..Outcome::default() }; world.programs.len()];
    let specialties: Vec<u8> = world.programs.iter().map(|p| p.specialty).collect();
    let seen = par::gather(world.parallel, leavers.ids.len(), CHUNK, |range, seen| {
        for batch in leavers.ids[range].chunks(AHEAD) {
            world.warm(batch.iter().copied());
            seen.extend(batch.iter().filter_map(|&id| leaver(model, world, &specialties, id)));
        }
    });
    for (program, [placed, matched, fit]) in seen {
        let outcome = &mut measured[program as usize];
        outcome.leavers += 1.0;
        outcome.placed += placed;
        outcome.matched += matched;
        outcome.fit += fit;
    }
    for (program, outcome) in world.programs.iter_mut().zip(measured) {
        if outcome.leavers > 0.0 {
            if program.outcomes.len() == KEPT {
                program.outcomes.remove(0);
            }
            program.outcomes.push(outcome);
        }
    }
    reputations(model, &mut world.programs, year);
}

/// The program a leaver comes from, and whether employed, in the field, and the fit.
fn leaver(model: &Model, world: &World, specialties: &[u8], id: u32) -> Option<(u16, [f32; 3])> {
    let person = &world.persons[id as usize];
    let specialty = *specialties.get(person.program as usize)?;
    let seen = match person.status {
        Status::OwnAccount => [1.0, 0.0, 0.0],
        Status::Employed => {
            let role = model.occupations[person.occupation as usize].role;
            let matched = model.education.specialties[specialty as usize].roles.contains(&role);
            [1.0, f32::from(u8::from(matched)), world.fit_now(id, person.occupation as usize)]
        }
        _ => [0.0; 3],
    };
    Some((person.program, seen))
}

/// `R' = m R + (1 - m) (s - mean of the category)`, s the mean of placement, field match and fit of this year's
/// leavers, drawn to the category's mean by 30 graduates; programs without leavers score the mean. The memory m is
/// in years; at m = 1 nothing changes. Open programs of a category then have mean zero.
fn reputations(model: &Model, programs: &mut [Program], year: i32) {
    let memory = model.number(MEMORY);
    if memory == 1.0 {
        return;
    }
    let categories = model.education.categories.max(1);
    let category = |p: &Program| model.education.specialties[p.specialty as usize].category as usize;
    let this_year = |p: &Program| p.outcomes.last().filter(|o| o.year == year).map_or((0.0, 0.0), sums);
    let mut mean = vec![(0.0, 0.0); categories];
    for p in programs.iter() {
        let (score, n) = this_year(p);
        let m = &mut mean[category(p)];
        *m = (m.0 + score, m.1 + n);
    }
    for p in programs.iter_mut() {
        let (score, n) = this_year(p);
        let (sum, weight) = mean[category(p)];
        let typical = if weight > 0.0 { sum / weight } else { 0.0 };
        let above = (score + SHRINK * typical) / (n + SHRINK) - typical;
        p.reputation = memory * p.reputation + (1.0 - memory) * above;
    }
    let mut centre = vec![(0.0, 0.0); categories];
    for p in programs.iter().filter(|p| p.standing != Standing::Closed) {
        let c = &mut centre[category(p)];
        *c = (c.0 + p.reputation, c.1 + 1.0);
    }
    for p in programs.iter_mut().filter(|p| p.standing != Standing::Closed) {
        let (sum, n) = centre[category(p)];
        p.reputation -= sum / n;
    }
}

/// (score x leavers, leavers): a leaver scores a third each for work, work in the field, and its fit.
fn sums(o: &Outcome) -> (f64, f64) {
    (f64::from(o.placed + o.matched + o.fit) / 3.0, f64::from(o.leavers))
}
