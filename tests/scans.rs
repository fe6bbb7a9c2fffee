//! Scans as their users have them: pictures as documents, pages that lie on their side, stamps, blank pages, languages, and
//! recognition that is broken off. What needs Tesseract or a renderer says that it skips where they are not installed.

use std::fs;
use std::path::Path;

#[path = "common/desk.rs"]
mod desk;

use desk::{Desk, json};

fn draws() -> bool {
    let draws = crosscut::draws_pages();
    if !draws {
        eprintln!("skipped: nothing draws pages (Debian: poppler-utils; or build with the feature `images`)");
    }
    draws
}

fn has_tesseract() -> bool {
    let found = std::process::Command::new("tesseract").arg("--version").output().is_ok();
    if !found {
        eprintln!("skipped: tesseract is not installed (Debian: tesseract-ocr, tesseract-ocr-eng)");
    }
    found && draws()
}

/// An agreement long enough for its letters to show which way up they are.
const LINES: [&str; 16] = [
    "Article 1",
    "Each Party shall report significant incidents to its competent",
    "authority without delay, and shall describe what it has done.",
    "Article 2",
    "The Parties shall cooperate to protect critical infrastructure",
    "and shall exchange information about vulnerabilities that they",
    "have found, together with the remedies that are available.",
    "Article 3",
    "Nothing in this accord prevents a Party from taking measures",
    "that it regards as necessary for the security of its networks.",
    "Article 4",
    "Each Party shall train the people who operate its networks, and",
    "shall help other Parties that ask for advice or for equipment.",
    "Article 5",
    "This accord enters into force on the day after the third of the",
    "Parties has deposited its instrument of ratification.",
];

/// A PDF of one A4 page with these lines, an entry of the page, and what is drawn before.
fn pdf(lines: &[&str], entry: &str, before: &str) -> Vec<u8> {
    let shown: String = lines.iter().map(|line| format!("({line}) Tj T* ")).collect();
    let content = format!("{before} BT /F1 14 Tf 72 760 Td 20 TL {shown}ET");
    let mut file = String::from("%PDF-1.7\n");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[4 0 R]/Count 1>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/MediaBox[0 0 595 842]{entry}/Contents 5 0 R>>"
        ),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    for (number, object) in (1..).zip(&objects) {
        file.push_str(&format!("{number} 0 obj{object}endobj\n"));
    }
    file.push_str("trailer<</Root 1 0 R>>\n");
    file.into_bytes()
}

/// A PNG of the page of such a PDF, at 200 dots an inch.
fn picture(desk: &Desk, pdf: &[u8]) -> Vec<u8> {
    desk.write("to-draw.pdf", pdf);
    crosscut::page_image(&desk.at("to-draw.pdf"), None, 0, 200.0 / 72.0).expect("it can be drawn").png
}

/// The text as one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn pictures_and_folders_of_pictures_are_documents() {
    if !has_tesseract() {
        return;
    }
    let desk = Desk::new();
    let (first, second) = LINES.split_at(7);
    desk.write("accord/page-1.png", picture(&desk, &pdf(first, "", "")));
    desk.write("accord/page-2.png", picture(&desk, &pdf(second, "", "")));
    let (code, _, error) = desk.crosscut(&["extract", "accord/page-1.png"]);
    assert!(code == 1 && error.contains("--ocr"), "{error}");
    let (code, out, error) = desk.crosscut(&["extract", "accord/page-1.png", "--ocr", "--json"]);
    assert_eq!((code, json(&out)["media_type"].as_str()), (0, Some("image/png")), "{error}");
    let (code, out, error) = desk.crosscut(&["extract", "accord", "--ocr"]);
    assert_eq!(code, 0, "{error}");
    assert!(
        flat(&out).contains("competent authority without delay") && out.contains("ratification"),
        "{out}"
    );
    let (code, out, error) = desk.crosscut(&["run", "accord", "--ocr", "--json"]);
    let report = json(&out);
    assert_eq!((code, report["read"].to_string().as_str()), (0, "[\"accord.pdf\"]"), "{error}");
    assert_eq!(report["documents"][0]["coverage"]["pages"], 2);
    let (_, clauses, _) = desk.crosscut(&["clauses", "--json"]);
    assert!(clauses.contains("accord#art_5"), "{clauses}");
    // The same pictures again are the same document.
    let (_, out, _) = desk.crosscut(&["run", "accord", "--json"]);
    assert_eq!(json(&out)["read"].to_string(), "[]");
    exports(&desk);
}

/// What was recognised leaves as PDFs that can be searched, and as hOCR.
fn exports(desk: &Desk) {
    let (code, out, error) = desk.crosscut(&["export", "searchable-pdf"]);
    assert!(code == 0 && out.contains("wrote 2 files"), "{out} {error}");
    let (code, out, error) = desk.crosscut(&["extract", "crosscut-study/out/searchable-pdf/accord.pdf"]);
    assert_eq!(code, 0, "{error}");
    assert!(flat(&out).contains("shall help other Parties that ask for advice"), "{out}");
    let (code, _, error) = desk.crosscut(&["export", "hocr"]);
    assert_eq!(code, 0, "{error}");
    let hocr = fs::read_to_string(desk.at("crosscut-study/out/hocr/accord.html")).expect("it was written");
    assert!(hocr.matches("ocr_page").count() == 3 && hocr.contains(">infrastructure</span>"), "{hocr}");
}

#[test]
fn a_page_that_lies_on_its_side_or_head_is_turned() {
    if !has_tesseract() {
        return;
    }
    let desk = Desk::new();
    for degrees in [90, 180, 270] {
        desk.write("turned.png", picture(&desk, &pdf(&LINES, &format!("/Rotate {degrees}"), "")));
        let (code, out, error) = desk.crosscut(&["extract", "turned.png", "--ocr"]);
        assert_eq!(code, 0, "{degrees}: {error}");
        assert!(flat(&out).contains("shall help other Parties that ask for advice"), "{degrees}: {out}");
        assert!(error.contains(&format!("page 1 was turned by {}°", 360 - degrees)), "{error}");
        let (_, out, _) = desk.crosscut(&["extract", "turned.png", "--ocr", "--json"]);
        let page = &json(&out)["pages"][0];
        let first = &page["blocks"][0]["lines"][0]["words"][0]["rect"];
        let [x, y] = ["x", "y"].map(|key| first[key].as_f64().unwrap_or_default());
        // "Article" stands at the head, on the left; the picture shows it elsewhere.
        let (right, below) = match degrees {
            90 => (true, false),
            180 => (true, true),
            _ => (false, true),
        };
        let size = ["w", "h"].map(|key| page["size"][key].as_f64().unwrap_or_default());
        assert_eq!((x > size[0] / 2.0, y > size[1] / 2.0), (right, below), "{degrees}: {first} of {size:?}");
    }
}

#[test]
fn a_stamp_does_not_make_a_scan_read_and_a_blank_page_is_no_loss() {
    if !draws() {
        return;
    }
    let desk = Desk::new();
    let scan =
        lopdf_with_stamp(&picture(&desk, &pdf(&LINES, "", "")), "Scanned with a telephone, page 1 of 1");
    desk.write("stamped.pdf", &scan);
    let (code, out, error) = desk.crosscut(&["extract", "stamped.pdf"]);
    assert!(code == 1 && error.contains("--ocr") && out.contains("telephone"), "{out}{error}");
    desk.write("blank.png", picture(&desk, &pdf(&[], "", "")));
    let (code, out, error) = desk.crosscut(&["extract", "blank.png"]);
    assert_eq!((code, out.as_str()), (0, ""), "{error}");
    if !has_tesseract() {
        return;
    }
    let (code, out, error) = desk.crosscut(&["extract", "stamped.pdf", "--ocr"]);
    assert_eq!(code, 0, "{error}");
    assert!(flat(&out).contains("authority without delay") && out.contains("telephone"), "{out}");
    let (code, out, error) = desk.crosscut(&["extract", "blank.png", "--ocr"]);
    assert_eq!((code, out.as_str()), (0, ""), "{error}");
}

#[test]
fn faded_and_reversed_print_is_read_and_never_taken_for_a_blank_page() {
    if !draws() {
        return;
    }
    let desk = Desk::new();
    // Light grey on white; a page of which the upper half is white on dark.
    for (name, before) in [("faded.png", "0.75 g"), ("band.png", "0.2 g 0 560 595 282 re f 1 g")] {
        let upper = if name == "band.png" { &LINES[..10] } else { &LINES[..] };
        desk.write(name, picture(&desk, &pdf(upper, "", before)));
        let (code, _, error) = desk.crosscut(&["extract", name]);
        assert!(code == 1 && error.contains("--ocr"), "{name}: {error}");
        if has_tesseract() {
            let (code, out, error) = desk.crosscut(&["extract", name, "--ocr"]);
            assert_eq!(code, 0, "{name}: {error}");
            let text = flat(&out);
            assert!(text.contains("have found, together with the remedies"), "{name}: {out}");
            assert!(text.contains("competent authority without delay"), "{name}: {out}");
        }
    }
}

/// A PDF page with a picture over all of it, and a line of text at its foot.
fn lopdf_with_stamp(png: &[u8], stamp: &str) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let image = png_parts(png);
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let entries = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => image.0, "Height" => image.1, "BitsPerComponent" => 8,
        "ColorSpace" => if image.2 == 1 { "DeviceGray" } else { "DeviceRGB" }, "Filter" => "FlateDecode",
        "DecodeParms" => dictionary! { "Predictor" => 15, "Columns" => image.0, "Colors" => image.2 },
    };
    let picture = document.add_object(Stream::new(entries, image.3));
    let font = document
        .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let content = format!("q 595 0 0 842 0 0 cm /P Do Q BT /F1 8 Tf 20 10 Td ({stamp}) Tj ET");
    let content = document.add_object(Stream::new(dictionary! {}, content.into_bytes()));
    let resources =
        dictionary! { "XObject" => dictionary! { "P" => picture }, "Font" => dictionary! { "F1" => font } };
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => resources, "Contents" => content,
    });
    let pages = dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 };
    document.objects.insert(tree, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory takes it");
    bytes
}

/// Width, height, channels and deflated rows of a PNG of eight bits.
fn png_parts(png: &[u8]) -> (i64, i64, i64, Vec<u8>) {
    let side = |at: usize| i64::from(u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes")));
    let (mut data, mut rest) = (Vec::new(), &png[8..]);
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        if after.starts_with(b"IDAT") {
            data.extend(&after[4..4 + length]);
        }
        rest = &after[8 + length..];
    }
    (side(16), side(20), if png[25] == 0 { 1 } else { 3 }, data)
}

#[test]
fn languages_that_nobody_knows_are_refused() {
    let desk = Desk::new();
    desk.write("a.txt", "Article 1\n\nEach Party shall report incidents.\n");
    for command in ["run", "extract"] {
        let (code, _, error) = desk.crosscut(&[command, "a.txt", "--ocr", "--languages", "french"]);
        assert!(code == 2 && error.contains("french") && error.contains("en, fr or es"), "{error}");
        assert_eq!(desk.crosscut(&[command, "a.txt", "--ocr=missing", "--languages", "fra,EN"]).0, 0);
    }
    let settings = fs::read_to_string(desk.at("crosscut-study/crosscut.toml")).expect("a study");
    assert!(settings.contains("languages = [\"fr\", \"en\"]"), "{settings}");
}

#[test]
fn a_document_without_clauses_is_a_loss() {
    let desk = Desk::new();
    desk.write("in/a.txt", "Article 1\n\nEach Party shall report incidents to its authority.\n");
    desk.write("in/b.txt", "\n \n");
    let (code, out, error) = desk.crosscut(&["run", "in", "--json"]);
    assert_eq!(code, 1, "{error}");
    let documents = json(&out)["documents"].to_string();
    assert!(documents.contains("no_clauses"), "{documents}");
}

#[cfg(unix)]
mod fake {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A desk on which `tesseract` notes each page that it is given, second tries apart, and reads a sentence on each: the
    /// same one on all would be a running head.
    fn desk() -> Desk {
        let mut desk = Desk::new();
        let row = |(number, word): (usize, &str)| {
            format!(
                "5\\t1\\t1\\t1\\t1\\t{}\\t{}\\t400\\t180\\t50\\t95.5\\t{word}",
                number + 1,
                300 + 200 * number
            )
        };
        let rows: Vec<String> = ["$1", "$2", "$3", "$4"].into_iter().enumerate().map(row).collect();
        let rows = rows.join("\\n");
        let head = "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext";
        let script = format!(
            "#!/bin/sh\ncase $1 in\n--version) echo tesseract 9; exit;;\n--list-langs) echo List; echo eng; exit;;\nesac\n\
             case $* in *thresholding*) ;; *) echo page >> {calls};; esac\nn=0\nwhile read line; do n=$((n+1)); done < {calls}\n\
             case $n in\n1) set -- Parties shall report storms.;;\n2) set -- Harbours keep lamps lit.;;\n\
             *) set -- Nobody may sink boats.;;\nesac\nprintf \"{head}\\n{rows}\\n\"\n",
            calls = desk.at("calls").display()
        );
        desk.write("bin/tesseract", script);
        let path: &Path = &desk.at("bin/tesseract");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .map(|folder| folder.join("pdftoppm"))
            .find(|program| program.exists());
        if let Some(program) = found {
            std::os::unix::fs::symlink(program, desk.at("bin/pdftoppm")).expect("links can be made");
        }
        for number in 1..=3 {
            let page = picture(&desk, &pdf(&LINES[..3], "", &format!("0 0 {number} 3 re f")));
            desk.write(&format!("book/{number}.png"), page);
        }
        desk.path = Some(desk.at("bin").display().to_string());
        desk
    }

    /// How many pages were recognised since the last time.
    fn calls(desk: &Desk) -> usize {
        let calls = fs::read_to_string(desk.at("calls")).unwrap_or_default();
        let _ = fs::remove_file(desk.at("calls"));
        calls.lines().count()
    }

    #[test]
    fn corrected_words_are_shown_beside_what_was_recognised_and_survive_runs() {
        if !draws() {
            return;
        }
        let desk = desk();
        desk.crosscut(&["run", "book", "--ocr", "--languages", "en"]);
        let (_, clauses, _) = desk.crosscut(&["clauses", "--json"]);
        let clause = clauses.lines().map(json).find(|one| one["text"].to_string().contains("lamps"));
        let clause = clause.expect("it was recognised")["id"].as_str().expect("an id").to_owned();
        let decide = |rest: &[&str]| desk.crosscut(&[&["decide", "--by", "Ana"], rest].concat());
        assert_eq!(decide(&["new", "Lamps", &clause]).0, 0);
        let (code, _, error) = decide(&["correct", &clause, "lights", "lamps"]);
        assert!(code == 2 && error.contains("does not have the words"), "{error}");
        let (code, out, error) = decide(&["correct", &clause, "lamps", "lamas & llamas"]);
        assert!(code == 0 && out.contains("corrected “lamps” to “lamas & llamas”"), "{out}{error}");
        let shows = || {
            desk.crosscut(&["run"]);
            let report = fs::read_to_string(desk.at("crosscut-study/out/report.html")).expect("a report");
            report.contains("lamps</del><ins title=\"as the page has it\">lamas &amp; llamas</ins>")
        };
        assert!(shows());
        let corrections = || {
            let (_, clauses, _) = desk.crosscut(&["clauses", "--json"]);
            let found =
                clauses.lines().map(json).find(|one| one["id"] == clause.as_str()).expect("it is there");
            found["corrections"]
                .as_array()
                .map(|all| all.iter().map(|one| one["correct"].clone()).collect::<Vec<_>>())
        };
        assert_eq!(corrections(), Some(vec!["lamas & llamas".into()]));
        fs::remove_dir_all(desk.at("crosscut-study/.crosscut")).expect("it is derived");
        // The pages are recognised again, and the stand-in reads them by their number.
        calls(&desk);
        assert!(shows());
        assert_eq!(decide(&["undo"]).0, 0);
        assert!(!shows());
        assert_eq!(corrections(), None);
    }

    #[test]
    fn a_page_is_recognised_once_and_only_where_it_is_asked_for() {
        if !draws() {
            return;
        }
        let desk = desk();
        desk.crosscut(&["extract", "book", "--ocr", "--languages", "en", "--pages", "2"]);
        assert_eq!(calls(&desk), 1);
        desk.crosscut(&["run", "book", "--ocr", "--languages", "en"]);
        assert_eq!(calls(&desk), 3);
        // A run that was broken off left its pages; what was read of the document is made of them.
        fs::remove_dir_all(desk.at("crosscut-study/.crosscut/clauses")).expect("the cache");
        let page = fs::read_dir(desk.at("crosscut-study/.crosscut/recognised")).expect("pages are kept");
        fs::remove_file(page.flatten().next().expect("a page").path()).expect("it can go");
        desk.crosscut(&["run"]);
        assert_eq!(calls(&desk), 1);
        desk.crosscut(&["run"]);
        assert_eq!(calls(&desk), 0);
    }
}
