//! Consortia and technology platforms (4.2): what the year's money keeps alive, and who is a member.
//!
//! A consortium or platform without its budget does nothing.

use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::money::Line;
use crate::world::posts::flag;

const CONSORTIA: Param = param("policy.service.consortia");
const PLATFORMS: Param = param("policy.service.platforms");
const CONSORTIUM_COST: Param = param("consortium.cost");
const PLATFORM_COST: Param = param("platform.cost");
const MEMBERS: Param = param("consortium.members");

/// [January, after the books open; and the first month] Pays consortia and platforms and renews membership: a fixed
/// order among enterprises, so that more consortia only add members.
pub fn fund(model: &Model, world: &mut World) {
    let share_of_year = f64::from(13 - model.month(world.t).of_year()) / 12.0;
    let wanted = model.lever(CONSORTIA, world.t);
    let members = wanted * model.number(MEMBERS);
    world.institutions.consortia =
        paid(world, Line::Consortia, wanted, model.number(CONSORTIUM_COST) * share_of_year, members);
    let platforms = model.lever(PLATFORMS, world.t);
    world.institutions.platforms =
        paid(world, Line::Platforms, platforms, model.number(PLATFORM_COST) * share_of_year, platforms);
    let real = world.enterprises.len() as f64 * model.people_per_agent;
    let share = world.institutions.consortia * model.number(MEMBERS) / real.max(1.0);
    let order = world.draws.stream(Process::Partnership, -2);
    for (id, e) in world.enterprises.iter_mut().enumerate() {
        e.flags &= !flag::CONSORTIUM;
        if order.uniform(id as u64, 0) < share {
            e.flags |= flag::CONSORTIUM;
        }
    }
}

/// Number that the line can pay of those wanted.
fn paid(world: &mut World, line: Line, wanted: f64, cost: f64, bought: f64) -> f64 {
    let bill = wanted * cost;
    if bill < 1.0 { 0.0 } else { wanted * world.accounts.spend(line, bill, bought) / bill }
}
