//! A part of a Word file as a tree of elements, without entities of its own and within limits.

use crosscut_text::{Loss, LossKind};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// Deepest nesting; Word itself writes about 30 levels, with tables in tables.
const MAX_DEPTH: usize = 256;
/// Most elements and texts in one part; a book of 500 pages has 300,000.
const MAX_NODES: usize = 2_000_000;

/// An element; its prefix is left out, for no name in a Word file is used in two meanings that matter here.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    /// What is between `<` and `>`.
    tag: &'a str,
    children: Vec<Node<'a>>,
}

#[derive(Debug)]
pub(crate) enum Node<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// Name without its prefix.
    pub(crate) fn name(&self) -> &'a str {
        let end = self.tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(self.tag.len());
        local(&self.tag[..end])
    }

    /// Value of the attribute with this name, whatever its prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let end = self.tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(self.tag.len());
        let start = BytesStart::from_content(self.tag.trim_end_matches('/'), end);
        let mut attributes = start.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| local(attribute.key.as_ref()) == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
        Some(Cow::Owned(value.into_owned()))
    }

    /// The `val` attribute, where Word keeps most values.
    pub(crate) fn val(&self) -> Option<Cow<'a, str>> {
        self.attribute("val")
    }

    pub(crate) fn nodes(&self) -> &[Node<'a>] {
        &self.children
    }

    /// Elements right below.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element with this name right below.
    pub(crate) fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.name() == name)
    }

    /// The value of the child with this name.
    pub(crate) fn child_val(&self, name: &str) -> Option<Cow<'a, str>> {
        self.child(name)?.val()
    }

    /// A switch: `None` where it is not set, else whether it is on.
    pub(crate) fn switch(&self, name: &str) -> Option<bool> {
        let value = self.child(name)?.val();
        Some(!matches!(value.as_deref(), Some("0" | "false" | "off" | "none")))
    }

    /// All text below.
    pub(crate) fn text(&self) -> String {
        self.start(usize::MAX)
    }

    /// The text below; what comes after so many bytes is left out.
    pub(crate) fn start(&self, limit: usize) -> String {
        let mut text = String::new();
        self.collect(&mut text, limit);
        text
    }

    fn collect(&self, text: &mut String, limit: usize) {
        for node in &self.children {
            match node {
                _ if text.len() >= limit => return,
                Node::Text(piece) => text.push_str(piece),
                Node::Element(element) => element.collect(text, limit),
            }
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Parses a part. What comes after a fault is lost and named; what came before is given.
pub(crate) fn parse<'a>(part: &str, source: &'a str) -> (Element<'a>, Option<Loss>) {
    let mut reader = Reader::from_str(source);
    reader.config_mut().allow_dangling_amp = true;
    let mut open = vec![Element { tag: "", children: Vec::new() }];
    let (mut count, mut skipped) = (0, 0usize);
    let mut loss = None;
    loop {
        let from = position(&reader);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                loss = Some(Loss::new(
                    None,
                    LossKind::Damaged,
                    format!("{part}: {error}; the rest of it was skipped"),
                ));
                break;
            }
        };
        count += 1;
        if count > MAX_NODES {
            loss = Some(Loss::new(
                None,
                LossKind::LimitReached,
                format!("{part}: more than {MAX_NODES} elements"),
            ));
            break;
        }
        let tag = || source.get(from + 1..position(&reader).saturating_sub(1)).unwrap_or_default();
        match event {
            Event::Start(_) if open.len() > MAX_DEPTH => {
                skipped += 1;
                loss.get_or_insert_with(|| {
                    Loss::new(None, LossKind::LimitReached, format!("{part}: nested too deeply"))
                });
            }
            Event::End(_) if skipped > 0 => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Start(_) => open.push(Element { tag: tag(), children: Vec::new() }),
            Event::Empty(_) => push(&mut open, Node::Element(Element { tag: tag(), children: Vec::new() })),
            Event::End(_) => close(&mut open),
            Event::Text(text) => push(&mut open, Node::Text(text.into_inner())),
            Event::CData(text) => push(&mut open, Node::Text(text.into_inner())),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                let text = character
                    .or_else(|| quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned))
                    .unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string());
                push(&mut open, Node::Text(Cow::Owned(text)));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    (open.swap_remove(0), loss)
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn push<'a>(open: &mut [Element<'a>], node: Node<'a>) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn close(open: &mut Vec<Element<'_>>) {
    if open.len() > 1
        && let Some(done) = open.pop()
    {
        push(open, Node::Element(done));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_attributes_and_text() {
        let (root, loss) =
            parse("x", "<?xml version='1.0'?><w:p w:val='a &amp; b'><t>1 &lt; 2</t><u/><![CDATA[<]]></w:p>");
        assert_eq!(loss, None);
        let p = root.child("p").unwrap();
        assert_eq!(
            (p.val().as_deref(), p.text().as_str(), p.child("u").is_some()),
            (Some("a & b"), "1 < 2<", true)
        );
    }

    #[test]
    fn faults_and_bombs_keep_what_came_before() {
        let (root, loss) = parse("x", "<a><b>text</b><c></a>");
        assert_eq!((root.text().as_str(), loss.map(|loss| loss.kind)), ("text", Some(LossKind::Damaged)));
        let deep = format!("{}text", "<a>".repeat(100_000));
        let (root, loss) = parse("x", &deep);
        assert_eq!((root.text().as_str(), loss.map(|loss| loss.kind)), ("", Some(LossKind::LimitReached)));
        let (root, _) = parse("x", "<!DOCTYPE x [<!ENTITY a 'aaa'>]><x>&a;</x>");
        assert_eq!(root.text(), "\u{fffd}");
    }
}
