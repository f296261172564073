//! The forty mechanisms: each one does what its line of the list says, in the small complete province, at a declared
//! test strength, against the same world with the mechanism neutral.

pub mod bench;
mod group1;
mod group2;
mod group3;
mod group4;
mod group5;
mod group6;

use bench::Claim;

/// All claims that are a paired difference, in the order of the list.
pub fn claims() -> Vec<Claim> {
    [group1::CLAIMS, group2::CLAIMS, group3::CLAIMS, group4::CLAIMS, group5::CLAIMS, group6::CLAIMS].concat()
}
