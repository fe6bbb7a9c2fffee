//! The only place that reads the clock and draws random numbers.

use super::{ElementId, EventId};
use jiff::Timestamp;
use uuid::{Builder, Uuid};

/// Time and randomness from outside, so that tests bring their own.
pub trait Clock: Send {
    /// Milliseconds since 1970.
    fn millis(&self) -> u64;

    /// Ten random bytes.
    ///
    /// # Errors
    /// When the system has none to give.
    fn random(&mut self) -> std::io::Result<[u8; 10]>;
}

/// The machine's clock and randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "decisions carry their time; nothing is derived from it")]
    fn millis(&self) -> u64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
    }

    fn random(&mut self) -> std::io::Result<[u8; 10]> {
        let mut bytes = [0; 10];
        getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
        Ok(bytes)
    }
}

/// The time of a clock; 1970 where it is out of range.
pub(super) fn time(clock: &dyn Clock) -> Timestamp {
    let millis = i64::try_from(clock.millis()).unwrap_or_default();
    Timestamp::from_millisecond(millis).unwrap_or_default()
}

/// A new UUID version 7.
fn uuid(clock: &mut dyn Clock) -> std::io::Result<Uuid> {
    let random = clock.random()?;
    Ok(Builder::from_unix_timestamp_millis(clock.millis(), &random).into_uuid())
}

impl EventId {
    /// A new id, in the order of the clock.
    pub(super) fn new(clock: &mut dyn Clock) -> std::io::Result<Self> {
        uuid(clock).map(Self)
    }
}

impl ElementId {
    /// A new id for an element that is not made from a candidate (of a split, or by hand).
    ///
    /// # Errors
    /// When the clock has no randomness to give.
    pub fn new(clock: &mut dyn Clock) -> std::io::Result<Self> {
        uuid(clock).map(Self)
    }
}
