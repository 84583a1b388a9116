//! The doors of existing phone apps (docs/phones.md): who it is, what it said (`wire::compat`), the same way to the shards
//! as every other frame, and the answer that each app waits for. 2xx only after the commit; what could not be read is
//! kept apart and answered 2xx, since such an app stops its queue at anything else.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Json, Response},
    routing::{MethodRouter, get},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use fieldbeat_domain::{id::DeviceId, time::At};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Ingest,
    gate::Gate,
    http::{Problem, UNAUTHORIZED, deliver},
    places,
    socket::bearer,
};
use crate::{
    store::{
        StoreError,
        device_auth::{self, AuthenticatedDevice},
        fix::utc,
        gate,
        instant::Instant,
        quarantine::{self, Entry},
    },
    wire::{
        compat::{App, Item, Request, Unread, fields, owntracks, traccar, track_file},
        device::{self, Body, Frame, MAX_FIXES_PER_FRAME},
        device_reply::{Code, ItemResult},
    },
};

/// Largest body of a request; a batch of Overland's has 1,000 positions of 600 bytes.
const MAX_BODY_BYTES: usize = 4 << 20;
/// Things said in one request.
const ITEMS_MAX: usize = 5_000;
/// Largest record that is kept unread.
const UNREAD_BYTES_MAX: usize = 8 << 10;

/// The doors by their names.
pub(super) fn router() -> Router<Ingest> {
    Router::new()
        .route("/compat/traccar", door(App::Traccar))
        .route("/compat/owntracks", door(App::Owntracks))
        .route("/compat/overland", door(App::Overland))
        .route("/compat/gpslogger", door(App::Gpslogger))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}

/// A port of its own, as Traccar Client expects: its door at `/`, the others by their names.
pub(super) fn own_port() -> Router<Ingest> {
    Router::new().route("/", door(App::Traccar)).merge(router())
}

fn door(app: App) -> MethodRouter<Ingest> {
    let receive = move |State(ingest): State<Ingest>,
                        RawQuery(query): RawQuery,
                        headers: HeaderMap,
                        body: Bytes| async move {
        match receive(
            &ingest,
            app,
            query.as_deref().unwrap_or(""),
            &headers,
            &body,
        )
        .await
        {
            Ok(answer) => answer,
            Err(problem) => refusal(app, problem),
        }
    };
    get(receive).post(receive).put(receive)
}

async fn receive(
    ingest: &Ingest,
    app: App,
    query: &str,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Response, Problem> {
    let mut pairs = fields::pairs(query.as_bytes());
    let device = authenticate(ingest, app, &mut pairs, headers, body).await?;
    let _bytes = ingest.take_bytes(body.len().max(query.len())).await;
    let received_at = ingest.clock.now();
    let rules = ingest.rules.load_full();
    let request = Request {
        device: device.identity.id,
        pairs: &pairs,
        body,
        received_at,
        time: &rules.time,
    };
    let mut items = app.read(&request);
    if items.len() > ITEMS_MAX {
        return Err(TOO_MANY);
    }
    let unread: Vec<Unread> = items
        .extract_if(.., |i| matches!(i, Item::Unread(_)))
        .filter_map(|i| match i {
            Item::Unread(unread) => Some(unread),
            _ => None,
        })
        .collect();
    take(ingest, &device, received_at, items).await?;
    set_aside(ingest, app, &device, received_at, unread).await?;
    device_auth::note_app(&ingest.db, device.identity.id, app.name(), received_at).await?;
    answer(ingest, app, &device, received_at).await
}

const TOO_MANY: Problem = Problem(
    StatusCode::PAYLOAD_TOO_LARGE,
    "too_large",
    "at most 5000 records in a request",
);

/// The token: as a bearer, as the password of Basic, as `token` in the address, or as what the app calls its id.
async fn authenticate(
    ingest: &Ingest,
    app: App,
    pairs: &mut Vec<(String, String)>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<AuthenticatedDevice, Problem> {
    let in_address = pairs
        .iter()
        .position(|(k, _)| k == "token")
        .map(|i| pairs.remove(i).1);
    let mut token = (bearer(headers).map(str::to_owned))
        .or_else(|| basic_password(headers))
        .or(in_address);
    if app == App::Traccar && token.is_none() {
        let is_id = |(k, _): &(String, String)| traccar::ID.contains(&k.as_str());
        token = (pairs.iter().position(is_id).map(|i| pairs.remove(i).1))
            .or_else(|| traccar::id_in_body(body))
            .or_else(|| {
                fields::pairs(body)
                    .into_iter()
                    .find(is_id)
                    .map(|(_, id)| id)
            });
    }
    let token = token.ok_or(UNAUTHORIZED)?;
    device_auth::by_token(&ingest.db, &token, ingest.clock.now())
        .await?
        .ok_or(UNAUTHORIZED)
}

fn basic_password(headers: &HeaderMap) -> Option<String> {
    let sent = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let decoded = STANDARD.decode(sent.strip_prefix("Basic ")?.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    text.split_once(':')
        .map(|(_, password)| password.to_owned())
}

/// Through the shards, in one commit. What the gate or the ranges refuse leaves its counter, as from every phone.
pub(super) async fn take(
    ingest: &Ingest,
    device: &AuthenticatedDevice,
    received_at: At,
    items: Vec<Item>,
) -> Result<Vec<ItemResult>, Problem> {
    let mut fixes = Vec::new();
    let mut texts = Vec::new();
    for item in items {
        match item {
            Item::Fix(fix) => fixes.push(Ok(fix)),
            Item::Frame(mut frame) => {
                if let Some(fields) = frame.as_object_mut() {
                    fields.insert("n".to_owned(), (texts.len() + 1).into());
                }
                texts.push(frame.to_string());
            }
            Item::Unread(_) => {}
        }
    }
    // Marks first: a check-in may begin the session that its position lies in.
    let mut frames: Vec<(Frame<'_>, &str)> = texts
        .iter()
        .filter_map(|text| Some((device::decode(text).ok()?, text.as_str())))
        .collect();
    let mut n = texts.len() as u64;
    while !fixes.is_empty() {
        let rest = fixes.split_off(fixes.len().min(MAX_FIXES_PER_FRAME));
        n += 1;
        let body = Body::Fixes {
            session: None,
            fixes: std::mem::replace(&mut fixes, rest),
        };
        let sent_at = None;
        frames.push((Frame { n, sent_at, body }, ""));
    }
    deliver(ingest, device, received_at, None, frames).await
}

/// Keeps what could not be read: as it was sent where it happened at work, else without what may be a position.
async fn set_aside(
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
                && u.body.to_string().len() <= UNREAD_BYTES_MAX;
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

async fn read_gate(
    ingest: &Ingest,
    device: &AuthenticatedDevice,
    now: At,
) -> Result<Gate, StoreError> {
    let mut conn = ingest.db.acquire().await?;
    let days = i64::from(ingest.rules.load().late_upload_days) + 1;
    let (sessions, breaks) =
        gate::of_rep(&mut conn, device.rep, now.plus_ms(-days * 86_400_000)).await?;
    Ok(Gate::restore(&sessions, &breaks))
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
    fn shape(value: Value) -> Value {
        match value {
            Value::Object(map) => map
                .into_iter()
                .take(KEYS_MAX)
                .map(|(k, v)| {
                    let kept = HARMLESS.contains(&k.as_str()) && !v.is_object() && !v.is_array();
                    let v = if kept && v.to_string().len() <= 40 {
                        v
                    } else {
                        shape(v)
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
    shape(value)
}

async fn answer(
    ingest: &Ingest,
    app: App,
    device: &AuthenticatedDevice,
    now: At,
) -> Result<Response, Problem> {
    Ok(match app {
        App::Traccar | App::Gpslogger => StatusCode::OK.into_response(),
        App::Overland => Json(json!({ "result": "ok" })).into_response(),
        App::Owntracks => match places::news(ingest, device, now).await? {
            Some(places) => Json(owntracks::set_waypoints(&places)).into_response(),
            None => Json(json!([])).into_response(),
        },
    })
}

/// Overland shows its user the text of `error`; the others look at the status alone.
fn refusal(app: App, problem: Problem) -> Response {
    if app != App::Overland {
        return problem.into_response();
    }
    let Problem(status, _, detail) = problem;
    let mut response = problem.into_response();
    let headers = response.headers().clone();
    response = (status, Json(json!({ "error": detail }))).into_response();
    if let Some(after) = headers.get(header::RETRY_AFTER) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, after.clone());
    }
    response
}

/// What became of a record that was run again.
pub enum Rerun {
    Taken,
    /// Still not to be read, and why.
    Unread(&'static str),
}

impl Ingest {
    /// Reads a quarantined record again, as its app's door would now, and takes what it says.
    pub async fn rerun(
        &self,
        door: &str,
        device: DeviceId,
        body: &Value,
    ) -> Result<Rerun, RerunRefused> {
        let app: App = door.parse().map_err(|_| RerunRefused::Device)?;
        let now = self.clock.now();
        let device = device_auth::by_id(&self.db, device, now)
            .await?
            .ok_or(RerunRefused::Device)?;
        let rules = self.rules.load_full();
        let (pairs, bytes) = as_sent(app, body);
        let request = Request {
            device: device.identity.id,
            pairs: &pairs,
            body: &bytes,
            received_at: now,
            time: &rules.time,
        };
        let items = app.read(&request);
        if let Some(Item::Unread(u)) = items.iter().find(|i| matches!(i, Item::Unread(_))) {
            return Ok(Rerun::Unread(u.detail));
        }
        take(self, &device, now, items)
            .await
            .map_err(|_| RerunRefused::Busy)?;
        Ok(Rerun::Taken)
    }
}

/// Why nothing was run.
#[derive(Debug)]
pub enum RerunRefused {
    /// It serves nobody any more.
    Device,
    Busy,
}

impl From<StoreError> for RerunRefused {
    fn from(_: StoreError) -> Self {
        Self::Busy
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

/// What a file of positions came to.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub struct TrackTaken {
    /// Whether nothing was kept.
    pub dry_run: bool,
    /// Positions with a readable time and place.
    pub fixes: usize,
    /// Points without.
    pub unread: usize,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    /// Of `fixes`, those that lie outside of work: they are not kept.
    pub off_session: usize,
    /// What else was said of some, by its code: `duplicate`, `too_old`, `out_of_range`, `low_accuracy` …
    pub codes: BTreeMap<String, usize>,
}

/// Why a file was not taken.
#[derive(Debug)]
pub enum TrackRefused {
    /// By the code of what is wrong with it.
    File(&'static str),
    Device,
    Busy,
}

impl From<StoreError> for TrackRefused {
    fn from(_: StoreError) -> Self {
        Self::Busy
    }
}

impl Ingest {
    /// Takes a missed day from a file, as if the device had sent it late. A dry run says what it holds.
    pub async fn track_file(
        &self,
        device: DeviceId,
        bytes: &[u8],
        dry_run: bool,
    ) -> Result<TrackTaken, TrackRefused> {
        let now = self.clock.now();
        let rules = self.rules.load_full();
        let device = device_auth::by_id(&self.db, device, now)
            .await?
            .ok_or(TrackRefused::Device)?;
        let file =
            track_file::read(bytes, &rules.time).map_err(|e| TrackRefused::File(e.into()))?;
        let times = || file.fixes.iter().map(|f| f.at.0);
        let gate = read_gate(self, &device, now).await?;
        let can_declare = device.identity.can_declare;
        let mut taken = TrackTaken {
            dry_run,
            fixes: file.fixes.len(),
            unread: file.unread,
            from: times().min().and_then(At::to_utc).map(Instant),
            to: times().max().and_then(At::to_utc).map(Instant),
            off_session: times()
                .filter(|at| !gate.admits(*at, can_declare, &rules))
                .count(),
            codes: BTreeMap::new(),
        };
        if dry_run {
            return Ok(taken);
        }
        let items = file.fixes.into_iter().map(Item::Fix).collect();
        let results = take(self, &device, now, items)
            .await
            .map_err(|_| TrackRefused::Busy)?;
        taken.off_session = 0;
        for result in results {
            if result.code == Code::OffSession {
                taken.off_session += 1;
            } else {
                *taken
                    .codes
                    .entry(result.code.as_str().to_owned())
                    .or_default() += 1;
            }
        }
        Ok(taken)
    }
}
