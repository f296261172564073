//! The path of a policy lever over time, as a pure function of the month.
//!
//! A path is a default and the layers put over it, one for each file of the `extends` chain that names the lever.
//! A layer either replaces the path below or changes it relatively; asking for a month folds the layers, so no value
//! is ever multiplied now and divided back later.

use serde::{Deserialize, Serialize};

use crate::base::time::Month;

/// How a number changes the path below it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Replaces it.
    Set(f64),
    /// Multiplies it.
    Multiply(f64),
    /// Is added to it, in the unit of the lever.
    Add(f64),
}

/// The course of a change over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Course {
    /// In every month.
    Constant(Change),
    /// From each month on, until the next; nothing before the first. Months rise.
    Steps(Vec<(Month, Change)>),
    /// Nothing until `from`, all of it from `to` on, in proportion to the months passed between.
    Ramp { from: Month, to: Month, change: Change },
}

/// What one file says about a lever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    pub course: Course,
    /// The layer does nothing before this month (`policies_from`).
    pub not_before: Option<Month>,
}

/// A lever over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    pub base: f64,
    pub layers: Vec<Layer>,
}

/// A number without the last digits, which are those of binary fractions: 0.7 - 0.2 is 0.5.
pub(super) fn decimal(x: f64) -> f64 {
    format!("{x:.12e}").parse().unwrap_or(x)
}

impl Change {
    /// The change in full.
    pub fn apply(self, below: f64) -> f64 {
        match self {
            Change::Set(x) => x,
            Change::Multiply(x) => decimal(below * x),
            Change::Add(x) => decimal(below + x),
        }
    }

    /// The share `part` (0 to 1) of the change; exactly nothing at 0 and exactly all of it at 1.
    fn apply_part(self, below: f64, part: f64) -> f64 {
        if part <= 0.0 {
            return below;
        }
        if part >= 1.0 {
            return self.apply(below);
        }
        match self {
            Change::Set(x) => below + part * (x - below),
            Change::Multiply(x) => below * (1.0 + part * (x - 1.0)),
            Change::Add(x) => below + part * x,
        }
    }
}

impl Course {
    fn apply(&self, month: Month, below: f64) -> f64 {
        match self {
            Course::Constant(change) => change.apply(below),
            Course::Steps(steps) => match steps.iter().rev().find(|(at, _)| *at <= month) {
                Some((_, change)) => change.apply(below),
                None => below,
            },
            Course::Ramp { from, to, change } => {
                change.apply_part(below, f64::from(month - *from) / f64::from(*to - *from))
            }
        }
    }
}

impl Schedule {
    /// The same value in every month.
    pub fn constant(value: f64) -> Self {
        Schedule { base: value, layers: Vec::new() }
    }

    /// Value in a month [unit of the lever].
    pub fn at(&self, month: Month) -> f64 {
        self.layers
            .iter()
            .filter(|layer| layer.not_before.is_none_or(|first| month >= first))
            .fold(self.base, |below, layer| layer.course.apply(month, below))
    }

    /// Values of `months` months from `start`.
    pub fn path(&self, start: Month, months: usize) -> Vec<f64> {
        (0..months as i32).map(|m| self.at(start + m)).collect()
    }

    /// Puts a layer over the path.
    pub fn then(mut self, course: Course, not_before: Option<Month>) -> Self {
        self.layers.push(Layer { course, not_before });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Month = Month::new(2027, 1);

    fn ramp(change: Change) -> Schedule {
        Schedule::constant(2.0).then(Course::Ramp { from: START, to: START + 4, change }, None)
    }

    #[test]
    fn a_ramp_begins_and_ends_exactly() {
        assert_eq!(ramp(Change::Set(3.0)).path(START + -1, 7), [2.0, 2.0, 2.25, 2.5, 2.75, 3.0, 3.0]);
        assert_eq!(ramp(Change::Multiply(1.5)).path(START, 5), [2.0, 2.25, 2.5, 2.75, 3.0]);
        assert_eq!(ramp(Change::Add(-1.0)).path(START, 5), [2.0, 1.75, 1.5, 1.25, 1.0]);
    }

    #[test]
    fn relative_layers_change_the_path_below_them() {
        let s = ramp(Change::Set(4.0))
            .then(Course::Steps(vec![(START + 2, Change::Add(1.0)), (START + 3, Change::Multiply(10.0))]), None);
        assert_eq!(s.path(START, 5), [2.0, 2.5, 4.0, 35.0, 40.0]);
    }

    #[test]
    fn a_delayed_layer_does_nothing_before_its_month() {
        let s = Schedule::constant(0.1).then(Course::Constant(Change::Multiply(3.0)), Some(START + 2));
        assert_eq!(s.path(START, 4), [0.1, 0.1, 0.3, 0.3], "as decimals: 0.1 x 3 is 0.3");
    }
}
