//! Orders of warehouses to who supplies them, as read. `put` writes drafts, `act` takes them on their way, `need` says
//! what a warehouse should order.

pub mod act;
pub mod need;
pub mod put;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::stock::supply::State;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

/// Thousandths of the base unit, as all here.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SupplyOrderLine {
    pub line: i32,
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// Asked and shared in whole ones of it.
    pub unit: String,
    /// Base units in one of it.
    pub pieces: i32,
    pub base_unit: String,
    pub asked_milli: i64,
    /// Null before it was confirmed.
    pub confirmed_milli: Option<i64>,
    /// Null before it left.
    pub shipped_milli: Option<i64>,
    /// Null before it was counted in.
    pub received_milli: Option<i64>,
    /// Shipped less received: missing above zero.
    pub missing_milli: Option<i64>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SupplyOrder {
    pub id: Uuid,
    /// Who gets the goods.
    pub to_id: i32,
    pub to_code: String,
    pub to_name: String,
    /// A warehouse that keeps its book here.
    pub from_id: Option<i32>,
    pub from_code: Option<String>,
    pub from_name: Option<String>,
    /// Who else supplies: a partner whose stock is not kept here.
    pub partner_id: Option<i32>,
    pub partner_name: Option<String>,
    /// draft | submitted | confirmed | shipped | received | rejected | cancelled
    pub state: String,
    pub wanted_on: Option<NaiveDate>,
    pub expected_on: Option<NaiveDate>,
    pub note: Option<String>,
    pub reason: Option<String>,
    #[schema(value_type = Vec<SupplyOrderLine>)]
    pub lines: Json<Vec<SupplyOrderLine>>,
    pub created_by: Option<String>,
    pub created_at: Instant,
    pub submitted_at: Option<Instant>,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<Instant>,
    pub shipped_by: Option<String>,
    pub shipped_at: Option<Instant>,
    pub received_by: Option<String>,
    pub received_at: Option<Instant>,
    pub version: i32,
}

/// Which orders; empty means all.
#[derive(Clone, Debug, Default)]
pub struct SupplyFilter {
    pub ids: Option<Vec<Uuid>>,
    /// Either side.
    pub location_id: Option<i32>,
    pub state: Option<&'static str>,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`. Warehouses are the whole company's, and so are their orders.
pub async fn list(
    db: &mut PgConnection,
    filter: &SupplyFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<SupplyOrder>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        SupplyOrder,
        r#"
        select o.id, o.to_id, t.code as to_code, t.name as to_name, o.from_id, f.code as "from_code?", f.name as "from_name?",
          o.partner_id, p.name as "partner_name?", o.state, o.wanted_on, o.expected_on, o.note, o.reason,
          l.lines as "lines!: Json<Vec<SupplyOrderLine>>", cu.name as "created_by?", o.created_at as "created_at: Instant",
          o.submitted_at as "submitted_at: Instant", nu.name as "confirmed_by?", o.confirmed_at as "confirmed_at: Instant",
          su.name as "shipped_by?", o.shipped_at as "shipped_at: Instant", ru.name as "received_by?",
          o.received_at as "received_at: Instant", o.version
        from supply_order o join stock_location t on t.id = o.to_id left join stock_location f on f.id = o.from_id
        left join partner p on p.id = o.partner_id left join app_user cu on cu.id = o.created_by
        left join app_user nu on nu.id = o.confirmed_by left join app_user su on su.id = o.shipped_by
        left join app_user ru on ru.id = o.received_by
        cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('line', x.line, 'product_id', x.product_id, 'product_code', z.code,
              'product_name', z.name, 'unit', x.unit, 'pieces', x.pieces,
              'base_unit', (select u.key from jsonb_each_text(z.units) u where u.value = '1'), 'asked_milli', x.asked_milli,
              'confirmed_milli', x.confirmed_milli, 'shipped_milli', x.shipped_milli, 'received_milli', x.received_milli,
              'missing_milli', x.shipped_milli - x.received_milli) order by x.line), '[]') as lines
          from supply_order_line x join product z on z.id = x.product_id where x.order_id = o.id) l
        where ($1::uuid[] is null or o.id = any($1)) and ($2::int4 is null or o.to_id = $2 or o.from_id = $2)
          and ($3::text is null or o.state = $3) and ($4::timestamptz is null or o.updated_at >= $4)
          and ($5::int8 is null or o.xid >= $5::int8::text::xid8)
          and o.created_at <= coalesce($6::timestamptz, 'infinity') and ($6::timestamptz is null or o.created_at < $6 or o.id > $7)
        order by o.created_at desc, o.id limit $8
        "#,
        filter.ids.as_deref(),
        filter.location_id,
        filter.state,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: &mut PgConnection, id: Uuid) -> Result<SupplyOrder, StoreError> {
    let filter = SupplyFilter {
        ids: Some(vec![id]),
        ..SupplyFilter::default()
    };
    let found = list(db, &filter, None, 1).await?.pop();
    found.ok_or(StoreError::NotFound)
}

/// An order with its row locked.
pub struct Locked {
    pub id: Uuid,
    pub to_id: i32,
    pub from_id: Option<i32>,
    pub state: State,
    pub lines: Vec<Line>,
}

/// A line of a locked order.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub product_id: i32,
    pub pieces: i32,
    pub asked_milli: i64,
    pub confirmed_milli: Option<i64>,
    pub shipped_milli: Option<i64>,
}

/// These orders, locked by id; `NotFound` where one is not there. `seen` is the version that the caller decided on.
pub async fn lock(
    tx: &mut PgConnection,
    ids: &[Uuid],
    seen: Option<i32>,
) -> Result<Vec<Locked>, ChangeError> {
    let rows = sqlx::query!(
        "select id, to_id, from_id, state, version from supply_order where id = any($1) order by id for update",
        ids
    )
    .fetch_all(&mut *tx)
    .await?;
    if let Some(row) = rows
        .iter()
        .find(|row| seen.is_some_and(|s| s != row.version))
    {
        return Err(ChangeError::Stale(row.version));
    }
    let found: std::collections::BTreeSet<Uuid> = rows.iter().map(|row| row.id).collect();
    if ids.iter().any(|id| !found.contains(id)) {
        return Err(StoreError::NotFound.into());
    }
    let lines = sqlx::query!(
        "select order_id, product_id, pieces, asked_milli, confirmed_milli, shipped_milli from supply_order_line
        where order_id = any($1) order by order_id, line",
        ids
    )
    .fetch_all(tx)
    .await?;
    let of = |id: Uuid| {
        let own = lines.iter().filter(move |l| l.order_id == id);
        own.map(|l| Line {
            product_id: l.product_id,
            pieces: l.pieces,
            asked_milli: l.asked_milli,
            confirmed_milli: l.confirmed_milli,
            shipped_milli: l.shipped_milli,
        })
    };
    Ok((rows.iter())
        .map(|row| Locked {
            id: row.id,
            to_id: row.to_id,
            from_id: row.from_id,
            // The table checks the words.
            state: State::parse(&row.state).unwrap_or(State::Cancelled),
            lines: of(row.id).collect(),
        })
        .collect())
}

fn invalid(pointer: &'static str, code: &'static str) -> ChangeError {
    ChangeError::Invalid(vec![Fault::new(pointer, code)])
}

/// A changed order: its version, and the event that tells of it.
async fn changed(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    state: State,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update supply_order set state = $2, version = version + 1, updated_at = $3,
          submitted_at = case when $2 = 'submitted' then $3 else submitted_at end,
          confirmed_at = case when $2 = 'confirmed' then $3 else confirmed_at end,
          confirmed_by = case when $2 = 'confirmed' then $4 else confirmed_by end,
          shipped_at = case when $2 = 'shipped' then $3 else shipped_at end,
          shipped_by = case when $2 = 'shipped' then $4 else shipped_by end,
          received_at = case when $2 = 'received' then $3 else received_at end,
          received_by = case when $2 = 'received' then $4 else received_by end
        where id = $1
        "#,
        id,
        state.as_str(),
        now.at,
        scope.user_id(),
    )
    .execute(&mut *tx)
    .await?;
    let event = NewEvent {
        kind: "supply_changed",
        org_unit_id: None,
        rep_id: None,
        subject_id: id.to_string(),
        body: &json!({"supply_order": id, "state": state}),
    };
    event::insert(tx, now.at, &event).await?;
    Ok(())
}
