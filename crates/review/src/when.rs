//! Times for people, in the time zone of this computer.

use jiff::{Timestamp, tz::TimeZone};

/// "14:02:11".
pub(crate) fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%H:%M:%S").to_string()
}

/// "21 Nov 2026, 14:02".
pub(crate) fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%-d %b %Y, %H:%M").to_string()
}
