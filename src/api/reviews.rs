//! What people say about visits: decisions, one or a thousand at a time, and appeals of reps.

use std::collections::HashMap;

use axum::{extract::State, http::StatusCode, response::Response};
use fieldbeat_domain::{
    id::{RepId, VisitId},
    verdict::Overall,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, AppealVisits, ReviewVisits},
    input::{Args, Body, Seg},
    master::{BATCH_MAX, BatchArgs, at_item},
    problem::{Problem, ProblemBody},
    visit_view::{VisitSummary, effective},
    write::{self, Begun, Write},
};
use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    review::{self, Appeal, Deciding, Decision},
    scope::Scope,
    upsert::{Fault, check_text},
    visit::{self, VisitFilter, VisitRow},
};

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ReviewPut {
    #[schema(inline)]
    decision: Decision,
    reason: String,
}

impl ReviewPut {
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        check_text("/reason", Some(&self.reason), true, &mut faults);
        faults
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ReviewAnswer {
    id: i64,
    #[schema(inline)]
    visit: VisitSummary,
}

/// Decides on a visit. Appended: the machine's verdict and earlier decisions stay.
#[utoipa::path(post, path = "/visits/{id}/reviews", operation_id = "visit_review", tag = "visits", params(("id" = Uuid, Path)),
    request_body = ReviewPut,
    responses((status = 201, body = ReviewAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ReviewVisits>,
    Seg(id): Seg<Uuid>,
    body: Body<ReviewPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let decision = put.decision;
    let faults = put.faults();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let decided = decide(&mut write, &allow.scope, vec![(id, put)]).await?;
    let Some((review, row)) = decided.into_iter().next() else {
        return Err(Problem::not_found());
    };
    let told = (RepId(row.rep_id), VisitId(row.id));
    let answer = ReviewAnswer {
        id: review,
        visit: VisitSummary::from(row),
    };
    let response = write.commit(StatusCode::CREATED, &answer).await?;
    let ingest = &api.services.ingest;
    ingest.decided(told.0, told.1, decision.overall()).await;
    Ok(response)
}

/// Decides, tells and notes; a visit that is not in scope is left out.
async fn decide(
    write: &mut Write,
    scope: &Scope,
    puts: Vec<(Uuid, ReviewPut)>,
) -> Result<Vec<(i64, VisitRow)>, Problem> {
    let now = write.now.at;
    let ids: Vec<Uuid> = puts.iter().map(|(id, _)| *id).collect();
    let before = review::standing(&mut *write.tx(), &ids, now).await?;
    let decisions: Vec<Deciding<'_>> = puts
        .iter()
        .map(|(visit, put)| Deciding {
            visit: *visit,
            decision: put.decision,
            reason: &put.reason,
            pin_proposal: None,
        })
        .collect();
    let made = review::decide(write.tx(), scope, now, &decisions).await?;
    let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let filter = VisitFilter {
        ids: Some(ids),
        ..VisitFilter::default()
    };
    let after = visit::list(write.tx(), scope, &filter, None, limit).await?;
    let puts: HashMap<Uuid, ReviewPut> = puts.into_iter().collect();
    let mut decided = Vec::with_capacity(after.len());
    for row in after {
        let (Some(put), Some(review)) = (puts.get(&row.id), made.get(&row.id)) else {
            continue;
        };
        let was = before.get(&row.id).copied();
        let told = json!({
            "visit": row.id, "outlet": row.outlet_id, "decision": put.decision, "reason": put.reason,
            "by": scope.user_id(), "before_overall": was.unwrap_or(row.visit.verdict.overall),
            "overall": effective(&row),
        });
        let event = NewEvent {
            kind: "visit_reviewed",
            org_unit_id: Some(row.org_unit_id),
            rep_id: Some(row.rep_id),
            subject_id: row.id.to_string(),
            body: &told,
        };
        event::insert(write.tx(), now, &event).await?;
        let subject = format!("visits/{}", row.id);
        let detail = json!({"decision": put.decision});
        write.audit("visit.review", &subject, detail).await?;
        decided.push((*review, row));
    }
    Ok(decided)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct BatchItem {
    visit_id: Uuid,
    #[serde(flatten)]
    #[schema(inline)]
    put: ReviewPut,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ReviewBatch {
    /// At most 1,000, each visit once.
    items: Vec<BatchItem>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ReviewResult {
    /// Position in `items`.
    index: usize,
    visit_id: Uuid,
    /// reviewed | error
    status: &'static str,
    /// The verdict that counts now.
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_overall: Option<Overall>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    error: Vec<Fault>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ReviewBatchAnswer {
    /// One per item, in order.
    results: Vec<ReviewResult>,
}

/// Decides on many visits at once, each with a result of its own; `atomic=true` makes it all or none.
#[utoipa::path(post, path = "/visits/reviews/batch", operation_id = "visit_review_batch", tag = "visits", params(BatchArgs),
    request_body = ReviewBatch,
    responses((status = 200, body = ReviewBatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ReviewVisits>,
    Args(args): Args<BatchArgs>,
    body: Body<ReviewBatch>,
) -> Result<Response, Problem> {
    let items = body.value.items;
    if items.is_empty() || items.len() > BATCH_MAX {
        return Err(Problem::field("/items", "out_of_range"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let repeated = review::repeated(items.iter().map(|i| i.visit_id));
    let mut results: Vec<ReviewResult> = Vec::with_capacity(items.len());
    let mut puts = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let mut error = item.put.faults();
        if repeated.contains(&item.visit_id) {
            error.push(Fault::new("/visit_id", "repeated"));
        }
        if error.is_empty() {
            puts.push((item.visit_id, item.put));
        }
        results.push(ReviewResult {
            index,
            visit_id: item.visit_id,
            status: "error",
            effective_overall: None,
            error,
        });
    }
    let decisions: HashMap<Uuid, Decision> = puts.iter().map(|(id, p)| (*id, p.decision)).collect();
    let decided = decide(&mut write, &allow.scope, puts).await?;
    let now: HashMap<Uuid, Overall> = decided
        .iter()
        .map(|(_, row)| (row.id, effective(row)))
        .collect();
    for result in results.iter_mut().filter(|r| r.error.is_empty()) {
        match now.get(&result.visit_id) {
            Some(overall) => {
                result.status = "reviewed";
                result.effective_overall = Some(*overall);
            }
            None => result.error.push(Fault::new("/visit_id", "not_found")),
        }
    }
    if args.atomic == Some(true)
        && let Some(first) = results.iter().find(|r| !r.error.is_empty())
    {
        let faults = first.error.iter().map(|f| at_item(first.index, f));
        return Err(Problem::invalid(faults.collect()));
    }
    let response = write
        .commit(StatusCode::OK, &ReviewBatchAnswer { results })
        .await?;
    for (_, row) in decided {
        let decision = decisions.get(&row.id).and_then(|d| d.overall());
        let (rep, visit) = (RepId(row.rep_id), VisitId(row.id));
        api.services.ingest.decided(rep, visit, decision).await;
    }
    Ok(response)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct AppealPut {
    reason: String,
}

/// A rep's appeal against the verdict of an own visit. Appended; whoever decides sees it.
#[utoipa::path(post, path = "/visits/{id}/appeals", operation_id = "visit_appeal", tag = "visits", params(("id" = Uuid, Path)),
    request_body = AppealPut,
    responses((status = 201, body = VisitSummary), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn appeal(
    State(api): State<Api>,
    allow: Allow<AppealVisits>,
    Seg(id): Seg<Uuid>,
    body: Body<AppealPut>,
) -> Result<Response, Problem> {
    let reason = body.value.reason;
    let mut faults = Vec::new();
    check_text("/reason", Some(&reason), true, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    let appeal = Appeal {
        visit: id,
        record: None,
        reason: &reason,
        at: now,
    };
    match review::appeal(write.tx(), &allow.scope, now, &appeal).await {
        Err(StoreError::NotFound) => return Err(Problem::not_found()),
        other => other?,
    }
    let row = visit::get(write.tx(), &allow.scope, id).await?;
    let told = json!({"visit": id, "outlet": row.outlet_id, "reason": reason});
    let event = NewEvent {
        kind: "visit_appealed",
        org_unit_id: Some(row.org_unit_id),
        rep_id: Some(row.rep_id),
        subject_id: id.to_string(),
        body: &told,
    };
    event::insert(write.tx(), now, &event).await?;
    write
        .commit(StatusCode::CREATED, &VisitSummary::from(row))
        .await
}
