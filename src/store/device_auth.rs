//! Device tokens: who is this phone, and whose. Tokens are random and only their hash is stored.
//! Never lists or edits devices for people (device.rs).

use std::sync::Arc;

use chrono::{DateTime, Utc};
use fieldbeat_domain::{
    id::{DeviceId, RepId},
    time::At,
};
use sqlx::PgPool;
use uuid::Uuid;

use super::{
    StoreError,
    device_token::{self, Sign},
    fix::utc,
    secret::{Secret, enrolment_hash, hash_of},
};

/// The device as authenticated, shared by its frames.
#[derive(Clone, Debug)]
pub struct DeviceIdentity {
    pub id: DeviceId,
    pub can_declare: bool,
    /// Dated bindings, newest first: `[from, to)` in which the device served a rep.
    pub bindings: Vec<Binding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    pub rep: RepId,
    pub from: At,
    pub to: Option<At>,
}

impl DeviceIdentity {
    /// The rep whom the device was bound to at `at`; the newest binding where none covers it, so
    /// that nothing is lost to a late assignment.
    pub fn rep_at(&self, at: At) -> Option<RepId> {
        self.bindings
            .iter()
            .find(|b| b.from <= at && b.to.is_none_or(|to| at < to))
            .or_else(|| self.bindings.first())
            .map(|b| b.rep)
    }
}

/// A fresh token and what is stored of it.
pub fn new_token() -> (String, [u8; 32]) {
    let secret = Secret::random("");
    (secret.text, secret.hash)
}

/// A device as its token proves it.
#[derive(Clone, Debug)]
pub struct AuthenticatedDevice {
    pub identity: Arc<DeviceIdentity>,
    /// The rep it serves now.
    pub rep: RepId,
    pub emulator: bool,
    /// Since when it has its token.
    pub token_since: Option<At>,
}

/// Finds the device of a token. `None` where the token is unknown or revoked, or the device serves nobody. The first use of
/// a token that was sent to it makes that its token; one that it should no longer have is told to who manages devices.
pub async fn by_token(
    pool: &PgPool,
    token: &str,
    now: At,
) -> Result<Option<AuthenticatedDevice>, StoreError> {
    let hash = hash_of(token);
    let rows = sqlx::query_as!(
        BindingRow,
        r#"select d.id, d.can_declare, coalesce(d.emulator, false) as "emulator!", b.rep_id,
                  lower(b.valid) as from_at, upper(b.valid) as to_at, d.token_issued_at,
                  coalesce(d.next_token_hash = $1, false) as "is_next!",
                  d.token_hash is distinct from $1 and d.next_token_hash is distinct from $1 and d.former_until <= $2 as "is_lapsed!"
           from device d join device_binding b on b.device_id = d.id and b.retired_at is null
           where (d.token_hash = $1 or d.next_token_hash = $1 or d.former_token_hash = $1) and d.revoked_at is null
           order by lower(b.valid) desc nulls last"#,
        hash.as_slice(),
        utc(now),
    )
    .fetch_all(pool)
    .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let device = DeviceId(first.id);
    if first.is_lapsed {
        device_token::alarm(pool, device, Sign::FormerToken, now).await?;
        return Ok(None);
    }
    if first.is_next {
        device_token::adopt(pool, device, &hash, now).await?;
    }
    Ok(authenticated(&rows, now))
}

/// A device that a person speaks for, with or without a token. `None` where it serves nobody.
pub async fn by_id(
    pool: &PgPool,
    device: DeviceId,
    now: At,
) -> Result<Option<AuthenticatedDevice>, StoreError> {
    let rows = sqlx::query_as!(
        BindingRow,
        r#"select d.id, d.can_declare, coalesce(d.emulator, false) as "emulator!", b.rep_id,
                  lower(b.valid) as from_at, upper(b.valid) as to_at, d.token_issued_at,
                  false as "is_next!", false as "is_lapsed!"
           from device d join device_binding b on b.device_id = d.id and b.retired_at is null
           where d.id = $1 order by lower(b.valid) desc nulls last"#,
        device.0,
    )
    .fetch_all(pool)
    .await?;
    Ok(authenticated(&rows, now))
}

#[expect(clippy::struct_excessive_bools, reason = "a row of the database")]
struct BindingRow {
    id: i32,
    can_declare: bool,
    emulator: bool,
    rep_id: i32,
    from_at: Option<DateTime<Utc>>,
    to_at: Option<DateTime<Utc>>,
    token_issued_at: Option<DateTime<Utc>>,
    /// The token is the one that was sent to the device, used for the first time.
    is_next: bool,
    /// It was the device's once, and too long ago.
    is_lapsed: bool,
}

fn authenticated(rows: &[BindingRow], now: At) -> Option<AuthenticatedDevice> {
    let first = rows.first()?;
    let at = |t: DateTime<Utc>| At(t.timestamp_millis());
    let bindings: Vec<Binding> = rows
        .iter()
        .map(|r| Binding {
            rep: RepId(r.rep_id),
            from: r.from_at.map_or(At(i64::MIN), at),
            to: r.to_at.map(at),
        })
        .collect();
    let identity = Arc::new(DeviceIdentity {
        id: DeviceId(first.id),
        can_declare: first.can_declare,
        bindings,
    });
    let since = if first.is_next {
        Some(now)
    } else {
        first.token_issued_at.map(at)
    };
    identity.rep_at(now).map(|rep| AuthenticatedDevice {
        token_since: since,
        emulator: first.emulator,
        identity,
        rep,
    })
}

/// Notes which app of others speaks for a device, and that its token is in use; writes only what is new.
pub async fn note_app(
    pool: &PgPool,
    device: DeviceId,
    app: &str,
    now: At,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update device set app = $2, app_version = null, model = null, os = null, token_used_at = coalesce(token_used_at, $3)
         where id = $1 and (app is distinct from $2 or token_used_at is null)",
        device.0,
        app,
        utc(now),
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// What a device tells about itself in `hello`.
#[derive(Clone, Debug, Default)]
pub struct HelloFacts {
    pub install: Option<Uuid>,
    pub model: Option<String>,
    pub os: Option<String>,
    pub app: Option<String>,
    pub app_version: Option<String>,
    pub emulator: Option<bool>,
    pub backlog: Option<i32>,
}

/// Notes a hello. The first use of a token ends the life of its enrolment code; another installation with the same token
/// is told to who manages devices.
pub async fn note_hello(
    pool: &PgPool,
    device: DeviceId,
    facts: &HelloFacts,
    now: At,
) -> Result<(), StoreError> {
    let other = sqlx::query_scalar!(
        r#"update device d set last_seen_at = $2, token_used_at = coalesce(d.token_used_at, $2), install = coalesce($3, d.install),
           model = coalesce($4, d.model), os = coalesce($5, d.os), app = coalesce($6, d.app), app_version = coalesce($7, d.app_version),
           emulator = coalesce($8, d.emulator), backlog = $9, synced_at = case when coalesce($9, 0) <= 0 then $2 else d.synced_at end
         from device old where d.id = $1 and old.id = $1
         returning coalesce(old.install <> $3, false) as "other!""#,
        device.0, utc(now), facts.install, facts.model, facts.os, facts.app, facts.app_version, facts.emulator, facts.backlog,
    )
    .fetch_optional(pool)
    .await?;
    // An app that is installed anew has lost its token, so this one was carried over.
    if other == Some(true) {
        device_token::alarm(pool, device, Sign::OtherInstallation, now).await?;
    }
    Ok(())
}

/// Notes when a device was last heard and how much it still holds: told by heartbeats, kept when
/// the connection ends. Who never says so holds nothing.
pub async fn note_seen(
    pool: &PgPool,
    device: DeviceId,
    backlog: Option<i32>,
    now: At,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update device set last_seen_at = greatest(last_seen_at, $2), backlog = coalesce($3, backlog),
           synced_at = case when coalesce($3, backlog, 0) <= 0 then greatest(synced_at, $2) else synced_at end
         where id = $1",
        device.0, utc(now), backlog,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Notes that devices hold nothing back, where that is not known since `since`.
pub async fn note_empty(
    pool: &PgPool,
    devices: &[DeviceId],
    since: At,
    now: At,
) -> Result<(), StoreError> {
    let ids: Vec<i32> = devices.iter().map(|d| d.0).collect();
    sqlx::query!(
        "update device set synced_at = $3, last_seen_at = greatest(last_seen_at, $3)
         where id = any($1) and (synced_at is null or synced_at < $2)",
        &ids,
        utc(since),
        utc(now),
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Of these devices, the ones whose token no longer holds.
pub async fn revoked(pool: &PgPool, devices: &[DeviceId]) -> Result<Vec<DeviceId>, StoreError> {
    let ids: Vec<i32> = devices.iter().map(|d| d.0).collect();
    Ok(sqlx::query_scalar!(
        "select id from device where id = any($1) and (revoked_at is not null or token_hash is null)",
        &ids
    )
    .fetch_all(pool)
    .await?
    .into_iter()
    .map(DeviceId)
    .collect())
}

/// How an enrolment ended.
pub enum Enrolment {
    Enrolled {
        device: DeviceId,
        token: String,
    },
    /// Unknown, expired or used by another installation.
    Refused,
}

/// Trades a single-use code for a token. The same installation may repeat it until the token is
/// first used, since an answer can be lost.
pub async fn enroll(
    pool: &PgPool,
    code: &str,
    install: Uuid,
    now: At,
) -> Result<Enrolment, StoreError> {
    let code_hash = enrolment_hash(code);
    let mut tx = pool.begin().await?;
    let row = sqlx::query!(
        "select c.device_id, c.expires_at, c.used_by_install, d.token_used_at, d.revoked_at
         from enrolment_code c join device d on d.id = c.device_id where c.code_hash = $1 for update of c",
        code_hash.as_slice(),
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else {
        return Ok(Enrolment::Refused);
    };
    let repeat = row.used_by_install == Some(install) && row.token_used_at.is_none();
    let fresh = row.used_by_install.is_none();
    if row.expires_at <= utc(now) || row.revoked_at.is_some() || !(repeat || fresh) {
        return Ok(Enrolment::Refused);
    }
    let (token, hash) = new_token();
    sqlx::query!(
        "update enrolment_code set used_by_install = $2 where code_hash = $1",
        code_hash.as_slice(),
        install
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update device set token_hash = $2, token_used_at = null, install = $3, token_issued_at = $4,
           next_token_hash = null, former_token_hash = null, former_until = null, cloned_at = null where id = $1",
        row.device_id,
        hash.as_slice(),
        install,
        utc(now),
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Enrolment::Enrolled {
        device: DeviceId(row.device_id),
        token,
    })
}
