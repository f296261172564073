//! The identities of accounting: people, posts, seats and money balance exactly, every month.

use super::World;
use super::money::Line;
use super::person::{NOWHERE, Status};
use super::posts::NONE;
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};

const BACHELOR_SEATS: Param = param("policy.pathway.bachelor_seats");

/// Every broken identity in words; empty when the books balance. Costs a pass over everything.
pub fn audit(model: &Model, world: &World) -> Vec<String> {
    let mut faults = Vec::new();
    people(world, &mut faults);
    posts(world, &mut faults);
    seats(model, world, &mut faults);
    money(world, &mut faults);
    faults
}

/// Status counts equal a recount, elders among them; every person is in exactly the list that the status names.
fn people(world: &World, faults: &mut Vec<String>) {
    let mut counts = [0i64; Status::COUNT];
    for p in &world.persons {
        counts[p.status as usize] += 1;
    }
    for elders in &world.generations.elders {
        elders.statuses().for_each(|status| counts[status as usize] += 1);
    }
    for status in Status::ALL {
        let (kept, found) = (world.counts[status as usize], counts[status as usize]);
        if kept != found {
            faults.push(format!("{status:?}: {kept} kept, {found} counted"));
        }
    }
    seekers(world, faults);
    let mut enrolled = vec![0u8; world.persons.len()];
    for (index, program) in world.programs.iter().enumerate() {
        for &id in program.cohorts.iter().flat_map(|c| &c.students) {
            let p = &world.persons[id as usize];
            enrolled[id as usize] += 1;
            if !p.status.in_program() || p.place != index as u32 {
                faults.push(format!("student {id} of program {index} is {:?} at {}", p.status, p.place));
            }
        }
    }
    let strays = (world.persons.iter().zip(&enrolled)).filter(|(p, n)| p.status.in_program() != (**n == 1)).count();
    if strays > 0 {
        faults.push(format!("{strays} students missing from, or twice in, their program's lists"));
    }
    let in_cohorts = |cohorts: &[super::education::Cohort]| -> Vec<u32> {
        cohorts.iter().flat_map(|c| c.students.iter().copied()).collect()
    };
    for (what, ids, belongs) in [
        ("technician students", in_cohorts(&world.technician), &[Status::Technician][..]),
        ("academic students", in_cohorts(&world.academic), &[Status::General, Status::University][..]),
        ("people waiting for admission", world.waiting.clone(), &[Status::Waiting][..]),
    ] {
        let mut found = vec![0u8; world.persons.len()];
        for &id in &ids {
            found[id as usize] = found[id as usize].saturating_add(1);
        }
        let wrong = world.persons.iter().zip(&found).filter(|(p, n)| belongs.contains(&p.status) != (**n == 1)).count();
        if wrong > 0 {
            faults.push(format!("{wrong} {what} missing from, or twice in, their list"));
        }
    }
}

/// The set of seekers is those who seek; its counts equal a recount.
fn seekers(world: &World, faults: &mut Vec<String>) {
    let kept: Vec<u32> = world.seekers.iter().collect();
    let status = |id: &usize| world.persons[*id].status == Status::Seeking;
    let found: Vec<u32> = (0..world.persons.len()).filter(status).map(|id| id as u32).collect();
    if kept != found {
        faults.push(format!("{} seekers in their set, {} counted", kept.len(), found.len()));
    }
    let mut recount = world.seekers.emptied();
    for &id in &found {
        let p = &world.persons[id as usize];
        recount.started(recount.market(p), p.since);
    }
    if (&world.seekers.by_market, &world.seekers.long) != (&recount.by_market, &recount.long) {
        faults.push("counts of seekers by market or length of spell differ from a recount".into());
    }
}

/// Workers in lists are the employed; totals equal the sums over cells.
fn posts(world: &World, faults: &mut Vec<String>) {
    let (mut filled, mut vacant, mut own) = (0i64, 0i64, 0i64);
    for (index, cell) in world.posts.cells.iter().enumerate() {
        for (slot, &id) in world.posts.workers(index as u32).iter().enumerate() {
            let p = &world.persons[id as usize];
            if !p.holds_post() || p.place != index as u32 || p.slot.get() != slot as u32 {
                faults.push(format!(
                    "worker {id} of cell {index} is {:?} at {} slot {}",
                    p.status,
                    p.place,
                    p.slot.get()
                ));
            }
        }
        if cell.enterprise == NONE {
            own += i64::from(cell.workers());
        } else {
            filled += i64::from(cell.workers());
            vacant += i64::from(cell.vacancies);
        }
    }
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
    let homeless = world.persons.iter().filter(|p| p.place == NOWHERE && p.status == Status::Employed).count();
    if homeless > 0 {
        faults.push(format!("{homeless} employed without a post"));
    }
}

/// Nobody is admitted beyond the seats, closed programs hold no students.
fn seats(model: &Model, world: &World, faults: &mut Vec<String>) {
    for (index, p) in world.programs.iter().enumerate() {
        if p.standing == super::education::Standing::Closed && p.enrolled() > 0 {
            faults.push(format!("closed program {index} holds {} students", p.enrolled()));
        }
    }
    if model.has_demography() && model.month(world.t).of_year() == 9 {
        let base = BACHELOR_SEATS.row().default;
        for (index, p) in world.programs.iter().enumerate() {
            let lever = if p.level == Level::Bachelor { model.lever(BACHELOR_SEATS, world.t) / base } else { 1.0 };
            let places = (p.seats * lever / model.people_per_agent).ceil();
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
