//! Price lists: for whom, when, and the price of each unit.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{Coded, check_span, keep, partner, product};
use crate::store::{
    customer,
    erp_owned::Owned,
    error::StoreError,
    known::{Known, Reference, Wanted},
    page::Slice,
    scope::Scope,
    upsert::{Fault, Field, Mode, Now, RowResult, check_text, field},
};

/// Prices in one row of a batch.
const PRICES_MAX: usize = 5_000;
/// Minor units: so that a line of the largest quantity stays inside `i64`.
pub const PRICE_MAX: i64 = 1_000_000_000_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PriceList {
    pub id: i32,
    pub code: String,
    pub name: String,
    /// Whom it is for; none of the three is everybody.
    pub customer_id: Option<i32>,
    pub outlet_class: Option<String>,
    pub partner_id: Option<i32>,
    pub valid_from: Option<NaiveDate>,
    /// Included.
    pub valid_to: Option<NaiveDate>,
    pub tax_included: bool,
    pub active: bool,
    /// How many; `GET /price-lists/{id}/prices` lists them.
    pub prices: i64,
    pub version: i32,
}

/// One price of a list.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Price {
    pub product_id: i32,
    pub product_code: String,
    pub unit: String,
    pub minor: i64,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct PriceListPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub customer_code: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub outlet_class: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub partner_code: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_from: Field<NaiveDate>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Field<NaiveDate>,
    pub tax_included: Option<bool>,
    pub active: Option<bool>,
    /// Prices to set, at most 5,000; `minor` null takes one off. Others stay.
    #[serde(default)]
    pub prices: Vec<PricePut>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct PricePut {
    pub product_code: String,
    pub unit: String,
    pub minor: Option<i64>,
}

#[derive(Clone, PartialEq)]
pub struct Row {
    code: String,
    name: String,
    customer_id: Option<i32>,
    outlet_class: Option<String>,
    partner_id: Option<i32>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    tax_included: bool,
    active: bool,
    prices: BTreeMap<(i32, String), i64>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    slice: Slice,
    q: Option<&str>,
    id: Option<i32>,
) -> Result<Vec<PriceList>, StoreError> {
    Ok(sqlx::query_as!(
        PriceList,
        r#"
        select l.id, l.code, l.name, l.customer_id, l.outlet_class, l.partner_id, l.valid_from, l.valid_to,
          l.tax_included, l.active, (select count(*) from price p where p.list_id = l.id) as "prices!", l.version
        from price_list l left join customer c on c.id = l.customer_id
        where l.id > $1 and ($3::timestamptz is null or l.updated_at >= $3)
          and ($4::int8 is null or l.xid >= $4::int8::text::xid8)
          and ($5::text is null or strpos(folded(l.code || ' ' || l.name), folded($5)) > 0)
          and ($6::int4 is null or l.id = $6)
          and (l.customer_id is null or $7::int4[] is null or c.org_unit_id = any($7))
        order by l.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        slice.time(),
        slice.xid(),
        q,
        id,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?)
}

/// The prices of one list by product; the caller has asked for the list in scope.
pub async fn prices(db: impl PgExecutor<'_>, list: i32) -> Result<Vec<Price>, StoreError> {
    Ok(sqlx::query_as!(
        Price,
        "select p.product_id, r.code as product_code, p.unit, p.minor
        from price p join product r on r.id = p.product_id where p.list_id = $1 order by r.code, p.unit",
        list
    )
    .fetch_all(db)
    .await?)
}

/// What a batch refers to.
pub struct References {
    customers: Known,
    partners: Known,
    products: HashMap<String, i32>,
    units: HashMap<i32, BTreeMap<String, i32>>,
    prices_max: usize,
    owned: Owned,
}

pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[PriceListPut],
) -> Result<Vec<RowResult>, StoreError> {
    let owned = Owned::load(&mut *tx, scope, now).await?;
    upsert_but(tx, scope, now, (mode, PRICES_MAX, &owned), rows).await
}

/// As `upsert`, but for what the ERP owns, and with as many prices of a row as a file may have.
pub async fn upsert_but(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (mode, prices_max, owned): (Mode, usize, &Owned),
    rows: &[PriceListPut],
) -> Result<Vec<RowResult>, StoreError> {
    let (mut customers, mut partners) = (Wanted::default(), Wanted::default());
    for row in rows {
        customers.add(None, row.customer_code.as_ref().and_then(Option::as_deref));
        partners.add(None, row.partner_code.as_ref().and_then(Option::as_deref));
    }
    let codes: Vec<String> = (rows.iter().flat_map(|r| &r.prices))
        .map(|p| p.product_code.clone())
        .filter(|code| !code.contains('\0'))
        .collect();
    let products = product::ids(&mut *tx, &codes).await?;
    let ids: Vec<i32> = products.values().copied().collect();
    let references = References {
        customers: customer::known(&mut *tx, scope, &customers).await?,
        partners: partner::known(&mut *tx, &partners).await?,
        products,
        units: product::units(&mut *tx, &ids).await?,
        prices_max,
        owned: owned.clone(),
    };
    super::upsert::<PriceLists>(tx, now, mode, &references, rows).await
}

struct PriceLists;

/// A reference that is set, cleared or kept.
fn refer(
    known: &Known,
    put: Field<&str>,
    was: Option<i32>,
    pointer: &'static str,
    faults: &mut Vec<Fault>,
) -> Option<i32> {
    match put {
        None => was,
        Some(None) => None,
        Some(Some(code)) => {
            let found = known.find(None, Some(code));
            if found == Reference::Unknown {
                faults.push(Fault::new(pointer, "unknown"));
            }
            found.id()
        }
    }
}

impl References {
    fn set(
        &self,
        prices: &mut BTreeMap<(i32, String), i64>,
        puts: &[PricePut],
        faults: &mut Vec<Fault>,
    ) {
        if puts.len() > self.prices_max {
            faults.push(Fault::new("/prices", "too_many"));
            return;
        }
        for (i, put) in puts.iter().enumerate() {
            let mut fault = |name: &str, code: &'static str| {
                faults.push(Fault::new(format!("/prices/{i}/{name}"), code));
            };
            let Some(id) = self.products.get(&put.product_code) else {
                fault("product_code", "unknown");
                continue;
            };
            if !self
                .units
                .get(id)
                .is_some_and(|units| units.contains_key(&put.unit))
            {
                fault("unit", "unknown");
                continue;
            }
            match put.minor {
                Some(minor) if (0..=PRICE_MAX).contains(&minor) => {
                    prices.insert((*id, put.unit.clone()), minor);
                }
                Some(_) => fault("minor", "out_of_range"),
                None => {
                    prices.remove(&(*id, put.unit.clone()));
                }
            }
        }
    }
}

impl Coded for PriceLists {
    type Put = PriceListPut;
    type Row = Row;
    type Known = References;

    fn code(put: &PriceListPut) -> &str {
        &put.code
    }

    fn merge(known: &References, put: &PriceListPut, was: Option<&Row>) -> Result<Row, Vec<Fault>> {
        let mut faults = Vec::new();
        check_text("/name", put.name.as_deref(), was.is_none(), &mut faults);
        let customer_id = refer(
            &known.customers,
            put.customer_code.as_ref().map(Option::as_deref),
            was.and_then(|w| w.customer_id),
            "/customer_code",
            &mut faults,
        );
        let partner_id = refer(
            &known.partners,
            put.partner_code.as_ref().map(Option::as_deref),
            was.and_then(|w| w.partner_id),
            "/partner_code",
            &mut faults,
        );
        let outlet_class =
            (put.outlet_class.clone()).unwrap_or_else(|| was.and_then(|w| w.outlet_class.clone()));
        check_text("/outlet_class", outlet_class.as_deref(), false, &mut faults);
        let holders = [
            customer_id.is_some(),
            partner_id.is_some(),
            outlet_class.is_some(),
        ];
        if holders.into_iter().filter(|h| *h).count() > 1 {
            faults.push(Fault::new("", "one_holder"));
        }
        let valid_from = put
            .valid_from
            .unwrap_or_else(|| was.and_then(|w| w.valid_from));
        let valid_to = put.valid_to.unwrap_or_else(|| was.and_then(|w| w.valid_to));
        check_span(valid_from, valid_to, &mut faults);
        let mut prices = was.map(|w| w.prices.clone()).unwrap_or_default();
        known.set(&mut prices, &put.prices, &mut faults);
        let name = keep(put.name.as_ref(), was, |w| &w.name).unwrap_or_default();
        let tax_included =
            keep(put.tax_included.as_ref(), was, |w| &w.tax_included).unwrap_or(false);
        if let Some(was) = was {
            let fields = [
                ("list_name", "/name", name != was.name),
                ("valid_from", "/valid_from", valid_from != was.valid_from),
                ("valid_to", "/valid_to", valid_to != was.valid_to),
                (
                    "tax_included",
                    "/tax_included",
                    tax_included != was.tax_included,
                ),
                ("price", "/prices", prices != was.prices),
            ];
            known.owned.refuse("prices", &fields, &mut faults);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Row {
            code: put.code.clone(),
            name,
            customer_id,
            outlet_class,
            partner_id,
            valid_from,
            valid_to,
            tax_included,
            active: keep(put.active.as_ref(), was, |w| &w.active).unwrap_or(true),
            prices,
        })
    }

    async fn load(
        tx: &mut PgConnection,
        codes: &[String],
    ) -> Result<HashMap<String, (i32, Row)>, StoreError> {
        let rows = sqlx::query!(
            r#"select l.id, l.code, l.name, l.customer_id, l.outlet_class, l.partner_id, l.valid_from, l.valid_to,
              l.tax_included, l.active,
              (select coalesce(jsonb_agg(jsonb_build_array(p.product_id, p.unit, p.minor)), '[]') from price p
                where p.list_id = l.id) as "prices!: Json<Vec<(i32, String, i64)>>"
            from price_list l where l.code = any($1) order by l.id for update"#,
            codes
        )
        .fetch_all(tx)
        .await?;
        Ok((rows.into_iter())
            .map(|r| {
                let (code, id) = (r.code.clone(), r.id);
                let prices = r.prices.0.into_iter();
                let row = Row {
                    code: r.code,
                    name: r.name,
                    customer_id: r.customer_id,
                    outlet_class: r.outlet_class,
                    partner_id: r.partner_id,
                    valid_from: r.valid_from,
                    valid_to: r.valid_to,
                    tax_included: r.tax_included,
                    active: r.active,
                    prices: prices
                        .map(|(product, unit, minor)| ((product, unit), minor))
                        .collect(),
                };
                (code, (id, row))
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
                json!({"code": r.code, "name": r.name, "customer_id": r.customer_id, "outlet_class": r.outlet_class,
                    "partner_id": r.partner_id, "valid_from": r.valid_from, "valid_to": r.valid_to,
                    "tax_included": r.tax_included, "active": r.active})
            })
            .collect();
        let made = sqlx::query!(
            r#"
            insert into price_list as l (code, name, customer_id, outlet_class, partner_id, valid_from, valid_to,
              tax_included, active, updated_at)
            select t.code, t.name, t.customer_id, t.outlet_class, t.partner_id, t.valid_from, t.valid_to,
              t.tax_included, t.active, $2
            from jsonb_to_recordset($1) as t(code text, name text, customer_id int4, outlet_class text, partner_id int4,
              valid_from date, valid_to date, tax_included bool, active bool)
            on conflict (code) do update set name = excluded.name, customer_id = excluded.customer_id,
              outlet_class = excluded.outlet_class, partner_id = excluded.partner_id, valid_from = excluded.valid_from,
              valid_to = excluded.valid_to, tax_included = excluded.tax_included, active = excluded.active,
              version = l.version + 1, updated_at = excluded.updated_at
            returning id, code
            "#,
            Json(document) as _,
            now.at,
        )
        .fetch_all(&mut *tx)
        .await?;
        let ids: HashMap<String, i32> = made.into_iter().map(|m| (m.code, m.id)).collect();
        let prices: Vec<_> = (rows.iter())
            .filter_map(|r| Some((ids.get(&r.code)?, r)))
            .flat_map(|(id, r)| {
                (r.prices.iter()).map(move |((product, unit), minor)| {
                    json!({"list_id": id, "product_id": product, "unit": unit, "minor": minor})
                })
            })
            .collect();
        let lists: Vec<i32> = ids.values().copied().collect();
        // Prices that change or go are kept as what held until now.
        sqlx::query!(
            r#"
            with given as (
              select * from jsonb_to_recordset($2) as t(list_id int4, product_id int4, unit text, minor int8)
            ), gone as (
              delete from price p where p.list_id = any($1) and not exists (
                select from given g where (g.list_id, g.product_id, g.unit, g.minor) = (p.list_id, p.product_id, p.unit, p.minor))
              returning p.*
            )
            insert into price_past (list_id, product_id, unit, minor, since, until)
            select list_id, product_id, unit, minor, since, $3 from gone
            "#,
            &lists,
            Json(&prices) as _,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            r#"
            insert into price (list_id, product_id, unit, minor, since)
            select t.*, $2 from jsonb_to_recordset($1) as t(list_id int4, product_id int4, unit text, minor int8)
            on conflict do nothing
            "#,
            Json(&prices) as _,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
        Ok(ids)
    }
}
