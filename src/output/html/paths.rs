//! Headline indicators over time: means and the range of the replicates.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::charts::{Line, Point, lines};
use super::text::{both, name, outcome, pair, value};
use super::{Page, figure};
use crate::outcome::dictionary::Indicator;
use crate::output::findings;
use crate::output::show::Scale;

pub fn section(page: &Page) -> Option<Markup> {
    let mut series: BTreeMap<(&str, &str), Vec<Point>> = BTreeMap::new();
    for row in page.tables.get("series").rows().filter(findings::is_measured) {
        let Some(month) = row.month("month") else { continue };
        let [mean, low, high] = ["mean", "q05", "q95"].map(|id| row.number(id));
        series.entry((row.text("indicator"), row.text("scenario_id"))).or_default().push(Point {
            month,
            mean,
            low,
            high,
        });
    }
    let headlines = findings::headlines(page.tables);
    if series.is_empty() || headlines.is_empty() {
        return None;
    }
    Some(html! {
        p { (both("线为各次重复的均值，色带为其5%–95%的范围。", "Lines: means over replicates. Bands: their 5-95 % range.")) }
        (page.key())
        div class="figures" {
            @for indicator in headlines { (one(page, indicator, &series)) }
        }
    })
}

fn one(page: &Page, indicator: &Indicator, series: &BTreeMap<(&str, &str), Vec<Point>>) -> Markup {
    let of = |s: usize| series.get(&(indicator.id, page.id(s))).cloned().unwrap_or_default();
    let drawn: Vec<Line> = page.charted().iter().map(|&s| of(s)).collect();
    let scale = Scale::of(indicator.id, indicator.unit, indicator.decimals);
    let id = format!("path-{}", indicator.id);
    let caption = html! {
        b { (outcome(indicator)) }
        span class="note" { (pair(&[indicator.definition_zh, indicator.definition_en])) }
    };
    // The last month of each year that was simulated stands for it.
    let mut years: BTreeMap<i32, Vec<Option<Point>>> = BTreeMap::new();
    for (n, &s) in page.order.iter().enumerate() {
        for p in of(s) {
            years.entry(p.month.year()).or_insert_with(|| vec![None; page.order.len()])[n] = Some(p);
        }
    }
    let table = html! {
        table {
            thead { tr {
                th scope="col" { (both("月份", "Month")) }
                @for &s in &page.order { th scope="col" class="n" { (name(&page.names(s))) } }
            } }
            tbody { @for (year, points) in &years { tr {
                th scope="row" { (last_month(*year, points)) }
                @for p in points { td class="n" {
                    @if let Some(p) = p { (value(scale, p.mean)) span class="interval" { " [" (value(scale, p.low)) ", " (value(scale, p.high)) "]" } }
                } }
            } } }
        }
    };
    figure(&id, caption, lines(&drawn, scale, &id), table)
}

/// The month of the points of a year.
fn last_month(year: i32, points: &[Option<Point>]) -> String {
    points.iter().flatten().map(|p| p.month).max().map_or_else(|| year.to_string(), |month| month.to_string())
}
