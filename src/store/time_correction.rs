//! What supervisors say of working time instead of the machine: appended, never changed.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use fieldbeat_domain::{
    id::{OrgUnitId, RepId},
    timesheet::Correction,
};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};

use super::{error::StoreError, fix::utc, instant::Instant, scope::Scope};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TimeCorrection {
    pub id: i64,
    #[serde(skip)]
    pub rep_id: i32,
    #[serde(skip)]
    pub date: NaiveDate,
    /// Null: as the machine measured.
    pub started_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub break_ms: Option<i64>,
    /// The machine's word holds again.
    pub withdrawn: bool,
    pub reason: String,
    pub by: Option<String>,
    pub at: Instant,
}

impl TimeCorrection {
    /// `None` where it withdraws.
    pub fn says(&self) -> Option<Correction> {
        (!self.withdrawn).then(|| Correction {
            started_at: self.started_at.map(Instant::at),
            ended_at: self.ended_at.map(Instant::at),
            break_ms: self.break_ms,
        })
    }
}

/// A word to be kept; `says` is `None` to withdraw.
pub struct Word<'a> {
    pub rep: RepId,
    pub date: NaiveDate,
    pub unit: OrgUnitId,
    pub says: Option<Correction>,
    pub reason: &'a str,
}

pub async fn append(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    word: &Word<'_>,
) -> Result<i64, StoreError> {
    let says = word.says.unwrap_or_default();
    Ok(sqlx::query_scalar!(
        r#"insert into time_correction (rep_id, date, org_unit_id, started_at, ended_at, break_ms, withdrawn, reason, user_id, corrected_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id"#,
        word.rep.0,
        word.date,
        word.unit.0,
        says.started_at.map(utc) as _,
        says.ended_at.map(utc) as _,
        says.break_ms,
        word.says.is_none(),
        word.reason,
        scope.user_id() as _,
        now,
    )
    .fetch_one(tx)
    .await?)
}

/// All words on the days of these reps, oldest first. The caller has found the days in its scope.
pub async fn of_days(
    db: impl PgExecutor<'_>,
    reps: &[i32],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<TimeCorrection>, StoreError> {
    Ok(sqlx::query_as!(
        TimeCorrection,
        r#"
        select c.id, c.rep_id, c.date, c.started_at as "started_at?: Instant", c.ended_at as "ended_at?: Instant", c.break_ms,
          c.withdrawn, c.reason, u.name as "by?", c.corrected_at as "at: Instant"
        from time_correction c left join app_user u on u.id = c.user_id
        where c.rep_id = any($1) and c.date between $2 and $3 order by c.rep_id, c.date, c.id
        "#,
        reps,
        from,
        to,
    )
    .fetch_all(db)
    .await?)
}

/// Whether the month of a date is closed; held open until the transaction ends where it is not.
pub async fn month_is_closed(tx: &mut PgConnection, date: NaiveDate) -> Result<bool, StoreError> {
    let month = date.with_day(1).unwrap_or(date);
    let state = sqlx::query_scalar!("select state from period where month = $1 for share", month)
        .fetch_optional(tx)
        .await?;
    Ok(state.as_deref() == Some("closed"))
}
