//! A call at an outlet, declared or detected, with what proves it.

use serde::{Deserialize, Serialize};

use crate::{
    finding::Finding,
    id::{DeviceId, OutletId, VisitId},
    mark::VisitType,
    position::LatLng,
    time::At,
    verdict::{EvidenceGrade, Verdict},
    which_outlet::OutletShare,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitSource {
    Declared,
    Detected,
}

/// How a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    Open,
    Closed,
    Cancelled,
}

/// The fix that decided a place verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceEvidence {
    pub device: DeviceId,
    pub at: At,
    pub position: LatLng,
    /// As used: reported or assumed.
    pub accuracy_dm: i32,
    /// To the pin, or to the polygon's edge (negative inside).
    pub distance_mm: i64,
}

/// What the verdict was computed from; the pin and radius stay frozen here (rules.md §3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub grade: EvidenceGrade,
    pub pin: Option<LatLng>,
    pub radius_mm: i64,
    pub check_in: Option<PlaceEvidence>,
    pub check_out: Option<PlaceEvidence>,
    /// Best fix over the visit.
    pub best: Option<PlaceEvidence>,
    /// Accepted fixes inside the fence during the visit, and all fixes seen during it.
    pub fixes_inside: u32,
    pub fixes_seen: u32,
    /// First and last fix inside.
    pub first_inside_at: Option<At>,
    pub last_inside_at: Option<At>,
    /// Of a detected visit: the outlets that the stay could have been at, the likeliest first, with
    /// their shares.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<OutletShare>,
    /// What the integrity flags were raised on, one of each flag.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub id: VisitId,
    pub source: VisitSource,
    pub state: VisitState,
    pub outlet: Option<OutletId>,
    pub visit_type: VisitType,
    /// Declared instants.
    pub check_in_at: Option<At>,
    pub check_out_at: Option<At>,
    /// Presence: arrival and departure by the track (rules.md §3 place 3).
    pub arrived_at: Option<At>,
    pub departed_at: Option<At>,
    /// The departure is a last fix inside followed by silence: nobody was seen to leave. While the
    /// session runs the next fix may extend it.
    pub provisional: bool,
    /// Presence ∩ declared interval, milliseconds.
    pub dwell_ms: i64,
    pub verdict: Verdict,
    pub evidence: Evidence,
    /// Detected visits that this declared one absorbed; their ids redirect here.
    pub absorbed: Vec<VisitId>,
}

impl Visit {
    /// Where the visit stands on the day's time line: its declared or else observed start.
    pub fn started_at(&self) -> Option<At> {
        self.check_in_at.or(self.arrived_at)
    }
}
