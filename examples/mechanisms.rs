//! Writes docs/mechanisms.md: each mechanism, the outcome that shows it, its paired effect in the small province at the
//! test strength, and in Hebei at its sourced strength.
//!
//! `cargo run --release --example mechanisms [LOG]`, about half an hour on two cores; LOG is what
//! `cargo test --release mechanisms -- --nocapture` printed, whose figures of the small province are then used.

#[allow(dead_code, unused_imports)]
#[path = "../tests/it/mechanisms/mod.rs"]
mod mechanisms;

use std::fmt::Write;

use mechanisms::bench::{Claim, Effect, Place, TRIAL, Trial, scenario};
use rayon::prelude::*;
use skillsim::model::build::Arm;

const MONTHS: usize = 96;
const PEOPLE_PER_AGENT: u32 = 200;
const SEEDS: u32 = 8;

/// Readings of all claims in one run of Hebei, `[claim]`: the hooks of the tests apart from shocks.
fn readings(claims: &[Claim], sets: mechanisms::bench::Sets, arm: Arm, replicate: u32) -> Vec<f64> {
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

/// Readings of all claims in every replicate of Hebei, `[replicate][claim]`.
fn hebei(claims: &[Claim], sets: mechanisms::bench::Sets, arm: Arm) -> Vec<Vec<f64>> {
    (0..SEEDS).into_par_iter().map(|r| readings(claims, sets, arm, r)).collect()
}

/// The paired effect of claim `k` between two sets of readings.
fn effect(on: &[Vec<f64>], off: &[Vec<f64>], k: usize) -> Effect {
    Effect::of(on.iter().zip(off).map(|(a, b)| (a[k], b[k])).collect())
}

/// Figures of the small province from the printed lines of the tests: `3.4 outcome: +x +- y (neutral z)`.
fn printed(log: &str, claim: &Claim) -> Option<Effect> {
    let start = format!("{} {}: ", claim.number, claim.outcome);
    let line = log.lines().find_map(|l| l.find(&start).map(|at| &l[at + start.len()..]))?;
    let mut words = line.split_whitespace();
    let mean = words.next()?.parse().ok()?;
    let half = words.nth(1)?.parse().ok()?;
    Some(Effect { mean, half, neutral: f64::NAN })
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
    let log = std::env::args().nth(1).map(|path| std::fs::read_to_string(path).expect("the log can be read"));
    let base = [Arm::Seed, Arm::Full].map(|arm| hebei(&claims, &[], arm));
    let mut in_hebei: Vec<(&str, Effect, Effect)> = Vec::new();
    for neutral in sourced {
        let off = [Arm::Seed, Arm::Full].map(|arm| hebei(&claims, neutral, arm));
        for (k, claim) in claims.iter().enumerate().filter(|(_, c)| c.sourced == neutral) {
            let (chance, unknown) = (effect(&base[0], &off[0], k), effect(&base[1], &off[1], k));
            eprintln!("{} {} | {}", claim.number, show(&chance), show(&unknown));
            in_hebei.push((claim.number, chance, unknown));
        }
    }
    let mut page = String::from(include_str!("mechanisms.head.md"));
    let mut rows: Vec<(&str, String)> = Vec::new();
    for c in &claims {
        let small = log.as_ref().and_then(|log| printed(log, c)).unwrap_or_else(|| c.trial.effect());
        let visible = |e: &Effect| e.mean.abs() > e.half;
        let (chance, unknown, verdict) = match in_hebei.iter().find(|h| h.0 == c.number) {
            None => ("—".into(), "—".into(), "no strength of its own in the baseline"),
            Some((_, a, b)) => {
                let verdict = match (visible(a), visible(b)) {
                    _ if !a.mean.is_finite() => "not measured in Hebei",
                    (true, true) => "yes",
                    (true, false) => "against chance, not against all that is unknown",
                    (false, true) => "only with all that is unknown",
                    (false, false) => "**no**: cannot be told from zero",
                };
                (show(a), show(b), verdict)
            }
        };
        let strength = format!("{} against {}", sets(c.trial.on), sets(c.trial.neutral));
        let neutral = if c.sourced.is_empty() { "—".into() } else { sets(c.sourced) };
        let (number, small) = (c.number, show(&small));
        let (name, outcome) = (c.name, c.outcome);
        rows.push((
            number,
            format!("| {number} | {name} | {outcome} | {strength} | {small} | {neutral} | {chance} | {unknown} | {verdict} |"),
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
