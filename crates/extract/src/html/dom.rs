//! The tree of a web page as browsers build it, in an arena, with limits on depth and size.

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, QualName, TokenizerResult};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Deepest nesting; browsers stop at 512.
const MAX_DEPTH: u32 = 600;
/// Most nodes; a page of EU law has about 30,000.
const MAX_NODES: usize = 4_000_000;
/// The limits are checked after each piece of this size.
const PIECE: usize = 1024;

/// Index of a node in its tree.
pub(crate) type Id = usize;

/// A page as a tree. Node 0 is the document.
pub(crate) struct Dom {
    nodes: Vec<Node>,
    /// Whether a limit cut the page.
    pub(crate) cut: bool,
}

#[derive(Default)]
struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    depth: u32,
    kind: Kind,
}

#[derive(Default)]
pub(crate) enum Kind {
    #[default]
    Other,
    Text(String),
    Element(QualName, Vec<Attribute>),
}

impl Dom {
    /// Parses a page. Never fails: anything is some page.
    pub(crate) fn parse(text: &str) -> Self {
        let sink = Sink { nodes: RefCell::new(vec![Node::default()]), deepest: Cell::new(0) };
        let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
        let tokenizer = Tokenizer::new(
            SelfClosing { builder, heeded: is_xml(text), tokens: Cell::new(0) },
            TokenizerOpts::default(),
        );
        let queue = BufferQueue::default();
        let (mut at, mut cut) = (0, false);
        // Where the text begins that has given no token, and how many tokens came before.
        let mut open = (0, 0);
        while at < text.len() && !cut {
            let end = text.ceil_char_boundary((at + PIECE).min(text.len()));
            queue.push_back(StrTendril::from_slice(&text[at..end]));
            // The tokenizer stops at the end of each script to have it run.
            while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
            at = end;
            let tokens = tokenizer.sink.tokens.get();
            if tokens != open.1 {
                open = (at, tokens);
            }
            let sink = &tokenizer.sink.builder.sink;
            let large = sink.deepest.get() > MAX_DEPTH || sink.nodes.borrow().len() > MAX_NODES;
            cut = at < text.len() && (large || is_endless(&text[open.0..at]));
        }
        tokenizer.end();
        Self { nodes: tokenizer.sink.builder.sink.finish(), cut }
    }

    /// Number of nodes, in the tree or taken out of it.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Children in order.
    pub(crate) fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// The parent; none for the document.
    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// What a node is.
    pub(crate) fn kind(&self, id: Id) -> &Kind {
        &self.nodes[id].kind
    }

    /// Tag of an element in lower case; empty for what is not an element.
    pub(crate) fn tag(&self, id: Id) -> &str {
        match &self.nodes[id].kind {
            Kind::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// Value of an attribute.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match &self.nodes[id].kind {
            Kind::Element(_, attributes) => attributes
                .iter()
                .find(|attribute| &*attribute.name.local == name)
                .map(|attribute| &*attribute.value),
            _ => None,
        }
    }

    /// The classes of an element.
    pub(crate) fn classes(&self, id: Id) -> impl Iterator<Item = &str> {
        self.attribute(id, "class").unwrap_or_default().split_whitespace()
    }

    /// Whether a node is `outer` or within it, at most `steps` levels below.
    pub(crate) fn is_within(&self, id: Id, outer: Id, steps: usize) -> bool {
        std::iter::successors(Some(id), |&id| self.parent(id)).take(steps + 1).any(|id| id == outer)
    }

    /// The first element with this tag, in the order of the page.
    pub(crate) fn find(&self, tag: &str) -> Option<Id> {
        self.descendants(0).find(|&id| self.tag(id) == tag)
    }

    /// All nodes below a node, in the order of the page.
    pub(crate) fn descendants(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut stack: Vec<Id> = self.children(id).iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            stack.extend(self.children(next).iter().rev());
            Some(next)
        })
    }

    /// The words with which the text below a node begins; at least `letters` letters if there are so many.
    pub(crate) fn start(&self, id: Id, letters: usize) -> String {
        let mut start = String::new();
        for id in self.descendants(id) {
            if let Kind::Text(text) = &self.nodes[id].kind {
                for word in text.split_inclusive(char::is_whitespace) {
                    if start.len() > letters {
                        return start;
                    }
                    start.push_str(if word.trim().is_empty() { " " } else { word });
                }
            }
        }
        start
    }

    /// All text below a node, unchanged.
    pub(crate) fn text(&self, id: Id) -> String {
        self.descendants(id)
            .filter_map(|id| match &self.nodes[id].kind {
                Kind::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }
}

/// Whether a page was written as XML, where `<script/>` and `<a/>` have ended. HTML leaves them open.
fn is_xml(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(2048)];
    head.trim_start().starts_with("<?xml") || head.contains("http://www.w3.org/1999/xhtml")
}

/// Whether a tag goes on and on: the parser compares each attribute with all before it. Attributes are counted each
/// time that the tag has doubled its length.
fn is_endless(open: &str) -> bool {
    let pieces = open.len() / PIECE;
    if pieces < 64 || !pieces.is_power_of_two() {
        return false;
    }
    let tag = open.find('<').map_or("", |at| &open[at..]);
    let mut quote = None;
    let mut attributes = 0;
    for byte in tag.bytes() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b' ' | b'\n' | b'\t' | b'/') => attributes += 1,
            _ => {}
        }
    }
    attributes > 5000 && !tag.starts_with("<!")
}

/// Ends elements that XML has ended, where that is `heeded`.
struct SelfClosing {
    builder: TreeBuilder<Id, Sink>,
    heeded: bool,
    /// Tokens so far.
    tokens: Cell<u64>,
}

impl TokenSink for SelfClosing {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        const CLOSED: &[&str] = &[
            "a", "b", "caption", "dd", "div", "dl", "dt", "em", "i", "iframe", "li", "noscript", "object",
            "ol", "p", "script", "section", "span", "strong", "style", "sub", "sup", "table", "tbody", "td",
            "textarea", "th", "title", "tr", "u", "ul",
        ];
        self.tokens.set(self.tokens.get() + 1);
        let ended = match &token {
            Token::TagToken(tag) if self.heeded && tag.self_closing && tag.kind == TagKind::StartTag => {
                CLOSED.contains(&&*tag.name).then(|| tag.name.clone())
            }
            _ => None,
        };
        let result = self.builder.process_token(token, line);
        let Some(name) = ended else { return result };
        let end = Tag {
            kind: TagKind::EndTag,
            name,
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        let _ = self.builder.process_token(Token::TagToken(end), line);
        TokenSinkResult::Continue
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Builds the tree as the parser tells.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    deepest: Cell<u32>,
}

impl Sink {
    fn create(&self, kind: Kind) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { kind, ..Node::default() });
        nodes.len() - 1
    }

    /// Puts a node or text among the children of `parent`, at `position` or last.
    fn insert(&self, parent: Id, position: Option<usize>, child: NodeOrText<Id>) {
        let at = position.unwrap_or_else(|| self.nodes.borrow()[parent].children.len());
        let child = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                let before = at.checked_sub(1).map(|before| self.nodes.borrow()[parent].children[before]);
                if let Some(before) = before
                    && let Kind::Text(existing) = &mut self.nodes.borrow_mut()[before].kind
                {
                    existing.push_str(&text);
                    return;
                }
                self.create(Kind::Text(text.to_string()))
            }
        };
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        nodes[child].parent = Some(parent);
        nodes[child].depth = depth;
        nodes[parent].children.insert(at, child);
        self.deepest.set(self.deepest.get().max(depth));
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].parent.take() {
            let children = &mut nodes[parent].children;
            // Nearly always one of the last.
            if let Some(at) = children.iter().rposition(|&child| child == id) {
                children.remove(at);
            }
        }
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Vec<Node>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].kind {
            Kind::Element(name, _) => name,
            _ => unreachable!("the parser asks for names of elements only"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.create(Kind::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.create(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.create(Kind::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, new: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(id) = &new {
            self.detach(*id);
        }
        let place = {
            let nodes = self.nodes.borrow();
            nodes[*sibling].parent.and_then(|parent| {
                let at = nodes[parent].children.iter().rposition(|child| child == sibling)?;
                Some((parent, at))
            })
        };
        if let Some((parent, at)) = place {
            self.insert(parent, Some(at), new);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        if let Kind::Element(_, existing) = &mut self.nodes.borrow_mut()[*target].kind {
            for attribute in attributes {
                if !existing.iter().any(|known| known.name == attribute.name) {
                    existing.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[*node].children);
        for child in children {
            self.nodes.borrow_mut()[child].parent = None;
            self.insert(*new_parent, None, NodeOrText::AppendNode(child));
        }
    }
}
