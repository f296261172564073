//! The comparison on a terminal: headline outcomes of each scenario against the baseline, in 100 columns.

use std::fmt::Write;

use super::check::name;
use crate::base::width::{left, right};
use crate::experiment::Plan;
use crate::experiment::compare::{Comparison, Row, Verdict};
use crate::output::columns::Language;
use crate::output::findings::{Evidence, all_same};
use crate::output::number::rounded;
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

/// How much the verdicts on headline outcomes at the end of the run rest on.
pub fn evidence(comparison: &Comparison) -> Evidence {
    let mut evidence = Evidence::default();
    let at_end = |r: &&Row| r.indicator.headline && comparison.horizons[r.horizon].id == "end";
    for r in comparison.rows.iter().filter(at_end).filter(|r| r.verdict != Some(Verdict::Baseline)) {
        evidence.add(r.n_pairs, r.verdict == Some(Verdict::Same), r.delta_ci95, r.delta_seed_ci95);
    }
    evidence
}

/// Whether a scenario is as the baseline in every headline outcome at every horizon.
pub fn is_without_effect(comparison: &Comparison, scenario: usize) -> bool {
    let of = |r: &&Row| r.scenario == scenario && r.indicator.headline;
    all_same(comparison.rows.iter().filter(of).filter_map(|r| r.verdict).map(Verdict::id))
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
    let short = |x| compact(x, row.indicator.decimals, lang);
    let number = |text: String| right(&text, NUMBER);
    let interval =
        |low: String, high: String| right(&if low.is_empty() { low } else { format!("[{low}, {high}]") }, INTERVAL);
    if alone {
        return format!("  {label}{}{}", number(short(row.mean)), interval(short(row.ci95.0), short(row.ci95.1)));
    }
    let [delta, low, high] = difference([row.delta, row.delta_ci95.0, row.delta_ci95.1], short);
    let numbers = [short(row.baseline_mean), short(row.mean), delta].map(number).concat();
    format!(
        "  {label}{numbers}{}  {}",
        interval(low, high),
        row.verdict.map_or("", |v| {
            let [zh, en] = verdict(v.id());
            lang.of(zh, en)
        })
    )
}

/// A difference and the bounds of its interval: `short`, unless that makes 0 of a difference that is not.
fn difference(numbers: [f64; 3], short: impl Fn(f64) -> String) -> [String; 3] {
    /// Decimals that an interval has room for.
    const MOST: u8 = 7;
    let vanishes = |text: &str| !text.contains(|c: char| matches!(c, '1'..='9'));
    let texts = numbers.map(short);
    let [delta, low, high] = numbers;
    let excludes_0 = low > 0.0 || high < 0.0;
    let bound_vanishes = vanishes(&texts[1]) || vanishes(&texts[2]);
    let hidden = bound_vanishes && (excludes_0 || vanishes(&texts[0]));
    let widest = numbers.into_iter().filter(|x| x.is_finite()).map(f64::abs).fold(0.0, f64::max);
    if !hidden || widest == 0.0 {
        return texts;
    }
    // Two digits of the difference, or of the interval around one that is 0.
    let size = match excludes_0 {
        true => low.abs().min(high.abs()),
        false if delta == 0.0 => widest,
        false => delta.abs(),
    };
    let first = (0..MOST).find(|&decimals| !vanishes(&rounded(size, decimals)));
    numbers.map(|x| match first {
        _ if x.is_nan() => String::new(),
        Some(first) => rounded(x, first + 1),
        None => format!("{x:.1e}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_difference_reads_as_none() {
        let shown = |numbers| difference(numbers, |x| compact(x, 4, Language::En));
        assert_eq!(shown([0.01, -0.02, 0.04]), ["0.0100", "-0.0200", "0.0400"]);
        assert_eq!(shown([0.0, 0.0, 0.0]), ["0.0000"; 3], "exactly none");
        assert_eq!(shown([-2e-5, -3e-5, -1e-5]), ["-0.000020", "-0.000030", "-0.000010"]);
        assert_eq!(
            shown([-6e-5, -1.1e-4, -1e-5]),
            ["-0.000060", "-0.000110", "-0.000010"],
            "no bound at 0 that is none"
        );
        assert_eq!(shown([2e-5, -3e-3, 3e-3]), ["0.0000", "-0.0030", "0.0030"], "the interval says enough");
        assert_eq!(shown([3e-12, 1e-12, 5e-12]), ["3.0e-12", "1.0e-12", "5.0e-12"]);
        assert_eq!(shown([3e-6, f64::NAN, f64::NAN]), ["0.0000030", "", ""], "one pair");
    }
}
