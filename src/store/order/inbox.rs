//! Turns field records about orders into what they ask for: `order`, `order_change`, `order_cancel`. Each
//! once and in a transaction of its own, so that none waits for the locks of another. A record is never
//! lost over a fault in its body; the fault goes back as `record_status`.

use chrono::TimeDelta;
use fieldbeat_domain::id::RepId;
use fieldbeat_trade::order::Status;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    act::{self, Deed, Locked},
    body::{self, OrderBody, OutletRef},
    submit::{self, By, New},
};
use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    quotation::{self, Acceptance},
    record_inbox::{
        self, News, Outcome, Placed, Settled, faulty, field, invalid_body, own, refused,
    },
    record_wait::{self, Awaited, waits},
    setting,
    upsert::{ChangeError, Now},
};

/// The order itself comes first: a phone may send all three in one frame.
const KINDS: [&str; 3] = ["order", "order_change", "order_cancel"];

/// Takes one record from the inbox; nothing when none waits. Several may run at once.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let honour = setting::offline_price(&mut *tx, now.today).await?;
    let outcome = match record.kind.as_str() {
        "order" => order(&mut tx, now, &record, honour).await,
        "order_change" => change(&mut tx, now, &record, honour).await,
        _ => cancel(&mut tx, now, &record).await,
    };
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

fn by(record: &Placed) -> By {
    By {
        user: None,
        rep: Some(record.rep_id),
    }
}

/// The company's currency.
pub async fn currency(tx: &mut PgConnection) -> Result<String, StoreError> {
    let currency = sqlx::query_scalar!("select currency from company")
        .fetch_optional(tx)
        .await?;
    Ok(currency.unwrap_or_else(|| "VND".into()))
}

/// The outlet that a record names in its body, or that of its visit, with its customer.
pub(in crate::store) async fn outlet_of(
    tx: &mut PgConnection,
    record: &Placed,
) -> Result<Result<Option<(i32, Option<i32>)>, Value>, StoreError> {
    match body::outlet(&record.body) {
        Ok(named) => placed(tx, named.as_ref(), record.visit_outlet_id).await,
        Err(code) => Ok(Err(invalid_body("/outlet", code))),
    }
}

/// An outlet as a body names it, or that of the visit, with its customer.
pub async fn placed(
    tx: &mut PgConnection,
    named: Option<&OutletRef>,
    of_visit: Option<i32>,
) -> Result<Result<Option<(i32, Option<i32>)>, Value>, StoreError> {
    let (code, id) = match named {
        None => (None, of_visit),
        Some(OutletRef::Code(code)) => (Some(code.replace('\0', "")), None),
        Some(OutletRef::Id(id)) => (None, Some(*id)),
    };
    let row = sqlx::query!(
        "select id, customer_id from outlet where code = $1 or id = $2",
        code,
        id
    )
    .fetch_optional(tx)
    .await?;
    Ok(match row {
        Some(row) => Ok(Some((row.id, row.customer_id))),
        None if named.is_some() => Err(invalid_body("/outlet", "unknown_outlet")),
        None => Ok(None),
    })
}

async fn order(tx: &mut PgConnection, now: Now, record: &Placed, honour: TimeDelta) -> Outcome {
    let currency = currency(&mut *tx).await?;
    let body = match body::read(&record.body, &currency) {
        Ok(body) => body,
        Err(faults) => return Ok(Err(faulty(&faults))),
    };
    let outlet = match placed(&mut *tx, body.outlet.as_ref(), record.visit_outlet_id).await? {
        Ok(outlet) => outlet,
        Err(fault) => return Ok(Err(fault)),
    };
    let taken = sqlx::query_scalar!(
        r#"select exists (select from sales_order where id = $1) as "taken!""#,
        record.id
    )
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    if (record.body.get("quotation")).is_some_and(|q| !q.is_null()) {
        return accepted(tx, now, record, &body).await;
    }
    let new = New {
        id: record.id,
        rep_id: record.rep_id,
        date: record.date,
        priced_on: record.date,
        org_unit_id: record.org_unit_id,
        visit_id: record.visit_id,
        outlet: outlet.map(|o| o.0),
        customer: outlet.and_then(|o| o.1),
        ordered_at: record.at,
        source: "phone",
        quotation: None,
        draft: false,
    };
    let made = submit::submit(&mut *tx, now, by(record), &new, &body, honour).await?;
    let made = match made {
        Ok(made) => made,
        Err(faults) => return Ok(Err(faulty(&faults))),
    };
    reopen(&mut *tx, record).await?;
    Ok(Ok(told(
        tx,
        now,
        &new,
        &body,
        &made.status,
        made.total_minor,
    )
    .await?))
}

/// The order that a quotation of the rep becomes: what was offered, at its price.
async fn accepted(tx: &mut PgConnection, now: Now, record: &Placed, body: &OrderBody) -> Outcome {
    let id: Uuid = match field(&record.body, "quotation") {
        Ok(id) => id,
        Err(fault) => return Ok(Err(fault)),
    };
    if record_wait::is_missing(&mut *tx, Awaited::Quotation, id).await? {
        return Ok(Err(waits("unknown_quotation", "quotation", id)));
    }
    let order = Acceptance {
        order: record.id,
        date: record.date,
        at: record.at.min(now.at),
        visit_id: record.visit_id,
        said: Some(body),
    };
    let scope = own(RepId(record.rep_id));
    let told = match quotation::accept(&mut *tx, &scope, now, (id, None), &order).await {
        Ok((told, _)) => told,
        Err(ChangeError::Store(StoreError::NotFound)) => {
            return Ok(Err(json!({"code": "unknown_quotation", "quotation": id})));
        }
        Err(error) => return refused(error),
    };
    reopen(tx, record).await?;
    Ok(Ok(told))
}

/// What came before its order is looked at again.
async fn reopen(tx: &mut PgConnection, order: &Placed) -> Result<(), StoreError> {
    record_wait::reopen(&mut *tx, order.id).await?;
    sqlx::query!(
        r#"
        update device_record set status = 'received' where rep_id = $1 and date >= $2::date - 7
          and kind in ('order_change', 'order_cancel') and status = 'invalid' and status_detail->>'code' = 'unknown_order'
          and body->>'order' = $3
        "#,
        order.rep_id,
        order.date,
        order.id.to_string(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The event of a new order, what the phone is told and what the boards hear.
pub async fn told(
    tx: &mut PgConnection,
    now: Now,
    new: &New,
    body: &OrderBody,
    status: &Status,
    total_minor: i64,
) -> Result<(Value, News), StoreError> {
    let told = json!({
        "order": new.id, "visit": new.visit_id, "outlet": new.outlet, "customer": new.customer, "state": status.state,
        "holds": status.holds, "total_minor": total_minor, "currency": body.currency, "lines": body.lines.len(),
    });
    let event = NewEvent {
        kind: "order_submitted",
        org_unit_id: Some(new.org_unit_id),
        rep_id: Some(new.rep_id),
        subject_id: new.id.to_string(),
        body: &told,
    };
    let event = event::insert(tx, now.at, &event).await?;
    let news = News {
        kind: "order_submitted",
        body: json!({
            "order": new.id, "visit": new.visit_id, "outlet": new.outlet, "state": status.state, "holds": status.holds,
            "total_minor": total_minor, "at": Instant(new.ordered_at),
        }),
        event,
    };
    let detail = json!({"state": status.state, "holds": status.holds, "total_minor": total_minor});
    Ok((detail, news))
}

/// The own order that a record names, locked.
async fn named(
    tx: &mut PgConnection,
    record: &Placed,
) -> Result<Result<Locked, Value>, StoreError> {
    let Some(id) =
        (record.body.get("order").and_then(Value::as_str)).and_then(|id| Uuid::parse_str(id).ok())
    else {
        return Ok(Err(invalid_body("/order", "required")));
    };
    match act::lock(tx, &own(RepId(record.rep_id)), id, None).await {
        Ok(order) => Ok(Ok(order)),
        Err(ChangeError::Store(StoreError::NotFound)) => {
            Ok(Err(json!({"code": "unknown_order", "order": id})))
        }
        Err(ChangeError::Store(error)) => Err(error),
        Err(ChangeError::Invalid(faults)) => Ok(Err(faulty(&faults))),
        Err(ChangeError::Stale(_)) => Ok(Err(json!({"code": "stale"}))),
    }
}

async fn change(tx: &mut PgConnection, now: Now, record: &Placed, honour: TimeDelta) -> Outcome {
    let currency = currency(&mut *tx).await?;
    let body = match body::read(&record.body, &currency) {
        Ok(body) => body,
        Err(faults) => return Ok(Err(faulty(&faults))),
    };
    let order = match named(&mut *tx, record).await? {
        Ok(order) => order,
        Err(fault) => return Ok(Err(fault)),
    };
    let revised = act::revise(&mut *tx, now, by(record), &order, &body, honour).await;
    changed(tx, now, &order, revised, "revise").await
}

async fn cancel(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let order = match named(&mut *tx, record).await? {
        Ok(order) => order,
        Err(fault) => return Ok(Err(fault)),
    };
    let reason = record.body.get("reason").and_then(Value::as_str);
    let done = act::act(&mut *tx, now, by(record), &order, Deed::Cancel, reason).await;
    changed(tx, now, &order, done, "cancel").await
}

async fn changed(
    tx: &mut PgConnection,
    now: Now,
    order: &Locked,
    done: Result<Status, ChangeError>,
    action: &'static str,
) -> Outcome {
    let status = match done {
        Ok(status) => status,
        Err(error) => return refused(error),
    };
    let told = act::tell(tx, now, order, &status, action).await?;
    let news = News {
        kind: "order_changed",
        body: told.body,
        event: told.event,
    };
    let detail = json!({"order": order.id, "state": status.state, "holds": status.holds});
    Ok(Ok((detail, news)))
}
