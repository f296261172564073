//! What the processes that run every month cost at 1:100, after two simulated years.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use skillsim::outcome::collect::Collector;
use skillsim::process::{
    self, demand, dropout, firms, market, own_account, population, search, service, signal, stocks, technology,
    turnover,
};

mod common;

fn processes(c: &mut Criterion) {
    let (model, mut world) = common::hebei(100);
    for t in 0..24 {
        world.t = t;
        process::month(&model, &mut world);
    }
    world.t = 24;
    let mut group = c.benchmark_group("process at 1:100");
    group.sample_size(20);
    macro_rules! bench {
        ($($name:literal => $call:expr;)*) => {
            $(group.bench_function($name, |b| b.iter_batched_ref(|| world.clone(), |w| $call(&model, w), BatchSize::LargeInput));)*
        };
    }
    bench! {
        "technology" => technology::upgrade;
        "firms" => firms::exit_and_entry;
        "plan" => demand::plan;
        "search and hire" => search::search_and_hire;
        "birthdays" => population::birthdays;
        "own account" => own_account::adjust;
        "arrivals" => population::arrivals;
        "dropout" => dropout::dropout;
        "service" => service::serve;
        "school stocks" => stocks::keep;
        "count" => market::count;
        "wages" => market::wages;
        "survey" => signal::record;
        "whole month" => process::month;
    }
    group.bench_function("turnover", |b| {
        b.iter_batched_ref(
            || world.clone(),
            |w| {
                let decisions = turnover::decide(&model, w);
                turnover::carry_out(&model, w, decisions);
            },
            BatchSize::LargeInput,
        );
    });
    group.bench_function("observe", |b| {
        let mut collector = Collector::new(&model, &world);
        b.iter(|| collector.observe(&model, &world));
    });
    group.finish();
}

criterion_group!(benches, processes);
criterion_main!(benches);
