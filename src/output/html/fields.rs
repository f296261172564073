//! Demand and supply of each field over the years: seats follow demand late, graduates later still.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::charts::{Line, Point, key, lines};
use super::text::{both, value};
use super::{Page, figure};
use crate::base::time::Month;
use crate::output::show::{Scale, clean};

/// Fields shown: those whose demand changes most, weighted by size.
const SHOWN: usize = 6;
const MEASURES: [(&str, [&str; 2]); 3] = [
    ("posts", ["岗位需求", "Posts wanted"]),
    ("seats", ["招生计划", "Seats"]),
    ("entrants", ["毕业后就业", "Graduates to work"]),
];
const INDEX: Scale = Scale { decimals: 0, share: false };

type Years = BTreeMap<i32, f64>;

struct Field<'a> {
    id: &'a str,
    names: [String; 2],
    measures: BTreeMap<&'a str, Years>,
}

pub fn section(page: &Page) -> Option<Markup> {
    let mut fields: BTreeMap<&str, Field> = BTreeMap::new();
    for row in page.tables.get("by_specialty").rows().filter(|r| r.text("scenario_id") == page.manifest.baseline) {
        let (id, measure) = (row.text("specialty"), row.text("indicator"));
        if !MEASURES.iter().any(|(m, _)| *m == measure) || !row.number("mean").is_finite() {
            continue;
        }
        let name = |label: &str| clean(if label.is_empty() { id } else { label });
        let names = || [name(row.text("label_zh")), name(row.text("label_en"))];
        let field = fields.entry(id).or_insert_with(|| Field { id, names: names(), measures: BTreeMap::new() });
        field.measures.entry(measure).or_default().insert(row.integer("year") as i32, row.number("mean"));
    }
    let mut fields: Vec<Field> = fields.into_values().filter(|f| f.measures.len() == MEASURES.len()).collect();
    fields.sort_by(|a, b| b.moved().total_cmp(&a.moved()).then(a.id.cmp(b.id)));
    fields.truncate(SHOWN);
    if fields.is_empty() {
        return None;
    }
    let names = MEASURES.map(|(_, [zh, en])| [zh.to_owned(), en.to_owned()]);
    Some(html! {
        p { (both(
            "基准情景下需求变动最大的专业，首个有数据的年份＝100。岗位需求先动；招生计划要等专业审批与招生周期；毕业生还要再晚三年左右——各线之间的水平距离就是滞后。",
            "Specialties whose demand moves most in the baseline, first measured year = 100. Demand moves first; seats wait for review and the yearly admission; graduates come about three years later: the horizontal distance between the lines is the lag."
        )) }
        (key(&names))
        div class="figures" { @for field in &fields { (one(field)) } }
    })
}

impl Field<'_> {
    /// Change of demand over the run [posts].
    fn moved(&self) -> f64 {
        let posts = self.measures.get("posts");
        let ends = posts.and_then(|p| Some((p.values().next()?, p.values().next_back()?)));
        ends.map_or(0.0, |(first, last)| (last - first).abs())
    }
}

fn one(field: &Field) -> Markup {
    let drawn = MEASURES.map(|(id, _)| {
        let years = &field.measures[id];
        let first = years.values().copied().find(|x| *x > 0.0).unwrap_or(f64::NAN);
        let point = |(year, x): (&i32, &f64)| {
            let (low, high) = (f64::NAN, f64::NAN);
            Point { month: Month::new(*year, 12), mean: x / first * 100.0, low, high }
        };
        years.iter().skip_while(|(_, x)| **x <= 0.0).map(point).collect::<Line>()
    });
    let id = format!("field-{}", field.id);
    let mut years: Vec<i32> = field.measures.values().flat_map(|y| y.keys().copied()).collect();
    years.sort_unstable();
    years.dedup();
    let table = html! {
        table {
            thead { tr { th scope="col" { (both("年份", "Year")) } @for (_, [zh, en]) in MEASURES { th scope="col" class="n" { (both(zh, en)) } } } }
            tbody { @for year in &years { tr {
                th scope="row" { (year) }
                @for (id, _) in MEASURES { td class="n" { (value(INDEX, field.measures[id].get(year).copied().unwrap_or(f64::NAN))) } }
            } } }
        }
    };
    figure(&id, html! { b { (both(&field.names[0], &field.names[1])) } }, lines(&drawn, INDEX, &id), table)
}
