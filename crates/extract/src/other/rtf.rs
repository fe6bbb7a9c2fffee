//! RTF as a web page: paragraphs, weight, headings, tables and notes; pictures, headers and what only Word needs are left out.

use super::push_escaped;
use crate::{Extracted, html};
use encoding_rs::{Encoding, WINDOWS_1252};
use std::fmt::Write as _;

/// Deepest nesting of groups.
const DEEPEST: usize = 1000;

/// Groups that hold no text of the document.
const UNREAD: [&str; 24] = [
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "object", "fldinst", "listtable", "listoverridetable", "revtbl",
    "rsidtbl", "generator", "themedata", "colorschememapping", "datastore", "xmlnstbl",
];

/// Reads an RTF file: anything is some text.
pub(crate) fn read(bytes: &[u8]) -> Extracted {
    let mut reader = Reader { encoding: Some(WINDOWS_1252), skip: 1, ..Reader::default() };
    reader.page.push_str("<meta charset=\"utf-8\">");
    reader.read(bytes);
    reader.end_paragraph();
    reader.end_table();
    let notes = std::mem::take(&mut reader.notes);
    if !notes.is_empty() {
        _ = write!(reader.page, "<hr>{notes}");
    }
    let mut read = html::read(reader.page.as_bytes());
    if reader.cut {
        let detail = "nested too deeply: the rest of the file was skipped";
        read.losses.push(crosscut_text::Loss::new(None, crosscut_text::LossKind::LimitReached, detail));
    }
    Extracted { media_type: "application/rtf", title: None, ..read }
}

/// How text is shown in a group.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    bold: bool,
    italic: bool,
    raised: bool,
    hidden: bool,
    /// Whether the group holds no text of the document.
    unread: bool,
    note: bool,
}

#[derive(Default)]
struct Reader {
    page: String,
    notes: String,
    paragraph: String,
    /// The paragraph that a note interrupts.
    outer: Vec<String>,
    states: Vec<State>,
    state: State,
    encoding: Option<&'static Encoding>,
    /// Bytes of letters that are not yet decoded.
    bytes: Vec<u8>,
    /// How many letters after `\\u` stand for it.
    skip: usize,
    skipping: usize,
    centred: bool,
    level: Option<u8>,
    in_table: bool,
    table_is_open: bool,
    row: String,
    cell: String,
    numbered: usize,
    /// Whether the mark of the next note is in the text.
    marked: bool,
    cut: bool,
}

impl Reader {
    fn read(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while at < bytes.len() && !self.cut {
            match bytes[at] {
                b'{' => {
                    self.flush();
                    self.cut = self.states.len() >= DEEPEST;
                    self.states.push(self.state);
                    at += 1;
                }
                b'}' => {
                    self.end_group();
                    at += 1;
                }
                b'\\' => at = self.control(bytes, at + 1),
                b'\r' | b'\n' => at += 1,
                byte => {
                    self.letter(byte);
                    at += 1;
                }
            }
        }
        self.flush();
    }

    fn letter(&mut self, byte: u8) {
        if self.skipping > 0 {
            self.skipping -= 1;
        } else if !self.state.unread && !self.state.hidden {
            self.bytes.push(byte);
        }
    }

    fn end_group(&mut self) {
        self.flush();
        let inner = self.state;
        self.state = self.states.pop().unwrap_or_default();
        if inner.note && !self.state.note {
            let note = std::mem::replace(&mut self.paragraph, self.outer.pop().unwrap_or_default());
            _ = write!(self.notes, "<p><sup>{}</sup> {note}</p>", self.numbered);
        }
    }

    /// A control word or sign after a backslash; where what follows it begins.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(&first) = bytes.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            return self.sign(bytes, at, first);
        }
        let word = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count().min(32);
        let mut end = at + word;
        let negative = bytes.get(end) == Some(&b'-');
        end += usize::from(negative);
        let digits = bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count().min(10);
        let number =
            std::str::from_utf8(&bytes[end..end + digits]).ok().and_then(|digits| digits.parse::<i64>().ok());
        let number = number.map(|number| if negative { -number } else { number });
        end += digits;
        end += usize::from(bytes.get(end) == Some(&b' '));
        let name = std::str::from_utf8(&bytes[at..at + word]).unwrap_or_default();
        if name == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            return end.saturating_add(length).min(bytes.len());
        }
        self.word(name, number);
        end
    }

    fn sign(&mut self, bytes: &[u8], at: usize, sign: u8) -> usize {
        match sign {
            b'\'' => {
                let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.letter(byte);
                    return at + 3;
                }
            }
            // A group that a reader who does not know it passes over.
            b'*' => self.state.unread = true,
            b'~' => self.letter(b' '),
            b'_' => self.letter(b'-'),
            b'\\' | b'{' | b'}' => self.letter(sign),
            b'\r' | b'\n' => self.end_line(),
            _ => {}
        }
        at + 1
    }

    fn word(&mut self, name: &str, number: Option<i64>) {
        let on = number != Some(0);
        self.flush_unless_letter(name);
        match name {
            _ if UNREAD.contains(&name) => self.state.unread = true,
            "ansicpg" => self.encoding = number.and_then(code_page),
            "uc" => self.skip = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "u" => self.unicode(number.unwrap_or(0)),
            "b" => self.state.bold = on,
            "i" => self.state.italic = on,
            "super" => self.state.raised = on,
            "nosupersub" => self.state.raised = false,
            "v" => self.state.hidden = on,
            "plain" => {
                self.state = State { unread: self.state.unread, note: self.state.note, ..State::default() }
            }
            "par" | "sect" | "page" => self.end_line(),
            "line" => self.text("<br>"),
            "tab" => self.text("\u{3000}"),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "pard" => (self.centred, self.level, self.in_table) = (false, None, false),
            "qc" => self.centred = true,
            "outlinelevel" => {
                self.level = number.and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 6)
            }
            "intbl" => self.in_table = true,
            "cell" => self.end_cell(),
            "row" => self.end_row(),
            "footnote" => {
                // LibreOffice writes notes as a group that may be passed over: "{\\*\\footnote …}".
                self.state.unread = self.states.last().is_some_and(|outer| outer.unread);
                if !self.state.unread {
                    self.begin_note();
                }
            }
            // The mark of a note, in the text and at its head.
            "chftn" if !self.state.note => self.mark(),
            _ => {}
        }
    }

    /// Letters of a code page may take several bytes, which no control word but these parts.
    fn flush_unless_letter(&mut self, name: &str) {
        if !matches!(name, "lang" | "langfe" | "loch" | "hich" | "dbch" | "f") {
            self.flush();
        }
    }

    fn unicode(&mut self, number: i64) {
        // Numbers from 32,768 on are written as negative ones.
        let code = u32::try_from(if number < 0 { number + 0x1_0000 } else { number }).unwrap_or(0xfffd);
        if let Some(c) = char::from_u32(code) {
            let mut letter = String::new();
            push_escaped(&mut letter, c.encode_utf8(&mut [0; 4]));
            self.text(&letter);
        }
        self.skipping = self.skip;
    }

    /// Adds markup to the paragraph.
    fn text(&mut self, markup: &str) {
        self.flush();
        if !self.state.unread && !self.state.hidden {
            self.paragraph.push_str(markup);
        }
    }

    /// Adds the letters so far to the paragraph.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (text, ..) = self.encoding.unwrap_or(WINDOWS_1252).decode(&bytes);
        let tags = [(self.state.bold, "b"), (self.state.italic, "i"), (self.state.raised, "sup")];
        for (_, tag) in tags.iter().filter(|(on, _)| *on) {
            _ = write!(self.paragraph, "<{tag}>");
        }
        push_escaped(&mut self.paragraph, &text);
        for (_, tag) in tags.iter().rev().filter(|(on, _)| *on) {
            _ = write!(self.paragraph, "</{tag}>");
        }
    }

    fn mark(&mut self) {
        self.numbered += 1;
        self.marked = true;
        let mark = format!("<sup>{}</sup>", self.numbered);
        self.text(&mark);
    }

    fn begin_note(&mut self) {
        if !std::mem::take(&mut self.marked) {
            self.mark();
            self.marked = false;
        }
        self.state.note = true;
        self.outer.push(std::mem::take(&mut self.paragraph));
    }

    fn end_line(&mut self) {
        if self.state.note {
            self.text(" ");
        } else if !self.state.unread {
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        let text = std::mem::take(&mut self.paragraph);
        if text.trim().is_empty() {
            return;
        }
        let markup = match self.level {
            Some(level) => format!("<h{0}>{text}</h{0}>", level + 1),
            None if self.centred => format!("<p align=center>{text}</p>"),
            None => format!("<p>{text}</p>"),
        };
        if self.in_table {
            self.cell.push_str(&markup);
        } else {
            self.end_table();
            self.page.push_str(&markup);
        }
    }

    fn end_cell(&mut self) {
        self.in_table = true;
        self.end_paragraph();
        let cell = std::mem::take(&mut self.cell);
        _ = write!(self.row, "<td>{cell}</td>");
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if !self.table_is_open {
            self.page.push_str("<table>");
            self.table_is_open = true;
        }
        _ = write!(self.page, "<tr>{row}</tr>");
        self.in_table = false;
    }

    fn end_table(&mut self) {
        if std::mem::take(&mut self.table_is_open) {
            self.page.push_str("</table>");
        }
    }
}

/// The encoding of a code page of Windows.
fn code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rtf: &str) -> Vec<String> {
        let read = read(rtf.as_bytes());
        read.pages[0].blocks.iter().map(|block| block.lines[0].text.clone()).collect()
    }

    #[test]
    fn text_is_read_and_what_word_needs_is_not() {
        let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\*\generator Riched;}{\header Accord}
\pard\qc\b Accord on Lamps\b0\par
\pard\outlinelevel1 Article 1\par\pard Caf\'e9s \u8364?uro \{braces\} stay.{\footnote \chftn  A note.}\par
{\pict\pngblip 89504e47}{\v hidden}\trowd\intbl Who\cell What\cell\row\intbl Ports\cell Gates\cell\row\pard End.\par}";
        let found = lines(rtf);
        assert_eq!(found[..3], ["Accord on Lamps", "Article 1", "Cafés €uro {braces} stay."]);
        assert!(found.iter().any(|line| line.ends_with("A note.")), "{found:?}");
        let libre = r"{\rtf1 Lamps burn.{{\super \chftn{\*\footnote \chftn\pard\plain{\tab At night.}}}}\par{\*\unknown not read}}";
        assert_eq!(lines(libre), ["Lamps burn.", "1 At night."]);
        assert!(
            ["Who", "Gates", "End."].iter().all(|word| found.iter().any(|line| line == word)),
            "{found:?}"
        );
        assert!(!found.iter().any(|line| line.contains("hidden") || line.contains("Riched")), "{found:?}");
    }

    #[test]
    fn code_pages_are_heeded_and_damage_ends() {
        assert_eq!(lines(r"{\rtf1\ansicpg1251 \'cc\'e8\'f0\par}"), ["Мир"]);
        assert_eq!(lines(r"{\rtf1\ansicpg932 \'8d\'60\par}"), ["港"]);
        assert_eq!(lines(r"{\rtf1 a\'"), ["a"]);
        assert!(read(&b"{".repeat(5000)).losses.len() == 1);
    }
}
