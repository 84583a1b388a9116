//! Outlets that seem to be no more: what suggests it, and closing, keeping and opening again.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{NaiveDate, TimeDelta};
use fieldbeat_domain::id::OrgUnitId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Api,
    auth::{Allow, CloseOutlets, DecideOutlets, ReadField},
    input::{Args, Body, Identity, Seg},
    page::limit,
    pin_proposals::{check_reason, first_day},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::{
    live::LiveEvent,
    store::{
        event::{self, Cursor, NewEvent},
        outlet::{self, Outlet},
        outlet_closure::{self, ClosureSuggestion},
        scope::Scope,
        setting,
    },
};

/// Where the settings say nothing of it.
pub const DORMANT_DAYS: i64 = 60;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestedArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ClosuresSuggested {
    items: Vec<ClosureSuggestion>,
    /// Days without visit and order that make an outlet dormant (setting `dormant_days`).
    dormant_days: i64,
}

/// Outlets that reps found closed for good at least twice, then those without visit and order for
/// `dormant_days`, longest first.
#[utoipa::path(get, path = "/outlets/closures/suggested", operation_id = "outlet_closure_suggested", tag = "outlets",
    params(SuggestedArgs),
    responses((status = 200, body = ClosuresSuggested), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn suggested(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<SuggestedArgs>,
) -> Result<Response, Problem> {
    let now = api.now();
    let settings = setting::effective(api.db(), now.today).await?.settings;
    let kept = settings.get("dormant_days").and_then(Value::as_i64);
    let dormant_days = kept.unwrap_or(DORMANT_DAYS);
    let dormant = TimeDelta::days(dormant_days);
    let limit = limit(args.limit)?;
    let items = outlet_closure::suggested(api.db(), &allow.scope, now, dormant, limit).await?;
    write::shown(&ClosuresSuggested {
        items,
        dormant_days,
    })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ClosurePut {
    /// First day on which it is closed: tomorrow by default, at the earliest today.
    effective_from: Option<NaiveDate>,
    reason: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ReasonPut {
    reason: String,
}

/// Closes the outlet from that day on: its routes end, its history stays, and unvisited stops of frozen
/// plans from that day on leave by a logged deviation. 409 `already_closed`.
#[utoipa::path(post, path = "/outlets/{id}/closure", operation_id = "outlet_close", tag = "outlets", params(("id" = i32, Path)),
    request_body = ClosurePut,
    responses((status = 201, body = Outlet), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn close(
    State(api): State<Api>,
    allow: Allow<CloseOutlets>,
    Seg(id): Seg<i32>,
    body: Body<ClosurePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let (mut write, closed) = match begin(&api, &allow.scope, body.request, id, &put.reason).await?
    {
        Ok(begun) => begun,
        Err(first) => return Ok(first),
    };
    if closed {
        return Err(Problem::new(StatusCode::CONFLICT, "already_closed"));
    }
    let tomorrow = write.now.today.succ_opt();
    let from = first_day(put.effective_from.or(tomorrow), &write)?;
    let (now, scope) = (write.now, &allow.scope);
    outlet_closure::close(write.tx(), scope, now, id, from, put.reason.trim()).await?;
    let told = json!({"outlet": id, "effective_from": from, "reason": put.reason.trim(), "by": scope.user_id()});
    finish(&api, write, scope, ("outlet_closed", id), told).await
}

/// Says that the outlet is still there: it is not suggested again until as much time has passed, or until
/// more reports come. 409 `already_closed`.
#[utoipa::path(post, path = "/outlets/{id}/keeping", operation_id = "outlet_keep", tag = "outlets", params(("id" = i32, Path)),
    request_body = ReasonPut,
    responses((status = 201, body = Outlet), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn keep(
    State(api): State<Api>,
    allow: Allow<DecideOutlets>,
    Seg(id): Seg<i32>,
    body: Body<ReasonPut>,
) -> Result<Response, Problem> {
    let reason = body.value.reason;
    let (mut write, closed) = match begin(&api, &allow.scope, body.request, id, &reason).await? {
        Ok(begun) => begun,
        Err(first) => return Ok(first),
    };
    if closed {
        return Err(Problem::new(StatusCode::CONFLICT, "already_closed"));
    }
    let (now, scope) = (write.now, &allow.scope);
    outlet_closure::keep(write.tx(), scope, now, id, reason.trim()).await?;
    let told = json!({"outlet": id, "reason": reason.trim(), "by": scope.user_id()});
    finish(&api, write, scope, ("outlet_kept", id), told).await
}

/// Opens a closed outlet again, on the routes that it left, from today on. 409 `not_closed`, or `merged`
/// where it went into another: that is taken back by its decision.
#[utoipa::path(post, path = "/outlets/{id}/reopening", operation_id = "outlet_reopen", tag = "outlets", params(("id" = i32, Path)),
    request_body = ReasonPut,
    responses((status = 201, body = Outlet), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reopen(
    State(api): State<Api>,
    allow: Allow<CloseOutlets>,
    Seg(id): Seg<i32>,
    body: Body<ReasonPut>,
) -> Result<Response, Problem> {
    let reason = body.value.reason;
    let (mut write, closed) = match begin(&api, &allow.scope, body.request, id, &reason).await? {
        Ok(begun) => begun,
        Err(first) => return Ok(first),
    };
    if !closed {
        return Err(Problem::new(StatusCode::CONFLICT, "not_closed"));
    }
    let (now, scope) = (write.now, &allow.scope);
    if !outlet_closure::reopen(write.tx(), scope, now, id, reason.trim()).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "merged")
            .detail("It was merged into another outlet. Take that decision back."));
    }
    let told = json!({"outlet": id, "reason": reason.trim(), "by": scope.user_id()});
    finish(&api, write, scope, ("outlet_reopened", id), told).await
}

/// The write with its outlet locked, and whether it is closed; or the first answer again.
async fn begin(
    api: &Api,
    scope: &Scope,
    request: Identity,
    id: i32,
    reason: &str,
) -> Result<Result<(Box<Write>, bool), Response>, Problem> {
    check_reason(Some(reason), true)?;
    let mut write = match write::begin(api, scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(Err(first)),
    };
    let closed = outlet_closure::hold(write.tx(), scope, id).await?;
    Ok(Ok((write, closed.is_some())))
}

async fn finish(
    api: &Api,
    mut write: Box<Write>,
    scope: &Scope,
    (kind, id): (&'static str, i32),
    told: Value,
) -> Result<Response, Problem> {
    let today = write.now.today;
    let outlet = outlet::get(write.tx(), scope, today, id).await?;
    let unit = OrgUnitId(outlet.org_unit_id);
    let event = tell(&mut write, (kind, id, unit), &told).await?;
    let response = write.commit(StatusCode::CREATED, &outlet).await?;
    publish(api, (kind, unit), told, event).await?;
    Ok(response)
}

/// Event and audit of a change of an outlet.
pub(super) async fn tell(
    write: &mut Write,
    (kind, outlet, unit): (&'static str, i32, OrgUnitId),
    told: &Value,
) -> Result<(i64, i64), Problem> {
    let now = write.now.at;
    let event = NewEvent {
        kind,
        org_unit_id: Some(unit.0),
        rep_id: None,
        subject_id: outlet.to_string(),
        body: told,
    };
    let event = event::insert(write.tx(), now, &event).await?;
    let subject = format!("outlets/{outlet}");
    write.audit(kind, &subject, told.clone()).await?;
    Ok(event)
}

/// After the commit: the boards hear of it, and days are judged against the outlets as they are now.
pub(super) async fn publish(
    api: &Api,
    (kind, unit): (&'static str, OrgUnitId),
    body: Value,
    (xid, id): (i64, i64),
) -> Result<(), Problem> {
    api.services.ingest.world_changed().await;
    let store = event::position(api.db()).await?.store;
    api.services.live.event(LiveEvent {
        kind: kind.into(),
        org_unit: Some(unit),
        rep: None,
        body,
        cursor: Cursor::new(store, xid, id).text(),
    });
    Ok(())
}
