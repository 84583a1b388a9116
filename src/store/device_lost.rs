//! Devices that are lost or stolen: their tokens open nothing, and are kept so that the phone that shows one is known and told to
//! wipe itself. Called off while it has not been heard of. Never closes a socket.

use chrono::{DateTime, Utc};
use fieldbeat_domain::{id::DeviceId, time::At};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::{
    StoreError,
    event::{self, NewEvent},
    fix::utc,
    secret::hash_of,
};

/// Ends the device's rights and marks it lost; who sees its rep is told. `false` where it was revoked before: then nothing is known
/// that it could show.
pub async fn report(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    device: DeviceId,
) -> Result<bool, StoreError> {
    let marked = sqlx::query!(
        "update device set revoked_at = $2, lost_at = $2, version = version + 1, updated_at = $2 where id = $1 and revoked_at is null",
        device.0,
        now,
    )
    .execute(&mut *tx)
    .await?;
    if marked.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("delete from enrolment_code where device_id = $1", device.0)
        .execute(&mut *tx)
        .await?;
    tell(tx, now, device, "reported").await?;
    Ok(true)
}

/// The phone is found: its token opens again. `false` where it was told to wipe itself, or never was lost.
pub async fn call_off(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    device: DeviceId,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update device set revoked_at = null, lost_at = null, version = version + 1, updated_at = $2
         where id = $1 and lost_at is not null and wipe_told_at is null",
        device.0,
        now,
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    tell(tx, now, device, "called_off").await?;
    Ok(true)
}

/// Whether a token that opens nothing is a lost phone's: then it shall wipe itself, and the first time that is noted and told.
pub async fn must_wipe(pool: &PgPool, token: &str, now: At) -> Result<bool, StoreError> {
    let hash = hash_of(token);
    let found = sqlx::query!(
        r#"select id, wipe_told_at is not null as "told!" from device
           where (token_hash = $1 or next_token_hash = $1 or former_token_hash = $1) and lost_at is not null"#,
        hash.as_slice(),
    )
    .fetch_optional(pool)
    .await?;
    let Some(found) = found else {
        return Ok(false);
    };
    if !found.told {
        let at = utc(now);
        let mut tx = pool.begin().await?;
        let first = sqlx::query!(
            "update device set wipe_told_at = $2, version = version + 1, updated_at = $2
             where id = $1 and lost_at is not null and wipe_told_at is null",
            found.id,
            at,
        )
        .execute(&mut *tx)
        .await?;
        if first.rows_affected() > 0 {
            tell(&mut tx, at, DeviceId(found.id), "wiped").await?;
        }
        tx.commit().await?;
    }
    Ok(true)
}

async fn tell(
    tx: &mut PgConnection,
    at: DateTime<Utc>,
    device: DeviceId,
    state: &'static str,
) -> Result<(), StoreError> {
    let of = sqlx::query!(
        r#"
        select d.label, d.backlog, b.rep_id as "rep_id?", a.org_unit_id as "org_unit_id?"
        from device d
        left join device_binding b on b.device_id = d.id and b.retired_at is null and b.valid @> $2::timestamptz
        left join rep_org_unit a on a.rep_id = b.rep_id and a.retired_at is null and a.valid @> ($2::timestamptz)::date
        where d.id = $1
        "#,
        device.0,
        at,
    )
    .fetch_one(&mut *tx)
    .await?;
    let body = json!({
        "device_id": device.0, "label": of.label, "state": state, "unsent": of.backlog,
        "severity": if state == "called_off" { "low" } else { "high" },
    });
    let new = NewEvent {
        kind: "device_lost",
        org_unit_id: of.org_unit_id,
        rep_id: of.rep_id,
        subject_id: device.0.to_string(),
        body: &body,
    };
    event::insert(tx, at, &new).await?;
    Ok(())
}
