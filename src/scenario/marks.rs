//! What Chinese keyboards and habits put where TOML and tables want half-width marks and plain numbers, and what to write
//! instead.

use std::ops::Range;

use super::source::Fault;
use crate::base::language::{Text, both};

/// The half-width mark that is meant by a full-width one; a colon is meant for the sign between name and value.
fn half_width(c: char) -> Option<char> {
    Some(match c {
        '，' | '、' | '；' => ',',
        '“' | '”' | '＂' => '"',
        '‘' | '’' | '＇' => '\'',
        '：' | '＝' => '=',
        '【' | '［' => '[',
        '】' | '］' => ']',
        '｛' => '{',
        '｝' => '}',
        '。' | '．' => '.',
        '％' => '%',
        '－' => '-',
        '＋' => '+',
        '＿' => '_',
        '＃' => '#',
        '\u{3000}' => ' ',
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10)?,
        _ => return None,
    })
}

/// How to write what is meant for a number: a percentage, one with separators of thousands, in 万 or 亿, or in full-width
/// digits. `group` stands between thousands. `None` if it is none of these.
pub(super) fn number(text: &str, group: &str) -> Option<Text> {
    let plain: String = text.trim().chars().map(|c| half_width(c).unwrap_or(c)).collect();
    if let Some(share) = plain.strip_suffix('%') {
        let share = share.trim().parse::<f64>().ok().filter(|x| x.is_finite())? / 100.0;
        return Some(both!("请写小数：{plain} 写作 {share}", "write a share: {share} for {plain}"));
    }
    let units = [("万亿", 1e12), ("亿", 1e8), ("万", 1e4)];
    let in_units = units.into_iter().find_map(|(word, unit)| Some((plain.strip_suffix(word)?.trim(), unit)));
    let (digits, unit) = in_units.unwrap_or((&plain, 1.0));
    let whole = digits.split('.').next().unwrap_or("");
    let groups_are_thousands = whole.split(',').skip(1).all(|group| group.len() == 3);
    if !groups_are_thousands || (digits == text && !digits.contains(',')) {
        return None;
    }
    let value = digits.replace(',', "").parse::<f64>().ok().filter(|x| x.is_finite())? * unit;
    let written = grouped(value, group);
    Some(match value.abs() >= 1e6 {
        true => both!("请写作 {written} 或 {value:e}", "write {written} or {value:e}"),
        false => both!("请写作 {written}", "write {written}"),
    })
}

/// `36_000_000_000`.
fn grouped(x: f64, group: &str) -> String {
    let text = x.to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        let left = whole.len() - i;
        if i > 0 && left % 3 == 0 && whole.as_bytes()[i - 1].is_ascii_digit() {
            out += group;
        }
        out.push(c);
    }
    fraction.map_or(out.clone(), |fraction| format!("{out}.{fraction}"))
}

/// What such a mark or number does wrong in a line of TOML that could not be read, and its bytes in the line.
pub(super) fn in_toml(line: &str) -> Option<(Range<usize>, Fault)> {
    let (open, unclosed) = outside_quotes(line);
    let is_open = |at: usize| open.iter().any(|part| part.contains(&at));
    let ends_word = |c: char| c.is_whitespace() || "=[]{}\"'：＝【】［］｛｝“”".contains(c);
    let mut words = Vec::new();
    for part in &open {
        let mut start = part.start;
        for (i, c) in line[part.clone()].char_indices().filter(|(_, c)| ends_word(*c)) {
            words.push(start..part.start + i);
            start = part.start + i + c.len_utf8();
        }
        words.push(start..part.end);
    }
    for word in words {
        let text = line[word.clone()].trim_end_matches([',', '，']);
        // In a list a comma stands between numbers.
        let is_listed = text.contains(',') && line[..word.start].contains('[');
        if let Some(help) = number(text, "_").filter(|_| !is_listed) {
            let message = both!("数字的写法不对", "this is not how a number is written");
            let fault = Fault::new("syntax", message, text, help);
            return Some((word.start..word.start + text.len(), fault));
        }
    }
    let (at, c, half) = line.char_indices().find_map(|(at, c)| {
        let closes = unclosed.is_some_and(|from| at > from) && matches!(c, '“' | '”');
        half_width(c).filter(|_| is_open(at) || closes).map(|half| (at, c, half))
    })?;
    let message = both!("此处是全角标点", "this mark is full-width");
    let help = if c == '；' {
        both!(
            "全角分号 `；`：后面是说明时请改为 `#`，分隔各项时请改为半角 `,`",
            "for the full-width `；` write `#` if a note follows, `,` between items"
        )
    } else {
        half_width_instead(c, half)
    };
    Some((at..at + c.len_utf8(), Fault::new("syntax", message, c.to_string(), help)))
}

/// A line with the half-width marks that are meant where full-width ones stand outside of texts, all else at the same bytes.
pub(super) fn mended(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    // The quote that ends the text, and whether a full-width one began it.
    let mut quote: Option<(char, bool)> = None;
    for (at, c) in line.char_indices() {
        let half = half_width(c).filter(|half| "=,[]{}\"' ".contains(*half));
        let behind = &line[at + c.len_utf8()..];
        let closes = |(q, wide): (char, bool)| c == q || (half == Some(q) && (wide || !behind.contains(q)));
        let is_open = quote.is_none();
        match (quote, half.unwrap_or(c)) {
            (None, '#') => return out + &line[at..],
            (None, q @ ('"' | '\'')) => quote = Some((q, half.is_some())),
            (Some(own), _) if closes(own) => quote = None,
            (Some(_), _) => {
                out.push(c);
                continue;
            }
            (None, _) => {}
        }
        let room = " ".repeat(half.map_or(0, |half| c.len_utf8() - half.len_utf8()));
        let (before, after) = if is_open && quote.is_some() { (&*room, "") } else { ("", &*room) };
        out.extend([before, half.unwrap_or(c).encode_utf8(&mut [0; 4]), after]);
    }
    out
}

fn half_width_instead(c: char, half: char) -> Text {
    both!("这是全角标点 `{c}`，请改为半角 `{half}`", "write the half-width `{half}` instead of the full-width `{c}`")
}

/// The parts of a line outside of texts and comments, and where a text begins that is not closed.
fn outside_quotes(line: &str) -> (Vec<Range<usize>>, Option<usize>) {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, c) in line.char_indices() {
        match quote {
            Some(q) if c == q => (quote, start) = (None, at + 1),
            Some(_) => {}
            None if c == '#' => {
                parts.push(start..at);
                return (parts, None);
            }
            None if matches!(c, '"' | '\'') => {
                parts.push(start..at);
                (quote, start) = (Some(c), at);
            }
            None => {}
        }
    }
    if quote.is_some() {
        return (parts, Some(start));
    }
    parts.push(start..line.len());
    (parts, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_out() {
        let told = |text: &str| number(text, "_").map(|help| help.zh);
        for (text, help) in [
            ("5%", "请写小数：5% 写作 0.05"),
            ("１２．５％", "请写小数：12.5% 写作 0.125"),
            ("36,000,000,000", "请写作 36_000_000_000 或 3.6e10"),
            ("360亿", "请写作 36_000_000_000 或 3.6e10"),
            ("1.5万", "请写作 15_000"),
            ("2，000", "请写作 2_000"),
            ("５", "请写作 5"),
        ] {
            assert_eq!(told(text).as_deref(), Some(help));
        }
        assert!(["1,5", "5", "0.05", "abc", "", "亿", "1oo"].into_iter().all(|text| told(text).is_none()));
    }

    #[test]
    fn full_width_marks_are_read_as_what_is_meant() {
        for (line, read) in [
            ("extends = “基准.toml” # “a”", "extends =   \"基准.toml\"   # “a”"),
            ("id = \"abc”", "id = \"abc\"  "),
            ("label = { zh ＝ “甲，乙”， en = \"a”b\" ｝", "label = { zh =     \"甲，乙\"  ,   en = \"a”b\" }"),
            ("【policy.funding】", "[  policy.funding]  "),
            ("rate：0.2 ；备注", "rate=  0.2 ,  备注"),
        ] {
            let found = mended(line);
            assert_eq!((found.len(), found.trim_end()), (line.len(), read.trim_end()));
        }
    }

    #[test]
    fn full_width_marks_are_named() {
        let told = |line: &str| {
            let (at, fault) = in_toml(line)?;
            Some((line[at].to_owned(), fault.help.zh))
        };
        for (line, found, help) in [
            ("id = “abc”", "“", "这是全角标点 `“`，请改为半角 `\"`"),
            ("label = { zh = \"甲，乙\"， en = \"a\" }", "，", "这是全角标点 `，`，请改为半角 `,`"),
            ("【policy】", "【", "这是全角标点 `【`，请改为半角 `[`"),
            ("rate = 0.2 ；备注", "；", "全角分号 `；`：后面是说明时请改为 `#`，分隔各项时请改为半角 `,`"),
            ("months：12", "：", "这是全角标点 `：`，请改为半角 `=`"),
            ("id = \"abc”", "”", "这是全角标点 `”`，请改为半角 `\"`"),
            ("months = １２ # 年，月", "１２", "请写作 12"),
            ("share = 5% # a", "5%", "请写小数：5% 写作 0.05"),
            ("total = { value = 360亿 }", "360亿", "请写作 36_000_000_000 或 3.6e10"),
            ("total = 36,000,000,000", "36,000,000,000", "请写作 36_000_000_000 或 3.6e10"),
        ] {
            assert_eq!(told(line), Some((found.to_owned(), help.to_owned())), "{line}");
        }
        assert!(
            ["x = = 1", "spread = [1,200", "zh = \"甲，乙\" # “", "x = 'a”'"]
                .into_iter()
                .all(|line| told(line).is_none())
        );
    }
}
