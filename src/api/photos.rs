//! Photos: what reps photographed, what speaks against it, the pictures, and what people decide.

use std::collections::HashSet;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::photo::Finding;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField, ReviewVisits},
    input::{Args, Body, Seg},
    master::{BATCH_MAX, BatchArgs, at_item},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::{
    photos::{Size, StorageError},
    store::{
        event::{self, NewEvent},
        page::Since,
        photo::{
            self, Photo, PhotoFilter,
            decision::{self, Deciding, Decision},
        },
        review,
        scope::Scope,
        snapshot,
        upsert::{Fault, check_text},
    },
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    visit_id: Option<Uuid>,
    rep_id: Option<i32>,
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    /// Of the record that names them: a display execution, for one.
    record_id: Option<Uuid>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// pending | approved | rejected
    status: Option<String>,
    /// taken_elsewhere | taken_earlier | clock | reused, or any
    finding: Option<String>,
}

/// Photos in scope, newest first.
#[utoipa::path(get, path = "/photos", operation_id = "photo_list", tag = "photos", params(ListArgs),
    responses((status = 200, body = Page<Photo>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let status = args.status.as_deref();
    if status.is_some_and(|s| !["pending", "approved", "rejected"].contains(&s)) {
        return Err(Problem::query("status", "invalid"));
    }
    let finding = args.finding.as_deref();
    if finding.is_some_and(|f| f != "any" && Finding::parse(f).is_none()) {
        return Err(Problem::query("finding", "invalid"));
    }
    let mut filter = PhotoFilter {
        ids: None,
        visit_id: args.visit_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        record_ids: args.record_id.map(|id| vec![id]),
        from: args.from,
        to: args.to,
        status: args.status,
        finding: args.finding,
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "photos", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = photo::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |p| (p.taken_at.0, p.id)))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PhotoWhole {
    #[serde(flatten)]
    #[schema(inline)]
    photo: Photo,
    /// What it is like, where that is in scope.
    original: Option<Photo>,
}

/// One photo, with the one that it is like.
#[utoipa::path(get, path = "/photos/{id}", operation_id = "photo_get", tag = "photos", params(("id" = Uuid, Path)),
    responses((status = 200, body = PhotoWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let photo = photo::get(&mut *seen, &allow.scope, id).await?;
    let original = match photo.reused_of {
        Some(other) => Some(photo::get(&mut *seen, &allow.scope, other).await?),
        None => None,
    };
    seen.commit().await?;
    write::shown(&PhotoWhole { photo, original })
}

/// The picture, at most 2,048 pixels wide and high, without anything that the camera wrote into it. 410 once
/// it has gone with its time.
#[utoipa::path(get, path = "/photos/{id}/image", operation_id = "photo_image", tag = "photos", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn image(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    picture(&api, &allow.scope, id, Size::Image).await
}

/// The picture, at most 360 pixels wide and high.
#[utoipa::path(get, path = "/photos/{id}/thumbnail", operation_id = "photo_thumbnail", tag = "photos", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn thumbnail(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    picture(&api, &allow.scope, id, Size::Thumbnail).await
}

async fn picture(api: &Api, scope: &Scope, id: Uuid, size: Size) -> Result<Response, Problem> {
    let gone = || Problem::new(StatusCode::GONE, "photo_removed");
    let digest = photo::picture(api.db(), scope, id)
        .await?
        .ok_or_else(gone)?;
    let bytes = match api.services.photos.get(digest, size).await {
        Ok(bytes) => bytes,
        Err(StorageError::NotFound) => return Err(gone()),
        Err(error @ StorageError::Unavailable(_)) => {
            tracing::warn!(%error, "a photo could not be read");
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable"));
        }
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "image/jpeg"),
        // Who may see it may change: not for long, and for nobody else.
        (header::CACHE_CONTROL, "private, max-age=600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PhotoDecisionItem {
    photo_id: Uuid,
    decision: Decision,
    /// Needed to reject.
    reason: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PhotoDecisions {
    /// At most 1,000, each photo once.
    items: Vec<PhotoDecisionItem>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PhotoDecisionResult {
    /// Position in `items`.
    index: usize,
    photo_id: Uuid,
    /// decided | error
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    error: Vec<Fault>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PhotoDecisionAnswer {
    /// One per item, in order.
    results: Vec<PhotoDecisionResult>,
}

/// Approves, rejects, or takes decisions back, each with a result of its own; `atomic=true` makes it all or
/// none. Appended: earlier decisions stay.
#[utoipa::path(post, path = "/photos/decisions", operation_id = "photo_decide", tag = "photos", params(BatchArgs),
    request_body = PhotoDecisions,
    responses((status = 200, body = PhotoDecisionAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn decide(
    State(api): State<Api>,
    allow: Allow<ReviewVisits>,
    Args(args): Args<BatchArgs>,
    body: Body<PhotoDecisions>,
) -> Result<Response, Problem> {
    let items = body.value.items;
    if items.is_empty() || items.len() > BATCH_MAX {
        return Err(Problem::field("/items", "out_of_range"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let repeated = review::repeated(items.iter().map(|i| i.photo_id));
    let mut results = Vec::with_capacity(items.len());
    let mut decisions = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let mut error = Vec::new();
        let must = item.decision == Decision::Rejected;
        check_text("/reason", item.reason.as_deref(), must, &mut error);
        if repeated.contains(&item.photo_id) {
            error.push(Fault::new("/photo_id", "repeated"));
        }
        if error.is_empty() {
            decisions.push(Deciding {
                photo: item.photo_id,
                decision: item.decision,
                reason: item.reason,
            });
        }
        results.push(PhotoDecisionResult {
            index,
            photo_id: item.photo_id,
            status: "error",
            error,
        });
    }
    let now = write.now.at;
    let decided = decision::decide(write.tx(), &allow.scope, now, &decisions).await?;
    let found: HashSet<Uuid> = decided.iter().copied().collect();
    for result in results.iter_mut().filter(|r| r.error.is_empty()) {
        if found.contains(&result.photo_id) {
            result.status = "decided";
        } else {
            result.error.push(Fault::new("/photo_id", "not_found"));
        }
    }
    if args.atomic == Some(true)
        && let Some(first) = results.iter().find(|r| !r.error.is_empty())
    {
        let faults = first.error.iter().map(|f| at_item(first.index, f));
        return Err(Problem::invalid(faults.collect()));
    }
    tell(&mut write, &allow.scope, &decided).await?;
    write
        .commit(StatusCode::OK, &PhotoDecisionAnswer { results })
        .await
}

/// An event and a line of the audit log for each.
async fn tell(write: &mut Write, scope: &Scope, decided: &[Uuid]) -> Result<(), Problem> {
    let now = write.now.at;
    let filter = PhotoFilter {
        ids: Some(decided.to_vec()),
        ..PhotoFilter::default()
    };
    let limit = i64::try_from(decided.len()).unwrap_or(i64::MAX);
    for photo in photo::list(write.tx(), scope, &filter, None, limit).await? {
        let told = json!({
            "photo": photo.id, "visit": photo.visit_id, "outlet": photo.outlet_id, "status": photo.status,
            "reason": photo.reason, "by": scope.user_id(),
        });
        let event = NewEvent {
            kind: "photo_decided",
            org_unit_id: Some(photo.org_unit_id),
            rep_id: Some(photo.rep_id),
            subject_id: photo.id.to_string(),
            body: &told,
        };
        event::insert(write.tx(), now, &event).await?;
        let detail = json!({"status": photo.status});
        let subject = format!("photos/{}", photo.id);
        write.audit("photo.decide", &subject, detail).await?;
    }
    Ok(())
}
