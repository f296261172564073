//! Foundations that know nothing of education or labour: time, addressed randomness, distributions,
//! mathematics that gives the same bits on every CPU, and the statistics of comparison.
//!
//! May use: the standard library, `rand`, `libm`, `statrs`, `libc` (one hint). Must not: use anything else of this crate.

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
pub mod returns;
pub mod rng;
pub mod stats;
pub mod text;
pub mod time;
pub mod units;
pub mod width;
