//! Writes docs/mechanisms.md: each mechanism, the outcome that shows it, its paired effect in the small province at the
//! test strength, and in Hebei at its sourced strength.
//!
//! The small province is read from the log of the tests, Hebei is run:
//! `cargo test --release --test it -- mechanisms:: --nocapture > tests.log`, then
//! `cargo run --release --example mechanisms -- tests.log` (about six minutes of two cores).
#![allow(clippy::disallowed_methods)] // as in the tests whose bench it shares

#[allow(dead_code, unused_imports)]
#[path = "../tests/it/mechanisms/mod.rs"]
mod mechanisms;

use std::fmt::Write;

use mechanisms::bench::{Claim, Effect, Place, Sets, TRIAL, Trial, scenario};
use rayon::prelude::*;
use skillsim::model::build::Arm;

const MONTHS: usize = 120;
const SEEDS: u32 = 6;
const PEOPLE_PER_AGENT: u32 = 200;

/// Readings of some claims in one run of Hebei: the hooks of the tests apart from shocks.
fn readings(claims: &[Claim], sets: Sets, arm: Arm, replicate: u32) -> Vec<f64> {
    let place = Place { folder: "hebei", people_per_agent: PEOPLE_PER_AGENT, arm };
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

/// A claim's effects in Hebei: by chance alone, and with all that is unknown.
struct InHebei {
    number: &'static str,
    effects: [Effect; 2],
}

/// All effects: the baseline is run once for each arm and replicate, every neutral world beside it.
fn hebei(claims: &[Claim]) -> Vec<InHebei> {
    let claims: Vec<Claim> = claims.iter().copied().filter(|c| !c.sourced.is_empty()).collect();
    let mut worlds: Vec<Sets> = claims.iter().map(|c| c.sourced).collect();
    worlds.sort_unstable();
    worlds.dedup();
    worlds.insert(0, &[]);
    let of = |neutral: Sets| -> Vec<Claim> {
        claims.iter().copied().filter(|c| neutral.is_empty() || c.sourced == neutral).collect()
    };
    let arms = [Arm::Seed, Arm::Full];
    let jobs: Vec<(usize, usize, u32)> =
        (0..worlds.len()).flat_map(|w| (0..2).flat_map(move |a| (0..SEEDS).map(move |r| (w, a, r)))).collect();
    eprintln!("{} runs", jobs.len());
    let done: Vec<Vec<f64>> =
        jobs.par_iter().map(|&(w, a, r)| readings(&of(worlds[w]), worlds[w], arms[a], r)).collect();
    let run = |w: usize, a: usize, r: u32| &done[(w * 2 + a) * SEEDS as usize + r as usize];
    let effect = |claim: &Claim| {
        let w = worlds.iter().position(|&s| s == claim.sourced).expect("its own world");
        let in_base = claims.iter().position(|c| c.number == claim.number).expect("all are in the baseline");
        let in_own = of(worlds[w]).iter().position(|c| c.number == claim.number).expect("its own world");
        let effects =
            [0, 1].map(|a| Effect::of((0..SEEDS).map(|r| (run(0, a, r)[in_base], run(w, a, r)[in_own])).collect()));
        InHebei { number: claim.number, effects }
    };
    claims.iter().map(effect).collect()
}

fn show(mean: f64, half: f64) -> String {
    let digits = match mean.abs().max(half) {
        x if x >= 100.0 => 0,
        x if x >= 1.0 => 2,
        _ => 4,
    };
    format!("{mean:+.digits$} ± {half:.digits$}")
}

fn sets(sets: Sets) -> String {
    if sets.is_empty() {
        "as default".into()
    } else {
        sets.iter().map(|s| format!("`{s}`")).collect::<Vec<_>>().join(" ")
    }
}

/// What a test of the small province printed: `1.1 outcome: +0.1 +- 0.2 (neutral 3)`.
fn small(log: &str, claim: &Claim) -> Option<String> {
    let start = format!("{} {}: ", claim.number, claim.outcome);
    let line = log.lines().find_map(|l| l.split_once(&start).map(|(_, rest)| rest))?;
    let (mean, rest) = line.split_once(" +- ")?;
    let (half, _) = rest.split_once(" (")?;
    Some(show(mean.parse().ok()?, half.parse().ok()?))
}

fn verdict([chance, unknown]: &[Effect; 2]) -> &'static str {
    let seen = |e: &Effect| e.mean.abs() > e.half;
    match (seen(chance), seen(unknown)) {
        (true, true) => "yes",
        (true, false) => "against chance yes; not with all that is unknown",
        (false, true) => "with all that is unknown only",
        _ => "**no**: cannot be told from zero",
    }
}

fn main() {
    let log = std::env::args().nth(1).expect("the log of `cargo test --release --test it -- mechanisms:: --nocapture`");
    let log = std::fs::read_to_string(&log).unwrap_or_else(|e| panic!("{log}: {e}"));
    let claims = mechanisms::claims();
    let hebei = hebei(&claims);
    let mut rows: Vec<(&str, String)> = Vec::new();
    for c in &claims {
        let found = hebei.iter().find(|h| h.number == c.number);
        let shown = |k: usize| found.map_or("—".into(), |h| show(h.effects[k].mean, h.effects[k].half));
        let visible = found.map_or("has no strength of its own at the baseline", |h| verdict(&h.effects));
        let neutral = if c.sourced.is_empty() { "—".into() } else { sets(c.sourced) };
        let strength = format!("{} against {}", sets(c.trial.on), sets(c.trial.neutral));
        let small = small(&log, c).unwrap_or_else(|| panic!("{} {}: not in the log", c.number, c.outcome));
        let (number, name, outcome, chance, unknown) = (c.number, c.name, c.outcome, shown(0), shown(1));
        let row = format!(
            "| {number} | {name} | {outcome} | {strength} | {small} | {neutral} | {chance} | {unknown} | {visible} |"
        );
        rows.push((number, row));
    }
    for (number, name, what) in mechanisms::OTHERS {
        rows.push((
            number,
            format!("| {number} | {name} | {what} | see the test | exact, or within it | — | — | — | — |"),
        ));
    }
    rows.sort();
    let mut page = String::from(include_str!("mechanisms.head.md"));
    for (_, row) in rows {
        writeln!(page, "{row}").expect("a string takes it");
    }
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mechanisms.md"), page).expect("docs can be written");
}
