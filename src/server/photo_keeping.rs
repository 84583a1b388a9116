//! Pictures that go: unfinished uploads, what no record names, and what is older than evidence is kept.

use std::time::Duration;

use chrono::{Days, TimeDelta};

use super::Services;
use crate::{
    photos::StorageError,
    store::{
        StoreError,
        photo::keep::{self, Going},
    },
};

const EVERY: Duration = Duration::from_mins(10);
/// An upload that nobody goes on with.
const UNFINISHED: TimeDelta = TimeDelta::hours(24);
/// A picture that no record names: phones may send the record days later.
const UNNAMED: TimeDelta = TimeDelta::days(7);
/// Pictures of one round; what is left goes in the next.
const ROUND_MAX: usize = 1_000;

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("unfinished uploads cannot be removed")]
    Io(#[from] std::io::Error),
}

pub(super) async fn run(services: Services) {
    loop {
        match round(&services).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "photos removed"),
            Err(error) => tracing::warn!(%error, "photos will be removed later"),
        }
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Removes what is due; answers how many pictures.
pub async fn round(services: &Services) -> Result<usize, Fault> {
    let now = services.clock.utc();
    let photos = &services.photos;
    photos.forget_unfinished((now - UNFINISHED).into()).await?;
    let mut removed = 0;
    let goes_on = |removed| removed < ROUND_MAX && !services.shutdown.is_started();
    while goes_on(removed)
        && let Some(going) = keep::next_orphan(&services.db, now - UNNAMED).await?
    {
        remove(services, going).await?;
        removed += 1;
    }
    let evidence_days = super::housekeeping::evidence_days(services).await;
    // Days of photos are the company's.
    let today = (services.rules.load().time).date_of(services.clock.now());
    let first_kept = (u64::try_from(evidence_days).ok())
        .and_then(|days| today.checked_sub_days(Days::new(days)));
    while goes_on(removed)
        && let Some(first_kept) = first_kept
        && let Some(going) = keep::next_old(&services.db, now, first_kept).await?
    {
        remove(services, going).await?;
        removed += 1;
    }
    Ok(removed)
}

async fn remove(services: &Services, going: Going) -> Result<(), Fault> {
    services.photos.remove(going.digest).await?;
    Ok(going.gone().await?)
}
