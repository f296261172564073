use skillsim::{
    base::rng::Draws,
    model::build::{Arm, build},
    process::*,
    world::World,
};
use std::time::Instant;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap()
        / 1e9
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let s = skillsim::scenario::load(&[a[1].clone().into()], &a[2..]).ok().unwrap();
    let model = build(&s[0], 1, 0, Arm::Seed);
    let t0 = Instant::now();
    let mut world = World::new(&model, Draws::new(1, 0));
    world.parallel = std::env::var("PAR").is_ok();
    println!("populate {:?}", t0.elapsed());
    let mut acc: std::collections::BTreeMap<&str, f64> = Default::default();
    macro_rules! t {
        ($n:expr, $e:expr) => {{
            let t = cpu();
            let r = $e;
            *acc.entry($n).or_default() += cpu() - t;
            r
        }};
    }
    let w = &mut world;
    let m = &model;
    let mut collector = skillsim::outcome::collect::Collector::new(m, w);
    for tt in 0..model.months {
        w.t = tt;
        w.flows.reset();
        let c = model.month(tt).of_year();
        if c == 1 {
            t!("funding", funding::open(m, w));
            t!("consortia", consortia::fund(m, w));
            t!("grow", firms::grow(m, w));
        }
        t!("upgrade", technology::upgrade(m, w));
        t!("exit", firms::exit_and_entry(m, w));
        t!("plan", demand::plan(m, w));
        let d = t!("decide", turnover::decide(m, w));
        t!("search", search::search_and_hire(m, w));
        t!("carry", turnover::carry_out(m, w, d));
        t!("birthdays", population::birthdays(m, w));
        t!("own", own_account::adjust(m, w));
        t!("arrivals", population::arrivals(m, w));
        t!("dropout", dropout::dropout(m, w));
        t!("serve", service::serve(m, w));
        match c {
            5 => {
                t!("file", review::file(m, w));
                t!("competition", competition::hold(m, w))
            }
            6 => {
                t!("graduation", graduation::graduation(m, w));
                t!("take_over", order_class::take_over(m, w));
                t!("campus", campus::campus(m, w))
            }
            7 => t!("close", review::close(m, w)),
            8 => {
                t!("revise", curriculum::revise(m, w));
                t!("seats", stocks::seats(m, w));
                t!("teaching", teaching::teaching(m, w))
            }
            9 => {
                t!("open", review::open(m, w));
                t!("choice", choice::choice(m, w));
                t!("admission", admission::admission(m, w));
                t!("commit", order_class::commit(m, w))
            }
            10 => t!("partnership", partnership::decide(m, w)),
            11 => t!("file", review::file(m, w)),
            12 => {
                t!("outcomes", outcomes_of_graduates::outcomes_of_graduates(m, w));
                t!("cards", review::cards(m, w));
                service::close_year(m, w)
            }
            _ => {}
        }
        if tt == 0 {
            funding::open(m, w);
            consortia::fund(m, w)
        } else if c == 9 {
            funding::allot_rest(m, w)
        }
        t!("keep", stocks::keep(m, w));
        t!("count", market::count(m, w));
        t!("wages", market::wages(m, w));
        t!("record", signal::record(m, w));
        t!("collect", collector.observe(m, w));
    }
    let mut v: Vec<_> = acc.into_iter().collect();
    v.sort_by(|a, b| b.1.total_cmp(&a.1));
    let tot: f64 = v.iter().map(|x| x.1).sum();
    println!("total {tot:.2}");
    for (n, s) in v.iter().take(25) {
        println!("{n:12} {s:8.3} s  {:.2} ms/month", s * 1e3 / model.months as f64);
    }
}
