//! Freezes the day plans of every rep once the company's clock says so. Ingest freezes a rep's plan by
//! itself when its first input comes; this is for those who send nothing.

use std::time::Duration;

use chrono::NaiveDate;

use super::{Services, departures};
use crate::store::{StoreError, day_plan, setting};

const EVERY: Duration = Duration::from_mins(1);

/// Ends when the server does, between two rounds.
pub(super) async fn run(services: Services) {
    loop {
        if let Err(error) = round(&services).await {
            tracing::warn!(%error, "freezing day plans will be tried again");
        }
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn round(services: &Services) -> Result<(), StoreError> {
    let now = services.clock.now();
    let rules = services.rules.load_full();
    let today: NaiveDate = rules.time.date_of(now);
    let from = setting::plan_freeze_min(&services.db, today).await?;
    if now < rules.time.local(today, from) {
        return Ok(());
    }
    // Routes of who has left are on the plans of who took them over.
    departures::round(services).await?;
    let frozen = day_plan::freeze(&services.db, services.clock.utc(), today).await?;
    if frozen > 0 {
        tracing::info!(%today, frozen, "day plans are frozen");
    }
    Ok(())
}
