//! Who and what printed papers name beside the document itself: parties, names of products, lots to pick.
//! The caller has seen the document in its scope.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;

/// Whom a document is about; none of it need be known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Of {
    pub outlet: Option<i32>,
    pub customer: Option<i32>,
    pub rep: Option<i32>,
    pub partner: Option<i32>,
}

#[derive(Clone, Debug)]
pub struct Parties {
    pub outlet: Option<String>,
    pub address: Option<String>,
    pub customer: Option<String>,
    pub phone: Option<String>,
    pub rep: Option<String>,
    pub partner: Option<String>,
}

/// Names with their codes, as people on both ends of a paper know them.
pub async fn parties(db: &mut PgConnection, of: Of) -> Result<Parties, StoreError> {
    Ok(sqlx::query_as!(
        Parties,
        r#"
        select o.name || ' (' || o.code || ')' as outlet, o.address as "address?", c.name || ' (' || c.code || ')' as customer,
          c.phone as "phone?", r.name || ' (' || r.code || ')' as rep, p.name || ' (' || p.code || ')' as partner
        from (select 1) one
        left join outlet o on o.id = $1 left join customer c on c.id = $2 left join rep r on r.id = $3 left join partner p on p.id = $4
        "#,
        of.outlet,
        of.customer,
        of.rep,
        of.partner,
    )
    .fetch_one(db)
    .await?)
}

/// Code and name of products by id.
pub async fn products(
    db: &mut PgConnection,
    ids: &[i32],
) -> Result<BTreeMap<i32, (String, String)>, StoreError> {
    let rows = sqlx::query!("select id, code, name from product where id = any($1)", ids)
        .fetch_all(db)
        .await?;
    Ok((rows.into_iter())
        .map(|r| (r.id, (r.code, r.name)))
        .collect())
}

/// Numbers of invoices by id.
pub async fn invoice_numbers(
    db: &mut PgConnection,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let rows = sqlx::query!("select id, number from invoice where id = any($1)", ids)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.number)).collect())
}

/// Goods of an order that have not left yet.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Null where the product is not in the catalogue.
    pub product_id: Option<i32>,
    pub code: String,
    pub name: String,
    pub unit: String,
    /// Thousandths of the unit.
    pub milli: i64,
    /// Thousandths of the base unit; null where it is not known.
    pub base_milli: Option<i64>,
}

/// What is left of an order, a product and unit once, what was given for free with what was bought.
pub async fn picks(db: &mut PgConnection, order: Uuid) -> Result<Vec<Pick>, StoreError> {
    Ok(sqlx::query_as!(
        Pick,
        r#"
        select product_id, product_code as code, min(product_name) as "name!", unit,
          sum((quantity * 1000)::int8 - delivered_milli)::int8 as "milli!",
          sum(((quantity * 1000)::int8 - delivered_milli) * (base_milli / (quantity * 1000)::int8))::int8 as base_milli
        from sales_order_line where order_id = $1 and delivered_milli < (quantity * 1000)::int8
        group by product_id, product_code, unit order by min(line)
        "#,
        order
    )
    .fetch_all(db)
    .await?)
}

/// Where the goods of an order are set apart.
pub async fn reserved_at(db: &mut PgConnection, order: Uuid) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select location_id from stock_reservation where order_id = $1 order by product_id limit 1",
        order
    )
    .fetch_optional(db)
    .await?)
}

/// Name and code of a stock location.
pub async fn place(db: &mut PgConnection, location: i32) -> Result<String, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select name || ' (' || code || ')' as "name!" from stock_location where id = $1"#,
        location
    )
    .fetch_one(db)
    .await?)
}
