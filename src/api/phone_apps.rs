//! Existing phone apps at the desk: a device set up for one of them, and a missed day from a file.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use fieldbeat_domain::id::DeviceId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageDevices, over_tls},
    input::{Args, Body, Seg},
    problem::{Problem, ProblemBody},
    sheet_import::Raw,
    write::{self, Begun},
};
use crate::{
    ingest::compat::{App, NotTaken, track::TrackTaken},
    store::{audit, device},
};

#[derive(Deserialize, utoipa::ToSchema)]
pub struct AppSetupPut {
    app: App,
}

/// One field of an app's settings, to be typed where no link does it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AppField {
    /// As the app calls it.
    name: &'static str,
    value: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct AppSetup {
    device_id: i32,
    app: App,
    /// Opened on the phone, or scanned, it sets the app up; GPSLogger has none. It holds the token: shown this once.
    link: Option<String>,
    fields: Vec<AppField>,
}

/// A fresh token in the words of that app; the one before it stops working. The device is one without buttons from now
/// on: it is heard in the rep's sessions of the day, else in working hours. Restarting an app needs no new one.
#[utoipa::path(post, path = "/devices/{id}/app-setup", operation_id = "device_app_setup", tag = "devices", params(("id" = i32, Path)),
    request_body = AppSetupPut,
    responses((status = 201, body = AppSetup), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set_up(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i32>,
    headers: HeaderMap,
    body: Body<AppSetupPut>,
) -> Result<Response, Problem> {
    let base = base_url(&api, &headers)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let app = body.value.app;
    let device = device::get(write.tx(), &allow.scope, now, id).await?;
    let abilities = device::DevicePut {
        label: String::new(),
        rep_id: None,
        rep_code: None,
        can_declare: Some(false),
        grade: Some("tracker_web_app".to_owned()),
    };
    device::change(write.tx(), now, id, None, &abilities).await?;
    let token = device::issue_token(write.tx(), now.at, id).await?;
    let subject = format!("devices/{id}");
    write
        .audit("devices.app_setup", &subject, json!({ "app": app }))
        .await?;
    let (link, fields) = words(
        app,
        &base,
        &token.text,
        &device.rep_code.unwrap_or_default(),
    );
    let answer = AppSetup {
        device_id: id,
        app,
        link,
        fields,
    };
    let response = write.commit_secret(StatusCode::CREATED, &answer).await?;
    api.services.ingest.kick_device(DeviceId(id));
    Ok(response)
}

/// What phones call this server.
fn base_url(api: &Api, headers: &HeaderMap) -> Result<String, Problem> {
    if let Some(url) = &api.services.config.public_url {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    let host = host.ok_or_else(|| Problem::query("host", "required"))?;
    let scheme = if over_tls(&api.services) {
        "https"
    } else {
        "http"
    };
    Ok(format!("{scheme}://{host}"))
}

/// Seconds and metres between positions: what verdicts need of a phone without buttons (docs/phones.md).
const INTERVAL_S: u32 = 60;
const DISTANCE_M: u32 = 50;

fn words(app: App, base: &str, token: &str, rep: &str) -> (Option<String>, Vec<AppField>) {
    let field = |name, value: &str| AppField {
        name,
        value: value.to_owned(),
    };
    match app {
        App::Traccar => {
            let url = format!("{base}/compat/traccar");
            let link = format!(
                "{url}?id={token}&interval={INTERVAL_S}&distance={DISTANCE_M}&angle=30&accuracy=high&buffer=true&wakelock=true&stop_detection=true"
            );
            (
                Some(link),
                vec![field("Server URL", &url), field("Device identifier", token)],
            )
        }
        App::Owntracks => {
            let url = format!("{base}/compat/owntracks");
            let config = json!({
                "_type": "configuration", "mode": 3, "url": url, "auth": true, "username": rep, "password": token, "deviceId": "phone",
                "tid": rep.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect::<String>(),
                "monitoring": 2, "cmd": true, "remoteConfiguration": false,
                "moveModeLocatorInterval": INTERVAL_S, "locatorInterval": INTERVAL_S, "locatorDisplacement": DISTANCE_M,
            });
            let inline = STANDARD.encode(config.to_string());
            let inline: String = form_urlencoded::byte_serialize(inline.as_bytes()).collect();
            let fields = vec![
                field("Mode", "HTTP"),
                field("URL", &url),
                field("Username", rep),
                field("Password", token),
            ];
            (Some(format!("owntracks:///config?inline={inline}")), fields)
        }
        App::Overland => {
            let url = format!("{base}/compat/overland");
            let escaped: String = form_urlencoded::byte_serialize(url.as_bytes()).collect();
            let link = format!(
                "overland://setup?url={escaped}&token={token}&device_id={rep}&unique_id=yes"
            );
            (
                Some(link),
                vec![
                    field("Receiver Endpoint URL", &url),
                    field("Access Token", token),
                ],
            )
        }
        App::Gpslogger => {
            let fields = vec![
                field("URL", &format!("{base}/compat/gpslogger")),
                field("HTTP Method", "POST"),
                field("HTTP Body", "%ALL"),
                field("HTTP Headers", &format!("Authorization: Bearer {token}")),
            ];
            (None, fields)
        }
    }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrackFileArgs {
    /// Says what the file holds, and keeps nothing.
    #[serde(default)]
    dry_run: bool,
}

/// A missed day of a device from a file: GPX, KML or CSV, at most 16 MiB and 50,000 points; the body is the file. Taken as
/// if the phone had sent it late: what lies outside of work is not kept, what is known already is not stored twice, and
/// the days are judged again.
#[utoipa::path(post, path = "/devices/{id}/track-file", operation_id = "device_track_file", tag = "devices",
    params(("id" = i32, Path), TrackFileArgs), request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = TrackTaken), (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn track_file(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i32>,
    Args(args): Args<TrackFileArgs>,
    sent: Raw,
) -> Result<Response, Problem> {
    let now = api.now();
    let device = device::get(api.db(), &allow.scope, now, id).await?;
    let done = api
        .services
        .ingest
        .track_file(DeviceId(id), &sent.file, args.dry_run)
        .await;
    let taken: TrackTaken =
        done.map_err(|why| not_taken(&why, |code| Problem::field("/file", code)))?;
    if !args.dry_run {
        let detail = json!({ "rep_id": device.rep_id, "fixes": taken.fixes, "from": taken.from, "to": taken.to });
        let subject = format!("devices/{id}");
        audit::record(
            api.db(),
            &allow.scope,
            now.at,
            "devices.track_file",
            &subject,
            &detail,
        )
        .await?;
    }
    write::shown(&taken)
}

/// `unread` says what becomes of what cannot be read.
pub(super) fn not_taken(why: &NotTaken, unread: impl FnOnce(&'static str) -> Problem) -> Problem {
    match why {
        NotTaken::Unread(code) => unread(code),
        NotTaken::Device => {
            Problem::new(StatusCode::CONFLICT, "not_serving").detail("the device serves nobody")
        }
        NotTaken::Busy => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    }
}
