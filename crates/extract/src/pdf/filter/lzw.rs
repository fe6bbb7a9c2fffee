//! LZWDecode.

use weezl::decode::Configuration;
use weezl::{BitOrder, LzwStatus};

use super::{Filtered, Flaw, Output};

/// Decodes LZW data to at most `limit` bytes. `early`: code lengths grow one code early, as they do by default.
pub(super) fn decode(data: &[u8], early: bool, limit: usize) -> Filtered {
    let configuration = if early {
        Configuration::with_tiff_size_switch(BitOrder::Msb, 8)
    } else {
        Configuration::new(BitOrder::Msb, 8)
    };
    let mut decoder = configuration.with_yield_on_full_buffer(true).build();
    let mut out = Output::new(data.len(), limit);
    let mut data = data;
    let mut buffer = [0; 4096];
    loop {
        let result = decoder.decode_bytes(data, &mut buffer);
        data = &data[result.consumed_in.min(data.len())..];
        let kept = result.consumed_out.min(out.room());
        out.bytes.extend_from_slice(&buffer[..kept]);
        if kept < result.consumed_out || out.is_full() {
            return (out.bytes, Some(Flaw::TooLong));
        }
        match result.status {
            Ok(LzwStatus::Done) => return (out.bytes, None),
            Ok(LzwStatus::Ok) if result.consumed_in > 0 || result.consumed_out > 0 => {}
            Ok(_) => return (out.bytes, None),
            Err(_) => return (out.bytes, Some(Flaw::Damaged)),
        }
    }
}
