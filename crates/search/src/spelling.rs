//! "cybersecurity", "cyber-security" and "cyber security" are one word to a reader.

use crate::query::Node;

/// Letters of the shortest part of a compound; shorter parts are in too many words by accident.
const SHORTEST: usize = 4;

/// The query with every word that the clauses also write in one piece, or in two, in all these spellings.
/// `is_known` says whether some clause holds a word in any of its forms.
pub(crate) fn respelled(node: Node, is_known: &impl Fn(&str) -> bool) -> Node {
    match node {
        Node::All(parts) => Node::All(neighbours(parts, is_known)),
        Node::Any(parts) => Node::Any(parts.into_iter().map(|part| respelled(part, is_known)).collect()),
        Node::Not(inner) => Node::Not(Box::new(respelled(*inner, is_known))),
        Node::Word(word) => spelled(word, None, None, is_known),
        other => other,
    }
}

/// Adjacent words may be one word elsewhere.
fn neighbours(parts: Vec<Node>, is_known: &impl Fn(&str) -> bool) -> Vec<Node> {
    let words: Vec<Option<String>> = parts
        .iter()
        .map(|part| match part {
            Node::Word(word) => Some(word.clone()),
            _ => None,
        })
        .collect();
    let word_at = |place: Option<usize>| place.and_then(|place| words.get(place)).and_then(Option::as_deref);
    parts
        .into_iter()
        .enumerate()
        .map(|(place, part)| match part {
            Node::Word(word) => {
                spelled(word, word_at(place.checked_sub(1)), word_at(Some(place + 1)), is_known)
            }
            other => respelled(other, is_known),
        })
        .collect()
}

fn spelled(
    word: String,
    before: Option<&str>,
    after: Option<&str>,
    is_known: &impl Fn(&str) -> bool,
) -> Node {
    let mut others = Vec::new();
    let mut join = |first: &str, second: &str| {
        if is_part(first) && is_part(second) {
            others.extend(Some([first, second].concat()).filter(|joined| is_known(joined)));
        }
    };
    if let Some(before) = before {
        join(before, &word);
    }
    if let Some(after) = after {
        join(&word, after);
    }
    if let Some((first, second)) = word.split_once('-') {
        join(first, second);
    }
    let cuts = word.char_indices().map(|(place, _)| word.split_at(place));
    let halves = cuts.filter(|(first, second)| is_part(first) && is_part(second));
    let in_two = halves.filter(|(first, second)| is_known(first) && is_known(second));
    others.extend(in_two.map(|(first, second)| [first, " ", second].concat()));
    if others.is_empty() {
        return Node::Word(word);
    }
    others.insert(0, word);
    Node::Spellings(others)
}

fn is_part(text: &str) -> bool {
    text.chars().all(char::is_alphabetic) && text.chars().count() >= SHORTEST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, known: &[&str], expected: &[&[&str]]) {
        let node = crate::query::parse(query).expect("a good query");
        let parts = match respelled(node, &|word: &str| known.contains(&word)) {
            Node::All(parts) => parts,
            one => vec![one],
        };
        let spellings: Vec<Vec<String>> = parts
            .into_iter()
            .map(|part| match part {
                Node::Spellings(all) => all,
                Node::Word(word) => vec![word],
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(spellings, expected);
    }

    #[test]
    fn compounds_in_one_piece_in_two_and_hyphenated() {
        let known = ["snow", "storm", "snowstorm", "under", "stand"];
        check("snowstorm", &known, &[&["snowstorm", "snow storm"]]);
        check("snow-storm", &known, &[&["snow-storm", "snowstorm"]]);
        check("snow storm", &known, &[&["snow", "snowstorm"], &["storm", "snowstorm"]]);
        check("storm snow", &known, &[&["storm"], &["snow"]]);
        check("snowstorm", &["snow"], &[&["snowstorm"]]);
        check("in to", &["into"], &[&["in"], &["to"]]);
    }
}
