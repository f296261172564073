//! Whole runs by scale: the small province at 1:1 and Hebei thinned; start-up and fifteen years.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use skillsim::model::build::Arm;
use skillsim::simulate;

mod common;

fn runs(c: &mut Criterion) {
    let mut group = c.benchmark_group("run");
    group.sample_size(10);
    let small = common::scenario("scenarios/small/baseline.toml", &[]);
    group
        .bench_function("small province at 1:1, 5 years", |b| b.iter(|| simulate::run(&small, 1, 0, Arm::Seed, false)));
    for scale in [1000, 300, 100] {
        let set = format!("run.people_per_agent={scale}");
        let hebei = common::scenario("scenarios/hebei/baseline.toml", &[&set]);
        group.throughput(Throughput::Elements(180 * 38_000_000 / scale));
        group.bench_function(format!("Hebei at 1:{scale}, 15 years (agent-months)"), |b| {
            b.iter(|| simulate::run(&hebei, 1, 0, Arm::Seed, false));
        });
    }
    group.bench_function("Hebei at 1:100, start-up", |b| b.iter(|| common::hebei(100)));
    group.finish();
}

criterion_group!(benches, runs);
criterion_main!(benches);
