//! Keys of clauses, made of their locators: the words by which people cite them.

use super::words::Part;
use crate::lexicon::Division;
use crate::{Clause, Eid};
use std::collections::BTreeMap;

/// A locator cut into its parts, in lower case: `["article 21", "2", "c"]`, `["annex i", "3"]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(Vec<String>);

impl Key {
    /// The key of a locator.
    pub(super) fn of(locator: &str) -> Self {
        let mut parts = Vec::new();
        for segment in locator.split(", ") {
            let (head, brackets) = segment.split_once('(').unwrap_or((segment, ""));
            let head = head.trim().to_lowercase();
            let (word, number) = head.split_once(' ').unwrap_or((head.as_str(), ""));
            match word {
                "" => {}
                "point" | "paragraph" if !parts.is_empty() => {
                    if !number.is_empty() {
                        parts.push(number.to_owned());
                    }
                }
                // "Section 4.2(a), 4.2.1" and points without a number of their own.
                _ => parts.push(format!("{word} {}", number.replace(' ', "")).trim_end().to_owned()),
            }
            let inside = brackets.split(['(', ')']).filter(|number| !number.is_empty());
            parts.extend(inside.map(|number| number.replace(' ', "").to_lowercase()));
        }
        Self(parts)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many parts name the article that it belongs to, or whatever unit with a word is innermost.
    pub(super) fn article(&self) -> usize {
        self.0.iter().rposition(|part| part.contains(' ')).map_or(0, |at| at + 1)
    }

    /// The first parts.
    pub(super) fn to(&self, depth: usize) -> Self {
        Self(self.0[..depth.min(self.0.len())].to_vec())
    }

    /// The number before that of the part after `depth`.
    pub(super) fn before(&self, depth: usize) -> Option<String> {
        let number = self.0.get(depth)?.rsplit(' ').next()?.parse::<u32>().ok()?;
        number.checked_sub(1).filter(|number| *number > 0).map(|number| number.to_string())
    }

    /// Adds a part; `word` in place of its own word.
    pub(super) fn push(&mut self, part: &Part, number: &str, word: Option<&str>) {
        let own = match part.level {
            Division::Paragraph | Division::Subparagraph | Division::Point => String::new(),
            named => named.label().to_lowercase(),
        };
        let word = word.unwrap_or(&own);
        self.0.push(format!("{word} {number}").trim_start().to_owned());
    }
}

/// The clauses of one agreement by their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    by_key: BTreeMap<Key, Eid>,
    /// Decimal numbers, which are unique by themselves; `None` for one that comes twice.
    decimals: BTreeMap<String, Option<Eid>>,
}

impl Places {
    pub(super) fn add(&mut self, clause: &Clause) {
        let key = Key::of(&clause.locator);
        let last = key.0.last().and_then(|part| part.rsplit(' ').next()).unwrap_or("");
        if last.contains('.') && last.starts_with(|c: char| c.is_ascii_digit()) {
            let eid = &clause.eid;
            let seen = self.decimals.entry(last.to_owned()).or_insert_with(|| Some(eid.clone()));
            *seen = seen.take().filter(|seen| seen == eid);
        }
        self.by_key.entry(key).or_insert_with(|| clause.eid.clone());
    }

    /// The clause at a key; or its first part, where it has no text of its own; or what holds it, as long as `least`
    /// parts are left.
    pub(super) fn at(&self, key: &Key, least: usize) -> Option<&Eid> {
        let mut key = key.clone();
        loop {
            if let Some(eid) = self.by_key.get(&key) {
                return Some(eid);
            }
            let below =
                self.by_key.range(key.clone()..).next().filter(|(next, _)| next.0.starts_with(&key.0));
            if let Some((_, eid)) = below {
                return Some(eid);
            }
            key.0.pop();
            if key.0.len() < least.max(1) {
                return None;
            }
        }
    }

    /// The clause with a decimal number that no other has.
    pub(super) fn decimal(&self, number: &str) -> Option<&Eid> {
        self.decimals.get(number)?.as_ref()
    }
}
