//! Has the store plan what is due of occasions in use: each is looked at once a day, and at once when it comes into use.

use std::time::Duration;

use super::Services;
use crate::store::{StoreError, occasion::round, upsert::Now};

/// Greetings are planned days ahead; a while harms nobody.
const EVERY: Duration = Duration::from_secs(20);

/// Ends when the server does, between two transactions.
pub(super) async fn run(services: Services) {
    loop {
        let pause = match look(&services).await {
            Ok(true) => Duration::ZERO,
            Ok(false) => EVERY,
            Err(error) => {
                tracing::warn!(%error, "looking at occasions will be tried again");
                EVERY
            }
        };
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Whether there was one to look at.
async fn look(services: &Services) -> Result<bool, StoreError> {
    let time = services.rules.load().time;
    let now = Now {
        at: services.clock.utc(),
        today: time.date_of(services.clock.now()),
    };
    let planned = round::plan(&services.db, now, time).await?;
    if let Some(planned) = planned.filter(|n| *n > 0) {
        tracing::info!(planned, "activities of an occasion are planned");
    }
    Ok(planned.is_some())
}
