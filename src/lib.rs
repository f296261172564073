//! skillsim: a skills-demand simulation engine.

pub mod base;
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
