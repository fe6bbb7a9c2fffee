//! Slips of those who decide: what they did not mean is refused or told, and never lost or changed in silence.

#[path = "common/harbour.rs"]
mod harbour;

use harbour::{Desk, OUTAGE, TEXTS, copy, json};
use serde_json::{Value, json as value};
use std::fs;

const QUAY: &str = "quay-accord#art_1__para_1";

#[test]
fn a_look_at_a_clause_elsewhere_takes_no_confirmation_away() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, QUAY]);
    let before = desk.crosscut(&["matrix", "--json"]).1;
    let stranger = desk.refused("Ana", &["absent", "Outages", "reef-code", "--looked", QUAY]);
    assert!(stranger.contains("a clause of quay-accord, not of reef-code"), "{stranger}");
    let held = desk.refused("Ana", &["absent", "Outages", "quay-accord", "--looked", QUAY]);
    assert!(held.contains("has confirmed clauses of quay-accord") && held.contains(QUAY), "{held}");
    assert_eq!(desk.crosscut(&["matrix", "--json"]).1, before, "nothing was saved");
    desk.decide("Ana", &["absent", "Outages", "reef-code", "--looked", "reef-code#art_2__para_1"]);
    assert_eq!(desk.cell("Outages", "reef-code")["state"], "checked_absent");
    assert_eq!(desk.cell("Outages", "quay-accord")["state"], "present");
}

/// A later suggestion does not undo what a person found: the cell keeps it, in every view, and so does the sample.
#[test]
fn what_was_found_absent_stays_so_when_something_is_suggested() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE]);
    let suggested = |desk: &Desk| {
        let all = ["quay-accord", "pier-charter", "reef-code"];
        all.into_iter().find(|id| desk.cell("Outages", id)["state"] == "suggested")
    };
    desk.decide("Ana", &["add", "Outages", QUAY]);
    let agreement = suggested(&desk).expect("another agreement says the same in its words");
    desk.decide("Ana", &["absent", "Outages", agreement]);
    let cell = desk.cell("Outages", agreement);
    assert_eq!(cell["state"], "checked_absent", "{cell}");
    assert!(cell["suggested"].as_array().is_some_and(|all| !all.is_empty()), "it is still told: {cell}");
    let (_, csv, _) = desk.crosscut(&["matrix", "--csv"]);
    assert!(csv.contains("checked, absent"), "{csv}");
    let (_, wide, _) = desk.crosscut(&["matrix", "--csv", "--include-suggestions"]);
    assert!(wide.contains("checked, absent · ◧ suggested"), "{wide}");
    desk.decide("Ana", &["add", "Outages", "harbour-pact#art_2__para_1"]);
    desk.crosscut(&["run"]);
    assert_eq!(desk.cell("Outages", agreement)["state"], "checked_absent");
    desk.decide("Ana", &["sample", "--cells", "1", "--seed", "3"]);
    let open = desk.status()["recall"]["open"].clone();
    let drawn = open["waiting"][0]["agreement"].as_str().expect("the one empty cell").to_owned();
    assert_ne!(drawn, agreement, "nobody needs to look there again: {open}");
}

/// A merged element is wider than what was looked for, and a colleague's "absent" is no secret to who adds a clause.
#[test]
fn what_a_decision_opens_again_is_told() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE]);
    desk.decide("Ana", &["new", "Turtles", "reef-code#art_3__para_1"]);
    desk.decide("Ana", &["absent", "Outages", "reef-code"]);
    let told = |words: &[&str]| {
        let all = ["decide"].iter().chain(words).chain(&["--by", "Ana"]).copied().collect::<Vec<_>>();
        desk.crosscut(&all).2
    };
    let added = told(&["add", "Outages", "reef-code#art_2__para_1"]);
    assert!(added.contains("“Outages” was checked, absent in reef-code: this says otherwise"), "{added}");
    desk.crosscut(&["decide", "undo", "--by", "Ana"]);
    let merged = told(&["merge", "Outages", "Turtles"]);
    assert!(merged.contains("“Outages” was checked, absent in reef-code"), "{merged}");
}

/// What was looked through was a text: a later edition of it nobody has looked through.
#[test]
fn what_was_absent_from_an_earlier_edition_needs_a_look() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Turtles", "reef-code#art_3__para_1"]);
    desk.decide("Ana", &["absent", "Turtles", "harbour-pact"]);
    desk.decide("Ana", &["absent", "Turtles", "quay-accord"]);
    let state = |agreement: &str| desk.cell("Turtles", agreement)["state"].clone();
    // Spaces, hyphens and capitals are no other text.
    let mut articles = TEXTS[0].1;
    articles[3] = "The parties  shall inspect the mooring-ropes of every ferry once a year.";
    desk.write("harbour-pact", &articles);
    desk.crosscut(&["run", "in"]);
    assert_eq!(state("harbour-pact"), "checked_absent");
    articles[3] = "The Parties shall count the turtles of the harbour once a year.";
    desk.write("harbour-pact", &articles);
    let (code, _, error) = desk.crosscut(&["run", "in"]);
    assert!(code == 1 && error.contains("1 decision needs a look"), "{error}");
    assert_eq!(
        (state("harbour-pact"), state("quay-accord")),
        ("checked_earlier".into(), "checked_absent".into())
    );
    let (code, text, _) = desk.crosscut(&["status"]);
    let again = "crosscut decide absent Turtles harbour-pact --study s";
    assert!(
        code == 1 && text.contains("1 cell was checked in an earlier edition") && text.contains(again),
        "{text}"
    );
    assert_eq!(desk.status()["changes"]["checked_earlier"][0]["agreement"], "harbour-pact");
    let (_, table, _) = desk.crosscut(&["matrix"]);
    assert!(table.contains("○ checked in an earlier edition"), "{table}");
    for export in ["html", "md", "json"] {
        assert!(desk.crosscut(&["export", export]).0 < 2, "{export}");
    }
    for file in ["matrix.csv", "report.html", "annex.html", "md/matrix.md"] {
        let text = fs::read_to_string(desk.at("s/out").join(file)).expect("it is written");
        assert!(text.contains("earlier edition"), "{file}");
    }
    let (_, looks, _) = desk.crosscut(&["status", "--second-look"]);
    assert!(looks.contains("harbour-pact: harbour-pact#art_4__para_1"), "it is asked about again: {looks}");
    // The look of old still counts for the text of old; that of today for both.
    desk.decide("Ana", &["absent", "Turtles", "harbour-pact"]);
    assert_eq!(state("harbour-pact"), "checked_absent");
    desk.decide("Ana", &["undo"]);
    assert_eq!(state("harbour-pact"), "checked_earlier");
    desk.decide("Ana", &["add", "Turtles", "harbour-pact#art_4__para_1"]);
    assert_eq!(state("harbour-pact"), "present");
}

/// Logs from before texts were noted say nothing of the edition: they hold, and that is said.
#[test]
fn an_old_log_that_names_no_text_is_read_and_told() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Turtles", "reef-code#art_3__para_1"]);
    desk.decide("Ana", &["absent", "Turtles", "harbour-pact"]);
    let log = desk.at("s/decisions/Ana.jsonl");
    let text = fs::read_to_string(&log).expect("it is written");
    let mut lines: Vec<Value> = text.lines().map(json).collect();
    lines[1].as_object_mut().expect("an event").remove("texts").expect("the text is noted");
    lines[1]["v"] = 1.into();
    let old: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&log, old).expect("it can be written");
    // The program of old kept no second copy that would tell an edit.
    fs::remove_file(desk.at("s/.crosscut/decisions/Ana.jsonl")).expect("a second copy");
    assert_eq!(desk.cell("Turtles", "harbour-pact")["state"], "checked_absent");
    let (_, text, _) = desk.crosscut(&["status"]);
    assert!(text.contains("1 “checked, absent” does not say in which edition"), "{text}");
    desk.decide("Ana", &["absent", "Turtles", "harbour-pact"]);
    assert!(!desk.crosscut(&["status"]).1.contains("in which edition"));
}

/// Whoever gives no name while coding is blind is told that there is something to see, sees none of it, and has no list whose
/// numbers mean other candidates than `decide` takes them for.
#[test]
fn who_gives_no_name_while_coding_is_blind_is_told_no_untruth() {
    let desk = Desk::new();
    let listed = |args: &[&str]| -> Vec<String> {
        let answer = json(&desk.crosscut(args).1);
        let all = answer["candidates"].as_array().expect("a list").clone();
        all.iter()
            .map(|one| one.get("candidate").unwrap_or(one)["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let before = listed(&["candidates", "--json", "--all"]);
    assert!(before.len() > 1, "{before:?}");
    desk.decide("Ana", &["confirm", &before[0], "--name", "First"]);
    desk.decide("Ben", &["reject", &before[1]]);
    let (_, run, error) = desk.crosscut(&["run"]);
    let open = format!("{} candidates to decide", before.len());
    assert!(run.contains(&open) && error.contains("coding is blind"), "{run}{error}");
    assert_eq!(listed(&["run", "--json"]), before, "what is missing from a list was decided by somebody");
    assert_eq!(listed(&["candidates", "--json", "--all"]), before);
    let (_, run, _) = desk.crosscut(&["run", "--by", "Ana"]);
    assert!(!run.contains(&before[0]) && run.contains(&before[1]), "her list, with its numbers: {run}");
    let (_, status, _) = desk.crosscut(&["status"]);
    assert!(status.contains("what was decided is not shown") && !status.contains("0 elements"), "{status}");
    assert!(desk.crosscut(&["matrix"]).1.contains("no decisions shown"));
    for command in
        [&["matrix", "--json"][..], &["candidates", "--json"], &["outliers", "--json"], &["status", "--json"]]
    {
        let hidden = json(&desk.crosscut(command).1)["hidden"].clone();
        assert!(hidden.as_str().is_some_and(|why| why.contains("coding is blind")), "{command:?}: {hidden}");
        let all = json(&desk.crosscut(&[command, &["--unblind"]].concat()).1);
        assert_eq!(all.get("hidden").unwrap_or(&Value::Null), &Value::Null, "{command:?}");
    }
    let report = || fs::read_to_string(desk.at("s/out/report.html")).expect("it is written");
    assert!(
        report().contains("What was decided is not shown here. Coding is blind"),
        "a reader is told, too"
    );
    let (_, run, error) = desk.crosscut(&["run", "--unblind"]);
    assert!(!run.contains(&open) && !error.contains("coding is blind"), "{run}{error}");
    assert!(report().contains("Decided by Ana and Ben") && report().contains("First"));
    desk.crosscut(&["run"]);
    assert!(!report().contains("Decided by"), "and back");
}

#[test]
fn nobody_undoes_or_sees_what_is_hidden() {
    let desk = Desk::new();
    let candidate = desk.candidate(OUTAGE);
    desk.decide("Ana", &["confirm", &candidate, "--name", "Outages"]);
    let theirs = desk.decide("Ben", &["confirm", &candidate, "--name", "Ben’s view"]);
    let refused = desk.refused("Ana", &["undo", &theirs]);
    assert!(refused.contains("another coder") && refused.contains("cannot see"), "{refused}");
    assert!(desk.refused("Ana", &["undo", "0000-none"]).contains("no event"));
    // Who names no coder sees nobody’s decisions, and is told why.
    for view in
        [&["status"][..], &["status", "--history"], &["matrix"], &["candidates"], &["matrix", "--csv"]]
    {
        let (_, out, error) = desk.crosscut(view);
        let all = format!("{out}{error}");
        assert!(!out.contains("Outages") && !out.contains("Ben’s view"), "{view:?}: {all}");
        assert!(all.contains("coding is blind") && all.contains("--unblind"), "{view:?}: {all}");
        let (_, out, _) = desk.crosscut(&[view, &["--by", "Ben"]].concat());
        assert!(!out.contains("Outages"), "{view:?}: {out}");
    }
    assert_eq!(desk.status()["elements"], 0);
    let (_, out, _) = desk.crosscut(&["status", "--history", "--unblind"]);
    assert!(out.contains(&theirs) && out.contains("Ben’s view"), "{out}");
    desk.decide("Ana", &["finish"]);
    desk.decide("Ben", &["finish"]);
    let status = desk.status();
    assert_eq!((&status["elements"], &status["hidden"]), (&1.into(), &Value::Null));
    assert_eq!(status["conflicts"][0]["names"], value!({ "Ana": ["Outages"], "Ben": ["Ben’s view"] }));
}

#[test]
fn a_conflict_shows_both_sides_and_the_commands_that_settle_it() {
    let desk = Desk::new();
    copy(&desk.at("s"), &desk.at("t"));
    let candidate = desk.candidate(OUTAGE);
    desk.decide("Ana", &["confirm", &candidate, "--name", "Outages"]);
    desk.decide_in("t", "Ana", &["confirm", &candidate, "--name", "Failures"]);
    desk.crosscut(&["decide", "import", "t"]);
    let status = desk.status();
    let all = status["conflicts"].as_array().expect("a list");
    let names = all.iter().find(|conflict| conflict["on"] == "name").expect("two names").clone();
    assert_eq!(names["names"], value!({ "Ana": ["Failures", "Outages"] }));
    let told = names["text"].as_str().expect("a sentence");
    assert!(told.contains("“Failures”, and “Outages” on another copy"), "{told}");
    let (_, text, _) = desk.crosscut(&["status"]);
    assert!(text.contains("1 conflict to settle") && text.contains("Ana worked on two copies"), "{text}");
    let way = text.lines().find(|line| line.contains("decide resolve") && line.contains("Failures"));
    let way = way.unwrap_or_else(|| panic!("{text}")).trim().to_owned();
    assert!(way.ends_with("--study s --by NAME"), "{way}");
    desk.decide("Ana", &["resolve", "Outages", "--name", "Failures"]);
    assert_eq!(desk.status()["conflicts"], value!([]));
}

/// Either way of settling a conflict settles it: one that is absent has no clause there any more.
#[test]
fn absent_for_one_and_there_for_another_is_settled_by_one_command() {
    let desk = Desk::new();
    desk.open();
    desk.decide("Ana", &["new", "Turtles", "reef-code#art_3__para_1"]);
    copy(&desk.at("s"), &desk.at("t"));
    desk.decide("Ana", &["absent", "Turtles", "harbour-pact"]);
    desk.decide_in("t", "Ben", &["add", "Turtles", "harbour-pact#art_4__para_1"]);
    desk.crosscut(&["decide", "import", "t"]);
    assert_eq!(desk.cell("Turtles", "harbour-pact")["state"], "disputed");
    let (_, text, _) = desk.crosscut(&["status"]);
    for (way, state) in [("--absent", "checked_absent"), ("--not-absent", "present")] {
        assert!(text.contains(&format!("decide resolve Turtles {way} harbour-pact")), "{text}");
        desk.decide("Lea", &["resolve", "Turtles", way, "harbour-pact"]);
        assert_eq!(desk.status()["conflicts"], value!([]), "{way}");
        assert_eq!(desk.cell("Turtles", "harbour-pact")["state"], state);
        desk.decide("Lea", &["undo"]);
    }
}

#[test]
fn elements_of_one_name_are_told_apart_by_ids_that_work() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Ropes", "harbour-pact#art_4__para_1"]);
    desk.decide("Ana", &["new", "Ropes", "quay-accord#art_4__para_1", "--both"]);
    let several = desk.refused("Ana", &["rename", "Ropes", "Lines"]);
    let ids: Vec<&str> = several
        .split_whitespace()
        .filter(|word| word.len() == 36 && word.matches('-').count() == 4)
        .collect();
    assert_eq!(ids.len(), 2, "{several}");
    desk.decide("Ana", &["rename", ids[0], "Lines"]);
    desk.decide("Ana", &["rename", "Ropes", "Moorings"]);
    let hidden = "\u{202e}Hidden sign";
    desk.decide("Ana", &["new", hidden, "reef-code#art_1__para_1"]);
    desk.decide("Ana", &["rename", "hidden  sign", "Coral"]);
    let twin = desk.refused("Ana", &["rename", "Coral", "Lines"]);
    assert!(twin.contains("decide merge") && !twin.contains("--by Ana`"), "{twin}");
}

#[test]
fn what_was_settled_as_no_element_is_not_proposed_again() {
    let desk = Desk::new();
    let candidate = desk.candidate(OUTAGE);
    desk.decide("Ana", &["confirm", &candidate, "--name", "Outages"]);
    desk.decide("Ana", &["resolve", "Outages", "--reject"]);
    desk.crosscut(&["run"]);
    let offered = desk.crosscut(&["candidates", "--json"]).1;
    assert!(!offered.contains(&candidate), "{offered}");
    assert_eq!((&desk.status()["elements"], &desk.status()["rejected"]), (&0.into(), &1.into()));
    desk.decide("Ana", &["undo"]);
    assert_eq!(desk.status()["elements"], 1);
}

#[test]
fn history_tells_no_move_that_never_was() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, QUAY]);
    desk.decide("Ana", &["new", "Ropes", "harbour-pact#art_4__para_1"]);
    let stranger = "harbour-pact#art_4__para_1";
    for args in [&["split", "Outages", "Apart", stranger][..], &["move", "Outages", "Ropes", stranger]] {
        let refused = desk.refused("Ana", args);
        assert!(refused.contains("is not in “Outages”: nothing was saved"), "{args:?}: {refused}");
    }
    desk.decide("Ana", &["move", "Outages", "Ropes", QUAY]);
    assert!(desk.refused("Ana", &["move", "Outages", "Ropes", QUAY]).contains("is not in"));
    assert!(desk.refused("Ana", &["move", "Outages", "Ropes", "no#clause"]).contains("no clause"));
    desk.decide("Ana", &["undo"]);
    let redone = json(&desk.crosscut(&["decide", "redo", "--by", "Ana", "--json"]).1);
    assert_eq!(redone["saved"][0]["decision"], "redo");
    let (_, _, usage) = desk.crosscut(&["decide", "resolve"]);
    let usage = usage.split("Usage: ").nth(1).unwrap_or_else(|| panic!("{usage}"));
    let (element, clause) = (usage.find("<ELEMENT>"), usage.find("<CLAUSE"));
    assert!(element.is_some() && element < clause, "{usage}");
}

#[test]
fn no_agreement_gets_the_decisions_that_were_made_on_another() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, QUAY]);
    desk.crosscut(&["agreement", "rename", "harbour-pact", "harbour-2019"]);
    let changes = desk.status()["changes"].clone();
    assert_eq!(changes["renamed_agreements"], value!({ "harbour-pact": "harbour-2019" }), "{changes}");
    assert_eq!((&changes["new_agreements"], &changes["gone_agreements"]), (&value!([]), &value!([])));
    assert!(desk.crosscut(&["status"]).1.contains("harbour-pact is harbour-2019 now"));
    for (args, part) in [
        (["rename", "pier-charter", "harbour-pact"], "was called harbour-pact when decisions were made"),
        (["rename", "pier-charter", "Quay-Accord"], "differs in capitals only"),
    ] {
        let (code, _, error) = desk.crosscut(&[&["agreement"], &args[..]].concat());
        assert!(code == 2 && error.contains(part), "{args:?}: {error}");
    }
    // A document whose name gives that id is another agreement, too.
    fs::write(desk.at("harbour-pact.txt"), "Article 1\n\nEach Party shall paint its cranes.\n")
        .expect("a file");
    desk.crosscut(&["run", "harbour-pact.txt"]);
    let list = desk.crosscut(&["agreement", "list"]).1;
    assert!(list.contains("harbour-pact-txt"), "{list}");
    assert_eq!(desk.cell("Outages", "harbour-2019")["state"], "present");
    // Its own former id is its own again.
    assert!(desk.crosscut(&["agreement", "rename", "harbour-2019", "harbour-pact"]).0 < 2);
    assert_eq!(desk.cell("Outages", "harbour-pact")["state"], "present");
}

#[test]
fn a_settings_file_that_was_deleted_is_written_again() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, QUAY]);
    desk.crosscut(&["run"]);
    fs::remove_file(desk.at("s/crosscut.toml")).expect("it is there");
    let (code, _, error) = desk.crosscut(&["status"]);
    assert!(code == 2 && error.contains("no study here"), "{error}");
    desk.crosscut(&["run", "in"]);
    assert_eq!(desk.status()["elements"], 1);
    assert_eq!(desk.cell("Outages", "quay-accord")["state"], "present");
}

#[test]
fn elements_that_are_only_looked_for_do_not_count_as_confirmed() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, QUAY]);
    let (code, out, error) = desk.crosscut(&["codebook", "adopt", "gge-2015-norms", "--by", "Ana"]);
    assert!(code == 0 && out.contains("adopted 11 elements"), "{out}{error}");
    let status = desk.status();
    assert_eq!((&status["elements"], &status["elements_without_clause"]), (&12.into(), &11.into()));
    let told = "1 element confirmed, 11 more without a clause";
    for view in ["status", "matrix"] {
        let (_, text, _) = desk.crosscut(&[view]);
        assert!(text.contains(told), "{view}: {text}");
    }
    desk.crosscut(&["export"]);
    let report = fs::read_to_string(desk.at("s/out/report.html")).expect("it is written");
    assert!(report.contains("1 commitment was confirmed, in 2 cells"), "what people found");
    assert!(report.contains("11 more have no clause."), "and what they look for");
}

/// Gives everything in a folder these modes.
#[cfg(unix)]
fn set_modes(path: &std::path::Path, files: u32, folders: u32) {
    use std::os::unix::fs::PermissionsExt;
    let folder = path.is_dir();
    if folder {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        fs::read_dir(path)
            .expect("a folder")
            .flatten()
            .for_each(|entry| set_modes(&entry.path(), files, folders));
    }
    let mode = if folder { folders } else { files };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

/// A study on a medium that cannot be written: all that reads works, what writes says that it did not.
#[cfg(unix)]
#[test]
fn a_study_that_cannot_be_written_can_be_read_and_searched() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    let desk = Desk::new();
    desk.decide("Ana", &["new", "Outages", OUTAGE, QUAY]);
    desk.crosscut(&["run"]);
    set_modes(&desk.at("s"), 0o444, 0o555);
    let is_root = fs::File::create(desk.at("s/probe")).is_ok();
    let run = |args: &[&str]| {
        let args = [args, &["--study", "s"]].concat();
        let mut command = if is_root {
            // Root may write everywhere: another user tries.
            let mut other = Command::new("setpriv");
            other.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(desk.at("crosscut"));
            other
        } else {
            Command::new(harbour::PROGRAM)
        };
        command.current_dir(desk.folder.path()).args(args).output()
    };
    if is_root {
        fs::remove_file(desk.at("s/probe")).expect("it was made");
        fs::set_permissions(desk.folder.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
        fs::copy(harbour::PROGRAM, desk.at("crosscut")).expect("it can be copied");
        if run(&["status"]).is_err() {
            println!("skipped: root may write everywhere, and there is no setpriv to be somebody else");
            return;
        }
    }
    let before = fs::read_dir(desk.at("s/.crosscut")).expect("a folder").count();
    for reads in [
        &["search", "outages"][..],
        &["search", "has:decision"],
        &["kwic", "outages"],
        &["words"],
        &["clauses"],
        &["candidates"],
        &["outliers"],
        &["matrix"],
        &["status"],
        &["agreement", "list"],
    ] {
        let output = run(reads).expect("it starts");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !output.stdout.is_empty(), "{reads:?}: {error}");
        assert!(!error.contains("not saved"), "{reads:?}: {error}");
    }
    for writes in [&["decide", "note", "x", "--by", "Ana"][..], &["run"]] {
        let output = run(writes).expect("it starts");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && error.contains("ermission"), "{writes:?}: {error}");
    }
    assert_eq!(fs::read_dir(desk.at("s/.crosscut")).expect("a folder").count(), before);
    set_modes(&desk.at("s"), 0o644, 0o755);
}
