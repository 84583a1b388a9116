//! Printed papers: documents as pages that a browser prints, in three languages, on A4, A5 and the 80 mm roll.
//!
//! Each is read as its document is, in the same scope. Owns no figure: what is printed is what the API tells.

mod amount;
mod frame;
mod goods;
mod money;
mod spelled;
mod words;

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{Days, NaiveDate};
use fieldbeat_domain::kpi::Language;
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use self::{
    amount::Teller,
    frame::{Frame, Size},
};
use super::{
    Api,
    auth::{Allow, ReadReceivables, ReadTrade},
    collections,
    input::{Args, Seg},
    orders,
    problem::{Problem, ProblemBody},
    quotations, receivables,
};
use crate::store::{
    expense::{self, ExpenseFilter},
    order::{Order, delivery},
    paper::{self, Of},
    receivable::{collection, statement},
    scope::Scope,
    session, snapshot,
    stock::{level, reservation},
};

/// Collections and expenses on one hand-in sheet; a rep's day has some dozens.
const HAND_IN_MAX: i64 = 1_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaperArgs {
    /// a4 | a5 | 80mm; A4 by default.
    #[serde(default)]
    #[param(inline)]
    size: Size,
    /// en | vi | zh; the reader's own by default.
    #[param(inline)]
    lang: Option<Language>,
}

/// On which paper, in which language, for whom.
async fn frame(
    api: &Api,
    db: &mut PgConnection,
    scope: &Scope,
    args: &PaperArgs,
    rest: String,
) -> Result<Frame, Problem> {
    let company = session::company(&mut *db, api.rules().time).await?;
    let reader = match scope.user_id() {
        Some(user) => Some(session::profile(&mut *db, user).await?),
        None => None,
    };
    let language = args.lang.or_else(|| {
        let own = reader.as_ref().map(|r| r.language.as_str());
        match own {
            Some("vi") => Some(Language::Vi),
            Some("zh") => Some(Language::Zh),
            _ => None,
        }
    });
    let (name, currency) = company.map(|c| (c.name, c.currency)).unwrap_or_default();
    Ok(Frame {
        size: args.size,
        tell: Teller {
            language: language.unwrap_or_default(),
            currency,
        },
        company: name,
        zone: api.rules().time.time_zone,
        printed_by: reader.map(|r| r.name),
        printed_at: api.now().at,
        rest,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderPaper {
    Order,
    PickList,
    DeliveryNote,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrderPaperArgs {
    /// a4 | a5 | 80mm; A4 by default.
    #[serde(default)]
    #[param(inline)]
    size: Size,
    /// en | vi | zh; the reader's own by default.
    #[param(inline)]
    lang: Option<Language>,
    /// Of a delivery note: which delivery; the newest by default, and before any what is left.
    delivery: Option<Uuid>,
}

/// An order, its pick list (what is left, lot by lot, without prices), or a delivery note, as a page to print.
#[utoipa::path(get, path = "/orders/{id}/papers/{paper}", operation_id = "order_paper", tag = "orders",
    params(("id" = Uuid, Path), ("paper" = OrderPaper, Path), OrderPaperArgs),
    responses((status = 200, body = String, content_type = "text/html"), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_order(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg((id, kind)): Seg<(Uuid, OrderPaper)>,
    Args(args): Args<OrderPaperArgs>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let today = api.now().today;
    let order = orders::one(&mut seen, &allow.scope, today, id).await?;
    let rest = args.delivery.map(|d| format!("&delivery={d}"));
    let which = PaperArgs {
        size: args.size,
        lang: args.lang,
    };
    let rest = rest.unwrap_or_default();
    let mut frame = frame(&api, &mut seen, &allow.scope, &which, rest).await?;
    frame.tell.currency.clone_from(&order.currency);
    let of = Of {
        outlet: order.outlet_id,
        customer: order.customer_id,
        rep: Some(order.rep_id),
        partner: order.supplier_id,
    };
    let who = paper::parties(&mut seen, of).await?;
    let paper = match kind {
        OrderPaper::Order => goods::order(&frame, &order, &who),
        OrderPaper::PickList => {
            let picking = picking(&mut seen, &order, today).await?;
            goods::pick_list(&frame, picking, &who)
        }
        OrderPaper::DeliveryNote => {
            let all = delivery::list(&mut seen, &[id]).await?;
            let one = match args.delivery {
                Some(asked) => {
                    let found = all.iter().find(|d| d.id == asked);
                    Some(found.ok_or_else(Problem::not_found)?)
                }
                None => all.last(),
            };
            goods::delivery_note(&frame, &order, one, &who)
        }
    };
    seen.commit().await?;
    Ok(frame.page(&paper))
}

/// What is left of an order, and the lots where its goods come from.
async fn picking<'a>(
    db: &mut PgConnection,
    order: &'a Order,
    today: NaiveDate,
) -> Result<goods::Picking<'a>, Problem> {
    let picks = paper::picks(&mut *db, order.id).await?;
    let place = if let Some(place) = paper::reserved_at(&mut *db, order.id).await? {
        Some(place)
    } else {
        let van_of = order.cash.then_some(order.rep_id);
        reservation::location_for(&mut *db, order.supplier_id, van_of).await?
    };
    let products: Vec<i32> = picks.iter().filter_map(|p| p.product_id).collect();
    let (place, lots) = match place {
        Some(id) => (
            Some(paper::place(&mut *db, id).await?),
            level::lots(db, id, &products).await?,
        ),
        None => (None, std::collections::BTreeMap::new()),
    };
    Ok(goods::Picking {
        order,
        place,
        picks,
        lots,
        today,
    })
}

/// A quotation as a page to print.
#[utoipa::path(get, path = "/quotations/{id}/papers/quotation", operation_id = "quotation_paper", tag = "orders",
    params(("id" = Uuid, Path), PaperArgs),
    responses((status = 200, body = String, content_type = "text/html"), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_quotation(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
    Args(args): Args<PaperArgs>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let one = quotations::in_scope(&mut seen, &allow.scope, id).await?;
    let mut frame = frame(&api, &mut seen, &allow.scope, &args, String::new()).await?;
    frame.tell.currency.clone_from(&one.currency);
    let of = Of {
        outlet: Some(one.outlet_id),
        customer: one.customer_id,
        rep: one.rep_id,
        partner: None,
    };
    let who = paper::parties(&mut seen, of).await?;
    let bought = one.priced.lines.iter().map(|l| l.product);
    let ids: Vec<i32> = bought
        .chain(one.priced.free.iter().map(|l| l.product))
        .collect();
    let products = paper::products(&mut seen, &ids).await?;
    seen.commit().await?;
    let today = api.now().today;
    Ok(frame.page(&goods::quotation(&frame, &one, &products, &who, today)))
}

/// The receipt of a collection as a page to print.
#[utoipa::path(get, path = "/collections/{id}/papers/receipt", operation_id = "collection_paper", tag = "receivables",
    params(("id" = Uuid, Path), PaperArgs),
    responses((status = 200, body = String, content_type = "text/html"), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_collection(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Seg(id): Seg<Uuid>,
    Args(args): Args<PaperArgs>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let one = collections::in_scope(&mut seen, &allow.scope, id).await?;
    let mut frame = frame(&api, &mut seen, &allow.scope, &args, String::new()).await?;
    frame.tell.currency.clone_from(&one.currency);
    let of = Of {
        outlet: one.outlet_id,
        customer: Some(one.customer_id),
        rep: one.rep_id,
        partner: None,
    };
    let who = paper::parties(&mut seen, of).await?;
    let parts = one.settled.iter().chain(one.wanted.iter());
    let ids: Vec<Uuid> = parts.map(|p| p.invoice_id).collect();
    let numbers = paper::invoice_numbers(&mut seen, &ids).await?;
    seen.commit().await?;
    Ok(frame.page(&money::receipt(&frame, &one, &numbers, &who)))
}

/// The sheet of a hand-in as a page to print.
#[utoipa::path(get, path = "/settlements/{id}/papers/hand_in", operation_id = "settlement_paper", tag = "receivables",
    params(("id" = Uuid, Path), PaperArgs),
    responses((status = 200, body = String, content_type = "text/html"), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_settlement(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Seg(id): Seg<Uuid>,
    Args(args): Args<PaperArgs>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let one = collections::settlement_in_scope(&mut seen, &allow.scope, id).await?;
    let frame = frame(&api, &mut seen, &allow.scope, &args, String::new()).await?;
    let filter = collection::CollectionFilter {
        settlement_id: Some(id),
        ..collection::CollectionFilter::default()
    };
    let mut rows = collection::list(&mut seen, &allow.scope, &filter, None, HAND_IN_MAX).await?;
    rows.reverse();
    let of_day = ExpenseFilter {
        rep_id: Some(one.rep_id),
        from: Some(one.date),
        to: Some(one.date),
        ..ExpenseFilter::default()
    };
    let spent = expense::list(&mut seen, &allow.scope, &of_day, None, HAND_IN_MAX).await?;
    seen.commit().await?;
    Ok(frame.page(&money::hand_in(&frame, &one, &rows, &spent)))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatementPaperArgs {
    /// a4 | a5 | 80mm; A4 by default.
    #[serde(default)]
    #[param(inline)]
    size: Size,
    /// en | vi | zh; the reader's own by default.
    #[param(inline)]
    lang: Option<Language>,
    /// Both included; the last 90 days by default.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// The debt statement of an account as a page to print.
#[utoipa::path(get, path = "/credit-accounts/{id}/papers/statement", operation_id = "credit_account_paper", tag = "receivables",
    params(("id" = i32, Path), StatementPaperArgs),
    responses((status = 200, body = String, content_type = "text/html"), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_account(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Seg(id): Seg<i32>,
    Args(args): Args<StatementPaperArgs>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let to = args.to.unwrap_or(today);
    let from = args.from.unwrap_or_else(|| to - Days::new(90));
    let mut seen = snapshot(api.db()).await?;
    let account = receivables::account_in_scope(&mut seen, &allow.scope, today, id).await?;
    let one = statement::of(&mut seen, id, from, to, today).await?;
    let which = PaperArgs {
        size: args.size,
        lang: args.lang,
    };
    let rest = format!("&from={from}&to={to}");
    let frame = frame(&api, &mut seen, &allow.scope, &which, rest).await?;
    let of = Of {
        customer: Some(account.customer_id),
        partner: account.partner_id,
        ..Of::default()
    };
    let who = paper::parties(&mut seen, of).await?;
    seen.commit().await?;
    Ok(frame.page(&money::statement(&frame, &account, &one, &who)))
}

/// The stylesheets and the script of papers.
pub fn files() -> Router<Api> {
    const CSS: &str = "text/css; charset=utf-8";
    let file = |kind: &'static str, text: &'static str| {
        get(move || async move {
            let kind = HeaderValue::from_static(kind);
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        })
    };
    Router::new()
        .route("/papers/paper.css", file(CSS, include_str!("paper.css")))
        .route("/papers/a4.css", file(CSS, include_str!("a4.css")))
        .route("/papers/a5.css", file(CSS, include_str!("a5.css")))
        .route("/papers/roll.css", file(CSS, include_str!("roll.css")))
        .route(
            "/papers/paper.js",
            file("text/javascript; charset=utf-8", include_str!("paper.js")),
        )
}
