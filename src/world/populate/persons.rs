//! Everyone of an age to work or study, and who turns fifteen later: by cohort, region, sex, schooling.

use super::super::World;
use super::super::generations::Coming;
use super::super::person::{CohortBlock, Person, Status, flag};
use crate::base::par;
use crate::base::rng::{Draws, Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::world::activity::last_working_age;

/// Schooling of adults by birth year: (year, upper secondary, vocational college, university), the rest left junior
/// school. *Assumption*: the 2005 sample survey's mix of city workers by industry (a quarter to a third upper secondary,
/// a tenth college) for the cohorts of its time, today's enrolment for the youngest, lines between.
const SCHOOLING: [(i32, [f64; 3]); 4] =
    [(1950, [0.10, 0.01, 0.01]), (1970, [0.20, 0.05, 0.04]), (1985, [0.25, 0.16, 0.14]), (2002, [0.22, 0.30, 0.30])];

/// Creates those alive and of age, numbers those to come, and keeps rows for them and for migrants.
pub(super) fn everyone(model: &Model, world: &mut World) {
    let population = &model.population;
    let first = population.first_year * 12 - model.start.0;
    let months = population.cohorts.len() * 12;
    let adult = |birth: i32| birth <= -180;
    let births: Vec<i32> = (0..months as i32).map(|m| first + m).collect();
    let present = births.iter().copied().filter(|&b| adult(b) && b > -91 * 12);
    let future = births.iter().copied().filter(|&b| !adult(b) && b + 180 < model.months as i32);
    let mut next = 0u32;
    for region in 0..model.regions.len() {
        for birth in present.clone() {
            let (number, ids) = (next, next..next + births_of(model, birth, region));
            next = ids.end;
            world.cohorts.push(CohortBlock { birth: birth as i16, region: region as u8, number, ids });
        }
    }
    let of_age = next;
    for birth in future {
        for region in 0..model.regions.len() {
            let (number, people) = (next, births_of(model, birth, region));
            next += people;
            world.generations.coming.push_back(Coming { birth: birth as i16, region: region as u8, number, people });
        }
    }
    let arrivals = model.population.arrivals.iter().map(|a| a.ceil() as u32).sum::<u32>();
    (world.generations.next_migrant, world.generations.ever) = (next, next + arrivals);
    let kept = kept(model, world);
    let traits = traits(&world.draws);
    let cohort = |id: u32| world.cohorts.get(world.cohorts.partition_point(|c| c.ids.end <= id));
    let begin = || (0..0, None);
    world.persons = par::fill(world.parallel, (of_age + kept) as usize, begin, |(ids, birth), id| {
        let id = id as u32;
        if !ids.contains(&id) {
            *ids = cohort(id).map_or(of_age..of_age + kept, |c| c.ids.clone());
            *birth = cohort(id).map(|c| Birth::new(model, c.birth, c.region));
        }
        birth.as_ref().map_or_else(Person::nobody, |birth| birth.person(&traits, id))
    });
    world.counts[Status::Inactive as usize] = i64::from(of_age);
    world.counts[Status::Absent as usize] = i64::from(kept);
    world.generations.keep(of_age..of_age + kept);
}

/// Rows needed beyond those of the start: the most that people who turn fifteen or move in have ever taken more than
/// cohorts past the last working age have given back.
fn kept(model: &Model, world: &World) -> u32 {
    let last = 12 * last_working_age(model);
    let given_back = |t: i32| -> i64 {
        let old =
            world.cohorts.iter().filter(|c| i32::from(c.birth) + last == t || t == 0 && i32::from(c.birth) + last < 0);
        old.map(|c| c.ids.len() as i64).sum()
    };
    let turned_15 = |t: i32| -> i64 {
        let of_age = world.generations.coming.iter().filter(|c| i32::from(c.birth) + 180 == t);
        of_age.map(|c| i64::from(c.people)).sum()
    };
    let (mut taken, mut most) = (0, 0);
    for (t, arrivals) in (0..).zip(&model.population.arrivals) {
        taken += turned_15(t) + arrivals.ceil() as i64 - given_back(t);
        most = most.max(taken);
    }
    most as u32
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

/// The stream of sexes, abilities and schooling.
pub fn traits(draws: &Draws) -> Stream {
    draws.stream(Process::PopulatePersons, 0)
}

/// The person of a number, as on the eve of the first month, or on turning fifteen.
pub fn born(model: &Model, traits: &Stream, born: i16, region: u8, number: u32) -> Person {
    Birth::new(model, born, region).person(traits, number)
}

/// What all who are born in a month in a region share.
struct Birth {
    birth: i16,
    region: u8,
    male: f64,
    /// Shares of secondary schools, colleges and universities; none for those who are still at school.
    schooling: Option<[f64; 3]>,
}

impl Birth {
    fn new(model: &Model, birth: i16, region: u8) -> Birth {
        let year = (model.start.0 + i32::from(birth)).div_euclid(12);
        let at = (year - model.population.first_year) as usize;
        let male = model.population.male_share.get(at).copied().unwrap_or(0.5);
        Birth { birth, region, male, schooling: (birth <= -18 * 12).then(|| schooling(year)) }
    }

    #[inline]
    fn person(&self, traits: &Stream, number: u32) -> Person {
        let female = traits.uniform(u64::from(number), 0) >= self.male;
        let level = |shares| level(shares, traits.uniform(u64::from(number), 2)) as u8;
        Person {
            birth: self.birth,
            region: self.region,
            ability: (traits.bits(u64::from(number), 1) >> 56) as u8,
            flags: if female { flag::FEMALE } else { 0 },
            level: self.schooling.map_or(0, level),
            status: if self.birth <= -180 { Status::Inactive } else { Status::Junior },
            ..Person::nobody()
        }
    }
}

/// Shares of secondary schools, colleges and universities among those born in a year.
fn schooling(year: i32) -> [f64; 3] {
    let after = SCHOOLING.iter().position(|(y, _)| *y > year).unwrap_or(SCHOOLING.len());
    match after {
        0 => SCHOOLING[0].1,
        n if n == SCHOOLING.len() => SCHOOLING[n - 1].1,
        n => {
            let ((y0, a), (y1, b)) = (SCHOOLING[n - 1], SCHOOLING[n]);
            let part = f64::from(year - y0) / f64::from(y1 - y0);
            std::array::from_fn(|i| a[i] + (b[i] - a[i]) * part)
        }
    }
}

fn level([secondary, college, university]: [f64; 3], u: f64) -> Level {
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
