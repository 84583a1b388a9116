//! What the live socket says: the words of `docs/protocol-live.md`.
//!
//! Owns the names and shapes of messages in both directions ([`request`] in, [`encode`] and
//! [`columns`] out) and the state of a rep as viewers see it. Never decides who may see what, never does I/O.

pub mod columns;
pub mod encode;
pub mod request;

use std::sync::Arc;

use fieldbeat_domain::{
    id::{OrgUnitId, OutletId, RepId, VisitId},
    position::LatLng,
    time::At,
};
use serde::{Deserialize, Serialize};

/// What a rep is doing, as the tracker knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    Travelling,
    InVisit,
    Idle,
    Break,
    OffSession,
}

impl Activity {
    pub const ALL: [Self; 5] = [
        Self::Travelling,
        Self::InVisit,
        Self::Idle,
        Self::Break,
        Self::OffSession,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Travelling => "travelling",
            Self::InVisit => "in_visit",
            Self::Idle => "idle",
            Self::Break => "break",
            Self::OffSession => "off_session",
        }
    }
}

/// How fresh a rep's newest fix is; computed from `at` and now, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Online,
    Stale,
    Offline,
}

impl Presence {
    pub const ALL: [Self; 3] = [Self::Online, Self::Stale, Self::Offline];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Stale => "stale",
            Self::Offline => "offline",
        }
    }
}

/// Bits of [`RepLive::flags`].
pub mod flag {
    /// A visit of today was judged invalid.
    pub const INVALID: u32 = 1;
    /// A visit of today waits for review.
    pub const REVIEW: u32 = 2;
    /// The open visit is off the route.
    pub const OFF_ROUTE: u32 = 4;
    /// Names in bit order.
    pub const NAMES: [(u32, &str); 3] = [
        (INVALID, "invalid"),
        (REVIEW, "review"),
        (OFF_ROUTE, "off_route"),
    ];
}

/// One WebSocket message to a viewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    Text(String),
    Binary(Vec<u8>),
}

impl Frame {
    /// Bytes of its payload.
    #[expect(clippy::len_without_is_empty, reason = "no frame is empty")]
    pub const fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Binary(bytes) => bytes.len(),
        }
    }
}

/// Under whose ownership a rep is told of: of two words the one of the later reign is right, whichever came last.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Reign {
    /// The database's history: where it goes on from another one, epochs may be given again.
    pub timeline: u32,
    /// Counts the owners that the rep has had.
    pub epoch: i64,
}

/// A rep has no place in `[from, to)`: there is none, or it was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub from: At,
    pub to: At,
    /// Of the owner that says so; `None`: it was erased, whoever owns the rep.
    pub reign: Option<Reign>,
}

impl Absence {
    pub const fn always(reign: Option<Reign>) -> Self {
        Self {
            from: At(i64::MIN),
            to: At(i64::MAX),
            reign,
        }
    }

    pub fn hides(&self, live: &RepLive) -> bool {
        self.hides_at(live.at, live.reign)
    }

    /// Whether it hides a place of that time of which an owner of `reign` spoke last.
    pub fn hides_at(&self, at: At, reign: Reign) -> bool {
        (self.from..self.to).contains(&at) && self.reign.is_none_or(|mine| mine >= reign)
    }
}

/// The newest known state of one rep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepLive {
    pub rep: RepId,
    /// Not shown.
    pub reign: Reign,
    pub code: Arc<str>,
    pub name: Arc<str>,
    /// Where the rep belongs today; decides who sees it.
    pub org_unit: OrgUnitId,
    /// Time of the newest fix; presence follows from it.
    pub at: At,
    pub position: LatLng,
    pub accuracy_dm: Option<i32>,
    pub speed_cmps: Option<i32>,
    pub bearing_cdeg: Option<i32>,
    pub battery_pct: Option<i16>,
    pub activity: Activity,
    /// Since when, where that is [`Activity::Idle`]. Not shown.
    pub idle_since: Option<At>,
    pub visit: Option<VisitId>,
    pub outlet: Option<OutletId>,
    pub visited: u16,
    pub planned: u16,
    /// See [`flag`].
    pub flags: u32,
}

/// Something that happened: shown to viewers by scope and org-unit filter, not by viewport.
/// The truth after a gap is `GET /api/v1/events`, where `cursor` points.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LiveEvent {
    pub kind: Arc<str>,
    /// `None`: only viewers of the whole company see it.
    pub org_unit: Option<OrgUnitId>,
    pub rep: Option<RepId>,
    /// An object; its members follow `kind`, `rep` and `org_unit` in the message.
    pub body: serde_json::Value,
    pub cursor: String,
}
