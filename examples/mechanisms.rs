//! Writes docs/mechanisms.md: each mechanism, the outcome that shows it, its paired effect in the small province at the
//! test strength, and in Hebei at its sourced strength.
//!
//! `cargo run --release --example mechanisms` (about half an hour on two cores).
#![allow(clippy::disallowed_methods)] // as in the tests whose bench it shares

#[allow(dead_code, unused_imports)]
#[path = "../tests/it/mechanisms/mod.rs"]
mod mechanisms;

use std::fmt::Write;

use mechanisms::bench::{Claim, Effect, Place, TRIAL, Trial, scenario};
use rayon::prelude::*;
use skillsim::model::build::Arm;

const MONTHS: usize = 108;
const SEEDS: u32 = 8;

/// Readings of all claims in one run of Hebei, `[claim]`: the hooks of the tests apart from shocks.
fn readings(claims: &[Claim], sets: mechanisms::bench::Sets, arm: Arm, replicate: u32) -> Vec<f64> {
    let place = Place { folder: "hebei", people_per_agent: 100, arm };
    let world = scenario(place, MONTHS, &[sets]);
    let mut traces = vec![Vec::new(); claims.len()];
    let mut run = Trial { months: MONTHS, ..TRIAL }.observed(&world, replicate, arm, true, |model, world| {
        for (claim, trace) in claims.iter().zip(&mut traces) {
            (claim.trial.watch)(model, world, trace);
        }
    });
    let read = |(claim, trace): (&Claim, Vec<f64>)| {
        run.trace = trace;
        (claim.trial.read)(&run)
    };
    claims.iter().zip(traces).map(read).collect()
}

/// Effects of some claims with the same neutral values in Hebei.
fn hebei(claims: &[Claim], arm: Arm) -> Vec<Effect> {
    let jobs: Vec<(u32, bool)> = (0..SEEDS).flat_map(|r| [(r, true), (r, false)]).collect();
    let done: Vec<Vec<f64>> =
        jobs.par_iter().map(|&(r, on)| readings(claims, if on { &[] } else { claims[0].sourced }, arm, r)).collect();
    let pairs = |k: usize| done.chunks(2).map(|c| (c[0][k], c[1][k])).collect::<Vec<_>>();
    (0..claims.len()).map(|k| Effect::of(pairs(k))).collect()
}

fn show(e: &Effect) -> String {
    let digits = if e.mean.abs().max(e.half) >= 100.0 {
        0
    } else if e.mean.abs().max(e.half) >= 1.0 {
        2
    } else {
        4
    };
    format!("{:+.digits$} ± {:.digits$}", e.mean, e.half)
}

fn sets(sets: mechanisms::bench::Sets) -> String {
    if sets.is_empty() {
        "as default".into()
    } else {
        sets.iter().map(|s| format!("`{s}`")).collect::<Vec<_>>().join(" ")
    }
}

fn main() {
    let claims = mechanisms::claims();
    let mut sourced: Vec<mechanisms::bench::Sets> =
        claims.iter().map(|c| c.sourced).filter(|s| !s.is_empty()).collect();
    sourced.sort_unstable();
    sourced.dedup();
    let mut in_hebei: Vec<(&str, Effect, Effect)> = Vec::new();
    for neutral in sourced {
        let own: Vec<Claim> = claims.iter().copied().filter(|c| c.sourced == neutral).collect();
        let (seed, full) = (hebei(&own, Arm::Seed), hebei(&own, Arm::Full));
        for ((claim, s), f) in own.iter().zip(seed).zip(full) {
            eprintln!("{} {} | {}", claim.number, show(&s), show(&f));
            in_hebei.push((claim.number, s, f));
        }
    }
    let mut page = String::from(include_str!("mechanisms.head.md"));
    let mut rows: Vec<(&str, String)> = Vec::new();
    for c in &claims {
        let small = c.trial.effect();
        let (seed, full, verdict) = match in_hebei.iter().find(|h| h.0 == c.number) {
            None => ("—".into(), "—".into(), "no strength of its own at the baseline"),
            Some((_, s, f)) => (
                show(s),
                show(f),
                match (s.mean.abs() > s.half, f.mean.abs() > f.half) {
                    (true, true) => "yes",
                    (true, false) => "by chance alone yes; not with all that is unknown",
                    (false, true) => "only with all that is unknown",
                    _ => "**no**: cannot be told from zero",
                },
            ),
        };
        let strength = format!("{} against {}", sets(c.trial.on), sets(c.trial.neutral));
        let neutral = if c.sourced.is_empty() { "—".into() } else { sets(c.sourced) };
        rows.push((
            c.number,
            format!(
                "| {} | {} | {} | {strength} | {} | {neutral} | {seed} | {full} | {verdict} |",
                c.number,
                c.name,
                c.outcome,
                show(&small)
            ),
        ));
    }
    for (number, name, what) in mechanisms::OTHERS {
        rows.push((
            number,
            format!("| {number} | {name} | {what} | see the test | exact or within the range stated | — | — | — | — |"),
        ));
    }
    rows.sort();
    for (_, row) in rows {
        writeln!(page, "{row}").expect("a string takes it");
    }
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mechanisms.md"), page).expect("docs can be written");
}
