//! Moves: people between statuses and posts, many at once.
//!
//! Everyone who begins or ends work, seeks or retires, does so here, so that people and posts balance by construction. A
//! batch is carried out in two passes over fixed blocks, each of which a thread may take for itself: first persons (skills
//! settled, status, the set of seekers), then posts (lists of workers, vacancies). Blocks are small, so that what a
//! pass touches stays in a core's cache, and rows are fetched some ahead.

use super::World;
use super::cell::Cell;
use super::flows::Flows;
use super::person::{self, NO_PROGRAM, NOWHERE, Person, Status, flag};
use super::posts::{BLOCK, Block};
use super::seekers::{Seekers, Stopped};
use super::skills::{SkillLaw, put};
use crate::base::batch::staged;
use crate::base::bits;
use crate::base::bucket::Sorted;
use crate::base::memory::fetch;
use crate::base::par;
use crate::base::rng::Stream;

/// Excess or shortfall of skills, relative to what the post requires, from which a hire counts as over- or
/// under-qualified. *Assumption*: a quarter.
const QUALIFICATION_BAND: f64 = 0.25;

/// Where a move takes a person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum To {
    /// A status without a post.
    Status(Status),
    /// A program, as a student of that status; its list of students is the caller's business.
    Program(Status, u32),
    /// A post of this cell that is not advertised: own-account work, or one kept for the person.
    Post(u32),
    /// A vacancy of this cell.
    Vacancy(u32),
}

/// One person's move. A post that is left and reopens is advertised again.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    pub id: u32,
    pub to: To,
    pub reopens: bool,
    /// Month of the run from which the new spell counts.
    pub since: i16,
}

/// What a pass over a block of persons leaves for others to write.
#[derive(Default)]
struct Side {
    leaves: Vec<Leave>,
    joins: Vec<Join>,
    counts: [i64; Status::COUNT],
    started: Vec<Stopped>,
    stopped: Vec<Stopped>,
    hires: Vec<Hire>,
}

/// Someone leaves a cell, whose post may be advertised again.
#[derive(Clone, Copy)]
struct Leave {
    cell: u32,
    id: u32,
    /// Position in the list of workers before anyone of the batch left.
    slot: u32,
    reopens: bool,
}

/// Someone joins a cell, and may fill a vacancy.
#[derive(Clone, Copy)]
struct Join {
    cell: u32,
    id: u32,
    vacancy: bool,
}

/// How a vacancy was filled.
struct Hire {
    market: u32,
    newcomer: bool,
    /// Months since the hired began to seek; none if from another status.
    wait: Option<u32>,
    shortfall: f32,
    excess: f32,
    age: f64,
}

impl World {
    /// Moves each of these persons, at most once each.
    pub fn carry_out(&mut self, moves: Vec<Move>) {
        if moves.is_empty() {
            return;
        }
        let t = self.t;
        let stream = self.settling();
        self.seekers.begin(t as i32);
        self.seekers.reach(self.persons.len());
        bits::reach(&mut self.employed, self.persons.len());
        let block = |m: &Move| m.id as usize / person::BLOCK;
        let moves = Sorted::new(self.parallel, moves, self.persons.len().div_ceil(person::BLOCK), block);
        let mut seek = std::mem::take(&mut self.seekers.bits);
        let crew: Vec<_> = (self.persons.chunks_mut(person::BLOCK))
            .zip(seek.chunks_mut(person::BLOCK / 64).zip(self.employed.chunks_mut(person::BLOCK / 64)))
            .enumerate()
            .filter(|&(k, _)| moves.has(k))
            .collect();
        let desk = Desk { cells: &self.posts.cells, law: &self.skill_law, stream, t, regions: self.flows.regions };
        let persons = |(k, (persons, sets)): (usize, (&mut [Person], _))| {
            desk.persons((k * person::BLOCK) as u32, persons, sets, &moves.of(k))
        };
        let (mut leaves, mut joins) = (Vec::new(), Vec::new());
        let lists = |side: &Side| {
            leaves.extend_from_slice(&side.leaves);
            joins.extend_from_slice(&side.joins);
        };
        let (counts, seekers, flows) = (&mut self.counts, &mut self.seekers, &mut self.flows);
        par::each(self.parallel, crew, persons, lists, |side| write_down(counts, seekers, flows, side));
        self.seekers.bits = seek;
        // First everyone leaves, then everyone joins: a person's slot belongs to one list at a time.
        self.in_blocks(leaves, |leave| leave.cell, strike_off);
        self.in_blocks(joins, |join| join.cell, enter);
    }

    /// A move that begins now and leaves no vacancy behind.
    pub fn to(&self, id: u32, to: To) -> Move {
        Move { id, to, reopens: false, since: self.t as i16 }
    }

    /// One person's move now.
    fn carry_out_one(&mut self, id: u32, to: To) {
        self.carry_out(vec![self.to(id, to)]);
    }

    /// Moves a person to a status without a post.
    pub fn set_status(&mut self, id: u32, status: Status) {
        self.carry_out_one(id, To::Status(status));
    }

    /// Fills a vacancy of the cell with a person.
    pub fn hire(&mut self, id: u32, cell: u32) {
        self.carry_out_one(id, To::Vacancy(cell));
    }

    /// Withdraws vacancies, given by block of posts as cells and numbers: of a cell at most those it has. Returns how many.
    pub fn withdraw<'a>(&mut self, by_block: impl Iterator<Item = &'a [(u32, u32)]>) -> u64 {
        let before = self.posts.vacant;
        self.over_blocks(by_block, |block, _, withdrawn, _| {
            staged::<2>(withdrawn.len(), |stage, k| {
                let (cell, n) = withdrawn[k];
                match stage {
                    0 => block.fetch_cell(cell),
                    _ => block.close(cell, n.min(block.cell(cell).vacancies())),
                }
            });
        });
        (before - self.posts.vacant) as u64
    }

    /// Opens vacancies, given by block of posts as cells and numbers. Returns how many.
    pub fn advertise<'a>(&mut self, by_block: impl Iterator<Item = &'a [(u32, u32)]>) -> u64 {
        let before = self.posts.vacant;
        self.over_blocks(by_block, |block, _, opened, t| {
            staged::<2>(opened.len(), |stage, k| {
                let (cell, n) = opened[k];
                match stage {
                    0 => block.fetch_cell(cell),
                    _ => block.open(cell, n, t as i32),
                }
            });
        });
        (self.posts.vacant - before) as u64
    }

    /// Carries out events of posts block by block.
    fn in_blocks<T: Copy + Send + Sync>(
        &mut self,
        events: Vec<T>,
        cell: impl Fn(&T) -> u32 + Sync,
        pass: impl Fn(&mut Block, &[Person], &[T], usize) + Sync + Send,
    ) {
        let blocks = self.posts.blocks();
        let events = Sorted::new(self.parallel, events, blocks, |event| cell(event) as usize / BLOCK);
        self.over_blocks(0..blocks, |block, persons, k, t| {
            if events.has(k) {
                pass(block, persons, &events.of(k), t);
            }
        });
    }

    /// Lets every block of posts do its part of the work.
    fn over_blocks<W: Send>(
        &mut self,
        work: impl Iterator<Item = W>,
        pass: impl Fn(&mut Block, &[Person], W, usize) + Sync + Send,
    ) {
        let (persons, t) = (&self.persons, self.t);
        let totals = par::map(self.parallel, self.posts.split().zip(work).collect(), |(mut block, part)| {
            pass(&mut block, persons, part, t);
            (block.filled, block.vacant)
        });
        for (filled, vacant) in totals {
            self.posts.filled += filled;
            self.posts.vacant += vacant;
        }
    }
}

/// Counts what a block of persons has done.
fn write_down(counts: &mut [i64], seekers: &mut Seekers, flows: &mut Flows, side: &Side) {
    for (count, change) in counts.iter_mut().zip(side.counts) {
        *count += change;
    }
    side.stopped.iter().for_each(|&stopped| seekers.stopped(stopped));
    side.started.iter().for_each(|&(market, since)| seekers.started(market, since));
    side.hires.iter().for_each(|hire| note(flows, hire));
}

/// What a pass over persons reads.
struct Desk<'a> {
    cells: &'a [Cell],
    law: &'a SkillLaw,
    stream: Stream,
    t: usize,
    regions: usize,
}

impl Desk<'_> {
    /// The moves of a block of persons, the first of whom has id `first`; who seeks and who is employed are sets of bits.
    fn persons(
        &self,
        first: u32,
        persons: &mut [Person],
        (seek, employed): (&mut [u64], &mut [u64]),
        moves: &[Move],
    ) -> Side {
        let mut side = Side::default();
        staged::<3>(moves.len(), |stage, k| {
            let m = &moves[k];
            let at = (m.id - first) as usize;
            match stage {
                0 => {
                    fetch(persons, at);
                    fetch(seek, at / 64);
                    fetch(employed, at / 64);
                }
                1 => self.fetch_cells(&persons[at], m),
                _ => {
                    let status = self.person(&mut persons[at], m, &mut side);
                    bits::set(seek, at, status == Status::Seeking);
                    bits::set(employed, at, status == Status::Employed);
                }
            }
        });
        side
    }

    /// Asks for the cell that a person leaves and for the one they join.
    #[inline(always)]
    fn fetch_cells(&self, p: &Person, m: &Move) {
        fetch(self.cells, p.place as usize);
        if let To::Post(cell) | To::Vacancy(cell) = m.to {
            fetch(self.cells, cell as usize);
        }
    }

    /// Moves one person; their status now.
    #[inline]
    fn person(&self, p: &mut Person, m: &Move, side: &mut Side) -> Status {
        let was = p.status;
        if p.holds_post() {
            side.leaves.push(Leave { cell: p.place, id: m.id, slot: p.slot.get(), reopens: m.reopens });
        }
        if was == Status::Seeking {
            side.stopped.push((self.market(p.occupation, p.region), p.since));
        }
        let settles = !self.law.still && p.settled != self.t as i16;
        if settles || matches!(m.to, To::Vacancy(_)) {
            let x = self.law.now(p, self.cells, self.t);
            if let To::Vacancy(cell) = m.to {
                side.hires.push(self.hire(p, &self.cells[cell as usize], &x));
            }
            if settles {
                put(p, m.id, &x, &self.stream, self.t);
            }
        }
        let (status, place) = match m.to {
            To::Status(status) => (status, NOWHERE),
            To::Program(status, program) => (status, program),
            To::Post(cell) | To::Vacancy(cell) => {
                let c = &self.cells[cell as usize];
                p.flags |= flag::WORKED;
                side.joins.push(Join { cell, id: m.id, vacancy: matches!(m.to, To::Vacancy(_)) });
                if c.is_own_account() {
                    (Status::OwnAccount, cell)
                } else {
                    p.occupation = c.occupation();
                    (Status::Employed, cell)
                }
            }
        };
        side.counts[was as usize] -= 1;
        side.counts[status as usize] += 1;
        (p.status, p.place, p.since) = (status, place, m.since);
        if status == Status::Seeking {
            side.started.push((self.market(p.occupation, p.region), p.since));
        }
        status
    }

    fn market(&self, occupation: u16, region: u8) -> u32 {
        (usize::from(occupation) * self.regions + usize::from(region)) as u32
    }

    /// How a person fills a vacancy of the cell with skills `x`.
    fn hire(&self, p: &Person, cell: &Cell, x: &crate::model::Skills) -> Hire {
        let occupation = usize::from(cell.occupation());
        Hire {
            market: self.market(cell.occupation(), cell.region()),
            newcomer: p.experience == 0 && p.program != NO_PROGRAM && !p.is(flag::WORKED),
            wait: (p.status == Status::Seeking).then(|| (self.t as i32 - i32::from(p.since)).max(0) as u32),
            shortfall: 1.0 - self.law.fit(occupation, x),
            excess: self.law.excess(occupation, x),
            age: cell.vacant().age(self.t),
        }
    }
}

fn note(flows: &mut Flows, hire: &Hire) {
    flows.hires += 1;
    flows.hires_by_market[hire.market as usize] += 1;
    flows.newcomers_by_market[hire.market as usize] += u32::from(hire.newcomer);
    flows.hire_shortfall += f64::from(hire.shortfall);
    flows.over_qualified += u64::from(f64::from(hire.excess) > QUALIFICATION_BAND);
    flows.under_qualified += u64::from(f64::from(hire.shortfall) > QUALIFICATION_BAND);
    flows.fill_months += hire.age;
    flows.hires_of_seekers += u64::from(hire.wait.is_some());
    flows.hire_wait_months += u64::from(hire.wait.unwrap_or(0));
}

/// Strikes off who leaves the cells of a block.
fn strike_off(block: &mut Block, persons: &[Person], leaves: &[Leave], t: usize) {
    staged::<4>(leaves.len(), |stage, k| {
        let Leave { cell, id, slot, reopens } = leaves[k];
        match stage {
            0 => block.fetch_cell(cell),
            1 => {
                block.fetch(cell, slot);
                block.fetch(cell, block.last(cell));
            }
            2 => fetch(persons, block.peek(cell, block.last(cell)) as usize),
            _ => {
                block.leave(persons, id, cell, slot);
                if reopens {
                    block.open(cell, 1, t as i32);
                }
            }
        }
    });
}

/// Enters who joins the cells of a block.
fn enter(block: &mut Block, persons: &[Person], joins: &[Join], _: usize) {
    staged::<3>(joins.len(), |stage, k| {
        let Join { cell, id, vacancy } = joins[k];
        match stage {
            0 => block.fetch_cell(cell),
            1 => {
                block.fetch(cell, block.cell(cell).workers());
                fetch(persons, id as usize);
            }
            _ => {
                if vacancy {
                    block.close(cell, 1);
                }
                block.join(persons, id, cell);
            }
        }
    });
    block.tidy();
}
