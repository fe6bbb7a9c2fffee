//! The words of a line that may become a name, and where one of its phrases ends.

use crosscut_text::Language;
use crosscut_text::form::{FormWords, sense};
use crosscut_text::lexicon::is_conjunction;
use crosscut_text::strength::{is_condition, is_relative, is_that, needs_a_sentence};

/// Words within which a bound says that it is one.
const BOUND: usize = 6;

/// What is known of the clause that a line comes from.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    pub(crate) language: Language,
    pub(crate) words: Option<&'k FormWords>,
    /// The verb of what is asked.
    pub(crate) act: Option<&'k str>,
    /// Of whom it is asked.
    pub(crate) actor: Option<&'k str>,
    /// Whether a lead-in comes before it, which its first word completes.
    pub(crate) led: bool,
}

impl Known<'_> {
    /// Whether a word carries no topic.
    pub(crate) fn is_small(&self, word: &str) -> bool {
        match self.words {
            Some(words) => words.is_small(word),
            None => word.chars().filter(|c| c.is_alphabetic()).count() < 4,
        }
    }

    /// Whether a word is a verb of what may be asked.
    pub(crate) fn is_verb(&self, word: &str) -> bool {
        let senses = self.words.map(|words| words.senses(word, 1)).unwrap_or_default();
        senses.iter().any(|sense| sense & (sense::ACTION | sense::IMPERATIVE) != 0)
    }

    /// How many of some words carry a topic.
    pub(crate) fn topics(&self, line: &[&str]) -> usize {
        line.iter().filter(|word| !self.is_small(word)).count()
    }

    /// Whether a word is the verb of what is asked.
    pub(crate) fn is_act(&self, word: &str) -> bool {
        self.act
            .and_then(|act| act.split_whitespace().next())
            .is_some_and(|act| bare(word).to_lowercase() == act.to_lowercase())
    }

    /// Where the verb of what is asked is written in a line.
    pub(crate) fn act_in(&self, line: &[&str]) -> Option<usize> {
        line.iter().position(|word| self.is_act(word))
    }

    /// Whether some words go on with what could be left out: where, when, with whom, on what; or a clause about the noun
    /// before them, a condition or a bound.
    pub(crate) fn is_aside(&self, line: &[&str]) -> bool {
        let Some(first) = line.first() else { return false };
        is_relative(first, self.language)
            || is_condition(first, self.language)
            || self.words.is_some_and(|words| words.is_break(&line[..line.len().min(4)].join(" ")))
            || self.is_bound(line)
    }

    /// Whether some words begin with what only says within which bounds: "in accordance with its law".
    pub(crate) fn is_bound(&self, line: &[&str]) -> bool {
        self.words.is_some_and(|words| words.is_hedge(&line[..line.len().min(BOUND)].join(" ")))
    }

    /// Whether a clause about a noun begins at a place, maybe with a word that could also open what a verb needs: "lamps that
    /// are lit", "in which they are lit", but "ensure that lamps are lit".
    pub(crate) fn opens_clause(&self, line: &[&str], at: usize) -> bool {
        let before = bare(line[at - 1]);
        let of_noun =
            !self.is_small(before) && !self.is_verb(before) && !needs_a_sentence(before, self.language);
        let relative = |at: usize| line.get(at).is_some_and(|word| is_relative(word, self.language));
        let led = self.is_small(line[at]) && relative(at + 1);
        relative(at) || led || of_noun && is_that(line[at], self.language)
    }

    /// Whether a word needs what follows: it ends as participles do and nothing before it makes a verb of it ("notices
    /// stating", but not "notices must be kept", nor "the training"), or it comes behind a helping verb: "are subject".
    pub(crate) fn hangs(&self, line: &[&str], at: usize) -> bool {
        let Some((words, before)) = self.words.zip(at.checked_sub(1).map(|at| bare(line[at]))) else {
            return false;
        };
        let participle = words.may_be_participle(bare(line[at])) && !words.is_small(before);
        participle || words.is_finite(before)
    }

    /// Whether a word is a helping verb that has a subject.
    pub(crate) fn is_finite(&self, word: &str) -> bool {
        self.words.is_some_and(|words| words.is_finite(bare(word)))
    }

    /// Whether a word marks an infinitive: "to".
    pub(crate) fn marks_infinitive(&self, word: &str) -> bool {
        self.words.is_some_and(|words| words.marks_infinitive(word))
    }

    /// Whether a proper name goes on at a place: "the Office | on Ships and Lamps".
    pub(crate) fn is_within_name(&self, line: &[&str], at: usize) -> bool {
        let is_name = |word: &str| bare(word).chars().next().is_some_and(char::is_uppercase);
        let next = line[at..].iter().find(|word| !self.is_small(word));
        // German writes every noun so, and the first word of a line is no name.
        at > 1
            && self.language != Language::German
            && is_name(line[at - 1])
            && next.is_some_and(|next| is_name(next))
    }

    /// Whether what only says within which bounds has begun before a place and has said nothing yet: "to the extent | permitted by
    /// law", "to the fullest extent | that law permits".
    pub(crate) fn is_within_bound(&self, line: &[&str], at: usize) -> bool {
        let clause = || self.opens_clause(line, at) || self.is_short_clause(line, at);
        (at.saturating_sub(BOUND)..at).filter(|&from| self.is_bound(&line[from..])).any(|from| {
            let begun = !self.is_bound(&line[from..at]);
            let ends = !self.is_bound(&line[from..at - 1]);
            begun || ends && clause()
        })
    }

    /// Whether a sentence that the verb needs ("ensure that lamps …") has its own verb still before it at a place, as far as
    /// helping verbs tell.
    pub(crate) fn lacks_verb(&self, line: &[&str], end: usize) -> bool {
        let opens =
            |at: &usize| is_that(line[*at], self.language) && !(*at > 0 && self.opens_clause(line, *at));
        let that = (0..end).find(opens);
        that.is_some_and(|that| {
            !line[that..end].iter().any(|word| self.is_finite(word))
                && line[end..].iter().any(|word| self.is_finite(word))
        })
    }

    /// Whether the clause that begins at a place tells which thing is meant before it: "in a manner | that is fair", "a system |
    /// which warns ships"; "…, to the extent | that law permits".
    pub(crate) fn needs_clause(&self, line: &[&str], at: usize) -> bool {
        let Some(words) = self.words else { return false };
        let quality = self.is_bound(&line[at..]) && !line[at - 1].ends_with(',');
        let clause = quality
            || self.opens_clause(line, at) && !line[at - 1].ends_with(',')
            || self.is_short_clause(line, at);
        let small = line[..at].iter().rposition(|word| self.is_small(word));
        // What a comma sets apart has one thing, and the clause says which.
        let before = line[..at - 1].iter().rposition(|word| !self.is_small(word) || word.ends_with(','));
        let apart = before.is_some_and(|before| {
            before + 2 < at && line[before].ends_with(',') && self.is_aside(&line[before + 1..])
        });
        clause && (apart || small.is_some_and(|small| words.is_indefinite(bare(line[small]))))
    }

    /// Whether a participle begins a clause about the noun before it at a place: "rules | adopted under", "notices | stating that".
    pub(crate) fn is_short_clause(&self, line: &[&str], at: usize) -> bool {
        let participle = self.words.is_some_and(|words| words.may_be_participle(bare(line[at])));
        let before = line[at - 1];
        let next = line.get(at + 1).is_some_and(|next| self.is_small(next) || self.is_aside(&line[at + 1..]));
        participle && next && !self.is_small(before) && !self.is_verb(before)
    }

    /// Whether a further point begins at a place, with a verb or a small word: "and the keys", "or report wrecks"; but not "and
    /// management of wrecks", nor "and report of wrecks".
    pub(crate) fn is_point(&self, line: &[&str], at: usize) -> bool {
        let Some(next) = line.get(at + 1).filter(|_| is_conjunction(line[at])) else { return false };
        let Some(words) = self.words else { return self.is_small(next) };
        // "new or revised lamps": a quality.
        let noun = line.get(at + 2).is_some_and(|of| words.is_genitive(bare(of)));
        let verb = words.is_plain_verb(bare(next)) && !words.may_be_participle(bare(next)) && !noun;
        self.is_small(next) || verb
    }

    /// Whether the verb of a line is its own, and not that of a clause about a noun: "interests that may matter" has none.
    pub(crate) fn has_main_verb(&self, line: &[&str]) -> bool {
        let act = self.act_in(line);
        let verb = (0..line.len()).find(|&at| self.is_finite(line[at]) || act == Some(at));
        verb.is_some_and(|verb| !(1..verb).any(|at| self.opens_clause(line, at)))
    }
}

/// How many words a text has; where no spaces part them, two signs count as one.
pub(super) fn length(text: &str) -> usize {
    match text.contains(' ') {
        true => text.split_whitespace().count(),
        false if text.chars().any(|c| c.is_ascii_alphabetic()) => 1,
        false => text.chars().count().div_ceil(2),
    }
}

/// A word without the signs around it.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
