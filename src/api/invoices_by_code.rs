//! The ERP's invoices, by its own codes, one or a thousand.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageReceivables},
    input::{Args, Body, Seg},
    master::{BATCH_MAX, BatchArgs, at_item},
    problem::{Problem, ProblemBody},
    receivables::invoice_in_scope,
    sheet_rows::SheetRows,
    write::{self, Begun},
};
use crate::store::{
    error::StoreError,
    order::inbox,
    receivable::{
        invoice::Invoice,
        invoice_upsert::{self, ErpInvoicePut},
    },
    scope::Scope,
    upsert::{Fault, Now, RowResult, RowStatus},
};

/// The system that invoices of files are known by.
const FILES: &str = "file";

fn named(system: &str, code: &str) -> bool {
    let is_name = |t: &str| !t.trim().is_empty() && t.len() <= 100 && !t.contains('\0');
    is_name(system) && is_name(code)
}

/// Books an invoice of another system; again it changes nothing but its due date.
#[utoipa::path(put, path = "/invoices/by-code/{system}/{code}", operation_id = "invoice_by_code", tag = "receivables",
    params(("system" = String, Path), ("code" = String, Path)), request_body = ErpInvoicePut,
    responses((status = 200, body = Invoice), (status = 201, body = Invoice),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<ErpInvoicePut>,
) -> Result<Response, Problem> {
    if !named(&system, &code) {
        return Err(Problem::not_found());
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let currency = inbox::currency(write.tx()).await?;
    let one = [(system.as_str(), code.as_str(), &body.value)];
    invoice_upsert::lock(write.tx(), scope, one).await?;
    let of = (system.as_str(), code.as_str(), currency.as_str());
    let (status, id) = invoice_upsert::put(write.tx(), scope, now, of, &body.value)
        .await?
        .map_err(Problem::invalid)?;
    let shown = invoice_in_scope(write.tx(), scope, now.today, id).await?;
    if status != RowStatus::Unchanged {
        let detail =
            json!({"number": shown.number, "total_minor": shown.total_minor, "due": shown.due});
        write
            .audit("invoices.put", &format!("invoices/{id}"), detail)
            .await?;
    }
    let status = if status == RowStatus::Created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    write.commit(status, &shown).await
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ErpInvoice {
    system: String,
    code: String,
    #[serde(flatten)]
    #[schema(inline)]
    invoice: ErpInvoicePut,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ErpInvoices {
    /// At most 1,000.
    items: Vec<ErpInvoice>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ErpInvoiceResult {
    /// Position in `items`.
    index: usize,
    status: RowStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Vec<Fault>>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ErpInvoicesAnswer {
    /// One per item, in order.
    results: Vec<ErpInvoiceResult>,
}

/// The same for many, with a result for each; with `atomic` all or none.
#[utoipa::path(post, path = "/invoices/batch", operation_id = "invoice_batch", tag = "receivables",
    request_body = ErpInvoices, params(BatchArgs),
    responses((status = 200, body = ErpInvoicesAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    Args(args): Args<BatchArgs>,
    body: Body<ErpInvoices>,
) -> Result<Response, Problem> {
    let items = body.value.items;
    if items.len() > BATCH_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let done = put_all(write.tx(), &allow.scope, now, &items).await?;
    let mut results = Vec::with_capacity(items.len());
    let mut refused = Vec::new();
    for (index, (item, done)) in items.into_iter().zip(done).enumerate() {
        let (status, id, error) = match done {
            Ok((status, id)) => (status, Some(id), None),
            Err(faults) => {
                refused.extend(faults.iter().map(|f| at_item(index, f)));
                (RowStatus::Error, None, Some(faults))
            }
        };
        results.push(ErpInvoiceResult {
            index,
            status,
            id,
            code: item.code,
            error,
        });
    }
    if args.atomic == Some(true) && !refused.is_empty() {
        return Err(Problem::invalid(refused));
    }
    let count = |status| results.iter().filter(|r| r.status == status).count();
    let detail = json!({"created": count(RowStatus::Created), "updated": count(RowStatus::Updated), "errors": count(RowStatus::Error)});
    write.audit("batch", "invoices", detail).await?;
    write
        .commit(StatusCode::OK, &ErpInvoicesAnswer { results })
        .await
}

/// What became of each.
async fn put_all(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    items: &[ErpInvoice],
) -> Result<Vec<Result<(RowStatus, Uuid), Vec<Fault>>>, StoreError> {
    let currency = inbox::currency(&mut *tx).await?;
    let all = (items.iter()).map(|i| (i.system.as_str(), i.code.as_str(), &i.invoice));
    invoice_upsert::lock(&mut *tx, scope, all).await?;
    let mut done = Vec::with_capacity(items.len());
    for item in items {
        done.push(if named(&item.system, &item.code) {
            let of = (item.system.as_str(), item.code.as_str(), currency.as_str());
            invoice_upsert::put(&mut *tx, scope, now, of, &item.invoice).await?
        } else {
            Err(vec![Fault::new("/code", "invalid_code")])
        });
    }
    Ok(done)
}

/// Of a file: known by their numbers. What was owed before there were invoices here comes so, too.
pub struct Invoices;

impl SheetRows for Invoices {
    type Put = ErpInvoice;
    const LIST: &'static str = "invoices";

    fn tidy(row: &mut Map<String, Value>) {
        let number = row.get("number").cloned().unwrap_or_else(|| json!(""));
        row.insert("system".to_owned(), json!(FILES));
        row.insert("code".to_owned(), number);
        // Of an order it is its customer's.
        if row.get("order_id").is_some_and(|order| !order.is_null()) {
            row.remove("customer_code");
            row.remove("partner_code");
        }
    }

    async fn put(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        rows: &[ErpInvoice],
    ) -> Result<Vec<RowResult>, StoreError> {
        let done = put_all(tx, scope, now, rows).await?;
        Ok(done
            .into_iter()
            .zip(rows)
            .enumerate()
            .map(|(index, (done, row))| match done {
                Ok((status, _)) => RowResult {
                    index,
                    status,
                    id: None,
                    code: row.code.clone(),
                    error: None,
                    token: None,
                },
                Err(faults) => RowResult::refused(index, &row.code, faults),
            })
            .collect())
    }
}
