//! The few parts of the protocol buffer wire format that a SentencePiece model uses.

/// A field of a message: its number, and its bytes where it has a length or a fixed size (empty for a number).
pub(crate) type Field<'a> = (u32, &'a [u8]);

/// The fields of a message in order; ends early where the bytes are no message.
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(crate) fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// Whether nothing was left unread.
    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        let start = self.rest;
        let mut read = || {
            let tag = self.number()?;
            let value = match tag & 7 {
                0 => self.number().map(|_| &[][..]),
                1 => self.bytes(8),
                2 => {
                    let length = usize::try_from(self.number()?).ok()?;
                    self.bytes(length)
                }
                5 => self.bytes(4),
                _ => None,
            }?;
            Some((u32::try_from(tag >> 3).ok()?, value))
        };
        let field = read();
        if field.is_none() {
            self.rest = start;
        }
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_every_kind_are_read_and_a_torn_end_is_seen() {
        // 1: "ab"; 2: varint 300; 3: four bytes; 4: eight bytes.
        let message = b"\x0a\x02ab\x10\xac\x02\x1d\x00\x00\x80\x3f\x21\x01\x02\x03\x04\x05\x06\x07\x08";
        let mut fields = Fields::of(message);
        let read: Vec<Field> = fields.by_ref().collect();
        assert_eq!(read[0], (1, &b"ab"[..]));
        assert_eq!(read[1], (2, &b""[..]));
        assert_eq!(read[2].1, 1f32.to_le_bytes());
        assert_eq!((read.len(), fields.is_done()), (4, true));
        for end in [1, 3, 5, 8, 14] {
            let mut torn = Fields::of(&message[..end]);
            torn.by_ref().for_each(drop);
            assert!(!torn.is_done(), "{end}");
        }
    }
}
