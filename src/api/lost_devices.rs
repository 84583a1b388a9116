//! Phones that are lost or stolen: ended and told to wipe themselves, with a code for the next one; called off.

use axum::{extract::State, http::StatusCode, response::Response};
use fieldbeat_domain::id::DeviceId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageDevices},
    devices::DeviceCreated,
    input::{Bare, Body, Seg},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    device::{self, Device, DevicePut},
    device_lost,
    known::Reference,
};

#[derive(Deserialize, utoipa::ToSchema)]
pub struct LostPut {
    /// Makes the rep's next device of this name at once, with its enrolment code.
    replacement_label: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DeviceLost {
    device: Device,
    /// Items that it said it still held when last heard: they go with the wipe. Null where it never said.
    unsent: Option<i32>,
    replacement: Option<DeviceCreated>,
}

/// Lost or stolen: ends the device's rights at once and tells it to wipe itself at its next contact (401 `device_wiped`). With
/// `replacement_label` the rep's next device is made in the same step. 409 `revoked` where it was revoked before.
#[utoipa::path(post, path = "/devices/{id}/lost", operation_id = "device_lost", tag = "devices", params(("id" = i32, Path)),
    request_body = LostPut,
    responses((status = 200, body = DeviceLost), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn report(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i32>,
    body: Body<LostPut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let was = device::get(write.tx(), &allow.scope, now, id).await?;
    let next = body.value.replacement_label.map(|label| DevicePut {
        label,
        can_declare: Some(was.can_declare),
        grade: Some(was.grade.clone()),
        ..DevicePut::default()
    });
    if let Some(next) = &next {
        let rep = was.rep_id.map_or(Reference::Absent, Reference::Found);
        if next.label.trim().is_empty() {
            return Err(Problem::field("/replacement_label", "required"));
        }
        if !device::check(next, rep, true).is_empty() {
            return Err(Problem::field("/replacement_label", "invalid"));
        }
    }
    if !device_lost::report(write.tx(), now.at, DeviceId(id)).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "revoked")
            .detail("It was revoked before, so nothing it shows is known any more."));
    }
    let unsent = json!({"unsent": was.backlog});
    write
        .audit("devices.lost", &format!("devices/{id}"), unsent)
        .await?;
    let replacement = match next.zip(was.rep_id) {
        None => None,
        Some((next, rep)) => {
            let made = device::create(write.tx(), now, rep, &next).await?;
            let (code, expires_at) = device::enrolment_code(write.tx(), now.at, made).await?;
            let subject = format!("devices/{made}");
            let detail = json!({"rep_id": rep, "instead_of": id});
            write.audit("devices.create", &subject, detail).await?;
            let device = device::get(write.tx(), &allow.scope, now, made).await?;
            Some(DeviceCreated::new(device, code.text, expires_at))
        }
    };
    let answer = DeviceLost {
        device: device::get(write.tx(), &allow.scope, now, id).await?,
        unsent: was.backlog,
        replacement,
    };
    let response = if answer.replacement.is_some() {
        write.commit_secret(StatusCode::OK, &answer).await?
    } else {
        write.commit(StatusCode::OK, &answer).await?
    };
    api.services.ingest.kick_device(DeviceId(id));
    Ok(response)
}

/// The phone is found: it goes on as it was, with what it holds. 409 `device_wiped` once it was told to wipe itself.
#[utoipa::path(post, path = "/devices/{id}/lost/cancel", operation_id = "device_lost_cancel", tag = "devices",
    params(("id" = i32, Path)),
    responses((status = 200, body = Device), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn call_off(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let was = device::get(write.tx(), &allow.scope, now, id).await?;
    if was.lost_at.is_none() {
        return Err(Problem::new(StatusCode::CONFLICT, "not_lost"));
    }
    if !device_lost::call_off(write.tx(), now.at, DeviceId(id)).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "device_wiped")
            .detail("It has been heard of and was told to wipe itself."));
    }
    write
        .audit("devices.found", &format!("devices/{id}"), json!({}))
        .await?;
    let item = device::get(write.tx(), &allow.scope, now, id).await?;
    write.commit(StatusCode::OK, &item).await
}
