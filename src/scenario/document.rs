//! One scenario file, or one `--set`: TOML with places, held against the parameter table.
//!
//! Goes on after a fault. What it returns is well-formed by itself; what depends on other files (bounds of a path,
//! a spread inherited from below) is checked by `load`.

use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::Diagnostic;
use super::entry::Entry;
use super::names::{LABEL_LENGTH, did_you_mean, id_fault, text_fault};
use super::resolved::Label;
use super::source::{Fault, SourceText, quoted};
use super::syntax::mended;
use super::tables::DataKind;
use crate::base::language::{Text, both};
use crate::base::time::Month;

/// A value with the bytes it stands on.
pub(super) type Placed<T> = (T, Range<usize>);

/// A scenario file by itself.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub source: SourceText,
    pub extends: Option<Placed<PathBuf>>,
    pub data: Option<Placed<PathBuf>>,
    /// Table of fitted parameters.
    pub fitted: Option<Placed<PathBuf>>,
    pub id: Option<Placed<String>>,
    pub label: Option<Label>,
    pub description: Option<Label>,
    pub policies_from: Option<Placed<Month>>,
    pub baseline: bool,
    pub alone: bool,
    /// `Some(None)`: said, but wrongly.
    pub kind: Option<Option<DataKind>>,
    /// Has syntax errors: what seems to be missing may be there.
    pub broken: bool,
    pub entries: Vec<Entry>,
}

const SCENARIO_KEYS: [&str; 7] = ["id", "label", "description", "policies_from", "baseline", "alone", "kind"];

impl Document {
    fn new(source: SourceText) -> Self {
        Document {
            source,
            extends: None,
            data: None,
            fitted: None,
            id: None,
            label: None,
            description: None,
            policies_from: None,
            baseline: false,
            alone: false,
            kind: None,
            broken: false,
            entries: Vec::new(),
        }
    }

    /// Reads a file. Behind a syntax error in a line, other faults of that line are not reported.
    pub fn read(source: SourceText, faults: &mut Vec<Diagnostic>) -> Document {
        let (text, mut syntax) = mended(&source);
        let (tree, _) = DeTable::parse_recoverable(&text);
        let mut reader = Reader { document: Document::new(source), months: Vec::new(), faults: Vec::new() };
        reader.document.broken = !syntax.is_empty();
        reader.file(tree.get_ref());
        // What stands in a line that could not be read, even with the marks that were meant, is not what was said.
        let unread = |span: &Range<usize>| {
            let line = reader.document.source.position(span.start).0;
            let [read, written] = [&text, &reader.document.source.text].map(|text| text.lines().nth(line - 1));
            syntax.iter().any(|s| s.line == line) && read == written
        };
        let [extends, data, fitted] = [&reader.document.extends, &reader.document.data, &reader.document.fitted]
            .map(|said| said.clone().filter(|(_, span)| !unread(span)));
        (reader.document.extends, reader.document.data, reader.document.fitted) = (extends, data, fitted);
        reader.faults.retain(|d| syntax.iter().all(|s| s.line != d.line));
        faults.append(&mut syntax);
        faults.append(&mut reader.faults);
        reader.document
    }

    /// Reads `path=value` of the command line; the value is TOML, or a bare word.
    pub fn read_set(argument: &str, faults: &mut Vec<Diagnostic>) -> Document {
        let name = PathBuf::from(format!("--set {argument}"));
        let source = SourceText::new(name, argument.to_owned());
        let mut reader = Reader { document: Document::new(source), months: Vec::new(), faults: Vec::new() };
        let (path, value) = argument.split_once('=').unwrap_or((argument, ""));
        if value.trim().is_empty() {
            let message = both!("须写作 路径=值", "write path=value");
            let help = example("--set policy.funding.per_student=1.2");
            reader.note(0..argument.len(), Fault::new("missing-key", message, argument, help));
        } else {
            match DeTable::parse(argument) {
                Ok(tree) => {
                    for (key, value) in tree.get_ref() {
                        reader.parameter(key.get_ref(), key.span(), &placed(value));
                    }
                }
                Err(_) => {
                    let word = DeValue::String(value.trim().into());
                    let value = Value { value: &word, span: path.len() + 1..argument.len() };
                    reader.parameter(path.trim(), 0..path.len(), &value);
                }
            }
        }
        faults.append(&mut reader.faults);
        reader.document
    }

    /// Reads what an option says of a parameter; faults name the option.
    pub fn read_option(said: &SaidBy, faults: &mut Vec<Diagnostic>) -> Document {
        let SaidBy { option, path, value } = said;
        let mut found = Vec::new();
        let mut document = Document::read_set(&format!("{path}={value}"), &mut found);
        document.source.file = PathBuf::from(format!("{option} {value}"));
        let place =
            |d: Diagnostic| Diagnostic { file: document.source.file.clone(), line: 0, column: 0, span: None, ..d };
        faults.extend(found.into_iter().map(place));
        document
    }
}

/// Year and month of a text that means one: `2027年1月`, `2027/01`, `2027-1`.
fn plain_month(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, month) = (numbers.next()?, numbers.next()?);
    (year.len() == 4).then_some((year.parse().ok()?, month.parse().ok()?))
}

/// An option of the command line that says the value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidBy {
    /// `--months`.
    pub option: &'static str,
    /// `run.months`.
    pub path: &'static str,
    pub value: String,
}

/// What is no scenario at all, and would be told fault by fault.
pub(super) fn something_else(source: &SourceText) -> Option<Fault> {
    let (message, help) = if source.file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        (
            both!("这是数据表，不是情景文件", "this is a table, not a scenario"),
            both!(
                "请给出情景文件（.toml）；数据表放在情景的数据目录中",
                "name a scenario file (.toml); tables stand in its data folder"
            ),
        )
    } else if source.text.lines().any(|line| line.trim() == "[free]") {
        (
            both!("这是拟合的研究文件，不是情景文件", "this is a study, not a scenario"),
            both!("请用 `skillsim calibrate`", "it is for `skillsim calibrate`"),
        )
    } else {
        return None;
    };
    Some(Fault::new("wrong-type", message, "", help))
}

/// `for example …`, the way out of many faults.
pub(super) fn example(text: &str) -> Text {
    both!("例如 {text}", "for example {text}")
}

/// A value that is of no use as what it is given for.
pub(super) fn wrong_type(value: &Value, name: &str, wanted: Text, right: &str) -> Fault {
    let Text { zh, en } = wanted;
    Fault::new("wrong-type", both!("`{name}` 应为{zh}", "`{name}` must be {en}"), value.text(), example(right))
}

/// A text that is wanted where there is none.
pub(super) fn quoted_text() -> Text {
    both!("带引号的文本", "a text in quotes")
}

pub(super) fn true_or_false() -> Text {
    both!("逻辑值 true 或 false", "true or false")
}

/// A key that nothing has where it stands.
pub(super) fn unknown_key(name: &str, section: impl Into<Text>, known: &[&str]) -> Fault {
    let list = quoted(known.iter().copied());
    let help = did_you_mean(name, known.iter().copied(), both!("可用的有 {list}", "known are {list}"));
    let Text { zh, en } = section.into();
    let message = both!("{zh} 中没有这个名称", "{en} has no such key");
    Fault::new("unknown-key", message, format!("`{name}`"), help)
}

/// A document in the making, and its faults so far.
pub(super) struct Reader {
    pub document: Document,
    /// Months read since the last parameter.
    pub months: Vec<Placed<Month>>,
    pub faults: Vec<Diagnostic>,
}

/// A value of the tree and where it stands.
pub(super) struct Value<'v, 'i> {
    pub value: &'v DeValue<'i>,
    pub span: Range<usize>,
}

pub(super) fn placed<'v, 'i>(value: &'v Spanned<DeValue<'i>>) -> Value<'v, 'i> {
    Value { value: value.get_ref(), span: value.span() }
}

impl Value<'_, '_> {
    pub fn number(&self) -> Option<f64> {
        match self.value {
            DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok().map(|i| i as f64),
            DeValue::Float(f) => f.as_str().parse().ok().filter(|v: &f64| v.is_finite()),
            _ => None,
        }
    }

    /// What stands there, for a message.
    pub fn text(&self) -> Text {
        match self.value {
            DeValue::String(s) => format!("{s:?}").into(),
            DeValue::Integer(i) => i.to_string().into(),
            DeValue::Float(f) => f.to_string().into(),
            DeValue::Boolean(b) => b.to_string().into(),
            DeValue::Datetime(d) => d.to_string().into(),
            DeValue::Array(_) => both!("列表", "a list"),
            DeValue::Table(_) => both!("小节", "a section"),
        }
    }
}

impl Reader {
    pub fn note(&mut self, span: Range<usize>, fault: Fault) {
        self.faults.push(self.document.source.fault(span, fault));
    }

    pub fn wrong_type(&mut self, value: &Value, name: &str, wanted: Text, right: &str) {
        self.note(value.span.clone(), wrong_type(value, name, wanted, right));
    }

    fn file(&mut self, tree: &DeTable) {
        for (key, value) in tree {
            let value = placed(value);
            match &**key.get_ref() {
                "extends" => {
                    self.document.extends = self.string(&value, "extends", "extends = \"baseline.toml\"").map(path)
                }
                "data" => self.document.data = self.string(&value, "data", "data = \"tables\"").map(path),
                "fitted" => {
                    self.document.fitted = self.string(&value, "fitted", "fitted = \"posterior.csv\"").map(path)
                }
                "scenario" => match value.value {
                    DeValue::Table(table) => self.scenario(table),
                    _ => self.wrong_type(&value, "scenario", both!("小节", "a section"), "[scenario]"),
                },
                _ => self.parameter(key.get_ref(), key.span(), &value),
            }
        }
        let says_id = tree.get("scenario").is_some_and(|s| s.get_ref().get("id").is_some());
        if !says_id && !self.document.broken {
            let message = both!("每个情景文件都要有编号", "every scenario file needs an id");
            let help = both!(
                "请加入小节 [scenario]，其中写 id = \"…\" 和 label = {{ zh = \"…\", en = \"…\" }}",
                "add a section [scenario] with id = \"…\" and label = {{ zh = \"…\", en = \"…\" }}"
            );
            let fault = Fault::new("missing-key", message, "", help);
            self.faults.push(fault.of_file(&self.document.source.file));
        }
        fn path((text, span): Placed<String>) -> Placed<PathBuf> {
            (PathBuf::from(text), span)
        }
    }

    fn string(&mut self, value: &Value, name: &str, example: &str) -> Option<Placed<String>> {
        match value.value {
            DeValue::String(s) if !s.trim().is_empty() => return Some((s.to_string(), value.span.clone())),
            _ => self.wrong_type(value, name, quoted_text(), example),
        }
        None
    }

    fn scenario(&mut self, table: &DeTable) {
        for (key, value) in table {
            let name = &**key.get_ref();
            let value = placed(value);
            match name {
                "id" => {
                    self.document.id = self.string(&value, "id", "id = \"funding_plus_20\"");
                    if let Some((id, span)) = self.document.id.clone()
                        && let Some(what) = id_fault(&id)
                    {
                        let help = both!(
                            "请另取编号，例如 \"funding_plus_20\"",
                            "choose another id, for example \"funding_plus_20\""
                        );
                        self.note(span, Fault::new("bad-id", what, format!("{id:?}"), help));
                    }
                }
                "label" => self.document.label = self.label(&value, "label"),
                "description" => self.document.description = self.label(&value, "description"),
                "policies_from" => {
                    self.document.policies_from = self.month(&value, "policies_from").map(|m| (m, value.span))
                }
                "baseline" => self.document.baseline = self.truth(&value, "baseline"),
                "alone" => self.document.alone = self.truth(&value, "alone"),
                "kind" => match value.value.as_str() {
                    Some("province") => self.document.kind = Some(Some(DataKind::Province)),
                    Some("network") => self.document.kind = Some(Some(DataKind::Network)),
                    _ => {
                        self.document.kind = Some(None);
                        self.unknown_word(&value, "kind", &["province", "network"]);
                    }
                },
                _ => self.unknown_key(key.span(), name, "[scenario]", &SCENARIO_KEYS),
            }
        }
    }

    fn truth(&mut self, value: &Value, name: &str) -> bool {
        if let DeValue::Boolean(truth) = value.value {
            return *truth;
        }
        self.wrong_type(value, name, true_or_false(), &format!("{name} = true"));
        false
    }

    pub fn unknown_word(&mut self, value: &Value, name: &str, words: &[&str]) {
        let text = value.value.as_str().unwrap_or("");
        let otherwise = both!("请用其中一个词，并加引号", "use one of these words, in quotes");
        let help = did_you_mean(text, words.iter().copied(), otherwise);
        let words = quoted(words.iter().copied());
        let message = both!("`{name}` 只能是 {words} 之一", "`{name}` must be one of {words}");
        self.note(value.span.clone(), Fault::new("unknown-word", message, value.text(), help));
    }

    pub fn unknown_key(&mut self, span: Range<usize>, name: &str, section: &str, known: &[&str]) {
        self.note(span, unknown_key(name, section, known));
    }

    fn label(&mut self, value: &Value, name: &str) -> Option<Label> {
        let example = format!("{name} = {{ zh = \"经费增加20%\", en = \"Funding +20%\" }}");
        let DeValue::Table(table) = value.value else {
            self.wrong_type(value, name, both!("中英文各一的文本", "a text in both languages"), &example);
            return None;
        };
        let mut texts = [None, None];
        for (key, value) in table {
            let value = placed(value);
            let Some(language) = ["zh", "en"].iter().position(|l| *l == key.get_ref().as_ref()) else {
                self.unknown_key(key.span(), key.get_ref(), name, &["zh", "en"]);
                continue;
            };
            let Some((text, span)) = self.string(&value, name, &example) else { continue };
            let length = text.chars().count();
            if let Some(what) = text_fault(&text) {
                let help = both!("请以文字或数字开头，只写一行", "begin with a letter or a digit and keep to one line");
                self.note(span, Fault::new("hostile-text", what, format!("{text:?}"), help));
            } else if length > LABEL_LENGTH {
                let message =
                    both!("文本最多 {LABEL_LENGTH} 个字符", "a text of at most {LABEL_LENGTH} characters is allowed");
                let found = both!("{length} 个字符", "{length} characters");
                self.note(span, Fault::new("hostile-text", message, found, both!("请缩短", "shorten it")));
            } else {
                texts[language] = Some(text);
            }
        }
        match texts {
            [Some(zh), Some(en)] => Some(Label { zh, en }),
            [Some(one), None] | [None, Some(one)] => Some(Label { zh: one.clone(), en: one }),
            [None, None] => None,
        }
    }

    pub fn month(&mut self, value: &Value, name: &str) -> Option<Month> {
        let text = match value.value {
            DeValue::String(s) => s.to_string(),
            DeValue::Datetime(d) => d.to_string(),
            _ => String::new(),
        };
        let month = Month::parse(&text);
        self.months.extend(month.map(|month| (month, value.span.clone())));
        if month.is_none() {
            let message =
                both!("`{name}` 应为月份：年、连字符、两位数字", "`{name}` must be a month: year, hyphen, two digits");
            let help = match plain_month(&text) {
                Some((year, month @ 1..=12)) => example(&format!("{name} = \"{year:04}-{month:02}\"")),
                Some(_) => both!("月份为 01 至 12", "months are 01 to 12"),
                None => example(&format!("{name} = \"2027-01\"")),
            };
            self.note(value.span.clone(), Fault::new("bad-month", message, value.text(), help));
        }
        month
    }
}
