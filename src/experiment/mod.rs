//! Many runs: the plan, its execution here or on a cluster, resumption, merging and paired comparison.
//!
//! May use: `base`, `scenario`, `model`, `outcome`, `simulate`. Must not: print, choose file formats of results.
//! A run is a pure function of (scenario, seed, replicate, arm), so everything here may be interrupted,
//! repeated and reordered without changing a bit of what comes out.

pub mod bank;
pub mod compare;
pub mod desk;
pub mod effectiveness;
pub mod error;
pub mod horizon;
pub mod lock;
pub mod merge;
pub mod part;
pub mod plan;
pub mod resolve;
pub mod runner;
pub mod sensitivity;
pub mod shard;
pub mod sharing;
pub mod simulation;
pub mod spread;
pub mod threads;
pub mod whole;

pub use desk::Effort;
pub use error::Error;
pub use merge::{Ensemble, merge};
pub use plan::{Job, Plan};
pub use runner::{Options, Progress, run};
pub use simulation::{Outcome, Simulation, simulation};
