//! Claim: without a policy Hebei neither drains nor freezes nor explodes in fifteen years.

use skillsim::simulate::simulate;

use crate::provinces::{series, start};

/// People of 16 to 59 on 31 December 2025, in millions: 43.3 in September, some 0.1 fewer a year (tables' README).
const WORKING_AGE: f64 = 43.3;

#[test]
fn hebei_goes_on() {
    let (model, mut world) = start("hebei/baseline.toml", &["run.people_per_agent=100"]);
    let mut force = Vec::new();
    let record = simulate(&model, &mut world, |model, world| {
        force.push(world.labour_force() as f64 / model.population.labour_force[world.t + 1]);
    });
    let record = record.unwrap();
    for (month, share) in force.iter().enumerate() {
        assert!((share - 1.0).abs() < 0.02, "month {month}: labour force {share} of its projection");
    }
    for (month, rate) in series(&record, "unemployment_rate").iter().enumerate().skip(1) {
        assert!((0.03..0.08).contains(rate), "month {month}: unemployment {rate}");
    }

    // One number a year, in December.
    let december = |id: &str| -> Vec<f64> { (0..15).map(|y| series(&record, id)[3 + 12 * y]).collect() };
    let people = december("population_16_59");
    assert!((people[0] / 1e6 / WORKING_AGE - 1.0).abs() < 0.02, "{people:?}");
    for pair in people[..6].windows(2) {
        let fall = (pair[0] - pair[1]) / 1e6;
        // 0.1 M by births and deaths; moves across the border at an agent of a hundred people add 0.02 M of chance.
        assert!((0.03..=0.2).contains(&fall), "{people:?}");
    }

    // Enrolment after the autumn intake.
    let enrolment = december("enrolment");
    assert!(enrolment[..4].iter().all(|n| (1.65e6..1.80e6).contains(n)), "{enrolment:?}");
    let end = enrolment[14] / enrolment[0];
    assert!((0.40..0.65).contains(&end), "{end} of the students of 2025 in December 2039: {enrolment:?}");

    // Every stock moves, and stays within a band around the first full year.
    for (id, low, high) in [
        ("filled_posts", 0.9, 1.3),
        ("own_account", 0.7, 1.02),
        ("seekers", 0.7, 1.7),
        ("vacancies", 0.5, 2.0),
        ("programs", 0.8, 1.3),
        ("enrolment", 0.4, 1.1),
        ("quality", 0.9, 1.1),
        ("curriculum_gap", 0.6, 1.5),
        ("technology", 1.0, 2.0),
        ("wage_index", 0.9, 2.0),
        ("skilled_stock", 0.9, 1.4),
        ("value_added", 0.95, 2.5),
    ] {
        let stock = december(id);
        let moves = stock.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(moves >= 12, "{id} freezes: {stock:?}");
        // The first year has four months: vacancies have not yet found their level by its December.
        for x in &stock[1..] {
            assert!((low..high).contains(&(x / stock[1])), "{id} leaves {low} to {high}: {stock:?}");
        }
    }
    for (id, low, high) in [
        ("placement_rate", 0.7, 0.95),
        ("placement_rate_with_study", 0.85, 0.98),
        ("matched_employment_rate", 0.5, 0.8),
        ("vacancy_rate", 0.01, 0.04),
        ("finding_rate", 0.05, 0.2),
        // Published: 4,683 in the country (2023), where pay is a quarter higher; real, so it rises with the trend.
        ("start_wage", 2500.0, 6500.0),
        ("spending_per_student", 14_000.0, 22_000.0),
    ] {
        // The first year is short, and has no graduates.
        let values = &december(id)[1..];
        assert!(values.iter().all(|x| (low..high).contains(x)), "{id} leaves {low} to {high}: {values:?}");
    }
}
