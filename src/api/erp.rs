//! What an ERP says of our documents, and its lists held against ours. The ERP takes orders,
//! collections and returns by their lists (`erp_state=waiting`) and says here what became of each.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::erp::ErpState;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, MarkErp, ReadField, RetryErp},
    input::{Args, Body, Seg},
    master::{BATCH_MAX, BatchArgs, at_item},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::{
    imports::{
        Kind, held,
        reconcile::{self, ReconciliationReport, ReconciliationRow},
        reconcile_records,
    },
    store::{
        erp_mark::{self, ErpFilter, ErpKind, ErpMark, ErpMarkPut, ErpMarkResult},
        reconciliation::{self, Record},
        scope::Scope,
        snapshot,
        upsert::{Fault, RowStatus},
    },
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// order | collection | return
    kind: Option<ErpKind>,
    /// waiting | exported | accepted | rejected
    state: Option<ErpState>,
}

/// Documents of which the ERP has said something, newest first.
#[utoipa::path(get, path = "/erp-marks", operation_id = "erp_mark_list", tag = "erp", params(ListArgs),
    responses((status = 200, body = Page<ErpMark>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let filter = ErpFilter {
        kind: args.kind.map(ErpKind::as_str),
        state: args.state.map(ErpState::as_str),
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "erp-marks", asked, &filter).await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = erp_mark::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |m| (m.at.0, m.document_id)))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ErpMarks {
    /// At most 1,000.
    items: Vec<ErpMarkPut>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ErpMarksAnswer {
    /// One per item, in order.
    results: Vec<ErpMarkResult>,
}

/// Keeps what the ERP says of documents: taken, accepted under its number, or rejected with its reason.
/// A result per item; a repeat changes nothing.
#[utoipa::path(post, path = "/erp-marks/batch", operation_id = "erp_mark_batch", tag = "erp", request_body = ErpMarks, params(BatchArgs),
    responses((status = 200, body = ErpMarksAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<MarkErp>,
    Args(args): Args<BatchArgs>,
    body: Body<ErpMarks>,
) -> Result<Response, Problem> {
    let items = body.value.items;
    keep(
        &api,
        &allow.scope,
        body.request,
        "erp.mark",
        (&items, args.atomic == Some(true)),
    )
    .await
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ErpDocument {
    kind: ErpKind,
    id: Uuid,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ErpRetry {
    /// At most 1,000.
    items: Vec<ErpDocument>,
}

/// Lets the ERP take rejected documents once more: they wait again.
#[utoipa::path(post, path = "/erp-marks/retry", operation_id = "erp_mark_retry", tag = "erp", request_body = ErpRetry,
    responses((status = 200, body = ErpMarksAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn retry(
    State(api): State<Api>,
    allow: Allow<RetryErp>,
    body: Body<ErpRetry>,
) -> Result<Response, Problem> {
    let items: Vec<ErpMarkPut> = (body.value.items.iter())
        .map(|d| ErpMarkPut {
            kind: d.kind,
            id: d.id,
            state: ErpState::Waiting,
            number: None,
            reason: None,
        })
        .collect();
    keep(
        &api,
        &allow.scope,
        body.request,
        "erp.retry",
        (&items, false),
    )
    .await
}

async fn keep(
    api: &Api,
    scope: &Scope,
    request: super::input::Identity,
    action: &str,
    (items, atomic): (&[ErpMarkPut], bool),
) -> Result<Response, Problem> {
    if items.len() > BATCH_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let mut write = match write::begin(api, scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let results = erp_mark::mark(write.tx(), scope, now, items).await?;
    let refused = results.iter().flat_map(|r| {
        let faults = r.error.iter().flatten();
        faults.map(|f| at_item(r.index, f))
    });
    let refused: Vec<Fault> = refused.collect();
    if atomic && !refused.is_empty() {
        return Err(Problem::invalid(refused));
    }
    let changed = results
        .iter()
        .filter(|r| r.status == RowStatus::Updated)
        .count();
    write
        .audit(
            action,
            "erp-marks",
            json!({"changed": changed, "errors": refused.len()}),
        )
        .await?;
    write
        .commit(StatusCode::OK, &ErpMarksAnswer { results })
        .await
}

/// What another system's list can be held against.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ReconciliationObject)]
pub enum Object {
    Outlets,
    Reps,
    Customers,
    Products,
    Prices,
    Orders,
    Returns,
    Collections,
    Invoices,
    StockLevels,
    CreditAccounts,
}

impl Object {
    const fn source(self) -> Source {
        match self {
            Self::Outlets => Source::Masters(Kind::Outlets),
            Self::Reps => Source::Masters(Kind::Reps),
            Self::Customers => Source::Masters(Kind::Customers),
            Self::Products => Source::Masters(Kind::Products),
            Self::Prices => Source::Masters(Kind::Prices),
            Self::Orders => Source::Records(Record::Orders),
            Self::Returns => Source::Records(Record::Returns),
            Self::Collections => Source::Records(Record::Collections),
            Self::Invoices => Source::Records(Record::Invoices),
            Self::StockLevels => Source::Records(Record::StockLevels),
            Self::CreditAccounts => Source::Records(Record::CreditAccounts),
        }
    }
}

enum Source {
    Masters(Kind),
    Records(Record),
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Reconciliation {
    /// At most 20,000.
    rows: Vec<ReconciliationRow>,
    /// Whether the other system has no more: only then is told what it lacks.
    #[serde(default)]
    complete: bool,
    /// First day of orders, returns, collections and invoices; required there.
    from: Option<NaiveDate>,
    /// Their last day; required there.
    to: Option<NaiveDate>,
}

/// Holds another system's list against ours: masters by code, `prices` by `list/product/unit`, documents of a period
/// by their id (invoices by number), `stock-levels` of warehouses and vans by `location/product`, `credit-accounts` by
/// `customer` or `customer/partner`. Changes nothing.
#[utoipa::path(post, path = "/reconciliation/{object}", operation_id = "reconcile", tag = "erp",
    params(("object" = Object, Path)), request_body = Reconciliation,
    responses((status = 200, body = ReconciliationReport), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reconcile(
    State(api): State<Api>,
    allow: Allow<MarkErp>,
    Seg(object): Seg<Object>,
    body: Body<Reconciliation>,
) -> Result<Response, Problem> {
    let asked = body.value;
    if asked.rows.len() > reconcile::ROWS_MAX {
        return Err(Problem::field("/rows", "too_many"));
    }
    let today = api.now().today;
    let mut seen = snapshot(api.db()).await?;
    let here = match object.source() {
        Source::Masters(kind) => {
            let state = held::State::load(&mut seen, &allow.scope, kind, today).await?;
            reconcile::masters(kind, &state)
        }
        Source::Records(record) => {
            let days = match (asked.from, asked.to) {
                _ if !record.is_dated() => today..=today,
                (Some(from), Some(to)) if from <= to => from..=to,
                (Some(_), Some(_)) => return Err(Problem::field("/to", "before_from")),
                (None, _) => return Err(Problem::field("/from", "required")),
                (_, None) => return Err(Problem::field("/to", "required")),
            };
            let zone = api.rules().time.time_zone;
            let held =
                reconciliation::held(&mut *seen, &allow.scope, record, days, zone.name()).await?;
            if held.len() > reconciliation::HELD_MAX {
                let at = if record.is_dated() { "/to" } else { "/rows" };
                return Err(Problem::field(at, "too_many"));
            }
            reconcile_records::records(record, held)
        }
    };
    drop(seen);
    let work = move || reconcile::reconcile(&here, &asked.rows, asked.complete);
    let report = tokio::task::spawn_blocking(work)
        .await
        .map_err(Problem::internal)?
        .map_err(|wrong| {
            let fault = |(row, field, code): (usize, String, &'static str)| {
                Fault::new(format!("/rows/{row}/{field}"), code)
            };
            Problem::invalid(wrong.into_iter().take(100).map(fault).collect())
        })?;
    write::shown(&report)
}
