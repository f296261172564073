//! Claim: people who move in live as others do: they take part by age and sex, gain experience, and die, and on balance as
//! many come as is published.

use skillsim::simulate::simulate;
use skillsim::world::activity::{propensities, takes_part};
use skillsim::world::person::{Status, flag};

use crate::provinces::start;

#[test]
fn lives_as_others_do() {
    let (model, mut world) = start("hebei/baseline.toml", &["run.people_per_agent=200"]);
    let mut came = 0;
    simulate(&model, &mut world, |_, world| came += world.flows.arrived).unwrap();
    let activity = propensities(&world.draws);
    let (mut all, mut dead, mut mortal, mut variance) = (0.0, 0.0, 0.0, 0.0);
    let (mut alive, mut active, mut expected, mut years_at_work, mut gained) = (0.0, 0.0, 0.0, 0, 0);
    for cohort in &world.migrants {
        let years = (world.t as i32 - i32::from(cohort.birth)) / 12;
        for (id, number) in cohort.ids.clone().zip(cohort.number..) {
            let p = &world.persons[id as usize];
            let age = p.age_months(cohort.birth as usize) / 12;
            assert!((20..40).contains(&age) && p.age_months(cohort.birth as usize) % 12 == 0, "{p:?}");
            let table = &model.population.mortality[usize::from(p.is(flag::FEMALE))];
            let survives: f64 = (age + 1..=age + years).map(|a| 1.0 - table[a as usize]).product();
            (all, mortal, variance) = (all + 1.0, mortal + 1.0 - survives, variance + survives * (1.0 - survives));
            if p.status == Status::Dead {
                dead += 1.0;
                continue;
            }
            alive += 1.0;
            active += f64::from(u8::from(p.holds_post() || p.status == Status::Seeking));
            expected += f64::from(u8::from(takes_part(&model, &activity, p, number, world.t)));
            let more = i32::from(p.experience) - (age - 20);
            assert!((0..=years).contains(&more), "{more} years of experience in {years}: {p:?}");
            if p.holds_post() {
                (years_at_work, gained) = (years_at_work + years, gained + more);
            }
        }
    }
    assert!(all == came as f64 && all > 10_000.0, "{came} moved in, {all} have rows");
    assert!((dead - mortal).abs() < 4.0 * variance.sqrt(), "{dead} died, {mortal} by the table");
    // Who changes over within the year follows at the next birthday.
    assert!((active / expected - 1.0).abs() < 0.01, "{active} take part, {expected} by age and sex");
    assert!(active < 0.93 * alive, "{active} of {alive} take part");
    assert!(f64::from(gained) > 0.7 * f64::from(years_at_work), "{gained} years of experience in {years_at_work}");
    // Published: 20,000 a year, with a range of 0 to 40,000.
    let left = world.count(Status::Left) as f64;
    let net = (all - left) * 200.0 / (model.months as f64 / 12.0);
    assert!((0.0..40_000.0).contains(&net), "{net} a year on balance");
}
