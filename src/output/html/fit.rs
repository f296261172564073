//! Whether the base year looks like the province: what is published beside what the baseline gives.

use maud::{Markup, html};

use super::Page;
use super::text::{both, pair, verdict};
use crate::output::fit::Met;
use crate::output::number::rounded;
use crate::output::show::{clean, unit};

/// Whole large numbers, four places of small ones.
fn number(x: f64) -> String {
    match x.abs() {
        _ if !x.is_finite() => "–".into(),
        a if a >= 100.0 => rounded(x, 0),
        a if a >= 10.0 => rounded(x, 2),
        _ => rounded(x, 4),
    }
}

pub fn section(page: &Page) -> Option<Markup> {
    let fit = page.tables.get("fit");
    if fit.rows.is_empty() {
        return None;
    }
    let met = Met::read(page.tables).unwrap_or_default();
    let [zh, en] = met.text();
    Some(html! {
        p { (both(
            &format!("模拟结果与已公布的数字对照，{zh}。容差由来源的精度按规则事先确定；距离＝（模型−公布值）÷容差，不超过±1为吻合。权重为0的各行是模型的输入，不计入。"),
            &format!("What was simulated beside what is published, {en}. Inside is within the tolerance, not covered what the run does not reach. Tolerances follow from the precision of the source, by a rule written before; the distance is (model - published) / tolerance, inside up to ±1. Rows of weight 0 are inputs of the model and not counted.")
        )) }
        details open[met.outside > 0] {
            summary { (both("对照表", "The table")) }
            div class="scroll" tabindex="0" role="region" aria-label="与事实的对照 Fit to what is known" {
                table {
                    thead { tr { @for [zh, en] in [["目标", "Target"], ["年份", "Year"], ["公布值", "Published"], ["容差", "Tolerance"], ["模型", "Model"], ["95%区间", "95 % interval"], ["距离", "Distance"], ["结论", "Verdict"], ["来源", "Source"]] { th scope="col" { (both(zh, en)) } } } }
                    tbody { @for r in fit.rows() { tr {
                        th scope="row" { (pair(&[clean(r.text("label_zh")), clean(r.text("label_en"))])) @if r.number("weight") == 0.0 { " " (both("（输入）", "(input)")) } }
                        td { (clean(r.text("fact_year"))) }
                        td { (number(r.number("fact"))) " " (pair(&unit(r.text("unit")))) }
                        td { (number(r.number("tolerance"))) }
                        td { (number(r.number("mean"))) }
                        td { @if r.number("ci95_lo").is_finite() { (number(r.number("ci95_lo"))) " – " (number(r.number("ci95_hi"))) } }
                        td { (number(r.number("distance"))) }
                        td { (verdict(r.text("fit_verdict"))) }
                        td { (clean(r.text("source"))) br; (clean(r.text("scope"))) }
                    } } }
                }
            }
        }
    })
}
