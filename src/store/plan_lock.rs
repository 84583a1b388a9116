//! Freezing a plan against changing what it would be made of: whoever approves an absence or changes a
//! stop either sees the frozen plan, or is seen by its freezing.

use sqlx::PgConnection;

use super::error::StoreError;

/// Of `pg_advisory_xact_lock`.
const KEY: i64 = 0x0066_6265_6174_7031;

/// Held while plans are frozen: many at once, until the transaction ends.
pub async fn freezing(tx: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_xact_lock_shared($1)")
        .bind(KEY)
        .execute(tx)
        .await?;
    Ok(())
}

/// Held while absences, stops or holidays are decided: alone, until the transaction ends.
pub async fn deciding(tx: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(KEY)
        .execute(tx)
        .await?;
    Ok(())
}
