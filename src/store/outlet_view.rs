//! What today's plans and visits say about the outlets in view.

use chrono::NaiveDate;
use sqlx::PgExecutor;

use super::{error::StoreError, outlet::Bounds, scope::Scope};

#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings about one outlet"
)]
pub struct OutletToday {
    pub outlet_id: i32,
    pub planned: bool,
    pub visit_open: bool,
    /// Effective verdicts of today's closed visits there.
    pub valid: bool,
    pub review: bool,
    pub invalid: bool,
    /// Every plan that holds it is closed for the day.
    pub missed: bool,
}

/// Outlets of today's plans or visits in the box, by id.
pub async fn today(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    date: NaiveDate,
    bounds: Bounds,
    limit: i64,
) -> Result<Vec<OutletToday>, StoreError> {
    Ok(sqlx::query_as!(
        OutletToday,
        r#"
        with told as (
          select s.outlet_id, true as planned, false as visit_open, null::text as overall,
            coalesce((
              select bool_or(x->'state'->>'state' = 'missed') from rep_day d, jsonb_array_elements(d.report->'stops') x
              where d.rep_id = s.rep_id and d.date = s.date and (x->>'outlet')::int4 = s.outlet_id
            ), false) as missed
          from day_plan p join day_stop s on s.rep_id = p.rep_id and s.date = p.date
          where p.date = $1 and ($2::int4[] is null or p.org_unit_id = any($2)) and ($3::int4 is null or p.rep_id = $3)
          union all
          select v.outlet_id, false, v.state = 'open',
            case when v.state = 'closed' then coalesce(
              (select x.decision from visit_decision x where x.visit_id = v.id), v.overall) end,
            false
          from visit v
          where v.date = $1 and v.outlet_id is not null and v.state <> 'cancelled'
            and ($2::int4[] is null or v.org_unit_id = any($2)) and ($3::int4 is null or v.rep_id = $3)
        )
        select t.outlet_id as "outlet_id!", bool_or(t.planned) as "planned!", bool_or(t.visit_open) as "visit_open!",
          coalesce(bool_or(t.overall = 'valid'), false) as "valid!",
          coalesce(bool_or(t.overall = 'review'), false) as "review!",
          coalesce(bool_or(t.overall = 'invalid'), false) as "invalid!", bool_or(t.missed) as "missed!"
        from told t
        join outlet_pin p on p.outlet_id = t.outlet_id and p.retired_at is null and p.valid @> $1::date
        where p.lat_e7 between $4 and $5
          and case when $6::int4 <= $7::int4 then p.lng_e7 between $6 and $7 else p.lng_e7 >= $6 or p.lng_e7 <= $7 end
        group by t.outlet_id order by t.outlet_id limit $8
        "#,
        date,
        scope.units() as _,
        scope.rep_id() as _,
        bounds.south_west.lat_e7,
        bounds.north_east.lat_e7,
        bounds.south_west.lng_e7,
        bounds.north_east.lng_e7,
        limit,
    )
    .fetch_all(db)
    .await?)
}
