//! Those who seek work: one bit a person, and counts by market and length of spell.
//!
//! A set of bits is the same whatever the order of events, takes 6 MB for 45 million people, and is read in the order
//! of ids, so that rows of persons are met in the order of memory. Counts save every process and collector that only
//! wants numbers a pass over two million rows. Written by `world::moves` alone.

use std::ops::Range;

use super::person::Person;
use crate::base::batch::BATCH;
use crate::base::bits::{self, ones};

/// Words whose seekers are listed at a time.
const WORDS: usize = 64;

/// The set of seekers.
#[derive(Clone, Debug, Default)]
pub struct Seekers {
    pub(super) bits: Vec<u64>,
    regions: usize,
    /// Months from which a spell counts as long.
    long_term: i32,
    /// Seekers by market, `[occupation * regions + region]`.
    pub by_market: Vec<u32>,
    /// Of these, the spells that were long at the end of month `month`.
    pub long: Vec<u32>,
    /// Spells by the month they began and by market, `[since % long_term][market]`: those that are not long yet.
    young: Vec<Vec<u32>>,
    /// Month whose end `long` refers to.
    month: i32,
}

/// A seeker who ceases to be one: market, and month the spell began.
pub(super) type Stopped = (u32, i16);

impl Seekers {
    /// Nobody, on this many markets.
    pub fn new(occupations: usize, regions: usize, long_term: i32) -> Self {
        let long_term = long_term.max(1);
        let none = vec![0; occupations * regions];
        Seekers {
            bits: Vec::new(),
            regions,
            long_term,
            by_market: none.clone(),
            long: none.clone(),
            young: vec![none; long_term as usize],
            month: 0,
        }
    }

    /// Memory of the set [bytes].
    pub(super) fn bytes(&self) -> usize {
        8 * self.bits.capacity()
    }

    /// The same markets and month without anyone.
    pub(super) fn emptied(&self) -> Seekers {
        let none = vec![0; self.by_market.len()];
        let young = vec![none.clone(); self.young.len()];
        Seekers { bits: Vec::new(), by_market: none.clone(), long: none, young, ..*self }
    }

    /// The market of a person.
    #[inline]
    pub fn market(&self, p: &Person) -> u32 {
        (p.occupation as usize * self.regions + p.region as usize) as u32
    }

    /// A month begins: spells that will be long at its end are.
    pub fn begin(&mut self, month: i32) {
        while self.month < month {
            self.month += 1;
            let at = (self.month + 1 - self.long_term).rem_euclid(self.long_term) as usize;
            for (long, young) in self.long.iter_mut().zip(&mut self.young[at]) {
                *long += std::mem::take(young);
            }
        }
    }

    /// The count that a spell begun in month `since` belongs to.
    #[inline]
    fn count(&mut self, market: u32, since: i32) -> &mut u32 {
        if since <= self.month + 1 - self.long_term {
            &mut self.long[market as usize]
        } else {
            &mut self.young[since.rem_euclid(self.long_term) as usize][market as usize]
        }
    }

    pub(super) fn started(&mut self, market: u32, since: i16) {
        self.by_market[market as usize] += 1;
        *self.count(market, i32::from(since)) += 1;
    }

    pub(super) fn stopped(&mut self, (market, since): Stopped) {
        self.by_market[market as usize] -= 1;
        *self.count(market, i32::from(since)) -= 1;
    }

    /// Makes room for this many persons.
    pub(super) fn reach(&mut self, persons: usize) {
        bits::reach(&mut self.bits, persons);
    }

    /// Number of words of 64 persons each.
    pub fn words(&self) -> usize {
        self.bits.len()
    }

    /// Writes the ids of the seekers among the persons of these words, ascending, to the front of `ids`, and returns their
    /// number. Four are written at a time, so that few words end on a branch that cannot be guessed: there must be room for
    /// all persons and four more.
    fn list(&self, words: Range<usize>, ids: &mut [u32]) -> usize {
        let (first, mut n) = (words.start, 0);
        for (word, &bits) in self.bits[words].iter().enumerate() {
            let (offset, mut rest) = (((first + word) * 64) as u32, bits);
            let end = n + bits.count_ones() as usize;
            while n < end {
                for id in &mut ids[n..n + 4] {
                    *id = offset + rest.trailing_zeros();
                    rest &= rest.wrapping_sub(1);
                }
                n += 4;
            }
            n = end;
        }
        n
    }

    /// Hands over the seekers among the persons of these words, ascending, a few at a time: at most [`BATCH`].
    pub fn batches(&self, words: Range<usize>, mut f: impl FnMut(&[u32])) {
        let mut ids = [0; 64 * WORDS + 4];
        for first in words.clone().step_by(WORDS) {
            let n = self.list(first..(first + WORDS).min(words.end), &mut ids);
            ids[..n].chunks(BATCH).for_each(&mut f);
        }
    }

    /// All seekers, by id.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let words = self.bits.iter().enumerate().filter(|(_, bits)| **bits != 0);
        words.flat_map(|(word, &bits)| ones(bits).map(move |bit| (word * 64) as u32 + bit))
    }
}
