//! Days of vans over REST: what should be in one and what was counted, the count of a desk, the closing.

use std::collections::{BTreeMap, BTreeSet};

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageStock, ReadTrade},
    deliveries,
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    catalogue::product,
    page::Since,
    scope::Scope,
    snapshot,
    stock::{
        count_body::LINES_MAX,
        counted::{Counted, by_product},
        van_day::{
            self, VanDay, VanDayFilter,
            close::{self, VanDayClose},
            count::{self, New},
        },
    },
    upsert::{Fault, check_text},
};

/// Days in a period where none is asked for.
const DAYS: u64 = 14;
/// Days in a period at most.
const DAYS_MAX: u64 = 92;

#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum VanDayState {
    Open,
    Counted,
    Closed,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    van_id: Option<i32>,
    rep_id: Option<i32>,
    /// open | counted | closed
    state: Option<VanDayState>,
    /// Both included; the last 14 days where absent, with `updated_since` the last 92, which is the most.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Days of vans in scope on which something moved or was counted, newest first. Opening, what came and went, what
/// should be there, what was counted; the rep's money of the day beside it.
#[utoipa::path(get, path = "/van-days", operation_id = "van_day_list", tag = "stock", params(ListArgs),
    responses((status = 200, body = Page<VanDay>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let to = args.to.unwrap_or(today);
    let days = if args.updated_since.is_some() {
        DAYS_MAX
    } else {
        DAYS
    };
    let from =
        (args.from).unwrap_or_else(|| to.checked_sub_days(Days::new(days - 1)).unwrap_or(to));
    if (to - from).num_days().unsigned_abs() >= DAYS_MAX || to < from {
        return Err(Problem::query("from", "out_of_range"));
    }
    let mut filter = VanDayFilter {
        van_id: args.van_id,
        rep_id: args.rep_id,
        state: args.state.map(|state| match state {
            VanDayState::Open => "open",
            VanDayState::Counted => "counted",
            VanDayState::Closed => "closed",
        }),
        from,
        to,
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<(NaiveDate, i32)>::begin(&api, "van-days", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let mut seen = snapshot(api.db()).await?;
    let when = (api.rules().time, today);
    let rows = van_day::list(&mut seen, &allow.scope, when, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |d| (d.date, d.van_id)))
}

/// A van on a day.
#[utoipa::path(get, path = "/van-days/{van_id}/{date}", operation_id = "van_day_get", tag = "stock",
    params(("van_id" = i32, Path), ("date" = NaiveDate, Path)),
    responses((status = 200, body = VanDay), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg((van, date)): Seg<(i32, NaiveDate)>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let when = (api.rules().time, api.now().today);
    write::shown(&van_day::get(&mut seen, &allow.scope, when, (van, date)).await?)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VanCountPut {
    /// Made by the sender, so that a repeat is the same count.
    id: Uuid,
    note: Option<String>,
    /// At most 500; a product that is left out stays as it was counted before.
    lines: Vec<Counted>,
}

/// What a desk counted in a van; the newest count of a product stands, whoever made it. Not of a closed day. The same
/// id and body again give the first answer.
#[utoipa::path(post, path = "/van-days/{van_id}/{date}/counts", operation_id = "van_day_count", tag = "stock",
    params(("van_id" = i32, Path), ("date" = NaiveDate, Path)), request_body = VanCountPut,
    responses((status = 200, body = VanDay), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn count(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Seg((van, date)): Seg<(i32, NaiveDate)>,
    body: Body<VanCountPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let milli = counted(&mut write, &put).await?;
    let new = New {
        id: put.id,
        date,
        counted_at: now.at,
        by: scope.user_id(),
        visit: None,
        note: put.note.as_deref(),
        milli: &milli,
    };
    count::keep(write.tx(), scope, now, van, &new).await?;
    answer(&api, write, scope, (van, date), "count").await
}

async fn counted(write: &mut Write, put: &VanCountPut) -> Result<BTreeMap<i32, i64>, Problem> {
    let mut faults = Vec::new();
    check_text("/note", put.note.as_deref(), false, &mut faults);
    if put.lines.is_empty() || put.lines.len() > LINES_MAX {
        faults.push(Fault::new("/lines", "out_of_range"));
        return Err(Problem::invalid(faults));
    }
    let ids: Vec<i32> = put.lines.iter().map(|l| l.product_id).collect();
    let known: BTreeSet<i32> = (product::units(write.tx(), &ids).await?)
        .into_keys()
        .collect();
    let milli = by_product(
        "/lines",
        &put.lines,
        (&known, "unknown_product"),
        &mut faults,
    );
    if faults.is_empty() {
        Ok(milli)
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Closes a counted day: the document stands as it is from then on, and what was counted is what the next day begins
/// with. What is missing or too much needs a reason and is written off or on. Not by whose van it is, and not before
/// a day that is closed. The same id and body again give the first answer.
#[utoipa::path(post, path = "/van-days/{van_id}/{date}/close", operation_id = "van_day_close", tag = "stock",
    params(("van_id" = i32, Path), ("date" = NaiveDate, Path)), request_body = VanDayClose,
    responses((status = 200, body = VanDay), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn close(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Seg((van, date)): Seg<(i32, NaiveDate)>,
    body: Body<VanDayClose>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/reason", put.reason.as_deref(), false, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let of = (api.rules().time, van, date);
    let closed = close::close(write.tx(), scope, now, of, &put).await?;
    closed.map_err(deliveries::short)?;
    answer(&api, write, scope, (van, date), "close").await
}

async fn answer(
    api: &Api,
    mut write: Box<Write>,
    scope: &Scope,
    (van, date): (i32, NaiveDate),
    action: &str,
) -> Result<Response, Problem> {
    let when = (api.rules().time, write.now.today);
    let shown = van_day::get(write.tx(), scope, when, (van, date)).await?;
    let detail = json!({"state": shown.state, "difference_minor": shown.difference_minor, "reason": shown.reason});
    let (action, subject) = (
        format!("van_days.{action}"),
        format!("van-days/{van}/{date}"),
    );
    write.audit(&action, &subject, detail).await?;
    write.commit(StatusCode::OK, &shown).await
}
