//! A fault of the input: where it is, what was found, what is allowed and the way out.
//!
//! Diagnostics are collected, never thrown one at a time: a reader that finds a fault notes it and goes on.
//! Three renderings: for people ([`render`], with the faulty line), one line each ([`Diagnostic::one_line`]), and
//! JSON for editors ([`to_json`]). Must not print.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use serde::Serialize;

/// How bad it is: an error stops the run, a warning and a note do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Note,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    pub severity: Severity,
    #[serde(serialize_with = "as_text")]
    pub file: PathBuf,
    /// From 1; 0 if the fault is the file itself.
    pub line: usize,
    /// In characters, from 1; 0 if the fault is the file itself.
    pub column: usize,
    /// Kind of fault, stable: one of [`CODES`].
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
    /// What stands there.
    pub found: String,
    /// The way out.
    pub help: String,
    /// Bytes of the file (after a byte order mark) that are at fault.
    pub span: Option<Range<usize>>,
}

/// All kinds of fault, with their Chinese names.
pub const CODES: &[(&str, &str)] = &[
    ("broken-reference", "引用的编号不存在"),
    ("cycle", "继承关系成环"),
    ("duplicate", "重复"),
    ("hostile-text", "文本含电子表格会执行或无法显示的内容"),
    ("bad-id", "编号不合规则"),
    ("bad-month", "月份写法有误"),
    ("bad-schedule", "政策路径写法有误"),
    ("empty", "内容为空"),
    ("missing-column", "缺少列"),
    ("missing-file", "文件不存在或无法读取"),
    ("missing-key", "缺少必填项"),
    ("missing-source", "缺少来源"),
    ("not-a-number", "不是数字"),
    ("not-an-integer", "不是整数"),
    ("not-utf8", "编码不是UTF-8"),
    ("out-of-bounds", "超出允许范围"),
    ("sum", "合计不符"),
    ("syntax", "语法错误"),
    ("unknown-column", "未知的列"),
    ("unknown-key", "未知的名称"),
    ("unknown-word", "不在可选词之列"),
    ("wrong-cells", "单元格数量不符"),
    ("wrong-type", "类型不符"),
    ("wrong-unit", "单位不符"),
];

/// Orders by place and drops repetitions (a file that several scenarios extend is read once, but checked for each).
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.file, a.line, a.column, a.code, &a.message).cmp(&(&b.file, b.line, b.column, b.code, &b.message))
    });
    diagnostics.dedup();
}

impl Diagnostic {
    /// Chinese name of the kind of fault.
    pub fn title_zh(&self) -> &'static str {
        CODES.iter().find(|(code, _)| *code == self.code).map_or("", |(_, zh)| zh)
    }

    /// `file:line:column: error[code]: message; found …; help`.
    pub fn one_line(&self) -> String {
        let place = match (self.line, self.column) {
            (0, _) => self.file.display().to_string(),
            (line, column) => format!("{}:{line}:{column}", self.file.display()),
        };
        let mut text = format!("{place}: {}[{}]: {}", self.severity.name(), self.code, self.message);
        for (before, part) in [("; found ", &self.found), ("; ", &self.help)] {
            if !part.is_empty() {
                text += before;
                text += part;
            }
        }
        text
    }
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    fn level(self) -> Level<'static> {
        match self {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        }
    }
}

fn as_text<S: serde::Serializer>(file: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&file.to_string_lossy())
}

/// A JSON array, one object per fault.
pub fn to_json(diagnostics: &[Diagnostic]) -> String {
    serde_json::to_string_pretty(diagnostics).unwrap_or_default()
}

/// For people: each fault under the line it stands in, aligned also where the line is Chinese.
/// Reads the files again to show the lines; a file that has gone is named without them.
pub fn render(diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut texts: BTreeMap<&Path, Option<String>> = BTreeMap::new();
    let mut out = String::new();
    for d in diagnostics {
        let text = texts.entry(&d.file).or_insert_with(|| read(&d.file).ok());
        let path = d.file.display().to_string();
        let place: Element = match (text.as_deref(), &d.span) {
            (Some(text), Some(span)) if text.get(span.clone()).is_some() => {
                let (line, local) = line_around(text, span);
                Snippet::source(line)
                    .line_start(d.line)
                    .path(path)
                    .annotation(AnnotationKind::Primary.span(local).label(d.found_label()))
                    .into()
            }
            _ if d.line == 0 => Origin::path(path).into(),
            _ => Origin::path(path).line(d.line).char_column(d.column).into(),
        };
        let title = format!("{} ({})", d.message, d.title_zh());
        let mut group = d.severity.level().primary_title(title).id(d.code).element(place);
        if !d.help.is_empty() {
            group = group.element(Level::HELP.message(d.help.clone()));
        }
        out += &renderer.render(&[group]);
        out += "\n\n";
    }
    out
}

impl Diagnostic {
    fn found_label(&self) -> String {
        if self.found.is_empty() { String::new() } else { format!("found {}", self.found) }
    }
}

/// The text of a file without its byte order mark.
pub fn read(file: &Path) -> std::io::Result<String> {
    let text = fs::read_to_string(file)?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The line in which `span` begins, and the part of it that `span` covers.
fn line_around<'t>(text: &'t str, span: &Range<usize>) -> (&'t str, Range<usize>) {
    let start = text[..span.start].rfind('\n').map_or(0, |i| i + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |i| span.start + i);
    let line = text[start..end].trim_end_matches('\r');
    let to = (span.end.min(start + line.len())).max(span.start);
    (line, (span.start - start).min(line.len())..(to - start).min(line.len()))
}

/// Line and column (characters, from 1) of the byte `offset` of `text`.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let end = (0..=offset.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let before = &text[..end];
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}
