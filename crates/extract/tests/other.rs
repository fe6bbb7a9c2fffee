//! Formats that are read by way of HTML: small files made in code, and what is read of them.

#![allow(clippy::unwrap_used, reason = "tests")]

use crosscut_extract::{Extracted, Options, extract};
use crosscut_text::Role;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method = if *name == "mimetype" {
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)
        } else {
            SimpleFileOptions::default()
        };
        file.start_file(*name, method).unwrap();
        file.write_all(content.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

fn lines(extracted: &Extracted, role: Role) -> Vec<&str> {
    let blocks = extracted.pages[0].blocks.iter().filter(|block| block.role == role);
    blocks.map(|block| block.lines[0].text.as_str()).collect()
}

#[test]
fn an_opendocument_text_keeps_lists_tables_and_notes() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:table="b" xmlns:fo="f">
<office:automatic-styles><style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="a"/></text:list-style></office:automatic-styles>
<office:body><office:text><text:h text:outline-level="1">Accord</text:h>
<text:p>1. Each <text:span text:style-name="T1">Party</text:span> shall<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>:</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>rest;</text:p></text:list-item><text:list-item><text:p>watch.</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Action</text:p></table:table-cell><table:table-cell><text:p>Actor</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>Close gates</text:p></table:table-cell><table:table-cell><text:p>Ports</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"#;
    let file = zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)]);
    let read = extract("accord.odt", &file, &Options::default()).unwrap();
    assert_eq!(lines(&read, Role::Heading), ["Accord"]);
    assert_eq!(lines(&read, Role::Body)[1..], ["a. rest;", "b. watch."]);
    assert_eq!(lines(&read, Role::TableCell), ["Action", "Actor", "Close gates", "Ports"]);
    assert!(lines(&read, Role::Note).iter().any(|note| note.ends_with("A note.")), "{read:?}");
    assert!(read.losses.is_empty(), "{:?}", read.losses);
}

#[test]
fn a_book_is_read_in_the_order_of_its_spine() {
    let package = r#"<package><metadata><title>Accord on Lamps</title></metadata><manifest>
<item id="n" href="nav.xhtml" properties="nav"/><item id="b" href="b.xhtml"/><item id="a" href="a.xhtml"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine></package>"#;
    let container =
        r#"<container><rootfiles><rootfile full-path="text/package.opf"/></rootfiles></container>"#;
    const A: &str = "<h2>Article 1</h2><p>First.<a epub:type='noteref' href='#n1'>1</a></p>\
        <aside epub:type='footnote' id='n1'><p>1 But not last.</p></aside>";
    let page = |text: &str| format!("<html xmlns='http://www.w3.org/1999/xhtml'><body>{text}</body></html>");
    let file = zipped(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("text/package.opf", package),
        ("text/nav.xhtml", &page("<p>Contents</p>")),
        ("text/b.xhtml", &page("<h2>Article 2</h2><p>Second.</p>")),
        ("text/a.xhtml", &page(A)),
    ]);
    let read = extract("accord.epub", &file, &Options::default()).unwrap();
    assert_eq!(read.title.as_deref(), Some("Accord on Lamps"));
    assert_eq!(lines(&read, Role::Body), ["First.", "Second."]);
    assert_eq!(lines(&read, Role::Note), ["1 But not last."]);
    let empty = zipped(&[("mimetype", "application/epub+zip")]);
    assert!(extract("accord.epub", &empty, &Options::default()).is_err());
}
