//! A thin layer over the XML writer: elements with attributes, text that XML can hold.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML document that is being written.
pub(crate) struct Xml {
    writer: Writer<Vec<u8>>,
}

/// Attributes: names and values.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A document with its declaration.
    pub(crate) fn new() -> Self {
        let mut xml = Self { writer: Writer::new(Vec::new()) };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// The text of the document.
    pub(crate) fn finish(self) -> String {
        let mut text = String::from_utf8(self.writer.into_inner()).expect("all that was written is text");
        text.push('\n');
        text
    }

    /// An element on a line of its own, with what `inside` writes.
    pub(crate) fn block(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.text("\n");
        self.inline(name, attributes, inside);
    }

    /// An element in running text.
    pub(crate) fn inline(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        inside(self);
        self.end(name);
    }

    /// Begins an element that [`Xml::end`] ends.
    pub(crate) fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Start(start(name, attributes)));
    }

    /// Ends an element.
    pub(crate) fn end(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element without content, in running text.
    pub(crate) fn mark(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// An element that holds text alone, in running text.
    pub(crate) fn leaf(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.inline(name, attributes, |xml| xml.text(text));
    }

    /// An element without content, on a line of its own.
    pub(crate) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.text("\n");
        self.event(Event::Empty(start(name, attributes)));
    }

    /// Text, escaped; what XML 1.0 cannot hold becomes U+FFFD.
    pub(crate) fn text(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&allowed(text))));
    }

    fn event(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("memory takes all that is written");
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, allowed(value).as_str()));
    }
    start
}

pub(crate) fn allowed(text: &str) -> String {
    let fits =
        |c: char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if fits(c) { c } else { '\u{fffd}' }).collect()
}
