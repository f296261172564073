//! The first screen: the question, the answer for each policy, and how sure it is.

use maud::{Markup, html};

use super::charts::forest;
use super::text::{both, change, each, interval, name, outcome, pair, value, verdict};
use super::{Page, figure};
use crate::output::cautions;
use crate::output::findings::{self, Evidence, Finding};
use crate::output::show;

pub fn question(page: &Page) -> Markup {
    let manifest = page.manifest;
    let baseline = name(&findings::name_of(manifest, &manifest.baseline));
    if manifest.scenarios.len() == 1 {
        return html! {
            span lang="zh-CN" { "“" (baseline) "”会怎样发展？" }
            span lang="en" { "How does “" (baseline) "” develop?" }
        };
    }
    let policies = findings::policies(manifest);
    let names: Vec<Markup> = policies.iter().take(4).map(|&s| name(&page.names(s))).collect();
    let more = policies.len() > names.len();
    html! {
        span lang="zh-CN" {
            "与“" (baseline) "”相比，" @for n in &names { "“" (n) "”" } @if more { "等 " (policies.len()) " 种政策" } "会带来什么变化？"
        }
        span lang="en" {
            "Against “" (baseline) "”, what changes under "
            @for (i, n) in names.iter().enumerate() { @if i > 0 { ", " } "“" (n) "”" }
            @if more { " and " (policies.len() - names.len()) " more" } "?"
        }
    }
}

pub fn section(page: &Page) -> Option<Markup> {
    let manifest = page.manifest;
    let alone = manifest.scenarios.len() == 1;
    let policies = findings::policies(manifest);
    let found: Vec<Vec<Finding>> =
        policies.iter().map(|&s| findings::findings(page.tables, page.id(s), "end")).collect();
    Some(html! {
        p class="lead" {
            (pair(&findings::span(manifest))) (both("；结果为最后12个月。", "; results are those of the last 12 months. "))
            (pair(&findings::uncertainty(manifest)))
        }
        @if !alone {
            div class="cards" {
                @for (&s, found) in policies.iter().zip(&found) { (card(page, s, found)) }
            }
        }
        @let coarse = cautions::coarse(&manifest.scenarios[page.order[0]]);
        @for text in coarse.into_iter().chain(Evidence::read(page.tables, manifest).texts()) { p class="note" { (pair(&text)) } }
        @if let Some(failed) = findings::failed(manifest) { p class="warning" { (pair(&failed)) } }
        @if alone { (levels(&found[0])) } @else { (matrix(page, &policies, &found)) }
        @if !alone {
            h2 { (both("差异有多大、有多确定", "How large, and how sure")) }
            p { (both(
                "每个点是与基准的相对差异（配对平均）。粗线：仅随机性的95%区间；细线：同时计入参数不确定性。两种区间来自两组各自抽样的运行，不必一个套着另一个，差异也可能落在粗线之外；两条线都在零线的同一侧，才能说有差别。▲ 改善或升高，▼ 变差或降低，◇ 不确定。",
                "Each mark is the difference relative to the baseline, mean of pairs. Thick line: 95 % interval by chance alone; thin line: parameter uncertainty included. The two come from two sets of runs, so neither need lie within the other, nor the mark within the thick line; only where both stay on one side of zero is there a difference. ▲ better or higher, ▼ worse or lower, ◇ unclear."
            )) }
            div class="figures" {
                @for (&s, found) in policies.iter().zip(&found) {
                    @let shown: Vec<&Finding> = found.iter().filter(|f| f.indicator.headline && f.pairs > 0).collect();
                    @let id = format!("forest-{s}");
                    (figure(&id, html! { (name(&page.names(s))) (both("：主要指标的相对差异", ": relative differences")) }, forest(&shown, &id), details(&shown)))
                }
            }
        }
    })
}

fn card(page: &Page, scenario: usize, found: &[Finding]) -> Markup {
    let count = |v: &[&str]| found.iter().filter(|f| f.indicator.headline && v.contains(&f.verdict.0)).count();
    let counts = [
        ("better", count(&["better"])),
        ("worse", count(&["worse"])),
        ("unclear", count(&["unclear"])),
        ("same", count(&["same"])),
    ];
    let without_effect = findings::without_effect(page.tables, page.manifest, scenario);
    let planned = &page.manifest.scenarios[scenario];
    html! {
        article class="card" {
            h2 { (name(&page.names(scenario))) }
            p class="description" { (name(&[&planned.description.zh, &planned.description.en].map(|text| show::clean(text)))) }
            p class="counts" {
                @for (id, n) in counts.into_iter().filter(|(id, n)| *n > 0 || *id != "same") {
                    span class={ "count " (id) } { b { (n) } " " (verdict(id)) }
                }
            }
            p { (each(|lang| {
                let names = page.names(scenario);
                findings::sentence(lang.of(&names[0], &names[1]), found, without_effect, lang)
            })) }
            @for text in cautions(page, scenario) { p class="note" { (pair(&text)) } }
        }
    }
}

/// What to mind about a policy.
fn cautions(page: &Page, scenario: usize) -> Vec<[String; 2]> {
    let manifest = page.manifest;
    let baseline = &manifest.scenarios[page.order[0]];
    let economy = cautions::other_economy(&manifest.scenarios[scenario], baseline);
    economy.into_iter().chain(cautions::unspent(page.tables, page.id(scenario), &manifest.baseline)).collect()
}

/// Horizons whose verdicts are told where they differ from that of the end.
const ELSEWHERE: [(&str, [&str; 2]); 2] = [("year_5", ["第5年", "year 5"]), ("mean", ["全程", "whole run"])];

/// Headline indicators down, policies across.
fn matrix(page: &Page, policies: &[usize], found: &[Vec<Finding>]) -> Markup {
    let has_chance = page.manifest.arms.len() > 1;
    let at = |&s: &usize| ELSEWHERE.map(|(horizon, _)| findings::findings(page.tables, page.id(s), horizon));
    let elsewhere: Vec<[Vec<Finding>; 2]> = policies.iter().map(at).collect();
    html! {
        div class="scroll" tabindex="0" role="region" aria-label="主要指标的差异 Differences in headline outcomes" {
            table class="matrix" {
                caption { (both("主要指标：情景减基准", "Headline outcomes: scenario minus baseline")) }
                thead { tr {
                    th scope="col" { (both("指标", "Outcome")) }
                    th scope="col" class="n" { (both("基准", "Baseline")) }
                    @for &s in policies { th scope="col" { (name(&page.names(s))) } }
                } }
                tbody {
                    @for indicator in findings::headlines(page.tables) {
                        @let of = |list: &Vec<Finding>| list.iter().find(|f| f.indicator.id == indicator.id).copied();
                        tr {
                            th scope="row" { (outcome(indicator)) }
                            td class="n" { @if let Some(f) = found.first().and_then(of) { (value(f.scale, f.baseline)) } }
                            @for (list, others) in found.iter().zip(&elsewhere) {
                                td { @if let Some(f) = of(list).filter(|f| f.pairs > 0) {
                                    (verdict(f.verdict.0)) " "
                                    @if f.verdict.0 != "same" { b { (change(f.scale, f.delta)) }
                                    " " span class="interval" { (interval(f.scale, f.interval)) }
                                    @if has_chance {
                                        " " span class="interval" { (both("仅随机性 ", "chance alone ")) (interval(f.scale, f.by_chance)) } }
                                    @for ((_, [zh, en]), others) in ELSEWHERE.iter().zip(others) {
                                        @if let Some(o) = of(others).filter(|o| o.pairs > 0 && o.verdict != f.verdict) {
                                            " " span class="interval" { (both(zh, en)) " " (pair(&show::verdict(o.verdict.0))) }
                                        }
                                    } }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The values of a scenario that stands alone.
fn levels(found: &[Finding]) -> Markup {
    html! {
        table {
            caption { (both("主要指标（最后12个月）", "Headline outcomes (last 12 months)")) }
            thead { tr { th scope="col" { (both("指标", "Outcome")) } th scope="col" class="n" { (both("均值", "Mean")) } } }
            tbody {
                @for f in found.iter().filter(|f| f.indicator.headline && f.pairs > 0) {
                    tr { th scope="row" { (outcome(f.indicator)) } td class="n" { (value(f.scale, f.mean)) } }
                }
            }
        }
    }
}

fn details(found: &[&Finding]) -> Markup {
    html! {
        table {
            thead { tr {
                @for [zh, en] in [["指标", "Outcome"], ["情景", "Scenario"], ["基准", "Baseline"], ["差异", "Difference"], ["95%区间", "95 % interval"],
                    ["仅随机性", "By chance alone"], ["改善的配对", "Pairs better"], ["结论", "Verdict"]] { th scope="col" { (both(zh, en)) } }
            } }
            tbody {
                @for f in found {
                    tr {
                        th scope="row" { (outcome(f.indicator)) }
                        td class="n" { (value(f.scale, f.mean)) }
                        td class="n" { (value(f.scale, f.baseline)) }
                        td class="n" { (change(f.scale, f.delta)) }
                        td class="n" { (interval(f.scale, f.interval)) }
                        td class="n" { (interval(f.scale, f.by_chance)) }
                        td class="n" { (value(show::Scale { decimals: 2, share: true }, f.share_better)) }
                        td { (verdict(f.verdict.0)) }
                    }
                }
            }
        }
    }
}
