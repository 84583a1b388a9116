//! Assignments made by hand: who shall have what, until days and order are planned for it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};

use super::solution::FIRST_BY_HAND;
use crate::store::error::StoreError;

/// Solutions by hand of one scenario.
pub const HANDS_MAX: i64 = 20;

/// An assignment that waits for its days.
pub struct ByHand {
    pub ordinal: i32,
    pub name: String,
    /// By outlet the rep; null: nobody. What is not named stays with today's.
    pub rep_of: BTreeMap<i32, Option<i32>>,
}

pub async fn list(db: impl PgExecutor<'_>, scenario: i32) -> Result<Vec<ByHand>, StoreError> {
    let rows = sqlx::query!(
        r#"select ordinal, name, outlets, reps as "reps: Vec<Option<i32>>" from scenario_hand where scenario_id = $1 order by ordinal"#,
        scenario
    )
    .fetch_all(db)
    .await?;
    let hands = rows.into_iter().map(|r| ByHand {
        ordinal: r.ordinal,
        name: r.name,
        rep_of: r.outlets.into_iter().zip(r.reps).collect(),
    });
    Ok(hands.collect())
}

/// Keeps one; answers its ordinal. `None`: there are as many as there may be.
pub async fn add(
    tx: &mut PgConnection,
    scenario: i32,
    name: &str,
    rep_of: &BTreeMap<i32, Option<i32>>,
    at: DateTime<Utc>,
) -> Result<Option<i32>, StoreError> {
    let there = sqlx::query!(
        r#"select count(*) as "count!", max(ordinal) as last from scenario_hand where scenario_id = $1"#,
        scenario
    )
    .fetch_one(&mut *tx)
    .await?;
    if there.count >= HANDS_MAX {
        return Ok(None);
    }
    let ordinal = there.last.map_or(FIRST_BY_HAND, |last| last + 1);
    let (outlets, reps): (Vec<i32>, Vec<Option<i32>>) = rep_of.iter().unzip();
    sqlx::query!(
        "insert into scenario_hand (scenario_id, ordinal, name, outlets, reps, made_at) values ($1, $2, $3, $4, $5, $6)",
        scenario,
        ordinal,
        name,
        &outlets,
        &reps as _,
        at
    )
    .execute(tx)
    .await?;
    Ok(Some(ordinal))
}

/// Takes one away with what was found for it; `false`: there is none such.
pub async fn remove(
    tx: &mut PgConnection,
    scenario: i32,
    ordinal: i32,
) -> Result<bool, StoreError> {
    sqlx::query!(
        "delete from scenario_solution where scenario_id = $1 and ordinal = $2",
        scenario,
        ordinal
    )
    .execute(&mut *tx)
    .await?;
    let gone = sqlx::query!(
        "delete from scenario_hand where scenario_id = $1 and ordinal = $2",
        scenario,
        ordinal
    )
    .execute(tx)
    .await?;
    Ok(gone.rows_affected() > 0)
}
