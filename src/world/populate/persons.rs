//! Everyone: by cohort, region, sex, schooling.

use super::super::World;
use super::super::person::{CohortBlock, NO_PROGRAM, NOWHERE, Person, Status, flag};
use crate::base::rng::Process;
use crate::model::Model;
use crate::model::education::Level;

/// Schooling of adults by birth year: (year, upper secondary, vocational college, university), the rest left junior
/// school. *Assumption*: the 2005 sample survey's mix of city workers by industry (a quarter to a third upper secondary,
/// a tenth college) for the cohorts of its time, today's enrolment for the youngest, lines between.
const SCHOOLING: [(i32, [f64; 3]); 4] =
    [(1950, [0.10, 0.01, 0.01]), (1970, [0.20, 0.05, 0.04]), (1985, [0.25, 0.16, 0.14]), (2002, [0.22, 0.30, 0.30])];

/// Creates all persons of the run and where their cohorts sit.
pub(super) fn everyone(model: &Model, world: &mut World) {
    let population = &model.population;
    let first = population.first_year * 12 - model.start.0;
    let months = population.cohorts.len() * 12;
    let adult = |birth: i32| birth <= -180;
    let births: Vec<i32> = (0..months as i32).map(|m| first + m).collect();
    let present = births.iter().copied().filter(|&b| adult(b) && b > -91 * 12);
    let future = births.iter().copied().filter(|&b| !adult(b) && b + 180 < model.months as i32);
    let mut blocks = Vec::new();
    for region in 0..model.regions.len() {
        blocks.extend(present.clone().map(|b| (b, region)));
    }
    for birth in future {
        blocks.extend((0..model.regions.len()).map(|region| (birth, region)));
    }
    for (birth, region) in blocks {
        add_block(model, world, birth, region);
    }
    let arrivals = model.population.arrivals.iter().map(|a| a.ceil() as usize).sum::<usize>();
    let from = world.persons.len() as u32;
    world.persons.resize(
        world.persons.len() + arrivals,
        Person { place: NOWHERE, program: NO_PROGRAM, ..Person::default() },
    );
    world.migrants = (from, from);
    for p in &world.persons {
        world.counts[p.status as usize] += 1;
    }
}

fn add_block(model: &Model, world: &mut World, birth: i32, region: usize) {
    let population = &model.population;
    let year = (model.start.0 + birth).div_euclid(12);
    let at = (year - population.first_year) as usize;
    let share: f64 = model.regions[..region].iter().map(|r| r.population_share).sum();
    let month = (model.start.0 + birth).rem_euclid(12) as f64;
    // Rounding along months and regions keeps the sum of a cohort exact.
    let before = population.cohorts[at] * (month + share) / 12.0;
    let until = population.cohorts[at] * (month + share + model.regions[region].population_share) / 12.0;
    let count = (until + 0.5).floor() as u64 - (before + 0.5).floor() as u64;
    let stream = world.draws.stream(Process::PopulatePersons, 0);
    let start = world.persons.len() as u32;
    for n in 0..count as u32 {
        let id = start + n;
        let female = stream.uniform(u64::from(id), 0) >= population.male_share[at];
        let adult = birth <= -180;
        world.persons.push(Person {
            place: NOWHERE,
            program: NO_PROGRAM,
            birth: birth as i16,
            region: region as u8,
            ability: (stream.bits(u64::from(id), 1) >> 56) as u8,
            flags: if female { flag::FEMALE } else { 0 },
            level: if birth <= -18 * 12 { schooling(year, stream.uniform(u64::from(id), 2)) as u8 } else { 0 },
            status: if adult { Status::Inactive } else { Status::Absent },
            ..Person::default()
        });
    }
    world.cohorts.push(CohortBlock {
        birth: birth as i16,
        region: region as u8,
        ids: start..world.persons.len() as u32,
    });
}

fn schooling(year: i32, u: f64) -> Level {
    let after = SCHOOLING.iter().position(|(y, _)| *y > year).unwrap_or(SCHOOLING.len());
    let shares = match after {
        0 => SCHOOLING[0].1,
        n if n == SCHOOLING.len() => SCHOOLING[n - 1].1,
        n => {
            let ((y0, a), (y1, b)) = (SCHOOLING[n - 1], SCHOOLING[n]);
            let part = f64::from(year - y0) / f64::from(y1 - y0);
            std::array::from_fn(|i| a[i] + (b[i] - a[i]) * part)
        }
    };
    let [secondary, college, university] = shares;
    if u < university {
        Level::University
    } else if u < university + college {
        Level::College
    } else if u < university + college + secondary {
        Level::Secondary
    } else {
        Level::Junior
    }
}
