//! Small duties by the clock: reps whose deadline passed while nobody had them in memory, outlets
//! and reasons edited elsewhere, tokens revoked elsewhere, what other nodes asked for, another store.

use std::time::Duration;

use super::{Ingest, shard::reps::RepMsg};
use crate::{
    shutdown,
    store::{StoreError, device_auth, dirty, node::Call, phone},
};

const EVERY: Duration = Duration::from_secs(2);
/// Reps woken in one round.
const MAX_WOKEN: i64 = 1_000;
/// In so many rounds phones are asked to greet anew when the store is another one, …
const ANEW_ROUNDS: usize = 5;
/// … but so many are one round.
const ANEW_AT_ONCE: usize = 50;

pub fn spawn(ingest: &Ingest, shutdown: &shutdown::Token) {
    let ingest = ingest.clone();
    let stop = shutdown.clone();
    shutdown.spawn("sweeper", async move {
        loop {
            tokio::select! {
                () = stop.started() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(e) = sweep(&ingest).await {
                tracing::debug!(error = %e, "sweep put off");
            }
        }
    });
}

async fn sweep(ingest: &Ingest) -> Result<(), StoreError> {
    // Only in a greeting a phone learns that it has to send again what it keeps.
    let store = phone::store_mark(&mut *ingest.db.acquire().await?).await?;
    let few = (ingest.connected_devices() / ANEW_ROUNDS).max(ANEW_AT_ONCE);
    ingest.registry.send_away(few, Some(store));
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
