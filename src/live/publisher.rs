//! The way in: where ingest and the API leave what viewers should see.
//!
//! Nothing here waits: a state overwrites the rep's former one in a sharded map that the hub
//! empties every tick, an event goes into a ring that forgets its oldest.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use fieldbeat_domain::id::{OrgUnitId, RepId};
use tokio::sync::broadcast;

use super::board::Change;
use crate::wire::live::{LiveEvent, RepLive, encode};

/// So that as many writers seldom meet.
const SHARDS: usize = 16;
/// Events a viewer may be behind before it must start over.
const EVENT_RING: usize = 4_096;

/// An event as viewers share it.
#[derive(Debug)]
pub struct Heard {
    pub unit: Option<OrgUnitId>,
    /// See [`encode::event`].
    pub tail: String,
}

#[derive(Debug)]
struct Inner {
    shards: [Mutex<HashMap<RepId, Change>>; SHARDS],
    events: broadcast::Sender<Arc<Heard>>,
}

/// A cheap handle. Without a hub behind it, it only remembers the newest states.
#[derive(Clone, Debug)]
pub struct Publisher(Arc<Inner>);

impl Default for Publisher {
    fn default() -> Self {
        Self::new()
    }
}

impl Publisher {
    pub fn new() -> Self {
        Self(Arc::new(Inner {
            shards: Default::default(),
            events: broadcast::Sender::new(EVENT_RING),
        }))
    }

    /// The newest state of a rep, in place of any former one: the caller's order decides, so one
    /// task must publish all states of one rep.
    pub fn rep(&self, state: RepLive) {
        self.put(state.rep, Change::State(state));
    }

    /// The rep is gone from the live map until its next state.
    pub fn forget(&self, rep: RepId) {
        self.put(rep, Change::Forget);
    }

    /// Something happened; publish the rep's state first where both changed.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers hand it over, so that encoding may move behind a queue"
    )]
    pub fn event(&self, event: LiveEvent) {
        let heard = Heard {
            unit: event.org_unit,
            tail: encode::event_tail(&event),
        };
        // An error only says that nobody listens.
        let _ = self.0.events.send(Arc::new(heard));
    }

    fn put(&self, rep: RepId, change: Change) {
        let shard = rep.0.unsigned_abs() as usize % SHARDS;
        if let Some(shard) = self.0.shards.get(shard) {
            let mut latest = shard.lock().unwrap_or_else(PoisonError::into_inner);
            latest.insert(rep, change);
        }
    }

    /// Everything since the last call, the latest of each rep.
    pub(super) fn take(&self) -> Vec<(RepId, Change)> {
        let mut all = Vec::new();
        for shard in &self.0.shards {
            let mut latest = shard.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend(latest.drain());
        }
        all
    }

    pub(super) fn listen(&self) -> broadcast::Receiver<Arc<Heard>> {
        self.0.events.subscribe()
    }
}
