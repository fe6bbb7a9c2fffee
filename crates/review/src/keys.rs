//! The one table of keys: what the script listens to, what the buttons show, what the help page lists.

/// A key and what it does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// The action, as buttons and links name it in `data-act`.
    pub(crate) act: &'static str,
    /// The key unless the coder chose another; letters in the case that is typed.
    pub(crate) key: &'static str,
    /// What it does, for people.
    pub(crate) what: &'static str,
    /// Where it works, as a heading of the help page.
    pub(crate) group: &'static str,
    /// Whether another key may be given to it.
    pub(crate) free: bool,
}

const fn key(group: &'static str, act: &'static str, key: &'static str, what: &'static str) -> Key {
    Key { act, key, what, group, free: true }
}

const fn fixed(group: &'static str, act: &'static str, key: &'static str, what: &'static str) -> Key {
    Key { act, key, what, group, free: false }
}

const DECIDE: &str = "On a card";
const MOVE: &str = "Navigation";
const MATRIX: &str = "In the matrix";
const ANY: &str = "Everywhere";

/// Every key, in the order of the help page.
pub(crate) const KEYS: &[Key] = &[
    key(DECIDE, "confirm", "c", "confirm the ticked clauses as one element"),
    key(DECIDE, "rename", "r", "change the name (Enter ends the edit)"),
    key(DECIDE, "reject", "x", "reject, then 1 to 5 for the reason"),
    key(DECIDE, "defer", "d", "decide later"),
    key(DECIDE, "merge", "m", "add the ticked clauses to another element"),
    key(DECIDE, "split", "s", "split: the ticked clauses and the others become two elements"),
    key(DECIDE, "move", "v", "move the ticked clauses to another element"),
    key(DECIDE, "note", "n", "write a note"),
    key(DECIDE, "outlier", "o", "report the clause in focus as an outlier"),
    fixed(DECIDE, "main", "Ctrl+Enter", "press the main button, also while you type"),
    fixed(
        DECIDE,
        "tick",
        "1–9",
        "tick or untick a clause (Space where the focus is); on a second look yes, no, not sure",
    ),
    key(MOVE, "next", "j", "next"),
    key(MOVE, "previous", "k", "previous"),
    fixed(MOVE, "column", "← →", "the next or previous clause"),
    key(MOVE, "marks", "h", "marks of shared words on or off"),
    key(MOVE, "page", "p", "show the clause on its page"),
    key(MATRIX, "absent", "a", "checked, absent: the cell that is chosen"),
    fixed(MATRIX, "cells", "← ↑ → ↓", "the next cell"),
    fixed(ANY, "go", "Ctrl+K", "go to an element, an agreement, a clause or an action"),
    key(ANY, "search", "/", "search"),
    key(ANY, "matrix", "g m", "matrix"),
    key(ANY, "queue", "g q", "queue"),
    key(ANY, "history", "g h", "history"),
    key(ANY, "undo", "u", "undo the last action"),
    fixed(ANY, "back", "Ctrl+Z", "undo the last action, as well"),
    key(ANY, "redo", "U", "redo"),
    key(ANY, "help", "?", "show this list"),
];

/// The table by its headings.
pub(crate) fn groups() -> Vec<(&'static str, Vec<&'static Key>)> {
    [DECIDE, MOVE, MATRIX, ANY]
        .into_iter()
        .map(|group| (group, KEYS.iter().filter(|key| key.group == group).collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_key_and_no_action_is_listed_twice() {
        let keys: BTreeSet<&str> = KEYS.iter().map(|key| key.key).collect();
        let acts: BTreeSet<&str> = KEYS.iter().map(|key| key.act).collect();
        assert_eq!((keys.len(), acts.len()), (KEYS.len(), KEYS.len()));
    }

    #[test]
    fn every_key_is_under_a_heading() {
        assert_eq!(groups().iter().map(|(_, keys)| keys.len()).sum::<usize>(), KEYS.len());
    }
}
