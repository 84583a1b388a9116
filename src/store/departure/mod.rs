//! Reps who leave the company: planned for the end of a day, called off, done. What it would do is `look`'s, doing it
//! `carry_out`'s. Never touches what a rep did: days, visits, verdicts and frozen plans stay.

pub mod carry_out;
pub mod look;
pub mod outstanding;
mod routes;
mod work;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor, types::Json};

pub use self::{
    look::{DepartureAccount, DepartureDevice, DepartureEffect},
    outstanding::Outstanding,
    routes::DepartureRoute,
    work::DepartureWork,
};
use super::{
    error::StoreError, instant::Instant, known::Wanted, privacy::erasure, rep, scope::Scope,
    upsert::Now,
};

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
#[schema(as = DepartureStatus)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Until its last day is over.
    Planned,
    Done,
    CalledOff,
}

/// What was done, and what was open at that moment.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DepartureDone {
    #[serde(flatten)]
    pub effect: DepartureEffect,
    pub outstanding: Vec<Outstanding>,
    /// False where the account stayed because nobody else administers the company, or where there was none.
    pub account_disabled: bool,
    /// A successor was named, who was not at work any more by then: routes and work were left open.
    pub successor_gone: bool,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Departure {
    pub id: i32,
    pub rep_id: i32,
    /// The last on which the rep works.
    pub last_day: NaiveDate,
    pub successor_rep_id: Option<i32>,
    pub successor_name: Option<String>,
    /// Why the rep may go although something is open.
    pub reason: Option<String>,
    pub state: State,
    /// Of where the rep was.
    pub erasure_id: Option<i32>,
    pub erase_on: Option<NaiveDate>,
    pub erasure_state: Option<erasure::State>,
    pub requested_by_name: String,
    pub requested_at: Instant,
    /// Who called it off.
    pub ended_by_name: Option<String>,
    pub ended_at: Option<Instant>,
    #[schema(value_type = Option<DepartureDone>)]
    pub done: Option<Json<DepartureDone>>,
}

/// The newest of a rep, whom the caller has found in its scope. A successor out of scope is not named.
pub async fn newest(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    rep: i32,
) -> Result<Option<Departure>, StoreError> {
    Ok(sqlx::query_as!(
        Departure,
        r#"
        select d.id, d.rep_id, d.last_day, s.id as "successor_rep_id?", s.name as "successor_name?", d.reason, d.state as "state: State",
          d.erasure_id, e.due_on as "erase_on?", e.state as "erasure_state?: erasure::State", u.name as requested_by_name,
          d.requested_at as "requested_at: Instant", b.name as "ended_by_name?", d.ended_at as "ended_at?: Instant",
          d.done as "done?: Json<DepartureDone>"
        from rep_departure d join app_user u on u.id = d.requested_by
        left join rep s on s.id = d.successor_rep_id and ($2::int4[] is null or exists (
          select from rep_org_unit a where a.rep_id = s.id and a.retired_at is null and a.org_unit_id = any($2)))
        left join track_erasure e on e.id = d.erasure_id left join app_user b on b.id = d.ended_by
        where d.rep_id = $1 order by d.id desc limit 1
        "#,
        rep,
        scope.units() as _,
    )
    .fetch_optional(db)
    .await?)
}

/// Nobody plans, does or calls off one of the same rep until the transaction ends.
pub async fn lock(tx: &mut PgConnection, rep: i32) -> Result<(), StoreError> {
    sqlx::query!("select id from rep where id = $1 for no key update", rep)
        .fetch_one(tx)
        .await?;
    Ok(())
}

/// Whether one of the rep is planned.
pub async fn is_planned(db: impl PgExecutor<'_>, rep: i32) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from rep_departure where rep_id = $1 and state = 'planned') as "planned!""#,
        rep
    )
    .fetch_one(db)
    .await?)
}

/// A rep who takes over.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DepartureSuccessor {
    pub rep_id: i32,
    pub code: String,
    pub name: String,
}

/// Why somebody cannot take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Not there, or out of scope: the two are one.
    Unknown,
    Inactive,
    /// Leaves no later.
    Leaving,
}

/// Who takes over what a rep has after a day; the rep itself never.
pub async fn successor(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rep: i32,
    (named, last_day): (i32, NaiveDate),
) -> Result<Result<DepartureSuccessor, Unfit>, StoreError> {
    let mut wanted = Wanted::default();
    wanted.add(Some(named), None);
    let known = rep::known(&mut *tx, scope, now.today, &wanted).await?;
    if named == rep || known.find(Some(named), None).id().is_none() {
        return Ok(Err(Unfit::Unknown));
    }
    let row = sqlx::query!(
        r#"select id, code, name, active, exists (
             select from rep_departure d where d.rep_id = r.id and d.state = 'planned' and d.last_day <= $2) as "leaving!"
           from rep r where id = $1"#,
        named,
        last_day,
    )
    .fetch_one(tx)
    .await?;
    if !row.active {
        return Ok(Err(Unfit::Inactive));
    }
    if row.leaving {
        return Ok(Err(Unfit::Leaving));
    }
    Ok(Ok(DepartureSuccessor {
        rep_id: row.id,
        code: row.code,
        name: row.name,
    }))
}

pub struct Ask<'a> {
    pub rep: i32,
    pub last_day: NaiveDate,
    pub successor: Option<i32>,
    pub reason: Option<&'a str>,
    pub erase_on: Option<NaiveDate>,
    pub by: i32,
}

/// Plans one, with its erasure.
pub async fn plan(tx: &mut PgConnection, now: Now, ask: &Ask<'_>) -> Result<i32, StoreError> {
    let id = sqlx::query_scalar!(
        "insert into rep_departure (rep_id, last_day, successor_rep_id, reason, requested_by, requested_at)
         values ($1, $2, $3, $4, $5, $6) returning id",
        ask.rep,
        ask.last_day,
        ask.successor,
        ask.reason,
        ask.by,
        now.at,
    )
    .fetch_one(&mut *tx)
    .await?;
    if let Some(due_on) = ask.erase_on {
        let asked = erasure::Ask {
            rep: ask.rep,
            // All that there is by then.
            before: due_on + chrono::Days::new(1),
            due_on,
            reason: &format!("departure {id}"),
            by: ask.by,
            at: now.at,
        };
        let erasure = erasure::ask(&mut *tx, &asked).await?;
        sqlx::query!(
            "update rep_departure set erasure_id = $2 where id = $1",
            id,
            erasure
        )
        .execute(tx)
        .await?;
    }
    Ok(id)
}

/// The planned one of a rep is called off, and its erasure with it; its id, where there was one. The caller holds the `lock`.
pub async fn call_off(
    tx: &mut PgConnection,
    rep: i32,
    by: Option<i32>,
    at: DateTime<Utc>,
) -> Result<Option<i32>, StoreError> {
    let ended = sqlx::query!(
        "update rep_departure set state = 'called_off', ended_by = $2, ended_at = $3 where rep_id = $1 and state = 'planned'
         returning id, erasure_id",
        rep,
        by,
        at,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(ended) = ended else {
        return Ok(None);
    };
    if let Some(erasure) = ended.erasure_id {
        erasure::cancel(tx, erasure, at).await?;
    }
    Ok(Some(ended.id))
}
