//! Who works where at the start, so that people in jobs equal filled posts and unemployment is the published rate.

use super::super::World;
use super::super::person::Status;
use super::super::posts::NONE;
use crate::base::draw::{geometric, round_at_random};
use crate::base::math::ln;
use crate::base::rng::Process;
use crate::model::{Model, SKILLS, Skills};
use crate::scenario::parameters::{Param, param};
use crate::world::activity::{participates, retirement_age};

const VACANCIES: Param = param("labour.vacancies_start");
const FITTING: Param = param("skills.entry_fit");

/// Share of vacancies filled in a month before the start: they last 76 days (Davis, Röttger, Warning & Weber 2014).
const FILLING: f64 = 0.4;
/// Share of posts, the best paid, that nobody aims at who has worked for himself or not at all. *Assumption*.
const BETTER_PAID: f64 = 0.4;
/// Part of such a post's requirements that they meet at least. *Assumption*.
const APART: f64 = 0.4;

/// Rank in own-account work that puts those past retirement age before all others.
const PAST_RETIREMENT: f64 = 10.0;

/// Fills own-account work and posts region by region; whoever takes part and is left over seeks.
///
/// Own-account work goes to those past retirement age (whom no enterprise keeps, see `population::birthdays`), then to
/// the oldest and least schooled; posts are matched with persons by the rank of pay and of
/// schooling, both blurred; tenure is geometric, skills what that tenure has made of an entrant. Who works for himself
/// or not at all would look for work as somebody in the worse paid posts of the region does.
pub(super) fn fill(model: &Model, world: &mut World) {
    let stream = world.draws.stream(Process::PopulatePersons, 1);
    let mut workers: Vec<Vec<u32>> = vec![Vec::new(); model.regions.len()];
    let mut resting = workers.clone();
    for id in 0..world.persons.len() as u32 {
        let p = &world.persons[id as usize];
        if p.status == Status::Inactive {
            let group = if participates(model, world, id) { &mut workers } else { &mut resting };
            group[p.region as usize].push(id);
        }
    }
    for region in 0..model.regions.len() {
        let cell =
            world.posts.add_cell(NONE, 0, 0, region as u8, (model.population.own_account[region][0] * 1.1) as u32);
        world.posts.own_account.push(cell);
    }
    let mut cells: Vec<Vec<u32>> = vec![Vec::new(); model.regions.len()];
    for (index, cell) in world.posts.cells.iter().enumerate() {
        if !cell.is_own_account() {
            cells[cell.region as usize].push(index as u32);
        }
    }
    let entry = model.number(FITTING);
    for (region, mut people) in workers.into_iter().enumerate() {
        let own = (model.population.own_account[region][0].round() as usize).min(people.len());
        rank(&mut people, |id| {
            let p = &world.persons[id as usize];
            // Past retirement age nobody is in an enterprise: they work for themselves, as those who retire later do.
            let past = f64::from(p.age_months(0)) >= retirement_age(model, p, model.start.year());
            f64::from(p.age_months(0)) / 240.0 - f64::from(p.level) * 0.3
                + 2.0 * stream.uniform(u64::from(id), 0)
                + if past { PAST_RETIREMENT } else { 0.0 }
        });
        for &id in &people[..own] {
            let cell = world.posts.own_account[region];
            world.employ(id, cell);
            date_back(world, id, 0.004);
        }
        let mut rest = people.split_off(own);
        let seats = open_seats(model, world, &cells[region], rest.len());
        // Who seeks: anyone, the young twice as often.
        rank(&mut rest, |id| {
            let young = world.persons[id as usize].age_months(0) < 25 * 12;
            ln(1.0 - stream.uniform(u64::from(id), 1)) / if young { 2.0 } else { 1.0 }
        });
        let mut employed = rest.split_off(0);
        let seeking = employed.split_off(seats.len().min(employed.len()));
        rank(&mut employed, |id| f64::from(world.persons[id as usize].level) + 3.0 * stream.uniform(u64::from(id), 2));
        for (&id, &cell) in employed.iter().zip(&seats) {
            let occupation = world.posts.cells[cell as usize].occupation;
            prepare(world, id, occupation, entry);
            world.employ(id, cell);
            date_back(world, id, 0.01);
        }
        for &id in &seeking {
            let like = seats[stream.below(u64::from(id), 3, seats.len().max(1)).min(seats.len() - 1)];
            let occupation = world.posts.cells[like as usize].occupation;
            prepare(world, id, occupation, entry);
            world.persons[id as usize].occupation = occupation;
            world.set_status(id, Status::Seeking);
            date_back(world, id, 0.1);
        }
        if !seats.is_empty() {
            for &id in people.iter().chain(&resting[region]) {
                let from_best = BETTER_PAID + (1.0 - BETTER_PAID) * stream.uniform(u64::from(id), 4);
                let like = seats[((from_best * seats.len() as f64) as usize).min(seats.len() - 1)];
                let occupation = world.posts.cells[like as usize].occupation;
                prepare(world, id, occupation, APART);
                world.persons[id as usize].occupation = occupation;
            }
        }
    }
    retire(model, world);
}

/// Those past retirement age who take no part are retired.
fn retire(model: &Model, world: &mut World) {
    for id in 0..world.persons.len() as u32 {
        let p = &world.persons[id as usize];
        if p.status == Status::Inactive && f64::from(p.age_months(0)) >= retirement_age(model, p, model.start.year()) {
            world.set_status(id, Status::Retired);
        }
    }
}

/// Sorts descending by a key, ties by id.
fn rank(ids: &mut [u32], key: impl Fn(u32) -> f64) {
    let mut keyed: Vec<(f64, u32)> = ids.iter().map(|&id| (key(id), id)).collect();
    keyed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (slot, (_, id)) in ids.iter_mut().zip(keyed) {
        *slot = id;
    }
}

/// Splits every cell's posts into filled and vacant and lists the filled ones, best paid first, blurred.
fn open_seats(model: &Model, world: &mut World, cells: &[u32], people: usize) -> Vec<u32> {
    let stream = world.draws.stream(Process::PopulateEnterprises, 1);
    let filled = 1.0 / (1.0 + model.number(VACANCIES));
    let mut seats = Vec::new();
    let mut carried = 0.5;
    for &cell in cells {
        let target = world.posts.cells[cell as usize].target as u32;
        let exact = carried + f64::from(target) * filled;
        let here = (exact.floor() as u32).min(target);
        carried = exact - f64::from(here);
        let c = &world.posts.cells[cell as usize];
        let pay = model.occupations[c.occupation as usize].wage_relative * model.industries[c.industry as usize].wage;
        for n in 0..here {
            let blur = stream.uniform(u64::from(cell) << 20 | u64::from(n), 0);
            seats.push((ln(pay) + 0.5 * blur, cell));
        }
        for n in 0..target - here {
            let age =
                geometric(&mut stream.generator(1 << 60 | u64::from(cell) << 20 | u64::from(n)), ln(1.0 - FILLING));
            world.posts.open_since(cell, 1, -(age.min(24) as i32));
        }
    }
    seats.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    // More filled posts than people: the worst paid stay vacant.
    for &(_, cell) in seats.iter().skip(people) {
        world.posts.open(cell, 1, 0);
    }
    seats.into_iter().take(people).map(|(_, cell)| cell).collect()
}

/// Skills of someone who has reached at least a part of what an occupation requires.
fn prepare(world: &mut World, id: u32, occupation: u16, least: f64) {
    let stream = world.draws.stream(Process::PopulatePersons, 2);
    let r = world.skill_law.requirement(occupation as usize);
    let mut x: Skills =
        std::array::from_fn(|s| r[s] * (least + (1.0 - least) * stream.uniform(u64::from(id), s as u32)) as f32);
    let general = 0.25 + 0.08 * f32::from(world.persons[id as usize].level);
    x[SKILLS - 1] = x[SKILLS - 1].max(general);
    world.store(id, &x);
}

/// Gives a spell that began before the start, and years of work by age.
fn date_back(world: &mut World, id: u32, hazard: f64) {
    let stream = world.draws.stream(Process::PopulatePersons, 3);
    let p = &mut world.persons[id as usize];
    let since_school = (p.age_months(0) - 18 * 12).max(0);
    let spell = geometric(&mut stream.generator(u64::from(id)), ln(1.0 - hazard)).min(since_school as u64);
    p.experience = round_at_random(f64::from(since_school) / 12.0, stream.uniform(u64::from(id), 9)).min(50.0) as u8;
    world.date_back(id, -(spell as i16));
}
