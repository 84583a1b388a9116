//! Customers, products, prices and stock as an import or an export sees them: everything of one kind in
//! a few statements. Rows out of scope are there by their code only, which is taken.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fieldbeat_trade::stock::shelf::{Held, Lot};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    error::StoreError,
    import_state::Named,
    scope::Scope,
    stock::{LocationKind, Place},
};

#[derive(Debug)]
pub struct CustomerState {
    pub id: i32,
    pub code: String,
    pub reached: bool,
    pub active: bool,
    pub name: String,
    pub phone: Option<String>,
    pub org_unit_code: String,
}

#[derive(Debug)]
pub struct ProductState {
    pub id: i32,
    pub code: String,
    pub active: bool,
    pub name: String,
    pub category: Option<String>,
    pub tax_bp: i32,
    pub units: Json<BTreeMap<String, i32>>,
}

#[derive(Debug)]
pub struct ListState {
    pub id: i32,
    pub code: String,
    pub reached: bool,
    pub active: bool,
    pub name: String,
    pub customer_code: Option<String>,
    pub outlet_class: Option<String>,
    pub partner_code: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub tax_included: bool,
}

#[derive(Debug)]
pub struct PriceState {
    pub list_id: i32,
    pub product_id: i32,
    pub unit: String,
    pub minor: i64,
}

/// A warehouse or a van.
#[derive(Debug)]
pub struct PlaceState {
    pub place: Place,
    pub code: String,
    pub reached: bool,
}

/// So much of a product in one lot at a place.
#[derive(Debug)]
pub struct LotState {
    pub location_id: i32,
    pub product_id: i32,
    pub held: Held,
}

pub async fn customers(
    conn: &mut PgConnection,
    scope: &Scope,
) -> Result<Vec<CustomerState>, StoreError> {
    Ok(sqlx::query_as!(
        CustomerState,
        r#"
        select c.id, c.code, ($1::int4[] is null or c.org_unit_id = any($1)) as "reached!", c.active, c.name, c.phone,
          u.code as org_unit_code
        from customer c join org_unit u on u.id = c.org_unit_id order by c.code
        "#,
        scope.units() as _,
    )
    .fetch_all(conn)
    .await?)
}

pub async fn products(conn: &mut PgConnection) -> Result<Vec<ProductState>, StoreError> {
    Ok(sqlx::query_as!(
        ProductState,
        r#"
        select p.id, p.code, p.active, p.name, c.code as "category?", p.tax_bp,
          p.units as "units: Json<BTreeMap<String, i32>>"
        from product p left join product_category c on c.id = p.category_id order by p.code
        "#
    )
    .fetch_all(conn)
    .await?)
}

pub async fn partners(conn: &mut PgConnection) -> Result<Vec<Named>, StoreError> {
    Ok(
        sqlx::query_as!(Named, r#"select code, true as "reached!" from partner"#)
            .fetch_all(conn)
            .await?,
    )
}

pub async fn lists(conn: &mut PgConnection, scope: &Scope) -> Result<Vec<ListState>, StoreError> {
    Ok(sqlx::query_as!(
        ListState,
        r#"
        select l.id, l.code, (l.customer_id is null or $1::int4[] is null or c.org_unit_id = any($1)) as "reached!",
          l.active, l.name, c.code as "customer_code?", l.outlet_class, p.code as "partner_code?", l.valid_from,
          l.valid_to, l.tax_included
        from price_list l left join customer c on c.id = l.customer_id left join partner p on p.id = l.partner_id
        order by l.code
        "#,
        scope.units() as _,
    )
    .fetch_all(conn)
    .await?)
}

/// Of every list in scope.
pub async fn prices(conn: &mut PgConnection, scope: &Scope) -> Result<Vec<PriceState>, StoreError> {
    Ok(sqlx::query_as!(
        PriceState,
        r#"
        select x.list_id, x.product_id, x.unit, x.minor
        from price x join price_list l on l.id = x.list_id left join customer c on c.id = l.customer_id
        where l.customer_id is null or $1::int4[] is null or c.org_unit_id = any($1)
        "#,
        scope.units() as _,
    )
    .fetch_all(conn)
    .await?)
}

pub async fn places(
    conn: &mut PgConnection,
    scope: &Scope,
    on: NaiveDate,
) -> Result<Vec<PlaceState>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select l.id, l.kind, l.code,
          (l.kind = 'warehouse' or $1::int4[] is null or coalesce(stock_location_unit(l, $2) = any($1), false)) as "reached!"
        from stock_location l where l.kind <> 'outlet' and l.active order by l.code
        "#,
        scope.units() as _,
        on,
    )
    .fetch_all(conn)
    .await?;
    Ok((rows.into_iter())
        .map(|r| PlaceState {
            place: Place {
                id: r.id,
                kind: LocationKind::stored(&r.kind),
            },
            code: r.code,
            reached: r.reached,
        })
        .collect())
}

/// What the warehouses and vans hold, by product and lot.
pub async fn lots(conn: &mut PgConnection) -> Result<Vec<LotState>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select b.location_id, b.product_id, b.batch, b.expires_on, b.milli
        from stock_balance b join stock_location l on l.id = b.location_id
        where l.kind <> 'outlet' and b.milli <> 0 order by b.location_id, b.product_id, b.expires_on, b.batch
        "#
    )
    .fetch_all(conn)
    .await?;
    Ok((rows.into_iter())
        .map(|r| LotState {
            location_id: r.location_id,
            product_id: r.product_id,
            held: Held {
                lot: Lot {
                    batch: r.batch,
                    expires_on: r.expires_on,
                },
                milli: r.milli,
            },
        })
        .collect())
}

/// Places where the book of a product has begun, out of those asked for.
pub async fn begun(
    conn: &mut PgConnection,
    location: i32,
    products: &[i32],
) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select distinct product_id from stock_move where location_id = $1 and product_id = any($2)",
        location,
        products,
    )
    .fetch_all(conn)
    .await?)
}

pub async fn keep_posting(
    conn: &mut PgConnection,
    import: i32,
    posting: Uuid,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into import_posting (import_id, posting_id) values ($1, $2)",
        import,
        posting
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The postings of an import, the last first.
pub async fn postings(conn: &mut PgConnection, import: i32) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select posting_id from import_posting where import_id = $1 order by posting_id desc",
        import
    )
    .fetch_all(conn)
    .await?)
}
