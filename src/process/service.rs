//! Technology service (4.1-4.4): teams of college programs and enterprises meet, work, and both are better for it.
//!
//! Programs are never thinned but enterprises are: of the projects of a thinned run only one in `people_per_agent`
//! meets an enterprise that has a row; income and teachers' experience count every project.

use crate::base::math::pow;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::cell::NONE;
use crate::world::education::{Program, start};
use crate::world::institutions::Project;
use crate::world::posts::flag;

use super::platform;

const RATE: Param = param("service.rate");
const CLUSTER: Param = param("service.cluster_gain");
const SERVED_CLUSTERS: Param = param("policy.cluster.served");
const DENSITY: Param = param("service.density");
const EXPERIENCE: Param = param("service.experience");
const CONTRACT: Param = param("service.contract");
const SUCCESS: Param = param("service.success");
const PRODUCTIVITY: Param = param("service.productivity");
const FRESHNESS: Param = param("service.freshness");
const MEMBERS: Param = param("consortium.link_gain");
const FOCUS: Param = param("policy.service.renewables_focus");
const DOUBLE: Param = param("policy.teacher.double_qualified_target");

/// Most enterprises tried for a project; the last is taken.
const TRIES: u32 = 32;
/// Months for which an enterprise counts as served, and bounds of a project's length.
const SERVED_MONTHS: usize = 12;
const LENGTH: (usize, usize) = (6, 24);

/// [every month] Ends projects, then starts new ones with probability `rate (1 + platforms)(1 + clusters)(1 + income)
/// density^e`, platforms those of the region (`platform::reach`); a member of a consortium is met `1 + gain` times as
/// often, and platforms keep a part of their projects in their own industry.
pub fn serve(model: &Model, world: &mut World) {
    expire(world);
    finish(model, world);
    let rate = model.number(RATE);
    if rate <= 0.0 {
        return;
    }
    let platforms = platform::reach(model, world);
    let clusters = 1.0 + model.number(CLUSTER) * model.lever(SERVED_CLUSTERS, world.t);
    let regions: Vec<f64> = model.regions.iter().map(|r| pow(r.density, model.number(DENSITY))).collect();
    let stream = world.draws.stream(Process::Service, world.t as i32);
    let focus = model.lever(FOCUS, world.t);
    let renewable = if focus > 0.0 { renewable(model, world) } else { Vec::new() };
    for i in 0..world.programs.len() {
        let p = &world.programs[i];
        if !p.teaches() || p.level < Level::College || p.teachers <= 0.0 {
            continue;
        }
        let income =
            1.0 + (model.number(EXPERIENCE) * world.schools[p.school as usize].service_income_last / 1e6).min(2.0);
        let gain = platforms[p.region as usize];
        if !stream.chance(i as u64, 0, rate * (1.0 + gain) * clusters * income * regions[p.region as usize]) {
            continue;
        }
        let length = LENGTH.0 + stream.below(i as u64, 1, LENGTH.1 - LENGTH.0 + 1);
        let reserved = focus > 0.0 && stream.chance(i as u64, 300, focus);
        let region = p.region;
        let enterprise = match renewable.get(region as usize).filter(|_| reserved) {
            Some(own) => among(model, own, i as u64, &stream),
            None => match platform::origin(model, world, region, gain, i as u64, &stream) {
                Some(k) => {
                    world.institutions.platforms[k].projects += 1;
                    among(model, &world.institutions.platforms[k].clients, i as u64, &stream)
                }
                None => meet(model, world, region, i as u64, &stream),
            },
        };
        let (began, ends) = (world.t, world.t + length);
        world.institutions.projects.push(Project { program: i as u32, enterprise, began, ends });
        world.flows.service_projects += 1;
    }
}

/// Enterprises of renewable energy by region.
fn renewable(model: &Model, world: &World) -> Vec<Vec<u32>> {
    let mut by_region = vec![Vec::new(); model.regions.len()];
    for (id, e) in world.enterprises.iter().enumerate() {
        if model.industries[e.industry as usize].renewables {
            by_region[e.region as usize].push(id as u32);
        }
    }
    by_region
}

/// One of these enterprises; `NONE` if the thinned sample does not hold it or there is none.
fn among(model: &Model, own: &[u32], program: u64, stream: &Stream) -> u32 {
    if own.is_empty() || stream.uniform(program, 2) >= 1.0 / model.people_per_agent {
        return NONE;
    }
    own[stream.below(program, 301, own.len())]
}

/// An enterprise of the region, found by trying them at random: others are sometimes passed over, members of consortia
/// never. `NONE` if the thinned sample does not hold it.
fn meet(model: &Model, world: &World, region: u8, program: u64, stream: &Stream) -> u32 {
    // Enterprises stand by region.
    let before = |r: u8| world.enterprises.partition_point(|e| e.region < r);
    let (from, to) = (before(region), before(region + 1));
    if from == to || stream.uniform(program, 2) >= 1.0 / model.people_per_agent {
        return NONE;
    }
    let other = 1.0 / (1.0 + model.number(MEMBERS));
    let mut last = NONE;
    for k in 0..TRIES {
        let id = from + stream.below(program, 3 + 2 * k, to - from);
        last = id as u32;
        if world.enterprises[id].flags & flag::CONSORTIUM != 0 || stream.chance(program, 4 + 2 * k, other) {
            break;
        }
    }
    last
}

/// Probability that a team succeeds: `p (d/d0 + f/f0)/2 quality`, bounded by 0.95.
pub fn success(model: &Model, program: &Program) -> f64 {
    let team = (program.double_qualified / DOUBLE.row().default + program.freshness / start::FRESHNESS) / 2.0;
    (model.number(SUCCESS) * team * program.quality).clamp(0.0, 0.95)
}

/// Projects that end: the school is paid; success raises productivity, marks the enterprise as served, refreshes
/// teachers.
fn finish(model: &Model, world: &mut World) {
    let t = world.t;
    let stream = world.draws.stream(Process::Service, t as i32);
    let (done, open): (Vec<Project>, Vec<Project>) =
        std::mem::take(&mut world.institutions.projects).into_iter().partition(|p| p.ends <= t);
    world.institutions.projects = open;
    for project in done {
        let p = &mut world.programs[project.program as usize];
        world.schools[p.school as usize].service_income += model.number(CONTRACT);
        world.flows.service_income += model.number(CONTRACT);
        p.freshness += model.number(FRESHNESS) * (1.0 - p.freshness);
        p.plan.projects += 1;
        let worked = stream.chance(u64::from(project.program) << 16 | project.began as u64, 200, success(model, p));
        if worked && project.enterprise != NONE {
            let e = &mut world.enterprises[project.enterprise as usize];
            e.productivity *= 1.0 + model.number(PRODUCTIVITY) as f32;
            e.flags |= flag::SERVED;
            world.institutions.served.push_back((project.enterprise, t + SERVED_MONTHS));
        }
    }
}

/// Takes the mark of service from enterprises after a year, unless they were served again.
fn expire(world: &mut World) {
    while let Some(&(e, until)) = world.institutions.served.front() {
        if until > world.t {
            break;
        }
        world.institutions.served.pop_front();
        if !world.institutions.served.iter().any(|s| s.0 == e) {
            world.enterprises[e as usize].flags &= !flag::SERVED;
        }
    }
}

/// [December] This year's service income becomes last year's.
pub fn close_year(_model: &Model, world: &mut World) {
    for s in &mut world.schools {
        s.service_income_last = std::mem::take(&mut s.service_income);
    }
}
