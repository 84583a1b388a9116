//! What one step of the fold changed: the judge's word on a fix, and the changes to publish.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    day::{Hole, Stay, WorkInterval},
    finding::Finding,
    id::{OutletId, VisitId},
    record::RecordFact,
    visit::Visit,
};

/// What the judge made of a fix, given its neighbours. A bit set; 0 for a mark or record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FixJudgement(pub u16);

impl FixJudgement {
    /// Took part in place, presence and stays.
    pub const USED: Self = Self(1);
    /// Worse than `accuracy_reject_m`.
    pub const INACCURATE: Self = Self(1 << 1);
    /// Worse than `accuracy_distance_m`: no part in the distance.
    pub const NOT_FOR_DISTANCE: Self = Self(1 << 2);
    /// Over `speed_flag_kmh` from the last accepted fix.
    pub const IMPLAUSIBLE_SPEED: Self = Self(1 << 3);
    /// A better fix of the same device at the same instant was used.
    pub const SAME_INSTANT: Self = Self(1 << 4);
    /// Another device of the rep leads.
    pub const NOT_LEADING: Self = Self(1 << 5);
    /// Outside every work session, or in a break.
    pub const OFF_SESSION: Self = Self(1 << 6);
    /// Several consistent "jumps" moved the track here.
    pub const REANCHORED: Self = Self(1 << 7);

    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A later finding about a visit that has already left the tracker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amendment {
    Record(RecordFact),
    Flag(Box<Finding>),
    /// Of a detected visit: a later stay was likelier at its outlet, which leaves so much of its share.
    Unclear {
        per_mille: u16,
    },
}

/// What the rep said of a stop without visiting it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopStatement {
    Cancelled(Option<String>),
    Rescheduled(Option<String>, NaiveDate),
    Missed(Option<String>),
}

/// One change, in the order it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    VisitOpened(Box<Visit>),
    VisitUpdated(Box<Visit>),
    /// Closed or cancelled; `provisional` ones may open again by an update.
    VisitClosed(Box<Visit>),
    /// A detected visit that a check-in absorbed: its id redirects to `into`.
    VisitWithdrawn {
        visit: Box<Visit>,
        into: VisitId,
    },
    /// For a visit no longer in the tracker: apply with [`Visit::amend`], or judge the day again.
    VisitAmended {
        visit: VisitId,
        amendment: Amendment,
    },
    /// The newest form of a session, by its id.
    Session(WorkInterval),
    /// The newest form of a break, by its id.
    Break(WorkInterval),
    Hole(Hole),
    /// A finished stay of at least `stop_min_s`.
    Stay(Stay),
    Stop {
        outlet: OutletId,
        statement: StopStatement,
    },
    /// A mark that changed nothing, e.g. a check-out without a visit: code for the device.
    Noted(&'static str),
}

/// The result of one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The input sorts at or before what was already folded: nothing was changed. Unless it is a
    /// duplicate the day must be judged again.
    pub late: bool,
    pub fix: FixJudgement,
    pub changes: Vec<Change>,
}
