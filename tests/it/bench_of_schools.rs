//! A hand-made province of a few schools and enterprises, to test education policy without a data directory.

use skillsim::base::rng::Draws;
use skillsim::base::time::Month;
use skillsim::model::education::{self as table, Level, Rank};
use skillsim::model::{Industry, Model, Occupation, Region, RoleShare};
use skillsim::scenario::parameters::{self, Kind};
use skillsim::world::World;
use skillsim::world::cell::NONE;
use skillsim::world::education::{Cohort, Plan, Program, School};
use skillsim::world::person::{Person, Status};
use skillsim::world::posts::Enterprise;

pub const MONTHS: usize = 120;
pub const STUDENTS: usize = 90;

/// Table defaults, two specialties of two roles in one category and one outside it, one region, one industry.
pub fn model(changes: &[(&str, f64)]) -> Model {
    let occupation = |id: &str, role, modern, level: f32| Occupation {
        id: id.to_string(),
        role,
        modern,
        wage_relative: 1.0,
        requirement: [level; 8],
        weight: [0.125; 8],
    };
    let specialty = |id: &str, category, role| table::Specialty {
        id: id.to_string(),
        category,
        rank: Rank::Extension,
        state_controlled: false,
        urgent: false,
        equipment: 9472.0,
        curriculum: [0.5; 8],
        roles: vec![role],
    };
    let role = |traditional, modern| RoleShare { traditional, modern, share_traditional: 0.5, share_modern: 0.5 };
    let mut model = Model {
        start: Month::new(2025, 9),
        months: MONTHS,
        people_per_agent: 1.0,
        numbers: parameters::all().map(|(_, row)| row.default).collect(),
        levers: (parameters::all())
            .map(|(_, row)| if row.kind == Kind::Lever { vec![row.default; MONTHS] } else { Vec::new() })
            .collect(),
        regions: vec![Region {
            id: "r".into(),
            population_share: 1.0,
            jobs_share: 1.0,
            wage_relative: 1.0,
            density: 1.0,
        }],
        outside_pay: None,
        industries: vec![Industry {
            id: "i".into(),
            secondary: true,
            wage: 70_000.0,
            technology_start: 0.5,
            technology_ceiling: 1.0,
            drift: 0.05,
            bass_p: 0.0,
            bass_q: 0.0,
            upgrade_months: 12,
            value_added: 200_000.0,
            productivity_growth: 0.0,
            non_private: 0.0,
            renewables: false,
            leading: false,
            mean_size: 27.0,
            min_size: 4.0,
            max_size: 1000.0,
            roles: vec![role(0, 1), role(2, 3)],
        }],
        occupations: vec![
            occupation("a", 0, false, 0.4),
            occupation("a+", 0, true, 0.8),
            occupation("b", 1, false, 0.4),
            occupation("b+", 1, true, 0.8),
        ],
        population: Default::default(),
        demand: Default::default(),
        labour: Default::default(),
        education: table::Education {
            specialties: vec![specialty("a", 0, 0), specialty("b", 1, 1), specialty("c", 0, 1)],
            categories: 2,
            ..Default::default()
        },
    };
    set(&mut model, "policy.funding.total", 17_341.0 * 10.0 * STUDENTS as f64);
    for &(path, value) in changes {
        set(&mut model, path, value);
    }
    model
}

/// Sets a parameter, a lever in all months.
pub fn set(model: &mut Model, path: &str, value: f64) {
    set_from(model, path, value, 0);
}

/// Sets a lever from month `t` on.
pub fn set_from(model: &mut Model, path: &str, value: f64, t: usize) {
    let p = parameters::find(path).expect(path);
    match p.row().kind {
        Kind::Lever => model.levers[p.0 as usize][t..].fill(value),
        _ => model.numbers[p.0 as usize] = value,
    }
}

/// Ten schools with one program each (specialties a and b in turn), ninety students in three cohorts, stocks at the
/// norm.
pub fn world(model: &Model) -> World {
    let mut world = World::empty(model, Draws::new(7, 0));
    world.market.need = vec![100.0; model.occupations.len()];
    world.market.vacancies = vec![10; model.occupations.len()];
    world.market.wage = vec![1.0; model.occupations.len()];
    for s in 0..10u32 {
        world.schools.push(School { level: Level::College, programs: vec![s], ..School::default() });
        let cohort = |year: i32, world: &mut World| {
            let students: Vec<u32> = (0..STUDENTS as u32 / 3).map(|_| student(world, s)).collect();
            Cohort { entered: -12 * year, leaves: 33 - 12 * year, students }
        };
        let cohorts = (0..3).map(|year| cohort(year, &mut world)).collect();
        world.programs.push(program(s as u16, (s % 2) as u8, cohorts));
    }
    world
}

fn student(world: &mut World, program: u32) -> u32 {
    let id = world.persons.len() as u32;
    world.persons.push(Person {
        place: program,
        program: program as u16,
        status: Status::College,
        skill: [100; 8],
        ability: (id * 37 % 256) as u8,
        level: Level::College as u8,
        ..Person::default()
    });
    world.counts[Status::College as usize] += 1;
    id
}

pub fn program(school: u16, specialty: u8, cohorts: Vec<Cohort>) -> Program {
    Program {
        seats: 30.0,
        cohorts,
        equipment: 9472.0 * STUDENTS as f64,
        vintage: -62.0,
        teachers: STUDENTS as f64 / 18.0,
        applicants: 30,
        admitted: 30,
        opened: -60,
        plan: Plan { approved: 30.0, intake: 30.0, ..Plan::default() },
        ..Program::new(school, specialty, Level::College, [0.5; 8])
    }
}

/// An enterprise with `posts` posts of occupation 0 and as many vacancies.
pub fn enterprise(world: &mut World, posts: u32) -> u32 {
    let id = world.enterprises.len() as u32;
    let cell = world.posts.add_cell(id, (0, 0, 0), 0);
    world.posts.aim(cell, posts as f32);
    world.posts.open(cell, posts, 0);
    world.enterprises.push(Enterprise {
        industry: 0,
        region: 0,
        flags: 0,
        upgrading: 0,
        size: posts as f32,
        technology: 0.5,
        productivity: 1.0,
        offset: 0.0,
        first: cell,
        places: 0,
        founded: -1,
    });
    assert_eq!(world.posts.cells[cell as usize].next, NONE);
    id
}
