//! Delivery trips as read: driver, stops in their order, goods, and the money taken on the way. `plan` makes and
//! loads them, `stop` tells of stops, `settle` ends them, `inbox` hears of stops from phones.

pub mod inbox;
pub mod plan;
pub mod settle;
pub mod stop;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::trip::State;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    page::Since,
    record_inbox::EventKey,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TripStop {
    pub seq: i32,
    pub order_id: Uuid,
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub address: Option<String>,
    pub customer_name: Option<String>,
    /// open | delivered | partly | refused
    pub state: String,
    /// Of the order.
    pub order_state: String,
    /// Paid on the spot.
    pub cash: bool,
    pub total_minor: i64,
    /// Of what was delivered here.
    pub delivered_minor: i64,
    pub delivery_id: Option<Uuid>,
    /// Why not all of it.
    pub reason: Option<String>,
    /// Who took the goods.
    pub receiver: Option<String>,
    pub note: Option<String>,
    /// Of a photo of the goods or the signature.
    pub photo_sha256: Option<String>,
    pub visit_id: Option<Uuid>,
    pub at: Option<Instant>,
}

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TripGoods {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// Thousandths of the base unit, as all here.
    pub loaded_milli: i64,
    pub delivered_milli: i64,
    /// Counted back; null before that.
    pub returned_milli: Option<i64>,
    /// Loaded less delivered less returned; null before they were counted. Missing above zero.
    pub missing_milli: Option<i64>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Trip {
    pub id: Uuid,
    pub date: NaiveDate,
    /// planned | out | settled | cancelled
    pub state: String,
    pub rep_id: Option<i32>,
    pub user_id: Option<i32>,
    pub driver: String,
    /// Where the goods ride; null: in the book of the warehouse until they are delivered.
    pub van_id: Option<i32>,
    pub van_name: Option<String>,
    /// Where they came from, once they are loaded.
    pub from_id: Option<i32>,
    pub from_name: Option<String>,
    pub vehicle: Option<String>,
    pub note: Option<String>,
    pub reason: Option<String>,
    pub currency: String,
    #[schema(value_type = Vec<TripStop>)]
    pub stops: Json<Vec<TripStop>>,
    #[schema(value_type = Vec<TripGoods>)]
    pub goods: Json<Vec<TripGoods>>,
    /// Delivered on the trip and to be paid on the spot.
    pub cash_due_minor: i64,
    /// What the driver took from the customers of its stops while it was out.
    pub collected_cash_minor: i64,
    pub collected_other_minor: i64,
    pub loaded_at: Option<Instant>,
    pub loaded_by: Option<String>,
    pub settled_at: Option<Instant>,
    pub settled_by: Option<String>,
    pub version: i32,
}

/// Which trips; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct TripFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub order_id: Option<Uuid>,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub state: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// Newest day first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &TripFilter,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<Trip>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Trip,
        r#"
        select t.id, t.date, t.state, t.rep_id, t.user_id, coalesce(r.name, u.name) as "driver!", t.van_id, v.name as "van_name?",
          t.from_id, f.name as "from_name?", t.vehicle, t.note, t.reason, (select currency from company) as "currency!",
          s.stops as "stops!: Json<Vec<TripStop>>", g.goods as "goods!: Json<Vec<TripGoods>>", s.cash_due as "cash_due_minor!",
          m.cash as "collected_cash_minor!", m.other as "collected_other_minor!",
          t.loaded_at as "loaded_at: Instant", lu.name as "loaded_by?", t.settled_at as "settled_at: Instant",
          su.name as "settled_by?", t.version
        from delivery_trip t
        left join rep r on r.id = t.rep_id left join app_user u on u.id = t.user_id
        left join stock_location v on v.id = t.van_id left join stock_location f on f.id = t.from_id
        left join app_user lu on lu.id = t.loaded_by left join app_user su on su.id = t.settled_by
        cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('seq', p.seq, 'order_id', p.order_id, 'outlet_id', o.outlet_id,
              'outlet_name', x.name, 'address', x.address, 'customer_name', c.name, 'state', p.state, 'order_state', o.state,
              'cash', o.cash, 'total_minor', o.total_minor, 'delivered_minor', coalesce(d.value_minor, 0),
              'delivery_id', p.delivery_id, 'reason', p.reason, 'receiver', p.receiver, 'note', p.note,
              'photo_sha256', p.photo_sha256, 'visit_id', p.visit_id, 'at', p.at) order by p.seq), '[]') as stops,
            coalesce(sum(d.value_minor) filter (where o.cash), 0)::int8 as cash_due
          from delivery_stop p join sales_order o on o.id = p.order_id
          left join outlet x on x.id = o.outlet_id left join customer c on c.id = o.customer_id
          left join delivery d on d.id = p.delivery_id
          where p.trip_id = t.id) s
        cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('product_id', q.product_id, 'product_code', z.code, 'product_name', z.name,
              'loaded_milli', q.loaded_milli, 'delivered_milli', q.delivered_milli, 'returned_milli', q.returned_milli,
              'missing_milli', q.loaded_milli - q.delivered_milli - q.returned_milli) order by z.code), '[]') as goods
          from delivery_goods q join product z on z.id = q.product_id where q.trip_id = t.id) g
        cross join lateral (
          select coalesce(sum(k.amount_minor) filter (where k.method = 'cash'), 0)::int8 as cash,
            coalesce(sum(k.amount_minor) filter (where k.method <> 'cash'), 0)::int8 as other
          from collection k
          where k.rep_id = t.rep_id and k.collected_at >= t.loaded_at and (t.settled_at is null or k.collected_at <= t.settled_at)
            and k.state not in ('rejected', 'void')
            and k.account_id in (select o.account_id from delivery_stop p join sales_order o on o.id = p.order_id where p.trip_id = t.id)) m
        where ($1::int4[] is null or t.org_unit_id = any($1)) and ($2::int4 is null or t.rep_id = $2)
          and ($3::uuid is null or t.id = $3) and ($4::int4 is null or t.rep_id = $4) and ($5::text is null or t.state = $5)
          and ($6::date is null or t.date >= $6) and ($7::date is null or t.date <= $7)
          -- As arrays, which an index serves: behind `or` a sub-select is asked of every trip.
          and ($8::uuid is null or t.id = any(array(select p.trip_id from delivery_stop p where p.order_id = $8)))
          and ($9::uuid is null or t.id = any(array(select p.trip_id from delivery_stop p where p.visit_id = $9)))
          and ($15::int4 is null or t.id = any(array(
            select p.trip_id from sales_order o join delivery_stop p on p.order_id = o.id where o.outlet_id = $15)))
          and ($16::int4 is null or t.id = any(array(
            select p.trip_id from sales_order o join delivery_stop p on p.order_id = o.id where o.customer_id = $16)))
          and ($10::timestamptz is null or t.updated_at >= $10)
          and ($11::int8 is null or t.xid >= $11::int8::text::xid8)
          and t.date <= coalesce($12::date, 'infinity') and ($12::date is null or t.date < $12 or t.id > $13)
        order by t.date desc, t.id limit $14
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.state,
        filter.from,
        filter.to,
        filter.order_id,
        filter.visit_id,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.outlet_id,
        filter.customer_id,
    )
    .fetch_all(db)
    .await?)
}

/// A trip with its row locked.
pub struct Locked {
    pub id: Uuid,
    pub org_unit_id: i32,
    pub rep_id: Option<i32>,
    pub van_id: Option<i32>,
    pub from_id: Option<i32>,
    pub state: State,
    /// When it left.
    pub loaded_at: Option<DateTime<Utc>>,
    /// Who drives, as a user of this system.
    pub driver_user: Option<i32>,
}

/// A trip in scope. `seen` is the version that the caller decided on.
pub async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    seen: Option<i32>,
) -> Result<Locked, ChangeError> {
    let row = sqlx::query!(
        r#"
        select t.id, t.org_unit_id, t.rep_id, t.van_id, t.from_id, t.state, t.loaded_at, t.version, coalesce(t.user_id, r.user_id) as driver_user
        from delivery_trip t left join rep r on r.id = t.rep_id
        where t.id = $1 and ($2::int4[] is null or t.org_unit_id = any($2)) and ($3::int4 is null or t.rep_id = $3)
        for update of t
        "#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|s| s != row.version) {
        return Err(ChangeError::Stale(row.version));
    }
    Ok(Locked {
        id: row.id,
        org_unit_id: row.org_unit_id,
        rep_id: row.rep_id,
        van_id: row.van_id,
        from_id: row.from_id,
        // The table checks the words.
        state: State::parse(&row.state).unwrap_or(State::Cancelled),
        loaded_at: row.loaded_at,
        driver_user: row.driver_user,
    })
}

/// Whether the goods of an order ride on a trip that is out, its stop told of or not. The order is locked.
pub async fn is_out(tx: &mut PgConnection, order: Uuid) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from delivery_stop p join delivery_trip t on t.id = p.trip_id
          where p.order_id = $1 and p.live and t.state = 'out') as "out!""#,
        order
    )
    .fetch_one(tx)
    .await?)
}

fn wrong_state() -> ChangeError {
    ChangeError::Invalid(vec![Fault::new("/state", "wrong_state")])
}

/// A changed trip: its version, and the event that tells of it.
async fn changed(
    tx: &mut PgConnection,
    now: Now,
    trip: &Locked,
    state: State,
    stop: Option<(Uuid, &str)>,
) -> Result<(Value, EventKey), StoreError> {
    sqlx::query!(
        "update delivery_trip set state = $2, version = version + 1, updated_at = $3 where id = $1",
        trip.id,
        state.as_str(),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let mut body = json!({"trip": trip.id, "state": state});
    if let (Some((order, outcome)), Some(told)) = (stop, body.as_object_mut()) {
        told.insert("order".into(), json!(order));
        told.insert("outcome".into(), json!(outcome));
    }
    let event = NewEvent {
        kind: "delivery_changed",
        org_unit_id: Some(trip.org_unit_id),
        rep_id: trip.rep_id,
        subject_id: trip.id.to_string(),
        body: &body,
    };
    let event = event::insert(tx, now.at, &event).await?;
    Ok((body, event))
}
