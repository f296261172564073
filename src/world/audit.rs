//! The identities of accounting: people, posts, seats and money balance exactly, every month.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use super::World;
use super::cell::NONE;
use super::education::{Cohort, Standing};
use super::money::Line;
use super::person::{BLOCK, NO_PROGRAM, NOWHERE, Status};
use super::posts;
use crate::base::par;
use crate::model::Model;
use crate::model::labour::Labour;

/// Every broken identity in words; empty when the books balance. Costs a pass over everything.
pub fn audit(model: &Model, world: &World) -> Vec<String> {
    let mut faults = Vec::new();
    let counts = people(world, &mut faults);
    seekers(world, &mut faults);
    lists(world, &counts, &mut faults);
    posts(&model.labour, world, &mut faults);
    seats(model, world, &mut faults);
    money(world, &mut faults);
    faults
}

/// What a pass over rows finds.
#[derive(Default)]
struct Found {
    counts: [i64; Status::COUNT],
    /// People who are in the set of a status that is not theirs, or not in the set of theirs, by [`SETS`].
    misplaced: [u32; SETS.len()],
    without_post: u32,
}

/// Statuses that have a set of bits.
const SETS: [Status; 2] = [Status::Seeking, Status::Employed];

/// Status counts equal a recount, elders among them; sets of a status hold those who have it; the employed have posts.
/// Returns how many rows have each status.
fn people(world: &World, faults: &mut Vec<String>) -> [i64; Status::COUNT] {
    let sets = [&world.seekers.bits, &world.employed];
    let parts = par::chunks(world.parallel, world.persons.len(), BLOCK, |range| {
        let mut found = Found::default();
        for (word, persons) in (range.start / 64..).zip(world.persons[range].chunks(64)) {
            let mut have = [0; SETS.len()];
            for (k, p) in persons.iter().enumerate() {
                found.counts[p.status as usize] += 1;
                found.without_post += u32::from(p.status == Status::Employed && p.place == NOWHERE);
                have.iter_mut().zip(SETS).for_each(|(have, status)| *have |= u64::from(p.status == status) << k);
            }
            for ((misplaced, have), set) in found.misplaced.iter_mut().zip(have).zip(sets) {
                *misplaced += (have ^ set.get(word).copied().unwrap_or(0)).count_ones();
            }
        }
        found
    });
    let mut rows = [0; Status::COUNT];
    parts.iter().for_each(|part| rows.iter_mut().zip(part.counts).for_each(|(all, n)| *all += n));
    let mut counts = rows;
    for elders in &world.generations.elders {
        elders.statuses().for_each(|status| counts[status as usize] += 1);
    }
    for status in Status::ALL {
        let (kept, found) = (world.counts[status as usize], counts[status as usize]);
        if kept != found {
            faults.push(format!("{status:?}: {kept} kept, {found} counted"));
        }
    }
    for (k, set) in sets.into_iter().enumerate() {
        let beyond: u32 = set.iter().skip(world.persons.len().div_ceil(64)).map(|word| word.count_ones()).sum();
        let misplaced = beyond + parts.iter().map(|part| part.misplaced[k]).sum::<u32>();
        if misplaced > 0 {
            faults.push(format!("{:?}: the set differs from those who are in {misplaced} people", SETS[k]));
        }
    }
    let without_post: u32 = parts.iter().map(|part| part.without_post).sum();
    if without_post > 0 {
        faults.push(format!("{without_post} employed without a post"));
    }
    rows
}

/// Counts of seekers by market and length of spell equal a recount.
fn seekers(world: &World, faults: &mut Vec<String>) {
    let mut recount = world.seekers.emptied();
    for id in world.seekers.iter().take_while(|&id| (id as usize) < world.persons.len()) {
        let p = &world.persons[id as usize];
        recount.started(recount.market(p), p.since);
    }
    if (&world.seekers.by_market, &world.seekers.long) != (&recount.by_market, &recount.long) {
        faults.push("counts of seekers by market or length of spell differ from a recount".into());
    }
}

/// Every person at school is in exactly the list that the status names: whoever is listed belongs there and is listed
/// once, and as many are listed as have the status.
fn lists(world: &World, counts: &[i64; Status::COUNT], faults: &mut Vec<String>) {
    let listed: Vec<AtomicU64> = (0..world.persons.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
    let twice = |id: u32| listed[id as usize / 64].fetch_or(1 << (id % 64), Relaxed) >> (id % 64) & 1 == 1;
    let programs = par::chunks(world.parallel, world.programs.len(), 64, |range| {
        let (mut students, mut faults) = (0, Vec::new());
        for index in range {
            for &id in world.programs[index].cohorts.iter().flat_map(|c| &c.students) {
                let p = &world.persons[id as usize];
                students += 1;
                if !p.status.in_program() || p.place != index as u32 || twice(id) {
                    faults.push(format!("student {id} of program {index} is {:?} at {}, or twice", p.status, p.place));
                }
            }
        }
        (students, faults)
    });
    let of = |statuses: &[Status]| statuses.iter().map(|&status| counts[status as usize]).sum::<i64>();
    let students: i64 = programs.iter().map(|(students, _)| students).sum();
    faults.extend(programs.into_iter().flat_map(|(_, faults)| faults));
    let in_programs = of(&Status::ALL.into_iter().filter(|status| status.in_program()).collect::<Vec<_>>());
    if students != in_programs {
        faults.push(format!("{students} students in lists of programs, {in_programs} counted"));
    }
    fn in_cohorts(cohorts: &[Cohort]) -> Vec<&[u32]> {
        cohorts.iter().map(|c| &c.students[..]).collect()
    }
    for (what, ids, belongs) in [
        ("technician students", in_cohorts(&world.technician), &[Status::Technician][..]),
        ("academic students", in_cohorts(&world.academic), &[Status::General, Status::University][..]),
        ("people waiting for admission", vec![&world.waiting[..]], &[Status::Waiting][..]),
    ] {
        let wrong = par::map(world.parallel, ids.clone(), |ids| {
            ids.iter().filter(|&&id| !belongs.contains(&world.persons[id as usize].status) | twice(id)).count()
        });
        let (wrong, n) = (wrong.into_iter().sum::<usize>(), ids.iter().map(|ids| ids.len()).sum::<usize>());
        if wrong > 0 || n as i64 != of(belongs) {
            faults.push(format!("{n} {what} in their list, {wrong} of them wrongly, {} counted", of(belongs)));
        }
    }
}

/// Workers in lists are the employed; totals equal the sums over cells; who decides turnover sees every cell not at rest.
fn posts(labour: &Labour, world: &World, faults: &mut Vec<String>) {
    let parts = par::chunks(world.parallel, world.posts.cells.len(), posts::BLOCK, |range| {
        let (mut sums, mut faults) = ([0i64; 3], Vec::new());
        for index in range {
            let cell = &world.posts.cells[index];
            for (slot, &id) in world.posts.workers(index as u32).iter().enumerate() {
                let p = &world.persons[id as usize];
                let at = (p.place, p.slot.get());
                if !p.holds_post() || at != (index as u32, slot as u32) {
                    faults.push(format!("worker {id} of cell {index} is {:?} at {} slot {}", p.status, at.0, at.1));
                }
            }
            if !cell.is_at_rest(labour) && !world.posts.is_stirred(index as u32) {
                faults.push(format!("cell {index} is not at rest, and nobody would see it"));
            }
            let [filled, vacant, own] = &mut sums;
            if cell.enterprise == NONE {
                *own += i64::from(cell.workers());
            } else {
                *filled += i64::from(cell.workers());
                *vacant += i64::from(cell.vacancies());
            }
        }
        (sums, faults)
    });
    let [filled, vacant, own] = std::array::from_fn(|k| parts.iter().map(|(sums, _)| sums[k]).sum::<i64>());
    faults.extend(parts.into_iter().flat_map(|(_, faults)| faults));
    for (what, kept, found) in [
        ("filled posts", world.posts.filled, filled),
        ("vacancies", world.posts.vacant, vacant),
        ("people in jobs", world.count(Status::Employed), filled),
        ("own-account workers", world.count(Status::OwnAccount), own),
    ] {
        if kept != found {
            faults.push(format!("{what}: {kept} kept, {found} counted"));
        }
    }
}

/// Nobody is admitted beyond the seats, closed programs hold no students, and persons' rows can tell programs apart.
fn seats(model: &Model, world: &World, faults: &mut Vec<String>) {
    if world.programs.len() > usize::from(NO_PROGRAM) {
        faults.push(format!("{} programs, of which {NO_PROGRAM} can be told apart", world.programs.len()));
    }
    for (index, p) in world.programs.iter().enumerate() {
        if p.standing == Standing::Closed && p.enrolled() > 0 {
            faults.push(format!("closed program {index} holds {} students", p.enrolled()));
        }
    }
    if model.has_demography() && model.month(world.t).of_year() == 9 {
        for (index, p) in world.programs.iter().enumerate() {
            let places = (p.places(model, world.t) / model.people_per_agent).ceil();
            if f64::from(p.admitted) > places {
                faults.push(format!("program {index} admitted {} to {places} places", p.admitted));
            }
        }
    }
    if world.flows.admitted as f64 > world.flows.seats {
        faults.push(format!("{} admitted to {} seats", world.flows.admitted, world.flows.seats));
    }
}

/// The grant equals its allocations; nothing is spent beyond what was brought and allocated; what a year leaves is
/// what the next one finds.
fn money(world: &World, faults: &mut Vec<String>) {
    let books = &world.accounts;
    let allocated: i64 = books.lines.iter().map(|l| l.allocated).sum();
    if allocated != books.granted {
        faults.push(format!("granted {} but allocated {allocated} yuan", books.granted));
    }
    let years = books.closed.iter().map(|(_, _, lines)| lines).chain([&books.lines]);
    let mut left = [0; Line::COUNT];
    for lines in years {
        for (line, left) in lines.iter().zip(&mut left) {
            if line.brought != *left {
                faults.push(format!("{} yuan brought forward of {left} left", line.brought));
            }
            *left = line.left();
        }
    }
    for line in Line::ALL {
        if books.line(line).left() < 0 {
            faults.push(format!("{} overspent by {} yuan", line.id(), -books.line(line).left()));
        }
    }
}
