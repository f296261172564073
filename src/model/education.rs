//! Vocational education as it stands at the start: specialties, schools, program points.

use super::Skills;

/// Levels of education and the tracks that lead to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
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

/// Education inputs.
#[derive(Clone, Debug, Default)]
pub struct Education {
    pub specialties: Vec<Specialty>,
    pub categories: usize,
    pub schools: Vec<School>,
    pub programs: Vec<Program>,
    /// Technician students and yearly intake by region [agents]; they are no program points.
    pub technician: Vec<(f64, f64)>,
}

/// A specialty of the catalogue.
#[derive(Clone, Debug)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    Core,
    Extension,
    Auxiliary,
}

/// A school.
#[derive(Clone, Debug)]
pub struct School {
    pub id: String,
    pub region: u8,
    pub level: Level,
    /// Programs that share equipment and teachers.
    pub group_size: u16,
}

/// A program point at the start.
#[derive(Clone, Debug)]
pub struct Program {
    pub school: u16,
    pub specialty: u8,
    pub level: Level,
    /// Places a year [persons].
    pub seats: f64,
    pub opened_year: i32,
}
