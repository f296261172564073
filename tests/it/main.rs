//! One binary for all integration tests: a file per claim.

mod artificial;
mod bench_of_schools;
mod command_line;
mod derived_texts;
mod education;
mod ensemble;
mod enterprises_take_part;
mod every_fault_at_once;
mod layers_compose;
mod money_builds_stocks;
mod no_input_panics;
mod programs_open_and_close;
mod reports;
mod results;
mod tables_are_checked;
