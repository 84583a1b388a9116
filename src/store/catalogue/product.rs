//! Products with their units, category and tax.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{Coded, keep};
use crate::store::{
    erp_owned::Owned,
    error::StoreError,
    page::Slice,
    scope::Scope,
    upsert::{Fault, Field, Mode, Now, RowResult, check_text, field},
};

/// Pieces in a unit at most.
const PIECES_MAX: i32 = 100_000;
const UNITS_MAX: usize = 8;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Product {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub category_id: Option<i32>,
    pub category: Option<String>,
    /// Basis points: 800 is 8 %.
    pub tax_bp: i32,
    /// Pieces in one of each unit; the base unit is 1.
    #[schema(value_type = BTreeMap<String, i32>)]
    pub units: Json<BTreeMap<String, i32>>,
    pub active: bool,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct ProductPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    /// Code of a category, made where it is missing.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub category: Field<String>,
    pub tax_bp: Option<i32>,
    /// `{"piece": 1, "carton": 24}`: exactly one unit of 1.
    pub units: Option<BTreeMap<String, i32>>,
    pub active: Option<bool>,
}

#[derive(Clone, PartialEq)]
pub struct Row {
    code: String,
    name: String,
    category: Option<String>,
    tax_bp: i32,
    units: BTreeMap<String, i32>,
    active: bool,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    _: &Scope,
    slice: Slice,
    q: Option<&str>,
    id: Option<i32>,
) -> Result<Vec<Product>, StoreError> {
    Ok(sqlx::query_as!(
        Product,
        r#"
        select p.id, p.code, p.name, p.category_id, c.code as "category?", p.tax_bp,
          p.units as "units: Json<BTreeMap<String, i32>>", p.active, p.version
        from product p left join product_category c on c.id = p.category_id
        where p.id > $1 and ($3::timestamptz is null or p.updated_at >= $3)
          and ($4::int8 is null or p.xid >= $4::int8::text::xid8)
          and ($5::text is null or strpos(folded(p.code || ' ' || p.name), folded($5)) > 0)
          and ($6::int4 is null or p.id = $6)
        order by p.id limit $2
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

/// Ids of products by code.
pub async fn ids(
    db: impl PgExecutor<'_>,
    codes: &[String],
) -> Result<HashMap<String, i32>, StoreError> {
    let rows = sqlx::query!("select id, code from product where code = any($1)", codes)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.id)).collect())
}

/// Whether the company has a catalogue at all.
pub async fn any(db: impl PgExecutor<'_>) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"select exists (select from product) as "any!""#)
            .fetch_one(db)
            .await?,
    )
}

/// Units of products by id.
pub async fn units(
    db: impl PgExecutor<'_>,
    ids: &[i32],
) -> Result<HashMap<i32, BTreeMap<String, i32>>, StoreError> {
    let rows = sqlx::query!(
        r#"select id, units as "units: Json<BTreeMap<String, i32>>" from product where id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.units.0)).collect())
}

pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[ProductPut],
) -> Result<Vec<RowResult>, StoreError> {
    let owned = Owned::load(&mut *tx, scope, now).await?;
    upsert_but(tx, now, (mode, &owned), rows).await
}

/// As `upsert`, but for what the ERP owns.
pub async fn upsert_but(
    tx: &mut PgConnection,
    now: Now,
    (mode, owned): (Mode, &Owned),
    rows: &[ProductPut],
) -> Result<Vec<RowResult>, StoreError> {
    super::upsert::<Products>(tx, now, mode, owned, rows).await
}

struct Products;

impl Coded for Products {
    type Put = ProductPut;
    type Row = Row;
    type Known = Owned;

    fn code(put: &ProductPut) -> &str {
        &put.code
    }

    fn merge(owned: &Owned, put: &ProductPut, was: Option<&Row>) -> Result<Row, Vec<Fault>> {
        let mut faults = Vec::new();
        check_text("/name", put.name.as_deref(), was.is_none(), &mut faults);
        let category =
            (put.category.clone()).unwrap_or_else(|| was.and_then(|w| w.category.clone()));
        check_text("/category", category.as_deref(), false, &mut faults);
        let tax_bp = keep(put.tax_bp.as_ref(), was, |w| &w.tax_bp).unwrap_or(0);
        if !(0..=10_000).contains(&tax_bp) {
            faults.push(Fault::new("/tax_bp", "out_of_range"));
        }
        let units = keep(put.units.as_ref(), was, |w| &w.units)
            .unwrap_or_else(|| BTreeMap::from([("piece".to_owned(), 1)]));
        let well_named = |u: &String| !u.trim().is_empty() && u.len() <= 40 && !u.contains('\0');
        if units.values().filter(|n| **n == 1).count() != 1
            || units.len() > UNITS_MAX
            || !units.values().all(|n| (1..=PIECES_MAX).contains(n))
            || !units.keys().all(well_named)
        {
            faults.push(Fault::new("/units", "invalid"));
        }
        let name = keep(put.name.as_ref(), was, |w| &w.name).unwrap_or_default();
        if let Some(was) = was {
            let fields = [
                ("name", "/name", name != was.name),
                ("category", "/category", category != was.category),
                ("tax_percent", "/tax_bp", tax_bp != was.tax_bp),
                ("units", "/units", units != was.units),
            ];
            owned.refuse("products", &fields, &mut faults);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Row {
            code: put.code.clone(),
            name,
            category,
            tax_bp,
            units,
            active: keep(put.active.as_ref(), was, |w| &w.active).unwrap_or(true),
        })
    }

    async fn load(
        tx: &mut PgConnection,
        codes: &[String],
    ) -> Result<HashMap<String, (i32, Row)>, StoreError> {
        let rows = sqlx::query!(
            r#"select p.id, p.code, p.name, (select c.code from product_category c where c.id = p.category_id) as "category?",
              p.tax_bp, p.units as "units: Json<BTreeMap<String, i32>>", p.active
            from product p where p.code = any($1) order by p.id for update"#,
            codes
        )
        .fetch_all(tx)
        .await?;
        Ok((rows.into_iter())
            .map(|r| {
                let row = Row {
                    code: r.code.clone(),
                    name: r.name,
                    category: r.category,
                    tax_bp: r.tax_bp,
                    units: r.units.0,
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
        let categories: Vec<String> = rows.iter().filter_map(|r| r.category.clone()).collect();
        sqlx::query!(
            "insert into product_category (code) select distinct unnest($1::text[]) on conflict (code) do nothing",
            &categories
        )
        .execute(&mut *tx)
        .await?;
        let document: Vec<_> = (rows.iter())
            .map(|r| {
                json!({"code": r.code, "name": r.name, "category": r.category, "tax_bp": r.tax_bp,
                    "units": r.units, "active": r.active})
            })
            .collect();
        let made = sqlx::query!(
            r#"
            insert into product as p (code, name, category_id, tax_bp, units, active, updated_at)
            select t.code, t.name, c.id, t.tax_bp, t.units, t.active, $2
            from jsonb_to_recordset($1) as t(code text, name text, category text, tax_bp int4, units jsonb, active bool)
              left join product_category c on c.code = t.category
            on conflict (code) do update set name = excluded.name, category_id = excluded.category_id,
              tax_bp = excluded.tax_bp, units = excluded.units, active = excluded.active,
              version = p.version + 1, updated_at = excluded.updated_at
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
