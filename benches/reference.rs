//! The labour core beside a plain loop of the same model, from 10^4 to 10^7 workers, and on 464 occupations; times are per
//! step.

use std::time::Duration;

use common::plain::{engine, network, plain};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use skillsim::model::Model;
use skillsim::verify::bench::Bench;
use skillsim::verify::network::formula;

mod common;

fn reference(c: &mut Criterion) {
    let bench = Bench::new().expect("a temporary directory");
    let mut group = c.benchmark_group("network, time per step");
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_secs(2));
    for workers in [10_000u32, 100_000, 1_000_000, 10_000_000] {
        let steps = (20_000_000 / workers as usize).clamp(4, 400);
        let model = network(&bench, f64::from(workers), 36, steps + 1);
        for (name, run) in [("engine", engine as fn(&Model, usize) -> Duration), ("plain loop", plain)] {
            group.bench_with_input(BenchmarkId::new(name, workers), &model, |b, model| {
                b.iter_custom(|n| (0..n).map(|_| run(model, steps) / steps as u32).sum());
            });
        }
    }
    let large = formula(&bench, false, 201, 110.0);
    for (name, run) in [("engine", engine as fn(&Model, usize) -> Duration), ("plain loop", plain)] {
        group.bench_function(BenchmarkId::new(name, "464 occupations, 150,000 workers"), |b| {
            b.iter_custom(|n| (0..n).map(|_| run(&large, 200) / 200).sum());
        });
    }
    group.finish();
}

criterion_group!(benches, reference);
criterion_main!(benches);
