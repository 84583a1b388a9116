//! Rep-days that are over while a device of theirs may still hold their data: what was not visited on
//! them is not missed, but not known. They open when the day closes and end when the device was heard
//! with nothing held back, or once what it holds is too old to be taken.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::{PgExecutor, PgPool};

use super::{error::StoreError, instant::Instant, scope::Scope};

/// Days that are over and whose data would still be taken.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    pub dates: Vec<NaiveDate>,
    pub started_at: Vec<DateTime<Utc>>,
    pub ended_at: Vec<DateTime<Utc>>,
}

/// Rep-days sent to the judge at once.
const CLOSE_MAX: i64 = 1_000;

/// Asks the judge for the frozen plans of ended days that were never judged whole: whoever sends
/// nothing at all misses stops, too. Answers how many.
pub async fn close(pool: &PgPool, now: DateTime<Utc>, ended: &Ended) -> Result<u64, StoreError> {
    let asked = sqlx::query!(
        r#"
        insert into rep_day_dirty (rep_id, date, marked_at, touched_at)
        select p.rep_id, p.date, $3::timestamptz, $3::timestamptz
        from unnest($1::date[], $2::timestamptz[]) as e(date, ended_at) join day_plan p on p.date = e.date
        where not exists (select from rep_day d where d.rep_id = p.rep_id and d.date = p.date and d.judged_as_of >= e.ended_at)
        order by p.rep_id, p.date limit $4
        on conflict (rep_id, date) do nothing
        "#,
        &ended.dates,
        &ended.ended_at,
        now,
        CLOSE_MAX,
    )
    .execute(pool)
    .await?;
    Ok(asked.rows_affected())
}

/// What one look found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    pub opened: u64,
    pub ended: u64,
}

/// Opens and ends unsynced days, each with its event.
pub async fn look(pool: &PgPool, now: DateTime<Utc>, ended: &Ended) -> Result<Looked, StoreError> {
    let mut tx = pool.begin().await?;
    let opened = sqlx::query!(
        r#"
        with opened as (
          insert into unsynced_day (rep_id, date, since)
          select distinct p.rep_id, p.date, $4::timestamptz
          from unnest($1::date[], $2::timestamptz[], $3::timestamptz[]) as e(date, started_at, ended_at)
          join day_plan p on p.date = e.date
          join device_binding b on b.rep_id = p.rep_id and b.retired_at is null and b.valid && tstzrange(e.started_at, e.ended_at)
          join device d on d.id = b.device_id and d.revoked_at is null and d.last_seen_at is not null
            and coalesce(d.synced_at, '-infinity') < e.ended_at
          where exists (select from day_stop s where s.rep_id = p.rep_id and s.date = p.date)
          on conflict (rep_id, date) do nothing
          returning rep_id, date
        )
        insert into event (kind, org_unit_id, rep_id, subject_id, body, recorded_at)
        select 'day_unsynced', p.org_unit_id, o.rep_id, o.rep_id || '/' || o.date, jsonb_build_object('date', o.date), $4
        from opened o join day_plan p on p.rep_id = o.rep_id and p.date = o.date
        "#,
        &ended.dates,
        &ended.started_at,
        &ended.ended_at,
        now,
    )
    .execute(&mut *tx)
    .await?;
    let closed = sqlx::query!(
        r#"
        with over as (
          update unsynced_day u set until = $4, given_up = u.date <> all($1)
          where u.until is null and not exists (
            select from unnest($1::date[], $2::timestamptz[], $3::timestamptz[]) as e(date, started_at, ended_at)
            join device_binding b on b.rep_id = u.rep_id and b.retired_at is null and b.valid && tstzrange(e.started_at, e.ended_at)
            join device d on d.id = b.device_id and d.revoked_at is null and d.last_seen_at is not null
              and coalesce(d.synced_at, '-infinity') < e.ended_at
            where e.date = u.date)
          returning u.rep_id, u.date, u.given_up
        )
        insert into event (kind, org_unit_id, rep_id, subject_id, body, recorded_at)
        select 'day_synced', p.org_unit_id, o.rep_id, o.rep_id || '/' || o.date,
          jsonb_build_object('date', o.date, 'given_up', o.given_up), $4
        from over o join day_plan p on p.rep_id = o.rep_id and p.date = o.date
        "#,
        &ended.dates,
        &ended.started_at,
        &ended.ended_at,
        now,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Looked {
        opened: opened.rows_affected(),
        ended: closed.rows_affected(),
    })
}

/// Since when a rep-day waits for its data; `None`: it does not.
pub async fn since(
    db: impl PgExecutor<'_>,
    rep: i32,
    date: NaiveDate,
) -> Result<Option<Instant>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select since as "since: Instant" from unsynced_day where rep_id = $1 and date = $2 and until is null"#,
        rep,
        date
    )
    .fetch_optional(db)
    .await?)
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct UnsyncedDay {
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    pub since: Instant,
    /// Of the rep's devices.
    pub device_last_seen_at: Option<Instant>,
    pub backlog: i64,
}

/// Those that still wait, newest date first.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    after: Option<(NaiveDate, i32)>,
    limit: i64,
) -> Result<Vec<UnsyncedDay>, StoreError> {
    Ok(sqlx::query_as!(
        UnsyncedDay,
        r#"
        select u.rep_id, r.code as rep_code, r.name as rep_name, u.date, u.since as "since: Instant",
          dev.seen as "device_last_seen_at?: Instant", coalesce(dev.backlog, 0) as "backlog!"
        from unsynced_day u join rep r on r.id = u.rep_id join day_plan p on p.rep_id = u.rep_id and p.date = u.date
        left join lateral (
          select max(d.last_seen_at) as seen, sum(d.backlog) as backlog
          from device_binding b join device d on d.id = b.device_id and d.revoked_at is null
          where b.rep_id = u.rep_id and b.retired_at is null
        ) dev on true
        where u.until is null and ($1::int4[] is null or p.org_unit_id = any($1)) and ($2::int4 is null or u.rep_id = $2)
          and ($3::date is null or (u.date, -u.rep_id) < ($3, -$4::int4))
        order by u.date desc, u.rep_id limit $5
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?)
}
