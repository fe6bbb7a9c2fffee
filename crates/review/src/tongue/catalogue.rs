//! The messages of a language: English and its translation, with holes for numbers, names and other messages.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Longest text that is taken to pieces, in bytes: nothing of ours is longer.
const LONGEST: usize = 4000;
/// Answers that are remembered: a page says the same of hundreds of cells.
const REMEMBERED: usize = 20_000;

/// What is said in a language.
///
/// A file has a message on a line, its translation on the next after `= `, and comments after `# `:
///
/// ```text
/// {n} of {n2} decided
/// = {n} sur {n2} tranchés
/// ```
///
/// `{n}` is a number, `{name}` anything that stays as it is, `{words}` anything that is a message itself, `{place}` such a
/// one or “Article 3 of NIS 2”; with a digit where there are several. A message in lower case is known as a sentence, too. `<1>…</1>` is the first inline element of a sentence, `<2/>` one that stays as it is. `Later @a` is
/// “Later” in an `<a>` only.
#[derive(Debug, Default)]
pub struct Catalogue {
    exact: HashMap<String, String>,
    /// Messages with holes, those that say most of themselves first.
    patterns: Vec<Pattern>,
    said: Mutex<HashMap<String, Option<String>>>,
}

#[derive(Debug)]
struct Pattern {
    from: Vec<Part>,
    to: Vec<Part>,
    context: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Hole(Kind, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Name,
    Words,
    Place,
}

impl Catalogue {
    /// Reads the file of a language; lines that make no pair are passed over, and [`Catalogue::faults`] names them.
    pub fn read(file: &str) -> Self {
        let mut all = Self::default();
        for (message, translation) in pairs(file).0 {
            let translation = &unbroken(translation);
            let (message, context) = contextual(message);
            let from = parts(message);
            if from.iter().any(|part| matches!(part, Part::Hole(..))) {
                all.patterns.push(Pattern { from, to: parts(translation), context: context.to_owned() });
            } else {
                all.exact.insert(key(message, context), translation.to_owned());
            }
        }
        all.patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.weight()));
        all
    }

    /// What is wrong with the file of a language: lines that make no pair, messages that are there twice, translations
    /// with other holes or tags than their message.
    pub fn faults(file: &str) -> Vec<String> {
        let (pairs, mut faults) = pairs(file);
        let mut known = std::collections::HashSet::new();
        for (message, translation) in pairs {
            if !known.insert(message) {
                faults.push(format!("twice: {message}"));
            }
            let message = contextual(message).0;
            if marks(message) != marks(translation) {
                faults.push(format!("other holes or tags: {message} = {translation}"));
            }
        }
        faults
    }

    /// The translation of a text: as a whole, or of the parts that it is made of. None where anything of it is unknown.
    /// `context` is the element that it begins.
    pub fn say(&self, text: &str, context: &str) -> Option<String> {
        if !text.contains(char::is_alphabetic) {
            return Some(text.to_owned());
        }
        if text.len() > LONGEST {
            return None;
        }
        let key = key(text, context);
        if let Some(known) = self.remembered().get(&key) {
            return known.clone();
        }
        // Sentences before messages with holes: the hole for a name at the end of one would take in the next.
        let said = self
            .exact(text, context)
            .or_else(|| self.sentences(text))
            // So would the hole for a place take in what follows it.
            .or_else(|| self.apart(text, "; "))
            .or_else(|| self.whole(text, context))
            .or_else(|| self.joined(text))
            .or_else(|| self.bare(text));
        let mut remembered = self.remembered();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(key, said.clone());
        said
    }

    fn remembered(&self) -> MutexGuard<'_, HashMap<String, Option<String>>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The translation of one message, or of one that is a sentence here: with a capital letter and a full stop.
    pub(super) fn whole(&self, text: &str, context: &str) -> Option<String> {
        self.one(text, context).or_else(|| {
            let mut letters = text.strip_suffix('.')?.chars();
            let first = letters.next().filter(|c| c.is_uppercase() || c.is_numeric())?;
            let said = self.one(&format!("{}{}", first.to_lowercase(), letters.as_str()), context)?;
            Some(crosscut::words::sentence(&said))
        })
    }

    fn exact(&self, text: &str, context: &str) -> Option<String> {
        self.exact.get(&key(text, context)).or_else(|| self.exact.get(text)).cloned()
    }

    fn one(&self, text: &str, context: &str) -> Option<String> {
        self.exact(text, context).or_else(|| {
            let here = |pattern: &&Pattern| {
                (pattern.context.is_empty() || pattern.context == context) && pattern.may_fit(text)
            };
            self.patterns.iter().filter(here).find_map(|pattern| self.filled(pattern, text))
        })
    }

    /// “46 of 184 decided · 20 elements”, “sure; adds 3 cells”: each on its own.
    fn joined(&self, text: &str) -> Option<String> {
        [" · ", "; "].into_iter().find_map(|between| self.apart(text, between))
    }

    /// The parts of a text between signs that are in no quotation, each on its own.
    fn apart(&self, text: &str, between: &str) -> Option<String> {
        let is_outside = |at: &usize| {
            let before = &text[..*at];
            before.matches('“').count() <= before.matches('”').count()
        };
        let ends: Vec<usize> = text.match_indices(between).map(|(at, _)| at).filter(is_outside).collect();
        if ends.is_empty() {
            return None;
        }
        let starts = std::iter::once(0).chain(ends.iter().map(|at| at + between.len()));
        let parts = starts.zip(ends.iter().copied().chain([text.len()]));
        let said: Option<Vec<String>> = parts.map(|(start, end)| self.say(&text[start..end], "")).collect();
        // A language may set the sign in its own way: French has a space before a semicolon.
        let own = self.exact.get(&format!("a{between}b"));
        let own = own.and_then(|own| own.strip_prefix('a')?.strip_suffix('b'));
        Some(said?.join(own.unwrap_or(between)))
    }

    /// A text without the signs before and after it, which join it to its neighbours on the page.
    fn bare(&self, text: &str) -> Option<String> {
        const SIGNS: [char; 15] = ['·', ',', ';', ':', '.', '■', '◧', '△', '▽', '≠', '?', '×', '…', '—', ' '];
        let start = text.len() - text.trim_start_matches(SIGNS).len();
        let middle = text[start..].trim_end_matches(['·', ',', '—', ' ']);
        let end = &text[start + middle.len()..];
        let said = self.whole(middle, "").filter(|_| middle.len() < text.len())?;
        Some(format!("{}{said}{end}", &text[..start]))
    }

    /// Sentences one after the other.
    fn sentences(&self, text: &str) -> Option<String> {
        text.match_indices(". ").find_map(|(at, _)| {
            let (first, rest) = (&text[..=at], &text[at + 2..]);
            Some(format!("{} {}", self.whole(first, "")?, self.say(rest, "")?))
        })
    }

    fn filled(&self, pattern: &Pattern, text: &str) -> Option<String> {
        let mut held = Vec::new();
        if !self.fits(&pattern.from, text, &mut held) {
            return None;
        }
        let part = |part: &Part| match part {
            Part::Text(text) => Some(text.clone()),
            Part::Hole(_, name) => held.iter().find(|(of, _)| of == name).map(|(_, text)| text.clone()),
        };
        pattern.to.iter().map(part).collect()
    }

    /// Whether a text has the parts of a message; gathers what fills its holes.
    fn fits(&self, parts: &[Part], text: &str, held: &mut Vec<(String, String)>) -> bool {
        let Some((first, rest)) = parts.split_first() else { return text.is_empty() };
        match first {
            Part::Text(own) => {
                text.strip_prefix(own.as_str()).is_some_and(|text| self.fits(rest, text, held))
            }
            Part::Hole(kind, name) => {
                let ends: Vec<usize> = match rest.first() {
                    Some(Part::Text(next)) => text.match_indices(next.as_str()).map(|(at, _)| at).collect(),
                    _ => vec![text.len()],
                };
                ends.into_iter().any(|end| {
                    let Some(filled) = self.fill(*kind, &text[..end]) else { return false };
                    let before = held.len();
                    held.push((name.clone(), filled));
                    let fits = self.fits(rest, &text[end..], held);
                    if !fits {
                        held.truncate(before);
                    }
                    fits
                })
            }
        }
    }

    /// What a hole becomes, if the text is of its kind.
    fn fill(&self, kind: Kind, text: &str) -> Option<String> {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        match kind {
            Kind::Number => {
                let is_number = digit(text.chars().next())
                    && digit(text.chars().next_back())
                    && text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
                is_number.then(|| text.to_owned())
            }
            Kind::Name => (!text.is_empty() && !text.contains('<')).then(|| text.to_owned()),
            // An element is no word: it would make a message of what has none.
            Kind::Words | Kind::Place if text.is_empty() || text.contains('<') => None,
            Kind::Words => self.say(text, ""),
            Kind::Place => self.say(text, "").or_else(|| self.one(text, "place")),
        }
    }
}

impl Pattern {
    /// Whether a text has what the message says itself, in its order: only then are its holes looked at.
    fn may_fit(&self, text: &str) -> bool {
        let mut rest = text;
        for (place, part) in self.from.iter().enumerate() {
            let Part::Text(own) = part else { continue };
            let Some(at) = rest.find(own.as_str()).filter(|at| place > 0 || *at == 0) else { return false };
            rest = &rest[at + own.len()..];
        }
        match self.from.last() {
            Some(Part::Text(own)) => text.ends_with(own.as_str()),
            _ => true,
        }
    }

    /// Letters of its own; a hole for a number says more than one for anything.
    fn weight(&self) -> usize {
        let one = |part: &Part| match part {
            Part::Text(text) => text.chars().count() * 4,
            Part::Hole(Kind::Number, _) => 3,
            Part::Hole(Kind::Words | Kind::Place, _) => 2,
            Part::Hole(Kind::Name, _) => 0,
        };
        self.from.iter().map(one).sum::<usize>() + self.context.len()
    }
}

/// A message in an element of its own may have a meaning of its own.
fn key(text: &str, context: &str) -> String {
    if context.is_empty() { text.to_owned() } else { format!("{text} @{context}") }
}

/// A message without the element that it is for, and this element.
fn contextual(message: &str) -> (&str, &str) {
    let is_name = |context: &str| context.chars().all(|c| c.is_ascii_alphanumeric());
    message.rsplit_once(" @").filter(|(_, context)| is_name(context)).unwrap_or((message, ""))
}

/// Messages with their translations, and lines that make no pair.
fn pairs(file: &str) -> (Vec<(&str, &str)>, Vec<String>) {
    let (mut pairs, mut faults, mut message) = (Vec::new(), Vec::new(), None);
    for line in file.lines().filter(|line| !line.starts_with("# ") && !line.trim().is_empty()) {
        match (line.strip_prefix("= "), message.take()) {
            (Some(translation), Some(message)) => pairs.push((message, translation)),
            (Some(alone), None) => faults.push(format!("a translation of nothing: {alone}")),
            (None, None) => message = Some(line),
            (None, Some(alone)) => {
                faults.push(format!("without translation: {alone}"));
                message = Some(line);
            }
        }
    }
    faults.extend(message.map(|alone| format!("without translation: {alone}")));
    (pairs, faults)
}

/// A translation whose signs stay with their words at the end of a line: French sets a space before some of them.
fn unbroken(text: &str) -> String {
    let mut text = text.replace("« ", "«\u{a0}");
    for sign in [":", ";", "?", "!", "»", "%"] {
        text = text.replace(&format!(" {sign}"), &format!("\u{a0}{sign}"));
    }
    text
}

/// A message by its holes.
fn parts(message: &str) -> Vec<Part> {
    let (mut parts, mut rest) = (Vec::new(), message);
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}').map(|end| start + end) else { break };
        let name = &rest[start + 1..end];
        let kind = match name.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "n" => Kind::Number,
            "words" => Kind::Words,
            "place" => Kind::Place,
            _ => Kind::Name,
        };
        if start > 0 {
            parts.push(Part::Text(rest[..start].to_owned()));
        }
        parts.push(Part::Hole(kind, name.to_owned()));
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

/// The holes and tags of a message, in an order of their own.
fn marks(message: &str) -> Vec<&str> {
    let mut marks: Vec<&str> = Vec::new();
    for (open, close) in [('{', '}'), ('<', '>')] {
        let found = message.split(open).skip(1).filter_map(|rest| rest.split(close).next());
        marks.extend(found);
    }
    marks.sort_unstable();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# a comment\n{n} clauses of {name}\n= {n} clausulae de {name}\n{n} clauses\n= {n} clausulae\n\n{name} has {words}.\n= {words} : {name}.\n\
                        clauses\n= clausulae\nLater\n= serius\nLater @a\n= porro\nNone.\n= Nihil.\n";

    #[test]
    fn holes_keep_numbers_and_names_and_translate_words() {
        let known = Catalogue::read(FILE);
        assert_eq!(known.say("12 clauses", "").as_deref(), Some("12 clausulae"));
        assert_eq!(known.say("clauses has clauses.", "").as_deref(), Some("clausulae\u{a0}: clauses."));
        assert_eq!(known.say("Ana has 1,214 clauses.", "").as_deref(), Some("1,214 clausulae\u{a0}: Ana."));
        assert_eq!(known.say("Ana has money.", ""), None);
        assert_eq!(known.say("many clauses", ""), None);
    }

    #[test]
    fn parts_and_sentences_are_said_one_by_one() {
        let known = Catalogue::read(FILE);
        assert_eq!(known.say("3 clauses · 4 clauses", "").as_deref(), Some("3 clausulae · 4 clausulae"));
        let said = known.say("E. g. has clauses. None. 12 %", "");
        assert_eq!(said.as_deref(), Some("clausulae\u{a0}: E. g.. Nihil. 12 %"));
        assert_eq!(known.say("None. Nothing.", ""), None);
        let said = known.say("2 clauses of Ana. None.", "");
        assert_eq!(said.as_deref(), Some("2 clausulae de Ana. Nihil."), "a name ends with its sentence");
    }

    #[test]
    fn an_element_may_have_a_meaning_of_its_own() {
        let known = Catalogue::read(FILE);
        assert_eq!(known.say("Later", "a").as_deref(), Some("porro"));
        assert_eq!(known.say("Later", "button").as_deref(), Some("serius"));
    }

    #[test]
    fn faults_of_a_file_are_named() {
        assert_eq!(Catalogue::faults(FILE), Vec::<String>::new());
        let faults = Catalogue::faults("a {n}\n= b\nalone\nx\n= y\nx\n= z\n= w\n");
        assert_eq!(faults.len(), 4, "{faults:?}");
    }

    #[test]
    fn the_files_of_all_languages_are_sound_and_have_the_same_messages() {
        let files = [include_str!("../../strings/fr.txt"), include_str!("../../strings/es.txt")];
        for file in files {
            assert_eq!(Catalogue::faults(file), Vec::<String>::new());
        }
        let messages =
            files.map(|file| pairs(file).0.into_iter().map(|(message, _)| message).collect::<Vec<_>>());
        assert_eq!(messages[0], messages[1]);
    }
}
