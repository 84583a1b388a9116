//! What reps saw of competitors.

use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::{Args, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    competitor::{self, CompetitorObservation, ObservationFilter},
    page::Since,
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
    /// Whatever its case.
    brand: Option<String>,
    /// Code of the own category that it competes in.
    category: Option<String>,
    /// Only those with a promotion, or only those without.
    promotion: Option<bool>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Observations in scope, newest first.
#[utoipa::path(get, path = "/competitor-observations", operation_id = "competitor_observation_list", tag = "audits", params(ListArgs),
    responses((status = 200, body = Page<CompetitorObservation>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let mut filter = ObservationFilter {
        id: None,
        visit_id: args.visit_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        brand: args.brand,
        category: args.category,
        promotion: args.promotion,
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
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "competitor-observations", asked, &filter)
            .await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = competitor::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |c| (c.observed_at.0, c.id)))
}

/// One observation.
#[utoipa::path(get, path = "/competitor-observations/{id}", operation_id = "competitor_observation_get", tag = "audits",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = CompetitorObservation), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let filter = ObservationFilter {
        id: Some(id),
        ..ObservationFilter::default()
    };
    let found = competitor::list(api.db(), &allow.scope, &filter, None, 1).await?;
    write::shown(&found.first().ok_or_else(Problem::not_found)?)
}
