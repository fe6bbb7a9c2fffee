//! Runs of text inside a paragraph: formatting, breaks, fields, references to notes, pictures.

use super::body::{Body, Field};
use super::note::Kind;
use super::styles::Run;
use super::xml::{Element, Node};
use crate::marker::{Raised, raised};

impl<'p> Body<'p> {
    /// The runs below an element, with the formatting that they inherit.
    pub(super) fn runs(&mut self, parent: &'p Element<'p>, inherited: Run) {
        for element in parent.elements() {
            match element.name() {
                "r" => self.run(element, inherited),
                "t" => self.text(&element.text(), inherited),
                "fldSimple" if !is_shown(&element.attribute("instr").unwrap_or_default()) => {}
                "AlternateContent" => {
                    if let Some(chosen) = element.child("Choice").or_else(|| element.child("Fallback")) {
                        self.runs(chosen, inherited);
                    }
                }
                "del" | "moveFrom" | "pPr" | "rPr" | "sdtPr" | "sdtEndPr" => {}
                _ => self.runs(element, inherited),
            }
        }
    }

    fn run(&mut self, run: &'p Element<'p>, inherited: Run) {
        let properties = run.child("rPr");
        let direct = properties.map(Run::of).unwrap_or_default();
        let style = properties.and_then(|properties| properties.child_val("rStyle"));
        let set = direct.or(self.styles.run(style.as_deref())).or(inherited);
        let own_mark = |reference: &Element<'_>| {
            let own =
                matches!(reference.attribute("customMarkFollows").as_deref(), Some("1" | "true" | "on"));
            own.then(|| run.elements().filter(|e| e.name() == "t").map(Element::text).collect::<String>())
        };
        for element in run.elements() {
            let id = || element.attribute("id").unwrap_or_default();
            match element.name() {
                "footnoteReference" if self.is_text(set) => {
                    self.notes.refer(Kind::Foot, &id(), own_mark(element));
                    if own_mark(element).is_some() {
                        return;
                    }
                }
                "endnoteReference" if self.is_text(set) => {
                    self.notes.refer(Kind::End, &id(), own_mark(element));
                    if own_mark(element).is_some() {
                        return;
                    }
                }
                "fldChar" => self.field(&element.attribute("fldCharType").unwrap_or_default()),
                "instrText" => {
                    if let Some(Field::Instruction(instruction)) = self.fields.last_mut() {
                        instruction.push_str(&element.text());
                    }
                }
                _ if self.is_text(set) => self.piece(element, set),
                _ => {}
            }
        }
    }

    /// Whether text here is shown: not hidden, and no field's instruction.
    fn is_text(&self, set: Run) -> bool {
        set.hidden != Some(true)
            && self.fields.iter().all(|field| matches!(field, Field::Result { shown: true }))
    }

    /// One thing that a run shows.
    fn piece(&mut self, element: &'p Element<'p>, set: Run) {
        let prose = &mut self.flow.prose;
        match element.name() {
            "t" => self.text(&element.text(), set),
            "tab" | "ptab" => prose.space(),
            "br" if matches!(element.attribute("type").as_deref(), Some("page" | "column")) => prose.space(),
            "br" | "cr" => prose.line_break(),
            "noBreakHyphen" => prose.push("-", set.style()),
            "sym" => prose.push(&symbol(element).to_string(), set.style()),
            "ruby" => {
                if let Some(base) = element.child("rubyBase") {
                    self.runs(base, set);
                }
            }
            "drawing" | "pict" | "object" | "AlternateContent" => self.picture(element),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, set: Run) {
        let prose = &mut self.flow.prose;
        if set.raised == Some(true) {
            match raised(text, prose.text(), self.typed.marks()) {
                Raised::Apart => prose.space(),
                Raised::Dropped if !prose.is_empty() => return,
                _ => {}
            }
        }
        prose.push(text, set.style());
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(Field::Instruction(String::new())),
            "separate" => {
                if let Some(field @ Field::Instruction(_)) = self.fields.last_mut() {
                    let Field::Instruction(instruction) = &*field else { return };
                    *field = Field::Result { shown: is_shown(instruction) };
                }
            }
            "end" => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Opens and closes the fields of a paragraph that is not read.
    pub(super) fn fields_only(&mut self, parent: &Element<'_>) {
        for element in parent.elements() {
            match element.name() {
                "fldChar" => self.field(&element.attribute("fldCharType").unwrap_or_default()),
                "instrText" => {
                    if let Some(Field::Instruction(instruction)) = self.fields.last_mut() {
                        instruction.push_str(&element.text());
                    }
                }
                _ => self.fields_only(element),
            }
        }
    }

    /// Text boxes of a drawing wait for the end of the paragraph; what else it shows is counted.
    fn picture(&mut self, drawing: &'p Element<'p>) {
        for node in drawing.nodes() {
            let Node::Element(element) = node else { continue };
            match element.name() {
                "txbxContent" => self.boxes.push(element),
                "Fallback" if drawing.child("Choice").is_some() => {}
                "blip" | "imagedata" => self.images += 1,
                "chart" | "relIds" | "OLEObject" => self.objects += 1,
                _ => self.picture(element),
            }
        }
    }
}

/// Whether a field's result is text of the document.
fn is_shown(instruction: &str) -> bool {
    let name = instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    !matches!(name.as_str(), "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "TOC" | "INDEX" | "TC" | "XE")
}

/// A character that is given by its place in a symbol font.
fn symbol(element: &Element<'_>) -> char {
    let code = element
        .attribute("char")
        .and_then(|code| u32::from_str_radix(code.trim(), 16).ok())
        .unwrap_or(0xfffd);
    match code {
        0xf0b7 | 0xb7 => '•',
        0xf0a7 | 0xa7 => '▪',
        0xf0b0 | 0xb0 => '°',
        0xf02d | 0x2d => '–',
        0xf0e0 | 0xf0ae => '→',
        0xf0fe | 0xf052 => '☑',
        0xf0a8 | 0xf06f => '☐',
        0xf0fc => '✓',
        0xe000..=0xf8ff => char::REPLACEMENT_CHARACTER,
        code => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
