//! Birthdays: turning 15, taking part in the labour market or not, retirement, death; and who moves in.
//!
//! Everyone is looked at once a year, in the month of birth; ids of a birth month are contiguous, so a month touches a
//! twelfth of the people and nobody else. Who turns fifteen gets a row, and a cohort past the last working age gives
//! its rows back (`world::generations`). *Assumption*: people move in with ages in whole years, so that those of a month have
//! their birthdays together too.

use crate::base::draw::round_at_random;
use crate::base::par;
use crate::base::rng::{Chance, Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::model::population::{AGE_END, SEXES};
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::activity::{Rates, last_working_age, propensities, retirement_group, takes_part};
use crate::world::generations::Fate;
use crate::world::moves::{Move, To};
use crate::world::person::{CohortBlock, Person, Status, flag, rows};
use crate::world::populate::persons::{born, traits};

/// Ages of those who move in [years]. *Assumption*: each as likely, those of early working life.
const MOVES_IN: std::ops::Range<i32> = 20..40;

const FARMERS_END: Param = param("population.farmers_end");

/// Those born in this calendar month: age 15, mortality (not while in school), retirement by sex and kind of work phased
/// in 2025-2040, own-account work until 75, participation by age, nobody at work or looking for it from
/// [`last_working_age`] on.
pub fn birthdays(model: &Model, world: &mut World) {
    let day = Day {
        model,
        t: world.t,
        chance: world.draws.stream(Process::Birthday, world.t as i32),
        reopen: world.draws.stream(Process::Openings, world.t as i32),
        activity: propensities(&world.draws),
        year: model.month(world.t).year(),
        farmers_end: model.number(FARMERS_END) as i32,
        last: last_working_age(model),
        own_account: &world.posts.own_account,
    };
    let t = world.t as i32;
    let due = |c: &&CohortBlock, since: i32| (t - i32::from(c.birth)) % 12 == 0 && t - i32::from(c.birth) > since;
    let cohorts = rows(&mut world.persons, world.cohorts.iter().filter(|c| due(c, 180)));
    let mut moves = par::map(world.parallel, cohorts, |(cohort, born)| day.cohort(cohort, born)).concat();
    let migrants = rows(&mut world.persons, world.migrants.iter().filter(|c| due(c, 0)));
    moves.extend(par::map(world.parallel, migrants, |(came, rows)| day.migrants(came, rows)).concat());
    for m in &moves {
        match m.to {
            To::Status(Status::Dead) => world.flows.deaths += 1,
            To::Status(Status::Retired) | To::Post(_) => world.flows.retired += 1,
            _ => {}
        }
    }
    world.carry_out(moves);
    generations(model, world);
}

/// Elders die, the next cohorts become elders, others turn fifteen.
fn generations(model: &Model, world: &mut World) {
    world.flows.deaths += u64::from(world.elders_die());
    let (chance, last) = (world.draws.stream(Process::Birthday, world.t as i32), last_working_age(model));
    world.grow_old(world.t as i32 - 12 * last, |number, p| match p.status {
        Status::Dead => Fate::DEAD,
        Status::Left => Fate::LEFT,
        _ => {
            let mortality = &model.population.mortality[usize::from(p.is(flag::FEMALE))];
            let dies = |&age: &usize| chance.chance(1 << 32 | u64::from(number), age as u32, mortality[age]);
            Fate::dies_at((last as usize + 1..AGE_END).find(dies).unwrap_or(AGE_END))
        }
    });
    let (traits, t) = (traits(&world.draws), world.t as i16);
    let turned_15 = world.come_of_age(|c, number| Person {
        settled: t,
        since: t,
        ..born(model, &traits, c.birth, c.region, number)
    });
    world.flows.turned_15 += u64::from(turned_15);
}

/// What everyone whose birthday it is meets.
struct Day<'a> {
    model: &'a Model,
    t: usize,
    chance: Stream,
    reopen: Stream,
    activity: Stream,
    year: i32,
    farmers_end: i32,
    last: i32,
    own_account: &'a [u32],
}

/// What those of a cohort share who have turned the same age.
struct Turned {
    mortality: [Chance; SEXES],
    rates: Rates,
    /// By retirement group: the part of the coming year that lies beyond the retirement age. Who would reach it between two
    /// birthdays does so on the one before or after it, by a rank of their own, so that on average nobody is early or late.
    retires: [Chance; 3],
    /// The status after a birthday that does not kill, by status, `2 * takes part + retires`.
    next: [[Status; 4]; Status::COUNT],
    /// Whether mortality applies, by status.
    mortal: [bool; Status::COUNT],
}

impl Day<'_> {
    /// The moves of a cohort.
    fn cohort(&self, cohort: &CohortBlock, born: &mut [Person]) -> Vec<Move> {
        let turned = self.turned((self.t as i32 - i32::from(cohort.birth)) / 12);
        self.turn(cohort, born, |_| &turned)
    }

    /// The moves of those who moved in together.
    fn migrants(&self, came: &CohortBlock, rows: &mut [Person]) -> Vec<Move> {
        let years = (self.t as i32 - i32::from(came.birth)) / 12;
        let turned: Vec<Turned> = MOVES_IN.map(|age| self.turned(age + years)).collect();
        self.turn(came, rows, |p| &turned[(p.age_months(self.t) / 12 - years - MOVES_IN.start) as usize])
    }

    /// The moves of people who have turned an age; those who go on in their post gain a year of experience. Everyone is drawn
    /// for and looked up alike: a processor guesses badly what a person does.
    #[inline(always)]
    fn turn<'t>(&self, cohort: &CohortBlock, rows: &mut [Person], turned: impl Fn(&Person) -> &'t Turned) -> Vec<Move> {
        let mut moves = Vec::new();
        for ((id, number), p) in cohort.ids.clone().zip(cohort.number..).zip(rows) {
            let (turned, status) = (turned(p), p.status as usize);
            let mortality = turned.mortality[usize::from(p.is(flag::FEMALE))];
            let dies = turned.mortal[status] & self.chance.meets(u64::from(id), 0, mortality);
            let active = turned.rates.takes_part(&self.activity, p, number);
            let retires = self.activity.meets(u64::from(number), 1, turned.retires[retirement_group(p)]);
            let way = 2 * usize::from(active) + usize::from(retires);
            let next = if dies { Status::Dead } else { turned.next[status][way] };
            if next != p.status {
                moves.push(self.go(id, p, next));
            } else {
                p.experience = p.experience.saturating_add(u8::from(p.holds_post()));
            }
        }
        moves
    }

    /// What turning an age [years] means.
    fn turned(&self, age: i32) -> Turned {
        let population = &self.model.population;
        let mortality = |sex: usize| {
            if age >= AGE_END as i32 { 1.0 } else { population.mortality[sex][age as usize] }
        };
        let months = f64::from(12 * age);
        let grown_up = |s: Status| !matches!(s, Status::Absent | Status::Dead | Status::Left) && !s.in_school();
        let next = |status: Status, way: usize| match status {
            Status::Retired => status,
            s if !grown_up(s) => status,
            _ if age >= self.last => Status::Retired,
            _ => change(status, way >= 2, way % 2 == 1, age, self.farmers_end).unwrap_or(status),
        };
        Turned {
            mortality: std::array::from_fn(|sex| Chance::from(mortality(sex))),
            rates: Rates::at(self.model, age),
            retires: std::array::from_fn(|group| {
                Chance::from(beyond(months, population.retirement_age(group, self.year)))
            }),
            next: Status::ALL.map(|status| std::array::from_fn(|way| next(status, way))),
            mortal: Status::ALL.map(grown_up),
        }
    }

    fn go(&self, id: u32, p: &Person, status: Status) -> Move {
        // Reaching retirement age in an enterprise, many go on working for themselves.
        let to = match status {
            Status::OwnAccount => To::Post(self.own_account[p.region as usize]),
            _ => To::Status(status),
        };
        let reopens =
            p.status == Status::Employed && self.reopen.chance(1 << 60 | u64::from(id), 0, self.model.labour.reopen);
        Move { id, to, reopens, since: self.t as i16 }
    }
}

/// Part of the year after the birthday at `months` that lies beyond a retirement age [months]: who retires on the one before
/// or the one after it with these chances does so at that age on average.
fn beyond(months: f64, age: f64) -> f64 {
    ((months + 12.0 - age) / 12.0).clamp(0.0, 1.0)
}

/// The status a birthday brings, if it changes.
fn change(status: Status, active: bool, retires: bool, age: i32, farmers_end: i32) -> Option<Status> {
    match status {
        Status::OwnAccount if age >= farmers_end => Some(Status::Retired),
        Status::Employed if retires => Some(if active { Status::OwnAccount } else { Status::Retired }),
        Status::Seeking | Status::Inactive if retires && !active => Some(Status::Retired),
        Status::Seeking | Status::Employed | Status::OwnAccount if !active => Some(Status::Inactive),
        Status::Inactive if active => Some(Status::Seeking),
        _ => None,
    }
}

/// Posts that cells want, by market.
fn wanted(model: &Model, world: &World) -> Vec<f64> {
    let regions = model.regions.len();
    let mut wanted = vec![0.0; model.occupations.len() * regions];
    for cell in world.posts.cells.iter().filter(|cell| !cell.is_own_account()) {
        wanted[usize::from(cell.occupation()) * regions + usize::from(cell.region())] += f64::from(cell.target.get());
    }
    wanted
}

/// People who move in, aged 20 to 39, with the skills of an occupation wanted where they go; they take part as others of
/// their age and sex do. They take rows kept for them, so nobody else's id depends on them.
pub fn arrivals(model: &Model, world: &mut World) {
    let stream = world.draws.stream(Process::Migration, world.t as i32);
    let count = round_at_random(model.population.arrivals[world.t], stream.uniform(u64::MAX, 0)) as u32;
    let mut needed = match world.t {
        0 => wanted(model, world), // nobody has counted yet
        _ => world.market.need.clone(),
    };
    for market in 1..needed.len() {
        needed[market] += needed[market - 1];
    }
    let activity = propensities(&world.draws);
    let mut moves = Vec::new();
    let came = world.move_in(count);
    for (id, number) in came.iter().flat_map(|c| c.ids.clone().zip(c.number..)) {
        let (key, regions) = (u64::from(id), model.regions.len());
        let at = stream.uniform(key, 0) * needed.last().unwrap_or(&0.0);
        let market = needed.partition_point(|sum| *sum <= at) % needed.len();
        let occupation = market / regions;
        let p = &mut world.persons[id as usize];
        p.region = (market % regions) as u8;
        p.occupation = occupation as u16;
        let age = MOVES_IN.start + stream.below(key, 1, MOVES_IN.len()) as i32;
        p.birth = (world.t as i32 - 12 * age) as i16;
        p.level = if stream.chance(key, 2, 0.5) { Level::Secondary } else { Level::College } as u8;
        p.ability = (stream.bits(key, 3) >> 56) as u8;
        p.flags = if stream.chance(key, 4, 0.5) { flag::FEMALE } else { 0 };
        p.experience = (age - MOVES_IN.start) as u8;
        let active = takes_part(model, &activity, p, number, world.t);
        let x = world.skill_law.requirement(occupation).map(|r| r * 0.8);
        world.store(id, &x);
        moves.push(world.to(id, To::Status(if active { Status::Seeking } else { Status::Inactive })));
        world.flows.arrived += 1;
    }
    world.carry_out(moves);
}

#[cfg(test)]
mod tests {
    use super::beyond;

    /// `sum over birthdays of P(retires then) x age` is the retirement age, wherever it lies between two birthdays.
    #[test]
    fn nobody_retires_early_or_late_on_average() {
        for age in [720.0, 722.4, 727.2, 731.9] {
            let chances = [708.0, 720.0, 732.0].map(|months| beyond(months, age));
            let mean = chances[0] * 708.0 + (chances[1] - chances[0]) * 720.0 + (chances[2] - chances[1]) * 732.0;
            assert!((mean - age).abs() < 1e-9 && chances[2] == 1.0, "{mean} for {age}");
        }
    }
}
