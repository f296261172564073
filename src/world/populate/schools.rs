//! Program points and their students on the eve of the first month.
//!
//! Programs start steady: quality 1, reputations 0, stocks at the norms of `education::start`. Students are people
//! of the right birth months, the better scores at the more selective schools, in programs near home.

use crate::base::par;
use crate::base::ranks::by_score;
use crate::base::rng::{Process, Stream};
use crate::model::education::{Level, Specialty, ability_factor, progress, towards};
use crate::model::population::AGE_FIRST;
use crate::model::{Model, Skills};
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{Plan, Program, School, enter, start};
use crate::world::person::{NO_PROGRAM, NOWHERE, Status, visit};
use crate::world::skills::put;

const LEARNING: Param = param("education.teaching.learning");
const LUCK: Param = param("education.exam.luck");
const FURTHER: Param = param("policy.pathway.further_study");
const UNIVERSITY: Param = param("education.general.university");
const COLLEGE: Param = param("education.general.college");
const TOPUP: Param = param("education.college.topup");

/// Month of the first June: a province starts in September (`scenario::together`).
const JUNE: i32 = 9;

/// Creates the schools and program points of the model, all steady.
pub fn schools(model: &Model, world: &mut World) {
    let education = &model.education;
    world.schools =
        (education.schools.iter()).map(|s| School { region: s.region, level: s.level, ..School::default() }).collect();
    world.programs = (education.programs.iter())
        .map(|p| {
            let specialty: &Specialty = &education.specialties[p.specialty as usize];
            let capacity = p.seats * f64::from(p.level.years());
            Program {
                region: education.schools[p.school as usize].region,
                seats: p.seats,
                equipment: specialty.equipment * capacity,
                vintage: -start::EQUIPMENT_AGE,
                teachers: capacity / start::STUDENTS_PER_TEACHER,
                opened: (p.opened_year - model.month(0).year()) * 12,
                plan: Plan { approved: p.seats, intake: p.seats, ..Plan::default() },
                ..Program::new(p.school, p.specialty, p.level, specialty.curriculum)
            }
        })
        .collect();
    for (index, p) in world.programs.iter().enumerate() {
        world.schools[p.school as usize].programs.push(index as u32);
    }
}

/// A group of people of one school year.
struct Group {
    /// School years since the junior school's end: 1 is the birth year before those who leave it now.
    year: i32,
    /// Level attended, or just left.
    level: Level,
    /// Years of the course completed.
    completed: i32,
    /// Level applied for, if waiting since June.
    next: Option<Level>,
    agents: f64,
}

/// Enrols the students of the start among people without a status yet ([`Status::Inactive`]), and lists those who
/// left school in June for the next.
///
/// `start_enrolment` counts, by level and year of study just completed, those who go on with their course. Those who
/// finished in June and go on to study are not in it; their number follows from the last year of the course and the
/// shares that also hold later, unless the table states it in the row of the final year.
/// Fifteen-year-olds are in the last year of junior school.
pub fn students(model: &Model, world: &mut World) {
    if !model.has_demography() {
        return;
    }
    let draws = world.draws.stream(Process::PopulateEducation, -1);
    let juniors = people_of_year(model, world, &draws, 0);
    let juniors: Vec<u32> = juniors.into_iter().flatten().map(|(_, id)| id).collect();
    change(world, Status::Junior, juniors.len());
    visit(
        world.parallel,
        &mut world.persons,
        juniors,
        |id| *id,
        |person, _| {
            (person.level, person.program, person.status) = (Level::Junior as u8, NO_PROGRAM, Status::Junior);
        },
    );
    let groups = groups(model);
    for year in 1..=groups.iter().map(|g| g.year).max().unwrap_or(0) {
        let regions = people_of_year(model, world, &draws, year);
        let everyone = regions.iter().map(Vec::len).sum::<usize>() as f64;
        let mut taken = vec![0usize; regions.len()];
        let mut students = Vec::new();
        for group in groups.iter().filter(|g| g.year == year) {
            let (mut seen, mut given) = (0.0, 0usize);
            let places = Places::new(model, world, group.level, -12 * group.completed);
            let vocational = matches!(group.level, Level::Secondary | Level::College | Level::Bachelor);
            for (region, people) in regions.iter().enumerate() {
                seen += people.len() as f64;
                let upto = (group.agents * seen / everyone.max(1.0)).round() as usize;
                let from = taken[region];
                let to = (from + upto - given).min(people.len());
                given = upto;
                taken[region] = to;
                let people = &people[from..to];
                let programs = par::gather(world.parallel, people.len(), 1 << 12, |range, programs| {
                    let pick = |&(_, id): &(f64, u32)| places.pick(region, draws.uniform(u64::from(id), 2));
                    programs.extend(people[range].iter().map(|person| pick(person).filter(|_| vocational)));
                });
                for (&(_, id), program) in people.iter().zip(programs) {
                    let to = list(world, group, program, id);
                    if let Some((status, _)) = to {
                        change(world, status, 1);
                    }
                    students.push((id, (group, program, to)));
                }
            }
        }
        let (settling, programs) = (world.settling(), &world.programs);
        visit(
            world.parallel,
            &mut world.persons,
            students,
            |student| student.0,
            |person, &mut (id, (group, program, to))| {
                person.level = group.level as u8;
                person.program = program.map_or(NO_PROGRAM, |p| p as u16);
                if let Some(next) = group.next {
                    person.slot.set(next as u32);
                }
                if let Some(to) = to {
                    let program = program.map(|p| &programs[p as usize]);
                    put(person, id, &taught(model, group, program, person.ability), &settling, 0);
                    (person.status, person.place) = to;
                }
            },
        );
    }
}

/// Counts people who were without a status as having one.
fn change(world: &mut World, status: Status, people: usize) {
    world.counts[Status::Inactive as usize] -= people as i64;
    world.counts[status as usize] += people as i64;
}

/// Inactive people of the school year, by region, best scores first. Year 0 are those born up to 192 months before
/// the start, who are or this month turn fifteen.
fn people_of_year(model: &Model, world: &World, draws: &Stream, year: i32) -> Vec<Vec<(f64, u32)>> {
    let luck = model.number(LUCK);
    let mut regions = vec![Vec::new(); model.regions.len().max(1)];
    let from = if year == 0 { 180 } else { 181 + 12 * year };
    let of_year = world.cohorts.iter().filter(|c| (from..=192 + 12 * year).contains(&-i32::from(c.birth)));
    let people = par::map(world.parallel, of_year.collect(), |cohort| {
        let score = |id: u32| {
            let person = &world.persons[id as usize];
            let rank = (f64::from(person.ability) + draws.uniform(u64::from(id), 1)) / 256.0;
            (1.0 - luck) * rank + luck * draws.uniform(u64::from(id), 0)
        };
        let free = cohort.ids.clone().filter(|&id| world.persons[id as usize].status == Status::Inactive);
        (cohort.region, free.map(|id| (score(id), id)).collect::<Vec<_>>())
    });
    for (region, people) in people {
        regions[region as usize].extend(people);
    }
    par::map(world.parallel, regions, |people| by_score(world.parallel, people))
}

/// The groups in order of selectivity within a school year.
fn groups(model: &Model) -> Vec<Group> {
    let table = &model.population.start_enrolment;
    let last_year = |level: Level| -> f64 {
        let of = |&&(l, year, _): &&(Level, u8, f64)| l == level && i32::from(year) == level.years() - 1;
        table.iter().filter(of).map(|(_, _, n)| n).sum()
    };
    let further = model.lever(FURTHER, 0);
    let leavers = [
        (Level::General, Level::University, last_year(Level::General) * model.number(UNIVERSITY)),
        (Level::General, Level::College, last_year(Level::General) * model.number(COLLEGE)),
        (Level::Secondary, Level::College, last_year(Level::Secondary) * further),
        (Level::College, Level::Bachelor, last_year(Level::College) * model.number(TOPUP)),
    ];
    let stated = |level: Level| -> Option<f64> {
        let of = |&&(l, year, n): &&(Level, u8, f64)| l == level && i32::from(year) == level.years() && n > 0.0;
        Some(table.iter().filter(of).map(|(_, _, n)| n).sum()).filter(|&n: &f64| n > 0.0)
    };
    let before = |level: Level| level.first_age() - AGE_FIRST as i32;
    let going_on = table.iter().filter(|(level, year, n)| i32::from(*year) < level.years() && *n > 0.0);
    let mut groups: Vec<Group> = going_on
        .map(|&(level, year, agents)| Group {
            year: before(level) + i32::from(year),
            level,
            completed: i32::from(year),
            next: None,
            agents,
        })
        .collect();
    for (level, next, agents) in leavers {
        let of_level: f64 = leavers.iter().filter(|l| l.0 == level).map(|l| l.2).sum();
        let agents = stated(level).map_or(agents, |n| n * agents / of_level.max(1e-9));
        groups.push(Group {
            year: before(level) + level.years(),
            level,
            completed: level.years(),
            next: Some(next),
            agents,
        });
    }
    groups.sort_by_key(|g| std::cmp::Reverse(selectivity(g)));
    groups
}

/// Those with the better scores within a school year have the higher rank.
fn selectivity(g: &Group) -> u8 {
    match (g.level, g.next) {
        (Level::University, _) | (_, Some(Level::University)) => 6,
        (_, Some(Level::Bachelor)) | (Level::Bachelor, _) => 5,
        (Level::General, _) => 4,
        (Level::College, _) => 3,
        (Level::Secondary, _) => 2,
        _ => 1,
    }
}

/// Programs of a level that had opened by a month, by region of home: cumulative `seats x nearness`.
struct Places {
    programs: Vec<u32>,
    cumulative: Vec<Vec<f64>>,
}

impl Places {
    fn new(model: &Model, world: &World, level: Level, entered: i32) -> Places {
        let open = |p: &Program| p.level == level && p.opened <= entered;
        let mut programs: Vec<u32> =
            (0..world.programs.len() as u32).filter(|&p| open(&world.programs[p as usize])).collect();
        if programs.is_empty() {
            programs =
                (0..world.programs.len() as u32).filter(|&p| world.programs[p as usize].level == level).collect();
        }
        let cumulative = (0..model.regions.len())
            .map(|home| {
                let mut total = 0.0;
                (programs.iter())
                    .map(|&p| {
                        let p = &world.programs[p as usize];
                        total += p.seats * model.near(home, usize::from(p.region));
                        total
                    })
                    .collect()
            })
            .collect();
        Places { programs, cumulative }
    }

    fn pick(&self, region: usize, u: f64) -> Option<u32> {
        let sums = &self.cumulative[region];
        let at = sums.partition_point(|&sum| sum <= u * sums.last().copied().unwrap_or(0.0));
        self.programs.get(at.min(self.programs.len().saturating_sub(1))).copied()
    }
}

/// Lists a person of the group in its program, or where those without one are listed; their status and place, unless there
/// is none.
fn list(world: &mut World, group: &Group, program: Option<u32>, id: u32) -> Option<(Status, u32)> {
    let entered = -12 * group.completed;
    let leaves = JUNE + 12 * (group.level.years() - 1 - group.completed);
    if group.next.is_some() {
        world.waiting.push(id);
        return Some((Status::Waiting, NOWHERE));
    }
    let status = Status::of_student(group.level);
    match (program, group.level) {
        (Some(p), _) => world.programs[p as usize].enter(id, entered, leaves),
        (None, Level::Technician) => enter(&mut world.technician, id, entered, leaves),
        (None, Level::General | Level::University) => enter(&mut world.academic, id, entered, leaves),
        // A level without programs has no students.
        (None, _) => return None,
    }
    Some((status, program.unwrap_or(NOWHERE)))
}

/// Skills after the lessons of the years completed, from those of junior school; leavers have their level's too.
fn taught(model: &Model, group: &Group, program: Option<&Program>, ability: u8) -> Skills {
    let mut x = Level::Junior.schooling();
    if let Some(program) = program {
        let effort = model.number(LEARNING) * ability_factor(ability) * f64::from(12 * group.completed);
        let part = progress(effort);
        for (x, &c) in x.iter_mut().zip(&program.curriculum) {
            *x = towards(f64::from(*x), f64::from(c), part) as f32;
        }
    }
    if group.next.is_some() {
        x = std::array::from_fn(|s| x[s].max(group.level.schooling()[s]));
    }
    x
}
