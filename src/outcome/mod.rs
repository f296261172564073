//! Outcomes: the dictionary of indicators, the record of a run, and the collectors that fill it.
//!
//! May use: `base`, `model`, `world` (read only). Must not: draw numbers, change the world.

pub mod collect;
pub mod dictionary;
pub mod record;
