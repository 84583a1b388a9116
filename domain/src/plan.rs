//! A rep's frozen list of planned stops for one date.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{OutletId, RepId, RouteId};

/// One planned outlet. Minutes are after local midnight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Stop {
    pub outlet: OutletId,
    pub route: RouteId,
    /// 1-based order of the day.
    pub sequence: i32,
    pub window_from_min: Option<u16>,
    pub window_to_min: Option<u16>,
    pub service_min: Option<u16>,
    /// By an approved absence: leaves the denominators, and is listed. Left out where it is not, so
    /// that a stop reads as it was sealed before there were absences.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excused: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayPlan {
    pub rep: RepId,
    pub date: NaiveDate,
    pub stops: Vec<Stop>,
}

/// Life of a stop (rules.md §5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StopState {
    Planned,
    InProgress,
    Completed,
    Cancelled {
        reason: Option<String>,
    },
    /// The rep will call on another date: the outlet is due then.
    Rescheduled {
        reason: Option<String>,
        to: NaiveDate,
    },
    Missed {
        reason: Option<String>,
    },
    /// Not visited on a day of approved leave, sickness, a meeting or training.
    Excused,
}
