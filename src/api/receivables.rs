//! What customers owe, over REST: credit terms, exposure, invoices, statements.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageReceivables, ReadReceivables},
    etag::IfMatch,
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    sheet_rows::SheetRows,
    write::{self, Begun},
};
use crate::store::{
    erp_owned::Owned,
    error::StoreError,
    order::{act, inbox},
    page::{Since, Slice},
    receivable::{
        account::{self, AccountFilter, CreditAccount, CreditAccountPut},
        invoice::{self, Invoice, InvoiceFilter, InvoicePut},
        statement::{self, Statement},
        terms::{self, TermsPut},
    },
    scope::Scope,
    snapshot,
    upsert::{Now, RowResult, check_text},
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer. Terms and balances; not what orders add.
    updated_since: Option<String>,
    customer_id: Option<i32>,
    /// Only where exposure is beyond the limit or an invoice past its due date.
    #[serde(default)]
    in_trouble: bool,
}

/// Accounts of customers in scope with what counts against them now.
#[utoipa::path(get, path = "/credit-accounts", operation_id = "credit_account_list", tag = "receivables", params(AccountArgs),
    responses((status = 200, body = Page<CreditAccount>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn accounts(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Args(args): Args<AccountArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let filter = AccountFilter {
        id: None,
        customer_id: args.customer_id,
        in_trouble: args.in_trouble,
    };
    let listing = Listing::begin(&api, "credit-accounts", asked, &filter).await?;
    let mut conn = api.conn().await?;
    let slice = listing.slice();
    let rows = account::list(&mut conn, &allow.scope, api.now().today, slice, filter).await?;
    write::shown(&listing.page(rows, |a| a.id))
}

pub(super) async fn account_in_scope(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    id: i32,
) -> Result<CreditAccount, Problem> {
    let slice = Slice {
        after: id.saturating_sub(1),
        limit: 1,
        since: Since::Ever,
    };
    let filter = AccountFilter {
        id: Some(id),
        ..AccountFilter::default()
    };
    let found = account::list(db, scope, today, slice, filter).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// One account.
#[utoipa::path(get, path = "/credit-accounts/{id}", operation_id = "credit_account_get", tag = "receivables", params(("id" = i32, Path)),
    responses((status = 200, body = CreditAccount), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn account(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&account_in_scope(&mut conn, &allow.scope, api.now().today, id).await?)
}

/// Changes the terms. Orders that are held stay held until somebody releases or revises them. Needs `If-Match`.
#[utoipa::path(patch, path = "/credit-accounts/{id}", operation_id = "credit_account_change", tag = "receivables",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = CreditAccountPut,
    responses((status = 200, body = CreditAccount), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change_account(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<CreditAccountPut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    account_in_scope(write.tx(), &allow.scope, now.today, id).await?;
    let owned = Owned::load(&mut *write.tx(), &allow.scope, now).await?;
    account::change(write.tx(), now, id, (seen.0, &owned), &body.value).await?;
    let shown = account_in_scope(write.tx(), &allow.scope, now.today, id).await?;
    let detail = json!({"limit_minor": shown.limit_minor, "terms_days": shown.terms_days, "overdue_days": shown.overdue_days});
    write
        .audit(
            "credit_accounts.change",
            &format!("credit-accounts/{id}"),
            detail,
        )
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

/// Of a file.
pub struct Terms;

impl SheetRows for Terms {
    type Put = TermsPut;
    const LIST: &'static str = "credit-accounts";

    async fn put(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        rows: &[TermsPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        terms::put(tx, scope, now, rows).await
    }
}

/// Terms with a customer, for one partner or the company itself.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct AccountPut {
    customer_id: i32,
    partner_id: Option<i32>,
    limit_minor: Option<i64>,
    terms_days: Option<i32>,
    overdue_days: Option<i32>,
}

/// Agrees on terms: the account is made where there is none; what is absent stays as it is.
#[utoipa::path(post, path = "/credit-accounts", operation_id = "credit_account_put", tag = "receivables", request_body = AccountPut,
    responses((status = 200, body = CreditAccount), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_account(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    body: Body<AccountPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let (id, made) =
        account::of_customer(write.tx(), &allow.scope, put.customer_id, put.partner_id).await?;
    // The ERP does not know of one that is made here.
    let owned = if made {
        Owned::default()
    } else {
        Owned::load(&mut *write.tx(), &allow.scope, now).await?
    };
    let terms = CreditAccountPut {
        limit_minor: put.limit_minor.map(Some),
        terms_days: put.terms_days,
        overdue_days: put.overdue_days.map(Some),
    };
    account::change(write.tx(), now, id, (None, &owned), &terms).await?;
    let shown = account_in_scope(write.tx(), &allow.scope, now.today, id).await?;
    let detail = json!({"limit_minor": shown.limit_minor, "terms_days": shown.terms_days, "overdue_days": shown.overdue_days});
    write
        .audit(
            "credit_accounts.change",
            &format!("credit-accounts/{id}"),
            detail,
        )
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatementArgs {
    /// Both included; the last 90 days by default.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// The debt statement: opening balance, every document, closing balance, and how old what is open is.
#[utoipa::path(get, path = "/credit-accounts/{id}/statement", operation_id = "credit_account_statement", tag = "receivables",
    params(("id" = i32, Path), StatementArgs),
    responses((status = 200, body = Statement), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn statement(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Seg(id): Seg<i32>,
    Args(args): Args<StatementArgs>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let to = args.to.unwrap_or(today);
    let from = args.from.unwrap_or_else(|| to - Days::new(90));
    let mut seen = snapshot(api.db()).await?;
    account_in_scope(&mut seen, &allow.scope, today, id).await?;
    let shown = statement::of(&mut seen, id, from, to, today).await?;
    seen.commit().await?;
    write::shown(&shown)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InvoiceArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    customer_id: Option<i32>,
    order_id: Option<Uuid>,
    /// Of the order that it bills.
    rep_id: Option<i32>,
    outlet_id: Option<i32>,
    visit_id: Option<Uuid>,
    /// Of the invoice's date, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// Only what is not paid in full.
    #[serde(default)]
    open: bool,
}

/// Invoices and opening balances in scope, newest first.
#[utoipa::path(get, path = "/invoices", operation_id = "invoice_list", tag = "receivables", params(InvoiceArgs),
    responses((status = 200, body = Page<Invoice>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn invoices(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Args(args): Args<InvoiceArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let mut filter = InvoiceFilter {
        id: None,
        customer_id: args.customer_id,
        order_id: args.order_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        visit_id: args.visit_id,
        from: args.from,
        to: args.to,
        open: args.open,
        since: Since::Ever,
    };
    let listing = Listing::<(NaiveDate, Uuid)>::begin(&api, "invoices", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let today = api.now().today;
    let rows = invoice::list(&mut conn, &allow.scope, today, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |i| (i.date, i.id)))
}

pub(super) async fn invoice_in_scope(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    id: Uuid,
) -> Result<Invoice, Problem> {
    let filter = InvoiceFilter {
        id: Some(id),
        ..InvoiceFilter::default()
    };
    let found = invoice::list(db, scope, today, &filter, None, 1)
        .await?
        .pop();
    found.ok_or_else(Problem::not_found)
}

/// One invoice.
#[utoipa::path(get, path = "/invoices/{id}", operation_id = "invoice_get", tag = "receivables", params(("id" = Uuid, Path)),
    responses((status = 200, body = Invoice), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn invoice(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&invoice_in_scope(&mut conn, &allow.scope, api.now().today, id).await?)
}

/// Bills what was delivered of an order, or mirrors the ERP's invoice of it; without an order books an
/// opening balance. The same id and body again give the first answer.
#[utoipa::path(post, path = "/invoices", operation_id = "invoice_create", tag = "receivables", request_body = InvoicePut,
    responses((status = 201, body = Invoice), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create_invoice(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    body: Body<InvoicePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/number", Some(&put.number), true, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let currency = inbox::currency(write.tx()).await?;
    match (put.order_id, put.customer_id) {
        (Some(order), _) => {
            let order = act::lock(write.tx(), &allow.scope, order, None).await?;
            invoice::bill(write.tx(), now, &order, &currency, &put).await?;
        }
        (None, Some(customer)) => {
            let scope = &allow.scope;
            let (account, _) =
                account::of_customer(write.tx(), scope, customer, put.partner_id).await?;
            invoice::open(write.tx(), now, account, &currency, &put).await?;
        }
        (None, None) => return Err(Problem::field("/customer_id", "required")),
    }
    let shown = invoice_in_scope(write.tx(), &allow.scope, now.today, put.id).await?;
    let detail =
        json!({"number": shown.number, "order": shown.order_id, "total_minor": shown.total_minor});
    write
        .audit("invoices.create", &format!("invoices/{}", put.id), detail)
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}
