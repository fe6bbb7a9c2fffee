//! The paper as a Word document (ISO 29500): parts written here, packed always to the same bytes.

mod body;
mod parts;
mod runs;

use super::document::{Document, Run};
use super::html::title;
use crate::error::Result;
use crate::made::{Made, zipped};
use crate::xml::Xml;
use body::Body;

/// A figure as a picture, with its size in points.
pub(super) struct Picture {
    pub(super) png: Vec<u8>,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Writes the document, with what it is about and made with; `figure` draws the figure of a name.
pub(super) fn write(
    document: &Document,
    (subject, about): (&str, &str),
    figure: impl Fn(&str) -> Result<Option<(Vec<u8>, f32, f32)>>,
) -> Result<Vec<u8>> {
    let mut body = Body::new(document);
    body.blocks(&document.blocks, &|name| {
        Ok(figure(name)?.map(|(png, width, height)| Picture { png, width, height }))
    })?;
    let (images, lists) = (std::mem::take(&mut body.images), body.lists);
    let (main, notes, links) = body.finish();
    let notes = footnotes(&notes);
    let mut files = vec![
        Made::new("[Content_Types].xml", parts::content_types()),
        Made::new("_rels/.rels", parts::PACKAGE_RELATIONS),
        Made::new("docProps/core.xml", parts::core(&title(document), subject, about)),
        Made::new("docProps/app.xml", parts::APP),
        Made::new("word/document.xml", main),
        Made::new("word/styles.xml", parts::STYLES),
        Made::new("word/settings.xml", parts::SETTINGS),
        Made::new("word/fontTable.xml", parts::FONTS),
        Made::new("word/numbering.xml", parts::numbering(lists)),
        Made::new("word/footer1.xml", parts::FOOTER),
        Made::new("word/footnotes.xml", notes.0),
        Made::new("word/_rels/document.xml.rels", parts::relations(&links, Some(images.len()))),
        Made::new("word/_rels/footnotes.xml.rels", parts::relations(&notes.1, None)),
    ];
    let pictures = (1..).zip(images);
    files.extend(pictures.map(|(n, png)| Made::new(format!("word/media/image{n}.png"), png)));
    zipped(&files)
}

/// The footnotes, and the links in them.
fn footnotes(notes: &[&[Run]]) -> (String, Vec<String>) {
    let mut xml = Xml::new();
    xml.start("w:footnotes", parts::NAMES);
    for (id, kind, mark) in
        [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
    {
        xml.block("w:footnote", &[("w:type", kind), ("w:id", id)], |xml| {
            xml.inline("w:p", &[], |xml| xml.inline("w:r", &[], |xml| xml.mark(mark, &[])));
        });
    }
    let mut writer = runs::Writer::new(xml);
    for (id, note) in (1..).zip(notes) {
        writer.xml.text("\n");
        writer.xml.start("w:footnote", &[("w:id", &format!("{id}"))]);
        writer.paragraph(note, &runs::Look::of("FootnoteText"), |xml| {
            xml.inline("w:r", &[], |xml| {
                xml.inline("w:rPr", &[], |xml| xml.mark("w:rStyle", &[("w:val", "FootnoteReference")]));
                xml.mark("w:footnoteRef", &[]);
            });
            xml.inline("w:r", &[], |xml| xml.leaf("w:t", &[("xml:space", "preserve")], " "));
        });
        writer.xml.end("w:footnote");
    }
    writer.xml.end("w:footnotes");
    (writer.xml.finish(), writer.links)
}
