//! RFC 4180 with positions: each cell knows the bytes it stands on, so that a fault points at the cell.

use std::borrow::Cow;
use std::ops::Range;

/// A cell without its quotes; unquoted cells without blanks around them.
#[derive(Clone, Debug)]
pub(super) struct Cell<'t> {
    pub text: Cow<'t, str>,
    pub span: Range<usize>,
}

/// A line, or several where a quoted cell holds line breaks.
#[derive(Clone, Debug)]
pub(super) struct Row<'t> {
    pub line: usize,
    /// First byte of the line.
    pub start: usize,
    pub cells: Vec<Cell<'t>>,
}

impl Row<'_> {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|c| c.text.is_empty())
    }

    /// Line and column (characters, from 1) of a cell of this row.
    pub fn place(&self, text: &str, cell: &Cell) -> (usize, usize) {
        let before = &text[self.start..cell.span.start];
        let broken = before.matches('\n').count();
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (self.line + broken, before[line_start..].chars().count() + 1)
    }
}

/// What is wrong with quotes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Broken {
    NotClosed,
    TextBehind,
}

/// All rows that are not blank. A fault of the quotes is given with its byte; reading goes on behind it.
pub(super) fn rows(text: &str) -> (Vec<Row<'_>>, Vec<(usize, Broken)>) {
    let bytes = text.as_bytes();
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let (mut at, mut line) = (0, 1);
    while at < bytes.len() {
        let mut row = Row { line, start: at, cells: Vec::new() };
        loop {
            let (cell, next) = cell(text, at, &mut faults);
            line += text[cell.span.clone()].matches('\n').count();
            row.cells.push(cell);
            at = next;
            if at < bytes.len() && bytes[at] == b',' {
                at += 1;
            } else {
                break;
            }
        }
        if at < bytes.len() && bytes[at] == b'\r' {
            at += 1;
        }
        if at < bytes.len() && bytes[at] == b'\n' {
            at += 1;
        }
        line += 1;
        if !row.is_blank() {
            rows.push(row);
        }
    }
    (rows, faults)
}

/// The cell that begins at `at`, and the byte after it (a comma, the end of the line or of the text).
fn cell<'t>(text: &'t str, at: usize, faults: &mut Vec<(usize, Broken)>) -> (Cell<'t>, usize) {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        let end = end_of_plain(bytes, at);
        let plain = &text[at..end];
        let from = at + (plain.len() - plain.trim_start().len());
        let trimmed = plain.trim();
        return (Cell { text: Cow::Borrowed(trimmed), span: from..from + trimmed.len() }, end);
    }
    let mut content = Cow::Borrowed("");
    let (mut from, mut i) = (at + 1, at + 1);
    loop {
        match bytes[i..].iter().position(|b| *b == b'"') {
            None => {
                faults.push((at, Broken::NotClosed));
                content += &text[from..];
                return (Cell { text: content, span: at..text.len() }, text.len());
            }
            Some(quote) => {
                i += quote;
                content += &text[from..i];
                if bytes.get(i + 1) == Some(&b'"') {
                    content += "\"";
                    i += 2;
                    from = i;
                } else {
                    i += 1;
                    break;
                }
            }
        }
    }
    let end = end_of_plain(bytes, i);
    if !text[i..end].trim().is_empty() {
        faults.push((i, Broken::TextBehind));
    }
    (Cell { text: content, span: at..i }, end)
}

/// The next comma or end of line.
fn end_of_plain(bytes: &[u8], at: usize) -> usize {
    let end = bytes[at..].iter().position(|b| *b == b',' || *b == b'\n').map_or(bytes.len(), |i| at + i);
    if end > at && bytes.get(end) != Some(&b',') && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        rows(text).0.iter().map(|r| r.cells.iter().map(|c| c.text.to_string()).collect()).collect()
    }

    #[test]
    fn quotes_breaks_and_blank_lines() {
        assert_eq!(
            texts("a,b\r\n1, 2 \r\n,\r\n\"x, \"\"y\"\"\",\"p\nq\"\n3,"),
            [vec!["a", "b"], vec!["1", "2"], vec!["x, \"y\"", "p\nq"], vec!["3", ""],]
        );
    }

    #[test]
    fn a_cell_knows_its_place_in_characters() {
        let text = "a,b\n\"石家\n庄\",京津\n1,2";
        let (rows, faults) = rows(text);
        assert!(faults.is_empty());
        assert_eq!(rows[1].place(text, &rows[1].cells[0]), (2, 1));
        assert_eq!(rows[1].place(text, &rows[1].cells[1]), (3, 4));
        assert_eq!(rows[2].place(text, &rows[2].cells[1]), (4, 3));
    }

    #[test]
    fn faults_of_the_quotes() {
        assert_eq!(rows("\"a\"b,c\n1,2").1.len(), 1);
        assert_eq!(rows("\"a,c\n1,2").1, [(0, Broken::NotClosed)]);
    }
}
