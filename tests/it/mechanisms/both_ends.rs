//! Where the literature disagrees both ends run, and the choice between them moves what it should.

use super::bench::{SMALL, Sets, TRIAL, Trial};

/// Ends of a disagreement, and the outcome compared.
const DISAGREEMENTS: [(Sets, Sets, &str); 5] = [
    (&["education.teaching.spending=0"], &["education.teaching.spending=0.2"], "quality"),
    (&["education.teaching.class_size=0"], &["education.teaching.class_size=0.1"], "quality"),
    (&["policy.practice.share=0.5"], &["policy.practice.share=0.8"], "quality"),
    (&["education.choice.wage=0.1"], &["education.choice.wage=2.5"], "cutoff"),
    (&["labour.substitution=0.75"], &["labour.substitution=1.9"], "vacancies"),
];

#[test]
fn both_ends_run() {
    for (low, high, id) in DISAGREEMENTS {
        let trial = Trial { on: high, neutral: low, months: 48, seeds: 1, ..TRIAL };
        for (a, b) in trial.pairs(SMALL, |run| run.last(id)) {
            assert!(a.is_finite() && b.is_finite() && a != b, "{low:?} {high:?}: {id} {b} {a}");
        }
    }
}
