//! Erasures of what says where a rep was: asked for, at work in the background step by step, done. Each step may be
//! repeated, so that a server that stopped goes on where it was. What is erased is `places`'.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::RepId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, PgPool, postgres::PgConnectOptions, types::Json};
use strum::VariantArray;

use super::{
    floor,
    places::{self, Rows, Trace},
    tombstone,
};
use crate::store::{
    audit, error::StoreError, instant::Instant, migrate::connect_unlimited, partition,
    photo::keep::Going, scope::Scope,
};

/// "Somebody erases." One erasure at a time.
const ERASURE_LOCK: i64 = 0x6669_656c_6462_0090;
/// Times that everything is gone through: what was under way when it began is found by the next.
const PASSES_MAX: usize = 5;
/// What an erasure means.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub erasure: i32,
    pub rep: i32,
    /// Company dates before it.
    pub before: NaiveDate,
    /// When that day begins.
    pub cutoff: DateTime<Utc>,
    /// Today's day too: then what has no date goes as well.
    pub whole: bool,
}

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::AsRefStr,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[schema(as = ErasureState)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Until its date, or until the one before it is done.
    Waiting,
    Running,
    Done,
    Cancelled,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Erasure {
    pub id: i32,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    /// Days before it.
    pub before: NaiveDate,
    /// Begins then at the earliest.
    pub due_on: NaiveDate,
    pub reason: String,
    pub state: State,
    /// What is at work.
    pub step: Option<String>,
    /// Steps that are done.
    pub done: i32,
    pub of_steps: i32,
    /// Rows that went or were changed, by class.
    #[schema(value_type = std::collections::BTreeMap<String, i64>)]
    pub erased: Json<Rows>,
    /// Over what is left of its days, in hexadecimal; the audit log has it too.
    pub digest: Option<String>,
    pub requested_by: i32,
    pub requested_by_name: String,
    pub requested_at: Instant,
    pub started_at: Option<Instant>,
    pub ended_at: Option<Instant>,
}

/// Newest first, below `below`.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    rep: Option<i32>,
    (below, limit): (i32, i64),
) -> Result<Vec<Erasure>, StoreError> {
    Ok(sqlx::query_as!(
        Erasure,
        r#"
        select e.id, e.rep_id, r.code as rep_code, r.name as rep_name, e.before, e.due_on, e.reason, e.state as "state: State",
          e.step, e.done, e.of_steps, e.erased as "erased: Json<Rows>", encode(e.digest, 'hex') as digest, e.requested_by,
          u.name as requested_by_name, e.requested_at as "requested_at: Instant", e.started_at as "started_at?: Instant",
          e.ended_at as "ended_at?: Instant"
        from track_erasure e join rep r on r.id = e.rep_id join app_user u on u.id = e.requested_by
        where e.id < $1 and ($3::int4 is null or e.rep_id = $3)
          and ($4::int4[] is null or exists (select from rep_org_unit a where a.rep_id = e.rep_id and a.org_unit_id = any($4)))
        order by e.id desc limit $2
        "#,
        below,
        limit,
        rep,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<Erasure, StoreError> {
    let rows = list(db, scope, None, (id.saturating_add(1), 1)).await?;
    rows.into_iter()
        .find(|e| e.id == id)
        .ok_or(StoreError::NotFound)
}

pub struct Ask<'a> {
    pub rep: i32,
    pub before: NaiveDate,
    pub due_on: NaiveDate,
    pub reason: &'a str,
    pub by: i32,
    pub at: DateTime<Utc>,
}

pub async fn ask(conn: &mut PgConnection, ask: &Ask<'_>) -> Result<i32, StoreError> {
    Ok(sqlx::query_scalar!(
        "insert into track_erasure (rep_id, before, due_on, reason, requested_by, requested_at) values ($1, $2, $3, $4, $5, $6) returning id",
        ask.rep,
        ask.before,
        ask.due_on,
        ask.reason,
        ask.by,
        ask.at,
    )
    .fetch_one(conn)
    .await?)
}

/// One that has not begun is called off; whether it was.
pub async fn cancel(
    conn: &mut PgConnection,
    id: i32,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update track_erasure set state = 'cancelled', ended_at = $2 where id = $1 and state = 'waiting'",
        id,
        at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The next picture that goes; its files are the caller's to remove.
pub async fn next_picture(db: &PgPool, target: &Target) -> Result<Option<Going>, StoreError> {
    places::next_picture(db, target).await
}

/// An erasure at work: one connection without limits, which holds the turn.
pub struct Work {
    conn: PgConnection,
    pub target: Target,
    rows: Rows,
}

/// Whether one is due or at work.
pub async fn is_due(db: impl PgExecutor<'_>, today: NaiveDate) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from track_erasure where state = 'running' or state = 'waiting' and due_on <= $1) as "due!""#,
        today
    )
    .fetch_one(db)
    .await?)
}

/// The next that is due, if nobody else erases. From here on its days are closed to whatever comes late. `cutoff` says when
/// a company day begins.
pub async fn next(
    options: &PgConnectOptions,
    today: NaiveDate,
    at: DateTime<Utc>,
    cutoff: impl Fn(NaiveDate) -> DateTime<Utc>,
) -> Result<Option<Work>, StoreError> {
    let mut conn = connect_unlimited(options).await?;
    let mine = sqlx::query_scalar!(
        r#"select pg_try_advisory_lock($1) as "mine!""#,
        ERASURE_LOCK
    )
    .fetch_one(&mut conn)
    .await?;
    if !mine {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"update track_erasure set state = 'running', started_at = coalesce(started_at, $2), done = 0
           where id = (select id from track_erasure where state = 'running' or state = 'waiting' and due_on <= $1
             order by state = 'running' desc, due_on, id limit 1)
           returning id, rep_id, before, erased as "erased: Json<Rows>""#,
        today,
        at,
    )
    .fetch_optional(&mut conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let target = Target {
        erasure: row.id,
        rep: row.rep_id,
        before: row.before,
        cutoff: cutoff(row.before),
        whole: row.before > today,
    };
    tombstone::announce(&mut conn, &target).await?;
    floor::raise(&mut conn, target.rep, target.before).await?;
    Ok(Some(Work {
        conn,
        target,
        rows: row.erased.0,
    }))
}

impl Work {
    pub const fn rep(&self) -> RepId {
        RepId(self.target.rep)
    }

    /// Erases everything in the database; done once a count finds nothing. What was on its way when it began, a later pass finds.
    pub async fn erase(&mut self) -> Result<(), StoreError> {
        for _ in 0..PASSES_MAX {
            let days = places::fix_days(&mut self.conn, &self.target).await?;
            let of_steps = i32::try_from(days.len() + Trace::VARIANTS.len()).unwrap_or(i32::MAX);
            let mut done = 0;
            for day in days {
                let rows = places::erase_fixes(&mut self.conn, &self.target, day).await?;
                done += 1;
                self.note(Trace::RawFixes, rows, (done, of_steps)).await?;
            }
            for trace in Trace::VARIANTS {
                let rows = places::erase(&mut self.conn, *trace, &self.target).await?;
                done += 1;
                self.note(*trace, rows, (done, of_steps)).await?;
            }
            let left = places::count(&mut self.conn, &self.target).await?;
            if left.values().all(|rows| *rows == 0) {
                break;
            }
        }
        Ok(())
    }

    async fn note(
        &mut self,
        trace: Trace,
        rows: u64,
        (done, of_steps): (i32, i32),
    ) -> Result<(), StoreError> {
        *self.rows.entry(trace.as_ref().to_owned()).or_default() +=
            i64::try_from(rows).unwrap_or(i64::MAX);
        sqlx::query!(
            "update track_erasure set step = $2, done = $3, of_steps = $4, erased = $5 where id = $1",
            self.target.erasure,
            trace.as_ref(),
            done,
            of_steps,
            json!(self.rows),
        )
        .execute(&mut self.conn)
        .await?;
        Ok(())
    }

    /// Puts the tombstones, says so in the audit log, and gives the room of what went back.
    pub async fn end(mut self, now: DateTime<Utc>) -> Result<Rows, StoreError> {
        let left = places::count(&mut self.conn, &self.target).await?;
        if left.values().any(|rows| *rows > 0) {
            // Somebody still writes: it stays at work and is taken up again.
            return Err(StoreError::Unavailable(sqlx::Error::PoolTimedOut));
        }
        let mut tx = sqlx::Connection::begin(&mut self.conn).await?;
        places::forget_pictures(&mut tx, &self.target).await?;
        let digest = tombstone::set(&mut tx, &self.target).await?;
        sqlx::query!(
            "update track_erasure set state = 'done', step = null, done = of_steps, ended_at = $2, digest = $3 where id = $1",
            self.target.erasure,
            now,
            digest.0.as_slice(),
        )
        .execute(&mut *tx)
        .await?;
        audit::record(
            &mut *tx,
            &Scope::system(),
            now,
            "privacy.erased",
            &format!("reps/{}", self.target.rep),
            &json!({"erasure": self.target.erasure, "before": self.target.before, "rows": self.rows, "digest": digest.to_string()}),
        )
        .await?;
        tx.commit().await?;
        // Only a help: to readers the rows are gone already, and PostgreSQL uses their room anew in time.
        let days = places::fix_days(&mut self.conn, &self.target).await?;
        if let Err(error) = partition::give_back(&mut self.conn, &days, now.date_naive()).await {
            tracing::info!(%error, "the room of erased rows is given back later");
        }
        Ok(self.rows)
    }
}
