//! What an app sent and nobody could read: kept apart, without what may be a place where it lay off work, and run again
//! when a person asks for it. Never lists or decides (`store::quarantine`).

use fieldbeat_domain::{id::DeviceId, time::At};
use serde_json::Value;

use super::{App, NotTaken, take};
use crate::{
    ingest::{Ingest, gate::Gate, http::Problem},
    store::{
        StoreError,
        device_auth::{self, AuthenticatedDevice},
        fix::utc,
        gate,
        privacy::{consent, floor},
        quarantine::{self, Entry},
    },
    wire::compat::{Item, Request, Unread},
};

/// Largest record that is kept whole.
const BYTES_MAX: usize = 8 << 10;

/// Keeps what could not be read: as it was sent where it happened at work, else without what may be a position.
pub(super) async fn set_aside(
    ingest: &Ingest,
    app: App,
    device: &AuthenticatedDevice,
    received_at: At,
    unread: Vec<Unread>,
) -> Result<(), Problem> {
    if unread.is_empty() {
        return Ok(());
    }
    let gate = read_gate(ingest, device, received_at).await?;
    let rules = ingest.rules.load_full();
    let can_declare = device.identity.can_declare;
    let entries: Vec<Entry> = unread
        .into_iter()
        .map(|u| {
            let whole = u.at.is_some_and(|at| gate.admits(at, can_declare, &rules))
                && u.body.to_string().len() <= BYTES_MAX;
            Entry {
                at: u.at.and_then(At::to_utc),
                detail: u.detail,
                body: if whole {
                    u.body
                } else {
                    without_places(u.body)
                },
                whole,
            }
        })
        .collect();
    let id = device.identity.id;
    quarantine::put(
        &ingest.db,
        id,
        device.rep,
        app.door(),
        utc(received_at),
        &entries,
    )
    .await?;
    Ok(())
}

pub(super) async fn read_gate(
    ingest: &Ingest,
    device: &AuthenticatedDevice,
    now: At,
) -> Result<Gate, StoreError> {
    let mut conn = ingest.db.acquire().await?;
    let days = i64::from(ingest.rules.load().late_upload_days) + 1;
    let (sessions, breaks) =
        gate::of_rep(&mut conn, device.rep, now.plus_ms(-days * 86_400_000)).await?;
    let before = floor::of_rep(&mut *conn, device.rep).await?;
    let time = ingest.rules.load().time;
    let erased_until = before.map(|before| time.day_bounds(before).start);
    let since = now.plus_ms(-days * 86_400_000);
    let consent = consent::of_rep(&mut conn, device.rep, &time, (since, now)).await?;
    Ok(Gate::restore(&sessions, &breaks, erased_until, consent))
}

/// Keys whose values tell neither a place nor a person.
const HARMLESS: &[&str] = &[
    "_type",
    "t",
    "tst",
    "event",
    "action",
    "type",
    "timestamp",
    "time",
    "batt",
    "battery_level",
    "battery_state",
    "mode",
];
/// Keys of a record that is not kept whole.
const KEYS_MAX: usize = 64;

/// Names and shapes, with the values of [`HARMLESS`] alone.
fn without_places(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .take(KEYS_MAX)
            .map(|(k, v)| {
                let kept = HARMLESS.contains(&k.as_str()) && !v.is_object() && !v.is_array();
                let v = if kept && v.to_string().len() <= 40 {
                    v
                } else {
                    without_places(v)
                };
                (k.chars().take(40).collect::<String>(), v)
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => format!("(list of {})", items.len()).into(),
        Value::String(_) => "(text)".into(),
        Value::Number(_) => "(number)".into(),
        other => other,
    }
}

impl Ingest {
    /// Reads a quarantined record again, as its app's door would now, and takes what it says.
    pub async fn rerun(&self, door: &str, device: DeviceId, body: &Value) -> Result<(), NotTaken> {
        let app: App = door.parse().map_err(|_| NotTaken::Device)?;
        let now = self.clock.now();
        let device = device_auth::by_id(&self.db, device, now)
            .await?
            .ok_or(NotTaken::Device)?;
        let rules = self.rules.load_full();
        let (pairs, bytes) = as_sent(app, body);
        let items = app.read(&Request {
            device: device.identity.id,
            pairs: &pairs,
            body: &bytes,
            received_at: now,
            time: &rules.time,
        });
        for item in &items {
            if let Item::Unread(unread) = item {
                return Err(NotTaken::Unread(unread.detail));
            }
        }
        take(self, &device, now, items).await?;
        Ok(())
    }
}

/// A record as the request that it was kept as.
fn as_sent(app: App, body: &Value) -> (Vec<(String, String)>, Vec<u8>) {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_pairs = match app {
        App::Traccar => body.get("location").is_none_or(Value::is_string),
        App::Gpslogger => true,
        App::Owntracks | App::Overland => false,
    };
    if !is_pairs {
        return (Vec::new(), text(body).into_bytes());
    }
    let pairs = body.as_object().into_iter().flatten();
    (
        pairs.map(|(k, v)| (k.clone(), text(v))).collect(),
        Vec::new(),
    )
}
