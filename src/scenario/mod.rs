//! What the user wrote: parameter table, spanned reading, layers, tables, diagnostics.
//!
//! May use: `base`. Must not: know what a value means economically.

pub mod diagnostic;
mod document;
mod entry;
pub mod explain;
pub mod load;
mod marks;
pub mod names;
mod odd;
pub mod parameters;
pub mod reference;
pub mod resolved;
pub mod schedule;
pub mod schema;
mod source;
pub mod study;
mod syntax;
pub mod tables;
pub mod template;
mod together;

pub use diagnostic::{Diagnostic, Severity};
pub use document::SaidBy;
pub use load::{load, warnings};
pub use resolved::{Given, Label, Origin, Scenario, Setting};
pub use schedule::Schedule;
pub use tables::{Frame, Tables};
