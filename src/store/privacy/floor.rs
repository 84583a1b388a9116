//! From which day on a rep's places are kept: days before were erased and stay closed.

use chrono::NaiveDate;
use fieldbeat_domain::id::RepId;
use sqlx::{PgConnection, PgExecutor};

use crate::store::error::StoreError;

/// Days before it are closed; nothing where none ever was.
pub async fn of_rep(db: impl PgExecutor<'_>, rep: RepId) -> Result<Option<NaiveDate>, StoreError> {
    Ok(
        sqlx::query_scalar!("select before from track_floor where rep_id = $1", rep.0)
            .fetch_optional(db)
            .await?,
    )
}

/// Closes days; one that is closed stays so.
pub(super) async fn raise(
    conn: &mut PgConnection,
    rep: i32,
    before: NaiveDate,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into track_floor (rep_id, before) values ($1, $2)
         on conflict (rep_id) do update set before = greatest(track_floor.before, excluded.before)",
        rep,
        before,
    )
    .execute(conn)
    .await?;
    Ok(())
}
