//! The state of the simulated province: persons, enterprises and their posts, programs, schools, money.
//!
//! Compact rows of narrow types, because the work of a month is event-driven: an event touches one person's or one
//! post's fields together. May use: `base`, `model`. Must not: decide anything; it draws while populating, to round what it
//! stores, and for what is drawn once for life.
//! [`moves`] keeps the books: once the world is populated every change of a person's status or of a post goes through it, so
//! that people and posts balance by construction and [`audit`] can prove it.

pub mod activity;
pub mod audit;
pub mod cell;
pub mod education;
pub mod flows;
pub mod generations;
pub mod institutions;
pub mod money;
pub mod moves;
pub mod pay;
pub mod person;
pub mod plan;
pub mod populate;
pub mod posts;
pub mod seekers;
mod size;
pub mod skills;

use crate::base::memory::fetch;
use crate::base::rng::{Draws, Process, Stream};
use crate::model::Model;
use cell::Cell;
use education::{Program, School};
use flows::Flows;
use generations::Generations;
use institutions::Institutions;
use money::Accounts;
use person::{Person, Status};
use posts::{Enterprise, Posts};
use seekers::Seekers;
use skills::SkillLaw;

/// The whole state of a run.
#[derive(Clone)]
pub struct World {
    /// Addressed randomness of this replicate.
    pub draws: Draws,
    /// Month of the run being simulated, 0 first.
    pub t: usize,
    /// The month's stream of roundings when skills are settled.
    pub settling: (i32, Stream),
    /// Whether long passes inside a month may use several threads; changes no result.
    pub parallel: bool,
    /// How skills move while nothing happens.
    pub skill_law: skills::SkillLaw,
    /// Everyone of an age to work or study; the index is the person's id as long as they are.
    pub persons: Vec<Person>,
    /// Where each birth cohort sits among the ids, ascending.
    pub cohorts: Vec<person::CohortBlock>,
    /// Those too young or too old for a row.
    pub generations: Generations,
    /// Where those who have moved in sit, ascending: as cohorts that share not their birth but the month of arrival, and with
    /// it that of their birthdays, and no region.
    pub migrants: Vec<person::CohortBlock>,
    /// Persons by status, elders among them; rows without anybody count as absent [agents].
    pub counts: [i64; Status::COUNT],
    pub enterprises: Vec<Enterprise>,
    pub posts: Posts,
    pub seekers: Seekers,
    /// One bit a row: employed. Written by [`moves`] alone, so that a draw among employees need not read every row.
    pub employed: Vec<u64>,
    pub market: Market,
    pub programs: Vec<Program>,
    pub schools: Vec<School>,
    /// Students of technician schools by year of entry (they belong to no program).
    pub technician: Vec<education::Cohort>,
    /// Students of general schools and universities by the month they leave.
    pub academic: Vec<education::Cohort>,
    /// Leavers who wait for the autumn admission; the slot of each holds the level applied for.
    pub waiting: Vec<u32>,
    /// Graduates who went to work, by June cohort, followed for five years.
    pub leavers: Vec<education::Leavers>,
    /// What applicants expect of specialties.
    pub expectations: education::Expectations,
    pub accounts: Accounts,
    pub institutions: Institutions,
    /// What happened this month.
    pub flows: Flows,
}

/// An industry's posts as last counted [posts].
#[derive(Clone, Copy, Debug, Default)]
pub struct IndustryCount {
    pub wanted: f64,
    pub filled: f64,
    pub vacant: f64,
    pub modern_wanted: f64,
    pub modern_filled: f64,
}

/// Prices and memory of the labour market.
#[derive(Clone, Debug, Default)]
pub struct Market {
    /// Real wage by occupation and region relative to the start, `[occupation * regions + region]`.
    pub wage: Vec<f64>,
    /// Twelve-month mean unemployment rate by region and by occupation, and their start values; empty before the first
    /// count.
    pub unemployment: Vec<f64>,
    pub unemployment_start: Vec<f64>,
    /// What unemployment of a region usually is: a mean over some years.
    pub unemployment_usual: Vec<f64>,
    pub unemployment_occupation: Vec<f64>,
    pub unemployment_occupation_start: Vec<f64>,
    /// Seekers and vacancies by occupation and region as counted at the last observation.
    pub seekers: Vec<u32>,
    pub vacancies: Vec<u32>,
    /// Share of modern posts filled x fit of their staff relative to the start, by industry (readiness for upgrading),
    /// and at the start.
    pub ready: Vec<f64>,
    pub ready_start: Vec<f64>,
    /// Employment-weighted technology by industry.
    pub technology: Vec<f64>,
    /// Posts wanted by occupation and region: what programs try to read.
    pub need: Vec<f64>,
    /// Filled posts by occupation and region.
    pub staffed: Vec<u32>,
    pub by_industry: Vec<IndustryCount>,
    /// Fit of the staff of modern posts by industry, as last measured, and at the start.
    pub modern_fit: Vec<f64>,
    pub modern_fit_start: Vec<f64>,
    /// Scale of pay by industry, set at the start (`pay::scales`); empty: 1.
    pub pay_scale: Vec<f64>,
}

/// Persons whose rows [`World::warm`] brings at a time: few enough to stay where they were brought.
pub const AHEAD: usize = 64;

impl World {
    /// Brings the rows of these persons, and of the posts they hold, into the cache: independent loads overlap, those
    /// inside a long loop body do not. Changes nothing.
    pub fn warm(&self, ids: impl Iterator<Item = u32> + Clone) {
        ids.clone().for_each(|id| fetch(&self.persons, id as usize));
        ids.for_each(|id| fetch(&self.posts.cells, self.persons[id as usize].place as usize));
    }

    /// Brings the cells of these enterprises into the cache, and asks for their workers if wanted. Changes nothing.
    pub fn warm_posts(&self, enterprises: impl Iterator<Item = usize>, workers: bool) {
        self.posts.warm(enterprises.map(|e| self.enterprises[e].first), workers);
    }

    /// The cells of an enterprise, with their ids.
    pub fn posts_of(&self, enterprise: usize) -> impl Iterator<Item = (u32, &Cell)> {
        self.posts.list(self.enterprises[enterprise].first)
    }

    /// Simulated persons of a status.
    pub fn count(&self, status: Status) -> i64 {
        self.counts[status as usize]
    }

    /// Everyone with work: in enterprises and on own account.
    pub fn employed(&self) -> i64 {
        self.count(Status::Employed) + self.count(Status::OwnAccount)
    }

    /// Employed and seekers.
    pub fn labour_force(&self) -> i64 {
        self.employed() + self.count(Status::Seeking)
    }

    /// A world without people, enterprises or schools.
    pub fn empty(model: &Model, draws: Draws) -> World {
        let markets = model.occupations.len() * model.regions.len();
        World {
            draws,
            t: 0,
            settling: (0, draws.stream(Process::Settle, 0)),
            parallel: false,
            skill_law: SkillLaw::new(model),
            persons: Vec::new(),
            cohorts: Vec::new(),
            generations: Generations::default(),
            migrants: Vec::new(),
            counts: [0; Status::COUNT],
            enterprises: Vec::new(),
            posts: Posts::default(),
            seekers: Seekers::new(model.occupations.len(), model.regions.len(), i32::from(model.labour.long_term)),
            employed: Vec::new(),
            market: Market {
                wage: vec![1.0; markets],
                seekers: vec![0; markets],
                vacancies: vec![0; markets],
                ready: vec![1.0; model.industries.len()],
                technology: model.industries.iter().map(|i| i.technology_start).collect(),
                need: vec![0.0; markets],
                staffed: vec![0; markets],
                by_industry: vec![Default::default(); model.industries.len()],
                ..Market::default()
            },
            programs: Vec::new(),
            schools: Vec::new(),
            technician: Vec::new(),
            academic: Vec::new(),
            waiting: Vec::new(),
            leavers: Vec::new(),
            expectations: Default::default(),
            accounts: Accounts::default(),
            institutions: Default::default(),
            flows: Flows::new(model.occupations.len(), model.regions.len()),
        }
    }

    /// A fresh world for the model: see [`populate`].
    pub fn new(model: &Model, draws: Draws) -> World {
        populate::populate(model, draws, false)
    }
}
