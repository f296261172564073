//! Search and hire: who applies where, and whom a vacancy takes.
//!
//! A seeker searches with probability phi. From occupation o in region r the choice of (j, s) has weight
//! `A[o,j] D[r,s] V[j,s] w[j,s]^b`: first the region, then the occupation, then one vacancy there. Vacancies stand at hashed
//! places of a grid of twice their number, and a seeker draws places until one is taken, so that a vacancy more or less
//! moves few applications. A vacancy takes its best applicant by fit seen through noise (del Rio-Chanona et al. 2021:
//! a uniform one), nobody below its standard, which falls with its age.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::draw::{geometric, normal};
use crate::base::math::{ln, pow};
use crate::base::rng::{Process, Stream};
use crate::base::{bucket, par};
use crate::model::Model;
use crate::world::World;
use crate::world::moves::{Move, To};
use crate::world::person::Status;

const EMPTY: u32 = u32::MAX;
/// Ids per block of search on the job: part of the address of the draws.
const BLOCK: usize = 4096;

/// Searchers, or applications, that a thread takes at a time.
const CHUNK: usize = 1 << 14;

/// Seekers whose rows are fetched together.
const BATCH: usize = 128;

/// One application: a slot of the board, how the applicant ranks there, who applies.
#[derive(Clone, Copy)]
struct Application {
    slot: u32,
    rank: u32,
    id: u32,
}

/// Everybody who searches applies; vacancies choose; repeated for the rounds of the month.
pub fn search_and_hire(model: &Model, world: &mut World) {
    let mut searching = searchers(model, world);
    for round in 0..model.labour.rounds {
        let board = Board::new(model, world);
        if board.slots.is_empty() || searching.is_empty() {
            return;
        }
        let applications = applications(model, world, &board, &searching, round as u32);
        world.flows.applications += applications.iter().map(Vec::len).sum::<usize>() as u64;
        hire(model, world, &board, &applications);
        if round + 1 < model.labour.rounds {
            searching.retain(|&id| i32::from(world.persons[id as usize].since) < world.t as i32);
        }
    }
}

/// Ids of the seekers who search this month, then of employed persons who look around.
fn searchers(model: &Model, world: &World) -> Vec<u32> {
    let (stream, phi) = (world.draws.stream(Process::Search, world.t as i32), model.labour.search);
    let parts = par::chunks(world.parallel, world.seekers.words(), BLOCK, |words| {
        world.seekers.ids(words).filter(|&id| phi >= 1.0 || stream.chance(u64::from(id), 0, phi)).collect::<Vec<u32>>()
    });
    let mut searching = parts.concat();
    if model.labour.on_the_job > 0.0 {
        let stream = world.draws.stream(Process::OnTheJob, world.t as i32);
        let ln_stay = ln(1.0 - model.labour.on_the_job);
        let parts = par::chunks(world.parallel, world.persons.len(), BLOCK * 16, |range| {
            let mut drawn = Vec::new();
            for block in range.step_by(BLOCK) {
                let end = (block + BLOCK).min(world.persons.len()) as u64;
                let mut gaps = stream.generator((block / BLOCK) as u64);
                let mut at = block as u64 + geometric(&mut gaps, ln_stay);
                while at < end {
                    drawn.push(at as u32);
                    at = at.saturating_add(1).saturating_add(geometric(&mut gaps, ln_stay));
                }
            }
            drawn.retain(|&id| world.persons[id as usize].status == Status::Employed);
            drawn
        });
        searching.extend(parts.into_iter().flatten());
    }
    searching
}

/// A cell with vacancies; the key does not depend on when the cell was created.
#[derive(Clone, Copy)]
struct Offer {
    key: u64,
    index: u32,
    market: u32,
    vacancies: u32,
}

/// Open vacancies by market (occupation and region), each at its place.
struct Board {
    /// Cell at each slot, or [`EMPTY`].
    slots: Vec<u32>,
    /// First slot and size (a power of two; 0 for none) of each market's grid, `[occupation * regions + region]`.
    grids: Vec<(u32, u32)>,
    /// Cumulative weights of regions by `[(o * regions + r) * regions + s]`.
    regions: Vec<f64>,
    /// Cumulative weights of occupations by `[(o * regions + s) * occupations + j]`.
    occupations: Vec<f64>,
}

impl Board {
    fn new(model: &Model, world: &World) -> Self {
        let (n, regions) = (model.occupations.len(), model.regions.len());
        // Cells with vacancies: their market, vacancies and address, read once.
        let offers = par::map(world.parallel, (0..world.posts.blocks()).collect(), |block| {
            let offer = |index: u32| {
                let cell = &world.posts.cells[index as usize];
                let market = u32::from(cell.occupation) * regions as u32 + u32::from(cell.region);
                let key = u64::from(cell.enterprise) << 16 | u64::from(cell.occupation);
                Offer { key, index, market, vacancies: cell.vacancies }
            };
            world.posts.advertised_in(block).map(offer).collect::<Vec<Offer>>()
        });
        let (offers, starts) = bucket::sort(offers.concat(), n * regions, |offer| offer.market as usize);
        let open: Vec<u32> = starts
            .windows(2)
            .map(|range| offers[range[0]..range[1]].iter().map(|offer| offer.vacancies).sum())
            .collect();
        let mut start = 0u32;
        let grids: Vec<(u32, u32)> = open
            .iter()
            .map(|&v| {
                let size = if v == 0 { 0 } else { (2 * v).next_power_of_two() };
                start += size;
                (start - size, size)
            })
            .collect();
        let mut slots = vec![EMPTY; start as usize];
        // The place of a vacancy outlives the month, so its address has no month.
        let places = world.draws.stream(Process::Application, -1);
        let (mut grids_left, mut pieces) = (&mut slots[..], Vec::with_capacity(grids.len()));
        for (&(_, size), range) in grids.iter().zip(starts.windows(2)) {
            let (grid, after) = grids_left.split_at_mut(size as usize);
            pieces.push((grid, &offers[range[0]..range[1]]));
            grids_left = after;
        }
        par::map(world.parallel, pieces, |(grid, offers)| {
            for offer in offers {
                for v in 0..offer.vacancies {
                    let mut at = places.bits(offer.key, v) as usize & (grid.len() - 1);
                    while grid[at] != EMPTY {
                        at = (at + 1) & (grid.len() - 1);
                    }
                    grid[at] = offer.index;
                }
            }
        });
        let pull = |j: usize, s: usize| {
            let v = f64::from(open[j * regions + s]);
            if model.labour.wage_pull == 0.0 || v == 0.0 {
                v
            } else {
                v * pow(
                    world.market.wage[j * regions + s]
                        * model.occupations[j].wage_relative
                        * model.regions[s].wage_relative,
                    model.labour.wage_pull,
                )
            }
        };
        let weights: Vec<f64> = (0..regions * n).map(|k| pull(k % n, k / n)).collect();
        let mut occupations = vec![0.0; n * regions * n];
        for o in 0..n {
            for s in 0..regions {
                let mut total = 0.0;
                let row = &mut occupations[(o * regions + s) * n..][..n];
                for (j, cumulative) in row.iter_mut().enumerate() {
                    total += model.labour.reach[o * n + j] * weights[s * n + j];
                    *cumulative = total;
                }
            }
        }
        let mut by_region = vec![0.0; n * regions * regions];
        for o in 0..n {
            for r in 0..regions {
                let mut total = 0.0;
                for s in 0..regions {
                    total += model.labour.near[r * regions + s] * occupations[(o * regions + s) * n + n - 1];
                    by_region[(o * regions + r) * regions + s] = total;
                }
            }
        }
        Board { slots, grids, regions: by_region, occupations }
    }

    /// A vacancy for a seeker from `o` in `r`, or nothing within reach.
    #[inline]
    fn pick(&self, model: &Model, stream: &Stream, id: u32, index: u32, o: usize, r: usize) -> Option<u32> {
        let (n, regions) = (model.occupations.len(), model.regions.len());
        let entity = u64::from(id);
        let s = draw(&self.regions[(o * regions + r) * regions..][..regions], stream.uniform(entity, index))?;
        let j = draw(&self.occupations[(o * regions + s) * n..][..n], stream.uniform(entity, index + 1))?;
        let (first, size) = self.grids[j * regions + s];
        let mut index = index + 2;
        loop {
            let slot = first + ((stream.bits(entity, index) >> 32) as u32 & (size - 1));
            if self.slots[slot as usize] != EMPTY {
                return Some(slot);
            }
            index += 1;
        }
    }
}

/// Position drawn from cumulative weights; `None` if all are zero.
#[inline]
fn draw(cumulative: &[f64], u: f64) -> Option<usize> {
    let total = cumulative[cumulative.len() - 1];
    if total <= 0.0 {
        return None;
    }
    let at = cumulative.partition_point(|&c| c <= u * total);
    Some(at.min(cumulative.len() - 1))
}

fn applications(model: &Model, world: &World, board: &Board, searching: &[u32], round: u32) -> Vec<Vec<Application>> {
    let t = world.t as i32;
    let (stream, noise) = (world.draws.stream(Process::Application, t), world.draws.stream(Process::Hire, t));
    // Where hiring is uniform and nobody searches from a job, who applies need not be looked at.
    let unseen = !model.labour.best_hire && model.labour.on_the_job == 0.0;
    par::chunks(world.parallel, searching.len(), CHUNK, |range| {
        let mut made = Vec::with_capacity(range.len());
        let mut picks: Vec<(u32, u32)> = Vec::with_capacity(BATCH);
        for batch in searching[range].chunks(BATCH) {
            picks.clear();
            world.warm(batch.iter().copied());
            picks.extend(batch.iter().filter_map(|&id| {
                let p = &world.persons[id as usize];
                let slot = board.pick(model, &stream, id, round << 20, p.occupation as usize, p.region as usize)?;
                Some((slot, id))
            }));
            if unseen {
                made.extend(picks.iter().map(|&(slot, id)| uniform(&noise, slot, id, round)));
                continue;
            }
            let open = picks.iter().fold(0u32, |sum, &(slot, _)| {
                sum.wrapping_add(world.posts.cells[board.slots[slot as usize] as usize].vacancies)
            });
            std::hint::black_box(open);
            made.extend(picks.iter().filter_map(|&(slot, id)| apply(model, world, board, &noise, slot, id, round)));
        }
        made
    })
}

/// An application that ranks by chance alone.
fn uniform(noise: &Stream, slot: u32, id: u32, round: u32) -> Application {
    Application { slot, rank: (noise.bits(u64::from(id) << 32 | u64::from(slot), round) >> 32) as u32, id }
}

/// How an applicant ranks at a vacancy; `None` if below its standard, or if it is the applicant's own cell.
fn apply(
    model: &Model,
    world: &World,
    board: &Board,
    noise: &Stream,
    slot: u32,
    id: u32,
    round: u32,
) -> Option<Application> {
    let (labour, p) = (&model.labour, &world.persons[id as usize]);
    let index = board.slots[slot as usize];
    if p.place == index && p.status == Status::Employed {
        return None;
    }
    if !labour.best_hire {
        return Some(uniform(noise, slot, id, round));
    }
    let cell = &world.posts.cells[index as usize];
    let fit = f64::from(world.fit_now(id, cell.occupation as usize));
    let (blur, bonus) = super::school::seen(labour, p);
    let seen = fit + bonus + blur * normal(noise, u64::from(id), round);
    let accepted = seen >= labour.standard - labour.standard_fall * cell.vacancy_age(world.t);
    accepted.then(|| Application { slot, rank: ((seen + 4.0) * (f64::from(u32::MAX) / 8.0)) as u32, id })
}

/// Every slot takes its highest rank (ties: the higher id), whatever the order of applications. Who moves from job to
/// job leaves a post behind.
fn hire(model: &Model, world: &mut World, board: &Board, applications: &[Vec<Application>]) {
    let best: Vec<AtomicU64> = board.slots.iter().map(|_| AtomicU64::new(0)).collect();
    let bid = |a: &Application| u64::from(a.rank) << 32 | u64::from(a.id);
    par::map(world.parallel, applications.iter().collect(), |applications: &Vec<Application>| {
        for a in applications {
            let top = &best[a.slot as usize];
            if top.load(Ordering::Relaxed) < bid(a) {
                top.fetch_max(bid(a), Ordering::Relaxed);
            }
        }
    });
    let reopen = world.draws.stream(Process::Openings, world.t as i32);
    let moves = par::map(world.parallel, applications.iter().collect(), |applications: &Vec<Application>| {
        let won = |a: &&Application| best[a.slot as usize].load(Ordering::Relaxed) == bid(a);
        let engage = |a: &Application| {
            let employed = world.persons[a.id as usize].status == Status::Employed;
            let reopens = employed && reopen.chance(1 << 61 | u64::from(a.id), 0, model.labour.reopen);
            Move { id: a.id, to: To::Vacancy(board.slots[a.slot as usize]), reopens, since: world.t as i16 }
        };
        applications.iter().filter(won).map(engage).collect::<Vec<Move>>()
    });
    world.carry_out(moves.concat());
}
