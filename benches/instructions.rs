//! Instructions of a run, for comparisons that noise cannot spoil: the same number for the same binary on any day.
//!
//! `cargo bench --bench instructions` runs each case under `valgrind --tool=callgrind`, which must be installed, and prints
//! millions of instructions: start-up, and a month after it. Waiting for memory is not in them; that is a third to a half of
//! the time at large scales (docs/performance.md).

use std::process::Command;

use skillsim::base::rng::Draws;
use skillsim::model::Model;
use skillsim::model::build::{Arm, build};
use skillsim::outcome::collect::Collector;
use skillsim::process;
use skillsim::verify::bench::Bench;
use skillsim::world::World;

mod common;

/// What is counted.
const CASES: [&str; 4] = ["hebei 1000", "hebei 200", "network 10000", "network 100000"];
/// Months of a run: the difference of two runs is months without the start-up.
const MONTHS: [usize; 2] = [2, 14];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [one, case, months] = &arguments[..]
        && one == "--one"
    {
        return run(case, months.parse().expect("a number"));
    }
    println!("{:20} {:>14} {:>14}", "million instructions", "start-up", "a month");
    for case in CASES {
        let [few, many] = MONTHS.map(|months| instructions(case, months));
        let (Some(few), Some(many)) = (few, many) else {
            return println!("valgrind is not here, so nothing was counted");
        };
        let month = (many - few) / (MONTHS[1] - MONTHS[0]) as f64;
        println!("{case:20} {:>14.1} {month:>14.2}", few - month * MONTHS[0] as f64);
    }
}

/// Millions of instructions of a case; none without valgrind.
fn instructions(case: &str, months: usize) -> Option<f64> {
    let program = std::env::current_exe().expect("this program");
    let mut counted = Command::new("valgrind");
    counted.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    let output = counted.args(["--one", case, &months.to_string()]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected :"));
    collected.and_then(|(_, count)| count.trim().parse::<f64>().ok()).map(|count| count / 1e6)
}

/// A case on one thread.
fn run(case: &str, months: usize) {
    let (name, size) = case.split_once(' ').expect("a name and a size");
    let model = if name == "hebei" {
        let set = format!("run.people_per_agent={size}");
        build(&common::scenario("scenarios/hebei/baseline.toml", &[&set]), 1, 0, Arm::Seed)
    } else {
        let bench = Bench::new().expect("a temporary directory");
        common::plain::network(&bench, size.parse().expect("a number"), 36, MONTHS[1])
    };
    simulate(&model, months);
}

fn simulate(model: &Model, months: usize) {
    let mut world = World::new(model, Draws::new(1, 0));
    let mut collector = Collector::new(model, &world);
    for t in 0..months {
        world.t = t;
        process::month(model, &mut world);
        collector.observe(model, &world);
    }
}
