//! Who takes part in the labour market: a fixed propensity against the rate of age and sex.
//!
//! A person's propensity never changes, so people enter and leave where the published rate by age rises and falls, and
//! the labour force follows the table without drawing anew every year.

use super::person::{NO_PROGRAM, Person, flag};
use crate::base::rng::{Draws, Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::model::population::AGE_END;
use crate::scenario::parameters::{Param, param};

/// The stream that holds everyone's propensity.
pub fn propensities(draws: &Draws) -> Stream {
    draws.stream(Process::PopulatePersons, 4)
}

/// Age from which the young take part as much as they ever will; who has been trained for work does so at once.
/// *Assumption*: the rates by age are low in the teens because of those who prepare for another examination.
const SETTLED: i32 = 25;

const FARMERS_END: Param = param("population.farmers_end");

/// Lowest age from which nobody works, whatever the end of own-account work [years]. *Assumption*.
const OLDEST: i32 = 75;

/// Age from which nobody works or looks for work [years].
pub fn last_working_age(model: &Model) -> i32 {
    (model.number(FARMERS_END) as i32).max(OLDEST)
}

/// Whether the person of that number takes part at month `t`.
pub fn takes_part(model: &Model, propensities: &Stream, p: &Person, number: u32, t: usize) -> bool {
    let trained = if p.program == NO_PROGRAM { 0 } else { SETTLED };
    let age = (p.age_months(t) / 12).clamp(trained, AGE_END as i32) as usize;
    let sex = usize::from(p.is(flag::FEMALE));
    propensities.uniform(u64::from(number), 0) < model.population.activity[sex][age]
}

/// Retirement age [months] of a person in a calendar year: men; women in workers' or, with college, cadres' posts.
pub fn retirement_age(model: &Model, p: &Person, year: i32) -> f64 {
    let cadre = p.level >= Level::College as u8;
    let group = if p.is(flag::FEMALE) { 1 + usize::from(cadre) } else { 0 };
    model.population.retirement_age(group, year)
}
