//! What is counted is counted alike everywhere, and what happens beside the program's back is told.

#[path = "common/harbour.rs"]
mod harbour;

use harbour::{Desk, OUTAGE, TEXTS, copy, json};
use std::fs;

/// A cell of a CSV file by the name of its column, in the first row that holds a word.
fn field(desk: &Desk, file: &str, word: &str, column: &str) -> String {
    let text = fs::read_to_string(desk.at(file)).expect("it is written");
    let mut rows =
        text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = rows.next().expect("a head");
    let place = head.iter().position(|name| *name == column).expect("the column");
    rows.find(|row| row.contains(&word)).expect("the row")[place].to_owned()
}

/// A study in which an element has two clauses of one agreement, one of them under another wording by now.
fn changed() -> Desk {
    let desk = Desk::new();
    desk.decide(
        "Ana",
        &["new", "Outages", OUTAGE, "harbour-pact#art_4__para_1", "quay-accord#art_1__para_1"],
    );
    let mut articles = TEXTS[0].1;
    articles[0] =
        "Each Party shall report serious outages to the harbour authority within 24 hours of noticing them.";
    desk.write("harbour-pact", &articles);
    desk.crosscut(&["run", "in"]);
    desk
}

#[test]
fn a_changed_wording_counts_alike_in_every_table_and_on_every_page() {
    let desk = changed();
    let cell = desk.cell("Outages", "harbour-pact");
    assert_eq!(cell["confirmed"].as_array().map(Vec::len), Some(1), "{cell}");
    desk.crosscut(&["export", "csv", "--out", "csv"]);
    for (file, confirmed) in [("csv/elements.csv", "2"), ("csv/quotes.csv", "1")] {
        assert_eq!(field(&desk, file, "Outages", "clauses_confirmed"), confirmed, "{file}");
        assert_eq!(field(&desk, file, "Outages", "clauses_to_check"), "1", "{file}");
    }
    let report = fs::read_to_string(desk.at("s/out/report.html")).expect("it is written");
    let sum = "<span title=\"confirmed\">■&nbsp;2</span> · <span title=\"confirmed, to be looked at again\">△&nbsp;1</span>";
    assert!(report.contains(sum), "{report}");
    assert!(report.contains("■<b>1</b> △<b>1</b>"), "the cell says both");
    assert!(report.contains("<span class=\"sign\" title=\"wording changed\">△</span>"), "and its quote");
    assert!(desk.crosscut(&["matrix"]).1.contains("■ + △"));
    desk.crosscut(&["export", "html", "--out", "paper.html"]);
    let paper = fs::read_to_string(desk.at("paper.html")).expect("it is written");
    assert!(paper.contains("■ 1 △ 1") && paper.contains("△ confirmed under another wording"), "{paper}");
    desk.crosscut(&["export", "figure", "--out", "figures"]);
    let figure = fs::read_to_string(desk.at("figures/heat-map.svg")).expect("it is written");
    assert!(figure.contains("1 confirmed · 1 wording changed"), "{figure}");
}

#[test]
fn likeness_has_one_figure_wherever_it_is_told() {
    let desk = changed();
    let (_, status, _) = desk.crosscut(&["status"]);
    desk.decide("Ana", &["reanchor", OUTAGE, OUTAGE]);
    let (_, history, _) = desk.crosscut(&["status", "--history"]);
    let percent = |text: &str| {
        let before = text.split(" % alike").next().expect("a figure");
        before.rsplit(['(', ' ']).next().expect("a figure").to_owned()
    };
    let told = history.lines().find(|line| line.contains("% alike")).expect("it is told");
    let again = changed();
    let report = fs::read_to_string(again.at("s/out/report.html")).expect("it is written");
    let shown = report.lines().find(|line| line.contains("% alike")).expect("it is shown");
    assert_eq!(percent(told), percent(shown), "{told} {shown} {status}");
}

#[test]
fn what_is_absent_rests_on_no_clause() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    desk.decide("Ana", &["absent", "Outages", "pier-charter"]);
    desk.crosscut(&["run"]);
    let (_, table, _) = desk.crosscut(&["matrix"]);
    let row = table.lines().find(|line| line.contains("Outages")).expect("a row");
    assert!(row.contains('·') && !row.contains("1 ·") && !row.contains("2 ·"), "{row}");
}

#[test]
fn an_edited_line_counts_as_it_was_saved() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE]);
    desk.decide("Ana", &["rename", "Outages", "Power cuts"]);
    let log = desk.at("s/decisions/Ana.jsonl");
    let text = fs::read_to_string(&log).expect("a log");
    fs::write(&log, text.replace("Power cuts", "Forged")).expect("it can be written");
    let (code, status, error) = desk.crosscut(&["status"]);
    let told = format!("{status}{error}");
    assert!(code == 1 && told.contains("says something else than when saved here"), "{told}");
    for command in [&["matrix"][..], &["status", "--history"], &["matrix", "--json"], &["export"]] {
        let (_, out, _) = desk.crosscut(command);
        assert!(!out.contains("Forged"), "{command:?}: {out}");
    }
    let report = fs::read_to_string(desk.at("s/out/report.html")).expect("it is written");
    assert!(report.contains("Power cuts") && !report.contains("Forged"), "{report}");
    assert_eq!(desk.cell("Power cuts", "harbour-pact")["state"], "present");
    // So it is on another machine.
    let (code, _, error) = desk.crosscut(&["bundle", "--out", "study.zip"]);
    assert!(code == 1 && error.contains("something else than when saved here"), "{error}");
    desk.crosscut_in("moved", &["import", "study.zip"]);
    let (_, table, _) = desk.crosscut_in("moved", &["matrix"]);
    assert!(table.contains("Power cuts") && !table.contains("Forged"), "{table}");
    // Who decides on has it so as well.
    desk.decide("Ana", &["rename", "Power cuts", "Outages again"]);
    let (_, history, _) = desk.crosscut(&["status", "--history"]);
    assert!(history.contains("renamed “Power cuts” to “Outages again”"), "{history}");
}

#[test]
fn an_id_that_was_edited_hides_nothing_until_the_next_run() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    let settings = desk.at("s/crosscut.toml");
    let text = fs::read_to_string(&settings).expect("settings");
    fs::write(&settings, text.replace("id = \"harbour-pact\"", "id = \"port-pact\"")).expect("written");
    let (_, table, error) = desk.crosscut(&["matrix", "--json"]);
    assert!(error.contains("harbour-pact is called port-pact in crosscut.toml"), "{error}");
    assert_eq!(json(&table)["rows"][0]["breadth"], 2, "{table}");
    let (_, _, error) = desk.crosscut(&["run"]);
    assert!(error.contains("harbour-pact is called port-pact now"), "{error}");
    assert!(!error.contains("a run takes it over"), "{error}");
    let (_, table, error) = desk.crosscut(&["matrix", "--json"]);
    assert!(!error.contains("port-pact") && json(&table)["rows"][0]["breadth"] == 2, "{error} {table}");
    // A block that was deleted is told as well, and its cells are there until the run.
    let text = fs::read_to_string(&settings).expect("settings");
    let without: Vec<&str> =
        text.split("[[agreement]]").filter(|block| !block.contains("id = \"quay-accord\"")).collect();
    fs::write(&settings, without.join("[[agreement]]")).expect("written");
    let (_, table, error) = desk.crosscut(&["matrix", "--json"]);
    assert!(error.contains("quay-accord is not in crosscut.toml any more"), "{error}");
    assert_eq!(json(&table)["rows"][0]["breadth"], 2, "{table}");
}

#[test]
fn a_coder_exports_their_own_decisions_while_coding_is_blind() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE]);
    desk.decide("Ben", &["new", "Strikes", "harbour-pact#art_3__para_1"]);
    for (format, file) in [("csv", "mine/elements.csv"), ("html", "mine.html")] {
        let out = file.split_once('/').map_or(file, |(folder, _)| folder);
        let (code, _, error) = desk.crosscut(&["export", format, "--by", "Ana", "--out", out]);
        assert!(code < 2 && error.contains("only what Ana decided"), "{error}");
        let text = fs::read_to_string(desk.at(file)).expect("it is written");
        assert!(text.contains("Outages") && !text.contains("Strikes"), "{format}: {text}");
    }
    for args in [
        &["export", "xlsx", "--by", "Ana"][..],
        &["export", "--by", "Ana"],
        &["export", "all", "--by", "Ana"],
    ] {
        let (code, _, error) = desk.crosscut(args);
        assert!(code == 2 && error.contains("open to all") && error.contains("--out"), "{args:?}: {error}");
    }
    desk.open();
    let (code, _, error) = desk.crosscut(&["export", "csv", "--by", "Ana", "--out", "both"]);
    assert!(code < 2 && !error.contains("only what"), "{error}");
    let text = fs::read_to_string(desk.at("both/elements.csv")).expect("it is written");
    assert!(text.contains("Outages") && text.contains("Strikes"), "{text}");
}

#[test]
fn a_settings_file_that_is_gone_is_written_anew_and_told() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE]);
    fs::remove_file(desk.at("s/crosscut.toml")).expect("it is there");
    let (code, _, error) = desk.crosscut(&["run", "in"]);
    assert!(code == 1 && error.contains("crosscut.toml was missing"), "{error}");
    let (code, _, error) = desk.crosscut(&["run", "in"]);
    assert!(code == 0 && !error.contains("was missing"), "{error}");
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "present");
    // A folder that nobody has used yet is a new study, and nothing is missing.
    let (code, _, error) = desk.crosscut_in("new", &["run", "in"]);
    assert!(code == 0 && !error.contains("was missing"), "{error}");
}

#[test]
fn names_are_saved_in_one_line() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", " Power\t cuts \u{200b}at\nsea ", OUTAGE]);
    assert_eq!(desk.cell("Power cuts at sea", "harbour-pact")["state"], "present");
    assert!(desk.refused("Ana", &["new", "Power  cuts at sea", OUTAGE]).contains("Power cuts at sea"));
    desk.crosscut(&["agreement", "set", "reef-code", "--short", "The\tReef \u{202e} Code"]);
    let (_, table, _) = desk.crosscut(&["agreement", "list", "--json"]);
    assert!(table.contains("\"The Reef Code\""), "{table}");
}

/// What is confirmed and rejected is in no export as agreed, and in each it is told.
#[test]
fn what_coders_differ_on_is_agreed_nowhere() {
    let desk = Desk::new();
    desk.open();
    let candidate = desk.candidate(OUTAGE);
    copy(&desk.at("s"), &desk.at("t"));
    desk.decide("Ana", &["confirm", &candidate, "--name", "Outages"]);
    desk.decide_in("t", "Ben", &["reject", &candidate]);
    desk.crosscut(&["decide", "import", "t"]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "disputed");
    let export = |format: &str, out: &str| {
        let (code, _, error) = desk.crosscut(&["export", format, "--out", out]);
        assert!(code < 2, "{error}");
        (fs::read_to_string(desk.at(out)).unwrap_or_default(), error)
    };
    let (gold, _) = export("gold", "gold.jsonl");
    let line = gold.lines().map(json).find(|line| line["clause"] == OUTAGE).expect("it was judged");
    assert_eq!(
        (&line["elements"], &line["disputed"]),
        (&serde_json::json!([]), &serde_json::json!(["Outages"]))
    );
    assert_eq!(json(&export("webannotation", "a.jsonld").0)["total"], 0);
    assert!(!export("doccano", "d.jsonl").0.contains("Outages"));
    let (paper, _) = export("html", "paper.html");
    assert!(paper.contains("coders differ on") && paper.contains("(≠ coders differ)"), "{paper}");
    assert!(export("qdpx", "p.qdpx").1.contains("coders differ on"));
    let (figure, _) = export("figure", "figures");
    let spread = fs::read_to_string(desk.at("figures/spread.svg")).expect("it is written");
    assert!(figure.is_empty() && spread.contains("to check: coders differ"), "{spread}");
}

/// What `fetch` found to be editions of one document is one agreement, until somebody says otherwise.
#[test]
fn editions_that_came_from_one_address_count_once() {
    let desk = Desk::new();
    let mut newest = TEXTS[0].1;
    newest[0] =
        "Each Party shall report serious outages to the harbour authority within 24 hours of noticing them.";
    desk.write("harbour-pact-1a2b3c4d", &newest);
    let entry = |file: &str| {
        let day = "2026-11-30";
        serde_json::json!({ "url": "https://pact.example/text.md", "file": file, "checked_on": day })
    };
    let noted = serde_json::json!({ "schema": "crosscut/fetch-lock/1",
        "entries": [entry("harbour-pact.md"), entry("harbour-pact-1a2b3c4d.md")] });
    fs::write(desk.at("in/fetch.lock.json"), noted.to_string()).expect("files can be written");
    let (_, out, error) = desk.crosscut(&["run", "in"]);
    assert!(out.starts_with("5 documents of 4 agreements"), "{out}");
    let told = "harbour-pact is an earlier edition of harbour-pact-1a2b3c4d, as both came from one address";
    assert!(error.contains(told) && !error.contains("fetch.lock.json"), "{error}");
    let settings = || fs::read_to_string(desk.at("s/crosscut.toml")).expect("it is written");
    assert!(settings().contains("edition_of = \"harbour-pact-1a2b3c4d\""), "{}", settings());
    let two = ["agreement", "set", "harbour-pact", "--edition-of", "", "--distinct-from"];
    desk.crosscut(&[&two[..], &["harbour-pact-1a2b3c4d"]].concat());
    let (_, out, error) = desk.crosscut(&["run", "in"]);
    assert!(out.starts_with("5 agreements") && !error.contains("earlier edition"), "{out}{error}");
    assert!(!settings().contains("edition_of"), "{}", settings());
}

/// What was decided stays decided, whichever elements have its clauses, and an element without any is no finding.
#[test]
fn a_candidate_that_was_split_is_not_offered_again() {
    let desk = Desk::new();
    let candidate = desk.candidate(OUTAGE);
    desk.decide("Ana", &["confirm", &candidate, "--name", "Outages"]);
    let open = |desk: &Desk| desk.status()["candidates_open"].as_u64().expect("a number");
    let before = open(&desk);
    let clauses = |agreement: &str| {
        let cell = desk.cell("Outages", agreement)["confirmed"].clone();
        cell[0].as_str().expect("a clause").to_owned()
    };
    let [one, two, three] = ["harbour-pact", "quay-accord", "pier-charter"].map(clauses);
    desk.decide("Ana", &["split", "Outages", "Within hours", &one, &two]);
    desk.decide("Ana", &["split", "Outages", "At once", &three]);
    assert_eq!(open(&desk), before);
    assert!(desk.crosscut(&["status"]).1.contains("2 elements confirmed, 1 more without a clause"));
    desk.crosscut(&["export", "html", "--out", "paper.html"]);
    let paper = fs::read_to_string(desk.at("paper.html")).expect("it is written");
    assert!(paper.contains("2 elements were confirmed") && !paper.contains("Outages"), "{paper}");
}

/// One element under two names: no export prints one of them as if it were settled.
#[test]
fn a_name_that_is_not_settled_is_told() {
    let desk = Desk::new();
    desk.open();
    let candidate = desk.candidate(OUTAGE);
    copy(&desk.at("s"), &desk.at("t"));
    desk.decide("Ana", &["confirm", &candidate, "--name", "Outages"]);
    desk.decide_in("t", "Ben", &["confirm", &candidate, "--name", "Failures"]);
    desk.crosscut(&["decide", "import", "t"]);
    let export = |format: &str, out: &str| {
        let (code, _, error) = desk.crosscut(&["export", format, "--out", out]);
        assert!(code < 2, "{error}");
        (fs::read_to_string(desk.at(out)).unwrap_or_default(), error)
    };
    let words = "what is it called? Ana: “Outages”. Ben: “Failures”";
    export("csv", "csv");
    let elements = fs::read_to_string(desk.at("csv/elements.csv")).expect("it is written");
    assert!(elements.contains(words) && elements.contains("\"Ana, Ben\""), "{elements}");
    for (format, file) in [("html", "paper.html"), ("skos", "elements.ttl")] {
        let (made, _) = export(format, file);
        assert!(made.contains("have not settled it") && made.contains(words), "{format}: {made}");
    }
    for (format, file) in [("qdc", "e.qdc"), ("qdpx", "p.qdpx"), ("gold", "g.jsonl")] {
        let (_, told) = export(format, file);
        assert!(told.contains(words), "{format}: {told}");
    }
    desk.decide("Ana", &["resolve", "Outages", "--name", "Outages"]);
    export("csv", "csv");
    let elements = fs::read_to_string(desk.at("csv/elements.csv")).expect("it is written");
    assert!(!elements.contains("what is it called"), "{elements}");
}

/// "Shall not" above points that stood below "shall" turns each of them round.
#[test]
fn opening_words_that_change_are_another_wording() {
    let desk = Desk::new();
    let write = |verb: &str| {
        let text =
            format!("The Members {verb}:\n\n(a) share all charts of the bay;\n\n(b) paint their buoys red.");
        desk.write("buoy-pact", &[&text]);
        assert!(desk.crosscut(&["run", "in"]).0 < 2);
    };
    write("shall");
    let listed = desk.crosscut(&["clauses", "--agreement", "buoy-pact", "--json"]).1;
    let point = listed.lines().map(json).find(|line| line["text"].to_string().contains("charts"));
    let point = point.unwrap_or_else(|| panic!("{listed}"))["id"].as_str().expect("an id").to_owned();
    desk.decide("Ana", &["new", "Charts", &point]);
    write("shall not");
    assert_eq!(desk.cell("Charts", "buoy-pact")["state"], "changed");
    let (code, status, _) = desk.crosscut(&["status"]);
    assert!(code == 1 && status.contains("[not:]"), "{status}");
    // Whoever has looked says that it holds all the same; a second run asks nothing more.
    desk.decide("Ana", &["reanchor", &point, &point]);
    assert_eq!(desk.cell("Charts", "buoy-pact")["state"], "present");
    assert_eq!(desk.status()["changes"]["changed"], serde_json::json!([]));
}

/// What is refused was never written: it is told in words of the command, not of a line of the file.
#[test]
fn what_is_not_there_is_told_before_anything_is_written() {
    let desk = Desk::new();
    let before = fs::read_to_string(desk.at("s/crosscut.toml")).expect("it is written");
    for (args, why) in [
        (&["set", "reef-code", "--edition-of", "nosuch"][..], "no agreement \"nosuch\""),
        (&["set", "reef-code", "--source", "nosuch.md"], "there is no file"),
        (&["set", "reef-code", "--languages", "klingon"], "codes of languages"),
        (&["set", "reef-code", "--url", "javascript:alert(1)"], "begins with https://"),
        (&["set", "reef-code", "--year", "20190"], "four digits"),
        (&["rename", "reef-code", "../../x"], "letters, digits"),
        (&["rename", "reef-code", "a#b"], "letters, digits"),
    ] {
        let (code, _, error) = desk.crosscut(&[&["agreement"], args].concat());
        assert!(code == 2 && error.contains(why) && !error.contains("line "), "{args:?}: {error}");
    }
    assert_eq!(fs::read_to_string(desk.at("s/crosscut.toml")).expect("it is there"), before);
    let lost = before.replacen("source = \"reef-code.md\"\n", "", 1);
    fs::write(desk.at("s/crosscut.toml"), lost).expect("it can be written");
    let (code, _, error) = desk.crosscut(&["run"]);
    assert!(code == 2 && error.contains("reef-code has no source"), "{error}");
}
