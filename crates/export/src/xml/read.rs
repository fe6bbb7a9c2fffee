//! XML that somebody else wrote, as a tree: without document types and entities of its own, within limits.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 200;
/// Most elements and texts in one file.
const MAX_NODES: usize = 4_000_000;

/// An element; prefixes are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
    /// Where it begins, from 1.
    pub(crate) line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// What is wrong, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) reason: String,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Elements right below.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of a name right below.
    pub(crate) fn named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of a name right below.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The text right below.
    pub(crate) fn text(&self) -> String {
        let texts = self.children.iter().map(|node| match node {
            Node::Text(text) => text.as_str(),
            Node::Element(_) => "",
        });
        texts.collect()
    }
}

/// Reads a document whole; gives its root.
pub(crate) fn parse(source: &str) -> Result<Element, Fault> {
    let source = source.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    let (mut count, mut line, mut counted) = (0, 1, 0);
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(source.len()).min(source.len());
        let began = line;
        line += source.as_bytes()[counted..at].iter().filter(|byte| **byte == b'\n').count();
        counted = at;
        let fault = |reason: String| Fault { line, reason };
        count += 1;
        if count > MAX_NODES || open.len() > MAX_DEPTH {
            return Err(fault("more elements, or deeper ones, than any such file needs".into()));
        }
        match event.map_err(|error| fault(error.to_string()))? {
            Event::Start(start) => open.push(element(&start, line).map_err(fault)?),
            Event::Empty(start) => {
                let element = element(&start, line).map_err(fault)?;
                add(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    add(&mut open, Node::Element(done));
                }
            }
            Event::Text(text) => text_into(&mut open, &text.into_inner()),
            Event::CData(text) => text_into(&mut open, &text.into_inner()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                let known = || quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned);
                let text = character.or_else(known).ok_or_else(|| {
                    fault(format!("unknown entity &{};: write the character itself", &*reference))
                })?;
                text_into(&mut open, &text);
            }
            Event::DocType(_) => return Err(fault("a document type is not accepted here".into())),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        if open.is_empty() {
            return Err(Fault { line: began, reason: "an end without a beginning".into() });
        }
    }
    if let Some(unclosed) = open.get(1) {
        return Err(Fault { line: unclosed.line, reason: format!("<{}> is never closed", unclosed.name) });
    }
    let root = open.pop().into_iter().flat_map(|all| all.children).find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or_else(|| Fault { line, reason: "there is no element".into() })
}

fn element(start: &BytesStart<'_>, line: usize) -> Result<Element, String> {
    let local = |name: &str| name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned();
    let mut element = Element { name: local(start.name().as_ref()), line, ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        element.attributes.push((local(attribute.key.as_ref()), value.into_owned()));
    }
    Ok(element)
}

fn text_into(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_with_text_and_attributes() {
        let root =
            parse("<?xml version='1.0'?>\n<w:a x='1 &amp; 2'>t &lt;<b/>\n<![CDATA[<]]>&#65;</w:a>").unwrap();
        assert_eq!((root.name.as_str(), root.get("x"), root.line), ("a", Some("1 & 2"), 2));
        assert_eq!(root.text(), "t <\n<A");
        assert_eq!(root.child("b").unwrap().line, 2);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let deep = "<a>".repeat(300);
        for (text, line, part) in [
            ("<a>\n<b></a>", 2, "b"),
            ("<a>\n&nbsp;</a>", 2, "nbsp"),
            ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 1, "document type"),
            ("<a>\n\n<b>", 1, "never closed"),
            ("", 1, "no element"),
            (deep.as_str(), 1, "deeper"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.line, line, "{text} {fault:?}");
            assert!(fault.reason.contains(part), "{text} {fault:?}");
        }
    }
}
