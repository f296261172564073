//! Claim: people, posts, seats and money balance exactly, every month, in any valid scenario.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use skillsim::base::rng::{Draws, Process};
use skillsim::model::build::{Arm, build};
use skillsim::scenario::load;
use skillsim::scenario::parameters::{self, Kind, Parameter};
use skillsim::simulate::simulate;
use skillsim::world::moves::{Move, To};
use skillsim::world::person::Status;
use skillsim::world::{World, audit};

use crate::provinces::file;

const SCENARIOS: u64 = 200;

/// Overrides number `n`: some twenty parameters anywhere within their bounds, levers at once or from a month on.
fn overrides(n: u64) -> Vec<String> {
    let draws = Draws::new(0xb00c5, 0).stream(Process::Test, 0);
    let u = |index: u32| draws.uniform(n, index);
    let scale = [1, 2, 5, 10, 20, 50][draws.below(n, 0, 6)];
    let mut sets = vec![format!("run.people_per_agent={}", scale), format!("run.months={}", 4 + (u(1) * 30.0) as u32)];
    let free = |p: &&Parameter| !p.path.starts_with("run.") && !p.path.starts_with("network.");
    for (k, p) in parameters::all().map(|(_, row)| row).filter(free).enumerate() {
        let at = 10 + 8 * k as u32;
        if u(at) > 0.1 {
            continue;
        }
        let (low, high) = p.bounds;
        let wide = low + (high - low) * u(at + 1);
        // Bounds reach far beyond anything meant, so most values stay within a factor of two.
        let near = (p.default * 2f64.powf(2.0 * u(at + 1) - 1.0)).clamp(low, high);
        let mut value = match p.neutral {
            Some(neutral) if u(at + 2) < 0.2 => neutral,
            _ if u(at + 2) < 0.5 => wide,
            _ => near,
        };
        if matches!(p.kind, Kind::Switch | Kind::Choice(_)) || p.is_whole() {
            value = value.round();
        }
        // A program is not stopped before its seats are cut.
        match p.path {
            "policy.card.yellow_years" => value = value.min(3.0),
            "policy.card.red_years" => value = value.max(3.0),
            _ => {}
        }
        if p.kind == Kind::Lever && u(at + 3) < 0.5 {
            let (year, month) = (2025 + (u(at + 4) * 4.0) as u32, 1 + (u(at + 5) * 12.0) as u32);
            sets.push(format!("{}={{ step = {{ at = \"{year}-{month:02}\", value = {value:?} }} }}", p.path));
        } else {
            let text = p.show(value);
            let quoted = if matches!(p.kind, Kind::Choice(_)) { format!("\"{text}\"") } else { text };
            // A value outside the default's spread needs one of its own.
            let whole = if p.spread.is_some() { format!("{{ value = {quoted}, spread = [] }}") } else { quoted };
            sets.push(format!("{}={whole}", p.path));
        }
    }
    sets
}

#[test]
fn in_two_hundred_random_scenarios() {
    let (valid, months) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let broken: Vec<String> = (0..SCENARIOS)
        .into_par_iter()
        .filter_map(|n| {
            let sets = overrides(n);
            let scenarios = match load(&[file("small/baseline.toml")], &sets) {
                Ok(scenarios) => scenarios,
                Err(faults) => return Some(format!("scenario {n} is not valid: {:?}\n{sets:#?}", faults.first())),
            };
            valid.fetch_add(1, Ordering::Relaxed);
            let model = build(&scenarios[0], n, 0, Arm::Seed);
            let mut world = World::new(&model, Draws::new(n, 0));
            let mut first = None;
            let record = simulate(&model, &mut world, |model, world| {
                months.fetch_add(1, Ordering::Relaxed);
                if first.is_none() {
                    first = audit::audit(model, world).into_iter().next().map(|fault| (world.t, fault));
                }
            });
            let fault = first.or(record.err().map(|e| (model.months, e.message)))?;
            Some(format!("scenario {n}, month {}: {}\n{sets:#?}", fault.0, fault.1))
        })
        .collect();
    assert!(broken.is_empty(), "{} of {SCENARIOS}, the first: {}", broken.len(), broken[0]);
    assert_eq!(valid.into_inner(), SCENARIOS as usize);
    assert!(months.into_inner() > 15 * SCENARIOS as usize);
}

/// The audit itself: each kind of cooked book is found.
#[test]
fn a_cooked_book_is_found() {
    let scenarios = load(&[file("small/baseline.toml")], &["run.people_per_agent=20".into()]).unwrap();
    let model = build(&scenarios[0], 1, 0, Arm::Seed);
    let cook = |how: &dyn Fn(&mut World)| {
        let mut world = World::new(&model, Draws::new(1, 0));
        world.t = 0;
        skillsim::process::month(&model, &mut world);
        assert_eq!(audit::audit(&model, &world), [""; 0]);
        how(&mut world);
        audit::audit(&model, &world).len()
    };
    assert!(cook(&|w| w.counts[0] += 1) > 0);
    assert!(cook(&|w| w.posts.vacant += 1) > 0);
    assert!(cook(&|w| w.accounts.lines[0].spent += 1_000_000_000_000) > 0);
    assert!(cook(&|w| w.accounts.granted += 1) > 0);
    assert!(cook(&|w| w.accounts.lines[3].brought += 1) > 0);
    assert!(cook(&|w| w.programs.iter_mut().for_each(|p| p.admitted += 1000)) > 0);
    assert!(cook(&|w| w.technician[0].students.truncate(1)) > 0);
    assert!(cook(&|w| w.academic[0].students.truncate(1)) > 0);
    assert!(cook(&|w| w.waiting.push(0)) > 0);
}

/// A batch of moves leaves the same people, counts and vacancies as its moves one by one.
#[test]
fn a_batch_equals_its_moves() {
    let scenarios = load(&[file("small/baseline.toml")], &["run.people_per_agent=2".into()]).unwrap();
    let model = build(&scenarios[0], 3, 0, Arm::Seed);
    let mut world = World::new(&model, Draws::new(3, 0));
    for t in 0..3 {
        world.t = t;
        skillsim::process::month(&model, &mut world);
    }
    world.t = 3;
    let seekers: Vec<u32> = world.seekers.iter().collect();
    let mut vacant: Vec<u32> = Vec::new();
    (0..world.posts.blocks()).for_each(|block| world.posts.advertised_in(block, |id, _| vacant.push(id)));
    let workers: Vec<u32> =
        (0..world.posts.cells.len() as u32).step_by(3).flat_map(|c| world.posts.workers(c).iter().copied()).collect();
    assert!(seekers.len() > 500 && vacant.len() > 200 && workers.len() > 500);
    let mut moves: Vec<Move> =
        seekers.iter().zip(&vacant).map(|(&id, &cell)| world.to(id, To::Vacancy(cell))).collect();
    moves.extend(
        workers.iter().take(400).map(|&id| Move { reopens: true, ..world.to(id, To::Status(Status::Seeking)) }),
    );
    moves.extend(seekers.iter().rev().take(50).map(|&id| world.to(id, To::Status(Status::Inactive))));
    let (mut apart, mut threads) = (world.clone(), world.clone());
    world.carry_out(moves.clone());
    moves.iter().for_each(|&m| apart.carry_out(vec![m]));
    threads.parallel = true;
    threads.carry_out(moves);
    let people = |w: &World| -> Vec<_> {
        w.persons.iter().map(|p| (p.status, p.place, p.since, p.occupation, p.skill, p.settled)).collect()
    };
    let books =
        |w: &World| (w.counts, w.seekers.by_market.clone(), w.seekers.long.clone(), w.posts.filled, w.posts.vacant);
    for other in [&apart, &threads] {
        assert!(people(&world) == people(other));
        assert_eq!(books(&world), books(other));
        assert_eq!(audit::audit(&model, other), [""; 0]);
    }
    let lists =
        |w: &World| -> Vec<Vec<u32>> { (0..w.posts.cells.len() as u32).map(|c| w.posts.workers(c).to_vec()).collect() };
    assert!(lists(&world) == lists(&threads));
}
