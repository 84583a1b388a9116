//! Rides of the fleet between the outlets of a scenario, as the judged visits tell them.

use sqlx::PgExecutor;

use crate::store::error::StoreError;

/// Days before the scenario was made that are looked at.
const DAYS: i32 = 56;
/// Rides looked at, the newest.
const RIDES_MAX: i64 = 200_000;

/// From leaving one outlet to arriving at the next.
#[derive(Clone, Copy, Debug)]
pub struct RideSeen {
    pub from_outlet: i32,
    pub to_outlet: i32,
    /// Local, of the departure.
    pub hour: i32,
    pub seconds: i32,
}

/// Both visits are at the outlet by evidence, and nothing lies between them but the way and up to two hours.
pub async fn list(
    db: impl PgExecutor<'_>,
    scenario: i32,
    zone: &str,
) -> Result<Vec<RideSeen>, StoreError> {
    Ok(sqlx::query_as!(
        RideSeen,
        r#"
        with own as (select outlet_id from scenario_outlet where scenario_id = $1),
        ride as (
          select lag(v.outlet_id) over day as from_outlet, v.outlet_id as to_outlet, lag(v.ended_at) over day as left_at,
            v.started_at as came_at, lag(v.overall) over day as before, v.overall
          from visit v, scenario s
          where s.id = $1 and v.date between (s.created_at at time zone $2)::date - $3::int4 and (s.created_at at time zone $2)::date - 1
            and v.state = 'closed' and v.rep_id in (select rep_id from scenario_rep where scenario_id = $1)
          window day as (partition by v.rep_id, v.date order by v.started_at, v.id)
        )
        select r.from_outlet as "from_outlet!", r.to_outlet as "to_outlet!",
          extract(hour from r.left_at at time zone $2)::int4 as "hour!",
          extract(epoch from r.came_at - r.left_at)::int4 as "seconds!"
        from ride r join own a on a.outlet_id = r.from_outlet join own b on b.outlet_id = r.to_outlet
        where r.from_outlet <> r.to_outlet and r.before = 'valid' and r.overall = 'valid'
          and r.came_at > r.left_at and r.came_at - r.left_at < interval '2 hours'
        order by r.came_at desc, r.to_outlet limit $4
        "#,
        scenario,
        zone,
        DAYS,
        RIDES_MAX,
    )
    .fetch_all(db)
    .await?)
}
