//! What each process costs at 1:100 in the third simulated year, on one thread.
//!
//! A month is taken apart into the steps of `process::month`; each step is timed on copies of the world as the steps before
//! it left it. Before a month is timed its steps are run once and must end in the same world as the schedule itself, so
//! that none is missing here.

use std::time::Duration;

use common::steps::{begin, steps};
use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, criterion_group, criterion_main};
use skillsim::model::Model;
use skillsim::outcome::collect::Collector;
use skillsim::process::{self, search, turnover};
use skillsim::world::World;
use skillsim::world::money::Line;

mod common;

fn time(table: &mut BenchmarkGroup<'_, WallTime>, name: &str, world: &World, call: impl Fn(&mut World)) {
    table.bench_function(name, |b| b.iter_batched_ref(|| world.clone(), &call, BatchSize::LargeInput));
}

/// Times the steps of a month, those that run in every month only if asked for.
fn month(table: &mut BenchmarkGroup<'_, WallTime>, model: &Model, world: &World, every: bool) {
    let calendar = model.month(world.t).of_year();
    let often = steps(2);
    let mut at = world.clone();
    begin(&mut at);
    for (name, call) in steps(calendar) {
        if every || often.iter().all(|(other, _)| *other != name) {
            time(table, name, &at, |w| call(model, w));
        }
        call(model, &mut at);
    }
    let mut whole = world.clone();
    process::month(model, &mut whole);
    let state = |w: &World| {
        (w.counts, w.posts.filled, w.posts.vacant, w.programs.len(), Line::ALL.map(|l| w.accounts.line(l).spent))
    };
    assert_eq!(state(&at), state(&whole), "month {calendar} has other steps than the schedule");
}

fn processes(c: &mut Criterion) {
    let (model, mut world) = common::hebei(100);
    let mut table = c.benchmark_group("process at 1:100");
    table.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    for t in 0..36 {
        world.t = t;
        let calendar = model.month(t).of_year();
        if t >= 24 && ![2, 3, 4].contains(&calendar) {
            month(&mut table, &model, &world, calendar == 10);
        }
        if t >= 24 && calendar == 10 {
            let mut at = world.clone();
            begin(&mut at);
            time(&mut table, "turnover: decide", &at, |w| drop(turnover::decide(&model, w)));
            time(&mut table, "search and hiring", &at, |w| search::search_and_hire(&model, w));
            time(&mut table, "whole month", &at, |w| process::month(&model, w));
            process::month(&model, &mut at);
            let mut collector = Collector::new(&model, &at);
            table.bench_function("observe", |b| b.iter(|| collector.observe(&model, &at)));
        }
        process::month(&model, &mut world);
    }
    table.finish();
}

criterion_group!(benches, processes);
criterion_main!(benches);
