//! Calendar months: the step of the model, and the only notion of time in it.
//!
//! A [`Month`] counts months since January of year 0; differences are plain integers [months].

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A calendar month, ordered, printed as its first day (`2027-01-01`: a spreadsheet reads that as a date).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month(pub i32);

impl Month {
    /// `month` is 1..=12.
    pub const fn new(year: i32, month: u32) -> Self {
        Month(year * 12 + month as i32 - 1)
    }

    /// Reads `2027-01` or `2027-01-01`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next());
        if parts.next().is_some() || day.is_some_and(|d| d != "01") || year.len() != 4 || month.len() != 2 {
            return None;
        }
        let (year, month) = (year.parse().ok()?, month.parse::<u32>().ok()?);
        (1..=12).contains(&month).then(|| Month::new(year, month))
    }

    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Month of the year, 1..=12.
    pub const fn of_year(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// Months from this one to the end of its year, this one among them: 12 in January, 1 in December.
    pub const fn months_left_in_year(self) -> i32 {
        13 - self.of_year() as i32
    }

    /// How many of the `months` months from this one on are of a year.
    pub fn months_of(self, months: usize, year: i32) -> i32 {
        let (first, next) = (Month::new(year, 1), Month::new(year + 1, 1));
        ((self + months as i32).min(next) - self.max(first)).max(0)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-01", self.year(), self.of_year())
    }
}

impl Add<i32> for Month {
    type Output = Month;
    fn add(self, months: i32) -> Month {
        Month(self.0 + months)
    }
}

impl Sub for Month {
    type Output = i32;
    fn sub(self, other: Month) -> i32 {
        self.0 - other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
        let m = Month::parse("2027-02").unwrap();
        assert_eq!((m.year(), m.of_year(), m.to_string().as_str()), (2027, 2, "2027-02-01"));
        assert_eq!(Month::parse("2027-02-01"), Some(m));
        assert_eq!(m + 11, Month::new(2028, 1));
        assert_eq!([2026, 2027, 2028, 2029, 2030].map(|year| m.months_of(26, year)), [0, 11, 12, 3, 0]);
        assert_eq!(Month::new(2028, 1) - m, 11);
        assert_eq!([1, 2, 9, 12].map(|month| Month::new(2028, month).months_left_in_year()), [12, 11, 4, 1]);
        for bad in ["2027", "2027-13", "2027-00", "2027-1", "27-01", "2027-01-02", "2027-01-01-01", "x"] {
            assert_eq!(Month::parse(bad), None, "{bad}");
        }
    }
}
