//! The labour core of the engine beside a plain loop of the same model.
//!
//! The plain loop is what a modeller would write first: arrays, one generator, every worker looked at in every step. The
//! engine draws by address and records every step. Both run on one thread.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use skillsim::base::rng::Draws;
use skillsim::model::Model;
use skillsim::outcome::collect::Collector;
use skillsim::process;
use skillsim::verify::bench::Bench;
use skillsim::world::World;

const NOBODY: u32 = u32::MAX;

/// The published model as a loop over workers.
struct Plain {
    matrix: Vec<f64>,
    target: Vec<f64>,
    /// Occupation held, or last held; steps unemployed, 0 in work.
    occupation: Vec<u16>,
    spell: Vec<u16>,
    vacancies: Vec<u32>,
    random: SmallRng,
    record: Vec<[u32; 3]>,
}

impl Plain {
    fn new(model: &Model) -> Plain {
        let (mut occupation, mut spell) = (Vec::new(), Vec::new());
        for (o, &[employed, unemployed, _]) in model.demand.network.iter().enumerate() {
            occupation.extend(std::iter::repeat_n(o as u16, (employed + unemployed) as usize));
            spell.extend(std::iter::repeat_n(0, employed as usize).chain(std::iter::repeat_n(1, unemployed as usize)));
        }
        Plain {
            matrix: model.labour.reach.clone(),
            target: model.demand.posts.iter().map(|p| p[0]).collect(),
            occupation,
            spell,
            vacancies: model.demand.network.iter().map(|n| n[2]).collect(),
            random: SmallRng::seed_from_u64(1),
            record: Vec::new(),
        }
    }

    fn step(&mut self) {
        let n = self.target.len();
        let mut employed = vec![0u32; n];
        for (&o, &spell) in self.occupation.iter().zip(&self.spell) {
            employed[o as usize] += u32::from(spell == 0);
        }
        let mut cumulative = vec![0.0; n * n];
        for i in 0..n {
            let mut sum = 0.0;
            for j in 0..n {
                sum += self.matrix[i * n + j] * f64::from(self.vacancies[j]);
                cumulative[i * n + j] = sum;
            }
        }
        let hazard = |always: f64, gap: f64, e: f64| always + (1.0 - always) * (0.16 * gap.max(0.0) / e).min(1.0);
        let gap: Vec<f64> =
            (0..n).map(|o| f64::from(employed[o]) + f64::from(self.vacancies[o]) - self.target[o]).collect();
        let leave: Vec<f64> = (0..n).map(|o| hazard(0.016, gap[o], f64::from(employed[o]))).collect();
        let open: Vec<f64> = (0..n).map(|o| hazard(0.012, -gap[o], f64::from(employed[o]))).collect();
        let first: Vec<u32> = self
            .vacancies
            .iter()
            .scan(0, |at, &v| {
                *at += v;
                Some(*at - v)
            })
            .collect();
        let all: u32 = self.vacancies.iter().sum();
        let (mut taker, mut applicants) = (vec![NOBODY; all as usize], vec![0u32; all as usize]);
        let mut opened = vec![0u32; n];
        for id in 0..self.occupation.len() {
            let o = self.occupation[id] as usize;
            if self.spell[id] == 0 {
                // Separation and opening, on the counts from before.
                if self.random.random::<f64>() < leave[o] {
                    self.spell[id] = 1;
                }
                opened[o] += u32::from(self.random.random::<f64>() < open[o]);
                continue;
            }
            self.spell[id] += 1;
            let row = &cumulative[o * n..][..n];
            if row[n - 1] <= 0.0 {
                continue;
            }
            let at = self.random.random::<f64>() * row[n - 1];
            let j = row.partition_point(|&c| c <= at).min(n - 1);
            let slot = (first[j] + self.random.random_range(0..self.vacancies[j])) as usize;
            applicants[slot] += 1;
            if applicants[slot] == 1 || self.random.random_range(0..applicants[slot]) == 0 {
                taker[slot] = id as u32;
            }
        }
        for j in 0..n {
            for slot in first[j]..first[j] + self.vacancies[j] {
                let id = taker[slot as usize];
                if id != NOBODY {
                    self.occupation[id as usize] = j as u16;
                    self.spell[id as usize] = 0;
                    opened[j] = opened[j].wrapping_sub(1);
                }
            }
            self.vacancies[j] = self.vacancies[j].wrapping_add(opened[j]);
        }
        let unemployed = self.spell.iter().filter(|&&s| s > 0).count() as u32;
        let long = self.spell.iter().filter(|&&s| s >= 4).count() as u32;
        self.record.push([unemployed, long, self.vacancies.iter().sum()]);
    }
}

/// Occupations of different size, near ones more likely.
pub fn network(bench: &Bench, workers: f64, occupations: usize, steps: usize) -> Model {
    let weight = |o: usize| 1.0 + (o * 7 % 10) as f64;
    let all: f64 = (0..occupations).map(weight).sum();
    let stocks: Vec<[f64; 4]> = (0..occupations)
        .map(|o| {
            let people = workers * weight(o) / all;
            [(people / 1.04).round(), (people * 0.04 / 1.04).round(), (people * 0.017).round(), people]
        })
        .collect();
    let near = |i: usize, j: usize| 1.0 / ((1 + i.abs_diff(j)) * (1 + i.abs_diff(j))) as f64;
    let matrix = (0..occupations).map(|i| (0..occupations).map(|j| near(i, j)).collect()).collect();
    bench.network(&bench.t4_steady, &stocks, matrix, steps, &[])
}

/// Time of `steps` steps of the engine, recorded, after one to warm up.
pub fn engine(model: &Model, steps: usize) -> Duration {
    let mut world = World::new(model, Draws::new(1, 0));
    let mut collector = Collector::new(model, &world);
    let mut start = Instant::now();
    for t in 0..=steps {
        if t == 1 {
            start = Instant::now();
        }
        world.t = t;
        process::month(model, &mut world);
        collector.observe(model, &world);
    }
    let time = start.elapsed();
    black_box(collector.record(model, &world));
    time
}

pub fn plain(model: &Model, steps: usize) -> Duration {
    let mut plain = Plain::new(model);
    plain.step();
    let start = Instant::now();
    (0..steps).for_each(|_| plain.step());
    let time = start.elapsed();
    black_box(&plain.record);
    time
}
