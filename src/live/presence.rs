//! How silence becomes stale and offline. Pure.

use fieldbeat_domain::time::At;

use crate::wire::live::Presence;

/// When a rep counts as online, stale, offline (settings `online_s`, `stale_s`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresenceRule {
    pub online_ms: i64,
    pub stale_ms: i64,
}

impl PresenceRule {
    pub fn from_seconds(online_s: i32, stale_s: i32) -> Self {
        Self {
            online_ms: i64::from(online_s) * 1000,
            stale_ms: i64::from(stale_s.max(online_s)) * 1000,
        }
    }

    /// Presence at `now` and the instant at which silence will change it.
    pub fn judge(self, at: At, now: At) -> (Presence, Option<At>) {
        let age = now.since_ms(at);
        if age <= self.online_ms {
            (Presence::Online, Some(at.plus_ms(self.online_ms + 1)))
        } else if age <= self.stale_ms {
            (Presence::Stale, Some(at.plus_ms(self.stale_ms + 1)))
        } else {
            (Presence::Offline, None)
        }
    }
}
