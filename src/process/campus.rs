//! [Jun] Recruitment at school: after graduation, before the open market searches.
//!
//! Reads the month's school leavers and open vacancies; fills vacancies. What enterprises agreed from April on is
//! settled here in one step at the end of June, so that nobody is promised a vacancy that closes in between; work
//! begins in July. Every hire closes one vacancy, so nothing can be booked twice.

use super::school::seen;
use crate::base::draw::{normal, round_at_random};
use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::education::Level;
use crate::model::{Model, Skills};
use crate::scenario::parameters::{Param, param};
use crate::world::cell::Cell;
use crate::world::education::Program;
use crate::world::moves::To;
use crate::world::person::{NO_PROGRAM, Status};
use crate::world::{AHEAD, World};

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
    /// Positions of their cells among those with vacancies.
    places: Vec<u32>,
    left: u32,
    /// Whether the last vacancy of one of the cells has gone.
    thinner: bool,
}

/// Offers each leaver of this month, those of general schools apart, in random order and with probability `placed`, first
/// the vacancies of the program's partners (own trainees, seen without noise), then a few random ones of the field, near
/// regions first; the best fit that is still free signs. Who finds none there is offered what others from the field
/// reach: schools place their graduates, if need be elsewhere. Offers are drawn class by class. Probability 0 is off.
pub fn campus(model: &Model, world: &mut World) {
    let draws = world.draws.stream(Process::Campus, world.t as i32);
    let placed = model.number(PLACED);
    let all = &world.flows.school_leavers;
    let mut leavers = par::gather(world.parallel, all.len(), CHUNK, |range, leavers| {
        let looks = |id: &u32| {
            let person = &world.persons[*id as usize];
            person.status == Status::Seeking && Level::of(person.level) != Level::General
        };
        for batch in all[range].chunks(AHEAD) {
            world.warm(batch.iter().copied());
            let offered = batch.iter().copied().filter(|&id| draws.chance(u64::from(id), 0, placed));
            leavers.extend(offered.filter(looks).map(|id| (draws.bits(u64::from(id), 1), id)));
        }
    });
    if leavers.is_empty() {
        return;
    }
    par::sort(world.parallel, &mut leavers);
    let mut office = Office::open(model, world, draws);
    let mut moves = Vec::new();
    for class in leavers.chunks(leavers.len().div_ceil(CLASSES)) {
        office.weigh();
        let parts = par::chunks(world.parallel, class.len(), CHUNK, |range| {
            let mut desk = Desk::default();
            for batch in class[range].chunks(AHEAD) {
                world.warm(batch.iter().map(|leaver| leaver.1));
                for &(_, id) in batch {
                    office.offers(id, &mut desk);
                    desk.ends.push(desk.offers.len());
                }
            }
            (desk.offers, desk.ends)
        });
        let mut ids = class.iter().map(|leaver| leaver.1);
        for (offers, ends) in parts {
            let mut from = 0;
            for (end, id) in ends.into_iter().zip(&mut ids) {
                let mut own = offers[std::mem::replace(&mut from, end)..end].iter();
                if let Some(offer) = own.find(|&&offer| office.sign(offer)) {
                    moves.push(world.to(id, To::Vacancy(office.open[offer.place as usize].cell)));
                }
            }
        }
    }
    world.carry_out(moves);
}

/// A cell with vacancies, and how many schools have not filled.
#[derive(Clone, Copy)]
struct Open {
    cell: u32,
    left: u32,
}

/// A vacancy offered: the position of its cell among those with vacancies, and the pool it is of.
#[derive(Clone, Copy)]
struct Offer {
    place: u32,
    pool: u32,
}

/// What those who advise leavers write on: offers of all so far and where those of each end, and sheets used again.
#[derive(Default)]
struct Desk {
    offers: Vec<Offer>,
    ends: Vec<usize>,
    weights: Vec<(f64, u16)>,
    seen: Vec<(f64, Offer)>,
}

/// The placement of one June.
struct Office<'a> {
    model: &'a Model,
    world: &'a World,
    draws: Stream,
    /// Cells with vacancies, ascending.
    open: Vec<Open>,
    /// By `occupation * regions + region`; a share of each is open to schools.
    pools: Vec<Pool>,
    /// Vacancies by nearness, cumulative over regions, `[(home * occupations + occupation) * regions + region]`.
    near: Vec<f64>,
    /// Occupations of a specialty's field, both forms of its roles, and those of an occupation's role.
    of_specialty: Vec<Vec<u16>>,
    of_occupation: Vec<Vec<u16>>,
    /// Occupations that one can reach from an occupation, with weights; none where the model knows none.
    reach: Vec<Vec<(u16, f64)>>,
    /// Vacancies that a program's partners had in its field, with their occupations, and where those of each begin.
    partners: Vec<(u16, Offer)>,
    partners_from: Vec<usize>,
}

impl<'a> Office<'a> {
    /// Lists the open vacancies of enterprises.
    fn open(model: &'a Model, world: &'a World, draws: Stream) -> Self {
        let regions = model.regions.len();
        let mut pools = vec![Pool::default(); model.occupations.len() * regions];
        let mut hiring = vec![false; world.enterprises.len()];
        let advertised = par::gather(world.parallel, world.posts.blocks(), 1, |blocks, all| {
            let of = |id, c: &Cell| (id, c.vacancies(), c.enterprise, c.occupation(), c.region());
            blocks.for_each(|block| world.posts.advertised_in(block, |id, cell| all.push(of(id, cell))));
        });
        let mut open = Vec::with_capacity(advertised.len());
        for (cell, vacancies, enterprise, occupation, region) in advertised {
            if let Some(hiring) = hiring.get_mut(enterprise as usize) {
                *hiring = true;
            }
            let pool = &mut pools[occupation as usize * regions + region as usize];
            pool.places.push(open.len() as u32);
            pool.left += vacancies;
            open.push(Open { cell, left: vacancies });
        }
        for (market, pool) in pools.iter_mut().enumerate() {
            let turn = draws.uniform(1 << 60 | market as u64, 0);
            pool.left = round_at_random(f64::from(pool.left) * model.number(VACANCIES), turn) as u32;
        }
        let both_forms = |roles: &[u16]| -> Vec<u16> {
            let all = model.occupations.iter().enumerate();
            all.filter(|(_, o)| roles.contains(&o.role)).map(|(o, _)| o as u16).collect()
        };
        let n = model.occupations.len();
        let reach = |from: usize| {
            let to = model.labour.reach.get(from * n..(from + 1) * n).unwrap_or(&[]).iter().enumerate();
            to.filter(|(_, weight)| **weight != 0.0).map(|(o, &weight)| (o as u16, weight)).collect()
        };
        let mut office = Office {
            model,
            world,
            draws,
            open,
            pools,
            near: Vec::new(),
            of_specialty: model.education.specialties.iter().map(|s| both_forms(&s.roles)).collect(),
            of_occupation: model.occupations.iter().map(|o| both_forms(&[o.role])).collect(),
            reach: (0..n).map(reach).collect(),
            partners: Vec::new(),
            partners_from: Vec::new(),
        };
        let parts = par::chunks(world.parallel, world.programs.len(), CHUNK, |range| {
            let (mut all, mut starts) = (Vec::new(), Vec::with_capacity(range.len()));
            for program in &world.programs[range] {
                starts.push(all.len());
                office.partner_vacancies(program, &hiring, &mut all);
            }
            (all, starts)
        });
        for (all, starts) in parts {
            let from = office.partners.len();
            office.partners_from.extend(starts.into_iter().map(|start| from + start));
            office.partners.extend(all);
        }
        office.partners_from.push(office.partners.len());
        office
    }

    /// Appends the vacancies of a program's field among its partners, which only become fewer until July.
    fn partner_vacancies(&self, program: &Program, hiring: &[bool], vacancies: &mut Vec<(u16, Offer)>) {
        let (field, regions) = (&self.of_specialty[program.specialty as usize], self.model.regions.len());
        for &partner in program.partners.iter().filter(|&&e| hiring.get(e as usize) == Some(&true)) {
            for (cell, c) in self.world.posts_of(partner as usize) {
                if c.vacancies() > 0 && field.contains(&c.occupation()) {
                    let pool = c.occupation() as usize * regions + c.region() as usize;
                    let place = self.open.partition_point(|open| open.cell < cell);
                    vacancies.push((c.occupation(), Offer { place: place as u32, pool: pool as u32 }));
                }
            }
        }
    }

    /// What the next class finds.
    fn weigh(&mut self) {
        let regions = self.model.regions.len();
        let open = &self.open;
        for pool in self.pools.iter_mut().filter(|pool| pool.thinner) {
            pool.thinner = false;
            pool.places.retain(|&place| open[place as usize].left > 0);
            pool.left = if pool.places.is_empty() { 0 } else { pool.left };
        }
        let left: Vec<f64> = self.pools.iter().map(|pool| f64::from(pool.left)).collect();
        let sums = |home: usize| {
            let near: Vec<f64> = (0..regions).map(|region| self.model.near(home, region)).collect();
            let mut sums = Vec::with_capacity(left.len());
            for left in left.chunks_exact(regions) {
                let mut total = 0.0;
                sums.extend(left.iter().zip(&near).map(|(left, near)| {
                    total += left * near;
                    total
                }));
            }
            sums
        };
        self.near = par::chunks(self.world.parallel, regions, 1, |home| sums(home.start)).concat();
    }

    /// Appends the vacancies that a leaver would take and that would take the leaver, in order of preference.
    fn offers(&self, id: u32, desk: &mut Desk) {
        let person = &self.world.persons[id as usize];
        let skills = self.world.skills_now(id);
        let program = (person.program != NO_PROGRAM).then_some(person.program as usize);
        let program = program.filter(|&p| p < self.world.programs.len());
        let field = match program {
            Some(program) => &self.of_specialty[self.world.programs[program].specialty as usize],
            None => &self.of_occupation[person.occupation as usize],
        };
        let from = desk.offers.len();
        desk.offers.extend(program.and_then(|program| self.partner_vacancy(program, &skills)));
        self.drawn(id, &skills, 0, field.iter().map(|&o| (o, 1.0)), desk);
        if desk.offers.len() == from {
            self.drawn(id, &skills, 1, self.reach[person.occupation as usize].iter().copied(), desk);
        }
    }

    /// The best vacancy of the field among the program's partners, if it meets the standard.
    fn partner_vacancy(&self, program: usize, skills: &Skills) -> Option<Offer> {
        let mut best: Option<(f64, Offer)> = None;
        for &(occupation, offer) in &self.partners[self.partners_from[program]..self.partners_from[program + 1]] {
            if self.open[offer.place as usize].left > 0 {
                let fit = f64::from(self.world.skill_law.fit(occupation as usize, skills));
                if fit >= self.model.labour.standard && best.is_none_or(|(b, _)| fit > b) {
                    best = Some((fit, offer));
                }
            }
        }
        best.map(|(_, offer)| offer)
    }

    /// Appends a few random vacancies of the occupations given, weighted by number and nearness: those above the standard,
    /// the best seen fit first. `attempt` tells which try this is.
    fn drawn(
        &self,
        id: u32,
        skills: &Skills,
        attempt: u32,
        occupations: impl Iterator<Item = (u16, f64)>,
        desk: &mut Desk,
    ) {
        let (person, regions) = (&self.world.persons[id as usize], self.model.regions.len());
        let near = |o: u16| {
            &self.near[(person.region as usize * self.model.occupations.len() + o as usize) * regions..][..regions]
        };
        let mut total = 0.0;
        desk.weights.clear();
        desk.weights.extend(occupations.map(|(o, weight)| {
            total += weight * near(o)[regions - 1];
            (total, o)
        }));
        if total <= 0.0 {
            return;
        }
        let (noise, bonus) = seen(&self.model.labour, person);
        desk.seen.clear();
        for offer in 0..self.model.number(OFFERS) as u32 {
            let index = 16 + 1024 * attempt + 4 * offer;
            let u = |k: u32| self.draws.uniform(u64::from(id), index + k);
            let at = u(0) * total;
            let at = desk.weights.partition_point(|(sum, _)| *sum <= at).min(desk.weights.len() - 1);
            let occupation = desk.weights[at].1;
            let sums = near(occupation);
            let at = u(1) * sums[regions - 1];
            let region = sums.partition_point(|sum| *sum <= at).min(regions - 1);
            let pool = occupation as usize * regions + region;
            let places = &self.pools[pool].places;
            let Some(&place) = places.get((u(2) * places.len() as f64) as usize) else { continue };
            let fit = f64::from(self.world.skill_law.fit(occupation as usize, skills));
            let seen = fit + bonus + noise * normal(&self.draws, u64::from(id), index + 3);
            if seen >= self.model.labour.standard {
                desk.seen.push((seen, Offer { place, pool: pool as u32 }));
            }
        }
        desk.seen.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.place.cmp(&b.1.place)));
        desk.offers.extend(desk.seen.iter().map(|&(_, offer)| offer));
    }

    /// Takes a vacancy, if it is still there.
    fn sign(&mut self, Offer { place, pool }: Offer) -> bool {
        let (pool, open) = (&mut self.pools[pool as usize], &mut self.open[place as usize]);
        let free = pool.left > 0 && open.left > 0;
        if free {
            pool.left -= 1;
            open.left -= 1;
            pool.thinner |= open.left == 0;
        }
        free
    }
}
