//! Skills between events, in closed form.
//!
//! In work a skill x moves towards what the post requires and loses to obsolescence, each month
//! `x' = (1 - lambda - delta) x + lambda r`, hence `x(n) = x* + (x - x*) (1 - lambda - delta)^n` with
//! `x* = lambda r / (lambda + delta)`. What is beyond r the work does not use: it fades as out of work, down to r,
//! `x' = max(x (1 - phi), (1 - delta) r)`; out of work all fades, `x(n) = x (1 - phi)^n`. Without learning (lambda 0) what is used
//! loses to obsolescence alone. Two spells one after the other are one of their sum, so it does not matter when a person is
//! brought up to date: when the status changes; until then nothing is touched. Monthly steps in bytes would freeze small changes,
//! so a settlement rounds at random with the exact mean.

use super::World;
use super::cell::Cell;
use super::person::{Person, Status};
use crate::base::math::pow;
use crate::base::rng::{Process, Stream};
use crate::model::{Model, SKILLS, Skills};
use crate::scenario::parameters::{Param, param};

const OBSOLESCENCE: Param = param("skills.obsolescence");

/// Longest spell that is told apart [months]: a working life.
const LONGEST: usize = 720;

/// Monthly law of skills, by industry, and what occupations require.
#[derive(Clone, Debug, Default)]
pub struct SkillLaw {
    /// `(1 - lambda - delta)^n` by industry and months n.
    keep: Vec<Vec<f32>>,
    /// `lambda / (lambda + delta)` by industry: the part of a requirement that long work reaches.
    reached: Vec<f64>,
    /// `(1 - phi)^n` by months n.
    idle: Vec<f32>,
    requirement: Vec<Skills>,
    weight: Vec<Skills>,
    /// Nothing is learned, fades or loses value: nobody needs to be settled.
    pub(super) still: bool,
    /// `sum_s w r` by occupation.
    wanted: Vec<f32>,
}

impl SkillLaw {
    pub fn new(model: &Model) -> Self {
        let closing = model.labour.closing;
        let obsolescence = model.number(OBSOLESCENCE);
        let delta = |drift: f64| crate::base::math::monthly((drift * obsolescence).min(0.99));
        let total = |drift: f64| (closing + delta(drift)).max(f64::MIN_POSITIVE);
        SkillLaw {
            keep: model.industries.iter().map(|i| powers((1.0 - total(i.drift)).max(0.0))).collect(),
            reached: model.industries.iter().map(|i| closing / total(i.drift)).collect(),
            idle: powers(1.0 - model.labour.fading),
            requirement: model.occupations.iter().map(|o| o.requirement).collect(),
            weight: model.occupations.iter().map(|o| o.weight).collect(),
            still: closing == 0.0 && obsolescence == 0.0 && model.labour.fading == 0.0,
            wanted: (model.occupations.iter())
                .map(|o| o.weight.iter().zip(&o.requirement).map(|(w, r)| w * r).sum())
                .collect(),
        }
    }

    /// Fit of skills to an occupation, `1 - sum w max(0, r - x) / sum w r`, in [0, 1]; 1 where nothing is required.
    #[inline]
    pub fn fit(&self, occupation: usize, x: &Skills) -> f32 {
        let wanted = self.wanted[occupation];
        if wanted <= 0.0 {
            return 1.0;
        }
        let (r, w) = (&self.requirement[occupation], &self.weight[occupation]);
        let mut lacking = 0.0f32;
        for s in 0..SKILLS {
            lacking += w[s] * (r[s] - x[s]).max(0.0);
        }
        1.0 - lacking / wanted
    }

    /// Skills beyond what an occupation requires, `sum w max(0, x - r) / sum w r`.
    pub fn excess(&self, occupation: usize, x: &Skills) -> f32 {
        let wanted = self.wanted[occupation];
        if wanted <= 0.0 {
            return 0.0;
        }
        let (r, w) = (&self.requirement[occupation], &self.weight[occupation]);
        let beyond: f32 = (0..SKILLS).map(|s| w[s] * (x[s] - r[s]).max(0.0)).sum();
        beyond / wanted
    }

    /// What an occupation requires.
    pub fn requirement(&self, occupation: usize) -> &Skills {
        &self.requirement[occupation]
    }

    /// Levels after `months` of work in an occupation of an industry.
    pub fn after_work(&self, x: &Skills, occupation: usize, industry: usize, months: usize) -> Skills {
        let months = months.min(LONGEST);
        let (kept, reached) = (self.keep[industry][months], self.reached[industry] as f32);
        let unused = self.idle[months];
        let r = &self.requirement[occupation];
        // All eight alike; those few that were not used at first and are now are done again.
        let mut after: Skills = std::array::from_fn(|s| {
            let rest = reached * r[s];
            let (used, faded) = (rest + (x[s] - rest) * kept, x[s] * unused);
            if x[s] <= r[s] { used } else { faded }
        });
        let again: [bool; SKILLS] = std::array::from_fn(|s| (x[s] > r[s]) & (after[s] <= r[s]));
        if again.contains(&true) {
            let keep = &self.keep[industry];
            for s in (0..SKILLS).filter(|&s| again[s]) {
                // Unused until it has faded to what is used.
                let rest = reached * r[s];
                let until = self.idle[..=months].partition_point(|idle| x[s] * idle > r[s]);
                let then = (x[s] * self.idle[until]).max(rest + (r[s] - rest) * keep[1]);
                after[s] = rest + (then - rest) * keep[months - until];
            }
        }
        after
    }
}

/// `x^n` for n = 0, 1, ... [`LONGEST`].
fn powers(x: f64) -> Vec<f32> {
    (0..=LONGEST).map(|n| pow(x, n as f64) as f32).collect()
}

/// Levels as stored, in [0, 1].
pub fn stored(p: &Person) -> Skills {
    std::array::from_fn(|s| f32::from(p.skill[s]) * (1.0 / 255.0))
}

/// Writes skills into a person's row at month `t`, rounding at random with the exact mean.
pub fn put(p: &mut Person, id: u32, x: &Skills, stream: &Stream, t: usize) {
    let draws = stream.sixteens(u64::from(id), 0);
    for s in 0..SKILLS {
        // What is left below a whole level is the chance of rounding up.
        p.skill[s] = ((fine(x[s]) + u32::from(draws[s])) >> 16) as u8;
    }
    p.settled = t as i16;
}

/// A skill in 1/65536 of a stored level, `255 * 65536 x + 1/2` without its fraction: beyond 2^24 the mantissa of a number
/// has 28 bits for the fraction, so all eight skills are cut together, where each would have to be converted alone.
#[inline(always)]
fn fine(x: f32) -> u32 {
    let level = f64::from(x.clamp(0.0, 1.0)) * (255.0 * 65536.0) + (0.5 + f64::from(1 << 24));
    (level.to_bits() >> 28) as u32 & 0xFF_FFFF
}

impl SkillLaw {
    /// Skills of a person at month `t`, without touching the person.
    #[inline]
    pub(super) fn now(&self, p: &Person, cells: &[Cell], t: usize) -> Skills {
        let x = stored(p);
        let months = t as i32 - i32::from(p.settled);
        if months <= 0 || self.still {
            return x;
        }
        match p.status {
            Status::Employed => {
                let cell = &cells[p.place as usize];
                self.after_work(&x, cell.occupation() as usize, cell.industry() as usize, months as usize)
            }
            Status::Seeking | Status::Inactive => {
                let kept = self.idle[(months as usize).min(LONGEST)];
                x.map(|v| v * kept)
            }
            _ => x,
        }
    }
}

impl World {
    /// Skills of a person today, without touching the person.
    pub fn skills_now(&self, id: u32) -> Skills {
        self.skill_law.now(&self.persons[id as usize], &self.posts.cells, self.t)
    }

    /// Fit of a person to an occupation today.
    pub fn fit_now(&self, id: u32, occupation: usize) -> f32 {
        self.skill_law.fit(occupation, &self.skills_now(id))
    }

    /// The month's stream of roundings.
    pub fn settling(&mut self) -> Stream {
        if self.settling.0 != self.t as i32 {
            self.settling = (self.t as i32, self.draws.stream(Process::Settle, self.t as i32));
        }
        self.settling.1
    }

    /// Gives a person these skills.
    pub fn store(&mut self, id: u32, x: &Skills) {
        let stream = self.settling();
        put(&mut self.persons[id as usize], id, x, &stream, self.t);
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, SkillLaw, powers};

    /// Two spells of work are one of their sum; the better stays the better; nobody falls below what the work keeps.
    #[test]
    fn work_wears_skills_down_to_what_it_keeps() {
        let requirement = vec![[0.8; 8]];
        let law = SkillLaw {
            keep: vec![powers(0.98)],
            reached: vec![0.95],
            idle: powers(0.995),
            requirement,
            ..SkillLaw::default()
        };
        let after = |x: [f32; 8], months: usize| law.after_work(&x, 0, 0, months);
        let x = [0.0, 0.3, 0.7, 0.76, 0.78, 0.8, 0.801, 1.0];
        for (a, b) in [(1, 1), (5, 70), (200, 40), (300, 300)] {
            for (once, twice) in after(x, a + b).into_iter().zip(after(after(x, a), b)) {
                assert!((once - twice).abs() < 1e-5, "{a} and {b} months: {once} and {twice}");
            }
            assert!(after(x, a).windows(2).all(|w| w[0] <= w[1] + 1e-6), "{:?}", after(x, a));
        }
        assert!(after(x, LONGEST).iter().all(|x| (x - 0.76).abs() < 1e-4), "{:?}", after(x, LONGEST));
    }

    /// Without learning what is used loses to obsolescence alone, and what is not used fades until it is.
    #[test]
    fn without_learning_work_neither_teaches_nor_forgets() {
        let law = |delta: f64| SkillLaw {
            keep: vec![powers(1.0 - delta)],
            reached: vec![0.0],
            idle: powers(0.99),
            requirement: vec![[0.5; 8]],
            ..SkillLaw::default()
        };
        let x = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0];
        let still = law(0.0).after_work(&x, 0, 0, 120);
        assert_eq!(still, [0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 0.5]);
        for (x, after) in x.into_iter().zip(law(0.01).after_work(&x, 0, 0, 1)) {
            let expected = if x <= 0.5 { 0.99 * x } else { (0.99 * x).max(0.99 * 0.5) };
            assert!((after - expected).abs() < 1e-6, "{x}: {after}");
        }
    }

    #[test]
    fn fine_levels_are_those_of_a_conversion() {
        // Every 97th of the numbers in [0, 1], and what lies outside.
        for x in (0..=1.0f32.to_bits()).step_by(97).map(f32::from_bits).chain([1.0, -0.1, 2.0]) {
            assert_eq!(super::fine(x), (f64::from(x.clamp(0.0, 1.0)) * (255.0 * 65536.0) + 0.5) as u32, "{x}");
        }
    }
}
