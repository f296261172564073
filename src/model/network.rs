//! The labour core alone: a network of occupations, one enterprise each, with a target demand that is given.
//!
//! Source of the model: del Rio-Chanona, Mealy, Beguerisse-Diaz, Lafond & Farmer (2021), "Occupational mobility and
//! automation: a data-driven network model", J. R. Soc. Interface 18:20200898.

use super::{Industry, Model, Occupation, Region, RoleShare, SKILLS};
use crate::base::math::{self, exp};
use crate::scenario::parameters::{Param, param};
use crate::scenario::tables::Tables;

const TARGET: Param = param("network.target");
const FROM: Param = param("network.from_step");
const DURATION: Param = param("network.duration_steps");
const LEVEL: Param = param("network.level");
const AMPLITUDE: Param = param("network.amplitude");
const PERIOD: Param = param("network.period_steps");

/// Words of `network.target`, in order.
const TARGETS: &[&str] = TARGET.words();

/// Target demand of an occupation in step `t` with start demand `d0` and final demand `df` [persons].
///
/// Sigmoid: `d0 + (df - d0) / (1 + exp(-k (t - from - duration/2)))` from step `from`, with
/// `k = -ln(1/level - 1) / (duration/2)`; cycle: `d0 (1 - a sin(2 pi (t + from) / period))` from step `from`, where it
/// jumps as published.
pub fn target(model: &Model, t: usize, d0: f64, df: f64) -> f64 {
    let (t, from) = (t as f64, model.number(FROM));
    if t < from {
        return d0;
    }
    match TARGETS[model.number(TARGET) as usize] {
        "sigmoid" => {
            let half = model.number(DURATION) / 2.0;
            let k = -crate::base::math::ln(1.0 / model.number(LEVEL) - 1.0) / half;
            d0 + (df - d0) / (1.0 + exp(-k * (t - from - half)))
        }
        "cycle" => {
            let phase = 2.0 * std::f64::consts::PI * (t + from) / model.number(PERIOD);
            d0 * (1.0 - model.number(AMPLITUDE) * math::sin(phase))
        }
        _ => d0,
    }
}

pub(super) fn fill(model: &mut Model, tables: &Tables) {
    let occupations = tables.frame("occupations");
    let n = occupations.len();
    let scale = model.people_per_agent;
    let stock =
        |column: &str| -> Vec<u32> { occupations.number(column).iter().map(|v| (v / scale).round() as u32).collect() };
    let (employed, unemployed, vacancies) = (stock("employed"), stock("unemployed"), stock("vacancies"));
    model.demand.network = (0..n).map(|o| [employed[o], unemployed[o], vacancies[o]]).collect();
    model.regions =
        vec![Region { id: "all".into(), population_share: 1.0, jobs_share: 1.0, wage_relative: 1.0, density: 1.0 }];
    let finals = occupations.number("final_demand").to_vec();
    for (o, id) in occupations.text("id").iter().enumerate() {
        let o16 = o as u16;
        model.occupations.push(Occupation {
            id: id.clone(),
            role: o16,
            modern: false,
            wage_relative: 1.0,
            requirement: [0.0; SKILLS],
            weight: [1.0 / SKILLS as f32; SKILLS],
        });
        model.industries.push(Industry {
            id: id.clone(),
            secondary: true,
            wage: 1.0,
            technology_start: 0.0,
            technology_ceiling: 0.0,
            drift: 0.0,
            bass_p: 0.0,
            bass_q: 0.0,
            upgrade_months: 1,
            value_added: 0.0,
            productivity_growth: 0.0,
            non_private: 0.0,
            renewables: false,
            leading: false,
            mean_size: 1.0,
            min_size: 1.0,
            max_size: 1.0,
            roles: vec![RoleShare { traditional: o16, modern: o16, share_traditional: 1.0, share_modern: 0.0 }],
        });
        let d0 = f64::from(employed[o]) + f64::from(unemployed[o]);
        let posts = (0..=model.months)
            .map(|t| match &tables.targets {
                Some(table) if TARGETS[model.number(TARGET) as usize] == "table" => {
                    let row = table.steps.partition_point(|&s| s <= t);
                    if row == 0 { d0 } else { table.rows[row - 1][o] / scale }
                }
                _ => target(model, t, d0, finals[o] / scale),
            })
            .collect();
        model.demand.posts.push(posts);
        model.demand.output.push(vec![1.0; model.months + 1]);
        model.demand.value.push(vec![1.0; model.months + 1]);
        model.demand.region_share.push(vec![1.0]);
    }
    let mut reach = vec![0.0; n * n];
    for (o, row) in tables.matrix.rows.iter().enumerate() {
        for &(j, weight) in row {
            reach[o * n + j] = weight;
        }
    }
    model.labour.reach = reach;
    model.labour.near = vec![1.0];
}
