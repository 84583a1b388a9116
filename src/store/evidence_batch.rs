//! Judged rep-days with their seals and stored inputs, read many at a time to be recomputed: a few
//! statements for some reps over some days, each batch one moment. Never writes.

use std::{collections::HashMap, ops::Range};

use chrono::NaiveDate;
use fieldbeat_domain::{
    evidence::Digest,
    fix::{Fix, FixFlags},
    id::{DeviceId, RepId},
    position::LatLng,
    time::At,
};
use futures_util::TryStreamExt;
use serde_json::Value;
use sqlx::{Connection, PgConnection, PgPool};
use uuid::Uuid;

use super::{
    StoreError,
    copy::POSTGRES_EPOCH_MS,
    fix::{OFFSET_WINDOW_MS, provider_from, utc},
    mark::{StoredMark, StoredRecord},
};

/// One revision of a rep-day's seal, as stored.
pub struct SealRow {
    pub revision: i32,
    pub epoch: i64,
    pub day: Value,
    pub previous: Option<Digest>,
    pub seal: Option<Digest>,
}

/// A visit's place in a revision, as stored.
pub struct VisitSealRow {
    pub revision: i32,
    pub position: i32,
    pub visit: Uuid,
    pub visit_revision: i32,
    pub fence: Option<Value>,
    pub fix_count: i32,
    pub fix_digest: Option<Digest>,
    pub digest: Option<Digest>,
    pub hash: Option<Digest>,
    pub fixes: Option<Vec<u8>>,
}

/// A visit as lists and pages show it.
pub struct VisitRow {
    pub id: Uuid,
    pub revision: i32,
    pub org_unit: i32,
    pub outlet: Option<i32>,
    pub source: String,
    pub state: String,
    pub overall: String,
    pub visit: Value,
    /// The latest decision of a person.
    pub decision: Option<String>,
}

/// A rep-day's own row.
pub struct JudgedRow {
    pub rule_version: i32,
    pub report: Value,
    pub hash: Option<Digest>,
    pub judged_as_of: At,
}

/// Places of a rep-day were erased.
pub struct Tombstone {
    /// Of what was left; none while the erasure is at work.
    pub digest: Option<Digest>,
}

/// All that is stored of a rep-day.
#[derive(Default)]
pub struct StoredDay {
    pub judged: Option<JudgedRow>,
    /// Waits to be judged again.
    pub dirty: bool,
    pub tombstone: Option<Tombstone>,
    pub seals: Vec<SealRow>,
    pub visit_seals: Vec<VisitSealRow>,
    pub visits: Vec<VisitRow>,
    pub fixes: Vec<Fix>,
    pub marks: Vec<StoredMark>,
    pub records: Vec<StoredRecord>,
}

/// A rep-day and what is stored of it.
pub type Entry = ((RepId, NaiveDate), StoredDay);

/// Rep-days of a range of dates: judged, sealed, or only visited.
pub async fn rep_days(
    db: &PgPool,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, RepId)>, StoreError> {
    let rows = sqlx::query!(
        r#"select date as "date!", rep_id as "rep_id!" from rep_day where date between $1 and $2
           union select date, rep_id from rep_day_seal where date between $1 and $2
           union select date, rep_id from visit where date between $1 and $2
           order by 1, 2"#,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.date, RepId(r.rep_id)))
        .collect())
}

/// First and last judged date.
pub async fn judged_range(db: &PgPool) -> Result<Option<(NaiveDate, NaiveDate)>, StoreError> {
    let row = sqlx::query!("select min(date) as first, max(date) as last from rep_day")
        .fetch_one(db)
        .await?;
    Ok(row.first.zip(row.last))
}

/// Reads rep-days as one moment has them. `bounds` are those of their company days, in order.
pub async fn read(
    conn: &mut PgConnection,
    days: &[(NaiveDate, RepId)],
    bounds: &[(NaiveDate, Range<At>)],
) -> Result<Vec<Entry>, StoreError> {
    let mut tx = conn
        .begin_with("begin isolation level repeatable read, read only")
        .await?;
    let mut found: HashMap<(RepId, NaiveDate), StoredDay> = days
        .iter()
        .map(|(date, rep)| ((*rep, *date), StoredDay::default()))
        .collect();
    let keys = Keys {
        reps: days.iter().map(|(_, rep)| rep.0).collect(),
        dates: days.iter().map(|(date, _)| *date).collect(),
    };
    judged(&mut tx, &keys, &mut found).await?;
    seals(&mut tx, &keys, &mut found).await?;
    visits(&mut tx, &keys, &mut found).await?;
    marks(&mut tx, &keys, &mut found).await?;
    fixes(&mut tx, &keys, bounds, &mut found).await?;
    tx.commit().await?;
    let mut out: Vec<Entry> = found.into_iter().collect();
    out.sort_by_key(|((rep, date), _)| (*date, *rep));
    Ok(out)
}

struct Keys {
    reps: Vec<i32>,
    dates: Vec<NaiveDate>,
}

type Found = HashMap<(RepId, NaiveDate), StoredDay>;

async fn judged(conn: &mut PgConnection, keys: &Keys, found: &mut Found) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        r#"select k.r as "rep!", k.d as "date!", j.rule_version as "rule_version?", j.report as "report?", j.hash as "hash?",
             j.judged_as_of as "judged_as_of?", m.rep_id is not null as "dirty!", e.rep_id is not null as "erased!", e.digest as "tombstone?"
           from unnest($1::int4[], $2::date[]) as k (r, d)
           left join rep_day j on j.rep_id = k.r and j.date = k.d
           left join rep_day_dirty m on m.rep_id = k.r and m.date = k.d
           left join rep_day_tombstone e on e.rep_id = k.r and e.date = k.d"#,
        &keys.reps,
        &keys.dates,
    )
    .fetch_all(conn)
    .await?;
    for r in rows {
        let Some(day) = found.get_mut(&(RepId(r.rep), r.date)) else {
            continue;
        };
        day.dirty = r.dirty;
        day.tombstone = r.erased.then(|| Tombstone {
            digest: r.tombstone.as_deref().and_then(Digest::from_slice),
        });
        day.judged = match (r.rule_version, r.report, r.judged_as_of) {
            (Some(rule_version), Some(report), Some(as_of)) => Some(JudgedRow {
                rule_version,
                report,
                hash: r.hash.and_then(|h| Digest::from_slice(&h)),
                judged_as_of: At::from(as_of),
            }),
            _ => None,
        };
    }
    Ok(())
}

async fn seals(conn: &mut PgConnection, keys: &Keys, found: &mut Found) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        r#"select s.rep_id, s.date, s.revision, s.epoch_id, s.day, s.previous, s.seal
           from unnest($1::int4[], $2::date[]) as k (r, d)
           join rep_day_seal s on s.rep_id = k.r and s.date = k.d
           order by s.rep_id, s.date, s.revision"#,
        &keys.reps,
        &keys.dates,
    )
    .fetch_all(&mut *conn)
    .await?;
    for r in rows {
        if let Some(day) = found.get_mut(&(RepId(r.rep_id), r.date)) {
            day.seals.push(SealRow {
                revision: r.revision,
                epoch: r.epoch_id,
                day: r.day,
                previous: Digest::from_slice(&r.previous),
                seal: Digest::from_slice(&r.seal),
            });
        }
    }
    let mut rows = sqlx::query!(
        r#"select s.rep_id, s.date, s.revision, s.position, s.visit_id, s.visit_revision, s.fence, s.fix_count,
             s.fix_digest, s.digest, s.hash, s.fixes
           from unnest($1::int4[], $2::date[]) as k (r, d)
           join visit_seal s on s.rep_id = k.r and s.date = k.d
           order by s.rep_id, s.date, s.revision, s.position"#,
        &keys.reps,
        &keys.dates,
    )
    .fetch(conn);
    while let Some(r) = rows.try_next().await? {
        if let Some(day) = found.get_mut(&(RepId(r.rep_id), r.date)) {
            day.visit_seals.push(VisitSealRow {
                revision: r.revision,
                position: r.position,
                visit: r.visit_id,
                visit_revision: r.visit_revision,
                fence: r.fence,
                fix_count: r.fix_count,
                fix_digest: Digest::from_slice(&r.fix_digest),
                digest: Digest::from_slice(&r.digest),
                hash: Digest::from_slice(&r.hash),
                fixes: r.fixes,
            });
        }
    }
    Ok(())
}

async fn visits(conn: &mut PgConnection, keys: &Keys, found: &mut Found) -> Result<(), StoreError> {
    let mut rows = sqlx::query!(
        r#"select v.id, v.rep_id, v.date, v.revision, v.org_unit_id, v.outlet_id, v.source, v.state, v.overall, v.visit,
             (select x.decision from visit_decision x where x.visit_id = v.id) as decision
           from unnest($1::int4[], $2::date[]) as k (r, d)
           join visit v on v.rep_id = k.r and v.date = k.d
           order by v.rep_id, v.date, v.started_at, v.id"#,
        &keys.reps,
        &keys.dates,
    )
    .fetch(conn);
    while let Some(r) = rows.try_next().await? {
        if let Some(day) = found.get_mut(&(RepId(r.rep_id), r.date)) {
            day.visits.push(VisitRow {
                id: r.id,
                revision: r.revision,
                org_unit: r.org_unit_id,
                outlet: r.outlet_id,
                source: r.source,
                state: r.state,
                overall: r.overall,
                visit: r.visit,
                decision: r.decision,
            });
        }
    }
    Ok(())
}

async fn marks(conn: &mut PgConnection, keys: &Keys, found: &mut Found) -> Result<(), StoreError> {
    let mut rows = sqlx::query!(
        r#"select m.rep_id, m.date, m.type, m.id, m.device_id, m.at, m.clock_offset_ms, m.body
           from unnest($1::int4[], $2::date[]) as k (r, d) join mark m on m.rep_id = k.r and m.date = k.d"#,
        &keys.reps,
        &keys.dates,
    )
    .fetch(&mut *conn);
    while let Some(r) = rows.try_next().await? {
        if let Some(day) = found.get_mut(&(RepId(r.rep_id), r.date)) {
            day.marks.push(StoredMark {
                kind: r.r#type,
                id: r.id,
                device_id: r.device_id,
                at: At::from(r.at),
                clock_offset_ms: r.clock_offset_ms,
                body: r.body,
            });
        }
    }
    drop(rows);
    let mut rows = sqlx::query!(
        r#"select m.rep_id, m.date, m.kind, m.id, m.visit_id, m.at, m.clock_offset_ms, m.body
           from unnest($1::int4[], $2::date[]) as k (r, d) join device_record m on m.rep_id = k.r and m.date = k.d"#,
        &keys.reps,
        &keys.dates,
    )
    .fetch(conn);
    while let Some(r) = rows.try_next().await? {
        if let Some(day) = found.get_mut(&(RepId(r.rep_id), r.date)) {
            day.records.push(StoredRecord {
                kind: r.kind,
                id: r.id,
                visit_id: r.visit_id,
                at: At::from(r.at),
                clock_offset_ms: r.clock_offset_ms,
                body: r.body,
            });
        }
    }
    Ok(())
}

/// Fixes come by `COPY … BINARY`: they are most of what is read. COPY takes no parameters, so
/// numbers and instants stand in the text; nothing else does.
async fn fixes(
    conn: &mut PgConnection,
    keys: &Keys,
    bounds: &[(NaiveDate, Range<At>)],
    found: &mut Found,
) -> Result<(), StoreError> {
    let Some(((_, first), (_, last))) = bounds.first().zip(bounds.last()) else {
        return Ok(());
    };
    let devices = sqlx::query_scalar!(
        "select distinct device_id from device_binding where rep_id = any($1) order by 1",
        &keys.reps
    )
    .fetch_all(&mut *conn)
    .await?;
    let list = |ids: &[i32]| {
        let mut ids: Vec<i32> = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let text: Vec<String> = ids.iter().map(ToString::to_string).collect();
        text.join(",")
    };
    let instant = |at: At| utc(at).to_rfc3339();
    let sql = format!(
        "copy (select rep_id, device_id, at, clock_offset_ms, lat_e7, lng_e7, accuracy_dm, altitude_dm, speed_cmps, \
         bearing_cdeg, battery_pct, provider, flags from fix \
         where device_id = any('{{{}}}') and rep_id = any('{{{}}}') and at >= '{}' and at < '{}') to stdout (format binary)",
        list(&devices),
        list(&keys.reps),
        instant(first.start.plus_ms(-OFFSET_WINDOW_MS)),
        instant(last.end.plus_ms(OFFSET_WINDOW_MS)),
    );
    let mut rows = Rows::default();
    let mut copy = conn.copy_out_raw(&sql).await?;
    while let Some(chunk) = copy.try_next().await? {
        rows.take(&chunk, |rep, fix| {
            let at = fix.judged_at();
            let next = bounds.partition_point(|(_, b)| b.start <= at);
            let day = next.checked_sub(1).and_then(|i| bounds.get(i));
            if let Some((date, b)) = day
                && at < b.end
                && let Some(day) = found.get_mut(&(rep, *date))
            {
                day.fixes.push(fix);
            }
        })
        .ok_or_else(|| StoreError::Other(sqlx::Error::Decode("COPY sent what is no fix".into())))?;
    }
    for day in found.values_mut() {
        day.fixes
            .sort_by_key(fieldbeat_domain::evidence::by_identity);
    }
    Ok(())
}

/// PostgreSQL's binary copy format, row by row, over chunks cut anywhere.
#[derive(Default)]
struct Rows {
    rest: Vec<u8>,
    begun: bool,
}

const FIELDS: usize = 13;
const HEADER_BYTES: usize = 19;

impl Rows {
    fn take(&mut self, chunk: &[u8], mut each: impl FnMut(RepId, Fix)) -> Option<()> {
        let rest = std::mem::take(&mut self.rest);
        let joined;
        let mut bytes = if rest.is_empty() {
            chunk
        } else {
            joined = [rest.as_slice(), chunk].concat();
            joined.as_slice()
        };
        if !self.begun {
            let Some(rows) = bytes.get(HEADER_BYTES..) else {
                self.rest = bytes.to_vec();
                return Some(());
            };
            bytes = rows;
            self.begun = true;
        }
        loop {
            let mut row = bytes;
            match fields(&mut row) {
                Cut::Row(f) => {
                    let (rep, fix) = fix_of(&f)?;
                    each(rep, fix);
                    bytes = row;
                }
                Cut::Short => {
                    self.rest = bytes.to_vec();
                    return Some(());
                }
                Cut::End => return Some(()),
                Cut::Broken => return None,
            }
        }
    }
}

#[expect(clippy::large_enum_variant, reason = "lives on the stack for one row")]
enum Cut {
    Row([Option<i64>; FIELDS]),
    /// The row goes on in the next chunk.
    Short,
    End,
    Broken,
}

fn fields(bytes: &mut &[u8]) -> Cut {
    let mut integer = |size: usize| -> Option<i64> {
        let (head, tail) = bytes.split_at_checked(size)?;
        *bytes = tail;
        Some(match size {
            2 => i64::from(i16::from_be_bytes(head.try_into().ok()?)),
            4 => i64::from(i32::from_be_bytes(head.try_into().ok()?)),
            _ => i64::from_be_bytes(head.try_into().ok()?),
        })
    };
    match integer(2) {
        None => return Cut::Short,
        Some(-1) => return Cut::End,
        Some(13) => {}
        Some(_) => return Cut::Broken,
    }
    let mut out = [None; FIELDS];
    for field in &mut out {
        let size = match integer(4) {
            None => return Cut::Short,
            Some(-1) => continue,
            Some(size @ (2 | 4 | 8)) => usize::try_from(size).unwrap_or(8),
            Some(_) => return Cut::Broken,
        };
        match integer(size) {
            None => return Cut::Short,
            value => *field = value,
        }
    }
    Cut::Row(out)
}

fn fix_of(f: &[Option<i64>; FIELDS]) -> Option<(RepId, Fix)> {
    let int = |v: Option<i64>| v.and_then(|v| i32::try_from(v).ok());
    let short = |v: Option<i64>| v.and_then(|v| i16::try_from(v).ok());
    let [
        rep,
        device,
        at,
        offset,
        lat,
        lng,
        accuracy,
        altitude,
        speed,
        bearing,
        battery,
        provider,
        flags,
    ] = *f;
    Some((
        RepId(int(rep)?),
        Fix {
            device: DeviceId(int(device)?),
            at: At(at?.div_euclid(1_000) + POSTGRES_EPOCH_MS),
            clock_offset_ms: int(offset)?,
            position: LatLng {
                lat_e7: int(lat)?,
                lng_e7: int(lng)?,
            },
            accuracy_dm: int(accuracy),
            altitude_dm: int(altitude),
            speed_cmps: int(speed),
            bearing_cdeg: int(bearing),
            battery_pct: short(battery),
            provider: provider_from(short(provider)?),
            flags: FixFlags(int(flags)?),
        },
    ))
}

/// Codes of reps and of routes, for who tells people of rep-days.
pub async fn codes(
    db: &PgPool,
) -> Result<(HashMap<i32, String>, HashMap<i32, String>), StoreError> {
    let reps = sqlx::query!("select id, code from rep")
        .fetch_all(db)
        .await?;
    let routes = sqlx::query!("select id, code from route")
        .fetch_all(db)
        .await?;
    Ok((
        reps.into_iter().map(|r| (r.id, r.code)).collect(),
        routes.into_iter().map(|r| (r.id, r.code)).collect(),
    ))
}
