//! Proposed pins: old and new side by side, approved, refused, and taken back.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{NaiveDate, TimeDelta};
use fieldbeat_domain::{
    id::RepId,
    pin::{NEAR_MM, Sighting},
    position::LatLng,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ApprovePins, ReadField},
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    event::{self, NewEvent},
    pin_decision::{self, Held, Redecided, Saying},
    pin_proposal::{self, PinProposal, PinProposalFilter},
    role::Right,
    scope::Scope,
    snapshot,
    upsert::check_text,
    visit::{self, VisitFilter},
};

/// An approved pin starts at most so many days ahead.
const AHEAD_MAX: TimeDelta = TimeDelta::days(366);

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// open | approved | refused | superseded
    state: Option<String>,
    /// rep | visits | rollback
    source: Option<String>,
    outlet_id: Option<i32>,
    org_unit_id: Option<i32>,
}

/// Proposals for outlets in scope, by id.
#[utoipa::path(get, path = "/pin-proposals", operation_id = "pin_proposal_list", tag = "outlets", params(ListArgs),
    responses((status = 200, body = Page<PinProposal>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = PinProposalFilter {
        id: None,
        state: args.state,
        source: args.source,
        outlet_id: args.outlet_id,
        org_unit_id: args.org_unit_id,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "pin-proposals", asked, &filter).await?;
    let rows = pin_proposal::list(
        api.db(),
        &allow.scope,
        api.now().today,
        listing.slice(),
        &filter,
    )
    .await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// Where one visit saw the outlet.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SightingView {
    visit: Uuid,
    rep_id: i32,
    rep_name: String,
    date: NaiveDate,
    lat: f64,
    lng: f64,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PinProposalWhole {
    #[serde(flatten)]
    #[schema(inline)]
    proposal: PinProposal,
    /// Of its visits that are in scope.
    sightings: Vec<SightingView>,
}

/// One proposal with the positions that speak for it.
#[utoipa::path(get, path = "/pin-proposals/{id}", operation_id = "pin_proposal_get", tag = "outlets", params(("id" = i32, Path)),
    responses((status = 200, body = PinProposalWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let proposal = pin_proposal::get(&mut *seen, &allow.scope, api.now().today, id).await?;
    let filter = VisitFilter {
        ids: Some(proposal.visits.clone()),
        ..VisitFilter::default()
    };
    let limit = i64::try_from(proposal.visits.len()).unwrap_or(i64::MAX);
    let visits = visit::list(&mut *seen, &allow.scope, &filter, None, limit).await?;
    seen.commit().await?;
    let sightings = visits
        .into_iter()
        .filter_map(|row| {
            let at = Sighting::of(&row.visit, RepId(row.rep_id))?.position;
            Some(SightingView {
                visit: row.id,
                rep_id: row.rep_id,
                rep_name: row.rep_name,
                date: row.date,
                lat: at.lat(),
                lng: at.lng(),
            })
        })
        .collect();
    write::shown(&PinProposalWhole {
        proposal,
        sightings,
    })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ApprovalPut {
    /// First day of the new pin: today (by default) or later. Days before keep the pin they had.
    effective_from: Option<NaiveDate>,
    reason: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct RefusalPut {
    reason: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = PinRollbackPut)]
pub struct RollbackPut {
    effective_from: Option<NaiveDate>,
    reason: String,
}

/// A proposal after a decision.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PinDecided {
    #[serde(flatten)]
    #[schema(inline)]
    proposal: PinProposal,
    /// Visits that got a decision by this.
    redecided_visits: Vec<Uuid>,
}

/// Approves: the outlet has the new pin from that day on, and visits in doubt that it explains are
/// decided valid. 409 `already_decided`; 403 `pin_too_far` where a planner must.
#[utoipa::path(post, path = "/pin-proposals/{id}/approval", operation_id = "pin_proposal_approve", tag = "outlets", params(("id" = i32, Path)),
    request_body = ApprovalPut,
    responses((status = 200, body = PinDecided), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn approve(
    State(api): State<Api>,
    allow: Allow<ApprovePins>,
    Seg(id): Seg<i32>,
    body: Body<ApprovalPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check_reason(put.reason.as_deref(), false)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let from = first_day(put.effective_from, &write)?;
    let held = pin_decision::hold(write.tx(), &allow.scope, id, from).await?;
    must_be(&held, "open", "already_decided")?;
    may_move(&allow.scope, &held, held.new)?;
    let saying = Saying {
        scope: &allow.scope,
        now: write.now,
        reason: put.reason.as_deref(),
    };
    let rules = api.rules();
    let redecided = pin_decision::approve(write.tx(), &saying, &held, from, &rules).await?;
    let told = Told {
        action: "approve",
        proposal: id,
        redecided,
    };
    finish(&api, write, &saying, &held, told).await
}

/// Refuses, with the reason. The visits stay as they are; only later ones can propose again.
#[utoipa::path(post, path = "/pin-proposals/{id}/refusal", operation_id = "pin_proposal_refuse", tag = "outlets", params(("id" = i32, Path)),
    request_body = RefusalPut,
    responses((status = 200, body = PinDecided), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn refuse(
    State(api): State<Api>,
    allow: Allow<ApprovePins>,
    Seg(id): Seg<i32>,
    body: Body<RefusalPut>,
) -> Result<Response, Problem> {
    let reason = body.value.reason;
    check_reason(Some(&reason), true)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let today = write.now.today;
    let held = pin_decision::hold(write.tx(), &allow.scope, id, today).await?;
    must_be(&held, "open", "already_decided")?;
    let saying = Saying {
        scope: &allow.scope,
        now: write.now,
        reason: Some(&reason),
    };
    pin_decision::refuse(write.tx(), &saying, &held).await?;
    let told = Told {
        action: "refuse",
        proposal: id,
        redecided: Vec::new(),
    };
    finish(&api, write, &saying, &held, told).await
}

/// Takes an approved pin back by a new approval of the one before; the decisions that followed from
/// it are withdrawn where they still stand. 409 `pin_has_moved` where another pin came since.
#[utoipa::path(post, path = "/pin-proposals/{id}/rollback", operation_id = "pin_proposal_roll_back", tag = "outlets", params(("id" = i32, Path)),
    request_body = RollbackPut,
    responses((status = 201, body = PinDecided), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn roll_back(
    State(api): State<Api>,
    allow: Allow<ApprovePins>,
    Seg(id): Seg<i32>,
    body: Body<RollbackPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check_reason(Some(&put.reason), true)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let from = first_day(put.effective_from, &write)?;
    let held = pin_decision::hold(write.tx(), &allow.scope, id, from).await?;
    must_be(&held, "approved", "not_approved")?;
    if !held.is_present() {
        return Err(Problem::new(StatusCode::CONFLICT, "pin_has_moved")
            .detail("The outlet has another pin on that day than this proposal gave it."));
    }
    may_move(&allow.scope, &held, held.old)?;
    let saying = Saying {
        scope: &allow.scope,
        now: write.now,
        reason: Some(&put.reason),
    };
    let (proposal, redecided) = pin_decision::roll_back(write.tx(), &saying, &held, from).await?;
    let told = Told {
        action: "roll_back",
        proposal,
        redecided,
    };
    finish(&api, write, &saying, &held, told).await
}

pub(super) fn check_reason(reason: Option<&str>, required: bool) -> Result<(), Problem> {
    let mut faults = Vec::new();
    check_text("/reason", reason, required, &mut faults);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

pub(super) fn first_day(asked: Option<NaiveDate>, write: &Write) -> Result<NaiveDate, Problem> {
    let today = write.now.today;
    let from = asked.unwrap_or(today);
    if (today..=today + AHEAD_MAX).contains(&from) {
        Ok(from)
    } else {
        Err(Problem::field("/effective_from", "out_of_range"))
    }
}

fn must_be(held: &Held, state: &str, otherwise: &'static str) -> Result<(), Problem> {
    if held.state != state {
        return Err(Problem::new(StatusCode::CONFLICT, otherwise)
            .detail(format!("The proposal is {}.", held.state)));
    }
    if held.is_drawn() {
        return Err(Problem::new(StatusCode::CONFLICT, "fence_is_drawn")
            .detail("Visits are judged by the outlet's polygon. Change that."));
    }
    Ok(())
}

fn may_move(scope: &Scope, held: &Held, to: Option<LatLng>) -> Result<(), Problem> {
    if held.moved_mm(to) <= NEAR_MM || scope.may(Right::ApproveFarPins) {
        return Ok(());
    }
    Err(
        Problem::new(StatusCode::FORBIDDEN, "pin_too_far").detail(format!(
            "The pin would move by more than {} m. Ask a planner.",
            NEAR_MM / 1000
        )),
    )
}

/// What was done, to be told and noted.
struct Told {
    action: &'static str,
    /// The one that answers: a rollback's own.
    proposal: i32,
    redecided: Vec<Redecided>,
}

impl Told {
    const fn event(&self) -> &'static str {
        match self.action.as_bytes() {
            b"approve" => "pin_approved",
            b"refuse" => "pin_refused",
            _ => "pin_rolled_back",
        }
    }
}

/// Audit and events with the write, the boards and the judge's world after it.
async fn finish(
    api: &Api,
    mut write: Box<Write>,
    saying: &Saying<'_>,
    held: &Held,
    told: Told,
) -> Result<Response, Problem> {
    let now = write.now;
    let redecided_visits: Vec<Uuid> = told.redecided.iter().map(|r| r.visit.0).collect();
    let body = json!({"proposal": told.proposal, "outlet": held.outlet, "by": saying.scope.user_id(),
        "redecided": redecided_visits.len()});
    let event = NewEvent {
        kind: told.event(),
        org_unit_id: Some(held.org_unit),
        rep_id: None,
        subject_id: told.proposal.to_string(),
        body: &body,
    };
    event::insert(write.tx(), now.at, &event).await?;
    for visit in &told.redecided {
        let body = json!({"visit": visit.visit, "outlet": held.outlet, "decision": visit.decision,
            "reason": saying.reason, "by": saying.scope.user_id(), "pin_proposal": told.proposal});
        let event = NewEvent {
            kind: "visit_reviewed",
            org_unit_id: Some(visit.org_unit),
            rep_id: Some(visit.rep.0),
            subject_id: visit.visit.0.to_string(),
            body: &body,
        };
        event::insert(write.tx(), now.at, &event).await?;
    }
    let action = format!("pin_proposal.{}", told.action);
    let subject = format!("outlets/{}", held.outlet);
    let detail = json!({"proposal": told.proposal, "redecided": redecided_visits.len()});
    write.audit(&action, &subject, detail).await?;
    let proposal = pin_proposal::get(write.tx(), saying.scope, now.today, told.proposal).await?;
    let status = if told.proposal == held.id {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    let answer = PinDecided {
        proposal,
        redecided_visits,
    };
    let response = write.commit(status, &answer).await?;
    let ingest = &api.services.ingest;
    ingest.world_changed().await;
    for visit in told.redecided {
        let overall = visit.decision.overall();
        ingest.decided(visit.rep, visit.visit, overall).await;
    }
    Ok(response)
}
