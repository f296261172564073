//! What one run leaves behind: plain numbers, complete, comparable bit for bit.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::time::Month;
pub use crate::model::build::Arm;

/// A run that could not be finished; deterministic, so repeating it fails again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Month in which it failed, if the run had started.
    pub month: Option<Month>,
    /// Short constant name of the cause, `^[a-z][a-z0-9_]*$`.
    pub code: String,
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some(month) => write!(f, "{month}: {}: {}", self.code, self.message),
            None => write!(f, "{}: {}", self.code, self.message),
        }
    }
}

/// The ways outcomes are broken down, once a year. The file is `by_<dimension>.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    Industry,
    Occupation,
    Specialty,
    Level,
    Region,
}

/// Yearly values of one dimension: `values[(year * keys + key) * columns + column]`; NaN where nothing was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    pub dimension: Dimension,
    pub years: Vec<i32>,
    /// Row ids of the table of the dimension.
    pub keys: Vec<String>,
    /// Ids of columns (defined in the dictionary).
    pub columns: Vec<String>,
    pub values: Vec<f64>,
}

/// Need and supply of a specialty in a region over the last five years: a row of the three lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListRow {
    pub specialty: String,
    pub region: String,
    /// Newcomers hired a year in the occupations of its field, and their part of the vacancies beyond friction, shared over the
    /// specialties of each role by students [persons/year].
    pub need: f64,
    /// Graduates a year who look for work inside the province [persons/year].
    pub graduates: f64,
}

/// A budget line in a year; whole yuan, so that the books close exactly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FiscalRow {
    pub year: i32,
    pub line: String,
    pub brought_yuan: i64,
    pub allocated_yuan: i64,
    pub spent_yuan: i64,
    pub carried_yuan: i64,
    /// What the money bought, in `unit`.
    pub bought: f64,
    pub unit: String,
}

/// Demography of a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutlookRow {
    pub year: i32,
    pub births: f64,
    pub aged_15: f64,
    pub intake_vocational: f64,
    pub enrolment_vocational: f64,
    pub entrants: f64,
    pub population_16_59: f64,
    pub labour_force: f64,
}

/// Stocks of a network by step and occupation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Network {
    pub occupations: Vec<String>,
    /// Steps recorded, 1 the first simulated.
    pub steps: Vec<u32>,
    /// `[step * occupations + occupation]`: employed, unemployed, vacancies, long-term unemployed [persons].
    pub stocks: Vec<[u32; 4]>,
}

/// A person from the month on in which something about them changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LifeRow {
    pub person: u32,
    /// Month of the run, from 0.
    pub month: u32,
    pub age_months: i32,
    pub status: String,
    /// Ids of table rows; empty where there is none.
    pub occupation: String,
    pub region: String,
    pub industry: String,
    pub specialty: String,
    /// Real [yuan/month]; NaN without a post in an enterprise.
    pub pay: f64,
}

/// Everything one replicate of one scenario yields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Of every parameter in this run, in the order of their table.
    pub numbers: Vec<f64>,
    /// `[indicator in the order of the dictionary][month]`; NaN where not measured.
    pub series: Vec<Vec<f64>>,
    pub breakdowns: Vec<Breakdown>,
    pub lists: Vec<ListRow>,
    pub fiscal: Vec<FiscalRow>,
    pub outlook: Vec<OutlookRow>,
    /// Of the labour core alone.
    pub network: Option<Network>,
    /// On request.
    pub lives: Vec<LifeRow>,
}
