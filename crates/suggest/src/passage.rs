//! Words looked for in a text: as they are, and the nearest that are there.

use crosscut::text::lexicon::invisible;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// A text as quotes are compared: how words are set (spacing, line ends, the shape of quotation marks and hyphens) is no part
/// of what they say; letters, their case and every other sign are.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkc().filter(|c| c.is_whitespace() || !invisible::is_noise(*c)) {
        match c {
            c if c.is_whitespace() => {
                if !plain.is_empty() && !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            '‘' | '’' | '‚' | '‛' | '′' => plain.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => plain.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '−' => plain.push('-'),
            c => plain.push(c),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// The ways in which words may have been set that end a line in a hyphen: it is part of a word, or divides one.
pub(crate) fn settings(words: &str) -> Vec<String> {
    let plain = plain(words);
    if !words.contains('\n') || !plain.contains("- ") {
        return vec![plain];
    }
    vec![plain.replace("- ", "-"), plain.replace("- ", ""), plain]
}

/// Whether words are in a text, in one piece and whole; both [`plain`].
pub(crate) fn holds(text: &str, words: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let cut = |before: Option<char>, after: Option<char>| inside(before) && inside(after);
    text.match_indices(words).any(|(start, _)| {
        let end = start + words.len();
        !cut(text[..start].chars().next_back(), words.chars().next())
            && !cut(words.chars().next_back(), text[end..].chars().next())
    })
}

/// The words of a text in lower case without the signs around them, each with where it is.
pub(crate) fn words(text: &str) -> Vec<(String, usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let bare: String = text[from..at].nfkc().filter(|c| c.is_alphanumeric()).collect();
                if !bare.is_empty() {
                    words.push((bare.to_lowercase(), from, at));
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The run of as many words as are looked for that shares most of them: how many it shares, and where it is. The first of
/// several; none where no word is shared.
pub(crate) fn nearest(
    wanted: &[(String, usize, usize)],
    text: &[(String, usize, usize)],
) -> Option<(usize, usize, usize)> {
    let width = wanted.len().min(text.len());
    if width == 0 {
        return None;
    }
    // How many of each word are still to be found in the run.
    let mut open: BTreeMap<&str, i64> = BTreeMap::new();
    for (word, ..) in wanted {
        *open.entry(word).or_default() += 1;
    }
    let (mut shared, mut best) = (0_usize, (0, 0));
    for end in 0..text.len() {
        if let Some(count) = open.get_mut(text[end].0.as_str()) {
            shared += usize::from(*count > 0);
            *count -= 1;
        }
        if end >= width
            && let Some(count) = open.get_mut(text[end - width].0.as_str())
        {
            *count += 1;
            shared -= usize::from(*count > 0);
        }
        if end + 1 >= width && shared > best.0 {
            best = (shared, end + 1 - width);
        }
    }
    let (shared, start) = best;
    (shared > 0).then(|| (shared, text[start].1, text[start + width - 1].2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn how_words_are_set_does_not_matter_and_what_they_say_does() {
        let text = plain("Each  Party\nshall “report”\u{a0}inci\u{ad}dents – at once, not later.");
        assert!(holds(&text, &plain("shall \"report\" incidents - at once")));
        assert!(holds(&text, &plain("Each Party shall")));
        assert!(!holds(&text, &plain("each Party")), "case is part of a quote");
        assert!(!holds(&text, &plain("arty shall")), "half a word");
        assert!(!holds(&text, &plain("at once, later")));
        assert!(!holds(&plain("within 720 hours"), &plain("within 72")));
        let set = |words: &str| {
            settings(words).iter().any(|words| holds(&plain("a public-private partnership"), words))
        };
        assert!(
            set("public-\nprivate partnership")
                && set("public-private part-\nnership")
                && !set("public private")
        );
    }

    /// The same, slowly: every run, its words struck off one by one.
    fn slowly(
        wanted: &[(String, usize, usize)],
        text: &[(String, usize, usize)],
    ) -> Option<(usize, usize, usize)> {
        let width = wanted.len().min(text.len());
        let mut best: Option<(usize, usize, usize)> = None;
        for run in text.windows(width.max(1)).filter(|_| width > 0) {
            let mut left: Vec<&str> = wanted.iter().map(|word| word.0.as_str()).collect();
            let mut shared = 0;
            for (word, ..) in run {
                if let Some(at) = left.iter().position(|other| other == word) {
                    left.remove(at);
                    shared += 1;
                }
            }
            if shared > best.map_or(0, |best| best.0) {
                best = Some((shared, run[0].1, run[width - 1].2));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_nearest_run_is_that_of_a_slow_search(
            wanted in prop::collection::vec("[ab]{1,2}", 0..6),
            text in prop::collection::vec("[abc]{1,2}", 0..14),
        ) {
            let (wanted, text) = (wanted.join(" "), text.join(" "));
            prop_assert_eq!(nearest(&words(&wanted), &words(&text)), slowly(&words(&wanted), &words(&text)));
        }

        #[test]
        fn whole_words_cut_from_a_text_are_found_in_it(
            words in prop::collection::vec("[a-zé]{1,5}[,.]?", 1..12),
            from in 0_usize..12,
            length in 1_usize..12,
        ) {
            let piece: Vec<&str> = words.iter().skip(from).take(length).map(String::as_str).collect();
            prop_assert!(holds(&plain(&words.join(" ")), &plain(&piece.join("\n  "))));
        }
    }
}
