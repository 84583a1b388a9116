//! Small duties by the clock: reps whose deadline passed while nobody had them in memory, outlets
//! and reasons edited elsewhere, tokens revoked elsewhere, what other nodes asked for, another store.

use std::time::Duration;

use uuid::Uuid;

use super::{Ingest, shard::reps::RepMsg};
use crate::{
    shutdown,
    store::{StoreError, device_auth, dirty, node::Call, phone},
};

const EVERY: Duration = Duration::from_secs(2);
/// Reps woken in one round.
const MAX_WOKEN: i64 = 1_000;
/// Over so long phones are asked to greet anew when the store is another one.
const GREET_ANEW_OVER: Duration = Duration::from_secs(10);

pub fn spawn(ingest: &Ingest, shutdown: &shutdown::Token) {
    let ingest = ingest.clone();
    let stop = shutdown.clone();
    shutdown.spawn("sweeper", async move {
        let mut greeted = None;
        loop {
            tokio::select! {
                () = stop.started() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(e) = sweep(&ingest, &mut greeted).await {
                tracing::debug!(error = %e, "sweep put off");
            }
        }
    });
}

/// `greeted`: the store that phones were told of.
async fn sweep(ingest: &Ingest, greeted: &mut Option<Uuid>) -> Result<(), StoreError> {
    let store = phone::store_mark(&mut *ingest.db.acquire().await?).await?;
    // Before the company is founded there is none, and no phone.
    if !store.is_nil() && greeted.replace(store).is_some_and(|was| was != store) {
        // Only in a greeting a phone learns that it has to send again what it keeps.
        let ingest = ingest.clone();
        tokio::spawn(async move { ingest.send_away(GREET_ANEW_OVER).await });
    }
    if let Some(me) = ingest.nodes.owner() {
        let now = ingest.clock.now();
        for rep in dirty::overdue_reps(&ingest.db, me.node, now, MAX_WOKEN).await? {
            let _ = ingest.send(rep, RepMsg::Wake { rep }).await;
        }
    }
    for Call {
        rep,
        wanted,
        touched,
    } in ingest.nodes.calls().await?
    {
        if touched {
            let _ = ingest.send(rep, RepMsg::Touched { rep }).await;
        }
        if wanted {
            let _ = ingest.let_go(rep).await;
        }
    }
    ingest.worlds.refresh().await?;
    if ingest.reasons.refresh(&ingest.db).await? {
        ingest.config_changed().await;
    }
    let connected = ingest.registry.devices();
    if !connected.is_empty() {
        for device in device_auth::revoked(&ingest.db, &connected).await? {
            ingest.kick_device(device);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a gauge")]
    metrics::gauge!("fieldbeat_days_dirty").set(dirty::count(&ingest.db).await? as f64);
    Ok(())
}
