//! `crosscut extract` and the reading of odd sources as their users see them: page ranges, closed and broken files, scans.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[path = "common/desk.rs"]
mod desk;

use desk::{Desk, json};

/// A PDF of objects, the first of which is the catalog.
fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        writeln!(table, "{:010} 00000 n ", pdf.len()).expect("a string takes it");
        pdf.extend(format!("{number} 0 obj\n").bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    let start = pdf.len();
    let size = objects.len() + 1;
    let trailer =
        format!("{table}trailer<</Size {size}/Root 1 0 R/ID[(one)(two)]>>\nstartxref\n{start}\n%%EOF\n");
    pdf.extend(trailer.bytes());
    pdf
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{entries}/Length {}>>stream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

/// A PDF of A4 pages with these lines; its first page calls itself i, the second ii, the third 1, and so on.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|i| format!("{} 0 R ", 4 + 2 * i)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<</S/r>>2<</S/D>>]>>>>".to_vec(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()).into_bytes(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    for (lines, i) in pages.iter().zip(0..) {
        let shown: String = lines.iter().map(|line| format!("({line}) Tj T* ")).collect();
        let content = format!("BT /F1 13 Tf 72 760 Td 18 TL {shown}ET");
        let resources = "/Resources<</Font<</F1 3 0 R>>>>/MediaBox[0 0 595 842]";
        let page = format!("<</Type/Page/Parent 2 0 R{resources}/Contents {} 0 R>>", 5 + 2 * i);
        objects.extend([page.into_bytes(), stream("", content.as_bytes())]);
    }
    pdf_of(&objects)
}

const PLEDGE: [&str; 5] = [
    "Article 1",
    "Each Party shall report significant incidents to its competent",
    "authority without delay.",
    "Article 2",
    "The Parties shall cooperate to protect critical infrastructure.",
];

/// The file, closed with a password.
fn encrypted(pdf: &[u8], password: &str) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(pdf).expect("our own file");
    let version = lopdf::EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).expect("a known version");
    document.encrypt(&state).expect("our own file");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory takes it");
    bytes
}

#[test]
fn pages_are_chosen_by_number_or_name() {
    let desk = Desk::new();
    desk.write("five.pdf", pdf(&[&["Alpha"], &["Bravo"], &["Charlie"], &["Delta"], &["Echo"]]));
    let words = |pages: &str| {
        let (code, out, error) = desk.crosscut(&["extract", "five.pdf", "--pages", pages]);
        assert_eq!(code, 0, "{pages}: {error}");
        out.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(words("2"), "Bravo");
    assert_eq!(words("2-3"), "Bravo Charlie");
    assert_eq!(words("1,4-"), "Alpha Delta Echo");
    assert_eq!(words("-2,5"), "Alpha Bravo Echo");
    assert_eq!(words("5,1"), "Alpha Echo");
    assert_eq!(words("ii"), "Bravo");
    assert_eq!(words("i-ii,3"), "Alpha Bravo Charlie");
    for (pages, why) in [
        ("9", "no page 9: the document has 5 pages, labelled i to 3"),
        ("2-9", "no page 9"),
        ("xii", "no page xii"),
        ("4-2", "4-2 run backwards"),
        ("0", "counted from 1"),
        (",", "expected pages such as"),
    ] {
        let (code, out, error) = desk.crosscut(&["extract", "five.pdf", "--pages", pages]);
        assert_eq!((code, out.as_str()), (2, ""), "{pages}");
        assert!(error.contains(why), "{pages}: {error}");
    }
    let (_, out, _) = desk.crosscut(&["extract", "five.pdf", "--pages", "ii", "--format", "json"]);
    let answer = json(&out);
    assert_eq!(answer["schema"], "crosscut/extract/1");
    assert_eq!(answer["pages"].as_array().map(Vec::len), Some(1));
    assert_eq!((&answer["pages"][0]["number"], &answer["pages"][0]["label"]), (&json("2"), &json("\"ii\"")));
    let word = &answer["pages"][0]["blocks"][0]["lines"][0]["words"][0];
    assert!(word["rect"]["w"].as_f64().is_some_and(|w| w > 10.0), "{word}");
}

#[test]
fn a_closed_pdf_asks_for_its_password() {
    let desk = Desk::new();
    desk.write("closed.pdf", encrypted(&pdf(&[&PLEDGE]), "sesame"));
    for args in [&["extract", "closed.pdf"][..], &["extract", "closed.pdf", "--password", "wrong"]] {
        let (code, out, error) = desk.crosscut(args);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(error.contains("closed.pdf") && error.contains("--password"), "{error}");
    }
    let (code, out, error) = desk.crosscut(&["extract", "closed.pdf", "--password", "sesame"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("report significant incidents"), "{out}");
    let (code, out, _) =
        desk.crosscut(&["extract", "closed.pdf", "--password", "sesame", "--format", "html"]);
    let pictured = out.contains("data:image/png;base64,");
    assert!(code == 0 && pictured == crosscut::draws_pages(), "no picture");
    // Closed for its owner alone: any reader may open it.
    desk.write("open.pdf", encrypted(&pdf(&[&PLEDGE]), ""));
    let (code, out, error) = desk.crosscut(&["extract", "open.pdf"]);
    assert!(code == 0 && out.contains("report significant"), "{error}");
}

#[test]
fn a_closed_pdf_among_others_waits_for_its_password() {
    let desk = Desk::new();
    desk.write("in/good.pdf", pdf(&[&["Article 1", "Members shall train their staff every year."]]));
    desk.write("in/closed.pdf", encrypted(&pdf(&[&PLEDGE]), "sesame"));
    let (code, out, error) = desk.crosscut(&["run", "in"]);
    assert_eq!(code, 1, "{error}");
    assert!(format!("{out}{error}").contains("--password"), "{out}{error}");
    let (_, before, _) = desk.crosscut(&["clauses", "--json", "--agreement", "closed"]);
    assert_eq!(before, "");
    let (code, _, error) = desk.crosscut(&["run", "--password", "sesame"]);
    assert_eq!(code, 0, "{error}");
    let (_, after, _) = desk.crosscut(&["clauses", "--json", "--agreement", "closed"]);
    assert!(after.contains("report significant"), "{after}");
    let (code, _, error) = desk.crosscut(&["run", "in/closed.pdf", "--study", "alone"]);
    assert_eq!(code, 2, "{error}");
    assert!(!desk.at("alone").exists(), "a study was left behind");
}

#[test]
fn a_truncated_pdf_is_read_as_far_as_it_goes() {
    let desk = Desk::new();
    let whole = pdf(&[&PLEDGE, &["Article 3", "The Parties shall train their staff."], &["Article 4"]]);
    let end = whole.windows(8).rposition(|window| window == b"Article ").expect("it is there");
    desk.write("in/cut.pdf", &whole[..end]);
    desk.write("in/good.pdf", pdf(&[&PLEDGE]));
    desk.write("stump.pdf", &whole[..60]);
    let (code, out, error) = desk.crosscut(&["extract", "in/cut.pdf"]);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("report significant") && out.contains("train their staff"), "{out}");
    assert!(error.contains("damaged"), "{error}");
    let (code, _, error) = desk.crosscut(&["run", "in"]);
    assert_eq!(code, 1, "{error}");
    let (_, clauses, _) = desk.crosscut(&["clauses", "--json", "--agreement", "cut"]);
    assert!(clauses.contains("train their staff"), "{clauses}");
    let (code, out, error) = desk.crosscut(&["extract", "stump.pdf"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.contains("stump.pdf"), "{error}");
}

#[test]
fn the_overlay_is_one_file_and_escapes_what_it_shows() {
    let desk = Desk::new();
    desk.write("a <b>&.pdf", pdf(&[&["Fire & <script>alert\\(1\\)</script> water"], &["Second page"]]));
    let (code, out, error) = desk.crosscut(&["extract", "a <b>&.pdf", "--format", "html"]);
    assert_eq!(code, 0, "{error}");
    assert!(!out.contains("<script") && !out.contains("<b>&"), "not escaped");
    assert!(!out.contains("http:") && !out.contains("https:"), "leads elsewhere");
    let pictures = if crosscut::draws_pages() { 2 } else { 0 };
    assert_eq!(out.matches("data:image/png;base64,").count(), pictures);
    assert!(out.contains("Page 1 (i)") && out.contains("<rect class=\"b\""), "no boxes");
    desk.write("plain.txt", "Article 1\n\nThe Parties shall <cooperate>.\n");
    let (code, out, _) = desk.crosscut(&["extract", "plain.txt", "--format", "html"]);
    assert!(
        code == 0 && out.contains("The Parties shall &#60;cooperate&#62;") && !out.contains("<svg"),
        "{out}"
    );
}

/// A PDF whose page is nothing but a picture of the first page of `pdf`, as a scanner makes it.
fn scan(desk: &Desk, pdf: &[u8]) -> Vec<u8> {
    desk.write("to-scan.pdf", pdf);
    let image =
        crosscut::page_image(&desk.at("to-scan.pdf"), None, 0, 300.0 / 72.0).expect("it can be drawn");
    // The data of a PNG file is what a PDF calls Flate with PNG predictors.
    let mut data = Vec::new();
    let mut rest = &image.png[8..];
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        if after.starts_with(b"IDAT") {
            data.extend(&after[4..4 + length]);
        }
        rest = &after[8 + length..];
    }
    let (w, h) = (image.width, image.height);
    // The colour type of a PNG file: 0 is grey, 2 is red, green and blue.
    let (space, colors) = if image.png[25] == 0 { ("DeviceGray", 1) } else { ("DeviceRGB", 3) };
    let entries = format!(
        "/Type/XObject/Subtype/Image/Width {w}/Height {h}/BitsPerComponent 8/ColorSpace/{space}\
         /Filter/FlateDecode/DecodeParms<</Predictor 15/Columns {w}/Colors {colors}/BitsPerComponent 8>>"
    );
    pdf_of(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>"
            .to_vec(),
        stream("", b"595 0 0 842 0 0 cm /I Do"),
        stream(&entries, &data),
    ])
}

/// Whether pages can be drawn; says that a test is skipped where not.
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

#[test]
fn a_scan_is_recognised_where_tesseract_is() {
    if !has_tesseract() {
        return;
    }
    let desk = Desk::new();
    desk.write("scan.pdf", scan(&desk, &pdf(&[&PLEDGE])));
    let (code, out, error) = desk.crosscut(&["extract", "scan.pdf"]);
    assert!(code == 1 && out.is_empty() && error.contains("--ocr"), "{error}");
    let (code, out, error) = desk.crosscut(&["extract", "scan.pdf", "--ocr"]);
    assert_eq!(code, 0, "{error}");
    let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(&PLEDGE[1..3].join(" ")) && text.contains("critical infrastructure"), "{text}");
    let (_, out, _) = desk.crosscut(&["extract", "scan.pdf", "--ocr", "--format", "json"]);
    let answer = json(&out);
    let words: Vec<serde_json::Value> = answer["pages"][0]["blocks"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|block| block["lines"].as_array().cloned().unwrap_or_default())
        .flat_map(|line| line["words"].as_array().cloned().unwrap_or_default())
        .collect();
    assert!(words.len() > 20, "{} words", words.len());
    assert!(words.iter().all(|word| word["confidence"].as_f64().is_some_and(|sure| sure > 0.3)));
    // The first word is where it was printed: 72 points from the left, its foot 82 from the top.
    let place = |key: &str| words[0]["rect"][key].as_f64().unwrap_or_default();
    assert!((place("x") - 72.0).abs() < 2.0, "{}", words[0]);
    assert!((place("y") + place("h") - 82.0).abs() < 3.0, "{}", words[0]);
}

#[test]
fn recognition_is_kept_and_reads_only_what_needs_it() {
    if !has_tesseract() {
        return;
    }
    let desk = Desk::new();
    desk.write("in/scan.pdf", scan(&desk, &pdf(&[&PLEDGE])));
    desk.write("in/good.pdf", pdf(&[&PLEDGE]));
    let read = |args: &[&str]| {
        let (code, out, error) = desk.crosscut(args);
        (code, json(&out)["read"].to_string(), error)
    };
    assert_eq!(read(&["run", "in", "--json"]).0, 1);
    let (code, again, error) = read(&["run", "--ocr", "--json"]);
    assert_eq!((code, again.as_str()), (0, "[\"scan.pdf\"]"), "{error}");
    let (_, clauses, _) = desk.crosscut(&["clauses", "--json"]);
    for clause in clauses.lines().map(json) {
        let recognised = clause["agreement"] == "scan";
        assert_eq!(clause["recognised"].as_f64().is_some(), recognised, "{clause}");
    }
    assert!(clauses.contains("scan#art_1"), "{clauses}");
    let (_, table, _) = desk.crosscut(&["clauses", "--agreement", "scan"]);
    assert!(table.contains("recognised"), "{table}");
    // It stays so without being asked for again, and where the program is gone.
    assert_eq!(read(&["run", "--json"]).1, "[]");
    let gone = Desk { path: Some(String::new()), ..desk };
    let (code, out, error) = gone.crosscut(&["run", "--json"]);
    assert_eq!((code, json(&out)["read"].to_string().as_str()), (0, "[]"), "{error}");
}

#[cfg(unix)]
mod fake {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, Instant};

    /// A desk with a scan, on which the only programs are a `tesseract` that answers with this script and what draws
    /// pages.
    fn desk(script: &str) -> Desk {
        let mut desk = Desk::new();
        let scanned = scan(&desk, &pdf(&[&PLEDGE]));
        desk.write("scan.pdf", scanned);
        let head = "#!/bin/sh\ncase $1 in\n--version) echo tesseract 9; exit;;\n--list-langs) echo List; echo eng; exit;;\nesac\n";
        desk.write("bin/tesseract", format!("{head}{script}\n"));
        let path: &Path = &desk.at("bin/tesseract");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .map(|folder| folder.join("pdftoppm"))
            .find(|program| program.exists());
        if let Some(program) = found {
            std::os::unix::fs::symlink(program, desk.at("bin/pdftoppm")).expect("links can be made");
        }
        desk.path = Some(desk.at("bin").display().to_string());
        desk
    }

    #[test]
    fn what_goes_wrong_is_said_and_the_page_stays_a_loss() {
        if !draws() {
            return;
        }
        for (script, why) in [
            ("echo 'Error: no luck' >&2; exit 1", "text recognition failed: Error: no luck"),
            ("exit 3", "the program failed"),
            ("echo nonsense", "no table of words"),
            ("/bin/cat", "no table of words"),
            ("/bin/sleep 600", "it took more than 1 seconds"),
        ] {
            // Patience for what ends by itself, on a busy machine too.
            let patience = if script.starts_with("/bin/sleep") { "1" } else { "100" };
            let desk = desk(script);
            let start = Instant::now();
            let (code, out, error) =
                desk.crosscut(&["extract", "scan.pdf", "--ocr", "--ocr-seconds", patience]);
            assert_eq!((code, out.as_str()), (1, ""), "{script}: {error}");
            assert!(error.contains("page 1: needs OCR") && error.contains(why), "{script}: {error}");
            assert!(start.elapsed() < Duration::from_secs(500), "{script}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn without_the_program_or_the_language_it_says_what_to_install() {
        if !draws() {
            return;
        }
        let desk = desk("exit 1");
        let asked = |desk: &Desk, languages: &str| {
            let (code, _, error) = desk.crosscut(&["extract", "scan.pdf", "--ocr", "--languages", languages]);
            assert_eq!(code, 1, "{error}");
            error
        };
        assert!(asked(&desk, "fr").contains("install tesseract-ocr-fra"));
        let none = Desk { path: Some(String::new()), ..desk };
        assert!(
            asked(&none, "fr,ar")
                .contains("install tesseract-ocr and tesseract-ocr-fra and tesseract-ocr-ara")
        );
        // A built-in renderer needs no other program.
        assert_eq!(asked(&none, "fr").contains("poppler-utils"), !cfg!(feature = "images"));
        let path = none.at("bin");
        fs::remove_file(path.join("pdftoppm")).ok();
        let undrawn = Desk { path: Some(path.display().to_string()), ..none };
        if !cfg!(feature = "images") {
            assert!(asked(&undrawn, "en").contains("install Poppler (Debian: poppler-utils)"));
        }
    }

    #[test]
    fn doubtful_words_are_text_and_a_loss() {
        if !draws() {
            return;
        }
        let head = "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext";
        let row = "5\\t1\\t1\\t1\\t1\\t1\\t300\\t300\\t400\\t50\\t31.5\\tPledge";
        let desk = desk(&format!("printf '{head}\\n{row}\\n'"));
        let (code, out, error) = desk.crosscut(&["extract", "scan.pdf", "--ocr"]);
        assert_eq!((code, out.trim()), (1, "Pledge"), "{error}");
        assert!(error.contains("garbled") && error.contains("confidence of 3"), "{error}");
    }
}
