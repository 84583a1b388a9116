//! What a phone needs to fill in forms while it is offline: the forms that apply to its outlets today, each
//! with the outlets it is asked at, and what those must sell.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// Forms of a phone, the oldest first.
const FORMS_MAX: i64 = 200;

/// Both null where neither has changed.
#[derive(Default)]
pub(super) struct Asked {
    pub forms: Value,
    pub must_sell: Value,
}

/// What applies to a rep's outlets; where it is the same as at `from`, earlier that day, nothing.
pub(super) async fn asked(
    conn: &mut PgConnection,
    outlets: &[i32],
    date: NaiveDate,
    from: Option<DateTime<Utc>>,
) -> Result<Asked, StoreError> {
    if let Some(from) = from
        && !changed(&mut *conn, from).await?
    {
        return Ok(Asked::default());
    }
    Ok(Asked {
        forms: forms(&mut *conn, outlets, date).await?,
        must_sell: must_sell(conn, outlets, date).await?,
    })
}

/// Whether anything has changed that decides what applies where, but for the outlets themselves.
async fn changed(conn: &mut PgConnection, from: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select exists (select from form where updated_at >= $1)
          or exists (select from must_sell_list where updated_at >= $1)
          or exists (select from product where updated_at >= $1)
          or exists (select from org_unit where updated_at >= $1) as "changed!"
        "#,
        from,
    )
    .fetch_one(conn)
    .await?)
}

/// All forms that apply.
async fn forms(
    conn: &mut PgConnection,
    outlets: &[i32],
    date: NaiveDate,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('code', f.code, 'version', f.version, 'kind', f.kind, 'name', f.name, 'required', f.required,
          'valid_from', f.valid_from, 'valid_to', f.valid_to, 'questions', f.questions, 'outlet_ids', t.ids) as "form!: Json<Value>"
        from form f cross join lateral (
          select jsonb_agg(o.id order by o.id) as ids from outlet o where o.id = any($1) and outlet_is_meant(f.audience, o)) t
        where f.active and (f.valid_from is null or f.valid_from <= $2) and (f.valid_to is null or f.valid_to >= $2)
          and t.ids is not null
        order by f.id limit $3
        "#,
        outlets,
        date,
        FORMS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Of each outlet that must sell anything the codes of products.
async fn must_sell(
    conn: &mut PgConnection,
    outlets: &[i32],
    date: NaiveDate,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('outlet_id', m.outlet_id, 'product_codes', jsonb_agg(p.code order by p.code)) as "outlet!: Json<Value>"
        from must_sell_on($2, $1::int4[]) m join product p on p.id = m.product_id
        group by m.outlet_id order by m.outlet_id
        "#,
        outlets,
        date,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}
