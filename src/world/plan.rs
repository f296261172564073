//! How many posts of each occupation an enterprise wants: the law of labour demand as a function of the state.
//!
//! `N_e = N_ir(t) * size_e / sum size * (w_r)^(-eta) / (1 + kappa (a_e - a_i0))`, where `N_ir(t)` is the industry's path in
//! the region, w_r pay against its trend, a technology. The mix over occupations: the traditional form of a role takes
//! `(1 - a) s_traditional`, the modern one `a s_modern`, each times `w_k^(-sigma)`, normalised. Whole posts come from
//! rounding each occupation with an offset of its own, `floor(x_k + frac(U + k g))`, U fixed for the enterprise and g the
//! golden ratio: small enterprises differ, sums over occupations and over enterprises are unbiased and nearly exact,
//! and a post is moved only where its own wanted number passes a whole one. (Rounding the cumulated mix instead keeps
//! an enterprise's sum exact but shifts all its boundaries with every change of size: ten times the churn.)

use super::World;
use super::posts::NONE;
use crate::base::math::pow;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};

const ELASTICITY: Param = param("labour.demand_elasticity");
const SUBSTITUTION: Param = param("labour.substitution");
const SAVING: Param = param("technology.labour_saving");

/// Fractional part of the golden ratio: its multiples fill [0, 1) evenly.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// What all enterprises share when they plan in a month.
pub struct Outlook {
    /// Posts per unit of size, `[region * industries + industry]`, at the wage of the region.
    per_size: Vec<f64>,
    /// `w^(-sigma)` by `[occupation * regions + region]`.
    pull: Vec<f64>,
    saving: f64,
    mix: Vec<(u16, f64)>,
}

impl Outlook {
    /// Looks at industry paths and wages in month `t` (0 is the first simulated month; paths have one entry before it).
    pub fn new(model: &Model, world: &World, path_index: usize) -> Self {
        let (industries, regions) = (model.industries.len(), model.regions.len());
        let mut sizes = vec![0.0f64; regions * industries];
        for e in &world.enterprises {
            sizes[e.region as usize * industries + e.industry as usize] += f64::from(e.size);
        }
        let eta = model.number(ELASTICITY);
        let answer = |region| if eta == 0.0 { 1.0 } else { pow(region_wage(model, world, region), -eta) };
        let answers: Vec<f64> = (0..regions).map(answer).collect();
        let per_size = (0..regions * industries)
            .map(|k| {
                let (region, i) = (k / industries, k % industries);
                let posts = model.demand.posts[i][path_index] * model.demand.region_share[i][region];
                if sizes[k] > 0.0 { posts * answers[region] / sizes[k] } else { 0.0 }
            })
            .collect();
        let sigma = model.number(SUBSTITUTION);
        Outlook {
            per_size,
            pull: world.market.wage.iter().map(|&w| if sigma == 0.0 { 1.0 } else { pow(w, -sigma) }).collect(),
            saving: model.number(SAVING),
            mix: Vec::new(),
        }
    }

    /// Sets the targets of one enterprise's cells, adding cells for occupations it wants for the first time.
    pub fn plan(&mut self, model: &Model, world: &mut World, e: usize) {
        let (industry, region, technology, offset, size) = {
            let e = &world.enterprises[e];
            (e.industry as usize, e.region as usize, f64::from(e.technology), f64::from(e.offset), f64::from(e.size))
        };
        let facts = &model.industries[industry];
        let saved = 1.0 + self.saving * (technology - facts.technology_start);
        let wanted = self.per_size[region * model.industries.len() + industry] * size / saved;
        self.mix.clear();
        let mut total = 0.0;
        for role in &facts.roles {
            let regions = model.regions.len();
            let traditional =
                (1.0 - technology) * role.share_traditional * self.pull[role.traditional as usize * regions + region];
            let modern = technology * role.share_modern * self.pull[role.modern as usize * regions + region];
            self.mix.push((role.traditional, traditional));
            if role.modern != role.traditional {
                self.mix.push((role.modern, modern));
            }
            total += traditional + modern;
        }
        let whole = model.labour.whole_posts;
        for (k, (_, share)) in self.mix.iter_mut().enumerate() {
            let exact = if total > 0.0 { wanted * *share / total } else { 0.0 };
            *share = if whole { (exact + (offset + k as f64 * GOLDEN).fract()).floor() } else { exact };
        }
        let mut cell = world.enterprises[e].first;
        let mut last = NONE;
        while cell != NONE {
            let c = &mut world.posts.cells[cell as usize];
            let at = self.mix.iter_mut().find(|(o, _)| *o == c.occupation);
            c.target = at.map_or(0.0, |(_, posts)| std::mem::replace(posts, -1.0).max(0.0)) as f32;
            (last, cell) = (cell, c.next);
        }
        for &(occupation, posts) in self.mix.iter().filter(|(_, posts)| *posts > 0.0) {
            let room = (posts * 1.1) as u32 + 1;
            let new = world.posts.add_cell(e as u32, occupation, industry as u16, region as u8, room);
            world.posts.cells[new as usize].target = posts as f32;
            if last == NONE {
                world.enterprises[e].first = new;
            } else {
                world.posts.cells[last as usize].next = new;
            }
            last = new;
        }
    }
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

/// Everyone plans, from the paths' value at the start.
pub fn plan_all(model: &Model, world: &mut World) {
    let mut outlook = Outlook::new(model, world, 0);
    for e in 0..world.enterprises.len() {
        outlook.plan(model, world, e);
    }
}
