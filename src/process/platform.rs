//! Technology platforms (4.2, 4.3): where they are founded and for which industry, what they cost, and whom they reach.
//!
//! A platform is set up for a year before it works; the older are paid first, one without its budget does nothing.
//! `service` asks how much more often a region's teams meet enterprises and whose projects these are.

use crate::base::math::pow;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::institutions::Platform;
use crate::world::money::Line;

const PLATFORMS: Param = param("policy.service.platforms");
const COST: Param = param("platform.cost");
const SETUP: Param = param("platform.setup_months");
const OWN: Param = param("platform.own_industry");
const GAIN: Param = param("service.platform_gain");
const DENSITY: Param = param("service.density");

/// Platforms to which `service.platform_gain` refers.
const BASE: f64 = 30.0;

/// [January, after the books open; and the first month] Founds the platforms that the lever asks for beyond those there
/// are, and pays the year: `funded_k = min(1, what is left / cost)`, the oldest first. Those of the start work at once.
pub fn fund(model: &Model, world: &mut World) {
    let wanted = model.lever(PLATFORMS, world.t);
    while (world.institutions.platforms.len() as f64) < wanted {
        let platform = found(model, world);
        world.institutions.platforms.push(platform);
    }
    let share_of_year = f64::from(model.month(world.t).months_left_in_year()) / 12.0;
    let cost = model.number(COST) * share_of_year;
    let World { institutions, accounts, .. } = world;
    for (k, platform) in institutions.platforms.iter_mut().enumerate() {
        let part = (wanted - k as f64).clamp(0.0, 1.0);
        platform.funded =
            if part * cost < 1.0 { 0.0 } else { accounts.spend(Line::Platforms, part * cost, part) / cost };
    }
}

/// A new platform: industry and region by posts of industry proper (leading, renewable or of the secondary sector) and
/// by `density^e`, since services of technology need a dense market.
fn found(model: &Model, world: &World) -> Platform {
    let regions = model.regions.len();
    let weight = |at: usize| {
        let (i, r) = (at / regions, at % regions);
        let industry = &model.industries[i];
        let served = industry.leading || industry.renewables || industry.secondary;
        let posts = model.demand.posts_at_start(i);
        let region = &model.regions[r];
        if served { posts * region.jobs_share * pow(region.density, model.number(DENSITY)) } else { 0.0 }
    };
    let cells = model.industries.len() * regions;
    let total: f64 = (0..cells).map(weight).sum();
    let k = world.institutions.platforms.len() as u64;
    let mut left = world.draws.stream(Process::Service, -1).uniform(k, 0) * total;
    let at = (0..cells).find(|&at| {
        left -= weight(at);
        left < 0.0
    });
    let (industry, region) = at.map_or((0, 0), |at| ((at / regions) as u16, (at % regions) as u8));
    let own = world.enterprises.iter().enumerate().filter(|(_, e)| e.industry == industry && e.region == region);
    let setup = if world.t == 0 { 0 } else { model.number(SETUP) as usize };
    Platform {
        industry,
        region,
        works_from: world.t + setup,
        clients: own.map(|(id, _)| id as u32).collect(),
        ..Platform::default()
    }
}

/// Rise of the meeting rate in each region, `gain sum funded / (30 j_r)`, j_r the region's share of posts: a platform
/// works for the schools of its region, and thirty spread like posts raise the rate by the gain everywhere.
pub fn reach(model: &Model, world: &World) -> Vec<f64> {
    let mut reach = vec![0.0; model.regions.len()];
    for p in world.institutions.platforms.iter().filter(|p| p.works_from <= world.t) {
        let share = model.regions[p.region as usize].jobs_share.max(1e-6);
        reach[p.region as usize] += model.number(GAIN) * p.funded / (BASE * share);
    }
    reach
}

/// The platform that a project of this program comes from and that keeps it in its own industry, if any: the platforms'
/// part of the region's projects is `g / (1 + g)`, and of these they keep the share `own_industry`.
pub fn origin(model: &Model, world: &World, region: u8, gain: f64, program: u64, stream: &Stream) -> Option<usize> {
    if gain <= 0.0 || !stream.chance(program, 302, model.number(OWN) * gain / (1.0 + gain)) {
        return None;
    }
    let near = || {
        let all = world.institutions.platforms.iter().enumerate();
        all.filter(|(_, p)| p.region == region && p.works_from <= world.t && p.funded > 0.0)
    };
    let mut left = stream.uniform(program, 303) * near().map(|(_, p)| p.funded).sum::<f64>();
    near()
        .find(|(_, p)| {
            left -= p.funded;
            left < 0.0
        })
        .map(|(k, _)| k)
}
