//! How much of what reps had planned with customers was done, and in time.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::crm::activity::{Completion, State, standing};
use serde::Serialize;
use sqlx::PgExecutor;

use crate::store::{error::StoreError, scope::Scope};

/// The longest period counted at once.
pub const DAYS_MAX: i64 = 92;
/// Activities counted at once: more are not one answer's.
pub const ROWS_MAX: i64 = 200_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RepCompletion {
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    #[serde(flatten)]
    pub completion: Completion,
}

/// Rep by rep, by code, and whether there was more than is counted. A rep without activities has no row.
pub async fn of_reps(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: DateTime<Utc>,
    (from, to): (NaiveDate, NaiveDate),
    rep: Option<i32>,
) -> Result<(Vec<RepCompletion>, bool), StoreError> {
    let rows = sqlx::query!(
        r#"
        select a.rep_id, r.code, r.name, a.state, a.due_at, a.ended_at
        from activity a join rep r on r.id = a.rep_id
        where a.date between $1 and $2 and ($3::int4[] is null or a.org_unit_id = any($3))
          and ($4::int4 is null or a.rep_id = $4) and ($5::int4 is null or a.rep_id = $5)
        order by r.code, a.rep_id limit $6
        "#,
        from,
        to,
        scope.units() as _,
        scope.rep_id(),
        rep,
        ROWS_MAX + 1,
    )
    .fetch_all(db)
    .await?;
    let truncated = i64::try_from(rows.len()).is_ok_and(|n| n > ROWS_MAX);
    let mut reps: Vec<RepCompletion> = Vec::new();
    for row in rows {
        let state = (State::ALL.into_iter()).find(|s| s.as_str() == row.state);
        let standing = standing(
            state.unwrap_or(State::Planned),
            row.due_at,
            row.ended_at,
            now,
        );
        if reps.last().is_none_or(|last| last.rep_id != row.rep_id) {
            reps.push(RepCompletion {
                rep_id: row.rep_id,
                rep_code: row.code,
                rep_name: row.name,
                completion: Completion::default(),
            });
        }
        if let Some(last) = reps.last_mut() {
            last.completion.count(standing);
        }
    }
    Ok((reps, truncated))
}
