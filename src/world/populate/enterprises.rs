//! Enterprises, their sizes, technology and posts.

use super::super::World;
use super::super::cell::NONE;
use super::super::posts::{Enterprise, flag};
use crate::base::draw::bounded_paretos;
use crate::base::par;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};

const SIZE_EXPONENT: Param = param("firms.size_exponent");
const CLUSTER_SHARE: Param = param("technology.cluster_share");
const STEP: Param = param("technology.step");

/// Founds enterprises by region and industry. Sizes are Pareto between bounds that give the industry's mean; technology
/// is a binomial number of steps with the industry's mean, so that diffusion inside firms has begun unevenly.
pub(super) fn found(model: &Model, world: &mut World) {
    let stream = world.draws.stream(Process::PopulateEnterprises, 0);
    let zeta = model.number(SIZE_EXPONENT);
    let steps = (1.0 / model.number(STEP)).round().max(1.0) as u32;
    let markets = (0..model.regions.len()).flat_map(|region| (0..model.industries.len()).map(move |i| (region, i)));
    let founded = par::map(world.parallel, markets.collect(), |(region, i)| {
        let industry = &model.industries[i];
        let posts = model.demand.posts_at_start(i) * model.demand.region_share[i][region];
        // An occupation of a network has its enterprise even before anyone works in it.
        if posts <= 0.0 && model.has_demography() {
            return Vec::new();
        }
        // An occupation of a network is one enterprise.
        let count = if model.has_demography() { (posts / industry.mean_size).round().max(1.0) as u64 } else { 1 };
        let size = bounded_paretos(industry.min_size, industry.max_size, zeta);
        let enterprise = |n: u64| {
            let key = ((region * model.industries.len() + i) as u64) << 32 | n;
            let rank = (n as f64 + stream.uniform(key, 0)) / count as f64;
            let size = if count == 1 { 1.0 } else { size(rank) };
            let adopted = (0..steps).filter(|&s| stream.chance(key, 1 + s, industry.technology_start)).count();
            let cluster = industry.secondary && stream.chance(key, 500, model.number(CLUSTER_SHARE));
            Enterprise {
                industry: i as u16,
                region: region as u8,
                flags: if cluster { flag::CLUSTER } else { 0 },
                upgrading: 0,
                size: size as f32,
                technology: adopted as f32 / steps as f32,
                productivity: 1.0,
                offset: stream.uniform(key, 501) as f32,
                first: NONE,
                places: 0,
                founded: -1,
            }
        };
        (0..count).map(enterprise).collect::<Vec<_>>()
    });
    world.enterprises = founded.concat();
    // Everyone plans, from the paths' value at the start.
    crate::world::plan::plan(model, world, 0, |everyone| everyone);
}
