//! Lists of terms and what they mean: a term and its meaning are one paragraph, "quay: a wall at which ships moor".

use crosscut_text::lexicon::opens_meaning;
use crosscut_text::starts_item;

/// Whether the first column of a list of definitions is a term, and neither a number nor a text of its own.
pub(crate) fn is_term(text: &str) -> bool {
    const WORDS: usize = 8;
    let text = text.trim();
    let ends = text.ends_with(['.', ';', '?', '!', '。', '；', '？']);
    !ends && (1..=WORDS).contains(&text.split_whitespace().count()) && !starts_item(&format!("{text} words"))
}

/// What comes before the meaning of terms; nothing without a term. A colon parts them where no verb does.
pub(crate) fn marker(terms: &[String], meaning: &str) -> String {
    let terms = terms.iter().map(|term| term.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut marker = terms.collect::<Vec<_>>().join(", ");
    let parted = marker.ends_with([':', '：', '-', '–', '—']) || meaning.starts_with(['-', '–', '—', ':']);
    if !marker.is_empty() && !parted && !opens_meaning(meaning) {
        marker.push(':');
    }
    marker
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_and_its_meaning_are_parted_by_a_verb_or_a_colon() {
        let quay = ["Quay".to_owned()];
        assert_eq!(marker(&quay, "means a wall"), "Quay");
        assert_eq!(marker(&quay, "a wall"), "Quay:");
        assert_eq!(marker(&["quai :".to_owned()], "un mur"), "quai :");
        assert_eq!(marker(&["Quay".to_owned(), "wharf".to_owned()], "a wall"), "Quay, wharf:");
        assert_eq!(marker(&[], "a wall"), "");
        assert!(is_term("Quay") && is_term("fishing vessel:"));
        assert!(!is_term("(a)") && !is_term("Article 1") && !is_term("Who may moor?"));
    }
}
