//! Tests of findings that follow others: what follows decision after decision is what is made anew.

use super::*;
use crate::fixture::{candidate, clauses, results};
use crosscut_decisions::State;
use crosscut_decisions::fixture::history;
use proptest::prelude::*;

proptest! {
    /// A new extraction holds two of the clauses no longer, and one elsewhere, so that some are found again, some not.
    #[test]
    fn findings_that_follow_others_are_as_those_made_anew(
        events in any::<bool>().prop_flat_map(history)
    ) {
        let now = clauses(&[
            ("a#7", "Parties shall report incidents."),
            ("a#2", "Parties shall train judges."),
            ("b#1", "States may report incidents."),
            ("b#2", "States should share warnings."),
            ("c#2", "Nobody pays dues."),
        ]);
        let sets = [candidate("One", &["a#2", "b#1"]), candidate("Two", &["b#2", "c#2", "a#2"])];
        let results = Arc::new(results(now, sets.into()));
        let mut next = Findings::default();
        for count in 0..=events.len() {
            let state = State::fold(&events[..count]);
            let anew = Findings::new(Arc::clone(&results), state.clone());
            next = if count == 0 { anew.clone() } else { next.after(state) };
            prop_assert_eq!(next.places(), anew.places());
            prop_assert_eq!(next.statuses(), anew.statuses());
            prop_assert_eq!(next.matrix(), anew.matrix());
            prop_assert_eq!(&next.additions, &anew.additions);
        }
    }
}
