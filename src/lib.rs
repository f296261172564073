//! skillsim: a skills-demand simulation engine.

pub mod base;
pub mod outcome;
pub mod scenario;
