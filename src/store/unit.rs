//! What one frame, or one judged day, changes in the database. Units are values: the writer puts
//! many of them into one transaction and answers each after its commit.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use fieldbeat_domain::{
    day::DayReport,
    evidence::DayEvidence,
    fix::Fix,
    id::{DeviceId, OrgUnitId, OutletId, RepId, RuleVersion, VisitId},
    time::At,
    visit::Visit,
};
use serde_json::Value;
use uuid::Uuid;

use super::node::Owner;
use crate::wire::device_reply::Code;

/// An item of a frame: the frame's `n` and the item's place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ItemRef {
    pub n: u64,
    pub i: Option<u32>,
}

/// A fix that may be known already: it lies at or below its device's newest.
#[derive(Clone, Copy, Debug)]
pub struct LateFix {
    pub fix: Fix,
    pub item: ItemRef,
    /// Company date of its judged time: the day to judge again if it is new.
    pub date: NaiveDate,
    /// Of the same time as its device's newest: another position at one instant, if it is new.
    pub same_instant: bool,
}

#[derive(Clone, Debug)]
pub struct MarkRow {
    pub item: ItemRef,
    pub kind: &'static str,
    pub id: Uuid,
    pub device: DeviceId,
    pub at: At,
    pub clock_offset_ms: i32,
    pub date: NaiveDate,
    pub body: Value,
    pub digest: [u8; 32],
    pub flags: Vec<String>,
    /// The live fold has applied it; if it turns out not to be new, the day is judged again.
    pub folded: bool,
}

#[derive(Clone, Debug)]
pub struct RecordRow {
    pub item: ItemRef,
    pub kind: String,
    pub id: Uuid,
    pub device: DeviceId,
    pub visit: Option<Uuid>,
    pub at: At,
    pub clock_offset_ms: i32,
    pub date: NaiveDate,
    pub body: Value,
    pub digest: [u8; 32],
    pub flags: Vec<String>,
    pub folded: bool,
}

/// A change of the session gate, durable with what it lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateChange {
    Session {
        id: Uuid,
        started_at: At,
        ended_at: Option<At>,
        auto_started: bool,
    },
    Break {
        id: Uuid,
        started_at: At,
        ended_at: Option<At>,
    },
    /// Fixes judged inside `[from, to)` are no longer covered and are erased.
    Erase { from: At, to: At },
}

/// A visit as the live fold sees it now.
#[derive(Clone, Debug)]
pub enum VisitWrite {
    Upsert(Box<Visit>),
    /// A detected visit taken back; `into` where a declared one absorbed it.
    Withdraw {
        id: VisitId,
        into: Option<VisitId>,
    },
}

/// A rep-day judged whole.
#[derive(Clone, Debug)]
pub struct JudgedDay {
    pub date: NaiveDate,
    pub org_unit: OrgUnitId,
    pub report: Box<DayReport>,
    pub as_of: At,
    /// The dirty mark that this judgement answers; removed only if nothing came since.
    pub dirty_version: i64,
    /// Visits that the live fold has changed since the inputs were read: left to it.
    pub newer: Vec<VisitId>,
    /// To be sealed with it; none while the day still runs.
    pub evidence: Option<Box<Evidence>>,
}

/// What a judged day is sealed with.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub gathered: DayEvidence,
    /// [`crate::store::world::Epoch`] of its outlets.
    pub epoch: i64,
    pub own_outlets: Arc<BTreeSet<OutletId>>,
    pub routed_outlets: Arc<BTreeSet<OutletId>>,
}

#[derive(Clone, Debug)]
pub struct CheckpointRow {
    pub date: NaiveDate,
    pub format: i32,
    pub rule_version: RuleVersion,
    pub next_deadline_at: Option<At>,
    pub state: Vec<u8>,
}

/// The rarer parts, boxed so that a frame of fixes stays small.
#[derive(Clone, Debug, Default)]
pub struct Rare {
    pub late: Vec<LateFix>,
    pub marks: Vec<MarkRow>,
    pub records: Vec<RecordRow>,
    /// With the mark that caused it; none where a frame declared a session.
    pub gate: Vec<(Option<ItemRef>, GateChange)>,
    pub visits: Vec<VisitWrite>,
    pub judged: Option<JudgedDay>,
    pub checkpoint: Option<CheckpointRow>,
    pub dirty: Vec<NaiveDate>,
    /// Days of the gate's erasures: judged again where they took anything.
    pub dirty_if_erased: Vec<NaiveDate>,
    pub refused: Vec<(DeviceId, Code)>,
}

/// Everything one unit of work changes for one rep.
#[derive(Clone, Debug)]
pub struct Unit {
    pub rep: RepId,
    /// As which node it was folded. `None`: nothing derived is in it, only facts, some of which may be stored already.
    pub owner: Option<Owner>,
    /// Where the rep is organised on `date`: stamped on visits.
    pub org_unit: OrgUnitId,
    pub date: NaiveDate,
    pub received_at: At,
    /// Above their device's high-water mark: cannot be duplicates.
    pub fixes: Vec<Fix>,
    pub rare: Option<Box<Rare>>,
}

impl Unit {
    /// Nothing: what a barrier travels on.
    pub const fn empty() -> Self {
        Self {
            rep: RepId(0),
            owner: None,
            org_unit: OrgUnitId(0),
            date: NaiveDate::MIN,
            received_at: At(0),
            fixes: Vec::new(),
            rare: None,
        }
    }

    /// What is left of it where its node may not write what it derived: the facts. Their day is judged again from them.
    #[must_use]
    pub fn facts(mut self) -> Self {
        self.owner = None;
        if let Some(rare) = &mut self.rare {
            rare.visits.clear();
            rare.judged = None;
            rare.checkpoint = None;
            for mark in &mut rare.marks {
                mark.folded = false;
            }
            for record in &mut rare.records {
                record.folded = false;
            }
        }
        if !self.fixes.is_empty() || self.rare.is_some() {
            let date = self.date;
            self.rare().dirty.push(date);
        }
        self
    }

    pub fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_with(Box::default)
    }
}

/// What the commit found out about a unit.
#[derive(Debug, Default)]
pub struct Committed {
    /// Late fixes, marks and records already stored.
    pub duplicates: Vec<ItemRef>,
    /// New fixes at an instant of which their device had sent another position.
    pub same_instant: Vec<ItemRef>,
    /// Same identity, another body or another rep.
    pub id_reused: Vec<ItemRef>,
    /// Records that name a visit of another rep.
    pub unknown_visit: Vec<ItemRef>,
    /// What became visible, with the cursor of each event.
    pub events: Vec<StoredEvent>,
}

/// An event row as it was committed.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    pub cursor: String,
    pub kind: &'static str,
    pub rep: RepId,
    pub org_unit: OrgUnitId,
    pub body: Value,
}
