//! The kinds of charts: lines with bands, differences with intervals, paired bars.

use maud::{Markup, html};

use super::svg::{Axis, WIDTH, at, grid, marker, path, round_range, tick_scale, ticks, words};
use super::text::{each, pair};
use crate::base::time::Month;
use crate::base::width;
use crate::output::findings::Finding;
use crate::output::show::Scale;

/// A series; they are told apart by colour, dash and marker, and the first is the baseline.
pub type Line = Vec<Point>;

/// A month's mean and range; the range may be missing.
#[derive(Clone, Copy)]
pub struct Point {
    pub month: Month,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// The key of colours, dashes and markers.
pub fn key(names: &[[String; 2]]) -> Markup {
    html! {
        ul class="key" {
            @for (n, names) in names.iter().enumerate() {
                li {
                    svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true" class={ "s" (n % 8) } {
                        line class="line" x1="1" x2="33" y1="6" y2="6" {}
                        g class="mark" { (marker(n % 5, 17.0, 6.0, 3.6)) }
                    }
                    " " bdi { (pair(names)) }
                }
            }
        }
    }
}

/// Lines over time with bands of the replicates; `label` is the id of the caption that names the chart.
pub fn lines(lines: &[Line], scale: Scale, label: &str) -> Markup {
    const HEIGHT: f64 = 230.0;
    let (left, right, top, bottom) = (58.0, WIDTH - 14.0, 10.0, HEIGHT - 26.0);
    let all = || lines.iter().flatten();
    let (Some(first), Some(last)) = (all().map(|p| p.month).min(), all().map(|p| p.month).max()) else {
        return html! {};
    };
    let values = || all().flat_map(|p| [p.mean, p.low, p.high]).filter(|x| x.is_finite());
    let range = round_range(values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let y = Axis { low: range.0, high: range.1, from: bottom, to: top };
    let months = f64::from(last - first).max(1.0);
    let x = Axis { low: 0.0, high: months, from: left + 4.0, to: right };
    let place = |m: Month, v: f64| v.is_finite().then(|| (x.place(f64::from(m - first)), y.place(v)));
    let every = [1, 2, 3, 5, 10].into_iter().find(|n| months / 12.0 / f64::from(*n) <= 6.0).unwrap_or(20);
    let years: Vec<i32> = (first.year() + 1..=last.year()).filter(|year| year % every == 0).collect();
    let is_sparse = lines.iter().all(|l| l.len() <= 40);
    html! {
        svg class="chart" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-labelledby=(label) {
            (grid(y, &ticks(range), scale, left, right))
            g class="grid" {
                @for year in years {
                    @let at_year = x.place(f64::from(Month::new(year, 1) - first));
                    line class="tick" x1=(at(at_year)) x2=(at(at_year)) y1=(at(bottom)) y2=(at(bottom + 4.0)) {}
                    text x=(at(at_year)) y=(at(bottom + 18.0)) text-anchor="middle" { (year) }
                }
            }
            @for (n, line) in lines.iter().enumerate() {
                @let banded = || line.iter().filter(|p| p.low.is_finite() && p.high > p.low);
                g class={ "s" (n % 8) } {
                    @if banded().count() > 1 {
                        @let up = banded().map(|p| place(p.month, p.high));
                        @let down = banded().rev().map(|p| place(p.month, p.low));
                        path class="band" d={ (path(up.chain(down.collect::<Vec<_>>()))) "Z" } {}
                    }
                    path class="line" d=(path(line.iter().map(|p| place(p.month, p.mean)))) {}
                    g class="mark" {
                        @let step = if is_sparse { 1 } else { (line.len() / 6).max(1) };
                        @for p in line.iter().skip(if is_sparse { 0 } else { step / 2 }).step_by(step) {
                            @if let Some((px, py)) = place(p.month, p.mean) { (marker(n % 5, px, py, 3.4)) }
                        }
                    }
                }
            }
        }
    }
}

/// Differences of a policy relative to the baseline [per cent], one row an indicator: the thick line is the interval by
/// chance alone, the thin one covers the parameters too.
pub fn forest(findings: &[&Finding], label: &str) -> Markup {
    const ROW: f64 = 40.0;
    let (left, right, top) = (14.0, WIDTH - 14.0, 6.0);
    let relative = |f: &Finding, x: f64| x / f.baseline.abs();
    let bounds =
        |f: &&Finding| [f.interval.0, f.interval.1, f.by_chance.0, f.by_chance.1, f.delta].map(|x| relative(f, x));
    let reach = findings.iter().flat_map(bounds).filter(|x| x.is_finite()).fold(0.005, |m, x| f64::max(m, x.abs()));
    let range = round_range(-reach, reach);
    let x = Axis { low: range.0, high: range.1, from: left, to: right };
    let bottom = top + ROW * findings.len() as f64;
    let percent = tick_scale(&ticks(range), Scale { decimals: 2, share: true });
    html! {
        svg class="chart" viewBox={ "0 0 " (WIDTH) " " (at(bottom + 24.0)) } role="img" aria-labelledby=(label) {
            g class="grid" {
                @for v in ticks(range) {
                    line class=[(v.abs() < 1e-12).then_some("zero")] x1=(at(x.place(v))) x2=(at(x.place(v))) y1=(at(top)) y2=(at(bottom)) {}
                    text x=(at(x.place(v))) y=(at(bottom + 17.0)) text-anchor=(if v == range.0 { "start" } else if v >= range.1 - 1e-12 { "end" } else { "middle" }) {
                        (words(each(|lang| percent.value(v, lang))))
                    }
                }
            }
            @for (n, f) in findings.iter().enumerate() {
                @let y = top + ROW * n as f64 + 28.0;
                g class={ "effect " (f.verdict.0) } {
                    text class="row" x=(at(left)) y=(at(y - 14.0)) { (words(row_label([f.indicator.label_zh, f.indicator.label_en]))) }
                    (whisker("thin", x, [f.interval.0, f.interval.1].map(|b| relative(f, b)), y))
                    (whisker("thick", x, [f.by_chance.0, f.by_chance.1].map(|b| relative(f, b)), y))
                    @if relative(f, f.delta).is_finite() {
                        @let form = match f.verdict.0 { "better" | "higher" => 2, "worse" | "lower" => 4, _ => 3 };
                        (marker(form, x.place(relative(f, f.delta)), y, 5.0))
                    }
                }
            }
        }
    }
}

/// A name as long as a chart is wide; the table has the whole of it.
fn row_label(names: [&str; 2]) -> Markup {
    pair(&names.map(|name| width::left(name, 52).trim_end().to_owned()))
}

fn whisker(class: &str, x: Axis, [low, high]: [f64; 2], y: f64) -> Markup {
    html! {
        @if low.is_finite() && high.is_finite() {
            line class=(class) x1=(at(x.place(low))) x2=(at(x.place(high))) y1=(at(y)) y2=(at(y)) {}
        }
    }
}

/// A group of bars: one a scenario, with the range of its replicates.
pub struct Bars {
    pub names: [String; 2],
    /// Mean, low, high.
    pub values: Vec<[f64; 3]>,
}

/// Horizontal bars in groups.
pub fn bars(groups: &[Bars], scale: Scale, label: &str) -> Markup {
    const BAR: f64 = 11.0;
    let (left, right) = (10.0, WIDTH - 16.0);
    let finite = || groups.iter().flat_map(|g| g.values.iter().flatten()).copied().filter(|v| v.is_finite());
    let range = round_range(finite().fold(0.0, f64::min), finite().fold(0.0, f64::max));
    let x = Axis { low: range.0, high: range.1, from: left, to: right };
    let series = groups.iter().map(|g| g.values.len()).max().unwrap_or(0) as f64;
    let height = 24.0 + series * BAR;
    let scale = tick_scale(&ticks(range), scale);
    let bottom = height * groups.len() as f64 + 4.0;
    html! {
        svg class="chart" viewBox={ "0 0 " (WIDTH) " " (at(bottom + 24.0)) } role="img" aria-labelledby=(label) {
            g class="grid" {
                @for v in ticks(range) {
                    line x1=(at(x.place(v))) x2=(at(x.place(v))) y1="2" y2=(at(bottom)) {}
                    text x=(at(x.place(v))) y=(at(bottom + 17.0)) text-anchor=(if v <= range.0 { "start" } else if v >= range.1 { "end" } else { "middle" }) {
                        (words(each(|lang| scale.value(v, lang))))
                    }
                }
            }
            @for (g, group) in groups.iter().enumerate() {
                @let top = height * g as f64;
                text class="row" x=(at(left)) y=(at(top + 15.0)) { (words(row_label([&group.names[0], &group.names[1]]))) }
                @for (n, [mean, low, high]) in group.values.iter().enumerate() {
                    @let y = top + 20.0 + n as f64 * BAR;
                    @if mean.is_finite() {
                        g class={ "s" (n % 8) } {
                            rect class="bar" x=(at(x.place(mean.min(0.0)))) y=(at(y)) height=(at(BAR - 2.0))
                                width=(at((x.place(*mean) - x.place(0.0)).abs())) {}
                            @if high > low { line class="range" x1=(at(x.place(*low))) x2=(at(x.place(*high))) y1=(at(y + 4.5)) y2=(at(y + 4.5)) {} }
                        }
                    }
                }
            }
        }
    }
}
