//! Stocks of the labour market: Markov workers, the published steady state, spells, conservation, scale, symmetry.

use super::bench::{self, Bench, Stocks, model, samples, step, total, world};
use super::recursion::Recursion;
use super::{Case, Claim, case, greater};
use crate::base::math::{self, ln, pow};
use crate::base::stats::moments;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::person::Status;

const SEPARATION: Param = param("labour.separation");
const SEARCH: Param = param("labour.search_probability");
const ROUNDS: Param = param("labour.rounds");
const REOPEN: Param = param("labour.reopen");
const HIRE_BEST: Param = param("labour.hire_best");
const NOISE: Param = param("labour.noise");
const STANDARD: Param = param("labour.standard");
const STANDARD_FALL: Param = param("labour.standard_fall");

pub(super) const CASES: &[Case] = &[
    case("S1", "恒定离职与求职成功概率下的失业存量", "unemployment with constant hazards", |b| {
        two_states(b, stationary)
    }),
    case("S2", "向稳态的收敛", "relaxation to the steady state", relaxation),
    case("S3", "失业存量的自相关", "autocorrelation of the unemployment stock", |b| {
        two_states(b, autocorrelation)
    }),
    case("S4", "完全网络的稳态", "steady state of the complete network", steady_state),
    case("S5", "稳态长期失业", "long-term unemployment in the steady state", long_term),
    case("S6", "随机模型第一步的矩", "moments of the first stochastic step", first_step),
    case("S8", "正弦需求下的逆时针轨道", "sinusoidal demand runs counter-clockwise", orbit),
    case("S9", "恒定风险率下的几何时长", "geometric spells at a constant hazard", spells),
    case("S10", "两类人混合使风险率下降", "two hidden types make the hazard fall", two_types),
    case("S11", "守恒", "conservation", conservation),
    case("S12", "规模不变性与波动的标度", "scale: means per head stay, variation falls as one over the root", scale),
    case("S13", "职业重新编号的对称性", "relabelled occupations", symmetry),
];

/// Ten thousand workers who lose work with 0.02 and find it with 0.38: three rounds among some 3,000 vacancies leave
/// practically no collision, and posts left are opened again.
fn markov(bench: &Bench, employed: f64, steps: usize) -> Model {
    let sets = [(SEPARATION, 0.02), (SEARCH, 0.38), (ROUNDS, 3.0), (REOPEN, 1.0)];
    bench.market([employed, 10_000.0 - employed, 3_000.0], steps, &sets)
}

/// Twenty runs of 1,000 steps after 50.
fn two_states(bench: &Bench, claims: fn(&[Vec<f64>]) -> Vec<Claim>) -> Vec<Claim> {
    let model = markov(bench, 9_500.0, 1_050);
    let runs = samples(20, |r| {
        let mut world = world(&model, r);
        let mut stock = Vec::with_capacity(model.months);
        for t in 0..model.months {
            step(&model, &mut world, t);
            stock.push(world.count(Status::Seeking) as f64);
        }
        stock.split_off(50)
    });
    claims(&runs)
}

fn stationary(runs: &[Vec<f64>]) -> Vec<Claim> {
    let all: Vec<f64> = runs.concat();
    let (rho, n) = (0.6, all.len() as f64);
    let independent = n * (1.0 - rho) / (1.0 + rho);
    let m = moments(&all);
    vec![
        Claim::new("mean unemployed", 500.0, m.mean, 4.0 * 21.7944947177 / math::sqrt(independent)),
        Claim::new("standard deviation", 21.7944947177, m.sd, 4.0 * 21.7944947177 / math::sqrt(2.0 * independent)),
    ]
}

fn autocorrelation(runs: &[Vec<f64>]) -> Vec<Claim> {
    let variance: f64 = runs.iter().flatten().map(|u| (u - 500.0) * (u - 500.0)).sum::<f64>();
    let n: usize = runs.iter().map(Vec::len).sum();
    (1..=3)
        .map(|lag| {
            let pairs: usize = runs.iter().map(|r| r.len() - lag).sum();
            let covariance: f64 =
                runs.iter().flat_map(|r| r.iter().zip(&r[lag..])).map(|(a, b)| (a - 500.0) * (b - 500.0)).sum();
            let rho = covariance / pairs as f64 / (variance / n as f64);
            Claim::new(format!("autocorrelation at lag {lag}"), pow(0.6, lag as f64), rho, 0.03)
        })
        .collect()
}

fn relaxation(bench: &Bench) -> Vec<Claim> {
    let model = markov(bench, 10_000.0, 5);
    let start = world(&model, 0);
    let rates = samples(2_000, |r| {
        let mut world = bench::again(&start, r);
        for t in 0..5 {
            step(&model, &mut world, t);
        }
        world.count(Status::Seeking) as f64 / 10_000.0
    });
    vec![Claim::mean("unemployment rate after 5 steps", 0.046112, &rates)]
}

/// Tells of an aggregate state: unemployment, vacancies as shares of the labour force, vacancy rate.
fn rates(stocks: &[Stocks]) -> [f64; 3] {
    let [e, u, v] = [0, 1, 2].map(|k| total(stocks, k));
    [u / (e + u), v / (e + u), v / (v + e)]
}

fn steady_state(bench: &Bench) -> Vec<Claim> {
    let model = model(&bench.t4_steady, 1_000, &[]);
    let mut recursion = Recursion::new(&model);
    (0..999).for_each(|_| recursion.advance());
    let [u, v, rate] = rates(&recursion.stocks());
    let (seekers, vacancies) = (total(&recursion.stocks(), 1), total(&recursion.stocks(), 2));
    recursion.advance();
    let hires: f64 = recursion.hires.iter().sum();
    let mut claims = vec![
        Claim::relative("recursion: unemployment rate", 0.0410657273555379, u, 1e-9),
        Claim::relative("recursion: vacancies per head of the labour force", 0.0168011961651416, v, 1e-9),
        Claim::relative("recursion: vacancy rate", 0.017219007305, rate, 1e-9),
        Claim::relative("recursion: finding probability", 0.373619301309, hires / seekers, 1e-9),
        Claim::relative("recursion: probability to fill", 0.913205715325, hires / vacancies, 1e-9),
    ];
    // Time means of the reference runs from step 100 on, every fifth step (181 of them), 60 seeds; their spread over
    // seeds is taken to be the engine's.
    let means =
        |which: usize| -> Vec<f64> { bench.steady().iter().map(|run| moments(&late(run, which)).mean).collect() };
    for (what, which, expected) in [("unemployed", 1, 2086.4972370), ("vacancies", 2, 853.9847166)] {
        let m = moments(&means(which));
        let error = 4.0 * math::sqrt(2.0) * m.sd / math::sqrt(m.n as f64);
        claims.push(Claim::new(format!("engine: mean {what}, steps 100-600, 60 runs"), expected, m.mean, error));
    }
    claims
}

/// One total every fifth step from step 100 on.
fn late(run: &[Vec<Stocks>], which: usize) -> Vec<f64> {
    run[99..].iter().step_by(5).map(|stocks| total(stocks, which)).collect()
}

fn long_term(bench: &Bench) -> Vec<Claim> {
    let model = model(&bench.t4_steady, 1_000, &[]);
    let end = Recursion::run(&model, 999).pop().unwrap_or_default();
    let (e, u, long) = (total(&end, 0), total(&end, 1), total(&end, 3));
    let shares: Vec<f64> =
        bench.steady().iter().map(|run| moments(&late(run, 3)).mean / moments(&late(run, 1)).mean).collect();
    vec![
        Claim::relative("recursion: long-term share of the unemployed", 0.245762208278, long / u, 1e-9),
        Claim::relative("recursion: long-term unemployment rate", 0.0100924038394, long / (e + u), 1e-9),
        Claim::new("recursion: mean spell", 2.6765212517, u / (0.016 * e), 1e-8),
        // Finite size moves it by less than half a percent.
        Claim::relative("engine: the same, mean of 60 runs", 0.245762208278, moments(&shares).mean, 0.005),
    ]
}

fn first_step(bench: &Bench) -> Vec<Claim> {
    let model = model(&bench.t4_steady, 1, &[]);
    let start = world(&model, 0);
    const N: u32 = 20_000;
    let steps = samples(N, |r| {
        let mut world = bench::again(&start, r);
        step(&model, &mut world, 0);
        [world.count(Status::Seeking) as f64, world.posts.vacant as f64, world.flows.hires as f64]
    });
    let known = [
        ("unemployed", 1157.98245375, 848.091011401),
        ("vacancies", 789.598453752, 684.528235972),
        ("hires", 442.017546248, 60.8910114011),
    ];
    (known.into_iter().enumerate())
        .flat_map(|(k, (what, mean, variance))| {
            let sample: Vec<f64> = steps.iter().map(|s| s[k]).collect();
            let m = moments(&sample);
            // The variance of a nearly normal sample has the relative standard error sqrt(2/n).
            [
                Claim::new(format!("mean {what}"), mean, m.mean, 4.0 * math::sqrt(variance / f64::from(N))),
                Claim::relative(
                    format!("variance of {what}"),
                    variance,
                    m.sd * m.sd,
                    4.0 * math::sqrt(2.0 / f64::from(N)),
                ),
            ]
        })
        .collect()
}

/// Signed area of the orbit over steps 497-599, percent of the labour force squared.
fn area(points: &[[f64; 2]]) -> f64 {
    let next = points.iter().cycle().skip(1);
    0.5 * points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>()
}

fn orbit(bench: &Bench) -> Vec<Claim> {
    let model = model(&bench.t4_cycle, 600, &[]);
    let points = |run: &[Vec<Stocks>]| -> Vec<[f64; 2]> {
        run[496..599]
            .iter()
            .map(|stocks| {
                let [u, _, v] = rates(stocks);
                [100.0 * u, 100.0 * v]
            })
            .collect()
    };
    let areas = samples(12, |r| area(&points(&bench::run(&model, r))));
    let m = moments(&areas);
    let sure = m.mean - 4.0 * m.sd / math::sqrt(m.n as f64);
    vec![
        Claim::relative("recursion: area of the loop", 5.78230, area(&points(&Recursion::run(&model, 600))), 1e-4),
        Claim::new(
            "engine: loop counter-clockwise beyond 4 standard errors",
            1.0,
            f64::from(u8::from(sure > 0.0)),
            0.0,
        ),
        Claim::new("engine: mean area of 12 runs", 5.78230, m.mean, 0.05 * 5.78230),
    ]
}

/// Everybody seeks at the start among vacancies without end.
fn exits(model: &Model, start: World, steps: usize) -> Vec<u64> {
    let mut world = start;
    (0..steps)
        .map(|t| {
            step(model, &mut world, t);
            world.flows.hires_of_seekers
        })
        .collect()
}

fn spells(bench: &Bench) -> Vec<Claim> {
    const N: usize = 50_000;
    let sets = [(SEARCH, 0.25), (ROUNDS, 4.0)];
    let model = bench.market([1.0, N as f64, 200_000.0], 100, &sets);
    let found = exits(&model, world(&model, 0), 100);
    let hired: u64 = found.iter().sum();
    let n = hired as f64;
    let moment =
        |power: f64| found.iter().enumerate().map(|(k, &c)| pow(k as f64 + 1.0, power) * c as f64).sum::<f64>() / n;
    let mean = moment(1.0);
    let variance = moment(2.0) - mean * mean;
    let beyond = found[8..].iter().sum::<u64>() as f64 / n;
    // Chi-squared over spells of 1 to 15 and longer; 37.7 is the 0.999 quantile with 15 degrees of freedom.
    let mut tail = 1.0;
    let mut chi = 0.0;
    for (k, &count) in found.iter().take(15).enumerate() {
        let p = 0.25 * pow(0.75, k as f64);
        tail -= p;
        chi += (count as f64 - n * p) * (count as f64 - n * p) / (n * p);
    }
    let rest = found[15..].iter().sum::<u64>() as f64;
    chi += (rest - n * tail) * (rest - n * tail) / (n * tail);
    vec![
        Claim::new("all find work in 100 steps", N as f64, n, 0.0),
        Claim::new("mean spell", 4.0, mean, 4.0 * math::sqrt(12.0 / n)),
        // Fourth central moment of the geometric law over the squared variance: 9 + f^2/(1-f).
        Claim::relative("variance of spells", 12.0, variance, 4.0 * math::sqrt((8.0 + 0.0625 / 0.75) / n)),
        Claim::share("spells beyond 8", 0.100112915039, beyond, N),
        Claim::new("chi-squared of the geometric law below its 0.999 quantile (15 d.f.)", 0.0, chi, 37.7),
    ]
}

/// Half of the seekers meet the standard always, half one time in three.
fn two_types(bench: &Bench) -> Vec<Claim> {
    const N: usize = 20_000;
    let sets = [
        (SEARCH, 0.6),
        (HIRE_BEST, 1.0),
        (NOISE, 0.05),
        // The quantile of two thirds is 0.43073.
        (STANDARD, 128.0 / 255.0 + 0.05 * 0.430_727_299_295_457_5),
        (STANDARD_FALL, 0.0),
    ];
    let mut model = bench.market([1.0, N as f64, 4_000_000.0], 3, &sets);
    model.occupations[0].requirement = [1.0; 8];
    let mut start = world(&model, 0);
    for (k, p) in start.persons.iter_mut().enumerate() {
        p.skill = if k % 2 == 0 { [255; 8] } else { [128; 8] };
    }
    let found = exits(&model, start, 3);
    let mut left = N;
    (found.iter().zip([0.4, 0.333333333333, 0.28]).enumerate())
        .map(|(k, (&count, hazard))| {
            let claim = Claim::share(format!("hazard in step {}", k + 1), hazard, count as f64 / left as f64, left);
            left -= count as usize;
            claim
        })
        .collect()
}

fn conservation(bench: &Bench) -> Vec<Claim> {
    let model = model(&bench.t4_shock, 300, &[]);
    let mut world = world(&model, 0);
    let [mut people, mut seekers, mut vacancies] = [0u64; 3];
    let mut before = [world.count(Status::Seeking), world.posts.vacant];
    for t in 0..model.months {
        step(&model, &mut world, t);
        let f = &world.flows;
        let [out, back, opened] = [f.hires, f.separations + f.layoffs, f.openings].map(|n| n as i64);
        let now = [world.count(Status::Seeking), world.posts.vacant];
        people += (world.posts.filled + now[0] - 50_800).unsigned_abs();
        seekers += (now[0] - before[0] - back + out).unsigned_abs();
        vacancies += (now[1] - before[1] - opened + out).unsigned_abs();
        before = now;
    }
    vec![
        Claim::new("employed and unemployed less the labour force, 300 steps", 0.0, people as f64, 0.0),
        Claim::new("change of unemployed less separations plus hires", 0.0, seekers as f64, 0.0),
        Claim::new("change of vacancies less openings plus hires", 0.0, vacancies as f64, 0.0),
        Claim::new("faults of the audit at the end", 0.0, crate::world::audit::audit(&model, &world).len() as f64, 0.0),
    ]
}

/// The first-step variation at 508, 5,080 and 50,800 workers.
fn scale(bench: &Bench) -> Vec<Claim> {
    let shares = [0.2, 0.4, 0.1, 0.3];
    let at = |workers: f64| {
        let stocks: Vec<Stocks> = shares
            .iter()
            .map(|s| [s * workers / 1.016, 0.016 * s * workers / 1.016, 0.012 * s * workers / 1.016, s * workers])
            .collect();
        let model = bench.network(&bench.t4_steady, &stocks, vec![vec![0.25; 4]; 4], 40, &[]);
        let rates = samples(800, |r| {
            let mut world = world(&model, r);
            (0..40).for_each(|t| step(&model, &mut world, t));
            world.count(Status::Seeking) as f64 / world.labour_force() as f64
        });
        moments(&rates)
    };
    let [small, middle, large] = [508.0, 5_080.0, 50_800.0].map(at);
    let slope = (ln(large.sd / large.mean) - ln(small.sd / small.mean)) / ln(100.0);
    let error = |m: crate::base::stats::Moments, n: f64| 4.0 * m.sd / math::sqrt(800.0) + 2.0 * 4.0 / n;
    vec![
        Claim::new("log-log slope of the coefficient of variation", -0.5, slope, 0.05),
        Claim::new(
            "unemployment rate at 5,080 as at 50,800, up to O(1/N)",
            large.mean,
            middle.mean,
            error(middle, 5_080.0),
        ),
        Claim::new("unemployment rate at 508 as at 50,800, up to O(1/N)", large.mean, small.mean, error(small, 508.0)),
    ]
}

/// The shock with occupations in reverse order.
fn symmetry(bench: &Bench) -> Vec<Claim> {
    let frame = bench.t4_shock.tables.frame("occupations");
    let stocks: Vec<Stocks> =
        (0..4).map(|o| ["employed", "unemployed", "vacancies", "final_demand"].map(|c| frame.number(c)[o])).collect();
    // A network without symmetry of its own.
    let matrix: Vec<Vec<f64>> =
        (0..4).map(|i: i32| (0..4).map(|j: i32| 1.0 / f64::from(1 + i + (i - 2 * j).abs())).collect()).collect();
    let reversed = |order: bool| {
        let at = |k: usize| if order { 3 - k } else { k };
        let stocks = (0..4).map(|k| stocks[at(k)]).collect::<Vec<_>>();
        let matrix = (0..4).map(|i| (0..4).map(|j| matrix[at(i)][at(j)]).collect()).collect();
        bench.network(&bench.t4_shock, &stocks, matrix, 160, &[])
    };
    let (given, turned) = (reversed(false), reversed(true));
    let (a, b) = (Recursion::run(&given, 160), Recursion::run(&turned, 160));
    let mut worst = 0.0f64;
    for (a, b) in a.iter().zip(&b) {
        for o in 0..4 {
            for k in 0..4 {
                worst = greater(worst, (a[o][k] - b[3 - o][k]).abs() / a[o][k].abs().max(1.0));
            }
        }
    }
    let mut claims = vec![Claim::new("recursion: greatest relative difference", 0.0, worst, 1e-12)];
    let (a, b) = (bench::ensemble(&given, 60), bench::ensemble(&turned, 60));
    for o in 0..4 {
        let unemployed =
            |runs: &bench::Ensemble, o: usize| moments(&runs.iter().map(|r| r[159][o][1]).collect::<Vec<_>>());
        let (x, y) = (unemployed(&a, o), unemployed(&b, 3 - o));
        let error = 4.0 * math::sqrt((x.sd * x.sd + y.sd * y.sd) / 60.0);
        claims.push(Claim::new(
            format!("engine: unemployed of occupation {} at step 160", o + 1),
            x.mean,
            y.mean,
            error,
        ));
    }
    claims
}
