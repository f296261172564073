//! Everyone: by cohort, region, sex, schooling.

use super::super::World;
use super::super::person::{CohortBlock, NO_PROGRAM, NOWHERE, Person, Status, flag};
use crate::base::par;
use crate::base::rng::{Process, Stream};
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
    let mut next = 0u32;
    for (birth, region) in blocks {
        let ids = next..next + births_of(model, birth, region);
        next = ids.end;
        world.cohorts.push(CohortBlock { birth: birth as i16, region: region as u8, ids });
    }
    let arrivals = model.population.arrivals.iter().map(|a| a.ceil() as u32).sum::<u32>();
    world.migrants = (next, next);
    let stream = world.draws.stream(Process::PopulatePersons, 0);
    let (cohorts, everyone) = (&world.cohorts, (next + arrivals) as usize);
    world.persons = par::fill(world.parallel, everyone, |id| match cohort_of(cohorts, id as u32) {
        Some(cohort) => born(model, &stream, cohort, id as u32),
        None => Person { place: NOWHERE, program: NO_PROGRAM, ..Person::default() },
    });
    for p in &world.persons {
        world.counts[p.status as usize] += 1;
    }
}

/// The cohort of an id; none for places kept for migrants.
fn cohort_of(cohorts: &[CohortBlock], id: u32) -> Option<&CohortBlock> {
    cohorts.get(cohorts.partition_point(|c| c.ids.end <= id))
}

/// People born in a month in a region [agents]: rounding along months and regions keeps the sum of a cohort exact.
fn births_of(model: &Model, birth: i32, region: usize) -> u32 {
    let population = &model.population;
    let born = model.start.0 + birth;
    let at = (born.div_euclid(12) - population.first_year) as usize;
    let share: f64 = model.regions[..region].iter().map(|r| r.population_share).sum();
    let month = born.rem_euclid(12) as f64;
    let before = population.cohorts[at] * (month + share) / 12.0;
    let until = population.cohorts[at] * (month + share + model.regions[region].population_share) / 12.0;
    ((until + 0.5).floor() - (before + 0.5).floor()) as u32
}

fn born(model: &Model, stream: &Stream, cohort: &CohortBlock, id: u32) -> Person {
    let birth = i32::from(cohort.birth);
    let year = (model.start.0 + birth).div_euclid(12);
    let male = model.population.male_share[(year - model.population.first_year) as usize];
    let female = stream.uniform(u64::from(id), 0) >= male;
    Person {
        place: NOWHERE,
        program: NO_PROGRAM,
        birth: cohort.birth,
        region: cohort.region,
        ability: (stream.bits(u64::from(id), 1) >> 56) as u8,
        flags: if female { flag::FEMALE } else { 0 },
        level: if birth <= -18 * 12 { schooling(year, stream.uniform(u64::from(id), 2)) as u8 } else { 0 },
        status: if birth <= -180 { Status::Inactive } else { Status::Absent },
        ..Person::default()
    }
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
