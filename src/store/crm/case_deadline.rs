//! How long a case of each priority may wait for an answer and for its settlement: the company's.

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{
    error::StoreError,
    upsert::{ChangeError, Fault, Now},
};

/// A year.
const MINUTES_MAX: i32 = 525_600;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CaseDeadline {
    pub priority: String,
    pub first_response_min: i32,
    pub resolution_min: i32,
    pub version: i32,
}

#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseDeadlinePut {
    pub first_response_min: i32,
    pub resolution_min: i32,
}

/// All of them, what presses most first.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<CaseDeadline>, StoreError> {
    Ok(sqlx::query_as!(
        CaseDeadline,
        "select priority, first_response_min, resolution_min, version from case_deadline
        order by array_position(array['urgent', 'high', 'normal', 'low'], priority)"
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, priority: &str) -> Result<CaseDeadline, StoreError> {
    sqlx::query_as!(
        CaseDeadline,
        "select priority, first_response_min, resolution_min, version from case_deadline where priority = $1",
        priority
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// For cases that are opened from now on.
pub async fn put(
    tx: &mut PgConnection,
    now: Now,
    priority: &str,
    seen: Option<i32>,
    put: CaseDeadlinePut,
) -> Result<(), ChangeError> {
    let was = sqlx::query_scalar!(
        "select version from case_deadline where priority = $1 for update",
        priority
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|v| v != was) {
        return Err(ChangeError::Stale(was));
    }
    let mut faults = Vec::new();
    if !(1..=MINUTES_MAX).contains(&put.first_response_min) {
        faults.push(Fault::new("/first_response_min", "out_of_range"));
    }
    if !(put.first_response_min..=MINUTES_MAX).contains(&put.resolution_min) {
        faults.push(Fault::new("/resolution_min", "out_of_range"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        "update case_deadline set first_response_min = $2, resolution_min = $3, version = version + 1, updated_at = $4
        where priority = $1",
        priority,
        put.first_response_min,
        put.resolution_min,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
