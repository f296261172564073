//! A fault of the input: where it is, what was found, what is allowed and the way out.
//!
//! Diagnostics are collected, never thrown one at a time: a reader that finds a fault notes it and goes on.
//! Texts are in both languages. Three renderings: for people ([`render`], with the faulty line), one line each
//! ([`Diagnostic::one_line`]), and JSON for editors ([`to_json`]). Must not print.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::base::language::{Language, Text};

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
    pub message: Text,
    /// What stands there.
    pub found: Text,
    /// The way out.
    pub help: Text,
    /// Bytes of the file (after a byte order mark) that are at fault.
    pub span: Option<Range<usize>>,
}

/// All kinds of fault.
pub const CODES: &[&str] = &[
    "broken-reference",
    "cycle",
    "duplicate",
    "hostile-text",
    "bad-id",
    "bad-month",
    "bad-schedule",
    "coarse",
    "contradiction",
    "empty",
    "missing-column",
    "missing-file",
    "missing-key",
    "missing-row",
    "missing-source",
    "not-a-number",
    "not-an-integer",
    "not-utf8",
    "out-of-bounds",
    "outside-run",
    "sum",
    "syntax",
    "unknown-column",
    "unknown-key",
    "unknown-word",
    "unused",
    "wrong-cells",
    "wrong-separator",
    "wrong-type",
    "wrong-unit",
];

/// Orders by place and drops repetitions (a file that several scenarios extend is read once, but checked for each).
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.file, a.line, a.column, a.code, &a.message).cmp(&(&b.file, b.line, b.column, b.code, &b.message))
    });
    diagnostics.dedup();
}

impl Diagnostic {
    /// The same as what is odd but stops no run.
    pub(super) fn warning(self) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..self }
    }

    /// `file:line:column: error[code]: message; found …; help`, the texts in a language.
    pub fn one_line(&self, lang: Language) -> String {
        let place = match (self.line, self.column) {
            (0, _) => self.file.display().to_string(),
            (line, column) => format!("{}:{line}:{column}", self.file.display()),
        };
        let mut text = format!("{place}: {}[{}]: {}", self.severity.name(), self.code, self.message.of(lang));
        for part in [self.found_label(lang), self.help.of(lang).to_owned()] {
            if !part.is_empty() {
                text += lang.of("；", "; ");
                text += &part;
            }
        }
        text
    }

    fn kind(&self) -> Kind<'_> {
        (&self.file, self.code, &self.message, &self.help)
    }

    fn found_label(&self, lang: Language) -> String {
        match self.found.of(lang) {
            "" => String::new(),
            found => format!("{}{found}", lang.of("实为 ", "found ")),
        }
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

    fn level(self, lang: Language) -> Level<'static> {
        match self {
            Severity::Error => Level::ERROR.with_name(lang.of("错误", "error")),
            Severity::Warning => Level::WARNING.with_name(lang.of("警告", "warning")),
            Severity::Note => Level::NOTE.with_name(lang.of("说明", "note")),
        }
    }
}

fn as_text<S: serde::Serializer>(file: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&file.to_string_lossy())
}

/// A JSON array, one object per fault, its texts in both languages.
pub fn to_json(diagnostics: &[Diagnostic]) -> String {
    serde_json::to_string_pretty(diagnostics).unwrap_or_default()
}

/// Faults of one kind in a file beyond which the first [`SHOWN`] are shown and the others named by their lines. *Assumption*:
/// a screen.
const ALIKE: usize = 6;
const SHOWN: usize = 3;

/// File, code, message and way out of a fault.
type Kind<'d> = (&'d Path, &'static str, &'d Text, &'d Text);

/// For people, in a language: each fault under the line it stands in, aligned also where the line is Chinese; of very many
/// alike in a file the first. Reads the files again to show the lines; a file that has gone is named without them.
pub fn render(diagnostics: &[Diagnostic], lang: Language, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut texts: BTreeMap<&Path, Option<String>> = BTreeMap::new();
    let mut out = String::new();
    let mut alike: BTreeMap<Kind, Vec<&Diagnostic>> = BTreeMap::new();
    for d in diagnostics {
        alike.entry(d.kind()).or_default().push(d);
    }
    let mut shown: BTreeMap<Kind, usize> = BTreeMap::new();
    for d in diagnostics {
        let many = Some(&alike[&d.kind()]).filter(|all| all.len() > ALIKE);
        let nth = *shown.entry(d.kind()).and_modify(|n| *n += 1).or_insert(1);
        if many.is_some() && nth > SHOWN {
            continue;
        }
        let text = texts.entry(&d.file).or_insert_with(|| read(&d.file).ok());
        let path = d.file.display().to_string();
        let place: Element = match (text.as_deref(), &d.span) {
            (Some(text), Some(span)) if text.get(span.clone()).is_some() => {
                let (line, local) = line_around(text, span);
                Snippet::source(line)
                    .line_start(d.line)
                    .path(path)
                    .annotation(AnnotationKind::Primary.span(local).label(d.found_label(lang)))
                    .into()
            }
            _ if d.line == 0 => Origin::path(path).into(),
            _ => Origin::path(path).line(d.line).char_column(d.column).into(),
        };
        let mut group = d.severity.level(lang).primary_title(d.message.of(lang)).id(d.code).element(place);
        if !d.help.is_empty() {
            group = group.element(Level::HELP.with_name(lang.of("改法", "help")).message(d.help.of(lang)));
        }
        out += &renderer.render(&[group]);
        out += "\n\n";
        if let Some(all) = many.filter(|_| nth == SHOWN) {
            out += &rest(&all[SHOWN..], lang);
        }
    }
    out
}

/// Where else there is a fault as the one above, and what was found there where that differs.
fn rest(others: &[&Diagnostic], lang: Language) -> String {
    let next_to = |a: &&Diagnostic, b: &&Diagnostic| b.line <= a.line + 1 && a.found == b.found;
    let runs: Vec<&[&Diagnostic]> = others.chunk_by(next_to).collect();
    let differ = others.iter().any(|d| d.found != others[0].found);
    let place = |run: &&[&Diagnostic]| {
        let (first, last) = (run[0].line, run[run.len() - 1].line);
        let lines = if first < last { format!("{first}{}{last}", lang.of("至", " to ")) } else { first.to_string() };
        if differ { format!("{lines} ({})", run[0].found.of(lang)) } else { lines }
    };
    let (n, places) = (others.len(), runs.iter().map(place).collect::<Vec<_>>().join(lang.of("、", ", ")));
    match lang {
        Language::Zh => format!("  同一文件中另有 {n} 处相同的问题：第 {places} 行\n\n"),
        Language::En => format!("  the same in {n} more places of this file: lines {places}\n\n"),
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
