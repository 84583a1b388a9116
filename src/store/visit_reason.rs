//! Reasons in two levels, group and reason, each with its words in every language. A code never
//! changes and nothing is deleted, so that what was said with it keeps its words.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    upsert::{ChangeError, Fault, check_text},
};

/// Where a reason is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReasonUse {
    /// A check-out without an order.
    NonProductive,
    Missed,
    Cancelled,
    Rescheduled,
    AbsenceRefused,
    /// A planner or supervisor changes a stop.
    PlanChange,
}

impl ReasonUse {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NonProductive => "non_productive",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
            Self::Rescheduled => "rescheduled",
            Self::AbsenceRefused => "absence_refused",
            Self::PlanChange => "plan_change",
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ReasonGroup {
    pub code: String,
    pub name_en: String,
    pub name_vi: String,
    pub name_zh: String,
    /// Smaller ones are offered first.
    pub sequence: i32,
    /// False: offered no more; what was said with its reasons stays.
    pub active: bool,
    pub version: i32,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VisitReason {
    pub code: String,
    pub group_code: String,
    /// non_productive | missed | cancelled | rescheduled | absence_refused | plan_change
    pub uses: Vec<String>,
    pub name_en: String,
    pub name_vi: String,
    pub name_zh: String,
    pub sequence: i32,
    /// False: offered no more; what was said with it stays.
    pub active: bool,
    pub version: i32,
}

/// Groups by code.
pub async fn groups(
    db: impl PgExecutor<'_>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<ReasonGroup>, StoreError> {
    Ok(sqlx::query_as!(
        ReasonGroup,
        r#"select code, name_en, name_vi, name_zh, sequence, active, version from visit_reason_group
        where ($1::text is null or code > $1) order by code limit $2"#,
        after,
        limit
    )
    .fetch_all(db)
    .await?)
}

/// Reasons by code; those of a use where one is named.
pub async fn list(
    db: impl PgExecutor<'_>,
    of: Option<ReasonUse>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<VisitReason>, StoreError> {
    Ok(sqlx::query_as!(
        VisitReason,
        r#"select code, group_code, uses, name_en, name_vi, name_zh, sequence, active, version from visit_reason
        where ($1::text is null or $1 = any(uses)) and ($2::text is null or code > $2) order by code limit $3"#,
        of.map(ReasonUse::as_str),
        after,
        limit
    )
    .fetch_all(db)
    .await?)
}

/// What is common to groups and reasons.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ReasonWords {
    pub name_en: String,
    pub name_vi: String,
    pub name_zh: String,
    #[serde(default)]
    pub sequence: i32,
    /// True by default.
    pub active: Option<bool>,
}

impl ReasonWords {
    pub fn check(&self, code: &str, faults: &mut Vec<Fault>) {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if code.is_empty() || code.len() > 64 || !code.chars().all(allowed) {
            faults.push(Fault::new("/code", "invalid_code"));
        }
        check_text("/name_en", Some(&self.name_en), true, faults);
        check_text("/name_vi", Some(&self.name_vi), true, faults);
        check_text("/name_zh", Some(&self.name_zh), true, faults);
    }
}

/// The version of a group, locked for a change.
pub async fn group_version(tx: &mut PgConnection, code: &str) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select version from visit_reason_group where code = $1 for update",
        code
    )
    .fetch_optional(tx)
    .await?)
}

pub async fn put_group(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    code: &str,
    words: &ReasonWords,
) -> Result<ReasonGroup, StoreError> {
    Ok(sqlx::query_as!(
        ReasonGroup,
        r#"insert into visit_reason_group (code, name_en, name_vi, name_zh, sequence, active, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (code) do update set name_en = excluded.name_en, name_vi = excluded.name_vi, name_zh = excluded.name_zh,
          sequence = excluded.sequence, active = excluded.active, updated_at = excluded.updated_at,
          version = visit_reason_group.version + 1
        returning code, name_en, name_vi, name_zh, sequence, active, version"#,
        code,
        words.name_en.trim(),
        words.name_vi.trim(),
        words.name_zh.trim(),
        words.sequence,
        words.active.unwrap_or(true),
        now,
    )
    .fetch_one(tx)
    .await?)
}

/// The version of a reason, locked for a change.
pub async fn version(tx: &mut PgConnection, code: &str) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select version from visit_reason where code = $1 for update",
        code
    )
    .fetch_optional(tx)
    .await?)
}

pub async fn put(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    code: &str,
    group: &str,
    uses: &[ReasonUse],
    words: &ReasonWords,
) -> Result<VisitReason, ChangeError> {
    if group_version(&mut *tx, group).await?.is_none() {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/group_code",
            "unknown",
        )]));
    }
    let uses: Vec<String> = uses.iter().map(|u| u.as_str().to_owned()).collect();
    Ok(sqlx::query_as!(
        VisitReason,
        r#"insert into visit_reason (code, group_code, uses, name_en, name_vi, name_zh, sequence, active, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (code) do update set group_code = excluded.group_code, uses = excluded.uses, name_en = excluded.name_en,
          name_vi = excluded.name_vi, name_zh = excluded.name_zh, sequence = excluded.sequence, active = excluded.active,
          updated_at = excluded.updated_at, version = visit_reason.version + 1
        returning code, group_code, uses, name_en, name_vi, name_zh, sequence, active, version"#,
        code,
        group,
        &uses,
        words.name_en.trim(),
        words.name_vi.trim(),
        words.name_zh.trim(),
        words.sequence,
        words.active.unwrap_or(true),
        now,
    )
    .fetch_one(tx)
    .await?)
}

/// Grows with every change of the lists: rows are added and changed, never removed.
pub async fn lists_version(db: impl PgExecutor<'_>) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce((select sum(version) from visit_reason), 0)::int8
          + coalesce((select sum(version) from visit_reason_group), 0)::int8 as "version!""#
    )
    .fetch_one(db)
    .await?)
}

pub async fn changed_since(
    db: impl PgExecutor<'_>,
    from: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from visit_reason where updated_at >= $1)
          or exists (select from visit_reason_group where updated_at >= $1) as "changed!""#,
        from
    )
    .fetch_one(db)
    .await?)
}

/// Every code there ever was: phones may have been offline since a reason was offered.
pub async fn codes(db: impl PgExecutor<'_>) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!("select code from visit_reason")
        .fetch_all(db)
        .await?)
}

/// The lists as a phone offers them: groups with their reasons, in order.
pub async fn of_phone(conn: &mut PgConnection) -> Result<Value, StoreError> {
    let version = lists_version(&mut *conn).await?;
    let rows = sqlx::query!(
        r#"
        select g.code, g.name_en, g.name_vi, g.name_zh, coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'uses', r.uses,
          'name', jsonb_build_object('en', r.name_en, 'vi', r.name_vi, 'zh', r.name_zh)) order by r.sequence, r.code)
          filter (where r.code is not null), '[]') as "reasons!: Value"
        from visit_reason_group g left join visit_reason r on r.group_code = g.code and r.active
        where g.active group by g.code order by g.sequence, g.code
        "#
    )
    .fetch_all(conn)
    .await?;
    let groups: Vec<Value> = rows
        .into_iter()
        .map(|g| {
            json!({"code": g.code, "name": {"en": g.name_en, "vi": g.name_vi, "zh": g.name_zh}, "reasons": g.reasons})
        })
        .collect();
    Ok(json!({"version": version, "groups": groups}))
}
