//! Akoma Ntoso: valid against the schema, complete, in order, with our eids.

use crosscut::text::{AgreementId, ClauseKind};
use crosscut::{Agreement, Group, Input, Results, Settings, analyse, known_agreements};
use crosscut_export::akn;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn input(path: &Path) -> Input {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let id = AgreementId::slug(&stem);
    let known = known_agreements().into_iter().find(|agreement| agreement.id == id);
    Input {
        agreement: known.unwrap_or_else(|| Agreement::named(id, stem)),
        file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: std::fs::read(path).expect("it was listed"),
    }
}

/// The clauses of documents, without candidates.
fn results(inputs: &[Input]) -> Results {
    let mut results = Results::default();
    for input in inputs {
        let reading = crosscut::read(input, &crosscut::Options::default()).expect("it can be read");
        results.agreements.push(input.agreement.clone());
        results.clauses.extend(reading.clauses);
    }
    results.sort();
    results
}

fn written(name: &str, text: &str, change: impl FnOnce(&mut Agreement)) -> Input {
    let mut agreement = Agreement::named(AgreementId::slug(name), name);
    change(&mut agreement);
    Input { agreement, file: format!("{name}.md"), bytes: text.as_bytes().to_vec() }
}

/// Small agreements of every type of document, with what is awkward to write.
fn awkward() -> Results {
    let act = "# Directive (EU) 2030/77 on doors & <windows>\n\n## Preamble\n\nThe Parties,\n\nNoting Article 2;\n\nHave agreed as follows:\n\n## Article 1\n\nScope\n\n1. It applies to:\n\n(a) doors, as “door” means in Article 2(1);\n\n(b) Articles 1 to 2.\n\nBut not to toys.\n\n2. a) Two numbers on one line.\n\nb) The second point.\n\n## Article 2\n\n1. “door” means a \u{1f6aa} that turns.\n\nDone at Paris, 1 May 2030.\n\n## ANNEX I\n\n### Methods\n\n1. Listen.\n\n## ANNEX II\n";
    let call = "# A call\n\nWe close doors under Directive (EU) 2030/77 and its Article 1.\n\n* first\n\n* second\n\n| Duty | By |\n|---|---|\n| Close doors | 2031 |\n| Keep keys | |\n| Count locks | 2033 |\n";
    let report = "One line of Directive (EU) 2030/77.\n";
    let inputs = [
        written("an act", act, |agreement| {
            agreement.title = "Directive (EU) 2030/77 on doors".into();
            agreement.binding = Some(true);
        }),
        written("a call", call, |agreement| {
            agreement.group = Some(Group::Civil);
            agreement.year = Some(2018);
        }),
        written("a report", report, |_| {}),
    ];
    results(&inputs)
}

/// The real agreements where they are, and the digests.
fn real() -> Results {
    let mut inputs = Vec::new();
    for folder in ["data/sample", "../shared/corpus/agreements", "../shared/corpus/layout"] {
        let entries = std::fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        let readable = |path: &&PathBuf| {
            path.extension().is_some_and(|e| ["pdf", "md", "html", "txt", "docx"].iter().any(|k| e == *k))
        };
        inputs.extend(paths.iter().filter(readable).map(|path| input(path)));
    }
    // The same agreement may lie in two folders.
    let mut seen = BTreeSet::new();
    inputs.retain(|input| seen.insert(input.agreement.id.clone()));
    results(&inputs)
}

/// The words of a document outside of its metadata and notes, the marks of these at their place, without white space.
fn words(xml: &str) -> String {
    let mut text = String::new();
    let (mut meta, mut note) = (false, false);
    for part in xml.split('<') {
        let Some((tag, after)) = part.split_once('>') else { continue };
        meta = (meta || tag == "meta") && tag != "/meta";
        if let Some((_, mark)) =
            tag.strip_prefix("authorialNote ").and_then(|tag| tag.split_once("marker=\""))
        {
            text.push_str(mark.split('"').next().unwrap_or(""));
            note = true;
        }
        note &= tag != "/authorialNote";
        if !meta && !note {
            text.extend(after.split_whitespace());
        }
    }
    let unescaped = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    unescaped.replace("&apos;", "'").replace("&amp;", "&")
}

fn eids(xml: &str) -> Vec<&str> {
    xml.split(" eId=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn check(results: &Results) {
    let documents = akn(results);
    assert_eq!(documents, akn(results), "the same results give the same bytes");
    assert!(!documents.is_empty());
    for (agreement, xml) in &documents {
        let clauses = || results.clauses.iter().filter(|clause| clause.agreement == *agreement);
        let text = clauses().filter(|clause| clause.kind != ClauseKind::Note);
        let wanted: String = text.flat_map(|clause| clause.text.split_whitespace()).collect();
        let found = words(xml);
        let same = found.chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
        let around = |text: &str| text.chars().skip(same.saturating_sub(60)).take(120).collect::<String>();
        assert!(found == wanted, "{agreement}: the text differs\n{}\n{}", around(&found), around(&wanted));
        let eids = eids(xml);
        let unique: BTreeSet<&str> = eids.iter().copied().collect();
        assert_eq!(unique.len(), eids.len(), "{agreement}: an eId comes twice");
        for clause in clauses() {
            assert!(unique.contains(clause.eid.as_str()), "{agreement}: {} has no element", clause.eid);
        }
        for link in xml.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(unique.contains(link), "{agreement}: the link #{link} leads nowhere");
        }
    }
    validate(&documents);
}

/// Checks documents with xmllint; says so where it, or the schema, is absent.
fn validate(documents: &[(AgreementId, String)]) {
    let schema = root().join("../shared/formats/akomantoso30.xsd");
    if !schema.is_file() || Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("xmllint or {} is absent: not validated", schema.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for the documents");
    let mut lint = Command::new("xmllint");
    lint.args(["--noout", "--nonet", "--schema"]).arg(&schema);
    for (nth, (_, xml)) in documents.iter().enumerate() {
        let path = folder.path().join(format!("{nth}.xml"));
        std::fs::write(&path, xml).expect("the folder can be written");
        lint.arg(path);
    }
    let output = lint.output().expect("xmllint was found");
    let errors = String::from_utf8_lossy(&output.stderr);
    let first: Vec<&str> = errors.lines().filter(|line| !line.ends_with("validates")).take(12).collect();
    assert!(output.status.success(), "{}", first.join("\n"));
}

#[test]
fn every_type_of_document_is_valid_and_complete() {
    let results = awkward();
    check(&results);
    let all: String = akn(&results).into_iter().map(|(_, xml)| xml).collect();
    for part in [
        "<act name=\"directive\">",
        "<statement name=\"call\">",
        "<doc name=\"report\">",
        "<FRBRdate date=\"2018-01-01\" name=\"year\" crosscut:precision=\"year\"/>",
        "<num>(a)</num>",
        "<rref from=\"#art_1\" upTo=\"#art_2\">Articles 1 to 2</rref>",
        "<ref href=\"/akn/eu/act/undated/an-act/\">Directive (EU) 2030/77</ref>",
        "<ref href=\"#art_2__para_1\">Article 2(1)</ref>",
        "<def>door</def>",
        "<attachment eId=\"annex_I\">",
        "<table>\n<tr eId=\"table_1__head\">\n<th>\n<p>Duty</p></th>\n<th>\n<p>By</p></th></tr>",
        "<tr eId=\"table_1__row_2\">\n<td colspan=\"2\">\n<p>Keep keys</p></td></tr>",
        "<paragraph eId=\"art_1__para_2\">\n<num>2.</num>\n<point eId=\"art_1__para_2__point_a\">\n<num>a)</num>",
    ] {
        assert!(all.contains(part), "{part} is missing:\n{all}");
    }
}

#[test]
fn real_agreements_are_valid_and_complete() {
    let results = real();
    check(&results);
    let nis2 = akn(&results).into_iter().find(|(id, _)| id.as_str() == "eu-nis2");
    if let Some((_, xml)) = nis2 {
        let notes = xml.matches("<authorialNote ").count();
        let opinion =
            "European Central Bank <authorialNote eId=\"note_1\" marker=\"(1)\" placement=\"bottom\">";
        assert!(xml.contains(opinion), "a note is not at its place; {notes} are at one");
        let loose = xml.matches("<note ").count();
        assert!(notes > loose, "{notes} notes at their places, {loose} without one");
    }
}

#[test]
fn any_text_gives_a_valid_document() {
    // Lines of every form in an order that no agreement has; a plain generator, so that each run is the same.
    const LINES: [&str; 16] = [
        "Article 1",
        "ANNEX",
        "(a) first;",
        "1. Each Party shall close doors:",
        "Noting that doors stay open,",
        "Have agreed as follows:",
        "Done at Paris, 1 May 2030.",
        "Contents",
        "# Preamble",
        "Chapter I",
        "• one",
        "2. a) two at once",
        "^1 A note",
        "§ 5 Doors",
        "Plain words under Article 1(1).",
        "\u{7}& < > \" ]]> \u{fffe}",
    ];
    let mut state = 7_u32;
    let inputs: Vec<Input> = (0..60)
        .map(|nth| {
            let mut text = String::new();
            for _ in 0..nth {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(LINES[(state >> 16) as usize % LINES.len()]);
                text.push_str("\n\n");
            }
            written(&format!("text {nth}"), &format!("Opening words.\n\n{text}"), |_| {})
        })
        .collect();
    let results = results(&inputs);
    validate(&akn(&results));
    // XML cannot hold control characters, so the words are compared without such lines.
    let (results, _) = analyse(&inputs[..2], &Settings::default());
    check(&results);
}
