//! What the program says is true: changed wordings, recall, merged logs, conflicts, agreements that come and go.

#[path = "common/harbour.rs"]
mod harbour;

use harbour::{Desk, OUTAGE, PROGRAM, TEXTS, copy, json};
use serde_json::Value;
use std::fs;
use std::process::Command;

#[test]
fn another_edition_with_another_substance_is_told_and_counts_only_after_a_look() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    desk.decide("Ana", &["new", "Strikes", "harbour-pact#art_3__para_1", "quay-accord#art_3__para_1"]);
    desk.decide("Ana", &["new", "Ropes", "harbour-pact#art_4__para_1", "quay-accord#art_4__para_1"]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "present");
    let mut articles = TEXTS[0].1;
    articles[0] =
        "Each Party shall report serious outages to the harbour authority within 24 hours of noticing them.";
    articles[2] = "Nothing in this Pact shall prohibit the right of crews to strike.";
    articles[3] = "The Parties shall  inspect the mooring-ropes of every Ferry once a year.";
    desk.write("harbour-pact", &articles);
    desk.crosscut(&["run", "in"]);
    for (element, state) in [("Outages", "changed"), ("Strikes", "changed"), ("Ropes", "present")] {
        assert_eq!(desk.cell(element, "harbour-pact")["state"], state, "{element}");
        assert_eq!(desk.cell(element, "quay-accord")["state"], "present", "{element}");
    }
    let (code, text, _) = desk.crosscut(&["status"]);
    assert_eq!(code, 1);
    assert!(text.contains("2 decided clauses have another wording now"), "{text}");
    assert!(text.contains("within [72] hours") && text.contains("within [24] hours"), "{text}");
    assert!(text.contains("[limit]") && text.contains("[prohibit]"), "{text}");
    let (_, table, _) = desk.crosscut(&["matrix"]);
    assert!(table.contains("△ wording changed"), "{table}");
    for export in ["matrix.csv", "report.html"] {
        let text = fs::read_to_string(desk.at("s/out").join(export)).expect("it is written");
        assert!(text.contains("wording changed"), "{export}");
    }
    assert!(desk.refused("Ana", &["reanchor"]).contains("moved word for word"));
    desk.decide("Ana", &["reanchor", OUTAGE, OUTAGE]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "present");
    assert_eq!(desk.cell("Strikes", "harbour-pact")["state"], "changed");
    desk.decide("Ana", &["undo"]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "changed");
}

#[test]
fn nothing_but_a_drawn_sample_tells_how_much_was_missed() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE]);
    desk.decide("Ana", &["add", "Outages", "quay-accord#art_1__para_1"]);
    desk.decide("Ana", &["absent", "Outages", "reef-code"]);
    let unknown = |text: &str| text.contains("How much was missed is unknown");
    assert!(unknown(&desk.crosscut(&["status"]).1));
    assert_eq!(desk.status()["recall"]["recall"], Value::Null);
    desk.decide("Ana", &["undo"]);
    desk.decide("Ana", &["undo"]);
    desk.decide("Ana", &["undo"]);
    desk.decide("Ana", &["new", "White piers", "pier-charter#art_3__para_1"]);
    desk.decide("Ana", &["new", "Turtles", "reef-code#art_3__para_1"]);
    // Each is in one of four agreements.
    desk.decide("Ana", &["sample", "--cells", "4", "--seed", "5"]);
    let open = desk.status()["recall"]["open"].clone();
    assert_eq!(
        (&open["empty"], &open["present"], &open["drawn"]),
        (&6.into(), &2.into(), &4.into()),
        "{open}"
    );
    for (place, cell) in open["waiting"].as_array().expect("a list").iter().enumerate() {
        let name = &desk.status()["names"][cell["element"].as_str().expect("an id")];
        let (name, agreement) = (name.as_str().expect("a name"), cell["agreement"].as_str().expect("an id"));
        match place {
            0 => desk.decide("Ana", &["add", name, &format!("{agreement}#art_2__para_1")]),
            _ => desk.decide("Ana", &["absent", name, agreement]),
        };
    }
    let recall = desk.status()["recall"].clone();
    assert_eq!((&recall["sample"]["found"], &recall["missing"]), (&1.into(), &1.5.into()), "{recall}");
    let (_, text, _) = desk.crosscut(&["status"]);
    assert!(text.contains("simple random sample of 4 of the 6 empty cells of the matrix (seed 5)"), "{text}");
    assert!(text.contains("Clopper–Pearson"), "{text}");
    assert!(desk.refused("Ana", &["sample", "--cells", "0"]).contains("one cell or more"));
}

#[test]
fn one_coder_on_two_computers_loses_nothing() {
    let desk = Desk::new();
    desk.decide("Ana", &["note", "on both"]);
    copy(&desk.at("s"), &desk.at("t"));
    desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    desk.decide_in("t", "Ana", &["new", "Ropes", "harbour-pact#art_4__para_1", "quay-accord#art_4__para_1"]);
    desk.decide_in("t", "Ben", &["note", "from elsewhere"]);
    // Copying the log over is noticed, and what it replaced comes back.
    fs::copy(desk.at("t/decisions/Ana.jsonl"), desk.at("s/decisions/Ana.jsonl")).expect("it can be copied");
    let (code, text, _) = desk.crosscut(&["status"]);
    assert!(
        code == 1 && text.contains("1 decision saved here was lost when the file was replaced"),
        "{text}"
    );
    assert!(text.contains("decide import"), "{text}");
    let (code, out, error) = desk.crosscut(&["decide", "import"]);
    assert!(out.contains("Ana: 1 decision imported"), "{out}{error}");
    assert!(code == 1 && out.contains("worked on two copies"), "{out}");
    let (_, out, error) = desk.crosscut(&["decide", "import", "t"]);
    assert!(out.contains("Ben: 1 decision imported, 0 here already"), "{out}{error}");
    let status = desk.status();
    assert_eq!((&status["elements"], &status["decisions"]["Ana"]), (&2.into(), &3.into()), "{status}");
    assert_eq!(status["problems"], serde_json::json!([]));
    let fork = &status["conflicts"][0];
    assert!(fork["text"].as_str().is_some_and(|text| text.contains("Ana worked on two copies")), "{status}");
    desk.decide("Ana", &["note", "joined"]);
    assert_eq!(desk.status()["conflicts"], serde_json::json!([]));
    // The same log under another name counts once.
    fs::copy(desk.at("s/decisions/Ana.jsonl"), desk.at("s/decisions/Ana (1).jsonl"))
        .expect("it can be copied");
    assert_eq!(desk.status()["decisions"]["Ana"], 4);
    let (code, _, error) = desk.crosscut(&["decide", "import", "in"]);
    assert!(code == 2 && error.contains("no log of decisions"), "{error}");
}

#[test]
fn an_element_taken_away_while_another_works_on_it_is_a_conflict() {
    let desk = Desk::new();
    desk.open();
    let confirmed = desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    copy(&desk.at("s"), &desk.at("t"));
    desk.decide("Ana", &["undo", &confirmed]);
    desk.decide_in("t", "Ben", &["add", "Outages", "pier-charter#art_1__para_1"]);
    desk.crosscut(&["decide", "import", "t"]);
    let status = desk.status();
    let told = status["conflicts"][0]["text"].as_str().expect("a sentence").to_owned();
    assert_eq!(told, "“Outages”: Ana took it away while Ben worked on it; 1 decision by Ben has no effect");
    let (code, text, _) = desk.crosscut(&["status"]);
    assert!(code == 1 && text.contains(&told), "{text}");
    let kept = desk.decide("Ana", &["resolve", "Outages", "--keep"]);
    assert_eq!(desk.status()["conflicts"], serde_json::json!([]));
    assert_eq!(desk.cell("Outages", "pier-charter")["state"], "present");
    desk.decide("Ana", &["undo", &kept]);
    desk.decide("Ana", &["resolve", "Outages", "--reject"]);
    assert_eq!(
        (&desk.status()["conflicts"], &desk.status()["elements"]),
        (&serde_json::json!([]), &0.into())
    );
}

#[test]
fn confirmed_by_one_and_rejected_by_another_is_disputed_until_it_is_settled() {
    let desk = Desk::new();
    let candidate = desk.candidate(OUTAGE);
    desk.open();
    copy(&desk.at("s"), &desk.at("t"));
    desk.decide("Ana", &["confirm", &candidate, "--name", "Outages"]);
    desk.decide_in("t", "Ben", &["reject", &candidate, "--reason", "boilerplate"]);
    desk.crosscut(&["decide", "import", "t"]);
    let told = desk.status()["conflicts"][0]["text"].as_str().expect("a sentence").to_owned();
    assert_eq!(told, "“Outages”: Ana confirmed it, Ben rejected it (preamble or boilerplate)");
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "disputed");
    assert!(desk.crosscut(&["matrix"]).1.contains("≠ disputed"));
    desk.decide("Lea", &["resolve", "Outages", "--keep"]);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "present");
    desk.decide("Lea", &["undo"]);
    desk.decide("Lea", &["resolve", "Outages", "--reject"]);
    assert_eq!(
        (&desk.status()["conflicts"], &desk.status()["elements"]),
        (&serde_json::json!([]), &0.into())
    );
}

#[test]
fn contradictions_and_empty_words_are_refused_or_told() {
    let desk = Desk::new();
    let candidate = desk.candidate(OUTAGE);
    desk.decide("Ana", &["confirm", &candidate, "--name", "Outages"]);
    for args in [
        &["rename", "Outages", ""][..],
        &["rename", "Outages", " \u{200b} "],
        &["new", "", "reef-code#art_1__para_1"],
    ] {
        assert!(desk.refused("Ana", args).contains("needs a name"), "{args:?}");
    }
    assert!(desk.refused("Ana", &["note", " "]).contains("the note is empty"));
    let twin = desk.refused("Ana", &["new", "OUTAGES", "reef-code#art_1__para_1"]);
    assert!(twin.contains("“Outages” already") && twin.contains("--both"), "{twin}");
    desk.decide("Ana", &["new", "Coral", "reef-code#art_1__para_1"]);
    assert!(desk.refused("Ana", &["rename", "Coral", "outages"]).contains("already"));
    desk.decide("Ana", &["rename", "Coral", "outages", "--both"]);
    desk.decide("Ana", &["undo"]);
    let absent = desk.refused("Ana", &["absent", "Outages", "harbour-pact"]);
    assert!(absent.contains("has confirmed clauses of harbour-pact") && absent.contains(OUTAGE), "{absent}");
    let (code, out, _) = desk.crosscut(&["decide", "reject", &candidate, "--by", "Ana"]);
    assert!(code == 0 && out.contains("“Outages” is no element"), "{out}");
    assert_eq!(
        (&desk.status()["elements"], &desk.status()["conflicts"]),
        (&1.into(), &serde_json::json!([]))
    );
    desk.open();
    desk.decide("Ana", &["undo"]);
    let others = desk.refused("Ben", &["reject", &candidate]);
    assert!(others.contains("others decided too") && others.contains("--reject"), "{others}");
}

#[test]
fn a_match_of_a_codebook_is_an_order_with_quotes_and_no_chance() {
    let desk = Desk::new();
    let book = "schema = \"crosscut/codebook/1\"\ntitle = \"T\"\nversion = \"1\"\n[[element]]\nid = \"o\"\nname = \"Outages\"\n\
        definition = \"Serious outages are reported to the harbour authority.\"\n";
    fs::write(desk.at("book.toml"), book).expect("it can be written");
    let (code, out, error) = desk.crosscut(&["codebook", "match", "book.toml"]);
    assert_eq!(code, 0, "{error}");
    assert!(!out.contains('%') && out.contains("Article 1: ") && out.contains("harbour authority"), "{out}");
    let (_, csv, _) = desk.crosscut(&["codebook", "match", "book.toml", "--csv"]);
    assert!(csv.contains("element,rank,agreement") && csv.contains("Outages,1,"), "{csv}");
}

#[test]
fn the_same_number_of_open_candidates_everywhere() {
    let desk = Desk::new();
    desk.decide("Ana", &["confirm", &desk.candidate(OUTAGE), "--name", "Outages"]);
    let (_, run, _) = desk.crosscut(&["run"]);
    let status = desk.status();
    let open = status["candidates_open"].as_u64().expect("a number");
    let words = format!("{open} candidate");
    assert!(run.contains(&words), "{run} {words}");
    for command in [&["status"][..], &["matrix"]] {
        let (_, text, _) = desk.crosscut(command);
        assert!(text.contains(&words), "{command:?}: {text}");
    }
    let listed = json(&desk.crosscut(&["candidates", "--all", "--json"]).1);
    assert_eq!(listed["candidates"].as_array().map(Vec::len), Some(usize::try_from(open).expect("small")));
}

#[test]
fn running_again_withdraws_nothing_that_was_offered() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    let offered = |desk: &Desk| {
        let matrix = json(&desk.crosscut(&["matrix", "--json"]).1);
        let rows = matrix["rows"].as_array().expect("a list").clone();
        let cells = rows.iter().flat_map(|row| row["cells"].as_array().cloned().unwrap_or_default());
        let ids = cells.flat_map(|cell| cell["suggested"].as_array().cloned().unwrap_or_default());
        ids.map(|id| id.to_string()).collect::<std::collections::BTreeSet<String>>()
    };
    let before = offered(&desk);
    assert!(!before.is_empty());
    desk.crosscut(&["run"]);
    let after = offered(&desk);
    assert!(before.is_subset(&after), "withdrawn: {:?}", before.difference(&after).collect::<Vec<_>>());
}

#[test]
fn agreements_go_and_come_back_with_their_decisions() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, "quay-accord#art_1__para_1"]);
    let (code, out, error) = desk.crosscut(&["agreement", "remove", "quay-accord"]);
    assert!(
        code < 2 && out.contains("decisions on it are kept") && out.contains("crosscut run"),
        "{out}{error}"
    );
    let (code, text, _) = desk.crosscut(&["status"]);
    assert_eq!(code, 0, "nothing needs a look: {text}");
    assert!(text.contains("1 agreement removed: quay-accord"), "{text}");
    assert!(
        text.contains("1 decided clause is kept for an agreement that is not in the study: quay-accord"),
        "{text}"
    );
    assert!(desk.crosscut(&["agreement", "list"]).1.contains("removed: quay-accord"));
    desk.crosscut(&["run", "s/sources/quay-accord.md"]);
    assert_eq!(desk.cell("Outages", "quay-accord")["state"], "present");
    assert!(!desk.crosscut(&["agreement", "list"]).1.contains("removed:"));

    let (code, out, error) = desk.crosscut(&["agreement", "rename", "quay-accord", "quay"]);
    assert!(code < 2, "{out}{error}");
    assert_eq!(desk.cell("Outages", "quay")["state"], "present");
    assert_eq!(desk.status()["changes"]["lost"], serde_json::json!([]));
    // By hand in the settings, as people do.
    let settings = desk.at("s/crosscut.toml");
    let text = fs::read_to_string(&settings)
        .expect("it is written")
        .replace("id = \"pier-charter\"", "id = \"pier\"");
    fs::write(&settings, text).expect("it can be written");
    desk.decide("Ana", &["add", "Outages", "pier-charter#art_1__para_1"]);
    let (_, _, error) = desk.crosscut(&["run"]);
    assert!(error.contains("pier-charter is called pier now"), "{error}");
    assert_eq!(desk.cell("Outages", "pier")["state"], "present");

    let (_, out, _) = desk.crosscut(&["agreement", "set", "pier", "--year", "1999", "--short", "Pier"]);
    assert!(out.contains("changed pier"), "{out}");
    let list = json(&desk.crosscut(&["agreement", "list", "--json"]).1);
    let pier = list["agreements"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|a| a["id"] == "pier")
        .expect("it is there")
        .clone();
    assert_eq!((&pier["year"], &pier["short"]), (&1999.into(), &"Pier".into()));
    for (args, part) in [
        (&["agreement", "set", "pier", "--year", "MMXX"][..], "four digits"),
        (&["agreement", "set", "nobody", "--year", "1999"], "no agreement"),
        (&["agreement", "set", "pier", "--edition-of", "pier"], "itself"),
        (&["agreement", "rename", "pier", "quay"], "already"),
    ] {
        let (code, _, error) = desk.crosscut(args);
        assert!(code == 2 && error.contains(part), "{args:?}: {error}");
    }
}

#[test]
fn translations_and_editions_count_once() {
    let desk = Desk::new();
    let mut later = TEXTS[0].1;
    later[1] = "The Parties shall train the crews of all ports in the safe use of cranes.";
    desk.write("harbour-pact-2", &later);
    let (_, _, error) = desk.crosscut(&["run", "in"]);
    assert!(
        error.contains("clauses in common, but for a few words") && error.contains("--edition-of"),
        "{error}"
    );
    desk.decide(
        "Ana",
        &[
            "new",
            "Ropes",
            "harbour-pact#art_4__para_1",
            "harbour-pact-2#art_4__para_1",
            "quay-accord#art_4__para_1",
        ],
    );
    let breadth = |desk: &Desk| {
        let matrix = json(&desk.crosscut(&["matrix", "--json"]).1);
        let row =
            matrix["rows"].as_array().expect("a list").iter().find(|row| row["name"] == "Ropes").cloned();
        (row.expect("a row")["breadth"].as_u64(), matrix["columns"].as_array().map(Vec::len))
    };
    assert_eq!(breadth(&desk), (Some(3), Some(5)));
    let (code, _, error) =
        desk.crosscut(&["agreement", "set", "harbour-pact-2", "--edition-of", "harbour-pact"]);
    assert!(code < 2 && !error.contains("in common"), "{error}");
    assert_eq!(breadth(&desk), (Some(2), Some(4)));
    let cell = desk.cell("Ropes", "harbour-pact");
    assert_eq!(cell["confirmed"].as_array().map(Vec::len), Some(2), "both texts are in the cell: {cell}");
    let answer = json(&desk.crosscut(&["candidates", "--all", "--json"]).1);
    for candidate in answer["candidates"].as_array().expect("a list") {
        let agreements = candidate["agreements"].as_array().expect("a list");
        assert!(agreements.len() >= 2 && agreements.iter().all(|id| id != "harbour-pact-2"), "{candidate}");
    }
}

#[test]
fn what_one_text_that_is_there_twice_shares_with_itself_goes_last_until_it_is_answered() {
    let desk = Desk::new();
    desk.write("reef-code-2", &TEXTS[3].1);
    let (_, _, error) = desk.crosscut(&["run", "in"]);
    assert!(error.contains("--distinct-from reef-code"), "{error}");
    let marked = |desk: &Desk| -> Vec<bool> {
        let answer = json(&desk.crosscut(&["candidates", "--json"]).1);
        let listed = answer["candidates"].as_array().expect("a list").iter();
        let marked: Vec<(bool, bool)> = listed
            .map(|candidate| {
                let twice = serde_json::json!(["reef-code", "reef-code-2"]);
                (candidate["agreements"] == twice, candidate["one_text"] == true)
            })
            .collect();
        assert!(marked.iter().all(|(twice, told)| twice == told || !told), "{answer}");
        marked.into_iter().map(|(_, told)| told).collect()
    };
    let before = marked(&desk);
    assert!(before.contains(&true) && before.is_sorted(), "{before:?}");
    let (_, table, _) = desk.crosscut(&["candidates"]);
    assert!(table.contains("shared by nearly the same text alone"), "{table}");
    let (code, _, error) = desk.crosscut(&["agreement", "set", "reef-code-2", "--distinct-from", "nobody"]);
    assert!(code == 2 && error.contains("no agreement \"nobody\""), "{error}");
    let (code, _, error) =
        desk.crosscut(&["agreement", "set", "reef-code-2", "--distinct-from", "reef-code"]);
    assert!(code < 2 && !error.contains("in common"), "{error}");
    assert!(!marked(&desk).contains(&true), "they are two");
}

#[test]
fn a_mistake_in_the_settings_is_told_with_its_line() {
    let desk = Desk::new();
    let settings = desk.at("s/crosscut.toml");
    let good = fs::read_to_string(&settings).expect("it is written");
    let line = good.lines().position(|line| line.starts_with("source")).expect("a source") + 1;
    let granular = match good.contains("[settings]") {
        true => good.replacen("[settings]", "[settings]\ngranularity = 7", 1),
        false => format!("{good}\n[settings]\ngranularity = 7\n"),
    };
    for (bad, part) in [
        (good.replacen("source = \"", "source = \"../../", 1), format!("line {line}: ")),
        (good.replacen("source = ", "sorce = ", 1), "unknown key `sorce`".to_owned()),
        (granular, "granularity is 7".to_owned()),
    ] {
        fs::write(&settings, bad).expect("it can be written");
        let (code, _, error) = desk.crosscut(&["run"]);
        assert!(code == 2 && error.contains(&part) && error.contains("crosscut.toml"), "{error}");
    }
}

#[test]
fn two_first_runs_at_once_do_not_mix() {
    let desk = Desk::new();
    let start = || {
        let mut command = Command::new(PROGRAM);
        command.current_dir(desk.folder.path()).args(["run", "in", "--study", "new"]);
        command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("it starts")
    };
    let both = [start(), start(), start()].map(|child| child.wait_with_output().expect("it ends"));
    for output in both.iter().filter(|output| output.status.code() == Some(2)) {
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("another crosscut is running"),
            "{output:?}"
        );
    }
    let status = json(&desk.crosscut_in("new", &["status", "--json"]).1);
    assert_eq!(status["agreements"], 4);
    let (code, _, error) = desk.crosscut_in("never", &["run", "nowhere"]);
    assert!(code == 2 && !desk.at("never").exists(), "{error}");
}
