//! Occasions over REST: when customers are greeted or given something, whom one means in a year and who is left out, and
//! whether it is in use.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Datelike, Utc};
use fieldbeat_trade::crm::occasion::Act;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageOccasions, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::locate,
    page::{Asked as Paging, Listing, Page},
    problem::{Problem, ProblemBody},
    segments,
    write::{self, Begun},
};
use crate::store::{
    campaign::recipient::RecipientCount,
    occasion::{
        self, Occasion, OccasionFilter,
        put::{self, OccasionChange, OccasionPut},
        recipient::{self, Asked, CUSTOMERS_AT_ONCE, CUSTOMERS_MAX, Recipient},
    },
    page::Since,
    snapshot,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    active: Option<bool>,
    act: Option<Act>,
}

/// Occasions of the own units and of those above them, newest first; the numbers are of what is in scope, this year.
#[utoipa::path(get, path = "/occasions", operation_id = "occasion_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Occasion>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Paging {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let mut filter = OccasionFilter {
        id: None,
        active: args.active,
        act: args.act,
        since: Since::Ever,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "occasions", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = occasion::list(api.db(), &allow.scope, api.now(), &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |o| (o.made_at.0, o.id)))
}

/// One occasion.
#[utoipa::path(get, path = "/occasions/{id}", operation_id = "occasion_get", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Occasion), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    write::shown(&occasion::get(api.db(), &allow.scope, api.now(), id).await?)
}

/// A new occasion, not in use yet. The same id and body again give the first answer.
#[utoipa::path(post, path = "/occasions", operation_id = "occasion_create", tag = "relations", request_body = OccasionPut,
    responses((status = 201, body = Occasion), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageOccasions>,
    body: Body<OccasionPut>,
) -> Result<Response, Problem> {
    let wanted = body.value;
    let request = body.request.or_key(wanted.id);
    let (scope, by) = (&allow.scope, allow.user()?);
    let mut write = match write::begin(&api, scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    put::create(write.tx(), scope, by, now, &wanted).await?;
    let shown = occasion::get(&mut *write.tx(), scope, now, wanted.id).await?;
    let detail =
        json!({"kind": wanted.kind, "act": wanted.act, "budget_minor": wanted.budget_minor});
    write
        .audit(
            "occasions.create",
            &format!("occasions/{}", wanted.id),
            detail,
        )
        .await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "occasions", wanted.id);
    Ok(response)
}

/// Changes one of a unit in scope, takes it into use or out of it. Needs `If-Match`.
#[utoipa::path(patch, path = "/occasions/{id}", operation_id = "occasion_change", tag = "relations",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = OccasionChange,
    responses((status = 200, body = Occasion), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageOccasions>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<OccasionChange>,
) -> Result<Response, Problem> {
    let (scope, by) = (&allow.scope, allow.user()?);
    let mut write = match write::begin(&api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let wanted = &body.value;
    let withdrawn = put::change(write.tx(), scope, by, now, (id, seen.0), wanted).await?;
    let shown = occasion::get(&mut *write.tx(), scope, now, id).await?;
    let detail = json!({"active": shown.active, "withdrawn": withdrawn, "value_max_minor": shown.value_max_minor,
        "budget_minor": shown.budget_minor});
    write
        .audit("occasions.change", &format!("occasions/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

/// The year that is asked for, this one where none is.
pub(super) fn year_of(api: &Api, asked: Option<i32>) -> Result<i32, Problem> {
    let year = asked.unwrap_or_else(|| api.now().today.year());
    if (1900..=2999).contains(&year) {
        Ok(year)
    } else {
        Err(Problem::query("year", "out_of_range"))
    }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewArgs {
    /// This one where absent.
    year: Option<i32>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct OccasionPreview {
    year: i32,
    counts: Vec<RecipientCount>,
    /// Of those who would get one: not by the way of the occasion, since they do not want it or have no address.
    otherwise: usize,
    /// There are more customers than are counted at once.
    truncated: bool,
    customers_max: usize,
}

/// A dry run: how many an occasion means in a year, and who is left out and why. Of those in scope.
#[utoipa::path(get, path = "/occasions/{id}/preview", operation_id = "occasion_preview", tag = "relations",
    params(("id" = Uuid, Path), PreviewArgs),
    responses((status = 200, body = OccasionPreview), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn preview(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
    Args(args): Args<PreviewArgs>,
) -> Result<Response, Problem> {
    let year = year_of(&api, args.year)?;
    let (now, time) = (api.now(), api.rules().time);
    let _turn = segments::AT_ONCE
        .acquire()
        .await
        .map_err(Problem::internal)?;
    let mut seen = snapshot(api.db()).await?;
    let asked = Asked::of(&occasion::get(&mut *seen, &allow.scope, now, id).await?);
    let mut customers = recipient::customers(&mut seen, &allow.scope, now, time, &asked).await?;
    let truncated = customers.len() > CUSTOMERS_MAX;
    customers.truncate(CUSTOMERS_MAX);
    let mut counts: Vec<RecipientCount> = Vec::new();
    let mut otherwise = 0;
    for some in customers.chunks(CUSTOMERS_AT_ONCE) {
        let of = (&asked, year);
        let found = recipient::look_up(&mut *seen, &allow.scope, now, time, of, some).await?;
        for one in found {
            if one.state == "would_get" && one.instead.is_some() {
                otherwise += 1;
            }
            RecipientCount::add(&mut counts, &one.state, one.why.as_deref());
        }
    }
    seen.commit().await?;
    write::shown(&OccasionPreview {
        year,
        counts,
        otherwise,
        truncated,
        customers_max: CUSTOMERS_MAX,
    })
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecipientArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// This one where absent.
    year: Option<i32>,
    /// would_get | left_out | planned | held | not_held | withdrawn
    state: Option<String>,
}

/// Whom an occasion means in a year, on which day and by which way, and who is left out and why; by customer.
#[utoipa::path(get, path = "/occasions/{id}/recipients", operation_id = "occasion_recipients", tag = "relations",
    params(("id" = Uuid, Path), RecipientArgs),
    responses((status = 200, body = Page<Recipient>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn recipients(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
    Args(args): Args<RecipientArgs>,
) -> Result<Response, Problem> {
    let year = year_of(&api, args.year)?;
    let asked = Paging {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let cut = (id, year, &args.state);
    let listing = Listing::<(i32, i32)>::begin(&api, "occasion-recipients", asked, &cut).await?;
    let fetch = usize::try_from(listing.fetch()).unwrap_or(usize::MAX);
    let after = listing.after.unwrap_or_default();
    let (now, time) = (api.now(), api.rules().time);
    let _turn = segments::AT_ONCE
        .acquire()
        .await
        .map_err(Problem::internal)?;
    let mut seen = snapshot(api.db()).await?;
    let asked = Asked::of(&occasion::get(&mut *seen, &allow.scope, now, id).await?);
    let mut customers = recipient::customers(&mut seen, &allow.scope, now, time, &asked).await?;
    customers.retain(|id| *id >= after.0);
    let mut rows: Vec<Recipient> = Vec::new();
    let place = |r: &Recipient| (r.customer_id, r.contact_id.unwrap_or_default());
    for some in customers.chunks(CUSTOMERS_AT_ONCE) {
        let of = (&asked, year);
        let found = recipient::look_up(&mut *seen, &allow.scope, now, time, of, some).await?;
        let state = args.state.as_deref();
        rows.extend(
            (found.into_iter()).filter(|r| place(r) > after && state.is_none_or(|s| s == r.state)),
        );
        if rows.len() >= fetch {
            rows.truncate(fetch);
            break;
        }
    }
    seen.commit().await?;
    write::shown(&listing.page(rows, place))
}
