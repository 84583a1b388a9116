//! What reps answered to the privacy notice: the list for the office, one rep's for the session gate and the phone. What an answer
//! means is `fieldbeat_domain::consent`'s.

use fieldbeat_domain::{
    consent::{Consent, Decision},
    id::RepId,
    time::{At, CompanyTime},
};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{error::StoreError, instant::Instant, scope::Scope, setting};

/// The own answers of a rep with the days on which consent is required, for the gate: `since` is the oldest that it still takes.
pub async fn of_rep(
    conn: &mut PgConnection,
    rep: RepId,
    time: &CompanyTime,
    (since, now): (At, At),
) -> Result<Consent, StoreError> {
    let today = time.date_of(now);
    let last = today.succ_opt().unwrap_or(today);
    let days = setting::consent_required(&mut *conn, (time.date_of(since), last)).await?;
    if days.is_empty() {
        return Ok(Consent::default());
    }
    let required = days.into_iter().map(|date| time.day_bounds(date)).collect();
    // What waits in the inbox was acknowledged, and counts.
    let rows = sqlx::query!(
        r#"select at as "at!", decision as "decision!" from consent_answer where rep_id = $1
           union all
           select d.at + make_interval(secs => d.clock_offset_ms / 1000.0), d.body->>'decision' from device_record d
           where d.rep_id = $1 and d.kind = 'consent' and d.status = 'received' and d.body->>'decision' is not null
           order by 1"#,
        rep.0,
    )
    .fetch_all(conn)
    .await?;
    let answers = rows.into_iter().filter_map(|r| {
        let at = At(r.at.timestamp_millis());
        Some((at, Decision::parse(&r.decision)?))
    });
    Ok(Consent::new(required, answers))
}

/// An answer as it was recorded.
pub struct Answer {
    pub version: i32,
    pub decision: String,
    pub at: Instant,
    pub received_at: Instant,
}

/// The newest of a rep.
pub async fn newest(db: impl PgExecutor<'_>, rep: RepId) -> Result<Option<Answer>, StoreError> {
    Ok(sqlx::query_as!(
        Answer,
        r#"select version, decision, at as "at: Instant", received_at as "received_at: Instant"
           from consent_answer where rep_id = $1 order by at desc, received_at desc limit 1"#,
        rep.0,
    )
    .fetch_optional(db)
    .await?)
}

/// Where a rep stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[schema(as = ConsentStanding)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Standing {
    Given,
    Declined,
    Withdrawn,
    Unanswered,
}

/// A rep with the newest answer.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RepConsent {
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub org_unit_name: Option<String>,
    pub standing: Standing,
    /// Of the notice that was answered.
    pub version: Option<i32>,
    /// Whether that is the one in force.
    pub current: bool,
    /// In which it was read.
    pub language: Option<String>,
    pub at: Option<Instant>,
    pub received_at: Option<Instant>,
    pub device_id: Option<i32>,
    pub device_label: Option<String>,
}

/// Active reps in reach with where they stand today, by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: chrono::NaiveDate,
    (rep, standing): (Option<i32>, Option<Standing>),
    (after, limit): (i32, i64),
) -> Result<Vec<RepConsent>, StoreError> {
    Ok(sqlx::query_as!(
        RepConsent,
        r#"
        select r.id as rep_id, r.code as rep_code, r.name as rep_name, u.name as "org_unit_name?",
          coalesce(c.decision, 'unanswered') as "standing!: Standing", c.version as "version?",
          coalesce(c.version = (select max(version) from privacy_notice), false) as "current!", c.language as "language?",
          c.at as "at?: Instant", c.received_at as "received_at?: Instant", c.device_id as "device_id?", d.label as "device_label?"
        from rep r
        left join rep_org_unit o on o.rep_id = r.id and o.retired_at is null and o.valid @> $1::date
        left join org_unit u on u.id = o.org_unit_id
        left join lateral (select * from consent_answer x where x.rep_id = r.id order by x.at desc, x.received_at desc limit 1) c on true
        left join device d on d.id = c.device_id
        where r.active and r.id > $2 and ($4::int4[] is null or o.org_unit_id = any($4))
          and ($5::int4 is null or r.id = $5) and ($6::int4 is null or r.id = $6)
          and ($7::text is null or coalesce(c.decision, 'unanswered') = $7)
        order by r.id limit $3
        "#,
        today,
        after,
        limit,
        scope.units() as _,
        scope.rep_id() as _,
        rep,
        standing as _,
    )
    .fetch_all(db)
    .await?)
}

/// How many stand where.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsentCounts {
    /// Gave it to the notice in force.
    pub given: i64,
    /// Gave it to an older one and have not answered since.
    pub given_before: i64,
    pub declined: i64,
    pub withdrawn: i64,
    pub unanswered: i64,
}

pub async fn counts(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: chrono::NaiveDate,
) -> Result<ConsentCounts, StoreError> {
    Ok(sqlx::query_as!(
        ConsentCounts,
        r#"
        with stands as (
          select c.decision, c.version = (select max(version) from privacy_notice) as is_current
          from rep r
          left join rep_org_unit o on o.rep_id = r.id and o.retired_at is null and o.valid @> $1::date
          left join lateral (select * from consent_answer x where x.rep_id = r.id order by x.at desc, x.received_at desc limit 1) c on true
          where r.active and ($2::int4[] is null or o.org_unit_id = any($2)) and ($3::int4 is null or r.id = $3)
        )
        select count(*) filter (where decision = 'given' and is_current) as "given!",
          count(*) filter (where decision = 'given' and not is_current) as "given_before!",
          count(*) filter (where decision = 'declined') as "declined!",
          count(*) filter (where decision = 'withdrawn') as "withdrawn!",
          count(*) filter (where decision is null) as "unanswered!"
        from stands
        "#,
        today,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_one(db)
    .await?)
}
