//! Sentences of legal text: full stops told from the dots of abbreviations, lines told from wrapped lines.
//!
//! Rules, not a model: they are measured on MultiLegalSBD (Brugger, Stürmer, Niklaus 2023) by
//! `examples/sentences.rs`.

use crate::lexicon::abbreviations::{ALWAYS, BEFORE_NUMBERS, OFTEN};
use crate::lexicon::{self, punctuation, roman};
use crate::{Language, Span};

/// The sentences of a text in order, white space between them left out.
///
/// A blank line always ends a sentence; a line break does unless the line was wrapped (it is about as long as the
/// text is wide, or the next line goes on in lower case).
///
/// ```
/// use crosscut_text::{Language, sentence};
/// let text = "Art. 5 applies to Mr. Smith. It does not apply to the U.S. Government.";
/// let sentences: Vec<&str> =
///     sentence::split(text, Language::English).into_iter().filter_map(|span| span.cut(text)).collect();
/// assert_eq!(sentences, ["Art. 5 applies to Mr. Smith.", "It does not apply to the U.S. Government."]);
/// ```
pub fn split(text: &str, language: Language) -> Vec<Span> {
    let width = width(text);
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let mut start = 0;
    let mut line = 0;
    // Where the number of a list item ends that begins the line.
    let mut marked = list_mark(text);
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'.' | b'!' | b'?' => stop(text, start, at, language),
            b'\n' => {
                let breaks = !is_wrapped(text, line, at, width);
                line = at + 1;
                let open = text[start..at].trim_end().ends_with([';', ',']);
                if breaks || !open {
                    marked = list_mark(&text[line..]).map(|length| line + length);
                }
                breaks.then_some(at)
            }
            _ if marked == Some(at) => marked.take(),
            // The first bytes of "。！？" and of the Armenian, Arabic, Indic and Ethiopic stops.
            0xd6 | 0xd8 | 0xdb | 0xe0 | 0xe1 | 0xe3 | 0xef => {
                wide_stop(&text[at..]).map(|length| at + length)
            }
            _ => None,
        };
        match end {
            Some(end) => {
                push(text, &mut spans, start, end);
                start = end;
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    push(text, &mut spans, start, text.len());
    spans
}

fn push(text: &str, spans: &mut Vec<Span>, start: usize, end: usize) {
    if let Some(span) = Span::at(start, end - start).trimmed(text).filter(|span| !span.is_empty()) {
        spans.push(span);
    }
}

/// How wide wrapped lines are, in bytes; none in a text that is not wrapped.
fn width(text: &str) -> Option<usize> {
    let mut lengths: Vec<usize> = text.split('\n').map(str::len).filter(|length| *length > 40).collect();
    lengths.sort_unstable();
    let at = lengths.len() * 9 / 10;
    lengths
        .get(at.min(lengths.len().checked_sub(1)?))
        .copied()
        .filter(|width| *width < 160 && lengths.len() > 3)
}

/// Length of the number that begins a line: "a)", "1.-", "2.º", "[3]", "- "; it is a sentence of its own.
fn list_mark(line: &str) -> Option<usize> {
    let mark = line
        .split([' ', '\t', '\n', '\u{a0}'])
        .next()
        .filter(|mark| mark.len() < line.len() && mark.len() <= 7)?;
    let bare = mark.strip_prefix('[').map_or(mark, |inside| inside.strip_suffix(']').unwrap_or(mark));
    let note =
        bare.len() < mark.len() && !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '*');
    let number = mark.trim_end_matches([')', '.', '-', 'º', 'ª', '°']);
    let counted = !number.is_empty()
        && number.len() <= 4
        && (number.chars().all(|c| c.is_ascii_digit() || c == '.') || number.len() == 1 && number.is_ascii())
        && mark[number.len()..].starts_with([')', '.'])
        && mark[number.len()..] != *".";
    let dash = matches!(mark, "-" | "–" | "•") && line[mark.len()..].starts_with('\t');
    (note || counted || dash).then_some(mark.len())
}

/// Whether the line from `start` to the break at `end` goes on in the next line.
fn is_wrapped(text: &str, start: usize, end: usize, width: Option<usize>) -> bool {
    let line = text[start..end].trim();
    let next = text[end + 1..].split('\n').next().unwrap_or("").trim_start();
    let (Some(last), Some(first)) = (line.chars().next_back(), next.chars().next()) else {
        return line.ends_with([',', ';']) && !text[end + 1..].trim().is_empty();
    };
    if first == 'v' && next.starts_with("v.") || line.ends_with(" v.") || line == "v." {
        return true;
    }
    if punctuation::is_stop(last) || punctuation::is_colon(last) {
        return false;
    }
    if first.is_lowercase() || matches!(last, ',' | ';' | '-' | '–' | '(') || matches!(first, ')' | ';' | ',')
    {
        return true;
    }
    let word = line.rsplit(' ').next().unwrap_or("");
    if word.len() <= 3 && line.len() > 30 && word.chars().all(char::is_lowercase) {
        return true;
    }
    // A long line that ends in mid-sentence; the first word of the next did not fit any more.
    let word = next.split_whitespace().next().map_or(0, str::len);
    width.is_some_and(|width| line.len() + word + 4 >= width && line.len() > 40)
}

/// Where the sentence ends whose stop is at `at`; `None` if it goes on.
fn stop(text: &str, start: usize, at: usize, language: Language) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at + 1;
    while matches!(bytes.get(end), Some(b'.' | b'!' | b'?')) {
        end += 1;
    }
    let after = &text[end..];
    // Closing quotation marks and brackets, and the marks of notes, belong to the sentence.
    let closing = after.len() - after.trim_start_matches(punctuation::is_closing).len();
    let end = end + closing;
    let after = &text[end..];
    if after.is_empty() || note_mark(after) {
        return Some(end);
    }
    let rest = after.trim_start_matches([' ', '\t', '\u{a0}', '\n', '\r']);
    let gap = after.len() - rest.len();
    if gap == 0 || !opens_sentence(rest) {
        return None;
    }
    let dots = at + 1 - text[..=at].trim_end_matches('.').len() + (end - closing - at - 1).min(2);
    if dots == 1 && bytes[at] == b'.' && closing == 0 && is_abbreviation(text, start, at, rest, language) {
        return None;
    }
    Some(end)
}

/// Whether the mark of a note comes straight after the stop: [12].
fn note_mark(text: &str) -> bool {
    let inside =
        text.strip_prefix('[').and_then(|text| text.split_once(']')).map_or("", |(inside, _)| inside);
    (1..=3).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_digit() || b == b'*')
}

/// Whether a text can begin a sentence.
fn opens_sentence(rest: &str) -> bool {
    let bare = rest.trim_start_matches([
        '"', '“', '‘', '«', '(', '[', '\'', '¿', '¡', '*', '—', '–', '-', ' ', '„', '\u{a0}',
    ]);
    bare.chars().next().is_none_or(|c| {
        c.is_uppercase() || c.is_numeric() || c == '§' || (c.is_alphabetic() && !c.is_lowercase())
    })
}

/// Whether the dot at `at` ends an abbreviation, an initial or a number and not the sentence.
fn is_abbreviation(text: &str, start: usize, at: usize, rest: &str, language: Language) -> bool {
    let before = &text[start..at];
    let word = before
        .rsplit([' ', '\n', '\t', '\u{a0}', '(', '[', '"', '“', '«', '’', '\'', '/', '-'])
        .next()
        .unwrap_or("");
    let next = rest.chars().next().unwrap_or(' ');
    if word.is_empty() {
        return false;
    }
    let numeric = next.is_numeric();
    let mut chars = word.chars();
    let (first, more) = (chars.next().unwrap_or(' '), chars.next().is_some());
    // An initial; or a lone letter or number that numbers a list at the start of a sentence.
    if !more && first.is_alphabetic() {
        return before.trim().len() > word.len() || !first.is_lowercase() && language != Language::English;
    }
    if word.contains('.') && word.chars().any(char::is_alphabetic) {
        return numeric || !starts_new(rest, language);
    }
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    let own = lexicon::of_language(language).map_or(&[][..], |words| words.abbreviations);
    if ALWAYS.contains(&lower) || own.contains(&lower) {
        return true;
    }
    if BEFORE_NUMBERS.contains(&lower) && (numeric || next == '§' || is_roman(rest)) {
        return true;
    }
    OFTEN.contains(&lower) && first.is_uppercase() && !starts_new(rest, language)
}

/// Whether the next word is a Roman number.
fn is_roman(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    word.starts_with(char::is_uppercase) && roman::read(word).is_some()
}

/// Whether the next word is one that often begins a sentence and seldom follows an abbreviation.
fn starts_new(rest: &str, language: Language) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_english = matches!(language, Language::English | Language::Undetermined);
    let mut tables = lexicon::languages().filter(|words| (words.language == Language::English) == is_english);
    tables.any(|words| words.openers.contains(&word))
}

/// Length of a full stop of a script that writes it wide.
fn wide_stop(text: &str) -> Option<usize> {
    let c = text.chars().next()?;
    if c.is_ascii() || !punctuation::is_stop(c) {
        return None;
    }
    let rest = &text[c.len_utf8()..];
    let closing = rest.len() - rest.trim_start_matches(punctuation::is_closing).len();
    Some(c.len_utf8() + closing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentences(text: &str, language: Language) -> Vec<&str> {
        split(text, language).into_iter().filter_map(|span| span.cut(text)).collect()
    }

    #[test]
    fn legal_abbreviations_end_no_sentence() {
        for text in [
            "See Art. 5 and No. 7 of para. 3, e.g. the rule in Smith v. Jones.",
            "The U.S. Government and Mr. J. Smith of Acme Inc. Paris agreed.",
            "He was born on Jan. 5 in St. Gallen.",
        ] {
            assert_eq!(sentences(text, Language::English), [text]);
        }
        assert_eq!(sentences("L'art. 5 al. 2 vaut. Il reste.", Language::French).len(), 2);
        assert_eq!(sentences("各国应当合作。各国不得攻击。", Language::Chinese).len(), 2);
    }

    #[test]
    fn wrapped_lines_are_joined_and_other_lines_are_not() {
        let text = "Title of the act\nThe first sentence is so long that it\nwas wrapped. The second is not.\n\nThird";
        assert_eq!(sentences(text, Language::English).len(), 4);
    }

    proptest! {
        #[test]
        fn sentences_hold_every_word_once(text in "([A-Za-zé]{1,6}[.!?]?[ \n\"]|[A-Z]\\.|\\PC){0,60}") {
            let spans = split(&text, Language::English);
            let joined: String = spans.iter().filter_map(|span| span.cut(&text)).flat_map(str::split_whitespace).collect();
            let all: String = text.split_whitespace().collect();
            prop_assert_eq!(joined, all);
            prop_assert!(spans.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        }
    }
}
