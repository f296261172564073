//! What the answers hang on: the parameters nobody knows exactly that move each headline outcome most.

use maud::{Markup, html};

use super::Page;
use super::text::{both, change, each, name, outcome, pair, value};
use crate::outcome::dictionary::{INDICATORS, Indicator};
use crate::output::frame::Row;
use crate::output::number::rounded;
use crate::output::sensitivity::CHANCE;
use crate::output::show::{self, Scale};

/// Parameters named for each outcome; the table of the file has all.
const NAMED: usize = 3;

/// What a result hangs on, as the rows of its scenario and indicator say.
struct Hangs<'a> {
    indicator: &'static Indicator,
    /// Share of chance; NaN if it is not known.
    chance: f64,
    /// Parameters found, the most important first.
    found: Vec<Row<'a>>,
}

fn of_scenario<'a>(page: &Page<'a>, scenario: &str) -> Vec<Hangs<'a>> {
    let rows: Vec<Row> = page.tables.get("sensitivity").rows().filter(|r| r.text("scenario_id") == scenario).collect();
    let of = |indicator: &'static Indicator| {
        let of: Vec<Row> = rows.iter().filter(|r| r.text("indicator") == indicator.id).copied().collect();
        let chance = of.iter().find(|r| r.text("parameter") == CHANCE).map_or(f64::NAN, share);
        let mut found: Vec<Row> =
            of.iter().filter(|r| !matches!(r.text("influence"), "" | "not_found")).copied().collect();
        found.sort_by(|a, b| share(b).total_cmp(&share(a)));
        (!of.is_empty()).then_some(Hangs { indicator, chance, found })
    };
    INDICATORS.iter().filter_map(of).collect()
}

fn share(row: &Row) -> f64 {
    row.number("share_of_variance")
}

fn percent(share: f64) -> String {
    if share.is_finite() { format!("{}%", rounded(100.0 * share, 0)) } else { "–".into() }
}

pub fn section(page: &Page) -> Option<Markup> {
    if page.tables.get("sensitivity").rows.is_empty() {
        return None;
    }
    let scenarios = page.order.iter().map(|&s| (s, of_scenario(page, page.id(s)))).filter(|(_, of)| !of.is_empty());
    Some(html! {
        p { (both(
            "没有人确切知道的参数在每次重复中各抽一次值。下表说明各情景的结果（基准为水平，其他情景为与基准之差，最后12个月）主要取决于哪些参数：括号内是该参数单独解释的方差占比，其后是抽样值最低三分之一与最高三分之一的重复中结果的均值。弄清占比大的参数，比增加重复次数更有用；“随机性”一栏接近100%时，没有哪个参数起作用。全部参数见 sensitivity.csv，抽样值见 draws.csv。",
            "Parameters that nobody knows exactly are drawn once in each replicate. The tables say on which of them a result hangs (of the baseline its level, of others the difference from it, in the last 12 months): in brackets the part of the variance that the parameter explains by itself, then the mean result of the replicates with the lowest and with the highest third of its values. To know more about a parameter with a large part helps more than further replicates; where chance has nearly all, no parameter matters. sensitivity.csv has all parameters, draws.csv what was drawn."
        )) }
        @for (s, results) in scenarios {
            details open[page.order.len() == 1 || page.order.get(1) == Some(&s)] {
                summary { (name(&page.names(s))) }
                div class="scroll" tabindex="0" role="region" aria-label="结果取决于什么 What results hang on" {
                    table {
                        thead { tr { @for [zh, en] in [["指标", "Outcome"], ["随机性", "Chance"], ["主要取决于", "Hangs mostly on"]] { th scope="col" { (both(zh, en)) } } } }
                        tbody { @for of in &results { tr {
                            th scope="row" { (outcome(of.indicator)) }
                            td class="n" { (percent(of.chance)) }
                            td { (parameters(of, page.id(s) == page.manifest.baseline)) }
                        } } }
                    }
                }
            }
        }
    })
}

/// The parameters found, with the results at their ends: levels of the baseline, differences of others.
fn parameters(of: &Hangs, is_level: bool) -> Markup {
    let scale = Scale::of(of.indicator.id, of.indicator.unit, of.indicator.decimals);
    let shown = |x: f64| if is_level { value(scale, x) } else { change(scale, x) };
    let more = of.found.len().saturating_sub(NAMED);
    html! {
        @if of.found.is_empty() { (both("未发现", "none found")) }
        @for r in of.found.iter().take(NAMED) {
            div {
                (pair(&[show::clean(r.text("label_zh")), show::clean(r.text("label_en"))])) " (" (percent(share(r))) "): "
                (shown(r.number("low_third_mean"))) " → " (shown(r.number("high_third_mean")))
            }
        }
        @if more > 0 { (each(|lang| lang.of("另有 ", "and ").to_owned() + &more.to_string() + lang.of(" 个", " more"))) }
    }
}
