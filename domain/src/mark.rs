//! What a rep declares: sessions, breaks, check-ins, check-outs, cancellations, missed stops.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    fix::Fix,
    id::{DeviceId, OutletId},
    time::At,
};

/// Kind of call. Phone calls need no place and stay out of TC and strike rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitType {
    #[default]
    Sales,
    Delivery,
    Van,
    Merchandising,
    Service,
    Joint,
    Phone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MarkKind {
    SessionStart,
    SessionEnd,
    BreakStart,
    BreakEnd,
    /// `outlet` is `None` where the named outlet is not known (flag `unknown_outlet`).
    CheckIn {
        outlet: Option<OutletId>,
        visit_type: VisitType,
        fix: Option<Fix>,
    },
    CheckOut {
        reason: Option<String>,
        fix: Option<Fix>,
    },
    VisitCancel {
        outlet: Option<OutletId>,
        reason: Option<String>,
        /// The rep will call on this date instead. Left out where there is none, so that a mark reads
        /// as it was sealed before stops could be rescheduled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<NaiveDate>,
    },
    StopMissed {
        outlet: Option<OutletId>,
        reason: Option<String>,
    },
}

impl MarkKind {
    /// What was declared, no more where.
    pub fn forget_place(&mut self) {
        if let Self::CheckIn { fix, .. } | Self::CheckOut { fix, .. } = self {
            *fix = None;
        }
    }
}

/// A declaration with its identity: (kind, `id`). `id` is the session's for session marks, the
/// break's for breaks, the visit's for check-in, check-out and cancel, its own for a missed stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub device: DeviceId,
    pub id: Uuid,
    pub at: At,
    pub clock_offset_ms: i32,
    pub kind: MarkKind,
}

impl Mark {
    pub const fn judged_at(&self) -> At {
        self.at.plus_ms(self.clock_offset_ms as i64)
    }
}
