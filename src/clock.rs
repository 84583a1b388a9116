//! The only reader of time in the server. Everything else takes time as an argument.
//!
//! Tests hold a clock of their own that moves when told to.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use fieldbeat_domain::time::At;

/// A cheap handle on "now".
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<Manual>),
}

#[derive(Debug)]
struct Manual {
    now_ms: AtomicI64,
    advanced_ms: AtomicI64,
    origin: Instant,
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `at` until it is advanced.
    #[expect(
        clippy::disallowed_methods,
        reason = "an arbitrary origin for instants; only differences are read"
    )]
    pub fn at(at: At) -> Self {
        Self(Source::Manual(Arc::new(Manual {
            now_ms: AtomicI64::new(at.0),
            advanced_ms: AtomicI64::new(0),
            origin: Instant::now(),
        })))
    }

    /// The time of day, to the millisecond. May step when the machine's clock is set.
    #[expect(clippy::disallowed_methods, reason = "this is the reader")]
    pub fn now(&self) -> At {
        match &self.0 {
            Source::System => At::from(Utc::now()),
            Source::Manual(m) => At(m.now_ms.load(Ordering::Relaxed)),
        }
    }

    /// [`Self::now`] as the type that SQL and JSON take.
    pub fn utc(&self) -> DateTime<Utc> {
        self.now().to_utc().unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// For durations: never steps back.
    #[expect(clippy::disallowed_methods, reason = "this is the reader")]
    pub fn instant(&self) -> Instant {
        match &self.0 {
            Source::System => Instant::now(),
            Source::Manual(m) => {
                let ms = u64::try_from(m.advanced_ms.load(Ordering::Relaxed)).unwrap_or(0);
                m.origin + Duration::from_millis(ms)
            }
        }
    }

    /// Moves a test clock forward; the machine's clock does not listen.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(m) = &self.0 {
            let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
            m.now_ms.fetch_add(ms, Ordering::Relaxed);
            m.advanced_ms.fetch_add(ms, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_clock_moves_only_when_told() {
        let clock = Clock::at(At(1_000));
        let (t0, i0) = (clock.now(), clock.instant());
        assert_eq!(clock.now(), t0);
        clock.advance(Duration::from_secs(2));
        assert_eq!(clock.now().since_ms(t0), 2_000);
        assert_eq!(clock.instant() - i0, Duration::from_secs(2));
    }
}
