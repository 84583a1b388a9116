//! Has the store propose pins where visits agree that an outlet is elsewhere, and tells the boards.

use std::time::Duration;

use super::Services;
use crate::{
    live::LiveEvent,
    store::{
        StoreError,
        event::{self, Cursor},
        pin_proposal_find::propose,
        upsert::Now,
    },
};

/// A wrong pin is days old; minutes more harm nobody.
const EVERY: Duration = Duration::from_mins(1);

/// Ends when the server does, between two rounds.
pub(super) async fn run(services: Services) {
    loop {
        if let Err(error) = round(&services).await {
            tracing::warn!(%error, "looking at pins will be tried again");
        }
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn round(services: &Services) -> Result<(), StoreError> {
    let now = Now {
        at: services.clock.utc(),
        today: services.rules.load().time.date_of(services.clock.now()),
    };
    let proposed = propose(&services.db, now).await?;
    if proposed.is_empty() {
        return Ok(());
    }
    tracing::info!(proposed = proposed.len(), "pins are proposed");
    let store = event::position(&services.db).await?.store;
    for found in proposed {
        let (xid, id) = found.news.event;
        services.live.event(LiveEvent {
            kind: found.news.kind.into(),
            org_unit: Some(found.org_unit),
            rep: None,
            body: found.news.body,
            cursor: Cursor::new(store, xid, id).text(),
        });
    }
    Ok(())
}
