//! The published network model: the recursion against its published numbers, the engine against published stochastic
//! runs, 464 occupations at full size.
//!
//! `published/*.csv` are rows of reference results: recursions re-implemented from the equations of del Rio-Chanona et al.
//! (2021) and checked against the authors' program (largest relative difference 4e-14); Monte-Carlo means and standard
//! deviations over 60 seeds (400 at a hundredth of the size).

use super::bench::{self, Bench, Ensemble, Run, Stocks, model, samples, step, total, world};
use super::recursion::Recursion;
use super::{Case, Claim, case, greater};
use crate::base::math::{self, ln};
use crate::base::stats::moments;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};

const PEOPLE_PER_AGENT: Param = param("run.people_per_agent");
const AMPLITUDE: Param = param("network.amplitude");
const FROM_STEP: Param = param("network.from_step");

pub(super) const CASES: &[Case] = &[
    case("N1", "平均场递推与参考值：四职业", "recursion against the reference, 4 occupations", recursion_of_four),
    case("N2", "平均场递推与参考值：464职业", "recursion against the reference, 464 occupations", recursion_of_464),
    case("N3", "随机引擎与60次参考运行：稳态", "engine against 60 reference runs, steady state", |b| {
        against(b.steady(), include_str!("published/t4_steady_mc60.csv"), 60.0)
    }),
    case("N4", "随机引擎与60次参考运行：自动化冲击", "engine against 60 reference runs, shock", |b| {
        against(b.shock(), include_str!("published/t4_shock_mc60.csv"), 60.0)
    }),
    case(
        "N5",
        "随机引擎与400次参考运行：百分之一规模",
        "engine against 400 reference runs at a hundredth of the size",
        |b| against(b.small(), include_str!("published/t4small_steady_mc400.csv"), 400.0),
    ),
    case("N6", "冲击下的失业峰值", "peak of unemployment in the shock", peak),
    case(
        "N7",
        "464职业、1650万劳动力：引擎与递推",
        "464 occupations, 16.5 million workers: engine against recursion",
        full_size,
    ),
    case("P1", "零幅度政策与基准逐位相同", "a policy of zero size changes nothing", nothing),
];

/// Rows of a table of numbers by column name.
struct Rows<'a> {
    header: Vec<&'a str>,
    rows: Vec<Vec<f64>>,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str) -> Self {
        let mut lines = text.lines();
        let header = lines.next().unwrap_or("").split(',').collect();
        let rows = lines.map(|l| l.split(',').map(|c| c.parse().unwrap_or(f64::NAN)).collect()).collect();
        Rows { header, rows }
    }

    fn at(&self, row: usize, column: &str) -> f64 {
        self.header.iter().position(|c| *c == column).map_or(f64::NAN, |c| self.rows[row][c])
    }

    /// Step of each row.
    fn steps(&self) -> impl Iterator<Item = (usize, usize)> {
        self.rows.iter().enumerate().map(|(k, r)| (k, r[0] as usize))
    }
}

/// Greatest relative difference of `found(step, column)` from the table, over the columns named.
fn worst(rows: &Rows, columns: &[String], found: impl Fn(usize, usize) -> f64) -> f64 {
    let mut worst = 0.0f64;
    for (row, t) in rows.steps() {
        for (c, column) in columns.iter().enumerate() {
            let expected = rows.at(row, column);
            let error = (found(t, c) - expected).abs() / expected.abs().max(1e-300);
            worst = greater(worst, if expected == 0.0 && found(t, c) == 0.0 { 0.0 } else { error });
        }
    }
    worst
}

fn recursion_of_four(bench: &Bench) -> Vec<Claim> {
    let names: Vec<String> =
        ["e", "u", "v", "ltu"].iter().flat_map(|s| (1..=4).map(move |o| format!("{s}{o}"))).collect();
    let targets: Vec<String> = (1..=4).map(|o| format!("d{o}")).collect();
    [
        ("steady", &bench.t4_steady, include_str!("published/t4_steady_recursion.csv")),
        ("shock", &bench.t4_shock, include_str!("published/t4_shock_recursion.csv")),
    ]
    .into_iter()
    .flat_map(|(what, scenario, text)| {
        let (model, rows) = (model(scenario, 1_000, &[]), Rows::new(text));
        let run = Recursion::run(&model, 1_000);
        let states = worst(&rows, &names, |t, c| run[t - 1][c % 4][c / 4]);
        let demand = worst(&rows, &targets, |t, c| model.demand.posts[c][t]);
        let rows = rows.rows.len();
        [
            Claim::new(format!("{what}: greatest relative error of 16 stocks in {rows} steps"), 0.0, states, 1e-9),
            Claim::new(format!("{what}: greatest relative error of targets"), 0.0, demand, 1e-9),
        ]
    })
    .collect()
}

/// Start stocks, final demand and matrix of the 464 occupations, by formula, at one in `per_agent`.
pub fn formula(bench: &Bench, shock: bool, steps: usize, per_agent: f64) -> Model {
    const N: usize = 464;
    const STAY: f64 = 0.5502916755953751;
    let staff: Vec<f64> = (0..N).map(|i| 10_000.0 + 500.0 * ((37 * i) % 101) as f64).collect();
    let kept = |i: usize| 1.0 - (0.05 + 0.9 * ((53 * i) % 97) as f64 / 96.0);
    let demand = |i: usize| staff[i] * 1.016;
    let (all, left) = (0..N).fold((0.0, 0.0), |(all, left), i| (all + demand(i), left + demand(i) * kept(i)));
    let stocks: Vec<Stocks> = (0..N)
        .map(|i| [staff[i], (0.016 * staff[i]).round(), (0.012 * staff[i]).round(), demand(i) * kept(i) * all / left])
        .collect();
    let matrix = (0..N)
        .map(|i| {
            let near = |j: usize| {
                let apart = 1.0 + i.abs_diff(j) as f64;
                if i == j { 0.0 } else { 1.0 / (apart * apart) }
            };
            let others: f64 = (0..N).map(near).sum();
            (0..N).map(|j| if i == j { STAY } else { (1.0 - STAY) * near(j) / others }).collect()
        })
        .collect();
    let scenario = if shock { &bench.t4_shock } else { &bench.t4_steady };
    bench.network(scenario, &stocks, matrix, steps, &[(PEOPLE_PER_AGENT, per_agent)])
}

fn recursion_of_464(bench: &Bench) -> Vec<Claim> {
    let totals = ["E", "U", "V", "LTU"].map(String::from);
    let cases = [
        ("steady", false, include_str!("published/s464_steady_recursion.csv")),
        ("shock", true, include_str!("published/s464_shock_recursion.csv")),
    ];
    let mut claims = Vec::new();
    for (what, shock, text) in cases {
        let (model, rows) = (formula(bench, shock, 1_000, 1.0), Rows::new(text));
        let run = Recursion::run(&model, 1_000);
        let error = worst(&rows, &totals, |t, c| total(&run[t - 1], c));
        claims.push(Claim::new(format!("{what}: greatest relative error of totals"), 0.0, error, 1e-9));
        if shock {
            let by = Rows::new(include_str!("published/s464_shock_recursion_by_occupation.csv"));
            let error = (0..by.rows.len())
                .flat_map(|k| ["e", "u", "v", "ltu"].into_iter().enumerate().map(move |(c, name)| (k, c, name)))
                .map(|(k, c, name)| {
                    let (t, o) = (by.at(k, "t") as usize, by.at(k, "id") as usize);
                    (run[t - 1][o][c] / by.at(k, name) - 1.0).abs()
                })
                .fold(0.0, greater);
            claims.push(Claim::new("shock: greatest relative error of 29 occupations at step 226", 0.0, error, 1e-9));
            let rates: Vec<f64> = run.iter().map(|s| 100.0 * total(s, 1) / (total(s, 0) + total(s, 1))).collect();
            let (step, peak) = highest(&rates);
            claims.push(Claim::relative("shock: peak unemployment rate, %", 4.592537605934524, peak, 1e-9));
            claims.push(Claim::new("shock: step of the peak", 224.0, step as f64, 0.0));
        }
    }
    claims
}

/// Highest value and its step, 1 first.
fn highest(values: &[f64]) -> (usize, f64) {
    let at = (0..values.len()).max_by(|&a, &b| values[a].total_cmp(&values[b])).unwrap_or(0);
    (at + 1, values[at])
}

/// Means of the engine less those of the reference in units of their common standard error, for totals and stocks by
/// occupation at every step of the table; and the spread over seeds.
fn against(runs: &Ensemble, text: &str, seeds: f64) -> Vec<Claim> {
    let rows = Rows::new(text);
    // Name in the table, stock, occupation (none for the total).
    let totals_first = [("utot".to_owned(), 1, None), ("vtot".to_owned(), 2, None)];
    let by_occupation = ["e", "u", "v"]
        .into_iter()
        .enumerate()
        .flat_map(|(k, name)| (0..4usize).map(move |o| (format!("{name}{}", o + 1), k, Some(o))));
    let measures: Vec<(String, usize, Option<usize>)> = totals_first.into_iter().chain(by_occupation).collect();
    let (mut worst, mut compared) = (0.0f64, 0);
    let (mut spread, mut spreads) = (0.0, 0.0);
    let mut totals = [0.0f64; 2];
    for (row, t) in rows.steps().filter(|(_, t)| *t <= 600) {
        for (k, &(ref name, stock, occupation)) in measures.iter().enumerate() {
            let measure = |s: &[Stocks]| occupation.map_or_else(|| total(s, stock), |o| s[o][stock]);
            let m = moments(&runs.iter().map(|run| measure(&run[t - 1])).collect::<Vec<_>>());
            let (mean, sd) = (rows.at(row, &format!("{name}_mean")), rows.at(row, &format!("{name}_sd")));
            let error = math::sqrt(m.sd * m.sd / m.n as f64 + sd * sd / seeds);
            let distance = (m.mean - mean) / error;
            worst = greater(worst, distance.abs());
            compared += 1;
            if k < 2 {
                totals[k] = greater(totals[k], distance.abs());
                spread += m.sd * m.sd / (sd * sd);
                spreads += 1.0;
            }
        }
    }
    vec![
        Claim::new("unemployed in all: greatest distance in standard errors", 0.0, totals[0], 4.0),
        Claim::new("vacancies in all: greatest distance in standard errors", 0.0, totals[1], 4.0),
        Claim::new(format!("all {compared} means: greatest distance in standard errors"), 0.0, worst, 4.0),
        // Four standard errors of the logarithm of the ratio of two variances with so many degrees of freedom; the mean over
        // steps that hang together is not much surer than one.
        Claim::new(
            "variance over seeds, engine to reference, mean over steps: logarithm",
            0.0,
            ln(spread / spreads),
            8.0 / math::sqrt(seeds - 1.0),
        ),
    ]
}

fn peak(bench: &Bench) -> Vec<Claim> {
    let rate =
        |run: &Run| -> Vec<f64> { run.iter().map(|s| 100.0 * total(s, 1) / (total(s, 0) + total(s, 1))).collect() };
    let model = model(&bench.t4_shock, 600, &[]);
    let (step, exact) = highest(&rate(&Recursion::run(&model, 600)));
    let curves: Vec<Vec<f64>> = bench.shock().iter().map(rate).collect();
    let mean: Vec<f64> = (0..600).map(|t| curves.iter().map(|c| c[t]).sum::<f64>() / curves.len() as f64).collect();
    let (engine_step, engine) = highest(&mean);
    vec![
        Claim::relative("recursion: peak unemployment rate, %", 4.386846, exact, 1e-6),
        Claim::new("recursion: step of the peak", 222.0, step as f64, 0.0),
        Claim::mean(
            "engine: unemployment rate in step 222, %, 60 runs",
            4.386846,
            &curves.iter().map(|c| c[221]).collect::<Vec<_>>(),
        ),
        Claim::new("engine: highest mean rate, %", 4.386846, engine, 0.1),
        Claim::new("engine: step of the highest mean rate", 222.0, engine_step as f64, 25.0),
    ]
}

/// Steps of the run at full size.
const FULL: usize = 60;

/// The engine's deviation from the recursion in units of what chance explains: the deviation over seeds of the four
/// occupations in the same step, scaled by the root of the number of workers.
fn full_size(bench: &Bench) -> Vec<Claim> {
    let model = formula(bench, false, FULL, 1.0);
    let run = Recursion::run(&model, FULL);
    let mut world = world(&model, 0);
    world.parallel = true;
    let people = model.demand.network.iter().map(|[e, u, _]| f64::from(e + u)).sum::<f64>();
    let chance = |t: usize, k: usize| {
        let sample: Vec<f64> = bench.steady().iter().map(|run| total(&run[t], k)).collect();
        moments(&sample).sd * math::sqrt(people / 50_800.0)
    };
    let mut worst = [0.0f64; 4];
    let mut last = Vec::new();
    for (t, expected) in run.iter().enumerate() {
        step(&model, &mut world, t);
        last = bench::stocks(&model, &world);
        // Who is unemployed at the start is not followed by the recursion.
        for (k, worst) in worst.iter_mut().enumerate().take(if t >= 40 { 4 } else { 3 }) {
            *worst = greater(*worst, ((total(&last, k) - total(expected, k)) / chance(t, k)).abs());
        }
    }
    let end = &run[FULL - 1];
    let names = ["employed", "unemployed", "vacancies", "long-term unemployed"];
    let mut claims = vec![Claim::new("workers", 16_485_108.0, total(&last, 0) + total(&last, 1), 0.0)];
    for k in 1..4 {
        let what = format!("{} in all: greatest distance in standard deviations, steps 1-{FULL}", names[k]);
        claims.push(Claim::new(what, 0.0, worst[k], 4.0));
        claims.push(Claim::relative(format!("{} in step {FULL}", names[k]), total(end, k), total(&last, k), 0.01));
    }
    // Each occupation's stock scatters by about its root: the root mean square is near one.
    for k in 1..3 {
        let z = (0..end.len()).map(|o| (last[o][k] - end[o][k]) / math::sqrt(end[o][k]));
        let rms = math::sqrt(z.map(|z| z * z).sum::<f64>() / end.len() as f64);
        claims.push(Claim::new(
            format!("{}: error of 464 occupations in roots of the stock, r.m.s.", names[k]),
            1.0,
            rms,
            0.4,
        ));
    }
    claims
}

/// A cycle of amplitude zero, step by step beside the constant target, every stock of every occupation.
fn nothing(bench: &Bench) -> Vec<Claim> {
    let runs = samples(2, |with| {
        let sets: &[(Param, f64)] = if with == 1 { &[(AMPLITUDE, 0.0), (FROM_STEP, 20.0)] } else { &[] };
        let scenario = if with == 1 { &bench.t4_cycle } else { &bench.t4_steady };
        bench::run(&model(scenario, 200, sets), 0)
    });
    let differing = runs[0].iter().flatten().zip(runs[1].iter().flatten()).filter(|(a, b)| a != b).count();
    vec![Claim::new("stocks that differ in 200 steps", 0.0, differing as f64, 0.0)]
}
