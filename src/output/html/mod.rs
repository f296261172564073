//! `report.html`: one self-contained page, offline, in Chinese and English.
//!
//! It asks for nothing: style, script and charts stand in the file, and its security policy forbids requests. Everything
//! shown comes from the tables as they stand in the CSV files; text from scenario files is escaped by construction.

mod answer;
mod breakdowns;
mod charts;
mod fields;
mod fit;
mod hangs;
mod lists;
mod method;
mod money;
mod paths;
mod svg;
mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::text::{both, pair};
use super::columns::Language;
use super::frame::Tables;
use super::manifest::Manifest;
use super::{findings, show};

/// Everything the sections are made from.
struct Page<'a> {
    tables: &'a Tables,
    manifest: &'a Manifest,
    /// Positions of the scenarios, the baseline first.
    order: Vec<usize>,
    /// Those that charts show: the baseline and the policies of which most is clear. Tables show all.
    charted: Vec<usize>,
}

/// Scenarios that charts show.
const CHARTED: usize = 5;

/// The baseline and the policies with most clear differences in headline outcomes, in the order of all.
fn charted(tables: &Tables, manifest: &Manifest, order: &[usize]) -> Vec<usize> {
    let clear = |&s: &usize| {
        let found = findings::findings(tables, &manifest.scenarios[s].id, "end");
        let is_clear = |v: &str| matches!(v, "better" | "worse" | "higher" | "lower");
        found.iter().filter(|f| f.indicator.headline && is_clear(f.verdict.0)).count()
    };
    let mut policies: Vec<usize> = order[1..].to_vec();
    policies.sort_by_key(|s| std::cmp::Reverse(clear(s)));
    policies.truncate(CHARTED - 1);
    order.iter().copied().filter(|s| *s == order[0] || policies.contains(s)).collect()
}

impl Page<'_> {
    fn id(&self, scenario: usize) -> &str {
        &self.manifest.scenarios[scenario].id
    }

    fn names(&self, scenario: usize) -> [String; 2] {
        show::names(&self.manifest.scenarios[scenario])
    }

    fn charted(&self) -> &[usize] {
        &self.charted
    }

    /// The key of the scenarios that charts show.
    fn key(&self) -> Markup {
        let names: Vec<[String; 2]> = self.charted().iter().map(|&s| self.names(s)).collect();
        html! {
            (charts::key(&names))
            @if names.len() < self.order.len() {
                p class="note" { (both(
                    &format!("图中只画基准和差别最明显的 {} 项政策，其余见各图的数据表。", names.len() - 1),
                    &format!("Charts show the baseline and the {} policies that differ most clearly; the tables of the charts show all.", names.len() - 1)
                )) }
            }
        }
    }
}

/// A figure: caption, chart, and the chart's numbers in a table that opens.
fn figure(id: &str, caption: Markup, chart: Markup, table: Markup) -> Markup {
    html! {
        figure {
            figcaption id=(id) { (caption) }
            (chart)
            details { summary { (both("数据表", "Table")) } div class="scroll" tabindex="0" role="region" aria-labelledby=(id) { (table) } }
        }
    }
}

/// The page; `lang` is the language it opens in.
pub fn page(tables: &Tables, manifest: &Manifest, lang: Language) -> String {
    let order = manifest.baseline_first();
    let charted = charted(tables, manifest, &order);
    let page = Page { tables, manifest, order, charted };
    let code = lang.of("zh-CN", "en");
    let title = ["技能需求模拟报告", "Skills-demand simulation: report"];
    let sections: Vec<(&str, [&str; 2], Markup)> = [
        ("answer", ["回答", "Answer"], answer::section(&page)),
        ("paths", ["变化过程", "Over time"], paths::section(&page)),
        ("fields", ["专业供需与滞后", "Demand and supply by field"], fields::section(&page)),
        (
            "parts",
            ["行业、职业、专业、地区", "Industries, occupations, specialties, regions"],
            breakdowns::section(&page),
        ),
        ("money", ["钱花在哪里", "Where the money went"], money::section(&page)),
        ("lists", ["三张清单", "The three lists"], lists::section(&page)),
        ("hangs", ["结果取决于什么", "What the answers hang on"], hangs::section(&page)),
        ("fit", ["与事实的吻合", "Fit to what is known"], fit::section(&page)),
        ("method", ["假设与重现", "Assumptions, and how to make it again"], method::section(&page)),
    ]
    .into_iter()
    .filter_map(|(id, title, body)| Some((id, title, body?)))
    .collect();
    html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
                meta name="generator" content="skillsim";
                link rel="icon" href="data:,";
                title { (lang.of(title[0], title[1])) }
                style { (PreEscaped(include_str!("page.css"))) }
            }
            body {
                a class="skip" href="#main" { (both("跳到正文", "Skip to content")) }
                svg width="0" height="0" class="defs" aria-hidden="true" {
                    defs {
                        pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                            rect width="5" height="5" fill="#eceff2" {}
                            line x1="0" x2="0" y1="0" y2="5" stroke="#8a949e" stroke-width="3" {}
                        }
                    }
                }
                header {
                    p class="brand" { (pair(&title)) }
                    div class="switch" role="group" aria-label="语言 Language" hidden {
                        button type="button" data-lang="zh-CN" lang="zh-CN" { "中文" }
                        button type="button" data-lang="en" lang="en" { "English" }
                    }
                }
                nav aria-label="目录 Contents" {
                    ul { @for (id, title, _) in &sections { li { a href={ "#" (id) } { (pair(title)) } } } }
                }
                main id="main" {
                    @for (id, title, body) in &sections {
                        section id=(id) aria-labelledby={ (id) "-title" } {
                            @if *id == "answer" {
                                h1 id="answer-title" { (answer::question(&page)) }
                            } @else {
                                h2 id={ (id) "-title" } { (pair(title)) }
                            }
                            (body)
                        }
                    }
                }
                footer {
                    p { "skillsim " (manifest.version) " · " (pair(&findings::span(manifest))) }
                }
                script { (PreEscaped(include_str!("page.js"))) }
            }
        }
    }
    .into_string()
        + "\n"
}
