//! Devices, their dated binding to a rep, their tokens and enrolment codes. A token is stored as
//! its hash only.

use chrono::{DateTime, Utc};
use fieldbeat_domain::id::{DeviceId, RepId};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    instant::Instant,
    known::Reference,
    page::Slice,
    scope::Scope,
    secret::Secret,
    upsert::{Fault, Now, check_text},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Device {
    pub id: i32,
    pub label: String,
    /// Whom it is bound to now.
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    /// False: a tracker without buttons; the company's working hours stand for sessions.
    pub can_declare: bool,
    /// native_app | tracker_web_app | web_app_only | import
    pub grade: String,
    pub model: Option<String>,
    pub os: Option<String>,
    pub app: Option<String>,
    pub app_version: Option<String>,
    pub enrolled_at: Instant,
    pub last_seen_at: Option<Instant>,
    /// Items the device said it still holds.
    pub backlog: Option<i32>,
    pub revoked_at: Option<Instant>,
    /// Since when it has its token; tokens change by themselves.
    pub token_issued_at: Option<Instant>,
    /// When it last looked as if two phones held its token.
    pub cloned_at: Option<Instant>,
    /// Since when it is lost or stolen.
    pub lost_at: Option<Instant>,
    /// Its first contact since: it was told to wipe itself.
    pub wipe_told_at: Option<Instant>,
    pub version: i32,
}

/// A partial row. The label is the device's code.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct DevicePut {
    #[serde(default, alias = "code")]
    pub label: String,
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    pub can_declare: Option<bool>,
    /// native_app | tracker_web_app | web_app_only | import
    pub grade: Option<String>,
}

const GRADES: [&str; 4] = ["native_app", "tracker_web_app", "web_app_only", "import"];
/// How long an enrolment code holds.
pub const ENROLMENT: chrono::TimeDelta = chrono::TimeDelta::hours(24);

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct DeviceFilter {
    pub rep_id: Option<i32>,
    pub revoked: Option<bool>,
    pub label: Option<String>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    slice: Slice,
    filter: &DeviceFilter,
) -> Result<Vec<Device>, StoreError> {
    Ok(sqlx::query_as!(
        Device,
        r#"
        select d.id, d.label, b.rep_id as "rep_id?", r.code as "rep_code?", d.can_declare, d.grade, d.model, d.os,
          d.app, d.app_version, d.enrolled_at as "enrolled_at: Instant", d.last_seen_at as "last_seen_at?: Instant",
          d.backlog, d.revoked_at as "revoked_at?: Instant",
          d.token_issued_at as "token_issued_at?: Instant", d.cloned_at as "cloned_at?: Instant",
          d.lost_at as "lost_at?: Instant", d.wipe_told_at as "wipe_told_at?: Instant", d.version
        from device d
        left join device_binding b on b.device_id = d.id and b.retired_at is null and b.valid @> $3::timestamptz
        left join rep r on r.id = b.rep_id
        left join rep_org_unit a on a.rep_id = b.rep_id and a.retired_at is null and a.valid @> $4::date
        where d.id > $1 and ($5::int4[] is null or a.org_unit_id = any($5)) and ($6::int4 is null or b.rep_id = $6)
          and ($7::timestamptz is null or d.updated_at >= $7)
          and ($8::int8 is null or d.xid >= $8::int8::text::xid8)
          and ($9::int4 is null or b.rep_id = $9)
          and ($10::bool is null or (d.revoked_at is not null) = $10)
          and ($11::text is null or d.label = $11)
        order by d.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        now.at,
        now.today,
        scope.units() as _,
        scope.rep_id() as _,
        slice.time(),
        slice.xid(),
        filter.rep_id,
        filter.revoked,
        filter.label,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    id: i32,
) -> Result<Device, StoreError> {
    let slice = Slice {
        after: id.saturating_sub(1),
        limit: 0,
        since: super::page::Since::Ever,
    };
    list(db, scope, now, slice, &DeviceFilter::default())
        .await?
        .into_iter()
        .next()
        .filter(|d| d.id == id)
        .ok_or(StoreError::NotFound)
}

/// A new device bound to a rep, from ever: what it recorded before is its rep's.
pub async fn create(
    tx: &mut PgConnection,
    now: Now,
    rep_id: i32,
    put: &DevicePut,
) -> Result<i32, StoreError> {
    let id = sqlx::query_scalar!(
        "insert into device (label, can_declare, grade, enrolled_at, updated_at) values ($1, $2, $3, $4, $4) returning id",
        put.label,
        put.can_declare.unwrap_or(true),
        put.grade.as_deref().unwrap_or("native_app"),
        now.at,
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into device_binding (device_id, rep_id, valid, recorded_at) values ($1, $2, tstzrange(null, null), $3)",
        id,
        rep_id,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(id)
}

/// What is wrong with the fields of a row.
pub fn check(put: &DevicePut, rep: Reference, new: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_text(
        "/label",
        (!put.label.is_empty()).then_some(put.label.as_str()),
        false,
        &mut faults,
    );
    if put.grade.as_deref().is_some_and(|g| !GRADES.contains(&g)) {
        faults.push(Fault::new("/grade", "unknown"));
    }
    match rep {
        Reference::Unknown => faults.push(Fault::new("/rep_code", "unknown")),
        Reference::Absent if new => faults.push(Fault::new("/rep_code", "required")),
        Reference::Absent | Reference::Found(_) => {}
    }
    faults
}

/// Changes label, abilities and binding. Rebinding holds from now; the past stays with the old rep.
pub async fn change(
    tx: &mut PgConnection,
    now: Now,
    id: i32,
    rep_id: Option<i32>,
    put: &DevicePut,
) -> Result<bool, StoreError> {
    let moved = match rep_id {
        Some(rep_id) => rebind(tx, now, id, rep_id).await?,
        None => false,
    };
    let changed = sqlx::query!(
        r#"
        update device set label = case when $2 = '' then label else $2 end, can_declare = coalesce($3, can_declare),
          grade = coalesce($4, grade), version = version + 1, updated_at = $5
        where id = $1 and ($6 or (label, can_declare, grade) is distinct from
          (case when $2 = '' then label else $2 end, coalesce($3, can_declare), coalesce($4, grade)))
        "#,
        id,
        put.label,
        put.can_declare,
        put.grade,
        now.at,
        moved,
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    Ok(changed > 0)
}

async fn rebind(tx: &mut PgConnection, now: Now, id: i32, rep_id: i32) -> Result<bool, StoreError> {
    let current = sqlx::query!(
        r#"select id, rep_id from device_binding
        where device_id = $1 and retired_at is null and valid @> $2::timestamptz for update"#,
        id,
        now.at,
    )
    .fetch_optional(&mut *tx)
    .await?;
    if current.as_ref().is_some_and(|c| c.rep_id == rep_id) {
        return Ok(false);
    }
    if let Some(current) = current {
        sqlx::query!(
            "update device_binding set retired_at = $2 where id = $1",
            current.id,
            now.at
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            r#"insert into device_binding (device_id, rep_id, valid, recorded_at)
            select device_id, rep_id, valid * tstzrange(null, $2), $2 from device_binding where id = $1"#,
            current.id,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query!(
        "insert into device_binding (device_id, rep_id, valid, recorded_at) values ($1, $2, tstzrange($3, null), $3)",
        id,
        rep_id,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(true)
}

/// Codes of a device that nobody has used open nothing any more.
pub(super) async fn end_codes(tx: &mut PgConnection, id: i32) -> Result<(), StoreError> {
    sqlx::query!("delete from enrolment_code where device_id = $1", id)
        .execute(tx)
        .await?;
    Ok(())
}

/// A fresh enrolment code; an older unused one ends.
pub async fn enrolment_code(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    id: i32,
) -> Result<(Secret, Instant), StoreError> {
    let code = Secret::enrolment_code();
    let expires = now + ENROLMENT;
    end_codes(tx, id).await?;
    sqlx::query!(
        "insert into enrolment_code (code_hash, device_id, expires_at) values ($1, $2, $3)",
        code.hash.as_slice(),
        id,
        expires,
    )
    .execute(&mut *tx)
    .await?;
    Ok((code, Instant(expires)))
}

/// A fresh token; the one before it stops working.
pub async fn issue_token(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    id: i32,
) -> Result<Secret, StoreError> {
    let token = Secret::random("fbd_");
    let done = sqlx::query!(
        r#"update device set token_hash = $2, token_used_at = null, token_issued_at = $3, next_token_hash = null,
          former_token_hash = null, former_until = null, cloned_at = null, version = version + 1, updated_at = $3
        where id = $1 and revoked_at is null"#,
        id,
        token.hash.as_slice(),
        now,
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(token)
}

/// Ends the device's rights for good. The caller kicks its socket after the commit.
pub async fn revoke(tx: &mut PgConnection, now: DateTime<Utc>, id: i32) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update device set revoked_at = coalesce(revoked_at, $2), token_hash = null, next_token_hash = null, former_token_hash = null,
          version = version + (revoked_at is null)::int, updated_at = $2 where id = $1"#,
        id,
        now,
    )
    .execute(&mut *tx)
    .await?;
    end_codes(tx, id).await
}

/// Whose positions a device sends, as other systems are told.
#[derive(Clone, Debug)]
pub struct Sender {
    pub label: String,
    pub rep_code: String,
}

/// `None` where one of both is unknown. For the server's own forwarding: no scope.
pub async fn sender(
    db: impl PgExecutor<'_>,
    device: DeviceId,
    rep: RepId,
) -> Result<Option<Sender>, StoreError> {
    Ok(sqlx::query_as!(
        Sender,
        r#"select d.label, r.code as rep_code from device d, rep r where d.id = $1 and r.id = $2"#,
        device.0,
        rep.0
    )
    .fetch_optional(db)
    .await?)
}
