//! The goods of an order in the stock: set apart when it is confirmed, issued by its deliveries, taken back by
//! returns. A company without stock locations keeps none, and nothing waits for it.

use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{act::Locked, delivery::Valued};
use crate::store::{
    error::StoreError,
    stock::{
        Short,
        reservation::{self, Leaving},
    },
    upsert::Now,
};

/// Where its goods come from.
pub(in crate::store) async fn place(
    tx: &mut PgConnection,
    order: &Locked,
) -> Result<Option<i32>, StoreError> {
    let van_of = order.cash.then_some(order.rep_id);
    reservation::location_for(tx, order.supplier_id, van_of).await
}

/// Sets everything apart that is not delivered, or says what is missing. An order that may go without is
/// never short.
pub(super) async fn reserve(
    tx: &mut PgConnection,
    now: Now,
    order: &Locked,
) -> Result<Vec<Short>, StoreError> {
    let place = place(&mut *tx, order).await?;
    let Some(place) = place else {
        return Ok(Vec::new());
    };
    let rows = sqlx::query!(
        r#"select product_id as "product_id!", sum(base_milli)::int8 as "milli!" from sales_order_line
        where order_id = $1 and product_id is not null and base_milli > 0 group by product_id order by product_id"#,
        order.id
    )
    .fetch_all(&mut *tx)
    .await?;
    let wanted: Vec<(i32, i64)> = rows.into_iter().map(|r| (r.product_id, r.milli)).collect();
    let short = reservation::reserve(tx, now, order.id, place, &wanted).await?;
    Ok(if order.approved.without_stock {
        Vec::new()
    } else {
        short
    })
}

/// Parts of lines in thousandths of the base unit, by product; lines without a known product are none.
async fn in_base(
    tx: &mut PgConnection,
    order: Uuid,
    parts: &[Valued],
) -> Result<Vec<(i32, i64)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select l.product_id as "product_id!", sum(p.quantity_milli * (l.base_milli / (l.quantity * 1000)::int8))::int8 as "milli!"
        from jsonb_to_recordset($2) as p(line int4, quantity_milli int8)
        join sales_order_line l on l.order_id = $1 and l.line = p.line
        where l.product_id is not null and l.base_milli > 0 group by l.product_id order by l.product_id
        "#,
        order,
        Json(parts) as _,
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.product_id, r.milli)).collect())
}

/// Lets the goods of a delivery leave; what is missing for it, and then none has left. For an order that was
/// confirmed without goods they are set apart now.
pub(super) async fn issue(
    tx: &mut PgConnection,
    now: Now,
    order: &Locked,
    left: Leaving,
    parts: &[Valued],
) -> Result<Vec<Short>, StoreError> {
    let goods = in_base(&mut *tx, order.id, parts).await?;
    if let Some(place) = place(&mut *tx, order).await?
        && !reservation::holds(&mut *tx, order.id).await?
    {
        let short = reservation::reserve(&mut *tx, now, order.id, place, &goods).await?;
        if !short.is_empty() {
            return Ok(short);
        }
    }
    reservation::issue(tx, now, order.id, left, &goods).await
}

/// Takes the goods of an approved return back to where the order's come from.
pub(in crate::store) async fn take_back(
    tx: &mut PgConnection,
    now: Now,
    order: &Locked,
    document: Uuid,
    parts: &[Valued],
) -> Result<(), StoreError> {
    let place = place(&mut *tx, order).await?;
    let Some(place) = place else { return Ok(()) };
    let goods = in_base(&mut *tx, order.id, parts).await?;
    match order.outlet_id {
        Some(outlet) => reservation::take_back_from(tx, now, outlet, place, document, &goods).await,
        None => reservation::take_back(tx, now, place, document, &goods).await,
    }
}
