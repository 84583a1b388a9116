//! Whose turn it is to be solved, how far a solver is, and how it ended. A solver whose turn is over keeps nothing.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, PgPool};

use super::Scenario;
use crate::store::error::StoreError;

/// A solver that was not heard of for so long is lost with its server: another goes on with what is missing.
pub const LOST: TimeDelta = TimeDelta::seconds(20);
/// Turns without a solution after which a scenario is given up: its solvers do not come back.
const TRIES_MAX: i16 = 3;

/// A scenario that one solver holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    pub id: i32,
    pub turn: i64,
}

/// Queues a scenario; what was solved stays and is not solved again.
pub async fn queue(db: &mut PgConnection, id: i32, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "update scenario set state = 'queued', fault = null, cancel_asked = false, progress_permille = 0, solving = null,
           stage = null, tries = 0, version = version + 1, updated_at = $2 where id = $1",
        id,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Asks the solver to stop; one that waits is cancelled at once.
pub async fn cancel(
    db: &mut PgConnection,
    scenario: &Scenario,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update scenario set cancel_asked = true, state = case when state = 'queued' then 'cancelled' else state end,
           version = version + 1, updated_at = $2 where id = $1 and state in ('queued', 'solving')",
        scenario.id,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The oldest that waits, or whose solver is lost, for this solver alone.
pub async fn claim(db: &PgPool, now: DateTime<Utc>) -> Result<Option<Turn>, StoreError> {
    sqlx::query!(
        "update scenario set state = 'failed', fault = 'solver_lost', turn = turn + 1, version = version + 1, updated_at = $1
         where state = 'solving' and heard_at < $2 and tries >= $3",
        now,
        now - LOST,
        TRIES_MAX
    )
    .execute(db)
    .await?;
    Ok(sqlx::query_as!(
        Turn,
        r#"
        update scenario set state = 'solving', turn = turn + 1, tries = tries + 1, heard_at = $1, version = version + 1,
          updated_at = $1
        where id = (
          select id from scenario where state = 'queued' or state = 'solving' and heard_at < $2
          order by id limit 1 for update skip locked
        ) returning id, turn
        "#,
        now,
        now - LOST,
    )
    .fetch_optional(db)
    .await?)
}

/// How far it is; answers whether to go on.
pub async fn tell(
    db: impl PgExecutor<'_>,
    turn: Turn,
    (solving, stage, permille): (&str, &str, i32),
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let going = sqlx::query_scalar!(
        "update scenario set heard_at = $6, solving = $3, stage = $4, progress_permille = $5, updated_at = $6
         where id = $1 and turn = $2 and state = 'solving' returning not cancel_asked",
        turn.id,
        turn.turn,
        solving,
        stage,
        permille,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(going.flatten().unwrap_or(false))
}

/// Holds the row if it is still this solver's turn.
pub async fn still(db: &mut PgConnection, turn: Turn) -> Result<bool, StoreError> {
    let held = sqlx::query_scalar!(
        "select id from scenario where id = $1 and turn = $2 and state = 'solving' for update",
        turn.id,
        turn.turn
    )
    .fetch_optional(db)
    .await?;
    Ok(held.is_some())
}

/// What ways are measured by.
pub async fn measured(
    db: impl PgExecutor<'_>,
    turn: Turn,
    travel: &Value,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update scenario set travel = $3 where id = $1 and turn = $2",
        turn.id,
        turn.turn,
        travel
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How a turn ended: solved, cancelled, or failed with a code.
pub async fn end(
    db: impl PgExecutor<'_>,
    turn: Turn,
    state: &str,
    fault: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update scenario set state = $3, fault = $4, solving = null, stage = null, heard_at = null,
           progress_permille = case when $3 = 'solved' then 1000 else progress_permille end, version = version + 1,
           updated_at = $5 where id = $1 and turn = $2 and state = 'solving'",
        turn.id,
        turn.turn,
        state,
        fault,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}
