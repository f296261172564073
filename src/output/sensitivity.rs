//! What results hang on: the parameters drawn in each replicate, and how far each moves the headline indicators.

use super::csv::{Cell, Writer};
use super::provenance::describe;
use super::results::{by_id, label};
use super::show;
use crate::experiment::compare::Measured;
use crate::experiment::error::Error;
use crate::experiment::horizon::Horizon;
use crate::experiment::plan::Input;
use crate::experiment::sensitivity::{Effect, Influence, Mover, drawn};
use crate::outcome::record::Arm;

/// Stands for a parameter in the rows of chance.
pub const CHANCE: &str = "chance";

/// What a parameter does to a result, by its effect.
fn influence(effect: &Effect) -> &'static str {
    match effect.change_ci95 {
        _ if !effect.is_found() => "not_found",
        (low, _) if low > 0.0 => "raises",
        (_, high) if high < 0.0 => "lowers",
        _ => "bends",
    }
}

pub fn sensitivity(w: &mut Writer, input: &Input, horizon: &Horizon, influences: &[Influence]) -> Result<(), Error> {
    for (scenario, s) in by_id(&input.scenarios) {
        let of: Vec<&Influence> = influences.iter().filter(|i| i.scenario == scenario).collect();
        w.group(of.len())?;
        for Influence { indicator, mover, n, share, effect, .. } in of {
            let (path, [zh, en, unit]) = match mover {
                Mover::Chance => (CHANCE, ["随机性", "Chance", ""]),
                Mover::Parameter(p) => (p.row().path, describe(p.row().path)),
            };
            let number = |of: fn(&Effect) -> f64| effect.as_ref().map_or(Cell::Missing, |e| Cell::Exact(of(e)));
            let found = effect.as_ref().map(influence);
            w.row(&[
                Cell::Text(&s.id),
                Cell::Text(label(s)),
                Cell::Text(indicator.id),
                Cell::Text(indicator.label_zh),
                Cell::Text(indicator.unit),
                Cell::Text(horizon.id),
                Cell::Month(horizon.month),
                Cell::Text(path),
                Cell::Text(zh),
                Cell::Text(en),
                Cell::Text(unit),
                Cell::Integer(*n as i64),
                Cell::Exact(*share),
                number(|e| e.p),
                number(|e| e.thirds[0]),
                number(|e| e.means[0]),
                number(|e| e.thirds[1]),
                number(|e| e.means[1]),
                number(|e| e.means[1] - e.means[0]),
                number(|e| e.change_ci95.0),
                number(|e| e.change_ci95.1),
                found.map_or(Cell::Missing, Cell::Text),
                found.map_or(Cell::Missing, |id| Cell::Text(show::verdict(id)[0])),
            ])?;
        }
    }
    Ok(())
}

/// What was drawn in each replicate: of the baseline, and of other scenarios where they draw otherwise.
pub fn draws(w: &mut Writer, input: &Input, runs: &[Measured]) -> Result<(), Error> {
    let of = |scenario: usize| -> Vec<&Measured> {
        let finished = |r: &&Measured| r.scenario == scenario && r.arm == Arm::Full && r.values.is_some();
        runs.iter().filter(finished).collect()
    };
    let baseline = drawn(&of(input.baseline));
    for (scenario, s) in by_id(&input.scenarios) {
        let runs = of(scenario);
        let own = drawn(&runs).into_iter().filter(|own| scenario == input.baseline || !baseline.contains(own));
        let own: Vec<_> = own.collect();
        w.group(own.len() * runs.len())?;
        for (k, run) in runs.iter().enumerate() {
            for (p, values) in &own {
                let [zh, en, unit] = describe(p.row().path);
                w.row(&[
                    Cell::Text(&s.id),
                    Cell::Integer(run.replicate.into()),
                    Cell::Text(p.row().path),
                    Cell::Text(zh),
                    Cell::Text(en),
                    Cell::Text(unit),
                    Cell::Exact(values[k]),
                ])?;
            }
        }
    }
    Ok(())
}
