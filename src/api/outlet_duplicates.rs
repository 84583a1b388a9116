//! Outlets of the master that may be one: the pairs, and what a person says of each.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::id::OrgUnitId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{Allow, CloseOutlets, ReadField},
    input::{Args, Body, Seg},
    outlet_closures::{publish, tell},
    page::limit,
    pin_proposals::{check_reason, first_day},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    StoreError, outlet,
    outlet_pair::{self, Deciding, OutletPair, PairDecided, PairDecision},
    scope::Scope,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestedArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PairsSuggested {
    items: Vec<OutletPair>,
    /// Pairs that wait, shown or not.
    total: usize,
}

/// Pairs of open outlets in scope that are likely one and on which nobody has decided, the likeliest
/// first. Computed when asked: round each pin and under each phone.
#[utoipa::path(get, path = "/outlets/duplicates", operation_id = "outlet_duplicate_list", tag = "outlets", params(SuggestedArgs),
    responses((status = 200, body = PairsSuggested), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn suggested(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<SuggestedArgs>,
) -> Result<Response, Problem> {
    let limit = usize::try_from(limit(args.limit)?).unwrap_or(usize::MAX);
    let mut conn = api.conn().await?;
    let today = api.now().today;
    let (items, total) = outlet_pair::suggested(&mut conn, &allow.scope, today, limit).await?;
    write::shown(&PairsSuggested { items, total })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PairDecisionPut {
    /// Of the two outlets.
    outlet_ids: [i32; 2],
    #[schema(inline)]
    decision: PairDecision,
    /// Of `same`: the one that stays.
    survivor_id: Option<i32>,
    /// Of `same`: first day on which the other is closed; tomorrow by default, at the earliest today.
    effective_from: Option<NaiveDate>,
    reason: String,
}

/// Says of two outlets that they are the same or different. Of the same one stays with its code; the
/// other is closed and names it, keeps its visits and orders, and leaves its routes, which the one that
/// stays takes over where it has none. Different ones are never suggested again. 409 `already_decided`,
/// or `already_closed` where one is closed.
#[utoipa::path(post, path = "/outlets/duplicates/decisions", operation_id = "outlet_duplicate_decide", tag = "outlets",
    request_body = PairDecisionPut,
    responses((status = 201, body = PairDecided), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn decide(
    State(api): State<Api>,
    allow: Allow<CloseOutlets>,
    body: Body<PairDecisionPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check_reason(Some(&put.reason), true)?;
    let [a, b] = put.outlet_ids;
    let pair = (a.min(b), a.max(b));
    let survivor = match (put.decision, put.survivor_id) {
        _ if a == b => return Err(Problem::field("/outlet_ids", "repeated")),
        (PairDecision::Same, Some(one)) if one == a || one == b => one,
        (PairDecision::Same, Some(_)) => return Err(Problem::field("/survivor_id", "unknown")),
        (PairDecision::Same, None) => return Err(Problem::field("/survivor_id", "required")),
        (PairDecision::Different, _) => pair.0,
    };
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let tomorrow = write.now.today.succ_opt();
    let from = first_day(put.effective_from.or(tomorrow), &write)?;
    let (now, scope) = (write.now, &allow.scope);
    let [first, second] = outlet_pair::hold(write.tx(), scope, pair).await?;
    if !(first.2 && second.2) {
        return Err(Problem::new(StatusCode::CONFLICT, "already_closed"));
    }
    let deciding = Deciding {
        pair,
        decision: put.decision,
        survivor,
        from,
        reason: put.reason.trim(),
    };
    let codes = (first.1.as_str(), second.1.as_str());
    let decided = match outlet_pair::decide(write.tx(), scope, now, &deciding, codes).await {
        Err(StoreError::Conflict(name)) if name == "outlet_pair_once" => {
            return Err(Problem::new(StatusCode::CONFLICT, "already_decided"));
        }
        other => other?,
    };
    let kind = match put.decision {
        PairDecision::Same => "outlets_merged",
        PairDecision::Different => "outlets_told_apart",
    };
    finish(&api, write, scope, kind, survivor, decided).await
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PairRollbackPut {
    reason: String,
}

/// Takes a decision about a pair back: the closed outlet is open and on its routes again from today, the
/// other gives back those it took, other systems' codes are what they were. 409 `already_undone`.
#[utoipa::path(post, path = "/outlets/duplicates/decisions/{id}/rollback", operation_id = "outlet_duplicate_roll_back", tag = "outlets",
    params(("id" = i32, Path)), request_body = PairRollbackPut,
    responses((status = 201, body = PairDecided), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn roll_back(
    State(api): State<Api>,
    allow: Allow<CloseOutlets>,
    Seg(id): Seg<i32>,
    body: Body<PairRollbackPut>,
) -> Result<Response, Problem> {
    let reason = body.value.reason;
    check_reason(Some(&reason), true)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let held = outlet_pair::hold_decision(write.tx(), scope, id).await?;
    if held.undone {
        return Err(Problem::new(StatusCode::CONFLICT, "already_undone"));
    }
    let subject = held.survivor.unwrap_or(held.pair.0);
    let decided = outlet_pair::undo(write.tx(), scope, now, &held, reason.trim()).await?;
    finish(&api, write, scope, "outlet_pair_reopened", subject, decided).await
}

async fn finish(
    api: &Api,
    mut write: Box<Write>,
    scope: &Scope,
    kind: &'static str,
    subject: i32,
    decided: PairDecided,
) -> Result<Response, Problem> {
    let today = write.now.today;
    let unit = outlet::get(write.tx(), scope, today, subject)
        .await?
        .org_unit_id;
    let unit = OrgUnitId(unit);
    let told = json!({"decision": decided.id, "outlets": [decided.first_id, decided.second_id],
        "survivor": decided.survivor_id, "by": scope.user_id()});
    let event = tell(&mut write, (kind, subject, unit), &told).await?;
    let response = write.commit(StatusCode::CREATED, &decided).await?;
    publish(api, (kind, unit), told, event).await?;
    Ok(response)
}
