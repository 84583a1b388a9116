//! Which outlet a visit without one was made at, once a person has said so. The visit itself, as it
//! was judged, is never changed; readers ask here where it names no outlet.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{error::StoreError, receivable::account};

/// A visit and its outlet.
pub(super) struct Link {
    pub visit: Uuid,
    pub rep: i32,
    pub outlet: i32,
    pub customer: Option<i32>,
    /// Why it is known.
    pub request: Uuid,
}

/// Ties the rep's visit, also one that is still to come, and its orders to the outlet. Another
/// rep's visit is left alone.
pub(super) async fn tie(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    link: &Link,
) -> Result<(), StoreError> {
    let tied = sqlx::query!(
        r#"insert into visit_link (visit_id, outlet_id, request_id, recorded_at)
        select $1, $2, $3, $4 where not exists (select from visit v where v.id = $1 and v.rep_id <> $5)
        on conflict do nothing"#,
        link.visit,
        link.outlet,
        link.request,
        now,
        link.rep,
    )
    .execute(&mut *tx)
    .await?;
    if tied.rows_affected() == 0 {
        return Ok(());
    }
    let orders = sqlx::query_scalar!(
        r#"update sales_order set outlet_id = $2, customer_id = coalesce(customer_id, $3), version = version + 1, updated_at = $4
        where visit_id = $1 and outlet_id is null returning id"#,
        link.visit,
        link.outlet,
        link.customer,
        now,
    )
    .fetch_all(&mut *tx)
    .await?;
    if let (Some(customer), false) = (link.customer, orders.is_empty()) {
        // What they come to counts against the new customer from now on. Orders are locked before accounts.
        let account = account::lock(&mut *tx, customer, None).await?.id;
        sqlx::query!(
            "update sales_order set account_id = $2 where id = any($1) and account_id is null",
            &orders,
            account
        )
        .execute(&mut *tx)
        .await?;
    }
    touch(tx, now, link.visit).await
}

/// Takes back what a request tied.
pub(super) async fn loosen(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    request: Uuid,
) -> Result<(), StoreError> {
    let links = sqlx::query!(
        "update visit_link set retired_at = $2 where request_id = $1 and retired_at is null returning visit_id, outlet_id",
        request,
        now
    )
    .fetch_all(&mut *tx)
    .await?;
    for link in links {
        sqlx::query!(
            r#"update sales_order set outlet_id = null, customer_id = null, account_id = null, version = version + 1, updated_at = $3
            where visit_id = $1 and outlet_id = $2 and not exists (select from visit v where v.id = $1 and v.outlet_id is not null)"#,
            link.visit_id,
            link.outlet_id,
            now,
        )
        .execute(&mut *tx)
        .await?;
        touch(tx, now, link.visit_id).await?;
    }
    Ok(())
}

/// Lists and phones learn of it by the visit.
async fn touch(tx: &mut PgConnection, now: DateTime<Utc>, visit: Uuid) -> Result<(), StoreError> {
    sqlx::query!("update visit set updated_at = $2 where id = $1", visit, now)
        .execute(tx)
        .await?;
    Ok(())
}
