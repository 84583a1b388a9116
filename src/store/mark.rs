//! Marks: stored verbatim, identity (type, id), owned by a rep. Never judges them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use fieldbeat_domain::{id::RepId, time::At};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    StoreError,
    fix::utc,
    unit::{MarkRow, RecordRow},
};
use crate::wire::device::KNOWN_KINDS;

/// How an insert of something with an identity went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    New,
    /// The same identity and body was stored before.
    Duplicate,
    /// The identity is taken by another body or another rep.
    IdReused,
}

/// What is stored under an identity.
struct Stored {
    rep: i32,
    digest: Vec<u8>,
}

/// Inserts marks; the answers stand in the order of `rows`.
pub async fn insert(
    conn: &mut PgConnection,
    rows: &[(RepId, At, &MarkRow)],
) -> Result<Vec<Inserted>, sqlx::Error> {
    let types: Vec<String> = rows.iter().map(|(_, _, m)| m.kind.to_owned()).collect();
    let ids: Vec<Uuid> = rows.iter().map(|(_, _, m)| m.id).collect();
    let reps: Vec<i32> = rows.iter().map(|(r, _, _)| r.0).collect();
    let devices: Vec<i32> = rows.iter().map(|(_, _, m)| m.device.0).collect();
    let ats: Vec<_> = rows.iter().map(|(_, _, m)| utc(m.at)).collect();
    let offsets: Vec<i32> = rows.iter().map(|(_, _, m)| m.clock_offset_ms).collect();
    let dates: Vec<NaiveDate> = rows.iter().map(|(_, _, m)| m.date).collect();
    let bodies: Vec<Value> = rows.iter().map(|(_, _, m)| m.body.clone()).collect();
    let digests: Vec<Vec<u8>> = rows.iter().map(|(_, _, m)| m.digest.to_vec()).collect();
    let flags: Vec<String> = rows.iter().map(|(_, _, m)| m.flags.join(",")).collect();
    let received: Vec<_> = rows.iter().map(|(_, at, _)| utc(*at)).collect();
    let new = sqlx::query!(
        r#"insert into mark (type, id, rep_id, device_id, at, clock_offset_ms, date, body, digest, flags, received_at)
           select t, i, r, d, a, o, dt,
             -- What comes late for a day whose places were erased brings none back (rules.md §8).
             case when exists (select from track_floor e where e.rep_id = r and dt < e.before) then mark_without_places(b) else b end,
             g, string_to_array(f, ','), rc
           from unnest($1::text[], $2::uuid[], $3::int4[], $4::int4[], $5::timestamptz[], $6::int4[], $7::date[], $8::jsonb[], $9::bytea[], $10::text[], $11::timestamptz[])
             as x (t, i, r, d, a, o, dt, b, g, f, rc)
           on conflict do nothing returning type, id"#,
        &types, &ids, &reps, &devices, &ats, &offsets, &dates, &bodies, &digests, &flags, &received,
    )
    .fetch_all(&mut *conn)
    .await?;
    let new: HashSet<(String, Uuid)> = new.into_iter().map(|r| (r.r#type, r.id)).collect();
    let mut stored = HashMap::new();
    if new.len() < rows.len() {
        let known = sqlx::query!(
            r#"select type, id, rep_id, digest from mark where (type, id) in (select * from unnest($1::text[], $2::uuid[]))"#,
            &types, &ids,
        )
        .fetch_all(conn)
        .await?;
        for k in known {
            stored.insert(
                (k.r#type, k.id),
                Stored {
                    rep: k.rep_id,
                    digest: k.digest,
                },
            );
        }
    }
    let keys = rows
        .iter()
        .map(|(rep, _, m)| ((m.kind.to_owned(), m.id), *rep, m.digest));
    Ok(verdicts(keys, new, &stored))
}

/// Inserts records; the answers stand in the order of `rows`.
pub async fn insert_records(
    conn: &mut PgConnection,
    rows: &[(RepId, At, &RecordRow)],
) -> Result<Vec<Inserted>, sqlx::Error> {
    let kinds: Vec<String> = rows.iter().map(|(_, _, m)| m.kind.clone()).collect();
    let known: Vec<String> = KNOWN_KINDS.iter().map(|k| (*k).to_owned()).collect();
    let ids: Vec<Uuid> = rows.iter().map(|(_, _, m)| m.id).collect();
    let reps: Vec<i32> = rows.iter().map(|(r, _, _)| r.0).collect();
    let devices: Vec<i32> = rows.iter().map(|(_, _, m)| m.device.0).collect();
    let visits: Vec<Option<Uuid>> = rows.iter().map(|(_, _, m)| m.visit).collect();
    let ats: Vec<_> = rows.iter().map(|(_, _, m)| utc(m.at)).collect();
    let offsets: Vec<i32> = rows.iter().map(|(_, _, m)| m.clock_offset_ms).collect();
    let dates: Vec<NaiveDate> = rows.iter().map(|(_, _, m)| m.date).collect();
    let bodies: Vec<Value> = rows.iter().map(|(_, _, m)| m.body.clone()).collect();
    let digests: Vec<Vec<u8>> = rows.iter().map(|(_, _, m)| m.digest.to_vec()).collect();
    let flags: Vec<String> = rows.iter().map(|(_, _, m)| m.flags.join(",")).collect();
    let received: Vec<_> = rows.iter().map(|(_, at, _)| utc(*at)).collect();
    let new = sqlx::query!(
        r#"insert into device_record (kind, id, rep_id, device_id, visit_id, at, clock_offset_ms, date, body, digest, flags, received_at)
           select k, i, r, d, v, a, o, dt,
             case when exists (select from track_floor e where e.rep_id = r and dt < e.before) then record_without_places(k = any($13), b) else b end,
             g, string_to_array(f, ','), rc
           from unnest($1::text[], $2::uuid[], $3::int4[], $4::int4[], $5::uuid[], $6::timestamptz[], $7::int4[], $8::date[], $9::jsonb[], $10::bytea[], $11::text[], $12::timestamptz[])
             as x (k, i, r, d, v, a, o, dt, b, g, f, rc)
           on conflict do nothing returning kind, id"#,
        &kinds, &ids, &reps, &devices, &visits as &[Option<Uuid>], &ats, &offsets, &dates, &bodies, &digests, &flags, &received, &known,
    )
    .fetch_all(&mut *conn)
    .await?;
    let new: HashSet<(String, Uuid)> = new.into_iter().map(|r| (r.kind, r.id)).collect();
    let mut stored = HashMap::new();
    if new.len() < rows.len() {
        let known = sqlx::query!(
            "select kind, id, rep_id, digest from device_record where (kind, id) in (select * from unnest($1::text[], $2::uuid[]))",
            &kinds, &ids,
        )
        .fetch_all(conn)
        .await?;
        for k in known {
            stored.insert(
                (k.kind, k.id),
                Stored {
                    rep: k.rep_id,
                    digest: k.digest,
                },
            );
        }
    }
    let keys = rows
        .iter()
        .map(|(rep, _, m)| ((m.kind.clone(), m.id), *rep, m.digest));
    Ok(verdicts(keys, new, &stored))
}

/// The first of several equal identities in one batch is the new one.
fn verdicts(
    keys: impl Iterator<Item = ((String, Uuid), RepId, [u8; 32])>,
    mut new: HashSet<(String, Uuid)>,
    stored: &HashMap<(String, Uuid), Stored>,
) -> Vec<Inserted> {
    keys.map(|(key, rep, digest)| {
        if new.remove(&key) {
            return Inserted::New;
        }
        match stored.get(&key) {
            Some(s) if s.rep == rep.0 && s.digest == digest => Inserted::Duplicate,
            Some(_) => Inserted::IdReused,
            // A twin inside this very batch: the stored row is only read when some row was not new.
            None => Inserted::Duplicate,
        }
    })
    .collect()
}

/// Erases the positions of a rep's marks judged inside `[from, to)`: what was declared stays a fact.
pub async fn erase_positions(
    conn: &mut PgConnection,
    rep: RepId,
    from: At,
    to: At,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "update mark set body = body - 'fix'
         where rep_id = $1 and body ? 'fix'
           and at + clock_offset_ms * interval '1 millisecond' >= $2
           and at + clock_offset_ms * interval '1 millisecond' < $3
           and date between ($2::timestamptz - interval '2 days')::date and ($3::timestamptz + interval '2 days')::date",
        rep.0,
        utc(from),
        utc(to),
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A stored mark, ready to become a domain mark.
pub struct StoredMark {
    pub kind: String,
    pub id: Uuid,
    pub device_id: i32,
    pub at: At,
    pub clock_offset_ms: i32,
    pub body: Value,
}

/// Marks of a rep-day by time.
pub async fn of_rep_day(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Vec<StoredMark>, StoreError> {
    let rows = sqlx::query!(
        "select type, id, device_id, at, clock_offset_ms, body from mark where rep_id = $1 and date = $2 order by at, type, id",
        rep.0, date,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| StoredMark {
            kind: r.r#type,
            id: r.id,
            device_id: r.device_id,
            at: At(r.at.timestamp_millis()),
            clock_offset_ms: r.clock_offset_ms,
            body: r.body,
        })
        .collect())
}

/// A stored record as far as the judge reads it.
pub struct StoredRecord {
    pub kind: String,
    pub id: Uuid,
    pub visit_id: Option<Uuid>,
    pub at: At,
    pub clock_offset_ms: i32,
    pub body: Value,
}

/// Records of a rep-day by time.
pub async fn records_of_rep_day(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Vec<StoredRecord>, StoreError> {
    let rows = sqlx::query!(
        "select kind, id, visit_id, at, clock_offset_ms, body from device_record where rep_id = $1 and date = $2 order by at, kind, id",
        rep.0, date,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| StoredRecord {
            kind: r.kind,
            id: r.id,
            visit_id: r.visit_id,
            at: At(r.at.timestamp_millis()),
            clock_offset_ms: r.clock_offset_ms,
            body: r.body,
        })
        .collect())
}

/// Identity and digest of a rep-day's marks.
pub async fn digests_of_rep_day(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<HashMap<(String, Uuid), [u8; 32]>, StoreError> {
    let rows = sqlx::query!(
        "select type, id, digest from mark where rep_id = $1 and date = $2",
        rep.0,
        date,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| Some(((r.r#type, r.id), r.digest.try_into().ok()?)))
        .collect())
}
