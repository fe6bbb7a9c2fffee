//! EPUB: web pages in a zip container, in the order of the book's spine.

use crate::docx::package::Package;
use crate::docx::xml::{self, Element};
use crate::{ExtractError, Extracted, html};
use std::collections::BTreeMap;

/// Reads a book.
///
/// # Errors
/// When the container, or what names its parts, cannot be read.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let package = Package::open(bytes)?;
    let damaged = |what: &str| ExtractError::Damaged(format!("the book has no {what}"));
    let container = package.part("META-INF/container.xml").ok_or_else(|| damaged("container.xml"))?;
    let (root, loss) = xml::parse("container.xml", &container);
    package.note(loss);
    let file = below(&root, "rootfile").and_then(|file| file.attribute("full-path"));
    let path = file.ok_or_else(|| damaged("list of its parts"))?.into_owned();
    let source = package.part(&path).ok_or_else(|| damaged("list of its parts"))?;
    let (root, loss) = xml::parse(&path, &source);
    package.note(loss);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut title = below(&root, "title").map(|title| title.text().trim().to_owned());
    let (mut blocks, mut losses) = (Vec::new(), Vec::new());
    for name in spine(&root) {
        let name = crate::docx::package::resolve(folder, &name);
        let Some(page) = package.part(&name) else {
            package.lose(crosscut_text::LossKind::Damaged, format!("{name} is missing"));
            continue;
        };
        let read = html::read(page.as_bytes());
        blocks.extend(read.pages.into_iter().flat_map(|page| page.blocks));
        losses.extend(read.losses);
        title = title.or(read.title);
    }
    losses.extend(package.into_losses());
    Ok(Extracted::flowing("application/epub+zip", title.filter(|title| !title.is_empty()), blocks, losses))
}

/// The parts that are read one after the other; lists of contents are none.
fn spine(root: &Element<'_>) -> Vec<String> {
    let mut parts = BTreeMap::new();
    for item in below(root, "manifest").into_iter().flat_map(Element::elements) {
        let contents =
            item.attribute("properties").is_some_and(|kinds| kinds.split(' ').any(|kind| kind == "nav"));
        if let (Some(id), Some(href), false) = (item.attribute("id"), item.attribute("href"), contents) {
            parts.insert(id.into_owned(), href.replace("%20", " "));
        }
    }
    let items = below(root, "spine").into_iter().flat_map(Element::elements);
    let read = items.filter(|item| item.attribute("linear").as_deref() != Some("no"));
    read.filter_map(|item| parts.get(&*item.attribute("idref")?).cloned()).collect()
}

/// The first element with a name at any depth.
fn below<'e, 'a>(element: &'e Element<'a>, name: &str) -> Option<&'e Element<'a>> {
    element.elements().find_map(|child| if child.name() == name { Some(child) } else { below(child, name) })
}
