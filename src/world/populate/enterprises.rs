//! Enterprises, their sizes, technology and posts.

use super::super::World;
use super::super::cell::NONE;
use super::super::posts::{Enterprise, flag};
use crate::base::draw::bounded_paretos;
use crate::base::math::{ln, pow};
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
    let lows: Vec<f64> =
        model.industries.iter().map(|industry| lower_bound(industry.mean_size, industry.max_size, zeta)).collect();
    let markets = (0..model.regions.len()).flat_map(|region| (0..model.industries.len()).map(move |i| (region, i)));
    let founded = par::map(world.parallel, markets.collect(), |(region, i)| {
        let industry = &model.industries[i];
        let posts = model.demand.posts[i][0] * model.demand.region_share[i][region];
        // An occupation of a network has its enterprise even before anyone works in it.
        if posts <= 0.0 && model.has_demography() {
            return Vec::new();
        }
        let count = if industry.mean_size > 1.0 { (posts / industry.mean_size).round().max(1.0) as u64 } else { 1 };
        let size = bounded_paretos(lows[i], industry.max_size, zeta);
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
                experience: 128,
                founded: -1,
            }
        };
        (0..count).map(enterprise).collect::<Vec<_>>()
    });
    world.enterprises = founded.concat();
    // Everyone plans, from the paths' value at the start.
    crate::world::plan::plan(model, world, 0, |everyone| everyone);
}

/// Lower bound of a Pareto law cut at `high` whose mean is `mean` (bisection; the mean rises with the bound).
fn lower_bound(mean: f64, high: f64, zeta: f64) -> f64 {
    let mean_of = |low: f64| {
        let (a, b) = (pow(low, -zeta), pow(high, -zeta));
        // Zipf's law is the limit of the others.
        let whole =
            if zeta == 1.0 { ln(high / low) } else { (pow(high, 1.0 - zeta) - pow(low, 1.0 - zeta)) / (1.0 - zeta) };
        zeta * whole / (a - b)
    };
    let (mut low, mut up) = (1e-3, mean.min(high * 0.999));
    for _ in 0..60 {
        let mid = 0.5 * (low + up);
        if mean_of(mid) < mean { low = mid } else { up = mid }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::{bounded_paretos, lower_bound};

    /// The mean of a law with that bound, over its quantiles, is the one asked for; at Zipf's exponent too.
    #[test]
    fn sizes_have_the_mean_of_the_industry() {
        for zeta in [0.7, 1.0, 1.06, 2.0] {
            let (mean, high, n) = (20.0, 5000.0, 1_000_000);
            let size = bounded_paretos(lower_bound(mean, high, zeta), high, zeta);
            let sum: f64 = (0..n).map(|k| size((f64::from(k) + 0.5) / f64::from(n))).sum();
            assert!((sum / f64::from(n) / mean - 1.0).abs() < 1e-3, "{zeta}: {}", sum / f64::from(n));
        }
    }
}
