//! Pay answers to unemployment with the published elasticity and sign (Blanchflower & Oswald 1992).

use super::bench_of_schools::{model, world};
use skillsim::process::market;

/// Wages after a rate of 5 % at the start has become 8 % for good; the limit of the twelve-month mean.
fn wages(changes: &[(&str, f64)]) -> Vec<f64> {
    let model = model(changes);
    let mut world = world(&model);
    for month in 0..400 {
        let rate = if month == 0 { 50 } else { 80 };
        world.market.seekers = vec![rate; 4];
        world.market.staffed = vec![1000 - rate; 4];
        market::wages(&model, &mut world);
    }
    world.market.wage
}

#[test]
fn pay_falls_with_unemployment_by_its_elasticity() {
    for (elasticity, weight) in [(-0.1, 0.0), (-0.1, 1.0), (-0.3, 0.5)] {
        let found = wages(&[("labour.wage_curve", elasticity), ("labour.wage_curve_occupation", weight)]);
        let expected = (0.08f64 / 0.05).powf(elasticity);
        assert!(expected < 1.0 && found.iter().all(|w| (w - expected).abs() < 1e-9), "{elasticity}: {found:?}");
    }
    assert_eq!(wages(&[("labour.wage_curve", 0.0)]), [1.0; 4], "no curve, no answer");
}
