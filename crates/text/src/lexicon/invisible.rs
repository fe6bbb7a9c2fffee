//! Characters that cannot be seen, or that turn the direction of the text around them.

/// What an invisible character does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invisible {
    /// Shows where a word may be broken.
    SoftHyphen,
    /// Takes no room: zero-width space, word joiner, byte order mark.
    ZeroWidth,
    /// Joins letters or keeps them apart, which Indic and Arabic scripts need.
    Joiner,
    /// Turns the direction of the text around it.
    Direction,
    /// Spells a tag that no reader shows.
    Tag,
    /// A control character other than tab and line break.
    Control,
}

/// What a character does, and the name that it is shown by, if it is invisible.
///
/// ```
/// use crosscut_text::lexicon::invisible::{Invisible, kind};
/// assert_eq!(kind('\u{202e}'), Some((Invisible::Direction, "RLO")));
/// assert_eq!(kind('é'), None);
/// ```
pub fn kind(c: char) -> Option<(Invisible, &'static str)> {
    use Invisible::{Control, Direction, Joiner, SoftHyphen, Tag, ZeroWidth};
    Some(match c {
        '\t' | '\n' | '\r' | ' '..='~' => return None,
        '\0' => (Control, "NUL"),
        '\u{ad}' => (SoftHyphen, "SHY"),
        '\u{61c}' => (Direction, "ALM"),
        '\u{180e}' => (ZeroWidth, "MVS"),
        '\u{200b}' => (ZeroWidth, "ZWSP"),
        '\u{200c}' => (Joiner, "ZWNJ"),
        '\u{200d}' => (Joiner, "ZWJ"),
        '\u{200e}' => (Direction, "LRM"),
        '\u{200f}' => (Direction, "RLM"),
        '\u{202a}' => (Direction, "LRE"),
        '\u{202b}' => (Direction, "RLE"),
        '\u{202c}' => (Direction, "PDF"),
        '\u{202d}' => (Direction, "LRO"),
        '\u{202e}' => (Direction, "RLO"),
        '\u{2060}' => (ZeroWidth, "WJ"),
        '\u{2066}' => (Direction, "LRI"),
        '\u{2067}' => (Direction, "RLI"),
        '\u{2068}' => (Direction, "FSI"),
        '\u{2069}' => (Direction, "PDI"),
        '\u{feff}' => (ZeroWidth, "BOM"),
        '\u{e0000}'..='\u{e007f}' => (Tag, "TAG"),
        _ if c.is_control() => (Control, "CTRL"),
        _ => return None,
    })
}

/// The text without such characters, for plain exports. Joiners between letters of scripts that need them are spelling and
/// stay, as do those of emoji.
///
/// ```
/// use crosscut_text::lexicon::invisible::stripped;
/// assert_eq!(stripped("a\u{202e}b\u{200b}c"), "abc");
/// ```
pub fn stripped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().filter(|&c| !is_noise(c)).peekable();
    let is_joiner = |c: char| kind(c).is_some();
    while let Some(c) = letters.next() {
        if !is_joiner(c) || joins(out.chars().next_back(), letters.peek().copied()) {
            out.push(c);
        }
    }
    out
}

/// Whether a joiner between two characters is spelling: in a script that needs it, or in a pictogram that is made of
/// several.
///
/// ```
/// use crosscut_text::lexicon::invisible::joins;
/// assert!(joins(Some('👩'), Some('🚀')) && !joins(Some('a'), Some('b')));
/// ```
pub fn joins(before: Option<char>, after: Option<char>) -> bool {
    // Hebrew and all scripts after it, pictograms, and the forms and marks that go with both.
    let spells =
        |c: char| matches!(c, '\u{590}'..='\u{1fff}' | '\u{2190}'..='\u{2bff}' | '\u{a800}'..='\u{1ffff}');
    before.is_some_and(spells) && after.is_some_and(spells)
}

/// Whether the text of a source is better without a character: it shows nothing and would keep a word from being found.
/// Joiners change how letters look and stay.
pub fn is_noise(c: char) -> bool {
    kind(c).is_some_and(|(kind, _)| kind != Invisible::Joiner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_left_out_and_nothing_else() {
        assert_eq!(stripped("a\u{202e}b\u{200b}\u{0}\u{feff}c"), "abc");
        let plain = "Ελλάδα, 🔒 é\tx\ny\u{a0}z";
        assert_eq!(stripped(plain), plain);
    }

    #[test]
    fn joiners_that_spell_stay_and_others_go() {
        // Persian "I want", Hindi "kṣa" unjoined, a family.
        for plain in ["می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}👧"] {
            assert_eq!(stripped(plain), plain);
            assert_eq!(stripped(&format!("\u{200c}{plain}\u{200d} \u{202e}x")), format!("{plain} x"));
        }
        assert_eq!(stripped("pass\u{200c}word\u{200d}"), "password");
        assert_eq!(stripped("می\u{200c}\u{200d}خواهم"), "می\u{200d}خواهم");
    }
}
