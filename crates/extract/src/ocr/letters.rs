//! How high a word's ink is by its letters: "some" is lower than "they" in the same type.

use super::Found;

/// From the baseline up, in sizes of the type, as books and offices have it: letters without a stem, those with one and
/// capitals, accented capitals.
const LOW: f32 = 0.46;
const TALL: f32 = 0.69;
const ACCENTED: f32 = 0.88;
/// From the baseline down: letters with a tail, and commas.
const TAIL: f32 = 0.22;
const COMMA: f32 = 0.14;
/// A line's ink, from the top of a stem to the foot of a tail.
pub(super) const INK: f32 = TALL + TAIL;

/// The height that a word would have with a stem and a tail; `None` where its letters do not say, as those of other scripts.
pub(super) fn full_height(word: &Found) -> Option<f32> {
    let (mut up, mut down, mut letters) = (0.0_f32, 0.0_f32, 0);
    for c in word.text.chars() {
        let (top, foot) = ink(c)?;
        (up, down) = (up.max(top), down.max(foot));
        letters += usize::from(c.is_alphanumeric());
    }
    (letters >= 2).then(|| word.rect.h * INK / (up + down))
}

/// How far a letter reaches above its baseline and below it; `None` for those that are not known.
fn ink(c: char) -> Option<(f32, f32)> {
    Some(match c {
        'g' | 'p' | 'q' | 'y' | 'ç' => (LOW, TAIL),
        'j' | '(' | ')' | '[' | ']' | 'Q' | '/' | 'Ç' => (TALL, TAIL),
        'a' | 'c' | 'e' | 'm'..='o' | 'r' | 's' | 'u'..='x' | 'z' => (LOW, 0.0),
        'ñ' | 'à'..='ý' | 't' => (TALL - 0.04, 0.0),
        'a'..='z' | 'A'..='Z' | '0'..='9' | 'ß' | '%' | '&' => (TALL, 0.0),
        'À'..='Ý' => (ACCENTED, 0.0),
        ',' | ';' => (LOW, COMMA),
        '.' | ':' | '-' => (0.0, 0.0),
        '\'' | '’' | '‘' | '“' | '”' | '"' => (TALL, 0.0),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Rect;

    fn height(text: &str, h: f32) -> Option<f32> {
        let rect = Rect { h, ..Rect::default() };
        full_height(&Found { text: text.into(), rect, ..Found::default() })
    }

    #[test]
    fn words_of_one_type_are_as_high_whatever_their_letters() {
        // A page of 200 dots an inch in a type of ten points.
        let words = [("Palestinian", 19.2), ("some", 12.8), ("they", 25.3), ("pour", 18.9), ("apply,", 25.3)];
        for (text, h) in words {
            let full = height(text, h).expect("Latin letters");
            assert!((full - 25.3).abs() < 0.6, "{text}: {full}");
        }
        assert_eq!((height("—", 3.0), height("a", 12.0), height("条约", 25.0)), (None, None, None));
    }
}
