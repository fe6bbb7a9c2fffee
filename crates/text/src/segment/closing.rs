//! Parts that close an act and have a name of their own: "Disposición adicional primera. Registro", "Geçici Madde 1", "附則".

use super::piece::{Class, Piece};
use super::titled::{Titled, number_after, separator};
use crate::Document;
use crate::lexicon::{self, Division};
use std::sync::LazyLock;

/// Takes the heads of closing parts for units, before articles are counted: they have a count of their own.
pub(super) fn closings(document: &Document, pieces: &mut [Piece]) {
    for piece in pieces.iter_mut().filter(|piece| piece.class == Class::Line && !piece.quoted && !piece.cell)
    {
        if let Some(closing) = closing(piece.text(document)) {
            piece.class = Class::Structural;
            piece.markers = Vec::new();
            piece.titled = Some(closing);
        }
    }
}

/// Whether a unit is such a part and holds articles of its own: it has no number.
pub(super) fn holds_articles(titled: &Titled) -> bool {
    titled.word == Division::Supplement && titled.printed.is_empty()
}

/// The name and number of a closing part at the start of a line, in any case of letters; one without a number stands
/// alone on its line, but for what is in brackets behind it.
fn closing(text: &str) -> Option<Titled> {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| lexicon::all(|words| words.closings).collect());
    let opens = text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let end = NAMES.iter().filter(|_| opens).find_map(|name| begins(text, name))?;
    let spaces = text[end..].len() - text[end..].trim_start().len();
    let rest = &text[end + spaces..];
    let number = numbered(rest);
    let Some(length) = number else {
        let signed = text.starts_with(|c: char| c >= '\u{2e80}');
        let bracketed = rest.starts_with(['(', '（', '<', '〈', '＜']);
        return (signed && (rest.is_empty() || bracketed)).then(|| unit("", text.len(), false));
    };
    let number_end = end + spaces + length;
    let (set_off, width) = separator(&text[number_end..]);
    let alone = text[number_end..].trim().is_empty();
    let printed = text[end + spaces..number_end].trim();
    (alone || set_off).then(|| unit(printed, number_end + width, set_off))
}

fn unit(printed: &str, end: usize, set_off: bool) -> Titled {
    Titled {
        word: Division::Supplement,
        readings: Vec::new(),
        printed: printed.to_owned(),
        end,
        set_off,
        through: None,
    }
}

/// Length of the number: figures, an ordinal in words, or the word for the only one.
fn numbered(rest: &str) -> Option<usize> {
    const ONLY: [&str; 3] = ["única", "unica", "unique"];
    let word = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let only = ONLY.contains(&rest[..word].to_lowercase().as_str());
    if only { Some(word) } else { number_after(rest).map(|(_, length)| length) }
}

/// Where a name ends that a text begins with; blanks between the signs of Chinese and Japanese do not count: "附　則".
fn begins(text: &str, name: &str) -> Option<usize> {
    let mut wanted = name.chars().peekable();
    let spaced = name.contains(' ');
    for (at, c) in text.char_indices() {
        let Some(next) = wanted.peek().copied() else {
            return (!c.is_alphanumeric() || !spaced).then_some(at);
        };
        if c.is_whitespace() && next != ' ' && !spaced && at > 0 {
            continue;
        }
        // "İ" and the like are two letters when small.
        let same = c.to_lowercase().eq(std::iter::once(next)) || c.is_whitespace() && next == ' ';
        if !same {
            return None;
        }
        wanted.next();
    }
    wanted.peek().is_none().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_parts_are_told_by_their_name_and_number() {
        let found = |text: &str| closing(text).map(|unit| (unit.printed, text[unit.end..].to_owned()));
        let expected = |printed: &str, rest: &str| Some((printed.to_owned(), rest.to_owned()));
        assert_eq!(found("Disposición final única. Idioma"), expected("única", "Idioma"));
        assert_eq!(found("DISPOSICIÓN TRANSITORIA SEGUNDA"), expected("SEGUNDA", ""));
        assert_eq!(found("GEÇİCİ MADDE 2 – Sicil kurulur."), None);
        assert_eq!(found("Geçici Madde 2 – Sicil kurulur."), expected("2", "Sicil kurulur."));
        assert_eq!(found("附　則"), expected("", ""));
        assert_eq!(found("부칙 <제7호, 2031. 2. 1.>"), expected("", ""));
        assert_eq!(found("Disposición final de la obra"), None);
        assert_eq!(found("附則は、別に定める。"), None);
    }
}
