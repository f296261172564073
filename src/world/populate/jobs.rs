//! Who works where at the start, so that people in jobs equal filled posts and unemployment is the published rate.

use std::ops::Range;

use super::super::World;
use super::super::moves::{Move, To};
use super::super::person::{Person, Status};
use super::super::posts::NONE;
use super::super::skills::put;
use crate::base::draw::{geometric, round_at_random};
use crate::base::math::ln;
use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::{Model, SKILLS, Skills};
use crate::scenario::parameters::{Param, param};
use crate::world::activity::{propensities, retirement_age, takes_part};

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

/// Persons, or cells, that a thread takes at a time.
const CHUNK: usize = 1 << 14;

/// Adults whose moves are held in memory together.
const SLICE: usize = 1 << 19;

/// What the start has in store for an adult who is not at school.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// Not placed here: at school, or takes no part.
    Rests,
    OwnAccount,
    /// In a post of this cell and occupation.
    Works(u32, u16),
    Seeks,
}

/// Fills own-account work and posts region by region; whoever takes part and is left over seeks.
///
/// Own-account work goes to those past retirement age (whom no enterprise keeps, see `population::birthdays`), then to
/// the oldest and least schooled; posts are matched with persons by the rank of pay and of
/// schooling, both blurred; tenure is geometric, skills what that tenure has made of an entrant. Who works for himself
/// or not at all would look for work as somebody in the worse paid posts of the region does.
pub(super) fn fill(model: &Model, world: &mut World) {
    for region in 0..model.regions.len() {
        let room = (model.population.own_account[region][0] * 1.1) as u32;
        let cell = world.posts.add_cell(NONE, 0, 0, region as u8, room);
        world.posts.own_account.push(cell);
    }
    let mut cells: Vec<Vec<u32>> = vec![Vec::new(); model.regions.len()];
    for (index, cell) in world.posts.cells.iter().enumerate() {
        if !cell.is_own_account() {
            cells[cell.region as usize].push(index as u32);
        }
    }
    for (region, cells) in cells.into_iter().enumerate() {
        let adults = adults(world, region);
        let mut fates = vec![Fate::Rests; adults.len()];
        let occupations = place(model, world, region, &cells, adults.start, &mut fates);
        for (k, fates) in fates.chunks(SLICE).enumerate() {
            let first = adults.start + (k * SLICE) as u32;
            let moves = begin(model, world, first, fates, &occupations);
            world.carry_out(moves);
        }
    }
}

/// Ids of a region's people alive at the start: contiguous.
fn adults(world: &World, region: usize) -> Range<u32> {
    let here = world.cohorts.iter().filter(|c| c.region as usize == region && i32::from(c.birth) <= -180);
    here.map(|c| c.ids.clone()).reduce(|all, ids| all.start..ids.end).unwrap_or(0..0)
}

/// Decides the fates of a region's adults, the first of whom has id `first`; returns the occupations of filled posts, the
/// best paid first.
fn place(model: &Model, world: &mut World, region: usize, cells: &[u32], first: u32, fates: &mut [Fate]) -> Vec<u16> {
    let stream = world.draws.stream(Process::PopulatePersons, 1);
    let active = active(model, world, first..first + fates.len() as u32);
    let own = (model.population.own_account[region][0].round() as usize).min(active.len());
    let (own_account, rest) = best(world, active, own, |id, p| {
        // Past retirement age nobody is in an enterprise: they work for themselves, as those who retire later do.
        let past = f64::from(p.age_months(0)) >= retirement_age(model, p, model.start.year());
        f64::from(p.age_months(0)) / 240.0 - f64::from(p.level) * 0.3
            + 2.0 * stream.uniform(u64::from(id), 0)
            + if past { PAST_RETIREMENT } else { 0.0 }
    });
    let seats = open_seats(model, world, cells, rest.len());
    // Who seeks: anyone, the young twice as often.
    let (employed, seeking) = best(world, rest, seats.len(), |id, p| {
        let young = p.age_months(0) < 25 * 12;
        ln(1.0 - stream.uniform(u64::from(id), 1)) / if young { 2.0 } else { 1.0 }
    });
    let schooling = |id: u32, p: &Person| f64::from(p.level) + 3.0 * stream.uniform(u64::from(id), 2);
    let mut employed = ranked(world, &employed, schooling);
    par::sort(world.parallel, &mut employed);
    let mut fate = |id: u32, fate: Fate| fates[(id - first) as usize] = fate;
    own_account.into_iter().for_each(|id| fate(id, Fate::OwnAccount));
    seeking.into_iter().for_each(|id| fate(id, Fate::Seeks));
    let occupations: Vec<u16> = seats.iter().map(|&cell| world.posts.cells[cell as usize].occupation).collect();
    let works = employed.into_iter().zip(seats).zip(&occupations);
    works.for_each(|((rank, cell), &occupation)| fate(rank as u32, Fate::Works(cell, occupation)));
    occupations
}

/// Those of the ids who are not at school and take part.
fn active(model: &Model, world: &World, ids: Range<u32>) -> Vec<u32> {
    let activity = propensities(&world.draws);
    let parts = par::chunks(world.parallel, ids.len(), CHUNK, |range| {
        let ids = ids.start + range.start as u32..ids.start + range.end as u32;
        let takes_part = |id: &u32| {
            let p = &world.persons[*id as usize];
            p.status == Status::Inactive && takes_part(model, &activity, p, *id, world.t)
        };
        ids.filter(takes_part).collect::<Vec<u32>>()
    });
    parts.concat()
}

/// Ids with their rank by falling key, ready to sort: 32 bits each, ties by id.
fn ranked(world: &World, ids: &[u32], key: impl Fn(u32, &Person) -> f64 + Sync) -> Vec<u64> {
    let parts = par::chunks(world.parallel, ids.len(), CHUNK, |range| {
        let rank = |&id: &u32| falling(key(id, &world.persons[id as usize])) | u64::from(id);
        ids[range].iter().map(rank).collect::<Vec<u64>>()
    });
    parts.concat()
}

/// The order of numbers, the greatest first, in the upper 32 bits of a word.
fn falling(key: f64) -> u64 {
    let bits = (key as f32).to_bits();
    let rising = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    u64::from(!rising) << 32
}

/// The `n` ids with the greatest keys, and the others.
fn best(world: &World, ids: Vec<u32>, n: usize, key: impl Fn(u32, &Person) -> f64 + Sync) -> (Vec<u32>, Vec<u32>) {
    let mut ranked = ranked(world, &ids, key);
    if n < ranked.len() {
        ranked.select_nth_unstable(n);
    }
    let (chosen, others) = ranked.split_at(n.min(ranked.len()));
    let ids = |ranks: &[u64]| ranks.iter().map(|&rank| rank as u32).collect();
    (ids(chosen), ids(others))
}

/// Splits every cell's posts into filled and vacant and lists the filled ones, best paid first, blurred.
fn open_seats(model: &Model, world: &mut World, cells: &[u32], people: usize) -> Vec<u32> {
    let stream = world.draws.stream(Process::PopulateEnterprises, 1);
    let filled = 1.0 / (1.0 + model.number(VACANCIES));
    let target = |cell: u32| u64::from(world.posts.cells[cell as usize].target as u32);
    let totals = par::chunks(world.parallel, cells.len(), CHUNK, |range| {
        cells[range].iter().map(|&cell| target(cell)).sum::<u64>()
    });
    let before: Vec<u64> = totals.iter().scan(0, |sum, n| Some(std::mem::replace(sum, *sum + n))).collect();
    let ln_filling = ln(1.0 - FILLING);
    let parts = par::chunks(world.parallel, cells.len(), CHUNK, |range| {
        let (mut seats, mut vacancies) = (Vec::new(), Vec::new());
        let mut seen = before[range.start / CHUNK];
        // Rounding along the cells keeps the sum of filled posts exact.
        let upto = |seen: u64| (0.5 + seen as f64 * filled) as u64;
        for &cell in &cells[range] {
            let (posts, from) = (target(cell), upto(seen));
            seen += posts;
            let here = (upto(seen) - from).min(posts);
            let c = &world.posts.cells[cell as usize];
            let pay =
                ln(model.occupations[c.occupation as usize].wage_relative * model.industries[c.industry as usize].wage);
            for n in 0..here {
                let blur = stream.uniform(u64::from(cell) << 20 | n, 0);
                seats.push(falling(pay + 0.5 * blur) | u64::from(cell));
            }
            for n in 0..posts - here {
                let age = geometric(&mut stream.generator(1 << 60 | u64::from(cell) << 20 | n), ln_filling);
                vacancies.push((cell, -(age.min(24) as i32)));
            }
        }
        (seats, vacancies)
    });
    let mut seats = Vec::with_capacity(parts.iter().map(|(seats, _)| seats.len()).sum());
    for (filled, vacancies) in parts {
        seats.extend(filled);
        vacancies.into_iter().for_each(|(cell, since)| world.posts.open_since(cell, 1, since));
    }
    par::sort(world.parallel, &mut seats);
    // More filled posts than people: the worst paid stay vacant.
    for &seat in seats.iter().skip(people) {
        world.posts.open(seat as u32, 1, 0);
    }
    seats.into_iter().take(people).map(|seat| seat as u32).collect()
}

/// Writes skills, occupation and experience of adults, the first of whom has id `first`; returns the moves into their
/// statuses.
fn begin(model: &Model, world: &mut World, first: u32, fates: &[Fate], occupations: &[u16]) -> Vec<Move> {
    let draws = |index: i32| world.draws.stream(Process::PopulatePersons, index);
    let (drawn, prepared, spells) = (draws(1), draws(2), draws(3));
    let settling = world.settling();
    let entry = model.number(FITTING);
    let World { persons, posts, skill_law, .. } = world;
    let adults = &mut persons[first as usize..][..fates.len()];
    let pieces: Vec<_> = adults.chunks_mut(CHUNK).zip(fates.chunks(CHUNK)).enumerate().collect();
    let like = |u: f64| occupations.get((u * occupations.len() as f64) as usize).copied();
    let [own, works, seeks] = [0.004, 0.01, 0.1].map(|ends| ln(1.0 - ends));
    let parts = par::map(world.parallel, pieces, |(k, (persons, fates))| {
        let mut moves = Vec::new();
        for (n, (p, &fate)) in persons.iter_mut().zip(fates).enumerate() {
            let id = first + (k * CHUNK + n) as u32;
            if p.status != Status::Inactive {
                continue;
            }
            let (occupation, least) = match fate {
                Fate::Works(_, occupation) => (Some(occupation), entry),
                Fate::Seeks => (like(drawn.uniform(u64::from(id), 3)), entry),
                _ => (like(BETTER_PAID + (1.0 - BETTER_PAID) * drawn.uniform(u64::from(id), 4)), APART),
            };
            if let Some(occupation) = occupation {
                p.occupation = occupation;
                let x = prepare(skill_law.requirement(occupation as usize), p, id, &prepared, least);
                put(p, id, &x, &settling, 0);
            }
            let (to, ln_goes_on) = match fate {
                Fate::Works(cell, _) => (To::Post(cell), works),
                Fate::OwnAccount => (To::Post(posts.own_account[p.region as usize]), own),
                Fate::Seeks => (To::Status(Status::Seeking), seeks),
                Fate::Rests => {
                    if f64::from(p.age_months(0)) >= retirement_age(model, p, model.start.year()) {
                        moves.push(Move { id, to: To::Status(Status::Retired), reopens: false, since: 0 });
                    }
                    continue;
                }
            };
            moves.push(Move { id, to, reopens: false, since: -spell(p, id, &spells, ln_goes_on) });
        }
        moves
    });
    parts.concat()
}

/// Skills of someone who has reached at least a part of what an occupation requires.
fn prepare(required: &Skills, p: &Person, id: u32, stream: &Stream, least: f64) -> Skills {
    let (draws, least) = (stream.sixteens(u64::from(id), 0), least as f32);
    let mut x: Skills =
        std::array::from_fn(|s| required[s] * (least + (1.0 - least) * f32::from(draws[s]) * (1.0 / 65536.0)));
    let general = 0.25 + 0.08 * f32::from(p.level);
    x[SKILLS - 1] = x[SKILLS - 1].max(general);
    x
}

/// Gives years of work by age; returns how many months ago a spell began that goes on with this probability.
fn spell(p: &mut Person, id: u32, stream: &Stream, ln_goes_on: f64) -> i16 {
    let since_school = (p.age_months(0) - 18 * 12).max(0);
    p.experience = round_at_random(f64::from(since_school) / 12.0, stream.uniform(u64::from(id), 9)).min(50.0) as u8;
    geometric(&mut stream.generator(u64::from(id)), ln_goes_on).min(since_school as u64) as i16
}
