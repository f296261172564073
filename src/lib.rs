//! skillsim: a skills-demand simulation engine.

pub mod base;
pub mod cli;
pub mod experiment;
pub mod outcome;
pub mod output;
pub mod scenario;
