//! [Sep] Tracks after junior school, and admission to every level by score.
//!
//! Reads the waiting and the fifteen-year-olds, places offered and what applicants expect; writes status, cohorts,
//! applicants, score lines. Every round is a serial dictatorship over the lists handed in.

use super::choice::{BANDS, Table, appeal, band, tables};
use super::dictatorship::{Choice, dictate};
use super::school::{FirstJobs, schooled, score};
use crate::base::draw::round_at_random;
use crate::base::math::pow;
use crate::base::ranks::by_score;
use crate::base::rng::{Generator, Process, Stream};
use crate::base::{bucket, par};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::education::enter_all;
use crate::world::moves::{Move, To};
use crate::world::person::{NO_PROGRAM, Status, rows, visit};
use crate::world::skills::{put, stored};
use crate::world::{AHEAD, World};

const VOCATIONAL: Param = param("policy.pathway.vocational_share");
const FURTHER: Param = param("policy.pathway.further_study");
const OUTSIDE: Param = param("policy.pathway.out_of_province");
const RETURN: Param = param("cooperation.return_share");
const LEAVE: Param = param("education.track.leave");
const ATTRACTION: Param = param("education.track.attraction");
const TECHNICIAN: Param = param("education.track.technician");
const SEPARATE: Param = param("education.college.separate_exam");
const THREE_TWO: Param = param("education.college.three_two");
const TOPUP_SEATS: Param = param("education.bachelor.topup_seats");
const INTEREST: Param = param("education.bachelor.interest");
const SAME_CATEGORY: Param = param("education.choice.same_category");
const LISTED: Param = param("education.choice.listed");

/// Who wait, of whom a thread takes so many at a time.
const CHUNK: usize = 1 << 13;

/// Months from September to the June in which a course of so many years ends.
pub(super) const fn course_months(years: i32) -> i32 {
    12 * years - 3
}

/// Someone who wants a place in a program.
#[derive(Clone, Copy)]
struct Applicant {
    id: u32,
    score: f64,
    region: u8,
    /// Comes from a secondary program.
    secondary: bool,
    /// The only category listed, if tied to one.
    within: Option<u8>,
    /// Whether the first choice has been counted already.
    counted: bool,
}

/// What the rounds of one September share.
struct Autumn {
    exam: Stream,
    choice: Stream,
    appeal: Vec<f64>,
    /// Places of every program [agents], and those left.
    places: Vec<u32>,
    left: Vec<u32>,
    /// Lowest score admitted, and first choices.
    lowest: Vec<f64>,
    asked: Vec<u32>,
    /// Index of the next round's lists, so that no address repeats.
    round: u32,
    jobs: FirstJobs,
    /// Month of the run.
    month: i16,
    /// Who goes where, until it is carried out.
    moves: Vec<Move>,
}

/// [Sep] The whole autumn: junior graduates, then those who wait since June.
///
/// Order: places; tracks; secondary schools; leaving the province; vocational bachelor; 3+2; separate examination
/// for vocational graduates; general examination; clearing round; university. Fifteen-year-olds without a place go
/// to technician schools, which recruit without score lines; others without a place go to work.
pub fn admission(model: &Model, world: &mut World) {
    let mut autumn = open(model, world);
    juniors(model, world, &mut autumn);
    carry_out(world, &mut autumn);
    waiting(model, world, &mut autumn);
    carry_out(world, &mut autumn);
    close(world, &autumn);
}

/// Everyone begins what the autumn has brought; who goes to work without a training gets a first occupation.
fn carry_out(world: &mut World, autumn: &mut Autumn) {
    let moves = std::mem::take(&mut autumn.moves);
    let moves = visit(
        world.parallel,
        &mut world.persons,
        moves,
        |m| m.id,
        |person, m| {
            person.level = attended(m.to).map_or(person.level, |level| level as u8);
            if let To::Program(_, program) = m.to {
                person.program = program as u16;
            }
            if m.to == To::Status(Status::Seeking) && person.program == NO_PROGRAM {
                let u = autumn.exam.uniform(u64::from(m.id), 3);
                person.occupation = autumn.jobs.pick(None, Level::of(person.level), u);
            }
        },
    );
    world.carry_out(moves);
}

/// The level attended from now on; none for who goes to work. Who leaves the province goes to a college there.
fn attended(to: To) -> Option<Level> {
    match to {
        To::Program(Status::Secondary, _) => Some(Level::Secondary),
        To::Program(Status::College, _) | To::Status(Status::Left) => Some(Level::College),
        To::Program(Status::Bachelor, _) => Some(Level::Bachelor),
        To::Status(Status::General) => Some(Level::General),
        To::Status(Status::Technician) => Some(Level::Technician),
        To::Status(Status::University) => Some(Level::University),
        _ => None,
    }
}

/// Rounds real places to agents at random, program by program; the sum is right on average.
fn open(model: &Model, world: &mut World) -> Autumn {
    let t = world.t as i32;
    let draws = world.draws.stream(Process::Admission, t);
    let places: Vec<u32> = (world.programs.iter().enumerate())
        .map(|(index, p)| {
            let wanted = if p.recruits() { p.places(model, world.t) / model.people_per_agent } else { 0.0 };
            round_at_random(wanted.max(0.0), draws.uniform(index as u64, 0)) as u32
        })
        .collect();
    Autumn {
        exam: world.draws.stream(Process::Track, t),
        choice: world.draws.stream(Process::Choice, t),
        appeal: appeal(model, world),
        left: places.clone(),
        lowest: vec![1.0; places.len()],
        asked: vec![0; places.len()],
        places,
        round: 0,
        jobs: FirstJobs::new(model, world),
        month: world.t as i16,
        moves: Vec::new(),
    }
}

/// Score lines of programs that filled, and the flows.
fn close(world: &mut World, autumn: &Autumn) {
    for (index, p) in world.programs.iter_mut().enumerate() {
        let full = autumn.places[index] > 0 && autumn.left[index] == 0;
        p.cutoff = if full { autumn.lowest[index] } else { 0.0 };
        (p.applicants, p.admitted) = (autumn.asked[index], autumn.places[index] - autumn.left[index]);
        world.flows.applicants += u64::from(p.applicants);
        world.flows.admitted += u64::from(p.admitted);
    }
    world.flows.seats += autumn.places.iter().map(|&n| f64::from(n)).sum::<f64>();
}

/// Numbers (general, leave) out of `n` junior graduates: `leave = l0 (chance / chance0)^-e` of all, where chance is
/// that of going on to college after the vocational track; the rest split by the vocational share.
fn tracks(n: usize, leave: f64, vocational: f64) -> (usize, usize) {
    let leaving = (n as f64 * leave.clamp(0.0, 1.0)).round();
    let general = ((n as f64 - leaving) * (1.0 - vocational)).round();
    (general as usize, leaving as usize)
}

/// Everyone who was fifteen before this September: general places by score within the region (the examination is the
/// cities'), the lowest scores leave school, the others take the vocational track.
fn juniors(model: &Model, world: &mut World, autumn: &mut Autumn) {
    let t = world.t as i32;
    let settling = world.settling();
    let of_age = world.cohorts.iter().filter(|c| (181..=216).contains(&(t - i32::from(c.birth))));
    let regions: Vec<u8> = of_age.clone().map(|c| c.region).collect();
    let cohorts = rows(&mut world.persons, of_age);
    let scored = par::map(world.parallel, cohorts, |(cohort, born)| -> Vec<(f64, u32)> {
        let juniors = cohort.ids.clone().zip(born).filter(|(_, person)| person.status == Status::Junior);
        juniors
            .map(|(id, person)| {
                person.program = NO_PROGRAM;
                let x = schooled(&stored(person), Level::Junior, person.ability);
                put(person, id, &x, &settling, t as usize);
                (score(model, &autumn.exam, id, person), id)
            })
            .collect()
    });
    let chance = model.lever(FURTHER, world.t) / FURTHER.row().default;
    let leave = model.number(LEAVE) * pow(chance.max(0.1), -model.number(ATTRACTION));
    let vocational = model.lever(VOCATIONAL, world.t);
    let (exam, technician) = (autumn.exam, model.number(TECHNICIAN));
    let by_region = par::map(world.parallel, (0..model.regions.len().max(1)).collect(), |region| {
        let here = regions.iter().zip(&scored).filter(|(at, _)| usize::from(**at) == region);
        let people = by_score(world.parallel, here.map(|(_, people)| &people[..]).collect::<Vec<_>>().concat());
        let (general, leaving) = tracks(people.len(), leave, vocational);
        let (general, others) = people.split_at(general);
        let (others, leaving) = others.split_at(others.len() - leaving);
        let (technician, vocational): (Vec<_>, Vec<_>) =
            others.iter().partition(|(_, id)| exam.chance(u64::from(*id), 2, technician));
        [general.to_vec(), technician, vocational, leaving.to_vec()]
    });
    drop(scored);
    autumn.moves.reserve(by_region.iter().flatten().map(Vec::len).sum());
    let mut applicants = Vec::with_capacity(by_region.iter().map(|[_, _, vocational, _]| vocational.len()).sum());
    for (region, [general, technician, vocational, leaving]) in (0..).zip(by_region) {
        let ids = |people: Vec<(f64, u32)>| people.into_iter().map(|person| person.1);
        enrol_outside(world, autumn, ids(general), Level::General, course_months(3));
        enrol_outside(world, autumn, ids(technician), Level::Technician, course_months(3));
        let applicant = |(score, id)| Applicant { id, score, region, secondary: false, within: None, counted: false };
        applicants.extend(vocational.into_iter().map(applicant));
        ids(leaving).for_each(|id| autumn.send(id, To::Status(Status::Seeking)));
    }
    let whole = autumn.left.clone();
    let unplaced = round(model, world, autumn, Level::Secondary, applicants, &whole, course_months(3));
    let unplaced = clearing(model, world, autumn, Level::Secondary, unplaced);
    enrol_outside(world, autumn, unplaced.iter().map(|a| a.id), Level::Technician, course_months(3));
}

/// Where those turn who left a school in June, in the order of their list.
#[derive(Default)]
struct Ways {
    university: Vec<u32>,
    /// To a college of another province, and home after it or not.
    abroad: Vec<(u32, bool)>,
    topup: Vec<Applicant>,
    linked: Vec<Applicant>,
    bachelor: Vec<Applicant>,
    vocational: Vec<Applicant>,
    general: Vec<Applicant>,
}

/// The ways of those who wait, in parts; who no longer waits goes none.
fn ways(model: &Model, world: &World, exam: &Stream, draws: &Stream, waiting: &[u32]) -> Vec<Ways> {
    let chance = |id: u32, index: u32, p: f64| draws.chance(u64::from(id), 1 + index, p);
    let specialties = &model.education.specialties;
    let categories: Vec<u8> = world.programs.iter().map(|p| specialties[p.specialty as usize].category).collect();
    let turn = |ways: &mut Ways, id: u32| {
        let person = &world.persons[id as usize];
        let (from, to) = (Level::of(person.level), Level::of(person.slot.get() as u8));
        let category = categories.get(person.program as usize).filter(|_| person.program != NO_PROGRAM).copied();
        let a = Applicant {
            id,
            score: score(model, exam, id, person),
            region: person.region,
            secondary: from == Level::Secondary,
            within: category.filter(|_| chance(id, 0, model.number(SAME_CATEGORY))),
            counted: false,
        };
        match (from, to) {
            (_, Level::University) => ways.university.push(id),
            (_, Level::Bachelor) => ways.topup.push(a),
            _ if chance(id, 1, model.lever(OUTSIDE, world.t)) => {
                ways.abroad.push((id, chance(id, 20, model.number(RETURN))));
            }
            (Level::Secondary, _) if category.is_some() && chance(id, 2, model.number(THREE_TWO)) => {
                ways.linked.push(Applicant { within: category, ..a });
            }
            _ if chance(id, 3, model.number(INTEREST)) => ways.bachelor.push(a),
            (Level::Secondary, _) => ways.vocational.push(a),
            _ => ways.general.push(a),
        }
    };
    par::chunks(world.parallel, waiting.len(), CHUNK, |range| {
        let mut ways = Ways::default();
        for batch in waiting[range].chunks(AHEAD) {
            world.warm(batch.iter().copied());
            let waits = |id: &&u32| world.persons[**id as usize].status == Status::Waiting;
            batch.iter().filter(waits).for_each(|&id| turn(&mut ways, id));
        }
        ways
    })
}

/// One list of all parts, which they give away.
fn joined<T: Copy>(parts: &mut [Ways], list: impl Fn(&mut Ways) -> &mut Vec<T>) -> Vec<T> {
    parts.iter_mut().map(|ways| std::mem::take(list(ways))).collect::<Vec<_>>().concat()
}

/// Those who left a school in June for the next.
fn waiting(model: &Model, world: &mut World, autumn: &mut Autumn) {
    let draws = world.draws.stream(Process::Admission, world.t as i32);
    let all = std::mem::take(&mut world.waiting);
    let mut parts = ways(model, world, &autumn.exam, &draws, &all);
    autumn.moves.reserve(all.len());
    drop(all);
    let university = joined(&mut parts, |ways| &mut ways.university);
    enrol_outside(world, autumn, university.into_iter(), Level::University, course_months(4));
    let home = world.t + course_months(3) as usize;
    for (id, returns) in joined(&mut parts, |ways| &mut ways.abroad) {
        autumn.send(id, To::Status(Status::Left));
        world.flows.left_province += 1;
        if returns {
            world.institutions.abroad.push_back((home, id));
        }
    }
    let topup_seats = part(&draws, &autumn.left, model.number(TOPUP_SEATS), 8);
    let topup = joined(&mut parts, |ways| &mut ways.topup);
    let unplaced = round(model, world, autumn, Level::Bachelor, topup, &topup_seats, course_months(2));
    enrol_outside(world, autumn, unplaced.iter().map(|a| a.id), Level::University, course_months(2));
    let mut vocational = joined(&mut parts, |ways| &mut ways.vocational);
    let mut general = joined(&mut parts, |ways| &mut ways.general);
    let bachelor = joined(&mut parts, |ways| &mut ways.bachelor);
    let whole = autumn.left.clone();
    for a in round(model, world, autumn, Level::Bachelor, bachelor, &whole, course_months(4)) {
        if a.secondary { &mut vocational } else { &mut general }.push(Applicant { counted: false, ..a });
    }
    let linked = joined(&mut parts, |ways| &mut ways.linked);
    let whole = autumn.left.clone();
    vocational.extend(round(model, world, autumn, Level::College, linked, &whole, course_months(2)));
    let separate = part(&draws, &autumn.left, model.number(SEPARATE), 9);
    let again = round(model, world, autumn, Level::College, vocational, &separate, course_months(3));
    general.extend(again);
    let whole = autumn.left.clone();
    let unplaced = round(model, world, autumn, Level::College, general, &whole, course_months(3));
    for a in clearing(model, world, autumn, Level::College, unplaced) {
        autumn.send(a.id, To::Status(Status::Seeking));
    }
}

/// A share of the places left, rounded at random.
fn part(draws: &Stream, left: &[u32], share: f64, index: u32) -> Vec<u32> {
    let rounded = |(p, &n): (usize, &u32)| round_at_random(f64::from(n) * share, draws.uniform(p as u64, index)) as u32;
    left.iter().enumerate().map(rounded).collect()
}

/// One round: lists from the tables of the region and band, serial dictatorship over the places given. Most get their
/// first choice, so lists are drawn as far as they are read.
/// Returns who got none.
fn round(
    model: &Model,
    world: &mut World,
    autumn: &mut Autumn,
    level: Level,
    applicants: Vec<Applicant>,
    seats: &[u32],
    course: i32,
) -> Vec<Applicant> {
    if applicants.is_empty() {
        return applicants;
    }
    let size: Vec<f64> = seats.iter().map(|&n| f64::from(n)).collect();
    let tables = tables(model, world, level, &autumn.appeal, &size);
    let lists = Lists { tables: &tables, choice: autumn.choice, round: autumn.round };
    let scores: Vec<f64> = applicants.iter().map(|a| a.score).collect();
    let length = model.number(LISTED) as usize;
    let find = |i: usize, seats: &[u32], list: &mut Vec<u32>| {
        let (table, within, mut draws) = lists.of(&applicants[i]);
        let place = table.find(within, length, &mut draws, list, |p| seats[p as usize] > 0);
        Choice { first: list.first().copied(), place }
    };
    let choices = dictate(world.parallel, &scores, &mut seats.to_vec(), |i| applicants[i].id, find);
    autumn.round += 1;
    let status = Status::of_student(level);
    let (mut unplaced, mut entries) = (Vec::new(), Vec::with_capacity(applicants.len()));
    for (a, Choice { first, place }) in applicants.into_iter().zip(choices) {
        if let Some(first) = first.filter(|_| !a.counted) {
            autumn.asked[first as usize] += 1;
        }
        let Some(program) = place else {
            unplaced.push(Applicant { counted: true, ..a });
            continue;
        };
        let index = program as usize;
        autumn.left[index] -= 1;
        autumn.lowest[index] = autumn.lowest[index].min(a.score);
        entries.push((program, a.id));
        autumn.send(a.id, To::Program(status, program));
    }
    enter(world, entries, course);
    unplaced
}

/// Where the lists of a round are drawn.
struct Lists<'a> {
    tables: &'a [Table],
    choice: Stream,
    round: u32,
}

impl Lists<'_> {
    /// The table and category from which an applicant draws a list; those tied to a category in which nothing is offered
    /// list anything.
    fn of(&self, a: &Applicant) -> (&Table, Option<u8>, Generator) {
        let table = &self.tables[a.region as usize * BANDS + band(a.score)];
        let entity = u64::from(self.round) << 32 | u64::from(a.id);
        (table, a.within.filter(|&category| table.offers(category)), self.choice.generator(entity))
    }
}

/// The unplaced list once more among the places left.
fn clearing(
    model: &Model,
    world: &mut World,
    autumn: &mut Autumn,
    level: Level,
    unplaced: Vec<Applicant>,
) -> Vec<Applicant> {
    let whole = autumn.left.clone();
    let freed = unplaced.into_iter().map(|a| Applicant { within: None, ..a }).collect();
    round(model, world, autumn, level, freed, &whole, course_months(3))
}

/// Lists the students of a round, (program, id), each in the cohort of those who came with them.
fn enter(world: &mut World, entries: Vec<(u32, u32)>, course: i32) {
    let t = world.t as i32;
    let (entries, starts) = bucket::sort(entries, world.programs.len(), |entry| entry.0 as usize);
    let classes = starts.windows(2).map(|range| &entries[range[0]..range[1]]);
    let programs: Vec<_> = world.programs.iter_mut().zip(classes).filter(|(_, class)| !class.is_empty()).collect();
    par::map(world.parallel, programs, |(program, class)| {
        program.enter_all(class.iter().map(|entry| entry.1), t, t + course);
    });
}

/// Into a general school, a technician school or a university: no program points.
fn enrol_outside(
    world: &mut World,
    autumn: &mut Autumn,
    ids: impl ExactSizeIterator<Item = u32>,
    level: Level,
    course: i32,
) {
    let t = world.t as i32;
    let cohorts = if level == Level::Technician { &mut world.technician } else { &mut world.academic };
    let status = Status::of_student(level);
    if ids.len() > 0 {
        enter_all(cohorts, ids.inspect(|&id| autumn.send(id, To::Status(status))), t, t + course);
    }
}

impl Autumn {
    /// On to what the autumn has brought.
    fn send(&mut self, id: u32, to: To) {
        self.moves.push(Move { id, to, reopens: false, since: self.month });
    }
}
