//! What the user wrote: parameter table, spanned reading, layers, tables, diagnostics.
//!
//! May use: `base`. Must not: know what a value means economically.

pub mod diagnostic;
pub mod load;
pub mod parameters;
pub mod resolved;
pub mod schedule;
pub mod tables;

pub use diagnostic::{Diagnostic, Severity};
pub use load::load;
pub use resolved::{Difference, Given, Label, Origin, Scenario, Setting};
pub use schedule::Schedule;
pub use tables::{Frame, Tables};
