//! One binary for all integration tests: a file per claim.
//! Tests compute what they expect with the standard library; only the engine must agree between CPUs.
#![allow(clippy::disallowed_methods)]

mod arrows;
mod artificial;
mod bench_of_schools;
mod books_balance;
mod branching;
mod calibration;
mod command_line;
mod derived_docs;
mod derived_texts;
mod education;
mod ensemble;
mod enterprises_take_part;
mod every_fault_at_once;
mod first_years;
mod fitted;
mod killed_and_resumed;
mod laws;
mod layers_compose;
mod limit_cases;
mod mechanisms;
mod money_builds_stocks;
mod no_drift_no_scale;
mod no_input_panics;
mod no_policy_15_years;
mod pay_levels;
mod programs_open_and_close;
mod provinces;
mod reports;
mod results;
mod same_bytes;
mod starts_and_steps;
mod tables_are_checked;
mod targets;
mod until_they_differ;
mod wage_curve;
mod what_results_hang_on;
mod who_moves_in;
