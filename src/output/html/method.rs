//! What was changed, what was assumed, and how to make the results again.

use maud::{Markup, html};

use super::Page;
use super::text::{both, each, name, pair};
use crate::output::frame::Row;
use crate::output::number::{exact, rounded};
use crate::output::show::{self, clean};
use crate::scenario::resolved::path_in;

pub fn section(page: &Page) -> Option<Markup> {
    let manifest = page.manifest;
    let (changes, assumptions) = (page.tables.get("scenarios"), page.tables.get("assumptions"));
    Some(html! {
        @if !changes.rows.is_empty() {
            h3 { (both("各情景改变了什么", "What the scenarios change")) }
            div class="scroll" tabindex="0" role="region" aria-label="参数差异 Parameters that differ" {
                table {
                    thead { tr { @for [zh, en] in [["情景", "Scenario"], ["参数", "Parameter"], ["数值", "Value"], ["基准", "Baseline"], ["单位", "Unit"], ["出处", "Origin"]] { th scope="col" { (both(zh, en)) } } } }
                    tbody { @for r in changes.rows() { tr {
                        td { (name(&crate::output::findings::name_of(manifest, r.text("scenario_id")))) }
                        th scope="row" { (labels(&r)) br; code { (r.text("parameter")) } }
                        td { (setting(&r, "value", "value_text")) }
                        td { (setting(&r, "baseline_value", "baseline_value_text")) }
                        td { (pair(&show::unit(r.text("unit")))) }
                        td { code { (clean(r.text("origin"))) } }
                    } } }
                }
            }
        }
        @if !assumptions.rows.is_empty() {
            h3 { (both("没有来源的数值", "Values without a source")) }
            p { (both(
                &format!("模型中有 {} 项取值没有公开来源，是假设。有区间的假设在各次重复中抽取，其影响已计入区间；没有区间的未计入。", assumptions.rows.len()),
                &format!("{} values of the model have no published source and are assumptions. Those with a range are drawn by the replicates, so the intervals cover them; the others are not covered.", assumptions.rows.len())
            )) }
            details {
                summary { (both("假设清单", "List of assumptions")) }
                div class="scroll" tabindex="0" role="region" aria-label="假设 Assumptions" {
                    table {
                        thead { tr { @for [zh, en] in [["对象", "Subject"], ["数值", "Value"], ["区间", "Range"], ["依据", "Basis"], ["理由", "Reasoning"]] { th scope="col" { (both(zh, en)) } } } }
                        tbody { @for r in assumptions.rows() { tr {
                            th scope="row" { (labels(&r)) br; code { (r.text("subject")) } }
                            td { (setting(&r, "value", "value_text")) " " (pair(&show::unit(r.text("unit")))) }
                            td { @if r.number("range_lo").is_finite() { (exact(r.number("range_lo"))) "–" (exact(r.number("range_hi"))) } }
                            td { (pair(&show::basis(r.text("basis")))) }
                            td { (pair(&[r.text("reasoning_zh"), r.text("reasoning_en")])) }
                        } } }
                    }
                }
            }
        }
        h3 { (both("重现", "Make it again")) }
        pre { code { (show::command(manifest)) } }
        dl {
            @for ([zh, en], text) in [
                (["版本", "Version"], format!("skillsim {} ({}, {})", manifest.version, manifest.commit, manifest.target)),
                (["随机种子", "Seed"], manifest.seed.clone()),
                (["重复次数", "Replicates"], manifest.replicates.to_string()),
                (["计划编号", "Plan"], manifest.plan_id.clone()),
            ] { dt { (both(zh, en)) } dd { code { (text) } } }
        }
        details {
            summary { (both("读取的文件及其指纹", "Files read, with their hashes")) }
            ul class="files" { @for s in &manifest.scenarios { li { (name(&show::names(s))) ul { @for (file, hash) in &s.sources { li { code { (clean(file)) } br; code class="hash" { (hash) } } } } } } }
        }
        p { (both(
            "同一版本、同一输入得到逐位相同的结果。全部数据在本目录的 CSV 文件中，列的含义见 dictionary.csv。",
            "The same version with the same input gives the same bits. All data are in the CSV files beside this page; dictionary.csv explains their columns."
        )) }
    })
}

fn labels(r: &Row) -> Markup {
    pair(&[clean(r.text("label_zh")), clean(r.text("label_en"))])
}

fn setting(r: &Row, number: &str, text: &str) -> Markup {
    let x = r.number(number);
    html! { @if r.text(text).is_empty() { (if x.abs() < 1e6 { exact(x) } else { rounded(x, 0) }) } @else { (each(|lang| path_in(&clean(r.text(text)), lang))) } }
}
