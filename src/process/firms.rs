//! Enterprises grow, fail and are founded.

use crate::base::batch::BATCH;
use crate::base::draw::bounded_paretos;
use crate::base::math::{exp, ln};
use crate::base::par;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::moves::{Move, To};
use crate::world::person::Status;
use crate::world::posts::{Enterprise, flag};

const SIZE_EXPONENT: Param = param("firms.size_exponent");
const GROWTH: Param = param("firms.growth");
const EXIT: Param = param("firms.exit");
const STEP: Param = param("technology.step");
const VALUE: Param = param("technology.value");

/// Closing enterprises that a thread takes at a time.
const CHUNK: usize = 1 << 8;

/// [Jan] Productive enterprises gain share: `d ln size_e = chi (ln y_e - mean of the industry)` a year, with
/// `y = productivity (1 + k a)`; shares are renormalised where posts are planned.
pub fn grow(model: &Model, world: &mut World) {
    let (chi, k, n) = (model.number(GROWTH), model.number(VALUE), model.industries.len());
    if chi == 0.0 {
        return;
    }
    let output = |e: &Enterprise| ln(f64::from(e.productivity) * (1.0 + k * f64::from(e.technology)));
    let sums = par::sums(world.parallel, &world.enterprises, n, |e| e.industry as usize, |e| [output(e), 1.0]);
    par::map(world.parallel, world.enterprises.chunks_mut(1 << 15).collect(), |enterprises| {
        for e in enterprises {
            let [total, count] = sums[e.industry as usize];
            e.size *= exp(chi * (output(e) - total / count)) as f32;
        }
    });
}

/// Enterprises fail with a hazard that falls with the square root of size and has the given yearly mean over
/// enterprises; a new one takes the place at once, with its industry's present technology and half the size of a draw from
/// its industry's law of sizes, so that sizes and who fails do not drift. Workers become seekers, and programs lose the
/// partner. *Assumption*: shape of the hazard and size of the entrant.
pub fn exit_and_entry(model: &Model, world: &mut World) {
    let yearly = model.number(EXIT);
    if yearly == 0.0 {
        return;
    }
    let industries = model.industries.len();
    let group = |e: &Enterprise| e.region as usize * industries + e.industry as usize;
    let enterprises = &world.enterprises;
    // The square root of IEEE 754 is the same on every machine.
    let small = |e: &Enterprise| 1.0 / f64::from(e.size).sqrt();
    let groups = industries * model.regions.len();
    let sums = par::totals(world.parallel, enterprises.len(), groups, |sums: &mut [[f64; 2]], range| {
        // Neighbours are mostly of one group: their sum need not go through memory, and roots are taken several at a time.
        for alike in enterprises[range].chunk_by(|a, b| group(a) == group(b)) {
            let sum = &mut sums[group(&alike[0])];
            for batch in alike.chunks(BATCH) {
                let mut roots = [0.0; BATCH];
                roots.iter_mut().zip(batch).for_each(|(root, e)| *root = small(e));
                let total = roots[..batch.len()].iter().fold(sum[0], |total, root| total + root);
                *sum = [total, sum[1] + batch.len() as f64];
            }
        }
    });
    let yearly_mean: Vec<f64> = sums.iter().map(|[inverse, count]| yearly / 12.0 * count / inverse).collect();
    let stream = world.draws.stream(Process::Firms, world.t as i32);
    let failing = par::gather(world.parallel, enterprises.len(), 1 << 15, |range, failing| {
        failing.extend(range.filter(|&index| {
            let (e, draw) = (&enterprises[index], stream.uniform(index as u64, 0));
            let mean = yearly_mean[group(e)];
            // Squares tell nearly all who stay, without a root.
            draw * draw * f64::from(e.size) <= 1.000_001 * mean * mean && draw < mean * small(e)
        }));
    });
    let steps = (1.0 / model.number(STEP)).round().max(1.0) as u32;
    let parts = par::chunks(world.parallel, failing.len(), CHUNK, |range| {
        let mut closing = Closing::default();
        world.warm_posts(failing[range.clone()].iter().copied(), true);
        failing[range].iter().for_each(|&index| closing.close(world, index));
        closing
    });
    let mut moves = Vec::with_capacity(parts.iter().map(|closing| closing.moves.len()).sum());
    for closing in parts {
        world.flows.layoffs += closing.moves.len() as u64;
        moves.extend(closing.moves);
        for (cell, vacancies) in closing.cells {
            world.posts.close(cell, vacancies);
            world.flows.withdrawn += u64::from(vacancies);
            world.posts.aim(cell, 0.0);
        }
    }
    let zeta = model.number(SIZE_EXPONENT);
    let mut lost_partners = false;
    for index in failing {
        let key = index as u64;
        let industry = world.enterprises[index].industry as usize;
        let size = bounded_paretos(model.industries[industry].min_size, model.industries[industry].max_size, zeta);
        let adopted = (0..steps).filter(|&s| stream.chance(key, 10 + s, world.market.technology[industry])).count();
        world.institutions.credits.remove(&(index as u32));
        let e = &mut world.enterprises[index];
        e.size = 0.5 * size(stream.uniform(key, 2)) as f32;
        lost_partners |= e.flags & flag::PARTNER != 0;
        e.technology = (adopted as f32 / steps as f32).min(model.industries[industry].technology_ceiling as f32);
        e.productivity = 1.0;
        e.upgrading = 0;
        e.flags &= flag::CLUSTER;
        e.offset = stream.uniform(key, 1) as f32;
        e.places = 0;
        e.founded = world.t as i16;
    }
    if lost_partners {
        world.drop_partners();
    }
    world.carry_out(moves);
}

/// What the closing of enterprises brings.
#[derive(Default)]
struct Closing {
    /// Everyone laid off.
    moves: Vec<Move>,
    /// Cells that nobody wants any more, with their vacancies.
    cells: Vec<(u32, u32)>,
}

impl Closing {
    /// Withdraws all vacancies of an enterprise and lays off everyone.
    fn close(&mut self, world: &World, index: usize) {
        for (id, cell) in world.posts_of(index) {
            let to = |&id: &u32| world.to(id, To::Status(Status::Seeking));
            self.moves.extend(world.posts.workers(id).iter().map(to));
            self.cells.push((id, cell.vacancies()));
        }
    }
}
