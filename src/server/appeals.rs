//! Turns appeal records into appeals, one batch after another, tells the phone and the boards.

use std::time::Duration;

use serde_json::json;

use super::Services;
use crate::{
    ingest::RecordNews,
    live::LiveEvent,
    store::{
        StoreError,
        appeal_inbox::{self, Settled},
        event::{self, Cursor},
    },
};

/// How soon a new record is looked at.
const EVERY: Duration = Duration::from_millis(500);
/// After a failure.
const PATIENCE: Duration = Duration::from_secs(5);

/// Ends when the server does, between two batches.
pub(super) async fn run(services: Services) {
    loop {
        let pause = match batch(&services).await {
            Ok(0) => EVERY,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::warn!(%error, "appeals will be tried again");
                PATIENCE
            }
        };
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn batch(services: &Services) -> Result<usize, StoreError> {
    let settled = appeal_inbox::apply(&services.db, services.clock.utc()).await?;
    if !settled.is_empty() {
        let store = event::position(&services.db).await?.store;
        for appeal in &settled {
            tell(services, store, appeal);
        }
    }
    Ok(settled.len())
}

fn tell(services: &Services, store: uuid::Uuid, appeal: &Settled) {
    let cursor = |(xid, id)| Cursor::new(store, xid, id).text();
    let news = RecordNews {
        cursor: cursor(appeal.status_event),
        id: appeal.id,
        kind: "appeal".to_owned(),
        status: appeal.status.to_owned(),
        detail: Some(appeal.detail.clone()),
    };
    services.ingest.record_status(appeal.rep, news);
    let Some(event) = appeal.event else { return };
    services.live.event(LiveEvent {
        kind: "visit_appealed".into(),
        org_unit: appeal.org_unit,
        rep: Some(appeal.rep),
        body: json!({"visit": appeal.visit}),
        cursor: cursor(event),
    });
}
