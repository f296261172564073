//! Stocks of a network by occupation, which a province reports once a year and a network step by step.

use super::record::Network;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;

const EVERY: Param = param("network.record_every");

/// The record of a network before its first step.
pub(super) fn start(model: &Model) -> Network {
    let occupations = model.occupations.iter().map(|o| o.id.clone()).collect();
    Network { occupations, steps: Vec::new(), stocks: Vec::new() }
}

/// Notes the stocks of a step whose turn it is. Long-term: at least `labour.long_term` steps, the step of separation
/// counted.
pub(super) fn observe(model: &Model, world: &World, network: &mut Network) {
    let step = world.t + 1;
    if !step.is_multiple_of(model.number(EVERY) as usize) {
        return;
    }
    let (market, first) = (&world.market, network.stocks.len());
    network.steps.push(step as u32);
    let markets = market.staffed.iter().zip(&market.seekers).zip(&market.vacancies).zip(&world.seekers.long);
    network.stocks.extend(markets.map(|(((&staffed, &seekers), &vacant), &long)| [staffed, seekers, vacant, long]));
    let persons = model.people_per_agent as u32;
    network.stocks[first..].iter_mut().flatten().for_each(|n| *n *= persons);
}
