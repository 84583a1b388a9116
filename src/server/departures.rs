//! Carries out departures of reps whose last day is over, one at a time, and closes the sockets of their devices. What one means is
//! `store::departure`'s.

use std::time::Duration;

use fieldbeat_domain::id::DeviceId;

use super::Services;
use crate::store::{StoreError, departure::carry_out, upsert::Now};

const EVERY: Duration = Duration::from_secs(20);

/// Ends when the server does, between two departures.
pub(super) async fn run(services: Services) {
    loop {
        if let Err(error) = round(&services).await {
            tracing::warn!(%error, "departures will be tried again");
        }
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// All that are due; one that fails holds up no other. How many were done.
pub async fn round(services: &Services) -> Result<u32, StoreError> {
    let now = Now {
        at: services.clock.utc(),
        today: services.rules.load().time.date_of(services.clock.now()),
    };
    let (mut count, mut after) = (0, 0);
    while let Some((id, done)) = carry_out::next(&services.db, now, after).await? {
        after = id;
        match done {
            Ok(done) => {
                for device in &done.effect.devices {
                    services.ingest.kick_device(DeviceId(device.id));
                }
                count += 1;
            }
            Err(error) => tracing::warn!(%error, departure = id, "a departure will be tried again"),
        }
    }
    if count > 0 {
        tracing::info!(count, "reps have left");
    }
    Ok(count)
}
