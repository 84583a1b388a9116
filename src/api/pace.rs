//! How fast one may ask: at once and in the long run, by whoever is counted. Bounded memory, no clock of its own.
//!
//! The generic cell rate: of each there is one number, the time at which all that was asked is paid for.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

use fieldbeat_domain::time::At;

/// So many at once, and one more every so many milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub at_once: u32,
    pub every_ms: i64,
}

/// Requests of one user, by page and programs together.
pub const OF_USER: Rate = Rate {
    at_once: 5_000,
    every_ms: 10,
};
/// Of one line at doors that are open to everybody; an office has one, and so have thousands of phones of a carrier.
pub const OF_LINE: Rate = Rate {
    at_once: 300,
    every_ms: 50,
};
/// Counted at once; those that are paid for go first, then all.
const COUNTED_MAX: usize = 50_000;

pub struct Pace<K> {
    rate: Rate,
    paid_at: Mutex<HashMap<K, At>>,
}

impl<K: Eq + Hash> Pace<K> {
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            paid_at: Mutex::default(),
        }
    }

    /// One more. The error is how many seconds to wait; what is refused costs nothing.
    pub fn ask(&self, who: K, now: At) -> Result<(), u64> {
        let mut paid_at = self.paid_at.lock().unwrap_or_else(PoisonError::into_inner);
        if paid_at.len() >= COUNTED_MAX {
            paid_at.retain(|_, paid| *paid > now);
            if paid_at.len() >= COUNTED_MAX {
                // A flood of so many is stopped by none of these counts.
                paid_at.clear();
            }
        }
        let paid = paid_at.entry(who).or_insert(now);
        let begun = (*paid).max(now);
        let room_ms = i64::from(self.rate.at_once) * self.rate.every_ms;
        let over_ms = begun.since_ms(now) + self.rate.every_ms - room_ms;
        if over_ms > 0 {
            return Err(u64::try_from(over_ms).unwrap_or_default().div_ceil(1000));
        }
        *paid = begun.plus_ms(self.rate.every_ms);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOW: Rate = Rate {
        at_once: 3,
        every_ms: 1_000,
    };

    #[test]
    fn so_many_at_once_then_one_by_one_and_others_are_not_counted() {
        let pace = Pace::new(SLOW);
        for _ in 0..3 {
            pace.ask("a", At(0)).unwrap();
        }
        assert_eq!(pace.ask("a", At(0)), Err(1));
        assert_eq!(pace.ask("b", At(0)), Ok(()));
        assert_eq!(pace.ask("a", At(999)), Err(1));
        assert_eq!(pace.ask("a", At(1_000)), Ok(()));
        assert_eq!(pace.ask("a", At(1_000)), Err(1));
        // A clock that goes back stops nobody for long.
        assert!(pace.ask("a", At(-1_000)).unwrap_err() <= 3);
        for _ in 0..3 {
            pace.ask("a", At(60_000)).unwrap();
        }
    }

    #[test]
    fn a_flood_does_not_grow_the_table() {
        let pace = Pace::new(SLOW);
        for i in 0..200_000u32 {
            let _ = pace.ask(i, At(i64::from(i)));
        }
        assert!(pace.paid_at.lock().unwrap().len() <= COUNTED_MAX);
    }
}
