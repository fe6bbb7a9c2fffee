//! Text as SentencePiece sees it: characters replaced by the model's own table, spaces folded and made visible.

/// What replaces a space.
const SPACE: &str = "\u{2581}";

/// The replacement table of a model: a double-array trie (darts-clone) from byte strings to places in a list of
/// texts that end with a zero byte.
#[derive(Clone, Debug, Default)]
pub(crate) struct Normaliser {
    units: Vec<u32>,
    texts: Vec<u8>,
}

impl Normaliser {
    /// Reads a precompiled table; an empty one replaces nothing. `None` where it is damaged.
    pub(crate) fn new(table: &[u8]) -> Option<Self> {
        if table.is_empty() {
            return Some(Self::default());
        }
        let (size, rest) = table.split_first_chunk::<4>()?;
        let (trie, texts) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*size)).ok()?)?;
        let (units, odd) = trie.as_chunks::<4>();
        let ends = texts.is_empty() || texts.ends_with(&[0]);
        (odd.is_empty() && ends && std::str::from_utf8(texts).is_ok()).then(|| Self {
            units: units.iter().map(|unit| u32::from_le_bytes(*unit)).collect(),
            texts: texts.to_vec(),
        })
    }

    /// The text with a space in front, runs of spaces as one, none at the end, every space visible.
    pub(crate) fn normalise(&self, text: &str) -> String {
        let mut plain = String::with_capacity(text.len() + 8);
        let mut rest = text;
        while !rest.is_empty() {
            let (replaced, taken) = self.replace(rest);
            plain.push_str(replaced);
            rest = &rest[taken..];
        }
        let mut out = String::with_capacity(plain.len() + 8);
        for word in plain.split(' ').filter(|word| !word.is_empty()) {
            out.push_str(SPACE);
            out.push_str(word);
        }
        out
    }

    /// What the longest known start of the text becomes, and how long that start is: otherwise its first character.
    fn replace<'a>(&'a self, text: &'a str) -> (&'a str, usize) {
        let first = text.chars().next().map_or(0, char::len_utf8);
        let found = self.longest(text.as_bytes()).and_then(|(length, at)| {
            let texts = self.texts.get(at..)?;
            let end = texts.iter().position(|&byte| byte == 0)?;
            let replaced = std::str::from_utf8(&texts[..end]).ok()?;
            text.is_char_boundary(length).then_some((replaced, length))
        });
        found.unwrap_or((&text[..first], first))
    }

    /// The longest key that the bytes start with: its length and its value.
    fn longest(&self, bytes: &[u8]) -> Option<(usize, usize)> {
        let offset = |unit: u32| ((unit >> 10) << ((unit & 0x200) >> 6)) as usize;
        let mut at = offset(*self.units.first()?);
        let mut best = None;
        for (i, &byte) in bytes.iter().enumerate() {
            at ^= usize::from(byte);
            let Some(&unit) = self.units.get(at) else { break };
            if unit & 0x8000_00ff != u32::from(byte) {
                break;
            }
            at ^= offset(unit);
            if unit & 0x100 != 0 {
                best = self.units.get(at).map(|value| (i + 1, (value & 0x7fff_ffff) as usize)).or(best);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_folded_and_visible() {
        let none = Normaliser::new(&[]).unwrap();
        assert_eq!(none.normalise("  a  b c "), "▁a▁b▁c");
        assert_eq!(none.normalise("   "), "");
    }

    #[test]
    fn a_damaged_table_is_refused_and_a_senseless_one_does_no_harm() {
        assert!(Normaliser::new(&[1]).is_none());
        assert!(Normaliser::new(&[8, 0, 0, 0, 1, 2]).is_none());
        assert!(Normaliser::new(&[4, 0, 0, 0, 1, 2, 3, 4, b'x']).is_none(), "the last text has no end");
        let senseless = Normaliser::new(&[4, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, b'x', 0]).unwrap();
        assert_eq!(senseless.normalise("ab"), "▁ab");
    }
}
