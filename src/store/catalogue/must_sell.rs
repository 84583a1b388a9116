//! Must-sell lists: the products that outlets of a class, channel or area must have, and which of them an
//! outlet lacks.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use fieldbeat_trade::form::OutletAudience;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{Coded, check_span, keep, product};
use crate::store::{
    error::StoreError,
    instant::Instant,
    page::Slice,
    scope::Scope,
    upsert::{Fault, Field, Mode, Now, RowResult, check_text, field},
};

/// Products of a list.
const PRODUCTS_MAX: usize = 500;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MustSellList {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub valid_from: Option<NaiveDate>,
    /// Included.
    pub valid_to: Option<NaiveDate>,
    #[schema(value_type = OutletAudience)]
    pub audience: Json<OutletAudience>,
    /// By code.
    pub product_codes: Vec<String>,
    pub active: bool,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct MustSellListPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_from: Field<NaiveDate>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Field<NaiveDate>,
    pub audience: Option<OutletAudience>,
    /// 1 to 500 codes.
    pub product_codes: Option<Vec<String>>,
    pub active: Option<bool>,
}

#[derive(Clone, PartialEq)]
pub struct Row {
    code: String,
    name: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    audience: OutletAudience,
    products: Vec<i32>,
    active: bool,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    _: &Scope,
    slice: Slice,
    q: Option<&str>,
    id: Option<i32>,
) -> Result<Vec<MustSellList>, StoreError> {
    Ok(sqlx::query_as!(
        MustSellList,
        r#"
        select id, code, name, valid_from, valid_to, audience as "audience: Json<OutletAudience>",
          array(select p.code from product p where p.id = any(m.product_ids) order by p.code) as "product_codes!: Vec<String>",
          active, version
        from must_sell_list m where id > $1 and ($3::timestamptz is null or updated_at >= $3)
          and ($4::int8 is null or xid >= $4::int8::text::xid8)
          and ($5::text is null or strpos(folded(code || ' ' || name), folded($5)) > 0)
          and ($6::int4 is null or id = $6)
        order by id limit $2
        "#,
        slice.after,
        slice.fetch(),
        slice.time(),
        slice.xid(),
        q,
        id,
    )
    .fetch_all(db)
    .await?)
}

/// The codes of products that an outlet must sell on a date.
pub async fn of_outlet(
    db: impl PgExecutor<'_>,
    outlet: i32,
    date: NaiveDate,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select p.code from must_sell_on($2, array[$1]::int4[]) m join product p on p.id = m.product_id order by p.code",
        outlet,
        date
    )
    .fetch_all(db)
    .await?)
}

/// Neither bought nor seen in so many days, today among them, is missing.
pub const LATELY_DAYS: i32 = 30;

/// One product that an outlet must sell.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MustSell {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// Of the newest order that stands, in the last 30 days.
    pub bought_on: Option<NaiveDate>,
    /// The newest look at the shelf in the last 30 days, and what it found.
    pub observed_at: Option<Instant>,
    pub in_stock: Option<bool>,
    /// The shelf is known to be without it, or nothing tells of it at all.
    pub missing: bool,
}

/// What an outlet must sell, and which of it is missing lately: not on the shelf at the newest look, or
/// never looked at and not bought. Access to the outlet is the caller's matter.
pub async fn standing(
    db: impl PgExecutor<'_>,
    outlet: i32,
    today: NaiveDate,
) -> Result<Vec<MustSell>, StoreError> {
    Ok(sqlx::query_as!(
        MustSell,
        r#"
        select p.id as product_id, p.code as product_code, p.name as product_name, f.bought_on as "bought_on?",
          f.observed_at as "observed_at?: Instant", f.in_stock as "in_stock?",
          not coalesce(f.in_stock, f.bought_on is not null, false) as "missing!"
        from must_sell_on($2, array[$1]::int4[]) m join product p on p.id = m.product_id
        left join coverage_facts($2 - ($3::int4 - 1), $2, array[$1]::int4[]) f on f.product_id = m.product_id
        order by p.code
        "#,
        outlet,
        today,
        LATELY_DAYS,
    )
    .fetch_all(db)
    .await?)
}

pub async fn upsert(
    tx: &mut PgConnection,
    _: &Scope,
    now: Now,
    mode: Mode,
    rows: &[MustSellListPut],
) -> Result<Vec<RowResult>, StoreError> {
    let named: Vec<String> = (rows.iter())
        .flat_map(|r| r.product_codes.iter().flatten())
        .filter(|code| !code.contains('\0'))
        .cloned()
        .collect();
    let known = product::ids(&mut *tx, &named).await?;
    super::upsert::<Lists>(tx, now, mode, &known, rows).await
}

struct Lists;

impl Coded for Lists {
    type Put = MustSellListPut;
    type Row = Row;
    /// Products by code.
    type Known = HashMap<String, i32>;

    fn code(put: &MustSellListPut) -> &str {
        &put.code
    }

    fn merge(
        known: &Self::Known,
        put: &MustSellListPut,
        was: Option<&Row>,
    ) -> Result<Row, Vec<Fault>> {
        let mut faults = Vec::new();
        check_text("/name", put.name.as_deref(), was.is_none(), &mut faults);
        let valid_from = (put.valid_from).unwrap_or_else(|| was.and_then(|w| w.valid_from));
        let valid_to = (put.valid_to).unwrap_or_else(|| was.and_then(|w| w.valid_to));
        check_span(valid_from, valid_to, &mut faults);
        let audience = keep(put.audience.as_ref(), was, |w| &w.audience).unwrap_or_default();
        if let Some(code) = audience.fault() {
            faults.push(Fault::new("/audience", code));
        }
        let mut products = was.map(|w| w.products.clone()).unwrap_or_default();
        if let Some(codes) = &put.product_codes {
            if codes.len() > PRODUCTS_MAX {
                faults.push(Fault::new("/product_codes", "too_many"));
            }
            for (i, code) in codes.iter().enumerate() {
                if !known.contains_key(code) {
                    let pointer = format!("/product_codes/{i}");
                    faults.push(Fault::new(pointer, "unknown_product"));
                }
            }
            let distinct: HashSet<i32> =
                codes.iter().filter_map(|c| known.get(c).copied()).collect();
            products = distinct.into_iter().collect();
            products.sort_unstable();
        }
        if products.is_empty() && faults.is_empty() {
            faults.push(Fault::new("/product_codes", "required"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Row {
            code: put.code.clone(),
            name: keep(put.name.as_ref(), was, |w| &w.name).unwrap_or_default(),
            valid_from,
            valid_to,
            audience,
            products,
            active: keep(put.active.as_ref(), was, |w| &w.active).unwrap_or(true),
        })
    }

    async fn load(
        tx: &mut PgConnection,
        codes: &[String],
    ) -> Result<HashMap<String, (i32, Row)>, StoreError> {
        let rows = sqlx::query!(
            r#"select id, code, name, valid_from, valid_to, audience as "audience: Json<OutletAudience>", product_ids, active
            from must_sell_list where code = any($1) order by id for update"#,
            codes
        )
        .fetch_all(tx)
        .await?;
        Ok((rows.into_iter())
            .map(|r| {
                let row = Row {
                    code: r.code.clone(),
                    name: r.name,
                    valid_from: r.valid_from,
                    valid_to: r.valid_to,
                    audience: r.audience.0,
                    products: r.product_ids,
                    active: r.active,
                };
                (r.code, (r.id, row))
            })
            .collect())
    }

    async fn write(
        tx: &mut PgConnection,
        now: Now,
        rows: &[Row],
    ) -> Result<HashMap<String, i32>, StoreError> {
        let document: Vec<_> = (rows.iter())
            .map(|r| {
                json!({"code": r.code, "name": r.name, "valid_from": r.valid_from, "valid_to": r.valid_to,
                    "audience": r.audience, "products": r.products, "active": r.active})
            })
            .collect();
        let made = sqlx::query!(
            r#"
            insert into must_sell_list as m (code, name, valid_from, valid_to, audience, product_ids, active, updated_at)
            select t.code, t.name, t.valid_from, t.valid_to, t.audience,
              array(select p::int4 from jsonb_array_elements_text(t.products) p), t.active, $2
            from jsonb_to_recordset($1) as t(code text, name text, valid_from date, valid_to date, audience jsonb,
              products jsonb, active bool)
            on conflict (code) do update set name = excluded.name, valid_from = excluded.valid_from,
              valid_to = excluded.valid_to, audience = excluded.audience, product_ids = excluded.product_ids,
              active = excluded.active, version = m.version + 1, updated_at = excluded.updated_at
            returning id, code
            "#,
            Json(document) as _,
            now.at,
        )
        .fetch_all(&mut *tx)
        .await?;
        Ok(made.into_iter().map(|m| (m.code, m.id)).collect())
    }
}
