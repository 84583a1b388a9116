//! When a delivery that failed is tried again, and when it is given up.

/// Attempts of one delivery; the last one's failure is final. With the delays below, a receiver may
/// be away for a day.
pub const ATTEMPTS_MAX: u32 = 12;
/// After the first failure.
pub const RETRY_FIRST_MS: i64 = 10_000;
/// No two attempts lie farther apart, but for the jitter.
pub const RETRY_CAP_MS: i64 = 4 * 3_600_000;
const FACTOR: i64 = 4;
/// Spread, so that what failed together is not tried together.
const JITTER_PERCENT: i64 = 20;

/// The delay after the failure of attempt number `attempts` (1, 2, …), or `None` when it was the last.
/// `salt` spreads deliveries; the same one always gives the same delay.
pub fn retry_after_ms(attempts: u32, salt: u64) -> Option<i64> {
    if attempts >= ATTEMPTS_MAX {
        return None;
    }
    let mut delay = RETRY_FIRST_MS;
    for _ in 1..attempts {
        delay = delay.saturating_mul(FACTOR).min(RETRY_CAP_MS);
    }
    let share = i64::try_from(salt % 1_000).unwrap_or(0);
    Some(delay + delay * JITTER_PERCENT * share / 100_000)
}
