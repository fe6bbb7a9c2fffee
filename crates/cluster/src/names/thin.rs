//! Names without what few clauses of their set say: members of a list go that hardly any other clause has. "Request or refuse
//! treatment" is "refuse treatment" where most only refuse.

use super::Names;
use super::asks::capitalised;
use super::forms::Form;
use super::line::bare;
use super::score::Set;
use crosscut_text::form::{FormWords, form_words};
use crosscut_text::lexicon::is_conjunction;

/// Members of a list, each a word, by their places in a line; the last is joined by a conjunction.
#[derive(Debug, PartialEq)]
struct List {
    members: Vec<usize>,
    joined: usize,
    loses: Loses,
}

impl Names<'_> {
    /// A form of a clause of a set without members of its lists that fewer than half of the other agreements have, where others
    /// are left.
    pub(super) fn thinned(&self, form: &Form, at: usize, set: &Set<'_>) -> Option<Form> {
        let node = set.nodes[at];
        let words = form_words(self.corpus.language[node as usize])?;
        let few = |word: &str| {
            let terms = self.terms_of(word, node);
            !terms.is_empty() && terms.iter().all(|&term| 2.0 * set.borne(term, at) < 1.0)
        };
        let text = thin(&form.text, words, few)?;
        // One word names too much.
        let terms = Some(self.terms_of(&text, node)).filter(|terms| terms.len() > 1)?;
        let flaws = self.without_length(form.flaws, &text, node);
        Some(Form { text, terms, flaws, ..form.clone() })
    }
}

/// A line without the members of its lists of which `few` is true; `None` where all stay.
fn thin(text: &str, words: &FormWords, few: impl Fn(&str) -> bool) -> Option<String> {
    let line: Vec<&str> = text.split_whitespace().collect();
    let mut kept = vec![true; line.len()];
    let mut signs: Vec<String> = line.iter().map(|&word| word.to_owned()).collect();
    for List { members, joined, loses } in lists(&line, words) {
        let stays = |at: usize| loses == Loses::First && members.last() == Some(&at);
        let (out, left): (Vec<usize>, Vec<usize>) =
            members.iter().copied().partition(|&at| !stays(at) && few(bare(line[at])));
        let Some((&last, others)) = left.split_last().filter(|_| !out.is_empty()) else { continue };
        if !keeps_article(&line, members[0], left[0]) {
            continue;
        }
        out.iter().for_each(|&at| kept[at] = false);
        kept[joined] = !others.is_empty();
        // Two are joined by the conjunction alone, and behind the last comes what came behind the list.
        let end = members.last().map(|&end| &line[end][bare(line[end]).len()..]).unwrap_or_default();
        signs[last] = format!("{}{end}", bare(line[last]));
        for (place, &at) in others.iter().enumerate() {
            let comma = if place + 1 < others.len() || others.len() > 1 { "," } else { "" };
            signs[at] = format!("{}{comma}", bare(line[at]));
        }
        // The conjunction stands before the last that is left.
        if !others.is_empty() && last < joined {
            kept[joined] = false;
            signs[last] = format!("{} {}", line[joined], signs[last]);
        }
    }
    if kept.iter().all(|kept| *kept) {
        return None;
    }
    let left = signs.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(word, _)| word);
    let text = left.collect::<Vec<_>>().join(" ");
    Some(capitalised(&text))
}

/// The lists in a line whose members are single words, and of which some may go.
fn lists(line: &[&str], words: &FormWords) -> Vec<List> {
    let topic = |at: usize| line.get(at).is_some_and(|word| !words.is_small(bare(word)) && is_plain(word));
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let mut members = Vec::new();
        let mut next = at;
        while topic(next) && line[next].ends_with(',') {
            members.push(next);
            next += 1;
        }
        if topic(next) && !line[next].ends_with(',') {
            members.push(next);
            next += 1;
        }
        let joined = next;
        let goes_on = line.get(joined).is_some_and(|word| is_conjunction(word)) && topic(joined + 1);
        if members.is_empty() || !goes_on {
            at += 1;
            continue;
        }
        let first = members[0];
        members.push(joined + 1);
        at = joined + 2;
        let loses = may_lose(line, first, at, words);
        if loses != Loses::None {
            found.push(List { members, joined, loses });
        }
    }
    found
}

/// Whether the article before a list fits the member that comes to stand behind it: "an objective", but not "an truthful".
fn keeps_article(line: &[&str], first: usize, now: usize) -> bool {
    let vowel = |at: usize| line[at].to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']);
    let article = first.checked_sub(1).is_some_and(|at| matches!(line[at], "a" | "an" | "A" | "An"));
    !article || vowel(first) == vowel(now)
}

/// A word, without signs but the comma behind it.
fn is_plain(word: &str) -> bool {
    word.trim_end_matches(',') == bare(word)
}

/// Which members of a list, from a place up to another, may go.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Loses {
    None,
    /// All but the last, which has what follows: "States and financial institutions".
    First,
    Any,
}

/// What a list may lose. Nothing where its words are parts of longer members ("care of lamps and use of oil"), where two need each
/// other ("between"), where a verb goes by their number, or where what follows belongs to the last alone ("or appear to").
fn may_lose(line: &[&str], first: usize, end: usize, words: &FormWords) -> Loses {
    let before = first.checked_sub(1).map(|at| bare(line[at]));
    let small = before.is_some_and(|word| words.is_small(word));
    let forbids =
        || words.refrain().is_some_and(|refrain| before.is_some_and(|word| refrain.ends_with(word)));
    // "disclose or use lamps", "to disclose or use lamps": both have what follows.
    let verbs = first == 0
        || before.is_some_and(|word| words.marks_infinitive(word) || words.is_finite(word))
        || small && forbids();
    let pair = before.is_some_and(|word| words.needs_both(word));
    let of_noun =
        small && first > 1 && before.is_some_and(|word| words.is_genitive(word) || words.is_break(word));
    // What stands before the first may be the first word of a longer member: "harbour lamps and boats".
    let asked = first == 1 && before.is_some_and(|word| words.is_plain_verb(word));
    if pair || !(verbs || small || asked) {
        return Loses::None;
    }
    let Some(after) = line.get(end).map(|word| bare(word)).filter(|_| !line[end - 1].ends_with(',')) else {
        return Loses::Any;
    };
    let last = bare(line[end - 1]);
    let open = words.may_be_participle(last) && words.is_break(after);
    let joins = words.is_genitive(after) || words.is_break(after);
    match words.is_small(after) {
        _ if is_conjunction(after) => Loses::Any,
        _ if words.is_finite(after) || words.marks_infinitive(after) || open => Loses::None,
        _ if verbs => Loses::Any,
        true if joins && !of_noun => Loses::Any,
        true => Loses::None,
        false => Loses::First,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Language;

    /// Of what words say about lists there is nothing else: each list is cut by hand.
    #[test]
    fn members_that_few_have_go_and_the_line_stays_one() {
        let english = form_words(Language::English).unwrap();
        for (text, few, left) in [
            ("Request or refuse treatment", "request", Some("Refuse treatment")),
            (
                "Do not disclose or use any confidential lists",
                "use",
                Some("Do not disclose any confidential lists"),
            ),
            (
                "Keep the lamps, boats, and nets of the harbour",
                "boats",
                Some("Keep the lamps and nets of the harbour"),
            ),
            ("Keep the lamps, boats, nets and bells", "bells", Some("Keep the lamps, boats, and nets")),
            ("Keep the lamps, boats and nets", "boats nets", Some("Keep the lamps")),
            ("Keep lamps and boats", "lamps boats", None),
            ("Keep lamps and boats", "", None),
            ("Choose between lamps and boats", "boats", None),
            ("Forbid the care of lamps and use of oil", "use", None),
            ("The lamp and boat are kept", "boat", None),
            ("Report what could influence or appear to influence lamps", "appear", None),
            ("Persuade other towns and financial houses", "financial", None),
            ("Persuade other towns and financial houses", "towns", Some("Persuade other financial houses")),
            ("State the aim of the call and specify the lamps", "specify", None),
            ("Speak in an open and truthful manner", "open", None),
            ("Keep a clean and bright lamp", "clean", Some("Keep a bright lamp")),
        ] {
            let found = thin(text, english, |word| few.split(' ').any(|few| few == word.to_lowercase()));
            assert_eq!(found.as_deref(), left, "{text}");
        }
    }
}
