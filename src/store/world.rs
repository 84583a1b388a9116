//! What rep-days are judged against, read for the shards: outlets by date, the rep's place in the
//! company, own and routed outlets, the rules as of a date. Never edits any of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use fieldbeat_domain::{
    evidence::{Digest, DigestOf},
    id::{OrgUnitId, OutletId, RepId, RuleVersion},
    outlet::{Geofence, Outlet},
    plan::{DayPlan, Stop},
    position::LatLng,
    rules::Rules,
    time::At,
    verdict::EvidenceGrade,
};
use sqlx::{PgConnection, PgPool};

use super::StoreError;

/// Every outlet version that was known at one moment, and the outlets by code.
pub struct StoredOutlets {
    pub versions: Vec<Outlet>,
    pub by_code: HashMap<String, OutletId>,
    pub ids: BTreeSet<OutletId>,
    /// Of all of it.
    pub digest: Digest,
}

/// One moment at which all outlets were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    pub id: i64,
    pub digest: Digest,
    pub known_at: At,
}

/// Far enough back that every judged day lies after it.
const ALWAYS: NaiveDate = NaiveDate::MIN;

/// All outlets as known now, and the epoch that names this knowledge: the newest one where nothing
/// was recorded or retired since.
pub async fn newest(pool: &PgPool) -> Result<(StoredOutlets, Epoch), StoreError> {
    let mut tx = pool.begin().await?;
    // One reader at a time makes epochs; what commits meanwhile belongs to the next one.
    sqlx::query!("lock table world_epoch in exclusive mode")
        .execute(&mut *tx)
        .await?;
    let unread = sqlx::query_scalar!(
        r#"select exists (select from outlet_pin where known_from is null or (retired_at is not null and known_until is null))
             or exists (select from outlet_version where known_from is null or (retired_at is not null and known_until is null))
             or not exists (select from world_epoch) as "unread!""#
    )
    .fetch_one(&mut *tx)
    .await?;
    if unread {
        stamp(&mut tx).await?;
    }
    let row = sqlx::query!("select id, digest, known_at from world_epoch order by id desc limit 1")
        .fetch_one(&mut *tx)
        .await?;
    let outlets = outlets_known(&mut tx, row.id).await?;
    let mut epoch = Epoch {
        id: row.id,
        digest: outlets.digest,
        known_at: At::from(row.known_at),
    };
    match row.digest {
        Some(known) if Digest::from_slice(&known) == Some(outlets.digest) => {}
        // Rows were edited in place: what was known before stays what it was called.
        Some(_) => {
            let made = sqlx::query!(
                "insert into world_epoch (digest) values ($1) returning id, known_at",
                outlets.digest.0.as_slice()
            )
            .fetch_one(&mut *tx)
            .await?;
            epoch.id = made.id;
            epoch.known_at = At::from(made.known_at);
        }
        None => {
            sqlx::query!(
                "update world_epoch set digest = $2 where id = $1",
                row.id,
                outlets.digest.0.as_slice()
            )
            .execute(&mut *tx)
            .await?;
        }
    }
    tx.commit().await?;
    Ok((outlets, epoch))
}

/// Makes an epoch of what was recorded and retired since the last: in one statement, so that it is
/// one moment.
async fn stamp(conn: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        r#"with epoch as (insert into world_epoch default values returning id),
             pin as (update outlet_pin set known_from = coalesce(known_from, epoch.id),
                 known_until = case when retired_at is not null then epoch.id end
               from epoch where known_from is null or (retired_at is not null and known_until is null)),
             version as (update outlet_version set known_from = coalesce(known_from, epoch.id),
                 known_until = case when retired_at is not null then epoch.id end
               from epoch where known_from is null or (retired_at is not null and known_until is null))
           select id from epoch"#
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// Epochs by id.
pub async fn epochs(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Epoch>, StoreError> {
    let rows = sqlx::query!(
        "select id, digest, known_at from world_epoch where id = any($1)",
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(Epoch {
                id: r.id,
                digest: Digest::from_slice(&r.digest?)?,
                known_at: At::from(r.known_at),
            })
        })
        .collect())
}

/// The outlets that were known at an epoch.
pub async fn outlets_known(
    conn: &mut PgConnection,
    epoch: i64,
) -> Result<StoredOutlets, StoreError> {
    let rows = sqlx::query!(
        r#"select o.outlet_id as id, o.code, o.class, o.org_unit_id, o.closed_at, p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?",
             p.radius_m as "radius_m?", p.polygon as "polygon?", lower(p.valid) as valid_from, upper(p.valid) as valid_to
           from outlet_version o
           left join outlet_pin p on p.outlet_id = o.outlet_id
             and p.known_from <= $1 and (p.known_until is null or p.known_until > $1)
           where o.known_from <= $1 and (o.known_until is null or o.known_until > $1)
           order by o.outlet_id, lower(p.valid)"#,
        epoch,
    )
    .fetch_all(conn)
    .await?;
    let mut out = StoredOutlets {
        versions: Vec::with_capacity(rows.len()),
        by_code: HashMap::with_capacity(rows.len()),
        ids: BTreeSet::new(),
        digest: Digest::ZERO,
    };
    let mut contents = DigestOf::default();
    for r in rows {
        let pin = r
            .lat_e7
            .zip(r.lng_e7)
            .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 });
        let polygons = r.polygon.and_then(|p| polygons(&p));
        let geofence = match (polygons, r.radius_m) {
            (Some(polygons), margin) => Geofence::Polygon {
                polygons,
                margin_m: margin.unwrap_or(0),
            },
            (None, radius_m) => Geofence::Circle { radius_m },
        };
        let closed = r.closed_at.map(|t| t.date_naive());
        let outlet = Outlet {
            id: OutletId(r.id),
            pin,
            geofence,
            class: r.class,
            org_unit: OrgUnitId(r.org_unit_id),
            valid_from: r.valid_from.unwrap_or(ALWAYS),
            valid_to: r.valid_to.or(closed),
        };
        contents.add(&(&r.code, &outlet));
        out.versions.push(outlet);
        out.by_code.insert(r.code, OutletId(r.id));
        out.ids.insert(OutletId(r.id));
    }
    out.digest = contents.finish();
    Ok(out)
}

/// `[[[[lat_e7, lng_e7], …]]]`: polygon, ring, vertex.
fn polygons(value: &serde_json::Value) -> Option<Vec<Vec<Vec<LatLng>>>> {
    let raw: Vec<Vec<Vec<(i32, i32)>>> = serde_json::from_value(value.clone()).ok()?;
    let vertex = |(lat_e7, lng_e7): (i32, i32)| LatLng { lat_e7, lng_e7 };
    let ring = |ring: Vec<(i32, i32)>| ring.into_iter().map(vertex).collect();
    Some(
        raw.into_iter()
            .map(|p| p.into_iter().map(ring).collect())
            .collect(),
    )
}

/// A number that changes whenever an outlet, pin, route or plan row does: polled for changes made
/// by other processes.
pub async fn version(pool: &PgPool) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select (coalesce((select max(id) from outlet_pin), 0) + coalesce((select sum(version) from outlet), 0)
             + coalesce((select count(*) from outlet_pin where retired_at is not null), 0)
             + coalesce((select max(id) from rule_version), 0) * 1000003)::int8 as "v!""#
    )
    .fetch_one(pool)
    .await?)
}

/// The rules in force on a date: the newest version effective by then.
pub async fn rules_on(conn: &mut PgConnection, date: NaiveDate) -> Result<Rules, StoreError> {
    let row = sqlx::query!(
        "select id, settings from rule_version order by effective_from <= $1 desc, abs(effective_from - $1), id desc limit 1",
        date
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or_else(Rules::default, |r| Rules {
        version: RuleVersion(r.id),
        ..serde_json::from_value(r.settings).unwrap_or_default()
    }))
}

/// A rep on a date.
#[derive(Clone, Debug)]
pub struct RepOnDate {
    pub code: String,
    pub name: String,
    pub org_unit: OrgUnitId,
    pub grade: EvidenceGrade,
    pub can_declare: bool,
    pub plan: DayPlan,
    pub own_outlets: BTreeSet<OutletId>,
}

pub async fn rep_on(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<RepOnDate, StoreError> {
    let row = sqlx::query!(
        r#"select r.code, r.name,
             (select org_unit_id from rep_org_unit u where u.rep_id = r.id and u.retired_at is null
              order by (u.valid @> $2::date) desc, lower(u.valid) desc limit 1) as org_unit_id,
             coalesce((select bool_or(d.can_declare) from device_binding b join device d on d.id = b.device_id
                       where b.rep_id = r.id and b.retired_at is null), true) as "can_declare!",
             (select array_agg(distinct d.grade) from device_binding b join device d on d.id = b.device_id
              where b.rep_id = r.id and b.retired_at is null) as grades
           from rep r where r.id = $1"#,
        rep.0,
        date,
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(StoreError::NotFound)?;
    let own = sqlx::query_scalar!(
        "select distinct o.outlet_id from route_rep rr join route_outlet o on o.route_id = rr.route_id
         where rr.rep_id = $1 and rr.retired_at is null and o.retired_at is null and rr.valid @> $2::date and o.valid @> $2::date",
        rep.0,
        date,
    )
    .fetch_all(&mut *conn)
    .await?;
    Ok(RepOnDate {
        code: row.code,
        name: row.name,
        org_unit: OrgUnitId(row.org_unit_id.unwrap_or(1)),
        grade: grade(&row.grades.unwrap_or_default()),
        can_declare: row.can_declare,
        plan: plan(conn, rep, date).await?,
        own_outlets: own.into_iter().map(OutletId).collect(),
    })
}

/// The best source decides what can be shown at all.
fn grade(grades: &[String]) -> EvidenceGrade {
    let has = |g: &str| grades.iter().any(|x| x == g);
    if has("native_app") || grades.is_empty() {
        EvidenceGrade::NativeApp
    } else if has("tracker_web_app") {
        EvidenceGrade::TrackerWebApp
    } else if has("web_app_only") {
        EvidenceGrade::WebAppOnly
    } else {
        EvidenceGrade::Import
    }
}

async fn plan(conn: &mut PgConnection, rep: RepId, date: NaiveDate) -> Result<DayPlan, StoreError> {
    let minute = |m: Option<i16>| m.and_then(|m| u16::try_from(m).ok());
    let rows = sqlx::query!(
        r#"select sequence, outlet_id, route_id, window_from_min, window_to_min, service_min,
             (absence_id is not null and covers_rep_id is null) as "excused!"
         from day_stop where rep_id = $1 and date = $2 order by sequence"#,
        rep.0,
        date
    )
    .fetch_all(conn)
    .await?;
    let stops = rows
        .into_iter()
        .map(|r| Stop {
            outlet: OutletId(r.outlet_id),
            route: fieldbeat_domain::id::RouteId(r.route_id),
            sequence: r.sequence,
            window_from_min: minute(r.window_from_min),
            window_to_min: minute(r.window_to_min),
            service_min: minute(r.service_min),
            excused: r.excused,
        })
        .collect();
    Ok(DayPlan { rep, date, stops })
}

/// Outlets on anybody's route on a date.
pub async fn routed_outlets(
    conn: &mut PgConnection,
    date: NaiveDate,
) -> Result<BTreeSet<OutletId>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select distinct outlet_id from route_outlet where retired_at is null and valid @> $1::date",
        date
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(OutletId)
    .collect())
}

/// Codes and names of reps, for the map.
pub async fn rep_names(pool: &PgPool) -> Result<BTreeMap<RepId, (String, String)>, StoreError> {
    Ok(sqlx::query!("select id, code, name from rep")
        .fetch_all(pool)
        .await?
        .into_iter()
        .map(|r| (RepId(r.id), (r.code, r.name)))
        .collect())
}
