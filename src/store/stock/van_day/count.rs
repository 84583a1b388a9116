//! Counts of vans: what a phone or a desk found in one on a day. Kept as they come; the newest of a product stands.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    record_inbox::EventKey,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

/// A van whose days nobody else changes until the end of the transaction.
pub(super) struct Van {
    pub id: i32,
    /// Whose it is now.
    pub rep_id: i32,
    /// On the date.
    pub org_unit_id: Option<i32>,
}

pub(super) async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    (van, date): (i32, NaiveDate),
) -> Result<Van, StoreError> {
    sqlx::query_as!(
        Van,
        r#"
        select l.id, l.rep_id as "rep_id!", stock_location_unit(l, $2) as org_unit_id from stock_location l
        where l.id = $1 and l.kind = 'van' and l.rep_id is not null and ($3::int4[] is null or stock_location_unit(l, $2) = any($3))
          and ($4::int4 is null or l.rep_id = $4)
        for no key update of l
        "#,
        van,
        date,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)
}

/// What was counted of products on a day.
pub struct New<'a> {
    pub id: Uuid,
    pub date: NaiveDate,
    pub counted_at: DateTime<Utc>,
    /// At a desk; none by the rep's phone.
    pub by: Option<i32>,
    pub note: Option<&'a str>,
    /// By product.
    pub milli: &'a BTreeMap<i32, i64>,
}

/// Keeps a count, unless the day is closed; answers the event that tells of it.
pub async fn keep(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    van: i32,
    new: &New<'_>,
) -> Result<(Value, EventKey), ChangeError> {
    let van = lock(&mut *tx, scope, (van, new.date)).await?;
    let closed = sqlx::query_scalar!(
        r#"select exists (select from van_day where van_id = $1 and date = $2) as "closed!""#,
        van.id,
        new.date,
    )
    .fetch_one(&mut *tx)
    .await?;
    let fault = if closed {
        Some(Fault::new("/date", "day_closed"))
    } else if new.date > now.today {
        Some(Fault::new("/date", "is_to_come"))
    } else {
        None
    };
    if let Some(fault) = fault {
        return Err(ChangeError::Invalid(vec![fault]));
    }
    // Whose van it was stays as the first count found it.
    sqlx::query!(
        r#"
        insert into van_count (id, van_id, rep_id, date, counted_at, counted_by, note, recorded_at)
        values ($1, $2, coalesce((select rep_id from van_count where van_id = $2 and date = $4 limit 1), $3), $4, $5, $6, $7, $8)
        "#,
        new.id,
        van.id,
        van.rep_id,
        new.date,
        new.counted_at,
        new.by,
        new.note,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into van_count_line (count_id, product_id, milli) select $1, * from unnest($2::int4[], $3::int8[])",
        new.id,
        &new.milli.keys().copied().collect::<Vec<_>>(),
        &new.milli.values().copied().collect::<Vec<_>>(),
    )
    .execute(&mut *tx)
    .await?;
    Ok(tell(tx, now, &van, new.date, "counted").await?)
}

/// The event of a changed day.
pub(super) async fn tell(
    tx: &mut PgConnection,
    now: Now,
    van: &Van,
    date: NaiveDate,
    state: &str,
) -> Result<(Value, EventKey), StoreError> {
    let body = json!({"van": van.id, "date": date, "state": state});
    let event = NewEvent {
        kind: "van_day_changed",
        org_unit_id: van.org_unit_id,
        rep_id: Some(van.rep_id),
        subject_id: format!("{}/{date}", van.id),
        body: &body,
    };
    let event = event::insert(tx, now.at, &event).await?;
    Ok((body, event))
}
