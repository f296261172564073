//! Vocational education as it stands at the start: specialties, schools, program points.

use serde::Serialize;

use super::Skills;
use crate::base::math::exp;
use crate::scenario::tables::{AGE_FIRST, COURSES};

/// Levels of education and the tracks that lead to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[repr(u8)]
pub enum Level {
    #[default]
    Junior = 0,
    General = 1,
    Secondary = 2,
    Technician = 3,
    College = 4,
    Bachelor = 5,
    University = 6,
}

impl Level {
    /// Number of levels.
    pub const COUNT: usize = 7;

    /// Length of the course [years]; of junior school, the last year.
    pub const fn years(self) -> i32 {
        match self {
            Level::Junior => 1,
            level => COURSES[level as usize - 1].years,
        }
    }

    /// Age at which the course begins [years].
    pub const fn first_age(self) -> i32 {
        match self {
            Level::Junior => AGE_FIRST as i32 - self.years(),
            level => COURSES[level as usize - 1].first_age,
        }
    }

    /// The level that a table names; other words are [`Level::Junior`].
    pub fn named(word: &str) -> Level {
        COURSES.iter().position(|course| course.level == word).map_or(Level::Junior, |at| Level::of(at as u8 + 1))
    }

    /// The level with this number, as persons store it; unknown numbers are [`Level::Junior`].
    pub const fn of(number: u8) -> Level {
        match number {
            1 => Level::General,
            2 => Level::Secondary,
            3 => Level::Technician,
            4 => Level::College,
            5 => Level::Bachelor,
            6 => Level::University,
            _ => Level::Junior,
        }
    }

    /// Skills that school itself gives to a person of middling ability, whatever the specialty; order of
    /// [`super::DOMAINS`]. *Assumption*: levels on the scale of the table of requirements, +-0.15.
    pub const fn schooling(self) -> Skills {
        match self {
            Level::Junior => [0.15, 0.05, 0.10, 0.15, 0.10, 0.10, 0.20, 0.30],
            Level::General => [0.15, 0.10, 0.15, 0.30, 0.10, 0.15, 0.30, 0.45],
            Level::Secondary => [0.15, 0.05, 0.10, 0.15, 0.10, 0.10, 0.20, 0.40],
            Level::Technician => [0.55, 0.30, 0.40, 0.25, 0.45, 0.35, 0.25, 0.38],
            Level::College => [0.15, 0.10, 0.15, 0.25, 0.10, 0.15, 0.30, 0.50],
            Level::Bachelor => [0.20, 0.15, 0.20, 0.35, 0.15, 0.20, 0.35, 0.60],
            Level::University => [0.25, 0.45, 0.50, 0.60, 0.25, 0.35, 0.55, 0.70],
        }
    }
}

/// Factor of ability (a rank in 1/256) on learning, 0.5 to 1.5 with mean 1. *Assumption*.
pub fn ability_factor(ability: u8) -> f64 {
    0.5 + (f64::from(ability) + 0.5) / 256.0
}

/// Level of a skill after learning at `effort` = rate x months: `x + (c - x)(1 - e^-effort)`, the solution of
/// `dx/dt = rate (c - x)`; a student who knows more than is taught forgets nothing.
pub fn learned(x: f64, taught: f64, effort: f64) -> f64 {
    towards(x, taught, progress(effort))
}

/// `1 - e^-effort`: the part of the way that an effort goes.
pub fn progress(effort: f64) -> f64 {
    1.0 - exp(-effort)
}

/// That part of the way from a level to what is taught.
pub fn towards(x: f64, taught: f64, part: f64) -> f64 {
    x + (taught - x).max(0.0) * part
}

/// Education inputs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Education {
    pub specialties: Vec<Specialty>,
    pub categories: usize,
    pub schools: Vec<School>,
    pub programs: Vec<Program>,
}

/// A specialty of the catalogue.
#[derive(Clone, Debug, Serialize)]
pub struct Specialty {
    pub id: String,
    pub category: u8,
    pub rank: Rank,
    pub state_controlled: bool,
    pub urgent: bool,
    /// Equipment of a full program [yuan/student].
    pub equipment: f64,
    pub curriculum: Skills,
    /// Roles that are its field.
    pub roles: Vec<u16>,
}

/// Place of a specialty in its school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Rank {
    Core,
    Extension,
    Auxiliary,
}

/// A school.
#[derive(Clone, Debug, Serialize)]
pub struct School {
    pub id: String,
    pub region: u8,
    pub level: Level,
    /// Programs that share equipment and teachers.
    pub group_size: u16,
}

/// A program point at the start.
#[derive(Clone, Debug, Serialize)]
pub struct Program {
    pub school: u16,
    pub specialty: u8,
    pub level: Level,
    /// Places a year [persons].
    pub seats: f64,
    pub opened_year: i32,
}
