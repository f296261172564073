//! What the user wrote: parameter table, spanned reading, layers, tables, diagnostics.
//!
//! May use: `base`. Must not: know what a value means economically.

pub mod parameters;
