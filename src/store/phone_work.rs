//! What a rep has open, wherever it is: offers that stand. Whole, or null where it is as it was.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::RepId;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// Offers that stand, the newest first.
const QUOTATIONS_MAX: i64 = 200;

/// Null where it has not changed.
#[derive(Default)]
pub(super) struct Open {
    pub quotations: Value,
}

/// What a rep has open on a day; what is the same as at `from`, earlier that day, is left out.
pub(super) async fn open(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
    from: Option<DateTime<Utc>>,
) -> Result<Open, StoreError> {
    let tell = match from {
        Some(from) => changed(&mut *conn, rep, from).await?,
        None => Changed { quotations: true },
    };
    let mut told = Open::default();
    if tell.quotations {
        told.quotations = quotations(conn, rep, date).await?;
    }
    Ok(told)
}

struct Changed {
    quotations: bool,
}

async fn changed(
    conn: &mut PgConnection,
    rep: RepId,
    from: DateTime<Utc>,
) -> Result<Changed, StoreError> {
    Ok(sqlx::query_as!(
        Changed,
        r#"select exists (select from quotation where rep_id = $1 and updated_at >= $2) as "quotations!""#,
        rep.0,
        from,
    )
    .fetch_one(conn)
    .await?)
}

/// Own offers that a customer may still accept, with what was asked for.
async fn quotations(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('quotation', q.id, 'outlet_id', q.outlet_id, 'customer_id', q.customer_id, 'valid_to', q.valid_to,
          'total_minor', q.total_minor, 'note', q.note, 'quoted_at', q.quoted_at, 'cash', coalesce(q.ask->'cash', 'false'),
          'lines', q.ask->'lines') as "quotation!: Json<Value>"
        from quotation q where q.rep_id = $1 and q.state = 'open' and q.valid_to >= $2
        order by q.quoted_at desc, q.id limit $3
        "#,
        rep.0,
        date,
        QUOTATIONS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}
