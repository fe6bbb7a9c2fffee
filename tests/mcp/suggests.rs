//! What an assistant suggests: held to the clauses, decided by nobody.

use super::{clause, contents, schema_of, study};
use crate::client::Client;
use crate::desk::{Desk, json};
use serde_json::{Value, json as value};

fn cites(clause: &str, words: &str) -> Value {
    value!([{ "clause": clause, "words": words }])
}

/// Everything that people decided, and what follows from it.
fn decided(desk: &Desk) -> (Vec<(String, Vec<u8>)>, Value) {
    let (_, matrix, _) = desk.crosscut(&["matrix", "--json"]);
    (contents(&desk.at("crosscut-study/decisions")), json(&matrix))
}

#[test]
fn what_is_suggested_is_kept_once_seen_in_status_and_taken_back_by_a_person() {
    let desk = study();
    let before = decided(&desk);
    let mut client = Client::new(desk.folder.path(), &["--suggest", "helper", "--model", "tiny-1"]);
    let tools = client.ask("tools/list", &value!({})).expect("tools");
    let (lamps, boats) = (clause(&mut client, "lamps"), clause(&mut client, "boat"));
    let (right, of) = (cites(&lamps, "keep its lamps lit at night"), "Incident reporting");
    let burning = cites(&boats, "keep lights burning on every boat");
    for (tool, args) in [
        (
            "suggest_element",
            value!({ "name": "Lights", "definition": "Lights are lit at night.", "cites": right }),
        ),
        (
            "suggest_definition",
            value!({ "of": "incident reporting", "definition": "Incidents are told.", "cites": right }),
        ),
        ("suggest_clause", value!({ "of": of, "confidence": 0.4, "cites": burning })),
        ("suggest_name", value!({ "of": of, "name": "Telling of incidents", "cites": right })),
        ("suggest_note", value!({ "note": "It says at night.", "cites": right })),
    ] {
        let kept = client.found(tool, &args);
        assert_eq!((&kept["by"], &kept["known"]), (&value!("assistant:helper"), &value!(false)), "{tool}");
        assert!(jsonschema::is_valid(&schema_of(&tools, tool), &kept), "{tool}: {kept}");
        assert_eq!(client.found(tool, &args)["known"], true, "{tool}: the same is kept once");
    }
    assert_eq!(decided(&desk), before, "nothing is decided");
    let (_, status, _) = desk.crosscut(&["status"]);
    assert!(status.contains("assistant:helper (tiny-1): 5 suggestions, no decisions"), "{status}");
    assert_eq!(client.all("suggestions", &value!({}), "suggestions", 2).len(), 5);
    // A person takes one up, and takes all of them back: the server sees both at once.
    desk.crosscut(&["decide", "add", of, &boats, "--by", "Ana"]);
    let all = client.all("suggestions", &value!({}), "suggestions", 2);
    assert!(all.iter().any(|one| one["cites"][0]["verdict"] == "a person confirmed it"), "{all:?}");
    let (code, out, err) = desk.crosscut(&["suggestions", "take-back", "helper", "--by", "Ana"]);
    assert!(code == 0 && out.contains("5 suggestions"), "{out}{err}");
    let found = client.found("suggestions", &value!({}));
    assert_eq!((&found["total"], &found["assistants"][0]["taken_back"]), (&value!(0), &value!(5)), "{found}");
    let note = value!({ "note": "It says at night.", "cites": right });
    assert_eq!(client.found("suggest_note", &note)["known"], false, "it counts anew");
    // Without a name for the model, the client is one.
    let mut client = Client::new(desk.folder.path(), &["--suggest", "other"]);
    client.found("suggest_note", &note);
    let (_, status, _) = desk.crosscut(&["status"]);
    assert!(status.contains("assistant:other (through tests 1): 1 suggestion"), "{status}");
}

#[test]
fn what_is_suggested_side_by_side_is_all_kept() {
    let desk = study();
    let (mut one, mut two) = (
        Client::new(desk.folder.path(), &["--suggest", "helper"]),
        Client::new(desk.folder.path(), &["--suggest", "helper"]),
    );
    let lamps = clause(&mut one, "lamps");
    let note =
        |n: usize| value!({ "note": format!("Note {n}."), "cites": cites(&lamps, "keep its lamps lit") });
    let (first, second): (Vec<Value>, Vec<Value>) =
        ((0..12).map(note).collect(), (12..24).map(note).collect());
    let other = std::thread::spawn(move || two.side_by_side("suggest_note", &second));
    let mut answers = one.side_by_side("suggest_note", &first);
    answers.extend(other.join().expect("it ends"));
    for answer in &answers {
        assert_eq!(answer["isError"], false, "{answer}");
    }
    assert_eq!(one.all("suggestions", &value!({}), "suggestions", 50).len(), 24);
    let (_, out, _) = desk.crosscut(&["suggestions", "--json"]);
    assert_eq!(json(&out)["problems"], value!([]), "the log is whole");
}

#[test]
fn what_does_not_stand_there_is_refused_with_the_nearest_words() {
    let desk = study();
    let before = decided(&desk);
    let mut client = Client::new(desk.folder.path(), &["--suggest", "helper"]);
    let (lamps, boats) = (clause(&mut client, "lamps"), clause(&mut client, "boat"));
    let right = cites(&lamps, "keep its lamps lit at night");
    let elsewhere = format!("nearest words are in {lamps}");
    let sure = value!([{ "clause": lamps, "words": "its lamps lit", "sure": true }]);
    for (args, part) in [
        (
            value!({ "note": "x", "cites": cites(&lamps, "keep its lamps lit all day") }),
            "“Party shall keep its lamps lit”",
        ),
        (value!({ "note": "x", "cites": cites(&boats, "keep its lamps lit at night") }), elsewhere.as_str()),
        (value!({ "note": "x", "cites": cites("harbour#art_99", "keep its lamps") }), "there is no clause"),
        (value!({ "note": "x", "cites": [] }), "cites nothing"),
        (value!({ "note": "x" }), "missing field `cites`"),
        (value!({ "note": "x", "cites": sure }), "unknown field"),
        (value!({ "note": "x".repeat(100_000), "cites": right }), "more than 1000 characters"),
        (value!({ "note": "a\u{202e}b", "cites": right }), "invisible"),
    ] {
        let why = client.wrong("suggest_note", &args);
        assert!(why.contains(part), "{args}: {part}: {why}");
    }
    let why = client.wrong("suggest_clause", &value!({ "of": "All candidates", "cites": right }));
    assert!(why.contains("elements are: Incident reporting"), "{why}");
    let found = client.found("suggestions", &value!({}));
    assert_eq!(found["total"], 0, "{found}");
    assert!(found["assistants"][0]["quotes_refused"].as_u64() >= Some(3), "{found}");
    assert_eq!(decided(&desk), before, "nothing is decided");
}
