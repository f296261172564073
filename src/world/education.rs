//! State of schools, program points and cohorts of students.

use crate::model::education::Level;
use crate::model::{Model, Skills};
use crate::scenario::parameters::{Param, param};

const PRACTICE: Param = param("policy.practice.share");
const BACHELOR_SEATS: Param = param("policy.pathway.bachelor_seats");

/// Places that the province orders in month `t` for each seat of a level: bachelors' are set by their lever, whatever teachers
/// and equipment carry; quality bears what these lack.
pub fn ordered(model: &Model, level: Level, t: usize) -> f64 {
    match level {
        Level::Bachelor => model.lever(BACHELOR_SEATS, t) / BACHELOR_SEATS.row().default,
        _ => 1.0,
    }
}

/// Where a program stands with the government.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Filed and approved; recruits from the month given.
    Filed {
        recruits_from: u16,
    },
    Recruiting,
    /// Warned: fewer seats.
    Yellow,
    /// No recruiting; the enrolled finish.
    TeachOut,
    Closed,
}

/// Students who entered a program in the same September.
#[derive(Clone, Debug, Default)]
pub struct Cohort {
    /// Month of the run of entry (negative before the start).
    pub entered: i32,
    /// Month of the run of graduation.
    pub leaves: i32,
    pub students: Vec<u32>,
}

/// What a program's graduates of one year became, measured in December.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outcome {
    pub year: i32,
    /// Graduates who went to work, and of these employed, in the field, sum of fit [agents].
    pub leavers: f32,
    pub placed: f32,
    pub matched: f32,
    pub fit: f32,
}

/// What a program may and can do, kept by funding, review, competitions and service.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Plan {
    /// Places a year the government approved, before money and cards cut them [persons]; `seats` is what is offered.
    pub approved: f64,
    /// Money of the running year for teachers, equipment, practice [yuan/year].
    pub teachers: f64,
    pub equipment: f64,
    pub practice: f64,
    /// Standing among all programs in the last review [standard deviations].
    pub score: f64,
    /// Smoothed intake [persons/year].
    pub intake: f64,
    /// Share of teachers' time that competitions took this year.
    pub diverted: f64,
    /// Share of its students expected in the last competition.
    pub competed: f64,
    /// Technology projects ended since the last revision.
    pub projects: u32,
}

/// A program point.
#[derive(Clone, Debug)]
pub struct Program {
    pub school: u16,
    pub specialty: u8,
    pub region: u8,
    pub level: Level,
    pub standing: Standing,
    /// Places a year [persons].
    pub seats: f64,
    pub cohorts: Vec<Cohort>,
    /// What is taught, in [0, 1] by skill domain.
    pub curriculum: Skills,
    /// Value of equipment [yuan] and its mean vintage [months of the run, may be negative].
    pub equipment: f64,
    pub vintage: f64,
    /// Teachers [persons], share of double-qualified, freshness of their industry experience in [0, 1].
    pub teachers: f64,
    pub double_qualified: f64,
    pub freshness: f64,
    /// Share of practice in teaching time, in [0, 1].
    pub practice: f64,
    /// Partner enterprises.
    pub partners: Vec<u32>,
    /// Standing with applicants, mean zero within a category.
    pub reputation: f64,
    /// Quality of teaching relative to the start (1 at the start).
    pub quality: f64,
    /// Applications of first rank and admitted, last September [agents].
    pub applicants: u32,
    pub admitted: u32,
    /// Lowest score admitted last September, in [0, 1]; 0 where places stayed free.
    pub cutoff: f64,
    /// Past outcomes, newest last, at most five.
    pub outcomes: Vec<Outcome>,
    /// Consecutive bad years, and years without recruiting.
    pub bad_years: u8,
    pub idle_years: u8,
    /// Month of the run it opened (negative before the start).
    pub opened: i32,
    pub plan: Plan,
}

/// Stocks of a program at the start, relative to which its quality is measured.
pub mod start {
    /// Students per teacher: 17.67 in secondary schools, 18.92 in colleges, 18 the official limit (Ministry of
    /// Education 2023).
    pub const STUDENTS_PER_TEACHER: f64 = 18.0;
    /// Share of double-qualified teachers, secondary schools 2023 (Ministry of Education, 2024-03-04).
    pub const DOUBLE_QUALIFIED: f64 = 0.5671;
    /// Freshness of teachers' industry experience. *Assumption*, 0.4 to 0.8.
    pub const FRESHNESS: f64 = 0.6;
    /// Age of equipment [months]: half of the ten years it lasts at a depreciation of 10 % a year. *Assumption*.
    pub const EQUIPMENT_AGE: f64 = 60.0;
}

/// What applicants expect of specialties.
#[derive(Clone, Debug, Default)]
pub struct Expectations {
    /// Wages of each specialty's field as they were each September, newest last.
    pub seen: Vec<Vec<f64>>,
    /// Wage expected by specialty, relative to the mean wage at the start.
    pub wage: Vec<f64>,
}

impl Program {
    /// A recruiting program without places, students, stocks or partners: its content as given, its standing, its
    /// teachers' experience and its quality as at the start.
    pub fn new(school: u16, specialty: u8, level: Level, curriculum: Skills) -> Program {
        Program {
            school,
            specialty,
            region: 0,
            level,
            standing: Standing::Recruiting,
            seats: 0.0,
            cohorts: Vec::new(),
            curriculum,
            equipment: 0.0,
            vintage: 0.0,
            teachers: 0.0,
            double_qualified: start::DOUBLE_QUALIFIED,
            freshness: start::FRESHNESS,
            practice: PRACTICE.row().default,
            partners: Vec::new(),
            reputation: 0.0,
            quality: 1.0,
            applicants: 0,
            admitted: 0,
            cutoff: 0.0,
            outcomes: Vec::new(),
            bad_years: 0,
            idle_years: 0,
            opened: 0,
            plan: Plan::default(),
        }
    }

    /// Places offered in month `t` [persons].
    pub fn places(&self, model: &Model, t: usize) -> f64 {
        self.seats * ordered(model, self.level, t)
    }

    /// Places over all years of the course [persons].
    pub fn capacity(&self) -> f64 {
        self.seats * f64::from(self.level.years())
    }

    /// Mean length of the courses of those enrolled; without any that of the level [years].
    pub fn years(&self) -> f64 {
        let course = |c: &Cohort| f64::from((c.leaves - c.entered).max(0) as u32 / 12 + 1) * c.students.len() as f64;
        let enrolled = self.enrolled() as f64;
        if enrolled > 0.0 {
            self.cohorts.iter().map(course).sum::<f64>() / enrolled
        } else {
            f64::from(self.level.years())
        }
    }

    /// Enters a student in the cohort of those who came and will leave in the same months.
    pub fn enter(&mut self, id: u32, entered: i32, leaves: i32) {
        enter(&mut self.cohorts, id, entered, leaves);
    }

    /// Enters students together, in the order given.
    pub fn enter_all(&mut self, ids: impl ExactSizeIterator<Item = u32>, entered: i32, leaves: i32) {
        enter_all(&mut self.cohorts, ids, entered, leaves);
    }

    /// Students enrolled [agents].
    pub fn enrolled(&self) -> usize {
        self.cohorts.iter().map(|c| c.students.len()).sum()
    }

    /// Everyone enrolled, cohort by cohort.
    pub fn students(&self) -> impl Iterator<Item = u32> + '_ {
        self.cohorts.iter().flat_map(|c| c.students.iter().copied())
    }

    /// Neither closed nor only filed.
    pub fn teaches(&self) -> bool {
        !matches!(self.standing, Standing::Closed | Standing::Filed { .. })
    }

    pub fn recruits(&self) -> bool {
        matches!(self.standing, Standing::Recruiting | Standing::Yellow)
    }
}

/// Programs whose lists [`warm`] brings at a time.
pub const AHEAD: usize = 64;

/// Brings the cohorts of some programs, and the ends of their lists of students, into the cache: independent loads
/// overlap, while a pass over the students of one program after the other waits for each list. Changes nothing.
pub fn warm(programs: &[Program]) {
    let leaves = |p: &Program| p.cohorts.first().map_or(0, |c| c.leaves);
    std::hint::black_box(programs.iter().map(leaves).fold(0, i32::wrapping_add));
    let ends = |c: &Cohort| c.students.first().zip(c.students.last()).map_or(0, |(first, last)| first ^ last);
    std::hint::black_box(programs.iter().flat_map(|p| &p.cohorts).map(ends).fold(0, u32::wrapping_add));
}

/// Lists students, in the order given, with those who came and will leave in the same months.
pub fn enter_all(cohorts: &mut Vec<Cohort>, ids: impl ExactSizeIterator<Item = u32>, entered: i32, leaves: i32) {
    match cohorts.iter_mut().find(|c| c.entered == entered && c.leaves == leaves) {
        Some(cohort) => cohort.students.extend(ids),
        None => cohorts.push(Cohort { entered, leaves, students: ids.collect() }),
    }
}

/// Lists a student with those who came and will leave in the same months.
pub fn enter(cohorts: &mut Vec<Cohort>, id: u32, entered: i32, leaves: i32) {
    enter_all(cohorts, std::iter::once(id), entered, leaves);
}

/// A program group (2.4): programs of a school around one chain, which the category of the catalogue stands for
/// (*assumption*). They share workshops, teachers of basic courses and the revision of common courses.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub category: u8,
    /// The leading program first.
    pub members: Vec<u32>,
    /// Month of the run it was founded.
    pub founded: i32,
}

/// A pair with a college of Beijing or Tianjin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Month of the run it began.
    pub since: i32,
    /// How far common projects have grown, in [0, 1].
    pub depth: f64,
}

/// A school.
#[derive(Clone, Debug, Default)]
pub struct School {
    pub region: u8,
    pub level: Level,
    pub programs: Vec<u32>,
    pub groups: Vec<Group>,
    pub pair: Option<Pair>,
    /// Income from technology service this year and last [yuan].
    pub service_income: f64,
    pub service_income_last: f64,
}

/// Graduates of one June who went to work, followed for five years.
#[derive(Clone, Debug)]
pub struct Leavers {
    /// Month of the run of graduation.
    pub graduated: i32,
    /// Everyone who graduated from a vocational program [agents], going on to study or not.
    pub graduates: u32,
    pub ids: Vec<u32>,
}

#[cfg(test)]
mod tests {
    use super::{Level, Program};

    #[test]
    fn years_are_those_of_the_enrolled() {
        let mut bachelor = Program::new(0, 0, Level::Bachelor, [0.5; 8]);
        assert_eq!(bachelor.years(), 4.0);
        bachelor.enter_all([1, 2, 3].into_iter(), 0, 21);
        assert_eq!(bachelor.years(), 2.0);
        bachelor.enter(4, -12, 33);
        assert_eq!(bachelor.years(), 2.5);
    }
}
