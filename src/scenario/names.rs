//! Names and texts of the user: the nearest known name, what an id may be, what a text may hold.

use crate::base::language::{Text, both};

/// The known name nearest to `name`, if any is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = |k: &str| strsim::jaro_winkler(name, k).max(1.0 - strsim::osa_distance(name, k) as f64 / 8.0);
    known
        .into_iter()
        .map(|k| (near(k), k))
        .filter(|(score, _)| *score > 0.8)
        .fold(None, |best: Option<(f64, &str)>, (score, k)| match best {
            Some((top, _)) if top >= score => best,
            _ => Some((score, k)),
        })
        .map(|(_, k)| k)
}

/// ``did you mean `x`?``
pub fn perhaps(name: &str) -> Text {
    both!("是否应为 `{name}`？", "did you mean `{name}`?")
}

/// ``did you mean `x`?``, or what to do when nothing is near.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>, otherwise: Text) -> Text {
    nearest(name, known).map_or(otherwise, perhaps)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WORDS: [&str; 8] = ["true", "false", "nan", "inf", "infinity", "null", "yes", "no"];

/// What is wrong with an id: it must match `^[a-z][a-z0-9_]{0,31}$` and no spreadsheet may read it as a date, a
/// boolean or a number.
pub fn id_fault(id: &str) -> Option<Text> {
    let form = id.len() <= ID_LENGTH
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let word = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let month = MONTHS.iter().any(|m| word == *m || word == &m[..3]) || word == "sept";
    match (form, month, WORDS.contains(&id)) {
        (false, _, _) => Some(both!(
            "编号由 1 至 {ID_LENGTH} 个小写字母 a-z、数字和 _ 组成，以字母开头",
            "an id is 1 to {ID_LENGTH} of a-z, 0-9 and _, beginning with a letter"
        )),
        (_, true, _) => Some(both!("电子表格会把这个编号当作日期", "a spreadsheet would read this id as a date")),
        (_, _, true) => Some(both!(
            "其他程序会把这个编号当作逻辑值或数字",
            "other programs would read this id as a boolean or a number"
        )),
        _ => None,
    }
}

/// What is wrong with a text that ends up in spreadsheets and reports, apart from numbers.
pub fn text_fault(text: &str) -> Option<Text> {
    const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    const HIDDEN: &[char] = &['\u{200b}', '\u{2028}', '\u{2029}', '\u{feff}', '\u{061c}'];
    let marks = |c: char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let number = text.parse::<f64>().is_ok_and(f64::is_finite);
    if text.trim_start().starts_with(FORMULA) && !number {
        Some(both!(
            "以 = + - @（含全角）开头的文本会被电子表格当作公式执行",
            "a spreadsheet would run a text that begins with = + - @ (also full-width)"
        ))
    } else if text.starts_with(['\t', '\r']) || text.chars().any(char::is_control) {
        Some(both!("不得含控制字符和换行", "control characters and line breaks are not allowed"))
    } else if text.chars().any(|c| marks(c) || HIDDEN.contains(&c)) {
        Some(both!(
            "不得含书写方向标记和不可见字符",
            "marks of writing direction and invisible characters are not allowed"
        ))
    } else {
        None
    }
}

/// Longest id.
pub const ID_LENGTH: usize = 32;

/// The longest label [characters].
pub const LABEL_LENGTH: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_a_spreadsheet_would_change_are_refused() {
        for bad in
            ["mar1", "sep2", "sept", "dec", "may2027", "march", "true", "inf", "1a", "_a", "A", "", "a-b", "北京"]
        {
            assert!(id_fault(bad).is_some(), "{bad}");
        }
        assert!(id_fault(&"a".repeat(33)).is_some());
        for good in ["a", "marble", "decide1", "sec001", "p0001", "funding_plus_20"] {
            assert_eq!(id_fault(good), None, "{good}");
        }
    }

    #[test]
    fn hostile_texts_are_refused() {
        for bad in [
            "=1+1",
            "+1a",
            "-x",
            "@SUM(A1)",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "\tx",
            "\rx",
            "a\nb",
            "a\u{7}b",
            "a\u{202e}b",
            " =1",
        ] {
            assert!(text_fault(bad).is_some(), "{bad:?}");
        }
        for good in ["经费增加20%", "a = b", "-0.5", "x-y", "C++"] {
            assert_eq!(text_fault(good), None, "{good}");
        }
    }

    #[test]
    fn nearest_prefers_the_closest() {
        assert_eq!(nearest("employd", ["employed", "unemployed"]), Some("employed"));
        assert_eq!(nearest("zzz", ["employed", "unemployed"]), None);
    }
}
