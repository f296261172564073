//! Claims: pay begins at the published means of the industries, and schooling is paid as far as it is said to be.

use std::path::PathBuf;

use skillsim::base::rng::Draws;
use skillsim::model::Model;
use skillsim::model::build::{Arm, build};
use skillsim::scenario;
use skillsim::world::World;
use skillsim::world::pay::pay;
use skillsim::world::person::Status;

fn hebei(schooling: f64) -> (Model, World) {
    let sets = ["run.people_per_agent=500".to_owned(), format!("pay.schooling={{ value = {schooling}, spread = [] }}")];
    let scenario = scenario::load(&[PathBuf::from("scenarios/hebei/baseline.toml")], &sets).unwrap().remove(0);
    let model = build(&scenario, 1, 0, Arm::Seed);
    let world = World::new(&model, Draws::new(1, 0));
    (model, world)
}

fn industry(world: &World, id: usize) -> usize {
    world.posts.cells[world.persons[id].place as usize].industry as usize
}

#[test]
fn begin_at_the_published_means() {
    let (model, world) = hebei(0.5);
    let mut sums = vec![(0.0, 0.0); model.industries.len()];
    for id in 0..world.persons.len() {
        if let Some(paid) = pay(&model, &world, id as u32) {
            let cell = &world.posts.cells[world.persons[id].place as usize];
            let sum = &mut sums[industry(&world, id)];
            sum.0 += paid;
            sum.1 += model.industries[cell.industry as usize].wage * model.regions[cell.region as usize].wage_relative;
        }
    }
    for (i, (paid, published)) in sums.iter().enumerate().filter(|(_, s)| s.1 > 0.0) {
        assert!((paid / published - 1.0).abs() < 1e-9, "{}: {paid} {published}", model.industries[i].id);
    }
    let (paid, published) = sums.iter().fold((0.0, 0.0), |a, s| (a.0 + s.0, a.1 + s.1));
    assert!(paid > 0.0 && (paid / published - 1.0).abs() < 1e-9);
}

#[test]
fn pay_schooling_as_far_as_said() {
    let ((model_0, world_0), (model_1, world_1)) = (hebei(0.0), hebei(1.0));
    let mut seen = [0; 7];
    for id in 0..world_0.persons.len() {
        let p = &world_0.persons[id];
        if p.status != Status::Employed {
            continue;
        }
        let i = industry(&world_0, id);
        let raw = |model: &Model, world: &World| pay(model, world, id as u32).unwrap() / world.market.pay_scale[i];
        let premium = raw(&model_1, &world_1) / raw(&model_0, &world_0);
        let published = [1.0, 1.2, 1.2, 1.2, 1.5, 1.75, 1.75][p.level as usize];
        assert!((premium - published).abs() < 1e-9, "level {}: {premium}", p.level);
        seen[p.level as usize] += 1;
    }
    assert!(seen[0] > 100 && seen[2] > 100 && seen[4] > 100 && seen[6] > 100, "{seen:?}");
}
