//! A supply order on its way: submitted, confirmed as far as there is enough for all, shipped, received. Locks the
//! orders by id, then the stock.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fieldbeat_trade::stock::{
    shelf::{Held, Lot},
    supply::{self, Action, Asks, State},
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Line, Locked, changed, invalid};
use crate::store::{
    error::StoreError,
    scope::Scope,
    stock::{
        MoveKind, Short,
        counted::{Counted, by_product},
        level,
        posting::{self, Act, Goods, Own},
        reservation::{self, Leaving},
    },
    upsert::{ChangeError, Now},
};

/// Orders confirmed at once.
pub const CONFIRMED_MAX: usize = 200;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyConfirm {
    pub id: Uuid,
    /// At most so much of these products, of the others what is asked.
    #[serde(default)]
    pub lines: Vec<Counted>,
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyAct {
    /// Of `ship` and `receive`: so much of these products; of the others what was confirmed, or shipped.
    #[serde(default)]
    pub lines: Vec<Counted>,
    /// Of `ship`: when it should arrive.
    pub expected_on: Option<NaiveDate>,
    /// Of `reject` and `cancel`, and of `receive` where it is not what was shipped.
    pub reason: Option<String>,
}

fn next(order: &Locked, action: Action) -> Result<State, ChangeError> {
    (order.state.after(action)).ok_or_else(|| invalid("/state", "wrong_state"))
}

/// What was told of products of the order.
fn told(order: &Locked, lines: &[Counted]) -> Result<BTreeMap<i32, i64>, ChangeError> {
    let known: BTreeSet<i32> = order.lines.iter().map(|l| l.product_id).collect();
    let mut faults = Vec::new();
    let told = by_product("/lines", lines, (&known, "not_ordered"), &mut faults);
    if faults.is_empty() {
        Ok(told)
    } else {
        Err(ChangeError::Invalid(faults))
    }
}

fn needed(reason: Option<&str>) -> Result<&str, ChangeError> {
    let reason = reason.map(str::trim).filter(|r| !r.is_empty());
    reason.ok_or_else(|| invalid("/reason", "required"))
}

pub async fn submit(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    order: &Locked,
) -> Result<(), ChangeError> {
    let state = next(order, Action::Submit)?;
    Ok(changed(tx, scope, now, order.id, state).await?)
}

/// Rejects or cancels, with the reason; what was held for it is free again.
pub async fn end(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    order: &Locked,
    (action, reason): (Action, Option<&str>),
) -> Result<(), ChangeError> {
    let state = next(order, action)?;
    let reason = needed(reason)?;
    reservation::release(&mut *tx, now, order.id).await?;
    sqlx::query!(
        "update supply_order set reason = $2 where id = $1",
        order.id,
        reason
    )
    .execute(&mut *tx)
    .await?;
    Ok(changed(tx, scope, now, order.id, state).await?)
}

/// Confirms locked orders. Those of one source share what is there and nobody holds, in proportion to what they ask,
/// and hold it; what a partner outside has nobody here knows. An order that gets nothing stays as it is.
pub async fn confirm(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    orders: &[Locked],
    items: &[SupplyConfirm],
) -> Result<(), ChangeError> {
    // What each line asks at most, in whole units.
    let mut asks: BTreeMap<(Uuid, i32), Asks> = BTreeMap::new();
    let mut sources: BTreeMap<i32, BTreeSet<i32>> = BTreeMap::new();
    for order in orders {
        next(order, Action::Confirm)?;
        let item = items.iter().find(|item| item.id == order.id);
        let most = told(order, item.map_or(&[][..], |item| &item.lines))?;
        for line in &order.lines {
            let unit_milli = i64::from(line.pieces) * 1_000;
            let most = most
                .get(&line.product_id)
                .copied()
                .unwrap_or(line.asked_milli);
            let units = most.min(line.asked_milli) / unit_milli;
            let key = (order.id, line.product_id);
            asks.insert(key, Asks { units, unit_milli });
            if let Some(from) = order.from_id {
                sources.entry(from).or_default().insert(line.product_id);
            }
        }
    }
    let keys = sources
        .iter()
        .flat_map(|(from, products)| products.iter().map(|p| (*from, *p)));
    let keys: BTreeSet<level::Key> = keys.collect();
    let reserved = level::lock(&mut *tx, now, &keys).await?;
    let mut confirmed: BTreeMap<(Uuid, i32), i64> = BTreeMap::new();
    for (from, products) in &sources {
        let place = reservation::place(&mut *tx, *from).await?;
        let held = |p: &i32| (*p, reserved.get(&(*from, *p)).copied().unwrap_or(0));
        let held = products.iter().map(held).collect();
        for (product, shelf) in level::shelves(&mut *tx, now, place, &held).await? {
            let of: Vec<Uuid> = (orders.iter())
                .filter(|o| o.from_id == Some(*from) && asks.contains_key(&(o.id, product)))
                .map(|o| o.id)
                .collect();
            let wanted: Vec<Asks> = of
                .iter()
                .filter_map(|id| asks.get(&(*id, product)).copied())
                .collect();
            let shares = supply::fair_share(shelf.available_milli(), &wanted);
            for ((id, ask), share) in of.iter().zip(&wanted).zip(shares) {
                confirmed.insert((*id, product), share * ask.unit_milli);
            }
        }
    }
    for order in orders {
        let of_order = |line: &Line| {
            let key = (order.id, line.product_id);
            let asked = asks.get(&key).map_or(0, |a| a.units * a.unit_milli);
            let milli = if order.from_id.is_some() {
                confirmed.get(&key).copied().unwrap_or(0)
            } else {
                asked
            };
            (line.product_id, milli)
        };
        let got: Vec<(i32, i64)> = order.lines.iter().map(of_order).collect();
        if got.iter().all(|(_, milli)| *milli == 0) {
            continue;
        }
        if let Some(from) = order.from_id {
            let some: Vec<(i32, i64)> = got.iter().copied().filter(|g| g.1 > 0).collect();
            let short = reservation::reserve(&mut *tx, now, order.id, from, &some).await?;
            if !short.is_empty() {
                return Err(invalid("/items", "not_in_stock"));
            }
        }
        book(&mut *tx, order.id, State::Confirmed, &got).await?;
        changed(&mut *tx, scope, now, order.id, State::Confirmed).await?;
    }
    Ok(())
}

/// Lets what was confirmed, or less, leave; what is not sent is not held any longer.
pub async fn ship(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    order: &Locked,
    put: &SupplyAct,
) -> Result<Result<(), Vec<Short>>, ChangeError> {
    let state = next(order, Action::Ship)?;
    let told = told(order, &put.lines)?;
    let mut sent = Vec::with_capacity(order.lines.len());
    for line in &order.lines {
        let confirmed = line.confirmed_milli.unwrap_or(0);
        let milli = told.get(&line.product_id).copied().unwrap_or(confirmed);
        if milli > confirmed {
            return Err(invalid("/lines", "more_than_confirmed"));
        }
        sent.push((line.product_id, milli));
    }
    let goods: Vec<(i32, i64)> = sent.iter().copied().filter(|s| s.1 > 0).collect();
    if goods.is_empty() {
        return Err(invalid("/lines", "required"));
    }
    if order.from_id.is_some() {
        let left = Leaving::at(order.id, now.at);
        let short = reservation::issue(&mut *tx, now, order.id, left, &goods).await?;
        if !short.is_empty() {
            return Ok(Err(short));
        }
        reservation::release(&mut *tx, now, order.id).await?;
    }
    book(&mut *tx, order.id, state, &sent).await?;
    sqlx::query!(
        "update supply_order set expected_on = $2 where id = $1",
        order.id,
        put.expected_on
    )
    .execute(&mut *tx)
    .await?;
    changed(tx, scope, now, order.id, state).await?;
    Ok(Ok(()))
}

/// Counts in what arrived, in the lots that left; what is missing or too much needs its reason.
pub async fn receive(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    order: &Locked,
    put: &SupplyAct,
) -> Result<(), ChangeError> {
    let state = next(order, Action::Receive)?;
    let told = told(order, &put.lines)?;
    let mut arrived = Vec::with_capacity(order.lines.len());
    let mut differs = false;
    for line in &order.lines {
        let shipped = line.shipped_milli.unwrap_or(0);
        let counted = told.get(&line.product_id).copied().unwrap_or(shipped);
        differs |= counted != shipped;
        arrived.push((line.product_id, counted));
    }
    let reason = if differs {
        Some(needed(put.reason.as_deref())?)
    } else {
        None
    };
    let left = lots(&mut *tx, order.id).await?;
    let mut goods = Vec::new();
    for (product, milli) in &arrived {
        let held = left.get(product).map_or(&[][..], Vec::as_slice);
        for Held { lot, milli } in supply::arrived_lots(held, *milli) {
            goods.push(Goods {
                product: *product,
                lot: Some(lot),
                milli,
            });
        }
    }
    if !goods.is_empty() {
        let place = reservation::place(&mut *tx, order.to_id).await?;
        let mut act = Act::of(now, MoveKind::Receipt, order.id);
        act.by = scope.user_id();
        let between = (None, Some(place));
        let posted = posting::post(&mut *tx, now, &act, between, &goods, &Own::default()).await?;
        if posted.is_err() {
            return Err(invalid("/lines", "not_in_stock"));
        }
    }
    book(&mut *tx, order.id, state, &arrived).await?;
    sqlx::query!(
        "update supply_order set reason = $2 where id = $1",
        order.id,
        reason
    )
    .execute(&mut *tx)
    .await?;
    Ok(changed(tx, scope, now, order.id, state).await?)
}

/// Keeps how much of each product was confirmed, shipped or received, by the state it leads to.
async fn book(
    tx: &mut PgConnection,
    order: Uuid,
    state: State,
    goods: &[(i32, i64)],
) -> Result<(), StoreError> {
    let (products, milli): (Vec<i32>, Vec<i64>) = goods.iter().copied().unzip();
    sqlx::query!(
        r#"
        update supply_order_line l set
          confirmed_milli = case when $2 = 'confirmed' then t.milli else l.confirmed_milli end,
          shipped_milli = case when $2 = 'shipped' then t.milli else l.shipped_milli end,
          received_milli = case when $2 = 'received' then t.milli else l.received_milli end
        from unnest($3::int4[], $4::int8[]) as t(p, milli) where l.order_id = $1 and l.product_id = t.p
        "#,
        order,
        state.as_str(),
        &products,
        &milli,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The lots in which an order's goods left, what expires first, first.
async fn lots(tx: &mut PgConnection, order: Uuid) -> Result<BTreeMap<i32, Vec<Held>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select m.product_id, m.batch, m.expires_on, -sum(m.milli)::int8 as "milli!"
        from stock_posting p join stock_move m on m.posting_id = p.id
        where p.document_id = $1 and p.kind = 'issue' group by 1, 2, 3 order by 1, m.expires_on nulls last, m.batch
        "#,
        order
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
