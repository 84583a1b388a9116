//! How many connections there are, of one line and in all. A seat is held as long as its connection.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use crate::api::address::line_of;

/// Of all lines together.
const CONNECTIONS_MAX: usize = 65_536;

pub(super) struct Crowd {
    /// Of one line.
    most: usize,
    seated: Mutex<Seated>,
}

#[derive(Default)]
struct Seated {
    all: usize,
    /// Lines that have none are absent: bounded by all of them.
    of: HashMap<IpAddr, usize>,
}

pub(super) struct Seat {
    crowd: Arc<Crowd>,
    line: IpAddr,
}

impl Crowd {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            seated: Mutex::default(),
        })
    }

    /// `None` where there are too many; who is `trusted` brings others and is counted in all only.
    pub(super) fn seat(self: &Arc<Self>, address: IpAddr, trusted: bool) -> Option<Seat> {
        let line = line_of(address);
        let mut seated = self.seated.lock().unwrap_or_else(PoisonError::into_inner);
        let of_line = seated.of.get(&line).copied().unwrap_or_default();
        if seated.all >= CONNECTIONS_MAX || of_line >= self.most && !trusted {
            return None;
        }
        seated.all += 1;
        seated.of.insert(line, of_line + 1);
        Some(Seat {
            crowd: Arc::clone(self),
            line,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let seated = &self.crowd.seated;
        let mut seated = seated.lock().unwrap_or_else(PoisonError::into_inner);
        seated.all -= 1;
        if let Some(count) = seated.of.get_mut(&self.line) {
            *count -= 1;
            if *count == 0 {
                seated.of.remove(&self.line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_so_many_seats_and_gets_them_back() {
        let crowd = Crowd::new(2);
        let line = |n: u8| IpAddr::from([10, 0, 0, n]);
        let first = crowd.seat(line(1), false).unwrap();
        let _second = crowd.seat(line(1), false).unwrap();
        assert!(crowd.seat(line(1), false).is_none());
        let proxied = crowd.seat(line(1), true).unwrap();
        assert!(crowd.seat(line(2), false).is_some());
        drop((first, proxied));
        assert!(crowd.seat(line(1), false).is_some());
        assert_eq!(crowd.seated.lock().unwrap().all, 1);
    }
}
