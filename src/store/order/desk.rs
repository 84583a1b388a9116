//! Orders taken at a desk: checked against what the caller may see, then submitted as any other.

use chrono::NaiveDate;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    body, inbox,
    submit::{self, By, New},
};
use crate::store::{
    record_inbox::News,
    scope::Scope,
    setting,
    upsert::{ChangeError, Fault, Now},
};

pub struct Order<'a> {
    pub id: Uuid,
    pub rep: i32,
    pub outlet: i32,
    pub visit: Option<Uuid>,
    pub draft: bool,
    pub body: &'a Value,
}

/// A new order with its event.
pub struct Made {
    pub rep: i32,
    pub org_unit: i32,
    pub news: News,
}

/// Where a rep in scope works on a date.
pub async fn unit_of(
    tx: &mut PgConnection,
    scope: &Scope,
    rep: i32,
    date: NaiveDate,
) -> Result<i32, ChangeError> {
    let unit = sqlx::query_scalar!(
        r#"select org_unit_id from rep_org_unit where rep_id = $1 and retired_at is null and valid @> $2::date
          and ($3::int4[] is null or org_unit_id = any($3)) and ($4::int4 is null or rep_id = $4)"#,
        rep,
        date,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(tx)
    .await?;
    unit.ok_or_else(|| ChangeError::Invalid(vec![Fault::new("/rep_id", "unknown_rep")]))
}

/// The customer of an outlet in scope.
pub async fn customer_of(
    tx: &mut PgConnection,
    scope: &Scope,
    outlet: i32,
) -> Result<Option<i32>, ChangeError> {
    let row = sqlx::query!(
        "select customer_id from outlet where id = $1 and ($2::int4[] is null or org_unit_id = any($2))",
        outlet,
        scope.units() as _,
    )
    .fetch_optional(tx)
    .await?;
    let row =
        row.ok_or_else(|| ChangeError::Invalid(vec![Fault::new("/outlet_id", "unknown_outlet")]))?;
    Ok(row.customer_id)
}

/// A visit is the rep's own.
pub async fn check_visit(
    tx: &mut PgConnection,
    rep: i32,
    visit: Option<Uuid>,
) -> Result<(), ChangeError> {
    let Some(visit) = visit else { return Ok(()) };
    let known = sqlx::query_scalar!(
        r#"select exists (select from visit where id = $1 and rep_id = $2) as "known!""#,
        visit,
        rep
    )
    .fetch_one(tx)
    .await?;
    if known {
        Ok(())
    } else {
        Err(ChangeError::Invalid(vec![Fault::new(
            "/visit_id",
            "unknown_visit",
        )]))
    }
}

pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    order: &Order<'_>,
) -> Result<Made, ChangeError> {
    let currency = inbox::currency(&mut *tx).await?;
    let read = body::read(order.body, &currency).map_err(ChangeError::Invalid)?;
    let org_unit_id = unit_of(&mut *tx, scope, order.rep, now.today).await?;
    let customer = customer_of(&mut *tx, scope, order.outlet).await?;
    check_visit(&mut *tx, order.rep, order.visit).await?;
    let new = New {
        id: order.id,
        rep_id: order.rep,
        date: now.today,
        priced_on: now.today,
        org_unit_id,
        visit_id: order.visit,
        outlet: Some(order.outlet),
        customer,
        ordered_at: now.at,
        source: "desk",
        quotation: None,
        draft: order.draft,
    };
    let by = By {
        user: scope.user_id(),
        rep: scope.rep_id(),
    };
    let honour = setting::offline_price(&mut *tx, now.today).await?;
    let made = submit::submit(&mut *tx, now, by, &new, &read, honour).await?;
    let made = made.map_err(ChangeError::Invalid)?;
    let (_, news) = inbox::told(tx, now, &new, &read, &made.status, made.total_minor).await?;
    Ok(Made {
        rep: order.rep,
        org_unit: org_unit_id,
        news,
    })
}
