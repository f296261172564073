//! Adoption of technology (Bass), and relative demand at relative wages (CES).

use super::bench::{self, Bench, samples};
use super::{Case, Claim, case};
use crate::base::math::{exp, ln, pow};
use crate::model::{Model, RoleShare};
use crate::process::technology::upgrade;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::cell::NONE;
use crate::world::plan::plan;
use crate::world::posts::Enterprise;

pub(super) const CASES: &[Case] = &[
    case("T1", "巴斯扩散，连续时间（步长0.01）", "Bass diffusion in continuous time, steps of 0.01", continuous),
    case("T2", "巴斯扩散，离散步长1", "Bass diffusion in steps of 1", discrete),
    case("T4", "CES需求：相对供给加倍时的相对工资", "CES demand: relative wage when relative employment doubles", ces),
];

const SUBSTITUTION: Param = param("labour.substitution");

/// Technology spreads by imitation alone.
const BASS: [(Param, f64); 3] =
    [(param("technology.diffusion"), 1.0), (param("technology.step"), 1.0), (param("technology.readiness"), 0.0)];

/// Enterprises that adopt all at once, without delay and without anything else that matters.
fn adopters(bench: &Bench, p: f64, q: f64, enterprises: u32) -> (Model, World) {
    let mut model = bench.market([1.0, 0.0, 0.0], 1, &[]);
    bench::set(&mut model, &BASS);
    let industry = &mut model.industries[0];
    // The engine's step is a month of yearly coefficients.
    (industry.bass_p, industry.bass_q) = (12.0 * p, 12.0 * q);
    (industry.technology_ceiling, industry.upgrade_months) = (1.0, 0);
    let mut world = bench::world(&model, 0);
    let enterprise = Enterprise { first: NONE, size: 1.0, technology: 0.0, flags: 0, ..world.enterprises[0].clone() };
    world.enterprises = vec![enterprise; enterprises as usize];
    (model, world)
}

/// Adopted share after each step, means of runs.
fn adoption(bench: &Bench, [p, q]: [f64; 2], enterprises: u32, steps: usize, runs: u32) -> Vec<Vec<f64>> {
    let (model, start) = adopters(bench, p, q, enterprises);
    samples(runs, |r| {
        let mut world = bench::again(&start, r);
        let mut adopted = 0u64;
        (0..steps)
            .map(|t| {
                world.t = t;
                world.flows.upgrades_done = 0;
                upgrade(&model, &mut world);
                adopted += world.flows.upgrades_done;
                adopted as f64 / f64::from(enterprises)
            })
            .collect()
    })
}

fn at(runs: &[Vec<f64>], step: usize) -> Vec<f64> {
    runs.iter().map(|r| r[step - 1]).collect()
}

fn discrete(bench: &Bench) -> Vec<Claim> {
    let runs = adoption(bench, [0.03, 0.38], 100_000, 20, 60);
    [(1, 0.03), (5, 0.272906838664), (10, 0.782642569242), (20, 0.998387693895)]
        .map(|(t, share)| {
            let mut claim = Claim::mean(format!("adopted after {t} steps"), share, &at(&runs, t));
            claim.tolerance += 1e-5; // O(1/N)
            claim
        })
        .into()
}

fn continuous(bench: &Bench) -> Vec<Claim> {
    const STEPS: usize = 100;
    let dt = 1.0 / STEPS as f64;
    let runs = adoption(bench, [0.03 * dt, 0.38 * dt], 40_000, 10 * STEPS, 24);
    let mut claims: Vec<Claim> = [(1, 0.0357581642564), (5, 0.331198642491), (10, 0.812803221221)]
        .into_iter()
        .map(|(t, share)| {
            let mut claim = Claim::mean(format!("adopted at {t}"), share, &at(&runs, t * STEPS));
            claim.tolerance += 0.3 * dt; // O(dt)
            claim
        })
        .collect();
    // The steepest half year of the mean curve.
    let mean: Vec<f64> = (1..=10 * STEPS).map(|t| at(&runs, t).iter().sum::<f64>() / runs.len() as f64).collect();
    let window = STEPS / 2;
    let slope = |t: usize| (mean[t + window] - mean[t]) / 0.5;
    let best = (0..mean.len() - window).max_by(|&a, &b| slope(a).total_cmp(&slope(b))).unwrap_or(0);
    claims.push(Claim::new("time of the peak", 6.1926191977, (best + 1 + window / 2) as f64 * dt, 0.3));
    claims.push(Claim::relative("rate at the peak", 0.110592105263, slope(best), 0.02));
    claims
}

/// Two occupations with equal shares at equal wages. The wage ratio at which an enterprise wants twice as many of the
/// first is what doubles their relative employment: `ln(w_H/w_L) = -ln 2 / sigma`.
fn ces(bench: &Bench) -> Vec<Claim> {
    let stocks = [[1e3, 0.0, 0.0, 1e3]; 2];
    let mut model = bench.network(&bench.t4_steady, &stocks, vec![vec![1.0; 2]; 2], 1, &[(SUBSTITUTION, 2.0)]);
    let half = |o| RoleShare { traditional: o, modern: o, share_traditional: 0.5, share_modern: 0.5 };
    model.industries[0].roles = vec![half(0), half(1)];
    let ratio = |wage: f64| {
        let mut world = bench::world(&model, 0);
        world.market.wage = vec![wage, 1.0];
        plan(&model, &mut world, 0, |all| all.filter(|&e| e == 0));
        let posts = |o: u16| {
            let mut cell = world.enterprises[0].first;
            while cell != NONE && world.posts.cells[cell as usize].occupation() != o {
                cell = world.posts.cells[cell as usize].next;
            }
            world.posts.cells.get(cell as usize).map_or(f64::NAN, |c| f64::from(c.target.get()))
        };
        posts(0) / posts(1)
    };
    let closed = -0.34657359028;
    // Bisection on the wage, as the market would find it; targets are stored in single precision.
    let (mut low, mut high) = (0.1, 10.0);
    for _ in 0..80 {
        let wage = 0.5 * (low + high);
        if ratio(wage) > 2.0 { low = wage } else { high = wage }
    }
    vec![
        Claim::new("change of the log wage ratio", closed, ln(0.5 * (low + high)), 1e-6),
        Claim::relative("relative posts at that wage", 2.0, ratio(exp(closed)), 1e-6),
        Claim::relative("relative posts at equal wages", 1.0, ratio(1.0), 1e-6),
        Claim::relative("relative posts at a wage four times as high", pow(4.0, -2.0), ratio(4.0), 1e-6),
    ]
}
