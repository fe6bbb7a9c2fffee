//! OpenDocument texts: their `content.xml` as a web page.

use super::push_escaped;
use crate::docx::package::Package;
use crate::docx::xml::{self, Element, Node};
use crate::{ExtractError, Extracted, html};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Reads a text.
///
/// # Errors
/// When the container cannot be read or holds no text.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let package = Package::open(bytes)?;
    let content = package.part("content.xml");
    let content = content.ok_or_else(|| ExtractError::Damaged("it holds no content.xml".to_owned()))?;
    let styles = package.part("styles.xml").unwrap_or_default();
    let (root, loss) = xml::parse("content.xml", &content);
    package.note(loss);
    let (named, loss) = xml::parse("styles.xml", &styles);
    package.note(loss);
    let mut writer = Writer::default();
    writer.styles(&named);
    writer.styles(&root);
    writer.page.push_str("<meta charset=\"utf-8\">");
    writer.inside(&root, 0);
    let notes = std::mem::take(&mut writer.notes);
    if !notes.is_empty() {
        _ = write!(writer.page, "<hr>{notes}");
    }
    let meta = package.part("meta.xml").unwrap_or_default();
    let (meta, _) = xml::parse("meta.xml", &meta);
    let title = find(&meta, "title").map(|title| title.text().trim().to_owned());
    let mut read = html::read(writer.page.as_bytes());
    read.losses.extend(package.into_losses());
    let title = title.filter(|title| !title.is_empty());
    Ok(Extracted { media_type: "application/vnd.oasis.opendocument.text", title, ..read })
}

/// How one style shows paragraphs or words.
#[derive(Clone, Debug, Default)]
struct Style {
    parent: Option<String>,
    bold: bool,
    italic: bool,
    centred: bool,
    raised: bool,
}

#[derive(Default)]
struct Writer {
    page: String,
    notes: String,
    styles: BTreeMap<String, Style>,
    /// What each level of a list is counted with: nothing for a bullet.
    lists: BTreeMap<(String, usize), String>,
    /// The style of the list at hand.
    list: String,
}

impl Writer {
    fn styles(&mut self, element: &Element<'_>) {
        for child in element.elements() {
            let name = child.attribute("name").unwrap_or_default().into_owned();
            match child.name() {
                "style" => _ = self.styles.insert(name, style(child)),
                "list-style" => {
                    for level in child.elements() {
                        let depth =
                            level.attribute("level").and_then(|level| level.parse().ok()).unwrap_or(1);
                        let format = level.attribute("num-format").unwrap_or_default().into_owned();
                        self.lists.insert((name.clone(), depth), format);
                    }
                }
                _ => self.styles(child),
            }
        }
    }

    fn inside(&mut self, element: &Element<'_>, lists: usize) {
        for node in element.nodes() {
            match node {
                Node::Text(text) => push_escaped(&mut self.page, text),
                Node::Element(child) => self.element(child, lists),
            }
        }
    }

    fn element(&mut self, element: &Element<'_>, lists: usize) {
        match element.name() {
            "automatic-styles" | "master-styles" | "scripts" | "font-face-decls" | "tracked-changes"
            | "forms" | "sequence-decls" | "table-of-content" | "annotation" | "image" | "desc" | "title" => {
            }
            "h" => {
                let level: usize =
                    element.attribute("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
                self.wrapped(element, &format!("h{}", level.clamp(1, 6)), lists);
            }
            "p" => self.paragraph(element, lists),
            "span" => self.span(element, lists),
            "list" => self.list(element, lists),
            "table" => self.wrapped(element, "table", lists),
            "table-header-rows" => self.wrapped(element, "thead", lists),
            "table-row" => self.wrapped(element, "tr", lists),
            "table-cell" => {
                let span =
                    |name| element.attribute(name).and_then(|span| span.parse::<u32>().ok()).unwrap_or(1);
                let (columns, rows) = (span("number-columns-spanned"), span("number-rows-spanned"));
                _ = write!(self.page, "<td colspan={columns} rowspan={rows}>");
                self.inside(element, lists);
                self.page.push_str("</td>");
            }
            "note" => self.note(element),
            "s" => self.page.push(' '),
            "tab" => self.page.push('\u{3000}'),
            "line-break" => self.page.push_str("<br>"),
            _ => self.inside(element, lists),
        }
    }

    fn wrapped(&mut self, element: &Element<'_>, tag: &str, lists: usize) {
        _ = write!(self.page, "<{tag}>");
        self.inside(element, lists);
        _ = write!(self.page, "</{tag}>");
    }

    fn paragraph(&mut self, element: &Element<'_>, lists: usize) {
        let name = element.attribute("style-name").unwrap_or_default();
        let style = self.style(&name);
        let title =
            std::iter::successors(Some(name.into_owned()), |name| self.styles.get(name)?.parent.clone())
                .take(8)
                .any(|name| name == "Title");
        if title {
            return self.wrapped(element, "h1", lists);
        }
        self.page.push_str(if style.centred { "<p align=center>" } else { "<p>" });
        self.styled(element, &style, lists);
        self.page.push_str("</p>");
    }

    fn span(&mut self, element: &Element<'_>, lists: usize) {
        let style = self.style(&element.attribute("style-name").unwrap_or_default());
        self.styled(element, &style, lists);
    }

    fn styled(&mut self, element: &Element<'_>, style: &Style, lists: usize) {
        let tags = [(style.bold, "b"), (style.italic, "i"), (style.raised, "sup")];
        let used: Vec<&str> = tags.into_iter().filter(|(used, _)| *used).map(|(_, tag)| tag).collect();
        used.iter().for_each(|tag| _ = write!(self.page, "<{tag}>"));
        self.inside(element, lists);
        used.iter().rev().for_each(|tag| _ = write!(self.page, "</{tag}>"));
    }

    fn list(&mut self, element: &Element<'_>, lists: usize) {
        if let Some(name) = element.attribute("style-name") {
            self.list = name.into_owned();
        }
        let format = self.lists.get(&(self.list.clone(), lists + 1)).cloned().unwrap_or_default();
        let tag = if format.is_empty() { "ul" } else { "ol" };
        _ = write!(self.page, "<{tag} type=\"");
        push_escaped(&mut self.page, if format.is_empty() { "disc" } else { &format });
        self.page.push_str("\">");
        for item in element.elements() {
            let value = item.attribute("start-value").and_then(|value| value.parse::<u32>().ok());
            match (item.name(), value) {
                // A heading of a list has no number.
                ("list-header", _) => self.page.push_str("<li style=\"list-style:none\">"),
                (_, Some(value)) => _ = write!(self.page, "<li value={value}>"),
                _ => self.page.push_str("<li>"),
            }
            self.inside(item, lists + 1);
            self.page.push_str("</li>");
        }
        _ = write!(self.page, "</{tag}>");
    }

    /// The mark stays in the text; the note goes to the end.
    fn note(&mut self, element: &Element<'_>) {
        let mark = element.child("note-citation").map(Element::text).unwrap_or_default();
        self.page.push_str("<sup>");
        push_escaped(&mut self.page, mark.trim());
        self.page.push_str("</sup>");
        let text = std::mem::take(&mut self.page);
        for body in element.child("note-body").into_iter().flat_map(Element::elements) {
            self.inside(body, 0);
            self.page.push(' ');
        }
        let note = std::mem::replace(&mut self.page, text);
        self.notes.push_str("<p><sup>");
        push_escaped(&mut self.notes, mark.trim());
        _ = write!(self.notes, "</sup> {note}</p>");
    }

    /// A style with what its parents say.
    fn style(&self, name: &str) -> Style {
        let mut style = Style::default();
        let mut next = Some(name.to_owned());
        for _ in 0..8 {
            let Some(own) = next.as_ref().and_then(|name| self.styles.get(name)) else { break };
            style.bold |= own.bold;
            style.italic |= own.italic;
            style.centred |= own.centred;
            style.raised |= own.raised;
            next.clone_from(&own.parent);
        }
        style
    }
}

fn style(element: &Element<'_>) -> Style {
    let says = |part: &str, name: &str, value: &str| {
        element.child(part).and_then(|part| part.attribute(name)).is_some_and(|own| own.starts_with(value))
    };
    Style {
        parent: element.attribute("parent-style-name").map(std::borrow::Cow::into_owned),
        bold: says("text-properties", "font-weight", "bold"),
        italic: says("text-properties", "font-style", "italic"),
        centred: says("paragraph-properties", "text-align", "center"),
        raised: says("text-properties", "text-position", "super"),
    }
}

/// The first element with a name at any depth.
fn find<'e, 'a>(element: &'e Element<'a>, name: &str) -> Option<&'e Element<'a>> {
    element.elements().find_map(|child| if child.name() == name { Some(child) } else { find(child, name) })
}
