//! Erasures of where a rep was: tried, asked for, followed, called off.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    api::{
        Api,
        auth::{Allow, ManagePrivacy, ReadPrivacy},
        input::{Args, Bare, Body, Seg},
        page::{Asked, Listing, Page},
        problem::{Problem, ProblemBody},
        write::{self, Begun},
    },
    store::privacy::{
        self,
        erasure::{self, Ask, Erasure, Target},
        places::{self, Rows},
    },
};

/// Characters of a reason.
const REASON_MAX: usize = 500;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    rep_id: Option<i32>,
}

/// Erasures of reps in reach, newest first.
#[utoipa::path(get, path = "/privacy/erasures", operation_id = "erasure_list", tag = "privacy", params(ListArgs),
    responses((status = 200, body = Page<Erasure>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadPrivacy>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "erasures", asked, &args.rep_id).await?;
    let slice = (listing.after.unwrap_or(i32::MAX), listing.fetch());
    let rows = erasure::list(api.db(), &allow.scope, args.rep_id, slice).await?;
    write::shown(&listing.page(rows, |e| e.id))
}

/// One, with how far it is.
#[utoipa::path(get, path = "/privacy/erasures/{id}", operation_id = "erasure_get", tag = "privacy", params(("id" = i32, Path)),
    responses((status = 200, body = Erasure), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadPrivacy>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    write::shown(&erasure::get(api.db(), &allow.scope, id).await?)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ErasurePut {
    rep_id: i32,
    /// Days before it, at most tomorrow; without it everything up to and with today.
    before: Option<NaiveDate>,
    /// Begins then; without it at once.
    due_on: Option<NaiveDate>,
    /// Kept with the erasure. Not needed to try.
    reason: Option<String>,
    /// The rep's code once more. Not needed to try.
    confirm: Option<String>,
    /// Only counts what would go.
    #[serde(default)]
    dry_run: bool,
}

/// What would go.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ErasurePlan {
    rep_id: i32,
    rep_code: String,
    rep_name: String,
    before: NaiveDate,
    /// Rows that would go or be changed, by class.
    #[schema(value_type = std::collections::BTreeMap<String, i64>)]
    rows: Rows,
    dry_run: bool,
}

/// Erases where a rep was, for good; with `dry_run` counts what would go. It is done in the background and cannot be taken
/// back: 422 `confirm` unless the rep's code is repeated. Orders, payments, visits and working time stay, without positions.
#[utoipa::path(post, path = "/privacy/erasures", operation_id = "erasure_ask", tag = "privacy", request_body = ErasurePut,
    responses((status = 200, body = ErasurePlan), (status = 202, body = Erasure), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn ask(
    State(api): State<Api>,
    allow: Allow<ManagePrivacy>,
    body: Body<ErasurePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let now = api.now();
    let tomorrow = now.today + Days::new(1);
    let due_on = put.due_on.unwrap_or(now.today);
    // What is to begin later means what there is then.
    let before = put.before.unwrap_or(due_on.max(now.today) + Days::new(1));
    if put.before.is_some_and(|before| before > tomorrow) {
        return Err(Problem::field("/before", "in_the_future"));
    }
    if due_on < now.today {
        return Err(Problem::field("/due_on", "in_the_past"));
    }
    if put.dry_run {
        let subject = privacy::subject(api.db(), &allow.scope, put.rep_id).await?;
        let cutoff = (api.rules().time.day_bounds(before).start.to_utc()).unwrap_or_default();
        let target = Target {
            erasure: 0,
            rep: subject.rep_id,
            before,
            cutoff,
            whole: before > now.today,
        };
        let rows = places::count(&mut *api.conn().await?, &target).await?;
        return write::shown(&ErasurePlan {
            rep_id: subject.rep_id,
            rep_code: subject.code,
            rep_name: subject.name,
            before,
            rows,
            dry_run: true,
        });
    }
    let reason = put.reason.as_deref().map(str::trim).unwrap_or_default();
    if reason.is_empty() {
        return Err(Problem::field("/reason", "required"));
    }
    if reason.chars().count() > REASON_MAX {
        return Err(Problem::field("/reason", "too_long"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let subject = privacy::subject(write.tx(), &allow.scope, put.rep_id).await?;
    if put.confirm.as_deref().map(str::trim) != Some(subject.code.as_str()) {
        return Err(Problem::field("/confirm", "not_the_code"));
    }
    let asked = Ask {
        rep: subject.rep_id,
        before,
        due_on,
        reason,
        by: allow.user()?,
        at: now.at,
    };
    let id = erasure::ask(write.tx(), &asked).await?;
    let detail = json!({"erasure": id, "before": before, "due_on": due_on});
    write
        .audit("privacy.erase", &format!("reps/{}", subject.rep_id), detail)
        .await?;
    let item = erasure::get(write.tx(), &allow.scope, id).await?;
    write.commit(StatusCode::ACCEPTED, &item).await
}

/// Calls off one that has not begun: 409 `begun` where it has.
#[utoipa::path(post, path = "/privacy/erasures/{id}/cancel", operation_id = "erasure_cancel", tag = "privacy", params(("id" = i32, Path)),
    responses((status = 200, body = Erasure), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn cancel(
    State(api): State<Api>,
    allow: Allow<ManagePrivacy>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let was = erasure::get(write.tx(), &allow.scope, id).await?;
    if !erasure::cancel(write.tx(), id, now.at).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "begun")
            .detail("It is at work or has ended; what was erased does not come back."));
    }
    let subject = format!("reps/{}", was.rep_id);
    write
        .audit("privacy.erase_cancel", &subject, json!({"erasure": id}))
        .await?;
    let item = erasure::get(write.tx(), &allow.scope, id).await?;
    write.commit(StatusCode::OK, &item).await
}
