//! Reps that go from node to node, as the shard of each sees it: let go of, taken facts of, read again. Who owns one is
//! `store::node`'s.

use std::collections::VecDeque;

use fieldbeat_domain::{id::RepId, time::At};
use smallvec::SmallVec;
use tokio::sync::oneshot;

use super::{Owned, Shard, ShardMsg, taken};
use crate::{
    ingest::{slot::Slot, work::FrameWork, writing::Job},
    store::unit::Unit,
    wire::nodes::Note,
};

impl Shard {
    /// Another node wants a rep.
    pub(super) async fn let_go(&mut self, rep: RepId, done: oneshot::Sender<bool>) {
        self.absent.remove(&rep);
        let mut job = Job::silent(Unit::empty());
        match self.reps.get_mut(&rep) {
            _ if self.ingest.registry.is_connected(rep) => {
                let _ = done.send(false);
                return;
            }
            Some(Owned::Loading(_) | Owned::Leaving(_)) => {
                let _ = done.send(false);
                return;
            }
            Some(Owned::Here(slot)) => {
                job.unit = slot.unit(self.ingest.clock.now());
                slot.checkpoint(&mut job.unit);
            }
            None => {}
        }
        let (written, committed) = oneshot::channel();
        job.barrier = Some(written);
        self.reps.insert(rep, Owned::Leaving(VecDeque::new()));
        self.write(job).await;
        let (ingest, own) = (self.ingest.clone(), self.own.clone());
        tokio::spawn(async move {
            let _ = committed.await;
            let released = ingest.nodes.release(rep).await;
            if let Some(own) = own.upgrade() {
                let _ = own.send(ShardMsg::Gone { rep }).await;
            }
            let _ = done.send(released.is_ok());
        });
    }

    /// Nothing of it is this node's any more, but what has come since takes it back.
    pub(super) async fn gone(&mut self, rep: RepId) {
        if let Some(Owned::Leaving(waiting)) = self.reps.remove(&rep)
            && !waiting.is_empty()
        {
            let now = self.ingest.clock.now();
            self.load(rep, waiting, now).await;
        }
    }

    /// Another node stored something of it.
    pub(super) async fn touched(&mut self, rep: RepId) {
        if let Some(Owned::Here(_)) = self.reps.get(&rep) {
            let now = self.ingest.clock.now();
            self.load(rep, VecDeque::new(), now).await;
        }
    }

    /// Frames of a rep that another node has: their facts are stored, that node is told, and nothing stays in memory.
    pub(super) async fn take_for_another(
        &mut self,
        slot: &mut Slot,
        waiting: VecDeque<Vec<FrameWork>>,
    ) {
        for works in waiting {
            let now = works.first().map_or(At(0), |w| w.received_at);
            let mut job = taken(&self.ingest, slot, SmallVec::from_vec(works), now);
            job.unit = job.unit.facts();
            job.live = None;
            self.write(job).await;
        }
        let (written, committed) = oneshot::channel();
        let mut job = Job::silent(Unit::empty());
        job.barrier = Some(written);
        self.write(job).await;
        let (ingest, rep) = (self.ingest.clone(), slot.rep);
        tokio::spawn(async move {
            let _ = committed.await;
            ingest.nodes.tell(&Note::Touched { rep });
        });
    }
}
