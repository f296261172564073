//! What happens in a month: one file per process, and the schedule as a page of named calls.
//!
//! May use: `base`, `model`, `world`. A process never calls another: they meet only in the world and in the month's
//! record of flows. No input or output, no clock.
