//! Returns: goods of a delivered order that come back. Asked for, then approved; the approval is a credit
//! on the customer's account, first against the invoices of the order.

use chrono::{DateTime, Utc};
use fieldbeat_trade::{erp::ErpState, order::State, settle};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    account, invoice,
    ledger::{self, Entry, Source},
};
use crate::store::{
    erp_mark::ErpSeen,
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    order::{
        act::Locked,
        delivery::{DeliveryLine, LinePart, Valued, amounts, valued},
        goods,
        submit::By,
    },
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SalesReturn {
    pub id: Uuid,
    pub order_id: Uuid,
    pub customer_id: Option<i32>,
    pub rep_id: i32,
    pub visit_id: Option<Uuid>,
    /// recorded | approved | rejected
    pub state: String,
    pub reason: String,
    pub value_minor: i64,
    /// Of an approved one: not yet set against invoices.
    pub on_account_minor: i64,
    pub currency: String,
    pub returned_at: Instant,
    pub decided_by: Option<String>,
    pub decision_reason: Option<String>,
    #[schema(value_type = Vec<DeliveryLine>)]
    pub lines: Json<Vec<DeliveryLine>>,
    /// What the ERP says of it; null waits to be taken.
    #[schema(value_type = Option<ErpSeen>)]
    pub erp: Option<Json<ErpSeen>>,
    pub version: i32,
}

/// A return as it is told.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnPut {
    /// Made by the sender, so that a repeat is the same return.
    pub id: Uuid,
    pub order_id: Uuid,
    pub visit_id: Option<Uuid>,
    pub lines: Vec<LinePart>,
    pub reason: String,
}

/// Records a return of a locked order, which came back at a time, and answers its value. What is asked for cannot be
/// asked for again.
pub async fn record(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    order: &Locked,
    (put, at): (&ReturnPut, DateTime<Utc>),
) -> Result<i64, ChangeError> {
    if !matches!(
        order.status.state,
        State::PartlyDelivered | State::Delivered | State::Closed
    ) {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/order_id",
            "wrong_state",
        )]));
    }
    let lines = amounts(&mut *tx, order.id).await?;
    let valued = valued(
        &lines,
        &put.lines,
        |l| l.returned_milli,
        |l| l.delivered_milli,
    )
    .map_err(ChangeError::Invalid)?;
    let value: i64 = valued.iter().map(|v| v.value_minor).sum();
    sqlx::query!(
        r#"
        insert into sales_return (id, order_id, rep_id, user_id, visit_id, reason, value_minor, returned_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $9, $8)
        "#,
        put.id,
        order.id,
        by.rep,
        by.user,
        put.visit_id,
        put.reason.trim(),
        value,
        now.at,
        at,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        with parts as (select * from jsonb_to_recordset($2) as t(line int4, quantity_milli int8, value_minor int8)),
          kept as (insert into sales_return_line (return_id, line, quantity_milli, value_minor) select $1, * from parts)
        update sales_order_line l set returned_milli = returned_milli + p.quantity_milli from parts p
        where l.order_id = $3 and l.line = p.line
        "#,
        put.id,
        Json(&valued) as _,
        order.id,
    )
    .execute(tx)
    .await?;
    Ok(value)
}

/// The order of a return.
pub async fn order_of(db: &mut PgConnection, id: Uuid) -> Result<Uuid, StoreError> {
    sqlx::query_scalar!("select order_id from sales_return where id = $1", id)
        .fetch_optional(db)
        .await?
        .ok_or(StoreError::NotFound)
}

pub struct Decision<'a> {
    pub id: Uuid,
    /// Else it is rejected.
    pub approve: bool,
    pub reason: Option<&'a str>,
}

/// Approves or rejects a return whose order is locked; once.
pub async fn decide(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    order: &Locked,
    decision: &Decision<'_>,
) -> Result<(), ChangeError> {
    let Decision {
        id,
        approve,
        reason,
    } = *decision;
    let row = sqlx::query!(
        "select state, value_minor from sales_return where id = $1 for update",
        id
    )
    .fetch_one(&mut *tx)
    .await?;
    if row.state != "recorded" {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/state",
            "wrong_state",
        )]));
    }
    let mut on_account = 0;
    if approve {
        if let Some(account) = order.account_id
            && row.value_minor > 0
        {
            on_account = credit(&mut *tx, now, account, order.id, id, row.value_minor).await?;
        }
        let parts = sqlx::query_as!(
            Valued,
            "select line, quantity_milli, value_minor from sales_return_line where return_id = $1",
            id
        )
        .fetch_all(&mut *tx)
        .await?;
        goods::take_back(&mut *tx, now, order, id, &parts).await?;
    } else {
        sqlx::query!(
            r#"update sales_order_line l set returned_milli = returned_milli - r.quantity_milli from sales_return_line r
            where r.return_id = $1 and l.order_id = $2 and l.line = r.line"#,
            id,
            order.id,
        )
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query!(
        r#"
        update sales_return set state = $2, decided_at = $3, decided_by = $4, decision_reason = $5, on_account_minor = $6,
          version = version + 1, updated_at = $3 where id = $1
        "#,
        id,
        if approve { "approved" } else { "rejected" },
        now.at,
        by.user,
        reason,
        on_account,
    )
    .execute(&mut *tx)
    .await?;
    let event = NewEvent {
        kind: "return_decided",
        org_unit_id: Some(order.org_unit_id),
        rep_id: Some(order.rep_id),
        subject_id: id.to_string(),
        body: &json!({"return": id, "order": order.id, "approved": approve, "value_minor": row.value_minor}),
    };
    event::insert(tx, now.at, &event).await?;
    Ok(())
}

/// Books the credit; answers what of it stays on account.
async fn credit(
    tx: &mut PgConnection,
    now: Now,
    account: i32,
    order: Uuid,
    id: Uuid,
    value: i64,
) -> Result<i64, StoreError> {
    account::lock_id(&mut *tx, account).await?;
    let own = sqlx::query_scalar!("select id from invoice where order_id = $1", order)
        .fetch_all(&mut *tx)
        .await?;
    let mut open = invoice::open_of(&mut *tx, account).await?;
    open.retain(|o| own.contains(&o.invoice));
    let settled = settle::settle(value, &[], &open).unwrap_or(settle::Settled {
        parts: Vec::new(),
        on_account_minor: value,
    });
    let entry = Entry {
        account,
        date: now.today,
        kind: "return",
        document: id,
        minor: -value,
    };
    ledger::book(&mut *tx, now, &entry).await?;
    ledger::allocate(tx, now, Source::Return(id), &settled.parts).await?;
    Ok(settled.on_account_minor)
}

/// Which returns; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct ReturnFilter {
    pub id: Option<Uuid>,
    pub order_id: Option<Uuid>,
    pub customer_id: Option<i32>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub state: Option<String>,
    /// Returned at or after, and before.
    pub from: Option<DateTime<Utc>>,
    pub before: Option<DateTime<Utc>>,
    /// Where it is in the ERP; what nobody spoke of is waiting.
    pub erp_state: Option<ErpState>,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &ReturnFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<SalesReturn>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        SalesReturn,
        r#"
        select t.id, t.order_id, s.customer_id, s.rep_id, t.visit_id, t.state, t.reason, t.value_minor, t.on_account_minor, s.currency,
          t.returned_at as "returned_at: Instant", u.name as "decided_by?", t.decision_reason,
          (select coalesce(jsonb_agg(to_jsonb(l) - 'return_id' order by l.line), '[]') from sales_return_line l
            where l.return_id = t.id) as "lines!: Json<Vec<DeliveryLine>>", t.version,
          (select jsonb_build_object('state', e.state, 'number', e.number, 'reason', e.reason, 'version', e.version)
            from erp_mark e where e.kind = 'return' and e.document_id = t.id) as "erp: Json<ErpSeen>"
        from sales_return t join sales_order s on s.id = t.order_id left join app_user u on u.id = t.decided_by
        where ($1::int4[] is null or s.org_unit_id = any($1)) and ($2::int4 is null or s.rep_id = $2)
          and ($3::uuid is null or t.id = $3) and ($4::uuid is null or t.order_id = $4)
          and ($5::int4 is null or s.customer_id = $5) and ($6::uuid is null or t.visit_id = $6)
          and ($7::text is null or t.state = $7)
          and ($17::text is null or coalesce((select e.state from erp_mark e where e.kind = 'return' and e.document_id = t.id), 'waiting') = $17)
          and ($8::timestamptz is null or t.updated_at >= $8)
          and ($9::int8 is null or t.xid >= $9::int8::text::xid8)
          and ($13::int4 is null or s.rep_id = $13) and ($14::int4 is null or s.outlet_id = $14)
          and ($15::timestamptz is null or t.returned_at >= $15) and ($16::timestamptz is null or t.returned_at < $16)
          and t.returned_at <= coalesce($10::timestamptz, 'infinity') and ($10::timestamptz is null or t.returned_at < $10 or t.id > $11)
        order by t.returned_at desc, t.id limit $12
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.order_id,
        filter.customer_id,
        filter.visit_id,
        filter.state,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.rep_id,
        filter.outlet_id,
        filter.from,
        filter.before,
        filter.erp_state.map(ErpState::as_str),
    )
    .fetch_all(db)
    .await?)
}
