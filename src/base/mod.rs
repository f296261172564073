//! Foundations that hold no model: time, addressed randomness, distributions, mathematics that gives the same bits on every
//! CPU, the statistics of comparison, passes over threads, and texts in two languages, names of units among them.
//!
//! May use: the standard library, `libm`, `statrs`, `rayon`, `serde`, `libc` (hints, in `memory`). Must not: use anything
//! else of this crate.

pub mod batch;
pub mod bits;
pub mod bucket;
pub mod draw;
pub mod language;
pub mod logs;
pub mod math;
pub mod memory;
pub mod par;
pub mod ranks;
pub mod rng;
pub mod stats;
pub mod text;
pub mod time;
pub mod units;
pub mod width;
