//! The deterministic mean-field equations of the published model: what the stochastic engine tends to in large networks.
//!
//! Source: del Rio-Chanona et al. 2021, eqs. 3-10. An oracle; no run of the engine uses it.

use super::bench::Stocks;
use crate::base::math::exp;
use crate::model::Model;

/// State of the recursion by occupation.
#[derive(Clone, Debug)]
pub struct Recursion<'a> {
    model: &'a Model,
    pub employed: Vec<f64>,
    pub unemployed: Vec<f64>,
    pub vacancies: Vec<f64>,
    /// Unemployed since the start by completed steps of their spell; the last entry is long-term.
    spells: Vec<Vec<f64>>,
    /// Hires of the last step by occupation.
    pub hires: Vec<f64>,
    step: usize,
}

impl<'a> Recursion<'a> {
    pub fn new(model: &'a Model) -> Self {
        let start = |k: usize| model.demand.network.iter().map(|s| f64::from(s[k])).collect::<Vec<f64>>();
        let n = model.occupations.len();
        Recursion {
            model,
            employed: start(0),
            unemployed: start(1),
            vacancies: start(2),
            spells: vec![vec![0.0; usize::from(model.labour.long_term.max(2))]; n],
            hires: vec![0.0; n],
            step: 0,
        }
    }

    /// The next step: all stocks from the last one, the target of this one.
    pub fn advance(&mut self) {
        let (labour, n) = (&self.model.labour, self.employed.len());
        self.step += 1;
        let mut gone = vec![0.0; n];
        self.hires = vec![0.0; n];
        let mut applicants = vec![0.0; n];
        let shares: Vec<f64> = (0..n)
            .map(|i| {
                let row = &labour.reach[i * n..][..n];
                let all: f64 = row.iter().zip(&self.vacancies).map(|(a, v)| a * v).sum();
                if all > 0.0 { self.unemployed[i] / all } else { 0.0 }
            })
            .collect();
        for i in 0..n {
            for j in 0..n {
                applicants[j] += shares[i] * labour.reach[i * n + j] * self.vacancies[j];
            }
        }
        let chance: Vec<f64> = (applicants.iter().zip(&self.vacancies))
            .map(|(&s, &v)| if s > 0.0 { v / s * (1.0 - exp(-s / v)) } else { 0.0 })
            .collect();
        for i in 0..n {
            for j in 0..n {
                let flow = shares[i] * labour.reach[i * n + j] * self.vacancies[j] * chance[j];
                gone[i] += flow;
                self.hires[j] += flow;
            }
        }
        for i in 0..n {
            let (e, u, v) = (self.employed[i], self.unemployed[i], self.vacancies[i]);
            let gap = e + v - self.model.demand.posts[i][self.step];
            let moved = |always: f64, speed: f64, gap: f64| always * e + (1.0 - always) * e.min(speed * gap.max(0.0));
            let separated = moved(labour.separation, labour.adjust_down, gap);
            let opened = moved(labour.opening, labour.adjust_up, -gap);
            self.employed[i] += self.hires[i] - separated;
            self.unemployed[i] += separated - gone[i];
            self.vacancies[i] += opened - self.hires[i];
            let stay = if u > 0.0 { 1.0 - gone[i] / u } else { 0.0 };
            let spells = &mut self.spells[i];
            let last = spells.len() - 1;
            spells[last] = (spells[last] + spells[last - 1]) * stay;
            for k in (1..last).rev() {
                spells[k] = spells[k - 1] * stay;
            }
            spells[0] = separated;
        }
    }

    /// The state as stocks.
    pub fn stocks(&self) -> Vec<Stocks> {
        (0..self.employed.len())
            .map(|i| {
                let long = self.spells[i].last().copied().unwrap_or(0.0);
                [self.employed[i], self.unemployed[i], self.vacancies[i], long]
            })
            .collect()
    }

    /// The states after each of `steps` steps.
    pub fn run(model: &'a Model, steps: usize) -> Vec<Vec<Stocks>> {
        let mut recursion = Recursion::new(model);
        (0..steps)
            .map(|_| {
                recursion.advance();
                recursion.stocks()
            })
            .collect()
    }
}
