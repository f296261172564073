//! [Jun] Recruitment at school: after graduation, before the open market searches.
//!
//! Reads the month's school leavers and open vacancies; fills vacancies. What enterprises agreed from April on is
//! settled here in one step at the end of June, so that nobody is promised a vacancy that closes in between; work
//! begins in July. Every hire closes one vacancy, so nothing can be booked twice.

use super::school::seen;
use crate::base::draw::normal;
use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::moves::To;
use crate::world::person::{NO_PROGRAM, Status, flag};
use crate::world::posts::NONE;

const PLACED: Param = param("education.campus.placed");
const VACANCIES: Param = param("education.campus.vacancies");
const OFFERS: Param = param("education.campus.offers");

/// Leavers whose offers a thread draws at a time.
const CHUNK: usize = 1 << 10;
/// Classes that follow one another: offers are drawn on the vacancies as a class finds them. *Assumption*: at sixteen, few
/// of a class aim at the same vacancy.
const CLASSES: usize = 16;

/// Open vacancies of one occupation in one region, and how many more the schools may fill.
#[derive(Clone, Default)]
struct Pool {
    cells: Vec<u32>,
    left: u32,
}

/// Offers each leaver of this month, those of general schools apart, in random order and with probability `placed`, first
/// the vacancies of the program's partners (own trainees, seen without noise), then a few random ones of the field, near
/// regions first; the best fit that is still free signs. Who finds none there is offered what others from the field
/// reach: schools place their graduates, if need be elsewhere. Offers are drawn class by class. Probability 0 is off.
pub fn campus(model: &Model, world: &mut World) {
    let draws = world.draws.stream(Process::Campus, world.t as i32);
    let placed = model.number(PLACED);
    let all = &world.flows.school_leavers;
    let parts = par::chunks(world.parallel, all.len(), CHUNK, |range| {
        let looks = |id: &u32| {
            let person = &world.persons[*id as usize];
            person.status == Status::Seeking && Level::of(person.level) != Level::General
        };
        let offered = all[range].iter().copied().filter(|&id| draws.chance(u64::from(id), 0, placed));
        offered.filter(looks).map(|id| (draws.bits(u64::from(id), 1), id)).collect::<Vec<_>>()
    });
    let mut leavers = parts.concat();
    if leavers.is_empty() {
        return;
    }
    par::sort(world.parallel, &mut leavers);
    let mut office = Office::open(model, world, draws);
    let mut moves = Vec::new();
    for class in leavers.chunks(leavers.len().div_ceil(CLASSES)) {
        office.weigh();
        let parts = par::chunks(world.parallel, class.len(), CHUNK, |range| {
            class[range].iter().map(|&(_, id)| office.offers(id)).collect::<Vec<_>>()
        });
        for (&(_, id), offers) in class.iter().zip(parts.into_iter().flatten()) {
            if let Some(offer) = offers.into_iter().find(|&offer| office.sign(offer)) {
                moves.push(world.to(id, To::Vacancy(offer.cell)));
            }
        }
    }
    for m in &moves {
        world.persons[m.id as usize].flags |= flag::PLACED;
    }
    world.carry_out(moves);
}

/// A vacancy offered: its cell, and the pool it is of.
#[derive(Clone, Copy)]
struct Offer {
    cell: u32,
    pool: u32,
}

/// The placement of one June.
struct Office<'a> {
    model: &'a Model,
    world: &'a World,
    draws: Stream,
    /// Vacancies that schools have not filled, by cell.
    vacant: Vec<u32>,
    /// By `occupation * regions + region`; a share of each is open to schools.
    pools: Vec<Pool>,
    /// Vacancies by nearness, cumulative over regions, `[(home * occupations + occupation) * regions + region]`.
    near: Vec<f64>,
    /// Occupations of a specialty's field, both forms of its roles, and those of an occupation's role.
    of_specialty: Vec<Vec<u16>>,
    of_occupation: Vec<Vec<u16>>,
}

impl<'a> Office<'a> {
    /// Lists the open vacancies of enterprises.
    fn open(model: &'a Model, world: &'a World, draws: Stream) -> Self {
        let regions = model.regions.len();
        let mut pools = vec![Pool::default(); model.occupations.len() * regions];
        let mut vacant = vec![0; world.posts.cells.len()];
        for index in world.posts.advertised() {
            let cell = &world.posts.cells[index as usize];
            vacant[index as usize] = cell.vacancies;
            let pool = &mut pools[cell.occupation as usize * regions + cell.region as usize];
            pool.cells.push(index);
            pool.left += cell.vacancies;
        }
        for pool in &mut pools {
            pool.left = (f64::from(pool.left) * model.number(VACANCIES)).round() as u32;
        }
        let both_forms = |roles: &[u16]| -> Vec<u16> {
            let all = model.occupations.iter().enumerate();
            all.filter(|(_, o)| roles.contains(&o.role)).map(|(o, _)| o as u16).collect()
        };
        Office {
            model,
            world,
            draws,
            vacant,
            pools,
            near: Vec::new(),
            of_specialty: model.education.specialties.iter().map(|s| both_forms(&s.roles)).collect(),
            of_occupation: model.occupations.iter().map(|o| both_forms(&[o.role])).collect(),
        }
    }

    /// What the next class finds.
    fn weigh(&mut self) {
        let (occupations, regions) = (self.model.occupations.len(), self.model.regions.len());
        let vacant = &self.vacant;
        par::map(self.world.parallel, self.pools.iter_mut().collect(), |pool: &mut Pool| {
            pool.cells.retain(|&cell| vacant[cell as usize] > 0);
            pool.left = if pool.cells.is_empty() { 0 } else { pool.left };
        });
        self.near.clear();
        for home in 0..regions {
            for occupation in 0..occupations {
                let mut total = 0.0;
                for region in 0..regions {
                    let near = self.model.labour.near.get(home * regions + region).copied().unwrap_or(1.0);
                    total += f64::from(self.pools[occupation * regions + region].left) * near;
                    self.near.push(total);
                }
            }
        }
    }

    /// Vacancies that a leaver would take and that would take the leaver, in order of preference.
    fn offers(&self, id: u32) -> Vec<Offer> {
        let person = &self.world.persons[id as usize];
        let n = self.model.occupations.len();
        let field = match self.world.programs.get(person.program as usize) {
            Some(program) if person.program != NO_PROGRAM => &self.of_specialty[program.specialty as usize],
            _ => &self.of_occupation[person.occupation as usize],
        };
        let mut offers: Vec<Offer> = self.partner_vacancy(id, field).into_iter().collect();
        offers.extend(self.drawn(id, 0, field.iter().map(|&o| (o, 1.0))));
        if offers.is_empty() {
            let reach = |o: usize| self.model.labour.reach.get(person.occupation as usize * n + o).copied();
            offers = self.drawn(id, 1, (0..n).map(|o| (o as u16, reach(o).unwrap_or(0.0))));
        }
        offers
    }

    /// The best vacancy of the field among the program's partners, if it meets the standard.
    fn partner_vacancy(&self, id: u32, field: &[u16]) -> Option<Offer> {
        let world = self.world;
        let program = world.programs.get(world.persons[id as usize].program as usize)?;
        let mut best: Option<(f64, Offer)> = None;
        for &partner in &program.partners {
            let mut cell = world.enterprises.get(partner as usize).map_or(NONE, |e| e.first);
            while cell != NONE {
                let c = &world.posts.cells[cell as usize];
                if self.vacant[cell as usize] > 0 && field.contains(&c.occupation) {
                    let fit = f64::from(world.fit_now(id, c.occupation as usize));
                    if fit >= self.model.labour.standard && best.is_none_or(|(b, _)| fit > b) {
                        let pool = c.occupation as usize * self.model.regions.len() + c.region as usize;
                        best = Some((fit, Offer { cell, pool: pool as u32 }));
                    }
                }
                cell = c.next;
            }
        }
        best.map(|(_, offer)| offer)
    }

    /// A few random vacancies of the occupations given, weighted by number and nearness: those above the standard, the
    /// best seen fit first. `attempt` tells which try this is.
    fn drawn(&self, id: u32, attempt: u32, occupations: impl Iterator<Item = (u16, f64)>) -> Vec<Offer> {
        let (person, regions) = (&self.world.persons[id as usize], self.model.regions.len());
        let near = |o: u16| {
            &self.near[(person.region as usize * self.model.occupations.len() + o as usize) * regions..][..regions]
        };
        let mut total = 0.0;
        let weights: Vec<(f64, u16)> = occupations
            .map(|(o, weight)| {
                total += weight * near(o)[regions - 1];
                (total, o)
            })
            .collect();
        if total <= 0.0 {
            return Vec::new();
        }
        let (noise, bonus) = seen(&self.model.labour, person);
        let mut offers = Vec::new();
        for offer in 0..self.model.number(OFFERS) as u32 {
            let index = 16 + 1024 * attempt + 4 * offer;
            let u = |k: u32| self.draws.uniform(u64::from(id), index + k);
            let at = u(0) * total;
            let occupation = weights[weights.partition_point(|(sum, _)| *sum <= at).min(weights.len() - 1)].1;
            let sums = near(occupation);
            let at = u(1) * sums[regions - 1];
            let region = sums.partition_point(|sum| *sum <= at).min(regions - 1);
            let pool = occupation as usize * regions + region;
            let cells = &self.pools[pool].cells;
            let Some(&cell) = cells.get((u(2) * cells.len() as f64) as usize) else { continue };
            let fit = f64::from(self.world.fit_now(id, occupation as usize));
            let seen = fit + bonus + noise * normal(&self.draws, u64::from(id), index + 3);
            if seen >= self.model.labour.standard {
                offers.push((seen, Offer { cell, pool: pool as u32 }));
            }
        }
        offers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cell.cmp(&b.1.cell)));
        offers.into_iter().map(|(_, offer)| offer).collect()
    }

    /// Takes a vacancy, if it is still there.
    fn sign(&mut self, Offer { cell, pool }: Offer) -> bool {
        let pool = &mut self.pools[pool as usize];
        let free = pool.left > 0 && self.vacant[cell as usize] > 0;
        if free {
            pool.left -= 1;
            self.vacant[cell as usize] -= 1;
        }
        free
    }
}
