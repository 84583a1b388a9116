//! What nodes say to each other. Every word is a hint of something committed, so none of them has to arrive.
//!
//! Rare words are JSON, and one that is not known is passed over, so that versions get along while they are changed one
//! by one; states of reps are postcard under a subject that names their version.

use fieldbeat_domain::{
    id::{RepId, VisitId},
    time::At,
    verdict::Overall,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::live::{Absence, LiveEvent, RepLive};

/// To all nodes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// A node is new or was cut off: show it what you own.
    Hello,
    /// How far each stream of a node has come, so that the last of its words is missed, too.
    Pulse {
        node: i32,
        streams: Vec<(Stream, u64)>,
        /// How often it has shown all that it owns; an older version does not say.
        #[serde(default)]
        shows: Option<u64>,
    },
    /// What was said in a stream got lost on the way: say all of it again.
    Missed {
        node: i32,
    },
    /// A device has greeted here: older connections of it are over.
    Entered {
        device: i32,
        install: Option<Uuid>,
    },
    Revoked {
        device: i32,
    },
    /// For the phones of a rep.
    Reply {
        rep: RepId,
        reply: Box<RawValue>,
    },
    Plan {
        rep: RepId,
    },
    Decided {
        rep: RepId,
        visit: VisitId,
        decision: Option<Overall>,
    },
    /// Something of a rep was stored by a node that does not own it.
    Touched {
        rep: RepId,
    },
    World,
    Reasons,
}

/// To one node, which answers with [`Answer`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// Let go of a rep that you have no connection of.
    Rep { rep: RepId },
    /// The rep's places of days before are being erased: see that nothing in memory holds them.
    Erased { rep: RepId, until: At },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub done: bool,
}

/// What a node says in order: states of reps and events, by org unit; 0 stands for those of none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "unit", rename_all = "snake_case")]
pub enum Stream {
    Reps(i32),
    Events(i32),
}

/// A word of a stream: the `seq`-th of `node`, counted from 1.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Told<T> {
    pub node: i32,
    pub seq: u64,
    pub what: T,
}

/// Reps as they are now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shown {
    State(RepLive),
    Absent(RepId, Absence),
}

pub type ToldReps = Told<Vec<Shown>>;
pub type ToldEvent = Told<LiveEvent>;
