//! The three lists a planner publishes: what to open, to change, to close; and what cannot be told.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Page;
use super::text::{both, change, each, interval, name, pair, value, verdict};
use crate::outcome::planner::YEARS;
use crate::output::frame::Row;
use crate::output::planner::LIST_THRESHOLD;
use crate::output::show::{self, Scale, clean};
use crate::scenario::parameters::month_text;

const PERSONS: Scale = Scale { decimals: 0, share: false };
const SHARE: Scale = Scale { decimals: 2, share: true };
const LISTS: [&str; 4] = ["open", "upgrade", "close", "unclear"];

/// The months over which the lists are taken, in both languages.
fn last_years(page: &Page) -> [String; 2] {
    let run = &page.manifest.scenarios[page.order[0]];
    let month = |months: usize| month_text(run.start + months as i32);
    let (from, to) = (month(run.months.saturating_sub(12 * YEARS)), month(run.months.saturating_sub(1)));
    [format!("{from} 至 {to}"), format!("{from} to {to}")]
}

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
    let [zh_years, en_years] = last_years(page);
    Some(html! {
        p { (both(
            &format!("按专业汇总全省：需求为模拟最后五年（{zh_years}）企业年均招用的对口职校新毕业生，加超出摩擦水平的空缺中应由其填补的部分，按学生数分摊到专业：同一岗位各专业间随供给变化，宜按岗位合看；毕业生为同期年均在省内求职者。相对缺口大于 +{percent}% 拟增设，小于 −{percent}% 拟撤并，且缺口的95%区间不得含0；缺口及其区间都在需求的±{percent}%以内的为供需平衡（保持规模，可改造）；区间不支持任何一项的列为不确定。只有一次重复时没有区间，仅按大小判断。阈值是假设。"),
            &format!("The province by specialty: need is the newcomers from programs whom enterprises hire a year in the field's occupations over the last five years of the run ({en_years}), and their part of the vacancies beyond friction, shared over specialties by students: between specialties of a role it follows supply, so read it by role. Graduates are those who looked for work in the province, a year of the same months. Relative gaps above +{percent} % are to open, below −{percent} % to close, if the 95 % interval of the gap does not hold 0; gaps that lie within ±{percent} % of need with all of their interval are balanced (keep the size, renew if need be); where the interval bears none of these it is unclear. With one replicate there is no interval and size alone decides. The threshold is an assumption.")
        )) }
        p class="note" { (both(
            "若未换入实有名单，专业点与学校的分布是按公布总数推算的假设（见 assumptions.csv 中的 programs.csv、schools.csv）：全省的清单可供讨论，分地区的清单不能作为具体院校增设、撤并的依据。",
            "Unless real registers have been put in, program points and schools are spread by assumption over what is published in total (programs.csv and schools.csv in assumptions.csv): lists of the province may be discussed, those of regions are no ground for opening or closing anything in a particular school."
        )) }
        @for (n, &s) in page.order.iter().enumerate() {
            @let rows: Vec<_> = frame.rows().filter(|r| r.text("scenario_id") == page.id(s)).collect();
            @let provincial = provincial(&rows);
            details class="lists print" open[n == 0] {
                summary { (name(&page.names(s))) }
                div class="columns" {
                    @for list in LISTS {
                        @let of = widest_first(&provincial, list);
                        div {
                            h3 class={ "verdict " (list) } { span aria-hidden="true" { (show::sign(list)) } " " (pair(&show::verdict(list))) " · " (of.len()) }
                            table {
                                thead { tr {
                                    th scope="col" { (both("专业", "Specialty")) }
                                    th scope="col" class="n" { (both("缺口（人/年）", "Gap a year")) }
                                    th scope="col" class="n" { (both("95%区间", "95 % interval")) }
                                    th scope="col" class="n" { (both("相对", "Relative")) }
                                } }
                                tbody { @for p in of.iter().take(12) { tr {
                                    th scope="row" { (pair(&named("specialty", p.row.text("specialty"), p.row.text("specialty_label")))) }
                                    td class="n" { (change(PERSONS, p.gap)) }
                                    td class="n" { (interval(PERSONS, (p.row.number("province_gap_ci95_lo"), p.row.number("province_gap_ci95_hi")))) }
                                    td class="n" { @if p.need > 0.0 { (each(|lang| SHARE.change(p.gap / p.need, lang).replace(" 个百分点", "%").replace(" pp", "%"))) } @else { "–" } }
                                } } }
                            }
                            @if of.len() > 12 { p class="note" { (both("其余见 lists.csv。", "The rest is in lists.csv.")) } }
                        }
                    }
                }
                details {
                    summary {
                        (both("按专业和地区", "By specialty and region"))
                        @for list in LISTS { " · " (verdict(list)) " " (rows.iter().filter(|r| r.text("verdict") == list).count()) }
                    }
                    div class="scroll" tabindex="0" role="region" aria-label="按专业和地区 By specialty and region" {
                        table {
                            thead { tr { @for [zh, en] in [["专业", "Specialty"], ["地区", "Region"], ["需求", "Need"], ["毕业生", "Graduates"], ["缺口95%区间", "Gap, 95 % interval"], ["清单", "List"]] { th scope="col" { (both(zh, en)) } } } }
                            tbody { @for r in rows.iter().filter(|r| LISTS.contains(&r.text("verdict"))) { tr {
                                th scope="row" { (pair(&named("specialty", r.text("specialty"), r.text("specialty_label")))) }
                                td { (pair(&named("region", r.text("region"), r.text("region_label")))) }
                                td class="n" { (value(PERSONS, r.number("need"))) }
                                td class="n" { (value(PERSONS, r.number("graduates"))) }
                                td class="n" { (interval(PERSONS, (r.number("gap_ci95_lo"), r.number("gap_ci95_hi")))) }
                                td { (verdict(r.text("verdict"))) }
                            } } }
                        }
                    }
                }
            }
        }
    })
}

/// A specialty in the whole province.
struct Provincial<'a> {
    /// One of its rows, which say the same of the province.
    row: Row<'a>,
    need: f64,
    gap: f64,
}

fn provincial<'a>(rows: &[Row<'a>]) -> Vec<Provincial<'a>> {
    let mut all: BTreeMap<&str, Provincial> = BTreeMap::new();
    for &row in rows {
        let gap = row.number("province_gap");
        let of = all.entry(row.text("specialty")).or_insert(Provincial { row, need: 0.0, gap });
        of.need += row.number("need");
    }
    all.into_values().collect()
}

/// Specialties of a list by the size of their gap, the widest first.
fn widest_first<'a, 'b>(all: &'b [Provincial<'a>], list: &str) -> Vec<&'b Provincial<'a>> {
    let mut of: Vec<&Provincial> = all.iter().filter(|p| p.row.text("province_verdict") == list).collect();
    of.sort_by(|a, b| b.gap.abs().total_cmp(&a.gap.abs()));
    of
}
