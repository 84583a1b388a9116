//! How much a viewer may have unread, and how much it may ask. Pure.
//!
//! TCP takes megabytes before it says that nobody reads, and all of it would be old. So every
//! batch of frames ends with a numbered WebSocket ping, which any client answers once it has read
//! that far, and no frame is made while [`WINDOW`] pings or [`WINDOW_BYTES`] are unanswered.

use std::collections::VecDeque;

use tokio::time::{Duration, Instant};

/// Batches on their way to a viewer; at a tick of 250 ms a round trip of 750 ms costs no frame.
pub const WINDOW: u32 = 3;
/// Bytes on their way beyond which no batch follows: on a line of 1 KB a second three would be minutes old.
pub const WINDOW_BYTES: usize = 32 << 10;
/// Frames a viewer may send at once, and per second in the long run.
const BURST: u32 = 120;
const PER_SECOND: u32 = 20;

#[derive(Debug, Default)]
pub struct Flow {
    sent: u32,
    /// Of the batches that are not answered, oldest first.
    bytes: VecDeque<usize>,
}

impl Flow {
    pub fn open(&self) -> bool {
        self.idle() || self.unanswered() < WINDOW && self.bytes.iter().sum::<usize>() < WINDOW_BYTES
    }
    pub fn idle(&self) -> bool {
        self.bytes.is_empty()
    }
    fn unanswered(&self) -> u32 {
        u32::try_from(self.bytes.len()).unwrap_or(u32::MAX)
    }
    /// Payload of the ping after a batch of so many bytes.
    pub fn next(&mut self, bytes: usize) -> [u8; 4] {
        self.sent = self.sent.wrapping_add(1);
        self.bytes.push_back(bytes);
        self.sent.to_be_bytes()
    }
    /// Takes a pong; true when it answers something still open. One pong answers all before it.
    pub fn pong(&mut self, payload: &[u8]) -> bool {
        let Ok(number) = <[u8; 4]>::try_from(payload).map(u32::from_be_bytes) else {
            return false;
        };
        let answered = self.sent.wrapping_sub(self.unanswered());
        let ahead = number.wrapping_sub(answered);
        if ahead == 0 || ahead > self.unanswered() {
            return false;
        }
        self.bytes.drain(..ahead as usize);
        true
    }
}

/// A token bucket over the frames that a viewer sends.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    left: u32,
    since: Instant,
}

impl Budget {
    pub const fn new(now: Instant) -> Self {
        Self {
            left: BURST,
            since: now,
        }
    }
    /// False: flooding.
    pub fn take(&mut self, now: Instant) -> bool {
        let per_frame = Duration::from_secs(1) / PER_SECOND;
        let elapsed = now.saturating_duration_since(self.since);
        let earned = elapsed.as_millis() / per_frame.as_millis().max(1);
        let earned = u32::try_from(earned).unwrap_or(u32::MAX);
        if earned > 0 {
            self.left = self.left.saturating_add(earned).min(BURST);
            self.since = now;
        }
        let granted = self.left > 0;
        self.left = self.left.saturating_sub(1);
        granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pong_answers_everything_before_it_and_forged_ones_nothing() {
        let mut flow = Flow::default();
        let pings: Vec<_> = (0..WINDOW).map(|_| flow.next(9)).collect();
        assert!(!flow.open());
        assert!(!flow.pong(b""));
        assert!(!flow.pong(&99_u32.to_be_bytes()));
        assert!(flow.pong(&pings[1]));
        assert!(flow.open() && !flow.idle());
        assert!(!flow.pong(&pings[0]), "an old answer is no progress");
        assert!(flow.pong(&pings[2]));
        assert!(flow.idle());
    }

    #[test]
    fn one_large_batch_is_followed_by_none() {
        let mut flow = Flow::default();
        let first = flow.next(WINDOW_BYTES - 1);
        assert!(flow.open());
        let second = flow.next(10 * WINDOW_BYTES);
        assert!(!flow.open());
        assert!(flow.pong(&first) && !flow.open());
        assert!(flow.pong(&second) && flow.open());
    }

    #[test]
    fn a_burst_is_allowed_a_flood_is_not() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        assert!((0..BURST).all(|_| budget.take(start)));
        assert!(!budget.take(start));
        assert!(budget.take(start + Duration::from_secs(1)));
    }
}
