//! One binary for all integration tests: a file per claim.

mod derived_texts;
mod every_fault_at_once;
mod layers_compose;
mod no_input_panics;
mod tables_are_checked;
