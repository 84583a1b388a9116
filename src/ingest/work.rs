//! What the sockets hand to the shards: checked items of one frame that belong to one rep.

use std::sync::Arc;

use fieldbeat_domain::{fix::Fix, id::RepId, time::At};
use uuid::Uuid;

use super::ack::Acks;
use crate::{
    store::{
        device_auth::DeviceIdentity,
        unit::{MarkRow, RecordRow},
    },
    wire::device_reply::Code,
};

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
