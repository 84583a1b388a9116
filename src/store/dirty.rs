//! Rep-days that must be judged again, and the checkpoints that bound a refold.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    id::{DeviceId, RepId, RuleVersion},
    time::At,
};
use sqlx::{PgConnection, PgPool};

use super::{StoreError, fix::utc, unit::CheckpointRow};
use crate::wire::device_reply::Code;

/// Marks rep-days dirty in the transaction of what made them so. No version comes twice: a judgement that is written again, as its
/// commit was not known, removes nothing that came after it.
pub async fn mark(
    conn: &mut PgConnection,
    days: &[(RepId, NaiveDate)],
    now: At,
) -> Result<(), sqlx::Error> {
    let reps: Vec<i32> = days.iter().map(|(r, _)| r.0).collect();
    let dates: Vec<NaiveDate> = days.iter().map(|(_, d)| *d).collect();
    sqlx::query!(
        "insert into rep_day_dirty (rep_id, date, marked_at, touched_at)
         select distinct r, d, $3::timestamptz, $3::timestamptz from unnest($1::int4[], $2::date[]) as x (r, d) order by r, d
         on conflict (rep_id, date) do update set version = excluded.version, touched_at = excluded.touched_at",
        &reps, &dates, utc(now),
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirtyDay {
    pub rep: RepId,
    pub date: NaiveDate,
}

/// Dirty days that were quiet since `quiet_before`, or are dirty since before `overdue_before`, of reps that no node but
/// `me` has.
pub async fn due(
    pool: &PgPool,
    me: i32,
    quiet_before: At,
    overdue_before: At,
    limit: i64,
) -> Result<Vec<DirtyDay>, StoreError> {
    let rows = sqlx::query!(
        "select rep_id, date from rep_day_dirty d where (touched_at <= $1 or marked_at <= $2)
           and not exists (select from rep_held h where h.rep_id = d.rep_id and h.node_id <> $4)
         order by marked_at, rep_id, date limit $3",
        utc(quiet_before),
        utc(overdue_before),
        limit,
        me,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| DirtyDay {
            rep: RepId(r.rep_id),
            date: r.date,
        })
        .collect())
}

/// Puts off a day that cannot be judged as things stand, so that it does not crowd out the others.
pub async fn put_off(pool: &PgPool, day: DirtyDay, until: At) -> Result<(), StoreError> {
    sqlx::query!(
        "update rep_day_dirty set marked_at = $3, touched_at = $3 where rep_id = $1 and date = $2",
        day.rep.0,
        day.date,
        utc(until),
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// How many rep-days wait to be judged.
pub async fn count(pool: &PgPool) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"select count(*) as "n!" from rep_day_dirty"#)
            .fetch_one(pool)
            .await?,
    )
}

/// The version of a dirty mark, read before the inputs that it asks to judge.
pub async fn version(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select version from rep_day_dirty where rep_id = $1 and date = $2",
        rep.0,
        date
    )
    .fetch_optional(conn)
    .await?)
}

/// A day that is not judged any more, unless something came since.
pub async fn forget(
    pool: &PgPool,
    rep: RepId,
    date: NaiveDate,
    version: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from rep_day_dirty where rep_id = $1 and date = $2 and version = $3",
        rep.0,
        date,
        version,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Saves the newest checkpoint of each rep, in one statement: a fleet saves hundreds a second. Of two of one rep the last counts.
pub async fn save_checkpoints(
    conn: &mut PgConnection,
    rows: &[(RepId, &CheckpointRow, At)],
) -> Result<(), sqlx::Error> {
    let newest: BTreeMap<i32, (&CheckpointRow, At)> = rows
        .iter()
        .map(|(rep, row, now)| (rep.0, (*row, *now)))
        .collect();
    // In the order of their reps, so that two writers never wait for each other.
    let mut columns = CheckpointColumns::default();
    for (rep, (row, now)) in newest {
        columns.reps.push(rep);
        columns.dates.push(row.date);
        columns.formats.push(row.format);
        columns.rule_versions.push(row.rule_version.0);
        columns.deadlines.push(row.next_deadline_at.map(utc));
        columns.states.push(&row.state);
        columns.saved.push(utc(now));
    }
    sqlx::query!(
        "insert into tracker_checkpoint (rep_id, date, format, rule_version, next_deadline_at, state, saved_at)
         select * from unnest($1::int4[], $2::date[], $3::int4[], $4::int4[], $5::timestamptz[], $6::bytea[], $7::timestamptz[])
         on conflict (rep_id) do update set date = excluded.date, format = excluded.format, rule_version = excluded.rule_version,
           next_deadline_at = excluded.next_deadline_at, state = excluded.state, saved_at = excluded.saved_at",
        &columns.reps,
        &columns.dates,
        &columns.formats,
        &columns.rule_versions,
        &columns.deadlines as &[Option<DateTime<Utc>>],
        &columns.states as &[&[u8]],
        &columns.saved,
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(Default)]
struct CheckpointColumns<'a> {
    reps: Vec<i32>,
    dates: Vec<NaiveDate>,
    formats: Vec<i32>,
    rule_versions: Vec<i32>,
    deadlines: Vec<Option<DateTime<Utc>>>,
    states: Vec<&'a [u8]>,
    saved: Vec<DateTime<Utc>>,
}

pub struct Checkpoint {
    pub date: NaiveDate,
    pub format: i32,
    pub rule_version: RuleVersion,
    /// Its day was not closed: a deadline is still to come.
    pub is_open: bool,
    pub state: Vec<u8>,
}

pub async fn checkpoint(
    conn: &mut PgConnection,
    rep: RepId,
) -> Result<Option<Checkpoint>, StoreError> {
    Ok(sqlx::query!(
        "select date, format, rule_version, next_deadline_at, state from tracker_checkpoint where rep_id = $1",
        rep.0
    )
    .fetch_optional(conn)
    .await?
    .map(|r| Checkpoint {
        date: r.date,
        format: r.format,
        rule_version: RuleVersion(r.rule_version),
        is_open: r.next_deadline_at.is_some(),
        state: r.state,
    }))
}

/// Reps whose deadline passed, connected or not, and that no node but `me` has.
pub async fn overdue_reps(
    pool: &PgPool,
    me: i32,
    now: At,
    limit: i64,
) -> Result<Vec<RepId>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select rep_id from tracker_checkpoint c where next_deadline_at <= $1
           and not exists (select from rep_held h where h.rep_id = c.rep_id and h.node_id <> $3)
         order by next_deadline_at limit $2",
        utc(now),
        limit,
        me,
    )
    .fetch_all(pool)
    .await?
    .into_iter()
    .map(RepId)
    .collect())
}

/// Counts refusals by device, code and minute; the refused items themselves are not kept.
pub async fn count_refusals(
    conn: &mut PgConnection,
    refused: &[(DeviceId, Code)],
    now: At,
) -> Result<(), sqlx::Error> {
    let minute: DateTime<Utc> = utc(At(now.0 - now.0.rem_euclid(60_000)));
    let devices: Vec<i32> = refused.iter().map(|(d, _)| d.0).collect();
    let codes: Vec<String> = refused.iter().map(|(_, c)| c.as_str().to_owned()).collect();
    sqlx::query!(
        r#"insert into refusal (device_id, code, minute, count)
           select d, c, $3, count(*)::int4 from unnest($1::int4[], $2::text[]) as x (d, c) group by d, c order by d, c
           on conflict (device_id, code, minute) do update set count = refusal.count + excluded.count"#,
        &devices, &codes, minute,
    )
    .execute(conn)
    .await?;
    Ok(())
}
