//! The board of open vacancies of a month, and where seekers look: the law stands at `search`.
//!
//! Seekers look in batches, step by step: all draw a market, then all draw places until each stands at a vacancy. Reads the
//! world's posts and rows and the month's draws, writes nothing but itself; only `search` uses it.

use crate::base::batch::{BATCH, keep, positions};
use crate::base::math::pow;
use crate::base::rng::{Process, Stream};
use crate::base::{bits, bucket, par};
use crate::model::Model;
use crate::world::World;
use crate::world::cell::Vacant;

/// The cell of an empty slot.
const EMPTY: u32 = u32::MAX;

/// Places of the board that a thread marks at a time: a multiple of 64.
const CHUNK: usize = 1 << 16;

/// A cell with vacancies; the key is its address.
#[derive(Clone, Copy)]
struct Offer {
    key: u64,
    index: u32,
    market: u32,
    vacant: Vacant,
}

/// A vacancy that a seeker has found.
#[derive(Clone, Copy, Default)]
pub(super) struct Pick {
    pub slot: u32,
    pub id: u32,
    /// Occupation of the vacancy.
    pub occupation: u32,
}

/// Open vacancies by market (occupation and region), each at its place.
pub(super) struct Board {
    /// Cell at each slot, or [`EMPTY`].
    pub slots: Vec<u32>,
    /// All vacancies of that cell, so that no applicant looks at it; empty where hiring is uniform.
    pub vacant: Vec<Vacant>,
    /// One bit a slot: a vacancy stands there.
    taken: Vec<u64>,
    /// First slot and size (a power of two; 0 for none) of each market's grid, `[occupation * regions + region]`.
    grids: Vec<(u32, u32)>,
    /// Cumulative weights of regions by `[(o * regions + r) * regions + s]`.
    regions: Vec<f64>,
    /// Cumulative weights of occupations by `[(o * regions + s) * occupations + j]`.
    occupations: Vec<f64>,
}

impl Board {
    pub fn new(model: &Model, world: &World) -> Self {
        let (n, regions) = (model.occupations.len(), model.regions.len());
        // Cells with vacancies, block by block: their market, vacancies and address, read once.
        let blocks = par::map(world.parallel, (0..world.posts.blocks()).collect(), |block| {
            let mut offers = Vec::new();
            world.posts.advertised_in(block, |index, cell| {
                let market = u32::from(cell.occupation()) * regions as u32 + u32::from(cell.region());
                offers.push(Offer { key: cell.address(), index, market, vacant: cell.vacant() });
            });
            bucket::sort(offers, n * regions, |offer| offer.market as usize)
        });
        let of = |market: usize| blocks.iter().flat_map(move |(offers, at)| &offers[at[market]..at[market + 1]]);
        let vacancies = |market| of(market).map(|offer| offer.vacant.vacancies).sum();
        let open: Vec<u32> = par::map(world.parallel, (0..n * regions).collect(), vacancies);
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
        let mut vacant = vec![Vacant::default(); if model.labour.best_hire { slots.len() } else { 0 }];
        // The place of a vacancy outlives the month, so its address has no month.
        let places = world.draws.stream(Process::Application, -1);
        let (mut left, mut pieces) = ((&mut slots[..], &mut vacant[..]), Vec::with_capacity(grids.len()));
        for (market, &(_, size)) in grids.iter().enumerate() {
            let (grid, slots) = left.0.split_at_mut(size as usize);
            let (all, vacant) = left.1.split_at_mut(left.1.len().min(size as usize));
            pieces.push((market, grid, all));
            left = (slots, vacant);
        }
        par::map(world.parallel, pieces, |(market, grid, vacant)| {
            for offer in of(market) {
                for v in 0..offer.vacant.vacancies {
                    let mut at = places.bits(offer.key, v) as usize & (grid.len() - 1);
                    while grid[at] != EMPTY {
                        at = (at + 1) & (grid.len() - 1);
                    }
                    grid[at] = offer.index;
                    if let Some(vacant) = vacant.get_mut(at) {
                        *vacant = offer.vacant;
                    }
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
        let taken = marks(world.parallel, &slots);
        Board { slots, vacant, taken, grids, regions: by_region, occupations }
    }

    /// Writes to `picks` a vacancy for each of these seekers, at most [`BATCH`], with something within reach. Draws are those
    /// of `index` and after.
    pub fn pick(
        &self,
        model: &Model,
        world: &World,
        stream: &Stream,
        batch: &[u32],
        index: u32,
        picks: &mut Vec<Pick>,
    ) {
        let (n, regions) = (model.occupations.len(), model.regions.len());
        let mut grids = [(0, 0); BATCH];
        picks.clear();
        for &id in batch {
            let (p, entity) = (&world.persons[id as usize], u64::from(id));
            let (o, r) = (p.occupation as usize, p.region as usize);
            let from = &self.regions[(o * regions + r) * regions..][..regions];
            let Some(s) = draw(from, stream.uniform(entity, index)) else { continue };
            let from = &self.occupations[(o * regions + s) * n..][..n];
            let Some(j) = draw(from, stream.uniform(entity, index + 1)) else { continue };
            grids[picks.len()] = self.grids[j * regions + s];
            picks.push(Pick { slot: 0, id, occupation: j as u32 });
        }
        let (mut looking, mut left, mut index) = (positions(), picks.len(), index + 2);
        while left > 0 {
            // Who meets an empty place looks again.
            left = keep(&mut looking[..left], |k| {
                let ((first, size), pick) = (grids[k], &mut picks[k]);
                pick.slot = first + ((stream.bits(u64::from(pick.id), index) >> 32) as u32 & (size - 1));
                !bits::is_set(&self.taken, pick.slot as usize)
            });
            index += 1;
        }
    }
}

/// One bit a slot: a vacancy stands there.
fn marks(parallel: bool, slots: &[u32]) -> Vec<u64> {
    let mark = |slots: &[u32]| slots.iter().rev().fold(0, |word, &cell| word << 1 | u64::from(cell != EMPTY));
    par::gather(parallel, slots.len(), CHUNK, |range, words| words.extend(slots[range].chunks(64).map(mark)))
}

/// Position drawn from cumulative weights; `None` if all are zero.
#[inline]
fn draw(cumulative: &[f64], u: f64) -> Option<usize> {
    let total = cumulative[cumulative.len() - 1];
    if total <= 0.0 {
        return None;
    }
    if cumulative.len() == 1 {
        return Some(0);
    }
    let at = cumulative.partition_point(|&c| c <= u * total);
    Some(at.min(cumulative.len() - 1))
}
