//! Markdown to blocks. Numbers stay as they are written; a bullet is shown as one.

mod code;
mod front_matter;
mod list;
mod tidy;

use crate::flow::{Flow, Place, is_title_line};
use crate::html::bullet;
use crate::marker::starts_item;
use crate::plain::{self, ends_sentence};
use crate::prose::Style;
use crate::{Extracted, definition, encoding, html};
use crosscut_text::{Block, Cell, Role};
use list::List;
use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads a Markdown text.
pub(crate) fn read(bytes: &[u8]) -> Extracted {
    let decoded = encoding::decode(bytes, false);
    let tidied = tidy::tidy(&decoded.text);
    let source = tidied.text;
    let mut reader = Reader { source: &source, indents: tidied.indents, ..Reader::default() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.end_block();
    reader.flow.end_marker();
    let mut blocks = reader.flow.blocks;
    for line in blocks.iter_mut().flat_map(|block| &mut block.lines) {
        line.text = tidy::without_stars(&line.text);
    }
    blocks.retain(|block| block.lines.iter().any(|line| !line.text.is_empty()));
    let titled = reader.title.is_some();
    let title = reader.title.or_else(|| first_heading(&blocks));
    let flowing = Extracted::flowing("text/markdown", title, blocks, decoded.losses);
    Extracted { year: reader.year, titled, ..flowing }
}

fn first_heading(blocks: &[Block]) -> Option<String> {
    let headings = || blocks.iter().filter(|block| block.role == Role::Heading);
    let first = headings().find(|block| block.level == Some(1)).or_else(|| headings().next())?;
    first.lines.first().map(|line| line.text.clone())
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    title: Option<String>,
    year: Option<u16>,
    flow: Flow,
    style: Style,
    /// Where numbered lines are set in, and by how many columns.
    indents: Vec<(usize, usize)>,
    lists: Vec<List>,
    /// How many lists the block at hand is an item of.
    depth: usize,
    heading: Option<u8>,
    note: bool,
    table: Option<Cell>,
    tables: u32,
    /// Markup of an HTML block so far; a code block or front matter gathers here as well.
    raw: String,
    gather: Gather,
    images: usize,
    /// Whether what is read is struck out.
    struck: bool,
    /// The terms whose definition comes next.
    terms: Vec<String>,
}

/// The text of an item without the box of a task: "[ ] light the quays".
fn without_box(text: &str) -> &str {
    let boxes = ["[ ] ", "[x] ", "[X] "];
    boxes.into_iter().find_map(|mark| text.trim_start().strip_prefix(mark)).unwrap_or(text)
}

/// What the text of events belongs to.
#[derive(Clone, Copy, Default, PartialEq)]
enum Gather {
    #[default]
    Prose,
    Html,
    Code,
    FrontMatter,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) if self.gather != Gather::Prose => self.raw.push_str(&text),
            Event::Text(_) | Event::Code(_) if self.struck => {}
            Event::Text(text) if self.images == 0 => self.flow.prose.push(&text, self.style),
            Event::Code(text) => {
                // ``Quotes" as typewriters had them are not code.
                let quotes = text.contains('"') && self.source[range.clone()].starts_with("``");
                self.flow.prose.push(if quotes { &self.source[range] } else { &text }, self.style);
            }
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => {
                self.flow.prose.line_break()
            }
            Event::SoftBreak | Event::HardBreak => self.flow.prose.line_break(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.style.italic = true,
            Tag::Strong => self.style.bold = true,
            Tag::Image { .. } => self.images += 1,
            Tag::Strikethrough => self.struck = true,
            Tag::Link { .. } | Tag::Superscript | Tag::Subscript => {}
            _ => {
                self.end_block();
                self.start_block(tag, range);
            }
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(*level as u8),
            Tag::List(first) => {
                let list = match first.is_some() {
                    true => List::numbered(&self.source[range.clone()], range.start, |at| self.column(at)),
                    false => List::default(),
                };
                self.lists.push(list);
            }
            Tag::Item => self.start_item(range),
            Tag::FootnoteDefinition(label) => {
                self.note = true;
                self.flow.mark(label);
            }
            Tag::HtmlBlock => self.gather = Gather::Html,
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.gather = Gather::Code,
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                self.gather = Gather::FrontMatter;
            }
            Tag::DefinitionListDefinition => {
                let meaning = self.source[range].trim_start_matches([':', ' ', '\t']);
                let marker = definition::marker(&std::mem::take(&mut self.terms), meaning);
                self.flow.mark(&marker);
            }
            Tag::Table(_) => {
                self.table = Some(Cell { table: self.tables, row: 0, column: 0 });
                self.tables += 1;
            }
            _ => {}
        }
    }

    /// By how many columns the line at a byte is set in.
    fn column(&self, start: usize) -> usize {
        self.indents.binary_search_by_key(&start, |(at, _)| *at).map_or(0, |at| self.indents[at].1)
    }

    /// The number as it is written, or a bullet; no bullet where the text has a number of its own.
    fn start_item(&mut self, range: Range<usize>) {
        let item = self.source[range.clone()].trim_start();
        let start = range.start + self.source[range].len() - item.len();
        let (marker, text) = item.split_once(char::is_whitespace).unwrap_or((item, ""));
        let text = without_box(text);
        let around = self.lists.len().saturating_sub(1);
        self.depth = around + 1;
        let column = self.column(start);
        let Some(list) = self.lists.last_mut() else { return };
        if list.numbered {
            let shown = list.marker(start, column, marker);
            self.depth = around + list.open.len().max(1);
            self.flow.mark(&shown);
        } else if !starts_item(text) {
            self.flow.mark(bullet(around));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.style.italic = false,
            TagEnd::Strong => self.style.bold = false,
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = false,
            TagEnd::Link | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::DefinitionListTitle => self.term(),
            _ => {
                self.end_block();
                self.end_of(tag);
            }
        }
    }

    /// Keeps the term that a list defines for the paragraph that says what it means; a longer text is one of its own.
    fn term(&mut self) {
        if definition::is_term(self.flow.prose.text()) {
            let term = std::mem::take(&mut self.flow.prose);
            self.terms.push(term.text().to_owned());
        } else {
            self.end_block();
        }
    }

    fn end_of(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::List(_) => {
                self.lists.pop();
                self.depth = self.lists.len();
            }
            TagEnd::FootnoteDefinition => self.note = false,
            TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.end_raw(),
            TagEnd::TableCell => self.table = self.table.map(|cell| Cell { column: cell.column + 1, ..cell }),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.table = self.table.map(|cell| Cell { row: cell.row + 1, column: 0, ..cell });
            }
            TagEnd::Table => self.table = None,
            _ => {}
        }
    }

    fn end_raw(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        match std::mem::take(&mut self.gather) {
            Gather::Html => self.flow.blocks.extend(html::fragment(&raw)),
            Gather::Code => {
                let listing = plain::blocks(&raw).into_iter();
                self.flow.blocks.extend(listing.map(|block| Block { role: Role::Aside, ..block }));
            }
            Gather::FrontMatter => {
                self.title = front_matter::value(&raw, "title");
                self.year = front_matter::year(&raw);
            }
            Gather::Prose => {}
        }
    }

    fn role(&self) -> Role {
        match (self.heading, self.note, self.table) {
            (Some(_), ..) => Role::Heading,
            (_, true, _) => Role::Note,
            (.., Some(_)) => Role::TableCell,
            _ => Role::Body,
        }
    }

    fn end_block(&mut self) {
        let role = self.role();
        let place = Place { role, level: self.heading, cell: self.table, lists: self.depth };
        self.flow.end(place, |before, line| {
            let item = starts_item(line) && ends_sentence(before);
            role == Role::Body && (item || is_title_line(before, line))
        });
    }
}
