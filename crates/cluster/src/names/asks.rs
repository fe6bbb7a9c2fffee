//! Words that a clause can lose before it is a line: its mark, asides in brackets, whom it asks, and the words that every demand
//! opens with.

use super::line::{Known, bare};
use crosscut_text::Language;
use crosscut_text::form::{FormWords, form_words, sense};
use crosscut_text::lexicon::{is_conjunction, roman};
use crosscut_text::strength::{is_condition, is_done_to, turns};

/// Words before a verb that only name who is asked; more of them say when or why.
const SUBJECT: usize = 12;
/// Words of the longest bound that may come first.
const HEDGE: usize = 20;
/// Words among which what follows a verb shows as an aside.
const BREAK: usize = 8;
/// Words before a verb where commas set apart what comes between.
const INTERRUPTED: usize = 48;

/// Without "77.51.", "(a)", "•" and the like at its beginning.
pub(super) fn without_mark(text: &str) -> &str {
    let mut text = text;
    loop {
        // Where no spaces part words, all of it is one.
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if let Some(end) = glued_mark(first) {
            text = &text[end..];
            break;
        }
        let bare = first.trim_matches(|c: char| !c.is_alphanumeric());
        let dash = rest.trim_start().starts_with(['-', '–', '—']);
        let closed = first.ends_with(['.', ')', ':', '-', '–', '—']) || first.starts_with('(') || dash;
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
pub(super) fn without_asides(text: &str) -> String {
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
pub(super) fn without_conjunction(text: &str) -> &str {
    let joined = text.split_once(char::is_whitespace);
    joined.filter(|(first, rest)| is_conjunction(first) && !rest.is_empty()).map_or(text, |(_, rest)| rest)
}

/// With an opening in capitals, "REAFFIRMING our commitment", written small. Its last words stay where they have few
/// letters: "WELCOMING EU efforts" names somebody.
pub(super) fn quiet(text: &str) -> String {
    let capitals = |word: &&&str| !word.chars().any(char::is_lowercase);
    let words: Vec<&str> = text.split(' ').collect();
    let opening = words.iter().take_while(capitals).count();
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 4;
    let small = words[..opening].iter().rposition(long).map_or(0, |last| last + 1);
    let quiet = words[..small].iter().map(|word| word.to_lowercase());
    quiet.chain(words[small..].iter().map(|word| (*word).to_owned())).collect::<Vec<_>>().join(" ")
}

/// From the verb of what is asked on, where only who is asked comes before it, and nothing that turns its sense.
pub(super) fn from_act<'t>(text: &'t str, act: &str, known: Known<'_>, binds: bool) -> &'t str {
    let language = known.language;
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
    let drops = names_somebody(act, known, binds) && is_bare_verb(before, language);
    // Where the verb ends the sentence, what it is about comes before it.
    let last = !joined && after.split_whitespace().nth(1).is_none();
    // "We commit to sustainable, clean lamps": a quality, and no verb.
    let quality = after[act.len()..].starts_with(',')
        && known.words.is_some_and(|words| !words.is_plain_verb(act) && !known.is_verb(act));
    let kept = small
        || quality
        || is_conjunction(act)
        || second
        || !drops
        || last
        || !only_names(before, known)
        || turns(before, language);
    if kept { text } else { after }
}

/// Whether the subject of a verb is somebody who can be asked, so that the verb alone asks the same: "breaches may result in a
/// fine" asks nobody to result. Who shall or should do something can.
fn names_somebody(act: &str, known: Known<'_>, binds: bool) -> bool {
    let Some((words, actor)) = known.words.zip(known.actor) else { return true };
    let first = actor.split_whitespace().find(|word| !words.is_small(word)).unwrap_or_default();
    // "Calling the keeper may cause a delay": what is done is nobody.
    if words.may_be_participle(&first.to_lowercase()) {
        return false;
    }
    let has = |text: &str, sought: u16| words.senses(text, SUBJECT).iter().any(|sense| sense & sought != 0);
    binds || has(actor, sense::ACTOR | sense::WE) || has(act, sense::ACTION | sense::IMPERATIVE)
}

/// What is forbidden without who is: "No keeper may sell lamps" is "do not sell lamps". `None` where more than whom it asks comes
/// before the verb, or the language has no words for it.
pub(super) fn refrained(text: &str, act: &str, known: Known<'_>) -> Option<String> {
    let refrain = known.words?.refrain()?;
    let whole = |at: &usize| !text[..*at].chars().next_back().is_some_and(char::is_alphanumeric);
    let at = text.match_indices(act).map(|(at, _)| at).find(whole)?;
    let (before, after) = text.split_at(at);
    let own = |word: &str| known.actor.is_some_and(|actor| actor.split_whitespace().any(|own| own == word));
    // "No keeper | may": whom it asks, and small words.
    let plain = before.split_whitespace().all(|word| own(word) || known.is_small(bare(word)));
    // "There shall be no discrimination": a thing, and nobody's verb.
    let behind = |last: &str| {
        known.is_finite(last) || known.marks_infinitive(last) || refrain.split(' ').next_back() == Some(last)
    };
    let alone = before.split_whitespace().next_back().is_some_and(|last| behind(bare(last)));
    (plain && alone && !is_done_to(before, known.language) && after.split_whitespace().nth(1).is_some())
        .then(|| format!("{refrain} {after}"))
}

/// Whether a verb behind some words is no form of its own for its subject: "doit prendre", but not "les Parties prennent".
/// English verbs are mostly the same.
fn is_bare_verb(before: &str, language: Language) -> bool {
    let conjugates = matches!(language, Language::French | Language::Spanish | Language::Portuguese);
    let Some(words) = form_words(language).filter(|_| conjugates && !before.trim().is_empty()) else {
        return true;
    };
    before.split_whitespace().any(|word| words.is_finite(bare(word)))
}

/// Whether what comes before a verb says no more than who is asked, and within which bounds: "Without prejudice to its
/// laws, each Party shall, in particular,". A condition says more.
fn only_names(before: &str, known: Known<'_>) -> bool {
    let Known { actor, language, .. } = known;
    let count = before.split_whitespace().count();
    let hedges = |part: &str| form_words(language).is_some_and(|words| words.is_hedge(part));
    let (leading, rest) = before.split_at(actor.and_then(|actor| before.find(actor)).unwrap_or(0));
    if !before.contains(',') {
        // "Tell the steps that keepers will take": the verb is not that of the sentence.
        // "If keepers sell lamps": nobody is asked to sell.
        let small = leading
            .split_whitespace()
            .all(|word| known.is_small(bare(word)) && !is_condition(word, language));
        return count <= SUBJECT && (small || hedges(leading));
    }
    let parts = |text| str::split(text, ',').map(str::trim).filter(|part| !part.is_empty());
    count <= INTERRUPTED
        && parts(leading).all(hedges)
        && parts(rest).all(|part| hedges(part) || !is_condition(part, language))
}

/// Without a title of one word that its text follows in the line: "General. This agreement …".
pub(super) fn without_title<'t>(text: &'t str, known: Known<'_>) -> &'t str {
    let title = first_sentence(text, known.words);
    let rest = text[title.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let line: Vec<&str> = title.split_whitespace().collect();
    if known.topics(&line) < 2 && !rest.is_empty() { rest } else { text }
}

/// Up to the first sign that ends a sentence or a point of a list.
pub(super) fn first_sentence<'t>(text: &'t str, words: Option<&FormWords>) -> &'t str {
    let ends = text.char_indices().find(|&(at, c)| match c {
        ';' | '。' | '；' | '؛' => true,
        '.' | ':' | '!' | '?' => ends_sentence(&text[..at], &text[at + 1..], words),
        _ => false,
    });
    ends.map_or(text, |(at, _)| &text[..at])
}

/// Whether a text begins with the verb of what is asked.
pub(super) fn begins_with_verb(text: &str, known: Known<'_>) -> bool {
    let line: Vec<&str> = text.split_whitespace().take(BREAK).collect();
    let Some(&first) = line.first() else { return false };
    let verb =
        known.is_verb(first) || known.act.is_some_and(|act| act.to_lowercase() == first.to_lowercase());
    verb && !is_set_apart(&line, known)
}

/// Whether the first word of a line is set apart from a thing that is done: "Further, lighting lamps helps"; but not "report,
/// including wrecks".
fn is_set_apart(line: &[&str], known: Known<'_>) -> bool {
    let Some(&next) = line.get(1).filter(|_| line[0].ends_with(',')) else { return false };
    let done = known.words.is_some_and(|words| words.may_be_participle(bare(next)));
    done && !known.is_verb(next) && !known.is_aside(&line[1..])
}

/// Without the bounds that come first: "Subject to its laws, each Party grants …".
pub(super) fn without_leading_hedge<'t>(text: &'t str, words: Option<&FormWords>) -> &'t str {
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
pub(super) fn without_rest<'t>(text: &'t str, words: Option<&FormWords>) -> &'t str {
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
pub(super) fn capitalised(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
