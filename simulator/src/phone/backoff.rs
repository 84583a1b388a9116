//! How long a phone waits before it connects again, by what ended the last connection.
//!
//! Never sleeps itself. Delays are jittered under a seed, so that a fleet does not come back as
//! one wave and a run can be repeated.

use std::time::Duration;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Why a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// A WebSocket close with this code.
    Closed(u16),
    /// The upgrade was answered with this HTTP status.
    Refused(u16),
    /// TCP failed, or nothing came in time.
    Lost,
    /// The owner asked: dead zone, cut, or stop.
    Asked,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Connect again after this long.
    Wait(Duration),
    /// Never connect again with this token or program; the queue is kept.
    Stop,
}

/// Bounds of the wait between connections.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub first: Duration,
    pub most: Duration,
    /// After 4409: another installation took over.
    pub superseded: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(500),
            most: Duration::from_secs(30),
            superseded: Duration::from_mins(1),
        }
    }
}

#[derive(Debug)]
pub struct Backoff {
    limits: Limits,
    attempt: u32,
    rng: ChaCha8Rng,
}

impl Backoff {
    pub fn new(limits: Limits, seed: u64) -> Self {
        Self {
            limits,
            attempt: 0,
            rng: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// A `welcome` came: the next fault starts small again.
    pub fn succeeded(&mut self) {
        self.attempt = 0;
    }

    /// `retry_after`: what the server's last `error` asked for.
    pub fn after(&mut self, end: &End, retry_after: Option<Duration>) -> Next {
        let floor = match end {
            End::Closed(4401 | 4410) | End::Refused(401 | 403) => return Next::Stop,
            End::Asked => return Next::Wait(Duration::ZERO),
            End::Closed(4409) => self.limits.superseded,
            End::Closed(1013 | 4429) | End::Refused(429 | 503) => self.limits.first * 4,
            End::Closed(_) | End::Refused(_) | End::Lost => Duration::ZERO,
        };
        let doubled = self.limits.first * 2u32.saturating_pow(self.attempt.min(16));
        self.attempt = self.attempt.saturating_add(1);
        let base = doubled.min(self.limits.most);
        let wait = base.mul_f64(self.rng.random_range(0.5..1.0));
        let asked = floor.max(retry_after.unwrap_or_default());
        Next::Wait(wait + asked.mul_f64(self.rng.random_range(1.0..1.25)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(next: Next) -> Duration {
        match next {
            Next::Wait(d) => d,
            Next::Stop => panic!("stopped"),
        }
    }

    #[test]
    fn waits_grow_to_a_limit_and_start_again_after_success() {
        let mut backoff = Backoff::new(Limits::default(), 1);
        let waits: Vec<_> = (0..12)
            .map(|_| wait(backoff.after(&End::Lost, None)))
            .collect();
        assert!(waits[0] <= Duration::from_millis(500));
        assert!(waits[11] >= Duration::from_secs(15) && waits[11] <= Duration::from_secs(30));
        backoff.succeeded();
        assert!(wait(backoff.after(&End::Lost, None)) <= Duration::from_millis(500));
    }

    #[test]
    fn a_revoked_token_or_an_old_protocol_stops() {
        let mut backoff = Backoff::new(Limits::default(), 1);
        assert_eq!(backoff.after(&End::Closed(4401), None), Next::Stop);
        assert_eq!(backoff.after(&End::Closed(4410), None), Next::Stop);
        assert_eq!(backoff.after(&End::Refused(401), None), Next::Stop);
    }

    #[test]
    fn a_superseded_phone_waits_a_minute() {
        let mut backoff = Backoff::new(Limits::default(), 1);
        assert!(wait(backoff.after(&End::Closed(4409), None)) >= Duration::from_mins(1));
    }

    #[test]
    fn what_the_server_asks_for_is_kept() {
        let mut backoff = Backoff::new(Limits::default(), 1);
        let asked = Some(Duration::from_secs(20));
        assert!(wait(backoff.after(&End::Closed(4429), asked)) >= Duration::from_secs(20));
    }

    #[test]
    fn phones_with_other_seeds_come_back_apart() {
        let first = |seed| Backoff::new(Limits::default(), seed).after(&End::Lost, None);
        assert_ne!(first(1), first(2));
        assert_eq!(first(1), first(1));
    }
}
