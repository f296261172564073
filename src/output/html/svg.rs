//! Geometry of charts: scales, ticks, axes. Plain SVG, styled by the page.
//!
//! Charts are drawn at 440 units across, so that their text stays legible on a phone.

use maud::{Markup, PreEscaped, html};

use super::text::each;
use crate::output::number::rounded;
use crate::output::show::Scale;

pub const WIDTH: f64 = 440.0;

/// From values to places.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    pub low: f64,
    pub high: f64,
    pub from: f64,
    pub to: f64,
}

impl Axis {
    pub fn place(&self, x: f64) -> f64 {
        self.from + (x.clamp(self.low, self.high) - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// A place as text, to a tenth of a unit.
pub fn at(x: f64) -> String {
    let text = rounded(x, 1);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Bounds that hold the values and two to six round steps between them.
pub fn round_range(low: f64, high: f64) -> (f64, f64, f64) {
    let (low, high) =
        if high > low { (low, high) } else { (low - 0.5 * low.abs().max(1e-3), high + 0.5 * high.abs().max(1e-3)) };
    let rough = (high - low) / 4.0;
    let mut step = 1.0;
    while step > rough {
        step /= 10.0;
    }
    while step * 10.0 <= rough {
        step *= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * step).find(|s| *s >= rough).unwrap_or(step * 10.0);
    ((low / step).floor() * step, (high / step).ceil() * step, step)
}

/// The ticks of a range.
pub fn ticks((low, high, step): (f64, f64, f64)) -> Vec<f64> {
    let n = ((high - low) / step).round() as usize;
    (0..=n).map(|i| low + i as f64 * step).collect()
}

/// Horizontal grid lines with their values at the left.
pub fn grid(axis: Axis, values: &[f64], scale: Scale, left: f64, right: f64) -> Markup {
    let scale = tick_scale(values, scale);
    html! {
        g class="grid" {
            @for v in values {
                line x1=(at(left)) x2=(at(right)) y1=(at(axis.place(*v))) y2=(at(axis.place(*v))) {}
                text x=(at(left - 6.0)) y=(at(axis.place(*v) + 4.0)) text-anchor="end" { (words(each(|lang| scale.value(*v, lang)))) }
            }
        }
    }
}

/// As many decimals as the steps between ticks need, not as the indicator has.
pub fn tick_scale(values: &[f64], scale: Scale) -> Scale {
    let step = values.windows(2).map(|w| w[1] - w[0]).fold(f64::NAN, f64::min) * if scale.share { 100.0 } else { 1.0 };
    let rest = |p: u8| (step * pow10(p)).fract();
    let places = (0..6).find(|p| rest(*p).min(1.0 - rest(*p)) < 1e-6).unwrap_or(6);
    Scale { decimals: places + if scale.share { 2 } else { 0 }, ..scale }
}

fn pow10(n: u8) -> f64 {
    (0..n).fold(1.0, |x, _| x * 10.0)
}

/// In SVG the two languages stand in `tspan`s.
pub fn words(markup: Markup) -> Markup {
    PreEscaped(markup.into_string().replace("<span", "<tspan").replace("</span>", "</tspan>"))
}

/// A path through these places; gaps where something is missing.
pub fn path(places: impl IntoIterator<Item = Option<(f64, f64)>>) -> String {
    let (mut d, mut pen) = (String::new(), false);
    for place in places {
        match place {
            Some((x, y)) => {
                d += if pen { "L" } else { "M" };
                d += &format!("{} {}", at(x), at(y));
                pen = true;
            }
            None => pen = false,
        }
    }
    d
}

/// A marker whose form tells series or verdicts apart without colour.
pub fn marker(form: usize, x: f64, y: f64, r: f64) -> Markup {
    let polygon = |points: &[(f64, f64)]| {
        let text: Vec<String> =
            points.iter().map(|(dx, dy)| format!("{},{}", at(x + r * dx), at(y + r * dy))).collect();
        html! { polygon points=(text.join(" ")) {} }
    };
    match form {
        0 => html! { circle cx=(at(x)) cy=(at(y)) r=(at(r)) {} },
        1 => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        2 => polygon(&[(0.0, -1.15), (1.1, 0.9), (-1.1, 0.9)]),
        3 => polygon(&[(0.0, -1.3), (1.2, 0.0), (0.0, 1.3), (-1.2, 0.0)]),
        _ => polygon(&[(-1.1, -0.9), (1.1, -0.9), (0.0, 1.15)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_round_and_hold_the_values() {
        for (low, high) in [(0.0512, 0.0713), (-3.0, 11.0), (5.0, 5.0), (0.0, 0.0), (1e9, 1.1e9)] {
            let range = round_range(low, high);
            let n = ticks(range).len();
            assert!(range.0 <= low && range.1 >= high && (2..=8).contains(&n), "{low} {high} {range:?}");
        }
    }

    #[test]
    fn gaps_lift_the_pen() {
        assert_eq!(path([Some((0.0, 1.0)), None, Some((2.0, 3.25)), Some((3.0, 4.0))]), "M0 1M2 3.2L3 4");
    }
}
