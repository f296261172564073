//! The comparison on a terminal: headline outcomes of each scenario against the baseline, in 100 columns.

use std::fmt::Write;

use super::check::name;
use super::width::{left, right};
use crate::experiment::Plan;
use crate::experiment::compare::{Comparison, Row, Verdict};
use crate::output::columns::Language;
use crate::output::number::rounded;

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
    format!("  {label}{numbers}{}  {}", interval(row.delta_ci95), row.verdict.map_or("", |v| verdict(v, lang)))
}

fn verdict(verdict: Verdict, lang: Language) -> &'static str {
    match lang {
        Language::En => verdict.id(),
        Language::Zh => match verdict {
            Verdict::Better => "改善",
            Verdict::Worse => "变差",
            Verdict::Higher => "升高",
            Verdict::Lower => "降低",
            Verdict::Unclear => "不确定",
            Verdict::Same => "相同",
            Verdict::Baseline => "基准",
        },
    }
}

/// A number in at most ten places; large ones in 万 and 亿, or thousands, millions and billions.
fn compact(x: f64, decimals: u8, lang: Language) -> String {
    let steps: &[(f64, &str)] = match lang {
        Language::Zh => &[(1e8, "亿"), (1e4, "万")],
        Language::En => &[(1e9, " bn"), (1e6, " M"), (1e3, " k")],
    };
    match steps.iter().find(|(step, _)| x.abs() >= *step) {
        Some((step, unit)) => format!("{}{unit}", rounded(x / step, 1)),
        None if x.abs() >= 100.0 => rounded(x, decimals.min(1)),
        None => rounded(x, decimals.min(4)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_stay_short() {
        for (x, zh, en) in
            [(0.05124, "0.0512", "0.0512"), (1_234_567.0, "123.5万", "1.2 M"), (-2.5e9, "-25.0亿", "-2.5 bn")]
        {
            assert_eq!((compact(x, 4, Language::Zh).as_str(), compact(x, 4, Language::En).as_str()), (zh, en));
        }
    }
}
