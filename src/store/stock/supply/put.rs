//! Drafts of supply orders: from whom, for which warehouse, how much of what.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fieldbeat_trade::stock::{quantity::MILLI_MAX, supply::State};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Locked, changed};
use crate::store::{
    catalogue::product,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, check_text},
};

/// Lines of an order.
pub const LINES_MAX: usize = 500;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyOrderPut {
    /// Made by the sender, so that a repeat is the same order.
    pub id: Uuid,
    /// The warehouse that gets the goods.
    pub to_id: i32,
    /// The warehouse that they come from; else the partner.
    pub from_id: Option<i32>,
    pub partner_id: Option<i32>,
    pub wanted_on: Option<NaiveDate>,
    pub note: Option<String>,
    /// At most 500, each product once.
    pub lines: Vec<SupplyLinePut>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyLinePut {
    pub product_id: i32,
    /// The base unit where absent.
    pub unit: Option<String>,
    /// Whole ones of the unit.
    pub quantity: i64,
}

/// What a draft is changed to.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyOrderChange {
    pub wanted_on: Option<NaiveDate>,
    pub note: Option<String>,
    pub lines: Vec<SupplyLinePut>,
}

/// A line that can be kept.
struct Line {
    product: i32,
    unit: String,
    pieces: i32,
    milli: i64,
}

/// Makes a draft.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &SupplyOrderPut,
) -> Result<(), ChangeError> {
    let mut faults = Vec::new();
    check_text("/note", put.note.as_deref(), false, &mut faults);
    let places: Vec<i32> = [Some(put.to_id), put.from_id]
        .into_iter()
        .flatten()
        .collect();
    let known = sqlx::query_scalar!(
        "select id from stock_location where id = any($1) and kind = 'warehouse' and active",
        &places
    )
    .fetch_all(&mut *tx)
    .await?;
    if !known.contains(&put.to_id) {
        faults.push(Fault::new("/to_id", "unknown"));
    }
    match (put.from_id, put.partner_id) {
        (Some(from), None) if from == put.to_id || !known.contains(&from) => {
            faults.push(Fault::new("/from_id", "unknown"));
        }
        (Some(_), None) => {}
        (None, Some(partner)) => {
            let known = sqlx::query_scalar!(
                r#"select exists (select from partner where id = $1 and active) as "known!""#,
                partner
            )
            .fetch_one(&mut *tx)
            .await?;
            if !known {
                faults.push(Fault::new("/partner_id", "unknown"));
            }
        }
        _ => faults.push(Fault::new("/from_id", "one_source")),
    }
    let lines = read(&mut *tx, &put.lines, &mut faults).await?;
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        r#"insert into supply_order (id, to_id, from_id, partner_id, wanted_on, note, created_by, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8)"#,
        put.id,
        put.to_id,
        put.from_id,
        put.partner_id,
        put.wanted_on,
        put.note,
        scope.user_id(),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    write(&mut *tx, put.id, &lines).await?;
    changed(tx, scope, now, put.id, State::Draft).await?;
    Ok(())
}

/// Changes a locked draft.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    order: &Locked,
    put: &SupplyOrderChange,
) -> Result<(), ChangeError> {
    let mut faults = Vec::new();
    if order.state != State::Draft {
        faults.push(Fault::new("/state", "wrong_state"));
    }
    check_text("/note", put.note.as_deref(), false, &mut faults);
    let lines = read(&mut *tx, &put.lines, &mut faults).await?;
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        "update supply_order set wanted_on = $2, note = $3 where id = $1",
        order.id,
        put.wanted_on,
        put.note,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from supply_order_line where order_id = $1",
        order.id
    )
    .execute(&mut *tx)
    .await?;
    write(&mut *tx, order.id, &lines).await?;
    changed(tx, scope, now, order.id, State::Draft).await?;
    Ok(())
}

async fn read(
    tx: &mut PgConnection,
    lines: &[SupplyLinePut],
    faults: &mut Vec<Fault>,
) -> Result<Vec<Line>, ChangeError> {
    if lines.is_empty() || lines.len() > LINES_MAX {
        faults.push(Fault::new("/lines", "out_of_range"));
        return Ok(Vec::new());
    }
    let ids: Vec<i32> = lines.iter().map(|l| l.product_id).collect();
    let units = product::units(tx, &ids).await?;
    let mut seen = BTreeSet::new();
    let mut read = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let mut fault =
            |name: &str, code| faults.push(Fault::new(format!("/lines/{i}/{name}"), code));
        let Some(units) = units.get(&line.product_id) else {
            fault("product_id", "unknown_product");
            continue;
        };
        if !seen.insert(line.product_id) {
            fault("product_id", "repeated");
            continue;
        }
        let unit = match &line.unit {
            Some(unit) => units.get_key_value(unit),
            None => units.iter().find(|(_, pieces)| **pieces == 1),
        };
        let Some((unit, pieces)) = unit else {
            fault("unit", "unknown_unit");
            continue;
        };
        let milli = line.quantity.checked_mul(i64::from(*pieces) * 1_000);
        match milli.filter(|m| (1..=MILLI_MAX).contains(m)) {
            Some(milli) => read.push(Line {
                product: line.product_id,
                unit: unit.clone(),
                pieces: *pieces,
                milli,
            }),
            None => fault("quantity", "out_of_range"),
        }
    }
    Ok(read)
}

async fn write(tx: &mut PgConnection, order: Uuid, lines: &[Line]) -> Result<(), ChangeError> {
    sqlx::query!(
        r#"insert into supply_order_line (order_id, line, product_id, unit, pieces, asked_milli)
        select $1, line, p, unit, pieces, milli from unnest($2::int4[], $3::text[], $4::int4[], $5::int8[])
          with ordinality as t(p, unit, pieces, milli, line)"#,
        order,
        &lines.iter().map(|l| l.product).collect::<Vec<_>>(),
        &lines.iter().map(|l| l.unit.clone()).collect::<Vec<_>>(),
        &lines.iter().map(|l| l.pieces).collect::<Vec<_>>(),
        &lines.iter().map(|l| l.milli).collect::<Vec<_>>(),
    )
    .execute(tx)
    .await?;
    Ok(())
}
