//! People and posts brought together at the start, so that people in jobs equal filled posts and unemployment is the published rate.
//!
//! A region's people are decided in passes over blocks of ids: rows are met in the order of memory, threads take a block each, and
//! between passes only ranks travel. Everyone is nowhere before and nobody counts yet, so statuses and lists are written as
//! `world::moves` would, without its batches.

use std::ops::Range;

use super::super::World;
use super::super::cell::{Cell, NONE};
use super::super::person::{Person, Status};
use super::super::posts;
use super::super::skills::put;
use crate::base::batch::{BATCH, staged};
use crate::base::draw::{geometric, round_at_random};
use crate::base::logs::LOGS;
use crate::base::math::ln;
use crate::base::memory::fetch;
use crate::base::ranks::{self, falling};
use crate::base::rng::{Process, Stream};
use crate::base::{bits, bucket, par};
use crate::model::{Model, SKILLS, Skills};
use crate::scenario::parameters::{Param, param};
use crate::world::activity::{Rates, propensities, retirement_group};
use crate::world::skills::SkillLaw;

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

/// Persons of a block, and cells, that a thread takes at a time.
const CHUNK: usize = 1 << 15;

/// Pieces of a block of cells, each small enough to stay in the cache with its lists while they are written.
const PIECES: usize = 4;

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

/// A filled post, and the place of its worker among the region's adults.
#[derive(Clone, Copy)]
struct Seat {
    at: u32,
    cell: u32,
    occupation: u16,
}

/// Those who work for themselves and those who seek in a block of adults, by id.
#[derive(Default)]
struct Apart {
    own_account: Vec<u32>,
    seeking: Vec<u32>,
}

/// What is decided for a region's adults.
struct Places {
    adults: Range<u32>,
    /// By block of adults.
    apart: Vec<Apart>,
    /// In pieces, by block of adults.
    seats: Vec<(Vec<Seat>, Vec<usize>)>,
    /// Occupations of filled posts, the best paid first.
    occupations: Vec<u16>,
}

/// What writing the rows of a block leaves for others to write.
struct Begun {
    counts: [i64; Status::COUNT],
    /// Ids, markets, and months in which they began to seek.
    seekers: Vec<(u32, u32, i16)>,
    /// Cells and ids of workers, by piece of a block of cells.
    joins: (Vec<(u32, u32)>, Vec<usize>),
}

/// Fills own-account work and posts region by region; whoever takes part and is left over seeks.
///
/// Own-account work goes to those past retirement age (whom no enterprise keeps, see `population::birthdays`), then to
/// the oldest and least schooled; posts are matched with persons by the rank of pay and of schooling, both blurred; tenure is
/// geometric, skills lie between an entrant's and those required, whatever the tenure. Those who work for themselves or
/// not at all would look for work as somebody in the worse paid posts of the region does.
pub(super) fn fill(model: &Model, world: &mut World) {
    let with_posts = world.posts.cells.len();
    for region in 0..model.regions.len() {
        let cell = world.posts.add_cell(NONE, (0, 0, region as u8), 0);
        world.posts.own_account.push(cell);
    }
    world.seekers.reach(world.persons.len());
    bits::reach(&mut world.employed, world.persons.len());
    for region in 0..model.regions.len() {
        // Enterprises were founded region by region.
        let upto =
            |region: usize| world.posts.cells[..with_posts].partition_point(|c| usize::from(c.region()) < region);
        let cells = upto(region)..upto(region + 1);
        let places = place(model, world, region, cells);
        begin(model, world, region, &places);
    }
    par::map(world.parallel, world.posts.split().collect(), |mut block| block.pack());
}

/// Ids of a region's people alive at the start: contiguous.
fn adults(world: &World, region: usize) -> Range<u32> {
    let here = world.cohorts.iter().filter(|c| c.region as usize == region && i32::from(c.birth) <= -180);
    here.map(|c| c.ids.clone()).reduce(|all, ids| all.start..ids.end).unwrap_or(0..0)
}

/// Decides the fates of a region's adults, whose posts are those of these cells.
fn place(model: &Model, world: &mut World, region: usize, cells: Range<usize>) -> Places {
    let adults = adults(world, region);
    let parallel = world.parallel;
    let stream = world.draws.stream(Process::PopulatePersons, 1);
    let active = active(model, world, adults.clone());
    let own = ranks::limit(parallel, &active, model.population.own_account[region][0].round() as usize);
    // Anyone may be a seeker, the young twice as often.
    let key = |id: u32| {
        let young = world.persons[id as usize].age_months(0) < 25 * 12;
        falling(LOGS.single(1.0 - stream.uniform(u64::from(id), 1), if young { 0.5 } else { 1.0 }), id)
    };
    let rest = par::map(parallel, active, |active| {
        let (own, rest): (Vec<u64>, Vec<u64>) = active.into_iter().partition(|&rank| rank < own);
        let rest: Vec<u64> = rest.into_iter().map(|rank| key(ranks::id(rank))).collect();
        (own.into_iter().map(ranks::id).collect::<Vec<u32>>(), rest)
    });
    let (own_account, rest): (Vec<_>, Vec<_>) = rest.into_iter().unzip();
    let (cells, occupations) = open_seats(model, world, cells, rest.iter().map(Vec::len).sum());
    let employed = ranks::limit(parallel, &rest, cells.len());
    let persons = &world.persons;
    let schooling =
        |id: u32| falling(f64::from(persons[id as usize].level) + 3.0 * stream.uniform(u64::from(id), 2), id);
    let rest = par::map(parallel, rest, |rest| {
        let (employed, seeking): (Vec<u64>, Vec<u64>) = rest.into_iter().partition(|&rank| rank < employed);
        let employed: Vec<u64> = employed.into_iter().map(|rank| schooling(ranks::id(rank))).collect();
        (employed, seeking.into_iter().map(ranks::id).collect::<Vec<u32>>())
    });
    let (employed, seeking): (Vec<_>, Vec<_>) = rest.into_iter().unzip();
    let numbered = ranks::sorted(parallel, employed).into_iter().scan(0, |seen, ranks| {
        *seen += ranks.len();
        Some((*seen - ranks.len(), ranks))
    });
    let employed: Vec<_> = numbered.collect();
    let seats = par::map(parallel, employed, |(from, ranks)| {
        let posts = cells[from..].iter().zip(&occupations[from..]);
        let seat = |(rank, (&cell, &occupation))| Seat { at: ranks::id(rank) - adults.start, cell, occupation };
        let seats: Vec<Seat> = ranks.into_iter().zip(posts).map(seat).collect();
        bucket::sort(seats, adults.len().div_ceil(CHUNK), |seat| seat.at as usize / CHUNK)
    });
    let apart = own_account.into_iter().zip(seeking);
    let apart = apart.map(|(own_account, seeking)| Apart { own_account, seeking }).collect();
    Places { adults, apart, seats, occupations }
}

/// Ranks in own-account work of those of the ids who are not at school and take part, by block.
fn active(model: &Model, world: &World, ids: Range<u32>) -> Vec<Vec<u64>> {
    let (activity, stream) = (propensities(&world.draws), world.draws.stream(Process::PopulatePersons, 1));
    let oldest = world.cohorts.iter().map(|c| -i32::from(c.birth) / 12).max().unwrap_or(0);
    let rates: Vec<Rates> = (0..=oldest).map(|age| Rates::at(model, age)).collect();
    let retirement = retirement(model);
    par::chunks(world.parallel, ids.len(), CHUNK, |range| {
        let first = ids.start + range.start as u32;
        let people = (first..).zip(&world.persons[first as usize..][..range.len()]);
        let active = people.filter(|&(id, p)| {
            p.status == Status::Inactive && rates[(p.age_months(0) / 12) as usize].takes_part(&activity, p, id)
        });
        let rank = |(id, p): (u32, &Person)| {
            // Past retirement age nobody is in an enterprise: they work for themselves, as those who retire later do.
            let past = f64::from(p.age_months(0)) >= retirement[retirement_group(p)];
            let key = f64::from(p.age_months(0)) / 240.0 - f64::from(p.level) * 0.3
                + 2.0 * stream.uniform(u64::from(id), 0)
                + if past { PAST_RETIREMENT } else { 0.0 };
            falling(key, id)
        };
        active.map(rank).collect()
    })
}

/// Retirement ages at the start by [`retirement_group`] [months].
fn retirement(model: &Model) -> [f64; 3] {
    std::array::from_fn(|group| model.population.retirement_age(group, model.start.year()))
}

/// Splits every cell's posts into filled and vacant; returns cells and occupations of the filled ones, best paid first,
/// blurred.
fn open_seats(model: &Model, world: &mut World, cells: Range<usize>, people: usize) -> (Vec<u32>, Vec<u16>) {
    let stream = world.draws.stream(Process::PopulateEnterprises, 1);
    let filled = 1.0 / (1.0 + model.number(VACANCIES));
    let (first, here) = (cells.start as u32, &world.posts.cells[cells.clone()]);
    let target = |cell: &Cell| u64::from(cell.target.get() as u32);
    let totals = par::chunks(world.parallel, here.len(), CHUNK, |range| here[range].iter().map(target).sum::<u64>());
    let before: Vec<u64> = totals.iter().scan(0, |sum, n| Some(std::mem::replace(sum, *sum + n))).collect();
    let ln_filling = ln(1.0 - FILLING);
    let pay: Vec<f64> = model.occupations.iter().map(|o| o.wage_relative).collect();
    let parts = par::chunks(world.parallel, here.len(), CHUNK, |range| {
        let (mut seats, mut vacancies) = (Vec::new(), Vec::new());
        let mut seen = before[range.start / CHUNK];
        // Rounding along the cells keeps the sum of filled posts exact.
        let upto = |seen: u64| (0.5 + seen as f64 * filled) as u64;
        for (cell, c) in (first + range.start as u32..).zip(&here[range]) {
            let (posts, from) = (target(c), upto(seen));
            seen += posts;
            let here = (upto(seen) - from).min(posts);
            let pay = ln(pay[c.occupation() as usize] * model.industries[c.industry() as usize].wage);
            for n in 0..here {
                let blur = stream.uniform(u64::from(cell) << 20 | n, 0);
                seats.push(falling(pay + 0.5 * blur, cell));
            }
            for n in 0..posts - here {
                let age = geometric(&mut stream.generator(1 << 60 | u64::from(cell) << 20 | n), ln_filling);
                vacancies.push((cell, -(age.min(24) as i32)));
            }
        }
        (seats, vacancies)
    });
    let (seats, vacancies): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    vacancies.into_iter().flatten().for_each(|(cell, since)| world.posts.open_since(cell, 1, since));
    let seats = ranks::sorted(world.parallel, seats);
    // More filled posts than people: the worst paid stay vacant.
    for &seat in seats.iter().flatten().skip(people) {
        world.posts.open(ranks::id(seat), 1, 0);
    }
    let parts = par::map(world.parallel, seats, |seats| {
        let occupation = |&cell: &u32| world.posts.cells[cell as usize].occupation();
        let cells: Vec<u32> = seats.into_iter().map(ranks::id).collect();
        let occupations: Vec<u16> = cells.iter().map(occupation).collect();
        (cells, occupations)
    });
    let (cells, occupations): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let (mut cells, mut occupations) = (cells.concat(), occupations.concat());
    cells.truncate(people);
    occupations.truncate(people);
    (cells, occupations)
}

/// Writes the rows of a region's adults and enters those who work in their lists.
fn begin(model: &Model, world: &mut World, region: usize, places: &Places) {
    let settling = world.settling();
    let own_account = world.posts.own_account[region];
    let eve = Eve::new(model, world, own_account, settling, &places.occupations);
    let World { persons, posts, skill_law, seekers, employed, counts, parallel, .. } = world;
    let (parallel, blocks) = (*parallel, posts.blocks());
    let adults = &mut persons[places.adults.start as usize..places.adults.end as usize];
    let pieces =
        adults.chunks_mut(CHUNK).zip(&places.apart).enumerate().scan(0, |own_account, (block, (rows, apart))| {
            *own_account += apart.own_account.len() as u32;
            Some((block, rows, apart, *own_account - apart.own_account.len() as u32))
        });
    let begun = par::map(parallel, pieces.collect(), |(block, persons, apart, slot)| {
        let fates = fates(places, block, persons.len(), apart);
        let first = places.adults.start + (block * CHUNK) as u32;
        let (mut counts, mut joins, mut seek) = ([0; Status::COUNT], Vec::new(), Vec::new());
        let mut slots = slot..;
        for ((first, persons), fates) in
            (first..).step_by(BATCH).zip(persons.chunks_mut(BATCH)).zip(fates.chunks(BATCH))
        {
            let occupations = eve.occupations(first, fates);
            for (k, p) in persons.iter_mut().enumerate().filter(|(_, p)| p.status == Status::Inactive) {
                let id = first + k as u32;
                eve.prepare(p, id, fates[k], occupations[k], skill_law);
                match fates[k] {
                    Fate::Works(cell, _) => joins.push((cell, id)),
                    Fate::OwnAccount => p.slot.set(slots.next().unwrap_or_default()),
                    Fate::Seeks => seek.push((id, seekers.market(p), p.since)),
                    Fate::Rests => {}
                }
                counts[Status::Inactive as usize] -= 1;
                counts[p.status as usize] += 1;
            }
        }
        let joins = bucket::sort(joins, blocks * PIECES, |join| join.0 as usize / (posts::BLOCK / PIECES));
        Begun { counts, seekers: seek, joins }
    });
    for begun in &begun {
        counts.iter_mut().zip(begun.counts).for_each(|(count, change)| *count += change);
        for &(id, market, since) in &begun.seekers {
            bits::set(&mut seekers.bits, id as usize, true);
            seekers.started(market, since);
        }
    }
    // Pieces of rows do not begin with a word of bits.
    for &(_, id) in begun.iter().flat_map(|begun| &begun.joins.0) {
        bits::set(employed, id as usize, true);
    }
    posts.settle(own_account, places.apart.iter().map(|apart| &apart.own_account[..]));
    let joins: Vec<_> = begun.into_iter().map(|begun| begun.joins).collect();
    let crew = posts.split().enumerate().collect();
    let filled = par::map(parallel, crew, |(k, mut block)| {
        let pieces = k * PIECES..(k + 1) * PIECES;
        for joins in pieces.flat_map(|piece| bucket::across(&joins, piece)) {
            staged::<2>(joins.len(), |stage, k| match (stage, joins[k]) {
                (0, (cell, id)) => {
                    block.fetch(cell, block.cell(cell).workers());
                    fetch(persons, id as usize);
                }
                (_, (cell, id)) => block.join(persons, id, cell),
            });
        }
        block.filled
    });
    posts.filled += filled.into_iter().sum::<i64>();
}

/// The fates of a block of adults.
fn fates(places: &Places, block: usize, adults: usize, apart: &Apart) -> Vec<Fate> {
    let mut fates = vec![Fate::Rests; adults];
    let first = (block * CHUNK) as u32;
    let at = |id: &u32| (id - places.adults.start - first) as usize;
    apart.own_account.iter().for_each(|id| fates[at(id)] = Fate::OwnAccount);
    apart.seeking.iter().for_each(|id| fates[at(id)] = Fate::Seeks);
    for seat in bucket::across(&places.seats, block).flatten() {
        fates[(seat.at - first) as usize] = Fate::Works(seat.cell, seat.occupation);
    }
    fates
}

/// What everyone of a region shares on the eve of the first month.
struct Eve<'a> {
    /// Occupations of filled posts, the best paid first.
    occupations: &'a [u16],
    own_account: u32,
    drawn: Stream,
    prepared: Stream,
    spells: Stream,
    settling: Stream,
    entry: f64,
    /// Logarithms of the chance that a month is not the last: in own-account work, in a post, seeking.
    goes_on: [f64; 3],
    retirement: [f64; 3],
}

impl<'a> Eve<'a> {
    fn new(model: &Model, world: &World, own_account: u32, settling: Stream, occupations: &'a [u16]) -> Self {
        let draws = |index: i32| world.draws.stream(Process::PopulatePersons, index);
        Eve {
            occupations,
            own_account,
            drawn: draws(1),
            prepared: draws(2),
            spells: draws(3),
            settling,
            entry: model.number(FITTING),
            goes_on: [0.004, 0.01, 0.1].map(|ends| ln(1.0 - ends)),
            retirement: retirement(model),
        }
    }

    /// Occupations of a batch, the first of whom has id `first`: looked up for all together, so that the waits overlap.
    fn occupations(&self, first: u32, fates: &[Fate]) -> [Option<u16>; BATCH] {
        let mut ranks = [0.0; BATCH];
        for ((id, fate), rank) in (u64::from(first)..).zip(fates).zip(&mut ranks) {
            *rank = match fate {
                Fate::Works(..) => 0.0,
                Fate::Seeks => self.drawn.uniform(id, 3),
                _ => BETTER_PAID + (1.0 - BETTER_PAID) * self.drawn.uniform(id, 4),
            };
        }
        let like = |u: f64| self.occupations.get((u * self.occupations.len() as f64) as usize).copied();
        let mut occupations = ranks.map(like);
        for (occupation, fate) in occupations.iter_mut().zip(fates) {
            if let Fate::Works(_, held) = *fate {
                *occupation = Some(held);
            }
        }
        occupations
    }

    /// Writes a person's skills, occupation, experience, status and place; only a place in a list is left.
    #[inline]
    fn prepare(&self, p: &mut Person, id: u32, fate: Fate, occupation: Option<u16>, law: &SkillLaw) {
        if let Some(occupation) = occupation {
            let least = if matches!(fate, Fate::Works(..) | Fate::Seeks) { self.entry } else { APART };
            p.occupation = occupation;
            let x = prepare(law.requirement(occupation as usize), p, id, &self.prepared, least);
            put(p, id, &x, &self.settling, 0);
        }
        let [own, works, seeks] = self.goes_on;
        let ln_goes_on = match fate {
            Fate::Works(cell, _) => {
                (p.status, p.place) = (Status::Employed, cell);
                works
            }
            Fate::OwnAccount => {
                (p.status, p.place) = (Status::OwnAccount, self.own_account);
                own
            }
            Fate::Seeks => {
                p.status = Status::Seeking;
                seeks
            }
            Fate::Rests => {
                if f64::from(p.age_months(0)) >= self.retirement[retirement_group(p)] {
                    p.status = Status::Retired;
                }
                return;
            }
        };
        p.since = -self.spell(p, id, ln_goes_on);
    }

    /// Gives years of work by age; returns how many months ago a spell began that goes on with this probability.
    #[inline]
    fn spell(&self, p: &mut Person, id: u32, ln_goes_on: f64) -> i16 {
        let since_school = (p.age_months(0) - 18 * 12).max(0);
        let turn = self.spells.uniform(u64::from(id), 9);
        p.experience = round_at_random(f64::from(since_school) / 12.0, turn).min(50.0) as u8;
        let months = LOGS.geometric(&mut self.spells.generator(u64::from(id)), ln_goes_on);
        months.min(since_school as u64) as i16
    }
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
