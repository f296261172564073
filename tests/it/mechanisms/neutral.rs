//! All strengths neutral: the labour core with education as a plain pipeline, bit for bit.

use skillsim::base::rng::Draws;
use skillsim::model::Model;
use skillsim::model::build::build;
use skillsim::process::*;
use skillsim::scenario::parameters::all;
use skillsim::world::World;

use super::bench::{SMALL, scenario};

/// A month of the core and the pipeline alone: none of the mechanisms is called.
fn core(model: &Model, world: &mut World) {
    world.flows.reset();
    demand::plan(model, world);
    let turnover = turnover::decide(model, world);
    search::search_and_hire(model, world);
    turnover::carry_out(model, world, turnover);
    population::birthdays(model, world);
    own_account::adjust(model, world);
    population::arrivals(model, world);
    match model.month(world.t).of_year() {
        6 => graduation::graduation(model, world),
        8 => teaching::teaching(model, world),
        9 => {
            choice::choice(model, world);
            admission::admission(model, world);
        }
        _ => {}
    }
    market::count(model, world);
    market::wages(model, world);
}

/// Every parameter that has a neutral value, at it. Two stay: with them the province would have no students at all, or
/// employers without staff could never begin.
fn neutral_layer() -> Vec<String> {
    const KEPT: [&str; 2] = ["policy.pathway.bachelor_seats", "labour.beyond_staff"];
    let rows = all().map(|(_, row)| row).filter(|row| !KEPT.contains(&row.path));
    rows.filter_map(|row| row.neutral.map(|n| format!("{}={}", row.path, row.show(n)))).collect()
}

#[test]
fn all_neutral_is_the_core() {
    let layer = neutral_layer();
    let sets: Vec<&str> = layer.iter().map(String::as_str).collect();
    let scenario = scenario(SMALL, 60, &[&sets]);
    let state = |step: fn(&Model, &mut World)| {
        let model = build(&scenario, 1, 0, SMALL.arm);
        let mut world = World::new(&model, Draws::new(1, 0));
        for t in 0..model.months {
            world.t = t;
            step(&model, &mut world);
        }
        let people: Vec<_> =
            world.persons.iter().map(|p| (p.place, p.status, p.since, p.level, p.occupation, p.skill)).collect();
        let posts: Vec<_> =
            world.posts.cells.iter().map(|c| (c.workers(), c.vacancies(), c.target.get().to_bits())).collect();
        (people, posts, world.market.wage.iter().map(|w| w.to_bits()).collect::<Vec<_>>())
    };
    let (full, alone) = rayon::join(|| state(month), || state(core));
    let moved = full.0.iter().zip(&alone.0).filter(|(a, b)| a != b).count();
    assert_eq!(moved, 0, "persons whose life differs");
    assert!(full.1 == alone.1, "posts differ");
    assert_eq!(full.2, alone.2, "wages");
}
