//! What reps counted at outlets, what is missing there or about to expire, and what outlets sold.

use axum::{extract::State, response::Response};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadTrade},
    input::{Args, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    outlet,
    page::Since,
    snapshot,
    stock::{
        count::{self, CountFilter, StockCount},
        sell_out::{self, SellOut},
        watch::{self, NearExpiry, OutOfStock, WatchFilter},
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
    /// Only counts of it, with all their lines.
    product_id: Option<i32>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Counts in scope, newest first.
#[utoipa::path(get, path = "/stock-counts", operation_id = "stock_count_list", tag = "stock", params(ListArgs),
    responses((status = 200, body = Page<StockCount>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let mut filter = CountFilter {
        id: None,
        visit_id: args.visit_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        product_id: args.product_id,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "stock-counts", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = count::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |c| (c.counted_at.0, c.id)))
}

/// One count.
#[utoipa::path(get, path = "/stock-counts/{id}", operation_id = "stock_count_get", tag = "stock", params(("id" = Uuid, Path)),
    responses((status = 200, body = StockCount), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let filter = CountFilter {
        id: Some(id),
        ..CountFilter::default()
    };
    let found = count::list(api.db(), &allow.scope, &filter, None, 1).await?;
    write::shown(&found.first().ok_or_else(Problem::not_found)?)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WatchArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    outlet_id: Option<i32>,
    product_id: Option<i32>,
}

/// Products that the newest count at an outlet found none of, and of which none came since.
#[utoipa::path(get, path = "/stock-counts/out-of-stock", operation_id = "stock_out_of_stock", tag = "stock", params(WatchArgs),
    responses((status = 200, body = Page<OutOfStock>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn out_of_stock(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<WatchArgs>,
) -> Result<Response, Problem> {
    let filter = WatchFilter {
        outlet_id: args.outlet_id,
        product_id: args.product_id,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<(i32, i32)>::begin(&api, "out-of-stock", asked, &filter).await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = watch::out_of_stock(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |r| (r.outlet_id, r.product_id)))
}

/// The farthest ahead that expiry is looked at.
const EXPIRY_DAYS_MAX: i32 = 3_650;
const EXPIRY_DAYS: i32 = 30;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExpiryArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    outlet_id: Option<i32>,
    product_id: Option<i32>,
    /// 0–3650, 30 by default; what has expired is always in.
    days: Option<i32>,
}

/// Lots at outlets that expire within so many days, what expires first, first.
#[utoipa::path(get, path = "/stock-counts/near-expiry", operation_id = "stock_near_expiry", tag = "stock", params(ExpiryArgs),
    responses((status = 200, body = Page<NearExpiry>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn near_expiry(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ExpiryArgs>,
) -> Result<Response, Problem> {
    let days = args.days.unwrap_or(EXPIRY_DAYS);
    if !(0..=EXPIRY_DAYS_MAX).contains(&days) {
        return Err(Problem::query("days", "out_of_range"));
    }
    let filter = WatchFilter {
        outlet_id: args.outlet_id,
        product_id: args.product_id,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<(NaiveDate, i32, i32, String)>::begin(
        &api,
        "near-expiry",
        asked,
        &(&filter, days),
    )
    .await?;
    let (after, fetch) = (listing.after.clone(), listing.fetch());
    let (scope, now) = (&allow.scope, api.now());
    let rows = watch::near_expiry(api.db(), scope, now, (&filter, days), after, fetch).await?;
    write::shown(&listing.page(rows, |r| {
        (r.expires_on, r.outlet_id, r.product_id, r.batch.clone())
    }))
}

/// The longest time that sell-out is told of at once.
const SELL_OUT_DAYS_MAX: i64 = 366;
const SELL_OUT_DAYS: u64 = 90;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SellOutArgs {
    product_id: Option<i32>,
    /// Of the counts, both included: the last 90 days where absent, at most 366.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SellOuts {
    items: Vec<SellOut>,
}

/// What an outlet sold between counts: opening + purchases − returns − closing, product by product.
#[utoipa::path(get, path = "/outlets/{id}/sell-out", operation_id = "outlet_sell_out", tag = "stock",
    params(("id" = i32, Path), SellOutArgs),
    responses((status = 200, body = SellOuts), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_outlet(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
    Args(args): Args<SellOutArgs>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let to = args.to.unwrap_or(today);
    let long_ago = to.checked_sub_days(Days::new(SELL_OUT_DAYS)).unwrap_or(to);
    let from = args.from.unwrap_or(long_ago);
    if !(0..=SELL_OUT_DAYS_MAX).contains(&(to - from).num_days()) {
        return Err(Problem::query("from", "out_of_range"));
    }
    let mut seen = snapshot(api.db()).await?;
    outlet::get(&mut *seen, &allow.scope, today, id).await?;
    let items = sell_out::of_outlet(&mut seen, id, args.product_id, (from, to)).await?;
    seen.commit().await?;
    write::shown(&SellOuts { items })
}
