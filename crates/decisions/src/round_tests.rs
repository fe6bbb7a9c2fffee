//! Two people at one study: blind until both have finished, stale pages, sets undone as one, undo and redo.

use super::super::*;
use crate::fixture::{anchors, clauses, coder, event};
use std::path::Path;
use tempfile::TempDir;
use uuid::Uuid;

const ONE: ElementId = ElementId(Uuid::from_u128(1));

fn set(ids: &[&str]) -> Vec<Anchor> {
    anchors(&clauses(&[("a#1", "Report incidents."), ("a#2", "Train judges."), ("b#1", "Tell others.")]), ids)
}

fn confirm(name: &str, ids: &[&str]) -> Decision {
    let clauses = set(ids);
    Decision::Confirm { element: ONE, name: name.into(), definition: None, candidate: None, clauses }
}

fn rename(name: &str) -> Decision {
    Decision::Rename { element: ONE, name: name.into() }
}

fn desk(folder: &Path, name: &str, settings: &ReviewSettings) -> Decisions {
    let log = Log::open(folder, &coder(name)).unwrap();
    Decisions::with(folder, log, settings.clone()).unwrap()
}

fn two(settings: &ReviewSettings) -> (TempDir, Decisions, Decisions) {
    let folder = tempfile::tempdir().unwrap();
    let anna = desk(folder.path(), "anna", settings);
    let bob = desk(folder.path(), "bob", settings);
    (folder, anna, bob)
}

#[test]
fn coders_are_blind_until_both_have_finished() {
    let (folder, mut anna, mut bob) = two(&ReviewSettings::default());
    anna.decide(None, confirm("Incidents", &["a#1", "b#1"])).unwrap();
    assert!(!anna.is_blind(), "there is nobody to hide");
    bob.refresh().unwrap();
    assert!(bob.is_blind() && bob.state().elements.is_empty() && bob.events().is_empty());
    assert!(bob.round().why_hidden(bob.coder()).unwrap().contains("until anna and bob have finished"));
    bob.decide(None, confirm("Reports", &["a#1"])).unwrap();
    bob.decide(None, Decision::Remove { element: ONE, clauses: set(&["b#1"]) }).unwrap();
    assert!(bob.all_events().iter().all(|event| event.by.as_str() == "anna" || event.seen.is_empty()));
    anna.refresh().unwrap();
    assert!(anna.is_blind());
    assert_eq!(anna.state().elements[&ONE].name, "Incidents");
    anna.decide(None, Decision::Finish).unwrap();
    assert!(anna.is_blind(), "Bob has not finished");
    assert_eq!(anna.round().waiting(), [&coder("bob")]);
    bob.refresh().unwrap();
    bob.decide(None, Decision::Finish).unwrap();
    anna.refresh().unwrap();
    assert!(!anna.is_blind() && !bob.is_blind() && anna.round().is_open());
    assert_eq!(anna.state(), bob.state());
    assert_eq!(anna.state().conflicts.len(), 2, "name and clause: {:?}", anna.state().conflicts);

    // Who settles it is no coder of the round; going back to work closes it again.
    let mut lea = desk(folder.path(), "lea", &ReviewSettings::default());
    assert!(!lea.is_blind());
    let settle = Settlement::Name { name: "Reporting".into() };
    lea.decide(None, Decision::Resolve { element: ONE, settle }).unwrap();
    anna.refresh().unwrap();
    assert_eq!((anna.round().coders.len(), anna.state().conflicts.len()), (2, 1));
    let finish = bob.last().unwrap().id;
    bob.refresh().unwrap();
    bob.undo(None, finish).unwrap();
    anna.refresh().unwrap();
    assert!(anna.is_blind() && bob.is_blind());
}

#[test]
fn blindness_can_be_switched_off_and_coders_can_be_named() {
    let (_folder, mut anna, mut bob) = two(&ReviewSettings::open());
    anna.decide(None, confirm("Incidents", &["a#1"])).unwrap();
    bob.refresh().unwrap();
    bob.decide(None, rename("Reports")).unwrap();
    assert_eq!(bob.state().elements[&ONE].name, "Reports");

    let named = ReviewSettings { blind: true, coders: vec![coder("anna"), coder("bob"), coder("cara")] };
    let (_folder, mut anna, mut bob) = two(&named);
    for desk in [&mut anna, &mut bob] {
        desk.decide(None, confirm("Incidents", &["a#1"])).unwrap();
        desk.decide(None, Decision::Finish).unwrap();
    }
    anna.refresh().unwrap();
    assert!(anna.is_blind(), "Cara has not begun");
    assert_eq!(anna.round().waiting(), [&coder("cara")]);
}

#[test]
fn a_hidden_decision_can_be_taken_back_by_its_id() {
    let (_folder, mut anna, mut bob) = two(&ReviewSettings::default());
    anna.decide(None, rename("nothing yet")).unwrap();
    let id = anna.decide(None, confirm("Incidents", &["a#1"])).unwrap();
    bob.refresh().unwrap();
    bob.undo(None, id).unwrap();
    let whole = State::fold(bob.all_events());
    assert!(whole.elements.is_empty(), "{whole:?}");
}

#[test]
fn a_stale_page_is_refused_with_both_versions_and_nothing_is_lost() {
    let (_folder, mut anna, mut bob) = two(&ReviewSettings::open());
    anna.decide(None, confirm("Incidents", &["a#1", "b#1"])).unwrap();
    bob.refresh().unwrap();
    let saw = bob.state().seen.clone();
    anna.decide(None, rename("Reports")).unwrap();
    bob.refresh_if_changed().unwrap();
    let basis = Basis { saw: Some(&saw), ..Basis::default() };
    let events = bob.events().len();
    let error = bob.decide_on(&basis, vec![rename("Warnings")]).unwrap_err();
    let LogError::Stale(stale) = &error else { panic!("{error}") };
    assert_eq!(stale.then.as_ref().map(|element| element.name.as_str()), Some("Incidents"));
    assert_eq!(stale.now.as_ref().map(|element| element.name.as_str()), Some("Reports"));
    assert!(error.to_string().contains("“Incidents” is called “Reports” since you looked"), "{error}");
    assert_eq!((bob.events().len(), bob.state().elements[&ONE].name.as_str()), (events, "Reports"));
    // What it is not about may have changed.
    let note = Decision::Note { about: Target::Study, text: "still saved".into() };
    bob.decide_on(&basis, vec![note]).unwrap();
    let saw = bob.state().seen.clone();
    bob.decide_on(&Basis { saw: Some(&saw), ..basis }, vec![rename("Warnings")]).unwrap();
    assert_eq!(bob.state().elements[&ONE].name, "Warnings");
}

#[test]
fn a_candidate_that_was_confirmed_meanwhile_is_not_turned_down_unseen() {
    let (_folder, mut anna, mut bob) = two(&ReviewSettings::open());
    let saw = bob.state().seen.clone();
    let element = ElementId::of_candidate("c1");
    let (clauses, candidate) = (set(&["a#1"]), Some("c1".to_owned()));
    let name = "Incidents".to_owned();
    let definition = None;
    anna.decide(
        None,
        Decision::Confirm {
            element,
            name,
            definition,
            candidate: candidate.clone(),
            clauses: clauses.clone(),
        },
    )
    .unwrap();
    bob.refresh().unwrap();
    let reject = Decision::Reject { clauses, reason: Reason::Other, candidate, comment: None };
    let error = bob.decide_on(&Basis { saw: Some(&saw), ..Basis::default() }, vec![reject]).unwrap_err();
    assert!(error.to_string().contains("“Incidents” was confirmed since you looked"), "{error}");
}

#[test]
fn a_set_is_saved_and_undone_as_one() {
    let (_folder, mut anna, _) = two(&ReviewSettings::open());
    let both = vec![confirm("Incidents", &["a#1", "b#1"]), rename("Reports")];
    let id = anna.decide_on(&Basis::default(), both).unwrap();
    assert_eq!((anna.events().len(), anna.state().elements[&ONE].name.as_str()), (1, "Reports"));
    anna.undo(None, id).unwrap();
    assert!(anna.state().elements.is_empty());
    let again = anna.last_undone().unwrap().id;
    anna.undo(None, again).unwrap();
    assert_eq!(anna.state().elements[&ONE].name, "Reports");
    for wrong in [vec![], vec![rename("x"), Decision::Undo { of: id }]] {
        assert!(matches!(anna.decide_on(&Basis::default(), wrong), Err(LogError::Set(_))));
    }
}

#[test]
fn undo_goes_back_step_by_step_and_redo_forward() {
    let (_folder, mut anna, _) = two(&ReviewSettings::open());
    anna.decide(None, confirm("One", &["a#1"])).unwrap();
    anna.decide(None, rename("Two")).unwrap();
    anna.decide(None, rename("Three")).unwrap();
    let name = |desk: &Decisions| desk.state().elements.get(&ONE).map(|element| element.name.clone());
    let mut seen = Vec::new();
    while let Some(last) = anna.last().map(|event| event.id) {
        anna.undo(None, last).unwrap();
        seen.push(name(&anna));
    }
    assert_eq!(seen, [Some("Two".into()), Some("One".into()), None]);
    seen.clear();
    while let Some(undone) = anna.last_undone().map(|event| event.id) {
        anna.undo(None, undone).unwrap();
        seen.push(name(&anna));
    }
    assert_eq!(seen, [Some("One".into()), Some("Two".into()), Some("Three".into())]);
    let last = anna.last().unwrap().id;
    anna.undo(None, last).unwrap();
    anna.decide(None, rename("Four")).unwrap();
    assert!(anna.last_undone().is_none(), "a new decision ends the way forward");
}

#[test]
fn settings_are_blind_unless_said_otherwise() {
    let read = |text: &str| toml::from_str::<ReviewSettings>(text);
    assert_eq!(read("").unwrap(), ReviewSettings::default());
    assert!(ReviewSettings::default().blind);
    assert!(!read("blind = false").unwrap().blind);
    assert_eq!(read("coders = [\"Ana\"]").unwrap().coders, [coder("Ana")]);
    assert!(read("blnd = false").is_err(), "a slip is not passed over");
}

#[test]
fn one_coder_alone_is_never_blind_and_finishing_is_undone_like_all_else() {
    let finish = event("anna", 2, &[], Decision::Finish);
    let mut events = vec![event("anna", 1, &[], confirm("One", &["a#1"])), finish.clone()];
    let round = Round::new(&ReviewSettings::default(), &events);
    assert!(!round.hides_from(&coder("anna")) && round.hides_from(&coder("bob")) && !round.is_open());
    events.push(event("bob", 1, &[("anna", 2)], Decision::Undo { of: finish.id }));
    assert_eq!(Round::new(&ReviewSettings::default(), &events).waiting(), [&coder("anna")]);
}
