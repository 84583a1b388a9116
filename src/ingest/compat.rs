//! The doors of existing phone apps (docs/phones.md): who it is, what it said (`wire::compat`), the same way to the shards
//! as every other frame, and the answer that each app waits for. 2xx only after the commit; what could not be read is
//! kept apart (`unread`) and answered 2xx, since such an app stops its queue at anything else. A missed day from a file
//! (`track`) goes the same way.

pub mod track;
mod unread;

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Json, Response},
    routing::{MethodRouter, get},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use fieldbeat_domain::time::At;
use serde_json::json;

use super::{
    Ingest,
    http::{Problem, UNAUTHORIZED, deliver},
    places,
    socket::bearer,
};
pub use crate::wire::compat::App;
use crate::{
    store::{
        StoreError,
        device_auth::{self, AuthenticatedDevice},
    },
    wire::{
        compat::{Item, Request, fields, owntracks, traccar},
        device::{self, Body, Frame, MAX_FIXES_PER_FRAME},
        device_reply::ItemResult,
    },
};

/// Largest body of a request; a batch of Overland's has 1,000 positions of 600 bytes.
const MAX_BODY_BYTES: usize = 4 << 20;
/// Things said in one request.
const ITEMS_MAX: usize = 5_000;

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
    let items = app.read(&request);
    if items.len() > ITEMS_MAX {
        return Err(TOO_MANY);
    }
    let mut unread = Vec::new();
    let mut read = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Unread(one) => unread.push(one),
            other => read.push(other),
        }
    }
    take(ingest, &device, received_at, read).await?;
    unread::set_aside(ingest, app, &device, received_at, unread).await?;
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
async fn take(
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
    let detail = problem.2;
    let mut response = problem.into_response();
    if app == App::Overland {
        let told = json!({ "error": detail }).to_string();
        *response.body_mut() = told.into();
        let kind = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// Why nothing was taken of what a person brought.
#[derive(Debug)]
pub enum NotTaken {
    /// It cannot be read, by its code.
    Unread(&'static str),
    /// The device serves nobody.
    Device,
    /// Later perhaps.
    Busy,
}

impl From<StoreError> for NotTaken {
    fn from(_: StoreError) -> Self {
        Self::Busy
    }
}

impl From<Problem> for NotTaken {
    fn from(_: Problem) -> Self {
        Self::Busy
    }
}
