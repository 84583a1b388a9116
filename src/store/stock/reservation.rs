//! What orders hold: reserved when they are confirmed, issued when they are delivered, released when
//! nothing more comes of them. Called inside the order's own transaction; never looks at its state.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    LocationKind, MoveKind, Place, Short,
    level::{self, Key},
    outlet,
    posting::{self, Act, Goods, Own},
};
use crate::store::{error::StoreError, upsert::Now};

/// Where the goods of an order come from: the van of the rep `van_of`, whose order is paid on the spot, where
/// there is one; else the default warehouse of the supplying partner, else the company's. `None` where the
/// company keeps no stock: then nothing is reserved.
pub async fn location_for(
    db: impl PgExecutor<'_>,
    partner: Option<i32>,
    van_of: Option<i32>,
) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select id from stock_location
        where active and (rep_id = $2 or kind = 'warehouse' and (partner_id is null or partner_id = $1))
        order by rep_id is null, partner_id is null, is_default desc, id limit 1"#,
        partner,
        van_of,
    )
    .fetch_optional(db)
    .await?)
}

/// Holds the goods for an order, in thousandths of the base unit, all of them or none: then it answers
/// what is missing, and what the order held before stays. Reserved again, it replaces that.
pub async fn reserve(
    tx: &mut PgConnection,
    now: Now,
    order: Uuid,
    location: i32,
    wanted: &[(i32, i64)],
) -> Result<Vec<Short>, StoreError> {
    let place = place(tx, location).await?;
    let wanted = sums(wanted);
    let before = held(tx, order).await?;
    let keys = before.keys().copied();
    let keys = keys.chain(wanted.keys().map(|product| (location, *product)));
    let reserved = level::lock(tx, now, &keys.collect()).await?;
    // Another revision of the order may have changed it before the lock was had.
    let before = held(tx, order).await?;
    let others = (wanted.keys())
        .map(|product| {
            let key = (location, *product);
            let own = before.get(&key).copied().unwrap_or(0);
            (*product, reserved.get(&key).copied().unwrap_or(0) - own)
        })
        .collect();
    let mut shelves = level::shelves(tx, now, place, &others).await?;
    let mut shorts = Vec::new();
    for (&product, &wanted_milli) in &wanted {
        let shelf = shelves.get_mut(&product);
        if let Some(Err(available_milli)) = shelf.map(|s| s.reserve(wanted_milli)) {
            shorts.push(Short {
                product,
                wanted_milli,
                available_milli,
            });
        }
    }
    if !shorts.is_empty() {
        return Ok(shorts);
    }
    let_go(tx, now, order, &before).await?;
    let (products, milli): (Vec<i32>, Vec<i64>) = wanted.iter().map(|(p, m)| (*p, *m)).unzip();
    sqlx::query!(
        r#"insert into stock_reservation (order_id, product_id, location_id, reserved_milli, reserved_at)
        select $1, p, $2, milli, $5 from unnest($3::int4[], $4::int8[]) as t(p, milli)
        on conflict (order_id, product_id) do update
          set location_id = excluded.location_id, reserved_milli = excluded.reserved_milli, reserved_at = excluded.reserved_at"#,
        order,
        location,
        &products,
        &milli,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let more = wanted.iter().map(|(product, m)| ((location, *product), *m));
    level::hold(tx, now, &more.collect()).await?;
    Ok(Vec::new())
}

/// Whether the order holds anything.
pub async fn holds(tx: &mut PgConnection, order: Uuid) -> Result<bool, StoreError> {
    Ok(!held(tx, order).await?.is_empty())
}

/// Gives back whatever the order still holds.
pub async fn release(tx: &mut PgConnection, now: Now, order: Uuid) -> Result<(), StoreError> {
    let keys: BTreeSet<Key> = held(tx, order).await?.into_keys().collect();
    level::lock(tx, now, &keys).await?;
    let held = held(tx, order).await?;
    let_go(tx, now, order, &held).await
}

/// By which document goods leave, and when they did, however late that is told.
#[derive(Clone, Copy)]
pub struct Leaving {
    pub document: Uuid,
    pub at: DateTime<Utc>,
    /// Of the trip that brings them.
    pub loaded_at: Option<DateTime<Utc>>,
}

impl Leaving {
    /// On no trip.
    pub const fn at(document: Uuid, at: DateTime<Utc>) -> Self {
        Self {
            document,
            at,
            loaded_at: None,
        }
    }
}

/// Goods of an order leave by a document, its delivery: what it holds of them first, oldest expiry first,
/// and into the goods observed at its outlet. All of it or, with what is missing, nothing. Where the
/// company keeps no stock the order holds nothing; then they only reach the outlet.
pub async fn issue(
    tx: &mut PgConnection,
    now: Now,
    order: Uuid,
    left: Leaving,
    goods: &[(i32, i64)],
) -> Result<Vec<Short>, StoreError> {
    let sold = sqlx::query!(
        "select outlet_id, ordered_at, cash from sales_order where id = $1",
        order
    )
    .fetch_optional(&mut *tx)
    .await?;
    let from = source(tx, order).await?;
    let to = match sold.as_ref().and_then(|s| s.outlet_id) {
        Some(outlet) => Some(outlet::place(tx, now, outlet).await?),
        None => None,
    };
    let goods = sums(goods);
    if goods.is_empty() || from.is_none() && to.is_none() {
        return Ok(Vec::new());
    }
    // Locked here once more than by the posting, so that what the order holds is read under the lock.
    let places = [from, to].into_iter().flatten();
    let keys: BTreeSet<Key> = places
        .flat_map(|p| goods.keys().map(move |product| (p.id, *product)))
        .collect();
    level::lock(tx, now, &keys).await?;
    let mut own = held(tx, order).await?;
    own.retain(|key, _| from.is_some_and(|f| f.id == key.0) && goods.contains_key(&key.1));
    let mut act = Act::of(now, MoveKind::Issue, left.document);
    match from.map(|f| f.kind) {
        None => act.kind = MoveKind::Receipt,
        Some(LocationKind::Van) => match (left.loaded_at, sold.filter(|s| s.cash)) {
            // Sold on the spot.
            (None, Some(sold)) => {
                act.kind = MoveKind::Sale;
                act.moved_at = sold.ordered_at;
            }
            // Brought, by a trip not before it left.
            (loaded, _) => act.moved_at = loaded.map_or(left.at, |l| left.at.max(l)).min(now.at),
        },
        Some(LocationKind::Warehouse | LocationKind::Outlet) => {}
    }
    let reserved = own.iter().map(|((_, product), milli)| (*product, *milli));
    let may = Own {
        reserved: reserved.collect(),
    };
    let posted = posting::post(tx, now, &act, (from, to), &lotless(&goods), &may).await?;
    if let Err(shorts) = posted {
        return Ok(shorts.into_iter().map(|(_, short)| short).collect());
    }
    let used: BTreeMap<Key, i64> = (own.iter())
        .map(|(key, held)| (*key, -held.min(goods.get(&key.1).unwrap_or(&0))))
        .collect();
    level::hold(tx, now, &used).await?;
    let (products, milli): (Vec<i32>, Vec<i64>) = goods.into_iter().unzip();
    sqlx::query!(
        r#"update stock_reservation r
        set reserved_milli = greatest(r.reserved_milli - t.milli, 0), issued_milli = r.issued_milli + t.milli
        from unnest($2::int4[], $3::int8[]) as t(p, milli) where r.order_id = $1 and r.product_id = t.p"#,
        order,
        &products,
        &milli,
    )
    .execute(tx)
    .await?;
    Ok(Vec::new())
}

/// Where an order's goods are: where it holds some, else where it last did.
async fn source(tx: &mut PgConnection, order: Uuid) -> Result<Option<Place>, StoreError> {
    let found = sqlx::query!(
        r#"select r.location_id, l.kind from stock_reservation r join stock_location l on l.id = r.location_id
        where r.order_id = $1 order by r.reserved_milli > 0 desc, r.reserved_at desc limit 1"#,
        order
    )
    .fetch_optional(tx)
    .await?;
    Ok(found.map(|f| Place {
        id: f.location_id,
        kind: LocationKind::stored(&f.kind),
    }))
}

/// Goods that came back by a document, a return, into a location; their lots are not known.
pub async fn take_back(
    tx: &mut PgConnection,
    now: Now,
    location: i32,
    document: Uuid,
    goods: &[(i32, i64)],
) -> Result<(), StoreError> {
    bring_back(tx, now, None, location, document, goods).await
}

/// As [`take_back`], from an outlet, whose observed goods become less: they count as returns in its
/// sell-out.
pub async fn take_back_from(
    tx: &mut PgConnection,
    now: Now,
    outlet: i32,
    location: i32,
    document: Uuid,
    goods: &[(i32, i64)],
) -> Result<(), StoreError> {
    let from = outlet::place(tx, now, outlet).await?;
    bring_back(tx, now, Some(from), location, document, goods).await
}

async fn bring_back(
    tx: &mut PgConnection,
    now: Now,
    from: Option<Place>,
    location: i32,
    document: Uuid,
    goods: &[(i32, i64)],
) -> Result<(), StoreError> {
    let to = place(tx, location).await?;
    let goods = lotless(&sums(goods));
    if goods.is_empty() {
        return Ok(());
    }
    let act = Act::of(now, MoveKind::Return, document);
    // Nothing is refused: what comes in never is, and an outlet's goods are only observed.
    let _ = posting::post(tx, now, &act, (from, Some(to)), &goods, &Own::default()).await?;
    Ok(())
}

/// By product; nothing of nothing.
fn sums(goods: &[(i32, i64)]) -> BTreeMap<i32, i64> {
    let mut sums = BTreeMap::new();
    for (product, milli) in goods.iter().filter(|(_, milli)| *milli > 0) {
        *sums.entry(*product).or_default() += milli;
    }
    sums
}

/// Of no lot in particular.
fn lotless(goods: &BTreeMap<i32, i64>) -> Vec<Goods> {
    let one = |(&product, &milli): (&i32, &i64)| Goods {
        product,
        lot: None,
        milli,
    };
    goods.iter().map(one).collect()
}

pub(in crate::store) async fn place(
    tx: &mut PgConnection,
    location: i32,
) -> Result<Place, StoreError> {
    let kind = sqlx::query_scalar!("select kind from stock_location where id = $1", location)
        .fetch_optional(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(Place {
        id: location,
        kind: LocationKind::stored(&kind),
    })
}

/// What an order still holds, by location and product.
async fn held(tx: &mut PgConnection, order: Uuid) -> Result<BTreeMap<Key, i64>, StoreError> {
    let rows = sqlx::query!(
        "select location_id, product_id, reserved_milli from stock_reservation where order_id = $1 and reserved_milli > 0",
        order
    )
    .fetch_all(tx)
    .await?;
    Ok((rows.into_iter())
        .map(|r| ((r.location_id, r.product_id), r.reserved_milli))
        .collect())
}

/// Gives back what the order holds, whose levels are locked. What left by it stays on record.
async fn let_go(
    tx: &mut PgConnection,
    now: Now,
    order: Uuid,
    held: &BTreeMap<Key, i64>,
) -> Result<(), StoreError> {
    let less = held.iter().map(|(key, milli)| (*key, -milli));
    level::hold(tx, now, &less.collect()).await?;
    sqlx::query!(
        "update stock_reservation set reserved_milli = 0 where order_id = $1",
        order
    )
    .execute(tx)
    .await?;
    Ok(())
}
