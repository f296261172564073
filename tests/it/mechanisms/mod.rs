//! The forty mechanisms: each one does what its line of the list says, in the small complete province, at a declared
//! test strength, against the same world with the mechanism neutral.

pub mod bench;
mod both_ends;
mod group1;
mod group2;
mod group3;
mod group4;
mod group5;
mod group6;
mod neutral;

use bench::Claim;

/// All claims that are a paired difference, in the order of the list.
pub fn claims() -> Vec<Claim> {
    [group1::CLAIMS, group2::CLAIMS, group3::CLAIMS, group4::CLAIMS, group5::CLAIMS, group6::CLAIMS].concat()
}

/// Mechanisms that are shown by something else than a paired difference: number, name, what the test shows.
pub const OTHERS: [(&str, &str, &str); 4] = [
    (
        "2.6",
        "The lag itself",
        "signal, design, decision and the second window shift filing and intake by exactly themselves",
    ),
    (
        "2.8",
        "Cohorts and progression",
        "enrolment in Hebei is 1.68-1.80 million in December 2025-27 and 40-65 % of that in 2040, from births alone",
    ),
    (
        "6.4",
        "Labour-market matching",
        "vacancies per seeker 0.2-0.4 with unemployment of 4-6.5 %; registered ratio 1.2-2.1, above 2 in shortage posts",
    ),
    (
        "6.5",
        "Employment structure",
        "services grow 3.0-4.5 points a year faster than industry and construction, which shrink; own-account work shrinks",
    ),
];

#[test]
fn the_list_is_complete() {
    let mut numbers: Vec<&str> = claims().iter().map(|c| c.number).chain(OTHERS.iter().map(|o| o.0)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 40, "{numbers:?}");
    assert!(claims().iter().all(|c| !c.name.is_empty() && c.sourced.iter().all(|s| s.contains('='))));
    assert!(OTHERS.iter().all(|o| !o.1.is_empty() && !o.2.is_empty()));
}
