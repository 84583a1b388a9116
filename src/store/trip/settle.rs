//! The end of a trip: what came back is counted into the warehouse, what is missing or too many is written off or on
//! with its reason, by another than who drove.

use std::collections::{BTreeMap, BTreeSet};

use fieldbeat_trade::trip::{self, Action};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{Locked, changed, plan, wrong_state};
use crate::store::{
    error::StoreError,
    order::submit::By,
    stock::{
        MoveKind, Place, Short,
        counted::{Counted, by_product},
        level,
        posting::{self, Act, Goods, Own},
        reservation,
    },
    upsert::{ChangeError, Fault, Now},
};

#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TripCount {
    /// What came back; of a product that is left out, what should.
    #[serde(default)]
    pub returned: Vec<Counted>,
    /// Required where goods are missing or too many.
    pub reason: Option<String>,
}

/// Every product of a trip, settled.
async fn account(
    tx: &mut PgConnection,
    trip: &Locked,
    count: &TripCount,
) -> Result<BTreeMap<i32, trip::Account>, ChangeError> {
    let rows = sqlx::query!(
        "select product_id, loaded_milli, delivered_milli from delivery_goods where trip_id = $1",
        trip.id
    )
    .fetch_all(tx)
    .await?;
    let loaded: BTreeMap<i32, trip::Goods> = (rows.into_iter())
        .map(|r| {
            let goods = trip::Goods {
                loaded_milli: r.loaded_milli,
                delivered_milli: r.delivered_milli,
            };
            (r.product_id, goods)
        })
        .collect();
    let mut faults = Vec::new();
    let known: BTreeSet<i32> = loaded.keys().copied().collect();
    let counted = by_product(
        "/returned",
        &count.returned,
        (&known, "not_loaded"),
        &mut faults,
    );
    let accounts: BTreeMap<i32, trip::Account> = (loaded.into_iter())
        .map(|(product, goods)| {
            let milli = counted.get(&product).copied();
            (
                product,
                goods.settle(milli.unwrap_or_else(|| goods.due_milli())),
            )
        })
        .collect();
    let reason = count
        .reason
        .as_deref()
        .is_some_and(|r| !r.trim().is_empty());
    if accounts.values().any(|a| a.missing_milli != 0) && !reason {
        faults.push(Fault::new("/reason", "required"));
    }
    if faults.is_empty() {
        Ok(accounts)
    } else {
        Err(ChangeError::Invalid(faults))
    }
}

/// Settles a locked trip, or says what of it the stock does not have.
pub async fn settle(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    trip: &Locked,
    count: &TripCount,
) -> Result<Result<(), Vec<Short>>, ChangeError> {
    let open = sqlx::query_scalar!(
        r#"select count(*) as "open!" from delivery_stop where trip_id = $1 and state = 'open'"#,
        trip.id
    )
    .fetch_one(&mut *tx)
    .await?;
    let open = usize::try_from(open).unwrap_or(usize::MAX);
    let Some(state) = trip.state.after(Action::Settle { open }) else {
        return Err(if open > 0 {
            ChangeError::Invalid(vec![Fault::new("/stops", "open")])
        } else {
            wrong_state()
        });
    };
    if by.user.is_some() && by.user == trip.driver_user {
        return Err(ChangeError::Invalid(vec![Fault::new("/state", "own_trip")]));
    }
    let accounts = account(&mut *tx, trip, count).await?;
    let reason = count.reason.as_deref().map(str::trim);
    if let Some(from) = trip.from_id {
        let short = put_back(&mut *tx, now, by, trip, from, (&accounts, reason)).await?;
        if !short.is_empty() {
            return Ok(Err(short));
        }
    }
    sqlx::query!(
        r#"update delivery_goods g set returned_milli = c.milli from unnest($2::int4[], $3::int8[]) as c(p, milli)
        where g.trip_id = $1 and g.product_id = c.p"#,
        trip.id,
        &accounts.keys().copied().collect::<Vec<_>>(),
        &accounts.values().map(|a| a.returned_milli).collect::<Vec<_>>(),
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update delivery_stop set live = false where trip_id = $1",
        trip.id
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update delivery_trip set reason = $2, settled_by = $3, settled_at = $4 where id = $1",
        trip.id,
        reason,
        by.user,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    changed(tx, now, trip, state, None).await?;
    Ok(Ok(()))
}

/// What missed or was too many first, then the rest back from the van; what orders still want is set apart again.
async fn put_back(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    trip: &Locked,
    from: i32,
    (accounts, reason): (&BTreeMap<i32, trip::Account>, Option<&str>),
) -> Result<Vec<Short>, ChangeError> {
    let rode = trip.van_id.filter(|van| *van != from);
    let at = reservation::place(&mut *tx, rode.unwrap_or(from)).await?;
    let home = reservation::place(&mut *tx, from).await?;
    let orders = plan::orders(&mut *tx, trip).await?;
    // All at once, so that nobody who wants the same goods waits for this in a circle.
    let keys = accounts.keys().flat_map(|p| [(at.id, *p), (home.id, *p)]);
    level::lock(&mut *tx, now, &keys.collect()).await?;
    for order in &orders {
        reservation::release(&mut *tx, now, order.id).await?;
    }
    let some = |milli: fn(&trip::Account) -> i64| -> Vec<Goods> {
        (accounts.iter())
            .map(|(product, a)| Goods {
                product: *product,
                lot: None,
                milli: milli(a),
            })
            .filter(|g| g.milli > 0)
            .collect()
    };
    let missing = some(|a| a.missing_milli);
    let surplus = some(|a| -a.missing_milli);
    let back = if rode.is_some() {
        some(|a| a.returned_milli)
    } else {
        Vec::new()
    };
    let steps = [
        (MoveKind::Adjustment, Some(at), None, surplus, true),
        (MoveKind::Adjustment, Some(at), None, missing, false),
        (MoveKind::Transfer, Some(at), Some(home), back, false),
    ];
    for (kind, place, to, goods, comes) in steps {
        let between = if comes { (None, place) } else { (place, to) };
        let short = post(&mut *tx, now, by, trip, kind, between, &goods, reason).await?;
        if !short.is_empty() {
            return Ok(short);
        }
    }
    for order in orders.iter().filter(|o| plan::rides(o.status.state)) {
        let left = plan::left(&mut *tx, order.id).await?;
        // Too little for all: the next delivery looks again.
        let _ = reservation::reserve(&mut *tx, now, order.id, from, &left).await?;
    }
    Ok(Vec::new())
}

#[expect(clippy::too_many_arguments, reason = "one move with its circumstances")]
async fn post(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    trip: &Locked,
    kind: MoveKind,
    between: (Option<Place>, Option<Place>),
    goods: &[Goods],
    reason: Option<&str>,
) -> Result<Vec<Short>, StoreError> {
    if goods.is_empty() {
        return Ok(Vec::new());
    }
    let mut act = Act::of(now, kind, trip.id);
    act.by = by.user;
    if kind == MoveKind::Adjustment {
        act.reason = reason;
    }
    let posted = posting::post(tx, now, &act, between, goods, &Own::default()).await?;
    Ok(match posted {
        Ok(()) => Vec::new(),
        Err(short) => short.into_iter().map(|(_, s)| s).collect(),
    })
}
