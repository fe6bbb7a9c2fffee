//! No document of a study is overwritten in silence, and no decision rests on what says nothing.

#[path = "common/harbour.rs"]
mod harbour;

use harbour::{Desk, OUTAGE, TEXTS, json};
use serde_json::{Value, json as value};
use std::fs;
use std::path::PathBuf;

const QUAY: &str = "quay-accord#art_1__para_1";

/// A document about other things, under the name of one of the study.
fn other(desk: &Desk, folder: &str) {
    let text = "# Bird treaty\n\n## Article 1\n\nStates shall protect the birds of the marshes.\n\n## Article 2\n\nHunters \
                shall carry a licence.\n\n## Article 3\n\nNests shall be counted every spring.\n";
    fs::create_dir_all(desk.at(folder)).expect("folders can be made");
    fs::write(desk.at(folder).join("harbour-pact.md"), text).expect("files can be written");
}

fn source(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.at("s/sources").join(name)).unwrap_or_default()
}

fn agreements(desk: &Desk) -> Vec<Value> {
    let list = json(&desk.crosscut(&["agreement", "list", "--json"]).1);
    list["agreements"].as_array().expect("a list").clone()
}

fn kept(desk: &Desk) -> Vec<PathBuf> {
    let files = fs::read_dir(desk.at("s/replaced")).into_iter().flatten().flatten();
    files.map(|entry| entry.path()).collect()
}

#[test]
fn another_document_of_a_known_name_comes_in_beside_it() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, QUAY]);
    let before = source(&desk, "harbour-pact.md");
    other(&desk, "birds");
    let (code, _, error) = desk.crosscut(&["run", "birds"]);
    assert_eq!(code, 1, "{error}");
    assert!(error.contains("harbour-pact.md is another document"), "{error}");
    assert!(error.contains("0 of 4 clauses the same") && error.contains("as harbour-pact-2"), "{error}");
    assert_eq!(source(&desk, "harbour-pact.md"), before);
    assert!(source(&desk, "harbour-pact-2.md").contains("birds"));
    let titles: Vec<Value> = agreements(&desk).iter().map(|one| one["title"].clone()).collect();
    assert!(
        titles.contains(&value!("Bird treaty")) && titles.contains(&value!("harbour-pact")),
        "{titles:?}"
    );
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "present");
    assert_eq!(kept(&desk), [] as [PathBuf; 0]);
    // Once more adds nothing.
    let (code, _, error) = desk.crosscut(&["run", "birds"]);
    assert!(code < 2 && error.contains("harbour-pact.md is identical to harbour-pact-2.md"), "{error}");
    assert_eq!(agreements(&desk).len(), TEXTS.len() + 1);
    // Whoever says so puts it in the place of the other, by the commands that were printed.
    desk.crosscut(&["agreement", "remove", "harbour-pact-2"]);
    desk.crosscut(&["agreement", "set", "harbour-pact", "--source", "harbour-pact-2.md"]);
    assert_eq!(agreements(&desk).len(), TEXTS.len());
    let state = desk.cell("Outages", "harbour-pact")["state"].clone();
    assert!(["lost", "changed"].contains(&state.as_str().expect("a state")), "{state}");
    assert_eq!(desk.crosscut(&["status"]).0, 1);
}

#[test]
fn an_edition_takes_its_place_and_the_file_before_is_kept() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, QUAY]);
    let before = source(&desk, "harbour-pact.md");
    let mut articles = TEXTS[0].1;
    articles[0] =
        "Each Party shall report serious outages to the harbour authority within 24 hours of noticing them.";
    desk.write("harbour-pact", &articles);
    let (code, _, error) = desk.crosscut(&["run", "in"]);
    assert!(code == 1 && error.contains("harbour-pact.md replaced: 3 of 4 clauses the same"), "{error}");
    let files = kept(&desk);
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(fs::read_to_string(&files[0]).expect("it is kept"), before);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "changed");
    assert_eq!(agreements(&desk).len(), TEXTS.len());
    // The same again is nothing new, and writes nothing.
    let (_, _, error) = desk.crosscut(&["run", "in"]);
    assert!(!error.contains("replaced"), "{error}");
    assert_eq!(kept(&desk), files);
}

#[test]
fn a_file_that_was_changed_in_its_place_is_told() {
    let desk = Desk::new();
    other(&desk, "s/sources");
    let (code, _, error) = desk.crosscut(&["run"]);
    assert!(code == 1 && error.contains("harbour-pact.md has another text than before: 0 of 4"), "{error}");
    assert!(
        error.contains("it calls itself “Bird treaty”") && error.contains("--title 'Bird treaty'"),
        "{error}"
    );
    let report = json(&desk.crosscut(&["run", "--json"]).1);
    assert_eq!(report["replaced"], value!([]), "it is told once");
}

#[test]
fn what_cannot_be_read_takes_nobodys_place() {
    let desk = Desk::new();
    let before = source(&desk, "harbour-pact.md");
    fs::create_dir_all(desk.at("bad")).expect("folders can be made");
    fs::write(desk.at("bad/harbour-pact.md"), "").expect("files can be written");
    fs::write(desk.at("bad/new.md"), "## Article 1\n\nEach Party shall paint its cranes.\n").expect("it can");
    let (code, _, error) = desk.crosscut(&["run", "bad"]);
    assert!(code == 1 && error.contains("the study keeps the file that it has under that name"), "{error}");
    assert_eq!(source(&desk, "harbour-pact.md"), before);
    let (code, _, _) = desk.crosscut(&["run", "bad/harbour-pact.md"]);
    assert_eq!(code, 2, "alone it is an error");
    assert_eq!(source(&desk, "harbour-pact.md"), before);
}

#[test]
fn ready_made_clauses_of_other_agreements_come_in_beside_those_of_the_same_name() {
    let desk = Desk::new();
    let write = |folder: &str, agreement: &str, text: &str| {
        let line = value!({ "id": format!("{agreement}#art_1"), "agreement": agreement, "text": text });
        fs::create_dir_all(desk.at(folder)).expect("folders can be made");
        fs::write(desk.at(folder).join("set.jsonl"), format!("{line}\n")).expect("files can be written");
    };
    write("one", "cranes", "Each Party shall paint its cranes in bright colours.");
    write("two", "turtles", "Divers count the turtles of the reef in every spring.");
    assert!(desk.crosscut(&["run", "one"]).0 < 2);
    let (code, _, error) = desk.crosscut(&["run", "two"]);
    assert!(code == 1 && error.contains("set.jsonl is another document"), "{error}");
    let ids: Vec<Value> = agreements(&desk).iter().map(|one| one["id"].clone()).collect();
    assert!(ids.contains(&value!("cranes")) && ids.contains(&value!("turtles")), "{ids:?}");
    // Other clauses of the same agreement take their place: beside them it would be there twice.
    write("three", "turtles", "Guides of the marsh carry a whistle.");
    fs::rename(desk.at("three/set.jsonl"), desk.at("three/set-2.jsonl")).expect("it can");
    let (code, _, error) = desk.crosscut(&["run", "three"]);
    assert!(code == 1 && error.contains("set-2.jsonl replaced: 0 of 1 clause the same"), "{error}");
    assert_eq!((kept(&desk).len(), agreements(&desk).len()), (1, TEXTS.len() + 2));
}

#[test]
fn a_heading_is_no_commitment() {
    let desk = Desk::new();
    let told = desk.refused("Ana", &["new", "Outages", "harbour-pact#art_1", QUAY]);
    assert!(told.contains("is a heading (“Article 1”)") && told.contains(OUTAGE), "{told}");
    desk.decide("Ana", &["new", "Outages", OUTAGE]);
    let told = desk.refused("Ana", &["add", "Outages", "quay-accord#art_1"]);
    assert!(told.contains("is a heading"), "{told}");
    assert!(desk.refused("Ana", &["outlier", "reef-code#art_1"]).contains("is a heading"));
    let long = "N".repeat(3_000);
    assert!(desk.refused("Ana", &["rename", "Outages", &long]).contains("use at most 300"));
    let (code, _, error) = desk.crosscut(&["agreement", "set", "reef-code", "--short", &long]);
    assert!(code == 2 && error.contains("use at most 100") && error.len() < 400, "{error}");
}

#[test]
fn a_log_that_cannot_be_read_is_told_by_every_export_and_the_way_back_works() {
    let desk = Desk::new();
    desk.decide("Ben", &["new", "Outages", OUTAGE, QUAY]);
    desk.decide("Ben", &["new", "Strikes", "harbour-pact#art_3__para_1", "quay-accord#art_3__para_1"]);
    let log = desk.at("s/decisions/Ben.jsonl");
    let text = fs::read_to_string(&log).expect("a log");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[1] = lines[1].replace("\"type\"", "\"ty\"pe\"");
    fs::write(&log, format!("{}\n", lines.join("\n"))).expect("it can be written");
    for format in [&["export"][..], &["export", "html"], &["export", "xlsx"], &["export", "all"], &["matrix"]]
    {
        let (code, _, error) = desk.crosscut(format);
        assert!(
            code == 1 && error.contains("Ben.jsonl line 2: cannot be read"),
            "{format:?}: {code} {error}"
        );
    }
    for file in ["report.html", "annex.html"] {
        let paper = fs::read_to_string(desk.at("s/out").join(file)).expect("it is written");
        assert!(paper.contains("Decisions may be missing here"), "{file}");
    }
    // What is printed runs.
    let (_, told, _) = desk.crosscut(&["status"]);
    let way = told.lines().find_map(|line| line.split_once("to bring them back: ")).expect("a way").1;
    let path = std::env::join_paths(
        std::iter::once(PathBuf::from(harbour::PROGRAM).parent().expect("a folder").to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    if cfg!(unix) {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", way]).current_dir(desk.folder.path()).env("PATH", path.expect("a path"));
        assert!(shell.output().expect("it starts").status.success(), "{way}");
        assert!(desk.status()["problems"].as_array().is_some_and(Vec::is_empty));
        assert_eq!(desk.cell("Strikes", "quay-accord")["state"], "present");
    }
}

#[test]
fn who_decided_nothing_made_no_decision() {
    let desk = Desk::new();
    for args in [&["finish"][..], &["undo"], &["redo"]] {
        desk.decide("Ana", args);
    }
    desk.decide("Lea", &["new", "Outages", OUTAGE, QUAY]);
    desk.decide("Lea", &["finish"]);
    desk.crosscut(&["export", "html"]);
    desk.crosscut(&["export"]);
    let paper = fs::read_to_string(desk.at("s/out/annex.html")).expect("it is written");
    assert!(paper.contains("1 decision ") && paper.contains(" made by Lea."), "{paper}");
    assert!(!paper.contains("could see"), "nobody saw anything");
    let report = fs::read_to_string(desk.at("s/out/report.html")).expect("it is written");
    assert!(report.contains("Decided by Lea") && !report.contains("Ana"), "Ana only finished");
}

/// While coding is blind, nothing of what was decided is told to whoever gives no name.
#[test]
fn a_changed_text_tells_nobody_what_others_decided() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Hidden name", OUTAGE, QUAY]);
    desk.decide("Ben", &["new", "Other name", "harbour-pact#art_3__para_1", "quay-accord#art_3__para_1"]);
    let mut articles = TEXTS[0].1;
    articles[0] = "Each Party shall report serious outages to the harbour authority within 24 hours.";
    desk.write("harbour-pact", &articles);
    for args in [
        &["run", "in"][..],
        &["run"],
        &["status"],
        &["status", "--history"],
        &["matrix"],
        &["matrix", "--json"],
        &["candidates"],
        &["outliers"],
        &["export"],
        &["export", "html"],
        &["agreement", "list"],
    ] {
        let (_, out, error) = desk.crosscut(args);
        let told = format!("{out}{error}");
        for secret in ["Hidden name", "Other name", &format!("to check: {OUTAGE}"), "was: "] {
            assert!(!told.contains(secret), "{args:?}: {secret}: {told}");
        }
    }
}
