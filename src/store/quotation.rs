//! Quotations: an offer with its price, good until a date. Accepted, it becomes an order at the quoted
//! price; the price stands even where the catalogue has moved on.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    order::{
        body::{self, OrderBody},
        desk, inbox,
        price::{self, For},
        submit::{self, By, New},
    },
    page::Since,
    record_inbox::News,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};
use fieldbeat_pricing::priced::Priced;

/// How long an offer may stand.
const DAYS_MAX: u64 = 365;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Quotation {
    pub id: Uuid,
    pub rep_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub outlet_id: i32,
    pub outlet_name: String,
    pub customer_id: Option<i32>,
    /// open | ordered | declined
    pub state: String,
    /// Included.
    pub valid_to: NaiveDate,
    pub currency: String,
    pub total_minor: i64,
    #[schema(value_type = Priced)]
    pub priced: Json<Priced>,
    pub note: Option<String>,
    /// Why it was declined.
    pub reason: Option<String>,
    /// What it became.
    pub order_id: Option<Uuid>,
    pub quoted_at: Instant,
    pub version: i32,
}

/// An offer as it is asked for.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct QuotationPut {
    /// Made by the sender, so that a repeat is the same quotation.
    pub id: Uuid,
    pub rep_id: Option<i32>,
    pub outlet_id: i32,
    pub visit_id: Option<Uuid>,
    /// Two weeks from today where absent.
    pub valid_to: Option<NaiveDate>,
    /// `lines`, `cash`, `note`: as of an order.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub body: Value,
}

/// Prices an offer; only the catalogue's prices can be quoted.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rep: i32,
    put: &QuotationPut,
) -> Result<(), ChangeError> {
    let invalid =
        |pointer: &'static str, code| ChangeError::Invalid(vec![Fault::new(pointer, code)]);
    let valid_to = (put.valid_to).unwrap_or_else(|| now.today + Days::new(14));
    if valid_to < now.today || valid_to > now.today + Days::new(DAYS_MAX) {
        return Err(invalid("/valid_to", "out_of_range"));
    }
    let currency = inbox::currency(&mut *tx).await?;
    let read = body::read(&put.body, &currency).map_err(ChangeError::Invalid)?;
    let unit = desk::unit_of(&mut *tx, scope, rep, now.today).await?;
    let customer = desk::customer_of(&mut *tx, scope, put.outlet_id).await?;
    desk::check_visit(&mut *tx, rep, put.visit_id).await?;
    let of = For {
        outlet: Some(put.outlet_id),
        date: now.today,
        ordered_at: now.at,
        honour: chrono::TimeDelta::zero(),
    };
    let pinned = (price::pin(&mut *tx, of, &read).await?).map_err(ChangeError::Invalid)?;
    let Some(priced) = pinned.priced else {
        return Err(invalid("/lines", "no_price"));
    };
    sqlx::query!(
        r#"
        insert into quotation (id, rep_id, user_id, org_unit_id, visit_id, outlet_id, customer_id, date, valid_to, currency, ask,
          priced, total_minor, note, quoted_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $15, $8, $9, $10, $11, $12, $13, $14, $14)
        "#,
        put.id,
        rep,
        scope.user_id(),
        unit,
        put.visit_id,
        put.outlet_id,
        customer,
        valid_to,
        read.currency,
        put.body,
        Json(&priced) as _,
        priced.total_minor,
        read.note,
        now.at,
        now.today,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Makes the order of an open quotation, with the id that the caller gives it.
pub async fn accept(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    seen: Option<i32>,
    order: Uuid,
) -> Result<(i32, i32, News), ChangeError> {
    let row = lock(&mut *tx, scope, id, seen).await?;
    if row.valid_to < now.today {
        return Err(ChangeError::Invalid(vec![Fault::new("/state", "expired")]));
    }
    let mut body: OrderBody = body::read(&row.ask, &row.currency).map_err(ChangeError::Invalid)?;
    // The offer is a promise, known as of when it was made.
    body.promised_minor = Some(row.total_minor);
    body.book_at = Some(row.quoted_at);
    let new = New {
        id: order,
        rep_id: row.rep_id,
        date: now.today,
        priced_on: row.date,
        org_unit_id: row.org_unit_id,
        visit_id: row.visit_id,
        outlet: Some(row.outlet_id),
        customer: row.customer_id,
        ordered_at: now.at,
        source: "quotation",
        quotation: Some(id),
        draft: false,
    };
    let by = By {
        user: scope.user_id(),
        rep: scope.rep_id(),
    };
    let honour = now.at - row.quoted_at;
    let made = submit::submit(&mut *tx, now, by, &new, &body, honour).await?;
    let made = made.map_err(ChangeError::Invalid)?;
    sqlx::query!(
        "update quotation set state = 'ordered', order_id = $2, version = version + 1, updated_at = $3 where id = $1",
        id,
        order,
        now.at
    )
    .execute(&mut *tx)
    .await?;
    let (_, news) = inbox::told(tx, now, &new, &body, &made.status, made.total_minor).await?;
    Ok((row.rep_id, row.org_unit_id, news))
}

/// Says that nothing comes of it.
pub async fn decline(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    seen: Option<i32>,
    reason: &str,
) -> Result<(), ChangeError> {
    lock(&mut *tx, scope, id, seen).await?;
    sqlx::query!(
        "update quotation set state = 'declined', reason = $2, version = version + 1, updated_at = $3 where id = $1",
        id,
        reason.trim(),
        now.at
    )
    .execute(tx)
    .await?;
    Ok(())
}

struct Row {
    rep_id: i32,
    org_unit_id: i32,
    visit_id: Option<Uuid>,
    outlet_id: i32,
    customer_id: Option<i32>,
    date: NaiveDate,
    valid_to: NaiveDate,
    currency: String,
    ask: Value,
    total_minor: i64,
    quoted_at: DateTime<Utc>,
}

/// An open quotation in scope.
async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    seen: Option<i32>,
) -> Result<Row, ChangeError> {
    let row = sqlx::query!(
        r#"
        select rep_id as "rep_id!", org_unit_id, visit_id, outlet_id, customer_id, state, date, valid_to, currency, ask, total_minor,
          quoted_at, version
        from quotation where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3)
        for update
        "#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|s| s != row.version) {
        return Err(ChangeError::Stale(row.version));
    }
    if row.state != "open" {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/state",
            "wrong_state",
        )]));
    }
    Ok(Row {
        rep_id: row.rep_id,
        org_unit_id: row.org_unit_id,
        visit_id: row.visit_id,
        outlet_id: row.outlet_id,
        customer_id: row.customer_id,
        date: row.date,
        valid_to: row.valid_to,
        currency: row.currency,
        ask: row.ask,
        total_minor: row.total_minor,
        quoted_at: row.quoted_at,
    })
}

/// Which quotations; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct QuotationFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub state: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &QuotationFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Quotation>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Quotation,
        r#"
        select q.id, q.rep_id, q.visit_id, q.outlet_id, o.name as outlet_name, q.customer_id, q.state, q.valid_to, q.currency,
          q.total_minor, q.priced as "priced: Json<Priced>", q.note, q.reason, q.order_id, q.quoted_at as "quoted_at: Instant", q.version
        from quotation q join outlet o on o.id = q.outlet_id
        where ($1::int4[] is null or q.org_unit_id = any($1)) and ($2::int4 is null or q.rep_id = $2)
          and ($3::uuid is null or q.id = $3) and ($4::uuid is null or q.visit_id = $4)
          and ($5::int4 is null or q.outlet_id = $5) and ($6::int4 is null or q.customer_id = $6)
          and ($7::text is null or q.state = $7)
          and ($8::timestamptz is null or q.updated_at >= $8)
          and ($9::int8 is null or q.xid >= $9::int8::text::xid8)
          and ($13::int4 is null or q.rep_id = $13)
          and ($14::date is null or q.date >= $14) and ($15::date is null or q.date <= $15)
          and q.quoted_at <= coalesce($10::timestamptz, 'infinity') and ($10::timestamptz is null or q.quoted_at < $10 or q.id > $11)
        order by q.quoted_at desc, q.id limit $12
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.visit_id,
        filter.outlet_id,
        filter.customer_id,
        filter.state,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.rep_id,
        filter.from,
        filter.to,
    )
    .fetch_all(db)
    .await?)
}
