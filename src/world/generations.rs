//! Those who have a row: people from fifteen until nobody of their age works any more.
//!
//! Most of the memory of a run is rows of persons, and who is younger or older needs none. Children are numbers by birth month and
//! region until they turn fifteen; those past the last working age can only die, so they keep one byte each, the age at
//! which they will. Rows given back are used again, whole cohorts at a time: those who turn fifteen take the first that are
//! spare, those who move in the last, so that nothing a policy can change, and no path of migration, moves who sits where.
//! A person's number is theirs alone and never used again.

use std::collections::VecDeque;
use std::ops::Range;

use super::World;
use super::person::{CohortBlock, Person, Status, rows};
use crate::base::par;

/// Those born in a month in a region who turn fifteen during the run.
#[derive(Clone, Debug)]
pub struct Coming {
    /// As [`Person::birth`].
    pub birth: i16,
    pub region: u8,
    /// Number of the first.
    pub number: u32,
    pub people: u32,
}

/// What becomes of a person past the last working age: [`Fate::DEAD`], [`Fate::LEFT`], or the birthday on which they die.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate(u8);

impl Fate {
    pub const DEAD: Fate = Fate(0);
    pub const LEFT: Fate = Fate(u8::MAX);

    /// Dies on this birthday.
    pub fn dies_at(age: usize) -> Fate {
        Fate(age.clamp(1, 254) as u8)
    }

    /// The status at an age in whole years.
    pub fn status(self, age: i32) -> Status {
        match self {
            Fate::LEFT => Status::Left,
            Fate(dies_at) if i32::from(dies_at) <= age => Status::Dead,
            _ => Status::Retired,
        }
    }
}

/// A cohort, or a piece of one, past the last working age.
#[derive(Clone, Debug)]
pub struct Elders {
    pub birth: i16,
    /// Age at the last birthday that has been carried out [years].
    pub age: i32,
    /// Number of the first, and what becomes of each.
    pub number: u32,
    pub fates: Vec<Fate>,
}

impl Elders {
    /// Statuses of all, in the order of their numbers.
    pub fn statuses(&self) -> impl Iterator<Item = Status> + '_ {
        self.fates.iter().map(|fate| fate.status(self.age))
    }
}

/// Generations without rows, and the rows they have left.
#[derive(Clone, Debug, Default)]
pub struct Generations {
    /// By birth month, then region.
    pub coming: VecDeque<Coming>,
    pub elders: Vec<Elders>,
    /// Number of the next to move in.
    pub next_migrant: u32,
    /// Persons who ever live in the run: numbers are below this.
    pub ever: u32,
    /// Rows without anybody, ascending.
    spare: VecDeque<Range<u32>>,
}

impl Generations {
    /// Keeps rows without anybody for people to come.
    pub fn keep(&mut self, ids: Range<u32>) {
        self.spare.push_back(ids);
    }

    /// Memory of the elders [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.elders.iter().map(|e| e.fates.capacity()).sum()
    }
}

/// Where a person is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the row of this id.
    Row(u32),
    /// Past the last working age.
    Elder(Status),
}

/// Finds persons by their number.
pub struct Register<'a> {
    world: &'a World,
    /// First number, length, and first id of cohorts, by number.
    cohorts: Vec<(u32, u32, u32)>,
}

impl<'a> Register<'a> {
    pub fn new(world: &'a World) -> Self {
        let of = |c: &CohortBlock| (c.number, c.ids.len() as u32, c.ids.start);
        let mut cohorts: Vec<_> = world.cohorts.iter().chain(&world.migrants).map(of).collect();
        cohorts.sort_unstable();
        Register { world, cohorts }
    }

    /// The person of a number; none before they turn fifteen.
    pub fn find(&self, number: u32) -> Option<Whereabouts> {
        let at = self.cohorts.partition_point(|c| c.0 <= number);
        if let Some((first, people, id)) = at.checked_sub(1).map(|at| self.cohorts[at])
            && number - first < people
        {
            return Some(Whereabouts::Row(id + number - first));
        }
        self.world.generations.elders.iter().find_map(|elders| {
            let fate = elders.fates.get(number.checked_sub(elders.number)? as usize)?;
            Some(Whereabouts::Elder(fate.status(elders.age)))
        })
    }
}

impl World {
    /// Rows for people who move in now; they have numbers, but nothing else yet.
    pub fn move_in(&mut self, people: u32) -> Vec<CohortBlock> {
        let (mut left, mut came) = (people.min(self.generations.ever - self.generations.next_migrant), Vec::new());
        while left > 0 {
            let Some(Range { start, end }) = self.generations.spare.pop_back() else { break };
            let cut = start.max(end.saturating_sub(left));
            if start < cut {
                self.generations.spare.push_back(start..cut);
            }
            let number = self.generations.next_migrant;
            came.push(CohortBlock { birth: self.t as i16, region: 0, number, ids: cut..end });
            self.generations.next_migrant += end - cut;
            left -= end - cut;
        }
        self.migrants.extend_from_slice(&came);
        self.migrants.sort_unstable_by_key(|c| c.ids.start);
        came
    }

    /// Gives rows to all who have turned fifteen by now: `born` makes the person of a number in a cohort. Returns how many.
    pub fn come_of_age(&mut self, born: impl Fn(&CohortBlock, u32) -> Person + Sync + Send) -> u32 {
        let of_age = self.generations.coming.partition_point(|c| i32::from(c.birth) + 180 <= self.t as i32);
        let (mut all, mut cohorts) = (0, Vec::new());
        for coming in self.generations.coming.drain(..of_age).collect::<Vec<_>>() {
            let (end, mut number) = (coming.number + coming.people, coming.number);
            while number < end {
                let Some(ids) = self.rows_for(end - number) else { break };
                let people = ids.len() as u32;
                cohorts.push(CohortBlock { birth: coming.birth, region: coming.region, number, ids });
                number += people;
            }
            all += coming.people;
        }
        // A cohort without anybody would stand nowhere in particular.
        cohorts.retain(|c| !c.ids.is_empty());
        cohorts.sort_unstable_by_key(|c| c.ids.start);
        let counts = par::map(self.parallel, rows(&mut self.persons, cohorts.iter()), |(cohort, rows)| {
            let mut counts = [0; Status::COUNT];
            for (person, number) in rows.iter_mut().zip(cohort.number..) {
                *person = born(cohort, number);
                counts[person.status as usize] += 1;
                counts[Status::Absent as usize] -= 1;
            }
            counts
        });
        self.count_up(counts);
        self.cohorts.extend(cohorts);
        self.cohorts.sort_by_key(|c| c.ids.start);
        all
    }

    /// Adds changes to the persons by status.
    fn count_up(&mut self, changes: Vec<[i64; Status::COUNT]>) {
        for changes in changes {
            self.counts.iter_mut().zip(changes).for_each(|(count, change)| *count += change);
        }
    }

    /// The first rows that are spare, at most `people`.
    fn rows_for(&mut self, people: u32) -> Option<Range<u32>> {
        let Range { start, end } = self.generations.spare.pop_front()?;
        let cut = end.min(start + people);
        if cut < end {
            self.generations.spare.push_front(cut..end);
        }
        Some(start..cut)
    }

    /// Cohorts born in this month or before give their rows back; none of them may be in a post, at school or seek work.
    /// `fate` is asked of every number and person.
    pub fn grow_old(&mut self, born_until: i32, fate: impl Fn(u32, &Person) -> Fate + Sync + Send) {
        let (old, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.cohorts).into_iter().partition(|c| i32::from(c.birth) <= born_until);
        self.cohorts = rest;
        let t = self.t as i32;
        let aged = par::map(self.parallel, rows(&mut self.persons, old.iter()), |(cohort, rows)| {
            let fates = (cohort.number..).zip(rows.iter()).map(|(number, person)| fate(number, person)).collect();
            let age = (t - i32::from(cohort.birth)) / 12;
            let elders = Elders { birth: cohort.birth, age, number: cohort.number, fates };
            let mut counts = [0; Status::COUNT];
            for (person, status) in rows.iter_mut().zip(elders.statuses()) {
                counts[person.status as usize] -= 1;
                counts[status as usize] += 1;
                *person = Person::nobody();
            }
            counts[Status::Absent as usize] += rows.len() as i64;
            (elders, counts)
        });
        let (elders, counts): (Vec<_>, Vec<_>) = aged.into_iter().unzip();
        self.count_up(counts);
        self.generations.elders.extend(elders);
        self.generations.spare.extend(old.into_iter().map(|cohort| cohort.ids));
        self.generations.spare.make_contiguous().sort_unstable_by_key(|ids| ids.start);
    }

    /// Elders whose last birthday is this month die; returns how many.
    pub fn elders_die(&mut self) -> u32 {
        let months = |e: &Elders| self.t as i32 - i32::from(e.birth);
        let mut deaths = 0;
        for elders in self.generations.elders.iter_mut().filter(|e| months(e) % 12 == 0) {
            elders.age = months(elders) / 12;
            let last = Fate::dies_at(elders.age as usize);
            deaths += elders.fates.iter().filter(|fate| **fate == last).count() as u32;
        }
        self.counts[Status::Retired as usize] -= i64::from(deaths);
        self.counts[Status::Dead as usize] += i64::from(deaths);
        deaths
    }
}
