//! What became of a published plan: its days beside the days as they were driven.

use chrono::NaiveDate;
use sqlx::PgExecutor;

use crate::store::{error::StoreError, route_leg::anchor, scope::Scope};

/// One rep's day, planned and driven.
#[derive(Clone, Debug)]
pub struct DrivenDay {
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    pub planned_metres: i32,
    /// From the first call's begin to the end of the last one.
    pub planned_s: i32,
    /// Outlets in the order of the plan.
    pub planned: Vec<i32>,
    /// `None`: the day is not judged yet.
    pub driven_mm: Option<i64>,
    pub hole_mm: Option<i64>,
    /// From the first call's begin to the last one's end, travel between them included.
    pub in_market_ms: Option<i64>,
    /// Outlets in the order in which they were first visited.
    pub visited: Vec<i32>,
}

/// Days of the published solution between two dates, both included, from its effective date on until another is published
/// over it.
pub async fn days(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    scenario: i32,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<DrivenDay>, StoreError> {
    Ok(sqlx::query_as!(
        DrivenDay,
        r#"
        with day as (
          select d::date as date, ((d::date - $5::date) / 7) % 4 as week, (d::date - $5::date) % 7 as weekday, p.ordinal
          from scenario_publication p, generate_series(greatest($2::date, p.effective_from), $3::date, interval '1 day') d
          where p.scenario_id = $1 and p.rolled_back_at is null and not exists (
            select 1 from scenario_publication q
            where q.id > p.id and q.rolled_back_at is null and q.effective_from <= d::date
              and exists (select 1 from jsonb_object_keys(q.after) k where p.after ? k)
          )
        )
        select x.rep_id, r.code as rep_code, r.name as rep_name, day.date as "date!", x.metres as planned_metres,
          coalesce((x.calls->-1->>3)::int4 - (x.calls->0->>2)::int4, 0) as "planned_s!",
          array(select (c->>0)::int4 from jsonb_array_elements(x.calls) c) as "planned!: Vec<i32>",
          f.distance_mm as "driven_mm?", f.hole_distance_mm as "hole_mm?", f.time_in_market_ms as "in_market_ms?",
          array(
            select v.outlet_id from visit v where v.rep_id = x.rep_id and v.date = day.date and v.outlet_id is not null
              and v.state = 'closed' and v.overall <> 'invalid' and ($4::int4[] is null or v.org_unit_id = any($4))
            group by v.outlet_id order by min(v.started_at), v.outlet_id
          ) as "visited!: Vec<i32>"
        from day join scenario_day x on x.scenario_id = $1 and x.ordinal = day.ordinal and x.week = day.week
          and x.weekday = day.weekday
        join rep r on r.id = x.rep_id
        left join lateral (
          select distance_mm, hole_distance_mm, time_in_market_ms from rep_day_figure f
          where f.rep_id = x.rep_id and f.date = day.date and ($4::int4[] is null or f.org_unit_id = any($4)) order by f.recorded_at desc limit 1
        ) f on true
        order by r.code, day.date
        "#,
        scenario,
        from,
        to,
        scope.units() as _,
        anchor(),
    )
    .fetch_all(db)
    .await?)
}
