//! What the education system remembers between months beside its programs: surveys of need, funded consortia and
//! platforms, technology projects under way, and posts promised to order classes.
//!
//! Written by the processes of education policy; holds no money (see `money`) and no persons (only their ids).

use std::collections::{BTreeMap, VecDeque};

use super::World;
use super::posts::flag;

/// Posts wanted and vacant as seen in one month [agents], by `occupation * regions + region`.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    pub t: usize,
    pub need: Vec<f64>,
    pub vacancies: Vec<u32>,
}

/// A technology project of a program's teachers for an enterprise.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    pub program: u32,
    /// The enterprise served, or `cell::NONE` when a thinned run has no row for it.
    pub enterprise: u32,
    /// Months of the run in which it began and ends; of a program no two begin in one month.
    pub began: usize,
    pub ends: usize,
}

/// A technology service platform: a place, an industry and a budget of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Platform {
    pub industry: u16,
    pub region: u8,
    /// Month of the run from which it works; before, it is being set up.
    pub works_from: usize,
    /// Share of its cost that this year's money covers.
    pub funded: f64,
    /// Enterprises of its industry and region.
    pub clients: Vec<u32>,
    /// Projects it has brought about.
    pub projects: u32,
}

/// A post promised to a student of an order class.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub student: u32,
    pub program: u32,
    pub enterprise: u32,
}

/// Current spending since teaching last looked: running costs and the pay of teachers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Current {
    /// Paid [yuan].
    pub paid: f64,
    /// Students and the fixed cost of programs as students, over the months [persons x year].
    pub heads: f64,
}

/// Memory of the institutions.
#[derive(Clone, Debug, Default)]
pub struct Institutions {
    /// Students of the base year [persons], and accumulated real growth of the money.
    pub base_students: f64,
    pub money_growth: f64,
    /// Part of a year that the books in use were opened for.
    pub year_share: f64,
    /// What the base year paid for a norm teacher and for equipment, relative to norm prices: places not taken.
    pub teacher_price: f64,
    pub equipment_price: f64,
    pub current: Current,
    /// Newest last; the first of the run apart.
    pub surveys: VecDeque<Survey>,
    pub first_survey: Option<Survey>,
    /// Seats by role when the first survey was taken [persons/year].
    pub first_seats: Vec<f64>,
    /// Consortia that have their budget this year.
    pub consortia: f64,
    /// Platforms in the order in which they were founded; the older are paid first.
    pub platforms: Vec<Platform>,
    /// Students of colleges in other provinces who will come home, with the month in which they do.
    pub abroad: VecDeque<(usize, u32)>,
    /// Share of certified enterprises that know how to use the tax credit; none before enterprises first decide.
    pub awareness: Option<f64>,
    pub projects: Vec<Project>,
    /// Enterprises served, with the month until which the flag stands.
    pub served: VecDeque<(u32, usize)>,
    pub orders: Vec<Order>,
    /// Tax credit not used yet, by enterprise [yuan].
    pub credits: BTreeMap<u32, f64>,
}

impl World {
    /// Programs drop partners that no longer train.
    pub fn drop_partners(&mut self) {
        let World { programs, enterprises, .. } = self;
        for program in programs {
            program.partners.retain(|&e| enterprises[e as usize].flags & flag::PARTNER != 0);
        }
    }
}
