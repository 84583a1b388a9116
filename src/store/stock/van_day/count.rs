//! Counts of vans: what a phone or a desk found in one on a day. Kept as they come; the newest of a product stands.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgExecutor, types::Json};
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
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
    /// In which the phone told of it.
    pub visit: Option<Uuid>,
    pub note: Option<&'a str>,
    /// By product.
    pub milli: &'a BTreeMap<i32, i64>,
}

/// A count as its visit shows it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VanCount {
    pub id: Uuid,
    pub van_id: i32,
    pub van_code: String,
    pub van_name: String,
    pub date: NaiveDate,
    pub counted_at: Instant,
    pub note: Option<String>,
    #[schema(value_type = Vec<VanCountLine>)]
    pub lines: Json<Vec<VanCountLine>>,
}

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VanCountLine {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// The base unit.
    pub unit: String,
    /// Thousandths of it.
    pub milli: i64,
}

/// What a rep counted in the van in a visit, newest first. Access to the visit is the caller's matter; a count that
/// names a visit of another rep is not its own.
pub async fn of_visit(
    db: impl PgExecutor<'_>,
    visit: Uuid,
    rep: i32,
    limit: i64,
) -> Result<Vec<VanCount>, StoreError> {
    Ok(sqlx::query_as!(
        VanCount,
        r#"
        select c.id, c.van_id, l.code as van_code, l.name as van_name, c.date, c.counted_at as "counted_at: Instant", c.note,
          (select coalesce(jsonb_agg(jsonb_build_object('product_id', p.id, 'product_code', p.code, 'product_name', p.name,
              'unit', (select u.key from jsonb_each_text(p.units) u where u.value = '1'), 'milli', x.milli) order by p.code), '[]')
            from van_count_line x join product p on p.id = x.product_id where x.count_id = c.id) as "lines!: Json<Vec<VanCountLine>>"
        from van_count c join stock_location l on l.id = c.van_id
        where c.visit_id = $1 and c.rep_id = $2 order by c.counted_at desc, c.id limit $3
        "#,
        visit,
        rep,
        limit,
    )
    .fetch_all(db)
    .await?)
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
        insert into van_count (id, van_id, rep_id, date, counted_at, counted_by, note, recorded_at, visit_id)
        values ($1, $2, coalesce((select rep_id from van_count where van_id = $2 and date = $4 limit 1), $3), $4, $5, $6, $7, $8, $9)
        "#,
        new.id,
        van.id,
        van.rep_id,
        new.date,
        new.counted_at,
        new.by,
        new.note,
        now.at,
        new.visit,
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
