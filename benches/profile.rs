//! Where the time of a run goes: wall and processor time of each process and of collecting, by month.
//!
//! `cargo bench --bench profile -- SCALE THREADS MONTHS`, for example `-- 1 2 36` for everyone in Hebei (a few GB); without
//! arguments a coarse world that only shows that everything works. Processor time beyond wall time is what further threads
//! did; a process where both are equal ran on one. The first month is left out.

use std::time::{Duration, Instant};

use common::steps::{begin, steps};
use skillsim::base::rng::Draws;
use skillsim::model::Model;
use skillsim::model::build::{Arm, build};
use skillsim::outcome::collect::Collector;
use skillsim::process::{self, search, turnover};
use skillsim::world::audit::audit;
use skillsim::world::populate::populate;

mod common;

/// Wall and processor time of everything, by name, in the order of first appearance.
#[derive(Default)]
struct Table {
    rows: Vec<(&'static str, Duration, Duration)>,
}

impl Table {
    fn time<R>(&mut self, name: &'static str, work: impl FnOnce() -> R) -> R {
        let (clock, before) = (Instant::now(), processor());
        let result = work();
        let (wall, cpu) = (clock.elapsed(), processor().saturating_sub(before));
        match self.rows.iter_mut().find(|row| row.0 == name) {
            Some(row) => (row.1, row.2) = (row.1 + wall, row.2 + cpu),
            None => self.rows.push((name, wall, cpu)),
        }
        result
    }

    /// Prints time by month [ms], the dearest first.
    fn print(mut self, months: usize) {
        self.rows.sort_by_key(|row| std::cmp::Reverse(row.1));
        let by_month = |time: Duration| time.as_secs_f64() * 1e3 / months as f64;
        let all: [Duration; 2] = [self.rows.iter().map(|r| r.1).sum(), self.rows.iter().map(|r| r.2).sum()];
        println!("{:32} {:>10} {:>13}", "ms/month", "wall", "processor");
        for (name, wall, cpu) in self.rows.into_iter().chain([("all", all[0], all[1])]) {
            println!("{name:32} {:>10.3} {:>13.3}", by_month(wall), by_month(cpu));
        }
    }
}

/// Processor time of all threads so far; zero where the system does not say.
fn processor() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let spent = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("schedstat")).ok());
    Duration::from_nanos(spent.filter_map(|text| text.split(' ').next()?.parse::<u64>().ok()).sum())
}

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let [scale, threads, months] = numbers.try_into().unwrap_or([1000, 2, 12]);
    let set = format!("run.people_per_agent={scale}");
    let model = build(&common::scenario("scenarios/hebei/baseline.toml", &[&set]), 1, 0, Arm::Seed);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
    pool.install(|| profile(&model, threads, months));
}

fn profile(model: &Model, threads: usize, months: usize) {
    let mut once = Table::default();
    let mut world = once.time("start-up", || populate(model, Draws::new(1, 0), threads > 1));
    let mut collector = once.time("collector", || Collector::new(model, &world));
    let mut table = Table::default();
    for t in 0..months {
        world.t = t;
        if t == 0 {
            process::month(model, &mut world); // the first month has steps of its own
            collector.observe(model, &world);
            continue;
        }
        begin(&mut world);
        for (name, step) in steps(model.month(t).of_year()) {
            if name == "turnover, search and hiring" {
                let decisions = table.time("turnover: decide", || turnover::decide(model, &world));
                table.time("search and hiring", || search::search_and_hire(model, &mut world));
                table.time("turnover: carry out", || turnover::carry_out(model, &mut world, decisions));
            } else {
                table.time(name, || step(model, &mut world));
            }
        }
        table.time("observe", || collector.observe(model, &world));
    }
    once.time("audit", || audit(model, &world));
    table.print(months - 1);
    println!("\nonce");
    once.print(1);
}
