//! How many viewers there are, in all and by user; every list has a limit.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Viewers of one process.
pub const MAX_VIEWERS: usize = 4_096;
/// Viewers of one user or token.
pub const MAX_VIEWERS_PER_USER: usize = 1_024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    Server,
    User,
}

#[derive(Clone, Debug, Default)]
pub struct Admission(Arc<Mutex<Seats>>);

#[derive(Debug, Default)]
struct Seats {
    total: usize,
    by_user: HashMap<Arc<str>, usize>,
}

/// A seat; given back when dropped.
#[derive(Debug)]
pub struct Seat {
    admission: Admission,
    user: Arc<str>,
}

impl Admission {
    pub fn admit(&self, user: &Arc<str>) -> Result<Seat, Full> {
        let mut seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seats.total >= MAX_VIEWERS {
            return Err(Full::Server);
        }
        let of_user = seats.by_user.get(user).copied().unwrap_or(0);
        if of_user >= MAX_VIEWERS_PER_USER {
            return Err(Full::User);
        }
        seats.by_user.insert(Arc::clone(user), of_user + 1);
        seats.total += 1;
        seats.show();
        Ok(Seat {
            admission: self.clone(),
            user: Arc::clone(user),
        })
    }

    pub fn viewers(&self) -> usize {
        let seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seats.total
    }

    #[cfg(test)]
    fn check_invariants(&self) {
        let seats = self.0.lock().unwrap();
        assert_eq!(seats.by_user.values().sum::<usize>(), seats.total);
        assert!(seats.by_user.values().all(|n| *n > 0), "no empty entries");
    }
}

impl Seats {
    fn show(&self) {
        #[expect(clippy::cast_precision_loss, reason = "at most MAX_VIEWERS")]
        metrics::gauge!("fieldbeat_live_viewers").set(self.total as f64);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self
            .admission
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        seats.total = seats.total.saturating_sub(1);
        if let Some(of_user) = seats.by_user.get_mut(&self.user) {
            *of_user -= 1;
            if *of_user == 0 {
                seats.by_user.remove(&self.user);
            }
        }
        seats.show();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_user_cannot_take_every_seat_and_seats_come_back() {
        let admission = Admission::default();
        let (an, binh): (Arc<str>, Arc<str>) = ("an".into(), "binh".into());
        let seats: Vec<_> = (0..MAX_VIEWERS_PER_USER)
            .map(|_| admission.admit(&an).unwrap())
            .collect();
        assert_eq!(admission.admit(&an).unwrap_err(), Full::User);
        let other = admission.admit(&binh).unwrap();
        admission.check_invariants();
        drop(seats);
        admission.check_invariants();
        assert_eq!(admission.viewers(), 1);
        assert!(admission.admit(&an).is_ok());
        drop(other);
        assert_eq!(admission.viewers(), 0);
        admission.check_invariants();
    }
}
