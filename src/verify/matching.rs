//! Search and hire: urns and balls, the frictionless limit, rationing, displacement.

use super::bench::{self, Bench, samples, world};
use super::recursion::Recursion;
use super::{Case, Claim, case, greater};
use crate::base::math::{self, exp, ln, pow};
use crate::base::stats::moments;
use crate::model::Model;
use crate::process::search::search_and_hire;

pub(super) const CASES: &[Case] = &[
    case(
        "M1_10_20",
        "每人一份申请、岗位随机录用一人：10个空缺20人",
        "one application each, one hire per vacancy: 10 vacancies, 20 seekers",
        |b| urn(b, 10.0, 20.0, 8.78423345409, 0.775307605908),
    ),
    case("M1_100_150", "同上：100个空缺150人", "the same: 100 vacancies, 150 seekers", |b| {
        urn(b, 100.0, 150.0, 77.8548212761, 9.86684832156)
    }),
    case("M1_600_800", "同上：600个空缺800人", "the same: 600 vacancies, 800 seekers", |b| {
        urn(b, 600.0, 800.0, 442.017546248, 60.8910114011)
    }),
    case("M2", "大市场的瓮球极限 1-1/e", "urn and balls in a large market, 1 - 1/e", large),
    case("M3", "无摩擦时短边出清", "without friction the short side is cleared", frictionless),
    case("M4", "随机配给：录用者的构成等于申请者的构成", "random rationing: hired as applied", rationing),
    case("M5", "完全网络即单一市场", "a complete network is one market", one_market),
    case(
        "P4",
        "岗位总量固定时新增求职者的挤出",
        "crowding out: hires per extra applicant at fixed vacancies",
        displacement,
    ),
];

const ROUNDS: u32 = 20_000;

/// Hires of single matching rounds from the same stocks.
fn rounds(model: &Model, n: u32) -> Vec<f64> {
    let start = world(model, 0);
    samples(n, |r| {
        let mut world = bench::again(&start, r);
        search_and_hire(model, &mut world);
        world.flows.hires as f64
    })
}

/// Occupied urns: `E m = v (1 - (1 - 1/v)^a)`, `Var m = v (v-1)(1 - 2/v)^a + v (1 - 1/v)^a - (v - E m)^2`.
fn urn(bench: &Bench, vacancies: f64, seekers: f64, mean: f64, variance: f64) -> Vec<Claim> {
    let hires = rounds(&bench.market([10.0, seekers, vacancies], 1, &[]), ROUNDS);
    let error = 4.0 * math::sqrt(variance / f64::from(ROUNDS));
    vec![
        Claim::new("mean hires", mean, moments(&hires).mean, error),
        Claim::variance("variance of hires", variance, &hires, 0.1),
    ]
}

fn large(bench: &Bench) -> Vec<Claim> {
    let hires = rounds(&bench.market([10.0, 1e6, 1e6], 1, &[]), 1);
    vec![Claim::new("hires per vacancy", 0.632120558829, hires[0] / 1e6, 4e-3)]
}

/// Rounds until nobody is left: every round clears at least one pair.
fn frictionless(bench: &Bench) -> Vec<Claim> {
    [(40.0, 60.0), (60.0, 40.0), (500.0, 500.0), (1.0, 300.0), (300.0, 1.0)]
        .into_iter()
        .map(|(u, v)| {
            let mut model = bench.market([10.0, u, v], 1, &[]);
            model.labour.rounds = 600;
            let hires = rounds(&model, 1);
            Claim::new(format!("hires with {u} seekers and {v} vacancies"), u.min(v), hires[0], 0.0)
        })
        .collect()
}

/// Ten of forty seekers are a group with all skills; a uniform hire does not see it.
fn rationing(bench: &Bench) -> Vec<Claim> {
    let model = bench.market([10.0, 40.0, 60.0], 1, &[]);
    let mut start = world(&model, 0);
    let group = |id: u32| (10..20).contains(&id);
    for id in 10..20 {
        start.persons[id].skill = [255; 8];
    }
    let hired = samples(ROUNDS, |r| {
        let mut world = bench::again(&start, r);
        search_and_hire(&model, &mut world);
        let of_group = (10..50).filter(|&id| group(id) && world.persons[id as usize].holds_post()).count() as f64;
        [of_group, world.flows.hires as f64]
    });
    let total: f64 = hired.iter().map(|h| h[1]).sum();
    let share = hired.iter().map(|h| h[0]).sum::<f64>() / total;
    // Given m hires the group's are hypergeometric: variance m p q (40 - m) / 39.
    let spread = hired.iter().map(|h| h[1] * 0.25 * 0.75 * (40.0 - h[1]) / 39.0).sum::<f64>() / f64::from(ROUNDS);
    let excess: Vec<f64> = hired.iter().map(|h| h[0] - 0.25 * h[1]).collect();
    vec![
        Claim::new("share of the group", 0.25, share, 4.0 * math::sqrt(spread * f64::from(ROUNDS)) / total),
        Claim::variance("hypergeometric variance of the group's hires", spread, &excess, 0.1),
    ]
}

fn one_market(bench: &Bench) -> Vec<Claim> {
    let model = bench::model(&bench.t4_steady, 20, &[]);
    let mut recursion = Recursion::new(&model);
    let (mut worst, mut states) = (0.0f64, 0);
    for _ in 0..20 {
        let (u, v) = (recursion.unemployed.iter().sum::<f64>(), recursion.vacancies.clone());
        let tightness = u / v.iter().sum::<f64>();
        recursion.advance();
        for (hires, v) in recursion.hires.iter().zip(&v) {
            worst = greater(worst, (hires / (v * (1.0 - exp(-tightness))) - 1.0).abs());
            states += 1;
        }
    }
    let mut claims =
        vec![Claim::new(format!("recursion: greatest relative error in {states} markets"), 0.0, worst, 1e-12)];
    let start = world(&model, 0);
    let found = samples(4000, |r| {
        let mut world = bench::again(&start, r);
        search_and_hire(&model, &mut world);
        world.flows.hires_by_market.clone()
    });
    let expected = 1.0 - pow(1.0 - 1.0 / 600.0, 800.0);
    for (o, [_, _, v]) in model.demand.network.iter().enumerate() {
        let v = f64::from(*v);
        let filled: Vec<f64> = found.iter().map(|h| f64::from(h[o]) / v).collect();
        claims.push(Claim::mean(
            format!("engine: part of vacancies filled in occupation {}", o + 1),
            expected,
            &filled,
        ));
    }
    claims
}

/// `dm/da = -v ln(1 - 1/v) (1 - 1/v)^a` by central difference.
fn displacement(bench: &Bench) -> Vec<Claim> {
    let (v, a, h) = (600.0, 800.0, 40.0);
    let hires = |seekers: f64| rounds(&bench.market([10.0, seekers, v], 1, &[]), 20_000);
    let slopes: Vec<f64> =
        hires(a + h).iter().zip(hires(a - h)).map(|(more, less)| (more - less) / (2.0 * h)).collect();
    let closed = 0.263523753767;
    // The central difference of an exponential is too large by a factor sinh(x)/x.
    let x = -h * ln(1.0 - 1.0 / v);
    let difference = closed * (exp(x) - exp(-x)) / (2.0 * x);
    vec![Claim::mean("hires per extra applicant", difference, &slopes)]
}
