//! A grammar's table as it is written: settings, and lists of words by what they do.

use crate::Strength;

/// What a verb or phrase does to who is named with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// A duty, whose negation forbids: "shall".
    Duty,
    /// A duty, whose negation frees: "is obliged to".
    Obliged,
    /// A verb in the present, which is a duty only of those who can have one: "die Vertragsparteien führen".
    Present,
    /// Advice: "should".
    Should,
    /// Advice to somebody else: "recommends".
    Recommend,
    /// A duty laid on somebody else: "demands that".
    Demand,
    /// "encourages", "calls upon".
    Encourage,
    /// "may", "is entitled to".
    May,
    /// A duty that is lifted: "need not".
    Free,
    /// "refrains from".
    Refrain,
    /// "is prohibited".
    Ban,
}

impl Group {
    pub(super) const NAMES: [(&'static str, Self); 11] = [
        ("ban", Self::Ban),
        ("demand", Self::Demand),
        ("duty", Self::Duty),
        ("encourage", Self::Encourage),
        ("free", Self::Free),
        ("may", Self::May),
        ("obliged", Self::Obliged),
        ("present", Self::Present),
        ("recommend", Self::Recommend),
        ("refrain", Self::Refrain),
        ("should", Self::Should),
    ];

    /// The group that a section of a table lists.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(own, _)| *own == name).map(|(_, group)| *group)
    }

    /// How strongly it binds, as it is or negated.
    pub(super) fn strength(self, negated: bool) -> Strength {
        match (self, negated) {
            (Self::Duty | Self::Obliged | Self::Present | Self::Demand, false) => Strength::Shall,
            (Self::Duty | Self::Present | Self::Demand | Self::May | Self::Free, true) => {
                Strength::Prohibition
            }
            (Self::Should | Self::Recommend, false) => Strength::Should,
            (Self::Should | Self::Recommend | Self::Encourage, true) => Strength::Refrain,
            (Self::Encourage, false) => Strength::Encourage,
            (Self::May | Self::Free, false) | (Self::Obliged | Self::Ban, true) => Strength::May,
            (Self::Refrain, _) => Strength::Refrain,
            (Self::Ban, false) => Strength::Prohibition,
        }
    }

    /// Whether it is a modal verb or what is used like one.
    pub(super) fn is_modal(self) -> bool {
        matches!(self, Self::Duty | Self::Obliged | Self::Should | Self::May | Self::Free | Self::Ban)
    }

    /// Whether whom it asks is named after it: "urges States to".
    pub(super) fn addresses(self) -> bool {
        matches!(self, Self::Encourage | Self::Recommend | Self::Demand)
    }
}

/// What a word can be besides a demand: bits of [`Entry::senses`].
pub(super) mod sense {
    /// Negates the verb next to it.
    pub(in super::super) const NOT: u16 = 1;
    /// Negates the verb before it, some words off.
    pub(in super::super) const NOT_AFTER: u16 = 1 << 1;
    /// A subject that is nobody.
    pub(in super::super) const NOBODY: u16 = 1 << 2;
    /// "under no circumstances".
    pub(in super::super) const NEVER: u16 = 1 << 3;
    /// Opens a clause about a noun.
    pub(in super::super) const RELATIVE: u16 = 1 << 4;
    /// Opens what somebody says or wants, or a clause about a noun.
    pub(in super::super) const THAT: u16 = 1 << 5;
    /// Opens a condition, a time, a reason.
    pub(in super::super) const SUBORDINATE: u16 = 1 << 6;
    /// Says what the document holds true: what it says counts as the document's own words.
    pub(in super::super) const REPORT: u16 = 1 << 7;
    /// Also a noun after an article or a preposition.
    pub(in super::super) const NOUN: u16 = 1 << 8;
    /// A modal that is also a noun, after fewer words.
    pub(in super::super) const MODAL_NOUN: u16 = 1 << 9;
    /// The addressee is its subject: "are encouraged to".
    pub(in super::super) const PASSIVE: u16 = 1 << 10;
    /// Stands between the words of a phrase: "are hereby invited".
    pub(in super::super) const INSIDE: u16 = 1 << 11;
    /// Tells what somebody said: "experts noted that".
    pub(in super::super) const TOLD: u16 = 1 << 12;
    /// Any that opens a clause.
    pub(in super::super) const OPENERS: u16 = RELATIVE | THAT | SUBORDINATE;
}

/// A table as it is written: settings, then sections of entries that commas part.
pub(super) struct Table {
    text: &'static str,
    /// Names and entries.
    pub(super) sections: Vec<(&'static str, &'static str)>,
}

impl Table {
    pub(super) fn new(text: &'static str) -> Self {
        let sections = text.split("\n[").skip(1).filter_map(|section| section.split_once("]\n")).collect();
        Self { text, sections }
    }

    pub(super) fn setting(&self, name: &str) -> &'static str {
        let line = self.text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_default()
    }

    /// The entries of a section as they are written; none where the table has no such section.
    pub(super) fn raw(&self, name: &str) -> impl Iterator<Item = &'static str> {
        let found = self.sections.iter().find(|(own, _)| *own == name).map_or("", |(_, entries)| entries);
        split(found)
    }

    pub(super) fn words(&self, name: &str) -> Words {
        let mut words: Vec<String> = self.raw(name).map(plainly).collect();
        words.sort();
        Words(words)
    }
}

/// The entries of a section.
pub(super) fn split(entries: &'static str) -> impl Iterator<Item = &'static str> {
    entries.split([',', '\n']).map(str::trim).filter(|entry| !entry.is_empty())
}

/// A sorted list of words.
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.binary_search_by(|own| own.as_str().cmp(word)).is_ok()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A word as tables write it: small letters, one kind of apostrophe, no marks of Arabic vowels.
pub(super) fn plain(word: &str, into: &mut String) {
    into.clear();
    if word.is_ascii() {
        into.push_str(word);
        into.make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        match c {
            '’' => into.push('\''),
            _ if is_mark(c) => {}
            'أ' | 'إ' | 'آ' => into.push('ا'),
            _ if c.is_lowercase() || !c.is_alphabetic() => into.push(c),
            _ => into.extend(c.to_lowercase()),
        }
    }
}

/// Marks of Arabic that do not tell words apart: vowels, and what makes a line longer.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{652}')
}

/// The low byte of a letter, in small letters.
pub(super) fn low(letter: char) -> usize {
    let small = if letter.is_ascii() {
        letter.to_ascii_lowercase()
    } else {
        match letter {
            'أ' | 'إ' | 'آ' => 'ا',
            '’' => '\'',
            _ => letter.to_lowercase().next().unwrap_or(letter),
        }
    };
    small as usize & 0xff
}

/// An entry as it is looked up.
pub(super) fn plainly(entry: &str) -> String {
    let mut small = String::new();
    plain(entry, &mut small);
    small
}
