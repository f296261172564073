//! Text in both languages: both stand in the page, the style sheet shows the one of the root element.

use maud::{Markup, html};

use crate::outcome::dictionary::Indicator;
use crate::output::columns::Language;
use crate::output::show::{self, Scale};

/// A text in both languages; once if they are the same.
pub fn both(zh: &str, en: &str) -> Markup {
    match zh == en {
        true => html! { (zh) },
        false => html! { span lang="zh-CN" { (zh) } span lang="en" { (en) } },
    }
}

/// As [`both`], of a pair.
pub fn pair<T: AsRef<str>>([zh, en]: &[T; 2]) -> Markup {
    both(zh.as_ref(), en.as_ref())
}

/// A name from outside, kept apart so that its direction of writing cannot disturb its neighbours.
pub fn name(names: &[String; 2]) -> Markup {
    html! { bdi { (pair(names)) } }
}

/// Something that differs by language only in its words.
pub fn each(text: impl Fn(Language) -> String) -> Markup {
    both(&text(Language::Zh), &text(Language::En))
}

/// Name and unit of an outcome.
pub fn outcome(i: &Indicator) -> Markup {
    let unit = show::unit(i.unit);
    html! {
        (pair(&[i.label_zh, i.label_en]))
        @if !unit[1].is_empty() { span class="unit" { " " (pair(&unit)) } }
    }
}

pub fn value(scale: Scale, x: f64) -> Markup {
    each(|lang| scale.value(x, lang))
}

pub fn change(scale: Scale, x: f64) -> Markup {
    each(|lang| scale.change(x, lang))
}

pub fn interval(scale: Scale, bounds: (f64, f64)) -> Markup {
    each(|lang| scale.interval(bounds, lang))
}

/// A sign, a word and a class for each verdict: never colour alone.
pub fn verdict(id: &str) -> Markup {
    html! { span class={ "verdict " (id) } { span aria-hidden="true" { (show::sign(id)) } " " (pair(&show::verdict(id))) } }
}
