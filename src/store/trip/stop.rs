//! What became of a stop, with its proof: who took the goods and when, or why they come back.

use chrono::{DateTime, Utc};
use fieldbeat_trade::{
    order::{State as OrderState, Status},
    trip::{Action, Outcome},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Locked, changed, wrong_state};
use crate::store::{
    error::StoreError,
    order::{
        act,
        delivery::{self, DeliveryPut, LinePart},
        submit::By,
    },
    photo::bind,
    record_inbox::EventKey,
    upsert::{ChangeError, Fault, Now, check_text},
};

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopAnswer {
    /// Made by the sender: the id of the delivery, where there is one.
    pub id: Uuid,
    pub outcome: Outcome,
    /// Of one delivered in part: what was delivered.
    pub lines: Option<Vec<LinePart>>,
    /// Why not all of it.
    pub reason: Option<String>,
    /// Who took the goods; required where any were delivered.
    pub receiver: Option<String>,
    pub note: Option<String>,
    /// Of a photo of the goods or the signature.
    pub photo_sha256: Option<String>,
    pub visit_id: Option<Uuid>,
    /// Now where absent.
    pub at: Option<DateTime<Utc>>,
}

/// The photo as it is stored.
fn photo(put: &StopAnswer) -> Option<String> {
    let digest = put.photo_sha256.as_deref().and_then(bind::digest);
    digest.map(hex::encode)
}

fn check(put: &StopAnswer, now: Now) -> Vec<Fault> {
    let mut faults = Vec::new();
    let refused = put.outcome == Outcome::Refused;
    check_text(
        "/reason",
        put.reason.as_deref(),
        put.outcome.needs_reason(),
        &mut faults,
    );
    check_text("/receiver", put.receiver.as_deref(), !refused, &mut faults);
    check_text("/note", put.note.as_deref(), false, &mut faults);
    if put.outcome == Outcome::Partly && put.lines.is_none() {
        faults.push(Fault::new("/lines", "required"));
    }
    if put.outcome != Outcome::Partly && put.lines.is_some() {
        faults.push(Fault::new("/lines", "only_partly"));
    }
    if put.photo_sha256.is_some() && photo(put).is_none() {
        faults.push(Fault::new("/photo_sha256", "invalid"));
    }
    if put.at.is_some_and(|at| at > now.at) {
        faults.push(Fault::new("/at", "is_to_come"));
    }
    faults
}

/// Tells of a stop of a locked trip; the order is locked, too. Answers what became of the order, and the trip's event.
pub async fn answer(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    trip: &Locked,
    order: &act::Locked,
    put: &StopAnswer,
) -> Result<(Status, Value, EventKey), ChangeError> {
    let state = trip.state.after(Action::Answer).ok_or_else(wrong_state)?;
    let was = sqlx::query_scalar!(
        "select state from delivery_stop where trip_id = $1 and order_id = $2 for update",
        trip.id,
        order.id
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if was != "open" {
        return Err(wrong_state());
    }
    let faults = check(put, now);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let reason = put
        .reason
        .as_deref()
        .map(str::trim)
        .filter(|r| !r.is_empty());
    let (status, outcome, delivery) = if put.outcome == Outcome::Refused {
        let detail = json!({"trip": trip.id});
        act::write(
            &mut *tx,
            now,
            by,
            order,
            "refuse",
            &order.status,
            reason,
            detail,
        )
        .await?;
        (order.status.clone(), Outcome::Refused, None)
    } else {
        let told = DeliveryPut {
            id: put.id,
            lines: put.lines.clone(),
            receiver: put.receiver.clone(),
            note: put.note.clone(),
            delivered_at: put.at,
        };
        let status = delivery::deliver(&mut *tx, now, by, order, (&told, trip.loaded_at)).await?;
        let outcome = if status.state == OrderState::Delivered {
            Outcome::Delivered
        } else {
            Outcome::Partly
        };
        (status, outcome, Some(put.id))
    };
    sqlx::query!(
        r#"
        update delivery_stop set state = $3, delivery_id = $4, reason = $5, receiver = $6, note = $7, photo_sha256 = $8, visit_id = $9,
          at = $10 where trip_id = $1 and order_id = $2
        "#,
        trip.id,
        order.id,
        outcome.as_str(),
        delivery,
        reason,
        put.receiver,
        put.note,
        photo(put),
        put.visit_id,
        put.at.unwrap_or(now.at),
    )
    .execute(&mut *tx)
    .await?;
    if let Some(delivery) = delivery {
        sqlx::query!(
            r#"
            update delivery_goods g set delivered_milli = g.delivered_milli + d.milli
            from (
              select l.product_id, sum(p.quantity_milli * (l.base_milli / (l.quantity * 1000)::int8))::int8 as milli
              from delivery_line p join sales_order_line l on l.order_id = $3 and l.line = p.line
              where p.delivery_id = $2 and l.product_id is not null and l.base_milli > 0 group by l.product_id) d
            where g.trip_id = $1 and g.product_id = d.product_id
            "#,
            trip.id,
            delivery,
            order.id,
        )
        .execute(&mut *tx)
        .await?;
    }
    let (body, event) = changed(tx, now, trip, state, Some((order.id, outcome.as_str()))).await?;
    Ok((status, body, event))
}
