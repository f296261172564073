//! By industry, occupation, specialty, level and region in the last year.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::charts::{Bars, bars};
use super::text::{both, name, pair, value};
use super::{Page, figure};
use crate::outcome::breakdown::DIMENSIONS;
use crate::outcome::record::Dimension;
use crate::output::columns::{self, Column};
use crate::output::show::{Scale, clean};

/// Groups a chart shows; the table shows all.
const SHOWN: usize = 10;

/// What the chart of a dimension shows.
fn charted(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Industry => "workers",
        Dimension::Occupation => "vacancies",
        Dimension::Specialty | Dimension::Level => "matched_share",
        Dimension::Region => "unemployment_rate",
    }
}

/// Values of a row of the dimension: `[measure][scenario]` of mean, low, high.
type Values = BTreeMap<String, Vec<[f64; 3]>>;

struct Part {
    key: String,
    names: [String; 2],
    values: Values,
}

pub fn section(page: &Page) -> Option<Markup> {
    let all: Vec<Markup> = DIMENSIONS.into_iter().filter_map(|d| dimension(page, d)).collect();
    (!all.is_empty()).then(|| {
        html! {
            p { (both(
                "最后一年的数值；细线为各次重复的5%–95%范围。范围重叠时，差别可能只是偶然。",
                "Values of the last year; thin lines: 5-95 % range of the replicates. Where ranges overlap the difference may be chance."
            )) }
            (page.key())
            div class="figures" { @for one in &all { (one) } }
        }
    })
}

/// The rows of the last year, in the order of the file.
fn parts(page: &Page, dimension: Dimension) -> (i64, Vec<Part>) {
    let frame = page.tables.get(&columns::breakdown(dimension).name);
    let Some(key) = frame.table.keys.get(1) else { return (0, Vec::new()) };
    let last = frame.rows().map(|r| r.integer("year")).max().unwrap_or(0);
    let mut parts: Vec<Part> = Vec::new();
    for row in frame.rows().filter(|r| r.integer("year") == last) {
        let Some(n) = page.order.iter().position(|&s| page.id(s) == row.text("scenario_id")) else { continue };
        let id = row.text(key);
        let at = parts.iter().position(|p| p.key == id).unwrap_or_else(|| {
            let name = |label: &str| clean(if label.is_empty() { id } else { label });
            let names = [name(row.text("label_zh")), name(row.text("label_en"))];
            parts.push(Part { key: id.into(), names, values: Values::new() });
            parts.len() - 1
        });
        let none = || vec![[f64::NAN; 3]; page.order.len()];
        parts[at].values.entry(row.text("indicator").into()).or_insert_with(none)[n] =
            ["mean", "q05", "q95"].map(|id| row.number(id));
    }
    (last, parts)
}

fn dimension(page: &Page, dimension: Dimension) -> Option<Markup> {
    let (year, mut parts) = parts(page, dimension);
    let measures: Vec<Column> = columns::measures(dimension).collect();
    let main = measures.iter().find(|m| m.id == charted(dimension))?;
    let size = |p: &Part, id: &str| p.values.get(id).map_or(f64::NAN, |v| v[0][0]);
    // The largest first: by people, whatever is shown.
    let by = if matches!(dimension, Dimension::Specialty | Dimension::Level) { "students" } else { "workers" };
    parts.sort_by(|a, b| size(b, by).total_cmp(&size(a, by)).then(a.key.cmp(&b.key)));
    parts.retain(|p| p.values.values().flatten().flatten().any(|x| x.is_finite()));
    if parts.is_empty() {
        return None;
    }
    let scale = |m: &Column| Scale::of(&m.id, &m.unit, m.decimals.unwrap_or(0));
    let groups: Vec<Bars> = (parts.iter().filter(|p| size(p, main.id.as_ref()).is_finite()).take(SHOWN))
        .map(|p| Bars { names: p.names.clone(), values: p.values[main.id.as_ref()][..page.charted().len()].to_vec() })
        .collect();
    let table = columns::breakdown(dimension);
    let id = table.name.as_ref();
    let more = parts.len() > groups.len();
    let caption = html! {
        b { (pair(&[table.title_zh, table.title_en])) (both("：", ": ")) (pair(&[&main.label_zh, &main.label_en])) ", " (year) }
        @if more { span class="note" { (both(&format!("人数最多的 {} 项；其余见表。", groups.len()), &format!("The {} with most people; the rest in the table.", groups.len()))) } }
    };
    let numbers = html! {
        table {
            thead { tr {
                th scope="col" { (both("名称", "Name")) }
                th scope="col" { (both("情景", "Scenario")) }
                @for m in &measures { th scope="col" class="n" { (pair(&[&m.label_zh, &m.label_en])) } }
            } }
            tbody { @for p in &parts { @for (n, &s) in page.order.iter().enumerate() { tr {
                @if n == 0 { th scope="rowgroup" rowspan=(page.order.len()) { (pair(&p.names)) } }
                td { (name(&page.names(s))) }
                @for m in &measures { td class="n" { @if let Some(v) = p.values.get(m.id.as_ref()) { (value(scale(m), v[n][0])) } } }
            } } } }
        }
    };
    Some(figure(id, caption, bars(&groups, scale(main), id), numbers))
}
