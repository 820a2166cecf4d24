//! What time it is: the only place that asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The server's clock; tests hold their own.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// One that is set by hand, in milliseconds since 1970.
    ByHand(Arc<AtomicI64>),
}

impl Clock {
    /// Now, in milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
            }
            Self::ByHand(now) => now.load(Ordering::SeqCst),
        }
    }
}

/// The month of a moment in Vietnam (UTC+7, no summer time), as `2026-11`.
#[must_use]
pub fn month(at: i64) -> String {
    let local = time::OffsetDateTime::from_unix_timestamp(at.div_euclid(1000) + 7 * 3600)
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    format!("{:04}-{:02}", local.year(), u8::from(local.month()))
}

/// A moment in UTC as RFC 3339 has it, to the second, as `2026-11-29T02:30:00Z`.
#[must_use]
pub fn stamp(at: i64) -> String {
    let at = time::OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    let (date, clock) = (at.date(), at.time());
    let (month, day) = (u8::from(date.month()), date.day());
    format!("{:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", date.year(), clock.hour(), clock.minute(), clock.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_vietnam() {
        // 2026-10-31T16:59:59.999Z and one millisecond later.
        assert_eq!(month(1_793_465_999_999), "2026-10");
        assert_eq!(month(1_793_466_000_000), "2026-11");
    }

    #[test]
    fn a_moment_is_stamped_to_the_second() {
        assert_eq!(stamp(1_793_465_999_999), "2026-10-31T16:59:59Z");
    }
}
