//! What is known of a rep who is not seen: phones, work, absence, refusals, the newest fix. Read only;
//! what it means is the domain's to say.

use std::collections::HashMap;

use chrono::TimeDelta;
use fieldbeat_domain::{
    diagnosis::{Phone, Refused, Work, newest_version},
    id::{DeviceId, RepId},
    time::At,
};
use sqlx::{PgConnection, PgExecutor};

use super::{
    device_health::{self, RepDevice},
    error::StoreError,
    gate,
    instant::Instant,
    scope::Scope,
    upsert::Now,
};

/// Refusals older than this explain nothing of now.
const REFUSALS_OF: TimeDelta = TimeDelta::hours(1);
/// Versions of phones that were not heard for so long are not in use.
const VERSIONS_OF: TimeDelta = TimeDelta::days(30);
/// The newest fix is looked for so far back.
const FIXES_OF: TimeDelta = TimeDelta::days(7);

pub struct Facts {
    pub devices: Vec<RepDevice>,
    /// The same, in the same order, as the findings need them.
    pub phones: Vec<Phone>,
    pub last_fix_at: Option<At>,
    pub work: Work,
    /// leave | sickness | meeting | training
    pub absent: Option<String>,
}

/// The caller has found the rep in its scope. `day_start` is that of the company's day.
pub async fn of_rep(
    conn: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rep: RepId,
    day_start: At,
) -> Result<Facts, StoreError> {
    let devices = device_health::of_rep(&mut *conn, scope, now, rep).await?;
    let newest = newest_versions(&mut *conn, now, &devices).await?;
    let mut refused = refusals(&mut *conn, now, &devices).await?;
    let phones = devices
        .iter()
        .map(|d| Phone {
            device: d.device_id,
            can_declare: d.can_declare,
            revoked_at: d.revoked_at.map(Instant::at),
            has_token: d.has_token,
            app_version: d.app_version.clone(),
            newest_version: d.app.as_ref().and_then(|app| newest.get(app).cloned()),
            last_contact_at: d.last_contact_at.map(Instant::at),
            health: d.health,
            refused: refused.remove(&d.device_id).unwrap_or_default(),
        })
        .collect();
    let row = sqlx::query!(
        r#"
        select
          (select max(newest.at) from device_binding b cross join lateral (
            select f.at from fix f where f.device_id = b.device_id and f.rep_id = $1 and f.at > $2 and f.at <= $3
            order by f.at desc limit 1
          ) newest where b.rep_id = $1 and b.retired_at is null) as "last_fix_at?: Instant",
          (select a.kind from absence a
            where a.rep_id = $1 and a.state = 'approved' and $4::date between a.from_date and a.to_date) as absent
        "#,
        rep.0,
        now.at - FIXES_OF,
        // A clock that is a little fast dates fixes of now so.
        now.at + TimeDelta::hours(1),
        now.today,
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(Facts {
        devices,
        phones,
        last_fix_at: row.last_fix_at.map(Instant::at),
        work: work(conn, rep, day_start).await?,
        absent: row.absent,
    })
}

async fn work(conn: &mut PgConnection, rep: RepId, day_start: At) -> Result<Work, StoreError> {
    let (sessions, breaks) = gate::of_rep(conn, rep, day_start).await?;
    if sessions.iter().any(|s| s.ended_at.is_none()) {
        let open = breaks.iter().rev().find(|b| b.ended_at.is_none());
        return Ok(Work::Running {
            on_break_since: open.map(|b| b.started_at),
        });
    }
    let ended = sessions.iter().filter_map(|s| s.ended_at).max();
    Ok(ended.map_or(Work::NotStarted, |at| Work::Ended { at }))
}

async fn refusals(
    db: impl PgExecutor<'_>,
    now: Now,
    devices: &[RepDevice],
) -> Result<HashMap<DeviceId, Vec<Refused>>, StoreError> {
    let ids: Vec<i32> = devices.iter().map(|d| d.device_id.0).collect();
    let rows = sqlx::query!(
        r#"
        select device_id, code, sum(count) as "count!", max(minute) as "last_at!" from refusal
        where device_id = any($1) and minute > $2 group by device_id, code order by device_id, sum(count) desc, code
        "#,
        &ids,
        now.at - REFUSALS_OF,
    )
    .fetch_all(db)
    .await?;
    let mut refused: HashMap<DeviceId, Vec<Refused>> = HashMap::new();
    for r in rows {
        refused
            .entry(DeviceId(r.device_id))
            .or_default()
            .push(Refused {
                code: r.code,
                count: r.count,
                last_at: r.last_at.into(),
            });
    }
    Ok(refused)
}

/// The newest version in use of each of these apps.
async fn newest_versions(
    db: impl PgExecutor<'_>,
    now: Now,
    devices: &[RepDevice],
) -> Result<HashMap<String, String>, StoreError> {
    let apps: Vec<String> = devices.iter().filter_map(|d| d.app.clone()).collect();
    let rows = sqlx::query!(
        r#"
        select app as "app!", array_agg(distinct app_version) as "versions!: Vec<String>" from device
        where app = any($1) and app_version is not null and revoked_at is null and last_seen_at > $2 group by app
        "#,
        &apps,
        now.at - VERSIONS_OF,
    )
    .fetch_all(db)
    .await?;
    let newest = |versions: &[String]| {
        newest_version(versions.iter().map(String::as_str)).map(str::to_owned)
    };
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((r.app, newest(&r.versions)?)))
        .collect())
}
