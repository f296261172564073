//! Lists, teaching, learning, graduation and recruitment at school against closed forms, and a school year of the small
//! province. What has a limit case is in `src/verify`.

use skillsim::base::rng::{Draws, Process};
use skillsim::model::education::{Level, learned};
use skillsim::process::campus::campus;
use skillsim::process::choice::Table;
use skillsim::process::dropout::{dropout, hazard};
use skillsim::process::graduation::graduation;
use skillsim::process::outcomes_of_graduates::outcomes_of_graduates;
use skillsim::process::teaching::teaching;
use skillsim::world::World;
use skillsim::world::audit::audit;
use skillsim::world::education::Standing;
use skillsim::world::person::Status;

use super::bench_of_schools::set;
use crate::provinces::small;

fn four_se(p: f64, n: usize) -> f64 {
    4.0 * (p * (1.0 - p) / n as f64).sqrt()
}

/// Lists are Plackett-Luce: the last of three comes first, the middle second with `w_3 / (w_1 + w_2 + w_3) w_2 / (w_1 + w_2)`.
#[test]
fn lists_are_plackett_luce() {
    let n = 200_000;
    let stream = Draws::new(7, 0).stream(Process::Test, 2);
    let w = [1.0f64, 0.5, 0.0].map(f64::exp);
    let table = Table::new((0..3).map(|i| (i as u32, 0, w[i])), 1);
    let p = w[2] / w.iter().sum::<f64>() * w[1] / (w[0] + w[1]);
    let lists = (0..n as u64).filter(|&i| table.list(None, 3, &mut stream.generator(i)) == [2, 1, 0]).count();
    assert!((lists as f64 / n as f64 - p).abs() < four_se(p, n));
}

/// Good teaching keeps students, unless the elasticity is zero; at a hazard of zero nobody leaves.
#[test]
fn quality_keeps_students() {
    assert_eq!(hazard(0.107, 7.0, 0.0), hazard(0.107, 1.0, 0.0));
    assert!(hazard(0.107, 1.2, 0.5) < hazard(0.107, 1.0, 0.5));
    let (mut model, mut world) = small(&[]);
    for path in ["education.dropout.secondary", "education.dropout.college"] {
        set(&mut model, path, 0.0);
    }
    let levels = [Status::Secondary, Status::College, Status::Bachelor];
    let before = levels.map(|s| world.count(s));
    dropout(&model, &mut world);
    assert_eq!(levels.map(|s| world.count(s)), before);
}

/// The start is steady, spending and class size at zero keep quality at one exactly, and the default passes the
/// sourced elasticity on: ten per cent more of every stock raise skill by the sum of the stocks' weights, 0.84 of a per cent.
#[test]
fn quality_follows_stocks() {
    let (mut model, mut world) = small(&[]);
    for p in &mut world.programs {
        let students = p.enrolled() as f64 + p.plan.intake;
        p.teachers = students / 18.0;
        p.equipment = students * model.education.specialties[p.specialty as usize].equipment;
    }
    teaching(&model, &mut world);
    assert!(world.programs.iter().all(|p| (p.quality - 1.0).abs() < 1e-12));
    for p in &mut world.programs {
        p.double_qualified *= 1.1;
        p.freshness *= 1.1;
        p.equipment *= 1.1;
        p.practice *= 1.1;
        p.partners = vec![0];
    }
    set(&mut model, "education.teaching.class_size", 0.0);
    set(&mut model, "education.teaching.spending", 0.1);
    teaching(&model, &mut world);
    let skill = |quality: f64| learned(0.0, 0.8, 0.06 * 33.0 * quality);
    for p in world.programs.iter().filter(|p| p.level == Level::Secondary) {
        let gain = (skill(p.quality) / skill(1.0)).ln() / 1.1f64.ln();
        assert!((gain - 0.084).abs() < 0.004, "{gain}");
    }
    set(&mut model, "education.teaching.spending", 0.0);
    teaching(&model, &mut world);
    assert!(world.programs.iter().all(|p| p.quality == 1.0));
}

/// Learning compounds: two years are twice one year; nobody forgets in school.
#[test]
fn learning_in_closed_form() {
    let twice = learned(learned(0.2, 0.8, 0.7), 0.8, 0.7);
    assert!((twice - learned(0.2, 0.8, 1.4)).abs() < 1e-15);
    assert_eq!(learned(0.9, 0.8, 5.0), 0.9);
    assert_eq!(learned(0.3, 0.8, 0.0), 0.3);
}

/// A year of the small province: books balance each month, June's leavers are measured in December, reputations have
/// mean zero within categories and stay as they are at full memory.
#[test]
fn a_school_year_of_the_small_province() {
    let (model, mut world) = small(&[]);
    let students: f64 =
        [Status::Secondary, Status::College, Status::Bachelor].map(|s| world.count(s) as f64).iter().sum();
    let table: f64 = (model.population.start_enrolment.iter())
        .filter(|(l, ..)| matches!(l, Level::Secondary | Level::College | Level::Bachelor))
        .map(|(.., n)| n)
        .sum();
    assert!((students - table).abs() <= 6.0, "{students} enrolled, {table} in the table");
    for t in 0..16 {
        world.t = t;
        skillsim::process::month(&model, &mut world);
        assert_eq!(audit(&model, &world), Vec::<String>::new(), "month {t}");
    }
    assert!(world.programs.iter().any(|p| p.outcomes.len() == 1));
    for category in 0..model.education.categories {
        let of = |p: &&skillsim::world::education::Program| {
            p.standing != Standing::Closed
                && model.education.specialties[p.specialty as usize].category as usize == category
        };
        let sum: f64 = world.programs.iter().filter(of).map(|p| p.reputation).sum();
        assert!(sum.abs() < 1e-9);
    }
    let (mut model, before) = (model, world.programs.iter().map(|p| p.reputation).collect::<Vec<_>>());
    set(&mut model, "education.reputation.memory", 1.0);
    world.t = 15;
    outcomes_of_graduates(&model, &mut world);
    assert_eq!(before, world.programs.iter().map(|p| p.reputation).collect::<Vec<_>>());
}

/// Of those who go to work `p (g / g0)^pull` leave, g pay outside against pay at home: within four standard errors. Pull 0, or
/// a province that knows no pay outside, keeps p.
#[test]
fn who_leaves_answers_to_pay_outside() {
    let left = |pay: Option<f64>, pull: f64| {
        let (mut model, _) = small(&[]);
        set(&mut model, "education.leaving.pull", pull);
        set(&mut model, "education.leaving.university", 0.0);
        set(&mut model, "education.leaving.province", 0.19);
        model.outside_pay = pay;
        let mut world = World::new(&model, Draws::new(1, 0));
        world.t = 9;
        world.flows.reset();
        graduation(&model, &mut world);
        let (stay, n) = (world.leavers.last().unwrap().ids.len(), world.flows.entrants as usize);
        (1.0 - stay as f64 / n as f64, n)
    };
    for (pay, pull) in [(1.7, 1.5), (3.4, 1.5), (1.2, 2.0), (3.4, 0.0)] {
        let expected = 0.19 * (pay / 1.7f64).powf(pull);
        let (found, n) = left(Some(pay), pull);
        assert!((found - expected).abs() < four_se(expected, n), "{pay} {pull}: {found} of {n}, expected {expected}");
    }
    assert_eq!(left(None, 1.5), left(Some(3.4), 0.0));
}

/// Recruitment at school fills open vacancies only, one each, of the field for most; with probability 0 it does nothing.
#[test]
fn recruitment_at_school_books_nothing_twice() {
    let june = || {
        let (model, mut world) = small(&[]);
        for t in 0..9 {
            world.t = t;
            skillsim::process::month(&model, &mut world);
        }
        world.t = 9;
        world.flows.reset();
        graduation(&model, &mut world);
        (model, world)
    };
    let (mut model, mut world) = june();
    let (vacant, filled, leavers) = (world.posts.vacant, world.posts.filled, world.flows.school_leavers.clone());
    campus(&model, &mut world);
    let hired: Vec<u32> =
        leavers.iter().copied().filter(|&id| world.persons[id as usize].status == Status::Employed).collect();
    assert!(!hired.is_empty() && hired.len() as u64 == world.flows.hires);
    assert_eq!((vacant - world.posts.vacant, world.posts.filled - filled), (hired.len() as i64, hired.len() as i64));
    assert!(hired.len() as f64 <= 0.7747 * leavers.len() as f64 + 4.0 * (0.25 * leavers.len() as f64).sqrt());
    assert_eq!(audit(&model, &world), Vec::<String>::new());
    // Who finds nothing in the field is placed elsewhere.
    let (mut of_field, mut all) = (0, 0);
    for &id in &hired {
        let person = &world.persons[id as usize];
        if let Some(program) = world.programs.get(person.program as usize) {
            let roles = &model.education.specialties[program.specialty as usize].roles;
            of_field += usize::from(roles.contains(&model.occupations[person.occupation as usize].role));
            all += 1;
        }
    }
    assert!(2 * of_field > all, "{of_field} of {all}");
    (model, world) = june();
    set(&mut model, "education.campus.placed", 0.0);
    campus(&model, &mut world);
    assert_eq!((world.flows.hires, world.posts.vacant), (0, vacant));
}

/// What the base year was is not the business of a policy that changes whom the first September admits.
#[test]
fn the_base_year_is_no_policys() {
    let base = |sets: &[&str]| {
        let (model, mut world) = small(sets);
        skillsim::process::month(&model, &mut world);
        let enrolled: usize = world.programs.iter().map(|p| p.enrolled()).sum();
        let institutions = &world.institutions;
        (enrolled, [institutions.base_students, institutions.teacher_price, institutions.equipment_price])
    };
    let (many, before) = base(&[]);
    let (few, policy) = base(&["policy.pathway.further_study=0.1"]);
    assert!(few < many, "{few} {many}");
    assert_eq!(before, policy);
    assert!((many as f64 / before[0] - 1.0).abs() < 0.1, "{many} enrolled, {} in the base year", before[0]);
}
