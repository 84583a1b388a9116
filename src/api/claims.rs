//! Claims of partners: drafts, and the steps to their settlement.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::claim::{Deed, State as ClaimState};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, MakeClaims, ReadClaims},
    etag::IfMatch,
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    claim::{
        self, Claim, ClaimFilter, ClaimStep, act,
        put::{self, ClaimPut},
    },
    page::Since,
    role::Right,
    snapshot,
    upsert::check_text,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    partner_id: Option<i32>,
    /// draft | submitted | checked | approved | partly | rejected | settled
    state: Option<String>,
    /// That is its evidence.
    display_id: Option<Uuid>,
    /// Of one of its lines' evidence, as rep, outlet and customer are.
    visit_id: Option<Uuid>,
    rep_id: Option<i32>,
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Claims in scope, newest first.
#[utoipa::path(get, path = "/claims", operation_id = "claim_list", tag = "claims", params(ListArgs),
    responses((status = 200, body = Page<Claim>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadClaims>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    if (args.state.as_deref()).is_some_and(|s| ClaimState::parse(s).is_none()) {
        return Err(Problem::query("state", "invalid"));
    }
    let mut filter = ClaimFilter {
        id: None,
        partner_id: args.partner_id,
        state: args.state,
        display_id: args.display_id,
        visit_id: args.visit_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "claims", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = claim::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |c| (c.made_at.0, c.id)))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ClaimWhole {
    #[serde(flatten)]
    #[schema(inline)]
    claim: Claim,
    /// Oldest first.
    steps: Vec<ClaimStep>,
}

/// One claim with its steps.
#[utoipa::path(get, path = "/claims/{id}", operation_id = "claim_get", tag = "claims", params(("id" = Uuid, Path)),
    responses((status = 200, body = ClaimWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadClaims>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let claim = claim::get(&mut *seen, &allow.scope, id).await?;
    let steps = claim::steps(&mut *seen, id).await?;
    seen.commit().await?;
    write::shown(&ClaimWhole { claim, steps })
}

/// Makes a draft. Every line names what proves it: an order, a visit, a photo or a display in the maker's
/// scope. The same id and body again give the first answer.
#[utoipa::path(post, path = "/claims", operation_id = "claim_create", tag = "claims", request_body = ClaimPut,
    responses((status = 201, body = Claim), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<MakeClaims>,
    body: Body<ClaimPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    put::create(write.tx(), scope, now, &put).await?;
    let shown = claim::get(write.tx(), scope, put.id).await?;
    let detail = json!({"partner": put.partner_code, "claimed_minor": shown.claimed_minor});
    write
        .audit("claims.create", &format!("claims/{}", put.id), detail)
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}

/// Replaces a draft. Needs `If-Match`; 409 `wrong_state` once it is submitted.
#[utoipa::path(put, path = "/claims/{id}", operation_id = "claim_change", tag = "claims",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ClaimPut,
    responses((status = 200, body = Claim), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<MakeClaims>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<ClaimPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    if put.id != id {
        return Err(Problem::field("/id", "fixed"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let held = act::lock(write.tx(), scope, id).await?;
    seen.check(held.version)?;
    if held.state != ClaimState::Draft {
        return Err(Problem::new(StatusCode::CONFLICT, "wrong_state"));
    }
    put::change(write.tx(), scope, now, &put).await?;
    let shown = claim::get(write.tx(), scope, id).await?;
    let detail = json!({"claimed_minor": shown.claimed_minor});
    write
        .audit("claims.change", &format!("claims/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimDeed {
    Submit,
    Check,
    Approve,
    Reject,
    Settle,
}

impl ClaimDeed {
    const fn right(self) -> Right {
        match self {
            Self::Submit => Right::MakeClaims,
            Self::Check => Right::CheckClaims,
            Self::Approve | Self::Reject => Right::ApproveClaims,
            Self::Settle => Right::ManageReceivables,
        }
    }
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimAction {
    deed: ClaimDeed,
    /// To approve: all of it where absent.
    approved_minor: Option<i64>,
    /// Needed to reject, and to approve less than was claimed.
    reason: Option<String>,
    /// To settle outside: of the transfer, or of the credit note of other books. Without it the account of the
    /// partner as a customer is credited.
    reference: Option<String>,
}

/// Submits, checks, approves all or part, rejects, or settles. Who checks does not approve. A settlement credits the
/// partner's account as a customer, or says by its reference how it was paid outside. Needs `If-Match`.
/// 409 `wrong_state`, `same_person`, or `claimed_already` where a display is in another claim or was credited.
#[utoipa::path(post, path = "/claims/{id}/actions", operation_id = "claim_act", tag = "claims",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ClaimAction,
    responses((status = 200, body = Claim), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    State(api): State<Api>,
    allow: Allow<ReadClaims>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<ClaimAction>,
) -> Result<Response, Problem> {
    let put = body.value;
    let scope = &allow.scope;
    if !scope.may(put.deed.right()) {
        return Err(Problem::forbidden());
    }
    let user = allow.user()?;
    let mut write = match write::begin(&api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let held = act::lock(write.tx(), scope, id).await?;
    seen.check(held.version)?;
    let minor = put.approved_minor.unwrap_or(held.claimed_minor);
    let less = put.deed == ClaimDeed::Approve && minor < held.claimed_minor;
    let mut faults = Vec::new();
    let must = less || put.deed == ClaimDeed::Reject;
    check_text("/reason", put.reason.as_deref(), must, &mut faults);
    let settles = put.deed == ClaimDeed::Settle;
    let outside = settles && held.customer_id.is_none();
    check_text("/reference", put.reference.as_deref(), outside, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let deed = match put.deed {
        ClaimDeed::Submit => Deed::Submit,
        ClaimDeed::Check => Deed::Check,
        ClaimDeed::Approve => Deed::Approve { minor },
        ClaimDeed::Reject => Deed::Reject,
        ClaimDeed::Settle => Deed::Settle,
    };
    if deed == Deed::Submit
        && let Some(display) = act::claimed_already(write.tx(), id).await?
    {
        return Err(
            Problem::new(StatusCode::CONFLICT, "claimed_already").detail(format!(
                "The display {display} is claimed or credited already."
            )),
        );
    }
    let words = (
        put.reason.as_deref().map(str::trim),
        put.reference.as_deref().map(str::trim),
    );
    let state = match act::act(write.tx(), now.at, &held, deed, user, words).await? {
        Ok(state) => state,
        Err(refusal) => return Err(Problem::new(StatusCode::CONFLICT, refusal.as_str())),
    };
    if let Some(customer) = held.customer_id
        && settles
        && words.1.is_none_or(str::is_empty)
    {
        act::credit(write.tx(), now, &held, customer, user).await?;
    }
    let shown = claim::get(write.tx(), scope, id).await?;
    let credited = shown.credit.as_ref().map(|c| c.amount_minor);
    let detail =
        json!({"state": state, "approved_minor": shown.approved_minor, "credited_minor": credited});
    write
        .audit("claims.act", &format!("claims/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}
