//! Separations and openings, on the stocks from before the month's hiring, carried out after it.
//!
//! With `gap = E + V - target`: a worker leaves with probability `du + (1 - du) min(1, gu max(0, gap)/E)` and
//! `Binomial(E, dv + (1 - dv) min(1, gv max(0, -gap)/E))` vacancies open (del Rio-Chanona et al. 2021, eqs. 3-6; one
//! opens if nobody is employed). The union is drawn as two independent processes: spontaneous separations as gaps over
//! ids, thinned by tenure and fit; layoffs by cell. Enterprises that plan whole posts withdraw vacancies before they
//! lay off, and may open more vacancies than they have staff.

use std::ops::Range;

use crate::base::batch::staged;
use crate::base::bits;
use crate::base::draw::{BLOCK, Trials, binomial};
use crate::base::math::exp;
use crate::base::memory::fetch;
use crate::base::par;
use crate::base::rng::Process;
use crate::model::Model;
use crate::model::labour::Labour;
use crate::world::World;
use crate::world::cell::Cell;
use crate::world::moves::{Move, To};
use crate::world::person::{Person, Status};

/// Persons, a multiple of the block, among whom separations are drawn and at once carried out, while their rows are in
/// the cache; several threads take as many times more. Whatever the number, cells are left in the order of ids.
const TOGETHER: usize = 1 << 18;
const MORE: usize = 16;
/// Tenure after which a worker counts as an old hand [months].
const OLD_HAND: usize = 120;

/// What the month's turnover of posts will be, by block of cells. Spontaneous separations depend on each person's own state
/// alone, which hiring leaves as it was for all who were not hired, so they are drawn when they are carried out.
pub struct Decisions(Vec<Decided>);

/// What is decided of a block of cells.
#[derive(Default)]
struct Decided {
    /// Persons laid off.
    layoffs: Vec<u32>,
    /// Vacancies to open, and to withdraw, by cell.
    openings: Vec<(u32, u32)>,
    withdrawals: Vec<(u32, u32)>,
}

/// Draws the month's layoffs, openings and withdrawals on the stocks as they stand.
pub fn decide(model: &Model, world: &World) -> Decisions {
    let labour = &model.labour;
    let t = world.t as i32;
    let (layoffs, openings) = (world.draws.stream(Process::Layoffs, t), world.draws.stream(Process::Openings, t));
    let expiry = world.draws.stream(Process::Expiry, t);
    Decisions(par::map(world.parallel, (0..world.posts.blocks()).collect(), |block| {
        let mut decided = Decided::default();
        world.posts.stirred_in(block, |index, cell| {
            if cell.is_at_rest(labour) {
                return false;
            }
            let gap = cell.gap();
            let (key, staff) = (cell.address(), f64::from(cell.workers()));
            let withdrawn = withdrawn(labour, cell, gap)
                + binomial(&expiry, key, u64::from(cell.vacancies()), labour.expiry) as u32;
            let withdrawn = withdrawn.min(cell.vacancies());
            if withdrawn > 0 {
                decided.withdrawals.push((index, withdrawn));
            }
            if gap > 0.0 && staff > 0.0 {
                let surplus = if labour.whole_posts { gap - f64::from(withdrawn) } else { gap };
                let hazard = (labour.adjust_down * surplus.max(0.0) / staff).min(1.0);
                let count = binomial(&layoffs, key, u64::from(cell.workers()), hazard) as usize;
                choose(&layoffs, key, world.posts.workers(index), count, &mut decided.layoffs);
            }
            let opened = opened(labour, &openings, key, staff, gap);
            if opened > 0 {
                decided.openings.push((index, opened));
            }
            true
        });
        decided
    }))
}

/// Vacancies withdrawn because the plan no longer wants them (whole posts only).
fn withdrawn(labour: &Labour, cell: &Cell, gap: f64) -> u32 {
    if labour.whole_posts && gap > 0.0 { cell.vacancies().min(gap as u32) } else { 0 }
}

/// Vacancies that open in a cell.
fn opened(labour: &Labour, stream: &crate::base::rng::Stream, key: u64, staff: f64, gap: f64) -> u32 {
    let missing = (-gap).max(0.0);
    if staff == 0.0 && !labour.beyond_staff {
        return u32::from(missing > 0.0);
    }
    let pull = if staff > 0.0 { (labour.adjust_up * missing / staff).min(1.0) } else { 0.0 };
    let hazard = labour.opening + (1.0 - labour.opening) * pull;
    let within = binomial(stream, key, staff as u64, hazard) as u32;
    // What staff cannot ask for: `within` expects gamma x missing up to its staff.
    let beyond = if labour.beyond_staff && labour.adjust_up > 0.0 {
        (missing - staff / labour.adjust_up).max(0.0) as u64
    } else {
        0
    };
    within + binomial(stream, key | 1 << 63, beyond, labour.adjust_up) as u32
}

/// `count` distinct workers, every set equally likely (Floyd's sampling of positions).
fn choose(stream: &crate::base::rng::Stream, key: u64, workers: &[u32], count: usize, out: &mut Vec<u32>) {
    let from = out.len();
    for j in workers.len() - count..workers.len() {
        let pick = workers[stream.below(key | 1 << 62, j as u32, j + 1)];
        let taken = out[from..].contains(&pick);
        out.push(if taken { workers[j] } else { pick });
    }
}

/// Spontaneous separations among these ids, of those not hired this month: gaps at the highest hazard over blocks of ids
/// in any state, thinned by each person's own.
fn spontaneous(model: &Model, world: &World, ids: Range<usize>) -> Vec<Move> {
    let labour = &model.labour;
    let highest = (labour.separation * (1.0 + labour.tenure) * (1.0 + labour.misfit)).min(1.0);
    if highest <= 0.0 {
        return Vec::new();
    }
    let stream = world.draws.stream(Process::Separations, world.t as i32);
    let reopen = world.draws.stream(Process::Openings, world.t as i32);
    let trials = Trials::new(highest);
    let fading: Vec<f64> =
        (0..=OLD_HAND).map(|m| if labour.tenure == 0.0 { 0.0 } else { exp(-(m as f64) / 12.0) }).collect();
    let persons = &world.persons;
    par::gather(world.parallel, ids.len(), 8 * BLOCK, |range, leavers| {
        let mut drawn = Vec::new();
        trials.successes(&stream, ids.start + range.start..ids.start + range.end, &mut drawn);
        drawn.retain(|&id| bits::is_set(&world.employed, id as usize));
        // Everyone's hazard at full fit, and what was drawn.
        let mut hazards: Vec<(u32, f64, f64)> = Vec::with_capacity(drawn.len());
        staged::<2>(drawn.len(), |stage, k| {
            let id = drawn[k];
            if stage == 0 {
                return fetch(persons, id as usize);
            }
            let p = &persons[id as usize];
            if !was_there(world, p) {
                return;
            }
            let months = (world.t as i32 - i32::from(p.since)).clamp(0, OLD_HAND as i32) as usize;
            let hazard = labour.separation * (1.0 + labour.tenure * fading[months]);
            let drawn = stream.uniform(1 << 40 | u64::from(id), 0) * highest;
            if drawn < hazard * (1.0 + labour.misfit) {
                fetch(&world.posts.cells, p.place as usize);
                hazards.push((id, hazard, drawn));
            }
        });
        for (id, hazard, drawn) in hazards {
            // Fit decides only between the hazards of full and of no fit.
            let leaves = drawn < hazard || {
                let fit = world.fit_now(id, persons[id as usize].occupation as usize);
                drawn < hazard * (1.0 + labour.misfit * (1.0 - f64::from(fit)))
            };
            if leaves {
                leavers.push(leave(world, id, reopen.chance(1 << 62 | u64::from(id), 0, labour.reopen)));
            }
        }
    })
}

/// Carries out what was decided, among people still in the post they held then.
pub fn carry_out(model: &Model, world: &mut World, decisions: Decisions) {
    let blocks = &decisions.0;
    world.flows.withdrawn += world.withdraw(blocks.iter().map(|decided| &decided.withdrawals[..]));
    let together = if world.parallel { MORE * TOGETHER } else { TOGETHER };
    for from in (0..world.persons.len()).step_by(together) {
        let ids = from..(from + together).min(world.persons.len());
        let separations = spontaneous(model, world, ids);
        world.flows.separations += separations.len() as u64;
        world.carry_out(separations);
    }
    let layoffs = laid_off(world, blocks);
    world.flows.layoffs += layoffs.len() as u64;
    world.carry_out(layoffs);
    world.flows.openings += world.advertise(blocks.iter().map(|decided| &decided.openings[..]));
}

/// Those to be laid off who are still there.
fn laid_off(world: &World, blocks: &[Decided]) -> Vec<Move> {
    let persons = &world.persons;
    par::gather(world.parallel, blocks.len(), 1, |range, moves| {
        for Decided { layoffs, .. } in &blocks[range] {
            staged::<2>(layoffs.len(), |stage, k| match (stage, layoffs[k]) {
                (0, id) => fetch(persons, id as usize),
                (_, id) if was_there(world, &persons[id as usize]) => moves.push(leave(world, id, false)),
                _ => {}
            });
        }
    })
}

/// Out of the post, which may reopen, to look for another.
fn leave(world: &World, id: u32, reopens: bool) -> Move {
    Move { id, to: To::Status(Status::Seeking), reopens, since: world.t as i16 }
}

/// Employed, and not hired this month.
fn was_there(world: &World, p: &Person) -> bool {
    p.status == Status::Employed && i32::from(p.since) < world.t as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Draws;

    /// Of what is missing a share gamma is advertised a month, also where more is missing than is there: within four standard
    /// errors; whole posts beyond staff are cut down, so never more.
    #[test]
    fn what_is_missing_is_advertised_once() {
        let labour = Labour { adjust_up: 0.48, beyond_staff: true, ..Labour::default() };
        let stream = Draws::new(1, 0).stream(Process::Openings, 0);
        let n = 20_000;
        for (staff, missing, cut) in [(0.0, 3.0, 0.0), (1.0, 2.0, 0.0), (10.0, 4.0, 0.0), (1.0, 5.0, 0.92)] {
            let sum: u32 = (0..n).map(|key| opened(&labour, &stream, key, staff, -missing)).sum();
            let (mean, expected) = (f64::from(sum) / n as f64, 0.48 * (missing - cut));
            assert!((mean - expected).abs() < 4.0 * (expected / n as f64).sqrt(), "{staff} {missing}: {mean}");
        }
    }
}
