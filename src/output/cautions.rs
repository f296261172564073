//! What to mind about results beside chance: how coarse the run was, what a scenario assumes of the economy, money nobody spent.
//!
//! Texts for page, workbook and terminal, from the manifest and the tables as they stand in the files.

use std::collections::BTreeMap;

use super::columns::Language;
use super::frame::Tables;
use super::show::{self, compact};
use crate::experiment::plan::Planned;
use crate::scenario::parameters;

/// Persons for each simulated person beyond which a program point has less than a dozen students: 1.75 million in 6,558 points.
const FINE: f64 = 25.0;

/// Years' money left in a line at the end from which it is told, and times what is left in the baseline *(assumption)*.
const IDLE: f64 = 1.0;
const MORE: f64 = 1.5;

/// Begin of the paths of levers that say how the economy goes, whatever schools do.
const ECONOMY: &str = "policy.industry.";

/// That results about single program points rest on few simulated students; nothing of networks, which have none.
pub fn coarse(scenario: &Planned) -> Option<[String; 2]> {
    let has_schools = scenario.tables.iter().any(|t| t.table == "programs.csv");
    let scale = scenario.scale().filter(|scale| has_schools && *scale > FINE)?;
    Some([
        format!(
            "每个模拟个体代表 {scale} 人，每个专业点平均只有几名模拟学生：毕业生数、专业增减和分专业分地区的清单只可看方向；要据以决定，请用 --people-per-agent 10 再运行。"
        ),
        format!(
            "Each simulated person stands for {scale}, so a program point has a handful of simulated students: of graduates, openings and closures, and lists by region only the direction may be read; before deciding, run again with --people-per-agent 10."
        ),
    ])
}

/// That a scenario differs from the baseline in how the economy goes: what then changes is no effect of schools alone.
pub fn other_economy(scenario: &Planned, baseline: &Planned) -> Option<[String; 2]> {
    let differences = scenario.differences(baseline);
    let assumed = differences.iter().filter(|(setting, _)| setting.parameter.starts_with(ECONOMY));
    let assumed: Vec<_> = assumed.filter_map(|(setting, _)| parameters::find(&setting.parameter)).collect();
    if assumed.is_empty() {
        return None;
    }
    let list = |lang: Language| {
        let names: Vec<&str> = assumed.iter().map(|p| lang.of(p.row().zh, p.row().en)).collect();
        names.join(lang.of("；", "; "))
    };
    Some([
        format!(
            "此情景还假定了外部产业需求的变化（{}）：失业率、空缺、增加值的差异主要来自这一假定，不是教育政策的效果。",
            list(Language::Zh)
        ),
        format!(
            "This scenario also assumes another demand of industries ({}): differences in unemployment, vacancies and value added come mostly from that, and are no effects of education policy.",
            list(Language::En)
        ),
    ])
}

/// Lines in which more than a year's money is left at the end of the run, and clearly more than in the baseline.
pub fn unspent(tables: &Tables, scenario: &str, baseline: &str) -> Option<[String; 2]> {
    let mut lines: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    let last = tables.get("fiscal").rows().map(|r| r.integer("year")).max()?;
    for row in tables.get("fiscal").rows().filter(|r| r.integer("year") == last && r.text("line") != "total") {
        let Some(of) = [scenario, baseline].iter().position(|id| *id == row.text("scenario_id")) else { continue };
        let (allocated, left) = (row.number("allocated_yuan"), row.number("carried_yuan"));
        lines.entry(row.text("line")).or_default()[of] = if left > IDLE * allocated { left } else { 0.0 };
    }
    let idle: Vec<(&str, f64)> =
        lines.into_iter().filter(|(_, [own, base])| *own > MORE * base).map(|(line, [own, _])| (line, own)).collect();
    if idle.is_empty() {
        return None;
    }
    let list = |lang: Language| {
        let each = |(line, left): &(&str, f64)| {
            let [zh, en] = show::line(line);
            match lang {
                Language::Zh => format!("{zh} {}元", compact(*left, 0, lang)),
                Language::En => format!("{en} {} yuan", compact(*left, 0, lang)),
            }
        };
        idle.iter().map(each).collect::<Vec<_>>().join(lang.of("、", ", "))
    };
    Some([
        format!("有钱没有花出去，运行结束时（{last}年）结转：{}。", list(Language::Zh)),
        format!("Money was not spent; left in lines when the run ends in {last}: {}.", list(Language::En)),
    ])
}
