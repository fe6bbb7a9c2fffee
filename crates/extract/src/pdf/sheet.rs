//! One page as a PDF of its own, for a renderer: found, decrypted, repaired and bounded as it is for reading, so that a
//! picture shows the page that was read and the renderer meets no page tree, cipher or bomb of the file.

use std::collections::BTreeMap;

use crosscut_text::{LossKind, Size};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::font::FontCache;
use super::interpret::Shared;
use super::limits::Work;
use super::optional::Hidden;
use super::page_tree::PageNode;
use super::{access, filter, interpret, load, page_tree};
use crate::Options;
use crate::error::ExtractError;

/// Objects that one page may need.
const OBJECTS: usize = 20_000;
/// Bytes that its streams may decode to, together.
const BYTES: usize = 256 << 20;
/// Pixels of one picture: more than a sheet of A3 at 600 dots an inch.
const PIXELS: f64 = 100e6;

/// A page alone.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// A PDF of one page.
    pub(crate) pdf: Vec<u8>,
    /// Displayed size, as that of the page that was read.
    pub(crate) size: Size,
}

/// Cuts page `index` (from 0) out of a file.
///
/// # Errors
/// As reading the file; [`ExtractError::NoPage`]; [`ExtractError::NoImage`] where reading stopped at a limit, which a
/// renderer does not have.
pub(crate) fn sheet(bytes: &[u8], options: &Options, index: usize) -> Result<Sheet, ExtractError> {
    let loaded = load::open(bytes, options)?;
    let doc = &loaded.document;
    let nodes = page_tree::pages(doc, &mut Vec::new());
    let node = nodes.get(index).ok_or(ExtractError::NoPage { number: index + 1, pages: nodes.len() })?;
    let size = size(doc, node)?;
    let mut copy = Copy::new(doc);
    let page = copy.page(node);
    copy.run();
    let properties = access::dict(doc, &doc.trailer, b"Root").and_then(|root| root.get(b"OCProperties").ok());
    let properties = properties.map(|properties| copy.object(properties));
    copy.run();
    let pdf = copy.finish(page, properties).map_err(|error| ExtractError::Damaged(error.to_string()))?;
    Ok(Sheet { pdf, size })
}

/// The displayed size of a page that can be read to its end.
fn size(doc: &Document, node: &PageNode<'_>) -> Result<Size, ExtractError> {
    let (hidden, fonts) = (Hidden::of(doc), FontCache::new(doc));
    let shared = Shared { doc, hidden: &hidden, fonts: &fonts };
    let (page, _) = interpret::page(shared, node, 1, "", Work::document().page(1));
    match page.losses.iter().find(|loss| loss.kind == LossKind::LimitReached) {
        Some(loss) => Err(ExtractError::NoImage(loss.detail.clone())),
        None => Ok(page.size),
    }
}

/// Copies what a page leads to into a document of its own.
struct Copy<'a> {
    from: &'a Document,
    to: Document,
    /// New numbers of the objects of `from`.
    names: BTreeMap<ObjectId, ObjectId>,
    /// Objects that were named and not copied yet.
    open: Vec<ObjectId>,
    bytes: usize,
}

impl<'a> Copy<'a> {
    fn new(from: &'a Document) -> Self {
        let to = Document::with_version("1.7");
        Self { from, to, names: BTreeMap::new(), open: Vec::new(), bytes: BYTES }
    }

    /// The page's dictionary, with what it inherits and without what leads to the rest of the document.
    fn page(&mut self, node: &PageNode<'_>) -> Dictionary {
        let mut page = Dictionary::new();
        for key in [b"Contents".as_slice(), b"Group"] {
            if let Ok(value) = node.dict.get(key) {
                page.set(key, self.object(value));
            }
        }
        if let Some(resources) = node.resources {
            page.set("Resources", self.dictionary(resources));
        }
        let annotations = access::array(self.from, node.dict, b"Annots").unwrap_or_default();
        let shown: Vec<Object> = annotations.iter().filter_map(|object| self.annotation(object)).collect();
        page.set("Annots", shown);
        page.set("Type", "Page");
        page.set("MediaBox", node.view.map(|edge| Object::Real(edge as f32)).to_vec());
        page.set("Rotate", i64::from(node.turns) * 90);
        page
    }

    /// What an annotation shows.
    fn annotation(&mut self, object: &Object) -> Option<Object> {
        let dict = access::as_dict(access::resolve(self.from, object)?)?;
        let mut shown = Dictionary::new();
        for key in [b"Type".as_slice(), b"Subtype", b"Rect", b"AP", b"AS", b"F", b"OC"] {
            if let Ok(value) = dict.get(key) {
                shown.set(key, self.object(value));
            }
        }
        shown.has(b"AP").then_some(Object::Dictionary(shown))
    }

    /// A value, with new names for what it refers to.
    fn object(&mut self, object: &Object) -> Object {
        match object {
            Object::Reference(id) => self.reference(*id),
            Object::Array(items) => Object::Array(items.iter().map(|item| self.object(item)).collect()),
            Object::Dictionary(dict) => Object::Dictionary(self.dictionary(dict)),
            Object::Stream(stream) => self.stream(stream),
            Object::Real(number) if !number.is_finite() => Object::Integer(0),
            other => other.clone(),
        }
    }

    fn dictionary(&mut self, dict: &Dictionary) -> Dictionary {
        let elsewhere = [b"Page".as_slice(), b"Pages", b"Catalog"].iter().any(|kind| dict.has_type(kind));
        let mut copy = Dictionary::new();
        for (key, value) in dict.iter().filter(|_| !elsewhere) {
            copy.set(key.as_slice(), self.object(value));
        }
        copy
    }

    fn reference(&mut self, id: ObjectId) -> Object {
        if let Some(name) = self.names.get(&id) {
            return Object::Reference(*name);
        }
        if self.names.len() >= OBJECTS || !self.from.objects.contains_key(&id) {
            return Object::Null;
        }
        let name = self.to.new_object_id();
        self.names.insert(id, name);
        self.open.push(id);
        Object::Reference(name)
    }

    /// A stream with its data decoded, within what is left to all of them; data that only a renderer decodes stays.
    fn stream(&mut self, stream: &Stream) -> Object {
        let side = |key, short| {
            let number = |key| access::number(self.from, &stream.dict, key);
            number(key).or_else(|| number(short)).unwrap_or(0.0)
        };
        if side(b"Width", b"W") * side(b"Height", b"H") > PIXELS {
            return Object::Null;
        }
        let mut dict = self.dictionary(&stream.dict);
        let decoded = filter::decode(self.from, stream, self.bytes);
        self.bytes = self.bytes.saturating_sub(decoded.cost);
        if decoded.flaw == Some(filter::Flaw::Unsupported) {
            self.bytes = self.bytes.saturating_sub(stream.content.len());
            return Object::Stream(Stream::new(dict, stream.content.clone()));
        }
        for key in [b"Filter".as_slice(), b"F", b"DecodeParms", b"DP", b"FFilter"] {
            dict.remove(key);
        }
        Object::Stream(Stream::new(dict, decoded.bytes.into_owned()))
    }

    /// Copies all that was named.
    fn run(&mut self) {
        while let Some(id) = self.open.pop() {
            let object = &self.from.objects[&id];
            let object = if self.bytes == 0 && object.as_stream().is_ok() {
                Object::Null
            } else {
                self.object(object)
            };
            self.to.objects.insert(self.names[&id], object);
        }
    }

    fn finish(mut self, mut page: Dictionary, properties: Option<Object>) -> std::io::Result<Vec<u8>> {
        let pages = self.to.new_object_id();
        page.set("Parent", pages);
        let page = self.to.add_object(page);
        let mut tree = Dictionary::new();
        tree.set("Type", "Pages");
        tree.set("Kids", vec![Object::Reference(page)]);
        tree.set("Count", 1);
        self.to.objects.insert(pages, Object::Dictionary(tree));
        let mut catalog = Dictionary::new();
        catalog.set("Type", "Catalog");
        catalog.set("Pages", pages);
        if let Some(properties) = properties {
            catalog.set("OCProperties", properties);
        }
        let catalog = self.to.add_object(catalog);
        self.to.trailer.set("Root", catalog);
        let mut pdf = Vec::new();
        self.to.save_to(&mut pdf)?;
        Ok(pdf)
    }
}
