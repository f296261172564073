//! Group 1: industry transformation.

use skillsim::model::Model;
use skillsim::world::World;

use super::bench::{Claim, Effect, Run, SMALL, TRIAL, Trial, industry};

/// Share of the modern form in what an industry wants or seeks now.
fn modern_share(model: &Model, world: &World, id: &str, of: fn(&skillsim::world::posts::Cell) -> f64) -> f64 {
    let i = industry(model, id) as u8;
    let (mut modern, mut all) = (0.0, 0.0);
    for c in world.posts.cells.iter().filter(|c| !c.is_own_account() && c.industry == i) {
        all += of(c);
        if model.occupations[c.occupation as usize].modern {
            modern += of(c);
        }
    }
    modern / all
}

const M1_1: Claim = Claim {
    number: "1.1",
    name: "Steel moves from volume to quality",
    outcome: "modern share of steel vacancies, last two years",
    direction: 1.0,
    sourced: &["technology.diffusion=0"],
    trial: Trial {
        on: &["technology.diffusion=2"],
        neutral: &["technology.diffusion=0"],
        months: 96,
        watch: |model, world, trace| {
            if world.t >= 72 {
                trace.push(modern_share(model, world, "steel", |c| f64::from(c.vacancies)));
            }
        },
        read: |run| {
            let x: Vec<f64> = run.trace.iter().copied().filter(|v| v.is_finite()).collect();
            x.iter().sum::<f64>() / x.len() as f64
        },
        ..TRIAL
    },
};

#[test]
fn m1_1() {
    M1_1.holds();
    let years = 8.0;
    for (on, off) in M1_1.trial.pairs(SMALL, |run| {
        let i = industry(&run.model, "steel");
        let output = run.model.demand.output[i][96].powf(1.0 / years) - 1.0;
        let value = run.series("steel_value_added");
        (output, value[95] / value[0], run.last("employed"))
    }) {
        println!("{on:?} {off:?}");
        assert!(on.0 < -0.02 && on.0 > -0.04, "output falls about 3 % a year: {}", on.0);
        assert!(on.1 > 1.0, "value added rises: {}", on.1);
        assert!((on.2 / off.2 - 1.0).abs() < 0.03, "no jump of employment: {on:?} {off:?}");
    }
}

pub const CLAIMS: &[Claim] = &[M1_1];
