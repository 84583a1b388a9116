//! When each fix of a replay is sent, and what its rebased time is. Reads no clock.
//!
//! Invariant: no fix is sent before its own rebased time.

use std::{str::FromStr, time::Duration};

use anyhow::{Context, bail};

use crate::dataset::Point;

/// A silence in the trace is waited for at most this long.
const WAIT_MAX_MS: i64 = 60_000;

/// How fast a trace runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    Max,
    /// At least 1.
    Times(f64),
}

impl FromStr for Speed {
    type Err = anyhow::Error;
    fn from_str(text: &str) -> anyhow::Result<Self> {
        if text == "max" {
            return Ok(Self::Max);
        }
        let times: f64 = text.parse().context("a number or `max`")?;
        if !times.is_finite() || times < 1.0 {
            bail!("a speed below 1 would send fixes from the future");
        }
        Ok(Self::Times(times))
    }
}

/// The schedule of all traces of a replay.
#[derive(Clone, Debug)]
pub struct Pace {
    shift_ms: i64,
    /// (time in the trace, milliseconds after the start) of every distinct second with fixes.
    schedule: Vec<(i64, i64)>,
}

impl Pace {
    /// `None` without points. The last fix is due at its own rebased time.
    pub fn new<'a>(
        points: impl Iterator<Item = &'a Point>,
        speed: Speed,
        now_ms: i64,
    ) -> Option<Self> {
        let mut times: Vec<i64> = points.map(|p| p.at_ms).collect();
        times.sort_unstable();
        times.dedup_by_key(|t| t.div_euclid(1000));
        let mut schedule = Vec::with_capacity(times.len());
        let mut due_ms = 0;
        let mut before = *times.first()?;
        for time in times {
            due_ms += wait_ms(time - before, speed);
            schedule.push((time, due_ms));
            before = time;
        }
        // The newest fix of the last second may lie up to a second after the one kept.
        let last = before + 1000;
        Some(Self {
            shift_ms: now_ms + due_ms - last,
            schedule,
        })
    }

    pub const fn rebased(&self, at_ms: i64) -> i64 {
        at_ms + self.shift_ms
    }

    /// Time after the start at which a fix is sent.
    pub fn due(&self, at_ms: i64) -> Duration {
        let next = self.schedule.partition_point(|(time, _)| *time <= at_ms);
        let due_ms = next
            .checked_sub(1)
            .and_then(|i| self.schedule.get(i))
            .map_or(0, |(_, due)| *due);
        Duration::from_millis(due_ms.unsigned_abs())
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a gap in milliseconds"
)]
fn wait_ms(gap_ms: i64, speed: Speed) -> i64 {
    match speed {
        Speed::Max => 0,
        Speed::Times(times) => ((gap_ms as f64 / times) as i64).min(WAIT_MAX_MS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fix_is_sent_before_its_own_time_at_any_speed() {
        let times = [0, 900, 1_000, 31_999, 32_000, 9_000_000];
        let points = times.map(|t| Point::new(t, 0.0, 0.0));
        for speed in ["1", "2.5", "600", "max"] {
            let pace = Pace::new(points.iter(), speed.parse().unwrap(), 5_000_000_000).unwrap();
            for t in times {
                let sent = 5_000_000_000 + i64::try_from(pace.due(t).as_millis()).unwrap();
                assert!(pace.rebased(t) <= sent, "{t} at {speed}");
            }
        }
    }

    #[test]
    fn a_speed_below_real_time_is_refused() {
        assert!("0.5".parse::<Speed>().is_err());
        assert!("NaN".parse::<Speed>().is_err());
    }
}
