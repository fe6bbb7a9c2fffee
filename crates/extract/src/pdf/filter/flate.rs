//! FlateDecode: zlib, bare deflate where the zlib header is broken, and whatever decodes before damage.

use std::cell::RefCell;

use flate2::{Decompress, FlushDecompress, Status};

use super::{Filtered, Flaw, Output};

/// Decodes zlib data to at most `limit` bytes.
pub(super) fn decode(data: &[u8], limit: usize) -> Filtered {
    // White space before the data comes from a wrong end of line after `stream`.
    let spaces = data.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let data = &data[spaces..];
    if data.is_empty() {
        return (Vec::new(), None);
    }
    let (bytes, flaw) = inflate(data, true, limit);
    if bytes.is_empty() && flaw == Some(Flaw::Damaged) {
        // A broken header: the data may start after it, or be deflate without one.
        for start in [2, 0] {
            let (bare, bare_flaw) = inflate(data.get(start..).unwrap_or_default(), false, limit);
            if bare.len() > 8 {
                return (bare, bare_flaw.or(Some(Flaw::Damaged)));
            }
        }
    }
    (bytes, flaw)
}

thread_local! {
    /// Used again for each stream: making one clears 40 kB.
    static INFLATER: RefCell<Decompress> = RefCell::new(Decompress::new(true));
}

fn inflate(data: &[u8], zlib: bool, limit: usize) -> Filtered {
    INFLATER.with_borrow_mut(|inflater| {
        inflater.reset(zlib);
        inflate_with(inflater, data, limit)
    })
}

fn inflate_with(inflater: &mut Decompress, data: &[u8], limit: usize) -> Filtered {
    let mut out = Output::new(data.len(), limit);
    loop {
        if out.is_full() {
            return (out.bytes, Some(Flaw::TooLong));
        }
        if out.bytes.len() == out.bytes.capacity() {
            let more = out.bytes.capacity().clamp(1 << 12, 1 << 22).min(out.room());
            out.bytes.reserve_exact(more);
        }
        let read = usize::try_from(inflater.total_in()).unwrap_or(data.len()).min(data.len());
        let before = out.bytes.len();
        let status = inflater.decompress_vec(&data[read..], &mut out.bytes, FlushDecompress::None);
        if out.bytes.len() > limit {
            out.bytes.truncate(limit);
            return (out.bytes, Some(Flaw::TooLong));
        }
        match status {
            Ok(Status::StreamEnd) => return (out.bytes, None),
            Ok(Status::Ok | Status::BufError) => {
                let stuck = out.bytes.len() == before && inflater.total_in() as usize == read;
                if stuck && out.bytes.len() < out.bytes.capacity() {
                    // The data ends early; streams without their last bytes are common and harmless.
                    let flaw = (inflater.total_in() as usize + 4 < data.len()).then_some(Flaw::Damaged);
                    return (out.bytes, flaw.or(Some(Flaw::Damaged).filter(|_| before == 0)));
                }
            }
            Err(_) => return (out.bytes, Some(Flaw::Damaged)),
        }
    }
}
