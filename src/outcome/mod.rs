//! Outcomes: the dictionary of indicators, the record of a run, and the collectors that fill it.
//!
//! May use: `base`, `scenario` (the table of targets), `model`, `world` (read only). Must not: draw numbers, change
//! the world.

pub mod breakdown;
pub mod collect;
pub mod dictionary;
pub mod fit;
mod lives;
pub mod network;
pub mod planner;
pub mod record;
mod targets;
mod yearly;
