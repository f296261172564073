//! Sixteen replicates of the small province over a year, on one thread and on two: what a second core is worth.

use criterion::{Criterion, criterion_group, criterion_main};
use rayon::prelude::*;
use skillsim::model::build::Arm;
use skillsim::simulate;

mod common;

fn ensemble(c: &mut Criterion) {
    let small = common::scenario("scenarios/small/baseline.toml", &["run.months=12"]);
    let mut group = c.benchmark_group("sixteen replicates");
    group.sample_size(10);
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        group.bench_function(format!("{threads} thread(s)"), |b| {
            b.iter(|| {
                pool.install(|| {
                    (0..16u32)
                        .into_par_iter()
                        .map(|r| simulate::run(&small, 1, r, Arm::Full, false))
                        .collect::<Vec<_>>()
                })
            });
        });
    }
    group.finish();
}

criterion_group!(benches, ensemble);
criterion_main!(benches);
