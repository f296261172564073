//! What the comparison says about each policy, for the first page of workbook and report.

use super::columns::Language;
use super::frame::{Row, Tables};
use super::manifest::{Contents, Manifest};
use super::number::rounded;
use super::show::{self, Scale};
use crate::base::text::{counted, form};
use crate::experiment::compare::are_at_odds;
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

/// Whether a scenario is as the baseline in every headline outcome at every horizon.
fn is_without_effect(tables: &Tables, scenario: &str) -> bool {
    let of = |r: &Row| r.text("scenario_id") == scenario && !r.text("verdict").is_empty();
    let headline = |r: &Row| INDICATORS.iter().any(|i| i.headline && i.id == r.text("indicator"));
    let rows = tables.get("comparison").rows().filter(of).filter(headline);
    all_same(rows.map(|r| r.text("verdict")))
}

/// Whether there are verdicts, and all say that no pair differs.
pub fn all_same<'a>(verdicts: impl Iterator<Item = &'a str>) -> bool {
    let mut verdicts = verdicts.peekable();
    verdicts.peek().is_some() && verdicts.all(|v| v == "same")
}

/// What to say of a scenario that is as the baseline in every headline outcome: of one that changes something, and of one
/// that changes nothing.
pub const fn no_effect(changes: bool) -> [&'static str; 2] {
    match changes {
        true => [
            "主要指标与基准完全相同，此情景的改动没有起作用",
            "every headline outcome is exactly as in the baseline; what this scenario changes had no effect",
        ],
        false => [
            "主要指标与基准完全相同：此情景没有改变任何参数，正应如此",
            "every headline outcome is exactly as in the baseline, as it should be: this scenario changes no parameter",
        ],
    }
}

/// What to say of a scenario that is as the baseline in every headline outcome at every horizon; `None` of others.
pub fn without_effect(tables: &Tables, manifest: &Manifest, scenario: usize) -> Option<[&'static str; 2]> {
    let of = &manifest.scenarios[scenario];
    let baseline = manifest.scenarios.iter().find(|s| s.id == manifest.baseline);
    is_without_effect(tables, &of.id).then(|| no_effect(baseline.is_some_and(|baseline| of.changes(baseline))))
}

/// How much the verdicts on headline outcomes rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Pairs of the comparison that has fewest.
    pairs: Option<usize>,
    /// Comparisons in which something differs and that have an interval.
    judged: usize,
    /// Those whose interval excludes 0, but by chance alone not on the same side.
    crossed: usize,
}

impl Evidence {
    /// Pairs below which an interval is not to be relied on *(assumption)*.
    const FEW: usize = 5;

    /// Of all scenarios at the end of the run, as `comparison.csv` says.
    pub fn read(tables: &Tables, manifest: &Manifest) -> Evidence {
        let mut evidence = Evidence::default();
        for s in manifest.scenarios.iter().filter(|s| s.id != manifest.baseline) {
            for f in findings(tables, &s.id, "end").iter().filter(|f| f.indicator.headline) {
                evidence.add(f.pairs as usize, f.verdict.0 == "same", f.interval, f.by_chance);
            }
        }
        evidence
    }

    /// Adds a comparison of a headline outcome.
    pub fn add(&mut self, pairs: usize, is_same: bool, interval: (f64, f64), by_chance: (f64, f64)) {
        if pairs == 0 {
            return;
        }
        self.pairs = Some(self.pairs.map_or(pairs, |least| least.min(pairs)));
        self.judged += usize::from(!is_same && pairs > 1);
        self.crossed += usize::from(!is_same && are_at_odds(interval, by_chance));
    }

    /// What to mind about the verdicts.
    pub fn texts(self) -> Vec<[String; 2]> {
        let Evidence { pairs, judged, crossed } = self;
        let few = pairs.filter(|n| *n < Self::FEW).map(|n| match n {
            1 => [
                "只有 1 次成对运行：没有区间，不能判断好坏；请增加重复次数（--replicates）。".to_owned(),
                "Only 1 pair of runs: there are no intervals and nothing can be judged; raise --replicates.".to_owned(),
            ],
            n => [
                format!(
                    "只有 {n} 次成对运行（少于 {} 次）：区间很宽且不可靠，结论仅供参考；请增加重复次数（--replicates）。",
                    Self::FEW
                ),
                format!(
                    "Only {n} pairs of runs (fewer than {}): intervals are wide and not reliable, and verdicts no more \
                     than hints; raise --replicates.",
                    Self::FEW
                ),
            ],
        });
        let (zh, en) = match 0.05 * judged as f64 {
            n if n < 1.0 => ("平均不到 1 项".to_owned(), "on average fewer than one".to_owned()),
            n => (format!("平均至多约 {} 项", rounded(n, 0)), format!("on average some {} at most", rounded(n, 0))),
        };
        let many = (judged > 0).then(|| {
            [
                format!(
                    "共比较了 {judged} 项主要指标：按95%区间判断，即使政策毫无作用，也会有至多约5%（{zh}）被误判为有差别。"
                ),
                format!(
                    "{} of headline outcomes: at 95 %, at most about 5 % of them ({en}) would be called different \
                     even if no policy did anything.",
                    counted(judged, "comparison")
                ),
            ]
        });
        let crossed = (crossed > 0).then(|| {
            [
                format!(
                    "其中 {crossed} 项的两个区间不一致：计入参数的区间不含0，而“仅随机性”的区间（comparison.csv 的 delta_seed_ci95 两列）含0或在0的另一侧。参数取定值时的效果与各种参数取值下的平均效果本来就可以不同，重复次数少时宽窄也有偶然性；这样的结论一律列为不确定。"
                ),
                format!(
                    "In {crossed} of them the two intervals disagree: the one that covers parameters excludes 0, the one by chance alone \
                     (columns delta_seed_ci95 of comparison.csv) holds it or lies on its other side. The effect with parameters at \
                     their values may well differ from the mean over what they could be, and with few replicates widths are a \
                     matter of chance too. Such verdicts stand as unclear."
                ),
            ]
        });
        [few, many, crossed].into_iter().flatten().collect()
    }
}

/// The answer about a policy in one sentence; `without` as [`without_effect`] says.
pub fn sentence(name: &str, findings: &[Finding], without: Option<[&'static str; 2]>, lang: Language) -> String {
    if let Some([zh, en]) = without {
        return format!("{name}{}{}", lang.of("：", ": "), lang.of(zh, en)) + lang.of("。", ".");
    }
    let headline = || findings.iter().filter(|f| f.indicator.headline && f.pairs > 0);
    let of = |verdict: &str| -> Vec<String> {
        let mut some: Vec<&Finding> = headline().filter(|f| f.verdict.0 == verdict).collect();
        some.sort_by(|a, b| b.relative.abs().total_cmp(&a.relative.abs()));
        let label = |f: &&Finding| lang.of(f.indicator.label_zh, f.indicator.label_en).to_owned();
        let change = |f: &&Finding| show::change_in_unit(f.scale, f.delta, f.indicator.unit, lang);
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
    let [zh, en] = match manifest.contents {
        Contents::Ensemble => ["见 failures.csv", "see failures.csv"],
        Contents::Comparison => ["见所比较结果中的 failures.csv", "see failures.csv of the results compared"],
    };
    let texts = || {
        [
            format!("{n} 次运行失败，未计入均值；{zh}。"),
            format!("{} failed and {} left out; {en}.", counted(n, "run"), form(n, "was", "were")),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_evidence_is_called_so() {
        let told = |comparisons: &[(usize, bool, (f64, f64))]| {
            let mut evidence = Evidence::default();
            comparisons.iter().for_each(|(n, same, interval)| evidence.add(*n, *same, *interval, (-1.0, 1.0)));
            evidence.texts().into_iter().map(|[_, en]| en).collect::<Vec<_>>()
        };
        assert!(told(&[]).is_empty() && told(&[(9, true, (0.0, 0.0)), (0, false, (1.0, 2.0))]).is_empty());
        let none = f64::NAN;
        assert!(matches!(told(&[(1, false, (none, none))]).as_slice(), [one] if one.starts_with("Only 1 pair")));
        let enough = told(&[(9, false, (-1.0, 2.0)), (9, true, (0.0, 0.0))]);
        assert!(
            matches!(enough.as_slice(), [many] if many.starts_with("1 comparison") && many.contains("fewer than one"))
        );
        let few = told(&[(4, false, (-1.0, 2.0)), (3, false, (1.0, 2.0))]);
        assert!(
            few[0].contains("Only 3 pairs")
                && few[1].starts_with("2 comparisons")
                && few[2].starts_with("In 1 of them")
        );
    }
}
