//! How often a login may be tried: per address and login, and per address. Bounded memory.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use fieldbeat_domain::time::At;

/// Failures of one login from one address before it must wait.
const PER_LOGIN: u32 = 10;
/// Failures of all logins from one address; an office has one address.
const PER_ADDRESS: u32 = 200;
/// Failures are forgotten after this long.
const WINDOW_MS: i64 = 15 * 60_000;
/// Counters kept; the stalest go first.
const COUNTERS_MAX: usize = 20_000;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    address: IpAddr,
    /// `None`: all logins of the address.
    login: Option<String>,
}

struct Counter {
    since: At,
    failures: u32,
}

#[derive(Default)]
pub struct Attempts {
    counters: Mutex<HashMap<Key, Counter>>,
}

impl Attempts {
    /// Counts a try before it is checked. The error is how many seconds to wait.
    pub fn begin(&self, address: IpAddr, login: &str, now: At) -> Result<(), u64> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if counters.len() >= COUNTERS_MAX {
            make_room(&mut counters, now);
        }
        for (key, most) in [
            (one(address, login), PER_LOGIN),
            (all(address), PER_ADDRESS),
        ] {
            if let Some(counter) = counters.get(&key)
                && now.since_ms(counter.since) < WINDOW_MS
                && counter.failures >= most
            {
                let left = WINDOW_MS - now.since_ms(counter.since);
                return Err(u64::try_from(left / 1000 + 1).unwrap_or(1));
            }
        }
        for key in [one(address, login), all(address)] {
            let counter = counters.entry(key).or_insert(Counter {
                since: now,
                failures: 0,
            });
            if now.since_ms(counter.since) >= WINDOW_MS {
                *counter = Counter {
                    since: now,
                    failures: 0,
                };
            }
            counter.failures += 1;
        }
        Ok(())
    }

    /// A right password takes its try back.
    pub fn succeeded(&self, address: IpAddr, login: &str) {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        counters.remove(&one(address, login));
        if let Some(counter) = counters.get_mut(&all(address)) {
            counter.failures = counter.failures.saturating_sub(1);
        }
    }
}

fn one(address: IpAddr, login: &str) -> Key {
    Key {
        address,
        login: Some(login.to_lowercase().chars().take(100).collect()),
    }
}

fn all(address: IpAddr) -> Key {
    Key {
        address,
        login: None,
    }
}

/// Drops what is forgotten anyway, and where that is not enough the staler half, so that a flood
/// pays for a sweep once in many tries.
fn make_room(counters: &mut HashMap<Key, Counter>, now: At) {
    counters.retain(|_, c| now.since_ms(c.since) < WINDOW_MS);
    if counters.len() < COUNTERS_MAX / 2 {
        return;
    }
    let mut starts: Vec<At> = counters.values().map(|c| c.since).collect();
    let middle = starts.len() / 2;
    let (_, median, _) = starts.select_nth_unstable(middle);
    let median = *median;
    counters.retain(|_, c| c.since > median);
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    #[test]
    fn the_eleventh_try_waits_and_another_address_does_not() {
        let attempts = Attempts::default();
        for _ in 0..PER_LOGIN {
            attempts.begin(HERE, "Ann", At(0)).unwrap();
        }
        assert!(attempts.begin(HERE, "ann", At(1000)).is_err());
        assert!(attempts.begin(HERE, "bob", At(1000)).is_ok());
        assert!(attempts.begin(THERE, "ann", At(1000)).is_ok());
        assert!(attempts.begin(HERE, "ann", At(WINDOW_MS)).is_ok());
    }

    #[test]
    fn a_right_password_clears_the_count() {
        let attempts = Attempts::default();
        for _ in 0..100 {
            attempts.begin(HERE, "ann", At(0)).unwrap();
            attempts.succeeded(HERE, "ann");
        }
    }

    #[test]
    fn a_flood_of_names_does_not_grow_the_table() {
        let attempts = Attempts::default();
        for i in 0..30_000u32 {
            let address = IpAddr::V4(std::net::Ipv4Addr::from_bits(i));
            let _ = attempts.begin(address, "x", At(i64::from(i)));
        }
        assert!(attempts.counters.lock().unwrap().len() <= COUNTERS_MAX + 2);
    }
}
