//! Erases where reps were, in the background, one erasure at a time. What goes is `store::privacy`'s, what is in memory the
//! shards', files of photos are removed here.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use super::Services;
use crate::{
    photos::StorageError,
    store::{StoreError, privacy::erasure},
};

const EVERY: Duration = Duration::from_secs(2);
/// After a fault: the database or the place of photos may be away.
const AGAIN: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Ends when the server does, in the middle of an erasure too: each step can be repeated.
pub(super) async fn run(services: Services, options: PgConnectOptions) {
    tokio::select! {
        () = services.shutdown.started() => {}
        () = erase(&services, &options) => {}
    }
}

async fn erase(services: &Services, options: &PgConnectOptions) {
    loop {
        let wait = match round(services, options).await {
            Ok(true) => Duration::ZERO,
            Ok(false) => EVERY,
            Err(error) => {
                tracing::warn!(%error, "erasures will be tried again");
                AGAIN
            }
        };
        tokio::time::sleep(wait).await;
    }
}

/// Does the next erasure that is due; whether there was one.
async fn round(services: &Services, options: &PgConnectOptions) -> Result<bool, Fault> {
    let time = services.rules.load().time;
    let today = time.date_of(services.clock.now());
    if !erasure::is_due(&services.db, today).await? {
        return Ok(false);
    }
    let begins = |date| time.day_bounds(date).start;
    let cutoff = |date| begins(date).to_utc().unwrap_or_default();
    let now = services.clock.utc();
    let Some(mut work) = erasure::next(options, today, now, cutoff).await? else {
        return Ok(false);
    };
    services
        .ingest
        .erased(work.rep(), begins(work.target.before))
        .await?;
    work.erase().await?;
    let target = work.target;
    while let Some(going) = erasure::next_picture(&services.db, &target).await? {
        services.photos.remove(going.digest).await?;
        going.gone().await?;
    }
    let rows = work.end(services.clock.utc()).await?;
    let rows: i64 = rows.values().sum();
    tracing::info!(rows, "an erasure is done");
    Ok(true)
}
