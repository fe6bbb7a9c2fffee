//! Names of sets, read whole.

use super::*;
use crate::Compared;
use crate::testing::clauses;
use crosscut_text::{Clause, Strength};

fn named(given: &[Clause], nodes: &[u32]) -> Name {
    let corpus = Corpus::of(Compared::new(given, None));
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    Names::new(&corpus, &words, &reader).name(nodes)
}

#[test]
fn names_are_in_the_language_that_most_clauses_are_in() {
    let mut given = clauses(&[
        ("pact", "The Parties support the coordinated disclosure of vulnerabilities."),
        ("pact", "Ships carry a lantern."),
        ("charter", "We support coordinated disclosure of vulnerabilities."),
        ("charter", "Cyclists are given free tea on Sundays."),
        ("appel", "La divulgation responsable des vulnérabilités, les acteurs la soutiennent."),
        ("appel", "La divulgation responsable des failles et des vulnérabilités est soutenue."),
    ]);
    given[4].language = Language::French;
    given[5].language = Language::French;
    // Nodes go by agreement: the call in French, the charter, the pact.
    assert!(named(&given, &[0, 4, 1, 2]).labels[0].contains("coordinated disclosure"));
    assert!(named(&given, &[0, 1]).labels[0].contains("divulgation"), "{:?}", named(&given, &[0, 1]));
}

#[test]
fn a_heading_names_a_set_only_if_its_clauses_bear_it_out() {
    let mut given = clauses(&[
        ("a", "Each Party shall report serious incidents to its authority within a day."),
        ("b", "Operators report every serious incident to the team."),
    ]);
    // Where nothing is asked, what it is about is all.
    given[0].heading = Some("Serious incidents".into());
    assert_eq!(named(&given, &[0, 1]).labels[0], "Serious incidents");
    for (clause, actor) in given.iter_mut().zip(["Each Party", "Operators"]) {
        (clause.strength, clause.act) = (Some(Strength::Shall), Some("report".into()));
        clause.actor = Some(actor.into());
    }
    let may = |given: &[Clause], label: &str| {
        let corpus = Corpus::of(Compared::new(given, None));
        let reader = Reader::new(corpus.language.iter().copied());
        let words = Words::of(&corpus, &reader);
        let scored = Names::new(&corpus, &words, &reader).scored(&[0, 1]);
        scored.iter().any(|scored| scored.text == label)
    };
    for heading in ["Serious incidents", "Serious incidents."] {
        given[0].heading = Some(heading.into());
        assert!(may(&given, "Serious incidents"));
        // It says what it is about and not what it asks.
        assert_eq!(named(&given, &[0, 1]).labels[0], "Report serious incidents");
    }
    for other in ["Incidents", "Harbour dues", "Report of the session", "Serious incidents (12)"] {
        given[0].heading = Some(other.into());
        assert!(!may(&given, other));
    }
}

#[test]
fn no_set_is_called_after_a_figure_of_one_clause() {
    let text = |hours: &str| format!("Each Party shall report serious incidents within {hours} hours.");
    let texts = [text("24"), text("48"), text("72")];
    let given = clauses(&[("a", texts[0].as_str()), ("b", texts[1].as_str()), ("c", texts[2].as_str())]);
    let labels = named(&given, &[0, 1, 2]).labels;
    assert_eq!(labels[0], "Each Party shall report serious incidents within … hours");
    // Nor if another set has that name.
    assert!(!labels.iter().any(|label| label.contains(char::is_numeric)), "{labels:?}");
    let given = clauses(&[("a", texts[0].as_str()), ("b", texts[0].as_str()), ("c", texts[2].as_str())]);
    assert_eq!(
        named(&given, &[0, 1, 2]).labels[0],
        "Each Party shall report serious incidents within 24 hours"
    );
}

#[test]
fn a_set_is_called_after_a_clause_that_asks_and_names_nobody_alone() {
    let demands = [
        ("a", "Connect schools with Jamaica by the cables of the harbour.", Strength::Shall),
        ("b", "By connecting schools, the cables of the harbour serve many.", Strength::Shall),
        ("c", "The cables of the harbour connect schools.", Strength::Statement),
        ("d", "Each Party shall connect its schools to the cables of the nearest harbour.", Strength::Shall),
        ("e", "Cyclists are given free tea on Sundays.", Strength::Statement),
        ("f", "Ships carry a lantern by night.", Strength::Statement),
    ];
    let mut given = clauses(&demands.map(|(agreement, text, _)| (agreement, text)));
    for (clause, (.., strength)) in given.iter_mut().zip(demands) {
        clause.strength = Some(strength);
    }
    let label = named(&given, &[0, 1, 3]).labels[0].clone();
    assert_eq!(label, "Each Party shall connect its schools to the cables of the nearest harbour");
}

#[test]
fn whom_it_asks_is_named_where_that_is_not_everybody() {
    let mut given = clauses(&[
        ("a", "The treasurer shall keep the books of the harbour and count its coins."),
        ("b", "The treasurer keeps the books of the harbour, counts its coins and reports them."),
    ]);
    (given[0].strength, given[0].act) = (Some(Strength::Shall), Some("keep".into()));
    given[0].actor = Some("The treasurer".into());
    let labels = named(&given, &[0, 1]).labels;
    assert_eq!(labels[0], "The treasurer shall keep the books of the harbour and count its coins");
    let short = "Treasurer: Keep the books of the harbour and count its coins".to_owned();
    assert!(labels.contains(&short), "{labels:?}");
}

#[test]
fn what_is_forbidden_keeps_the_words_that_forbid_it() {
    let mut given = clauses(&[
        ("a", "Light lamps by day;"),
        ("b", "Keepers must not light lamps by day."),
        ("c", "Ships carry a lantern by night."),
    ]);
    given[0].lead_in = Some("Keepers must not:".into());
    given[0].act = Some("light".into());
    for at in [0, 1] {
        given[at].strength = Some(Strength::Prohibition);
        given[at].actor = Some("Keepers".into());
    }
    assert_eq!(named(&given, &[0, 1]).labels[0], "Keepers must not light lamps by day");
}

#[test]
fn a_short_point_has_its_heading_where_another_agreement_bears_it_out() {
    let mut given = clauses(&[
        ("a", "Kinds of lamps concerned;"),
        ("b", "The register names the kinds of lamps of each harbour."),
        ("c", "Kinds of lamps are told by their colour."),
    ]);
    given[0].heading = Some("Register of harbours".into());
    given[0].lead_in = Some("The keeper enters:".into());
    let labels = named(&given, &[0, 1]).labels;
    assert!(labels.contains(&"Register of harbours: Kinds of lamps concerned".to_owned()), "{labels:?}");
    let labels = named(&given, &[0, 2]).labels;
    assert!(labels.contains(&"Kinds of lamps concerned".to_owned()), "{labels:?}");
}

#[test]
fn what_a_set_shares_may_be_said_in_a_further_sentence() {
    let given = clauses(&[
        ("a", "The harbour has grown over the years and so has its fleet. Keepers must report every wreck."),
        ("b", "Keepers report every wreck to the harbour."),
        ("c", "Ships carry a lantern by night."),
    ]);
    let labels = named(&given, &[0]).labels;
    assert!(labels.contains(&"Keepers must report every wreck".to_owned()), "{labels:?}");
}

#[test]
fn what_is_said_of_something_has_it_in_the_name() {
    let mut given = clauses(&[
        ("a", "accurate and kept up to date;"),
        ("b", "The lists of lamps are kept accurate and up to date."),
        ("c", "Ships carry a lantern by night."),
    ]);
    given[0].lead_in = Some("The lists of lamps shall be:".into());
    let labels = named(&given, &[0]).labels;
    assert_eq!(labels[0], "The lists of lamps shall be accurate and kept up to date");
}

#[test]
fn a_heading_that_is_only_somebody_is_no_name() {
    let mut given = clauses(&[
        ("a", "The harbour council keeps the lamps of the town and pays for their oil."),
        ("b", "The harbour council keeps lamps and pays for oil."),
        ("c", "The harbour council may dine."),
    ]);
    for clause in &mut given {
        clause.heading = Some("Harbour council".into());
    }
    let weight = |given: &[Clause]| {
        let corpus = Corpus::of(Compared::new(given, None));
        let reader = Reader::new(corpus.language.iter().copied());
        let words = Words::of(&corpus, &reader);
        let scored = Names::new(&corpus, &words, &reader).scored(&[0, 1]);
        scored.iter().find(|scored| scored.text == "Harbour council").map(|scored| scored.weight)
    };
    let before = weight(&given).expect("a heading that both clauses bear out");
    given[2].actor = Some("The harbour council".into());
    assert!(weight(&given).is_some_and(|weight| weight > before + 1.0));
}

#[test]
fn whom_one_clause_asks_does_not_name_a_set_of_others() {
    let mut given = clauses(&[
        ("a", "Keepers shall hold every lamp clean."),
        ("b", "Sailors shall hold every lamp clean."),
        ("c", "Wardens shall hold every lamp clean."),
    ]);
    for (clause, actor) in given.iter_mut().zip(["Keepers", "Sailors", "Wardens"]) {
        (clause.strength, clause.act) = (Some(Strength::Shall), Some("hold".into()));
        clause.actor = Some(actor.into());
    }
    assert_eq!(named(&given, &[0, 1, 2]).labels[0], "Hold every lamp clean");
    for clause in &mut given {
        clause.text = format!("{} shall not sell lamps.", clause.actor.clone().unwrap_or_default());
        (clause.strength, clause.act) = (Some(Strength::Prohibition), Some("sell".into()));
    }
    assert_eq!(named(&given, &[0, 1, 2]).labels[0], "Do not sell lamps");
}

#[test]
fn no_two_sets_have_one_name() {
    let name =
        |labels: &[&str]| Name { labels: labels.iter().map(|l| (*l).into()).collect(), ..Name::default() };
    let names = [name(&["Lamps"]), name(&["lamps", "Bells"]), name(&["Lamps"])];
    assert_eq!(unique(&names), ["Lamps", "Bells", "Lamps (2)"]);
}

#[test]
fn what_few_clauses_say_is_left_out_of_a_list() {
    let given = clauses(&[
        ("a", "Patients have the right to request or refuse a lamp."),
        ("b", "Patients have the right to refuse a lamp."),
        ("c", "A patient may refuse a lamp at any time."),
        ("d", "Ships carry a lantern by night."),
    ]);
    assert_eq!(named(&given, &[0, 1, 2]).labels[0], "Patients have the right to refuse a lamp");
    let labels = named(&given, &[0]).labels;
    assert!(labels.iter().any(|label| label.contains("request or refuse")), "{labels:?}");
    let corpus = Corpus::of(Compared::new(&given, None));
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let names = Names::new(&corpus, &words, &reader);
    let set = names.set(&[0, 1, 2]);
    let thinned: Vec<String> =
        names.forms(0).iter().filter_map(|form| names.thinned(form, 0, &set)).map(|form| form.text).collect();
    assert_eq!(thinned, ["Patients have the right to refuse a lamp"]);
}

#[test]
fn a_name_goes_on_where_its_clauses_do() {
    let given = clauses(&[
        ("a", "Keepers shall ensure access to lamps of the old harbour."),
        ("b", "Sailors shall ensure access to lamps on boats."),
        ("c", "Access to lamps shall be free."),
    ]);
    let corpus = Corpus::of(Compared::new(&given, None));
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let names = Names::new(&corpus, &words, &reader);
    let set = names.set(&[0, 1, 2]);
    assert!(set.is_open("Keepers shall ensure access", 0));
    assert!(!set.is_open("Keepers shall ensure access to lamps", 0));
}

#[test]
fn what_most_agreements_hold_is_counted_one_by_one() {
    // The slow way: words of each clause, looked for as they are written.
    let texts = [
        ("a", "Keepers light lamps and ring bells."),
        ("b", "Sailors light lamps."),
        ("c", "Wardens ring bells."),
        ("c", "Wardens light lamps."),
        ("d", "Ships carry lanterns."),
    ];
    let given = clauses(&texts);
    let corpus = Corpus::of(Compared::new(&given, None));
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let names = Names::new(&corpus, &words, &reader);
    let nodes = [0, 1, 2, 3, 4];
    let set = names.set(&nodes);
    for word in ["lamps", "bells", "light", "lanterns", "keepers"] {
        for (at, (own, _)) in texts.iter().enumerate() {
            let others: BTreeSet<&str> = texts.iter().map(|(a, _)| *a).filter(|a| a != own).collect();
            let holds =
                |a: &&&str| texts.iter().any(|(of, text)| *of == **a && text.to_lowercase().contains(word));
            let slow = others.iter().filter(holds).count() as f32 / others.len() as f32;
            for term in names.terms_of(word, 0) {
                assert!((set.borne(term, at) - slow).abs() < 1e-6, "{word} without {own}");
            }
        }
    }
}

#[test]
fn a_verb_inside_a_sentence_is_not_what_is_asked() {
    let mut given = clauses(&[
        ("a", "The plan tells the steps that keepers will take to light lamps."),
        ("b", "There shall be no trade in lamps by night."),
    ]);
    (given[0].strength, given[0].actor, given[0].act) =
        (Some(Strength::Shall), Some("keepers".into()), Some("take".into()));
    (given[1].strength, given[1].act) = (Some(Strength::Prohibition), Some("trade".into()));
    assert_eq!(
        named(&given, &[0]).labels[0],
        "The plan tells the steps that keepers will take to light lamps"
    );
    assert_eq!(named(&given, &[1]).labels[0], "There shall be no trade in lamps by night");
}

#[test]
fn a_line_without_a_verb_comes_after_one_that_says_what_is_asked() {
    let given = clauses(&[
        ("a", "News and views: We shall tell news and views apart."),
        ("b", "Writers tell news and views apart."),
        ("c", "Ships carry a lantern by night."),
        ("d", "Lanterns."),
    ]);
    assert_eq!(named(&given, &[0, 1]).labels[0], "Tell news and views apart");
    // Whatever the weights, one word of a list is no name.
    assert!(!named(&given, &[0, 1, 2]).labels.contains(&"Views".to_owned()));
    // "Further" is no verb here, and what is done alone asks for nothing.
    let mut given =
        clauses(&[("a", "Further, lighting and cleaning lamps will help keepers of the harbour at night.")]);
    (given[0].act, given[0].actor) = (Some("help".into()), Some("lighting and cleaning lamps".into()));
    assert_eq!(
        named(&given, &[0]).labels[0],
        "Lighting and cleaning lamps will help keepers of the harbour at night"
    );
}

#[test]
fn what_is_done_behind_a_list_of_examples_is_named_without_what_leads_to_it() {
    let mut given = clauses(&[
        ("a", "Lighting clean lamps at night"),
        ("b", "Lighting clean lamps at night"),
        ("c", "Ships carry a lantern by night."),
    ]);
    for clause in &mut given[..2] {
        clause.lead_in =
            Some("Work of keepers that adds to a safe and quiet harbour of all includes:".into());
        clause.strength = Some(Strength::Statement);
    }
    assert_eq!(named(&given, &[0, 1]).labels[0], "Lighting clean lamps at night");
}
