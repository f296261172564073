//! What the comparison says about each policy, for the first page of workbook and report.

use super::columns::Language;
use super::frame::{Row, Tables};
use super::manifest::Manifest;
use super::show::{self, Scale};
use crate::base::text::{counted, form};
use crate::outcome::dictionary::{INDICATORS, Indicator, Over};

/// A row of `comparison.csv`.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    pub indicator: &'static Indicator,
    pub scale: Scale,
    pub pairs: i64,
    pub mean: f64,
    pub baseline: f64,
    pub delta: f64,
    /// Covers what column `uncertainty` says.
    pub interval: (f64, f64),
    /// By chance alone.
    pub by_chance: (f64, f64),
    pub relative: f64,
    pub share_better: f64,
    /// Id of the verdict; empty if nothing was measured.
    pub verdict: Verdict,
}

/// What a planner may conclude, as in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict(pub &'static str);

impl Verdict {
    fn read(id: &str) -> Self {
        const ALL: [&str; 7] = ["better", "worse", "higher", "lower", "unclear", "same", "baseline"];
        Verdict(ALL.into_iter().find(|v| *v == id).unwrap_or(""))
    }
}

/// The findings of a scenario at a horizon, in the order of the dictionary.
pub fn findings(tables: &Tables, scenario: &str, horizon: &str) -> Vec<Finding> {
    let comparison = tables.get("comparison");
    let rows = comparison.rows().filter(|r| r.text("scenario_id") == scenario && r.text("horizon") == horizon);
    rows.filter_map(finding).collect()
}

fn finding(r: Row) -> Option<Finding> {
    let indicator = INDICATORS.iter().find(|i| i.id == r.text("indicator"))?;
    Some(Finding {
        indicator,
        scale: Scale::of(indicator.id, indicator.unit, indicator.decimals),
        pairs: r.integer("n_pairs"),
        mean: r.number("mean"),
        baseline: r.number("baseline_mean"),
        delta: r.number("delta"),
        interval: (r.number("delta_ci95_lo"), r.number("delta_ci95_hi")),
        by_chance: (r.number("delta_seed_ci95_lo"), r.number("delta_seed_ci95_hi")),
        relative: r.number("delta_relative"),
        share_better: r.number("share_of_pairs_better"),
        verdict: Verdict::read(r.text("verdict")),
    })
}

/// Headline indicators that were measured in some scenario.
pub fn headlines(tables: &Tables) -> Vec<&'static Indicator> {
    let measured = |i: &&Indicator| {
        tables.get("comparison").rows().any(|r| r.text("indicator") == i.id && r.number("mean").is_finite())
    };
    INDICATORS.iter().filter(|i| i.headline).filter(measured).collect()
}

/// Whether a row of `series.csv` belongs into a chart: something was measured, and of a flow that happens once a year
/// only the month in which it happens.
pub fn is_measured(row: &Row) -> bool {
    let is_flow = INDICATORS.iter().any(|i| i.id == row.text("indicator") && i.over == Over::Sum);
    row.integer("n") > 0 && !(is_flow && row.number("q95") == 0.0 && row.number("mean") == 0.0)
}

/// Positions of the scenarios that are compared with the baseline; of a single scenario, itself.
pub fn policies(manifest: &Manifest) -> Vec<usize> {
    let all = 0..manifest.scenarios.len();
    let others: Vec<usize> = all.clone().filter(|&i| manifest.scenarios[i].id != manifest.baseline).collect();
    if others.is_empty() { all.collect() } else { others }
}

/// The answer about a policy in one sentence.
pub fn sentence(name: &str, findings: &[Finding], lang: Language) -> String {
    let headline = || findings.iter().filter(|f| f.indicator.headline && f.pairs > 0);
    let of = |verdict: &str| -> Vec<String> {
        let mut some: Vec<&Finding> = headline().filter(|f| f.verdict.0 == verdict).collect();
        some.sort_by(|a, b| b.relative.abs().total_cmp(&a.relative.abs()));
        let label = |f: &&Finding| lang.of(f.indicator.label_zh, f.indicator.label_en).to_owned();
        let change = |f: &&Finding| f.scale.change(f.delta, lang);
        match lang {
            Language::Zh => some.iter().map(|f| format!("{}（{}）", label(f), change(f))).collect(),
            Language::En => some.iter().map(|f| format!("{} ({})", label(f), change(f))).collect(),
        }
    };
    let (better, worse) = (of("better"), of("worse"));
    let (unclear, same, moved) = (of("unclear").len(), of("same").len(), [of("higher"), of("lower")].concat());
    let mut parts = Vec::new();
    match lang {
        Language::Zh => {
            let list = |items: Vec<String>| items.join("、");
            parts.extend((!better.is_empty()).then(|| format!("改善 {} 项：{}", better.len(), list(better))));
            parts.extend((!worse.is_empty()).then(|| format!("变差 {} 项：{}", worse.len(), list(worse))));
            parts.extend((!moved.is_empty()).then(|| format!("变动但不作评价：{}", list(moved))));
            parts.extend((unclear > 0).then(|| format!("{unclear} 项主要指标看不出差别")));
            parts.extend((same > 0).then(|| format!("{same} 项主要指标与基准完全相同")));
            format!("{name}：{}。", if parts.is_empty() { "没有可比的结果".into() } else { parts.join("；") })
        }
        Language::En => {
            let list = |items: Vec<String>| items.join(", ");
            parts.extend((!better.is_empty()).then(|| format!("better in {}: {}", better.len(), list(better))));
            parts.extend((!worse.is_empty()).then(|| format!("worse in {}: {}", worse.len(), list(worse))));
            parts.extend((!moved.is_empty()).then(|| format!("changed, without judgement: {}", list(moved))));
            parts.extend(
                (unclear > 0).then(|| format!("no clear difference in {}", counted(unclear, "headline outcome"))),
            );
            parts.extend(
                (same > 0).then(|| format!("{} exactly as in the baseline", counted(same, "headline outcome"))),
            );
            format!("{name}: {}.", if parts.is_empty() { "nothing to compare".into() } else { parts.join("; ") })
        }
    }
}

/// That runs failed, if some did.
pub fn failed(manifest: &Manifest) -> Option<[String; 2]> {
    let n = manifest.warnings.failed_runs;
    let texts = || {
        [
            format!("{n} 次运行失败，未计入均值；见 failures.csv。"),
            format!("{} failed and {} left out; see failures.csv.", counted(n, "run"), form(n, "was", "were")),
        ]
    };
    (n > 0).then(texts)
}

/// What the intervals of these results cover.
pub fn uncertainty(manifest: &Manifest) -> [String; 2] {
    let n = manifest.replicates;
    let times = counted(n as usize, "time");
    match manifest.arms.len() {
        1 => [
            format!("每个情景重复模拟 {n} 次；区间只反映随机性（参数取定值）。"),
            format!("Each scenario was simulated {times}; intervals cover chance alone (parameters at their values)."),
        ],
        _ => [
            format!("每个情景重复模拟 {n} 次；区间同时反映随机性和有区间的参数，“仅随机性”一栏为参数取定值时的区间。"),
            format!(
                "Each scenario was simulated {times}; intervals cover chance and the parameters that have a range. \
                 Intervals “by chance alone” come from runs with parameters at their values."
            ),
        ],
    }
}

/// Last month of the comparison at the end of the run.
pub fn span(manifest: &Manifest) -> [String; 2] {
    let Some(s) = manifest.scenarios.first() else { return [String::new(), String::new()] };
    let last = s.start + (s.months as i32 - 1);
    [
        format!("{}年{}月至{}年{}月", s.start.year(), s.start.of_year(), last.year(), last.of_year()),
        format!("{}-{:02} to {}-{:02}", s.start.year(), s.start.of_year(), last.year(), last.of_year()),
    ]
}

/// Name of a scenario by its id.
pub fn name_of(manifest: &Manifest, id: &str) -> [String; 2] {
    manifest.scenarios.iter().find(|s| s.id == id).map_or_else(|| [id.into(), id.into()], show::names)
}
