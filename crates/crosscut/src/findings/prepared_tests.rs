//! Tests of prepared results: what follows decision after decision is what is made anew.

use super::*;
use crate::fixture::{candidate, clauses, results};
use crosscut_decisions::fixture::history;
use proptest::prelude::*;

proptest! {
    /// A new extraction holds two of the clauses no longer, and one elsewhere, so that some are found again, some not.
    #[test]
    fn a_matrix_that_follows_another_is_as_one_made_anew(
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
        let prepared = Prepared::new(results(now, sets.into()));
        let mut before: (Matrix, Made) = Default::default();
        for count in 0..=events.len() {
            let state = State::fold(&events[..count]);
            let placed = prepared.place_after(&state, &before.1);
            let anew = prepared.place(&state);
            prop_assert_eq!(format!("{:?}", placed.elements), format!("{:?}", anew.elements));
            prop_assert_eq!(&placed.elsewhere, &anew.elsewhere);
            let standings = prepared.standings(&placed);
            let next = prepared.matrix_after(&placed, &standings, before);
            prop_assert_eq!(&next.0, &prepared.matrix(&anew));
            before = next;
        }
    }
}
