//! Outlets that seem to be no more: those that nobody has visited or ordered for in a long time, and
//! those that reps found closed for good. A person closes, keeps, or opens again.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    instant::Instant,
    outlet_closing::{self, Closing},
    scope::Scope,
    upsert::Now,
};

/// Reports of one outlet that make a suggestion: by different reps or on different days.
pub const REPORTS_MIN: i64 = 2;
/// Reports older than this say nothing.
pub const REPORTED: TimeDelta = TimeDelta::days(90);

/// An outlet that may be no more.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClosureSuggestion {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub address: Option<String>,
    pub org_unit_id: i32,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    /// dormant | reported
    pub why: String,
    pub last_visit_at: Option<Instant>,
    pub last_order_at: Option<Instant>,
    /// When it was made known.
    pub known_since: Option<Instant>,
    /// Reps' days on which it was found closed for good.
    pub reports: i64,
    pub last_report_at: Option<Instant>,
    /// Routes that it is on.
    pub routes: Vec<String>,
}

/// Reported ones first, then those that were left alone for the longest.
pub async fn suggested(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    dormant: TimeDelta,
    limit: i64,
) -> Result<Vec<ClosureSuggestion>, StoreError> {
    Ok(sqlx::query_as!(
        ClosureSuggestion,
        r#"
        with told as (
          select m.rep_id, m.date, m.at, coalesce(
            (select v.outlet_id from visit v where v.id = m.id and v.rep_id = m.rep_id),
            (select o.id from outlet o where jsonb_typeof(m.body->'outlet') = 'string' and o.code = m.body->>'outlet'),
            (select o.id from outlet o where o.id = case when jsonb_typeof(m.body->'outlet') = 'number'
              and m.body->>'outlet' ~ '^[0-9]{1,9}$' then (m.body->>'outlet')::int4 end)) as outlet_id
          from mark m where m.received_at >= $2 and m.body->>'reason' ~* '^closed[ _]for[ _]good$'
        ), said as (
          select outlet_id, max(greatest(decided_at, reopened_at)) as at from outlet_closure group by outlet_id
        ), reported as (
          select t.outlet_id, count(distinct (t.rep_id, t.date)) as reports, max(t.at) as at
          from told t left join said s on s.outlet_id = t.outlet_id
          where t.outlet_id is not null and (s.at is null or t.at > s.at)
          group by t.outlet_id having count(distinct (t.rep_id, t.date)) >= $5
        )
        select o.id as outlet_id, o.code as outlet_code, o.name as outlet_name, o.address, o.org_unit_id,
          p.lat_e7::float8 / 1e7 as "lat?", p.lng_e7::float8 / 1e7 as "lng?",
          case when r.outlet_id is null then 'dormant' else 'reported' end as "why!",
          v.at as "last_visit_at?: Instant", s.at as "last_order_at?: Instant", k.at as "known_since?: Instant",
          coalesce(r.reports, 0) as "reports!", r.at as "last_report_at?: Instant",
          array(select w.code from route_outlet x join route w on w.id = x.route_id
            where x.outlet_id = o.id and x.retired_at is null and x.valid @> $3::date order by w.code) as "routes!"
        from outlet o
        left join reported r on r.outlet_id = o.id
        left join lateral (select max(v.started_at) as at from visit v where v.outlet_id = o.id and v.state <> 'cancelled') v on true
        left join lateral (select max(s.ordered_at) as at from sales_order s where s.outlet_id = o.id) s on true
        left join lateral (select min(x.recorded_at) as at from outlet_version x where x.outlet_id = o.id) k on true
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $3::date
        where o.closed_at is null and ($1::int4[] is null or o.org_unit_id = any($1))
          and case when r.outlet_id is not null then s.at is null or s.at <= r.at
            else greatest(v.at, s.at, k.at) < $4
              and not exists (select from said d where d.outlet_id = o.id and d.at >= $4) end
        order by r.outlet_id is null, greatest(v.at, s.at) nulls first, o.id limit $6
        "#,
        scope.units() as _,
        now.at - REPORTED,
        now.today,
        now.at - dormant,
        REPORTS_MIN,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// Locks the outlet, if it is in scope; answers since when it is closed.
pub async fn hold(
    tx: &mut PgConnection,
    scope: &Scope,
    outlet: i32,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    sqlx::query_scalar!(
        "select closed_at from outlet where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) for update",
        outlet,
        scope.units() as _,
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)
}

/// Closes it from that day on; answers the closure's id.
pub(super) async fn record(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    closing: &Closing<'_>,
) -> Result<i32, StoreError> {
    outlet_closing::close(tx, scope, now, closing).await?;
    Ok(sqlx::query_scalar!(
        r#"insert into outlet_closure (outlet_id, decision, effective_from, reason, decided_by, decided_at)
        values ($1, 'closed', $2, $3, $4, $5) returning id"#,
        closing.outlet,
        closing.from,
        closing.reason,
        scope.user_id() as _,
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

pub async fn close(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    outlet: i32,
    from: NaiveDate,
    reason: &str,
) -> Result<(), StoreError> {
    let closing = Closing {
        outlet,
        from,
        reason,
        into: None,
    };
    record(tx, scope, now, &closing).await?;
    Ok(())
}

/// Not closed: it is not suggested again until as much time has passed, or until more reports come.
pub async fn keep(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    outlet: i32,
    reason: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into outlet_closure (outlet_id, decision, reason, decided_by, decided_at) values ($1, 'kept', $2, $3, $4)",
        outlet,
        reason,
        scope.user_id() as _,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Opens an outlet again; false where it was merged into another, which is taken back by its pair.
pub async fn reopen(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    outlet: i32,
    reason: &str,
) -> Result<bool, StoreError> {
    let merged = sqlx::query_scalar!(
        r#"select merged_into is not null as "merged!" from outlet where id = $1"#,
        outlet
    )
    .fetch_one(&mut *tx)
    .await?;
    if merged {
        return Ok(false);
    }
    let last = sqlx::query!(
        r#"update outlet_closure set reopened_by = $2, reopened_at = $3, reopening_reason = $4
        where id = (select max(id) from outlet_closure where outlet_id = $1 and decision = 'closed') and reopened_at is null
        returning effective_from as "effective_from!", decided_at"#,
        outlet,
        scope.user_id() as _,
        now.at,
        reason,
    )
    .fetch_optional(&mut *tx)
    .await?;
    // One that was closed by a master's change has no closure, and nothing to put back.
    let when = last.map_or((now.today, now.at), |l| (l.effective_from, l.decided_at));
    outlet_closing::reopen(tx, now, outlet, when).await?;
    Ok(true)
}
