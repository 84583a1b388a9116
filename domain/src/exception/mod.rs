//! Exceptions of the field: what a supervisor should look at now, why, and until when.
//!
//! One function a kind over a small value of what is known; each answers whether its cause holds, and by
//! which figures. [`hold`] turns that into openings and closings which do not flicker. Knows nothing of
//! people, states of handling or storage.

pub mod hold;
pub mod rep;
pub mod thresholds;
pub mod trade;
pub mod visit;

use serde::{Deserialize, Serialize};

use crate::time::At;

pub use hold::{Standing, Step, step};
pub use rep::{Moment, RepNow, Sign};
pub use thresholds::Thresholds;
pub use visit::{DayFlags, Miss, VisitSeen};

/// What an exception is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schema(as = ExceptionKind))]
pub enum Kind {
    /// The rep asks for help. Opened by the phone, ended by a person only.
    Sos,
    /// A plan of the day, and no work begun by a set time.
    NotStarted,
    /// Nothing heard in work time.
    Silent,
    /// The phone may not know, or does not tell, where it is.
    GpsOff,
    LowBattery,
    /// Records that a phone holds on to although it is heard.
    Backlog,
    /// Away from every own outlet.
    LeftTerritory,
    /// A stay outside any outlet in work time.
    Idle,
    /// Less of the plan done than should be at a set time.
    PlanBehind,
    /// A call at an outlet of another's route.
    OffRoute,
    /// A call that took place outside the outlet's geofence.
    Outside,
    /// A call shorter than the least dwell.
    ShortVisit,
    /// An outlet missed several times in a row.
    ThreeMisses,
    /// Several integrity flags in a day, or one that blocks.
    Integrity,
    /// An order waits for somebody's release.
    OrderHeld,
    /// Money was collected and is not handed in after a set time.
    CollectionNotHandedIn,
    /// A rep carries more cash than is wanted.
    CashLimit,
}

/// How much an exception presses.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    #[default]
    Info,
    Warning,
    Critical,
}

impl Kind {
    pub const ALL: [Self; 17] = [
        Self::Sos,
        Self::NotStarted,
        Self::Silent,
        Self::GpsOff,
        Self::LowBattery,
        Self::Backlog,
        Self::LeftTerritory,
        Self::Idle,
        Self::PlanBehind,
        Self::OffRoute,
        Self::Outside,
        Self::ShortVisit,
        Self::ThreeMisses,
        Self::Integrity,
        Self::OrderHeld,
        Self::CollectionNotHandedIn,
        Self::CashLimit,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sos => "sos",
            Self::NotStarted => "not_started",
            Self::Silent => "silent",
            Self::GpsOff => "gps_off",
            Self::LowBattery => "low_battery",
            Self::Backlog => "backlog",
            Self::LeftTerritory => "left_territory",
            Self::Idle => "idle",
            Self::PlanBehind => "plan_behind",
            Self::OffRoute => "off_route",
            Self::Outside => "outside",
            Self::ShortVisit => "short_visit",
            Self::ThreeMisses => "three_misses",
            Self::Integrity => "integrity",
            Self::OrderHeld => "order_held",
            Self::CollectionNotHandedIn => "collection_not_handed_in",
            Self::CashLimit => "cash_limit",
        }
    }

    pub const fn severity(self) -> Severity {
        match self {
            Self::Sos | Self::Integrity => Severity::Critical,
            Self::NotStarted
            | Self::Silent
            | Self::GpsOff
            | Self::LeftTerritory
            | Self::PlanBehind
            | Self::Outside
            | Self::ThreeMisses
            | Self::OrderHeld
            | Self::CollectionNotHandedIn
            | Self::CashLimit => Severity::Warning,
            Self::LowBattery | Self::Backlog | Self::Idle | Self::OffRoute | Self::ShortVisit => {
                Severity::Info
            }
        }
    }

    /// How long the cause must be gone before the exception closes: causes that are read from a signal
    /// come back within minutes, causes that are facts do not.
    pub const fn calm_ms(self) -> i64 {
        const MINUTE: i64 = 60_000;
        match self {
            Self::Silent
            | Self::GpsOff
            | Self::LowBattery
            | Self::Backlog
            | Self::Idle
            | Self::LeftTerritory => 2 * MINUTE,
            Self::Sos
            | Self::NotStarted
            | Self::PlanBehind
            | Self::OffRoute
            | Self::Outside
            | Self::ShortVisit
            | Self::ThreeMisses
            | Self::Integrity
            | Self::OrderHeld
            | Self::CollectionNotHandedIn
            | Self::CashLimit => 0,
        }
    }
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Critical];

    /// The stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

/// A cause that holds, with the figures that say so in the kind's own unit (minutes, percent, metres,
/// seconds, a count).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was seen.
    pub value: i64,
    /// What it is measured by.
    pub limit: i64,
    /// Since when, where there is an instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<At>,
}

impl Finding {
    const fn of(value: i64, limit: i64, since: Option<At>) -> Self {
        Self {
            value,
            limit,
            since,
        }
    }
}
