//! What one code shows.

/// Text and width of a code, 16 bytes: the text is in it, or, where it is longer, among the font's long texts.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Entry {
    text: [u8; 11],
    len: u8,
    /// Advance in glyph space.
    pub(in super::super) width: f32,
}

/// Length of a text that is kept with the long ones.
const LONG: u8 = 0x7F;
/// Marks a text that is a guess.
const GUESS: u8 = 0x80;
/// Longest text of one code.
const LONGEST: usize = 256;

impl Entry {
    pub(super) fn new(text: &str, width: f32, long: &mut String) -> Self {
        let mut entry = Self { width, ..Self::default() };
        let text = &text[..text.floor_char_boundary(LONGEST)];
        if text.len() <= entry.text.len() {
            entry.text[..text.len()].copy_from_slice(text.as_bytes());
            entry.len = text.len() as u8;
        } else if let Ok(start) = u32::try_from(long.len()) {
            entry.text[..4].copy_from_slice(&start.to_le_bytes());
            entry.text[4..6].copy_from_slice(&(text.len() as u16).to_le_bytes());
            entry.len = LONG;
            long.push_str(text);
        }
        entry
    }

    /// An entry whose text is cut to what fits into it.
    pub(super) fn short(text: &str, width: f32) -> Self {
        Self::new(&text[..text.floor_char_boundary(11)], width, &mut String::new())
    }

    /// The character whose number the code is: what is left where nothing says what the code shows. A guess.
    pub(super) fn raw(code: u32, width: f32) -> Self {
        let c = char::from_u32(code).filter(|c| *c != '\0' && !super::text::is_private(*c));
        let mut entry = c.map_or_else(Self::default, |c| Self::short(c.encode_utf8(&mut [0; 4]), width));
        entry.width = width;
        entry.len |= if entry.len > 0 { GUESS } else { 0 };
        entry
    }

    /// The text, if it is one ASCII character, as most are.
    pub(in super::super) fn ascii(&self) -> Option<char> {
        (self.len & !GUESS == 1).then_some(char::from(self.text[0]))
    }

    /// Whether the text is a guess.
    pub(in super::super) fn is_guess(&self) -> bool {
        self.len & GUESS != 0
    }

    pub(super) fn doubt(&mut self) {
        self.len |= if self.len > 0 { GUESS } else { 0 };
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn text<'a>(&'a self, long: &'a str) -> &'a str {
        let len = self.len & !GUESS;
        if len == LONG {
            let start = u32::from_le_bytes([self.text[0], self.text[1], self.text[2], self.text[3]]) as usize;
            let len = usize::from(u16::from_le_bytes([self.text[4], self.text[5]]));
            return long.get(start..start + len).unwrap_or_default();
        }
        std::str::from_utf8(&self.text[..usize::from(len)]).unwrap_or_default()
    }
}
