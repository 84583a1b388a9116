//! The newest word of each phone about itself: written in batches as phones speak, read for the reps
//! that hold the phones. Keeps no history and no place.

use chrono::{DateTime, Utc};
use fieldbeat_domain::{
    device_health::{Battery, Health, LocationPermission, Permissions},
    id::{DeviceId, RepId},
    time::At,
};
use serde::Serialize;
use sqlx::{PgExecutor, types::Json};

use super::{error::StoreError, fix::utc, instant::Instant, scope::Scope, upsert::Now};

/// A row as the statement takes it.
#[derive(Serialize)]
struct Row {
    device_id: i32,
    at: DateTime<Utc>,
    clock_offset_ms: Option<i64>,
    backlog: Option<i32>,
    battery_at: Option<DateTime<Utc>>,
    battery_pct: Option<u8>,
    charging: Option<bool>,
    permissions_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    permissions: Permissions,
}

impl Row {
    fn of(device: DeviceId, h: &Health) -> Self {
        Self {
            device_id: device.0,
            at: utc(h.at),
            clock_offset_ms: h.clock_offset_ms,
            backlog: h.backlog,
            battery_at: h.battery.map(|b| utc(b.at)),
            battery_pct: h.battery.and_then(|b| b.pct),
            charging: h.battery.and_then(|b| b.charging),
            permissions_at: h.permissions.map(|p| utc(p.0)),
            permissions: h.permissions.unwrap_or((h.at, Permissions::default())).1,
        }
    }
}

/// Lays these words over what is known, part by part as [`Health::with`] does, in one statement. A
/// device that is no more is passed over.
pub async fn note(db: impl PgExecutor<'_>, words: &[(DeviceId, Health)]) -> Result<(), StoreError> {
    let rows: Vec<Row> = words.iter().map(|(d, h)| Row::of(*d, h)).collect();
    sqlx::query!(
        r#"
        insert into device_health as h (device_id, at, clock_offset_ms, backlog, battery_at, battery_pct, charging,
          permissions_at, location, precise, location_service, notifications, background, battery_saver, battery_optimized)
        select w.* from jsonb_to_recordset($1) as w (device_id int4, at timestamptz, clock_offset_ms int8, backlog int4,
          battery_at timestamptz, battery_pct int2, charging boolean, permissions_at timestamptz, location text,
          precise boolean, location_service boolean, notifications boolean, background boolean, battery_saver boolean,
          battery_optimized boolean)
        join device d on d.id = w.device_id
        -- In one order everywhere, so that two servers never wait for each other.
        order by w.device_id
        on conflict (device_id) do update set
          at = greatest(h.at, excluded.at),
          (clock_offset_ms, backlog) = (select
            case when excluded.at >= h.at then coalesce(excluded.clock_offset_ms, h.clock_offset_ms)
              else coalesce(h.clock_offset_ms, excluded.clock_offset_ms) end,
            case when excluded.at >= h.at then coalesce(excluded.backlog, h.backlog)
              else coalesce(h.backlog, excluded.backlog) end),
          (battery_at, battery_pct, charging) = (select b.* from (values
            (excluded.battery_at, excluded.battery_pct, excluded.charging), (h.battery_at, h.battery_pct, h.charging)
          ) as b (at, pct, charging) order by b.at desc nulls last limit 1),
          (permissions_at, location, precise, location_service, notifications, background, battery_saver, battery_optimized)
            = (select p.* from (values
            (excluded.permissions_at, excluded.location, excluded.precise, excluded.location_service,
              excluded.notifications, excluded.background, excluded.battery_saver, excluded.battery_optimized),
            (h.permissions_at, h.location, h.precise, h.location_service,
              h.notifications, h.background, h.battery_saver, h.battery_optimized)
          ) as p (at, a, b, c, d, e, f, g) order by p.at desc nulls last limit 1)
        "#,
        Json(&rows) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A device bound to a rep now, and what it last said of itself.
#[derive(Clone, Debug)]
pub struct RepDevice {
    pub device_id: DeviceId,
    pub rep_id: RepId,
    pub label: String,
    pub can_declare: bool,
    pub model: Option<String>,
    pub os: Option<String>,
    pub app: Option<String>,
    pub app_version: Option<String>,
    pub revoked_at: Option<Instant>,
    /// Whether a token was ever issued and still holds.
    pub has_token: bool,
    /// Receipt of its newest frame, hello or goodbye.
    pub last_contact_at: Option<Instant>,
    pub health: Option<Health>,
}

/// The devices that a rep holds now, as far as the scope reaches the rep today; revoked ones too.
pub async fn of_rep(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    rep: RepId,
) -> Result<Vec<RepDevice>, StoreError> {
    list(db, scope, now, Some(rep)).await
}

/// The devices of all active reps, by rep.
pub async fn all(db: impl PgExecutor<'_>, now: Now) -> Result<Vec<RepDevice>, StoreError> {
    list(db, &Scope::system(), now, None).await
}

async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    rep: Option<RepId>,
) -> Result<Vec<RepDevice>, StoreError> {
    let rows = sqlx::query_as!(
        Found,
        r#"
        select d.id, b.rep_id, d.label, d.can_declare, d.model, d.os, d.app, d.app_version,
          d.revoked_at as "revoked_at?: Instant", d.token_hash is not null as "has_token!",
          greatest(d.last_seen_at, h.at) as "last_contact_at?: Instant", h.at as "at?: Instant", h.clock_offset_ms,
          -- A hello or a goodbye may be newer than what was noted in between.
          case when d.last_seen_at > h.at then d.backlog else coalesce(h.backlog, d.backlog) end as "backlog?",
          h.battery_at as "battery_at?: Instant", h.battery_pct as "battery_pct?", h.charging,
          h.permissions_at as "permissions_at?: Instant", h.location, h.precise, h.location_service, h.notifications,
          h.background, h.battery_saver, h.battery_optimized
        from rep r
        join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $2::date
        join device_binding b on b.rep_id = r.id and b.retired_at is null and b.valid @> $1::timestamptz
        join device d on d.id = b.device_id
        left join device_health h on h.device_id = d.id
        where ($3::int4 is null and r.active or r.id = $3) and ($4::int4[] is null or a.org_unit_id = any($4))
          and ($5::int4 is null or r.id = $5)
        order by b.rep_id, d.id
        "#,
        now.at,
        now.today,
        rep.map(|r| r.0) as _,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(RepDevice::from).collect())
}

struct Found {
    id: i32,
    rep_id: i32,
    label: String,
    can_declare: bool,
    model: Option<String>,
    os: Option<String>,
    app: Option<String>,
    app_version: Option<String>,
    revoked_at: Option<Instant>,
    has_token: bool,
    last_contact_at: Option<Instant>,
    at: Option<Instant>,
    clock_offset_ms: Option<i64>,
    backlog: Option<i32>,
    battery_at: Option<Instant>,
    battery_pct: Option<i16>,
    charging: Option<bool>,
    permissions_at: Option<Instant>,
    location: Option<String>,
    precise: Option<bool>,
    location_service: Option<bool>,
    notifications: Option<bool>,
    background: Option<bool>,
    battery_saver: Option<bool>,
    battery_optimized: Option<bool>,
}

impl From<Found> for RepDevice {
    fn from(f: Found) -> Self {
        let permissions = Permissions {
            location: f.location.as_deref().and_then(LocationPermission::parse),
            precise: f.precise,
            location_service: f.location_service,
            notifications: f.notifications,
            background: f.background,
            battery_saver: f.battery_saver,
            battery_optimized: f.battery_optimized,
        };
        let battery = |at: At| Battery {
            at,
            pct: f.battery_pct.and_then(|b| u8::try_from(b).ok()),
            charging: f.charging,
        };
        Self {
            device_id: DeviceId(f.id),
            rep_id: RepId(f.rep_id),
            health: f.at.or(f.last_contact_at).map(|at| Health {
                at: at.at(),
                clock_offset_ms: f.clock_offset_ms,
                backlog: f.backlog,
                battery: f.battery_at.map(|at| battery(at.at())),
                permissions: f.permissions_at.map(|at| (at.at(), permissions)),
            }),
            label: f.label,
            can_declare: f.can_declare,
            model: f.model,
            os: f.os,
            app: f.app,
            app_version: f.app_version,
            revoked_at: f.revoked_at,
            has_token: f.has_token,
            last_contact_at: f.last_contact_at,
        }
    }
}
