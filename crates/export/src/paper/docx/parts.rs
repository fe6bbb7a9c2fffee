//! The parts of a Word document that are always the same (table): styles, settings, relations.

use crate::xml::Xml;

/// The name spaces of the parts.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", PICTURE),
];

/// The name space of pictures.
pub(super) const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub(super) const PACKAGE_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/>
</Relationships>
"#;

pub(super) const APP: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Crosscut</Application></Properties>
"#;

pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:zoom w:percent="100"/>
<w:defaultTabStop w:val="708"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-GB"/>
</w:settings>
"#;

pub(super) const FONTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:font w:name="Georgia"><w:altName w:val="DejaVu Serif"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>
<w:font w:name="Verdana"><w:altName w:val="DejaVu Sans"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>
</w:fonts>
"#;

pub(super) const FOOTER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>
"#;

/// Body in Georgia, headings and tables in Verdana: both are on every machine, and DejaVu has their widths elsewhere.
pub(super) const STYLES: &str = include_str!("../../../templates/styles.xml");

pub(super) fn content_types() -> String {
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let parts = [
        ("/word/document.xml", format!("{main}.document.main+xml")),
        ("/word/styles.xml", format!("{main}.styles+xml")),
        ("/word/settings.xml", format!("{main}.settings+xml")),
        ("/word/fontTable.xml", format!("{main}.fontTable+xml")),
        ("/word/numbering.xml", format!("{main}.numbering+xml")),
        ("/word/footer1.xml", format!("{main}.footer+xml")),
        ("/word/footnotes.xml", format!("{main}.footnotes+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned(),
        ),
    ];
    let mut xml = Xml::new();
    xml.inline(
        "Types",
        &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")],
        |xml| {
            for (ending, kind) in [
                ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
                ("xml", "application/xml"),
                ("png", "image/png"),
            ] {
                xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
            }
            for (name, kind) in &parts {
                xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
            }
        },
    );
    xml.finish()
}

/// What the file says of itself. It carries no date: the same study gives the same bytes.
pub(super) fn core(title: &str, subject: &str, about: &str) -> String {
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    let mut xml = Xml::new();
    xml.inline("cp:coreProperties", &names, |xml| {
        xml.leaf("dc:title", &[], title);
        xml.leaf("dc:subject", &[], subject);
        xml.leaf("dc:description", &[], about);
        xml.leaf("dc:language", &[], "en-GB");
    });
    xml.finish()
}

/// The relations of a part: its fellows where it is the main one (it has pictures), and its links.
pub(super) fn relations(links: &[String], main: Option<usize>) -> String {
    let mut xml = Xml::new();
    let names = [("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")];
    xml.inline("Relationships", &names, |xml| {
        let mut add = |id: &str, kind: &str, target: &str, outside: bool| {
            let kind = format!("{RELATION}/{kind}");
            let mut attributes = vec![("Id", id), ("Type", kind.as_str()), ("Target", target)];
            attributes.extend(outside.then_some(("TargetMode", "External")));
            xml.empty("Relationship", &attributes);
        };
        if let Some(pictures) = main {
            for (id, kind, target) in [
                ("rIdStyles", "styles", "styles.xml"),
                ("rIdSettings", "settings", "settings.xml"),
                ("rIdFonts", "fontTable", "fontTable.xml"),
                ("rIdNumbering", "numbering", "numbering.xml"),
                ("rIdFooter", "footer", "footer1.xml"),
                ("rIdFootnotes", "footnotes", "footnotes.xml"),
            ] {
                add(id, kind, target, false);
            }
            for n in 1..=pictures {
                add(&format!("rIdImage{n}"), "image", &format!("media/image{n}.png"), false);
            }
        }
        for (n, link) in (1..).zip(links) {
            add(&format!("rIdLink{n}"), "hyperlink", link, true);
        }
    });
    xml.finish()
}

/// One list of bullets, and one list of numbers for each ordered list.
pub(super) fn numbering(ordered: usize) -> String {
    let mut xml = Xml::new();
    xml.inline("w:numbering", &NAMES[..1], |xml| {
        for (id, format, text) in [("0", "bullet", "•"), ("1", "decimal", "%1.")] {
            xml.block("w:abstractNum", &[("w:abstractNumId", id)], |xml| {
                xml.inline("w:lvl", &[("w:ilvl", "0")], |xml| {
                    xml.mark("w:start", &[("w:val", "1")]);
                    xml.mark("w:numFmt", &[("w:val", format)]);
                    xml.mark("w:lvlText", &[("w:val", text)]);
                    xml.mark("w:lvlJc", &[("w:val", "left")]);
                    xml.inline("w:pPr", &[], |xml| {
                        xml.mark("w:ind", &[("w:left", "454"), ("w:hanging", "284")])
                    });
                });
            });
        }
        for n in 1..=ordered + 1 {
            let id = n.to_string();
            xml.block("w:num", &[("w:numId", &id)], |xml| {
                xml.mark("w:abstractNumId", &[("w:val", if n == 1 { "0" } else { "1" })]);
                if n > 1 {
                    xml.inline("w:lvlOverride", &[("w:ilvl", "0")], |xml| {
                        xml.mark("w:startOverride", &[("w:val", "1")]);
                    });
                }
            });
        }
    });
    xml.finish()
}
