//! What a unit is for a lawyer: recital, definition, final clause … and which term it defines.

use super::node::{Node, Tree, Unit};
use super::piece::Row;
use crate::lexicon::{self, Division, punctuation};
use crate::{ClauseKind, Document};
use std::sync::LazyLock;

/// Kind and defined term of every node.
pub(super) fn kinds(document: &Document, tree: &Tree) -> Vec<(ClauseKind, Option<String>)> {
    let mut topics: Vec<Topic> = Vec::with_capacity(tree.nodes.len());
    let mut kinds: Vec<(ClauseKind, Option<String>)> = Vec::with_capacity(tree.nodes.len());
    for node in &tree.nodes {
        let above = node.parent.map_or(Topic::Other, |parent| topics[parent]);
        let title = node.title.and_then(|title| title.cut(&document.text));
        topics.push(above.or(title.map_or(Topic::Other, topic), node.unit));
        let own = own_kind(document, tree, node, &kinds, above);
        kinds.push(own);
    }
    kinds
}

/// What a heading says about the clauses under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Definitions,
    Final,
    Annex,
    Other,
}

impl Topic {
    fn or(self, own: Self, unit: Unit) -> Self {
        match (self, own) {
            (Self::Annex, _) => Self::Annex,
            _ if unit == Unit::Titled(Division::Annex) => Self::Annex,
            (above, Self::Other) => above,
            (_, own) => own,
        }
    }
}

fn topic(title: &str) -> Topic {
    let title = title.to_lowercase();
    static DEFINING: LazyLock<Vec<&str>> =
        LazyLock::new(|| lexicon::all(|words| words.definition_titles).collect());
    static CLOSING: LazyLock<Vec<&str>> =
        LazyLock::new(|| lexicon::all(|words| words.final_titles).collect());
    static NAMES: LazyLock<Vec<&str>> =
        LazyLock::new(|| lexicon::all(|words| words.definition_names).collect());
    // "Part C – Terms": the last word, behind a number and a dash.
    let whole = title.trim_end_matches('.').rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let named = title.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().nth(1).is_some());
    let few = named.count() <= 2;
    if DEFINING.iter().any(|word| title.contains(word)) || few && NAMES.contains(&whole) {
        return Topic::Definitions;
    }
    let short = title.split_whitespace().count() <= 8;
    let security = title.contains("incident") || title.contains("breach");
    if short && !security && CLOSING.iter().any(|word| title.contains(word)) {
        Topic::Final
    } else {
        Topic::Other
    }
}

fn own_kind(
    document: &Document,
    tree: &Tree,
    node: &Node,
    done: &[(ClauseKind, Option<String>)],
    above: Topic,
) -> (ClauseKind, Option<String>) {
    let kind = match node.unit {
        Unit::Contents | Unit::Cover | Unit::Preamble | Unit::Formula => ClauseKind::Heading,
        Unit::Root | Unit::Titled(_) | Unit::Heading | Unit::Section => ClauseKind::Heading,
        Unit::Opening | Unit::Recital | Unit::Reason => ClauseKind::Recital,
        Unit::Signature => ClauseKind::Signature,
        Unit::Note => ClauseKind::Note,
        Unit::Row(Row { number: 0, .. }) => ClauseKind::Heading,
        Unit::Paragraph | Unit::Point | Unit::Indent | Unit::Text | Unit::Row(_) => {
            let parent = node.parent.unwrap_or(0);
            let text = node.span.and_then(|span| span.cut(&document.text)).unwrap_or("");
            let words = super::marker::marker(text).map_or(text, |marker| &text[marker.end..]);
            let inside = matches!(
                tree.nodes[parent].unit,
                Unit::Paragraph | Unit::Point | Unit::Indent | Unit::Text | Unit::Recital | Unit::Reason
            );
            let parent_kind = done[parent].0;
            let item = |unit: Unit| matches!(unit, Unit::Point | Unit::Indent);
            let nested = item(node.unit) && item(tree.nodes[parent].unit);
            let term = defined_term(words, above == Topic::Definitions);
            return match (term, above) {
                _ if matches!(parent_kind, ClauseKind::Recital)
                    || tree.nodes[parent].unit == Unit::Preamble =>
                {
                    (ClauseKind::Recital, None)
                }
                (Some(term), Topic::Annex) => (ClauseKind::Annex, Some(term)),
                (Some(term), _) => (ClauseKind::Definition, Some(term)),
                (None, _)
                    if inside
                        && parent_kind == ClauseKind::Definition
                        && (nested || done[parent].1.is_some()) =>
                {
                    (ClauseKind::Definition, None)
                }
                (None, Topic::Annex) => (ClauseKind::Annex, None),
                (None, Topic::Final) => (ClauseKind::Final, None),
                (None, Topic::Definitions | Topic::Other) => (ClauseKind::Provision, None),
            };
        }
    };
    (kind, None)
}

/// The term that a text defines: “‘network’ means”, or without quotation marks where definitions are expected.
fn defined_term(text: &str, expected: bool) -> Option<String> {
    let text = text.trim_start();
    // Arabic names the verb first: "by the expression … is meant".
    if let Some(rest) = text.strip_prefix("يقصد ب").or_else(|| text.strip_prefix("يُقصد ب")) {
        let mut quoted = rest.splitn(3, ['"', '“', '”', '«', '»']).skip(1);
        return quoted.next().map(|term| term.trim().to_owned()).filter(|term| !term.is_empty());
    }
    // Nearly every text is told from all openers by its first letter.
    let first = text.chars().next().and_then(|c| c.to_lowercase().next());
    let near = openers().iter().filter(|opener| opener.chars().next() == first);
    let opener = near.into_iter().find_map(|opener| {
        let start: String = text.chars().take(opener.chars().count()).collect();
        let rest = (start.to_lowercase() == **opener).then(|| text[start.len()..].trim_start())?;
        rest.starts_with(punctuation::is_opening).then_some(rest)
    });
    let scoped = if opener.is_none() && expected { scoped(text) } else { None };
    let text = opener.or(scoped).unwrap_or(text);
    let open = text.chars().next()?;
    let close = match open {
        '"' | '`' => '"',
        '“' | '”' => '”',
        '„' if text.contains('“') => '“',
        '„' => '”',
        '‘' => '’',
        '«' => '»',
        '\'' => '\'',
        _ if expected => return bare_term(text),
        _ => return None,
    };
    let inside = text.trim_start_matches(['`', open]);
    let (at, mark) = inside.char_indices().take(120).find(|(at, c)| {
        let apostrophe = matches!(c, '’' | '\'');
        *c == close && !(apostrophe && inside[at + c.len_utf8()..].starts_with(char::is_alphanumeric))
    })?;
    let term = inside[..at].trim().trim_end_matches([',', ';', ':']);
    let after = &inside[at + mark.len_utf8()..];
    let rest = after.trim_start_matches([' ', '\u{a0}', ':', ',', '”', '\'', '"', '’']);
    let near = rest.chars().take(80).collect::<String>().to_lowercase();
    let verb = |verb: &str| {
        near.starts_with(verb) || near.split(' ').take(12).any(|word| word.trim_end_matches('.') == verb)
    };
    let loose =
        near.starts_with("includes") || near.starts_with("mean ") || near.starts_with("shall include");
    let colon = after.starts_with([':', ' ']) && near.starts_with(['–', '-', '—']) || after.starts_with(':');
    // "In this Act the term" above the points, or the verb below them all.
    // "«Farol», qualquer torre": what comes behind the comma says what the term is.
    let set_apart = !after.starts_with(',') || open == '«' && rest.starts_with(char::is_lowercase);
    let quoted = expected && !rest.is_empty() && set_apart && open != '\'';
    let defines = verbs().iter().any(|known| verb(known))
        || expected && (loose || colon || opener.is_some())
        || quoted && near.starts_with(char::is_alphabetic);
    (defines && !term.is_empty()).then(|| term.to_owned())
}

/// The term of a definition that says first where it holds: "In this Agreement “buoy” means".
fn scoped(text: &str) -> Option<&str> {
    const LONGEST: usize = 80;
    let at = text.find(punctuation::is_opening).filter(|at| (1..LONGEST).contains(at))?;
    let before = text[..at].to_lowercase();
    // Where words are not parted, "this" is a part of the first: "이 협정에서", "本协定所称".
    let names_this = before.contains(|c| c >= '\u{2e80}')
        || lexicon::all(|words| words.this).any(|this| before.contains(this));
    let plain = !before.contains(['.', ';', ':', '(']);
    (names_this && plain && !text.starts_with(char::is_lowercase)).then(|| &text[at..])
}

/// The term before a defining verb at the start of a text without quotation marks: "Child or Minor means".
fn bare_term(text: &str) -> Option<String> {
    let head: String = text.chars().take(120).collect();
    // A verb between spaces is looked for word by word; in scripts without spaces it may be anywhere.
    let spaced = head.match_indices(' ').map(|(at, _)| at).find(|at| {
        let rest = &head[at + 1..];
        verbs().iter().any(|verb| rest.strip_prefix(verb).is_some_and(|rest| rest.starts_with(' ')))
    });
    let joined = |verb: &&str| (!verb.is_ascii()).then(|| head.find(*verb)).flatten();
    let joined = if head.is_ascii() { None } else { verbs().iter().filter_map(joined).min() };
    // "Damage any impairment": a verb was forgotten after one capitalised word.
    let forgotten =
        || head.find(" any ").filter(|at| head.starts_with(char::is_uppercase) && !head[..*at].contains(' '));
    let verb = spaced.into_iter().chain(joined).min().or_else(forgotten).or_else(|| set_off(&head))?;
    let term = head[..verb].trim_end_matches([':', ' ', ',', '-', '–']).trim();
    let words = term.split_whitespace().count();
    let plain = !term.contains([',', ';', '“', '"', '—', '.']) && (1..=10).contains(&words);
    plain.then(|| term.to_owned())
}

/// Where a colon or a dash parts a term from what it means, as lists of terms have it: "quay: a wall for mooring".
fn set_off(head: &str) -> Option<usize> {
    const WORDS: usize = 5;
    let at = [":", " – ", " — "].iter().filter_map(|sign| head.find(sign)).min()?;
    let meaning = head[at..].trim_start_matches([':', ' ', '–', '—']);
    let worded = meaning.chars().filter(|c| c.is_alphabetic()).count() > 3;
    (worded && head[..at].split_whitespace().count() <= WORDS).then_some(at)
}

/// What comes before a term that is being defined, as "on entend par".
fn openers() -> &'static [&'static str] {
    static ENTRIES: LazyLock<Vec<&str>> =
        LazyLock::new(|| lexicon::all(|words| words.defining_openers).collect());
    &ENTRIES
}

/// What links a term to its meaning.
fn verbs() -> &'static [&'static str] {
    static ENTRIES: LazyLock<Vec<&str>> =
        LazyLock::new(|| lexicon::all(|words| words.defining_verbs).collect());
    &ENTRIES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defined_terms_are_found() {
        let term = |text| defined_term(text, true);
        assert_eq!(term("‘incident’ means an event"), Some("incident".into()));
        assert_eq!(term("\"traffic data\" means any data"), Some("traffic data".into()));
        assert_eq!(term("Child or Minor means every human being"), Some("Child or Minor".into()));
        assert_eq!(term("Damage any impairment"), Some("Damage".into()));
        assert_eq!(term("quay: a wall for mooring"), Some("quay".into()));
        assert_eq!(term("In this Treaty:"), None);
        assert_eq!((topic("Part C – Terms"), topic("Terms of payment")), (Topic::Definitions, Topic::Other));
        assert_eq!(defined_term("Each Party means well", false), None);
        assert_eq!(defined_term("“Affiliate” means any company", false), Some("Affiliate".into()));
    }
}
