//! Own-account work follows its path: agriculture releases people, others take it up for want of a post.
//!
//! Each month a fixed part of the distance between the stock and its path is closed, `speed * (stock - path)`: leavers
//! (under 60) begin to seek, seekers take up own-account work, everyone alike. Some thirty thousand a month age out beyond
//! the decline of the path, so a speed below 1 keeps the stock below the path by that over the speed, and those missing
//! are unemployed: posts are closed against the path (`model::closure`).

use crate::base::draw::round_at_random;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::person::Status;

const SPEED: Param = param("labour.own_account_speed");

/// Moves own-account work towards its path in every region.
pub fn adjust(model: &Model, world: &mut World) {
    let stream = world.draws.stream(Process::OwnAccount, world.t as i32);
    let speed = model.number(SPEED);
    let mut entry = vec![0.0; model.regions.len()];
    let mut seeking = vec![0.0; model.regions.len()];
    for region in 0..model.regions.len() {
        let cell = world.posts.own_account[region];
        let stock = f64::from(world.posts.cells[cell as usize].workers());
        let distance = speed * (stock - model.population.own_account[region][world.t + 1]);
        if distance > 0.0 {
            let count = round_at_random(distance, stream.uniform(region as u64, 0)) as u32;
            for n in 0..count {
                let workers = world.posts.workers(cell);
                let id = workers[stream.below(region as u64, 1 + n, workers.len())];
                if world.persons[id as usize].age_months(world.t) < 60 * 12 {
                    world.release(id);
                    world.set_status(id, Status::Seeking);
                }
            }
        }
        entry[region] = -distance;
    }
    if entry.iter().all(|&e| e <= 0.0) {
        return;
    }
    for seeker in &world.seekers {
        seeking[seeker.region as usize] += 1.0;
    }
    let taking: Vec<u32> = (world.seekers.iter())
        .filter(|seeker| {
            let r = seeker.region as usize;
            entry[r] > 0.0 && stream.chance(1 << 40 | u64::from(seeker.id), 0, entry[r] / seeking[r])
        })
        .map(|seeker| seeker.id)
        .collect();
    for id in taking {
        let cell = world.posts.own_account[world.persons[id as usize].region as usize];
        world.employ(id, cell);
    }
}
