//! Where the values of a run come from: what scenarios change, what was assumed and what was fitted. From the input alone.

use super::csv::{Cell, Writer};
use super::results::{by_id, label};
use crate::base::language::both;
use crate::experiment::error::Error;
use crate::experiment::plan::{Input, Setting, TableRead};
use crate::scenario::parameters::{self, Kind, Source};

/// The cells `value` and `value_text`: the number, and text where that says more.
fn value_cells(setting: Option<&Setting>) -> [Cell<'_>; 2] {
    match setting {
        Some(Setting { number: Some(x), spread: None, .. }) => [Cell::Exact(*x), Cell::Missing],
        Some(Setting { number, text, .. }) => [Cell::Exact(number.unwrap_or(f64::NAN)), Cell::Text(text)],
        None => [Cell::Missing, Cell::Missing],
    }
}

/// Labels and unit of a parameter, as far as this program knows it.
pub(super) fn describe(path: &str) -> [&'static str; 3] {
    parameters::find(path).map_or([""; 3], |p| {
        let row = p.row();
        [row.zh, row.en, row.unit]
    })
}

pub fn scenarios(w: &mut Writer, input: &Input) -> Result<(), Error> {
    let baseline = &input.scenarios[input.baseline];
    for (_, s) in by_id(&input.scenarios) {
        let differences = s.differences(baseline);
        let tables = s.other_tables(baseline);
        w.group(differences.len() + tables.len())?;
        for (setting, of_baseline) in differences {
            let [zh, en, unit] = describe(&setting.parameter);
            let [value, value_text] = value_cells(Some(setting));
            let [baseline, baseline_text] = value_cells(of_baseline);
            w.row(&[
                Cell::Text(&s.id),
                Cell::Text(label(s)),
                Cell::Text(&setting.parameter),
                Cell::Text(zh),
                Cell::Text(en),
                Cell::Text(unit),
                value,
                value_text,
                baseline,
                baseline_text,
                Cell::Text(&setting.origin),
            ])?;
        }
        for (table, of_baseline) in tables {
            let [content, of_baseline] = [Some(table), of_baseline].map(|t| t.map(content).unwrap_or_default());
            w.row(&[
                Cell::Text(&s.id),
                Cell::Text(label(s)),
                Cell::Text(&table.table),
                Cell::Text(&table.label.zh),
                Cell::Text(&table.label.en),
                Cell::Missing,
                Cell::Missing,
                Cell::Text(&content),
                Cell::Missing,
                Cell::Text(&of_baseline),
                Cell::Text(&table.file),
            ])?;
        }
    }
    Ok(())
}

/// What tells the content of a table from that of another.
fn content(table: &TableRead) -> String {
    format!("{} {}", table.table, table.hash.chars().take(8).collect::<String>())
}

/// What was assumed or fitted in the baseline, and what differs from that in the other scenarios. What a policy sets its levers
/// to is a choice, and stands in `scenarios.csv`.
pub fn assumptions(w: &mut Writer, input: &Input) -> Result<(), Error> {
    let baseline = &input.scenarios[input.baseline];
    for (i, s) in by_id(&input.scenarios) {
        let is_baseline = i == input.baseline;
        let settings: Vec<&Setting> = match is_baseline {
            true => s.settings.iter().collect(),
            false => s.differences(baseline).into_iter().map(|(setting, _)| setting).collect(),
        };
        for setting in settings {
            let Some(p) = parameters::find(&setting.parameter) else { continue };
            let fitted = setting.fitted;
            if !is_baseline && !fitted && p.row().kind == Kind::Lever {
                continue;
            }
            let reasoning = match p.row().source {
                Source::Assumption(en, zh) => [zh, en],
                _ if fitted => ["", ""],
                _ => continue,
            };
            let [value, value_text] = value_cells(Some(setting));
            let [zh, en, unit] = describe(&setting.parameter);
            w.row(&[
                Cell::Text(&s.id),
                Cell::Text(&setting.parameter),
                Cell::Text(zh),
                Cell::Text(en),
                Cell::Text(unit),
                value,
                value_text,
                setting.spread.map_or(Cell::Missing, |r| Cell::Exact(r.0)),
                setting.spread.map_or(Cell::Missing, |r| Cell::Exact(r.1)),
                Cell::Missing,
                Cell::Text(reasoning[0]),
                Cell::Text(reasoning[1]),
                Cell::Text(if fitted { "fitted" } else { "assumption" }),
                Cell::Text(&setting.origin),
            ])?;
        }
        for rows in s.assumed_rows.iter().filter(|r| is_baseline || !baseline.assumed_rows.contains(r)) {
            let reasoning = both!(
                "{rows} 行中的 {assumed} 行；见表中 `confidence` 列",
                "{assumed} of {rows} rows; see the column `confidence` of the table",
                assumed = rows.assumed,
                rows = rows.rows
            );
            let mut cells = [Cell::Missing; 14];
            cells[0] = Cell::Text(&s.id);
            cells[1] = Cell::Text(&rows.table);
            cells[2] = Cell::Text(&rows.label.zh);
            cells[3] = Cell::Text(&rows.label.en);
            cells[9] = Cell::Integer(rows.assumed as i64);
            cells[10] = Cell::Text(&reasoning.zh);
            cells[11] = Cell::Text(&reasoning.en);
            cells[12] = Cell::Text("assumption");
            cells[13] = Cell::Text(&rows.table);
            w.row(&cells)?;
        }
    }
    Ok(())
}
