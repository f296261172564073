//! Where the money went and what it bought.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::charts::{Bars, Line, Point, bars, lines};
use super::text::{both, change, interval, name, pair, value, verdict};
use super::{Page, figure};
use crate::base::time::Month;
use crate::output::frame::Row;
use crate::output::show::{self, Scale};

const YUAN: Scale = Scale { decimals: 0, share: false };
const TOTAL: &str = "total";

/// What a line was given, spent and bought in the whole years of the run; in all its months if none is whole.
#[derive(Clone, Copy, Default)]
struct Spent<'a> {
    years: f64,
    allocated: f64,
    spent: f64,
    bought: f64,
    unit: &'a str,
}

pub fn section(page: &Page) -> Option<Markup> {
    let frame = page.tables.get("fiscal");
    // A part of a year is granted a whole year's money, and lines paid once a year fall into it or not.
    let longest = frame.rows().map(|row| row.integer("months")).max()?;
    let mut order: Vec<&str> = Vec::new();
    let mut of: BTreeMap<(&str, &str), Spent> = BTreeMap::new();
    let mut costs: BTreeMap<(&str, &str), Vec<Point>> = BTreeMap::new();
    for row in frame.rows() {
        let (scenario, line) = (row.text("scenario_id"), row.text("line"));
        if !order.contains(&line) {
            order.push(line);
        }
        if row.integer("months") == longest {
            let spent = of.entry((scenario, line)).or_default();
            spent.years += longest as f64 / 12.0;
            spent.allocated += row.number("allocated_yuan");
            spent.spent += row.number("spent_yuan");
            spent.bought += row.number("bought");
            spent.unit = row.text("bought_unit");
        }
        if line == TOTAL {
            for id in COSTS {
                let (month, mean) = (Month::new(row.integer("year") as i32, 12), row.number(id.0));
                let point = Point { month, mean, low: f64::NAN, high: f64::NAN };
                costs.entry((id.0, scenario)).or_default().extend(mean.is_finite().then_some(point));
            }
        }
    }
    let spent = |scenario: usize, line: &str| of.get(&(page.id(scenario), line)).copied().unwrap_or_default();
    order.retain(|line| page.order.iter().any(|&s| spent(s, line).spent > 0.0));
    order.sort_by(|a, b| {
        (*a == TOTAL).cmp(&(*b == TOTAL)).then(spent(page.order[0], b).spent.total_cmp(&spent(page.order[0], a).spent))
    });
    let groups: Vec<Bars> = (order.iter().filter(|line| **line != TOTAL))
        .map(|line| {
            let mean = |&s: &usize| [spent(s, line).spent / spent(s, line).years, f64::NAN, f64::NAN];
            let [zh, en] = show::line(line);
            Bars { names: [zh.into(), en.into()], values: page.charted().iter().map(mean).collect() }
        })
        .collect();
    let table = html! {
        table {
            thead { tr {
                @for [zh, en] in [["科目", "Line"], ["情景", "Scenario"], ["年均安排（元）", "Allocated a year [yuan]"], ["年均支出（元）", "Spent a year [yuan]"], ["年均购得", "Bought a year"]] {
                    th scope="col" { (both(zh, en)) }
                }
            } }
            tbody { @for line in &order { @for (n, &s) in page.order.iter().enumerate() {
                @let m = spent(s, line);
                tr {
                    @if n == 0 { th scope="rowgroup" rowspan=(page.order.len()) { (pair(&show::line(line))) } }
                    td { (name(&page.names(s))) }
                    td class="n" { (value(YUAN, m.allocated / m.years)) }
                    td class="n" { (value(YUAN, m.spent / m.years)) }
                    td class="n" { @if m.bought.is_finite() { (value(YUAN, m.bought / m.years)) " " (pair(&show::unit(m.unit))) } }
                }
            } } }
        }
    };
    Some(html! {
        p { (both(
            "各整年的平均，含政策实施之前各年。安排额随在校生增减（总额按基年在校生数计）；支出可动用上年结转，故可大于安排；税收抵免是少收的税，不占财政安排。",
            "Means over whole years, those before a policy begins included. What is allocated follows the number of students (the total is that of the base year's); money carried over may be spent, so spending may exceed it; tax credits are taxes forgone, not money of the budget."
        )) }
        (effectiveness(page))
        (page.key())
        div class="figures" {
            (figure("spent", html! { b { (both("整年年均支出，按科目", "Spent in a whole year, by line")) } span class="unit" { (both(" 元", " yuan")) } }, bars(&groups, YUAN, "spent"), table))
            @for (id, titles) in COSTS {
                @let of = |s: usize| costs.get(&(id, page.id(s))).cloned().unwrap_or_default();
                @let drawn: Vec<Line> = page.charted().iter().map(|&s| of(s)).collect();
                @if drawn.iter().any(|l| !l.is_empty()) {
                    (figure(id, html! { b { (pair(&titles)) } span class="unit" { (both(" 元", " yuan")) } }, lines(&drawn, YUAN, id), by_year(page, &of)))
                }
            }
        }
    })
}

/// What more money buys, policy by policy.
fn effectiveness(page: &Page) -> Markup {
    let frame = page.tables.get("effectiveness");
    let difference = |r: &Row, id: &str, bounds: [&str; 2]| {
        html! { (change(YUAN, r.number(id))) " " span class="interval" { (interval(YUAN, (r.number(bounds[0]), r.number(bounds[1])))) } }
    };
    html! { @if !frame.rows.is_empty() {
        p { (both(
            "多花的钱换来什么：与基准相比，全程年均多花多少、多出多少对口就业的应届毕业生，以及每多一名的成本。平均成本在少花钱时总会下降，不宜用来比较政策。",
            "What more money buys: against the baseline, how much more is spent and how many more graduates work in their field, a year over the whole run, and the cost of each additional one. A mean cost falls whenever less is spent, and compares no policies."
        )) }
        div class="scroll" tabindex="0" role="region" aria-label="多花的钱换来什么 What more money buys" {
            table {
                thead { tr { @for [zh, en] in [["情景", "Scenario"], ["多花（元/年）", "More spent [yuan/year]"], ["多出的对口就业毕业生（人/年）", "More matched graduates [persons/year]"],
                    ["每多一名的成本（元）", "Cost of each additional one [yuan]"], ["读法", "Reading"]] { th scope="col" { (both(zh, en)) } } } }
                tbody { @for &s in page.order.iter().skip(1) {
                    @for r in frame.rows().filter(|r| r.text("scenario_id") == page.id(s)) { tr {
                        th scope="row" { (name(&page.names(s))) }
                        td class="n" { (difference(&r, "extra_spending", ["extra_spending_ci95_lo", "extra_spending_ci95_hi"])) }
                        td class="n" { (difference(&r, "extra_graduates", ["extra_graduates_ci95_lo", "extra_graduates_ci95_hi"])) }
                        td class="n" { (value(YUAN, r.number("cost_per_extra_graduate"))) " " @if r.number("cost_ci95_lo").is_finite() {
                            span class="interval" { "[" (value(YUAN, r.number("cost_ci95_lo"))) ", " (value(YUAN, r.number("cost_ci95_hi"))) "]" } } }
                        td { (verdict(r.text("reading"))) }
                    } }
                } }
            }
        }
    } }
}

const COSTS: [(&str, [&str; 2]); 2] = [
    ("cost_per_graduate_yuan", ["每名毕业生成本", "Cost per graduate"]),
    ("cost_per_matched_graduate_yuan", ["每名对口就业毕业生成本", "Cost per graduate who works in the field"]),
];

fn by_year(page: &Page, of: &dyn Fn(usize) -> Vec<Point>) -> Markup {
    let columns: Vec<Vec<Point>> = page.order.iter().map(|&s| of(s)).collect();
    let mut years: Vec<i32> = columns.iter().flatten().map(|p| p.month.year()).collect();
    years.sort_unstable();
    years.dedup();
    html! {
        table {
            thead { tr { th scope="col" { (both("年份", "Year")) } @for &s in &page.order { th scope="col" class="n" { (name(&page.names(s))) } } } }
            tbody { @for year in years { tr {
                th scope="row" { (year) }
                @for column in &columns { td class="n" { @if let Some(p) = column.iter().find(|p| p.month.year() == year) { (value(YUAN, p.mean)) } } }
            } } }
        }
    }
}
