//! What existing phone apps sent and nobody could read: seen, run again, dismissed.

use axum::{extract::State, http::StatusCode, response::Response};
use fieldbeat_domain::id::DeviceId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Api,
    auth::{Allow, ManageDevices, ReadDevices, ReadTrack},
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    phone_apps::not_taken,
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    audit,
    quarantine::{self, QuarantineFilter, QuarantinedRecord, State as RecordState},
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    rep_id: Option<i32>,
    device_id: Option<i32>,
    state: Option<RecordState>,
}

/// What phone apps sent and nobody could read, of reps in scope, newest first.
#[utoipa::path(get, path = "/quarantined-records", operation_id = "quarantined_record_list", tag = "devices", params(ListArgs),
    responses((status = 200, body = Page<QuarantinedRecord>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadDevices>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let filter = QuarantineFilter {
        rep_id: args.rep_id,
        device_id: args.device_id,
        state: args.state,
    };
    let listing = Listing::<i64>::begin(&api, "quarantined-records", asked, &filter).await?;
    let slice = (listing.after.unwrap_or(i64::MAX), listing.fetch());
    let today = api.now().today;
    let rows = quarantine::list(api.db(), &allow.scope, today, &filter, slice).await?;
    write::shown(&listing.page(rows, |r| r.id))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct QuarantinedRecordShown {
    #[serde(flatten)]
    record: QuarantinedRecord,
    /// As it was sent where `whole`, else without values that may be positions.
    #[schema(value_type = Object)]
    body: Value,
}

/// One with what was sent. A look at one that is whole is a look at the rep's track: it is logged, and the rep sees it.
#[utoipa::path(get, path = "/quarantined-records/{id}", operation_id = "quarantined_record_get", tag = "devices", params(("id" = i64, Path)),
    responses((status = 200, body = QuarantinedRecordShown), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrack>,
    Seg(id): Seg<i64>,
) -> Result<Response, Problem> {
    let now = api.now();
    let mut tx = api.db().begin().await?;
    let record = quarantine::get(&mut tx, &allow.scope, now.today, id).await?;
    let body = quarantine::body(&mut tx, id).await?;
    if record.whole {
        let subject = format!("reps/{}", record.rep_id);
        let detail = json!({"from": record.at, "to": record.at, "quarantined_record": id});
        audit::record(
            &mut *tx,
            &allow.scope,
            now.at,
            "track.read",
            &subject,
            &detail,
        )
        .await?;
    }
    tx.commit().await?;
    write::shown(&QuarantinedRecordShown { record, body })
}

#[derive(Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = QuarantineDecision)]
pub enum Decision {
    /// Read it again as its app's door would now.
    Run,
    /// Nothing can be made of it.
    Dismiss,
    /// Takes a dismissal back.
    Reopen,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct DecisionPut {
    decision: Decision,
}

/// Decides on one; what was taken already stays. 409 `not_whole` and `not_serving` say why it cannot be run,
/// `still_unread` that it was and came to nothing.
#[utoipa::path(post, path = "/quarantined-records/{id}/decisions", operation_id = "quarantined_record_decide", tag = "devices",
    params(("id" = i64, Path)), request_body = DecisionPut,
    responses((status = 200, body = QuarantinedRecord), (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn decide(
    State(api): State<Api>,
    allow: Allow<ManageDevices>,
    Seg(id): Seg<i64>,
    body: Body<DecisionPut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let record = quarantine::get(write.tx(), &allow.scope, now.today, id).await?;
    if record.state == RecordState::Taken {
        return Err(conflict("taken", "it was run again and taken"));
    }
    let (state, action) = match body.value.decision {
        Decision::Dismiss => (RecordState::Dismissed, "quarantine.dismiss"),
        Decision::Reopen => (RecordState::Waiting, "quarantine.reopen"),
        Decision::Run => {
            let sent = quarantine::body(write.tx(), id).await?;
            run(&api, &record, &sent).await?;
            (RecordState::Taken, "quarantine.run")
        }
    };
    quarantine::settle(write.tx(), id, state, now.at).await?;
    let detail = json!({"rep_id": record.rep_id, "device_id": record.device_id});
    let subject = format!("quarantined-records/{id}");
    write.audit(action, &subject, detail).await?;
    let settled = quarantine::get(write.tx(), &allow.scope, now.today, id).await?;
    write.commit(StatusCode::OK, &settled).await
}

async fn run(api: &Api, record: &QuarantinedRecord, sent: &Value) -> Result<(), Problem> {
    if !record.whole {
        return Err(conflict("not_whole", "what was sent was not kept whole"));
    }
    let device = DeviceId(record.device_id);
    let run = api.services.ingest.rerun(&record.app, device, sent).await;
    run.map_err(|why| not_taken(&why, |code| conflict("still_unread", code)))
}

fn conflict(code: &'static str, why: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, code).detail(why)
}
