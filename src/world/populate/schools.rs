//! Program points and their students at the start.
