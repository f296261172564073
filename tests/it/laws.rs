//! Claim: changes of the input whose effect is known change the output so.

use skillsim::scenario::parameters::param;
use skillsim::verify::bench::{self, Bench};

use crate::provinces::{first_difference, pick, record, scenarios, series};

const SHORT: [&str; 2] = ["run.people_per_agent=4", "run.months=30"];

fn small(sets: &[&str]) -> skillsim::outcome::record::Record {
    record(&scenarios(&["small/baseline.toml"], &[&SHORT[..], sets].concat())[0], 0)
}

fn spent(record: &skillsim::outcome::record::Record, year: i32) -> i64 {
    record.fiscal.iter().filter(|row| row.year == year).map(|row| row.spent_yuan).sum()
}

#[test]
fn more_money_is_never_less_spending() {
    let totals: Vec<i64> = ["0.5", "0.8", "1.0", "1.2", "2.0"]
        .iter()
        .map(|x| spent(&small(&[&format!("policy.funding.per_student={x}")]), 2026))
        .collect();
    assert!(totals.windows(2).all(|w| w[0] < w[1]), "{totals:?}");
}

#[test]
fn no_money_builds_nothing() {
    let none = small(&["policy.funding.total=0"]);
    assert!((2025..=2028).all(|year| spent(&none, year) == 0));
    let quality = series(&none, "quality");
    assert!(quality[29] < quality[0], "{quality:?}");
}

#[test]
fn no_openings_open_nothing() {
    let none = small(&["policy.program.new_rate=0"]);
    assert!(series(&none, "programs_opened").iter().all(|n| *n == 0.0));
    let programs = series(&none, "programs");
    assert!(programs.windows(2).all(|w| w[1] <= w[0]), "{programs:?}");
}

/// Without the event or the place that a process needs, its other parameters change nothing.
#[test]
fn a_lever_at_its_neutral_value_is_off() {
    let off = ["policy.competition.events=0", "policy.enterprise.order_class_cap=0"];
    let (a, b) = (small(&off), small(&[&off[..], &["competition.gain=0.2", "order.default=0.5"]].concat()));
    assert_eq!(first_difference(&a, &b), None);
}

/// Twice as many persons to an agent is the same province seen with half the sample.
#[test]
fn scale_changes_the_grain_and_not_the_level() {
    let at = |scale: &str| record(&scenarios(&["small/baseline.toml"], &["run.months=16", scale])[0], 0);
    let (fine, coarse) = (at("run.people_per_agent=2"), at("run.people_per_agent=4"));
    for (id, tolerance) in
        [("labour_force", 0.01), ("filled_posts", 0.02), ("own_account", 0.02), ("enrolment", 0.03), ("seekers", 0.12)]
    {
        let (a, b) = (series(&fine, id)[15], series(&coarse, id)[15]);
        assert!((a / b - 1.0).abs() < tolerance, "{id}: {a} and {b}");
    }
}

/// Where posts wanted are filled or advertised nothing happens but that vacancies are withdrawn, each with its own chance:
/// `V (1 - x)^n` of V stand after n months, within four standard errors of their binomial.
#[test]
fn vacancies_expire_at_their_own_rate() {
    let bench = Bench::new().expect("the reference scenarios are valid");
    let (vacancies, rate, months) = (20_000.0, 0.05, 12);
    let sets = [&bench::MOVES.map(|p| (p, 0.0))[..], &[(param("labour.expiry"), rate)]].concat();
    let stocks = [[100.0, 0.0, vacancies, 100.0 + vacancies]];
    let model = bench.network(&bench.t4_steady, &stocks, vec![vec![1.0]], months, &sets);
    let left = bench::run(&model, 0)[months - 1][0][2];
    let stays = libm::pow(1.0 - rate, months as f64);
    let error = libm::sqrt(vacancies * stays * (1.0 - stays));
    assert!((left - vacancies * stays).abs() < 4.0 * error, "{left} of {} ± {error}", vacancies * stays);
}

#[test]
fn another_replicate_is_another_history() {
    let all = scenarios(&["small/baseline.toml"], &SHORT);
    let (a, b) = (record(pick(&all, "small"), 0), record(pick(&all, "small"), 1));
    assert!(first_difference(&a, &b).is_some_and(|(month, _)| month == 0));
}
