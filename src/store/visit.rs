//! Visits as judged, with their latest review and orders. The judge's writer makes and revises
//! them; here they are read and reviewed, by the org unit of their day.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::visit::Visit;
use serde_json::Value;
use sqlx::{PgExecutor, types::Json};
use uuid::Uuid;

use super::{
    error::StoreError, instant::Instant, joint_visit::Accompanied, page::Since, scope::Scope,
};

/// A visit with what lists show of its surroundings.
#[derive(Clone, Debug)]
pub struct VisitRow {
    pub id: Uuid,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    pub org_unit_id: i32,
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    pub outlet_name: Option<String>,
    /// Pin on the day of the visit.
    pub outlet_lat_e7: Option<i32>,
    pub outlet_lng_e7: Option<i32>,
    pub customer_id: Option<i32>,
    pub started_at: DateTime<Utc>,
    pub visit: Json<Visit>,
    pub revision: i32,
    pub review_decision: Option<String>,
    pub review_reason: Option<String>,
    pub review_by: Option<String>,
    pub review_at: Option<Instant>,
    /// The rep's latest appeal.
    pub appeal_reason: Option<String>,
    pub appealed_at: Option<Instant>,
    /// Nobody has decided since.
    pub appeal_open: bool,
    pub order_total_minor: Option<i64>,
    pub currency: Option<String>,
    pub accompanied: Json<Vec<Accompanied>>,
}

/// Which visits; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct VisitFilter {
    pub ids: Option<Vec<Uuid>>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub org_unit_id: Option<i32>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Effective: the latest review, else the machine's verdict.
    pub overall: Option<String>,
    pub state: Option<String>,
    pub source: Option<String>,
    /// Whether an appeal waits for a decision.
    pub appealed: Option<bool>,
    /// A reason of the machine's verdict, e.g. `dwell_short`.
    pub reason: Option<String>,
    /// Whether a supervisor was there.
    pub joint: Option<bool>,
    pub since: Since,
}

impl VisitFilter {
    pub fn day(rep_id: i32, date: NaiveDate) -> Self {
        Self {
            rep_id: Some(rep_id),
            from: Some(date),
            to: Some(date),
            ..Self::default()
        }
    }
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &VisitFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<VisitRow>, StoreError> {
    let (since_time, since_xid) = match filter.since {
        Since::Ever => (None, None),
        Since::Time(t) => (Some(t), None),
        Since::Xid(x) => (None, Some(x)),
    };
    Ok(sqlx::query_as!(
        VisitRow,
        r#"
        select v.id, v.rep_id, r.code as rep_code, r.name as rep_name, v.date, v.org_unit_id, coalesce(v.outlet_id, l.outlet_id) as "outlet_id?",
          o.code as "outlet_code?", o.name as "outlet_name?", p.lat_e7 as "outlet_lat_e7?", p.lng_e7 as "outlet_lng_e7?",
          o.customer_id as "customer_id?", v.started_at, v.visit as "visit: Json<Visit>", v.revision,
          rv.decision as "review_decision?", rv.reason as "review_reason?", ru.name as "review_by?",
          rv.decided_at as "review_at?: Instant", ap.reason as "appeal_reason?", ap.appealed_at as "appealed_at?: Instant",
          coalesce(ap.recorded_at > coalesce(rv.decided_at, '-infinity'), false) as "appeal_open!", so.total as "order_total_minor?", so.currency as "currency?",
          (select coalesce(jsonb_agg(jsonb_build_object('id', j.id, 'user_id', j.user_id, 'by', ju.name, 'note', j.note,
              'whole_day', j.visit_id is null) order by j.recorded_at, j.id), '[]')
            from joint_visit j join app_user ju on ju.id = j.user_id
            where j.rep_id = v.rep_id and j.date = v.date and j.withdrawn_at is null and (j.visit_id is null or j.visit_id = v.id)
          ) as "accompanied!: Json<Vec<Accompanied>>"
        from visit v
        join rep r on r.id = v.rep_id
        left join visit_link l on l.visit_id = v.id and l.retired_at is null
        left join outlet o on o.id = coalesce(v.outlet_id, l.outlet_id)
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> v.date
        left join lateral (
          select decision, reason, user_id, decided_at from visit_decision where visit_id = v.id
        ) rv on true
        left join lateral (
          select reason, appealed_at, recorded_at from visit_appeal where visit_id = v.id order by id desc limit 1
        ) ap on true
        left join app_user ru on ru.id = rv.user_id
        left join lateral (
          select sum(s.total_minor)::int8 as total, max(s.currency) as currency from sales_order s
          where s.visit_id = v.id and s.state not in ('draft', 'cancelled', 'rejected')
        ) so on true
        where ($1::int4[] is null or v.org_unit_id = any($1)) and ($2::int4 is null or v.rep_id = $2)
          and ($3::uuid[] is null or v.id = any($3))
          and ($4::int4 is null or v.rep_id = $4) and ($5::int4 is null or v.outlet_id = $5
            or v.outlet_id is null and v.id in (select t.visit_id from visit_link t where t.outlet_id = $5 and t.retired_at is null))
          and ($6::int4 is null or v.org_unit_id = $6)
          and ($7::date is null or v.date >= $7) and ($8::date is null or v.date <= $8)
          and ($9::text is null or coalesce(rv.decision, v.overall) = $9)
          -- Follows from the line before, and finds what is in doubt without reading all that is not.
          and ($9::text is distinct from 'review' or v.overall = 'review')
          and ($10::text is null or v.state = $10) and ($11::text is null or v.source = $11)
          and ($12::timestamptz is null or v.updated_at >= $12)
          and ($13::int8 is null or v.xid >= $13::int8::text::xid8)
          and ($14::timestamptz is null or v.started_at < $14 or (v.started_at = $14 and v.id > $15))
          and ($17::bool is null or $17 = coalesce(ap.recorded_at > coalesce(rv.decided_at, '-infinity'), false))
          and ($17::bool is not true or v.id in (select visit_id from visit_appeal))
          and ($18::text is null or v.visit->'verdict'->'reasons' ? $18)
          and ($19::bool is null or $19 = exists (select from joint_visit j where j.rep_id = v.rep_id and j.date = v.date
            and j.withdrawn_at is null and (j.visit_id is null or j.visit_id = v.id)))
          and ($20::int4 is null or o.customer_id = $20)
        order by v.started_at desc, v.id limit $16
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.ids.as_deref() as _,
        filter.rep_id,
        filter.outlet_id,
        filter.org_unit_id,
        filter.from,
        filter.to,
        filter.overall,
        filter.state,
        filter.source,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.appealed,
        filter.reason,
        filter.joint,
        filter.customer_id,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: Uuid) -> Result<VisitRow, StoreError> {
    let filter = VisitFilter {
        ids: Some(vec![id]),
        ..VisitFilter::default()
    };
    list(db, scope, &filter, None, 1)
        .await?
        .pop()
        .ok_or(StoreError::NotFound)
}

/// The visit as stored, which is what its seal is over. The caller has checked the scope.
pub async fn document(db: impl PgExecutor<'_>, id: Uuid) -> Result<Value, StoreError> {
    sqlx::query_scalar!("select visit from visit where id = $1", id)
        .fetch_optional(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Where an absorbed visit went, if the scope covers the new one.
pub async fn redirect(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select x.new_id from visit_redirect x join visit v on v.id = x.new_id
        where x.old_id = $1 and ($2::int4[] is null or v.org_unit_id = any($2)) and ($3::int4 is null or v.rep_id = $3)
        "#,
        id,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_optional(db)
    .await?)
}

/// One published difference.
#[derive(Clone, Debug)]
pub struct RevisionRow {
    pub revision: i32,
    pub change: String,
    pub recorded_at: Instant,
    pub before_overall: Option<String>,
    pub after_overall: Option<String>,
}

pub async fn revisions(
    db: impl PgExecutor<'_>,
    visit: Uuid,
) -> Result<Vec<RevisionRow>, StoreError> {
    Ok(sqlx::query_as!(
        RevisionRow,
        r#"
        select revision, change, recorded_at as "recorded_at: Instant",
          before->'verdict'->>'overall' as before_overall, after->'verdict'->>'overall' as after_overall
        from visit_revision where visit_id = $1 order by id
        "#,
        visit
    )
    .fetch_all(db)
    .await?)
}

/// A field record tied to the visit.
#[derive(Clone, Debug)]
pub struct RecordRow {
    pub kind: String,
    pub id: Uuid,
    pub at: Instant,
    pub body: Value,
    pub status: String,
    pub status_detail: Option<Value>,
}

pub async fn records(
    db: impl PgExecutor<'_>,
    rep_id: i32,
    visit: Uuid,
) -> Result<Vec<RecordRow>, StoreError> {
    Ok(sqlx::query_as!(
        RecordRow,
        r#"
        select kind, id, at as "at: Instant", body, status, status_detail
        from device_record where visit_id = $2 and rep_id = $1 order by at, kind, id
        "#,
        rep_id,
        visit
    )
    .fetch_all(db)
    .await?)
}
