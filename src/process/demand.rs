//! Enterprises plan their posts; upgraded ones retrain part of the people whose posts changed.
//!
//! An enterprise plans every `labour.plan_interval` months, in the month of its neighbourhood, by the law of `world::plan`.

use std::ops::Range;

use crate::base::par;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::moves::{Move, To};
use crate::world::posts::flag;
use crate::world::{World, plan};

/// Enterprises that plan in the same month, because their rows and cells lie side by side. *Assumption*: few beside the
/// thousands of a region and industry.
const NEIGHBOURS: usize = 16;

const RETRAINING: Param = param("skills.retraining");

/// Plans the posts of the enterprises whose turn it is.
pub fn plan(model: &Model, world: &mut World) {
    let (t, interval) = (world.t, model.labour.plan_interval);
    // Ranges begin with a neighbourhood.
    let turn = |range: Range<usize>| {
        let theirs = range.clone().step_by(NEIGHBOURS).filter(move |e| (t + e / NEIGHBOURS).is_multiple_of(interval));
        theirs.flat_map(move |e| e..(e + NEIGHBOURS).min(range.end))
    };
    plan::plan(model, world, t + 1, turn);
    let parts = par::chunks(world.parallel, world.enterprises.len(), 1 << 15, |range| {
        let upgraded: Vec<usize> = turn(range).filter(|&e| world.enterprises[e].flags & flag::UPGRADED != 0).collect();
        world.warm_posts(upgraded.iter().copied(), true);
        let mut moves = Vec::new();
        upgraded.iter().for_each(|&e| retrain(model, world, e, &mut moves));
        (upgraded, moves)
    });
    let mut moves: Vec<Move> = Vec::new();
    for (upgraded, retrained) in parts {
        upgraded.into_iter().for_each(|e| world.enterprises[e].flags &= !flag::UPGRADED);
        moves.extend(retrained);
    }
    world.flows.retrained += moves.len() as u64;
    world.carry_out(moves);
}

/// Moves workers of traditional posts that the upgrade took away, as many as posts went, into modern posts of the same role
/// that lack staff: each of them with probability `skills.retraining`, up to the posts there are.
fn retrain(model: &Model, world: &World, e: usize, moves: &mut Vec<Move>) {
    let share = model.number(RETRAINING);
    if share <= 0.0 {
        return;
    }
    let stream = world.draws.stream(Process::Retraining, world.t as i32);
    let cells: Vec<u32> = world.posts_of(e).map(|(cell, _)| cell).collect();
    for &from in &cells {
        let (role, modern) = role_of(model, world, from);
        let surplus = world.posts.cells[from as usize].gap().max(0.0) as usize;
        if modern || surplus == 0 {
            continue;
        }
        let Some(&to) = cells.iter().find(|&&c| role_of(model, world, c) == (role, true)) else { continue };
        let lacking = (-world.posts.cells[to as usize].gap()).max(0.0) as usize;
        let lost = world.posts.workers(from).iter().copied().take(surplus);
        let retrained = lost.filter(|&id| stream.chance(u64::from(id), 0, share)).take(lacking);
        // They stay with their employer: what they have behind them there still holds them.
        let stays = |id: u32| Move { since: world.persons[id as usize].since, ..world.to(id, To::Post(to)) };
        moves.extend(retrained.map(stays));
    }
}

fn role_of(model: &Model, world: &World, cell: u32) -> (u16, bool) {
    let occupation = &model.occupations[world.posts.cells[cell as usize].occupation() as usize];
    (occupation.role, occupation.modern)
}
