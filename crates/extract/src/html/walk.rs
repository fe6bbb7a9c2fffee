//! The walk over a page that gathers its blocks.

use super::dom::{Dom, Id, Kind};
use super::list::List;
use super::note::{Link, Notes};
use super::skip::{Skip, Why};
use super::table;
use crate::definition;
use crate::flow::{self, Flow, is_title_line};
use crate::marker::{Raised, raised, starts_item};
use crate::plain;
use crate::prose::Style;
use crosscut_text::lexicon::is_instrument;
use crosscut_text::{Block, Cell, Loss, LossKind, Role};

/// Hidden letters from which on the user is told.
const MUCH_HIDDEN: usize = 500;

/// The blocks of a page's main text, and a loss where the page hides much.
pub(super) fn blocks(dom: &Dom) -> (Vec<Block>, Option<Loss>) {
    let skip = Skip::new(dom);
    let root = skip.root();
    let mut walk = Walk { dom, skip, notes: Notes::find(dom), flow: Flow::default(), tables: 0, hidden: 0 };
    walk.inside(root, Place::default());
    walk.end_block(Place::default());
    walk.flow.end_marker();
    let much = walk.hidden > MUCH_HIDDEN && walk.hidden * 10 > walk.skip.letters(0);
    let loss = much.then(|| {
        let detail = format!("{} letters of hidden text were left out", walk.hidden);
        Loss::new(None, LossKind::Unsupported, detail)
    });
    (walk.flow.blocks, loss)
}

/// Where in the page the walk is.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    role: Role,
    level: Option<u8>,
    cell: Option<Cell>,
    style: Style,
    /// Lists around.
    lists: usize,
}

struct Walk<'a> {
    dom: &'a Dom,
    skip: Skip<'a>,
    notes: Notes,
    flow: Flow,
    tables: u32,
    /// Letters that the page hides.
    hidden: usize,
}

impl Walk<'_> {
    fn inside(&mut self, id: Id, place: Place) {
        let dom = self.dom;
        for &child in dom.children(id) {
            self.node(child, place);
        }
    }

    fn node(&mut self, id: Id, place: Place) {
        match self.dom.kind(id) {
            Kind::Text(text) => self.flow.prose.push(text, place.style),
            Kind::Element(..) => match self.skip.skips(id) {
                None => self.element(id, place),
                Some(Why::Hidden) => self.hidden += self.skip.letters(id),
                Some(_) => {}
            },
            Kind::Other => {}
        }
    }

    fn element(&mut self, id: Id, place: Place) {
        match self.notes.link(self.dom, id) {
            Some(Link::BareMark | Link::Back) => return,
            Some(Link::Mark) if place.role != Role::Note => self.flow.prose.space(),
            None if self.dom.tag(id) == "sup" => return self.raised(id, place),
            _ => {}
        }
        let mut inner = Place { style: styled(self.dom, id, place.style), ..place };
        if self.notes.is_note(id) {
            inner.role = Role::Note;
        }
        match self.dom.tag(id) {
            "br" => self.flow.prose.line_break(),
            "table" => self.table(id, place, inner),
            "ul" | "ol" => {
                self.end_block(place);
                self.list(id, inner);
                self.end_block(inner);
            }
            "dl" => {
                self.end_block(place);
                let mut terms = Vec::new();
                self.definitions(id, inner, &mut terms);
                // Terms without a meaning.
                self.flow.prose.push(&terms.join(", "), inner.style);
                self.end_block(inner);
            }
            "pre" => {
                self.end_block(place);
                let typed = plain::blocks(&self.dom.text(id));
                let listing = self.skip.is_listing(id);
                self.flow.blocks.extend(typed.into_iter().map(|block| match inner.role {
                    Role::Body if listing => Block { role: Role::Aside, ..block },
                    Role::Body => block,
                    role => Block { role, ..block },
                }));
            }
            "td" | "th" => {
                self.end_block(place);
                self.inside(id, inner);
                self.end_block(inner);
            }
            tag if is_block(tag) => {
                self.end_block(place);
                let inner = self.placed(id, inner);
                self.inside(id, inner);
                self.end_block(inner);
            }
            _ => self.inside(id, inner),
        }
    }

    fn raised(&mut self, id: Id, place: Place) {
        // The raised number of a paragraph, "¹ The owner", or of a note.
        if self.flow.prose.is_empty() {
            self.inside(id, place);
            return self.flow.prose.space();
        }
        match raised(&self.dom.start(id, 16), self.flow.prose.text(), self.notes.printed()) {
            Raised::Dropped if place.role != Role::Note => return,
            Raised::Apart => self.flow.prose.space(),
            _ => {}
        }
        self.inside(id, place);
    }

    /// What a block element makes of its text.
    fn placed(&self, id: Id, mut place: Place) -> Place {
        if let Some(level) = heading(self.dom, id) {
            place.role = if place.role == Role::Body { Role::Heading } else { place.role };
            place.level = Some(level);
        } else if self.dom.classes(id).any(|class| class.starts_with("oj-hd-") || class.starts_with("hd-")) {
            // The head of the journal; older pages of consolidated acts have the act's title there.
            let opening = self.dom.start(id, 60);
            if opening.split_whitespace().take(4).any(is_instrument) {
                (place.role, place.level) = (Role::Heading, Some(1));
            } else {
                place.role = Role::RunningHead;
            }
        } else if self.dom.tag(id) == "div" {
            // As LibreOffice writes them.
            match self.dom.attribute(id, "title") {
                Some("header") => place.role = Role::RunningHead,
                Some("footer") => place.role = Role::RunningFoot,
                _ => {}
            }
        }
        place
    }

    fn list(&mut self, id: Id, place: Place) {
        let dom = self.dom;
        let mut list = List::of(dom, id, place.lists);
        let place = Place { lists: place.lists + 1, ..place };
        for &child in dom.children(id) {
            if dom.tag(child) != "li" {
                self.node(child, place);
            } else if self.skip.skips(child).is_none() {
                let marker = list.marker(dom, child);
                let inner =
                    if self.notes.is_note(child) { Place { role: Role::Note, ..place } } else { place };
                let start = dom.start(child, 24);
                if !starts_item(&start) {
                    self.flow.mark(&marker);
                }
                self.inside(child, inner);
                self.end_block(inner);
                self.flow.unmark();
            }
        }
    }

    /// A list of terms, each before the paragraph that says what it means; `div` may group them.
    fn definitions(&mut self, id: Id, place: Place, terms: &mut Vec<String>) {
        let dom = self.dom;
        for &child in dom.children(id) {
            let read = self.skip.skips(child).is_none();
            match dom.tag(child) {
                "div" if read => self.definitions(child, place, terms),
                "dt" if read && place.role == Role::Body && is_term(dom, child) => {
                    terms.push(dom.text(child));
                }
                "dd" if read => {
                    let marker = definition::marker(terms, dom.start(child, 24).trim_start());
                    terms.clear();
                    self.flow.mark(&marker);
                    if opens_list(dom, child) {
                        self.flow.end_marker();
                    }
                    self.node(child, place);
                    self.flow.end_marker();
                }
                _ => self.node(child, place),
            }
        }
    }

    fn table(&mut self, id: Id, place: Place, inner: Place) {
        self.end_block(place);
        if place.cell.is_some() || !table::is_data(self.dom, &self.skip, id) {
            self.inside(id, inner);
        } else {
            let number = self.tables;
            self.tables += 1;
            for &caption in self.dom.children(id).iter().filter(|&&part| self.dom.tag(part) == "caption") {
                // What names a table heads it.
                let heads = inner.role == Role::Body && inner.cell.is_none();
                let role = if heads { Role::Heading } else { inner.role };
                self.node(caption, Place { role, ..inner });
            }
            for placed in table::placed(self.dom, id, number) {
                let role = if inner.role == Role::Body { Role::TableCell } else { inner.role };
                let inner = Place { role, cell: Some(placed.cell), ..inner };
                if self.skip.skips(placed.id).is_none() {
                    self.inside(placed.id, inner);
                }
                self.end_block(inner);
                self.flow.end_marker();
            }
        }
        self.end_block(inner);
    }

    fn end_block(&mut self, place: Place) {
        let Place { role, level, cell, lists, .. } = place;
        self.flow.end(flow::Place { role, level, cell, lists }, |before, line| {
            starts_item(line) || role != Role::Note && is_title_line(before, line)
        });
    }
}

/// Whether a `dt` is a term and nothing else: no marks of notes, no paragraphs.
fn is_term(dom: &Dom, id: Id) -> bool {
    const INLINE: &[&str] =
        &["", "a", "abbr", "b", "code", "dfn", "em", "i", "mark", "q", "span", "strong", "u"];
    dom.descendants(id).all(|inner| INLINE.contains(&dom.tag(inner))) && definition::is_term(&dom.text(id))
}

/// Whether an element begins with a list or a table.
fn opens_list(dom: &Dom, id: Id) -> bool {
    let worded = |id: Id| !dom.start(id, 0).trim().is_empty();
    let first = dom.children(id).iter().find(|&&child| worded(child));
    first.is_some_and(|&child| matches!(dom.tag(child), "dl" | "ol" | "table" | "ul"))
}

/// Bold and italic by tag, inline style or the classes of EU law.
fn styled(dom: &Dom, id: Id, mut style: Style) -> Style {
    match dom.tag(id) {
        "b" | "strong" => style.bold = true,
        "i" | "em" => style.italic = true,
        _ => {}
    }
    for class in dom.classes(id) {
        style.bold |= matches!(class, "oj-bold" | "bold");
        style.italic |= matches!(class, "oj-italic" | "italic");
    }
    if let Some(css) = dom.attribute(id, "style") {
        let css = css.to_ascii_lowercase().replace(' ', "");
        let weight = ["font-weight:bold", "font-weight:600", "font-weight:700", "font-weight:800"];
        style.bold = (style.bold || weight.iter().any(|weight| css.contains(weight)))
            && !css.contains("font-weight:normal");
        style.italic =
            (style.italic || css.contains("font-style:italic")) && !css.contains("font-style:normal");
    }
    style
}

/// Heading level by tag, role or the classes of EU law.
fn heading(dom: &Dom, id: Id) -> Option<u8> {
    let tag = dom.tag(id);
    if let Some(level) = tag.strip_prefix('h').and_then(|level| level.parse().ok()) {
        return Some(level);
    }
    if dom.attribute(id, "role") == Some("heading") {
        return Some(dom.attribute(id, "aria-level").and_then(|level| level.parse().ok()).unwrap_or(2));
    }
    if tag != "p" {
        return None;
    }
    dom.classes(id).find_map(|class| {
        let class = class.strip_prefix("oj-").unwrap_or(class);
        let class = class.strip_prefix('s').filter(|rest| rest.starts_with("ti")).unwrap_or(class);
        match class {
            "title" | "subtitle" | "doc-ti" | "title-doc-first" | "title-doc-last" | "title-annex-1"
            | "title-annex-2" => Some(1),
            "ti-art" | "title-article-norm" | "title-article-quoted" => Some(3),
            _ if class.starts_with("ti-section-") || class.starts_with("title-division-") => Some(2),
            _ if class.starts_with("ti-grseq-") || class.starts_with("title-gr-seq-") => Some(4),
            _ => None,
        }
    })
}

/// Elements on lines of their own.
fn is_block(tag: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "p", "pre", "search",
        "section", "summary", "tbody", "tfoot", "thead", "tr",
    ];
    BLOCKS.contains(&tag)
}
