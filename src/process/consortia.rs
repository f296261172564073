//! Consortia (4.2): what the year's money keeps alive, and who is a member.
//!
//! City consortia rest on the parks with the largest output, industry ones are led by the leading enterprise of a chain
//! (Ministry of Education 2023, notice 15), so members are drawn by size. A consortium without its budget does nothing.

use crate::base::math::{ln, pow};
use crate::base::par;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::money::Line;
use crate::world::posts::flag;

const CONSORTIA: Param = param("policy.service.consortia");
const COST: Param = param("consortium.cost");
const MEMBERS: Param = param("consortium.members");
const SIZE: Param = param("consortium.size_weight");

/// Enterprises whose first a thread finds at a time.
const CHUNK: usize = 1 << 14;

/// [January, after the books open; and the first month] Pays consortia and renews membership.
///
/// Members are a sample without replacement with weights `posts^e`: the lowest `-ln u / posts^e` (Efraimidis & Spirakis
/// 2006, Information Processing Letters 97), u one number for each enterprise, so that more consortia only add members.
/// At e = 0 size does not count.
pub fn fund(model: &Model, world: &mut World) {
    let share_of_year = f64::from(model.month(world.t).months_left_in_year()) / 12.0;
    let wanted = model.lever(CONSORTIA, world.t);
    let members = wanted * model.number(MEMBERS);
    let bill = wanted * model.number(COST) * share_of_year;
    world.institutions.consortia =
        if bill < 1.0 { 0.0 } else { wanted * world.accounts.spend(Line::Consortia, bill, members) / bill };
    let seats = world.institutions.consortia * model.number(MEMBERS) / model.people_per_agent;
    let (draws, weight) = (world.draws.stream(Process::Partnership, -2), model.number(SIZE));
    let place = |id: usize| -ln(draws.uniform(id as u64, 0).max(f64::MIN_POSITIVE)) / pow(posts(world, id), weight);
    let seats = seats.round() as usize;
    let first = |mut queue: Vec<(f64, usize)>| {
        if (1..queue.len()).contains(&seats) {
            queue.select_nth_unstable_by(seats, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        queue.truncate(seats);
        queue
    };
    let n = if seats > 0 { world.enterprises.len() } else { 0 };
    let queues = par::chunks(world.parallel, n, CHUNK, |range| first(range.map(|id| (place(id), id)).collect()));
    world.enterprises.iter_mut().for_each(|e| e.flags &= !flag::CONSORTIUM);
    for (_, id) in first(queues.concat()) {
        world.enterprises[id].flags |= flag::CONSORTIUM;
    }
}

/// Posts that an enterprise wants.
fn posts(world: &World, enterprise: usize) -> f64 {
    world.posts_of(enterprise).fold(0.0, |posts, (_, cell)| posts + f64::from(cell.target.get()))
}
