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

/// Newest first. A reader sees what users of the own subtree did.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    before: i64,
    limit: i64,
    action: Option<&str>,
    subject: Option<&str>,
) -> Result<Vec<AuditEntry>, StoreError> {
    Ok(sqlx::query_as!(
        AuditEntry,
        r#"
        select l.id, l.user_id, a.login as "login?", l.action, l.subject, l.detail, l.recorded_at as "recorded_at: Instant"
        from audit_log l left join app_user a on a.id = l.user_id
        where l.id < $1 and ($3::int4[] is null or a.org_unit_id = any($3))
          and ($4::text is null or l.action = $4) and ($5::text is null or l.subject = $5)
        order by l.id desc limit $2
        "#,
        before,
        limit,
        scope.units() as _,
        action,
        subject,
    )
    .fetch_all(db)
    .await?)
}
