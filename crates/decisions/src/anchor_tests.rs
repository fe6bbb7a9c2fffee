//! Tests of anchors: what counts as the same clause, and what a person must look at.

use super::*;
use crate::fixture::{anchors, clauses};
use proptest::prelude::*;

const TEXTS: [(&str, &str); 6] = [
    ("a#1", "Each State shall report serious incidents to the other States without delay."),
    ("a#2", "Each State shall protect the energy networks that its hospitals and schools depend on."),
    ("a#3", "This Article applies accordingly."),
    ("a#4", "Each State should train its judges and prosecutors in electronic evidence."),
    ("a#5", "This Article applies accordingly."),
    ("b#1", "Each State shall protect the energy networks that its hospitals and schools depend on."),
];

fn found(old: &[(&str, &str)], id: &str, new: &[(&str, &str)]) -> Found {
    let anchor = anchors(&clauses(old), &[id]).remove(0);
    Finder::new(&clauses(new)).find(&anchor)
}

#[test]
fn an_anchor_keeps_what_is_needed_to_find_the_clause_again() {
    let anchor = anchors(&clauses(&TEXTS), &["a#2"]).remove(0);
    assert_eq!(anchor.quote, TEXTS[1].1);
    assert_eq!(anchor.prefix, "s to the other States without delay.".chars().skip(4).collect::<String>());
    assert_eq!(anchor.prefix.chars().count(), 32);
    assert_eq!(anchor.suffix, "This Article applies accordingly");
    assert_eq!((anchor.position, anchor.page), (TEXTS[0].1.len() + 1, Some(1)));
    let last = anchors(&clauses(&TEXTS), &["a#5"]).remove(0);
    assert_eq!(last.suffix, "", "the next clause is of another agreement");
    assert_eq!(Anchor::of(&clauses(&TEXTS), 6), None);
}

#[test]
fn the_same_clauses_are_found_where_they_were() {
    for (index, (id, _)) in TEXTS.iter().enumerate() {
        assert_eq!(found(&TEXTS, id, &TEXTS), Found::Same(index));
    }
}

#[test]
fn spacing_hyphens_case_quotes_and_how_it_ends_are_no_change() {
    let mut new = TEXTS;
    new[1].1 =
        "Each State shall  protect the “energy net-\u{ad}works” that its Hospitals and schools depend on";
    assert_eq!(found(&TEXTS, "a#2", &new), Found::Same(1));
}

#[test]
fn renumbered_articles_are_found_by_their_text() {
    let new: Vec<(&str, &str)> = vec![
        ("a#1", "A new first Article on definitions."),
        ("a#2", TEXTS[0].1),
        ("a#3", TEXTS[1].1),
        ("a#4", TEXTS[2].1),
        ("a#5", TEXTS[3].1),
    ];
    assert_eq!(found(&TEXTS, "a#1", &new), Found::Same(1));
    assert_eq!(found(&TEXTS, "a#2", &new), Found::Same(2));
}

#[test]
fn of_equal_texts_the_surroundings_decide() {
    let mut new = TEXTS.to_vec();
    new.insert(0, ("a#0", "A new first Article on definitions."));
    let new: Vec<(&str, &str)> = new
        .iter()
        .enumerate()
        .map(|(i, (_, text))| (["a#01", "a#02", "a#03", "a#04", "a#05", "a#06", "b#1"][i], *text))
        .collect();
    assert_eq!(found(&TEXTS, "a#3", &new), Found::Same(3));
    assert_eq!(found(&TEXTS, "a#5", &new), Found::Same(5));
}

#[test]
fn a_clause_that_moved_to_the_other_end_is_found() {
    let mut new = TEXTS;
    new[..5].reverse();
    assert_eq!(found(&TEXTS, "a#4", &new), Found::Same(1));
}

#[test]
fn a_small_change_of_wording_is_followed_and_a_large_one_asked_about() {
    let mut new = TEXTS;
    new[1] =
        ("a#9", "Each State shall protect the energy networks which its hospitals and schools depend on.");
    assert!(matches!(found(&TEXTS, "a#2", &new), Found::Changed(1, share) if share > 0.9));
    new[1] = (
        "a#9",
        "Each State shall protect the water and energy networks its hospitals depend on, as far as it can.",
    );
    assert!(matches!(found(&TEXTS, "a#2", &new), Found::Doubtful(1, share) if share < 0.9));
}

#[test]
fn whatever_else_changes_is_another_wording() {
    let old = "(a) Each Party shall report incidents within 72 hours to developing States, at 1.5 % of cost.";
    for same in [
        "(b)  each party shall REPORT inci-dents within 72 hours to developing States; at 1.5% of cost",
        "iv) Each Party shall report “incidents” within 72hours to developing States, at 1.5 % of cost.",
        "12. Each Party shall report incidents within 72 hours to developing States, at 1.5 % of cost.",
    ] {
        assert!(same_wording(old, same), "{same}");
    }
    for (from, to) in [
        ("72", "24"),
        ("72", "7 2"),
        ("72 hours", "72 hours 15"),
        ("1.5", "15"),
        ("1.5 %", "1.5 €"),
        ("developing", "landlocked"),
        ("shall", "should"),
        ("shall", "shall not"),
        ("to", "and to"),
        ("(a) Each", "No. Each"),
        ("report incidents within", "report, incidents within"),
        ("States,", "States"),
        ("72 hours", "(72 hours)"),
    ] {
        let new = old.replacen(from, to, 1);
        assert!(!same_wording(old, &new) && !same_wording(&new, old), "{new}");
        assert_eq!(found(&[("a#1", old)], "a#1", &[("a#1", &new)]).sure(), None, "{new}");
    }
    assert!(!same_wording("within 15 days", "within 1 5 days"));
    assert!(!same_wording("72小时内报告", "24小时内报告"));
    assert!(!same_wording("في غضون 72 ساعة", "في غضون 24 ساعة"));
}

#[test]
fn a_point_says_what_its_opening_words_make_of_it() {
    let led = |lead: &str| {
        let mut all = clauses(&TEXTS);
        all[1].lead_in = Some(lead.to_owned()).filter(|lead| !lead.is_empty());
        all
    };
    let then = led("The Parties shall:");
    let anchor = Anchor::of(&then, 1).unwrap();
    let find = |now: &[Clause]| Finder::new(now).find(&anchor);
    assert_eq!(find(&led("the parties SHALL")), Found::Same(1));
    for changed in ["The Parties shall not:", ""] {
        let now = led(changed);
        assert_eq!(find(&now), Found::Changed(1, 1.0), "{changed}");
        let (before, after) = anchor.wordings(&now[1]);
        assert!(before.starts_with("The Parties shall: ") && after.starts_with(changed), "{before} {after}");
    }
    // A log of before says nothing of them.
    let mut old = serde_json::to_value(&anchor).unwrap();
    assert_eq!(old.as_object_mut().unwrap().remove("lead_in").unwrap(), "The Parties shall:");
    let old: Anchor = serde_json::from_value(old).unwrap();
    assert_eq!(Finder::new(&led("The Parties shall not:")).find(&old), Found::Same(1));
}

#[test]
fn an_agreement_is_followed_under_its_new_name() {
    let anchor = anchors(&clauses(&TEXTS), &["a#2"]).remove(0);
    let new = clauses(&[("n#1", TEXTS[0].1), ("n#2", TEXTS[1].1), ("b#1", TEXTS[5].1)]);
    let renamed = BTreeMap::from([(crate::fixture::agreement("a"), crate::fixture::agreement("n"))]);
    let index = ClauseIndex::new(&new).with_renamed(renamed);
    assert!(index.has(&anchor.agreement) && !ClauseIndex::new(&new).has(&anchor.agreement));
    assert_eq!(Finder::over(&new, Arc::new(index)).find(&anchor), Found::Same(1));
    assert_eq!(Finder::new(&new).find(&anchor), Found::Orphan);
}

#[test]
fn a_changed_force_is_always_asked_about() {
    for text in [
        "Each State shall not protect the energy networks that its hospitals and schools depend on.",
        "Each State should protect the energy networks that its hospitals and schools depend on.",
    ] {
        let mut new = TEXTS;
        new[1].1 = text;
        let found = found(&TEXTS, "a#2", &new);
        assert!(matches!(found, Found::Changed(1, share) if share > 0.9), "{text}");
        assert_eq!(found.sure(), None);
    }
}

#[test]
fn what_is_gone_is_an_orphan_even_when_another_agreement_says_the_same() {
    let new = [TEXTS[0], TEXTS[2], TEXTS[3], TEXTS[5]];
    assert_eq!(found(&TEXTS, "a#2", &new), Found::Orphan);
    assert_eq!(found(&TEXTS, "a#2", &[]), Found::Orphan);
}

#[test]
fn the_same_id_with_another_text_is_not_taken_for_the_clause() {
    let mut new = TEXTS;
    new[1].1 = "The depositary is informed of every change of address.";
    assert_eq!(found(&TEXTS, "a#2", &new), Found::Orphan);
}

proptest! {
    #[test]
    fn no_text_is_too_odd_to_be_anchored_and_found(texts in prop::collection::vec("\\PC{1,80}", 1..8)) {
        let ids: Vec<String> = (0..texts.len()).map(|i| format!("a#{i}")).collect();
        let pairs: Vec<(&str, &str)> = ids.iter().zip(&texts).map(|(id, text)| (id.as_str(), text.as_str())).collect();
        let clauses = clauses(&pairs);
        let finder = Finder::new(&clauses);
        for index in 0..clauses.len() {
            let anchor = Anchor::of(&clauses, index).unwrap();
            prop_assert_eq!(finder.find(&anchor), Found::Same(index));
        }
    }

    #[test]
    fn words_added_anywhere_never_yield_another_clause_for_sure(cut in 0usize..12, word in "[a-z]{3,9}") {
        let mut words: Vec<&str> = TEXTS[1].1.split(' ').collect();
        words.insert(cut, &word);
        let text = words.join(" ");
        let mut new = TEXTS;
        new[1] = ("a#77", &text);
        let found = found(&TEXTS, "a#2", &new);
        prop_assert!(matches!(found, Found::Changed(1, _) | Found::Doubtful(1, _)), "{:?}", found);
    }
}
