//! Cohorts, activity, mortality, retirement: the demography that no policy changes.

use serde::Serialize;

use super::Model;

pub use crate::scenario::tables::{AGE_END, AGE_FIRST, AGE_WORK_END};

/// Sex as stored: 0 male, 1 female.
pub const SEXES: usize = 2;

/// Demographic inputs, persons in agents.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Population {
    /// Birth years covered, ascending; `cohorts[i]` belongs to `first_year + i`.
    pub first_year: i32,
    /// Persons alive at the start, or expected at 15 for those born later [agents].
    pub cohorts: Vec<f64>,
    pub male_share: Vec<f64>,
    /// Participation of those not in school, by sex and age.
    pub activity: [Vec<f64>; SEXES],
    /// Probability of dying within the year, by sex and age.
    pub mortality: [Vec<f64>; SEXES],
    /// Retirement age [months] in 2025 and 2040: men, women in workers' posts, women in cadre posts.
    pub retirement: [(f64, f64); 3],
    /// Own-account persons wanted by region and month [agents]: agriculture and others together.
    pub own_account: Vec<Vec<f64>>,
    /// Scenario-independent projection of the labour force by month [agents].
    pub labour_force: Vec<f64>,
    /// Persons who move in, by month [agents].
    pub arrivals: Vec<f64>,
    /// Students who have not yet graduated at the start, by level and year of study [agents].
    pub start_enrolment: Vec<(super::education::Level, u8, f64)>,
}

impl Population {
    /// Retirement age [months] of a group reached in calendar year `year`, phased linearly 2025-2040.
    pub fn retirement_age(&self, group: usize, year: i32) -> f64 {
        let (from, to) = self.retirement[group];
        from + (to - from) * (f64::from(year - 2025) / 15.0).clamp(0.0, 1.0)
    }
}

impl Model {
    /// Whether the model follows a population of all ages (a province) or a closed labour force (a network).
    pub fn has_demography(&self) -> bool {
        !self.population.cohorts.is_empty()
    }
}
