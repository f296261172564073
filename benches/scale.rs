//! How time and memory grow, beside the machine's own speed, all in one sitting; prints tables.
//!
//! `cargo bench --bench scale` runs Hebei at 1:1000, 1:100 and 1:10; `-- --full` adds 1:1 (a few GB and minutes), `-- --quick`
//! only shows that everything works. Each scale is a process of its own, so that its peak memory is its own. Times are
//! medians of three; a month is the mean of the second simulated year.

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use common::plain::{engine, network, plain};
use rayon::prelude::*;
use skillsim::base::math::ln;
use skillsim::base::rng::Draws;
use skillsim::experiment::resolve::{self, Wish};
use skillsim::experiment::runner::MEMORY;
use skillsim::experiment::{self, Options, simulation};
use skillsim::model::Model;
use skillsim::model::build::{Arm, build};
use skillsim::outcome::collect::Collector;
use skillsim::process;
use skillsim::scenario;
use skillsim::verify::bench::Bench;
use skillsim::world::World;
use skillsim::world::person::Status;
use skillsim::world::populate::populate;

mod common;

/// How much is measured.
struct Extent {
    scales: Vec<u32>,
    repeats: usize,
    /// Months simulated before those that are timed, and timed.
    months: [usize; 2],
    /// Scale at which tables are varied; workers of networks; words of the bandwidth test.
    tables_at: u32,
    workers: u32,
    words: usize,
    /// Scale and months of the ensemble.
    ensemble: [u32; 2],
}

/// One world, timed.
#[derive(Clone, Copy)]
struct Timing {
    start: f64,
    /// [s/month]
    month: f64,
    /// Rows of persons, and of these alive, aged 15 or more and in the province; programs; enterprises.
    rows: f64,
    people: f64,
    programs: f64,
    enterprises: f64,
    /// Long lists of the world [bytes]: what sharing reckons with.
    lists: f64,
    /// Peak memory of the process [bytes].
    peak: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let has = |word: &str| arguments.iter().any(|a| a == word);
    let quick = has("--quick") || has("--test");
    if let Some(at) = arguments.iter().position(|a| a == "--one") {
        let number = |i: usize| arguments[at + i].parse::<usize>().expect("a number");
        return child(number(1) as u32, number(2), [number(3), number(4)]);
    }
    let mut extent = if quick {
        Extent {
            scales: vec![1000, 500],
            repeats: 1,
            months: [2, 2],
            tables_at: 1000,
            workers: 10_000,
            words: 1 << 22,
            ensemble: [1000, 4],
        }
    } else {
        Extent {
            scales: vec![1000, 100, 10],
            repeats: 3,
            months: [12, 12],
            tables_at: 100,
            workers: 1_000_000,
            words: 1 << 26,
            ensemble: [200, 24],
        }
    };
    if has("--full") {
        extent.scales.push(1);
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{threads} threads; medians of {}", extent.repeats);
    machine(&extent, threads);
    people(&extent, threads);
    tables(&extent);
    ensembles(&extent, threads);
}

fn seconds(work: impl FnOnce()) -> f64 {
    let clock = Instant::now();
    work();
    clock.elapsed().as_secs_f64()
}

fn median(repeats: usize, mut one: impl FnMut() -> f64) -> f64 {
    let mut all: Vec<f64> = (0..repeats).map(|_| one()).collect();
    all.sort_by(f64::total_cmp);
    all[repeats / 2]
}

/// Runs in a pool of so many threads; what is inside may use it if there are several.
fn on<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start").install(work)
}

/// Slope of ln y on ln x by least squares.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let logs = points.iter().map(|&(x, y)| (ln(x), ln(y)));
    let (sx, sy) = logs.clone().fold((0.0, 0.0), |(a, b), (x, y)| (a + x / n, b + y / n));
    let (xy, xx) = logs.fold((0.0, 0.0), |(a, b), (x, y)| (a + (x - sx) * (y - sy), b + (x - sx) * (x - sx)));
    xy / xx
}

/// What the machine can do: streaming through memory, and the plain loop of the published network model.
fn machine(extent: &Extent, threads: usize) {
    println!("\n== the machine");
    let from: Vec<u64> = (0..extent.words as u64).collect();
    let mut to = vec![1u64; extent.words];
    let bytes = (8 * extent.words) as f64;
    let piece = extent.words.div_ceil(64);
    for threads in [1, threads] {
        let sum = on(threads, || {
            let one = || {
                seconds(|| {
                    black_box(from.par_chunks(piece).map(sum).collect::<Vec<u64>>());
                })
            };
            median(extent.repeats, one)
        });
        let copy = on(threads, || {
            let mut one = || {
                let pieces = to.par_chunks_mut(piece).zip(from.par_chunks(piece));
                seconds(|| pieces.for_each(|(to, from)| to.copy_from_slice(from)))
            };
            median(extent.repeats, &mut one)
        });
        black_box(&to);
        println!(
            "{threads} thread(s): read {:6.2} GB/s, copy {:6.2} GB/s (read and written)",
            bytes / sum / 1e9,
            2.0 * bytes / copy / 1e9
        );
    }
    let bench = Bench::new().expect("a temporary directory");
    let steps = 20;
    for workers in [extent.workers / 100, extent.workers / 10, extent.workers].into_iter().filter(|w| *w >= 10_000) {
        let model = network(&bench, f64::from(workers), 36, steps + 1);
        let time = |run: fn(&Model, usize) -> std::time::Duration| {
            median(extent.repeats, || run(&model, steps).as_secs_f64() / steps as f64)
        };
        let (ours, loops) = (time(engine), time(plain));
        println!(
            "network of {workers:>8} workers, 36 occupations: engine {:8.1} us/step, plain loop {:8.1} us/step, ratio {:.2}",
            ours * 1e6,
            loops * 1e6,
            loops / ours
        );
    }
    let points: Vec<(f64, f64)> = [9, 36, 144, 464]
        .into_iter()
        .map(|occupations| {
            let model = network(&bench, f64::from(extent.workers.min(100_000)), occupations, steps + 1);
            let time = median(extent.repeats, || engine(&model, steps).as_secs_f64() / steps as f64);
            println!("network of {occupations:>3} occupations: {:8.1} us/step", time * 1e6);
            (occupations as f64, time)
        })
        .collect();
    println!("exponent in occupations (same workers): {:.2}", exponent(&points));
}

fn sum(words: &[u64]) -> u64 {
    words.iter().fold(0, |sum, &word| sum.wrapping_add(word))
}

/// Start-up and months of one model.
fn timed(model: &Model, threads: usize, [before, timed]: [usize; 2]) -> Timing {
    on(threads, || {
        let clock = Instant::now();
        let mut world = populate(model, Draws::new(1, 0), threads > 1);
        let mut collector = Collector::new(model, &world);
        let start = clock.elapsed().as_secs_f64();
        let mut clock = Instant::now();
        for t in 0..before + timed {
            if t == before {
                clock = Instant::now();
            }
            world.t = t;
            process::month(model, &mut world);
            collector.observe(model, &world);
        }
        let month = clock.elapsed().as_secs_f64() / timed as f64;
        black_box(&collector);
        Timing { start, month, peak: peak(), ..sizes(&world) }
    })
}

fn sizes(world: &World) -> Timing {
    let gone = [Status::Absent, Status::Left, Status::Dead];
    let people = Status::ALL.iter().filter(|s| !gone.contains(s)).map(|&s| world.count(s) as f64).sum();
    let (rows, programs, enterprises) = (world.persons.len(), world.programs.len(), world.enterprises.len());
    let [rows, programs, enterprises] = [rows, programs, enterprises].map(|n| n as f64);
    Timing { start: 0.0, month: 0.0, rows, people, programs, enterprises, lists: world.bytes() as f64, peak: 0.0 }
}

/// Largest resident memory of this process so far [bytes]; NaN where the system does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches("kB").trim().parse::<f64>().ok()).map_or(f64::NAN, |kib| kib * 1024.0)
}

/// Hebei at a scale, as a process of its own; the figures go to standard output.
fn child(people_per_agent: u32, threads: usize, months: [usize; 2]) {
    let set = format!("run.people_per_agent={people_per_agent}");
    let model = build(&common::scenario("scenarios/hebei/baseline.toml", &[&set]), 1, 0, Arm::Seed);
    let before = peak();
    let t = timed(&model, threads, months);
    println!("{} {} {} {} {} {}", t.start, t.month, t.rows, t.people, t.lists, t.peak - before);
}

/// People: Hebei from coarse to fine, on one thread and on all.
fn people(extent: &Extent, threads: usize) {
    println!("\n== people (Hebei, months {} to {})", extent.months[0], extent.months[0] + extent.months[1] - 1);
    println!(
        "scale   threads  start-up s   ms/month   people      agent-months/s  bytes/person  bytes/row  peak MB  lists MB"
    );
    let program = std::env::current_exe().expect("this program");
    for threads in [1, threads] {
        let mut points = Vec::new();
        for &scale in &extent.scales {
            let mut all: Vec<Vec<f64>> = (0..extent.repeats)
                .map(|_| {
                    let numbers = [scale as usize, threads, extent.months[0], extent.months[1]];
                    let mut child = Command::new(&program);
                    let output = child.arg("--one").args(numbers.map(|n| n.to_string())).output().expect("it starts");
                    let text = String::from_utf8_lossy(&output.stdout);
                    let figures: Vec<f64> = text.split_whitespace().filter_map(|w| w.parse().ok()).collect();
                    assert_eq!(figures.len(), 6, "1:{scale}: {}", String::from_utf8_lossy(&output.stderr));
                    figures
                })
                .collect();
            all.sort_by(|a, b| a[1].total_cmp(&b[1]));
            let [start, month, rows, people, lists, peak] = all[extent.repeats / 2][..] else { continue };
            println!(
                "1:{scale:<5} {threads:>6} {start:>12.3} {:>10.2} {people:>10.0} {:>14.3e} {:>13.1} {:>10.1} {:>8.0} {:>9.0}",
                month * 1e3,
                people / month,
                peak / people,
                peak / rows,
                peak / 1e6,
                lists / 1e6
            );
            points.push((people, month));
        }
        println!("exponent in people, {threads} thread(s): {:.3}", exponent(&points));
    }
}

/// Programs and enterprises: the same people in fewer and larger ones.
fn tables(extent: &Extent) {
    println!("\n== programs and enterprises (Hebei at 1:{}, one thread, same people)", extent.tables_at);
    let set = format!("run.people_per_agent={}", extent.tables_at);
    let base = build(&common::scenario("scenarios/hebei/baseline.toml", &[&set]), 1, 0, Arm::Seed);
    let fewer_programs = |k: usize| {
        let mut model = base.clone();
        let mut at = 0;
        model.education.programs.retain(|_| {
            at += 1;
            (at - 1) % k == 0
        });
        model.education.programs.iter_mut().for_each(|p| p.seats *= k as f64);
        model
    };
    let fewer_enterprises = |k: usize| {
        let mut model = base.clone();
        for industry in model.industries.iter_mut().filter(|i| i.mean_size > 1.0) {
            industry.mean_size *= k as f64;
            industry.max_size *= k as f64;
        }
        model
    };
    vary(extent, "programs", |t| t.programs, fewer_programs);
    vary(extent, "enterprises", |t| t.enterprises, fewer_enterprises);
}

fn vary(extent: &Extent, name: &str, size: impl Fn(&Timing) -> f64, thinner: impl Fn(usize) -> Model) {
    let points: Vec<(f64, f64)> = [8, 4, 2, 1]
        .into_iter()
        .map(|k| {
            let model = thinner(k);
            let mut all: Vec<Timing> = (0..extent.repeats).map(|_| timed(&model, 1, extent.months)).collect();
            all.sort_by(|a, b| a.month.total_cmp(&b.month));
            let t = all[extent.repeats / 2];
            println!("{:>8.0} {name}: {:8.2} ms/month, start-up {:.3} s", size(&t), t.month * 1e3, t.start);
            (size(&t), t.month)
        })
        .collect();
    println!("exponent in {name}: {:.2}", exponent(&points));
}

/// Ensembles on one thread and on several, with shared first months and without.
fn ensembles(extent: &Extent, threads: usize) {
    let [scale, months] = extent.ensemble;
    let files = ["baseline", "funding-plus-20", "renewal", "deep-participation"];
    println!("\n== ensemble: {} scenarios x 4 replicates of Hebei at 1:{scale}, {months} months", files.len());
    let files = files.map(|f| format!("scenarios/hebei/{f}.toml").into());
    let sets = [format!("run.people_per_agent={scale}"), format!("run.months={months}")];
    let mut scenarios = scenario::load(&files, &sets).unwrap_or_else(|faults| panic!("{} faults", faults.len()));
    let wish = Wish { seed: Some(1), replicates: Some(4), uncertainty: Some(Arm::Seed), shards: 0 };
    let plan = resolve::plan(&mut scenarios, wish).expect("a plan");
    let mut of_one = [0.0; 2];
    for threads in [1, threads] {
        for (i, (how, memory)) in [("each from the start", 0), ("first months once", MEMORY)].into_iter().enumerate() {
            let mut effort = None;
            let time = median(extent.repeats, || {
                let directory = tempfile::tempdir().expect("a temporary directory");
                let options = Options { work: directory.path().to_owned(), threads, memory, progress: None };
                seconds(|| effort = experiment::run(&plan, &options, &simulation(&scenarios)).expect("it runs").effort)
            });
            if threads == 1 {
                of_one[i] = time;
            }
            let effort = effort.unwrap_or_default();
            println!(
                "{threads} thread(s), {how}: {time:7.2} s, {} of {} months, {} copies, {:.2} times one thread",
                effort.months_simulated,
                effort.months_asked,
                effort.worlds_copied,
                of_one[i] / time
            );
        }
    }
}
