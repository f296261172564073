//! Parameters fitted to what is known: history matching by waves, a posterior, and proof on twins.
//!
//! In: free parameters with ranges, targets with tolerances, a budget of runs. Out: points that agree with the targets, how well,
//! and what cannot be met together. docs/calibration.md has the equations and their sources. The method knows no scenario
//! (`space` to `twin`); the fit of a scenario is in `study`, which may use `scenario`, `experiment`, `outcome` and the
//! files of `output`. Must not print.

pub mod conflict;
pub mod design;
pub mod emulator;
pub mod goal;
pub mod judge;
pub mod report;
pub mod space;
pub mod study;
mod tables;
pub mod twin;
pub mod walk;
pub mod waves;
