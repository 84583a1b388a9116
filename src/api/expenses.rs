//! Expenses over REST: claimed, decided on, paid.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::expense::Action;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ClaimExpenses, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    expense::{self, Decision, Expense, ExpenseFilter, New, Said},
    order::desk,
    page::Since,
    record_inbox,
    role::Right,
    scope::Scope,
    upsert::check_text,
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
    visit_id: Option<Uuid>,
    /// Of its visit, as the customer.
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    /// submitted | approved | rejected | paid
    state: Option<String>,
    category: Option<String>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Expenses in scope, newest first.
#[utoipa::path(get, path = "/expenses", operation_id = "expense_list", tag = "expenses", params(ListArgs),
    responses((status = 200, body = Page<Expense>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let mut filter = ExpenseFilter {
        id: None,
        rep_id: args.rep_id,
        visit_id: args.visit_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        state: args.state,
        category: args.category,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "expenses", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = expense::list(&mut conn, &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |e| (e.spent_at.0, e.id)))
}

async fn in_scope(db: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<Expense, Problem> {
    let filter = ExpenseFilter {
        id: Some(id),
        ..ExpenseFilter::default()
    };
    let found = expense::list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// One expense.
#[utoipa::path(get, path = "/expenses/{id}", operation_id = "expense_get", tag = "expenses", params(("id" = Uuid, Path)),
    responses((status = 200, body = Expense), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&in_scope(&mut conn, &allow.scope, id).await?)
}

/// An expense entered at a desk.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ExpensePut {
    /// Made by the sender, so that a repeat is the same expense.
    id: Uuid,
    /// Whose it is; the own for a rep.
    rep_id: Option<i32>,
    /// Today where absent; at most 92 days ago.
    date: Option<NaiveDate>,
    visit_id: Option<Uuid>,
    #[serde(flatten)]
    said: Said,
}

/// A new claim; kilometres are worth what the settings say of their day. The same id and body again give the first answer.
#[utoipa::path(post, path = "/expenses", operation_id = "expense_create", tag = "expenses", request_body = ExpensePut,
    responses((status = 201, body = Expense), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ClaimExpenses>,
    body: Body<ExpensePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let rep = (allow.scope.rep_id().or(put.rep_id))
        .ok_or_else(|| Problem::field("/rep_id", "required"))?;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let date = put.date.unwrap_or(now.today);
    let new = New {
        id: put.id,
        rep,
        org_unit: desk::unit_of(write.tx(), scope, rep, date).await?,
        date,
        visit: put.visit_id,
        outlet: None,
        user: scope.user_id(),
        spent_at: now.at,
    };
    desk::check_visit(write.tx(), rep, put.visit_id).await?;
    expense::create(write.tx(), now, &new, &put.said).await?;
    answer(write, scope, (put.id, "create", StatusCode::CREATED)).await
}

/// `approve` (all of it or less), `reject`, by who decides on expenses; `pay`, by who manages receivables. Never the own.
/// Kilometres beyond what was measured, and less than was claimed, need a reason. Needs `If-Match`.
#[utoipa::path(post, path = "/expenses/{id}/{action}", operation_id = "expense_act", tag = "expenses",
    params(("id" = Uuid, Path), ("action" = String, Path), ("If-Match" = String, Header)), request_body = Decision,
    responses((status = 200, body = Expense), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg((id, action)): Seg<(Uuid, String)>,
    seen: IfMatch,
    body: Body<Decision>,
) -> Result<Response, Problem> {
    let put = body.value;
    let (deed, right) = match action.as_str() {
        "approve" => (Action::Approve, Right::DecideExpenses),
        "reject" => (Action::Reject, Right::DecideExpenses),
        "pay" => (Action::Pay, Right::ManageReceivables),
        _ => return Err(Problem::not_found()),
    };
    if !allow.scope.may(right) {
        return Err(Problem::forbidden());
    }
    let mut faults = Vec::new();
    check_text("/reason", put.reason.as_deref(), false, &mut faults);
    check_text("/reference", put.reference.as_deref(), false, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    expense::act(write.tx(), scope, now, id, seen.0, (deed, &put)).await?;
    let shown = in_scope(write.tx(), scope, id).await?;
    let detail = json!({"state": shown.state, "approved_minor": shown.approved_minor, "reason": shown.reason});
    // The phone that claimed it hears what became of it.
    let retold = record_inbox::tell_again(write.tx(), now.at, "expense", id, detail).await?;
    let response = answer(write, scope, (id, action.as_str(), StatusCode::OK)).await?;
    if let Some(retold) = retold {
        super::orders::retell(&api, retold).await?;
    }
    Ok(response)
}

async fn answer(
    mut write: Box<Write>,
    scope: &Scope,
    (id, action, status): (Uuid, &str, StatusCode),
) -> Result<Response, Problem> {
    let shown = in_scope(write.tx(), scope, id).await?;
    let detail = json!({"state": shown.state, "category": shown.category, "amount_minor": shown.amount_minor,
        "approved_minor": shown.approved_minor, "reason": shown.reason});
    write
        .audit(
            &format!("expenses.{action}"),
            &format!("expenses/{id}"),
            detail,
        )
        .await?;
    write.commit(status, &shown).await
}
