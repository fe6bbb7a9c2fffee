//! The walk over a part of a Word file that gathers its blocks.

use super::note::Notes;
use super::numbering::{Label, Numbering};
use super::styles::{Paragraph, Run, Styles};
use super::typed::Typed;
use super::xml::Element;
use crate::flow::{Flow, Place, is_title_line};
use crate::marker::starts_item;
use crosscut_text::{Block, Role};

/// A field whose end has not come.
#[derive(Debug)]
pub(super) enum Field {
    /// Its instruction so far.
    Instruction(String),
    /// Its result, which is text or (a page number in a header, a table of contents) not.
    Result { shown: bool },
}

/// Reads parts of one file: the list counters run on from one to the next.
pub(super) struct Body<'p> {
    pub(super) styles: &'p Styles,
    pub(super) numbering: Numbering,
    pub(super) notes: Notes<'p>,
    pub(super) flow: Flow,
    /// Fields that are open: their instructions are not text.
    pub(super) fields: Vec<Field>,
    /// Text boxes of the current paragraph; their texts follow it.
    pub(super) boxes: Vec<&'p Element<'p>>,
    pub(super) tables: u32,
    /// Text of a title paragraph, if there is one.
    pub(super) title: Option<String>,
    pub(super) images: usize,
    /// Charts, diagrams and objects of other programs.
    pub(super) objects: usize,
    /// Documents that are to be merged in when Word opens the file.
    pub(super) chunks: usize,
    /// Notes that are typed below a line of underscores.
    pub(super) typed: Typed<'p>,
}

impl<'p> Body<'p> {
    pub(super) fn new(styles: &'p Styles, numbering: Numbering, notes: Notes<'p>) -> Self {
        Self {
            styles,
            numbering,
            notes,
            flow: Flow::default(),
            fields: Vec::new(),
            boxes: Vec::new(),
            tables: 0,
            title: None,
            images: 0,
            objects: 0,
            chunks: 0,
            typed: Typed::default(),
        }
    }

    /// All blocks of a part, in the place that is given.
    pub(super) fn part(&mut self, root: &'p Element<'p>, place: Place) -> Vec<Block> {
        self.fields.clear();
        self.blocks(root, place);
        self.end(place);
        self.flow.end_marker();
        std::mem::take(&mut self.flow.blocks)
    }

    /// Paragraphs and tables below an element.
    pub(super) fn blocks(&mut self, parent: &'p Element<'p>, place: Place) {
        for element in parent.elements() {
            match element.name() {
                "p" => self.paragraph(element, place),
                "tbl" => self.table(element, place),
                "sdt" if is_contents(element) => {}
                "AlternateContent" => {
                    if let Some(chosen) = element.child("Choice").or_else(|| element.child("Fallback")) {
                        self.blocks(chosen, place);
                    }
                }
                "altChunk" => self.chunks += 1,
                "del" | "moveFrom" | "sectPr" | "sdtPr" | "sdtEndPr" | "tblPr" | "tcPr" | "trPr" => {}
                _ => self.blocks(element, place),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &'p Element<'p>, place: Place) {
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|properties| properties.child_val("pStyle"));
        let styles = self.styles;
        let style = styles.or_default(style.as_deref());
        let direct = properties.map(Paragraph::of).unwrap_or_default();
        if styles.is_contents(style) {
            return self.fields_only(paragraph);
        }
        let inherited = styles.run(style);
        self.runs(paragraph, inherited);
        let mark = properties.and_then(|properties| properties.child("rPr"));
        if mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some()) {
            // The end of the paragraph is deleted: the next one continues it.
            return;
        }
        let hidden = mark.map_or(inherited, |mark| Run::of(mark).or(inherited)).hidden == Some(true);
        let shows = !(hidden && self.flow.prose.is_empty());
        let lists = if shows { self.label(style, &direct) } else { 0 };
        let level = styles.heading(style, &direct).filter(|_| place.role == Role::Body);
        let role = match level {
            Some(_) => Role::Heading,
            None if self.typed.is_note(paragraph) && place.role == Role::Body => Role::Note,
            None => place.role,
        };
        if self.title.is_none() && styles.is_title(style) && !self.flow.prose.is_empty() {
            self.title = Some(self.flow.prose.text().to_owned());
        }
        self.end(Place { role, level, lists, ..place });
        self.after_paragraph(place);
    }

    /// Counts a paragraph of a list and puts its number before it; gives how deep the list is, 0 for none.
    fn label(&mut self, style: Option<&str>, direct: &Paragraph) -> usize {
        let inherited = self.styles.paragraph(style);
        let Some(list) = direct.list.or(inherited.list).filter(|&list| list != 0) else { return 0 };
        let of_style = || style.and_then(|style| self.numbering.level_of_style(list, style));
        let level = direct.level.or_else(of_style).or(inherited.level).unwrap_or(0);
        let Some(Label { text, glued }) = self.numbering.next(list, level) else { return 0 };
        let prose = std::mem::take(&mut self.flow.prose);
        self.flow.prose = if !prose.is_empty() {
            prose.after_marker(&text, if glued { "" } else { " " })
        } else if text.chars().filter(|c| c.is_alphabetic()).count() > 3 {
            // "Article 5" on a line of its own; a bare number without text is an empty line of a list.
            crate::prose::Prose::of(&text)
        } else {
            prose
        };
        level + 1
    }

    /// Ends the paragraph.
    pub(super) fn end(&mut self, place: Place) {
        self.flow.end(place, |before, line| {
            starts_item(line) || place.role == Role::Body && is_title_line(before, line)
        });
    }

    /// What belongs to the paragraph that has ended: text boxes and notes.
    fn after_paragraph(&mut self, place: Place) {
        for text_box in std::mem::take(&mut self.boxes) {
            self.blocks(text_box, place);
        }
        if place.role == Role::Note {
            return;
        }
        for (mark, note) in self.notes.take() {
            let place = Place { role: Role::Note, ..Place::default() };
            let fields = std::mem::take(&mut self.fields);
            self.flow.mark(&mark);
            self.blocks(note, place);
            self.end(place);
            self.flow.end_marker();
            self.fields = fields;
        }
    }
}

/// Whether a content control is one that Word fills with the table of contents.
fn is_contents(control: &Element<'_>) -> bool {
    let gallery = || control.child("sdtPr")?.child("docPartObj")?.child_val("docPartGallery");
    gallery().is_some_and(|gallery| gallery == "Table of Contents")
}
