//! Cells: one occupation in one enterprise.
//!
//! A row of 32 bytes: how many work there and where their list stands, vacancies, posts wanted, what and where.
//! `world::posts` changes them, and `world::plan` links a new one to those of its enterprise.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::model::labour::Labour;

/// "No cell", "no enterprise".
pub const NONE: u32 = u32::MAX;

/// Months before the start from which openings are counted; `scenario::together` keeps their sum within four bytes.
const EPOCH: i32 = 120;

/// How many workers a list has room for, in one byte: up to 16 exactly, beyond with four digits in base two, rounded up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room(u8);

impl Room {
    /// Digits in base two after the first.
    const DIGITS: u32 = 3;

    pub(super) fn at_least(room: u32) -> Room {
        let shift = (u32::BITS - room.leading_zeros()).saturating_sub(Self::DIGITS + 1);
        let digits = room.div_ceil(1 << shift);
        // Rounding up may carry into the next power, which has the code that follows.
        Room(((shift << Self::DIGITS) + digits) as u8)
    }

    pub(super) fn get(self) -> u32 {
        let code = u32::from(self.0);
        let shift = (code >> Self::DIGITS).saturating_sub(1);
        (code - (shift << Self::DIGITS)) << shift
    }
}

/// What a cell is, in four bytes: an industry and an occupation of [`Kind::BITS`] bits each, as many as tables may have
/// (`scenario::tables`), and a region.
#[derive(Clone, Copy, Debug)]
struct Kind(u32);

impl Kind {
    const BITS: u32 = 12;

    fn new(occupation: u16, industry: u16, region: u8) -> Kind {
        debug_assert!(occupation >> Self::BITS == 0 && industry >> Self::BITS == 0);
        Kind((u32::from(industry) << Self::BITS | u32::from(occupation)) << u8::BITS | u32::from(region))
    }

    fn part(self, from: u32) -> u16 {
        (self.0 >> from) as u16 & ((1 << Self::BITS) - 1)
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

/// One occupation in one enterprise; two lie in a line of the cache.
#[derive(Clone, Debug)]
#[repr(align(32))]
pub struct Cell {
    pub enterprise: u32,
    /// Next cell of the same enterprise, else [`NONE`].
    pub next: u32,
    /// Run of the block's arena: start and workers.
    pub(super) start: u32,
    pub(super) len: u32,
    /// Open vacancies, above the byte of the list's [`Room`]; `scenario::together` keeps them within three bytes.
    open: u32,
    /// Posts wanted.
    pub target: Target,
    /// Sum over open vacancies of the month they opened, counted from [`EPOCH`] months before the start.
    opened: u32,
    kind: Kind,
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
    /// Without workers, vacancies or posts wanted; its list stands at `start`.
    pub(super) fn new(enterprise: u32, (occupation, industry, region): (u16, u16, u8), start: u32, room: Room) -> Cell {
        let kind = Kind::new(occupation, industry, region);
        let open = u32::from(room.0);
        Cell { enterprise, next: NONE, start, len: 0, open, target: 0.0.into(), opened: 0, kind }
    }

    pub fn occupation(&self) -> u16 {
        self.kind.part(u8::BITS)
    }

    pub fn industry(&self) -> u16 {
        self.kind.part(u8::BITS + Kind::BITS)
    }

    pub fn region(&self) -> u8 {
        self.kind.0 as u8
    }

    pub(super) fn set_occupation(&mut self, occupation: u16) {
        self.kind = Kind::new(occupation, self.industry(), self.region());
    }

    /// Open vacancies [agents].
    pub fn vacancies(&self) -> u32 {
        self.open >> u8::BITS
    }

    pub(super) fn room(&self) -> Room {
        Room(self.open as u8)
    }

    pub(super) fn set_room(&mut self, room: Room) {
        self.open = self.vacancies() << u8::BITS | u32::from(room.0);
    }

    /// Workers [agents].
    pub fn workers(&self) -> u32 {
        self.len
    }

    /// Address of draws that does not depend on when the cell was created.
    pub fn address(&self) -> u64 {
        u64::from(self.enterprise) << 16 | u64::from(self.occupation())
    }

    pub fn is_own_account(&self) -> bool {
        self.enterprise == NONE
    }

    /// Neither workers nor vacancies nor posts wanted.
    pub(super) fn is_idle(&self) -> bool {
        self.len == 0 && self.vacancies() == 0 && self.target.get() == 0.0
    }

    /// Staff and vacancies minus target [posts].
    pub fn gap(&self) -> f64 {
        f64::from(self.len) + f64::from(self.vacancies()) - f64::from(self.target.get())
    }

    /// No layoff, opening or withdrawal may come before something else happens here: without a gap vacancies open for staff, or
    /// expire, at their own rates only, and nobody plans own-account work.
    pub fn is_at_rest(&self, labour: &Labour) -> bool {
        let still = (labour.opening == 0.0 || self.len == 0) && (labour.expiry == 0.0 || self.vacancies() == 0);
        self.is_own_account() || (still && self.gap() == 0.0)
    }

    /// Its vacancies.
    #[inline]
    pub fn vacant(&self) -> Vacant {
        Vacant { vacancies: self.vacancies(), opened: self.opened }
    }

    /// Opens `n` vacancies as if in month `month`, which may lie before the start.
    pub(super) fn open(&mut self, n: u32, month: i32) {
        self.open += n << u8::BITS;
        self.opened += n * (month + EPOCH) as u32;
    }

    /// Closes `n` vacancies (filled or withdrawn): those of mean age.
    pub(super) fn close(&mut self, n: u32) {
        debug_assert!(n <= self.vacancies());
        self.opened =
            (u64::from(self.opened) * u64::from(self.vacancies() - n) / u64::from(self.vacancies().max(1))) as u32;
        self.open -= n << u8::BITS;
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Room};

    #[test]
    fn rooms_are_exact_or_a_little_more() {
        for room in (0..5000).chain([65_535, 1_234_567, 100_000_000, 15 << 28]) {
            let got = Room::at_least(room).get();
            assert!(got >= room && if room <= 16 { got == room } else { got - room <= room / 8 }, "{room}: {got}");
        }
    }

    #[test]
    fn a_cell_takes_32_bytes() {
        assert!(size_of::<Cell>() == 32, "{}", size_of::<Cell>());
    }

    /// Numbers that share four bytes do not touch each other.
    #[test]
    fn what_is_packed_comes_back() {
        for (o, i, r, room) in [(0, 0, 0, 0), (4095, 0, 255, 100), (0, 4095, 0, 7), (4095, 4095, 255, 3)] {
            let mut cell = Cell::new(1, (o, i, r), 0, Room::at_least(3));
            cell.open(9, -7);
            cell.set_room(Room::at_least(room));
            cell.set_occupation(17);
            cell.close(2);
            assert_eq!((cell.occupation(), cell.industry(), cell.region(), cell.vacancies()), (17, i, r, 7));
            assert_eq!(cell.room().get(), Room::at_least(room).get());
            cell.set_occupation(o);
            assert_eq!((cell.occupation(), cell.industry(), cell.region()), (o, i, r));
        }
    }
}
