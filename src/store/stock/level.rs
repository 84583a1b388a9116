//! The lock of a product at a location, and its shelf under that lock. Everybody takes the locks in the
//! order of (location, product), so that two who want the same goods neither oversell nor deadlock.

use std::collections::{BTreeMap, BTreeSet};

use fieldbeat_trade::stock::shelf::{Held, Lot, Shelf};
use sqlx::PgConnection;

use super::{LocationKind, Place};
use crate::store::{
    error::StoreError,
    setting::{self, BelowZero},
    upsert::Now,
};

pub type Key = (i32, i32);

/// Locks these (location, product), making the rows that are missing; answers what orders hold of each.
pub async fn lock(
    tx: &mut PgConnection,
    now: Now,
    keys: &BTreeSet<Key>,
) -> Result<BTreeMap<Key, i64>, StoreError> {
    let (locations, products): (Vec<i32>, Vec<i32>) = keys.iter().copied().unzip();
    sqlx::query!(
        r#"insert into stock_level (location_id, product_id, updated_at)
        select l, p, $3 from unnest($1::int4[], $2::int4[]) as t(l, p) order by l, p
        on conflict do nothing"#,
        &locations,
        &products,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let rows = sqlx::query!(
        r#"select s.location_id, s.product_id, s.reserved_milli from stock_level s
        join unnest($1::int4[], $2::int4[]) as t(l, p) on s.location_id = t.l and s.product_id = t.p
        order by s.location_id, s.product_id for update of s"#,
        &locations,
        &products,
    )
    .fetch_all(tx)
    .await?;
    Ok((rows.into_iter())
        .map(|r| ((r.location_id, r.product_id), r.reserved_milli))
        .collect())
}

/// The lots of products at a location; to be read under their lock.
pub async fn lots(
    tx: &mut PgConnection,
    location: i32,
    products: &[i32],
) -> Result<BTreeMap<i32, Vec<Held>>, StoreError> {
    let rows = sqlx::query!(
        "select product_id, batch, expires_on, milli from stock_balance
        where location_id = $1 and product_id = any($2) and milli <> 0",
        location,
        products,
    )
    .fetch_all(tx)
    .await?;
    let mut lots: BTreeMap<i32, Vec<Held>> = BTreeMap::new();
    for row in rows {
        lots.entry(row.product_id).or_default().push(Held {
            lot: Lot {
                batch: row.batch,
                expires_on: row.expires_on,
            },
            milli: row.milli,
        });
    }
    Ok(lots)
}

/// The shelves of products at a place, by product; `reserved` is what others hold. An outlet's stock is
/// only observed: nothing there is refused.
pub async fn shelves(
    tx: &mut PgConnection,
    now: Now,
    place: Place,
    reserved: &BTreeMap<i32, i64>,
) -> Result<BTreeMap<i32, Shelf>, StoreError> {
    let below_zero = place.kind == LocationKind::Outlet
        || setting::stock_below_zero(&mut *tx, now.today).await? == BelowZero::Allow;
    let products: Vec<i32> = reserved.keys().copied().collect();
    let mut lots = lots(tx, place.id, &products).await?;
    let shelf = |(product, reserved): (&i32, &i64)| {
        let lots = lots.remove(product).unwrap_or_default();
        (*product, Shelf::new(lots, *reserved, now.today, below_zero))
    };
    Ok(reserved.iter().map(shelf).collect())
}

/// Changes what orders hold of products at a location, which are locked.
pub async fn hold(
    tx: &mut PgConnection,
    now: Now,
    changes: &BTreeMap<Key, i64>,
) -> Result<(), StoreError> {
    let (keys, milli): (Vec<Key>, Vec<i64>) = changes.iter().map(|(k, m)| (*k, *m)).unzip();
    let (locations, products): (Vec<i32>, Vec<i32>) = keys.into_iter().unzip();
    sqlx::query!(
        r#"update stock_level s set reserved_milli = s.reserved_milli + t.milli, updated_at = $4
        from unnest($1::int4[], $2::int4[], $3::int8[]) as t(l, p, milli)
        where s.location_id = t.l and s.product_id = t.p and t.milli <> 0"#,
        &locations,
        &products,
        &milli,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
