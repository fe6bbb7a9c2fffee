//! Tests of how a finished page is translated.

use super::*;
use proptest::prelude::*;

const LATIN: &str = "Agreements\n= Foedera\nGo through the <1>queue</1>: now.\n= Nunc <1>ordinem</1> percurre.\nqueue\n= ordo\n\
                     {n} of <1/> left\n= de <1/> {n} restant\nsay \"so\"\n= dic \"ita\" & <sic>\nClose\n= Claudere\n\
                     {words} · {name} · Crosscut\n= {words} · {name} · Crosscut\nA file\n= Tabella\n";

fn latin(html: &str) -> String {
    translated(html, "la", &Catalogue::read(LATIN), &["Close"]).0
}

#[test]
fn texts_and_attributes_that_people_read_are_translated() {
    let page = "<html lang=\"en\"><body data-keys=\"{}\"><h1 title=\"Agreements\" name=\"Agreements\">\n Agreements </h1>";
    let said = latin(page);
    assert!(
        said.starts_with("<html lang=\"la\"><body data-words=\"{&#34;Close&#34;:&#34;Claudere&#34;}\" "),
        "{said}"
    );
    assert!(said.ends_with("<h1 title=\"Foedera\" name=\"Agreements\">\n Foedera </h1>"), "{said}");
}

#[test]
fn a_sentence_keeps_its_elements() {
    let said = latin("<p>Go through the <a href=\"/queue\">queue</a>: now.</p>");
    assert_eq!(said, "<p>Nunc <a href=\"/queue\">ordinem</a> percurre.</p>");
    assert_eq!(
        latin("<p><b><a href=\"/queue\">queue</a></b> 7</p>"),
        "<p><b><a href=\"/queue\">ordo</a></b> 7</p>"
    );
    let said = latin("<p><small>3 of <bdi translate=\"no\">queue &lt;1&gt;</bdi> left</small></p>");
    assert_eq!(said, "<p><small>de <bdi translate=\"no\">queue &lt;1&gt;</bdi> 3 restant</small></p>");
}

#[test]
fn what_is_marked_or_typed_stays_as_it_is() {
    for page in [
        "<p translate=\"no\" title=\"Agreements\">Agreements <b>queue</b><p>queue</p></p>",
        "<textarea>Agreements</textarea>",
        "<kbd>queue</kbd>",
        "<bdi dir=\"auto\">queue</bdi>",
        "<svg><text x=\"1\">queue</text></svg>",
        "<input value=\"queue\" placeholder=\"queue\" data-own=\"placeholder\">",
        "<title translate=\"no\">Agreements · queue · Crosscut</title>",
        "<!-- queue -->",
        "<a href=\"/queue?q=%22Agreements%22\" data-act=\"queue\">7</a>",
    ] {
        assert_eq!(latin(page), page);
    }
    let said =
        latin("<title>Agreements · queue · Crosscut</title><textarea placeholder=\"queue\">queue</textarea>");
    assert_eq!(
        said,
        "<title>Foedera · queue · Crosscut</title><textarea placeholder=\"ordo\">queue</textarea>"
    );
}

#[test]
fn what_is_missing_is_named_once() {
    let page = "<p title=\"Unknown\">Unknown <b>queue</b> 12 &nbsp; x</p><p>Unknown</p>";
    assert_eq!(translated(page, "la", &Catalogue::read(LATIN), &[]).1, ["Unknown"]);
}

/// Every message is its own translation.
fn same(html: &str) -> String {
    translated(html, "en", &Catalogue::read("{name}\n= {name}\n<1/> in <2/>\n= <1/> in <2/>\n"), &["Close"]).0
}

#[test]
fn the_templates_themselves_pass_unchanged() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert_eq!(same(&text), text);
    }
}

proptest! {
    #[test]
    fn the_same_words_are_the_same_bytes(
        pieces in prop::collection::vec(prop_oneof![
            "[ \na-c&;#39.\"'>]{0,8}",
            Just("<p class=\"x\" title=\"a &#39;b&quot;  c\">".to_owned()),
            Just("</p>".to_owned()), Just("<b>".to_owned()), Just("</b>".to_owned()), Just("<bdi>".to_owned()),
            Just("</bdi> in <i>".to_owned()), Just("</i>".to_owned()), Just("<br>".to_owned()),
            Just("<span translate=\"no\">a <span>b".to_owned()), Just("</span>".to_owned()),
            Just("<!-- a < b -->".to_owned()), Just("<body data-keys=\"{}\">".to_owned()), Just("&#34;so&nbsp;".to_owned()),
            Just("<html lang=\"en\">".to_owned()), Just("<".to_owned()), Just("<1>".to_owned()), "\\PC{0,6}",
        ], 0..24)
    ) {
        let page = pieces.concat();
        prop_assert_eq!(same(&page), page);
    }
}
