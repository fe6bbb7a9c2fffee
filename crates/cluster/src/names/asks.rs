//! What a clause asks, shortened to a line: without its mark, asides in brackets, whom it asks, and the words that every
//! demand opens with.

use super::brief::{brief, without_condition};
use super::cut::cut;
use super::line::Known;
use crate::corpus::Corpus;
use crate::debris::without_closing_name;
use crosscut_text::form::{FormWords, form_words, sense};
use crosscut_text::lexicon::invisible::is_noise;
use crosscut_text::lexicon::{is_conjunction, roman};
use crosscut_text::strength::{is_condition, turns};
use crosscut_text::{Clause, Language, Strength};

/// Words before a verb that only name who is asked; more of them say when or why.
const SUBJECT: usize = 12;
/// Words of the longest bound that may come first.
const HEDGE: usize = 20;
/// Words before a verb where commas set apart what comes between.
const INTERRUPTED: usize = 48;

/// What a node asks, in about `content` words that carry a topic.
pub(crate) fn shortened(corpus: &Corpus<'_>, node: usize, content: usize) -> String {
    let clause = corpus.clauses[node];
    // A name is no quote: signs that cannot be seen or turn the text around them are left out of it.
    let text: String =
        clause.text[..without_closing_name(&clause.text)].chars().filter(|&c| !is_noise(c)).collect();
    let text = without_asides(without_mark(text.trim()));
    let language = corpus.language[node];
    let words = form_words(language);
    let led = !corpus.context[node].lead_in.is_empty();
    let known = Known { language, words, act: clause.act.as_deref(), actor: clause.actor.as_deref(), led };
    let sentence = without_condition(first_sentence(without_title(&text, known), words), known, content);
    let negated = matches!(clause.strength, Some(Strength::Prohibition | Strength::Refrain));
    let text = match &clause.act {
        // Without its modal verb a prohibition would ask for what it forbids.
        Some(act) if !negated => from_act(sentence, act, clause.actor.as_deref(), language),
        _ => sentence,
    };
    let cut_off = text.len() < sentence.len();
    let bare = words.map_or(text, |words| words.without_opening(text));
    // "promote and protect": what opens every demand is half of this one.
    let text = if bare.split_whitespace().next().is_some_and(is_conjunction) { text } else { bare };
    let text = without_leading_hedge(text, words);
    let text = without_conjunction(text);
    let text = if clause.text.trim_end().ends_with([':', '：']) { without_rest(text, words) } else { text };
    // Once its subject is gone there is none to be shortened.
    let known = Known { led: led || cut_off, ..known };
    let text = brief(&quiet(text), known, content);
    let asks = begins_with_verb(&text, known);
    capitalised(
        cut(&text, asks, content, known)
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !"…%)”\"".contains(c)),
    )
}

/// Without "77.51.", "(a)", "•" and the like at its beginning.
fn without_mark(text: &str) -> &str {
    let mut text = text;
    loop {
        // Where no spaces part words, all of it is one.
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if let Some(end) = glued_mark(first) {
            text = &text[end..];
            break;
        }
        let bare = first.trim_matches(|c: char| !c.is_alphanumeric());
        let closed = first.ends_with(['.', ')', ':', '-', '–', '—']) || first.starts_with('(');
        let numbered = bare.chars().all(|c| c.is_ascii_digit() || c == '.');
        let lettered = bare.chars().count() == 1 || roman::read(bare).is_some();
        let mark = bare.is_empty() || numbered || (closed && lettered);
        if !mark || rest.trim().is_empty() {
            break;
        }
        text = rest.trim_start();
    }
    text
}

/// Without what is said in brackets.
fn without_asides(text: &str) -> String {
    let mut depth = 0usize;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    // A bracket that never closes is no aside.
    if depth > 0 {
        kept = text.to_owned();
    }
    let spaced = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.replace(" ,", ",").replace(" .", ".").replace(" ;", ";")
}

/// Where the mark ends that a word is printed right behind, "c.the" or "(c)the"; "e.g." is none.
fn glued_mark(word: &str) -> Option<usize> {
    let end = word.find(['.', ')'])? + 1;
    let mark = word[..end - 1].trim_start_matches('(');
    let is_mark = mark.chars().all(char::is_alphanumeric)
        && (mark.chars().count() == 1 || mark.parse::<u8>().is_ok() || roman::read(mark).is_some());
    // Small letters, or those of a script that knows no others.
    let letters = word[end..].chars().take_while(|c| c.is_alphabetic() && !c.is_uppercase()).count();
    (is_mark && letters > 1).then_some(end)
}

/// Without an "and" that joins it to the point before it.
fn without_conjunction(text: &str) -> &str {
    let joined = text.split_once(char::is_whitespace);
    joined.filter(|(first, rest)| is_conjunction(first) && !rest.is_empty()).map_or(text, |(_, rest)| rest)
}

/// With an opening in capitals, "REAFFIRMING our commitment", written small. Its last words stay where they have few
/// letters: "WELCOMING EU efforts" names somebody.
fn quiet(text: &str) -> String {
    let capitals = |word: &&&str| !word.chars().any(char::is_lowercase);
    let words: Vec<&str> = text.split(' ').collect();
    let opening = words.iter().take_while(capitals).count();
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 4;
    let small = words[..opening].iter().rposition(long).map_or(0, |last| last + 1);
    let quiet = words[..small].iter().map(|word| word.to_lowercase());
    quiet.chain(words[small..].iter().map(|word| (*word).to_owned())).collect::<Vec<_>>().join(" ")
}

/// From the verb of what is asked on, where only who is asked comes before it, and nothing that turns its sense.
fn from_act<'t>(text: &'t str, act: &str, actor: Option<&str>, language: Language) -> &'t str {
    let starts = text.match_indices(act).map(|(at, _)| at);
    // Where no spaces part words, every place is between two.
    let joined = !text.contains(' ');
    let whole = |at: &usize| joined || !text[..*at].chars().next_back().is_some_and(char::is_alphanumeric);
    let Some(at) = starts.into_iter().find(whole) else { return text };
    let (before, after) = text.split_at(at);
    // "all who find": a small word is no verb, whatever the grammar made of it.
    let small = form_words(language)
        .and_then(|words| words.senses(act, 1).first().copied())
        .is_some_and(|senses| senses & sense::STOP != 0);
    // "promote and protect": the first of two verbs is asked as well.
    let second = before.split_whitespace().next_back().is_some_and(is_conjunction);
    // Where the verb ends the sentence, what it is about comes before it.
    let last = !joined && after.split_whitespace().nth(1).is_none();
    let kept = small
        || is_conjunction(act)
        || second
        || last
        || !only_names(before, actor, language)
        || turns(before, language);
    if kept { text } else { after }
}

/// Whether what comes before a verb says no more than who is asked, and within which bounds: "Without prejudice to its
/// laws, each Party shall, in particular,". A condition says more.
fn only_names(before: &str, actor: Option<&str>, language: Language) -> bool {
    let count = before.split_whitespace().count();
    if !before.contains(',') {
        return count <= SUBJECT;
    }
    let hedges = |part: &str| form_words(language).is_some_and(|words| words.is_hedge(part));
    let (leading, rest) = before.split_at(actor.and_then(|actor| before.find(actor)).unwrap_or(0));
    let parts = |text| str::split(text, ',').map(str::trim).filter(|part| !part.is_empty());
    count <= INTERRUPTED
        && parts(leading).all(hedges)
        && parts(rest).all(|part| hedges(part) || !is_condition(part, language))
}

/// Without a title of one word that its text follows in the line: "General. This agreement …".
fn without_title<'t>(text: &'t str, known: Known<'_>) -> &'t str {
    let title = first_sentence(text, known.words);
    let rest = text[title.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let line: Vec<&str> = title.split_whitespace().collect();
    if known.topics(&line) < 2 && !rest.is_empty() { rest } else { text }
}

/// Up to the first sign that ends a sentence or a point of a list.
fn first_sentence<'t>(text: &'t str, words: Option<&FormWords>) -> &'t str {
    let ends = text.char_indices().find(|&(at, c)| match c {
        ';' | '。' | '；' | '؛' => true,
        '.' | ':' | '!' | '?' => ends_sentence(&text[..at], &text[at + 1..], words),
        _ => false,
    });
    ends.map_or(text, |(at, _)| &text[..at])
}

/// Whether what a clause asks begins with its verb.
pub(crate) fn begins_with_its_verb(clause: &Clause, short: &str) -> bool {
    let (language, words) = (clause.language, form_words(clause.language));
    begins_with_verb(short, Known { language, words, act: clause.act.as_deref(), actor: None, led: false })
}

/// Whether a text begins with the verb of what is asked.
fn begins_with_verb(text: &str, known: Known<'_>) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    known.is_verb(first) || known.act.is_some_and(|act| act.to_lowercase() == first.to_lowercase())
}

/// Without the bounds that come first: "Subject to its laws, each Party grants …".
fn without_leading_hedge<'t>(text: &'t str, words: Option<&FormWords>) -> &'t str {
    let mut text = text;
    while let Some((part, rest)) = text.split_once(',') {
        let is_hedge =
            words.is_some_and(|words| words.is_hedge(part)) && part.split_whitespace().count() <= HEDGE;
        if !is_hedge || rest.trim().is_empty() {
            break;
        }
        text = rest.trim_start();
    }
    text
}

/// What opens a list without the words that only lead to its points: "…, and, for this purpose, shall".
fn without_rest<'t>(text: &'t str, words: Option<&FormWords>) -> &'t str {
    let Some(words) = words else { return text };
    let mut text = text.trim_end();
    while let Some((before, last)) = text.rsplit_once([' ', ',']) {
        let part = text.rsplit_once(',').map_or("", |(_, part)| part);
        if words.is_small(last) {
            text = before.trim_end();
        } else if words.is_hedge(part) {
            text = text[..text.len() - part.len()].trim_end_matches([',', ' ']);
        } else {
            break;
        }
    }
    text
}

/// Whether a full stop between two texts ends a sentence, as far as the word before it tells: "Art. 5" goes on, "Choice of
/// law. This licence" and "to share it. By contrast" do not.
fn ends_sentence(before: &str, after: &str, words: Option<&FormWords>) -> bool {
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let after = after.trim_start_matches(['"', '”', '’', ')']);
    let letters = last.chars().count();
    let capital = after.trim_start().starts_with(char::is_uppercase);
    let whole = letters > 2 || letters == 2 && words.is_some_and(|words| words.is_small(last));
    after.starts_with(char::is_whitespace) && (letters > 3 || whole && capital)
}

/// With a capital at its beginning.
pub(crate) fn capitalised(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;
    use crosscut_text::strength::demand;

    /// A clause in the line that it is shortened to.
    fn short(text: &str, language: Language) -> String {
        let mut given = clauses(&[("a", text)]);
        let found = demand(text, None, language);
        given[0].language = language;
        (given[0].strength, given[0].actor, given[0].act) = (Some(found.strength), found.actor, found.act);
        shortened(&Corpus::of(Compared::new(&given, None)), 0, 8)
    }

    #[test]
    fn words_in_capitals_are_written_small_and_names_stay() {
        for (text, small) in [
            ("REAFFIRMING our commitment", "reaffirming our commitment"),
            ("PERSONAL DATA PROTECTION", "personal data protection"),
            ("WELCOMING EU efforts", "welcoming EU efforts"),
            ("EU bodies", "EU bodies"),
            ("Protect keys", "Protect keys"),
            ("", ""),
        ] {
            assert_eq!(quiet(text), small);
        }
    }

    #[test]
    fn a_clause_is_shortened_to_what_it_asks() {
        for (text, language, asked) in [
            (
                "77.51. Take all necessary measures to protect witnesses of crimes (New Arland);",
                Language::English,
                "Protect witnesses of crimes",
            ),
            (
                "(a) Each Party shall report serious incidents (other than drills) to the response team.",
                Language::English,
                "Report serious incidents to the response team",
            ),
            (
                "No Party may sell lamps that must be relit.",
                Language::English,
                "No Party may sell lamps that must be relit",
            ),
            (
                "Chaque Partie doit prendre les mesures nécessaires pour protéger les témoins.",
                Language::French,
                "Protéger les témoins",
            ),
            ("各缔约国应当采取必要措施保护个人数据。", Language::Chinese, "保护个人数据"),
            ("5.保护个人数据。", Language::Chinese, "保护个人数据"),
            ("and protect the keys of their users;", Language::English, "Protect the keys of their users"),
            (
                "LIGHTING lamps of the harbour at night",
                Language::English,
                "Lighting lamps of the harbour at night",
            ),
            ("c.the purpose of the request.", Language::English, "The purpose of the request"),
            ("General. Lamps are lit at night.", Language::English, "Lamps are lit at night"),
            ("Choice of law. Lamps are lit by the law of the harbour.", Language::English, "Choice of law"),
            ("However, lamps are lit at night.", Language::English, "Lamps are lit at night"),
            ("e.g. lamps and boats of the harbour", Language::English, "E.g. lamps and boats of the harbour"),
            (
                "94.33. Continue with its efforts to further promote and protect the rights of keepers (Aland);",
                Language::English,
                "Promote and protect the rights of keepers",
            ),
            (
                "(a) to restore the lamps of the harbour;",
                Language::English,
                "Restore the lamps of the harbour",
            ),
            (
                "to the north of the harbour lights burn",
                Language::English,
                "To the north of the harbour lights burn",
            ),
        ] {
            assert_eq!(short(text, language), asked, "{text}");
        }
    }

    #[test]
    fn bounds_and_what_only_leads_on_are_left_out() {
        for (text, language, asked) in [
            (
                "Without prejudice to its laws, each Party shall, in particular, report wrecks to the harbour.",
                Language::English,
                "Report wrecks to the harbour",
            ),
            (
                "Each Party shall take the necessary measures, including rules, to keep the lamps of the harbour lit.",
                Language::English,
                "Keep the lamps of the harbour lit",
            ),
            (
                "The Parties shall watch over the lamps of the harbour, and, for this purpose, shall:",
                Language::English,
                "Watch over the lamps of the harbour",
            ),
            (
                "Sans préjudice de son droit, chaque Partie doit, en particulier, protéger les témoins du port.",
                Language::French,
                "Protéger les témoins du port",
            ),
        ] {
            assert_eq!(short(text, language), asked, "{text}");
        }
    }

    #[test]
    fn whom_a_clause_asks_stays_where_the_rest_would_say_something_else() {
        for (text, language, asked) in [
            (
                "Signatories need not disclose reports on the harbour.",
                Language::English,
                "Signatories need not disclose reports on the harbour",
            ),
            (
                "Members shall not be obliged to disclose reports on the harbour.",
                Language::English,
                "Members shall not be obliged to disclose reports on the harbour",
            ),
            (
                "Where the lamp is in doubt, a call to the keeper should be the rule.",
                Language::English,
                "Where the lamp is in doubt, a call to the keeper should be the rule",
            ),
            (
                "They encourage all who find wrecks to report them to the harbour.",
                Language::English,
                "They encourage all who find wrecks to report them to the harbour",
            ),
            (
                "Where a ship is in distress, each Party shall, without delay, light the lamps of the harbour.",
                Language::English,
                "Where a ship is in distress, each Party shall, without delay, light the lamps of the harbour",
            ),
            (
                "Wrecks shall be reported to the harbour within a day.",
                Language::English,
                "Wrecks shall be reported to the harbour within a day",
            ),
            (
                "People should always be fully informed of the lamps of the harbour.",
                Language::English,
                "People should always be fully informed of the lamps of the harbour",
            ),
            (
                "Die Betreiber müssen dem Hafen schwere Vorfälle melden.",
                Language::German,
                "Die Betreiber müssen dem Hafen schwere Vorfälle melden",
            ),
            (
                "Les Parties ne sont pas tenues de divulguer les rapports du port.",
                Language::French,
                "Les Parties ne sont pas tenues de divulguer les rapports du port",
            ),
        ] {
            assert_eq!(short(text, language), asked, "{text}");
        }
    }
}
