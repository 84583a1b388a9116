//! Turns field records of kind `return` into returns: goods that the rep took back at a shop. Each once, in a
//! transaction of its own. One that comes before its order, or before the goods are said to be delivered, waits.

use fieldbeat_trade::order::State;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::sales_return::{self, ReturnPut};
use crate::store::{
    error::StoreError,
    instant::Instant,
    order::{
        act::{self, Locked},
        delivery::LinePart,
        submit::By,
    },
    record_inbox::{
        self, Outcome, Placed, Settled, faulty, field, heard, invalid_body, refused, text,
    },
    record_wait::{Awaited, is_missing, waits},
    scope::Scope,
    upsert::{ChangeError, Now, TEXT_MAX},
};

const KINDS: [&str; 1] = ["return"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = keep(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

/// What comes back and why; of which order is [`order_of`]'s.
fn read(record: &Placed) -> Result<ReturnPut, Value> {
    let body = &record.body;
    let reason = text(body, "reason", TEXT_MAX);
    let reason = reason.ok_or_else(|| invalid_body("/reason", "required"))?;
    let lines: Vec<LinePart> = field(body, "lines")?;
    Ok(ReturnPut {
        id: record.id,
        order_id: Uuid::nil(),
        visit_id: record.visit_id,
        lines,
        reason,
    })
}

/// The order whose goods come back: named itself, by an invoice of it, or by a delivery, as the driver's phone knows it.
async fn order_of(tx: &mut PgConnection, body: &Value) -> Result<Result<Uuid, Value>, StoreError> {
    let named = |name: &&str| body.get(*name).is_some_and(|v| !v.is_null());
    let members: Vec<&str> = ["order", "invoice", "delivery"]
        .into_iter()
        .filter(named)
        .collect();
    let member = match members.as_slice() {
        [] => "order",
        [one] => *one,
        _ => return Ok(Err(invalid_body("/order", "ambiguous"))),
    };
    let read = field(body, member);
    let id: Uuid = match read {
        Ok(id) => id,
        Err(fault) => return Ok(Err(fault)),
    };
    let of_order = match member {
        "invoice" => sqlx::query_scalar!("select order_id from invoice where id = $1", id)
            .fetch_optional(tx)
            .await?
            .flatten(),
        "delivery" => {
            if is_missing(&mut *tx, Awaited::Delivery, id).await? {
                return Ok(Err(waits("unknown_delivery", "delivery", id)));
            }
            sqlx::query_scalar!("select order_id from delivery where id = $1", id)
                .fetch_optional(tx)
                .await?
        }
        _ => {
            if is_missing(&mut *tx, Awaited::Order, id).await? {
                return Ok(Err(waits("unknown_order", "order", id)));
            }
            Some(id)
        }
    };
    Ok(of_order.ok_or_else(|| json!({"code": "unknown_invoice", "invoice": id})))
}

/// A rep takes back what the own orders brought, and what any order brought to the shop of the own visit.
fn is_within_reach(record: &Placed, order: &Locked) -> bool {
    order.rep_id == record.rep_id
        || order.outlet_id.is_some() && order.outlet_id == record.visit_outlet_id
}

async fn keep(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let mut put = match read(record) {
        Ok(put) => put,
        Err(fault) => return Ok(Err(fault)),
    };
    put.order_id = match order_of(&mut *tx, &record.body).await? {
        Ok(order) => order,
        Err(fault) => return Ok(Err(fault)),
    };
    let order = match act::lock(&mut *tx, &Scope::system(), put.order_id, None).await {
        Ok(order) => order,
        Err(error) => return refused(error),
    };
    if !is_within_reach(record, &order) {
        return Ok(Err(json!({"code": "unknown_order", "order": order.id})));
    }
    if matches!(order.status.state, State::Rejected | State::Cancelled) {
        return Ok(Err(invalid_body("/order", "wrong_state")));
    }
    let taken = sqlx::query_scalar!(
        r#"select exists (select from sales_return where id = $1) as "taken!""#,
        record.id
    )
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    let by = By {
        user: None,
        rep: Some(record.rep_id),
    };
    let at = record.at.min(now.at);
    let value_minor = match sales_return::record(&mut *tx, now, by, &order, (&put, at)).await {
        Ok(value_minor) => value_minor,
        // Whoever says that more was delivered waits for the order, which is locked here.
        Err(ChangeError::Invalid(faults)) if may_be_delivered(order.status.state) => {
            let mut fault = waits("not_delivered", "order", order.id);
            if let Some(fault) = fault.as_object_mut() {
                fault.insert("errors".to_owned(), json!(faults));
            }
            return Ok(Err(fault));
        }
        Err(ChangeError::Invalid(faults)) => return Ok(Err(faulty(&faults))),
        Err(error) => return refused(error),
    };
    let told = json!({
        "return": record.id, "order": order.id, "visit": record.visit_id, "outlet": order.outlet_id,
        "customer": order.customer_id, "state": "recorded", "value_minor": value_minor, "at": Instant(at),
    });
    let detail = json!({"order": order.id, "state": "recorded", "value_minor": value_minor});
    heard(tx, now, record, "return_recorded", record.id, told, detail).await
}

/// Whether more of an order may still reach the customer.
const fn may_be_delivered(state: State) -> bool {
    !matches!(state, State::Delivered | State::Closed)
}
