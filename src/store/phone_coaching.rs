//! What supervisors who were with a rep said of it, as the rep's phone reads it.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::RepId;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::error::StoreError;

/// Notes of joint visits and days from `since` on, the newest first: `{date, visit, by, note}`, `visit` null for a whole day. `None` where
/// none of the rep's was said, changed or taken back since `told`.
pub async fn notes(
    conn: &mut PgConnection,
    rep: RepId,
    since: NaiveDate,
    told: Option<DateTime<Utc>>,
) -> Result<Option<Vec<Value>>, StoreError> {
    if let Some(told) = told {
        let changed = sqlx::query_scalar!(
            r#"select exists (select from joint_visit where rep_id = $1 and updated_at >= $2) as "changed!""#,
            rep.0,
            told,
        )
        .fetch_one(&mut *conn)
        .await?;
        if !changed {
            return Ok(None);
        }
    }
    let rows = sqlx::query!(
        r#"select j.date, j.visit_id, u.name as "by", j.note as "note!" from joint_visit j join app_user u on u.id = j.user_id
           where j.rep_id = $1 and j.date >= $2 and j.withdrawn_at is null and j.note is not null
           order by j.date desc, j.recorded_at desc, j.id"#,
        rep.0,
        since,
    )
    .fetch_all(conn)
    .await?;
    let notes = rows
        .into_iter()
        .map(|r| json!({ "date": r.date, "visit": r.visit_id, "by": r.by, "note": r.note }));
    Ok(Some(notes.collect()))
}
