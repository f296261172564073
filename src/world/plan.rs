//! How many posts of each occupation an enterprise wants: the law of labour demand as a function of the state.
//!
//! `N_e = N_ir(t) * size_e / sum size * (w_r)^(-eta) / (1 + kappa (a_e - a_i0))`, where `N_ir(t)` is the industry's path in
//! the region, w_r pay against its trend, a technology. The mix over occupations: the traditional form of a role takes
//! `(1 - a) s_traditional`, the modern one `a s_modern`, each times `w_k^(-sigma)`, normalised. Whole posts come from
//! rounding each occupation with an offset of its own, `floor(x_k + frac(U + k g))`, U fixed for the enterprise and g the
//! golden ratio: small enterprises differ, sums over occupations and over enterprises are unbiased and nearly exact,
//! and a post is moved only where its own wanted number passes a whole one. (Rounding the cumulated mix instead keeps
//! an enterprise's sum exact but shifts all its boundaries with every change of size: ten times the churn.)

use std::ops::Range;

use super::World;
use super::cell::NONE;
use super::posts::Enterprise;
use crate::base::batch::{BATCH, staged};
use crate::base::math::pow;
use crate::base::memory::fetch;
use crate::base::par;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};

const ELASTICITY: Param = param("labour.demand_elasticity");
const SUBSTITUTION: Param = param("labour.substitution");
const SAVING: Param = param("technology.labour_saving");

/// Fractional part of the golden ratio: its multiples fill [0, 1) evenly.
const GOLDEN: f64 = 0.618_033_988_749_894_9;
/// No position in a mix.
const ELSEWHERE: u16 = u16::MAX;
/// Enterprises that a thread plans at a time.
const CHUNK: usize = 1 << 13;

/// The forms of roles that an industry wants in a region.
#[derive(Default)]
struct Mix {
    /// Occupation of each form.
    occupations: Vec<u16>,
    /// Share of each form where every post is of it, times `w^(-sigma)`: as a traditional form, and as a modern one; one of
    /// them is 0.
    shares: [Vec<f64>; 2],
    /// Sums of the shares.
    totals: [f64; 2],
}

impl Mix {
    fn new(model: &Model, pull: &[f64], industry: usize, region: usize) -> Mix {
        let mut mix = Mix::default();
        let mut form = |occupation: u16, share: f64, modern: bool| {
            let share = share * pull[usize::from(occupation) * model.regions.len() + region];
            mix.occupations.push(occupation);
            mix.shares[0].push(if modern { 0.0 } else { share });
            mix.shares[1].push(if modern { share } else { 0.0 });
        };
        for role in &model.industries[industry].roles {
            form(role.traditional, role.share_traditional, false);
            if role.modern != role.traditional {
                form(role.modern, role.share_modern, true);
            }
        }
        mix.totals = [0, 1].map(|k| mix.shares[k].iter().sum());
        mix
    }
}

/// What all enterprises share when they plan in a month.
struct Outlook<'a> {
    model: &'a Model,
    world: &'a World,
    /// Posts per unit of size, `[region * industries + industry]`, at the wage of the region.
    per_size: Vec<f64>,
    /// Forms wanted, `[region * industries + industry]`.
    mixes: Vec<Mix>,
    /// Position of an occupation's first form in the mix of an industry, `[industry * occupations + occupation]`, or
    /// [`ELSEWHERE`].
    places: Vec<u16>,
    saving: f64,
    /// Fractional parts of the multiples of the golden ratio.
    golden: Vec<f64>,
    /// Wanted of a form from which there is a post.
    least: f64,
}

/// A cell to come.
struct New {
    enterprise: u32,
    occupation: u16,
    target: f32,
    /// The first idle cell of the enterprise, else the last, else [`NONE`].
    from: u32,
}

impl<'a> Outlook<'a> {
    /// Looks at industry paths, at an index of [`crate::model::demand::Demand::posts`], and at wages as they are.
    fn new(model: &'a Model, world: &'a World, path_index: usize) -> Self {
        let (industries, regions) = (model.industries.len(), model.regions.len());
        let group = |e: &Enterprise| e.region as usize * industries + e.industry as usize;
        let size = |e: &Enterprise| [f64::from(e.size)];
        let sizes = par::sums(world.parallel, &world.enterprises, regions * industries, group, size);
        let eta = model.number(ELASTICITY);
        let answer = |region| if eta == 0.0 { 1.0 } else { pow(region_wage(model, world, region), -eta) };
        let answers: Vec<f64> = (0..regions).map(answer).collect();
        let per_size = (0..regions * industries)
            .map(|k| {
                let (region, i) = (k / industries, k % industries);
                let posts = model.demand.posts[i][path_index] * model.demand.region_share[i][region];
                if sizes[k][0] > 0.0 { posts * answers[region] / sizes[k][0] } else { 0.0 }
            })
            .collect();
        let sigma = model.number(SUBSTITUTION);
        let pull: Vec<f64> =
            world.market.wage.iter().map(|&w| if sigma == 0.0 { 1.0 } else { pow(w, -sigma) }).collect();
        let mixes: Vec<Mix> =
            (0..regions * industries).map(|k| Mix::new(model, &pull, k % industries, k / industries)).collect();
        let occupations = model.occupations.len();
        let mut places = vec![ELSEWHERE; industries * occupations];
        for (industry, mix) in mixes.iter().take(industries).enumerate() {
            for (at, &occupation) in mix.occupations.iter().enumerate().rev() {
                places[industry * occupations + usize::from(occupation)] = at as u16;
            }
        }
        let longest = mixes.iter().map(|mix| mix.occupations.len()).max().unwrap_or(0);
        let multiple = |at: &mut f64| {
            let next = *at + GOLDEN;
            Some(std::mem::replace(at, next - next.floor()))
        };
        let golden = std::iter::repeat_n((), longest).scan(0.0, |at, ()| multiple(at)).collect();
        let least = if model.labour.whole_posts { 1.0 } else { f64::MIN_POSITIVE };
        Outlook { model, world, per_size, mixes, places, saving: model.number(SAVING), golden, least }
    }

    /// Sets the targets of one enterprise's cells, and says which are to come; `wanted` is room to work in.
    fn plan(&self, e: usize, wanted: &mut Vec<f64>, new: &mut Vec<New>) {
        let enterprise = &self.world.enterprises[e];
        let (industry, technology) = (enterprise.industry as usize, f64::from(enterprise.technology));
        let market = enterprise.region as usize * self.model.industries.len() + industry;
        let saved = 1.0 + self.saving * (technology - self.model.industries[industry].technology_start);
        let posts = self.per_size[market] * f64::from(enterprise.size) / saved;
        self.wanted(&self.mixes[market], posts, technology, f64::from(enterprise.offset), wanted);
        let occupations = self.model.occupations.len();
        let places = &self.places[industry * occupations..][..occupations];
        let (mut from, mut found) = (NONE, false);
        for (cell, c) in self.world.posts_of(e) {
            let at = wanted.get_mut(usize::from(places[c.occupation() as usize]));
            let target = at.map_or(0.0, |wanted| self.target(std::mem::take(wanted)));
            self.world.posts.aim(cell, target);
            if !found {
                (from, found) = (cell, c.is_idle());
            }
        }
        // Few enterprises want more: that is seen without a branch for each form.
        if !wanted.iter().fold(false, |any, &wanted| any | (wanted >= self.least)) {
            return;
        }
        for (&occupation, &wanted) in self.mixes[market].occupations.iter().zip(wanted.iter()) {
            if wanted >= self.least {
                new.push(New { enterprise: e as u32, occupation, target: self.target(wanted), from });
            }
        }
    }

    /// Wanted of each form of a mix, `x_k`, or `x_k + frac(U + k g)` where whole posts are left of it. One pass without
    /// a branch, because enterprises have few posts and many forms.
    fn wanted(&self, mix: &Mix, posts: f64, technology: f64, offset: f64, wanted: &mut Vec<f64>) {
        let weights = [1.0 - technology, technology];
        let total = weights[0] * mix.totals[0] + weights[1] * mix.totals[1];
        let per_share = if total > 0.0 { posts / total } else { 0.0 };
        let [traditional, modern] = weights.map(|weight| weight * per_share);
        let parts = mix.shares[0].iter().zip(&mix.shares[1]).map(|shares| shares.0 * traditional + shares.1 * modern);
        wanted.clear();
        if self.model.labour.whole_posts {
            let fractions = self.golden.iter().map(|golden| {
                let turn = offset + golden;
                turn - if turn >= 1.0 { 1.0 } else { 0.0 }
            });
            wanted.extend(parts.zip(fractions).map(|(part, fraction)| part + fraction));
        } else {
            wanted.extend(parts);
        }
    }

    /// The target of a cell of which so much is wanted.
    fn target(&self, wanted: f64) -> f32 {
        if self.model.labour.whole_posts { wanted as u32 as f32 } else { wanted as f32 }
    }
}

/// Plans the posts of the enterprises that `chosen` picks out of a range, adding cells for occupations that one wants for
/// the first time.
pub fn plan<I: Iterator<Item = usize>>(
    model: &Model,
    world: &mut World,
    path_index: usize,
    chosen: impl Fn(Range<usize>) -> I + Sync,
) {
    let outlook = Outlook::new(model, world, path_index);
    let parts = par::chunks(world.parallel, world.enterprises.len(), CHUNK, |range| {
        let (mut new, mut wanted) = (Vec::new(), Vec::new());
        let chosen: Vec<usize> = chosen(range).collect();
        for batch in chosen.chunks(BATCH) {
            world.warm_posts(batch.iter().copied(), false);
            batch.iter().for_each(|&e| outlook.plan(e, &mut wanted, &mut new));
        }
        new
    });
    if world.posts.cells.is_empty() {
        let new = parts.iter().flatten();
        world.posts.expect(new.clone().count(), new.map(|new| room(new.target) as usize).sum());
    }
    for part in parts {
        staged::<2>(part.len(), |stage, k| match (stage, &part[k]) {
            (0, new) => {
                fetch(&world.enterprises, new.enterprise as usize);
                fetch(&world.posts.cells, new.from as usize);
            }
            (_, new) => add(world, new),
        });
    }
}

/// Gives an enterprise a cell for an occupation: one that stands idle, else a new one at the end of its list.
fn add(world: &mut World, new: &New) {
    let (enterprise, cells) = (&mut world.enterprises[new.enterprise as usize], &world.posts.cells);
    let from = if new.from == NONE { enterprise.first } else { new.from };
    let (mut last, mut cell) = (NONE, from);
    while cell != NONE && !cells[cell as usize].is_idle() {
        (last, cell) = (cell, cells[cell as usize].next);
    }
    if cell != NONE {
        world.posts.reuse(cell, new.occupation);
        world.posts.aim(cell, new.target);
        return;
    }
    let kind = (new.occupation, enterprise.industry, enterprise.region);
    let added = world.posts.add_cell(new.enterprise, kind, room(new.target));
    world.posts.aim(added, new.target);
    if last == NONE {
        enterprise.first = added;
    } else {
        world.posts.cells[last as usize].next = added;
    }
}

/// Room for the workers of a new cell: one more than its target, and what rounding adds.
fn room(target: f32) -> u32 {
    target as u32 + 1
}

/// Pay in a region against its trend, weighted by the posts wanted of each occupation (equal weights before the first
/// count).
pub fn region_wage(model: &Model, world: &World, region: usize) -> f64 {
    let regions = model.regions.len();
    let (mut weighted, mut weight) = (0.0, 0.0);
    for o in 0..model.occupations.len() {
        let need = world.market.need[o * regions + region].max(1e-9);
        weighted += need * world.market.wage[o * regions + region];
        weight += need;
    }
    weighted / weight
}
