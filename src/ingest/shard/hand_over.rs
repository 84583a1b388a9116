//! Reps that go from node to node, as the shard of each sees it: let go of, taken back, read again. Pure. Who owns one is
//! `store::node`'s.

use std::collections::VecDeque;

use fieldbeat_domain::id::RepId;

use super::reps::{Now, Order, Owned, Reps};
use crate::store::unit::Unit;

impl Reps {
    /// Another node wants a rep: what is to be committed before it is free, after which the rep is [`super::reps::RepMsg::Gone`].
    /// `None`: it stays.
    pub fn let_go(&mut self, rep: RepId, is_connected: bool, now: Now) -> Option<Unit> {
        self.absent.remove(&rep);
        if is_connected {
            return None;
        }
        let unit = match self.owned.get_mut(&rep) {
            Some(Owned::Loading { .. } | Owned::Leaving(_)) => return None,
            Some(Owned::Here(slot)) => {
                let mut unit = slot.unit(now.at);
                slot.checkpoint(&mut unit);
                unit
            }
            None => Unit::empty(),
        };
        self.owned.insert(rep, Owned::Leaving(VecDeque::new()));
        Some(unit)
    }

    /// Nothing of it is this node's any more, but what has come since takes it back.
    pub(super) fn gone(&mut self, rep: RepId, now: Now, out: &mut Vec<Order>) {
        if let Some(Owned::Leaving(waiting)) = self.owned.remove(&rep)
            && !waiting.is_empty()
        {
            self.read(rep, waiting, now.at, out);
        }
    }

    /// Another node stored something of it.
    pub(super) fn touched(&mut self, rep: RepId, now: Now, out: &mut Vec<Order>) {
        match self.owned.get_mut(&rep) {
            Some(Owned::Here(_)) => self.read(rep, VecDeque::new(), now.at, out),
            Some(Owned::Loading { is_touched, .. }) => *is_touched = true,
            Some(Owned::Leaving(_)) | None => {}
        }
    }
}
