//! Until when a copy is complete: measured while it is made, since the copy itself tells no time.

use std::{convert::Infallible, time::Duration};

use chrono::{DateTime, Utc};
use sqlx::ConnectOptions;

use super::Source;
use crate::{clock::Clock, store::backup};

/// A copy is complete until a moment that is known this well.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A day of looks; what is later counts as not in it.
const LOOKS_MAX: usize = 345_600;

/// When the log was how far: what was committed before a moment lies below what was flushed at it.
pub(super) struct Until {
    begun_at: DateTime<Utc>,
    seen: Vec<(u64, DateTime<Utc>)>,
}

impl Until {
    pub(super) fn begin(begun_at: DateTime<Utc>) -> Self {
        Self {
            begun_at,
            seen: Vec::new(),
        }
    }

    /// Looks again and again, for as long as it is asked to. Where the database does not say, the copy is taken to hold what
    /// was there when it began.
    pub(super) async fn watch(&mut self, source: &Source, clock: &Clock) -> Infallible {
        let mut connection = None;
        loop {
            if connection.is_none() {
                connection = source.options.connect().await.ok();
            }
            let now = clock.utc();
            if let Some(conn) = &mut connection
                && self.seen.len() < LOOKS_MAX
            {
                match backup::flushed(conn).await {
                    Ok(lsn) => self.seen.push((lsn, now)),
                    Err(_) => connection = None,
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// The newest moment of which everything lies below `stop`.
    pub(super) fn at(&self, stop: u64) -> DateTime<Utc> {
        let below = self.seen.iter().rev().find(|(lsn, _)| *lsn <= stop);
        below.map_or(self.begun_at, |(_, at)| *at)
    }
}

/// `0/2000100`; 0 where it is none, below which nothing lies.
pub(super) fn lsn(text: &str) -> u64 {
    let parts = text.split_once('/');
    let hex = |part: &str| u64::from_str_radix(part, 16).ok();
    parts
        .and_then(|(high, low)| Some((hex(high)? << 32) | hex(low)?))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_copy_is_complete_until_the_last_look_below_its_end() {
        let at = |s| DateTime::UNIX_EPOCH + TimeDelta::seconds(s);
        let mut until = Until::begin(at(0));
        assert_eq!(until.at(9), at(0), "nobody looked");
        until.seen = vec![(5, at(1)), (9, at(2)), (10, at(3))];
        assert_eq!(until.at(4), at(0));
        assert_eq!(until.at(9), at(2));
        assert_eq!(until.at(u64::MAX), at(3));
        assert_eq!(lsn("1/2000100"), (1 << 32) + 0x0200_0100);
        assert_eq!(lsn("none"), 0);
    }
}
