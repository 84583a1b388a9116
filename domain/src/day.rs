//! The judged rep-day: what `judge_day` answers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{OutletId, RepId, RuleVersion, VisitId},
    plan::StopState,
    time::At,
    visit::Visit,
};

/// A declared (or auto-started) interval in which the rep is tracked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkInterval {
    pub id: Uuid,
    pub started_at: At,
    /// `None` while running.
    pub ended_at: Option<At>,
    pub auto_started: bool,
    pub auto_ended: bool,
}

/// Time without accepted fixes, shown dashed and never bridged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    pub from_at: At,
    pub to_at: At,
    /// Straight distance across; not part of `distance_mm`.
    pub distance_mm: i64,
}

/// A stationary stretch of the track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    pub from_at: At,
    pub to_at: At,
    pub centre: crate::position::LatLng,
    pub outlet: Option<OutletId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopReport {
    pub outlet: OutletId,
    pub sequence: i32,
    pub state: StopState,
    pub visit: Option<VisitId>,
}

/// Parts of the working time; they add up to `time_in_market_ms` exactly (rules.md §6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeParts {
    pub time_in_market_ms: i64,
    pub in_store_ms: i64,
    pub travel_ms: i64,
    pub idle_ms: i64,
    pub break_ms: i64,
    pub unobserved_ms: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayReport {
    pub rep: RepId,
    pub date: NaiveDate,
    pub rule_version: RuleVersion,
    pub sessions: Vec<WorkInterval>,
    pub breaks: Vec<WorkInterval>,
    /// By start, then id.
    pub visits: Vec<Visit>,
    pub stops: Vec<StopReport>,
    pub stays: Vec<Stay>,
    pub holes: Vec<Hole>,
    /// Of the accepted fixes.
    pub first_fix_at: Option<At>,
    pub last_fix_at: Option<At>,
    pub fixes: u32,
    pub fixes_accepted: u32,
    pub distance_mm: i64,
    pub hole_distance_mm: i64,
    pub first_call_at: Option<At>,
    pub last_call_at: Option<At>,
    pub time: TimeParts,
    /// SHA-256 over the canonical integers of the above.
    pub hash: [u8; 32],
}
