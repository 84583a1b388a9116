//! The one place of the simulator that reads clocks. Everything else takes time as an argument,
//! so that a plan under a seed is the same to the byte.

use std::time::Instant;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[allow(
    clippy::disallowed_methods,
    reason = "the one reader of the wall clock in the simulator"
)]
pub fn now_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// A monotonic instant, for latencies and pacing only.
#[allow(
    clippy::disallowed_methods,
    reason = "the one reader of the monotonic clock in the simulator"
)]
pub fn instant() -> Instant {
    Instant::now()
}
