//! Trips are planned, changed until they leave, and loaded: the goods of every order ride in the van and are held
//! there for it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fieldbeat_trade::{
    order::{State as OrderState, Status},
    trip::{Action, State},
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Locked, changed, wrong_state};
use crate::store::{
    error::StoreError,
    order::{
        act::{self, Deed},
        desk, goods,
        submit::By,
    },
    scope::Scope,
    stock::{
        LocationKind, MoveKind, Short, level, location,
        posting::{self, Act, Goods, Own},
        reservation,
    },
    upsert::{ChangeError, Fault, Now},
};

/// Stops of one trip.
pub const STOPS_MAX: usize = 200;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TripPut {
    /// Made by the sender, so that a repeat is the same trip.
    pub id: Uuid,
    /// Today where absent.
    pub date: Option<NaiveDate>,
    /// Who drives: a rep or a user; where neither is said, the rep of the van.
    pub rep_id: Option<i32>,
    pub user_id: Option<i32>,
    /// Where the goods ride.
    pub van_id: Option<i32>,
    /// Its number plate, or whose it is.
    pub vehicle: Option<String>,
    pub note: Option<String>,
    /// In the order of the stops; confirmed and not delivered in full.
    pub orders: Vec<Uuid>,
}

struct Driver {
    rep: Option<i32>,
    user: Option<i32>,
    org_unit: i32,
}

fn fault(pointer: impl Into<String>, code: &'static str) -> ChangeError {
    ChangeError::Invalid(vec![Fault::new(pointer.into(), code)])
}

async fn driver(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    date: NaiveDate,
    put: &TripPut,
) -> Result<Driver, ChangeError> {
    let mut rep = put.rep_id;
    if let Some(van) = put.van_id {
        let found = match location::get(&mut *tx, scope, now, van).await {
            Ok(found) => found,
            Err(StoreError::NotFound) => return Err(fault("/van_id", "unknown")),
            Err(other) => return Err(other.into()),
        };
        if found.kind != LocationKind::Van.as_str() || !found.active {
            return Err(fault("/van_id", "no_van"));
        }
        if put.user_id.is_none() {
            rep = rep.or(found.rep_id);
        }
    }
    match (rep, put.user_id) {
        (Some(rep), None) => Ok(Driver {
            rep: Some(rep),
            user: None,
            org_unit: desk::unit_of(tx, scope, rep, date).await?,
        }),
        (None, Some(user)) => {
            let unit = sqlx::query_scalar!(
                "select org_unit_id from app_user where id = $1 and ($2::int4[] is null or org_unit_id = any($2))",
                user,
                scope.units() as _,
            )
            .fetch_optional(tx)
            .await?;
            Ok(Driver {
                rep: None,
                user: Some(user),
                org_unit: unit.ok_or_else(|| fault("/user_id", "unknown"))?,
            })
        }
        _ => Err(fault("/rep_id", "one_driver")),
    }
}

/// A new trip with its stops.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &TripPut,
) -> Result<(), ChangeError> {
    let date = put.date.unwrap_or(now.today);
    let driver = driver(&mut *tx, scope, now, date, put).await?;
    sqlx::query!(
        r#"
        insert into delivery_trip (id, date, org_unit_id, rep_id, user_id, van_id, vehicle, note, created_by, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
        "#,
        put.id,
        date,
        driver.org_unit,
        driver.rep,
        driver.user,
        put.van_id,
        put.vehicle,
        put.note,
        scope.user_id(),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    stops(&mut *tx, scope, put).await?;
    let trip = super::lock(&mut *tx, &Scope::system(), put.id, None).await?;
    changed(tx, now, &trip, State::Planned, None).await?;
    Ok(())
}

/// Another plan for a trip that has not left.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    trip: &Locked,
    put: &TripPut,
) -> Result<(), ChangeError> {
    if trip.state != State::Planned {
        return Err(wrong_state());
    }
    let date = put.date.unwrap_or(now.today);
    let driver = driver(&mut *tx, scope, now, date, put).await?;
    sqlx::query!(
        r#"
        update delivery_trip set date = $2, org_unit_id = $3, rep_id = $4, user_id = $5, van_id = $6, vehicle = $7, note = $8
        where id = $1
        "#,
        trip.id,
        date,
        driver.org_unit,
        driver.rep,
        driver.user,
        put.van_id,
        put.vehicle,
        put.note,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("delete from delivery_stop where trip_id = $1", trip.id)
        .execute(&mut *tx)
        .await?;
    stops(&mut *tx, scope, put).await?;
    changed(tx, now, trip, State::Planned, None).await?;
    Ok(())
}

/// Orders that may ride; the rows are locked by id, whatever the order of the stops.
async fn stops(tx: &mut PgConnection, scope: &Scope, put: &TripPut) -> Result<(), ChangeError> {
    if put.orders.is_empty() || put.orders.len() > STOPS_MAX {
        return Err(fault("/orders", "out_of_range"));
    }
    let ids: BTreeSet<Uuid> = put.orders.iter().copied().collect();
    if ids.len() != put.orders.len() {
        return Err(fault("/orders", "repeated"));
    }
    for id in ids {
        let at = put.orders.iter().position(|o| *o == id).unwrap_or_default();
        let order = match act::lock(&mut *tx, scope, id, None).await {
            Ok(order) => order,
            Err(ChangeError::Store(StoreError::NotFound)) => {
                return Err(fault(format!("/orders/{at}"), "unknown"));
            }
            Err(other) => return Err(other),
        };
        if !rides(order.status.state) {
            return Err(fault(format!("/orders/{at}"), "wrong_state"));
        }
    }
    sqlx::query!(
        r#"insert into delivery_stop (trip_id, seq, order_id)
        select $1, o.seq, o.id from unnest($2::uuid[]) with ordinality as o(id, seq)"#,
        put.id,
        &put.orders,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether goods of such an order may leave.
pub(super) fn rides(state: OrderState) -> bool {
    use OrderState as S;
    matches!(
        state,
        S::Confirmed | S::Allocated | S::Dispatched | S::PartlyDelivered
    )
}

/// What was done to an order on the way, for whoever tells of it.
pub struct Moved {
    pub order: act::Locked,
    pub status: Status,
    pub action: &'static str,
}

/// The orders of a trip, locked by id.
pub(super) async fn orders(
    tx: &mut PgConnection,
    trip: &Locked,
) -> Result<Vec<act::Locked>, ChangeError> {
    let ids = sqlx::query_scalar!(
        "select order_id from delivery_stop where trip_id = $1 order by order_id",
        trip.id
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut orders = Vec::with_capacity(ids.len());
    for id in ids {
        // The trip is in scope, and they ride on it.
        orders.push(act::lock(&mut *tx, &Scope::system(), id, None).await?);
    }
    Ok(orders)
}

/// Products with thousandths of their base unit.
type Left = Vec<(i32, i64)>;

/// What is left of an order.
pub(super) async fn left(tx: &mut PgConnection, order: Uuid) -> Result<Left, StoreError> {
    let rows = sqlx::query!(
        r#"
        select product_id as "product_id!",
          sum(((quantity * 1000)::int8 - delivered_milli) * (base_milli / (quantity * 1000)::int8))::int8 as "milli!"
        from sales_order_line
        where order_id = $1 and product_id is not null and base_milli > 0 and delivered_milli < (quantity * 1000)::int8
        group by product_id order by product_id
        "#,
        order
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.product_id, r.milli)).collect())
}

/// Loads a trip: all goods of its orders, or what is missing and nothing.
pub async fn load(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    trip: &Locked,
) -> Result<Result<Vec<Moved>, Vec<Short>>, ChangeError> {
    let state = trip.state.after(Action::Load).ok_or_else(wrong_state)?;
    let orders = orders(&mut *tx, trip).await?;
    let mut from = None;
    let mut wanted = Vec::with_capacity(orders.len());
    for (i, order) in orders.iter().enumerate() {
        if !rides(order.status.state) {
            return Err(fault(format!("/orders/{i}"), "wrong_state"));
        }
        let place = goods::place(&mut *tx, order).await?;
        if i > 0 && place != from {
            return Err(fault(format!("/orders/{i}"), "other_place"));
        }
        from = place;
        wanted.push(left(&mut *tx, order.id).await?);
    }
    let (products, milli): (Vec<i32>, Vec<i64>) = wanted.iter().flatten().copied().unzip();
    sqlx::query!(
        r#"insert into delivery_goods (trip_id, product_id, loaded_milli)
        select $1, g.p, sum(g.milli)::int8 from unnest($2::int4[], $3::int8[]) as g(p, milli) group by g.p"#,
        trip.id,
        &products,
        &milli,
    )
    .execute(&mut *tx)
    .await?;
    if let (Some(from), Some(van)) = (from, trip.van_id)
        && from != van
    {
        let short = ride(&mut *tx, now, by, trip, (from, van), (&orders, &wanted)).await?;
        if !short.is_empty() {
            return Ok(Err(short));
        }
    }
    sqlx::query!(
        "update delivery_trip set from_id = $2, loaded_by = $3, loaded_at = $4 where id = $1",
        trip.id,
        from,
        by.user,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    told_early(&mut *tx, trip).await?;
    let mut moved = Vec::new();
    for order in orders {
        if matches!(
            order.status.state,
            OrderState::Confirmed | OrderState::Allocated
        ) {
            let status = act::act(&mut *tx, now, by, &order, Deed::Dispatch, None).await?;
            moved.push(Moved {
                order,
                status,
                action: "dispatch",
            });
        }
    }
    changed(tx, now, trip, state, None).await?;
    Ok(Ok(moved))
}

/// Takes the goods into the van, and holds them there for their orders.
async fn ride(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    trip: &Locked,
    (from, van): (i32, i32),
    (orders, wanted): (&[act::Locked], &[Left]),
) -> Result<Vec<Short>, StoreError> {
    // All at once, so that no two trips wait for each other in a circle.
    let products: BTreeSet<i32> = wanted.iter().flatten().map(|g| g.0).collect();
    let keys = products.iter().flat_map(|p| [(from, *p), (van, *p)]);
    level::lock(&mut *tx, now, &keys.collect()).await?;
    for order in orders {
        reservation::release(&mut *tx, now, order.id).await?;
    }
    let goods: Vec<Goods> = (products.into_iter())
        .map(|product| Goods {
            product,
            lot: None,
            milli: (wanted.iter().flatten())
                .filter(|g| g.0 == product)
                .map(|g| g.1)
                .sum(),
        })
        .collect();
    let mut act = Act::of(now, MoveKind::Transfer, trip.id);
    act.by = by.user;
    let places = (
        Some(reservation::place(&mut *tx, from).await?),
        Some(reservation::place(&mut *tx, van).await?),
    );
    let posted = posting::post(&mut *tx, now, &act, places, &goods, &Own::default()).await?;
    if let Err(short) = posted {
        return Ok(short.into_iter().map(|(_, s)| s).collect());
    }
    for (order, goods) in orders.iter().zip(wanted) {
        let short = reservation::reserve(&mut *tx, now, order.id, van, goods).await?;
        if !short.is_empty() {
            return Ok(short);
        }
    }
    Ok(Vec::new())
}

/// Phones that told of a stop before the trip was said to be loaded are heard again.
async fn told_early(tx: &mut PgConnection, trip: &Locked) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update device_record set status = 'received'
        where rep_id = $2 and kind = 'delivery' and status = 'invalid' and status_detail->>'code' = 'not_loaded'
          and body->>'order' in (select order_id::text from delivery_stop where trip_id = $1)
        "#,
        trip.id,
        trip.rep_id,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A trip that will not leave.
pub async fn cancel(
    tx: &mut PgConnection,
    now: Now,
    trip: &Locked,
    reason: &str,
) -> Result<(), ChangeError> {
    let state = trip.state.after(Action::Cancel).ok_or_else(wrong_state)?;
    sqlx::query!(
        "update delivery_trip set reason = $2 where id = $1",
        trip.id,
        reason
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update delivery_stop set live = false where trip_id = $1",
        trip.id
    )
    .execute(&mut *tx)
    .await?;
    changed(tx, now, trip, state, None).await?;
    Ok(())
}
