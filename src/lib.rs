//! skillsim: a skills-demand simulation engine.

pub mod base;
pub mod experiment;
pub mod outcome;
pub mod output;
pub mod scenario;
