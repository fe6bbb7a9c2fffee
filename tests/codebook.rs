//! Known elements as the command line finds them: `codebook match`, and candidates shown under what is known.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const TREATY: &str = "Article 1\n\nEach Party shall report significant incidents to its competent authority without delay.\n\n\
Article 2\n\nThe Parties shall train judges and prosecutors in the handling of electronic evidence.\n\n\
Article 3\n\nEach Party shall pay a yearly contribution to the fund of the pact.\n";
const PLEDGE: &str = "1. We commit to report significant incidents to the competent authority without delay.\n\n\
2. We train judges and prosecutors in the handling of electronic evidence.\n\n\
3. We publish a yearly account of what we did.\n";
const BOOK: &str = r#"schema = "crosscut/codebook/1"
title = "What we look for"
version = "1"

[[element]]
id = "reporting"
name = "Reporting of incidents"
definition = "Significant incidents are reported to an authority."
phrases = ["report significant incidents to the competent authority"]
"#;

/// A folder with a study of two small agreements and a codebook.
fn desk() -> TempDir {
    let desk = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(desk.path().join("in")).expect("folders can be made");
    for (name, content) in [("in/treaty.txt", TREATY), ("in/pledge.txt", PLEDGE), ("book.toml", BOOK)] {
        fs::write(desk.path().join(name), content).expect("files can be written");
    }
    crosscut(&desk, &["run", "in"]);
    desk
}

/// Runs `crosscut`; gives exit code, standard output and standard error.
fn crosscut(desk: &TempDir, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("crosscut").expect("it is built");
    let output = command.current_dir(desk.path()).args(args).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_fits_a_known_element_is_shown_under_it_and_the_rest_after_it() {
    let desk = desk();
    let (code, out, error) = crosscut(&desk, &["candidates", "--codebook", "book.toml", "--json"]);
    assert_eq!(code, Some(0), "{error}");
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    let texts = |candidates: &Value| {
        let members =
            candidates.as_array().into_iter().flatten().flat_map(|c| c["members"].as_array().cloned());
        members.flatten().map(|m| m["clause"].to_string()).collect::<Vec<_>>()
    };
    let known = &answer["known"][0];
    assert_eq!(known["element"], "reporting");
    assert_eq!(known["agreements"].as_array().map(Vec::len), Some(2));
    let (under, rest) = (texts(&known["candidates"]), texts(&answer["candidates"]));
    assert!(under.iter().any(|clause| clause.contains("treaty#art_1")), "{out}");
    assert!(!under.iter().any(|clause| clause.contains("treaty#art_2")), "{out}");
    assert!(rest.iter().any(|clause| clause.contains("treaty#art_2")), "{out}");

    let (_, out, _) = crosscut(&desk, &["candidates", "--codebook", "book.toml"]);
    let (before, after) = out.split_once("Not in the codebook:").expect("both parts");
    assert!(before.contains("Reporting of incidents") && !after.contains("Reporting of incidents"), "{out}");
}

#[test]
fn a_codebook_is_matched_from_its_definition_alone() {
    let desk = desk();
    let (code, out, error) = crosscut(&desk, &["codebook", "match", "book.toml", "--json"]);
    assert_eq!(code, Some(0), "{error}");
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    let text = answer.to_string();
    assert!(text.contains("treaty#art_1") && text.contains("pledge#"), "{out}");
}

#[test]
fn a_codebook_that_cannot_be_read_is_named() {
    let desk = desk();
    fs::write(desk.path().join("bad.toml"), "title = ").expect("files can be written");
    for args in [["candidates", "--codebook", "bad.toml"], ["codebook", "match", "bad.toml"]] {
        let (code, _, error) = crosscut(&desk, &args);
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains("bad.toml") && !error.contains("panicked"), "{error}");
    }
}

#[test]
fn a_codebook_a_list_and_another_study_are_adopted_once_and_undone_at_once() {
    let desk = desk();
    let adopt = |from: &str| crosscut(&desk, &["codebook", "adopt", from, "--by", "Ana"]);
    let (code, out, error) = adopt("gge-2015-norms");
    assert!(code == Some(0) && out.contains("adopted 11 elements"), "{out}{error}");
    assert!(adopt("gge-2015-norms").1.contains("nothing to adopt"));
    fs::write(desk.path().join("names.txt"), "- Lamps: lamps are lit\nBells\n\nlamps\n").expect("a file");
    let (code, out, error) = adopt("names.txt");
    assert!(code == Some(0) && out.contains("adopted 2 elements"), "{out}{error}");
    let (code, out, error) = adopt("no such thing");
    assert!(code == Some(2) && error.contains("gge-2015-norms"), "{out}{error}");
    // Another study takes over names and definitions.
    let other = self::desk();
    let from = desk.path().join("crosscut-study").display().to_string();
    let (code, out, error) = crosscut(&other, &["codebook", "adopt", &from, "--by", "Ben"]);
    assert!(code == Some(0) && out.contains("adopted 13 elements"), "{out}{error}");
    let (code, ..) = crosscut(&desk, &["decide", "undo", "--by", "Ana"]);
    assert_eq!(code, Some(0));
    assert!(adopt("names.txt").1.contains("adopted 2 elements"), "the undo took both back");
}

#[test]
fn the_codebook_of_another_program_is_adopted() {
    let desk = desk();
    let (code, _, error) = crosscut(&desk, &["codebook", "export", "book.toml", "--out", "codes.qdc"]);
    assert_eq!(code, Some(0), "{error}");
    let (code, out, error) = crosscut(&desk, &["codebook", "adopt", "codes.qdc", "--by", "Ana"]);
    assert!(code == Some(0) && out.contains("adopted 1 element "), "{out}{error}");
    fs::write(desk.path().join("torn.qdc"), "<?xml version=\"1.0\"?><CodeBook").expect("a file");
    let (code, out, error) = crosscut(&desk, &["codebook", "adopt", "torn.qdc", "--by", "Ana"]);
    assert!(code == Some(2) && error.contains("torn.qdc"), "{out}{error}");
}

const STRAIT: &str = "Article 1\n\nThe Parties shall cooperate to conserve the herring stocks of the Strait and to keep \
their harvest within safe biological limits.\n\n\
Article 2\n\nEach Party shall set, before the first of December of each year, the total allowable catch of herring, sprat \
and cod in its waters.\n\n\
Article 3\n\nVessels that fly the flag of a Party shall carry a licence on board and show it to inspectors on request.\n\n\
Article 4\n\nThe mesh of a trawl shall be no narrower than ninety millimetres. Drift nets are prohibited.\n\n\
Article 5\n\nMasters of vessels shall report their catches by species and area within twenty-four hours of landing.\n\n\
Article 6\n\nThe Parties shall exchange statistics on catch, effort and landings, and the information that their scientists \
need to assess the stocks.\n\n\
Article 7\n\nA closed season is kept from February to April in the spawning grounds named in the schedule.\n\n\
Article 8\n\nInspectors of either Party may board and inspect vessels in the regulatory area.\n";
const LAKES: &str = "1. The riparian States manage the perch and eel of the Lakes as a shared resource.\n\n\
2. No State shall allow its nationals to fish the Lakes without a permit or beyond their quota.\n\n\
3. A joint commission of biologists advises the States each spring on the size of the stocks and recommends quotas.\n\n\
4. States shall protect the spawning beds, and shall restore reeds and gravel where dredging has harmed them.\n\n\
5. Fishers record what they land in a logbook, which the warden may examine.\n\n\
6. States should assist one another in stocking the Lakes with young eel, and train wardens and hatchery staff.\n\n\
7. Undersized fish are returned to the water at once.\n\n\
8. Whoever fishes with poison or explosives commits an offence and forfeits boat and gear.\n";

#[test]
fn elements_of_another_field_are_nowhere_whether_asked_together_or_alone() {
    let desk = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(desk.path().join("in")).expect("folders can be made");
    let alone = "schema = \"crosscut/codebook/1\"\ntitle = \"One\"\nversion = \"1\"\n[[element]]\nid = \"reporting\"\n\
        name = \"Incident notification\"\ndefinition = \"Significant cyber incidents are notified to the competent \
        authority or the response team.\"\n";
    for (name, content) in [("in/strait.txt", STRAIT), ("in/lakes.txt", LAKES), ("alone.toml", alone)] {
        fs::write(desk.path().join(name), content).expect("files can be written");
    }
    crosscut(&desk, &["run", "in"]);
    for book in ["gge-2015-norms", "alone.toml"] {
        let (code, out, error) = crosscut(&desk, &["codebook", "match", book, "--json"]);
        assert_eq!(code, Some(0), "{error}");
        let answer: Value = serde_json::from_str(&out).expect("JSON");
        for element in answer["elements"].as_array().expect("elements") {
            for cell in element["cells"].as_array().into_iter().flatten() {
                let chance = cell["chance"].as_f64().expect("a chance");
                assert!(chance <= 0.3, "{book}: {} in {}: {chance:.2}", element["name"], cell["agreement"]);
            }
        }
    }
}
