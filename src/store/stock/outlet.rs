//! An outlet's goods as observed: what the newest count of each product saw, and what came and went
//! since. Whatever order counts and goods are told in, the balance comes out the same.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use fieldbeat_trade::stock::shelf::{Held, Lot};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    LocationKind, MoveKind, Place, level,
    posting::{self, Act, Leg},
};
use crate::store::{error::StoreError, upsert::Now};

/// A count and when it was made.
type Counted = (Uuid, DateTime<Utc>);
/// What changes of a product's lots.
type Change = BTreeMap<(i32, Lot), i64>;

/// Why a posting changes what was observed.
const COUNTED: &str = "count";

/// The location of an outlet, made where it is missing.
pub async fn place(tx: &mut PgConnection, now: Now, outlet: i32) -> Result<Place, StoreError> {
    let find = async |tx: &mut PgConnection| {
        sqlx::query_scalar!("select id from stock_location where outlet_id = $1", outlet)
            .fetch_optional(tx)
            .await
    };
    let kind = LocationKind::Outlet;
    if let Some(id) = find(&mut *tx).await? {
        return Ok(Place { id, kind });
    }
    sqlx::query!(
        r#"insert into stock_location (code, name, kind, outlet_id, updated_at)
        select $2 || code, name, 'outlet', id, $3 from outlet where id = $1
        on conflict do nothing"#,
        outlet,
        super::location::OUTLET_PREFIX,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let id = find(tx).await?.ok_or(StoreError::NotFound)?;
    Ok(Place { id, kind })
}

/// Brings the balances of these products to what was counted and came after; a product that was counted
/// later already is left as it is.
pub async fn observe(
    tx: &mut PgConnection,
    now: Now,
    location: i32,
    (count, counted_at): Counted,
    mut seen: BTreeMap<i32, Vec<Held>>,
) -> Result<(), StoreError> {
    let keys: BTreeSet<_> = seen.keys().map(|product| (location, *product)).collect();
    level::lock(tx, now, &keys).await?;
    let products: Vec<i32> = seen.keys().copied().collect();
    let later = sqlx::query_scalar!(
        "select product_id from stock_observed
        where location_id = $1 and product_id = any($2) and (counted_at, count_id) > ($3, $4)",
        location,
        &products,
        counted_at,
        count,
    )
    .fetch_all(&mut *tx)
    .await?;
    seen.retain(|product, _| !later.contains(product));
    let products: Vec<i32> = seen.keys().copied().collect();
    let since = sqlx::query!(
        r#"select m.product_id, m.batch, m.expires_on, sum(m.milli)::int8 as "milli!"
        from stock_move m join stock_posting p on p.id = m.posting_id
        where m.location_id = $1 and m.product_id = any($2) and p.moved_at > $3 and p.kind <> 'adjustment'
        group by m.product_id, m.batch, m.expires_on"#,
        location,
        &products,
        counted_at,
    )
    .fetch_all(&mut *tx)
    .await?;
    let held = level::lots(tx, location, &products).await?;
    let mut change: Change = BTreeMap::new();
    let mut totals = Vec::with_capacity(products.len());
    for (product, lots) in &seen {
        totals.push(lots.iter().map(|h| h.milli).sum::<i64>());
        for h in lots {
            *change.entry((*product, h.lot.clone())).or_default() += h.milli;
        }
    }
    for row in since {
        let lot = Lot {
            batch: row.batch,
            expires_on: row.expires_on,
        };
        *change.entry((row.product_id, lot)).or_default() += row.milli;
    }
    for (product, lots) in held {
        for h in lots {
            *change.entry((product, h.lot)).or_default() -= h.milli;
        }
    }
    correct(tx, now, location, (count, counted_at), change).await?;
    sqlx::query!(
        r#"insert into stock_observed (location_id, product_id, count_id, counted_at, milli)
        select $1, p, $2, $3, milli from unnest($4::int4[], $5::int8[]) as t(p, milli)
        on conflict (location_id, product_id) do update
          set count_id = excluded.count_id, counted_at = excluded.counted_at, milli = excluded.milli"#,
        location,
        count,
        counted_at,
        &products,
        &totals,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Goods that moved before a count which is already known were in it: what `legs` did to its products is
/// taken back.
pub(super) async fn count_again(
    tx: &mut PgConnection,
    now: Now,
    location: i32,
    moved_at: DateTime<Utc>,
    legs: &[Leg],
) -> Result<(), StoreError> {
    let products: Vec<i32> = (legs.iter())
        .filter(|l| l.location == location)
        .map(|l| l.product)
        .collect();
    let counted = sqlx::query!(
        "select product_id, count_id, counted_at from stock_observed
        where location_id = $1 and product_id = any($2) and counted_at >= $3",
        location,
        &products,
        moved_at,
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut by_count: BTreeMap<Counted, Change> = BTreeMap::new();
    for row in counted {
        let change = by_count.entry((row.count_id, row.counted_at)).or_default();
        for leg in legs {
            if leg.location == location && leg.product == row.product_id {
                *change.entry((leg.product, leg.lot.clone())).or_default() -= leg.milli;
            }
        }
    }
    for (count, change) in by_count {
        correct(tx, now, location, count, change).await?;
    }
    Ok(())
}

async fn correct(
    tx: &mut PgConnection,
    now: Now,
    location: i32,
    (count, counted_at): Counted,
    change: Change,
) -> Result<(), StoreError> {
    let legs: Vec<Leg> = (change.into_iter())
        .filter(|(_, milli)| *milli != 0)
        .map(|((product, lot), milli)| Leg {
            location,
            product,
            lot,
            milli,
        })
        .collect();
    if legs.is_empty() {
        return Ok(());
    }
    let act = Act {
        reason: Some(COUNTED),
        moved_at: counted_at,
        ..Act::of(now, MoveKind::Adjustment, count)
    };
    posting::write(tx, now, &act, &legs).await
}
