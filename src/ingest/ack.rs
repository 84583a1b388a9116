//! Acknowledgement of one connection: `ack n` is cumulative, so a frame is answered only when it
//! and every frame before it is committed or individually refused. Never waits and never sends;
//! the socket's writing half takes what is ready.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Notify, OwnedSemaphorePermit};

use crate::wire::device_reply::{ItemResult, Reply};

/// Frames of one connection that may wait for their commit; beyond it the socket stops reading.
pub const MAX_IN_FLIGHT_FRAMES: usize = 256;
/// Pushed messages kept for a slow phone; it finds the rest by `sync`.
const MAX_PUSHED: usize = 64;

struct InFlight {
    n: u64,
    /// Parts (one per rep-day owner) that are not committed yet.
    parts: u32,
    results: Vec<ItemResult>,
    /// Bytes of the frame, given back when it is answered.
    _bytes: Option<OwnedSemaphorePermit>,
}

#[derive(Default)]
struct Pending {
    in_flight: VecDeque<InFlight>,
    acked: Option<u64>,
    results: Vec<ItemResult>,
    pushed: VecDeque<Reply>,
    close: Option<(u16, &'static str)>,
}

/// Shared between the reading half, the shards and the writing half of a connection.
#[derive(Default)]
pub struct Acks {
    pending: Mutex<Pending>,
    ready: Notify,
    drained: Notify,
}

impl Acks {
    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Registers a frame with its parts and what is already known of its items. A frame without
    /// parts (all refused, or a heartbeat) is answered with its predecessors.
    pub fn register(
        &self,
        n: u64,
        parts: u32,
        results: Vec<ItemResult>,
        bytes: Option<OwnedSemaphorePermit>,
    ) {
        let mut p = self.lock();
        p.in_flight.push_back(InFlight {
            n,
            parts,
            results,
            _bytes: bytes,
        });
        if parts == 0 {
            self.advance(&mut p);
        }
    }

    /// One part of frame `n` is committed.
    pub fn part_done(&self, n: u64, results: impl IntoIterator<Item = ItemResult>) {
        let mut p = self.lock();
        // Frames finish nearly in order, so the search is short.
        if let Some(f) = p.in_flight.iter_mut().find(|f| f.n == n) {
            f.parts = f.parts.saturating_sub(1);
            f.results.extend(results);
        }
        self.advance(&mut p);
    }

    fn advance(&self, p: &mut Pending) {
        let mut moved = false;
        while p.in_flight.front().is_some_and(|f| f.parts == 0) {
            if let Some(done) = p.in_flight.pop_front() {
                p.acked = Some(done.n);
                p.results.extend(done.results);
                moved = true;
            }
        }
        if moved {
            self.ready.notify_one();
            self.drained.notify_waiters();
        }
    }

    /// No other frame may be in flight: the socket stops reading until some are answered.
    pub fn full(&self) -> bool {
        self.lock().in_flight.len() >= MAX_IN_FLIGHT_FRAMES
    }

    /// Waits until every registered frame is answered.
    pub async fn drained(&self) {
        loop {
            let notified = self.drained.notified();
            tokio::pin!(notified);
            // Listens before it looks, so that every waiter hears of what happens in between.
            notified.as_mut().enable();
            if self.lock().in_flight.is_empty() {
                return;
            }
            notified.await;
        }
    }

    /// Offers a message to the phone. `false` where too many wait already: the phone will `sync`.
    pub fn push(&self, reply: Reply) -> bool {
        let mut p = self.lock();
        if p.pushed.len() >= MAX_PUSHED {
            return false;
        }
        p.pushed.push_back(reply);
        self.ready.notify_one();
        true
    }

    /// Asks for a close after everything that is ready was sent.
    pub fn close(&self, code: u16, reason: &'static str) {
        let mut p = self.lock();
        p.close.get_or_insert((code, reason));
        self.ready.notify_one();
        self.drained.notify_waiters();
    }

    pub fn closing(&self) -> bool {
        self.lock().close.is_some()
    }

    /// What is ready to be sent now.
    pub fn take(&self) -> Ready {
        let mut p = self.lock();
        let ack = p.acked.take().map(|n| Reply::Ack {
            n,
            results: std::mem::take(&mut p.results),
        });
        Ready {
            ack,
            pushed: std::mem::take(&mut p.pushed),
            close: p.close,
        }
    }

    pub async fn ready(&self) {
        self.ready.notified().await;
    }
}

pub struct Ready {
    pub ack: Option<Reply>,
    pub pushed: VecDeque<Reply>,
    pub close: Option<(u16, &'static str)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acked(acks: &Acks) -> Option<u64> {
        match acks.take().ack {
            Some(Reply::Ack { n, .. }) => Some(n),
            _ => None,
        }
    }

    #[test]
    fn a_frame_waits_for_every_frame_before_it() {
        let acks = Acks::default();
        acks.register(1, 1, vec![], None);
        acks.register(2, 2, vec![], None);
        acks.register(5, 0, vec![], None);
        acks.part_done(2, []);
        assert_eq!(acked(&acks), None);
        acks.part_done(1, []);
        assert_eq!(acked(&acks), Some(1), "frame 2 has a part left");
        acks.part_done(2, []);
        assert_eq!(acked(&acks), Some(5));
        assert_eq!(acked(&acks), None, "an ack is sent once");
    }

    #[test]
    fn a_slow_phone_does_not_grow_the_server() {
        let acks = Acks::default();
        let alive = || Reply::Alive {
            server_time: String::new(),
        };
        let taken = (0..1_000).filter(|_| acks.push(alive())).count();
        assert_eq!(taken, MAX_PUSHED);
    }
}
