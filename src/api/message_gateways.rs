//! Gateways of messages over REST: set up by administrators, without ever telling what their headers hold; and the
//! door at which a gateway tells what became of messages.

use axum::{
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use fieldbeat_trade::crm::campaign::Channel;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageSettings, ReadSettings},
    etag::IfMatch,
    input::{Body, Seg},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    campaign::{
        gateway::{self, Gateway, GatewayPut},
        message::{self, Told},
    },
    upsert::Fault,
};

const HEADERS_MAX: usize = 20;
const HEADER_MAX: usize = 2_000;
/// Bytes of a body's template.
const BODY_MAX: usize = 4_000;

#[derive(Serialize, utoipa::ToSchema)]
pub struct Gateways {
    items: Vec<Gateway>,
}

/// The gateways that are set up; what their headers hold is not told.
#[utoipa::path(get, path = "/message-gateways", operation_id = "message_gateway_list", tag = "relations",
    responses((status = 200, body = Gateways), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(api): State<Api>, _: Allow<ReadSettings>) -> Result<Response, Problem> {
    let items = gateway::list(api.db()).await?;
    write::shown(&Gateways { items })
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct GatewaySet {
    /// Where the gateway tells what became of messages, on this server; told once, when it is set up.
    report_path: Option<String>,
}

/// Sets a gateway up, or changes it. Needs `If-Match`, `*` for a new one.
#[utoipa::path(put, path = "/message-gateways/{channel}", operation_id = "message_gateway_put", tag = "relations",
    params(("channel" = String, Path), ("If-Match" = String, Header)), request_body = GatewayPut,
    responses((status = 200, body = GatewaySet), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    Seg(channel): Seg<String>,
    seen: IfMatch,
    body: Body<GatewayPut>,
) -> Result<Response, Problem> {
    // Every campaign of the company goes out by it.
    if !allow.scope.is_whole() {
        return Err(Problem::forbidden());
    }
    let channel = Channel::parse(&channel).filter(|c| *c != Channel::Email);
    let channel = channel.ok_or_else(Problem::not_found)?;
    let put = body.value;
    let faults = faults(&api, &put);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, user) = (write.now, allow.scope.user_id());
    let secret = gateway::put(write.tx(), user, now, channel.as_str(), seen.0, &put).await?;
    // Neither address nor headers: both may hold secrets.
    let detail = json!({"active": put.active, "headers": put.headers.map(|h| h.len())});
    let subject = format!("message-gateways/{}", channel.as_str());
    write
        .audit("message_gateways.put", &subject, detail)
        .await?;
    let report_path = secret.map(|s| format!("/message-reports/{}", s.text));
    write
        .commit_secret(StatusCode::OK, &GatewaySet { report_path })
        .await
}

fn faults(api: &Api, put: &GatewayPut) -> Vec<Fault> {
    let mut faults = Vec::new();
    match api.services.alerts.guard().url(&put.url) {
        Err(fault) => faults.push(Fault::new("/url", fault.code())),
        // Where it goes is no matter of whom it is for.
        Ok(url) if url.host_str().is_none_or(|host| host.contains(['{', '%'])) => {
            faults.push(Fault::new("/url", "invalid_url"));
        }
        Ok(_) => {}
    }
    let headers = put.headers.iter().flatten();
    let sound = headers.clone().all(|(name, value)| {
        name.parse::<HeaderName>().is_ok()
            && value.len() <= HEADER_MAX
            && HeaderValue::from_str(value).is_ok()
    });
    if !sound || headers.count() > HEADERS_MAX {
        faults.push(Fault::new("/headers", "invalid"));
    }
    let body = put.body.to_string();
    if !put.body.is_object() {
        faults.push(Fault::new("/body", "invalid"));
    } else if body.len() > BODY_MAX {
        faults.push(Fault::new("/body", "too_long"));
    } else if body.contains("\\u0000") {
        faults.push(Fault::new("/body", "invalid_text"));
    }
    faults
}

/// What a gateway tells, of a message by its id, of a person who replied by number.
#[derive(Deserialize)]
struct Report {
    id: Option<Uuid>,
    from: Option<String>,
    event: String,
}

/// Longest body of a report.
pub const REPORT_MAX: usize = 16 << 10;

/// `POST /message-reports/{secret}`: `{"id", "event": "delivered" | "failed"}`, or `{"id" | "from", "event": "opt_out"}`.
/// The same 404 for a secret that is none.
pub async fn report(
    State(api): State<Api>,
    Path(secret): Path<String>,
    body: axum::body::Bytes,
) -> Result<Response, Problem> {
    let known = secret.starts_with("fbg_") && secret.len() <= 64;
    let channel = if known {
        gateway::reporting(api.db(), &secret).await?
    } else {
        None
    };
    let channel = channel.ok_or_else(Problem::not_found)?;
    let told: Report = serde_json::from_slice(&body)
        .map_err(|_| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid"))?;
    let now = api.now().at;
    let mut tx = api.db().begin().await?;
    match (told.event.as_str(), told.id, told.from.as_deref()) {
        ("delivered", Some(id), _) => {
            message::told(&mut tx, now, &channel, id, Told::Delivered).await?;
        }
        ("failed", Some(id), _) => {
            message::told(&mut tx, now, &channel, id, Told::Failed).await?;
        }
        ("opt_out", Some(id), _) => {
            message::told(&mut tx, now, &channel, id, Told::OptedOut).await?;
        }
        ("opt_out", None, Some(number)) => {
            let number = number.replace('\0', "");
            message::opt_out_number(&mut tx, now, &channel, &number).await?;
        }
        _ => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid")),
    }
    tx.commit().await?;
    // Whether anything was known of it is not for the gateway.
    Ok(StatusCode::NO_CONTENT.into_response())
}
