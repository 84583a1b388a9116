//! The supervisor's list: every active rep of the scope with what today looks like.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgExecutor;

use super::{error::StoreError, instant::Instant, scope::Scope};

#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings about one rep"
)]
pub struct BoardRow {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub org_unit_id: i32,
    pub org_unit_name: String,
    pub first_check_in_at: Option<Instant>,
    pub last_check_in_at: Option<Instant>,
    pub distance_mm: i64,
    pub last_fix_at: Option<Instant>,
    pub battery_pct: Option<i16>,
    pub lat_e7: Option<i32>,
    pub lng_e7: Option<i32>,
    pub open_visit: bool,
    pub on_break: bool,
    pub in_session: bool,
    pub started: bool,
    pub has_invalid: bool,
    pub has_review: bool,
    pub off_route_open: bool,
    pub backlog: i64,
    pub device_last_seen_at: Option<Instant>,
}

/// By code, after `after`. `day` is the company day's `[start, end)`.
pub async fn today(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    date: NaiveDate,
    day: (DateTime<Utc>, DateTime<Utc>),
    after: i32,
    limit: i64,
) -> Result<Vec<BoardRow>, StoreError> {
    Ok(sqlx::query_as!(
        BoardRow,
        r#"
        select r.id, r.code, r.name, u.id as org_unit_id, u.name as org_unit_name,
          v.first_at as "first_check_in_at?: Instant",
          v.last_at as "last_check_in_at?: Instant",
          coalesce((d.report->>'distance_mm')::int8, 0) as "distance_mm!",
          f.at as "last_fix_at?: Instant", f.battery_pct as "battery_pct?", f.lat_e7 as "lat_e7?", f.lng_e7 as "lng_e7?",
          coalesce(v.open_visit, false) as "open_visit!",
          exists (select 1 from work_break b where b.rep_id = r.id and b.started_at >= $2 and b.ended_at is null) as "on_break!",
          coalesce(w.running, false) as "in_session!", w.running is not null as "started!",
          coalesce(v.has_invalid, false) as "has_invalid!", coalesce(v.has_review, false) as "has_review!",
          coalesce(v.off_route_open, false) as "off_route_open!",
          coalesce(dev.backlog, 0) as "backlog!", dev.seen as "device_last_seen_at?: Instant"
        from rep r
        join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $1::date
        join org_unit u on u.id = a.org_unit_id
        left join rep_day d on d.rep_id = r.id and d.date = $1
        left join lateral (
          select min(v.started_at) as first_at, max(v.started_at) as last_at, bool_or(v.state = 'open') as open_visit,
            bool_or(said.overall = 'invalid') as has_invalid, bool_or(said.overall = 'review') as has_review,
            bool_or(v.state = 'open' and v.visit->'verdict'->>'plan' = 'off_route') as off_route_open
          from visit v
          -- The verdict that counts: the latest decision of a person, else the machine's.
          cross join lateral (
            select coalesce((select x.decision from visit_decision x where x.visit_id = v.id), v.overall) as overall
          ) said
          where v.rep_id = r.id and v.date = $1
        ) v on true
        left join lateral (
          select bool_or(s.ended_at is null) as running from work_session s
          where s.rep_id = r.id and s.started_at >= $2 and s.started_at < $3
        ) w on true
        left join lateral (
          select max(e.last_seen_at) as seen, sum(e.backlog) as backlog
          from device_binding b join device e on e.id = b.device_id and e.revoked_at is null
          where b.rep_id = r.id and b.retired_at is null and b.valid @> $4::timestamptz
        ) dev on true
        left join lateral (
          select last.* from device_binding b, lateral (
            select x.at, x.lat_e7, x.lng_e7, x.battery_pct from fix x
            where x.device_id = b.device_id and x.rep_id = r.id and x.at >= $2 and x.at < $3
            order by x.at desc limit 1
          ) last
          where b.rep_id = r.id and b.retired_at is null and b.valid @> $4::timestamptz
          order by last.at desc limit 1
        ) f on true
        where r.active and r.id > $5 and ($6::int4[] is null or a.org_unit_id = any($6))
          and ($7::int4 is null or r.id = $7)
        order by r.id limit $8
        "#,
        date,
        day.0,
        day.1,
        // The binding that matters is the one of now, or of the day's end once it is over.
        day.1 - chrono::TimeDelta::milliseconds(1),
        after,
        scope.units() as _,
        scope.rep_id() as _,
        limit,
    )
    .fetch_all(db)
    .await?)
}
