//! The catalogue over REST: partners, products, price lists, schemes, forms, must-sell lists, and what an order would cost.

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use fieldbeat_pricing::{
    ask::{Ask, AskLine, LINES_MAX},
    priced::Priced,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ManageCatalogue, ManageSchemes, ReadTrade},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    catalogue::{book, form, must_sell, partner, price_faults, price_list, product, scheme},
    error::StoreError,
    page::{Since, Slice},
    scope::Scope,
    upsert::{Fault, Mode, Now, RowResult},
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// Part of code or name.
    q: Option<String>,
}

/// The six handlers of a master; the literals are written out because OpenAPI needs them so.
macro_rules! master_api {
    ($module:ident, $right:ident, $store:ident, $kind:ident, $item:ident, $put:ident, $collection:tt,
     $root:tt, $one:tt, $batch:tt, $by_code:tt,
     $list_id:tt, $get_id:tt, $create_id:tt, $change_id:tt, $batch_id:tt, $by_code_id:tt) => {
        pub mod $module {
            use super::*;
            use crate::store::catalogue::$store::{$item, $put};

            pub struct $kind;

            impl Master for $kind {
                type Put = $put;
                type Item = $item;
                const COLLECTION: &'static str = $collection;

                fn code_mut(put: &mut $put) -> &mut String {
                    &mut put.code
                }
                fn version(item: &$item) -> i32 {
                    item.version
                }
                fn code(item: &$item) -> &str {
                    &item.code
                }
                async fn get(
                    db: &mut PgConnection,
                    scope: &Scope,
                    _: Now,
                    id: i32,
                ) -> Result<$item, StoreError> {
                    let slice = Slice { after: 0, limit: 1, since: Since::Ever };
                    let found = $store::list(db, scope, slice, None, Some(id)).await?;
                    found.into_iter().next().ok_or(StoreError::NotFound)
                }
                async fn upsert(
                    tx: &mut PgConnection,
                    scope: &Scope,
                    now: Now,
                    mode: Mode,
                    rows: &[$put],
                ) -> Result<Vec<RowResult>, StoreError> {
                    $store::upsert(tx, scope, now, mode, rows).await
                }
            }

            #[doc = concat!($collection, ", by id.")]
            #[utoipa::path(get, path = $root, operation_id = $list_id, tag = "catalogue", params(ListArgs),
                responses((status = 200, body = Page<$item>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
            pub async fn list(
                State(api): State<Api>,
                allow: Allow<ReadTrade>,
                Args(args): Args<ListArgs>,
            ) -> Result<Response, Problem> {
                let asked = Asked {
                    limit: args.limit,
                    cursor: args.cursor.as_deref(),
                    updated_since: args.updated_since.as_deref(),
                };
                let listing = Listing::begin(&api, $collection, asked, &args.q).await?;
                let q = args.q.as_deref();
                let rows = $store::list(api.db(), &allow.scope, listing.slice(), q, None).await?;
                write::shown(&listing.page(rows, |r| r.id))
            }

            /// One.
            #[utoipa::path(get, path = $one, operation_id = $get_id, tag = "catalogue", params(("id" = i32, Path)),
                responses((status = 200, body = $item), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
            pub async fn get(
                State(api): State<Api>,
                allow: Allow<ReadTrade>,
                Seg(id): Seg<i32>,
            ) -> Result<Response, Problem> {
                master::get::<$kind>(&api, &allow.scope, id).await
            }

            /// A new one.
            #[utoipa::path(post, path = $root, operation_id = $create_id, tag = "catalogue", request_body = $put,
                responses((status = 201, body = $item), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
            pub async fn create(
                State(api): State<Api>,
                allow: Allow<$right>,
                body: Body<$put>,
            ) -> Result<Response, Problem> {
                master::create::<$kind>(&api, &allow.scope, body).await
            }

            /// Changes the fields given. Needs `If-Match`.
            #[utoipa::path(patch, path = $one, operation_id = $change_id, tag = "catalogue",
                params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = $put,
                responses((status = 200, body = $item), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
            pub async fn change(
                State(api): State<Api>,
                allow: Allow<$right>,
                Seg(id): Seg<i32>,
                seen: IfMatch,
                body: Body<$put>,
            ) -> Result<Response, Problem> {
                master::change::<$kind>(&api, &allow.scope, id, seen, body).await
            }

            /// Creates or changes up to 1,000 by code.
            #[utoipa::path(post, path = $batch, operation_id = $batch_id, tag = "catalogue", params(BatchArgs),
                request_body = Batch<$put>,
                responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
            pub async fn batch(
                State(api): State<Api>,
                allow: Allow<$right>,
                Args(args): Args<BatchArgs>,
                body: Body<Batch<$put>>,
            ) -> Result<Response, Problem> {
                master::batch::<$kind>(&api, &allow.scope, &args, body).await
            }

            /// Creates or changes one by another system's code; the system `fieldbeat` means our own.
            #[utoipa::path(put, path = $by_code, operation_id = $by_code_id, tag = "catalogue",
                params(("system" = String, Path), ("code" = String, Path)), request_body = $put,
                responses((status = 200, body = $item), (status = 201, body = $item),
                    (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
            pub async fn by_code(
                State(api): State<Api>,
                allow: Allow<$right>,
                Seg((system, code)): Seg<(String, String)>,
                body: Body<$put>,
            ) -> Result<Response, Problem> {
                master::by_code::<$kind>(&api, &allow.scope, &system, &code, body).await
            }
        }
    };
}

master_api!(
    partners,
    ManageCatalogue,
    partner,
    Partners,
    Partner,
    PartnerPut,
    "partners",
    "/partners",
    "/partners/{id}",
    "/partners/batch",
    "/partners/by-code/{system}/{code}",
    "partner_list",
    "partner_get",
    "partner_create",
    "partner_change",
    "partner_batch",
    "partner_by_code"
);
master_api!(
    products,
    ManageCatalogue,
    product,
    Products,
    Product,
    ProductPut,
    "products",
    "/products",
    "/products/{id}",
    "/products/batch",
    "/products/by-code/{system}/{code}",
    "product_list",
    "product_get",
    "product_create",
    "product_change",
    "product_batch",
    "product_by_code"
);
master_api!(
    price_lists,
    ManageCatalogue,
    price_list,
    PriceLists,
    PriceList,
    PriceListPut,
    "price-lists",
    "/price-lists",
    "/price-lists/{id}",
    "/price-lists/batch",
    "/price-lists/by-code/{system}/{code}",
    "price_list_list",
    "price_list_get",
    "price_list_create",
    "price_list_change",
    "price_list_batch",
    "price_list_by_code"
);
master_api!(
    schemes,
    ManageSchemes,
    scheme,
    Schemes,
    Scheme,
    SchemePut,
    "schemes",
    "/schemes",
    "/schemes/{id}",
    "/schemes/batch",
    "/schemes/by-code/{system}/{code}",
    "scheme_list",
    "scheme_get",
    "scheme_create",
    "scheme_change",
    "scheme_batch",
    "scheme_by_code"
);

master_api!(
    forms,
    ManageCatalogue,
    form,
    Forms,
    Form,
    FormPut,
    "forms",
    "/forms",
    "/forms/{id}",
    "/forms/batch",
    "/forms/by-code/{system}/{code}",
    "form_list",
    "form_get",
    "form_create",
    "form_change",
    "form_batch",
    "form_by_code"
);
master_api!(
    must_sell_lists,
    ManageCatalogue,
    must_sell,
    MustSellLists,
    MustSellList,
    MustSellListPut,
    "must-sell-lists",
    "/must-sell-lists",
    "/must-sell-lists/{id}",
    "/must-sell-lists/batch",
    "/must-sell-lists/by-code/{system}/{code}",
    "must_sell_list_list",
    "must_sell_list_get",
    "must_sell_list_create",
    "must_sell_list_change",
    "must_sell_list_batch",
    "must_sell_list_by_code"
);

#[derive(Serialize, utoipa::ToSchema)]
pub struct Prices {
    items: Vec<price_list::Price>,
}

/// The prices of a list.
#[utoipa::path(get, path = "/price-lists/{id}/prices", operation_id = "price_list_prices", tag = "catalogue",
    params(("id" = i32, Path)),
    responses((status = 200, body = Prices), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn prices(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    price_lists::PriceLists::get(&mut conn, &allow.scope, api.now(), id).await?;
    let items = price_list::prices(&mut *conn, id).await?;
    write::shown(&Prices { items })
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct PriceAsk {
    pub outlet_id: i32,
    /// Whose prices hold; today where absent.
    pub date: Option<NaiveDate>,
    /// Paid on the spot.
    #[serde(default)]
    pub cash: bool,
    /// At most 500.
    pub lines: Vec<PriceAskLine>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct PriceAskLine {
    pub product_code: String,
    pub unit: String,
    /// Thousandths.
    pub quantity_milli: i64,
}

/// What an order would cost, explained line by line: the list of each price, the schemes with the
/// condition met and the units used, tax and rounding. Stores nothing.
#[utoipa::path(post, path = "/orders/price", operation_id = "order_price", tag = "orders", request_body = PriceAsk,
    responses((status = 200, body = Priced), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn price(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    body: Body<PriceAsk>,
) -> Result<Response, Problem> {
    let asked = body.value;
    if asked.lines.len() > LINES_MAX {
        return Err(Problem::field("/lines", "too_many"));
    }
    let mut conn = api.conn().await?;
    let date = asked.date.unwrap_or(api.now().today);
    let buyer = book::buyer(&mut conn, &allow.scope, asked.outlet_id, date).await?;
    let codes: Vec<String> = (asked.lines.iter())
        .map(|l| l.product_code.clone())
        .filter(|code| !code.contains('\0'))
        .collect();
    let ids: HashMap<String, i32> = product::ids(&mut *conn, &codes).await?;
    let mut faults = Vec::new();
    let mut lines = Vec::with_capacity(asked.lines.len());
    for (i, line) in asked.lines.into_iter().enumerate() {
        match ids.get(&line.product_code) {
            Some(product) => lines.push(AskLine {
                product: *product,
                unit: line.unit,
                quantity_milli: line.quantity_milli,
            }),
            None => faults.push(Fault::new(
                format!("/lines/{i}/product_code"),
                "unknown_product",
            )),
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let products: Vec<i32> = lines.iter().map(|l| l.product).collect();
    let outlet = Some(asked.outlet_id);
    let book = book::book(&mut conn, outlet, &buyer, date, &products, None).await?;
    let ask = Ask {
        date,
        buyer,
        cash: asked.cash,
        lines,
    };
    let priced = fieldbeat_pricing::price(&book, &ask)
        .map_err(|faults| Problem::invalid(price_faults(faults)))?;
    write::shown(&priced)
}
