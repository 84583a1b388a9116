//! Customers: the accounts that buy and owe.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use super::{
    erp_owned::Owned,
    error::StoreError,
    known::{Known, Reference, Wanted},
    org_unit,
    page::Slice,
    scope::Scope,
    upsert::{
        Fault, Field, Mode, Now, RowResult, RowStatus, check_code, check_text, field,
        repeated_codes,
    },
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Customer {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    /// Whether anybody still sells to it.
    pub active: bool,
    /// What its business is, in the company's words.
    pub industry: Option<String>,
    /// First day of the relation; null: that of its first order.
    pub since: Option<NaiveDate>,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct CustomerPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub phone: Field<String>,
    pub org_unit_id: Option<i32>,
    pub org_unit_code: Option<String>,
    pub active: Option<bool>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub industry: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub since: Field<NaiveDate>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    slice: Slice,
    q: Option<&str>,
    code: Option<&str>,
) -> Result<Vec<Customer>, StoreError> {
    Ok(sqlx::query_as!(
        Customer,
        r#"
        select c.id, c.code, c.name, c.phone, c.org_unit_id, u.code as org_unit_code, c.active, c.industry, c.since, c.version
        from customer c join org_unit u on u.id = c.org_unit_id
        where c.id > $1 and ($3::int4[] is null or c.org_unit_id = any($3))
          and ($4::timestamptz is null or c.updated_at >= $4)
          and ($5::int8 is null or c.xid >= $5::int8::text::xid8)
          and ($6::text is null or strpos(c.search, folded($6)) > 0)
          and ($7::text is null or c.code = $7)
        order by c.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        slice.time(),
        slice.xid(),
        q,
        code,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<Customer, StoreError> {
    sqlx::query_as!(
        Customer,
        r#"
        select c.id, c.code, c.name, c.phone, c.org_unit_id, u.code as org_unit_code, c.active, c.industry, c.since, c.version
        from customer c join org_unit u on u.id = c.org_unit_id
        where c.id = $1 and ($2::int4[] is null or c.org_unit_id = any($2))
        "#,
        id,
        scope.units() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// The customers named, as far as the scope reaches.
pub async fn known(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    wanted: &Wanted,
) -> Result<Known, StoreError> {
    let mut known = Known::default();
    if wanted.is_empty() {
        return Ok(known);
    }
    let rows = sqlx::query!(
        "select id, code from customer where (id = any($1) or code = any($2)) and ($3::int4[] is null or org_unit_id = any($3))",
        &wanted.ids,
        &wanted.codes,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        known.add(row.id, row.code);
    }
    Ok(known)
}

struct Old {
    id: i32,
    code: String,
    name: String,
    phone: Option<String>,
    org_unit_id: i32,
    active: bool,
    industry: Option<String>,
    since: Option<NaiveDate>,
    reached: bool,
}

#[derive(Default)]
struct Columns {
    index: Vec<usize>,
    code: Vec<String>,
    name: Vec<String>,
    phone: Vec<Option<String>>,
    unit: Vec<i32>,
    active: Vec<bool>,
    industry: Vec<Option<String>>,
    since: Vec<Option<NaiveDate>>,
}

/// A customer as it will be.
struct Will {
    name: String,
    phone: Option<String>,
    unit: i32,
    active: bool,
    industry: Option<String>,
    since: Option<NaiveDate>,
}

impl Columns {
    fn push(&mut self, index: usize, code: &str, will: Will) {
        self.index.push(index);
        self.code.push(code.to_owned());
        self.name.push(will.name);
        self.phone.push(will.phone);
        self.unit.push(will.unit);
        self.active.push(will.active);
        self.industry.push(will.industry);
        self.since.push(will.since);
    }
}

/// Creates or changes any number of customers by code.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[CustomerPut],
) -> Result<Vec<RowResult>, StoreError> {
    let owned = Owned::load(&mut *tx, scope, now).await?;
    upsert_but(tx, scope, now, (mode, &owned), rows).await
}

/// As `upsert`, but for what the ERP owns.
pub async fn upsert_but(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (mode, owned): (Mode, &Owned),
    rows: &[CustomerPut],
) -> Result<Vec<RowResult>, StoreError> {
    let mut wanted = Wanted::default();
    for row in rows {
        wanted.add(row.org_unit_id, row.org_unit_code.as_deref());
    }
    let units = org_unit::known(&mut *tx, scope, &wanted).await?;
    let old = load(tx, scope, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    let (mut inserts, mut updates) = (Columns::default(), Columns::default());
    for (index, (row, repeated)) in rows.iter().zip(repeated).enumerate() {
        let unit = units.find(row.org_unit_id, row.org_unit_code.as_deref());
        let was = old.get(&row.code);
        let faults = check(row, was, unit, mode, repeated);
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &row.code, faults));
            continue;
        }
        let Some(was) = was else {
            let will = Will {
                name: row.name.clone().unwrap_or_default(),
                phone: row.phone.clone().flatten(),
                unit: unit.id().unwrap_or_default(),
                active: row.active.unwrap_or(true),
                industry: row.industry.clone().flatten(),
                since: row.since.flatten(),
            };
            inserts.push(index, &row.code, will);
            results.push(RowResult::done(index, &row.code, RowStatus::Created, 0));
            continue;
        };
        let will = Will {
            name: row.name.clone().unwrap_or_else(|| was.name.clone()),
            phone: row.phone.clone().unwrap_or_else(|| was.phone.clone()),
            unit: unit.id().unwrap_or(was.org_unit_id),
            active: row.active.unwrap_or(was.active),
            industry: (row.industry.clone()).unwrap_or_else(|| was.industry.clone()),
            since: row.since.unwrap_or(was.since),
        };
        let mut faults = Vec::new();
        let fields = [
            ("name", "/name", will.name != was.name),
            ("phone", "/phone", will.phone != was.phone),
            ("org_unit", "/org_unit_code", will.unit != was.org_unit_id),
        ];
        owned.refuse("customers", &fields, &mut faults);
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &row.code, faults));
            continue;
        }
        let same = will.name == was.name
            && will.phone == was.phone
            && will.unit == was.org_unit_id
            && will.active == was.active
            && will.industry == was.industry
            && will.since == was.since;
        if !same {
            updates.push(index, &row.code, will);
        }
        let status = if same {
            RowStatus::Unchanged
        } else {
            RowStatus::Updated
        };
        results.push(RowResult::done(index, &row.code, status, was.id));
    }
    write(tx, now, &inserts, &updates, &mut results).await?;
    Ok(results)
}

fn check(
    row: &CustomerPut,
    was: Option<&Old>,
    unit: Reference,
    mode: Mode,
    repeated: bool,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_code(&row.code, &mut faults);
    if repeated {
        faults.push(Fault::new("/code", "repeated"));
    }
    check_text("/name", row.name.as_deref(), was.is_none(), &mut faults);
    check_text(
        "/phone",
        row.phone.as_ref().and_then(Option::as_deref),
        false,
        &mut faults,
    );
    check_text(
        "/industry",
        row.industry.as_ref().and_then(Option::as_deref),
        false,
        &mut faults,
    );
    if unit == Reference::Unknown {
        faults.push(Fault::new("/org_unit_code", "unknown"));
    }
    match was {
        None if unit == Reference::Absent => faults.push(Fault::new("/org_unit_code", "required")),
        Some(was) if mode == Mode::Create || !was.reached => {
            faults.push(Fault::new("/code", "code_taken"));
        }
        None | Some(_) => {}
    }
    faults
}

async fn load(
    tx: &mut PgConnection,
    scope: &Scope,
    rows: &[CustomerPut],
) -> Result<HashMap<String, Old>, StoreError> {
    let codes: Vec<String> = rows
        .iter()
        .filter(|r| !r.code.contains('\0'))
        .map(|r| r.code.clone())
        .collect();
    let old = sqlx::query_as!(
        Old,
        r#"
        select id, code, name, phone, org_unit_id, active, industry, since, ($2::int4[] is null or org_unit_id = any($2)) as "reached!"
        from customer where code = any($1) order by id for update
        "#,
        &codes,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(old.into_iter().map(|o| (o.code.clone(), o)).collect())
}

async fn write(
    tx: &mut PgConnection,
    now: Now,
    inserts: &Columns,
    updates: &Columns,
    results: &mut [RowResult],
) -> Result<(), StoreError> {
    if !inserts.code.is_empty() {
        let made = sqlx::query!(
            r#"
            insert into customer (code, name, phone, org_unit_id, active, industry, since, updated_at)
            select code, name, phone, unit, active, industry, since, $8
            from unnest($1::text[], $2::text[], $3::text[], $4::int4[], $5::bool[], $6::text[], $7::date[])
              as t(code, name, phone, unit, active, industry, since)
            returning id, code
            "#,
            &inserts.code,
            &inserts.name,
            &inserts.phone as &[Option<String>],
            &inserts.unit,
            &inserts.active,
            &inserts.industry as &[Option<String>],
            &inserts.since as &[Option<NaiveDate>],
            now.at,
        )
        .fetch_all(&mut *tx)
        .await?;
        let ids: HashMap<String, i32> = made.into_iter().map(|m| (m.code, m.id)).collect();
        for (&index, code) in inserts.index.iter().zip(&inserts.code) {
            if let Some(result) = results.get_mut(index) {
                result.id = ids.get(code).copied();
            }
        }
    }
    if !updates.code.is_empty() {
        sqlx::query!(
            r#"
            update customer c set name = t.name, phone = t.phone, org_unit_id = t.unit, active = t.active,
              industry = t.industry, since = t.since, version = c.version + 1, updated_at = $8
            from unnest($1::text[], $2::text[], $3::text[], $4::int4[], $5::bool[], $6::text[], $7::date[])
              as t(code, name, phone, unit, active, industry, since)
            where c.code = t.code
            "#,
            &updates.code,
            &updates.name,
            &updates.phone as &[Option<String>],
            &updates.unit,
            &updates.active,
            &updates.industry as &[Option<String>],
            &updates.since as &[Option<NaiveDate>],
            now.at,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
