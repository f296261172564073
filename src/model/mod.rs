//! What the simulation may rely on: validated, immutable inputs of one replicate, in agent units.
//!
//! A [`Model`] is built from a resolved scenario and the replicate's draw of what is not known about its
//! parameters ([`build`]). It reads no files and draws no numbers while the simulation runs; policy levers are
//! plain functions of the month. Tables come from `scenario`; the model goes to `world` and `process`.

pub mod build;
mod closure;
pub mod demand;
mod difference;
pub mod education;
mod firm_size;
pub mod labour;
mod network;
pub mod population;
mod province;

use serde::Serialize;

use crate::base::math::pow;
use crate::base::time::Month;
use crate::scenario::parameters::{Param, param};

const PULL: Param = param("education.leaving.pull");
const PAY_RATIO: Param = param("education.leaving.pay_ratio");

/// Skill domains, in the order of the columns of the tables.
pub const DOMAINS: [&str; 8] =
    ["equipment", "process_control", "quality", "digital", "maintenance", "green", "service", "general"];
/// Number of skill domains.
pub const SKILLS: usize = DOMAINS.len();
/// Levels of eight skills in [0, 1].
pub type Skills = [f32; SKILLS];

/// Immutable inputs of one replicate. Written as bytes only to be compared ([`Model::first_difference`]).
#[derive(Clone, Debug, Serialize)]
pub struct Model {
    pub start: Month,
    /// Length of the run [months].
    pub months: usize,
    /// Real persons for each simulated person.
    pub people_per_agent: f64,
    /// Every parameter's number in this replicate, by table position (levers hold their default).
    pub numbers: Vec<f64>,
    /// Monthly path of every lever, by table position; empty for other parameters. Read in the present month alone.
    #[serde(skip)] // compared month by month
    pub levers: Vec<Vec<f64>>,
    pub regions: Vec<Region>,
    /// Mean pay in the regions outside relative to the province's at the start; none without such a region.
    pub outside_pay: Option<f64>,
    pub industries: Vec<Industry>,
    pub occupations: Vec<Occupation>,
    pub population: population::Population,
    pub demand: demand::Demand,
    pub labour: labour::Labour,
    pub education: education::Education,
}

impl Model {
    /// A parameter's number in this replicate.
    #[inline]
    pub fn number(&self, p: Param) -> f64 {
        self.numbers[p.0 as usize]
    }

    /// Whether a switch is on.
    #[inline]
    pub fn on(&self, p: Param) -> bool {
        self.numbers[p.0 as usize] != 0.0
    }

    /// A lever in month `t` of the run.
    #[inline]
    pub fn lever(&self, p: Param, t: usize) -> f64 {
        self.levers[p.0 as usize][t]
    }

    /// Number of roles: one more than the greatest of the occupations.
    pub fn roles(&self) -> usize {
        self.occupations.iter().map(|o| o.role as usize + 1).max().unwrap_or(0)
    }

    /// Calendar month of step `t` (0 is the first simulated month).
    #[inline]
    pub fn month(&self, t: usize) -> Month {
        self.start + t as i32
    }

    /// Weight of region `to` for people in region `from`; 1 in a model put together by hand without distances.
    #[inline]
    pub fn near(&self, from: usize, to: usize) -> f64 {
        if self.labour.near.is_empty() { 1.0 } else { self.labour.near[from * self.regions.len() + to] }
    }

    /// How pay outside multiplies the shares who leave a region: `(g / g0)^pull`, with g pay outside against pay in the region,
    /// which the wage curve lowers where many seek work (`level`: the region's pay against its trend), and g0 the ratio at
    /// which the shares were read. Pull 0 keeps them everywhere, and so does a province whose tables name no region outside.
    pub fn pull_outside(&self, region: usize, level: f64) -> f64 {
        let ratio = |pay: f64| pay / (self.regions[region].wage_relative * level);
        self.outside_pay.map_or(1.0, |pay| pow(ratio(pay) / self.number(PAY_RATIO), self.number(PULL)))
    }
}

/// A region inside the province.
#[derive(Clone, Debug, Serialize)]
pub struct Region {
    pub id: String,
    /// Share of the province's population.
    pub population_share: f64,
    /// Share of the province's enterprise posts.
    pub jobs_share: f64,
    /// Mean wage level relative to the province.
    pub wage_relative: f64,
    /// Labour-market density index, mean about 1.
    pub density: f64,
}

/// An industry outside agriculture.
#[derive(Clone, Debug, Serialize)]
pub struct Industry {
    pub id: String,
    pub secondary: bool,
    /// Mean wage at the start [yuan/year].
    pub wage: f64,
    /// Share of modern technology at the start, and its ceiling, in [0, 1].
    pub technology_start: f64,
    pub technology_ceiling: f64,
    /// Obsolescence of skills and curricula [1/year].
    pub drift: f64,
    /// Bass coefficients of upgrading [1/year].
    pub bass_p: f64,
    pub bass_q: f64,
    /// Length of an upgrade project [months].
    pub upgrade_months: u8,
    /// Value added per worker at the start [yuan/year].
    pub value_added: f64,
    /// Growth of output per worker apart from technology [1/year].
    pub productivity_growth: f64,
    /// Share of its posts in non-private units, which pay more.
    pub non_private: f64,
    pub renewables: bool,
    /// One of the province's leading industries.
    pub leading: bool,
    /// Mean, least and greatest enterprise size [posts].
    pub mean_size: f64,
    pub min_size: f64,
    pub max_size: f64,
    /// Occupation mix: roles with their shares of the posts.
    pub roles: Vec<RoleShare>,
}

/// One role in an industry's mix, in its two forms.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RoleShare {
    pub traditional: u16,
    pub modern: u16,
    /// Share of the industry's posts at technology 0, and at technology 1.
    pub share_traditional: f64,
    pub share_modern: f64,
}

/// An occupation: a role in its traditional or modern form.
#[derive(Clone, Debug, Serialize)]
pub struct Occupation {
    pub id: String,
    /// Role it belongs to (a row of the table of roles).
    pub role: u16,
    pub modern: bool,
    /// Wage relative to the industry's mean.
    pub wage_relative: f64,
    pub requirement: Skills,
    /// Weights of the skill domains, summing to 1.
    pub weight: Skills,
}
