//! What is read into words side by side: compounds in two words, articles by their number, rings of synonyms.

use crate::query::{Filter, Node, Part, Place};
use crosscut_text::lexicon::{Division, british_spelling, division};
use crosscut_text::{Analyzer, Language, Occurrence};

/// Letters of the shortest part of a compound that is written in two words; shorter parts meet by accident ("in to").
const SHORTEST: usize = 4;

/// Words of the longest synonym.
const LONGEST: usize = 8;

/// What words may be read as.
pub(crate) struct Expander<'c> {
    pub(crate) analyzers: &'c [Analyzer],
    pub(crate) rings: &'c [Vec<String>],
    /// Whether some clause holds a word in any of its forms.
    pub(crate) is_known: &'c dyn Fn(&str) -> bool,
}

impl Expander<'_> {
    /// The query with all of it read in, and notes on the synonyms.
    pub(crate) fn expanded(&self, node: Node, notes: &mut Vec<String>) -> Node {
        match node {
            Node::Beside(parts) => Node::Beside(self.beside(parts, notes)),
            Node::Word(_) => {
                let mut parts = self.beside(vec![Part { must: false, node }], notes);
                if parts.len() == 1 { parts.remove(0).node } else { Node::Beside(parts) }
            }
            Node::All(parts) => Node::All(self.each(parts, notes)),
            Node::Any(parts) => Node::Any(self.each(parts, notes)),
            // What is left out are all the clauses that the same words would find.
            Node::Not(inner) => Node::Not(Box::new(self.expanded(*inner, notes))),
            Node::Filter(Filter::Heading(inner), at) => {
                Node::Filter(Filter::Heading(Box::new(self.expanded(*inner, notes))), at)
            }
            Node::Filter(Filter::Defines(inner), at) => {
                Node::Filter(Filter::Defines(Box::new(self.expanded(*inner, notes))), at)
            }
            other => other,
        }
    }

    fn each(&self, parts: Vec<Node>, notes: &mut Vec<String>) -> Vec<Node> {
        parts.into_iter().map(|part| self.expanded(part, notes)).collect()
    }

    fn beside(&self, parts: Vec<Part>, notes: &mut Vec<String>) -> Vec<Part> {
        let parts = self.with_prefixes(parts);
        let mut out = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            if let Some(part) = article(&parts[at..]) {
                out.push(part);
                at += 2;
            } else if let Some((part, length)) = self.ring(&parts[at..], notes) {
                out.push(part);
                at += length;
            } else {
                out.push(self.compound(&parts, at, notes));
                at += 1;
            }
        }
        out
    }

    /// "co operation" as "co-operation", too.
    fn with_prefixes(&self, parts: Vec<Part>) -> Vec<Part> {
        let mut out: Vec<Part> = Vec::new();
        for part in parts {
            if let (Some(word), Some(before)) = (plain(&part), out.last().and_then(plain))
                && before.len() > 1
                // "UN system" is no "un-system".
                && [before, word].iter().all(|part| part.chars().all(char::is_lowercase))
                && self.analyzers.iter().any(|analyzer| analyzer.is_prefix(before))
                // "de la" is no "de-la": what is a prefix in one language is a stop word in another.
                && !self.analyzers.iter().any(|analyzer| analyzer.is_stop_word(before))
            {
                let joined = Node::Word(format!("{before}-{word}"));
                let apart = Node::All([before, word].map(|part| Node::Word(part.to_owned())).to_vec());
                out.pop();
                out.push(Part { must: false, node: Node::Also(Box::new(apart), vec![joined]) });
            } else {
                out.push(part);
            }
        }
        out
    }

    /// The part at a place, also written in one piece with its neighbours.
    fn compound(&self, parts: &[Part], at: usize, notes: &mut Vec<String>) -> Part {
        let part = &parts[at];
        let Some(word) = plain(part) else {
            let node = match &part.node {
                Node::Word(_) => part.node.clone(),
                other => self.expanded(other.clone(), notes),
            };
            return Part { must: part.must, node };
        };
        let before = at.checked_sub(1).and_then(|before| plain(&parts[before])).map(|before| (before, word));
        let after = parts.get(at + 1).and_then(plain).map(|after| (word, after));
        let pairs = before.into_iter().chain(after).filter(|(one, other)| is_half(one) && is_half(other));
        let joined = pairs.map(|(one, other)| [one, other].concat()).filter(|joined| (self.is_known)(joined));
        // Clauses in French have the British spelling of many a word.
        let other = self.analyzers.iter().any(|analyzer| analyzer.language() != Language::English);
        let british = british_spelling(word).filter(|_| other);
        let also: Vec<Node> = joined.chain(british).map(Node::Word).collect();
        let typed = part.node.clone();
        let node = if also.is_empty() { typed } else { Node::Also(Box::new(typed), also) };
        Part { must: part.must, node }
    }

    /// The synonyms of the words that come next, and how many words these are.
    fn ring(&self, parts: &[Part], notes: &mut Vec<String>) -> Option<(Part, usize)> {
        let words: Vec<&str> = parts.iter().map_while(word).take(LONGEST).collect();
        let mut found = (0, Vec::new());
        for length in (1..=words.len()).rev() {
            found = (length, self.others(&words[..length].join(" ")));
            if !found.1.is_empty() {
                break;
            }
        }
        let (length, others) = found;
        if others.is_empty() {
            return None;
        }
        let list = others.iter().map(|other| other.as_str()).collect::<Vec<_>>().join(", ");
        let typed = words[..length].join(" ");
        notes.push(format!("{typed}: also {list} (synonyms; without them: =word or quotation marks)"));
        let own = match length {
            1 => parts[0].node.clone(),
            _ => Node::All(parts[..length].iter().map(|part| part.node.clone()).collect()),
        };
        let spelled = self.spelled(&typed);
        let also = others.into_iter().chain(spelled).map(|other| Node::Word(other.clone())).collect();
        let must = parts[..length].iter().any(|part| part.must);
        Some((Part { must, node: Node::Also(Box::new(own), also) }, length))
    }

    /// Other spellings of a phrase in the rings: one piece for several.
    fn spelled(&self, phrase: &str) -> Vec<&String> {
        let others = self.rings.iter().flatten().filter(|member| !member.eq_ignore_ascii_case(phrase));
        others.filter(|member| self.same(member, phrase)).collect()
    }

    /// The other members of every ring that a phrase is in.
    fn others(&self, phrase: &str) -> Vec<&String> {
        let mut others = Vec::new();
        for ring in self.rings {
            if ring.iter().any(|member| self.same(member, phrase)) {
                let more = ring.iter().filter(|member| !self.same(member, phrase));
                for other in more {
                    if !others.contains(&other) {
                        others.push(other);
                    }
                }
            }
        }
        others
    }

    /// Whether two phrases have the same terms in some language, hyphens or none, in one piece or several.
    fn same(&self, one: &str, other: &str) -> bool {
        let words = |analyzer: &Analyzer, text: &str| {
            analyzer.asked(&text.replace(['-', '\u{2010}', '\u{2011}'], " "))
        };
        self.analyzers.iter().any(|analyzer| {
            let (one, other) = (words(analyzer, one), words(analyzer, other));
            let joined =
                |words: &[Occurrence]| words.iter().map(|word| word.form.as_str()).collect::<String>();
            one.iter().map(|word| &word.term).eq(other.iter().map(|word| &word.term))
                || (one.len() != other.len() && joined(&one) == joined(&other))
        })
    }
}

/// A word, required or not.
fn word(part: &Part) -> Option<&str> {
    match &part.node {
        Node::Word(word) => Some(word),
        _ => None,
    }
}

/// A word that is neither required nor anything but a word.
fn plain(part: &Part) -> Option<&str> {
    match (&part.node, part.must) {
        (Node::Word(word), false) => Some(word),
        _ => None,
    }
}

/// "Article 9" as the articles of that number, or clauses that name it.
fn article(parts: &[Part]) -> Option<Part> {
    let [first, second, ..] = parts else { return None };
    let (name, number) = (plain(first)?, plain(second)?);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_alphanumeric() || "()".contains(c));
    if division(name) != Some(Division::Article) || !is_number {
        return None;
    }
    let named = Node::Cited(name.to_owned(), number.to_owned());
    let also = vec![Node::Filter(Filter::Article(number.to_lowercase()), Place::default())];
    Some(Part { must: false, node: Node::Also(Box::new(named), also) })
}

/// Whether a word may be a half of a compound that is written in two words.
pub(crate) fn is_half(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && word.chars().count() >= SHORTEST
}

/// Ways to cut a word in two that people also write as two words. Long words and scripts without spaces are not cut.
pub(crate) fn halves(analyzer: &Analyzer, typed: &str, form: &str) -> Vec<(String, String)> {
    const LONGEST: usize = 40;
    if form.chars().count() > LONGEST
        || !form.chars().all(|c| c.is_alphabetic() && (c.is_ascii() || c.is_lowercase()))
    {
        return Vec::new();
    }
    let is_prefix = |first: &str| analyzer.is_prefix(first) && !analyzer.is_stop_word(first);
    let cuts = form.char_indices().skip(1).map(|(place, _)| form.split_at(place));
    let fit = cuts.filter(|(first, second)| is_half(second) && (is_half(first) || is_prefix(first)));
    let mut halves: Vec<(String, String)> =
        fit.map(|(first, second)| (first.into(), second.into())).collect();
    if let Some((first, second)) = typed.split_once('-') {
        let both = (analyzer.form(first), analyzer.form(second));
        let whole = [both.0.as_str(), &both.1].concat() == form;
        if whole && !analyzer.is_stop_word(first) && !analyzer.is_stop_word(second) && !halves.contains(&both)
        {
            halves.push(both);
        }
    }
    halves
}
