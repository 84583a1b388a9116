//! What `welcome` says beside the clock: who the rep is, how to send, where the day stands.

use fieldbeat_domain::{id::RepId, rules::Rules, time::At};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Ingest, reasons::Reasons};
use crate::store::{StoreError, day_plan, fix, phone};

/// Seconds between a phone's heartbeats; three may be lost before the server calls it silent.
const HEARTBEAT_S: u32 = 25;

pub struct Greeting {
    pub rep: Value,
    pub config: Value,
    pub session: Option<Value>,
    pub open_visit: Option<Value>,
    pub plan: Value,
    pub cursor: String,
    pub store: Uuid,
}

/// How a phone shall sample and send.
pub fn config(rules: &Rules, reasons: &Reasons) -> Value {
    json!({
        "rule_version": rules.version,
        "ping_moving_s": rules.ping_moving_s,
        "ping_still_s": rules.ping_still_s,
        "batch_max": rules.batch_max,
        "heartbeat_s": HEARTBEAT_S,
        "geofence_block_m": rules.geofence_block_m,
        "accuracy_reject_m": rules.accuracy_reject_m,
        "dwell_min_s": rules.dwell_min_s,
        "late_upload_days": rules.late_upload_days,
        "time_zone": rules.time.time_zone.name(),
        "day_start_min": rules.time.day_start_min,
        "reasons_version": reasons.version(),
    })
}

impl Ingest {
    pub(super) async fn greeting(&self, rep: RepId, now: At) -> Result<Greeting, StoreError> {
        let rules = self.rules.load_full();
        let date = rules.time.date_of(now);
        let mut conn = self.db.acquire().await?;
        day_plan::freeze_missing(&mut conn, fix::utc(now), rep, date).await?;
        let day = rules.time.day_bounds(date);
        let standing = phone::standing(&mut conn, rep, day.start, now).await?;
        let mut config = config(&rules, &self.reasons);
        // Never changes once the company was founded: told here, and not with every change of the rules.
        if let Some(config) = config.as_object_mut() {
            config.insert("currency".to_owned(), standing.currency.into());
        }
        Ok(Greeting {
            rep: standing.rep,
            config,
            session: standing.session,
            open_visit: standing.open_visit,
            plan: phone::plan(&mut conn, rep, date).await?,
            cursor: standing.cursor,
            store: standing.store,
        })
    }
}
