//! Judged rep-days as read. Written by the judge's writer.

use chrono::NaiveDate;
use fieldbeat_domain::{
    day::{DayReport, Hole, Stay, StopReport, TimeParts, WorkInterval},
    time::At,
};
use serde::Deserialize;
use sqlx::{PgExecutor, types::Json};

use super::{error::StoreError, instant::Instant};

/// `rep_day.report`: a DayReport without its visits.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StoredReport {
    pub sessions: Vec<WorkInterval>,
    pub breaks: Vec<WorkInterval>,
    pub stops: Vec<StopReport>,
    pub stays: Vec<Stay>,
    pub holes: Vec<Hole>,
    pub first_fix_at: Option<At>,
    pub last_fix_at: Option<At>,
    pub fixes: u32,
    pub fixes_accepted: u32,
    pub distance_mm: i64,
    pub hole_distance_mm: i64,
    pub first_call_at: Option<At>,
    pub last_call_at: Option<At>,
    pub time: TimeParts,
}

impl From<DayReport> for StoredReport {
    fn from(day: DayReport) -> Self {
        Self {
            sessions: day.sessions,
            breaks: day.breaks,
            stops: day.stops,
            stays: day.stays,
            holes: day.holes,
            first_fix_at: day.first_fix_at,
            last_fix_at: day.last_fix_at,
            fixes: day.fixes,
            fixes_accepted: day.fixes_accepted,
            distance_mm: day.distance_mm,
            hole_distance_mm: day.hole_distance_mm,
            first_call_at: day.first_call_at,
            last_call_at: day.last_call_at,
            time: day.time,
        }
    }
}

#[derive(Clone, Debug)]
pub struct RepDayRow {
    pub org_unit_id: i32,
    pub rule_version: i32,
    pub report: Json<StoredReport>,
    pub hash: Vec<u8>,
    pub judged_as_of: Instant,
    pub revision: i32,
}

/// The caller has checked the scope with `scope::rep_on`.
pub async fn get(
    db: impl PgExecutor<'_>,
    rep_id: i32,
    date: NaiveDate,
) -> Result<Option<RepDayRow>, StoreError> {
    Ok(sqlx::query_as!(
        RepDayRow,
        r#"
        select org_unit_id, rule_version, report as "report: Json<StoredReport>", hash,
          judged_as_of as "judged_as_of: Instant", revision
        from rep_day where rep_id = $1 and date = $2
        "#,
        rep_id,
        date
    )
    .fetch_optional(db)
    .await?)
}

/// A rep whose day may be seen.
pub struct DayRep {
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
}

pub async fn rep(db: impl PgExecutor<'_>, rep_id: i32) -> Result<DayRep, StoreError> {
    sqlx::query_as!(
        DayRep,
        "select code, name, phone from rep where id = $1",
        rep_id
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}
