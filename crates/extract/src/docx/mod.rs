//! Word files to blocks (ECMA-376 WordprocessingML).

mod body;
mod note;
mod numbering;
pub(crate) mod package;
mod run;
mod styles;
mod table;
mod typed;
pub(crate) mod xml;

use crate::flow::Place;
use crate::prose::{folded, is_title};
use crate::{ExtractError, Extracted};
use body::Body;
use crosscut_text::{Block, LossKind, Role};
use note::Notes;
use numbering::Numbering;
use package::{Package, Relation};
use std::collections::BTreeSet;
use styles::Styles;
use xml::Element;

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Reads a Word file: the text as it would print, with the numbers that Word computes; tracked deletions and hidden
/// text are left out, and so is the table of contents, which repeats headings. Word's pages are not known.
///
/// # Errors
/// When the container or its main part cannot be read.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let package = Package::open(bytes)?;
    let whole = package.relations("");
    let main = target(&whole, "officeDocument").unwrap_or("word/document.xml");
    let relations = package.relations(main);
    let part = |kind: &str| target(&relations, kind).and_then(|name| Part::load(&package, name));
    let Some(document) = Part::load(&package, main) else {
        return Err(ExtractError::Damaged(format!("{main} is missing")));
    };
    let (footnotes, endnotes) = (part("footnotes"), part("endnotes"));
    let heads: Vec<Part> = edges(&package, &relations, "header");
    let feet: Vec<Part> = edges(&package, &relations, "footer");
    let styles = part("styles").map(|part| Styles::read(&part.tree(&package))).unwrap_or_default();
    let numbering = part("numbering").map(|part| Numbering::read(&part.tree(&package))).unwrap_or_default();
    let footnotes = footnotes.as_ref().map(|part| part.tree(&package));
    let endnotes = endnotes.as_ref().map(|part| part.tree(&package));
    let heads: Vec<Element<'_>> = heads.iter().map(|part| part.tree(&package)).collect();
    let feet: Vec<Element<'_>> = feet.iter().map(|part| part.tree(&package)).collect();
    let document = document.tree(&package);

    let mut body = Body::new(&styles, numbering, Notes::read(footnotes.as_ref(), endnotes.as_ref()));
    body.typed = typed::Typed::find(&document);
    let text = body.part(&document, Place::default());
    body.typed = typed::Typed::default();
    let mut blocks = running(&mut body, &heads, Role::RunningHead);
    blocks.extend(text);
    blocks.extend(running(&mut body, &feet, Role::RunningFoot));
    note_losses(&package, &body, &blocks);
    let title = core_title(&package, &whole).or(body.title);
    Ok(Extracted::flowing(MEDIA_TYPE, title, blocks, package.into_losses()))
}

/// A part's name and source.
struct Part {
    name: String,
    source: String,
}

impl Part {
    fn load(package: &Package<'_>, name: &str) -> Option<Self> {
        Some(Self { name: name.to_owned(), source: package.part(name)? })
    }

    fn tree(&self, package: &Package<'_>) -> Element<'_> {
        let (root, loss) = xml::parse(&self.name, &self.source);
        package.note(loss);
        root
    }
}

fn target<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str())
}

/// Running heads or feet, each part once.
fn edges(package: &Package<'_>, relations: &[Relation], kind: &str) -> Vec<Part> {
    let names =
        relations.iter().filter(|relation| relation.kind == kind).map(|relation| relation.target.as_str());
    let mut seen = BTreeSet::new();
    names.filter(|&name| seen.insert(name)).filter_map(|name| Part::load(package, name)).collect()
}

/// The blocks of headers or footers, each text once.
fn running<'p>(body: &mut Body<'p>, parts: &'p [Element<'p>], role: Role) -> Vec<Block> {
    let mut seen = BTreeSet::new();
    let blocks = parts.iter().flat_map(|root| body.part(root, Place { role, ..Place::default() }));
    blocks
        .filter(|block| seen.insert(block.lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>()))
        .collect()
}

fn note_losses(package: &Package<'_>, body: &Body<'_>, blocks: &[Block]) {
    let has_text = blocks.iter().any(|block| block.role.is_text());
    if body.images > 0 && !has_text {
        let detail = format!("images but no text: the file needs OCR; images: {}", body.images);
        package.lose(LossKind::NeedsOcr, detail);
    }
    if body.objects > 0 {
        package.lose(
            LossKind::Unsupported,
            format!("charts, diagrams or embedded objects not read: {}", body.objects),
        );
    }
    if body.chunks > 0 {
        package.lose(LossKind::Unsupported, format!("embedded documents not read: {}", body.chunks));
    }
}

/// The title in the file's properties.
fn core_title(package: &Package<'_>, whole: &[Relation]) -> Option<String> {
    let part = Part::load(package, target(whole, "core-properties")?)?;
    let title = part.tree(package).child("coreProperties")?.child("title")?.text();
    let title = folded(&title);
    is_title(&title).then_some(title)
}
