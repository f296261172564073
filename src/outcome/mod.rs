//! Outcomes: the dictionary of indicators, the record of a run, and the collectors that fill it.
//!
//! May use: `base`, `model`, `world` (read only). Must not: draw numbers, change the world.

pub mod breakdown;
pub mod collect;
pub mod dictionary;
mod lives;
pub mod network;
mod planner;
pub mod record;
mod yearly;
