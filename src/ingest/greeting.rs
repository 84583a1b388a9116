//! What `welcome` says beside the clock: who the rep is, how to send, where the day stands.

use fieldbeat_domain::{id::RepId, rules::Rules, time::At};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Ingest, reasons::Reasons};
use crate::store::{StoreError, day_plan, fix, gate, phone};

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
        day_plan::ensure(&mut conn, fix::utc(now), rep, date).await?;
        let day = rules.time.day_bounds(date);
        let (sessions, _) = gate::of_rep(&mut conn, rep, day.start).await?;
        let session =
            sessions.iter().rev().find(|s| s.ended_at.is_none()).map(
                |s| json!({ "id": s.id, "at": crate::wire::device_reply::rfc3339(s.started_at) }),
            );
        let (cursor, store) = phone::cursor_now(&mut conn, now).await?;
        let mut config = config(&rules, &self.reasons);
        // Never changes once the company was founded: told here, and not with every change of the rules.
        if let Some(config) = config.as_object_mut() {
            let currency = phone::currency(&mut conn).await?;
            config.insert("currency".to_owned(), currency.into());
        }
        Ok(Greeting {
            rep: phone::rep(&mut conn, rep).await?,
            config,
            session,
            open_visit: phone::open_visit(&mut conn, rep).await?,
            plan: phone::plan(&mut conn, rep, date).await?,
            cursor,
            store,
        })
    }
}
