//! ASCII85Decode and ASCIIHexDecode.

use super::{Filtered, Flaw, Output};

/// Decodes base-85 text to at most `limit` bytes.
pub(super) fn decode_85(data: &[u8], limit: usize) -> Filtered {
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let mut out = Output::new(data.len() / 3, limit);
    let mut group = [0_u32; 5];
    let mut filled = 0;
    let mut flaw = None;
    for &byte in data {
        match byte {
            b'!'..=b'u' => {
                group[filled] = u32::from(byte - b'!');
                filled += 1;
            }
            b'z' if filled == 0 => (0..4).for_each(|_| out.push(0)),
            b'~' => break,
            0 | b'\t' | b'\n' | 12 | b'\r' | b' ' => {}
            _ => flaw = Some(Flaw::Damaged),
        }
        if filled == 5 {
            value(group).to_be_bytes().into_iter().for_each(|byte| out.push(byte));
            filled = 0;
        }
        if out.is_full() {
            return (out.bytes, Some(Flaw::TooLong));
        }
    }
    if filled > 1 {
        group[filled..].fill(84);
        value(group).to_be_bytes().into_iter().take(filled - 1).for_each(|byte| out.push(byte));
    }
    (out.bytes, flaw)
}

fn value(group: [u32; 5]) -> u32 {
    group.iter().fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(*digit))
}

/// Decodes hexadecimal text to at most `limit` bytes.
pub(super) fn decode_hex(data: &[u8], limit: usize) -> Filtered {
    let end = data.iter().position(|&byte| byte == b'>').unwrap_or(data.len());
    let most = limit.saturating_mul(2).min(end);
    let mut bytes = Vec::with_capacity(most / 2);
    super::super::lex::from_hex(&data[..most], &mut bytes);
    (bytes, (most < end).then_some(Flaw::TooLong))
}
