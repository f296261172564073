//! The three lists a planner publishes: what to open, to change, to close.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Page;
use super::text::{both, name, pair, value};
use crate::output::planner::{LIST_THRESHOLD, list_verdict};
use crate::output::show::{self, Scale, clean};

const PERSONS: Scale = Scale { decimals: 0, share: false };
const SHARE: Scale = Scale { decimals: 2, share: true };
const LISTS: [&str; 3] = ["open", "upgrade", "close"];

pub fn section(page: &Page) -> Option<Markup> {
    let frame = page.tables.get("lists");
    let mut names: BTreeMap<(&str, &str), [String; 2]> = BTreeMap::new();
    for (dimension, table) in [("specialty", "by_specialty"), ("region", "by_region")] {
        for row in page.tables.get(table).rows() {
            let id = row.text(dimension);
            names.entry((dimension, id)).or_insert_with(|| {
                ["label_zh", "label_en"].map(|l| clean(if row.text(l).is_empty() { id } else { row.text(l) }))
            });
        }
    }
    let named = |dimension: &'static str, id: &str, label: &str| {
        let label = clean(if label.is_empty() { id } else { label });
        names.get(&(dimension, id)).cloned().unwrap_or_else(|| [label.clone(), label])
    };
    if frame.rows.is_empty() {
        return None;
    }
    let percent = (LIST_THRESHOLD * 100.0) as u32;
    Some(html! {
        p { (both(
            &format!("按专业汇总全省：需求为近五年对口职业年均新增岗位，毕业生为近五年年均进入就业市场人数。相对缺口大于 +{percent}% 拟增设，小于 −{percent}% 拟撤并，其间拟改造。阈值是假设。"),
            &format!("The province by specialty: need is the yearly openings in the field's occupations over the last five years, graduates those who went to work. Relative gaps above +{percent} % are to open, below −{percent} % to close, between to upgrade. The threshold is an assumption.")
        )) }
        @for (n, &s) in page.order.iter().enumerate() {
            @let rows: Vec<_> = frame.rows().filter(|r| r.text("scenario_id") == page.id(s)).collect();
            @let provincial = {
                let mut sums: BTreeMap<&str, (f64, f64, &str)> = BTreeMap::new();
                for r in &rows {
                    let sum = sums.entry(r.text("specialty")).or_insert((0.0, 0.0, r.text("specialty_label")));
                    sum.0 += r.number("need");
                    sum.1 += r.number("graduates");
                }
                sums
            };
            details class="lists print" open[n == 0] {
                summary { (name(&page.names(s))) }
                div class="three" {
                    @for list in LISTS {
                        @let of = widest_first(provincial.iter().filter(|(_, v)| list_verdict(v.0, v.1) == list).collect());
                        div {
                            h3 class={ "verdict " (list) } { span aria-hidden="true" { (show::sign(list)) } " " (pair(&show::verdict(list))) " · " (of.len()) }
                            table {
                                thead { tr {
                                    th scope="col" { (both("专业", "Specialty")) }
                                    th scope="col" class="n" { (both("缺口（人/年）", "Gap a year")) }
                                    th scope="col" class="n" { (both("相对", "Relative")) }
                                } }
                                tbody { @for (id, (need, graduates, label)) in of.iter().take(12) { tr {
                                    th scope="row" { (pair(&named("specialty", id, label))) }
                                    td class="n" { (super::text::change(PERSONS, need - graduates)) }
                                    td class="n" { @if *need > 0.0 { (super::text::each(|lang| SHARE.change((need - graduates) / need, lang).replace(" 个百分点", "%").replace(" pp", "%"))) } @else { "–" } }
                                } } }
                            }
                            @if of.len() > 12 { p class="note" { (both("其余见 lists.csv。", "The rest is in lists.csv.")) } }
                        }
                    }
                }
                details {
                    summary { (both("按专业和地区", "By specialty and region")) }
                    div class="scroll" tabindex="0" role="region" aria-label="按专业和地区 By specialty and region" {
                        table {
                            thead { tr { @for [zh, en] in [["专业", "Specialty"], ["地区", "Region"], ["需求", "Need"], ["毕业生", "Graduates"], ["缺口95%区间", "Gap, 95 % interval"], ["清单", "List"]] { th scope="col" { (both(zh, en)) } } } }
                            tbody { @for r in rows.iter().filter(|r| LISTS.contains(&r.text("verdict"))) { tr {
                                th scope="row" { (pair(&named("specialty", r.text("specialty"), r.text("specialty_label")))) }
                                td { (pair(&named("region", r.text("region"), r.text("region_label")))) }
                                td class="n" { (value(PERSONS, r.number("need"))) }
                                td class="n" { (value(PERSONS, r.number("graduates"))) }
                                td class="n" { (super::text::interval(PERSONS, (r.number("gap_ci95_lo"), r.number("gap_ci95_hi")))) }
                                td { (super::text::verdict(r.text("verdict"))) }
                            } } }
                        }
                    }
                }
            }
        }
    })
}

/// Specialties by the size of their gap, the widest first.
fn widest_first<'a>(
    mut rows: Vec<(&'a &'a str, &'a (f64, f64, &'a str))>,
) -> Vec<(&'a &'a str, &'a (f64, f64, &'a str))> {
    rows.sort_by(|a, b| (b.1.0 - b.1.1).abs().total_cmp(&(a.1.0 - a.1.1).abs()));
    rows
}
