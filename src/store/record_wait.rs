//! Field records that come before what they speak of: they wait under its id, and whoever brings it looks them up. What
//! becomes of a record is its inbox's.

use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::error::StoreError;

/// What a record brings, or speaks of though it may come after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    Order,
    Delivery,
    Quotation,
    Task,
    Case,
    Appointment,
    /// By its code, which is the id of the record that brought it.
    Contact,
}

impl Awaited {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Delivery => "delivery",
            Self::Quotation => "quotation",
            Self::Task => "task",
            Self::Case => "case",
            Self::Appointment => "appointment",
            Self::Contact => "contact",
        }
    }
}

/// Whether it is not there yet. Where it is not, whoever brings it waits until this transaction is over, and then
/// finds the record among those that wait.
pub(super) async fn is_missing(
    tx: &mut PgConnection,
    what: Awaited,
    id: Uuid,
) -> Result<bool, StoreError> {
    // The lock goes with the savepoint: who has found it takes other locks with nothing held here.
    let mut look = tx.begin().await?;
    sqlx::query!(
        "select pg_advisory_xact_lock_shared(hashtextextended($1, 0))",
        id.to_string()
    )
    .fetch_one(&mut *look)
    .await?;
    let there = sqlx::query_scalar!(
        r#"
        select case $2::text
          when 'order' then exists (select from sales_order where id = $1)
          when 'delivery' then exists (select from delivery where id = $1)
          when 'quotation' then exists (select from quotation where id = $1)
          when 'task' then exists (select from task where id = $1)
          when 'case' then exists (select from customer_case where id = $1)
          when 'appointment' then exists (select from appointment where id = $1)
          else exists (select from contact where code = $1::uuid::text)
        end as "there!"
        "#,
        id,
        what.as_str(),
    )
    .fetch_one(&mut *look)
    .await?;
    if there {
        look.rollback().await?;
    } else {
        look.commit().await?;
    }
    Ok(!there)
}

/// What is wrong with a record that is looked at again when what it speaks of comes.
pub(super) fn waits(code: &str, member: &str, id: Uuid) -> Value {
    json!({"code": code, member: id, "waits_for": id})
}

/// Records that waited for what has come are looked at again.
pub(super) async fn reopen(tx: &mut PgConnection, id: Uuid) -> Result<(), StoreError> {
    let id = id.to_string();
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", id)
        .fetch_one(&mut *tx)
        .await?;
    sqlx::query!(
        "update device_record set status = 'received' where status = 'invalid' and status_detail->>'waits_for' = $1",
        id
    )
    .execute(tx)
    .await?;
    Ok(())
}
