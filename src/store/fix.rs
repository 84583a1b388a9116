//! The fix table: late inserts that may meet what is stored, reading a rep-day, erasing what a
//! late session end uncovers. Never the fast path (copy.rs).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, RepId},
    position::LatLng,
    time::At,
};
use sqlx::PgConnection;

use super::StoreError;

/// A fix's `at` is the device's own time; its judged time lies at most this far away.
pub const OFFSET_WINDOW_MS: i64 = crate::wire::device_check::MAX_CLOCK_OFFSET_MS;

/// (device, at, lat, lng): what makes two fixes the same.
pub type FixIdentity = (i32, i64, i32, i32);

pub const fn identity(fix: &Fix) -> FixIdentity {
    (
        fix.device.0,
        fix.at.0,
        fix.position.lat_e7,
        fix.position.lng_e7,
    )
}

pub fn utc(at: At) -> DateTime<Utc> {
    at.to_utc().unwrap_or(DateTime::UNIX_EPOCH)
}

pub(super) const fn provider_from(code: i16) -> Provider {
    match code {
        1 => Provider::Gps,
        2 => Provider::Network,
        3 => Provider::Fused,
        4 => Provider::Browser,
        5 => Provider::Other,
        _ => Provider::Unknown,
    }
}

/// Inserts fixes that may be stored already and returns how many times each identity was new.
pub async fn insert_late(
    conn: &mut PgConnection,
    rows: &[(RepId, Fix, At)],
) -> Result<HashMap<FixIdentity, u32>, sqlx::Error> {
    let column = |f: fn(&Fix) -> i32| rows.iter().map(|(_, x, _)| f(x)).collect::<Vec<_>>();
    let maybe = |f: fn(&Fix) -> Option<i32>| rows.iter().map(|(_, x, _)| f(x)).collect::<Vec<_>>();
    let reps: Vec<i32> = rows.iter().map(|(rep, _, _)| rep.0).collect();
    let ats: Vec<_> = rows.iter().map(|(_, x, _)| utc(x.at)).collect();
    let received: Vec<_> = rows.iter().map(|(_, _, at)| utc(*at)).collect();
    let battery: Vec<Option<i16>> = rows.iter().map(|(_, x, _)| x.battery_pct).collect();
    let provider: Vec<i16> = rows.iter().map(|(_, x, _)| x.provider as i16).collect();
    let inserted = sqlx::query!(
        "insert into fix (device_id, rep_id, at, clock_offset_ms, lat_e7, lng_e7, accuracy_dm, altitude_dm, speed_cmps, bearing_cdeg, battery_pct, provider, flags, received_at)
         select * from unnest($1::int4[], $2::int4[], $3::timestamptz[], $4::int4[], $5::int4[], $6::int4[], $7::int4[], $8::int4[], $9::int4[], $10::int4[], $11::int2[], $12::int2[], $13::int4[], $14::timestamptz[])
         on conflict do nothing
         returning device_id, at, lat_e7, lng_e7",
        &column(|x| x.device.0),
        &reps,
        &ats,
        &column(|x| x.clock_offset_ms),
        &column(|x| x.position.lat_e7),
        &column(|x| x.position.lng_e7),
        &maybe(|x| x.accuracy_dm) as &[Option<i32>],
        &maybe(|x| x.altitude_dm) as &[Option<i32>],
        &maybe(|x| x.speed_cmps) as &[Option<i32>],
        &maybe(|x| x.bearing_cdeg) as &[Option<i32>],
        &battery as &[Option<i16>],
        &provider,
        &column(|x| x.flags.0),
        &received,
    )
    .fetch_all(conn)
    .await?;
    let mut new = HashMap::with_capacity(inserted.len());
    for row in inserted {
        *new.entry((
            row.device_id,
            row.at.timestamp_millis(),
            row.lat_e7,
            row.lng_e7,
        ))
        .or_insert(0) += 1;
    }
    Ok(new)
}

/// Fixes of a rep whose judged time lies in `[from, to)`, by judged time and identity.
pub async fn of_rep(
    conn: &mut PgConnection,
    rep: RepId,
    from: At,
    to: At,
) -> Result<Vec<Fix>, StoreError> {
    let devices = devices_of(conn, rep).await?;
    let rows = sqlx::query!(
        r#"select device_id, at, clock_offset_ms, lat_e7, lng_e7, accuracy_dm, altitude_dm, speed_cmps, bearing_cdeg, battery_pct, provider, flags
           from fix
           where device_id = any($1) and rep_id = $2
             and at >= $3 and at < $4
             and at + clock_offset_ms * interval '1 millisecond' >= $5
             and at + clock_offset_ms * interval '1 millisecond' < $6
           order by at, device_id, lat_e7, lng_e7"#,
        &devices,
        rep.0,
        utc(from.plus_ms(-OFFSET_WINDOW_MS)),
        utc(to.plus_ms(OFFSET_WINDOW_MS)),
        utc(from),
        utc(to),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Fix {
            device: DeviceId(r.device_id),
            at: At(r.at.timestamp_millis()),
            clock_offset_ms: r.clock_offset_ms,
            position: LatLng {
                lat_e7: r.lat_e7,
                lng_e7: r.lng_e7,
            },
            accuracy_dm: r.accuracy_dm,
            altitude_dm: r.altitude_dm,
            speed_cmps: r.speed_cmps,
            bearing_cdeg: r.bearing_cdeg,
            battery_pct: r.battery_pct,
            provider: provider_from(r.provider),
            flags: FixFlags(r.flags),
        })
        .collect())
}

/// Devices ever bound to the rep: the unique index of `fix` leads with the device.
async fn devices_of(conn: &mut PgConnection, rep: RepId) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select distinct device_id from device_binding where rep_id = $1",
        rep.0
    )
    .fetch_all(conn)
    .await?)
}

/// The newest stored `at` of each device of the rep since `from`.
pub async fn high_water(
    conn: &mut PgConnection,
    rep: RepId,
    from: At,
) -> Result<Vec<(DeviceId, At)>, StoreError> {
    let devices = devices_of(conn, rep).await?;
    let rows = sqlx::query!(
        r#"select d.device_id as "device_id!", f.at as "at!"
           from unnest($1::int4[]) as d (device_id)
           cross join lateral (select at from fix where fix.device_id = d.device_id and at >= $2 order by at desc limit 1) f"#,
        &devices,
        utc(from),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (DeviceId(r.device_id), At(r.at.timestamp_millis())))
        .collect())
}

/// Erases a rep's fixes judged inside `[from, to)`: privacy outside the session (rules.md §8).
pub async fn erase(
    conn: &mut PgConnection,
    rep: RepId,
    from: At,
    to: At,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from fix
         where device_id in (select device_id from device_binding where rep_id = $1) and rep_id = $1
           and at >= $2 and at < $3
           and at + clock_offset_ms * interval '1 millisecond' >= $4
           and at + clock_offset_ms * interval '1 millisecond' < $5",
        rep.0,
        utc(from.plus_ms(-OFFSET_WINDOW_MS)),
        utc(to.plus_ms(OFFSET_WINDOW_MS)),
        utc(from),
        utc(to),
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
