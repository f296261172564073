//! Those who take part in the labour market: a fixed propensity against the rate of age and sex.
//!
//! A person's propensity never changes, so people enter and leave where the published rate by age rises and falls, and
//! the labour force follows the table without drawing anew every year.

use super::person::{NO_PROGRAM, Person, flag};
use crate::base::rng::{Chance, Draws, Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::model::population::{AGE_END, AGE_WORK_END, SEXES};
use crate::scenario::parameters::{Param, param};

/// The stream that holds everyone's propensity.
pub fn propensities(draws: &Draws) -> Stream {
    draws.stream(Process::PopulatePersons, 4)
}

/// Age from which the young take part as much as they ever will; who has been trained for work does so at once.
/// *Assumption*: the rates by age are low in the teens because of those who prepare for another examination.
const SETTLED: i32 = 25;

const FARMERS_END: Param = param("population.farmers_end");

/// Age from which nobody works or looks for work [years]: that to which the table goes, or the end of own-account work.
pub fn last_working_age(model: &Model) -> i32 {
    (model.number(FARMERS_END) as i32).max(AGE_WORK_END as i32)
}

/// Whether the person of that number takes part at month `t`.
pub fn takes_part(model: &Model, propensities: &Stream, p: &Person, number: u32, t: usize) -> bool {
    Rates::at(model, p.age_months(t) / 12).takes_part(propensities, p, number)
}

/// Rates of those of one age.
pub struct Rates {
    /// By sex, and by whether they have been trained, in a program or at a technician school.
    rates: [[Chance; 2]; SEXES],
}

impl Rates {
    /// Those of an age in whole years; nobody past the last working age takes part.
    pub fn at(model: &Model, age: i32) -> Rates {
        let works = age < last_working_age(model);
        let table = |sex: usize, age: i32| model.population.activity[sex][age.min(AGE_END as i32) as usize];
        let rate = |sex: usize, least: i32| if works { table(sex, age.max(least)) } else { 0.0 };
        Rates { rates: std::array::from_fn(|sex| [rate(sex, 0), rate(sex, SETTLED)].map(Chance::from)) }
    }

    /// Whether the person of that number takes part.
    #[inline]
    pub fn takes_part(&self, propensities: &Stream, p: &Person, number: u32) -> bool {
        let trained = (p.program != NO_PROGRAM) | (p.level == Level::Technician as u8);
        let rate = self.rates[usize::from(p.is(flag::FEMALE))][usize::from(trained)];
        propensities.meets(u64::from(number), 0, rate)
    }
}

/// Retirement age [months] of a person in a calendar year: men; women in workers' or, with college, cadres' posts.
pub fn retirement_age(model: &Model, p: &Person, year: i32) -> f64 {
    model.population.retirement_age(retirement_group(p), year)
}

/// Position of a person's [`retirement_age`] among those of all.
pub fn retirement_group(p: &Person) -> usize {
    let cadre = p.level >= Level::College as u8;
    if p.is(flag::FEMALE) { 1 + usize::from(cadre) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{NO_PROGRAM, Rates};
    use crate::base::rng::{Chance, Draws, Process};
    use crate::model::education::Level;
    use crate::world::person::Person;

    /// Who leaves a technician school is trained, though it is no program: of those whom the rate of their age leaves out, as
    /// many take part as of graduates of programs.
    #[test]
    fn technicians_are_trained() {
        let rates = Rates { rates: [[0.4, 0.9].map(Chance::from); 2] };
        let stream = Draws::new(1, 0).stream(Process::Test, 0);
        let taking_part = |program: u16, level: Level| {
            let p = Person { program, level: level as u8, ..Person::default() };
            (0..10_000).filter(|&number| rates.takes_part(&stream, &p, number)).count()
        };
        let untrained = taking_part(NO_PROGRAM, Level::General);
        let graduates = taking_part(7, Level::Secondary);
        assert_eq!(taking_part(NO_PROGRAM, Level::Technician), graduates);
        assert!(untrained < 4_200 && graduates > 8_800, "{untrained} and {graduates} of 10,000");
    }
}
