//! Cells: one occupation in one enterprise.
//!
//! A row of 36 bytes: how many work there and where their list stands, vacancies, posts wanted, what and where.
//! `world::posts` changes them, and `world::plan` links a new one to those of its enterprise.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::model::labour::Labour;

/// "No cell", "no enterprise".
pub const NONE: u32 = u32::MAX;

/// Months before the start from which openings are counted; `scenario::together` keeps their sum within four bytes.
const EPOCH: i32 = 120;

/// How many workers a list has room for, in two bytes: a number of twelve bits and by how many bits it is shifted. Numbers that
/// take more are rounded up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room(u16);

impl Room {
    const BITS: u32 = 12;

    pub(super) fn at_least(room: u32) -> Room {
        let mut shift = (u32::BITS - room.leading_zeros()).saturating_sub(Self::BITS);
        // Rounding up may take one bit more.
        shift += u32::from(room.div_ceil(1 << shift) >> Self::BITS != 0);
        debug_assert!(shift < 16, "a list of {room} workers");
        Room((shift << Self::BITS | room.div_ceil(1 << shift)) as u16)
    }

    pub(super) fn get(self) -> u32 {
        (u32::from(self.0) & ((1 << Self::BITS) - 1)) << (self.0 >> Self::BITS)
    }
}

/// Posts wanted of a cell, which who plans its enterprise may write while others read other cells: an enterprise is planned
/// by one thread.
#[derive(Debug)]
pub struct Target(AtomicU32);

impl Target {
    #[inline(always)]
    pub fn get(&self) -> f32 {
        f32::from_bits(self.0.load(Ordering::Relaxed))
    }

    #[inline(always)]
    pub(super) fn set(&self, posts: f32) {
        self.0.store(posts.to_bits(), Ordering::Relaxed);
    }
}

impl From<f32> for Target {
    fn from(posts: f32) -> Self {
        Target(AtomicU32::new(posts.to_bits()))
    }
}

impl Clone for Target {
    fn clone(&self) -> Self {
        self.get().into()
    }
}

/// One occupation in one enterprise.
#[derive(Clone, Debug)]
pub struct Cell {
    pub enterprise: u32,
    /// Next cell of the same enterprise, else [`NONE`].
    pub next: u32,
    /// Run of the block's arena: start, workers, room.
    pub(super) start: u32,
    pub(super) len: u32,
    pub(super) room: Room,
    pub vacancies: u32,
    /// Posts wanted.
    pub target: Target,
    /// Sum over open vacancies of the month they opened, counted from [`EPOCH`] months before the start.
    pub(super) opened: u32,
    pub occupation: u16,
    pub industry: u16,
    pub region: u8,
}

/// A cell's open vacancies.
#[derive(Clone, Copy, Debug, Default)]
pub struct Vacant {
    pub vacancies: u32,
    /// As [`Cell`] has it.
    opened: u32,
}

impl Vacant {
    /// Mean age at month `t` [months]; 0 without any.
    #[inline]
    pub fn age(self, t: usize) -> f64 {
        if self.vacancies == 0 {
            0.0
        } else {
            t as f64 + f64::from(EPOCH) - f64::from(self.opened) / f64::from(self.vacancies)
        }
    }
}

impl Cell {
    /// Workers [agents].
    pub fn workers(&self) -> u32 {
        self.len
    }

    /// Address of draws that does not depend on when the cell was created.
    pub fn address(&self) -> u64 {
        u64::from(self.enterprise) << 16 | u64::from(self.occupation)
    }

    pub fn is_own_account(&self) -> bool {
        self.enterprise == NONE
    }

    /// Neither workers nor vacancies nor posts wanted.
    pub(super) fn is_idle(&self) -> bool {
        self.len == 0 && self.vacancies == 0 && self.target.get() == 0.0
    }

    /// Staff and vacancies minus target [posts].
    pub fn gap(&self) -> f64 {
        f64::from(self.len) + f64::from(self.vacancies) - f64::from(self.target.get())
    }

    /// No layoff, opening or withdrawal may come before something else happens here: without a gap vacancies open, or
    /// expire, at their own rates only, and nobody plans own-account work.
    pub fn is_at_rest(&self, labour: &Labour) -> bool {
        let still = labour.opening == 0.0 && (labour.expiry == 0.0 || self.vacancies == 0);
        self.is_own_account() || (still && self.gap() == 0.0)
    }

    /// Its vacancies.
    #[inline]
    pub fn vacant(&self) -> Vacant {
        Vacant { vacancies: self.vacancies, opened: self.opened }
    }

    /// Opens `n` vacancies as if in month `month`, which may lie before the start.
    pub(super) fn open(&mut self, n: u32, month: i32) {
        self.vacancies += n;
        self.opened += n * (month + EPOCH) as u32;
    }

    /// Closes `n` vacancies (filled or withdrawn): those of mean age.
    pub(super) fn close(&mut self, n: u32) {
        debug_assert!(n <= self.vacancies);
        self.opened =
            (u64::from(self.opened) * u64::from(self.vacancies - n) / u64::from(self.vacancies.max(1))) as u32;
        self.vacancies -= n;
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Room};

    #[test]
    fn rooms_are_exact_or_a_little_more() {
        for room in (0..5000).chain([8191, 8192, 8193, 65_535, 1_234_567, 100_000_000]) {
            let got = Room::at_least(room).get();
            assert!(got >= room && (room < 4096 && got == room || got - room <= room / 2048), "{room}: {got}");
        }
    }

    #[test]
    fn a_cell_takes_36_bytes() {
        assert!(size_of::<Cell>() == 36, "{}", size_of::<Cell>());
    }
}
