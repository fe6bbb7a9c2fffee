//! Running text: runs, links, footnote marks, and which way letters run.

use super::super::document::{Run, plain};
use crate::script::{begins_right_to_left, is_right_to_left};
use crate::xml::Xml;

/// Writes paragraphs and what is in them.
pub(super) struct Writer<'d> {
    pub(super) xml: Xml,
    /// Addresses of links, in the order of their ids from 1.
    pub(super) links: Vec<String>,
    /// Footnotes, in the order of their ids from 1.
    pub(super) notes: Vec<&'d [Run]>,
    /// The language of what is written, for the spelling checker; none for that of the paper.
    pub(super) language: Option<&'d str>,
}

/// How a paragraph looks: its style, and what differs from it.
#[derive(Default)]
pub(super) struct Look<'l> {
    pub(super) style: &'l str,
    pub(super) with_next: bool,
    /// The list that it is an item of.
    pub(super) list: Option<&'l str>,
    pub(super) align: Option<&'l str>,
}

impl<'l> Look<'l> {
    /// A style as it is.
    pub(super) fn of(style: &'l str) -> Self {
        Self { style, ..Self::default() }
    }
}

impl<'d> Writer<'d> {
    pub(super) fn new(xml: Xml) -> Self {
        Self { xml, links: Vec::new(), notes: Vec::new(), language: None }
    }

    /// A paragraph, with what comes before its runs.
    pub(super) fn paragraph(&mut self, runs: &'d [Run], look: &Look<'_>, before: impl FnOnce(&mut Xml)) {
        self.xml.text("\n");
        self.xml.start("w:p", &[]);
        // The order of these is the schema's.
        self.xml.inline("w:pPr", &[], |xml| {
            xml.mark("w:pStyle", &[("w:val", look.style)]);
            if look.with_next {
                xml.mark("w:keepNext", &[]);
            }
            if let Some(number) = look.list {
                xml.inline("w:numPr", &[], |xml| {
                    xml.mark("w:ilvl", &[("w:val", "0")]);
                    xml.mark("w:numId", &[("w:val", number)]);
                });
            }
            if begins_right_to_left(&plain(runs)) {
                xml.mark("w:bidi", &[]);
            }
            if let Some(align) = look.align {
                xml.mark("w:jc", &[("w:val", align)]);
            }
        });
        before(&mut self.xml);
        self.runs(runs, None);
        self.xml.end("w:p");
    }

    /// Runs, in a character style where one is given.
    pub(super) fn runs(&mut self, runs: &'d [Run], style: Option<&str>) {
        for run in runs {
            match run {
                Run::Text { text, bold, italic } => {
                    for (right_to_left, piece) in pieces(text) {
                        self.run(piece, style, (*bold, *italic, right_to_left));
                    }
                }
                Run::Break => self.xml.inline("w:r", &[], |xml| xml.mark("w:br", &[])),
                Run::Note(note) => {
                    self.notes.push(note);
                    let id = self.notes.len().to_string();
                    self.xml.inline("w:r", &[], |xml| {
                        xml.inline("w:rPr", &[], |xml| {
                            xml.mark("w:rStyle", &[("w:val", "FootnoteReference")])
                        });
                        xml.mark("w:footnoteReference", &[("w:id", &id)]);
                    });
                }
                Run::Link { to, runs } => {
                    match to.strip_prefix('#') {
                        Some(place) => self
                            .xml
                            .start("w:hyperlink", &[("w:anchor", &bookmark(place)), ("w:history", "1")]),
                        None => {
                            self.links.push(to.clone());
                            let id = format!("rIdLink{}", self.links.len());
                            self.xml.start("w:hyperlink", &[("r:id", &id), ("w:history", "1")]);
                        }
                    }
                    self.runs(runs, Some("Hyperlink"));
                    self.xml.end("w:hyperlink");
                }
            }
        }
    }

    fn run(&mut self, text: &str, style: Option<&str>, (bold, italic, right_to_left): (bool, bool, bool)) {
        let language = self.language;
        self.xml.inline("w:r", &[], |xml| {
            xml.inline("w:rPr", &[], |xml| {
                if let Some(style) = style {
                    xml.mark("w:rStyle", &[("w:val", style)]);
                }
                let marks = [
                    (bold, "w:b"),
                    (bold, "w:bCs"),
                    (italic, "w:i"),
                    (italic, "w:iCs"),
                    (right_to_left, "w:rtl"),
                ];
                marks.into_iter().filter(|(on, _)| *on).for_each(|(_, mark)| xml.mark(mark, &[]));
                if let Some(language) = language {
                    let script = match language {
                        "zh" | "ja" | "ko" => "w:eastAsia",
                        _ if right_to_left => "w:bidi",
                        _ => "w:val",
                    };
                    xml.mark("w:lang", &[(script, language)]);
                }
            });
            xml.leaf("w:t", &[("xml:space", "preserve")], text);
        });
    }
}

/// A bookmark's name as Word takes it: letters, digits and underscores, at most 40, a letter first.
pub(super) fn bookmark(id: &str) -> String {
    let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if plain == id && plain.len() < 38 {
        return format!("p_{plain}");
    }
    // What had to change is told apart by a hash.
    let hash = &crosscut::sha256(id.as_bytes())[..8];
    format!("p_{}_{hash}", plain.chars().take(26).collect::<String>())
}

/// Text in pieces of one direction; what has none stays with what comes before.
fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let (mut start, mut now) = (0, begins_right_to_left(text));
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let own = is_right_to_left(c);
        if own != now {
            if at > start {
                pieces.push((now, &text[start..at]));
            }
            (start, now) = (at, own);
        }
    }
    pieces.push((now, &text[start..]));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_where_its_direction_changes() {
        assert_eq!(pieces("Article 1, shall"), [(false, "Article 1, shall")]);
        assert_eq!(pieces("تلتزم (ICT) كل"), [(true, "تلتزم ("), (false, "ICT) "), (true, "كل")]);
        assert_eq!(pieces(""), [(false, "")]);
    }

    #[test]
    fn bookmarks_are_what_word_takes_and_tell_places_apart() {
        let long = "x".repeat(90);
        let names = ["element-1", "element_1", "élément", long.as_str(), ""].map(bookmark);
        for name in &names {
            assert!(
                name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'),
                "{name}"
            );
        }
        let different: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(different.len(), names.len());
    }
}
