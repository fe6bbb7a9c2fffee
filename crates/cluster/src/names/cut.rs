//! A line cut to the length of a name: where it can be, at the end of a whole phrase.

use super::line::{Known, bare};
use super::whole::points_away;
use crosscut_text::Language;
use crosscut_text::lexicon::is_conjunction;
use crosscut_text::strength::is_condition;

/// Words that are not worth a sign that something is missing.
const REST: usize = 3;
/// Words that carry a topic, which a phrase has at least before what follows may be left out.
const WHOLE: usize = 4;
/// The same of what is asked, where its beginning alone may be all that a set shares: "refuse treatment".
const CORE: usize = 2;
/// Words of an enumeration before which its last member is looked for.
const MEMBERS: usize = 8;
/// Words of a purpose among which it points to something else.
const PURPOSE: usize = 5;
/// Topics by which a whole phrase may be longer than asked for.
const LATER: usize = 3;

/// The first words, until about `content` of them carry a topic; never ending in a small word. What ends before something
/// that could be left out, a further point, a place, a bound, is whole where it holds the verb of what is asked and what it
/// is about; all else ends in "…".
pub(crate) fn cut(text: &str, asks: bool, content: usize, known: Known<'_>) -> String {
    if !text.contains(' ') {
        // Without spaces two signs are about a word.
        let short: String = text.chars().take(3 * content).collect();
        if short.len() == text.len() {
            return short;
        }
        let part = short.rfind(['，', '、', '؛']).filter(|&end| short[..end].chars().count() > content);
        return part.map_or_else(|| format!("{short}…"), |end| short[..end].to_owned());
    }
    let all: Vec<&str> = text.split_whitespace().collect();
    let mut topics = (0..all.len()).filter(|&at| !known.is_small(all[at]));
    let Some(last) = topics.nth(content.saturating_sub(1)).filter(|last| all.len() - last > 1 + REST) else {
        return text.to_owned();
    };
    let whole = Whole::of(&all, asks, content, known);
    if let Some(end) = whole.end(last + 1) {
        return all[..end].join(" ").trim_end_matches(',').to_owned();
    }
    let end = last + 1;
    let clause_end = (content / 2..end).rev().find(|&at| all[at].ends_with(','));
    let end = clause_end.filter(|at| at + 3 > end).map_or(end, |at| at + 1);
    let kept = (1..=end).rev().find(|&end| !known.is_small(all[end - 1])).unwrap_or(end);
    format!("{}…", all[..kept].join(" ").trim_end_matches([',', '-', '–', '—']))
}

/// The beginnings of a line that are whole and have at most about `content` words that carry a topic, the shortest first: a set
/// may share no more of it.
pub(crate) fn wholes(text: &str, asks: bool, content: usize, known: Known<'_>) -> Vec<String> {
    let all: Vec<&str> = text.split_whitespace().collect();
    // What only says when or where has its sentence still before it.
    if !asks && known.is_aside(&all) {
        return Vec::new();
    }
    let mut whole = Whole::of(&all, asks, content, known);
    whole.topics = if asks { CORE } else { WHOLE }.min(content);
    (1..all.len())
        .take_while(|&end| known.topics(&all[..end]) <= content + LATER)
        .filter(|&end| whole.ends_at(end))
        .map(|end| all[..end].join(" ").trim_end_matches(',').to_owned())
        .collect()
}

/// Where a line may end and be whole.
struct Whole<'l> {
    all: &'l [&'l str],
    known: Known<'l>,
    /// Its first words, which hold the verb and are not enough alone.
    least: usize,
    topics: usize,
    /// Words that belong to an enumeration which is not at its end.
    listed: Vec<bool>,
}

impl<'l> Whole<'l> {
    fn of(all: &'l [&'l str], asks: bool, content: usize, known: Known<'l>) -> Self {
        let verb = if asks { Some(0) } else { known.act_in(all) };
        // In German the verb that is missing comes last.
        let least = verb.map_or(if known.language == Language::German { all.len() } else { 0 }, |at| at + 1);
        Self { all, known, least, topics: WHOLE.min(content), listed: listed(all, known) }
    }

    /// The last end up to `most` words, outside of clauses about a noun, conditions and bounds where there is one; a little later if
    /// that is far off, for then what follows is a topic of its own.
    fn end(&self, most: usize) -> Option<usize> {
        let all = self.all;
        let clause = (self.least.max(1)..most).find(|&at| self.opens(at));
        let outside = (1..=clause.unwrap_or(most).min(most)).rev().find(|&end| self.ends_at(end));
        let end = outside.or_else(|| (1..=most).rev().find(|&end| self.ends_at(end)));
        let topics = |end: usize| self.known.topics(&all[..end]);
        let later = (most + 1..=all.len())
            .take_while(|&end| topics(end) <= topics(most) + LATER)
            .find(|&end| end == all.len() || self.ends_at(end));
        match (end, clause, later) {
            (Some(end), None, Some(later)) if topics(end) + LATER <= topics(most) => Some(later),
            (None, None, later) => later,
            _ => end,
        }
    }

    fn ends_at(&self, end: usize) -> bool {
        let Self { all, known, .. } = self;
        let opens = || {
            known.is_aside(&all[end..])
                || self.opens(end)
                || self.is_pointing_purpose(end)
                || known.is_point(all, end)
                || self.is_first_thing(end)
                || known.is_short_clause(all, end)
        };
        // "in accordance with": the preposition goes on.
        let within =
            end > 1 && known.is_aside(&all[end - 2..]) && known.is_aside(&all[end..]) && !self.opens(end);
        // "to keepers and keepers | of boats": the second needs what follows.
        let again = end > 2
            && is_conjunction(all[end - 2])
            && bare(all[end - 3]).to_lowercase() == bare(all[end - 1]).to_lowercase();
        !known.is_small(all[end - 1])
            && !again
            // "prior | to": it goes on.
            && (!known.is_aside(&all[end - 1..]) || self.opens(end))
            && (!self.listed[end - 1] || self.is_first_thing(end))
            && !within
            // "efforts to prevent | and mend": what is mended is prevented.
            && !(end > 1 && known.marks_infinitive(all[end - 2]))
            && !self.shares_object(end)
            && !self.is_suspended(end)
            && !self.closes_bound(end)
            && !known.hangs(all, end - 1)
            && end > self.least
            && known.topics(&all[..end]) >= self.topics
            && !known.is_within_name(all, end)
            && !known.lacks_verb(all, end)
            && !known.needs_clause(all, end)
            && !known.is_within_bound(all, end)
            && opens()
    }

    /// Whether the first member of an enumeration ends at a place and is a thing, no quality of one, nor what is done: "violence
    /// against women, …".
    fn is_first_thing(&self, end: usize) -> bool {
        let Self { all, known, listed, .. } = self;
        let first = listed[end - 1] && (end < 2 || !listed[end - 2]);
        let marked = end > 1 && known.marks_infinitive(all[end - 2]);
        // "an open, lasting lamp".
        let article = |word: &str| known.words.is_some_and(|words| words.is_indefinite(word));
        let quality = end > 1 && article(all[end - 2]);
        first && !marked && !quality && !known.is_verb(all[end - 1]) && !self.are_qualities(end)
    }

    /// Whether the last of several things to do ends at a place: "to light, mend or sell | lamps".
    fn shares_object(&self, end: usize) -> bool {
        let Self { all, known, .. } = self;
        let joined = end.checked_sub(2).filter(|&at| at > 0 && is_conjunction(all[at]));
        let before = joined.map(|at| all[..at - 1].iter().rposition(|word| !word.ends_with(',')));
        before.flatten().is_some_and(|before| known.marks_infinitive(all[before]))
    }

    /// Whether what ends at a place only says within which bounds, between two commas: "act, in line with its law, | to light lamps".
    fn closes_bound(&self, end: usize) -> bool {
        let Self { all, known, .. } = self;
        let comma = |at: usize| all[at].ends_with(',');
        let start = (1..end).rev().find(|&at| comma(at - 1)).filter(|_| comma(end - 1));
        start.is_some_and(|start| known.is_bound(&all[start..end]))
    }

    /// Whether a purpose begins at a place that only points to what was said before: "light lamps | to reach these aims".
    fn is_pointing_purpose(&self, at: usize) -> bool {
        let rest = &self.all[at..self.all.len().min(at + PURPOSE)];
        let end = rest.iter().position(|word| word.ends_with(',')).map_or(rest.len(), |end| end + 1);
        self.known.marks_infinitive(rest[0]) && points_away(&rest[..end], self.known)
    }

    /// Whether what follows a place is needed by more than the word before it, "a fee | for, or the sale of, lamps", or a
    /// further verb has nothing yet: "light lamps and report | to keepers".
    fn is_suspended(&self, end: usize) -> bool {
        let Self { all, known, .. } = self;
        let Some(next) = all.get(end) else { return false };
        let joins = next.ends_with(',') && known.is_small(next) && known.is_aside(&[bare(next)]);
        let second = end > 2 && is_conjunction(all[end - 2]) && !known.is_small(all[end - 3]);
        let verb = second && known.is_verb(all[end - 1]) && !all[end - 1].ends_with(',');
        joins || verb && known.is_aside(&all[end..])
    }

    /// Whether the last member of an enumeration that goes on at a place has a word behind it, as the last quality has its
    /// noun: "racial, ethnic or regional origin".
    fn are_qualities(&self, at: usize) -> bool {
        let Self { all, known, .. } = self;
        let topic = |at: usize| all.get(at).is_some_and(|word| !known.is_small(word));
        let joined = (at..all.len().min(at + MEMBERS)).find(|&at| is_conjunction(all[at]));
        joined.is_some_and(|joined| {
            let closed = all.get(joined + 1).is_some_and(|word| word.ends_with(','));
            !closed && topic(joined + 1) && topic(joined + 2) && !known.is_aside(&all[joined + 2..])
        })
    }

    /// Whether what begins at a place is no part of what is asked: a clause about a noun, a condition, a bound.
    fn opens(&self, at: usize) -> bool {
        self.known.opens_clause(self.all, at)
            || is_condition(self.all[at], self.known.language)
            || self.known.is_bound(&self.all[at..])
    }
}

/// Which words belong to an enumeration, "direct, indirect and other losses": from its first comma to the word that joins
/// its last member. What a comma sets apart besides, "lamps, which are lit, and", belongs to none.
fn listed(all: &[&str], known: Known<'_>) -> Vec<bool> {
    let mut inside = false;
    (0..all.len())
        .map(|at| {
            let goes_on = all[at].ends_with(',') && all.get(at + 1).is_some();
            if goes_on && !known.is_aside(&all[at + 1..]) && !known.is_point(all, at + 1) {
                inside = true;
            } else if inside && at > 0 && !goes_on && is_conjunction(all[at - 1]) {
                inside = false;
            }
            inside
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::form::form_words;

    fn english<'a>(act: Option<&'a str>) -> Known<'a> {
        let language = Language::English;
        Known { language, words: form_words(language), act, actor: None, led: false }
    }

    fn short(text: &str) -> String {
        cut(text, true, 8, english(None))
    }

    #[test]
    fn a_long_clause_ends_after_a_word_that_carries_a_topic() {
        let text = "Operators keep lists of networks of the people of the old town of the keys of the doors of the \
                    lamps of the harbour of the north.";
        let found = short(text);
        assert!(found.ends_with('…') && found.len() < 90, "{found}");
        assert_eq!(short("Protect keys"), "Protect keys");
    }

    #[test]
    fn where_a_phrase_is_whole_nothing_seems_to_be_missing() {
        for (text, whole) in [
            (
                "Keep intact all notices of the lamps in the harbour and all other notices that refer to the keys of keepers on winter nights",
                "Keep intact all notices of the lamps in the harbour and all other notices",
            ),
            (
                "Report wrecks near the harbour to the keeper in accordance with the rules on lamps and boats of winter",
                "Report wrecks near the harbour to the keeper",
            ),
            (
                "Offer the keepers of every harbour a lamp for the winter nights that storms make longer than all others",
                "Offer the keepers of every harbour a lamp for the winter nights",
            ),
            (
                "Give lamps for winter nights to poor keepers and keepers in need of oil for the lamps of the harbour of the north",
                "Give lamps for winter nights to poor keepers and keepers in need of oil",
            ),
            (
                "Disclose wrecks of boats, nets, lamps and bells to the keepers on the days after storms of long winters in the north",
                "Disclose wrecks of boats, nets, lamps and bells to the keepers on the days",
            ),
            (
                "Pay the keepers of every harbour lamp, which are bound to be awake at night during all winter months",
                "Pay the keepers of every harbour lamp",
            ),
        ] {
            assert_eq!(short(text), whole);
        }
        let joined = "缔约国应当采取必要措施保护个人数据，并且报告所有严重事件以及其他有关事项";
        assert_eq!(cut(joined, false, 8, english(None)), "缔约国应当采取必要措施保护个人数据");
        for (language, text, whole) in [
            (
                Language::French,
                "Protéger les phares et les lampes des ports contre les tempêtes de l'hiver au cours des longues nuits sans lune du nord",
                "Protéger les phares et les lampes des ports contre les tempêtes de l'hiver",
            ),
            (
                Language::Spanish,
                "Proteger los faros y las lámparas de los puertos contra las tormentas del invierno durante las largas noches sin luna del norte",
                "Proteger los faros y las lámparas de los puertos contra las tormentas del invierno",
            ),
        ] {
            let known = Known { language, words: form_words(language), ..english(None) };
            assert_eq!(cut(text, true, 7, known), whole);
        }
        let adopted = "Set the fines for breaches of national rules on lamps adopted pursuant to this rule and take measures to see them paid";
        assert_eq!(short(adopted), "Set the fines for breaches of national rules on lamps");
        let half = "Ensure that keepers held liable in accordance with the rules on lamps are subject to a fine of ten coins";
        assert!(short(half).ends_with('…'), "{}", short(half));
        let subject = "The keepers of all the harbour lamps, who are awake on winter nights, are paid by the town council of the old harbour every spring";
        assert!(cut(subject, false, 8, english(Some("paid"))).ends_with('…'));
        let listed = "No keeper is liable for direct, indirect, incidental or consequential losses of boats and nets in the winter storms of past years";
        assert!(!short(listed).ends_with("incidental"), "{}", short(listed));
    }

    #[test]
    fn a_line_has_several_beginnings_and_each_is_whole() {
        for (asks, text, found) in [
            (
                true,
                "Refuse treatment with lamps, to the extent permitted by law of the harbour",
                &["Refuse treatment", "Refuse treatment with lamps"][..],
            ),
            (
                true,
                "Refuse treatment, to the extent that the law of the harbour permits",
                &["Refuse treatment"],
            ),
            (
                true,
                "Refuse treatment to the fullest extent permitted by law of the harbour",
                &["Refuse treatment"],
            ),
            (true, "Refuse treatment, in the cases which the harbour lists", &["Refuse treatment"]),
            (
                true,
                "Refuse treatment in accordance with the law in the harbour",
                &["Refuse treatment", "Refuse treatment in accordance with the law"],
            ),
            (
                true,
                // "is fair | to": a quality behind a helping verb may need what follows.
                "Conduct harbour business in a manner that is fair to keepers",
                &["Conduct harbour business"],
            ),
            (
                true,
                "Conduct harbour business in a manner that keeps lamps lit in storms",
                &["Conduct harbour business", "Conduct harbour business in a manner that keeps lamps lit"],
            ),
            (
                true,
                "Use all lamps of the harbour to reach these aims and others",
                &["Use all lamps of the harbour"],
            ),
            (true, "Take action, in line with national law, to keep lamps lit in storms", &["Take action"]),
            // "for, or": what is let follows.
            (true, "Choose to charge a fee for, or forbid, the use of lamps", &[]),
            (
                true,
                "Support the keepers of lamps and report to the harbour in storms",
                &["Support the keepers of lamps", "Support the keepers of lamps and report to the harbour"],
            ),
            (
                true,
                "Continue efforts to prevent and reduce wrecks in storms",
                &["Continue efforts to prevent and reduce wrecks"],
            ),
            (
                true,
                "Tell keepers about lamps and management of oil in winter",
                &["Tell keepers", "Tell keepers about lamps and management of oil"],
            ),
        ] {
            assert_eq!(wholes(text, asks, 8, english(None)), found, "{text}");
        }
    }

    proptest::proptest! {
        /// Whatever the words, a name is their beginning, and no longer than a little more than asked for.
        #[test]
        fn a_name_is_the_beginning_of_its_line(
            line in proptest::collection::vec(proptest::sample::select(vec![
                "lamps", "keepers,", "report", "and", "or", "which", "that", "in", "accordance", "with", "is", "lit", "of",
                "the", "to", "where", "Harbour", "kept", "(a)", ",", "—",
            ]), 1..40),
            content in 1usize..10,
            asks: bool,
        ) {
            let text = line.join(" ");
            let known = english(Some("report"));
            let name = cut(&text, asks, content, known);
            let said = name.trim_end_matches('…');
            proptest::prop_assert!(text.starts_with(said), "{text}: {name}");
            let words: Vec<&str> = said.split_whitespace().collect();
            proptest::prop_assert!(name == text || known.topics(&words) <= content + LATER, "{text}: {name}");
            for whole in wholes(&text, asks, content, known) {
                let last = whole.split_whitespace().next_back().unwrap_or_default();
                proptest::prop_assert!(text.starts_with(&whole) && whole.len() < text.len(), "{text}: {whole}");
                proptest::prop_assert!(!known.is_small(last) && !super::is_conjunction(last), "{text}: {whole}");
            }
            let short = super::super::brief::brief(&text, known, content);
            proptest::prop_assert!(short.split_whitespace().count() <= line.len(), "{text}: {short}");
        }
    }
}
