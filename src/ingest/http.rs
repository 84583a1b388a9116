//! The device's HTTP door: frames for phones that cannot hold a socket, enrolment, offline data.
//! Bearer only. The answer to `frames` comes after one commit for all of them.

use std::{io::Read, sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Json, Response},
};
use fieldbeat_domain::{id::RepId, time::At};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use uuid::Uuid;

use super::{
    Ingest,
    ack::Acks,
    device_health,
    intake::{self, Source},
    shard::reps::RepMsg,
    socket::bearer,
    work::{AcksRef, FrameWork},
};
use crate::{
    store::{
        StoreError,
        device_auth::{self, AuthenticatedDevice, Enrolment},
        device_lost, phone,
    },
    wire::{
        device::{self, Body, Frame, WireAt},
        device_check::Receipt,
        device_reply::{Code, ItemResult, Reply},
    },
};

/// Tells a lost phone to wipe itself.
pub(super) const WIPE: &str = "device_wiped";
/// What a gzip body may grow to.
const MAX_INFLATED: u64 = 8 << 20;
const RETRY_AFTER_S: u16 = 5;
/// What a stopping server gives to the commit of a request that it has taken.
const LAST_COMMIT: Duration = Duration::from_secs(3);

/// A refusal of the whole request, as problem+json.
pub(super) struct Problem(pub StatusCode, pub &'static str, pub &'static str);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self(status, code, detail) = self;
        let body = json!({ "type": "about:blank", "title": status.canonical_reason(), "status": status.as_u16(), "code": code, "detail": detail });
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
        }
        response
    }
}

pub(super) const BUSY: Problem = Problem(
    StatusCode::SERVICE_UNAVAILABLE,
    "unavailable",
    "try later, nothing was taken",
);
pub(super) const UNAUTHORIZED: Problem = Problem(
    StatusCode::UNAUTHORIZED,
    "unauthorized",
    "token missing, unknown or revoked",
);
const WIPED: Problem = Problem(
    StatusCode::UNAUTHORIZED,
    WIPE,
    "the device was reported lost: forget everything that it holds",
);
const MALFORMED: Problem = Problem(
    StatusCode::BAD_REQUEST,
    "malformed",
    "the body is not {\"frames\": […]}",
);
const TOO_LARGE: Problem = Problem(
    StatusCode::PAYLOAD_TOO_LARGE,
    "too_large",
    "at most 1 MiB, 8 MiB after gzip",
);

impl From<StoreError> for Problem {
    fn from(_: StoreError) -> Self {
        BUSY
    }
}

pub(super) async fn authenticate(
    ingest: &Ingest,
    headers: &HeaderMap,
) -> Result<AuthenticatedDevice, Problem> {
    let token = bearer(headers).ok_or(UNAUTHORIZED)?;
    let now = ingest.clock.now();
    if let Some(device) = device_auth::by_token(&ingest.db, token, now).await? {
        return Ok(device);
    }
    if device_lost::must_wipe(&ingest.db, token, now).await? {
        return Err(WIPED);
    }
    Err(UNAUTHORIZED)
}

#[derive(Deserialize)]
struct Frames<'a> {
    #[serde(default)]
    sent_at: Option<WireAt>,
    #[serde(borrow)]
    frames: Vec<&'a RawValue>,
}

pub async fn frames(State(ingest): State<Ingest>, headers: HeaderMap, body: Bytes) -> Response {
    match take(&ingest, &headers, &body).await {
        Ok(answer) => Json(answer).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn take(ingest: &Ingest, headers: &HeaderMap, body: &Bytes) -> Result<Value, Problem> {
    let device = authenticate(ingest, headers).await?;
    let _bytes = ingest.take_bytes(body.len()).await;
    let text = inflate(headers, body)?;
    let request: Frames<'_> = serde_json::from_str(&text).map_err(|_| MALFORMED)?;
    let received_at = ingest.clock.now();
    let measured_ms = clock_offset(&request, received_at);
    let mut last_n = None;
    let mut unreadable = Vec::new();
    let mut frames = Vec::new();
    for (ordinal, raw) in (1_u64..).zip(&request.frames) {
        match device::decode(raw.get()) {
            Ok(frame) if last_n.is_none_or(|last| frame.n > last) => {
                if !matches!(frame.body, Body::Hello(_)) {
                    last_n = Some(frame.n);
                    frames.push((frame, raw.get()));
                }
            }
            _ => unreadable.push(json!({ "code": Code::Malformed, "frame": ordinal })),
        }
    }
    let results = deliver(ingest, &device, received_at, measured_ms, frames).await?;
    answer(ingest, last_n, results, unreadable, received_at).await
}

/// Hands the frames of one request to the shards and returns after one commit for all of them.
pub(super) async fn deliver(
    ingest: &Ingest,
    device: &AuthenticatedDevice,
    received_at: At,
    measured_ms: Option<i64>,
    frames: Vec<(Frame<'_>, &str)>,
) -> Result<Vec<ItemResult>, Problem> {
    let rules = ingest.rules.load_full();
    let identity = &device.identity;
    let acks = AcksRef(Arc::new(Acks::default()));
    let source = Source {
        device: identity,
        receipt: Receipt {
            device: identity.id,
            received_at,
            clock_offset_ms: measured_ms.unwrap_or(0),
            emulator: device.emulator,
        },
        rules: &rules,
        acks: &acks,
    };
    let mut by_rep: Vec<(RepId, Vec<FrameWork>)> = Vec::new();
    let mut backlog = None;
    for (frame, text) in frames {
        if let Body::Heartbeat(beat) = &frame.body {
            backlog = beat.backlog;
        }
        let n = frame.n;
        let word = device_health::word(&frame, received_at, measured_ms);
        ingest.device_health.note(identity.id, word);
        let taken = intake::take(frame, text, &source);
        ingest.metrics.count(&taken.results);
        let parts = u32::try_from(taken.works.len()).unwrap_or(u32::MAX);
        acks.0.register(n, parts, taken.results, None);
        for work in taken.works {
            match by_rep.iter_mut().find(|(rep, _)| *rep == work.rep) {
                Some((_, works)) => works.push(work),
                None => by_rep.push((work.rep, vec![work])),
            }
        }
    }
    let reps: Vec<RepId> = by_rep.iter().map(|(rep, _)| *rep).collect();
    for (rep, works) in by_rep {
        ingest
            .send(rep, RepMsg::Batch { rep, works })
            .await
            .map_err(|()| BUSY)?;
    }
    if !committed(ingest, &acks.0, &reps).await {
        return Err(BUSY);
    }
    if let Err(e) = device_auth::note_seen(&ingest.db, identity.id, backlog, received_at).await {
        tracing::debug!(error = %e, "last sight of a device not noted");
    }
    Ok(match acks.0.take().ack {
        Some(Reply::Ack { results, .. }) => results,
        _ => Vec::new(),
    })
}

/// Waits for the commit of every frame. `false` where the server stops first: what its shards did
/// not take any more is not stored, and nothing is promised.
async fn committed(ingest: &Ingest, acks: &Acks, reps: &[RepId]) -> bool {
    let stopped = async {
        match reps {
            [] => std::future::pending().await,
            [rep, ..] => ingest.ended(*rep).await,
        }
    };
    tokio::select! {
        biased;
        () = acks.drained() => true,
        // The writer outlives its shard and may still commit what the shard had taken.
        () = stopped => tokio::time::timeout(LAST_COMMIT, acks.drained()).await.is_ok(),
    }
}

async fn answer(
    ingest: &Ingest,
    n: Option<u64>,
    results: Vec<ItemResult>,
    errors: Vec<Value>,
    now: At,
) -> Result<Value, Problem> {
    let mut conn = ingest.db.acquire().await.map_err(|_| BUSY)?;
    let (cursor, _) = phone::cursor_now(&mut conn, now).await?;
    let mut body = json!({ "n": n, "results": results, "cursor": cursor });
    if let (false, Some(map)) = (errors.is_empty(), body.as_object_mut()) {
        map.insert("errors".to_owned(), errors.into());
    }
    Ok(body)
}

/// Server time − device time, from the request or its first frame.
fn clock_offset(request: &Frames<'_>, received_at: At) -> Option<i64> {
    #[derive(Deserialize)]
    struct Sent {
        sent_at: Option<WireAt>,
    }
    let of_frame = |raw: &&RawValue| {
        serde_json::from_str::<Sent>(raw.get())
            .ok()
            .and_then(|s| s.sent_at)
    };
    request
        .sent_at
        .or_else(|| request.frames.iter().find_map(of_frame))
        .map(|t| received_at.since_ms(t.0))
}

fn inflate(headers: &HeaderMap, body: &Bytes) -> Result<String, Problem> {
    let gzip = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|e| e.as_bytes().eq_ignore_ascii_case(b"gzip"));
    let mut text = String::new();
    if gzip {
        let mut limited = flate2::read::GzDecoder::new(body.as_ref()).take(MAX_INFLATED + 1);
        limited.read_to_string(&mut text).map_err(|_| MALFORMED)?;
    } else {
        text.push_str(std::str::from_utf8(body).map_err(|_| MALFORMED)?);
    }
    if text.len() as u64 > MAX_INFLATED {
        return Err(TOO_LARGE);
    }
    Ok(text)
}

#[derive(Deserialize)]
pub struct EnrollRequest {
    code: String,
    install: Uuid,
}

pub async fn enroll(State(ingest): State<Ingest>, Json(request): Json<EnrollRequest>) -> Response {
    let now = ingest.clock.now();
    match device_auth::enroll(&ingest.db, &request.code, request.install, now).await {
        Ok(Enrolment::Enrolled { device, token }) => {
            Json(json!({ "device_id": device, "token": token })).into_response()
        }
        Ok(Enrolment::Refused) => Problem(
            StatusCode::FORBIDDEN,
            "enrolment_refused",
            "the code is unknown, expired or used; ask for a new one",
        )
        .into_response(),
        Err(e) => Problem::from(e).into_response(),
    }
}

#[derive(Deserialize)]
pub struct SyncQuery {
    since: Option<String>,
}

pub async fn sync(
    State(ingest): State<Ingest>,
    headers: HeaderMap,
    Query(query): Query<SyncQuery>,
) -> Response {
    let device = match authenticate(&ingest, &headers).await {
        Ok(device) => device,
        Err(problem) => return problem.into_response(),
    };
    let now = ingest.clock.now();
    let time = ingest.rules.load().time;
    match phone::sync(&ingest.db, device.rep, &time, query.since.as_deref(), now).await {
        Ok(phone::Sync::Data(data)) => Json(data).into_response(),
        Ok(phone::Sync::Expired) => Problem(
            StatusCode::GONE,
            "cursor_lost",
            "the cursor has expired, start over without one",
        )
        .into_response(),
        Err(e) => Problem::from(e).into_response(),
    }
}
