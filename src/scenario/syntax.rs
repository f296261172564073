//! Faults of syntax: what the TOML parser says, in both languages, with the way out.
//!
//! The parser speaks English and in fixed phrases; `PHRASES` has them in Chinese, and a test holds it against what the parser
//! says today.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::DeTable;

use super::diagnostic::Diagnostic;
use super::entry::english_names;
use super::marks;
use super::source::{Fault, SourceText};
use crate::base::language::{Text, both};

/// The faults of syntax of a file, one a line, and its text as far as what was meant is plain: full-width marks hide
/// nothing that stands behind them. All else stands at its bytes.
pub(super) fn mended(source: &SourceText) -> (String, Vec<Diagnostic>) {
    let (mut text, mut found) = (source.text.clone(), BTreeMap::new());
    loop {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let mut new = BTreeSet::new();
        for fault in errors.iter().map(|error| syntax_fault(source, error)) {
            if let Entry::Vacant(line) = found.entry(fault.line) {
                new.insert(fault.line);
                line.insert(fault);
            }
        }
        let lines = text.split_inclusive('\n').enumerate();
        let next: String = lines
            .map(|(at, line)| if new.contains(&(at + 1)) { marks::mended(line) } else { line.to_owned() })
            .collect();
        if next == text {
            return (text, found.into_values().collect());
        }
        text = next;
    }
}

/// What the TOML parser found wrong, at its place.
fn syntax_fault(source: &SourceText, error: &toml::de::Error) -> Diagnostic {
    let (span, line) = within_line(&source.text, error.span().unwrap_or(0..0));
    let found = source.text.get(span.clone()).unwrap_or("").lines().next().unwrap_or("");
    let what = error.message();
    let fault = if what == "duplicate key" {
        let help = match source.text[line].trim_start().starts_with('[') {
            true => both!(
                "请把此小节的各行移到同名小节之下，并删去此行",
                "move the lines of this section below the first of that name, and delete this line"
            ),
            false => both!("请删去两行中的一行", "delete one of the two lines"),
        };
        Fault::new("duplicate", both!("同一名称写了两次", "the key occurs twice"), found, help)
    } else if let Some((part, fault)) = marks::in_toml(&source.text[line.clone()]) {
        return source.fault(line.start + part.start..line.start + part.end, fault);
    } else if let Some(key) = chinese_key(&source.text[line.clone()]) {
        let message = both!("名称不是英文", "a name is not English");
        let place = line.start + key.start..line.start + key.end;
        return source.fault(place, Fault::new("syntax", message, &source.text[line][key], english_names()));
    } else if what.contains("unicode") || what.contains("escape") {
        let message = both!("引号内的反斜杠 `\\` 写法有误", "a backslash `\\` within quotes is not a character");
        let help = both!("路径请用 / 分隔，或把每个 \\ 写成两个", "write / in paths, or each \\ twice");
        Fault::new("syntax", message, found, help)
    } else {
        let help = both!(
            "文本要加引号，小节写作 [名称]，取值写作 名称 = 值",
            "text needs quotes, a section is written [name], a value name = value"
        );
        let message = Text { zh: format!("不合 TOML 语法：{}", in_chinese(what)), en: what.to_owned() };
        Fault::new("syntax", message, found, help)
    };
    source.fault(span, fault)
}

/// The name of a value or section, without quotes, in which a Chinese character stands.
fn chinese_key(line: &str) -> Option<Range<usize>> {
    let end = line.find(['=', '#', ']']).unwrap_or(line.len());
    let key = line[..end].trim_start_matches([' ', '\t', '[']).trim_end();
    let start = line[..end].rfind(key).unwrap_or(0);
    (key.contains(marks::is_chinese) && !key.contains(['"', '\''])).then_some(start..start + key.len())
}

/// The part of a span in the line in which it begins, and that line. What is missing behind the last character of a line
/// is shown at that character.
fn within_line(text: &str, span: Range<usize>) -> (Range<usize>, Range<usize>) {
    let at = (0..=span.start.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[start..].lines().next().unwrap_or("").trim_end();
    let end = start + line.len();
    let last = line.char_indices().next_back().map_or(start, |(i, _)| start + i);
    let from = if at < end { at } else { last };
    (from..span.end.clamp(from, end.max(from)), start..end)
}

/// What the parser says; words that are not among its phrases stand as they are.
fn in_chinese(english: &str) -> String {
    let (what, expected) = match english.split_once(", expected ") {
        Some((what, expected)) => (what, Some(expected)),
        None => (english, None),
    };
    let phrase = |english: &str| PHRASES.iter().find(|(en, _)| *en == english).map(|(_, zh)| (*zh).to_owned());
    let Some(what) = phrase(what) else { return english.to_owned() };
    // The parser expects quotes of one kind there; either will do.
    let expected = expected.filter(|expected| *expected != "literal string");
    match expected {
        None => what,
        Some("nothing") => format!("{what}，此处应无内容"),
        Some(expected) => {
            let word = |one: &str| if one.starts_with('`') { Some(one.to_owned()) } else { phrase(one) };
            match expected.split(", ").map(word).collect::<Option<Vec<String>>>() {
                Some(names) => format!("{what}，此处应为{}", names.join("或")),
                None => what,
            }
        }
    }
}

/// Dates without quotes have no place in a scenario.
const MONTH: &str = "月份要加引号，例如 \"2027-01\"";

/// Phrases of the parser, by what a planner may run into.
const PHRASES: &[(&str, &str)] = &[
    ("unexpected key or value", "此处不应有名称或取值"),
    ("unexpected content", "多余的内容"),
    ("unexpected `=` in array", "数组中不应有 `=`"),
    ("unexpected leading zero", "数字前有多余的0"),
    ("unexpected sign", "此处不应有正负号"),
    ("unclosed table", "小节名没有写完"),
    ("unclosed array table", "小节名没有写完"),
    ("unclosed inline table", "花括号没有写完"),
    ("unclosed array", "方括号没有写完"),
    ("string values must be quoted", "文本须加引号"),
    ("missing value for key", "等号之后缺少取值"),
    ("missing value", "缺少取值"),
    ("missing assignment between key-value pairs", "名称与取值之间缺少等号"),
    ("missing comma between key-value pairs", "花括号内各项之间缺少逗号"),
    ("missing comma between array elements", "数组各项之间缺少逗号"),
    ("missing key for inline table element", "花括号内缺少名称"),
    ("missing opening quote", "缺少前引号"),
    ("missing escaped value", "反斜杠之后缺少字符"),
    ("missing array opening", "缺少前方括号"),
    ("missing table open", "小节名缺少前方括号"),
    ("missing inline table opening", "缺少前花括号"),
    ("missing comment start", "注释须以 # 开头"),
    ("key with no value", "名称之后没有等号和取值"),
    ("extra `=`", "多余的等号"),
    ("extra assignment between key-value pairs", "多余的等号"),
    ("extra comma in array", "数组中有多余的逗号"),
    ("extra comma in inline table", "花括号内有多余的逗号"),
    ("invalid value", "取值无效"),
    ("invalid boolean", "true 或 false 写法有误"),
    ("invalid string", "文本写法有误"),
    ("invalid date-time", MONTH),
    ("invalid datetime", MONTH),
    ("invalid date", MONTH),
    ("invalid time", MONTH),
    ("invalid integer number", "整数写法有误"),
    ("invalid hexadecimal number", "十六进制数写法有误"),
    ("invalid octal number", "八进制数写法有误"),
    ("invalid binary number", "二进制数写法有误"),
    ("invalid float", "小数写法有误"),
    ("invalid mantissa", "数字写法有误"),
    ("invalid fraction", "小数部分写法有误"),
    ("invalid exponent", "指数部分写法有误"),
    ("invalid key", "名称写法有误"),
    ("invalid table", "小节名写法有误"),
    ("invalid key-value pair", "不是“名称 = 值”"),
    ("invalid unquoted key", "名称不加引号时只能用字母、数字、下划线和连字符"),
    ("unquoted keys cannot be empty", "缺少名称"),
    ("invalid inline table element", "花括号内各项须写作 名称 = 值"),
    ("invalid comment character", "注释中有不可显示的字符"),
    ("invalid basic string", "文本写法有误"),
    ("invalid literal string", "单引号文本写法有误"),
    ("invalid multi-line basic string", "多行文本写法有误"),
    ("invalid multi-line literal string", "多行文本写法有误"),
    ("`_` may only go between digits", "下划线只能用在数字之间"),
    ("redundant numeric sign", "多余的正负号"),
    ("radix must be lowercase", "进制标记须为小写"),
    ("integers with a radix cannot be signed", "带进制标记的整数不能有正负号"),
    ("keys cannot be multi-line basic strings", "名称不能写成多行"),
    ("keys cannot be multi-line literal strings", "名称不能写成多行"),
    ("carriage return must be followed by newline", "换行符不完整"),
    ("cannot recurse further; max recursion depth met", "括号嵌套过深"),
    ("newline", "换行"),
    ("key", "名称"),
    ("value", "取值"),
    ("letters", "字母"),
    ("numbers", "数字"),
    ("digits", "数字"),
    ("characters", "字符"),
    ("basic string", "双引号文本"),
    ("literal string", "单引号文本"),
    ("multi-line basic string", "多行文本"),
    ("non-double-quote visible characters", "双引号以外的可见字符"),
    ("non-single-quote visible characters", "单引号以外的可见字符"),
    ("printable characters", "可显示的字符"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_syntax_is_told_in_chinese() {
        let spoilt = [
            "[scenario",
            "[[x",
            "a = { b = 1",
            "a = [1, 2",
            "a = 1 2",
            "a = b",
            "a =",
            "a",
            "a 1",
            "= 1",
            "a = = 1",
            "a = [1 2]",
            "a = [1,,2]",
            "a = {,}",
            "a = { b = 1 c = 2 }",
            "a = 01",
            "a = ++1",
            "a = 1__0",
            "a = \"x",
            "a = 'x",
            "a = \"\\q\"",
            "a b = 1",
            "a.=1",
            "[]",
            "[a]]",
            "]",
            "a = ]",
            "a = }",
            "中文 = 1",
            "a = 1\rb = 2",
            "a = 0X1",
            "a = 1.",
            "a = 1e",
            "# \u{1}",
            "a = 2027-1",
            "a = 2027-01",
            "a = 2027-13-01",
            "a = 12:00:99",
            "a = 20 %",
        ];
        let messages = spoilt.map(|text| {
            let (_, errors) = DeTable::parse_recoverable(text);
            assert!(!errors.is_empty(), "{text}");
            errors.iter().map(|error| in_chinese(error.message())).collect::<Vec<_>>()
        });
        let english =
            |said: &&String| said.split('`').step_by(2).any(|part| part.contains(|c: char| c.is_ascii_lowercase()));
        assert_eq!(messages.iter().flatten().filter(english).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}
