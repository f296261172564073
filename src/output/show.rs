//! Numbers, verdicts and names for people; files for programs hold the ids and exact values instead.

use super::columns::Language;
use super::manifest::{Contents, Manifest};
use super::number::rounded;
pub use crate::base::units::text as unit;
use crate::experiment::plan::Planned;
use crate::outcome::record::Arm;
use crate::scenario::Label;

/// Whether a pure number is a share that people read as per cent.
pub fn is_share(id: &str, unit: &str) -> bool {
    const OTHERS: [&str; 4] = ["long_term_unemployment", "over_qualified", "under_qualified", "regional_gap"];
    unit.starts_with('1') && (id.contains("rate") || id.contains("share") || OTHERS.contains(&id))
}

/// A number in at most ten places; large ones in 万 and 亿, or thousands, millions and billions.
pub fn compact(x: f64, decimals: u8, lang: Language) -> String {
    // From where on, and what one of it is.
    let steps: &[(f64, f64, &str)] = match lang {
        Language::Zh => &[(1e12, 1e12, "万亿"), (1e8, 1e8, "亿"), (1e4, 1e4, "万")],
        Language::En => &[(1e12, 1e12, " tn"), (1e9, 1e9, " bn"), (1e6, 1e6, " M"), (1e4, 1e3, " k")],
    };
    match steps.iter().find(|(from, ..)| x.abs() >= *from) {
        Some((_, one, unit)) => format!("{}{unit}", rounded(x / one, 1)),
        None if x.abs() >= 100.0 => rounded(x, decimals.min(1)),
        None => rounded(x, decimals.min(6)),
    }
}

/// Decimals that a difference may be shown with beyond those of its indicator.
const FINER: u8 = 2;

/// How the values of an indicator are shown.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub decimals: u8,
    pub share: bool,
}

impl Scale {
    pub fn of(id: &str, unit: &str, decimals: u8) -> Self {
        Scale { decimals, share: is_share(id, unit) }
    }

    /// A value, `6.50%`; a dash where nothing was measured.
    pub fn value(self, x: f64, lang: Language) -> String {
        match () {
            () if !x.is_finite() => "–".into(),
            () if self.share => format!("{}%", rounded(x * 100.0, self.decimals.saturating_sub(2))).replace('-', "−"),
            () => compact(x, self.decimals, lang).replace('-', "−"),
        }
    }

    /// A difference with its sign, in percentage points for shares; a small one with up to two more decimals, so that it
    /// is not shown as none.
    pub fn change(self, x: f64, lang: Language) -> String {
        let text = |more| Scale { decimals: self.decimals + more, ..self }.difference(x, lang);
        let zero =
            |text: &str| text.trim_matches(|c: char| !c.is_ascii_digit()).bytes().all(|b| matches!(b, b'0' | b'.'));
        match (0..=FINER).map(text).find(|text| !zero(text)) {
            Some(text) if x > 0.0 => format!("+{text}"),
            Some(text) => text,
            None => text(0),
        }
    }

    /// A difference without the sign of a rise.
    fn difference(self, x: f64, lang: Language) -> String {
        if !self.share || !x.is_finite() {
            return self.value(x, lang);
        }
        let points = rounded(x * 100.0, self.decimals.saturating_sub(2));
        format!("{points}{}", lang.of(" 个百分点", " pp")).replace('-', "−")
    }

    /// Bounds of a difference, without repeating the unit.
    pub fn interval(self, (low, high): (f64, f64), lang: Language) -> String {
        if !low.is_finite() || !high.is_finite() {
            return "–".into();
        }
        let bound = |x| {
            let text = self.change(x, lang);
            [" 个百分点", " pp"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text).to_owned()
        };
        format!("[{}, {}]", bound(low), bound(high))
    }
}

/// A difference with its unit in words; shares have theirs already.
pub fn change_in_unit(scale: Scale, x: f64, id: &str, lang: Language) -> String {
    let (text, [zh, en]) = (scale.change(x, lang), unit(id));
    match lang {
        _ if scale.share || en.is_empty() || !x.is_finite() => text,
        Language::Zh => format!("{text}{zh}"),
        Language::En => format!("{text} {en}"),
    }
}

/// A verdict or list in words, from its id.
pub fn verdict(id: &str) -> [&'static str; 2] {
    match id {
        "better" => ["改善", "better"],
        "worse" => ["变差", "worse"],
        "higher" => ["升高", "higher"],
        "lower" => ["降低", "lower"],
        "unclear" => ["不确定", "unclear"],
        "same" => ["相同", "same"],
        "baseline" => ["基准", "baseline"],
        "open" => ["拟增设", "open"],
        "upgrade" => ["供需平衡（保持或改造）", "balanced (keep or upgrade)"],
        "close" => ["拟撤并", "close"],
        "none" => ["无", "none"],
        "inside" => ["吻合", "inside"],
        "outside" => ["不吻合", "outside"],
        "not_covered" => ["未覆盖", "not covered"],
        "buys" => ["花钱买到", "money buys"],
        "saves" => ["省钱但减少", "saved and lost"],
        "gains" => ["又省又多", "less money, more graduates"],
        "loses" => ["花钱反而减少", "more money, fewer graduates"],
        "raises" => ["使结果升高", "raises"],
        "lowers" => ["使结果降低", "lowers"],
        "bends" => ["有影响，不分高低", "bends"],
        "not_found" => ["未发现", "not found"],
        "full" => ["随机性与参数", "chance and parameters"],
        "seed" => ["仅随机性", "chance alone"],
        _ => ["", ""],
    }
}

/// A sign that says the verdict without colour.
pub fn sign(id: &str) -> &'static str {
    match id {
        "better" | "open" => "▲",
        "worse" | "close" => "▼",
        "higher" | "raises" => "↑",
        "lower" | "lowers" => "↓",
        "unclear" => "◇",
        "upgrade" => "◆",
        "same" | "none" | "inside" => "＝",
        "outside" => "≠",
        _ => "",
    }
}

/// A horizon in words, from its id.
pub fn horizon(id: &str) -> [String; 2] {
    match id {
        "end" => ["最后12个月".into(), "last 12 months".into()],
        "mean" => ["全程年均".into(), "yearly average".into()],
        year => {
            let number = year.trim_start_matches("year_");
            [format!("第{number}年"), format!("year {number}")]
        }
    }
}

/// What counts as better, from its id.
pub fn better_is(id: &str) -> [&'static str; 2] {
    match id {
        "higher" => ["越高越好", "higher"],
        "lower" => ["越低越好", "lower"],
        "neither" => ["不作评价", "neither"],
        _ => ["", ""],
    }
}

/// What a target makes of the months of its period, from its id.
pub fn statistic(id: &str) -> [&'static str; 2] {
    match id {
        "mean" => ["均值", "mean"],
        "first" => ["首月", "first month"],
        "last" => ["末月", "last month"],
        "min" => ["最小值", "least"],
        "max" => ["最大值", "greatest"],
        "per_year" => ["年均合计", "sum a year"],
        "change" => ["首末之差", "last less first"],
        "growth" => ["年增长率", "growth a year"],
        "share" => ["占比", "share"],
        _ => ["", ""],
    }
}

/// Why a tolerance is what it is, from its id (docs/fit.md).
pub fn rule(id: &str) -> [&'static str; 2] {
    match id {
        "count" => ["当年同口径统计", "exact count"],
        "carried" => ["往年同口径统计", "count of an earlier year"],
        "rounded" => ["约数", "rounded"],
        "derived" => ["推算", "derived"],
        "survey" => ["抽样调查", "survey"],
        "recalled" => ["一般了解，未见出处", "recalled"],
        "old" => ["三年以前", "more than three years old"],
        "other" => ["其他人群", "another population"],
        "input" => ["模型输入", "input"],
        _ => ["", ""],
    }
}

/// Where a value without a source comes from, from its id.
pub fn basis(id: &str) -> [&'static str; 2] {
    match id {
        "fitted" => ["拟合", "fitted"],
        _ => ["假设", "assumption"],
    }
}

/// A budget line in words, from its id.
pub fn line(id: &str) -> [&str; 2] {
    match id {
        "operations" => ["日常运行", "Operations"],
        "teachers" => ["教师", "Teachers"],
        "equipment" => ["实训设备", "Equipment"],
        "new_programs" => ["新专业建设", "New programs"],
        "curriculum" => ["课程修订", "Curriculum revision"],
        "practice" => ["实习岗位", "Practice places"],
        "enterprise_subsidy" => ["企业培训补贴", "Subsidies to enterprises"],
        "tax_credit" => ["税收抵免", "Tax credits"],
        "competitions" => ["技能竞赛", "Competitions"],
        "platforms" => ["技术服务平台", "Service platforms"],
        "consortia" => ["产教联合体", "Consortia"],
        "total" => ["合计", "Total"],
        other => [other, other],
    }
}

/// Both names of a scenario; one stands in for the other, the id for both.
pub fn names(s: &Planned) -> [String; 2] {
    both(&s.label, &s.id)
}

/// Both names of a table row.
pub fn both(label: &Label, id: &str) -> [String; 2] {
    let first = |texts: [&str; 3]| clean(texts.into_iter().find(|t| !t.is_empty()).unwrap_or_default());
    [first([&label.zh, &label.en, id]), first([&label.en, &label.zh, id])]
}

/// Longest text shown whole.
const LONG: usize = 300;

/// Text without control characters and marks that turn the direction of what follows; cut if it is very long.
pub fn clean(text: &str) -> String {
    cut(harmless(text), LONG)
}

fn harmless(text: &str) -> String {
    let harmless = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(harmless).collect()
}

fn cut(mut text: String, longest: usize) -> String {
    if let Some((at, _)) = text.char_indices().nth(longest) {
        text.truncate(at);
        text.push('…');
    }
    text
}

/// Longest command, as much as a cell of a workbook holds: one that is cut does not run.
const LONGEST_COMMAND: usize = 32_000;

/// A command as it can be typed again.
pub fn typed(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    cut(harmless(&words.join(" ")), LONGEST_COMMAND)
}

/// The command that makes these results again, as far as files stay where they are.
pub fn command(manifest: &Manifest) -> String {
    if manifest.contents == Contents::Comparison {
        return typed(&manifest.command);
    }
    let mut words: Vec<String> = ["skillsim", "run"].map(str::to_owned).into();
    words.extend(manifest.scenarios.iter().map(|s| s.file.clone()));
    words.extend(["--replicates".into(), manifest.replicates.to_string()]);
    words.extend(manifest.seed().into_iter().flat_map(|seed| ["--seed".into(), seed.to_string()]));
    let uncertainty = manifest.arms.first().copied().unwrap_or(Arm::Seed);
    words.extend(["--uncertainty".into(), uncertainty.id().to_owned()]);
    let of_baseline = manifest.scenarios.iter().find(|s| s.id == manifest.baseline);
    for set in of_baseline.into_iter().flat_map(|s| &s.sets) {
        words.extend(["--set".into(), set.clone()]);
    }
    typed(&words)
}

fn quoted(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "/._-=".contains(c));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_stay_short() {
        for (x, zh, en) in [
            (0.05124, "0.0512", "0.0512"),
            (372_550.0, "37.3万", "372.6 k"),
            (1_234_567.0, "123.5万", "1.2 M"),
            (-2.5e9, "-25.0亿", "-2.5 bn"),
        ] {
            assert_eq!((compact(x, 4, Language::Zh).as_str(), compact(x, 4, Language::En).as_str()), (zh, en));
        }
    }

    #[test]
    fn shares_are_read_in_per_cent() {
        let rate = Scale::of("unemployment_rate", "1", 4);
        assert_eq!(
            (rate.value(0.065, Language::En), rate.change(0.0093, Language::En)),
            ("6.50%".into(), "+0.93 pp".into())
        );
        assert_eq!(rate.interval((-0.0239, 0.0424), Language::Zh), "[−2.39, +4.24]");
        assert_eq!(rate.change(-0.000_02, Language::En), "−0.002 pp");
        assert_eq!(rate.change(-1e-9, Language::En), "0.00 pp");
        assert_eq!(Scale::of("start_wage", "yuan/month", 0).change(0.04, Language::En), "+0.04");
        assert_eq!(Scale::of("start_wage", "yuan/month", 0).value(f64::NAN, Language::En), "–");
    }

    #[test]
    fn hostile_labels_lose_what_harms() {
        assert_eq!(clean("a\tb\u{202e}c\u{0}d\ne"), "a bcd e");
        assert_eq!(clean(&"长".repeat(10_000)).chars().count(), 301);
    }
}
