//! Quotations: an offer with its price, good until a date. Accepted, it becomes an order at the quoted
//! price; the price stands even where the catalogue has moved on.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
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
    record_inbox::{self, News, Retold},
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};
use fieldbeat_pricing::priced::Priced;

/// How long an offer stands where nobody says, and how long it may.
const DAYS: u64 = 14;
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

/// An offer that is not in the books yet.
pub struct NewQuotation<'a> {
    pub id: Uuid,
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub visit_id: Option<Uuid>,
    pub outlet_id: i32,
    pub customer_id: Option<i32>,
    /// Whose prices it has.
    pub date: NaiveDate,
    pub quoted_at: DateTime<Utc>,
    /// Two weeks from its date where absent.
    pub valid_to: Option<NaiveDate>,
    /// For how long an older catalogue is honoured.
    pub honour: TimeDelta,
    /// The customer was told a total: another price is none.
    pub told: bool,
    /// `lines`, `cash`, `note`: as of an order.
    pub ask: &'a Value,
}

/// An offer as somebody at a desk makes it.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rep: i32,
    put: &QuotationPut,
) -> Result<(), ChangeError> {
    let org_unit_id = desk::unit_of(&mut *tx, scope, rep, now.today).await?;
    let customer_id = desk::customer_of(&mut *tx, scope, put.outlet_id).await?;
    desk::check_visit(&mut *tx, rep, put.visit_id).await?;
    let new = NewQuotation {
        id: put.id,
        rep_id: rep,
        org_unit_id,
        visit_id: put.visit_id,
        outlet_id: put.outlet_id,
        customer_id,
        date: now.today,
        quoted_at: now.at,
        valid_to: put.valid_to,
        honour: TimeDelta::zero(),
        told: false,
        ask: &put.body,
    };
    insert(tx, scope.user_id(), now, &new).await?;
    Ok(())
}

/// What an offer costs and until when.
pub struct Offered {
    pub total_minor: i64,
    pub valid_to: NaiveDate,
}

/// Prices an offer; only the catalogue's prices can be quoted, today's or those that a phone had and that are honoured.
pub async fn insert(
    tx: &mut PgConnection,
    user: Option<i32>,
    now: Now,
    new: &NewQuotation<'_>,
) -> Result<Offered, ChangeError> {
    let invalid =
        |pointer: &'static str, code| ChangeError::Invalid(vec![Fault::new(pointer, code)]);
    let valid_to = (new.valid_to).unwrap_or_else(|| new.date + Days::new(DAYS));
    if valid_to < new.date || valid_to > new.date + Days::new(DAYS_MAX) {
        return Err(invalid("/valid_to", "out_of_range"));
    }
    let currency = inbox::currency(&mut *tx).await?;
    let mut read = body::read(new.ask, &currency).map_err(ChangeError::Invalid)?;
    if !new.told {
        read.promised_minor = None;
        read.book_at = None;
    }
    let of = For {
        outlet: Some(new.outlet_id),
        date: new.date,
        ordered_at: new.quoted_at,
        honour: new.honour,
    };
    let pinned = (price::pin(&mut *tx, of, &read).await?).map_err(ChangeError::Invalid)?;
    if new.told && pinned.hold.is_some() {
        return Err(invalid("/total_minor", "price_differs"));
    }
    let Some(priced) = pinned.priced else {
        return Err(invalid("/lines", "no_price"));
    };
    // The catalogue that its price is of: what it becomes is priced by the same.
    let book_at = match (read.book_at, &pinned.note) {
        (Some(book_at), Some(_)) => book_at.min(new.quoted_at),
        _ => new.quoted_at,
    };
    sqlx::query!(
        r#"
        insert into quotation (id, rep_id, user_id, org_unit_id, visit_id, outlet_id, customer_id, date, valid_to, currency, ask,
          priced, total_minor, note, quoted_at, book_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        "#,
        new.id,
        new.rep_id,
        user,
        new.org_unit_id,
        new.visit_id,
        new.outlet_id,
        new.customer_id,
        new.date,
        valid_to,
        read.currency,
        new.ask,
        Json(&priced) as _,
        priced.total_minor,
        read.note,
        new.quoted_at,
        book_at,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(Offered {
        total_minor: priced.total_minor,
        valid_to,
    })
}

/// The order that an open quotation becomes, as it is told.
pub struct Acceptance<'a> {
    pub order: Uuid,
    /// Company date of the order.
    pub date: NaiveDate,
    pub at: DateTime<Utc>,
    /// In which the customer agreed; that of the offer where absent.
    pub visit_id: Option<Uuid>,
    /// What the customer is said to have agreed to; nothing but the offer can be.
    pub said: Option<&'a OrderBody>,
}

/// Makes the order of an open quotation, with the id that the caller gives it. Answers what the phone is told, what the
/// boards hear, and the new status of the record that brought the quotation.
pub async fn accept(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (id, seen): (Uuid, Option<i32>),
    accepted: &Acceptance<'_>,
) -> Result<((Value, News), Option<Retold>), ChangeError> {
    let row = lock(&mut *tx, scope, id, seen).await?;
    if row.valid_to < accepted.date {
        return Err(ChangeError::Invalid(vec![Fault::new("/state", "expired")]));
    }
    let mut body: OrderBody = body::read(&row.ask, &row.currency).map_err(ChangeError::Invalid)?;
    if accepted.said.is_some_and(|said| !is_as_quoted(said, &body)) {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/lines",
            "not_as_quoted",
        )]));
    }
    if let Some(note) = accepted.said.and_then(|said| said.note.clone()) {
        body.note = Some(note);
    }
    // The offer is a promise, known as of when its prices were.
    body.promised_minor = Some(row.total_minor);
    body.book_at = Some(row.book_at);
    let new = New {
        id: accepted.order,
        rep_id: row.rep_id,
        date: accepted.date,
        priced_on: row.date,
        org_unit_id: row.org_unit_id,
        visit_id: accepted.visit_id.or(row.visit_id),
        outlet: Some(row.outlet_id),
        customer: row.customer_id,
        ordered_at: accepted.at.max(row.quoted_at),
        source: "quotation",
        quotation: Some(id),
        draft: false,
    };
    let by = By {
        user: scope.user_id(),
        rep: scope.rep_id(),
    };
    let honour = new.ordered_at - row.book_at;
    let made = submit::submit(&mut *tx, now, by, &new, &body, honour).await?;
    let made = made.map_err(ChangeError::Invalid)?;
    sqlx::query!(
        "update quotation set state = 'ordered', order_id = $2, version = version + 1, updated_at = $3 where id = $1",
        id,
        accepted.order,
        now.at
    )
    .execute(&mut *tx)
    .await?;
    let told = inbox::told(&mut *tx, now, &new, &body, &made.status, made.total_minor).await?;
    let detail = json!({"state": "ordered", "order": accepted.order});
    let retold = record_inbox::tell_again(tx, now.at, "quotation", id, detail).await?;
    Ok((told, retold))
}

/// Whether the same of everything is asked for, in whatever sequence.
fn is_as_quoted(said: &OrderBody, quoted: &OrderBody) -> bool {
    let lines = |body: &OrderBody| {
        let mut lines: Vec<_> = (body.lines.iter())
            .map(|l| (l.product_code.clone(), l.unit.clone(), l.quantity_milli))
            .collect();
        lines.sort_unstable();
        lines
    };
    lines(said) == lines(quoted) && said.cash == quoted.cash
}

/// Says that nothing comes of it. Answers the new status of the record that brought it.
pub async fn decline(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (id, seen): (Uuid, Option<i32>),
    reason: &str,
) -> Result<Option<Retold>, ChangeError> {
    lock(&mut *tx, scope, id, seen).await?;
    sqlx::query!(
        "update quotation set state = 'declined', reason = $2, version = version + 1, updated_at = $3 where id = $1",
        id,
        reason.trim(),
        now.at
    )
    .execute(&mut *tx)
    .await?;
    let detail = json!({"state": "declined"});
    Ok(record_inbox::tell_again(tx, now.at, "quotation", id, detail).await?)
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
    book_at: DateTime<Utc>,
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
          quoted_at, coalesce(book_at, quoted_at) as "book_at!", version
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
        book_at: row.book_at,
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
