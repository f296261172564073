//! From a resolved scenario to the inputs of one replicate.
//!
//! This is where what is not known becomes a draw: in the arm [`Arm::Full`] every parameter with a spread is drawn
//! once per replicate from the triangle over its spread with the scenario's value as mode, addressed by seed,
//! replicate and path, so that all scenarios of a replicate share the draw. Parameters that were fitted together are
//! drawn together: a row of the table of the fit, addressed by seed and replicate.

use super::labour::Labour;
use super::{Model, network, province};
use crate::base::draw::triangular;
use crate::base::math::monthly;
use crate::base::rng::{Draws, Process};
use crate::scenario::parameters::{Kind, Param, all, param};
use crate::scenario::tables::DataKind;
use crate::scenario::{Scenario, Setting};

/// What varies between the replicates of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// Chance, and every parameter that has a range.
    Full,
    /// Chance alone; parameters at their values.
    Seed,
}

impl Arm {
    pub const fn id(self) -> &'static str {
        match self {
            Arm::Full => "full",
            Arm::Seed => "seed",
        }
    }
}

/// Builds the model of a replicate.
pub fn build(scenario: &Scenario, seed: u64, replicate: u32, arm: Arm) -> Model {
    let numbers = numbers(scenario, seed, replicate, arm);
    let levers = all().map(|(p, row)| if row.kind == Kind::Lever { scenario.path(p) } else { Vec::new() }).collect();
    let mut model = Model {
        start: scenario.start(),
        months: scenario.months(),
        people_per_agent: 1.0,
        labour: labour(&numbers),
        numbers,
        levers,
        regions: Vec::new(),
        outside_pay: None,
        industries: Vec::new(),
        occupations: Vec::new(),
        population: Default::default(),
        demand: Default::default(),
        education: Default::default(),
    };
    model.people_per_agent = model.number(const { param("run.people_per_agent") });
    match scenario.tables.kind {
        DataKind::Province => province::fill(&mut model, &scenario.tables),
        DataKind::Network => network::fill(&mut model, &scenario.tables),
    }
    model
}

fn numbers(scenario: &Scenario, seed: u64, replicate: u32, arm: Arm) -> Vec<f64> {
    let draws = Draws::new(seed, replicate);
    let stream = draws.stream(Process::Parameters, 0);
    let chosen = |rows: usize| draws.stream(Process::FittedRow, 0).below(0, 0, rows);
    all()
        .map(|(p, row)| {
            let given = &scenario.given[p.0 as usize];
            if arm == Arm::Full
                && let Some(fitted) = &scenario.fitted
                && let Some(value) = scenario.fitted_values(p).and_then(|mut v| v.nth(chosen(fitted.rows.len())))
            {
                return value;
            }
            match (&given.setting, given.spread, arm) {
                (Setting::Number(mode), Some((low, high)), Arm::Full) => {
                    let (low, high) = (low.min(*mode), high.max(*mode));
                    let drawn = triangular(low, high, *mode, stream.uniform(address(row.path), 0));
                    if row.kind == Kind::Integer { drawn.round() } else { drawn }
                }
                _ => scenario.number(p),
            }
        })
        .collect()
}

/// FNV-1a of a path: the draw of a parameter does not depend on its position in the table.
fn address(path: &str) -> u64 {
    path.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

fn labour(numbers: &[f64]) -> Labour {
    let get = |p: Param| numbers[p.0 as usize];
    Labour {
        plan_interval: get(const { param("labour.plan_interval") }) as usize,
        whole_posts: get(const { param("labour.whole_posts") }) != 0.0,
        separation: get(const { param("labour.separation") }),
        opening: get(const { param("labour.opening") }),
        adjust_down: get(const { param("labour.adjust_down") }),
        adjust_up: get(const { param("labour.adjust_up") }),
        beyond_staff: get(const { param("labour.beyond_staff") }) != 0.0,
        reopen: get(const { param("labour.reopen") }),
        tenure: get(const { param("labour.tenure") }),
        misfit: get(const { param("labour.misfit") }),
        search: get(const { param("labour.search_probability") }),
        on_the_job: get(const { param("labour.on_the_job") }),
        rounds: get(const { param("labour.rounds") }) as usize,
        wage_pull: get(const { param("labour.wage_pull") }),
        best_hire: get(const { param("labour.hire_best") }) != 0.0,
        noise: get(const { param("labour.noise") }),
        certificate_noise: get(const { param("labour.certificate_noise") }),
        certificate_bonus: get(const { param("labour.certificate_trust") })
            * get(const { param("labour.noise") })
            * (1.0 - get(const { param("labour.certificate_noise") })),
        standard: get(const { param("labour.standard") }),
        standard_fall: get(const { param("labour.standard_fall") }),
        expiry: get(const { param("labour.expiry") }),
        long_term: get(const { param("labour.long_term") }) as u16,
        closing: closing(get(const { param("skills.experience") }), get(const { param("skills.entry_fit") })),
        fading: monthly(get(const { param("skills.fading") })),
        reach: Vec::new(),
        near: Vec::new(),
    }
}

/// Monthly closing rate of a skill gap in work: pay grows by `experience` in the first year when fit at entry is `fit`,
/// so the gap `1 - fit` closes at `experience * fit / (1 - fit)` a year.
fn closing(experience: f64, fit: f64) -> f64 {
    monthly((experience * fit / (1.0 - fit)).min(1.0))
}
