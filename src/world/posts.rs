//! Enterprises, their posts by occupation (`world::cell`), and who works where.
//!
//! Cells of an enterprise form a linked list, so that a new occupation can appear without moving the others. Cells stand in
//! blocks of fixed size, which threads can take one each; workers of a cell stand in one run of its block's arena, and a
//! person knows the position, so leaving is a swap with the last.
//! Own-account work in a region is a cell without an enterprise and without vacancies.

use std::sync::atomic::{AtomicU64, Ordering};

use super::cell::{Cell, NONE, Room};
use super::person::{NOWHERE, Person};
use crate::base::batch::staged;
use crate::base::bits::{self, ones};
use crate::base::memory::{self, fetch};

/// Cells of a block: small enough for a core's own cache.
pub const BLOCK: usize = 1 << 14;

/// A block's lists are moved together when this part of its arena, one in so many words, is holes; it grows by as much.
const HOLES: usize = 16;

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
    /// Training places offered [trainees].
    pub places: u16,
    /// Month of the run it was founded or re-founded (-1 before the start).
    pub founded: i16,
}

/// Where workers of a block's cells stand, and which of its cells have vacancies or may have a gap.
#[derive(Debug)]
struct Lists {
    arena: Vec<u32>,
    /// Words of the arena that moved lists have left behind.
    holes: usize,
    /// One bit a cell.
    advertised: Vec<u64>,
    /// One bit a cell: something has happened to it since it was last seen without a gap. A thread that plans an enterprise
    /// may set bits while others set those of its neighbours.
    stirred: Vec<AtomicU64>,
}

impl Lists {
    fn new() -> Self {
        let stirred = std::iter::repeat_with(AtomicU64::default).take(BLOCK / 64).collect();
        Lists { arena: Vec::new(), holes: 0, advertised: vec![0; BLOCK / 64], stirred }
    }

    /// Something happens to a cell.
    #[inline(always)]
    fn stir(&mut self, at: usize) {
        *self.stirred[at / 64].get_mut() |= 1 << (at % 64);
    }
}

impl Clone for Lists {
    fn clone(&self) -> Self {
        let stirred = self.stirred.iter().map(|word| AtomicU64::new(word.load(Ordering::Relaxed))).collect();
        Lists { arena: self.arena.clone(), holes: self.holes, advertised: self.advertised.clone(), stirred }
    }
}

/// Room for `n` more items: grows by a part, because doubling would keep gigabytes that nobody uses.
fn make_room<T>(items: &mut Vec<T>, n: usize, part: usize) {
    if items.capacity() - items.len() < n {
        items.reserve_exact(n.max(items.len() / part));
    }
}

/// All cells and the lists of their workers.
#[derive(Clone, Debug, Default)]
pub struct Posts {
    pub cells: Vec<Cell>,
    lists: Vec<Lists>,
    /// Own-account cell of each region.
    pub own_account: Vec<u32>,
    /// Totals over enterprise cells, kept with every change.
    pub filled: i64,
    pub vacant: i64,
}

/// A block of cells with its lists, for one thread.
pub(super) struct Block<'a> {
    first: u32,
    cells: &'a mut [Cell],
    lists: &'a mut Lists,
    /// Change of the totals.
    pub filled: i64,
    pub vacant: i64,
}

impl Posts {
    /// Memory of cells and lists [bytes].
    pub(super) fn bytes(&self) -> usize {
        let list = |l: &Lists| 4 * l.arena.capacity() + 8 * (l.advertised.capacity() + l.stirred.capacity());
        self.cells.len() * size_of::<Cell>() + self.lists.iter().map(list).sum::<usize>()
    }

    /// Gets room in large pages, before there are any cells, for so many and half as many more, and for their workers if one
    /// block takes them all (arenas of several blocks are small). *Assumption*: a half is more than ever come. Room that
    /// nobody uses takes no memory; a list of cells that grows would stand in it twice.
    pub(super) fn expect(&mut self, cells: usize, workers: usize) {
        assert!(self.cells.is_empty(), "cells are expected before there are any");
        self.cells = memory::with_capacity(cells + cells / 2);
        if cells <= BLOCK {
            // Rooms are rounded up.
            self.lists = vec![Lists { arena: memory::with_capacity(workers + workers / 1024 + cells), ..Lists::new() }];
        }
    }

    /// Adds an empty cell of an occupation, industry and region with room for `room` workers.
    pub fn add_cell(&mut self, enterprise: u32, kind: (u16, u16, u8), room: u32) -> u32 {
        let id = self.cells.len() as u32;
        if self.lists.len() == self.cells.len() / BLOCK {
            self.lists.push(Lists::new());
        }
        let arena = &mut self.lists[id as usize / BLOCK].arena;
        let (start, room) = (arena.len() as u32, Room::at_least(room));
        make_room(arena, room.get() as usize, HOLES);
        arena.resize((start + room.get()) as usize, NOWHERE);
        make_room(&mut self.cells, 1, 16);
        self.cells.push(Cell::new(enterprise, kind, start, room));
        id
    }

    /// Gives a cell without workers, vacancies and target to another occupation of its enterprise.
    pub(super) fn reuse(&mut self, cell: u32, occupation: u16) {
        debug_assert!(self.cells[cell as usize].is_idle());
        self.cells[cell as usize].set_occupation(occupation);
    }

    /// Gives an empty own-account cell its workers, whose positions are written already, in parts; its list moves to the end of
    /// the arena and has room for some more.
    pub(super) fn settle<'a>(&mut self, cell: u32, workers: impl Iterator<Item = &'a [u32]> + Clone) {
        let c = &mut self.cells[cell as usize];
        debug_assert!(c.is_own_account() && c.len == 0);
        let Lists { arena, holes, .. } = &mut self.lists[cell as usize / BLOCK];
        *holes += c.room().get() as usize;
        let len = workers.clone().map(<[u32]>::len).sum::<usize>() as u32;
        (c.start, c.len) = (arena.len() as u32, len);
        c.set_room(Room::at_least(len));
        make_room(arena, c.room().get() as usize, HOLES);
        workers.for_each(|ids| arena.extend_from_slice(ids));
        arena.resize((c.start + c.room().get()) as usize, NOWHERE);
    }

    /// Workers of a cell, by id.
    pub fn workers(&self, cell: u32) -> &[u32] {
        let c = &self.cells[cell as usize];
        &self.lists[cell as usize / BLOCK].arena[c.start as usize..(c.start + c.len) as usize]
    }

    /// The cells of an enterprise, whose first is given, with their ids.
    #[inline]
    pub(super) fn list(&self, first: u32) -> impl Iterator<Item = (u32, &Cell)> {
        let cell = |id: u32| self.cells.get(id as usize).map(|cell| (id, cell));
        std::iter::successors(cell(first), move |(_, before)| cell(before.next))
    }

    /// Brings the cells of several enterprises, given by their first, into the cache and asks for their workers if wanted:
    /// lists lead all over memory, so many are followed side by side. Changes nothing.
    pub(super) fn warm(&self, first: impl Iterator<Item = u32>, workers: bool) {
        let mut cells: Vec<u32> = first.collect();
        cells.iter().for_each(|&cell| fetch(&self.cells, cell as usize));
        while !cells.is_empty() {
            cells.retain_mut(|id| {
                let Some(cell) = self.cells.get(*id as usize) else { return false };
                if workers {
                    fetch(&self.lists[*id as usize / BLOCK].arena, cell.start as usize);
                }
                fetch(&self.cells, cell.next as usize);
                *id = cell.next;
                true
            });
        }
    }

    /// Number of blocks.
    pub fn blocks(&self) -> usize {
        self.lists.len()
    }

    /// All blocks, each for itself.
    pub(super) fn split(&mut self) -> impl Iterator<Item = Block<'_>> {
        let blocks = self.cells.chunks_mut(BLOCK).zip(&mut self.lists).enumerate();
        blocks.map(|(k, (cells, lists))| Block::new(k, cells, lists))
    }

    /// Opens `n` vacancies at month `t`.
    pub fn open(&mut self, cell: u32, n: u32, t: usize) {
        self.open_since(cell, n, t as i32);
    }

    /// Opens `n` vacancies as if in month `month`, which may lie before the start.
    pub fn open_since(&mut self, cell: u32, n: u32, month: i32) {
        if n > 0 {
            self.in_block(cell, |block| block.open(cell, n, month));
        }
    }

    /// Closes `n` vacancies (filled or withdrawn): those of mean age.
    pub fn close(&mut self, cell: u32, n: u32) {
        self.in_block(cell, |block| block.close(cell, n));
    }

    /// Changes the block of a cell.
    fn in_block(&mut self, cell: u32, change: impl FnOnce(&mut Block)) {
        let k = cell as usize / BLOCK;
        let end = self.cells.len().min((k + 1) * BLOCK);
        let mut block = Block::new(k, &mut self.cells[k * BLOCK..end], &mut self.lists[k]);
        change(&mut block);
        let Block { filled, vacant, .. } = block;
        self.filled += filled;
        self.vacant += vacant;
    }

    /// Sets the posts wanted of a cell.
    #[inline]
    pub fn aim(&self, cell: u32, posts: f32) {
        let (target, at) = (&self.cells[cell as usize].target, cell as usize % BLOCK);
        if posts != target.get() {
            target.set(posts);
            self.lists[cell as usize / BLOCK].stirred[at / 64].fetch_or(1 << (at % 64), Ordering::Relaxed);
        }
    }

    /// Calls `visit` for the cells of a block, ascending, to which something has happened since `visit` last said that
    /// nothing is to be done there until something happens again.
    pub fn stirred_in(&self, block: usize, mut visit: impl FnMut(u32, &Cell) -> bool) {
        let stirred = &self.lists[block].stirred;
        self.visit(block, stirred.iter().map(|word| word.load(Ordering::Relaxed)), |id, cell| {
            if !visit(id, cell) {
                let at = id as usize % BLOCK;
                stirred[at / 64].fetch_and(!(1 << (at % 64)), Ordering::Relaxed);
            }
        });
    }

    /// Calls `visit` for the cells of a block with vacancies, ascending.
    pub fn advertised_in(&self, block: usize, visit: impl FnMut(u32, &Cell)) {
        self.visit(block, self.lists[block].advertised.iter().copied(), visit);
    }

    /// Calls `visit` for the cells of a block that have a bit in these words, ascending; they are asked for some ahead.
    fn visit(&self, block: usize, words: impl Iterator<Item = u64>, mut visit: impl FnMut(u32, &Cell)) {
        let first = (0..).step_by(64).map(|at| (block * BLOCK + at) as u32);
        let ids: Vec<u32> = first.zip(words).flat_map(|(first, word)| ones(word).map(move |bit| first + bit)).collect();
        staged::<2>(ids.len(), |stage, k| match (stage, ids[k]) {
            (0, id) => fetch(&self.cells, id as usize),
            (_, id) => visit(id, &self.cells[id as usize]),
        });
    }

    /// Whether something has happened to a cell since it was last seen without a gap.
    pub(super) fn is_stirred(&self, cell: u32) -> bool {
        let at = cell as usize % BLOCK;
        self.lists[cell as usize / BLOCK].stirred[at / 64].load(Ordering::Relaxed) >> (at % 64) & 1 == 1
    }
}

impl<'a> Block<'a> {
    fn new(k: usize, cells: &'a mut [Cell], lists: &'a mut Lists) -> Self {
        Block { first: (k * BLOCK) as u32, cells, lists, filled: 0, vacant: 0 }
    }

    /// A cell of the block, by id.
    #[inline]
    pub fn cell(&self, cell: u32) -> &Cell {
        &self.cells[(cell - self.first) as usize]
    }

    /// Asks for a cell.
    #[inline]
    pub fn fetch_cell(&self, cell: u32) {
        fetch(self.cells, (cell - self.first) as usize);
    }

    /// The last position of a cell's list that is taken; beyond all lists if there is none.
    #[inline]
    pub fn last(&self, cell: u32) -> u32 {
        self.cell(cell).workers().wrapping_sub(1)
    }

    /// The worker at a position of a cell's list, whatever stands there.
    #[inline]
    pub fn peek(&self, cell: u32, slot: u32) -> u32 {
        self.lists.arena.get(self.cell(cell).start.wrapping_add(slot) as usize).copied().unwrap_or(NOWHERE)
    }

    /// Asks for a position of a cell's list.
    #[inline]
    pub fn fetch(&self, cell: u32, slot: u32) {
        fetch(&self.lists.arena, (self.cell(cell).start.wrapping_add(slot)) as usize);
    }

    /// Enters a person at the end of a cell's list.
    #[inline]
    pub fn join(&mut self, persons: &[Person], id: u32, cell: u32) {
        let c = &mut self.cells[(cell - self.first) as usize];
        let arena = &mut self.lists.arena;
        if c.len == c.room().get() {
            let (from, room) = (c.start as usize, Room::at_least(c.len + c.len / 4 + 1));
            self.lists.holes += c.len as usize;
            make_room(arena, room.get() as usize, HOLES);
            c.start = arena.len() as u32;
            c.set_room(room);
            arena.extend_from_within(from..from + c.len as usize);
            arena.resize((c.start + room.get()) as usize, NOWHERE);
        }
        arena[(c.start + c.len) as usize] = id;
        persons[id as usize].slot.set(c.len);
        c.len += 1;
        self.lists.stir((cell - self.first) as usize);
        self.filled += i64::from(c.enterprise != NONE);
    }

    /// Strikes a person off a cell's list; the last one takes the position. The person stands at `slot` if no other has
    /// moved them since.
    #[inline]
    pub fn leave(&mut self, persons: &[Person], id: u32, cell: u32, slot: u32) {
        let c = &mut self.cells[(cell - self.first) as usize];
        let arena = &mut self.lists.arena;
        let stays = slot < c.len && arena[(c.start + slot) as usize] == id;
        let slot = if stays { slot } else { persons[id as usize].slot.get() };
        debug_assert_eq!(arena[(c.start + slot) as usize], id);
        c.len -= 1;
        let last = arena[(c.start + c.len) as usize];
        arena[(c.start + slot) as usize] = last;
        persons[last as usize].slot.set(slot);
        self.lists.stir((cell - self.first) as usize);
        self.filled -= i64::from(c.enterprise != NONE);
    }

    /// Opens `n` vacancies, at least one, as if in month `month`.
    #[inline]
    pub fn open(&mut self, cell: u32, n: u32, month: i32) {
        let at = (cell - self.first) as usize;
        self.cells[at].open(n, month);
        self.lists.stir(at);
        bits::set(&mut self.lists.advertised, at, true);
        self.vacant += i64::from(n);
    }

    /// Closes `n` vacancies.
    #[inline]
    pub fn close(&mut self, cell: u32, n: u32) {
        let at = (cell - self.first) as usize;
        self.cells[at].close(n);
        self.lists.stir(at);
        bits::set(&mut self.lists.advertised, at, self.cells[at].vacancies() > 0);
        self.vacant -= i64::from(n);
    }

    /// Moves lists together, each with room for an eighth more, when [`HOLES`] of the arena have been left behind by lists
    /// that moved.
    pub fn tidy(&mut self) {
        if self.lists.holes * HOLES > self.lists.arena.len() {
            self.pack();
        }
    }

    /// Moves lists together, in the order of cells, by way of a copy: to meet lists as they stand takes a sort, and longer
    /// than copying twice.
    pub fn pack(&mut self) {
        let Lists { arena, holes, .. } = &mut *self.lists;
        let mut packed = Vec::with_capacity(arena.len());
        for c in self.cells.iter_mut() {
            if c.room().get() > c.len + c.len / 8 {
                c.set_room(Room::at_least(c.len + c.len / 16));
            }
            let from = c.start as usize;
            c.start = packed.len() as u32;
            packed.extend_from_slice(&arena[from..from + c.len as usize]);
            packed.resize((c.start + c.room().get()) as usize, NOWHERE);
        }
        arena.clear();
        arena.extend_from_slice(&packed);
        *holes = 0;
    }
}
