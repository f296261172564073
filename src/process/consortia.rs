//! Consortia (4.2): what the year's money keeps alive, and who is a member.
//!
//! A consortium without its budget does nothing.

use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::money::Line;
use crate::world::posts::flag;

const CONSORTIA: Param = param("policy.service.consortia");
const COST: Param = param("consortium.cost");
const MEMBERS: Param = param("consortium.members");

/// [January, after the books open; and the first month] Pays consortia and renews membership: a fixed
/// order among enterprises, so that more consortia only add members.
pub fn fund(model: &Model, world: &mut World) {
    let share_of_year = f64::from(13 - model.month(world.t).of_year()) / 12.0;
    let wanted = model.lever(CONSORTIA, world.t);
    let members = wanted * model.number(MEMBERS);
    let bill = wanted * model.number(COST) * share_of_year;
    world.institutions.consortia =
        if bill < 1.0 { 0.0 } else { wanted * world.accounts.spend(Line::Consortia, bill, members) / bill };
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
