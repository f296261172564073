//! One binary for all integration tests: a file per claim.

mod artificial;
mod command_line;
mod derived_texts;
mod education;
mod ensemble;
mod every_fault_at_once;
mod layers_compose;
mod no_input_panics;
mod results;
mod tables_are_checked;
