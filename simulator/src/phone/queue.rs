//! What a phone still owes the server: a pure queue with cumulative acknowledgements.
//!
//! Invariant: a frame leaves the queue only when an `ack` covered its `n` on the connection it was
//! sent on. A lost connection puts every unacknowledged frame back, in its order, and `n` starts
//! again. Never does I/O.

use std::collections::VecDeque;

use serde::Deserialize;

use super::frame::Frame;

/// One entry of `ack.results`: what was not plainly accepted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AckResult {
    pub n: u64,
    /// Index of the item in its frame; none speaks of the whole frame.
    #[serde(default)]
    pub i: Option<u32>,
    pub status: String,
    pub code: String,
    #[serde(default)]
    pub detail: Option<serde_json::Value>,
}

/// The server's answer about one item, with the frame it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemResult {
    pub frame: Frame,
    pub i: Option<u32>,
    pub status: String,
    pub code: String,
    pub detail: Option<serde_json::Value>,
}

/// What one `ack` settled.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Acked {
    pub frames: Vec<Frame>,
    pub results: Vec<ItemResult>,
    /// Frames kept back because the server does not know their type yet.
    pub parked: usize,
}

/// Frames waiting, and frames sent on this connection and not acknowledged.
#[derive(Debug)]
pub struct Queue {
    next_n: u64,
    waiting: VecDeque<Frame>,
    in_flight: VecDeque<(u64, Frame)>,
    /// Frames of a type the server did not know, kept until a `welcome` names it.
    parked: Vec<Frame>,
    /// Acknowledged frames kept for a store that loses them; empty unless `keep` > 0.
    kept: VecDeque<Frame>,
    keep: usize,
    window: usize,
}

impl Queue {
    /// `window`: most frames sent and unacknowledged at a time. `keep`: acknowledged frames kept.
    pub fn new(window: usize, keep: usize) -> Self {
        Self {
            next_n: 1,
            waiting: VecDeque::new(),
            in_flight: VecDeque::new(),
            parked: Vec::new(),
            kept: VecDeque::new(),
            keep,
            window: window.max(1),
        }
    }

    /// Adds a frame; one that no server would take is split first. Returns how many were added.
    pub fn push(&mut self, frame: Frame) -> usize {
        let before = self.waiting.len();
        let mut parts = vec![frame];
        while let Some(part) = parts.pop() {
            match part.is_too_large().then(|| part.split()).flatten() {
                Some((earlier, later)) => {
                    parts.push(later);
                    parts.push(earlier);
                }
                None => self.waiting.push_back(part),
            }
        }
        self.waiting.len() - before
    }

    /// Frames not acknowledged, whether sent or not.
    pub fn len(&self) -> usize {
        self.waiting.len() + self.in_flight.len() + self.parked.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn has_sendable(&self) -> bool {
        !self.waiting.is_empty() && self.in_flight.len() < self.window
    }

    /// Takes the next frame to send and gives it its `n` on this connection.
    pub fn next_to_send(&mut self) -> Option<(u64, Frame)> {
        if !self.has_sendable() {
            return None;
        }
        let frame = self.waiting.pop_front()?;
        let n = self.take_n();
        self.in_flight.push_back((n, frame.clone()));
        Some((n, frame))
    }

    /// An `n` for a frame that is not queued (a heartbeat).
    pub fn take_n(&mut self) -> u64 {
        let n = self.next_n;
        self.next_n += 1;
        n
    }

    /// Settles everything up to `n`.
    pub fn acknowledge(&mut self, n: u64, results: Vec<AckResult>) -> Acked {
        let mut acked = Acked::default();
        let mut unknown = Vec::new();
        for result in results {
            let Some((_, frame)) = self.in_flight.iter().find(|(sent, _)| *sent == result.n) else {
                continue;
            };
            if result.code == "unknown_type" {
                unknown.push(result.n);
            }
            acked.results.push(ItemResult {
                frame: frame.clone(),
                i: result.i,
                status: result.status,
                code: result.code,
                detail: result.detail,
            });
        }
        while let Some((sent, frame)) = self.in_flight.pop_front() {
            if sent > n {
                self.in_flight.push_front((sent, frame));
                break;
            }
            if unknown.contains(&sent) {
                self.parked.push(frame);
                acked.parked += 1;
                continue;
            }
            self.remember(&frame);
            acked.frames.push(frame);
        }
        acked
    }

    fn remember(&mut self, frame: &Frame) {
        if self.keep == 0 {
            return;
        }
        if self.kept.len() >= self.keep {
            self.kept.pop_front();
        }
        self.kept.push_back(frame.clone());
    }

    /// The connection is gone: what was sent and not acknowledged goes first again.
    pub fn disconnected(&mut self) {
        while let Some((_, frame)) = self.in_flight.pop_back() {
            self.waiting.push_front(frame);
        }
        self.next_n = 1;
    }

    /// The server closed with 1009: the largest frame on its way is split. `false` where nothing
    /// could be split, so that resending would only be closed again.
    pub fn split_largest(&mut self) -> bool {
        let largest = self
            .in_flight
            .iter()
            .enumerate()
            .max_by_key(|(_, (_, frame))| frame.len())
            .map(|(place, _)| place);
        let Some(place) = largest else { return false };
        let Some((n, frame)) = self.in_flight.remove(place) else {
            return false;
        };
        if let Some((earlier, later)) = frame.split() {
            self.in_flight.insert(place, (n, later));
            self.in_flight.insert(place, (n, earlier));
            true
        } else {
            self.in_flight.insert(place, (n, frame));
            false
        }
    }

    /// `welcome.types`: frames kept for a newer server go again. Returns how many.
    pub fn types_known(&mut self, types: &[String]) -> usize {
        let (again, keep): (Vec<Frame>, Vec<Frame>) = self
            .parked
            .drain(..)
            .partition(|frame| types.iter().any(|known| known == frame.kind()));
        self.parked = keep;
        let count = again.len();
        for frame in again.into_iter().rev() {
            self.waiting.push_front(frame);
        }
        count
    }

    /// The store changed (failover, restore): everything kept goes again. Returns how many.
    pub fn store_changed(&mut self) -> usize {
        let count = self.kept.len();
        while let Some(frame) = self.kept.pop_back() {
            self.waiting.push_front(frame);
        }
        count
    }

    /// Everything not acknowledged, in order.
    pub fn into_frames(mut self) -> Vec<Frame> {
        self.disconnected();
        self.parked.into_iter().chain(self.waiting).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::phone::frame::WireFix;

    fn frame(tag: u64) -> Frame {
        Frame::raw(&serde_json::json!({"type": "note"})).tagged(tag)
    }

    fn tags(frames: &[Frame]) -> Vec<u64> {
        frames.iter().map(|f| f.tag).collect()
    }

    #[test]
    fn an_ack_settles_everything_up_to_its_n() {
        let mut queue = Queue::new(10, 0);
        (1..=4).for_each(|tag| _ = queue.push(frame(tag)));
        for expected in 1..=3 {
            assert_eq!(queue.next_to_send().unwrap().0, expected);
        }
        assert_eq!(tags(&queue.acknowledge(2, vec![]).frames), [1, 2]);
        assert_eq!(queue.len(), 2);
        assert_eq!(
            tags(&queue.acknowledge(2, vec![]).frames),
            Vec::<u64>::new()
        );
    }

    #[test]
    fn a_lost_connection_resends_in_order_and_starts_n_again() {
        let mut queue = Queue::new(10, 0);
        (1..=4).for_each(|tag| _ = queue.push(frame(tag)));
        (0..3).for_each(|_| drop(queue.next_to_send()));
        queue.acknowledge(1, vec![]);
        queue.disconnected();
        let again: Vec<_> = std::iter::from_fn(|| queue.next_to_send())
            .map(|(n, f)| (n, f.tag))
            .collect();
        assert_eq!(again, [(1, 2), (2, 3), (3, 4)]);
    }

    #[test]
    fn the_window_bounds_what_is_on_its_way() {
        let mut queue = Queue::new(2, 0);
        (1..=3).for_each(|tag| _ = queue.push(frame(tag)));
        assert!(queue.next_to_send().is_some());
        assert!(queue.next_to_send().is_some());
        assert!(queue.next_to_send().is_none());
        queue.acknowledge(1, vec![]);
        assert_eq!(queue.next_to_send().unwrap().0, 3);
    }

    #[test]
    fn an_unknown_type_waits_for_a_server_that_knows_it() {
        let mut queue = Queue::new(10, 0);
        queue.push(frame(1));
        queue.next_to_send();
        let result = AckResult {
            n: 1,
            i: None,
            status: "flagged".into(),
            code: "unknown_type".into(),
            detail: None,
        };
        let acked = queue.acknowledge(1, vec![result]);
        assert_eq!((acked.frames.len(), acked.parked, queue.len()), (0, 1, 1));
        assert_eq!(queue.types_known(&["fixes".into()]), 0);
        assert_eq!(queue.types_known(&["note".into()]), 1);
        assert!(queue.has_sendable());
    }

    #[test]
    fn a_changed_store_gets_again_what_was_kept() {
        let mut queue = Queue::new(10, 2);
        (1..=3).for_each(|tag| _ = queue.push(frame(tag)));
        while queue.next_to_send().is_some() {}
        queue.acknowledge(3, vec![]);
        assert_eq!(queue.store_changed(), 2);
        assert_eq!(tags(&queue.into_frames()), [2, 3]);
    }

    #[test]
    fn a_frame_closed_with_1009_is_split_in_place() {
        let mut queue = Queue::new(10, 0);
        let fixes = (0..6)
            .map(|at| WireFix {
                at,
                ..WireFix::default()
            })
            .collect();
        queue.push(frame(1));
        queue.push(Frame::fixes(None, fixes).tagged(2));
        queue.push(frame(3));
        while queue.next_to_send().is_some() {}
        assert!(queue.split_largest());
        queue.disconnected();
        let frames = queue.into_frames();
        assert_eq!(tags(&frames), [1, 2, 2, 3]);
        assert_eq!(
            frames.iter().map(Frame::items).collect::<Vec<_>>(),
            [1, 3, 3, 1]
        );
    }

    proptest! {
        /// Whatever the order of sends, acks and cuts: each frame is acknowledged exactly once, in order.
        #[test]
        fn nothing_is_lost_or_settled_twice(steps in prop::collection::vec(0u8..4, 0..200), window in 1usize..6) {
            let mut queue = Queue::new(window, 0);
            let (mut pushed, mut settled, mut sent) = (0u64, Vec::new(), 0u64);
            for step in steps {
                match step {
                    0 => { pushed += 1; queue.push(frame(pushed)); }
                    1 => if let Some((n, _)) = queue.next_to_send() { prop_assert!(n > sent); sent = n; },
                    2 => settled.extend(tags(&queue.acknowledge(sent.saturating_sub(1), vec![]).frames)),
                    _ => { queue.disconnected(); sent = 0; }
                }
            }
            queue.disconnected();
            while let Some((n, _)) = queue.next_to_send() {
                settled.extend(tags(&queue.acknowledge(n, vec![]).frames));
            }
            prop_assert_eq!(settled, (1..=pushed).collect::<Vec<_>>());
        }
    }
}
