//! Turns order records into orders, one batch after another, and tells the map. Runs apart from
//! ingest: a record is acknowledged when it is stored, whatever becomes of it here.

use std::time::Duration;

use chrono::{DateTime, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde_json::json;

use super::Services;
use crate::{
    ingest::RecordNews,
    live::LiveEvent,
    store::{
        StoreError,
        event::Cursor,
        instant::Instant,
        order_inbox::{self, Applied},
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
                tracing::warn!(%error, "orders will be tried again");
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
    let now: DateTime<Utc> = services.clock.utc();
    let done = order_inbox::apply_inbox(&services.db, now).await?;
    for order in &done.applied {
        tell(services, done.store, order);
    }
    Ok(done.applied.len())
}

/// Tells the rep's phone what became of the record, and the map of the order.
fn tell(services: &Services, store: uuid::Uuid, order: &Applied) {
    let cursor = |(xid, id)| Cursor::new(store, xid, id).text();
    let news = RecordNews {
        cursor: cursor(order.status_event),
        id: order.order,
        kind: "order".to_owned(),
        status: order.status.to_owned(),
        detail: Some(order.detail.clone()),
    };
    services.ingest.record_status(RepId(order.rep_id), news);
    let Some(event) = order.event else {
        return;
    };
    services.live.event(LiveEvent {
        kind: "order_submitted".into(),
        org_unit: Some(OrgUnitId(order.org_unit_id)),
        rep: Some(RepId(order.rep_id)),
        body: json!({
            "order": order.order, "visit": order.visit_id, "outlet": order.outlet_id,
            "total_minor": order.total_minor, "at": Instant(order.at),
        }),
        cursor: cursor(event),
    });
}
