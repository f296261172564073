//! The comparison on a terminal: headline outcomes of each scenario against the baseline, in 100 columns.

use std::fmt::Write;

use super::check::name;
use crate::base::width::{left, right};
use crate::experiment::Plan;
use crate::experiment::compare::{Comparison, Row};
use crate::output::columns::Language;
use crate::output::show::{compact, verdict};

/// One block for each scenario that is not the baseline; of a single scenario, its means.
pub fn summary(plan: &Plan, comparison: &Comparison, lang: Language) -> String {
    let input = &plan.input;
    let alone = input.scenarios.len() == 1;
    let mut text = String::new();
    for (i, s) in input.scenarios.iter().enumerate().filter(|(i, _)| alone || *i != input.baseline) {
        let rows = comparison.rows.iter().filter(|r| {
            r.scenario == i && r.indicator.headline && comparison.horizons[r.horizon].id == "end" && r.n_pairs > 0
        });
        let title = match (lang, alone) {
            (Language::Zh, true) => format!("{}（最后12个月）", name(s, lang)),
            (Language::En, true) => format!("{} (last 12 months)", name(s, lang)),
            (Language::Zh, false) => format!("{}，对比 {}（最后12个月）", name(s, lang), baseline_name(plan, lang)),
            (Language::En, false) => {
                format!("{}, against {} (last 12 months)", name(s, lang), baseline_name(plan, lang))
            }
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", left(&title, 100).trim_end());
        let _ = writeln!(text, "{}", heading(alone, lang));
        for row in rows {
            let _ = writeln!(text, "{}", line(row, alone, lang).trim_end());
        }
        text.push('\n');
    }
    text
}

fn baseline_name(plan: &Plan, lang: Language) -> &str {
    name(&plan.input.scenarios[plan.input.baseline], lang)
}

/// Widths of the columns; with two spaces between them they fill 100 places.
const LABEL: usize = 30;
const NUMBER: usize = 11;
const INTERVAL: usize = 24;

fn heading(alone: bool, lang: Language) -> String {
    let of = |zh, en| lang.of(zh, en);
    let interval = right(of("95%区间", "95 % interval"), INTERVAL);
    let first = left("", LABEL);
    if alone {
        return format!("  {first}{}{interval}", right(of("均值", "mean"), NUMBER));
    }
    let numbers = [of("基准", "baseline"), of("情景", "scenario"), of("差异", "difference")].map(|t| right(t, NUMBER));
    format!("  {first}{}{interval}  {}", numbers.concat(), of("结论", "verdict"))
}

fn line(row: &Row, alone: bool, lang: Language) -> String {
    let label = left(lang.of(row.indicator.label_zh, row.indicator.label_en), LABEL);
    let short = |x| right(&compact(x, row.indicator.decimals, lang), NUMBER);
    let interval = |(low, high): (f64, f64)| {
        let bounds = [low, high].map(|x| compact(x, row.indicator.decimals, lang));
        right(&if low.is_nan() { String::new() } else { format!("[{}, {}]", bounds[0], bounds[1]) }, INTERVAL)
    };
    if alone {
        return format!("  {label}{}{}", short(row.mean), interval(row.ci95));
    }
    let numbers = [row.baseline_mean, row.mean, row.delta].map(short).concat();
    format!(
        "  {label}{numbers}{}  {}",
        interval(row.delta_ci95),
        row.verdict.map_or("", |v| {
            let [zh, en] = verdict(v.id());
            lang.of(zh, en)
        })
    )
}
