//! Who looked at or changed what. Append-only; holds no coordinates and no secrets.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgExecutor;

use super::{error::StoreError, instant::Instant, scope::Scope};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AuditEntry {
    pub id: i64,
    pub user_id: Option<i32>,
    pub login: Option<String>,
    /// e.g. `track.read`, `visit.review`, `settings.change`
    pub action: String,
    /// e.g. `rep/17`
    pub subject: String,
    #[schema(value_type = Object)]
    pub detail: Value,
    pub recorded_at: Instant,
}

pub async fn record(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: DateTime<Utc>,
    action: &str,
    subject: &str,
    detail: &Value,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into audit_log (user_id, action, subject, detail, recorded_at) values ($1, $2, $3, $4, $5)",
        scope.user_id() as _,
        action,
        subject,
        detail,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// e.g. `track.read`; with a dot at its end all that begin so.
    pub action: Option<String>,
    /// e.g. `reps/17`; with a slash at its end all that begin so.
    pub subject: Option<String>,
    pub user_id: Option<i32>,
    pub from: Option<DateTime<Utc>>,
    /// Not included.
    pub to: Option<DateTime<Utc>>,
}

/// Newest first. A reader sees what users of the own subtree did.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (before, limit): (i64, i64),
    filter: &AuditFilter,
) -> Result<Vec<AuditEntry>, StoreError> {
    Ok(sqlx::query_as!(
        AuditEntry,
        r#"
        select l.id, l.user_id, a.login as "login?", l.action, l.subject, l.detail, l.recorded_at as "recorded_at: Instant"
        from audit_log l left join app_user a on a.id = l.user_id
        where l.id < $1 and ($3::int4[] is null or a.org_unit_id = any($3))
          and ($4::text is null or l.action = $4 or right($4, 1) = '.' and starts_with(l.action, $4))
          and ($5::text is null or l.subject = $5 or right($5, 1) = '/' and starts_with(l.subject, $5))
          and ($6::int4 is null or l.user_id = $6)
          and ($7::timestamptz is null or l.recorded_at >= $7) and ($8::timestamptz is null or l.recorded_at < $8)
        order by l.id desc limit $2
        "#,
        before,
        limit,
        scope.units() as _,
        filter.action,
        filter.subject,
        filter.user_id,
        filter.from,
        filter.to,
    )
    .fetch_all(db)
    .await?)
}
