//! Raw positions of a rep, as far as the reader's org units held the rep at the time. The caller
//! logs every use.

use chrono::{DateTime, Utc};
use fieldbeat_domain::{id::RepId, time::CompanyTime};
use sqlx::PgExecutor;

use super::{error::StoreError, scope::Scope};

/// A stored position.
#[derive(Clone, Copy, Debug)]
pub struct TrackFix {
    pub device_id: i32,
    pub at: DateTime<Utc>,
    pub clock_offset_ms: i32,
    pub lat_e7: i32,
    pub lng_e7: i32,
    pub accuracy_dm: Option<i32>,
    pub altitude_dm: Option<i32>,
    pub speed_cmps: Option<i32>,
    pub bearing_cdeg: Option<i32>,
    pub battery_pct: Option<i16>,
    pub provider: i16,
    pub flags: i32,
}

/// Whether the rep belonged to the reader's org units on any day of the range.
pub async fn reachable(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    time: &CompanyTime,
    rep: RepId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (first, last) = (time.date_of(from.into()), time.date_of(to.into()));
    let found = sqlx::query_scalar!(
        r#"
        select exists (
          select 1 from rep_org_unit a
          where a.rep_id = $1 and a.retired_at is null and a.valid && daterange($2, $3, '[]')
            and ($4::int4[] is null or a.org_unit_id = any($4)) and ($5::int4 is null or $5 = $1)
        ) as "found!"
        "#,
        rep.0,
        first,
        last,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_one(db)
    .await?;
    if found {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}

/// Fixes in `[from, to)` by time, at most `limit`.
pub async fn fixes(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    time: &CompanyTime,
    rep: RepId,
    range: (DateTime<Utc>, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<TrackFix>, StoreError> {
    Ok(sqlx::query_as!(
        TrackFix,
        r#"
        select f.device_id, f.at, f.clock_offset_ms, f.lat_e7, f.lng_e7, f.accuracy_dm, f.altitude_dm, f.speed_cmps,
          f.bearing_cdeg, f.battery_pct, f.provider, f.flags
        from fix f
        where f.device_id = any(array(select b.device_id from device_binding b where b.rep_id = $1))
          and f.rep_id = $1 and f.at >= $2 and f.at < $3
          and exists (
            select 1 from rep_org_unit a
            where a.rep_id = $1 and a.retired_at is null
              and a.valid @> ((f.at at time zone $4) - make_interval(mins => $5))::date
              and ($6::int4[] is null or a.org_unit_id = any($6))
          )
          and ($7::int4 is null or $7 = $1)
        order by f.at, f.device_id, f.lat_e7, f.lng_e7 limit $8
        "#,
        rep.0,
        range.0,
        range.1,
        time.time_zone.name(),
        i32::from(time.day_start_min),
        scope.units() as _,
        scope.rep_id() as _,
        limit,
    )
    .fetch_all(db)
    .await?)
}
