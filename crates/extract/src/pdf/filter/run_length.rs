//! RunLengthDecode.

use super::{Filtered, Flaw, Output};

/// Decodes run lengths to at most `limit` bytes.
pub(super) fn decode(data: &[u8], limit: usize) -> Filtered {
    let mut out = Output::new(data.len(), limit);
    let mut rest = data;
    while let [length, tail @ ..] = rest {
        let length = usize::from(*length);
        match (length, tail) {
            (128, _) => break,
            (0..128, _) => {
                let run = &tail[..tail.len().min(length + 1)];
                out.bytes.extend_from_slice(&run[..run.len().min(out.room())]);
                rest = &tail[run.len()..];
            }
            (_, [byte, tail @ ..]) => {
                let run = (257 - length).min(out.room());
                out.bytes.resize(out.bytes.len() + run, *byte);
                rest = tail;
            }
            (_, []) => return (out.bytes, Some(Flaw::Damaged)),
        }
        if out.is_full() {
            return (out.bytes, Some(Flaw::TooLong));
        }
    }
    (out.bytes, None)
}
