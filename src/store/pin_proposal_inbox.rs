//! Turns field records of kind `pin_proposal` into proposals. A record is never lost over a fault in
//! it; the fault goes back as `record_status`.

use fieldbeat_domain::{
    id::{OrgUnitId, RepId},
    pin::Cluster,
    position::LatLng,
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::{
    error::StoreError,
    pin_proposal::{self, From},
    pin_proposal_find::{seen, tell},
    record_inbox::{self, News, Received, Record, Settled},
    upsert::{Now, TEXT_MAX},
};

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: Now) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = record_inbox::take(&mut tx, "pin_proposal").await?;
    let mut settled = Vec::with_capacity(received.len());
    for record in &received {
        settled.push(settle(&mut tx, now, record).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

/// The outlet that the record speaks of.
struct Outlet {
    id: i32,
    org_unit: OrgUnitId,
    pin: Option<LatLng>,
}

async fn settle(tx: &mut PgConnection, now: Now, record: &Received) -> Result<Settled, StoreError> {
    let outlet = match record.body.get("outlet") {
        None => record.visit_outlet_id.map(|id| (Some(id), None)),
        Some(Value::String(code)) => Some((None, Some(code.as_str()))),
        Some(id) => id
            .as_i64()
            .and_then(|id| i32::try_from(id).ok())
            .map(|id| (Some(id), None)),
    };
    let outlet = match outlet {
        Some(named) => find(tx, now, named).await?,
        None => Err("unknown_outlet"),
    };
    let outcome = match (&outlet, position(&record.body)) {
        (Err(code), _) => Err(fault(code, "/outlet", code)),
        (_, Err(code)) => Err(fault("invalid_body", "/lat", code)),
        (Ok(outlet), Ok(pin)) => keep(tx, now, record, outlet, pin).await?,
    };
    let record = Record {
        kind: "pin_proposal",
        id: record.id,
        rep: RepId(record.rep_id),
        org_unit: outlet.ok().map(|o| o.org_unit),
    };
    record_inbox::settle(tx, now.at, &record, outcome).await
}

fn fault(code: &str, pointer: &str, why: &str) -> Value {
    json!({"code": code, "errors": [{"pointer": pointer, "code": why}]})
}

fn position(body: &Value) -> Result<LatLng, &'static str> {
    let degrees = |key: &str| body.get(key).and_then(Value::as_f64).ok_or("required");
    LatLng::from_degrees(degrees("lat")?, degrees("lng")?).ok_or("out_of_range")
}

async fn find(
    tx: &mut PgConnection,
    now: Now,
    (id, code): (Option<i32>, Option<&str>),
) -> Result<Result<Outlet, &'static str>, StoreError> {
    let row = sqlx::query!(
        r#"
        select o.id, o.org_unit_id, p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?", p.polygon is not null as "drawn!"
        from outlet o
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $3::date
        where (o.id = $1 or o.code = $2) and o.closed_at is null
        "#,
        id,
        code,
        now.today,
    )
    .fetch_optional(tx)
    .await?;
    Ok(match row {
        None => Err("unknown_outlet"),
        // A drawn fence is what visits are judged by; its pin would change nothing.
        Some(row) if row.drawn => Err("fence_is_drawn"),
        Some(row) => Ok(Outlet {
            id: row.id,
            org_unit: OrgUnitId(row.org_unit_id),
            pin: row
                .lat_e7
                .zip(row.lng_e7)
                .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 }),
        }),
    })
}

/// Keeps it with the visits that speak for it.
async fn keep(
    tx: &mut PgConnection,
    now: Now,
    record: &Received,
    outlet: &Outlet,
    pin: LatLng,
) -> Result<Result<(Value, News), Value>, StoreError> {
    let reason: Option<String> = record
        .body
        .get("reason")
        .and_then(Value::as_str)
        .map(|text| text.trim().chars().take(TEXT_MAX).collect());
    let sightings = seen(tx, now, Some(outlet.id)).await?.remove(&outlet.id);
    let evidence = Cluster::around(pin, &sightings.map(|s| s.sightings).unwrap_or_default());
    let from = From::Rep {
        rep: record.rep_id,
        record: record.id,
        reason: reason.as_deref().filter(|r| !r.is_empty()),
    };
    let kept = pin_proposal::keep(tx, now.at, &from, outlet.id, outlet.pin, &evidence).await?;
    let Some(id) = kept else {
        return Ok(Err(fault("id_reused", "/id", "id_reused")));
    };
    let whose = (outlet.org_unit, Some(RepId(record.rep_id)));
    let news = tell(tx, now.at, whose, outlet.id, id).await?;
    Ok(Ok((json!({"proposal": id}), news)))
}
