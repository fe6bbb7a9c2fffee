//! Titles that a number alone makes ("LEGGE 9 marzo 2018, n. 41", "Resolution 12 (2015)"), the subject that the lines
//! below add, and the dates that a title only cites.

use crate::{date, lexicon};

/// Words of a title that is a kind and a number.
const FEW: usize = 16;

/// Whether a word is what acts and agreements are called: "Decreto", "Bundesgesetz".
pub(crate) fn is_kind(word: &str) -> bool {
    const LONGEST: usize = 40;
    // In bytes: two signs of Chinese say as much as six letters.
    const TAIL: usize = 6;
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() || word.len() > 4 * LONGEST {
        return false;
    }
    let lower = word.to_lowercase();
    let acts = || lexicon::all(|words| words.acts);
    lexicon::is_instrument(word)
        || acts().any(|act| act == lower || act.len() >= TAIL && lower.ends_with(act))
}

/// Whether a text begins as the title of an act that its number names: "Ley 4/2012, de 22 de marzo", "Loi n° 2016-88",
/// "LEGGE 9 marzo 2018, n. 41".
pub(crate) fn opens_numbered(text: &str) -> bool {
    const KIND: usize = 3;
    const LONGEST: usize = 60;
    let words: Vec<&str> = text.split_whitespace().take(LONGEST + 1).collect();
    let Some(kind) = words.iter().take(KIND).position(|word| is_kind(word)) else { return false };
    let rest = &words[kind + 1..];
    let figure = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let number = rest.iter().take(3).any(|word| figure(word) && word.contains(['/', '-', '–']));
    let counted = rest.windows(2).take(6).any(|pair| is_numero(pair[0]) && figure(pair[1]));
    let opens = text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    opens && words.len() <= LONGEST && (number || counted)
}

/// "No", "n.", "Nr.".
fn is_numero(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', '°', 'º']);
    lexicon::is_numero(word) || lexicon::is_numero(bare) || matches!(bare, "n" | "N" | "č" | "№")
}

/// Whether a title is a kind, a number and a date, and nothing says what it is about.
pub(crate) fn is_number_alone(title: &str) -> bool {
    const BEFORE: usize = 4;
    let words: Vec<&str> = title.split_whitespace().collect();
    let figure = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let Some(first) = words.iter().position(figure) else { return false };
    let formal = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        figure(word) || bare.is_empty() || is_numero(word) || word.starts_with('(') || date::is_part(word)
    };
    (1..=BEFORE).contains(&first) && words.len() <= FEW && words[first..].iter().all(formal)
}

/// The part of a title that is its own: without what it cites, another act by its number or date.
pub(crate) fn own_part(title: &str) -> &str {
    let words: Vec<(usize, &str)> = title
        .split(char::is_whitespace)
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len();
            *at += title[*at..].chars().next().map_or(0, char::len_utf8);
            Some((start, word))
        })
        .collect();
    // "the Agreement of 3 May 1962", "Directive 2004/41/EC", but not "the Law of the Sea".
    let cites = |at: usize| {
        let behind = words[at + 1..].iter().take(3);
        behind.map(|(_, word)| word).any(|word| word.contains(|c: char| c.is_ascii_digit()))
    };
    let mut kinds = (0..words.len()).filter(|at| is_kind(words[*at].1));
    let Some(first) = kinds.next() else { return title };
    let second = kinds.find(|at| *at > first + 1 && cites(*at));
    second.map_or(title, |at| &title[..words[at].0])
}

/// The part of a line before the date of a later version: "Published on 14 November 2018 - Updated 3 January 2022".
pub(crate) fn before_update(line: &str) -> &str {
    let lower = line.to_lowercase();
    // Where small letters take other room than large ones, places do not fit.
    let same = lower.len() == line.len();
    let whole = |at: usize, word: &str| {
        // Some scripts part no words.
        let joined = word.starts_with(|c: char| c >= '\u{2e80}');
        let apart = |c: Option<char>| joined || c.is_none_or(|c| !c.is_alphabetic());
        apart(lower[..at].chars().next_back()) && apart(lower[at + word.len()..].chars().next())
    };
    let found = lexicon::all(|words| words.updated)
        .filter_map(|word| lower.match_indices(word).map(|(at, _)| at).find(|at| whole(*at, word)))
        .min();
    found.filter(|_| same).and_then(|at| line.get(..at)).unwrap_or(line)
}

/// Whether a line begins with words that say when a text was published or changed.
pub(crate) fn opens_published(line: &str) -> bool {
    let lower = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let starts = |word: &&str| {
        lower
            .strip_prefix(*word)
            .is_some_and(|rest| !word.is_ascii() || !rest.starts_with(char::is_alphabetic))
    };
    lexicon::all(|words| words.published).chain(lexicon::all(|words| words.updated)).any(|word| starts(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_are_a_number_are_told_from_those_that_say_more() {
        for title in [
            "LEGGE 9 maggio 2031, n. 41",
            "Resolution 12 (2031)",
            "OPINION 4/2031",
            "Decision 9/CP.25",
            "COUNCIL REGULATION (EEC) No 2512/88",
            "Beschluss Nr. 5/2031",
        ] {
            assert!(is_number_alone(title), "{title}");
        }
        for title in [
            "LEGGE 9 maggio 2031, n. 41 sui muri",
            "Charter of Harbour Keepers",
            "2031 Accord",
            "Agenda 2031 for harbours",
        ] {
            assert!(!is_number_alone(title), "{title}");
        }
    }

    #[test]
    fn acts_are_known_by_kind_and_number() {
        for text in [
            "Ley 4/2031, de 22 de marzo, de protección de los faros.",
            "LOI n° 2031-88 du 3 février 2031 relative aux phares",
            "LEGGE 9 marzo 2031, n. 41",
            "Bundesgesetz Nr. 12 über Leuchtfeuer",
        ] {
            assert!(opens_numbered(text), "{text}");
        }
        for text in ["The law of 3 harbours applies", "Charter of Keepers", "Article 4/2031"] {
            assert!(!opens_numbered(text), "{text}");
        }
    }

    #[test]
    fn cited_and_later_dates_are_left_out() {
        let protocol = "PROTOCOL amending the Agreement of 3 May 2022 on Lamps";
        assert_eq!(own_part(protocol), "PROTOCOL amending the ");
        assert_eq!(own_part("Agreement of 3 May 2022 on Lamps"), "Agreement of 3 May 2022 on Lamps");
        let line = "Published on 14 November 2028 - Updated 3 January 2032";
        assert_eq!(before_update(line), "Published on 14 November 2028 - ");
        assert_eq!(before_update("vom 9. Mai 2032 (Stand am 1. Januar 2039)"), "vom 9. Mai 2032 (");
        assert_eq!(before_update("of the standard of 3 May 2031"), "of the standard of 3 May 2031");
        assert!(opens_published("Veröffentlicht am 3. Mai 2031") && !opens_published("Publishers of lamps"));
    }
}
