//! A run as a value: what each phone hands over and when, and what is true about it.
//!
//! All times are milliseconds from the run's start, so that a plan can be played on any day; ids
//! are derived when it is played ([`super::ids`]). A plan file of a seed is the same to the byte.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{phone::Health, plane::Position};

/// Changes with the format; another one is not read.
pub const FORMAT: u32 = 1;

/// How unkind the world is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
pub enum Faults {
    /// Every frame arrives at once and in order.
    None,
    /// A dead zone or two, some late and repeated frames.
    #[default]
    Mild,
    /// Long dead zones, lost connections, shuffled and repeated delivery.
    Harsh,
}

/// A saved run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanFile {
    pub format: u32,
    pub seed: u64,
    pub faults: Faults,
    /// Distinguishes the external codes of this run's company; see `company`.
    pub company: String,
    /// From the start to the last delivery.
    pub length_ms: i64,
    pub reps: Vec<RepPlan>,
}

/// One rep's day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepPlan {
    pub rep: String,
    /// Sending devices; the first is the rep's own phone, which makes the marks.
    pub devices: u8,
    pub truth: Truth,
    /// In order of `at`.
    pub deliveries: Vec<Delivery>,
}

/// Something a phone does at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    pub at: i64,
    /// 0 is the rep's own phone.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub device: u8,
    #[serde(flatten)]
    pub what: Item,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(n: &u8) -> bool {
    *n == 0
}

/// What is handed over. Keys (`visit`, `session`, `id`) are local to the rep's plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Item {
    Fixes {
        session: String,
        fixes: Vec<PlanFix>,
    },
    SessionStart {
        session: String,
        t: i64,
    },
    SessionEnd {
        session: String,
        t: i64,
    },
    BreakStart {
        id: String,
        t: i64,
    },
    BreakEnd {
        id: String,
        t: i64,
    },
    CheckIn {
        visit: String,
        outlet: String,
        t: i64,
        fix: PlanFix,
    },
    CheckOut {
        visit: String,
        t: i64,
        fix: PlanFix,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    StopMissed {
        id: String,
        outlet: String,
        t: i64,
        reason: String,
    },
    Record {
        kind: String,
        id: String,
        visit: String,
        t: i64,
        body: Value,
    },
    /// The phone enters a dead zone.
    Offline,
    Online,
    /// The connection breaks without goodbye.
    Cut,
    /// What the phone says of itself from now on.
    Health(Health),
    /// Says how many records wait.
    Heartbeat {
        backlog: u64,
    },
}

/// A fix in the integers it is stored in, as
/// `[t, lat_e7, lng_e7, accuracy_dm, speed_cmps, bearing_cdeg, battery_pct]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FixRow", into = "FixRow")]
pub struct PlanFix {
    pub t: i64,
    pub lat_e7: i32,
    pub lng_e7: i32,
    pub accuracy_dm: i32,
    pub speed_cmps: i32,
    pub bearing_cdeg: i32,
    pub battery_pct: i32,
}

type FixRow = (i64, i32, i32, i32, i32, i32, i32);

impl From<FixRow> for PlanFix {
    fn from(row: FixRow) -> Self {
        Self {
            t: row.0,
            lat_e7: row.1,
            lng_e7: row.2,
            accuracy_dm: row.3,
            speed_cmps: row.4,
            bearing_cdeg: row.5,
            battery_pct: row.6,
        }
    }
}

impl From<PlanFix> for FixRow {
    fn from(fix: PlanFix) -> Self {
        (
            fix.t,
            fix.lat_e7,
            fix.lng_e7,
            fix.accuracy_dm,
            fix.speed_cmps,
            fix.bearing_cdeg,
            fix.battery_pct,
        )
    }
}

impl PlanFix {
    pub fn position(&self) -> Position {
        Position {
            lat: f64::from(self.lat_e7) / 1e7,
            lng: f64::from(self.lng_e7) / 1e7,
        }
    }
}

/// What really happened, for the oracle.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Session from and to; none for a rep who did not work.
    pub session: Option<(i64, i64)>,
    pub visits: Vec<TrueVisit>,
    pub missed: Vec<String>,
}

/// A true call at an outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueVisit {
    /// Key of the visit in the plan.
    pub visit: String,
    pub outlet: String,
    pub arrived: i64,
    pub departed: i64,
    /// Check-in and check-out; none where the rep forgot to declare.
    pub declared: Option<(i64, i64)>,
    /// Key and total in minor units.
    pub order: Option<(String, i64)>,
    pub expect: Expect,
}

/// What the server must say about a visit. An empty list allows anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expect {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overall: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dwell: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcome: Vec<String>,
}

impl PlanFile {
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    pub fn from_json(text: &str) -> Result<Self, PlanError> {
        let plan: Self = serde_json::from_str(text)?;
        if plan.format == FORMAT {
            Ok(plan)
        } else {
            Err(PlanError::Format(plan.format))
        }
    }

    pub fn fix_count(&self) -> usize {
        self.reps
            .iter()
            .flat_map(|rep| &rep.deliveries)
            .map(|delivery| match &delivery.what {
                Item::Fixes { fixes, .. } => fixes.len(),
                _ => 0,
            })
            .sum()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("this is no plan file: {0}")]
    Json(#[from] serde_json::Error),
    #[error("this plan file is of format {0}, this program reads format {FORMAT}")]
    Format(u32),
}
