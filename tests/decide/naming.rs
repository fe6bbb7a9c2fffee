//! How candidates, coders and studies are named on the command line, and how what they hold is shown.

use super::{CLAUSES, Desk, json};

#[test]
fn a_candidate_is_named_by_its_number_in_the_list() {
    let desk = Desk::new();
    let listed = json(&desk.crosscut(&["candidates", "--json"]).1)["candidates"].clone();
    let shown = json(&desk.crosscut(&["candidates", "1", "--json"]).1)["candidates"].clone();
    assert_eq!(shown[0]["id"], listed[0]["id"]);
    desk.decide("Ana", &["note", "the first", "--candidate", "1"]);
    let (code, out, error) = desk.crosscut(&["decide", "confirm", "1", "2", "--by", "Ana"]);
    assert_eq!(code, 0, "{error}");
    for number in [1, 2] {
        let id = listed[number - 1]["id"].as_str().expect("an id");
        assert!(out.contains(&format!("candidate {number}: ")) && out.contains(id), "{out}");
    }
    assert_eq!(desk.elements().len(), 2);
    assert!(desk.refused("Ana", &["defer", "99"]).contains("no candidate number 99"));
}

/// While coding is blind each coder has another list: a number is that of the list of whoever decides, and the answer names
/// what it meant.
#[test]
fn a_number_is_that_of_the_own_list() {
    let desk = Desk::new();
    desk.decide("Ana", &["confirm", "1"]);
    let own = json(&desk.crosscut(&["candidates", "--by", "Ben", "--json"]).1)["candidates"][0]["id"].clone();
    let (code, out, error) = desk.crosscut(&["decide", "confirm", "1", "--by", "Ben"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("candidate 1: ") && out.contains(own.as_str().expect("an id")), "{out}");
}

#[test]
fn common_options_are_valid_before_and_after_any_verb() {
    let desk = Desk::new();
    let common = ["--study", "crosscut-study", "--json", "--by", "Ana"];
    for verb in [
        &["clauses"][..],
        &["search", "incidents"],
        &["candidates"],
        &["candidates", "1"],
        &["outliers"],
        &["matrix", "--count-by", "group"],
        &["status"],
    ] {
        let (before, after) = ([&common[..], verb].concat(), [verb, &common[..]].concat());
        let (before, after) = (desk.crosscut(&before), desk.crosscut(&after));
        assert!(before.0 < 2 && before == after, "{verb:?}: {before:?}");
    }
    for (place, verb) in
        [["decide", "note", "one"], ["decide", "note", "two"], ["decide", "note", "three"]].iter().enumerate()
    {
        let args = [&verb[..place], &common[..], &verb[place..]].concat();
        let (code, _, error) = desk.crosscut(&args);
        assert_eq!(code, 0, "{args:?}: {error}");
    }
    assert_eq!(desk.status(&[])["decisions"]["Ana"], 3);
}

#[test]
fn what_cannot_be_seen_is_shown_by_name() {
    let desk = Desk::new();
    let mut clauses = CLAUSES.to_vec();
    clauses[0].1 = "Each Party shall report\u{202e} incidents\u{200b} to \u{1b}[31mits\u{e0041} authority.";
    desk.run_over(&clauses, &[]);
    desk.decide("Ana", &["new", "Named\u{2066} so", "a#art_1"]);
    for args in [&["search", "incidents"][..], &["clauses"], &["matrix"], &["status", "--history"]] {
        let (_, out, _) = desk.crosscut(args);
        assert!(
            !out.contains(['\u{202e}', '\u{200b}', '\u{1b}', '\u{e0041}', '\u{2066}']),
            "{args:?}: {out:?}"
        );
    }
    assert!(desk.crosscut(&["search", "incidents"]).1.contains("report‹RLO› "));
}
