//! Search and hire: who applies where, and whom a vacancy takes.
//!
//! A seeker searches with probability phi. From occupation o in region r the choice of (j, s) has weight
//! `A[o,j] D[r,s] V[j,s] w[j,s]^b`: first the region, then the occupation, then one vacancy there. Vacancies stand at hashed
//! places of a grid of twice their number, and a seeker draws places until one is taken, so that a vacancy more or less
//! moves few applications. A vacancy takes its best applicant by fit seen through noise (del Rio-Chanona et al. 2021:
//! a uniform one), nobody below its standard, which falls with its age. A person with a job applies only
//! where the pay would be no lower (job ladder: Burdett & Mortensen 1998, International Economic Review 39).

use std::sync::atomic::{AtomicU64, Ordering};

use super::board::{Board, Pick};
use crate::base::batch::{BATCH, keep, positions, staged};
use crate::base::bits;
use crate::base::draw::{BLOCK, Trials, normal};
use crate::base::memory::fetch;
use crate::base::par;
use crate::base::rng::{Chance, Process, Stream};
use crate::model::Model;
use crate::world::World;
use crate::world::moves::{Move, To};
use crate::world::pay::Payroll;

/// Searchers, or applications, that a thread takes at a time.
const CHUNK: usize = 1 << 14;

/// Those who search: seekers, or people with a job.
struct Searchers {
    employed: bool,
    ids: Vec<u32>,
}

/// One application: a slot of the board, how the applicant ranks there, who applies.
#[derive(Clone, Copy)]
struct Application {
    slot: u32,
    rank: u32,
    id: u32,
}

/// Applications that a thread has made, of searchers alike.
struct Applications {
    employed: bool,
    made: Vec<Application>,
}

/// Everybody who searches applies; vacancies choose; repeated for the rounds of the month.
pub fn search_and_hire(model: &Model, world: &mut World) {
    let mut searching = [seekers(model, world), employed(model, world)];
    for round in 0..model.labour.rounds {
        let board = Board::new(model, world);
        if board.slots.is_empty() || searching.iter().all(|who| who.ids.is_empty()) {
            return;
        }
        let apply = |who| applications(model, world, &board, who, round as u32);
        let applications: Vec<Applications> = searching.iter().flat_map(apply).collect();
        world.flows.applications += applications.iter().map(|a| a.made.len()).sum::<usize>() as u64;
        let moves = hired(model, world, &board, &applications);
        drop((board, applications)); // what moves people needs the room
        world.carry_out(moves);
        if round + 1 < model.labour.rounds {
            let free = |id: &u32| i32::from(world.persons[*id as usize].since) < world.t as i32;
            searching.iter_mut().for_each(|who| who.ids.retain(free));
        }
    }
}

/// Seekers who search this month.
fn seekers(model: &Model, world: &World) -> Searchers {
    let (stream, phi) = (world.draws.stream(Process::Search, world.t as i32), model.labour.search);
    let chance = Chance::from(phi);
    let ids = par::gather(world.parallel, world.seekers.words(), BLOCK, |words, ids| {
        world.seekers.batches(words, |batch| {
            if phi >= 1.0 {
                return ids.extend_from_slice(batch);
            }
            let mut search = positions();
            let n = keep(&mut search[..batch.len()], |k| stream.meets(u64::from(batch[k]), 0, chance));
            ids.extend(search[..n].iter().map(|&k| batch[usize::from(k)]));
        });
    });
    Searchers { employed: false, ids }
}

/// Employed persons who look around this month.
fn employed(model: &Model, world: &World) -> Searchers {
    if model.labour.on_the_job <= 0.0 {
        return Searchers { employed: true, ids: Vec::new() };
    }
    let stream = world.draws.stream(Process::OnTheJob, world.t as i32);
    let trials = Trials::new(model.labour.on_the_job);
    let ids = par::gather(world.parallel, world.persons.len(), BLOCK * 16, |range, found| {
        let mut drawn = Vec::new();
        trials.successes(&stream, range, &mut drawn);
        found.extend(drawn.into_iter().filter(|&id| bits::is_set(&world.employed, id as usize)));
    });
    Searchers { employed: true, ids }
}

fn applications(model: &Model, world: &World, board: &Board, who: &Searchers, round: u32) -> Vec<Applications> {
    let t = world.t as i32;
    let (stream, noise) = (world.draws.stream(Process::Application, t), world.draws.stream(Process::Hire, t));
    // Where hiring is uniform, a seeker who applies need not be looked at.
    let unseen = !model.labour.best_hire && !who.employed;
    let payroll = who.employed.then(|| Payroll::new(model, world));
    par::chunks(world.parallel, who.ids.len(), CHUNK, |range| {
        let mut made = Vec::with_capacity(range.len());
        let mut picks: Vec<Pick> = Vec::with_capacity(BATCH);
        for batch in who.ids[range].chunks(BATCH) {
            world.warm(batch.iter().copied());
            board.pick(model, world, &stream, batch, round << 20, &mut picks);
            if unseen {
                made.extend(picks.iter().map(|pick| uniform(&noise, pick, round)));
                continue;
            }
            for pick in &picks {
                fetch(&board.slots, pick.slot as usize);
                fetch(&board.vacant, pick.slot as usize);
            }
            if let Some(payroll) = &payroll {
                payroll.warm(picks.iter().map(|pick| (pick.id, board.slots[pick.slot as usize])));
                picks.retain(|pick| payroll.is_step_up(pick.id, board.slots[pick.slot as usize]));
            }
            made.extend(picks.iter().filter_map(|pick| apply(model, world, board, &noise, pick, round)));
        }
        Applications { employed: who.employed, made }
    })
}

/// An application that ranks by chance alone.
fn uniform(noise: &Stream, &Pick { slot, id, .. }: &Pick, round: u32) -> Application {
    Application { slot, rank: (noise.bits(u64::from(id) << 32 | u64::from(slot), round) >> 32) as u32, id }
}

/// How an applicant ranks at a vacancy; `None` if below its standard.
fn apply(model: &Model, world: &World, board: &Board, noise: &Stream, pick: &Pick, round: u32) -> Option<Application> {
    let &Pick { slot, id, occupation } = pick;
    let (labour, p) = (&model.labour, &world.persons[id as usize]);
    if !labour.best_hire {
        return Some(uniform(noise, pick, round));
    }
    let fit = f64::from(world.fit_now(id, occupation as usize));
    let (blur, bonus) = super::school::seen(labour, p);
    let seen = fit + bonus + blur * normal(noise, u64::from(id), round);
    let accepted = seen >= labour.standard - labour.standard_fall * board.vacant[slot as usize].age(world.t);
    accepted.then(|| Application { slot, rank: ((seen + 4.0) * (f64::from(u32::MAX) / 8.0)) as u32, id })
}

/// Every slot takes its highest rank (ties: the higher id), whatever the order of applications. Who moves from job to
/// job leaves a post behind.
fn hired(model: &Model, world: &World, board: &Board, applications: &[Applications]) -> Vec<Move> {
    let best = par::fill(world.parallel, board.slots.len(), || (), |(), _| AtomicU64::new(0));
    let bid = |a: &Application| u64::from(a.rank) << 32 | u64::from(a.id);
    par::map(world.parallel, applications.iter().collect(), |part: &Applications| {
        staged::<2>(part.made.len(), |stage, k| match (stage, &part.made[k]) {
            (0, a) => fetch(&best, a.slot as usize),
            (_, a) => par::raise(world.parallel, &best[a.slot as usize], bid(a)),
        });
    });
    let reopen = world.draws.stream(Process::Openings, world.t as i32);
    let engage = |a: &Application, employed: bool| {
        let reopens = employed && reopen.chance(1 << 61 | u64::from(a.id), 0, model.labour.reopen);
        Move { id: a.id, to: To::Vacancy(board.slots[a.slot as usize]), reopens, since: world.t as i16 }
    };
    par::gather(world.parallel, applications.len(), 1, |parts, moves| {
        for part in &applications[parts] {
            for batch in part.made.chunks(BATCH) {
                let won = |k: usize| best[batch[k].slot as usize].load(Ordering::Relaxed) == bid(&batch[k]);
                let mut winners = positions();
                let n = keep(&mut winners[..batch.len()], won);
                moves.extend(winners[..n].iter().map(|&k| engage(&batch[usize::from(k)], part.employed)));
            }
        }
    })
}
