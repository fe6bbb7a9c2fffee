//! Decisions are never lost and never mislead: what is taken out is out, what is kept is reported, what one did not find and
//! another found stays open between them.

#[path = "common/harbour.rs"]
mod harbour;

use harbour::{Desk, OUTAGE, TEXTS, copy, json};
use serde_json::json as value;
use std::fs;

fn outages() -> Desk {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    desk
}

/// Nothing needs a look.
fn is_quiet(desk: &Desk) {
    for args in [&["status"][..], &["run", "in"], &["status"]] {
        let (code, out, error) = desk.crosscut(args);
        assert_eq!(code, 0, "{args:?}: {out}{error}");
    }
}

#[test]
fn a_clause_under_another_wording_can_be_taken_out() {
    let desk = outages();
    let mut articles = TEXTS[0].1;
    articles[0] =
        "Each Party shall report serious outages to the harbour authority within 24 hours of noticing them.";
    desk.write("harbour-pact", &articles);
    desk.crosscut(&["run", "in"]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "changed");
    let (code, told, _) = desk.crosscut(&["status"]);
    assert!(
        code == 1 && told.contains("if not: crosscut decide remove Outages 'harbour-pact#art_1"),
        "{told}"
    );
    let removed = desk.decide("Ana", &["remove", "Outages", OUTAGE]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "not_checked");
    is_quiet(&desk);
    desk.decide("Ana", &["absent", "Outages", "harbour-pact"]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "checked_absent");
    desk.decide("Ana", &["undo"]);
    desk.decide("Ana", &["undo", &removed]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "changed", "what was undone is asked again");
}

#[test]
fn a_clause_that_is_gone_can_be_taken_out() {
    let desk = outages();
    desk.write("harbour-pact", &TEXTS[0].1[1..]);
    desk.crosscut(&["run", "in"]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "lost");
    let (code, told, _) = desk.crosscut(&["status"]);
    assert!(code == 1 && told.contains("decide remove Outages"), "{told}");
    let refused = desk.refused("Ana", &["absent", "Outages", "harbour-pact"]);
    assert!(refused.contains("remove them first"), "{refused}");
    desk.decide("Ana", &["remove", "Outages", OUTAGE]);
    desk.decide("Ana", &["absent", "Outages", "harbour-pact"]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "checked_absent");
    is_quiet(&desk);
}

#[test]
fn what_never_was_is_not_saved_and_every_verdict_is() {
    let desk = outages();
    desk.open();
    let count = |desk: &Desk| desk.status()["decisions"].clone();
    let before = count(&desk);
    for (args, part) in [
        (&["remove", "Outages", "reef-code#art_1__para_1"][..], "is not in “Outages”"),
        (&["add", "Outages", OUTAGE], "is in “Outages” already"),
        (&["merge", "Outages", "Outages"], "with itself"),
        (&["rename", "Outages", "Outages"], "already"),
    ] {
        let error = desk.refused("Ana", args);
        assert!(error.contains(part) && error.contains("nothing was saved"), "{args:?}: {error}");
    }
    assert_eq!(count(&desk), before);
    // A second coder's yes is a verdict of its own; a yes that knows of a no overrules it.
    desk.decide("Ben", &["add", "Outages", OUTAGE]);
    assert!(desk.refused("Ben", &["add", "Outages", OUTAGE]).contains("already"));
    copy(&desk.at("s"), &desk.at("t"));
    desk.decide("Ana", &["add", "Outages", "pier-charter#art_1__para_1"]);
    desk.decide("Ana", &["remove", "Outages", OUTAGE]);
    desk.decide_in("t", "Ben", &["rename", "Outages", "Failures"]);
    desk.decide_in("t", "Ben", &["add", "Failures", "pier-charter#art_2__para_1"]);
    desk.decide_in("t", "Lea", &["add", "Failures", OUTAGE]);
    desk.crosscut(&["decide", "import", "t"]);
    assert_eq!(desk.cell("Failures", "harbour-pact")["state"], "disputed");
    desk.decide("Lea", &["add", "Failures", OUTAGE]);
    assert_eq!(desk.cell("Failures", "harbour-pact")["state"], "present");
    desk.decide("Ana", &["remove", "Failures", OUTAGE]);
    desk.decide("Lea", &["add", "Failures", OUTAGE]);
    assert_eq!(desk.cell("Failures", "harbour-pact")["state"], "present");
    let once = desk.crosscut(&[
        "decide",
        "new",
        "Coral",
        "reef-code#art_1__para_1",
        "reef-code#art_1__para_1",
        "--by",
        "Ana",
    ]);
    assert!(once.1.contains("confirmed “Coral” with Article 1"), "{}", once.1);
}

/// A yes in knowledge of a finding "absent" that contradicts it settles that, whoever said yes before.
#[test]
fn a_yes_that_knows_of_an_absence_overrules_it() {
    let desk = outages();
    desk.open();
    copy(&desk.at("s"), &desk.at("t"));
    desk.decide("Ana", &["add", "Outages", "pier-charter#art_1__para_1"]);
    desk.decide_in("t", "Ben", &["absent", "Outages", "pier-charter"]);
    desk.crosscut(&["decide", "import", "t"]);
    assert_eq!(desk.cell("Outages", "pier-charter")["state"], "disputed");
    desk.decide("Ana", &["add", "Outages", "pier-charter#art_1__para_1"]);
    assert_eq!(desk.cell("Outages", "pier-charter")["state"], "present");
    desk.decide("Ana", &["undo"]);
    desk.decide("Ana", &["resolve", "Outages", "--absent", "pier-charter"]);
    assert_eq!(desk.cell("Outages", "pier-charter")["state"], "checked_absent");
    is_quiet(&desk);
}

#[test]
fn an_outlier_that_was_kept_is_reported_unless_an_element_has_it() {
    let desk = outages();
    let whistle = "quay-accord#art_3__para_1";
    let said = "The right of crews to strike shall be respected";
    desk.decide("Ana", &["outlier", whistle]);
    desk.crosscut(&["export"]);
    let report = fs::read_to_string(desk.at("s/out/report.html")).expect("it is written");
    let alone = report.split("id=\"outliers\"").nth(1).expect("a section");
    assert!(
        alone.contains("title=\"kept\"") && alone.contains(said) && !alone.contains("None is kept"),
        "{alone}"
    );
    assert!(report.contains("outlier kept"), "it is counted");
    assert_eq!(desk.crosscut(&["export", "html", "--out", "paper.html"]).0, 0);
    let paper = fs::read_to_string(desk.at("paper.html")).expect("it is written");
    assert!(paper.split("id=\"outliers\"").nth(1).is_some_and(|part| part.contains(said)), "{paper}");
    // In an element of several agreements it is reported there, and that is told.
    let refused = desk.refused("Ana", &["outlier", OUTAGE]);
    assert!(refused.contains("is in “Outages”, which 2 agreements have"), "{refused}");
    let (code, _, note) = desk.crosscut(&["decide", "add", "Outages", whistle, "--by", "Ana"]);
    assert!(code == 0 && note.contains("was to be reported alone: in “Outages”"), "{note}");
    assert_eq!(desk.status()["joined"][0]["clause"], whistle);
    let (_, told, _) = desk.crosscut(&["status"]);
    assert!(told.contains("decide outlier 'quay-accord#art_3__para_1' --drop"), "{told}");
    desk.decide("Ana", &["outlier", whistle, "--drop"]);
    assert_eq!(desk.status()["joined"], value!([]));
}

#[test]
fn what_an_older_edition_said_counts_once_somebody_looked_at_the_newest() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    desk.decide("Ana", &["new", "Crews", "harbour-pact#art_2__para_1", "quay-accord#art_2__para_1"]);
    desk.decide("Ana", &["new", "Ropes", "harbour-pact#art_4__para_1", "quay-accord#art_4__para_1"]);
    let mut articles = TEXTS[0].1;
    articles[0] =
        "Each Party shall report serious outages to the harbour authority within 24 hours of noticing them.";
    articles[3] = "This Pact is open for signature in the capital of the depositary.";
    desk.write("harbour-pact-2024", &articles);
    desk.crosscut(&["run", "in"]);
    desk.crosscut(&["agreement", "set", "harbour-pact-2024", "--year", "2024"]);
    desk.crosscut(&["agreement", "set", "harbour-pact", "--year", "2001"]);
    desk.crosscut(&["agreement", "set", "harbour-pact", "--edition-of", "harbour-pact-2024"]);
    let state = |element: &str| desk.cell(element, "harbour-pact-2024")["state"].clone();
    assert_eq!([state("Outages"), state("Crews"), state("Ropes")], ["changed", "present", "lost"]);
    let (code, told, _) = desk.crosscut(&["status"]);
    assert!(code == 1 && told.contains("is worded otherwise in the newest edition"), "{told}");
    assert!(told.contains("is not in the newest edition") && told.contains("[24]"), "{told}");
    assert!(told.contains("decide add Outages 'harbour-pact-2024#art_1"), "{told}");
    desk.decide("Ana", &["add", "Outages", "harbour-pact-2024#art_1__para_1"]);
    desk.decide("Ana", &["remove", "Ropes", "harbour-pact#art_4__para_1"]);
    desk.decide("Ana", &["absent", "Ropes", "harbour-pact-2024"]);
    assert_eq!([state("Outages"), state("Ropes")], ["present", "checked_absent"]);
    assert_eq!(desk.cell("Outages", "harbour-pact-2024")["confirmed"].as_array().map(Vec::len), Some(2));
    is_quiet(&desk);
}

#[test]
fn the_same_file_under_another_id_is_the_same_agreement_when_decisions_come() {
    let desk = Desk::new();
    desk.open();
    fs::create_dir(desk.at("in2")).expect("a folder");
    for (name, _) in TEXTS {
        let to = if name == "harbour-pact" { "Harbour (signed)" } else { name };
        fs::copy(desk.at(&format!("in/{name}.md")), desk.at(&format!("in2/{to}.md"))).expect("a copy");
    }
    assert!(desk.crosscut_in("t", &["run", "in2"]).0 < 2);
    let agreements = json(&desk.crosscut_in("t", &["agreement", "list", "--json"]).1);
    let signed = agreements["agreements"].as_array().expect("a list").iter();
    let signed =
        signed.filter_map(|one| one["id"].as_str()).find(|id| id.contains("signed")).expect("it").to_owned();
    desk.decide_in(
        "t",
        "Ben",
        &["new", "Outages", &format!("{signed}#art_1__para_1"), "pier-charter#art_1__para_1"],
    );
    let (code, told, error) = desk.crosscut(&["decide", "import", "t"]);
    assert!(code == 0 && told.contains(&format!("{signed} is harbour-pact here")), "{told}{error}");
    let cell = desk.cell("Outages", "harbour-pact");
    assert_eq!((&cell["state"], &cell["confirmed"][0]), (&value!("present"), &value!(OUTAGE)));
    assert_eq!(desk.status()["changes"]["away"], value!({}));
    // Once more changes nothing, and other bytes are another agreement.
    let settings = fs::read_to_string(desk.at("s/crosscut.toml")).expect("it is there");
    desk.crosscut(&["decide", "import", "t"]);
    assert_eq!(fs::read_to_string(desk.at("s/crosscut.toml")).expect("it is there"), settings);
}

#[test]
fn two_elements_of_one_name_are_asked_about_and_settled_both_ways() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Safety", OUTAGE]);
    desk.decide("Ben", &["new", "Safety", "quay-accord#art_2__para_1"]);
    desk.decide("Ana", &["finish"]);
    desk.decide("Ben", &["finish"]);
    let status = desk.status();
    let told = status["conflicts"][0]["text"].as_str().expect("a sentence").to_owned();
    assert!(told.starts_with("two elements are called “Safety”, one made by "), "{told}");
    assert_eq!(status["conflicts"].as_array().map(Vec::len), Some(1));
    let ids: Vec<&str> = status["conflicts"][0]["elements"]
        .as_array()
        .expect("two")
        .iter()
        .filter_map(|id| id.as_str())
        .collect();
    let (code, text, _) = desk.crosscut(&["status"]);
    assert!(code == 1 && text.contains(&format!("decide merge {} {}", ids[0], ids[1])), "{text}");
    assert!(text.contains(&format!("decide resolve {} --two {}", ids[0], ids[1])), "{text}");
    let two = desk.decide("Ana", &["resolve", ids[0], "--two", ids[1]]);
    assert_eq!((&desk.status()["conflicts"], desk.crosscut(&["status"]).0), (&value!([]), 0));
    assert!(desk.refused("Ana", &["resolve", ids[0], "--two", ids[1]]).contains("nothing to settle"));
    desk.decide("Ana", &["undo", &two]);
    assert_eq!(desk.status()["conflicts"].as_array().map(Vec::len), Some(1));
    desk.decide("Ana", &["merge", ids[0], ids[1]]);
    assert_eq!((&desk.status()["conflicts"], &desk.status()["elements"]), (&value!([]), &value!(1)));
}

#[test]
fn a_merge_turns_nobodys_absence_into_a_confirmation() {
    for turned in [false, true] {
        let desk = Desk::new();
        desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
        desk.decide("Ana", &["absent", "Outages", "pier-charter"]);
        desk.decide("Ben", &["new", "Failures", OUTAGE, "pier-charter#art_1__para_1"]);
        desk.decide("Ana", &["finish"]);
        desk.decide("Ben", &["finish"]);
        let (into, from) = if turned { ("Failures", "Outages") } else { ("Outages", "Failures") };
        let (code, _, note) = desk.crosscut(&["decide", "merge", into, from, "--by", "Ben"]);
        assert!(code == 0 && note.contains("a conflict to settle"), "{note}");
        assert_eq!(desk.cell(into, "pier-charter")["state"], "disputed");
        let told = desk.status()["conflicts"][0]["text"].as_str().expect("a sentence").to_owned();
        assert_eq!(told, format!("“{into}”: does pier-charter have it? Ana: no. Ben: yes"));
        desk.decide("Ben", &["resolve", into, "--not-absent", "pier-charter"]);
        assert_eq!(desk.cell(into, "pier-charter")["state"], "present");
        desk.decide("Ben", &["undo"]);
        desk.decide("Ben", &["resolve", into, "--absent", "pier-charter"]);
        assert_eq!(desk.cell(into, "pier-charter")["state"], "checked_absent");
        assert_eq!(desk.status()["conflicts"], value!([]));
    }
}

#[test]
fn history_names_what_was_rejected_postponed_and_noted() {
    let desk = Desk::new();
    let candidate = desk.candidate(OUTAGE);
    let all = json(&desk.crosscut(&["candidates", "--json", "--all"]).1);
    let all = all["candidates"].as_array().expect("a list").clone();
    let label = all.iter().find(|one| one["id"] == candidate.as_str()).expect("it")["label"].clone();
    let label = label.as_str().expect("words");
    desk.decide("Ana", &["defer", &candidate]);
    desk.decide("Ana", &["note", "look again", "--candidate", &candidate]);
    desk.decide("Ana", &["reject", &candidate, "--reason", "boilerplate"]);
    desk.decide("Ana", &["undo"]);
    let history = json(&desk.crosscut(&["status", "--history", "--json"]).1)["history"].clone();
    let text = |place: usize| history[place]["text"].as_str().expect("a sentence").to_owned();
    assert!(text(0).starts_with(&format!("undid Ana’s decision: rejected “{label}” with ")), "{}", text(0));
    assert!(
        text(1).starts_with(&format!("rejected “{label}” with ")) && text(1).contains("boilerplate"),
        "{}",
        text(1)
    );
    assert_eq!(text(2), format!("noted on “{label}”: “look again”"));
    assert!(text(3).starts_with(&format!("postponed “{label}” with ")), "{}", text(3));
}

#[test]
fn the_last_agreement_can_be_removed_and_brought_back() {
    let desk = outages();
    for (name, _) in &TEXTS[1..] {
        assert!(desk.crosscut(&["agreement", "remove", name]).0 < 2);
    }
    let (code, told, error) = desk.crosscut(&["agreement", "remove", TEXTS[0].0]);
    assert!(code == 0 && told.contains("to bring it back: crosscut run"), "{told}{error}");
    let (_, list, _) = desk.crosscut(&["agreement", "list"]);
    assert_eq!(list.matches("to bring it back: crosscut run").count(), 4, "{list}");
    assert!(desk.crosscut(&["run", "s/sources/harbour-pact.md"]).0 < 2);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "present");
}
