//! Addressed draws beside a plain generator of `rand`.

use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use skillsim::base::draw::{binomial, normal};
use skillsim::base::rng::{Draws, Process};

fn draws(c: &mut Criterion) {
    let stream = Draws::new(1, 0).stream(Process::Test, 0);
    let mut group = c.benchmark_group("a million draws");
    group.sample_size(20);
    group.bench_function("addressed uniform", |b| {
        b.iter(|| (0..1_000_000u64).map(|i| stream.uniform(i, 0)).sum::<f64>())
    });
    group.bench_function("plain generator (xoshiro256++)", |b| {
        b.iter(|| {
            let mut rng = rand::rngs::Xoshiro256PlusPlus::seed_from_u64(1);
            (0..1_000_000).map(|_| rng.random::<f64>()).sum::<f64>()
        });
    });
    group.bench_function("addressed normal", |b| {
        b.iter(|| (0..1_000_000u64).map(|i| normal(&stream, i, 0)).sum::<f64>())
    });
    group.bench_function("addressed binomial(20, 0.05)", |b| {
        b.iter(|| (0..1_000_000u64).map(|i| binomial(&stream, i, 20, 0.05)).sum::<u64>());
    });
    group.bench_function("new stream each", |b| {
        let draws = Draws::new(1, 0);
        b.iter(|| (0..1_000_000).map(|t| draws.stream(Process::Test, t).uniform(0, 0)).sum::<f64>());
    });
    group.finish();
}

criterion_group!(benches, draws);
criterion_main!(benches);
