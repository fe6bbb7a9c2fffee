//! Tests of taking decisions over from another copy of a study.

use super::*;
use crate::{Decision, Decisions, State, Target};

fn note(text: &str) -> Decision {
    Decision::Note { about: Target::Study, text: text.into() }
}

/// Appends notes of Ana to a log in a folder, as one sitting.
fn sit(folder: &Path, texts: &[&str]) {
    let coder = Coder::new("Ana").unwrap();
    let mut log = Log::open(folder, &coder).unwrap().kept_in(&folder.join("kept"));
    for text in texts {
        let seen = State::fold(&read_folder(folder).unwrap().0).seen;
        log.append(&seen, None, note(text)).unwrap();
    }
}

fn texts(folder: &Path) -> Vec<String> {
    let state = State::fold(&read_folder(folder).unwrap().0);
    let mut texts: Vec<String> = state.notes.into_iter().map(|note| note.text).collect();
    texts.sort();
    texts
}

/// Two copies of a folder in which Ana made one decision, and one more on the first, two more on the second.
fn two_copies() -> (tempfile::TempDir, tempfile::TempDir) {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    sit(a.path(), &["both"]);
    fs::copy(a.path().join("Ana.jsonl"), b.path().join("Ana.jsonl")).unwrap();
    sit(a.path(), &["first"]);
    sit(b.path(), &["second", "third"]);
    (a, b)
}

#[test]
fn both_copies_count_whoever_imports_and_however_often() {
    let (a, b) = two_copies();
    let imported = import(a.path(), &[b.path().into()], None).unwrap();
    let told = (imported[0].new, imported[0].known, imported[0].forked);
    assert_eq!((imported.len(), told), (1, (2, 1, Some(2))));
    assert_eq!(texts(a.path()), ["both", "first", "second", "third"]);
    let again = import(a.path(), &[b.path().join("Ana.jsonl")], None).unwrap();
    assert_eq!((again[0].new, again[0].known), (0, 3));
    import(b.path(), &[a.path().into()], None).unwrap();
    let state = |folder: &Path| State::fold(&read_folder(folder).unwrap().0);
    assert_eq!(state(a.path()), state(b.path()));
    assert_eq!(state(a.path()).conflicts.len(), 1, "the fork is told");
    assert!(read_folder(a.path()).unwrap().1.is_empty(), "every line follows from one that is there");
    sit(a.path(), &["after"]);
    assert_eq!(state(a.path()).conflicts, [], "who decides on knows both");
}

#[test]
fn what_one_copy_says_does_not_overrule_the_other_in_silence() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let clauses = crate::fixture::set(&["a#1", "b#1"]);
    let element = crate::fixture::element(1);
    let confirm = |name: &str| Decision::Confirm {
        element,
        name: name.into(),
        definition: None,
        candidate: None,
        clauses: clauses.clone(),
    };
    let decide = |folder: &Path, decision: Decision| {
        let seen = State::fold(&read_folder(folder).unwrap().0).seen;
        Log::open(folder, &Coder::new("Ana").unwrap()).unwrap().append(&seen, None, decision).unwrap()
    };
    decide(a.path(), confirm("Incidents"));
    fs::copy(a.path().join("Ana.jsonl"), b.path().join("Ana.jsonl")).unwrap();
    decide(a.path(), Decision::Rename { element, name: "Reporting".into() });
    for text in ["x", "y", "z"] {
        decide(b.path(), note(text));
    }
    decide(b.path(), Decision::Remove { element, clauses: clauses[..1].to_vec() });
    decide(a.path(), Decision::Add { element, clauses: clauses[..1].to_vec() });
    import(a.path(), &[b.path().into()], None).unwrap();
    let state = State::fold(&read_folder(a.path()).unwrap().0);
    let disputed = |conflict: &crate::Conflict| matches!(conflict, crate::Conflict::Clause { .. });
    assert_eq!(state.elements[&element].name, "Reporting");
    assert!(state.conflicts.iter().any(disputed), "{:?}", state.conflicts);
    decide(a.path(), Decision::Add { element, clauses: clauses[..1].to_vec() });
    assert_eq!(State::fold(&read_folder(a.path()).unwrap().0).conflicts, []);
}

#[test]
fn a_bad_line_or_another_event_of_the_same_id_imports_nothing() {
    let (a, b) = two_copies();
    let before = texts(a.path());
    let log = b.path().join("Ana.jsonl");
    let good = fs::read_to_string(&log).unwrap();
    fs::write(&log, good.replacen("both", "forged", 1)).unwrap();
    let error = import(a.path(), std::slice::from_ref(&log), None).unwrap_err();
    assert!(error.to_string().contains("line 1") && error.to_string().contains("something else"), "{error}");
    fs::write(&log, format!("{good}no event\n{good}")).unwrap();
    let error = import(a.path(), std::slice::from_ref(&log), None).unwrap_err();
    assert!(error.to_string().contains("line 4"), "{error}");
    assert_eq!(texts(a.path()), before);
    fs::write(&log, format!("{good}{{\"torn")).unwrap();
    import(a.path(), &[log], None).unwrap();
    assert_eq!(texts(a.path()).len(), 4);
    let empty = tempfile::tempdir().unwrap();
    assert!(import(a.path(), &[empty.path().into()], None).is_err());
    assert!(import(a.path(), &[empty.path().join("none")], None).is_err());
}

#[test]
fn a_log_that_was_replaced_or_deleted_is_noticed_and_can_be_brought_back() {
    let (a, b) = two_copies();
    let kept = a.path().join("kept");
    assert_eq!(keep(a.path(), &kept).unwrap(), []);
    let log = a.path().join("Ana.jsonl");
    fs::copy(b.path().join("Ana.jsonl"), &log).unwrap();
    let problems = keep(a.path(), &kept).unwrap();
    assert_eq!(problems[0].kind, ProblemKind::Missing(1));
    assert!(problems[0].to_string().contains("1 decision saved here was lost"), "{}", problems[0]);
    import(a.path(), std::slice::from_ref(&kept), Some(&kept)).unwrap();
    assert_eq!(texts(a.path()), ["both", "first", "second", "third"]);
    assert_eq!(keep(a.path(), &kept).unwrap(), []);
    fs::remove_file(&log).unwrap();
    assert_eq!(keep(a.path(), &kept).unwrap()[0].kind, ProblemKind::Missing(4));
    import(a.path(), std::slice::from_ref(&kept), None).unwrap();
    assert_eq!(texts(a.path()).len(), 4);
}

#[test]
fn undo_takes_back_what_one_decided_last_not_the_highest_number_of_another_copy() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    sit(a.path(), &["both"]);
    fs::copy(a.path().join("Ana.jsonl"), b.path().join("Ana.jsonl")).unwrap();
    sit(b.path(), &["second", "third"]);
    std::thread::sleep(std::time::Duration::from_millis(5));
    sit(a.path(), &["first"]);
    import(a.path(), &[b.path().into()], None).unwrap();
    let mut decisions = Decisions::open(a.path(), &Coder::new("Ana").unwrap()).unwrap();
    let last = |decisions: &Decisions| match decisions.last().map(|event| &event.decision) {
        Some(Decision::Note { text, .. }) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(last(&decisions), "first");
    let of = decisions.last().unwrap().id;
    let undo = decisions.undo(None, of).unwrap();
    assert_eq!(last(&decisions), "third", "then the other copy's, by time");
    assert_eq!(decisions.last_undone().map(|event| event.id), Some(undo));
    decisions.decide(None, note("after")).unwrap();
    assert_eq!(last(&decisions), "after");
    assert!(decisions.last_undone().is_none(), "a new decision leaves nothing to redo");
}

#[test]
fn a_line_that_was_edited_counts_as_it_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    sit(folder.path(), &["mine", "more"]);
    let log = folder.path().join("Ana.jsonl");
    let saved = fs::read_to_string(&log).unwrap();
    fs::write(&log, saved.replacen("mine", "forged", 1)).unwrap();
    let problems = keep(folder.path(), &kept).unwrap();
    assert_eq!(problems[0].kind, ProblemKind::Altered(1));
    let texts = |events: &[Event]| {
        let notes = State::fold(events).notes.into_iter().map(|note| note.text);
        notes.collect::<BTreeSet<String>>().into_iter().collect::<Vec<String>>()
    };
    assert_eq!(texts(&read_saved(folder.path(), &kept).unwrap().0), ["mine", "more"]);
    let open = || Log::open(folder.path(), &Coder::new("Ana").unwrap()).unwrap().kept_in(&kept);
    let mut decisions = Decisions::with(folder.path(), open(), crate::ReviewSettings::open()).unwrap();
    assert_eq!(texts(decisions.events()), ["mine", "more"]);
    decisions.decide(None, note("next")).unwrap();
    decisions.refresh().unwrap();
    assert_eq!(texts(decisions.events()), ["mine", "more", "next"]);
    assert_eq!(keep(folder.path(), &kept).unwrap()[0].kind, ProblemKind::Altered(1), "still told");
    // A time or a reason that was changed is a forgery as well.
    fs::write(&log, saved.replacen("\"seq\":2", "\"seq\":2,\"because\":\"so\"", 1)).unwrap();
    assert_eq!(keep(folder.path(), &kept).unwrap().last().map(|p| &p.kind), Some(&ProblemKind::Altered(1)));
}
