//! Visits: lists, and one with its evidence.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_domain::id::RepId;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField, ReadTrack},
    input::{Args, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    visit_parts::VisitParts,
    visit_view::{
        EvidenceView, FixView, RecordView, RevisionView, SaidView, VisitCustomer, VisitSealView,
        VisitSummary, VisitWhole, span,
    },
    write,
};
use crate::evidence::file::EvidenceFile;
use crate::store::{
    audit, customer, evidence,
    privacy::floor,
    review,
    role::Right,
    scope::Scope,
    snapshot,
    track::{self},
    visit::{self, VisitFilter, VisitRow},
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    rep_id: Option<i32>,
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    org_unit_id: Option<i32>,
    /// One day; or `from` and `to`, both included.
    date: Option<NaiveDate>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// Effective verdict: valid | review | invalid
    overall: Option<String>,
    /// open | closed | cancelled
    state: Option<String>,
    /// declared | detected
    source: Option<String>,
    /// Whether an appeal of the rep waits for a decision.
    appealed: Option<bool>,
    /// A reason of the machine's verdict, e.g. `dwell_short` or `same_spot`.
    reason: Option<String>,
    /// Whether a supervisor was there.
    joint: Option<bool>,
}

/// Visits in scope, newest first.
#[utoipa::path(get, path = "/visits", operation_id = "visit_list", tag = "visits", params(ListArgs),
    responses((status = 200, body = Page<VisitSummary>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let mut filter = VisitFilter {
        ids: None,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        org_unit_id: args.org_unit_id,
        from: args.date.or(args.from),
        to: args.date.or(args.to),
        overall: args.overall,
        state: args.state,
        source: args.source,
        appealed: args.appealed,
        reason: args.reason,
        joint: args.joint,
        since: crate::store::page::Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "visits", asked, &filter).await?;
    filter.since = listing.since;
    let rows = visit::list(
        api.db(),
        &allow.scope,
        &filter,
        listing.after,
        listing.fetch(),
    )
    .await?;
    let page = listing.page(rows, |r| (r.started_at, r.id));
    write::shown(&Page {
        items: page.items.into_iter().map(VisitSummary::from).collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}

/// A visit with verdict, evidence, orders, customer, records and revisions. The id of a detected
/// visit that a check-in absorbed answers 308.
#[utoipa::path(get, path = "/visits/{id}", operation_id = "visit_get", tag = "visits", params(("id" = Uuid, Path)),
    responses((status = 200, body = VisitWhole), (status = 308, description = "Absorbed by the visit of `Location`."),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    if let Some(new) = visit::redirect(&mut *seen, &allow.scope, id).await? {
        let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
        if let Ok(value) = HeaderValue::from_str(&format!("/api/v1/visits/{new}")) {
            response.headers_mut().insert(header::LOCATION, value);
        }
        return Ok(response);
    }
    let row = visit::get(&mut *seen, &allow.scope, id).await?;
    let fixes = fixes(&api, &mut seen, &allow.scope, &row).await?;
    let parts = VisitParts::of(&mut seen, &allow.scope, api.now(), id, row.rep_id).await?;
    let customer = match row.customer_id {
        Some(customer) => customer::get(&mut *seen, &Scope::system(), customer)
            .await
            .ok(),
        None => None,
    };
    let records = visit::records(&mut *seen, row.rep_id, id).await?;
    let revisions = visit::revisions(&mut *seen, id).await?;
    let said = review::said(&mut *seen, id).await?;
    let seal = evidence::of_visit(&mut *seen, id).await?;
    seen.commit().await?;
    write::shown(&VisitWhole {
        seal: seal.map(|s| VisitSealView::of(s, &row.visit.evidence)),
        evidence: EvidenceView::of(&row.visit.evidence, row.rep_id),
        summary: VisitSummary::from(row),
        fixes,
        parts,
        customer: customer.map(|c| VisitCustomer {
            id: c.id,
            code: c.code,
            name: c.name,
            phone: c.phone,
        }),
        records: records.into_iter().map(RecordView::from).collect(),
        revisions: revisions.into_iter().map(RevisionView::from).collect(),
        said: said.into_iter().map(SaidView::from).collect(),
    })
}

/// The sealed evidence of a visit as a file that proves itself: `fieldbeat verify --file`. Every
/// download is logged. 404 until its day is over and judged as a whole.
#[utoipa::path(get, path = "/visits/{id}/evidence", operation_id = "visit_evidence", tag = "visits", params(("id" = Uuid, Path)),
    responses((status = 200, body = EvidenceFile), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn sealed(
    State(api): State<Api>,
    allow: Allow<ReadTrack>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let row = visit::get(&mut *seen, &allow.scope, id).await?;
    let seal = evidence::of_visit(&mut *seen, id).await?;
    let seal = seal.ok_or_else(Problem::not_found)?;
    let rep = RepId(row.rep_id);
    let before = floor::of_rep(&mut *seen, rep).await?;
    if before.is_some_and(|before| row.date < before) {
        return Err(Problem::new(StatusCode::GONE, "erased").detail(
            "The positions of this visit were erased. Its seal stays in the database and is checked by `fieldbeat verify`.",
        ));
    }
    let chain = evidence::chain(&mut *seen, rep, row.date, seal.day.revision).await?;
    let stored = visit::document(&mut *seen, id).await?;
    seen.commit().await?;
    audit::record(
        api.db(),
        &allow.scope,
        api.now().at,
        "track.read",
        &format!("visits/{id}/evidence"),
        &json!({"visit": id, "rep_id": row.rep_id, "fixes": seal.fix_count}),
    )
    .await?;
    write::shown(&EvidenceFile::of(&seal, &seal.day_document, &stored, chain))
}

/// Fixes shown with a visit.
const FIXES_MAX: i64 = 500;
const MARGIN: TimeDelta = TimeDelta::minutes(5);

/// Positions around the visit, for who may see them; every look is logged.
async fn fixes(
    api: &Api,
    seen: &mut PgConnection,
    scope: &Scope,
    row: &VisitRow,
) -> Result<Vec<FixView>, Problem> {
    let Some((start, end)) = span(&row.visit).filter(|_| scope.may(Right::ReadTrack)) else {
        return Ok(Vec::new());
    };
    let range = (
        start.to_utc().unwrap_or_default() - MARGIN,
        end.to_utc().unwrap_or_default() + MARGIN,
    );
    let time = api.rules().time;
    // Access to the visit follows its day's stamp and is proven; so are its own fixes.
    let fixes = track::fixes(
        seen,
        &Scope::system(),
        &time,
        RepId(row.rep_id),
        range,
        FIXES_MAX,
    )
    .await?;
    let detail = json!({"visit": row.id, "rep_id": row.rep_id, "fixes": fixes.len()});
    audit::record(
        api.db(),
        scope,
        api.now().at,
        "track.read",
        &format!("visits/{}", row.id),
        &detail,
    )
    .await?;
    Ok(fixes.iter().map(FixView::from).collect())
}
