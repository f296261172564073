//! Persons: 32 bytes each, 60 million of them at 1:1.
//!
//! Skills are bytes that hold the state at the month `settled`; what they are worth today follows in closed form
//! (`world::skills`), so that nobody has to be touched while nothing happens to them.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use super::AHEAD;
use crate::base::{bucket, par};
use crate::model::education::Level;

/// "No post, no program".
pub const NOWHERE: u32 = u32::MAX;
/// "No program".
pub const NO_PROGRAM: u16 = u16::MAX;

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Status {
    /// Nobody: a row kept for a migrant, or for those who turn fifteen.
    #[default]
    Absent = 0,
    /// Fifteen, in the last year of junior school.
    Junior,
    /// General upper-secondary school.
    General,
    /// Vocational upper-secondary program.
    Secondary,
    /// Technician school.
    Technician,
    /// Vocational college program.
    College,
    /// Vocational bachelor program.
    Bachelor,
    /// University, and bachelor top-up outside the program points.
    University,
    /// Left school in June, waits for the September admission.
    Waiting,
    Employed,
    OwnAccount,
    Seeking,
    Inactive,
    /// Lives outside the province.
    Left,
    Retired,
    Dead,
}

impl Status {
    pub const COUNT: usize = 16;

    pub const ALL: [Status; Self::COUNT] = [
        Status::Absent,
        Status::Junior,
        Status::General,
        Status::Secondary,
        Status::Technician,
        Status::College,
        Status::Bachelor,
        Status::University,
        Status::Waiting,
        Status::Employed,
        Status::OwnAccount,
        Status::Seeking,
        Status::Inactive,
        Status::Left,
        Status::Retired,
        Status::Dead,
    ];

    /// Of those who attend a course of this level.
    pub const fn of_student(level: Level) -> Status {
        match level {
            Level::Junior => Status::Junior,
            Level::General => Status::General,
            Level::Secondary => Status::Secondary,
            Level::Technician => Status::Technician,
            Level::College => Status::College,
            Level::Bachelor => Status::Bachelor,
            Level::University => Status::University,
        }
    }

    /// Enrolled in a school of any kind, or between two of them.
    pub fn in_school(self) -> bool {
        matches!(
            self,
            Status::Junior
                | Status::General
                | Status::Secondary
                | Status::Technician
                | Status::College
                | Status::Bachelor
                | Status::University
                | Status::Waiting
        )
    }

    /// Enrolled in a program point.
    pub fn in_program(self) -> bool {
        matches!(self, Status::Secondary | Status::College | Status::Bachelor)
    }
}

/// Bits of [`Person::flags`].
pub mod flag {
    /// Woman.
    pub const FEMALE: u8 = 1;
    /// Holds a skill certificate beside the diploma.
    pub const CERTIFICATE: u8 = 2;
    /// In an order class, and afterwards hired from one.
    pub const ORDER: u8 = 4;
    /// Took part in a skills competition.
    pub const COMPETED: u8 = 8;
    /// Left school in a bad year: a scar that fades.
    pub const SCARRED: u8 = 16;
    /// Has held a post since leaving the last program.
    pub const WORKED: u8 = 32;
    /// Won a second prize or better: goes on to college without the admission test.
    pub const AWARD: u8 = 64;
}

/// A number in a person's row that the owner of the list may write while others read other rows: a cell's list of
/// workers names each person once, so no two threads ever write the same one.
#[derive(Debug, Default)]
pub struct Slot(AtomicU32);

impl Slot {
    #[inline(always)]
    pub fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    #[inline(always)]
    pub fn set(&self, value: u32) {
        self.0.store(value, Ordering::Relaxed);
    }
}

impl Clone for Slot {
    fn clone(&self) -> Self {
        Slot(AtomicU32::new(self.get()))
    }
}

/// A person. Rows are aligned, so that each lies in one line of the cache.
#[derive(Clone, Debug, Default)]
#[repr(align(32))]
pub struct Person {
    /// Cell of the post held, or the program attended (by status), else [`NOWHERE`].
    pub place: u32,
    /// Position in that cell's list of workers; while [`Status::Waiting`], the `Level` applied for.
    pub slot: Slot,
    /// Skill levels at `settled`, in 1/255.
    pub skill: [u8; 8],
    /// Month of the run skills refer to (negative before the start).
    pub settled: i16,
    /// Month of the run of the last change of status.
    pub since: i16,
    /// Occupation of the last job or training.
    pub occupation: u16,
    /// Program graduated from, or attended, else [`NO_PROGRAM`].
    pub program: u16,
    /// Birth month as months before (negative) or after the start of the run.
    pub birth: i16,
    /// Fixed rank in [0, 1) in 1/256: ability and school score.
    pub ability: u8,
    pub region: u8,
    /// `model::education::Level` attained, or being attained.
    pub level: u8,
    pub status: Status,
    pub flags: u8,
    /// Years of work behind, for the wage.
    pub experience: u8,
}

impl Person {
    /// A row without anybody.
    pub fn nobody() -> Person {
        Person { place: NOWHERE, program: NO_PROGRAM, ..Person::default() }
    }

    pub fn holds_post(&self) -> bool {
        self.place != NOWHERE && matches!(self.status, Status::Employed | Status::OwnAccount)
    }

    pub fn is(&self, bit: u8) -> bool {
        self.flags & bit != 0
    }

    /// Age in whole months at month `t` of the run.
    pub fn age_months(&self, t: usize) -> i32 {
        t as i32 - i32::from(self.birth)
    }
}

/// Ids of those born in one month in one region: contiguous.
#[derive(Clone, Debug)]
pub struct CohortBlock {
    /// As [`Person::birth`].
    pub birth: i16,
    pub region: u8,
    /// Number of the first, unlike every other person's of the run; at the start numbers are ids.
    pub number: u32,
    pub ids: Range<u32>,
}

/// The rows of some cohorts, in order of ids: for threads to take one each.
pub fn rows<'a>(
    persons: &'a mut [Person],
    cohorts: impl Iterator<Item = &'a CohortBlock>,
) -> Vec<(&'a CohortBlock, &'a mut [Person])> {
    let (mut rows, mut rest, mut first) = (Vec::new(), persons, 0);
    for cohort in cohorts {
        let (_, after) = rest.split_at_mut((cohort.ids.start - first) as usize);
        let (born, after) = after.split_at_mut(cohort.ids.len());
        rows.push((cohort, born));
        (rest, first) = (after, cohort.ids.end);
    }
    rows
}

/// Persons of a block: a multiple of 64, small enough for a core's own cache.
pub const BLOCK: usize = 1 << 15;

/// Visits the persons whom the items name, block by block; returns the items in order of blocks, within a block in the order
/// given, as the visits have left them. Rows are fetched a few at a time: independent loads overlap, those inside a long
/// visit do not.
pub fn visit<T: Copy + Send + Sync>(
    parallel: bool,
    persons: &mut [Person],
    items: Vec<T>,
    id: impl Fn(&T) -> u32 + Sync,
    f: impl Fn(&mut Person, &mut T) + Sync + Send,
) -> Vec<T> {
    let block = |item: &T| id(item) as usize / BLOCK;
    let (mut items, starts) = bucket::sort(items, persons.len().div_ceil(BLOCK), block);
    let mut rest = &mut items[..];
    let crew: Vec<_> = (persons.chunks_mut(BLOCK).zip(starts.windows(2)).enumerate())
        .map(|(k, (block, range))| {
            let items = rest.split_off_mut(..range[1] - range[0]).unwrap_or_default();
            ((k * BLOCK) as u32, block, items)
        })
        .filter(|(.., items)| !items.is_empty())
        .collect();
    par::map(parallel, crew, |(first, block, items)| {
        let at = |item: &T| (id(item) - first) as usize;
        for batch in items.chunks_mut(AHEAD) {
            std::hint::black_box(batch.iter().map(|item| block[at(item)].place).fold(0, u32::wrapping_add));
            batch.iter_mut().for_each(|item| f(&mut block[at(item)], item));
        }
    });
    items
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_person_takes_32_bytes() {
        assert!(std::mem::size_of::<super::Person>() == 32, "{}", std::mem::size_of::<super::Person>());
    }
}
