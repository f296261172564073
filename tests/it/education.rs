//! Choice, admission, teaching, dropout and graduation against closed forms, and the pipeline of a small province.

use std::path::Path;

use skillsim::base::draw::poisson;
use skillsim::base::rng::{Draws, Process, Stream};
use skillsim::model::Model;
use skillsim::model::build::{Arm, build};
use skillsim::model::education::{Level, learned};
use skillsim::process::admission::admission;
use skillsim::process::campus::campus;
use skillsim::process::choice::{Table, adapt, choice};
use skillsim::process::dictatorship::admit;
use skillsim::process::dropout::{dropout, hazard};
use skillsim::process::graduation::graduation;
use skillsim::process::outcomes_of_graduates::outcomes_of_graduates;
use skillsim::process::teaching::teaching;
use skillsim::scenario::load::load;
use skillsim::scenario::parameters::find;
use skillsim::world::World;
use skillsim::world::audit::audit;
use skillsim::world::education::Standing;
use skillsim::world::person::{NOWHERE, Person, Status};
use skillsim::world::populate::persons::{born, traits};

/// The small province with some parameters set.
fn small(sets: &[&str]) -> (Model, World) {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("small.toml");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/small");
    let text = format!(
        "data = {:?}\nrun.people_per_agent = 1\n{}\n[scenario]\nid = \"small\"\nlabel = {{ zh = \"小省\", en = \"Small\" }}\n",
        data.display().to_string(),
        sets.join("\n")
    );
    std::fs::write(&file, text).expect("a file");
    let scenarios = load(&[file], &[]).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let model = build(&scenarios[0], 1, 0, Arm::Seed);
    let world = World::new(&model, Draws::new(1, 0));
    (model, world)
}

/// A number of the model, set after building.
fn set(model: &mut Model, path: &str, value: f64) {
    let param = find(path).expect("a path").0 as usize;
    model.numbers[param] = value;
    model.levers[param].fill(value);
}

fn four_se(p: f64, n: usize) -> f64 {
    4.0 * (p * (1.0 - p) / n as f64).sqrt()
}

/// Serial dictatorship on the published example: A to the best, nobody envies, order of processing irrelevant.
#[test]
fn the_best_score_chooses_first() {
    let (a, b, c) = (0u32, 1, 2);
    let lists = vec![vec![a, b, c], vec![a, b, c], vec![a, c, b], vec![b, a, c]];
    let scores = [90.0, 80.0, 70.0, 60.0];
    assert_eq!(admit(false, &lists, &scores, &mut [1, 1, 1]), vec![Some(a), Some(b), Some(c), None]);
    let backwards: Vec<Vec<u32>> = lists.iter().rev().cloned().collect();
    let placed = admit(false, &backwards, &[60.0, 70.0, 80.0, 90.0], &mut [1, 1, 1]);
    assert_eq!(placed, vec![None, Some(c), Some(b), Some(a)]);
}

/// n applicants with uniform preferences over n single places: mean rank `(n+1)/n (H_(n+1) - 1)`, and the k-th best
/// score gets `(n+1)/(n-k+2)`.
#[test]
fn ranks_of_random_preferences() {
    let (n, rounds) = (1000usize, 60);
    let stream = Draws::new(3, 0).stream(Process::Test, 0);
    let (mut all, mut squares, mut median) = (0.0, 0.0, Vec::new());
    for round in 0..rounds {
        let lists: Vec<Vec<u32>> = (0..n)
            .map(|i| {
                let mut order: Vec<u32> = (0..n as u32).collect();
                order.sort_by_key(|&p| stream.bits((round * n + i) as u64, p));
                order
            })
            .collect();
        let scores: Vec<f64> = (0..n).map(|i| (n - i) as f64).collect();
        let placed = admit(false, &lists, &scores, &mut vec![1; n]);
        let ranks: Vec<f64> = (placed.iter().zip(&lists))
            .map(|(p, list)| 1.0 + list.iter().position(|q| Some(*q) == *p).expect("n places for n") as f64)
            .collect();
        let mean = ranks.iter().sum::<f64>() / n as f64;
        all += mean;
        squares += mean * mean;
        median.push(ranks[499]);
    }
    let mean = all / rounds as f64;
    let se = ((squares / rounds as f64 - mean * mean) / (rounds as f64 - 1.0)).sqrt();
    assert!((mean - 6.492_956_331_41).abs() < 4.0 * se, "{mean} +- {se}");
    let at_500 = median.iter().sum::<f64>() / rounds as f64;
    assert!((at_500 - 1.994_023_904_38).abs() < 4.0 * (1.994f64 * 0.994).sqrt() / (rounds as f64).sqrt(), "{at_500}");
}

/// One oversubscribed program with uniform scores: the line is `1 - C/N`; nobody above it is left out.
#[test]
fn score_line_of_one_program() {
    let (n, places) = (10_000usize, 3_000u32);
    let stream = Draws::new(5, 0).stream(Process::Test, 1);
    let scores: Vec<f64> = (0..n).map(|i| stream.uniform(i as u64, 0)).collect();
    let placed = admit(false, &vec![vec![0]; n], &scores, &mut [places]);
    let admitted = |i: &usize| placed[*i].is_some();
    let line = (0..n).filter(admitted).map(|i| scores[i]).fold(1.0, f64::min);
    assert!((line - 0.7).abs() < 1.0 / (n as f64).sqrt(), "{line}");
    assert!((0..n).filter(|i| !admitted(i)).all(|i| scores[i] < line));
}

fn shares(table: &Table, stream: &Stream, n: usize, options: usize) -> Vec<f64> {
    let mut count = vec![0.0; options];
    for i in 0..n as u64 {
        count[table.list(None, 1, &mut stream.generator(i))[0] as usize] += 1.0 / n as f64;
    }
    count
}

/// First choices are multinomial logit, ratios do not depend on third options, lists are Plackett-Luce.
#[test]
fn choice_is_logit_and_lists_are_plackett_luce() {
    let n = 200_000;
    let stream = Draws::new(7, 0).stream(Process::Test, 2);
    let u = [1.0f64, 0.5, 0.0];
    let table = |beta: f64| Table::new((0..3).map(|i| (i as u32, 0, (beta * u[i]).exp())), 1);
    for (beta, expected) in [
        (0.0, [1.0 / 3.0; 3]),
        (1.0, [0.506480391056, 0.307195885718, 0.186323723226]),
        (4.0, [0.866813332197, 0.117310427826, 0.0158762399765]),
    ] {
        for (got, p) in shares(&table(beta), &stream, n, 3).iter().zip(expected) {
            assert!((got - p).abs() < four_se(p, n), "{beta}: {got} {p}");
        }
    }
    let greedy = shares(&table(500.0), &stream, 1000, 3);
    assert!(greedy[0] > 0.999_999 && greedy[1..] == [0.0, 0.0]);
    let two = Table::new((0..2).map(|i| (i as u32, 0, u[i].exp())), 1);
    let p = 0.506480391056 / (0.506480391056 + 0.307195885718);
    assert!((shares(&two, &stream, n, 2)[0] - p).abs() < four_se(p, n));
    let w = u.map(f64::exp);
    let p = w[2] / w.iter().sum::<f64>() * w[1] / (w[0] + w[1]);
    let lists = (0..n as u64).filter(|&i| table(1.0).list(None, 3, &mut stream.generator(i)) == [2, 1, 0]).count();
    assert!((lists as f64 / n as f64 - p).abs() < four_se(p, n));
}

/// Cobweb `E = a + b w^e`, `w = c - d E`: deviations multiply by `-bd` a period under naive expectations, every L
/// periods with lag L, and by `1 - lambda (1 + bd)` under adaptive ones.
#[test]
fn cobweb() {
    let (mut model, mut world) = small(&[]);
    let (a, c, d) = (10.0, 100.0, 1.0);
    let base = {
        set(&mut model, "education.choice.wage_lag", 0.0);
        choice(&model, &mut world);
        world.expectations.wage[0]
    };
    let mut run = |b: f64, lag: usize, speed: f64, periods: usize| -> Vec<f64> {
        set(&mut model, "education.choice.wage_lag", (lag - 1) as f64);
        set(&mut model, "education.choice.adaptation", speed);
        let steady = (c - a * d) / (1.0 + b * d);
        world.expectations = Default::default();
        let mut wage = steady;
        for _ in 0..lag {
            world.market.wage.fill(steady / base);
            choice(&model, &mut world);
        }
        wage += 1.0;
        (0..periods)
            .map(|_| {
                world.market.wage.fill(wage / base);
                choice(&model, &mut world);
                wage = c - d * (a + b * world.expectations.wage[0]);
                wage - steady
            })
            .collect()
    };
    let near = |got: &[f64], expected: &[f64]| {
        for (g, e) in got.iter().zip(expected) {
            assert!((g - e).abs() < 1e-10, "{got:?} {expected:?}");
        }
    };
    near(&run(0.5, 1, 1.0, 3), &[-0.5, 0.25, -0.125]);
    near(&run(1.0, 1, 1.0, 3), &[-1.0, 1.0, -1.0]);
    near(&run(1.2, 1, 1.0, 3), &[-1.2, 1.44, -1.728]);
    let slow = run(0.5, 4, 1.0, 12);
    near(&[slow[3], slow[7], slow[11]], &[-0.5, 0.25, -0.125]);
    assert!(slow[0].abs() < 1e-10, "the shock of this year is known four years later");
    let adaptive = run(1.2, 1, 0.5, 4);
    near(&[adaptive[1] / adaptive[0], adaptive[2] / adaptive[1]], &[-0.1, -0.1]);
    assert_eq!(adapt(3.0, 5.0, 1.0), 5.0);
}

/// Constant hazard: survivors are binomial with the share of the closed form.
#[test]
fn dropout_takes_the_share_of_three_years() {
    assert!((1.0 - (1.0 - hazard(0.107, 1.0, 0.5)).powi(36) - 0.107).abs() < 1e-12);
    assert_eq!(hazard(0.107, 7.0, 0.0), hazard(0.107, 1.0, 0.0));
    assert!(hazard(0.107, 1.2, 0.5) < hazard(0.107, 1.0, 0.5));
    let (mut model, mut world) = small(&[]);
    let enrolled = |w: &World| w.count(Status::Secondary) as usize;
    let n = enrolled(&world);
    for path in ["education.dropout.secondary", "education.dropout.college"] {
        set(&mut model, path, 0.107);
    }
    for t in 0..36 {
        world.t = t;
        dropout(&model, &mut world);
    }
    let left = enrolled(&world) as f64 / n as f64;
    assert!((left - 0.893).abs() < four_se(0.893, n), "{left}");
    assert_eq!(audit(&model, &world), Vec::<String>::new());
    let before = enrolled(&world);
    set(&mut model, "education.dropout.secondary", 0.0);
    dropout(&model, &mut world);
    assert_eq!(enrolled(&world), before);
}

/// Little's law: L = lambda W with W = 33 months, exactly, when a fixed intake meets a fixed course.
#[test]
fn enrolment_is_intake_times_length() {
    let (mut model, mut world) = small(&[]);
    for path in ["education.dropout.secondary", "education.dropout.college", "education.track.leave"] {
        set(&mut model, path, 0.0);
    }
    set(&mut model, "education.track.technician", 0.0);
    set(&mut model, "policy.pathway.vocational_share", 1.0);
    for p in &mut world.programs {
        p.seats = if p.level == Level::Secondary { 30.0 } else { 0.0 };
    }
    let places: f64 = world.programs.iter().map(|p| p.seats).sum();
    let (mut stock, mut months) = (0.0, 0.0);
    for t in 0..72 {
        world.t = t;
        world.flows.reset();
        match model.month(t).of_year() {
            6 => graduation(&model, &mut world),
            9 => {
                juniors_of_the_year(&model, &mut world);
                choice(&model, &mut world);
                admission(&model, &mut world);
                assert_eq!(world.flows.admitted as f64, places);
                if t >= 36 {
                    assert_eq!(world.count(Status::Secondary) as f64, 3.0 * places);
                }
            }
            _ => {}
        }
        if t >= 36 {
            stock += world.count(Status::Secondary) as f64;
            months += 1.0;
        }
        assert_eq!(audit(&model, &world), Vec::<String>::new());
    }
    assert_eq!(stock / months, places * 33.0 / 12.0);
}

/// Everyone who has turned fifteen by this September sits in the last year of junior school.
fn juniors_of_the_year(model: &Model, world: &mut World) {
    let traits = traits(&world.draws);
    world.come_of_age(|c, number| born(model, &traits, c.birth, c.region, number));
}

/// Seats x 1.2 among too many applicants: graduates x 1.2 after the length of the course, the same before; and where
/// places exceed applicants, more places change nobody's fate.
#[test]
fn more_seats_tell_after_the_course_if_applicants_wait() {
    let graduates = |start_seats: f64, factor: f64| -> Vec<u64> {
        let (mut model, mut world) = small(&[]);
        for path in ["education.dropout.secondary", "education.dropout.college"] {
            set(&mut model, path, 0.0);
        }
        for p in &mut world.programs {
            p.seats = if p.level == Level::Secondary { start_seats } else { 0.0 };
        }
        let mut out = Vec::new();
        for t in 0..48 {
            world.t = t;
            world.flows.reset();
            if t == 12 {
                world.programs.iter_mut().for_each(|p| p.seats *= factor);
            }
            match model.month(t).of_year() {
                6 => {
                    graduation(&model, &mut world);
                    out.push(world.flows.graduates);
                }
                9 => {
                    juniors_of_the_year(&model, &mut world);
                    choice(&model, &mut world);
                    admission(&model, &mut world);
                }
                _ => {}
            }
        }
        out
    };
    let (base, more) = (graduates(10.0, 1.0), graduates(10.0, 1.2));
    // Junes of 2026 and 2027 end courses begun before the start, 2028 the one before the change.
    assert_eq!(base[..3], more[..3]);
    assert_eq!(more[3] as f64, 1.2 * base[3] as f64);
    let (plenty, more) = (graduates(200.0, 1.0), graduates(200.0, 1.2));
    assert_eq!(plenty, more);
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
    for &id in &hired {
        let person = &world.persons[id as usize];
        if let Some(program) = world.programs.get(person.program as usize) {
            let roles = &model.education.specialties[program.specialty as usize].roles;
            assert!(roles.contains(&model.occupations[person.occupation as usize].role));
        }
    }
    (model, world) = june();
    set(&mut model, "education.campus.placed", 0.0);
    campus(&model, &mut world);
    assert_eq!((world.flows.hires, world.posts.vacant), (0, vacant));
}

/// M/G/infinity: Poisson intake of 50 a month and courses of 3 or 9 months hold a Poisson(300) number of students.
#[test]
fn poisson_intake_holds_poisson_enrolment() {
    let (mut model, mut world) = small(&[]);
    for path in ["education.dropout.secondary", "education.dropout.college"] {
        set(&mut model, path, 0.0);
    }
    model.months = 3000;
    model.levers.iter_mut().filter(|l| !l.is_empty()).for_each(|l| l.resize(3000, l[0]));
    let stream = Draws::new(11, 0).stream(Process::Test, 3);
    let program = world.programs.iter().position(|p| p.level == Level::Secondary).expect("a program");
    let newborn =
        Person { place: NOWHERE, program: program as u16, level: Level::Secondary as u8, ..Person::default() };
    let mut stocks = Vec::new();
    for t in 0..model.months {
        world.t = t;
        graduation(&model, &mut world);
        for _ in 0..poisson(&stream, t as u64, 50.0) {
            let id = world.persons.len() as u32;
            world.persons.push(newborn.clone());
            world.counts[Status::Absent as usize] += 1;
            world.set_status(id, Status::Secondary);
            world.persons[id as usize].place = program as u32;
            let course = if stream.chance(u64::from(id), 7, 0.5) { 3 } else { 9 };
            world.programs[program].enter(id, t as i32, t as i32 + course);
        }
        // The students of the start have left by then.
        if t >= 48 && t % 9 == 0 {
            stocks.push(world.programs[program].enrolled() as f64);
        }
    }
    assert_eq!(audit(&model, &world), Vec::<String>::new());
    let n = stocks.len() as f64;
    let mean = stocks.iter().sum::<f64>() / n;
    let variance = stocks.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    assert!((mean - 300.0).abs() < 4.0 * (300.0 / n).sqrt(), "{mean}");
    assert!((variance / mean - 1.0).abs() < 4.0 * (2.0 / n).sqrt(), "{variance} {mean}");
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
    let (few, policy) = base(&["policy.pathway.further_study = 0.1"]);
    assert!(few < many, "{few} {many}");
    assert_eq!(before, policy);
    assert!((many as f64 / before[0] - 1.0).abs() < 0.1, "{many} enrolled, {} in the base year", before[0]);
}
