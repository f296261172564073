//! Skills demand of a province, person by person.
//!
//! A run is six steps, each a module, in the order of the data:
//!
//! 1. [`scenario`]: what the user wrote, with every fault at its place;
//! 2. [`model`]: what the simulation may rely on, after the replicate's draw of what is not known;
//! 3. [`world`]: the state, whose books balance by construction;
//! 4. [`process`]: what happens in a month, a page of named calls;
//! 5. [`outcome`]: what is measured, and the record of the run ([`simulate`] joins the four);
//! 6. [`experiment`]: scenarios by replicates in parallel, compared pair by pair; [`output`] writes them.
//!
//! Beside them stand [`verify`], which holds the engine against closed forms and published results, [`calibrate`], which fits
//! parameters to what is known with many such runs, and [`cli`], the commands of the program. All rest on [`base`].
//!
//! ```
//! use skillsim::{model::build::Arm, outcome::dictionary::indicator, scenario, simulate};
//!
//! let files = ["scenarios/small/baseline.toml".into()];
//! let months = ["run.months=12".to_owned()];
//! let scenarios = scenario::load(&files, &months).expect("the small province has no faults");
//! let record = simulate::run(&scenarios[0], 1, 0, Arm::Seed, false).expect("its books balance");
//!
//! let unemployment = &record.series[indicator("unemployment_rate").0];
//! assert!(unemployment.iter().all(|u| (0.02..0.12).contains(u)));
//! ```

pub mod base;
pub mod calibrate;
pub mod cli;
pub mod experiment;
pub mod model;
pub mod outcome;
pub mod output;
pub mod process;
pub mod scenario;
pub mod simulate;
pub mod verify;
pub mod world;
