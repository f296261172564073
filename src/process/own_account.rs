//! Own-account work follows its path: agriculture releases people, others take it up for want of a post.
//!
//! Each month a fixed part of the distance between the stock and its path is closed, `speed * (stock - path)`: leavers
//! (under 60) begin to seek, seekers take up own-account work, everyone alike. Some thirty thousand a month age out beyond
//! the decline of the path, so a speed below 1 keeps the stock below the path by that over the speed, and those missing
//! are unemployed: posts are closed against the path (`model::closure`).

use crate::base::batch::{keep, positions, staged};
use crate::base::draw::round_at_random;
use crate::base::memory::fetch;
use crate::base::par;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::moves::{Move, To};
use crate::world::person::Status;

/// Words of 64 persons that a thread looks at at a time.
const CHUNK: usize = 1 << 12;

/// Age from which nobody leaves own-account work to seek a post [months]. *Assumption*.
const OLD: i32 = 60 * 12;

/// Draws for each who is to leave, after which a region lets the others stay. *Assumption*: so many that nobody is missing
/// while half of the workers are younger.
const TRIES: u32 = 8;

const SPEED: Param = param("labour.own_account_speed");

/// Moves own-account work towards its path in every region.
pub fn adjust(model: &Model, world: &mut World) {
    let stream = world.draws.stream(Process::OwnAccount, world.t as i32);
    let speed = model.number(SPEED);
    let mut entry = vec![0.0; model.regions.len()];
    let mut seeking = vec![0.0; model.regions.len()];
    let mut moves = Vec::new();
    for region in 0..model.regions.len() {
        let cell = world.posts.own_account[region];
        let stock = f64::from(world.posts.cells[cell as usize].workers());
        let distance = speed * (stock - model.population.own_account[region][world.t + 1]);
        if distance > 0.0 {
            let count = round_at_random(distance, stream.uniform(region as u64, 0)) as u32;
            let workers = world.posts.workers(cell);
            let young = |id: &u32| world.persons[*id as usize].age_months(world.t) < OLD;
            let mut leaving: Vec<u32> = Vec::new();
            // Of so many draws some meet the old, or someone twice.
            let mut drawn = (0..TRIES * count).map(|n| workers[stream.below(region as u64, 1 + n, workers.len())]);
            while leaving.len() < count as usize {
                let missing = count as usize - leaving.len();
                let more: Vec<u32> = drawn.by_ref().take(missing).collect();
                if more.is_empty() {
                    break;
                }
                leaving.extend(more.into_iter().filter(young));
                leaving.sort_unstable();
                leaving.dedup();
            }
            moves.extend(leaving.into_iter().map(|id| world.to(id, To::Status(Status::Seeking))));
        }
        entry[region] = -distance;
    }
    for (market, &seekers) in world.seekers.by_market.iter().enumerate() {
        seeking[market % model.regions.len()] += f64::from(seekers);
    }
    let highest = entry.iter().zip(&seeking).map(|(entry, seeking)| entry / seeking.max(1.0)).fold(0.0, f64::max);
    if highest > 0.0 {
        let draw = |id: u32| stream.uniform(1 << 40 | u64::from(id), 0);
        let takes = |id: u32| {
            let (drawn, region) = (draw(id), world.persons[id as usize].region as usize);
            let takes = drawn * seeking[region] < entry[region];
            takes.then(|| world.to(id, To::Post(world.posts.own_account[region])))
        };
        let taking = par::gather(world.parallel, world.seekers.words(), CHUNK, |words, taking: &mut Vec<Move>| {
            let mut few = Vec::new();
            world.seekers.batches(words, |batch| {
                // Who draws above every region's share is out, without a look at the row.
                let mut low = positions();
                let n = keep(&mut low[..batch.len()], |k| draw(batch[k]) < highest);
                few.extend(low[..n].iter().map(|&k| batch[usize::from(k)]));
            });
            staged::<2>(few.len(), |stage, k| match (stage, few[k]) {
                (0, id) => fetch(&world.persons, id as usize),
                (_, id) => taking.extend(takes(id)),
            });
        });
        moves.extend(taking);
    }
    world.carry_out(moves);
}
