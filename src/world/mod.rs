//! The state of the simulated province: persons, enterprises and their posts, programs, schools, money.
//!
//! Compact rows of narrow types, because the work of a month is event-driven: an event touches one person's or one
//! post's fields together. May use: `base`, `model`. Must not: decide anything; it draws only while populating.
//! Its methods keep the books: every change of a person's status or of a post goes through them, so that people and
//! posts balance by construction and [`audit`] can prove it.

pub mod activity;
pub mod audit;
pub mod education;
pub mod flows;
pub mod institutions;
pub mod money;
pub mod pay;
pub mod person;
pub mod plan;
pub mod populate;
pub mod posts;
pub mod skills;

use crate::base::rng::{Draws, Process, Stream};
use crate::model::Model;
use education::{Program, School};
use flows::Flows;
use institutions::Institutions;
use money::Accounts;
use person::{NOWHERE, Person, Status};
use posts::{Enterprise, Posts};
use skills::SkillLaw;

/// Excess or shortfall of skills, relative to what the post requires, from which a hire counts as over- or
/// under-qualified. *Assumption*: a quarter.
const QUALIFICATION_BAND: f64 = 0.25;

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
    /// Everyone who ever lives in the run; the index is the person's id, given by birth cohort or migration.
    pub persons: Vec<Person>,
    /// Where each birth cohort sits among the ids.
    pub cohorts: Vec<person::CohortBlock>,
    /// First id that is reserved for migrants, and the next one unused.
    pub migrants: (u32, u32),
    /// Persons by status [agents].
    pub counts: [i64; Status::COUNT],
    pub enterprises: Vec<Enterprise>,
    pub posts: Posts,
    /// Everyone who seeks, with what the market asks of them each month; a person knows the position.
    pub seekers: Vec<Seeker>,
    pub market: Market,
    pub programs: Vec<Program>,
    pub schools: Vec<School>,
    /// Students of technician schools by year of entry (they belong to no program).
    pub technician: Vec<education::Cohort>,
    /// Students of general schools and universities by the month they leave.
    pub academic: Vec<education::Cohort>,
    /// Leavers who wait for the autumn admission, by intended level.
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

/// A seeker, in the list that the labour market reads instead of everybody.
#[derive(Clone, Copy, Debug)]
pub struct Seeker {
    pub id: u32,
    pub occupation: u16,
    /// Month of the run the spell began.
    pub since: i16,
    pub region: u8,
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

impl World {
    /// Moves a person to a status outside posts; keeps the counts. The person must not hold a post.
    pub fn set_status(&mut self, id: u32, status: Status) {
        self.settle(id);
        let p = &mut self.persons[id as usize];
        debug_assert!(!p.holds_post(), "release the post first");
        self.counts[p.status as usize] -= 1;
        self.counts[status as usize] += 1;
        let was = std::mem::replace(&mut p.status, status);
        p.since = self.t as i16;
        p.place = NOWHERE;
        if was == Status::Seeking {
            self.stop_seeking(id);
        }
        if status == Status::Seeking {
            self.start_seeking(id);
        }
    }

    /// Fills a post of `cell` with a person who holds none; the vacancy count is the caller's business.
    pub fn employ(&mut self, id: u32, cell: u32) {
        self.settle(id);
        let own_account = self.posts.cells[cell as usize].is_own_account();
        let status = if own_account { Status::OwnAccount } else { Status::Employed };
        let p = &mut self.persons[id as usize];
        debug_assert!(!p.holds_post());
        self.counts[p.status as usize] -= 1;
        self.counts[status as usize] += 1;
        let was = std::mem::replace(&mut p.status, status);
        p.since = self.t as i16;
        if was == Status::Seeking {
            self.stop_seeking(id);
        }
        self.posts.join(&mut self.persons, id, cell);
    }

    /// Fills a vacancy of `cell` with a person who holds no post, and writes down how it went.
    pub fn hire(&mut self, id: u32, cell: u32) {
        let c = &self.posts.cells[cell as usize];
        let (age, occupation, region) = (c.vacancy_age(self.t), c.occupation as usize, c.region as usize);
        let x = self.skills_now(id);
        let fit = f64::from(self.skill_law.fit(occupation, &x));
        let excess = f64::from(self.skill_law.excess(occupation, &x));
        let p = &self.persons[id as usize];
        let flows = &mut self.flows;
        let market = occupation * flows.regions + region;
        flows.hires += 1;
        flows.hires_by_market[market] += 1;
        if p.experience == 0 && p.program != person::NO_PROGRAM {
            flows.newcomers_by_market[market] += 1;
        }
        flows.hire_shortfall += 1.0 - fit;
        flows.over_qualified += u64::from(excess > QUALIFICATION_BAND);
        flows.under_qualified += u64::from(1.0 - fit > QUALIFICATION_BAND);
        flows.fill_months += age;
        if p.status == Status::Seeking {
            flows.hires_of_seekers += 1;
            flows.hire_wait_months += (self.t as i64 - i64::from(p.since)).max(0) as u64;
        }
        self.posts.close(cell, 1);
        self.employ(id, cell);
    }

    /// Takes a person out of the post held; the person stays without status until `set_status` or `employ`.
    pub fn release(&mut self, id: u32) -> u32 {
        self.settle(id);
        self.posts.leave(&mut self.persons, id)
    }

    /// Brings the rows of these persons, and of the posts they hold, into the cache: independent loads overlap, those
    /// inside a long loop body do not. Changes nothing.
    pub fn warm(&self, ids: impl Iterator<Item = u32> + Clone) {
        let places = ids.clone().fold(0, |sum: u32, id| sum.wrapping_add(self.persons[id as usize].place));
        std::hint::black_box(places);
        let lens = ids.fold(0, |sum: u32, id| {
            let cell = self.posts.cells.get(self.persons[id as usize].place as usize);
            sum.wrapping_add(cell.map_or(0, |c| c.vacancies))
        });
        std::hint::black_box(lens);
    }

    fn start_seeking(&mut self, id: u32) {
        let p = &mut self.persons[id as usize];
        p.slot = self.seekers.len() as u32;
        self.seekers.push(Seeker { id, occupation: p.occupation, since: p.since, region: p.region });
    }

    fn stop_seeking(&mut self, id: u32) {
        let slot = self.persons[id as usize].slot;
        self.seekers.swap_remove(slot as usize);
        if let Some(moved) = self.seekers.get(slot as usize) {
            self.persons[moved.id as usize].slot = slot;
        }
    }

    /// Lets a spell (of work or of seeking) have begun in month `since`, before the start.
    pub fn date_back(&mut self, id: u32, since: i16) {
        let p = &mut self.persons[id as usize];
        p.since = since;
        if p.status == Status::Seeking {
            self.seekers[p.slot as usize].since = since;
        }
    }

    /// Takes a person out of school or work, whatever it is, into `status`; returns the cell left, if any.
    /// Program lists are the caller's business.
    pub fn withdraw(&mut self, id: u32, status: Status) -> Option<u32> {
        let cell = self.persons[id as usize].holds_post().then(|| self.release(id));
        self.set_status(id, status);
        cell
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
            migrants: (0, 0),
            counts: [0; Status::COUNT],
            enterprises: Vec::new(),
            posts: Posts::default(),
            seekers: Vec::new(),
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
        populate::populate(model, draws)
    }
}
