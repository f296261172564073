//! What Chinese keyboards and habits put where TOML and tables want half-width marks and plain numbers, and what to write
//! instead.

use std::ops::Range;

use super::schedule::decimal;
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

/// How to write what is meant for a number: a percentage, one with separators of thousands or a decimal comma, in 万 or 亿,
/// with a unit behind it, in full-width digits. `group` stands between thousands. `None` if it is none of these.
pub(super) fn number(text: &str, group: &str) -> Option<Text> {
    let plain: String = text.trim().chars().map(|c| half_width(c).unwrap_or(c)).collect();
    if let Some(share) = plain.strip_suffix('%') {
        let share = share.trim().parse::<f64>().ok().filter(|x| x.is_finite())?;
        if plain.starts_with(['+', '-']) {
            let times = decimal(1.0 + share / 100.0);
            return Some(both!(
                "增减百分之几请写倍数：{plain} 写作 {{ multiply = {times} }}",
                "write a rise or fall as a factor: {{ multiply = {times} }} for {plain}"
            ));
        }
        let share = decimal(share / 100.0);
        return Some(both!("请写小数：{plain} 写作 {share}", "write a share: {share} for {plain}"));
    }
    let words = plain.find(is_chinese).unwrap_or(plain.len());
    let (digits, words) = (plain[..words].trim(), &plain[words..]);
    if words.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let units = [("万亿", 1e12), ("亿", 1e8), ("万", 1e4)];
    let unit = units.into_iter().find(|(word, _)| words.starts_with(word)).map_or(1.0, |(_, unit)| unit);
    let whole = digits.split('.').next().unwrap_or("");
    if let Some((before, after)) = digits.split_once(',')
        && after.len() != 3
        && !after.contains([',', '.'])
    {
        let value = format!("{before}.{after}").parse::<f64>().ok()? * unit;
        return Some(both!("小数点用 `.`：{value}", "with a decimal point: {value}"));
    }
    let groups_are_thousands = whole.split(',').skip(1).all(|group| group.len() == 3);
    let is_plain = digits == text && !digits.contains(',') && !digits.starts_with('.') && !digits.ends_with('.');
    if !groups_are_thousands || is_plain {
        return None;
    }
    let value = digits.replace(',', "").parse::<f64>().ok().filter(|x| x.is_finite())? * unit;
    let written = grouped(value, group);
    Some(match value.abs() >= 1e6 {
        true => both!("请写作 {written} 或 {value:e}", "write {written} or {value:e}"),
        false => both!("请写作 {written}", "write {written}"),
    })
}

/// Whether a character is Chinese.
pub(super) fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
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
    let texts = Texts::of(line);
    let ends_word = |c: char| c.is_whitespace() || "=[]{}\"'：＝【】［］｛｝“”".contains(c);
    let mut words = Vec::new();
    for part in texts.outside() {
        let mut start = part.start;
        for (i, c) in line[part.clone()].char_indices().filter(|(_, c)| ends_word(*c)) {
            words.push(start..part.start + i);
            start = part.start + i + c.len_utf8();
        }
        words.push(start..part.end);
    }
    for (i, word) in words.iter().enumerate() {
        // `360 亿`, `5 %`
        let unit = words[i + 1..].iter().find(|next| !next.is_empty());
        let unit = unit.filter(|next| line[(*next).clone()].starts_with(['万', '亿', '%', '％']) && !word.is_empty());
        let word = word.start..unit.unwrap_or(word).end;
        let text = line[word.clone()].trim_end_matches([',', '，']);
        // In a list a comma stands between numbers.
        let is_listed = text.contains(',') && line[..word.start].contains('[');
        if let Some(help) = number(text, "_").filter(|_| !is_listed) {
            let message = both!("数字的写法不对", "this is not how a number is written");
            let fault = Fault::new("syntax", message, text, help);
            return Some((word.start..word.start + text.len(), fault));
        }
    }
    let (at, c) = line.char_indices().find(|(at, c)| half_width(*c).is_some() && !texts.hold(*at, *c))?;
    let half = half_width(c)?;
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
    let texts = Texts::of(line);
    let mut out = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let half = half_width(c).filter(|half| "=,[]{}\"' ".contains(*half) && at < texts.end && !texts.hold(at, c));
        let Some(half) = half else {
            out.push(c);
            continue;
        };
        let room = " ".repeat(c.len_utf8() - half.len_utf8());
        let (half, opens) = (String::from(half), texts.at(at).is_some_and(|(_, text)| text.start == at));
        out.extend(if opens { [room, half] } else { [half, room] });
    }
    out
}

/// Where the texts of a line stand. What a full-width quote begins or ends is a text too: it ends one if nothing but the next
/// item, the end of a list or table, a comment or the end of the line stands behind it.
struct Texts {
    /// From the quote that begins a text to behind the one that ends it, in order.
    all: Vec<Range<usize>>,
    /// Whether the last has no end; it reaches to that of the line.
    is_open: bool,
    /// Where a comment begins, or the line ends.
    end: usize,
}

impl Texts {
    fn of(line: &str) -> Texts {
        let mut texts = Texts { all: Vec::new(), is_open: false, end: line.len() };
        // The quote that ends the text, and where it began.
        let mut quote: Option<(char, usize)> = None;
        let mut characters = line.char_indices();
        while let Some((at, c)) = characters.next() {
            let mark = half_width(c).unwrap_or(c);
            let Some((own, from)) = quote else {
                match mark {
                    '#' if c == '#' => {
                        texts.end = at;
                        break;
                    }
                    '"' | '\'' => quote = Some((mark, at)),
                    _ => {}
                }
                continue;
            };
            let began_wide = !line[from..].starts_with(own);
            if c == '\\' && own == '"' {
                characters.next();
            } else if mark == own && ((c == own && !began_wide) || ends_item(&line[at + c.len_utf8()..])) {
                texts.all.push(from..at + c.len_utf8());
                quote = None;
            }
        }
        if let Some((_, from)) = quote {
            texts.all.push(from..line.len());
            texts.is_open = true;
        }
        texts
    }

    /// What stands between the texts, up to a comment.
    fn outside(&self) -> Vec<Range<usize>> {
        let starts = std::iter::once(0).chain(self.all.iter().map(|text| text.end));
        let ends = self.all.iter().map(|text| text.start).chain([self.end]);
        starts.zip(ends).filter(|(start, end)| start < end).map(|(start, end)| start..end).collect()
    }

    /// Whether a character stands within a text or in a comment; the quotes of a text do not.
    fn hold(&self, at: usize, c: char) -> bool {
        let within = |(i, text): (usize, &Range<usize>)| {
            let ends_here = text.end == at + c.len_utf8() && !(self.is_open && i + 1 == self.all.len());
            text.start < at && !ends_here
        };
        at >= self.end || self.at(at).is_some_and(within)
    }

    /// The text in which a byte stands, with its position.
    fn at(&self, at: usize) -> Option<(usize, &Range<usize>)> {
        let i = self.all.partition_point(|text| text.end <= at);
        self.all.get(i).filter(|text| text.start <= at).map(|text| (i, text))
    }
}

/// Whether what follows a quote lets it be the end of a text.
fn ends_item(behind: &str) -> bool {
    let behind = behind.trim_start();
    let Some(next) = behind.strip_prefix([',', '，']) else {
        return behind.is_empty() || behind.starts_with(['#', '}', '｝', ']', '】', '］']);
    };
    let next = next.trim_start();
    let name = next.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-.".contains(c)).trim_start();
    next.starts_with(['"', '“', '\'', '‘']) || (name.len() < next.len() && name.starts_with(['=', '＝', '：']))
}

fn half_width_instead(c: char, half: char) -> Text {
    both!("这是全角标点 `{c}`，请改为半角 `{half}`", "write the half-width `{half}` instead of the full-width `{c}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_out() {
        let told = |text: &str| number(text, "_").map(|help| help.zh);
        for (text, help) in [
            ("5%", "请写小数：5% 写作 0.05"),
            ("+10%", "增减百分之几请写倍数：+10% 写作 { multiply = 1.1 }"),
            ("-20％", "增减百分之几请写倍数：-20% 写作 { multiply = 0.8 }"),
            ("１２．５％", "请写小数：12.5% 写作 0.125"),
            ("33.3%", "请写小数：33.3% 写作 0.333"),
            ("36,000,000,000", "请写作 36_000_000_000 或 3.6e10"),
            ("360亿", "请写作 36_000_000_000 或 3.6e10"),
            ("1.5万", "请写作 15_000"),
            ("2，000", "请写作 2_000"),
            ("360 亿元", "请写作 36_000_000_000 或 3.6e10"),
            ("6000元", "请写作 6_000"),
            ("3个月", "请写作 3"),
            (".8", "请写作 0.8"),
            ("0,5", "小数点用 `.`：0.5"),
            ("５", "请写作 5"),
        ] {
            assert_eq!(told(text).as_deref(), Some(help));
        }
        assert!(
            ["5", "0.05", "1e5", "abc", "", "亿", "1oo", "2027年1月", "百分之三"]
                .into_iter()
                .all(|text| told(text).is_none())
        );
    }

    #[test]
    fn full_width_marks_are_read_as_what_is_meant() {
        for (line, read) in [
            ("extends = “基准.toml” # “a”", "extends =   \"基准.toml\"   # “a”"),
            ("id = \"abc”", "id = \"abc\"  "),
            ("label = { zh ＝ “甲，乙”， en = \"a”b\" ｝", "label = { zh =     \"甲，乙\"  ,   en = \"a”b\" }"),
            ("【policy.funding】", "[  policy.funding]  "),
            ("label = { zh = \"“甲”，乙”， en = “b” }", "label = { zh = \"“甲”，乙\"  ,   en =   \"b\"   }"),
            ("x = \"a\\\"”b\"， y = 1", "x = \"a\\\"”b\",   y = 1"),
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
            ("total = 360 亿 # a", "360 亿", "请写作 36_000_000_000 或 3.6e10"),
            ("share = 5 % # a", "5 %", "请写小数：5 % 写作 0.05"),
            ("label = { zh = \"甲”， en = \"b\" }", "”", "这是全角标点 `”`，请改为半角 `\"`"),
            ("lag = 3个月", "3个月", "请写作 3"),
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
