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
    let proposal = pin_proposal::get(&mut seen, &allow.scope, api.now().today, id).await?;
    let filter = VisitFilter {
        ids: Some(proposal.visits.clone()),
        ..VisitFilter::default()
    };
    let limit = i64::try_from(proposal.visits.len()).unwrap_or(i64::MAX);
    let visits = visit::list(&mut seen, &allow.scope, &filter, None, limit).await?;
    seen.commit().await?;
    let sightings = visits
        .into_iter()
        .filter_map(|row| {
            let LatLng { .. } = Sighting::of(&row.visit, RepId(row.rep_id))?.position;
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

/// A proposal held for a decision, or the first answer to the same request.
enum Holding {
    Held(Box<Write>, Held, NaiveDate),
    Replay(Response),
}

async fn hold(
    api: &Api,
    scope: &Scope,
    id: i32,
    state: &str,
    body: Body<ApprovalPut>,
) -> Result<(Holding, Option<String>), Problem> {
    let ApprovalPut {
        effective_from,
        reason,
    } = body.value;
    let mut faults = Vec::new();
    check_text(
        "/reason",
        reason.as_deref(),
        state != "approval",
        &mut faults,
    );
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok((Holding::Replay(first), reason)),
    };
    let today = write.now.today;
    let from = effective_from.unwrap_or(today);
    if from < today || from > today + AHEAD_MAX {
        return Err(Problem::field("/effective_from", "out_of_range"));
    }
    let held = pin_decision::hold(write.tx(), scope, id, from).await?;
    Ok((Holding::Held(write, held, from), reason))
}
