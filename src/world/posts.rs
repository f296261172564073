//! Enterprises, their posts by occupation (cells), and who works where.
//!
//! A cell is one occupation in one enterprise: its workers, vacancies and target. Cells of an enterprise form a
//! linked list, so that a new occupation can appear without moving the others. Workers of a cell stand in one run of
//! a shared arena; a person knows the position, so leaving is a swap with the last.
//! Own-account work in a region is a cell without an enterprise and without vacancies.

use super::person::{NOWHERE, Person};

/// "No cell", "no enterprise".
pub const NONE: u32 = u32::MAX;

/// Months before the start from which openings are counted.
const EPOCH: i32 = 120;

/// Bits of [`Enterprise::flags`].
pub mod flag {
    /// In a county cluster with shared factories.
    pub const CLUSTER: u8 = 1;
    /// Takes part in training.
    pub const PARTNER: u8 = 2;
    /// Certified for the tax credit.
    pub const CERTIFIED: u8 = 4;
    /// Member of a consortium.
    pub const CONSORTIUM: u8 = 8;
    /// Has been served by a technology project in the last year.
    pub const SERVED: u8 = 16;
    /// Has finished an upgrade that its next plan will turn into posts.
    pub const UPGRADED: u8 = 32;
}

/// An enterprise.
#[derive(Clone, Debug)]
pub struct Enterprise {
    pub industry: u16,
    pub region: u8,
    pub flags: u8,
    /// Months left of a running upgrade project; 0 is none.
    pub upgrading: u8,
    /// Size weight: its share of the industry's posts in the region is `size / sum of sizes`.
    pub size: f32,
    /// Technology `a` in [0, 1].
    pub technology: f32,
    /// Productivity relative to the industry's frontier formula (technology service adds to it).
    pub productivity: f32,
    /// Fixed offset of systematic rounding.
    pub offset: f32,
    /// First cell, else [`NONE`].
    pub first: u32,
    /// Training places offered [trainees], and moving average of good experience with graduates.
    pub places: u16,
    pub experience: u8,
    /// Month of the run it was founded or re-founded (-1 before the start).
    pub founded: i16,
}

/// One occupation in one enterprise.
#[derive(Clone, Debug)]
pub struct Cell {
    pub enterprise: u32,
    /// Next cell of the same enterprise, else [`NONE`].
    pub next: u32,
    /// Run of the arena: start, room, workers.
    start: u32,
    room: u32,
    len: u32,
    pub vacancies: u32,
    /// Posts wanted.
    pub target: f32,
    /// Sum over open vacancies of the month they opened, counted from [`EPOCH`] months before the start.
    opened: u32,
    pub occupation: u16,
    pub industry: u16,
    pub region: u8,
    /// Stands in the list of cells with vacancies.
    listed: bool,
}

impl Cell {
    /// Workers [agents].
    pub fn workers(&self) -> u32 {
        self.len
    }

    pub fn is_own_account(&self) -> bool {
        self.enterprise == NONE
    }

    /// Staff and vacancies minus target [posts].
    pub fn gap(&self) -> f64 {
        f64::from(self.len) + f64::from(self.vacancies) - f64::from(self.target)
    }

    /// Mean age of its vacancies at month `t` [months]; 0 without any.
    pub fn vacancy_age(&self, t: usize) -> f64 {
        if self.vacancies == 0 {
            0.0
        } else {
            t as f64 + f64::from(EPOCH) - f64::from(self.opened) / f64::from(self.vacancies)
        }
    }
}

/// All cells and the lists of their workers.
#[derive(Clone, Debug, Default)]
pub struct Posts {
    pub cells: Vec<Cell>,
    arena: Vec<u32>,
    /// Cells that have, or recently had, vacancies.
    advertised: Vec<u32>,
    /// Own-account cell of each region.
    pub own_account: Vec<u32>,
    /// Totals over enterprise cells, kept with every change.
    pub filled: i64,
    pub vacant: i64,
}

impl Posts {
    /// Adds an empty cell with room for `room` workers.
    pub fn add_cell(&mut self, enterprise: u32, occupation: u16, industry: u16, region: u8, room: u32) -> u32 {
        let id = self.cells.len() as u32;
        let start = self.arena.len() as u32;
        self.arena.resize(self.arena.len() + room as usize, NOWHERE);
        self.cells.push(Cell {
            enterprise,
            next: NONE,
            start,
            room,
            len: 0,
            vacancies: 0,
            target: 0.0,
            opened: 0,
            occupation,
            industry,
            region,
            listed: false,
        });
        id
    }

    /// Workers of a cell, by id.
    pub fn workers(&self, cell: u32) -> &[u32] {
        let c = &self.cells[cell as usize];
        &self.arena[c.start as usize..(c.start + c.len) as usize]
    }

    pub(super) fn join(&mut self, persons: &mut [Person], id: u32, cell: u32) {
        let c = &mut self.cells[cell as usize];
        if c.len == c.room {
            let (from, room) = (c.start as usize, c.room + c.room / 4 + 2);
            c.start = self.arena.len() as u32;
            c.room = room;
            self.arena.extend_from_within(from..from + c.len as usize);
            self.arena.resize(c.start as usize + room as usize, NOWHERE);
        }
        self.arena[(c.start + c.len) as usize] = id;
        let p = &mut persons[id as usize];
        p.place = cell;
        p.slot = c.len;
        c.len += 1;
        if c.enterprise != NONE {
            p.occupation = c.occupation;
            self.filled += 1;
        }
    }

    pub(super) fn leave(&mut self, persons: &mut [Person], id: u32) -> u32 {
        let (cell, slot) = (persons[id as usize].place, persons[id as usize].slot);
        let c = &mut self.cells[cell as usize];
        c.len -= 1;
        let last = self.arena[(c.start + c.len) as usize];
        self.arena[(c.start + slot) as usize] = last;
        persons[last as usize].slot = slot;
        persons[id as usize].place = NOWHERE;
        if c.enterprise != NONE {
            self.filled -= 1;
        }
        cell
    }

    /// Opens `n` vacancies at month `t`.
    pub fn open(&mut self, cell: u32, n: u32, t: usize) {
        self.open_since(cell, n, t as i32);
    }

    /// Opens `n` vacancies as if in month `month`, which may lie before the start.
    pub fn open_since(&mut self, cell: u32, n: u32, month: i32) {
        let c = &mut self.cells[cell as usize];
        c.vacancies += n;
        c.opened += n * (month + EPOCH) as u32;
        if !c.listed && n > 0 {
            c.listed = true;
            self.advertised.push(cell);
        }
        self.vacant += i64::from(n);
    }

    /// Closes `n` vacancies (filled or withdrawn): those of mean age.
    pub fn close(&mut self, cell: u32, n: u32) {
        let c = &mut self.cells[cell as usize];
        debug_assert!(n <= c.vacancies);
        c.opened = (u64::from(c.opened) * u64::from(c.vacancies - n) / u64::from(c.vacancies.max(1))) as u32;
        c.vacancies -= n;
        self.vacant -= i64::from(n);
    }

    /// Cells with vacancies, ascending.
    pub fn advertised(&mut self) -> &[u32] {
        let cells = &mut self.cells;
        self.advertised.retain(|&cell| {
            let c = &mut cells[cell as usize];
            c.listed = c.vacancies > 0;
            c.listed
        });
        self.advertised.sort_unstable();
        &self.advertised
    }

    /// Words of the arena in use by lists and in all (slack is what moves leave behind).
    pub fn arena_words(&self) -> (usize, usize) {
        (self.cells.iter().map(|c| c.room as usize).sum(), self.arena.len())
    }

    /// Rewrites the arena in cell order without the holes that moved lists left.
    pub fn compact(&mut self) {
        let mut arena = Vec::with_capacity(self.cells.iter().map(|c| c.room as usize).sum());
        for c in &mut self.cells {
            let start = arena.len() as u32;
            arena.extend_from_slice(&self.arena[c.start as usize..(c.start + c.room) as usize]);
            c.start = start;
        }
        self.arena = arena;
    }
}
