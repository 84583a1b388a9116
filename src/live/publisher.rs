//! The way in: where ingest and the API leave what viewers should see.
//!
//! Nothing here waits: a state overwrites the rep's former one in a sharded map that the hub
//! empties every tick, an event goes into a ring that forgets its oldest. Where other nodes have viewers, too, what is
//! published here also waits for them, in the same two forms; what they published comes in by doors of its own.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use fieldbeat_domain::id::{OrgUnitId, RepId};
use tokio::sync::broadcast;

use super::change::{self, Change, Waiting};
use crate::wire::live::{LiveEvent, RepLive, encode};

/// So that as many writers seldom meet.
const SHARDS: usize = 16;
/// Events a viewer may be behind before it must start over.
const EVENT_RING: usize = 4_096;

/// What viewers share.
#[derive(Debug)]
pub enum Heard {
    Event {
        unit: Option<OrgUnitId>,
        /// See [`encode::event`].
        tail: String,
    },
    /// Events of other nodes got lost on the way here.
    Lost,
}

/// Events that wait for other nodes; beyond it the oldest are dropped, and counted.
const OUTGOING_EVENTS: usize = EVENT_RING;

/// What was published here since it was last taken for other nodes.
#[derive(Debug, Default)]
pub struct Outgoing {
    pub reps: HashMap<RepId, Waiting>,
    pub events: VecDeque<LiveEvent>,
    /// Events that did not fit.
    pub dropped: u64,
}

#[derive(Debug)]
struct Inner {
    shards: [Mutex<HashMap<RepId, Waiting>>; SHARDS],
    events: broadcast::Sender<Arc<Heard>>,
    /// `None`: there are no other nodes.
    outgoing: Option<Mutex<Outgoing>>,
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
        Self::with(None)
    }

    /// Keeps what is published for other nodes, too: [`Self::take_outgoing`].
    pub fn for_several() -> Self {
        Self::with(Some(Mutex::default()))
    }

    fn with(outgoing: Option<Mutex<Outgoing>>) -> Self {
        Self(Arc::new(Inner {
            shards: Default::default(),
            events: broadcast::Sender::new(EVENT_RING),
            outgoing,
        }))
    }

    /// The newest state of a rep, in place of any former one: the caller's order decides, so one
    /// task must publish all states of one rep.
    pub fn rep(&self, state: RepLive) {
        self.changed(state.rep, Change::State(state));
    }

    /// As [`Self::rep`], or that there is none.
    pub fn changed(&self, rep: RepId, change: Change) {
        self.outgoing(|out| change::add(out.reps.entry(rep).or_default(), change.clone()));
        self.put(rep, change);
    }

    /// As [`Self::changed`], told by another node.
    pub fn changed_at_another(&self, rep: RepId, change: Change) {
        if let Change::Absent(absence) = change {
            // What waits to be told may be what was erased.
            self.outgoing(|out| {
                if let Some(waiting) = out.reps.get_mut(&rep) {
                    change::hide(waiting, absence);
                }
            });
        }
        self.put(rep, change);
    }

    fn put(&self, rep: RepId, change: Change) {
        let shard = rep.0.unsigned_abs() as usize % SHARDS;
        if let Some(shard) = self.0.shards.get(shard) {
            let mut latest = shard.lock().unwrap_or_else(PoisonError::into_inner);
            change::add(latest.entry(rep).or_default(), change);
        }
    }

    /// Something happened; publish the rep's state first where both changed.
    pub fn event(&self, event: LiveEvent) {
        self.event_of_another(&event);
        self.outgoing(|out| {
            if out.events.len() >= OUTGOING_EVENTS {
                out.events.pop_front();
                out.dropped += 1;
            }
            out.events.push_back(event);
        });
    }

    /// As [`Self::event`], told by another node.
    pub fn event_of_another(&self, event: &LiveEvent) {
        self.heard(Heard::Event {
            unit: event.org_unit,
            tail: encode::event_tail(event),
        });
    }

    /// Events of other nodes got lost: viewers read the feed from where they are.
    pub fn events_lost(&self) {
        self.heard(Heard::Lost);
    }

    /// What other nodes have not been told; nothing where there are none.
    pub fn take_outgoing(&self) -> Outgoing {
        let mut taken = Outgoing::default();
        self.outgoing(|out| std::mem::swap(out, &mut taken));
        taken
    }

    fn heard(&self, heard: Heard) {
        // An error only says that nobody listens.
        let _ = self.0.events.send(Arc::new(heard));
    }

    fn outgoing(&self, with: impl FnOnce(&mut Outgoing)) {
        if let Some(outgoing) = &self.0.outgoing {
            with(&mut outgoing.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Everything since the last call, in the order of each rep.
    pub(super) fn take(&self) -> Vec<(RepId, Change)> {
        let mut all = Vec::new();
        for shard in &self.0.shards {
            let mut latest = shard.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend(change::one_by_one(latest.drain()));
        }
        all
    }

    pub(super) fn listen(&self) -> broadcast::Receiver<Arc<Heard>> {
        self.0.events.subscribe()
    }
}
