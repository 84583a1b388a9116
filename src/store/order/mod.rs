//! Orders with their lines, as read. `submit` makes them, `act` moves them on, `inbox` does both from
//! field records.

pub mod act;
pub mod body;
pub mod delivery;
pub mod desk;
pub(in crate::store) mod goods;
pub mod inbox;
pub mod price;
pub mod submit;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{erp_mark::ErpSeen, error::StoreError, instant::Instant, page::Since, scope::Scope};
use fieldbeat_pricing::priced::Priced;
use fieldbeat_trade::erp::ErpState;
use serde_json::Value;
use sqlx::types::Json;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OrderLine {
    pub line: i32,
    pub product_code: String,
    pub product_name: String,
    /// Decimal with three places.
    pub quantity: String,
    pub unit: String,
    pub unit_price_minor: i64,
    /// What schemes took off.
    pub discount_minor: i64,
    pub tax_minor: i64,
    /// With the tax that comes on top.
    pub total_minor: i64,
    /// Given by a scheme.
    pub free: bool,
    /// Thousandths of the unit, as all below.
    pub delivered_milli: i64,
    pub returned_milli: i64,
    pub invoiced_milli: i64,
}

/// How far an order is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    NotBilled,
    PartlyBilled,
    FullyBilled,
}

/// How far what was billed is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    Unpaid,
    PartlyPaid,
    Paid,
    /// Something of it is past its due date.
    Overdue,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Order {
    pub id: Uuid,
    pub rep_id: i32,
    pub date: NaiveDate,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    pub outlet_name: Option<String>,
    pub customer_id: Option<i32>,
    pub customer_code: Option<String>,
    pub customer_name: Option<String>,
    pub rep_code: String,
    pub rep_name: String,
    /// The partner who delivers.
    pub supplier_id: Option<i32>,
    /// phone | desk | quotation
    pub source: String,
    /// draft | submitted | held | confirmed | allocated | dispatched | partly_delivered | delivered | closed | rejected |
    /// cancelled
    pub state: String,
    /// credit | overdue | price | stock | review; what a held order waits for.
    pub holds: Vec<String>,
    pub revision: i32,
    pub cash: bool,
    pub currency: String,
    /// Minor units of the currency; VND has no decimals.
    pub total_minor: i64,
    /// Of it, tax.
    pub tax_minor: i64,
    /// What still stands of the total: less what was dropped at close.
    pub live_minor: i64,
    pub delivered_minor: i64,
    pub invoiced_minor: i64,
    pub billing: Billing,
    pub payment: Payment,
    /// Where the phone's total was another: both, and why.
    pub price_note: Option<Value>,
    pub note: Option<String>,
    pub ordered_at: Instant,
    pub lines: Vec<OrderLine>,
    /// What the ERP says of it; null waits to be taken.
    #[schema(value_type = Option<ErpSeen>)]
    pub erp: Option<Json<ErpSeen>>,
    pub version: i32,
}

/// Which orders; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    pub id: Option<Uuid>,
    pub visit_id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub state: Option<String>,
    /// Waits for this.
    pub hold: Option<String>,
    /// Where it is in the ERP; what nobody spoke of is waiting.
    pub erp_state: Option<ErpState>,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    filter: &OrderFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Order>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    let rows = sqlx::query!(
        r#"
        select s.id, s.rep_id, r.code as rep_code, r.name as rep_name, s.date, s.visit_id, s.outlet_id,
          o.code as "outlet_code?", o.name as "outlet_name?", s.customer_id, c.code as "customer_code?", c.name as "customer_name?", s.supplier_id, s.source, s.state, s.holds, s.revision, s.cash, s.currency, s.total_minor,
          s.tax_minor, s.live_minor, s.delivered_minor, s.invoiced_minor, s.price_note, s.note,
          s.ordered_at as "ordered_at: Instant", s.version, i.billed as "billed!", i.paid as "paid!", i.due,
          (select jsonb_build_object('state', e.state, 'number', e.number, 'reason', e.reason, 'version', e.version)
            from erp_mark e where e.kind = 'order' and e.document_id = s.id) as "erp: Json<ErpSeen>"
        from sales_order s
        join rep r on r.id = s.rep_id
        left join outlet o on o.id = s.outlet_id
        left join customer c on c.id = s.customer_id
        cross join lateral (
          select coalesce(sum(total_minor), 0)::int8 as billed, coalesce(sum(paid_minor), 0)::int8 as paid,
            min(due) filter (where paid_minor < total_minor) as due
          from invoice where order_id = s.id) i
        where ($1::int4[] is null or s.org_unit_id = any($1)) and ($2::int4 is null or s.rep_id = $2)
          and ($3::uuid is null or s.id = $3) and ($4::uuid is null or s.visit_id = $4)
          and ($5::int4 is null or s.rep_id = $5) and ($6::int4 is null or s.outlet_id = $6)
          and ($7::int4 is null or s.customer_id = $7)
          and ($8::date is null or s.date >= $8) and ($9::date is null or s.date <= $9)
          and ($10::text is null or s.state = $10)
          and ($11::timestamptz is null or s.updated_at >= $11)
          and ($12::int8 is null or s.xid >= $12::int8::text::xid8)
          -- The first of the two is what the index is entered by.
          and s.ordered_at <= coalesce($13::timestamptz, 'infinity')
          and ($13::timestamptz is null or s.ordered_at < $13 or s.id > $14)
          and ($16::text is null or s.holds @> array[$16])
          and ($17::text is null or coalesce((select e.state from erp_mark e where e.kind = 'order' and e.document_id = s.id), 'waiting') = $17)
        order by s.ordered_at desc, s.id limit $15
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.visit_id,
        filter.rep_id,
        filter.outlet_id,
        filter.customer_id,
        filter.from,
        filter.to,
        filter.state,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.hold,
        filter.erp_state.map(ErpState::as_str),
    )
    .fetch_all(&mut *db)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut lines = lines(db, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|r| Order {
            id: r.id,
            rep_id: r.rep_id,
            rep_code: r.rep_code,
            rep_name: r.rep_name,
            date: r.date,
            visit_id: r.visit_id,
            outlet_id: r.outlet_id,
            outlet_code: r.outlet_code,
            outlet_name: r.outlet_name,
            customer_id: r.customer_id,
            customer_code: r.customer_code,
            customer_name: r.customer_name,
            supplier_id: r.supplier_id,
            source: r.source,
            state: r.state,
            holds: r.holds,
            revision: r.revision,
            cash: r.cash,
            currency: r.currency,
            total_minor: r.total_minor,
            tax_minor: r.tax_minor,
            live_minor: r.live_minor,
            delivered_minor: r.delivered_minor,
            invoiced_minor: r.invoiced_minor,
            billing: match r.invoiced_minor {
                0 => Billing::NotBilled,
                part if part < r.live_minor => Billing::PartlyBilled,
                _ => Billing::FullyBilled,
            },
            payment: payment(r.due, r.paid, r.billed, today),
            price_note: r.price_note,
            note: r.note,
            ordered_at: r.ordered_at,
            lines: lines.remove(&r.id).unwrap_or_default(),
            erp: r.erp,
            version: r.version,
        })
        .collect())
}

fn payment(due: Option<NaiveDate>, paid: i64, billed: i64, today: NaiveDate) -> Payment {
    match (due, paid) {
        (Some(due), _) if due < today => Payment::Overdue,
        (_, 0) => Payment::Unpaid,
        (_, paid) if paid < billed => Payment::PartlyPaid,
        _ => Payment::Paid,
    }
}

async fn lines(
    db: impl PgExecutor<'_>,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<OrderLine>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select order_id, line, product_code, product_name, quantity::text as "quantity!", unit, unit_price_minor,
          discount_minor, tax_minor, total_minor, free, delivered_milli, returned_milli, invoiced_milli
        from sales_order_line where order_id = any($1) order by order_id, line
        "#,
        ids
    )
    .fetch_all(db)
    .await?;
    let mut by_order: HashMap<Uuid, Vec<OrderLine>> = HashMap::new();
    for r in rows {
        by_order.entry(r.order_id).or_default().push(OrderLine {
            line: r.line,
            product_code: r.product_code,
            product_name: r.product_name,
            quantity: r.quantity,
            unit: r.unit,
            unit_price_minor: r.unit_price_minor,
            discount_minor: r.discount_minor,
            tax_minor: r.tax_minor,
            total_minor: r.total_minor,
            free: r.free,
            delivered_milli: r.delivered_milli,
            returned_milli: r.returned_milli,
            invoiced_milli: r.invoiced_milli,
        });
    }
    Ok(by_order)
}

/// One thing done to an order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OrderStep {
    pub at: Instant,
    /// submit | revise | hold | release | confirm | allocate | dispatch | deliver | refuse | close | reject | cancel
    pub action: String,
    /// What it led to.
    pub state: String,
    pub holds: Vec<String>,
    /// Null: the rep, or the system.
    pub by: Option<String>,
    pub reason: Option<String>,
    pub detail: Value,
}

/// Why an order costs what it costs, and what was done to it since.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OrderStory {
    /// Null where no catalogue gave the price.
    #[schema(value_type = Option<Priced>)]
    pub priced: Option<Json<Priced>>,
    pub steps: Vec<OrderStep>,
}

/// The explanation of one order; the caller has seen that it is in scope.
pub async fn story(db: &mut PgConnection, id: Uuid) -> Result<OrderStory, StoreError> {
    let priced = sqlx::query_scalar!(
        r#"select priced as "priced: Json<Priced>" from sales_order where id = $1"#,
        id
    )
    .fetch_one(&mut *db)
    .await?;
    let steps = sqlx::query_as!(
        OrderStep,
        r#"
        select t.at as "at: Instant", t.action, t.state, t.holds, coalesce(u.name, r.name) as by, t.reason, t.detail
        from order_step t left join app_user u on u.id = t.user_id left join rep r on r.id = t.rep_id
        where t.order_id = $1 order by t.seq
        "#,
        id
    )
    .fetch_all(db)
    .await?;
    Ok(OrderStory { priced, steps })
}
