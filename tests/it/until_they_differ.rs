//! Claim: scenarios are equal bit for bit until the month in which they begin to differ, and no policy is no policy.

use crate::provinces::{bytes, first_difference, pick, record, scenarios, series};

const SHORT: [&str; 2] = ["run.people_per_agent=200", "run.months=40"];
/// Month of the run of 2028-01.
const FROM: usize = 28;

#[test]
fn a_delayed_policy_equals_the_baseline_until_it_begins() {
    let all = scenarios(&["hebei/baseline.toml", "hebei/delayed.toml"], &SHORT);
    for replicate in 0..4 {
        let (a, b) = (record(pick(&all, "baseline"), replicate), record(pick(&all, "delayed"), replicate));
        let (month, _) = first_difference(&a, &b).expect("the policy does something");
        assert!(month >= FROM, "replicate {replicate} differs in month {month}");
        let spent = |r: &skillsim::outcome::record::Record| series(r, "spending_per_student")[FROM + 11];
        assert!(spent(&b) > 1.1 * spent(&a), "{} {}", spent(&a), spent(&b));
    }
}

#[test]
fn a_policy_of_no_size_is_the_baseline() {
    let all = scenarios(&["hebei/baseline.toml", "hebei/null.toml"], &SHORT);
    for replicate in 0..2 {
        let records = ["baseline", "null_policy"].map(|id| record(pick(&all, id), replicate));
        assert_eq!(first_difference(&records[0], &records[1]), None);
        assert!(bytes(&records[0]) == bytes(&records[1]), "breakdowns, lists or books differ");
    }
}

#[test]
fn a_default_said_aloud_changes_nothing() {
    let run = |sets: &[&str]| bytes(&record(&scenarios(&["small/baseline.toml"], sets)[0], 0));
    let short = ["run.people_per_agent=10", "run.months=26"];
    let silent = run(&short);
    let defaults = ["policy.program.new_rate=0.0356", "labour.search_probability=0.22", "education.choice.wage=0.3"];
    assert!(silent == run(&[&short[..], &defaults].concat()));
    assert!(silent != run(&[&short[..], &["labour.search_probability=0.225"]].concat()));
}
