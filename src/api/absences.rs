//! Absences of reps: leave, sickness, meetings, training; who decides and who stands in.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::id::RepId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, DecideAbsences, ReadField, RequestAbsences},
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    absence::{
        self, Absence, AbsenceDecision, AbsenceFilter, AbsenceKind, Asking, Deciding, MovedDay,
    },
    event::{self, NewEvent},
    page::Since,
    upsert::{Fault, check_text},
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// requested | approved | refused | cancelled
    state: Option<String>,
    rep_id: Option<i32>,
    /// Those that hold on this date.
    on: Option<NaiveDate>,
    /// Those that touch this period, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Absences in scope.
#[utoipa::path(get, path = "/absences", operation_id = "absence_list", tag = "day-plans", params(ListArgs),
    responses((status = 200, body = Page<Absence>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let mut filter = AbsenceFilter {
        id: None,
        state: args.state,
        rep_id: args.rep_id,
        on: args.on,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<Uuid>::begin(&api, "absences", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = absence::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |a| a.id))
}

/// One absence.
#[utoipa::path(get, path = "/absences/{id}", operation_id = "absence_get", tag = "day-plans", params(("id" = Uuid, Path)),
    responses((status = 200, body = Absence), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    write::shown(&absence::get(api.db(), &allow.scope, id).await?)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct AbsencePut {
    rep_id: i32,
    #[schema(inline)]
    kind: AbsenceKind,
    from: NaiveDate,
    /// Included.
    to: NaiveDate,
    /// `HH:MM`, both or none: a part of one day.
    from_time: Option<String>,
    to_time: Option<String>,
    note: Option<String>,
}

/// Asks for an absence of whole days, or of a part of one. It changes nothing until it is approved.
#[utoipa::path(post, path = "/absences", operation_id = "absence_create", tag = "day-plans", request_body = AbsencePut,
    responses((status = 201, body = Absence), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<RequestAbsences>,
    body: Body<AbsencePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let asking = Asking {
        id: Uuid::now_v7(),
        rep: RepId(put.rep_id),
        kind: put.kind,
        from: put.from,
        to: put.to,
        hours: (put.from_time.as_deref(), put.to_time.as_deref()),
        note: put.note.as_deref(),
    };
    let mut faults = asking.faults();
    check_text("/note", put.note.as_deref(), false, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    absence::request(write.tx(), &allow.scope, now, &asking).await?;
    let made = absence::get(write.tx(), &allow.scope, asking.id).await?;
    told(&mut write, "absence_requested", &made).await?;
    write.commit(StatusCode::CREATED, &made).await
}

async fn told(write: &mut Write, kind: &'static str, absence: &Absence) -> Result<(), Problem> {
    let now = write.now.at;
    let body = json!({
        "absence": absence.id, "kind": absence.kind, "from": absence.from, "to": absence.to, "from_time": absence.from_time, "to_time": absence.to_time, "state": absence.state,
        "substitute_rep": absence.substitute_rep_id, "reason": absence.reason,
    });
    let event = NewEvent {
        kind,
        org_unit_id: Some(absence.org_unit_id),
        rep_id: Some(absence.rep_id),
        subject_id: absence.id.to_string(),
        body: &body,
    };
    event::insert(write.tx(), now, &event).await?;
    let subject = format!("absences/{}", absence.id);
    write.audit(kind, &subject, body).await
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct AbsenceDecisionPut {
    #[schema(inline)]
    decision: AbsenceDecision,
    /// Takes the stops on his own day plans, attributed. Only with `approved`.
    substitute_rep_id: Option<i32>,
    /// The stops that an absence of one day excuses, instead of those of its hours. Only with `approved`.
    outlet_ids: Option<Vec<i32>>,
    /// Required to refuse and to cancel.
    reason: Option<String>,
}

impl AbsenceDecisionPut {
    fn faults(&self) -> Vec<Fault> {
        let approved = self.decision == AbsenceDecision::Approved;
        let mut faults = Vec::new();
        check_text("/reason", self.reason.as_deref(), !approved, &mut faults);
        if self.substitute_rep_id.is_some() && !approved {
            faults.push(Fault::new("/substitute_rep_id", "not_allowed"));
        }
        if self.outlet_ids.is_some() && !approved {
            faults.push(Fault::new("/outlet_ids", "not_allowed"));
        }
        faults
    }
}

/// Approves, refuses or cancels. An approval excuses the stops of its days and gives them to the
/// substitute; in plans that are frozen each is a logged deviation, and the days are judged again.
#[utoipa::path(post, path = "/absences/{id}/decisions", operation_id = "absence_decide", tag = "day-plans",
    params(("id" = Uuid, Path)), request_body = AbsenceDecisionPut,
    responses((status = 201, body = Absence), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn decide(
    State(api): State<Api>,
    allow: Allow<DecideAbsences>,
    Seg(id): Seg<Uuid>,
    body: Body<AbsenceDecisionPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let faults = put.faults();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let deciding = Deciding {
        id,
        decision: put.decision,
        substitute: put.substitute_rep_id.map(RepId),
        outlets: put.outlet_ids.as_deref(),
        reason: put.reason.as_deref().map(str::trim),
    };
    let absence = absence::decide(write.tx(), &allow.scope, now, &deciding).await?;
    told(&mut write, "absence_decided", &absence).await?;
    let done = write.commit(StatusCode::CREATED, &absence).await?;
    for rep in std::iter::once(absence.rep_id).chain(absence.substitute_rep_id) {
        api.services.ingest.plan_changed(RepId(rep)).await;
    }
    Ok(done)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewArgs {
    substitute_rep_id: Option<i32>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct AbsencePreview {
    days: Vec<MovedDay>,
    /// There are later days that are not told.
    truncated: bool,
}

/// What an approval would do: the stops it would excuse and who would call there, day by day, at most
/// 14 days. Nothing changes; refused as the approval itself would be.
#[utoipa::path(get, path = "/absences/{id}/preview", operation_id = "absence_preview", tag = "day-plans",
    params(("id" = Uuid, Path), PreviewArgs),
    responses((status = 200, body = AbsencePreview), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn preview(
    State(api): State<Api>,
    allow: Allow<DecideAbsences>,
    Seg(id): Seg<Uuid>,
    Args(args): Args<PreviewArgs>,
) -> Result<Response, Problem> {
    let asked = absence::get(api.db(), &allow.scope, id).await?;
    let deciding = Deciding {
        id,
        decision: AbsenceDecision::Approved,
        substitute: args.substitute_rep_id.map(RepId),
        outlets: None,
        reason: None,
    };
    let mut tx = api.db().begin().await?;
    let days = absence::preview(&mut tx, &allow.scope, api.now(), &deciding).await?;
    tx.rollback().await?;
    let told = i64::try_from(days.len()).unwrap_or(i64::MAX);
    write::shown(&AbsencePreview {
        truncated: told <= (asked.to - asked.from).num_days(),
        days,
    })
}
