//! Devices: enrolment codes, tokens, revocation.

use axum::{extract::State, http::StatusCode, response::Response};
use fieldbeat_domain::id::DeviceId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageDevices, ReadDevices},
    etag::IfMatch,
    input::{Args, Bare, Body, Identity, Seg},
    master::{self, BATCH_MAX, Batch, BatchAnswer, BatchArgs},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    device::{self, Device, DeviceFilter, DevicePut},
    device_batch,
    instant::Instant,
    known::{Reference, Wanted},
    rep,
    scope::Scope,
    upsert::RowStatus,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    rep_id: Option<i32>,
    label: Option<String>,
    revoked: Option<bool>,
}

/// Devices in scope, by id.
#[utoipa::path(get, path = "/devices", operation_id = "device_list", tag = "devices", params(ListArgs),
    responses((status = 200, body = Page<Device>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadDevices>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = DeviceFilter {
        rep_id: args.rep_id,
        revoked: args.revoked,
        label: args.label,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "devices", asked, &filter).await?;
    let rows = device::list(api.db(), &allow.scope, api.now(), listing.slice(), &filter).await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One device.
#[utoipa::path(get, path = "/devices/{id}", operation_id = "device_get", tag = "devices", params(("id" = i32, Path)),
    responses((status = 200, body = Device), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadDevices>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    write::shown(&device::get(api.db(), &allow.scope, api.now(), id).await?)
}

/// A device with the code that its app trades for a token.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeviceCreated {
    #[serde(flatten)]
    device: Device,
    /// Single use.
    enrolment_code: String,
    expires_at: Instant,
}

impl DeviceCreated {
    pub const fn new(device: Device, enrolment_code: String, expires_at: Instant) -> Self {
        Self {
            device,
            enrolment_code,
            expires_at,
        }
    }
}

/// A new device for a rep.
#[utoipa::path(post, path = "/devices", operation_id = "device_create", tag = "devices", request_body = DevicePut,
    responses((status = 201, body = DeviceCreated), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    body: Body<DevicePut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let rep = named_rep(&mut write, &allow.scope, &body.value).await?;
    let faults = device::check(&body.value, rep, true);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let now = write.now;
    let id = device::create(write.tx(), now, rep.id().unwrap_or_default(), &body.value).await?;
    let (code, expires_at) = device::enrolment_code(write.tx(), now.at, id).await?;
    write
        .audit(
            "devices.create",
            &format!("devices/{id}"),
            json!({"rep_id": rep.id()}),
        )
        .await?;
    let item = device::get(write.tx(), &allow.scope, now, id).await?;
    let answer = DeviceCreated::new(item, code.text, expires_at);
    let mut response = write.commit_secret(StatusCode::CREATED, &answer).await?;
    master::locate(&mut response, "devices", id);
    Ok(response)
}

async fn named_rep(
    write: &mut Write,
    scope: &Scope,
    put: &DevicePut,
) -> Result<Reference, Problem> {
    let mut wanted = Wanted::default();
    wanted.add(put.rep_id, put.rep_code.as_deref());
    let today = write.now.today;
    let known = rep::known(write.tx(), scope, today, &wanted).await?;
    Ok(known.find(put.rep_id, put.rep_code.as_deref()))
}

/// Changes label, abilities or rep. A new rep holds from now on. Needs `If-Match`.
#[utoipa::path(patch, path = "/devices/{id}", operation_id = "device_change", tag = "devices",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = DevicePut,
    responses((status = 200, body = Device), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<DevicePut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let was = device::get(write.tx(), &allow.scope, now, id).await?;
    seen.check(was.version)?;
    let rep = named_rep(&mut write, &allow.scope, &body.value).await?;
    let faults = device::check(&body.value, rep, false);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let changed = device::change(write.tx(), now, id, rep.id(), &body.value).await?;
    let item = device::get(write.tx(), &allow.scope, now, id).await?;
    if item.version != was.version + i32::from(changed) {
        return Err(Problem::stale(item.version - 1));
    }
    write
        .audit(
            "devices.change",
            &format!("devices/{id}"),
            json!({"rep_id": item.rep_id}),
        )
        .await?;
    let moved = item.rep_id != was.rep_id;
    let response = write.commit(StatusCode::OK, &item).await?;
    if moved {
        api.services.ingest.kick_device(DeviceId(id));
    }
    Ok(response)
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct EnrolmentIssued {
    device_id: i32,
    enrolment_code: String,
    expires_at: Instant,
}

/// A fresh enrolment code; the one before it stops working.
#[utoipa::path(post, path = "/devices/{id}/enrolment-code", operation_id = "device_enrolment_code", tag = "devices",
    params(("id" = i32, Path)),
    responses((status = 201, body = EnrolmentIssued), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn enrolment_code(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match open(&api, &allow.scope, id, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    let (code, expires_at) = device::enrolment_code(write.tx(), now, id).await?;
    write
        .audit(
            "devices.enrolment_code",
            &format!("devices/{id}"),
            json!({}),
        )
        .await?;
    let answer = EnrolmentIssued {
        device_id: id,
        enrolment_code: code.text,
        expires_at,
    };
    write.commit_secret(StatusCode::CREATED, &answer).await
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DeviceToken {
    device_id: i32,
    /// Shown this once.
    token: String,
}

/// A fresh token without enrolment, for programs that stand for devices; the one before it stops
/// working.
#[utoipa::path(post, path = "/devices/{id}/token", operation_id = "device_token", tag = "devices", params(("id" = i32, Path)),
    responses((status = 201, body = DeviceToken), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn token(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match open(&api, &allow.scope, id, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    let token = device::issue_token(write.tx(), now, id).await?;
    write
        .audit("devices.token", &format!("devices/{id}"), json!({}))
        .await?;
    let answer = DeviceToken {
        device_id: id,
        token: token.text,
    };
    let response = write.commit_secret(StatusCode::CREATED, &answer).await?;
    api.services.ingest.kick_device(DeviceId(id));
    Ok(response)
}

/// Ends the device's rights at once and for good; its data stays.
#[utoipa::path(post, path = "/devices/{id}/revoke", operation_id = "device_revoke", tag = "devices", params(("id" = i32, Path)),
    responses((status = 200, body = Device), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn revoke(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match open(&api, &allow.scope, id, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    device::revoke(write.tx(), now.at, id).await?;
    write
        .audit("devices.revoke", &format!("devices/{id}"), json!({}))
        .await?;
    let item = device::get(write.tx(), &allow.scope, now, id).await?;
    let response = write.commit(StatusCode::OK, &item).await?;
    api.services.ingest.kick_device(DeviceId(id));
    Ok(response)
}

/// Begins a write on a device in scope.
async fn open(api: &Api, scope: &Scope, id: i32, request: Identity) -> Result<Begun, Problem> {
    let mut begun = write::begin(api, scope, request).await?;
    if let Begun::Write(write) = &mut begun {
        let now = write.now;
        device::get(write.tx(), scope, now, id).await?;
    }
    Ok(begun)
}

/// Creates or changes up to 1,000 by label and gives each a fresh token.
#[utoipa::path(post, path = "/devices/batch", operation_id = "device_batch", tag = "devices", params(BatchArgs),
    request_body = Batch<DevicePut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<DevicePut>>,
) -> Result<Response, Problem> {
    let rows = body.value.items;
    if rows.len() > BATCH_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let results = device_batch::upsert(write.tx(), &allow.scope, now, &rows).await?;
    master::refuse_atomic(&args, &results)?;
    let kicked: Vec<DeviceId> = results
        .iter()
        .filter(|r| r.status != RowStatus::Created)
        .filter_map(|r| r.id.map(DeviceId))
        .collect();
    let response = master::end_batch(write, "devices", results).await?;
    for device in kicked {
        api.services.ingest.kick_device(device);
    }
    Ok(response)
}

/// Creates or changes one by its label (system `fieldbeat`) and gives it a fresh token.
#[utoipa::path(put, path = "/devices/by-code/{system}/{code}", operation_id = "device_by_code", tag = "devices",
    params(("system" = String, Path), ("code" = String, Path)), request_body = DevicePut,
    responses((status = 200, body = DeviceToken), (status = 201, body = DeviceToken),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<DevicePut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let mut put = body.value;
    put.label = if system == "fieldbeat" {
        code
    } else {
        format!("{system}:{code}")
    };
    let now = write.now;
    let result = device_batch::upsert(write.tx(), &allow.scope, now, &[put])
        .await?
        .pop();
    let result = result.ok_or_else(Problem::not_found)?;
    if let Some(faults) = result.error {
        return Err(Problem::invalid(faults));
    }
    let device_id = result.id.unwrap_or_default();
    write
        .audit("devices.put", &format!("devices/{device_id}"), json!({}))
        .await?;
    let answer = DeviceToken {
        device_id,
        token: result.token.unwrap_or_default(),
    };
    let created = result.status == RowStatus::Created;
    let status = if created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let response = write.commit_secret(status, &answer).await?;
    if !created {
        api.services.ingest.kick_device(DeviceId(device_id));
    }
    Ok(response)
}
