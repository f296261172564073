//! A text of the user with its name, and places in it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::diagnostic::{self, CODES, Diagnostic, Severity};
use crate::base::language::{Text, both};

/// A file that was read, or an argument of the command line.
#[derive(Clone, Debug)]
pub(super) struct SourceText {
    pub file: PathBuf,
    pub text: String,
    /// BLAKE3 of the content.
    pub hash: String,
}

/// What a fault says; the place is added by the source.
pub(super) struct Fault {
    pub code: &'static str,
    pub message: Text,
    pub found: Text,
    pub help: Text,
}

impl Fault {
    pub fn new(code: &'static str, message: Text, found: impl Into<Text>, help: Text) -> Self {
        debug_assert!(CODES.contains(&code), "{code} is not listed");
        let Text { zh, en } = found.into();
        Fault { code, message, found: Text { zh: clean(&zh), en: clean(&en) }, help }
    }

    /// A fault of a file as a whole.
    pub fn of_file(self, file: &Path) -> Diagnostic {
        self.at(file, (0, 0), None)
    }

    pub fn at(self, file: &Path, (line, column): (usize, usize), span: Option<Range<usize>>) -> Diagnostic {
        let Fault { code, message, found, help } = self;
        Diagnostic { severity: Severity::Error, file: file.to_owned(), line, column, code, message, found, help, span }
    }
}

impl SourceText {
    pub fn new(file: PathBuf, text: String) -> Self {
        let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        SourceText { file, text, hash }
    }

    /// Where a path leads that the text names: it is relative to the folder of the text.
    pub fn beside(&self, path: &Path) -> PathBuf {
        self.file.parent().unwrap_or(Path::new("")).join(path).components().collect()
    }

    /// Reads a file as UTF-8; a byte order mark is dropped.
    pub fn read(file: &Path) -> Result<Self, Fault> {
        let bytes = std::fs::read(file).map_err(|e| {
            let (message, help) = match e.kind() {
                std::io::ErrorKind::NotFound => (
                    both!("文件不存在", "the file does not exist"),
                    both!("请核对文件名和所在目录", "check the name and the folder"),
                ),
                _ if file.is_dir() => (
                    both!("这是文件夹，不是文件", "this is a folder, not a file"),
                    both!("请写出其中的文件：`{0}/*.toml`", "name the files in it: `{0}/*.toml`", file.display()),
                ),
                _ => (
                    both!("文件无法读取", "the file cannot be read"),
                    both!("请确认它是文件，且有读取权限", "check that it is a file that you may read"),
                ),
            };
            Fault::new("missing-file", message, e.to_string(), help)
        })?;
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                Ok(SourceText::new(file.to_owned(), text))
            }
            Err(e) => {
                let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
                Err(Fault::new(
                    "not-utf8",
                    both!("文件编码不是 UTF-8", "the file is not UTF-8"),
                    both!("第 {line} 行有其他编码的字节", "other bytes in line {line}"),
                    if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
                        both!(
                            "请另存为 UTF-8（电子表格软件中选“CSV UTF-8”）",
                            "save it again as UTF-8 (in a spreadsheet: \"CSV UTF-8\")"
                        )
                    } else {
                        both!(
                            "情景文件是文本文件（.toml），请在文本编辑器中另存为 UTF-8；Excel 工作簿（.xlsx）不能用作情景",
                            "a scenario is a text file (.toml): save it again as UTF-8 in a text editor; a workbook (.xlsx) is no scenario"
                        )
                    },
                ))
            }
        }
    }

    pub fn position(&self, offset: usize) -> (usize, usize) {
        diagnostic::position(&self.text, offset)
    }

    pub fn fault(&self, span: Range<usize>, fault: Fault) -> Diagnostic {
        fault.at(&self.file, self.position(span.start), Some(span))
    }
}

/// What was found, short and without characters that would act on a terminal.
fn clean(found: &str) -> String {
    const LONGEST: usize = 120;
    let mut text: String = found.chars().take(LONGEST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if found.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// `` `a`, `b` ``: a list for messages, in either language.
pub(super) fn quoted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")
}

/// Names of the entries of a folder, in order.
pub(super) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).collect();
    names.sort();
    names
}
