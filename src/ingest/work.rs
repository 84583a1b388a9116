//! What the sockets hand to the shards: checked items of one frame that belong to one rep.

use std::sync::Arc;

use fieldbeat_domain::{
    fix::Fix,
    id::{DeviceId, RepId},
    time::At,
};
use uuid::Uuid;

use super::ack::Acks;
use crate::{
    store::unit::{MarkRow, RecordRow},
    wire::device_reply::Code,
};

/// The device as authenticated, shared by its frames.
#[derive(Clone, Debug)]
pub struct DeviceIdentity {
    pub id: DeviceId,
    pub can_declare: bool,
    /// Dated bindings, newest first: `[from, to)` in which the device served a rep.
    pub bindings: Vec<Binding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    pub rep: RepId,
    pub from: At,
    pub to: Option<At>,
}

impl DeviceIdentity {
    /// The rep whom the device was bound to at `at`; the newest binding where none covers it, so
    /// that nothing is lost to a late assignment.
    pub fn rep_at(&self, at: At) -> Option<RepId> {
        self.bindings
            .iter()
            .find(|b| b.from <= at && b.to.is_none_or(|to| at < to))
            .or_else(|| self.bindings.first())
            .map(|b| b.rep)
    }
}

#[derive(Debug)]
pub enum Items {
    Fixes {
        session: Option<Uuid>,
        /// With the place of each in its frame.
        fixes: Vec<(u32, Fix)>,
    },
    Mark(Box<MarkRow>),
    Record(Box<RecordRow>),
}

/// The part of a frame that belongs to one rep.
#[derive(Debug)]
pub struct FrameWork {
    pub rep: RepId,
    pub device: Arc<DeviceIdentity>,
    pub n: u64,
    pub received_at: At,
    pub items: Items,
    /// Refused before the shard: only counted there.
    pub refused: Vec<Code>,
    pub acks: AcksRef,
}

/// The connection to answer.
#[derive(Clone)]
pub struct AcksRef(pub Arc<Acks>);

impl std::fmt::Debug for AcksRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Acks")
    }
}
