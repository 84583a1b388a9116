//! Contracts with customers: kept by their number, what they are told from their dates as of today.

use std::collections::HashMap;

use chrono::NaiveDate;
use fieldbeat_trade::crm::validity::{Dates, Validity, validity};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{
    customer,
    error::StoreError,
    known::{Reference, Wanted},
    page::Slice,
    scope::Scope,
    upsert::{
        Fault, Field, Mode, Now, RowResult, RowStatus, check_code, check_text, field,
        repeated_codes,
    },
};

/// Two years.
const NOTICE_MAX: i32 = 730;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ContractRow {
    pub id: i32,
    /// Its number.
    pub code: String,
    pub customer_id: i32,
    pub customer_code: String,
    pub customer_name: String,
    pub title: String,
    /// Null: not signed yet.
    pub signed_on: Option<NaiveDate>,
    pub valid_from: NaiveDate,
    /// Included; null: until it is cancelled.
    pub valid_to: Option<NaiveDate>,
    /// Days before its end from which it is `expiring`.
    pub notice_days: i32,
    pub cancelled_on: Option<NaiveDate>,
    pub cancel_reason: Option<String>,
    pub amount_minor: Option<i64>,
    pub note: Option<String>,
    pub version: i32,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Contract {
    #[serde(flatten)]
    pub row: ContractRow,
    /// As of today.
    pub validity: Validity,
}

impl Contract {
    fn of(row: ContractRow, today: NaiveDate) -> Self {
        let dates = Dates {
            signed: row.signed_on,
            valid_to: row.valid_to,
            notice_days: u64::try_from(row.notice_days).unwrap_or_default(),
            cancelled: row.cancelled_on,
        };
        Self {
            validity: validity(&dates, today),
            row,
        }
    }
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct ContractPut {
    /// Its number.
    #[serde(default)]
    pub code: String,
    pub customer_id: Option<i32>,
    pub customer_code: Option<String>,
    pub title: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub signed_on: Field<NaiveDate>,
    pub valid_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Field<NaiveDate>,
    /// 30 where absent.
    pub notice_days: Option<i32>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub cancelled_on: Field<NaiveDate>,
    /// Required with `cancelled_on`.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub cancel_reason: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i64>)]
    pub amount_minor: Field<i64>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub note: Field<String>,
}

#[derive(Clone, Debug, Default)]
pub struct ContractFilter {
    pub customer_id: Option<i32>,
    pub validity: Option<Validity>,
    /// Part of number or title.
    pub q: Option<String>,
    /// Of its end.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// By id. What a contract is, `trade::crm` says of what is read; the filter says the same of what is not.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    slice: Slice,
    filter: &ContractFilter,
) -> Result<Vec<Contract>, StoreError> {
    let rows = sqlx::query_as!(
        ContractRow,
        r#"
        select k.id, k.code, k.customer_id, c.code as customer_code, c.name as customer_name, k.title, k.signed_on, k.valid_from,
          k.valid_to, k.notice_days, k.cancelled_on, k.cancel_reason, k.amount_minor, k.note, k.version
        from contract k join customer c on c.id = k.customer_id
        where k.id > $1 and ($3::int4[] is null or c.org_unit_id = any($3))
          and ($4::timestamptz is null or k.updated_at >= $4) and ($5::int8 is null or k.xid >= $5::int8::text::xid8)
          and ($6::int4 is null or k.customer_id = $6)
          and ($7::text is null or strpos(folded(k.code || ' ' || k.title), folded($7)) > 0)
          and ($8::text is null or $8 = validity_on(k.signed_on, k.valid_to, k.notice_days, k.cancelled_on, $9))
          and ($10::date is null or k.valid_to >= $10) and ($11::date is null or k.valid_to <= $11)
        order by k.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        slice.time(),
        slice.xid(),
        filter.customer_id,
        filter.q,
        filter.validity.map(Validity::as_str),
        today,
        filter.from,
        filter.to,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|row| Contract::of(row, today))
        .collect())
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    id: i32,
) -> Result<Contract, StoreError> {
    let row = sqlx::query_as!(
        ContractRow,
        r#"
        select k.id, k.code, k.customer_id, c.code as customer_code, c.name as customer_name, k.title, k.signed_on, k.valid_from,
          k.valid_to, k.notice_days, k.cancelled_on, k.cancel_reason, k.amount_minor, k.note, k.version
        from contract k join customer c on c.id = k.customer_id
        where k.id = $1 and ($2::int4[] is null or c.org_unit_id = any($2))
        "#,
        id,
        scope.units() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)?;
    Ok(Contract::of(row, today))
}

#[derive(Clone, PartialEq, Eq)]
struct Row {
    title: String,
    signed_on: Option<NaiveDate>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    notice_days: i32,
    cancelled_on: Option<NaiveDate>,
    cancel_reason: Option<String>,
    amount_minor: Option<i64>,
    note: Option<String>,
}

impl Row {
    fn new(today: NaiveDate) -> Self {
        Self {
            title: String::new(),
            signed_on: None,
            valid_from: today,
            valid_to: None,
            notice_days: 30,
            cancelled_on: None,
            cancel_reason: None,
            amount_minor: None,
            note: None,
        }
    }

    fn with(&self, put: &ContractPut) -> Self {
        Self {
            title: put.title.clone().unwrap_or_else(|| self.title.clone()),
            signed_on: put.signed_on.unwrap_or(self.signed_on),
            valid_from: put.valid_from.unwrap_or(self.valid_from),
            valid_to: put.valid_to.unwrap_or(self.valid_to),
            notice_days: put.notice_days.unwrap_or(self.notice_days),
            cancelled_on: put.cancelled_on.unwrap_or(self.cancelled_on),
            cancel_reason: (put.cancel_reason.clone())
                .unwrap_or_else(|| self.cancel_reason.clone()),
            amount_minor: put.amount_minor.unwrap_or(self.amount_minor),
            note: put.note.clone().unwrap_or_else(|| self.note.clone()),
        }
    }
}

struct Old {
    id: i32,
    customer_id: i32,
    reached: bool,
    row: Row,
}

/// Creates or changes any number of contracts by number.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[ContractPut],
) -> Result<Vec<RowResult>, StoreError> {
    let mut wanted = Wanted::default();
    for row in rows {
        wanted.add(row.customer_id, row.customer_code.as_deref());
    }
    let customers = customer::known(&mut *tx, scope, &wanted).await?;
    let old = load(tx, scope, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    for (index, (put, repeated)) in rows.iter().zip(repeated).enumerate() {
        let customer = customers.find(put.customer_id, put.customer_code.as_deref());
        let was = old.get(&put.code);
        let row = was
            .map_or_else(|| Row::new(now.today), |w| w.row.clone())
            .with(put);
        let faults = check(put, &row, was, customer, (mode, repeated));
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &put.code, faults));
            continue;
        }
        let (status, id) = match was {
            None => {
                let customer = customer.id().unwrap_or_default();
                (
                    RowStatus::Created,
                    insert(tx, now, &put.code, customer, &row).await?,
                )
            }
            Some(was) if was.row == row => (RowStatus::Unchanged, was.id),
            Some(was) => {
                update(tx, now, was.id, &row).await?;
                (RowStatus::Updated, was.id)
            }
        };
        results.push(RowResult::done(index, &put.code, status, id));
    }
    tell(tx, now, &results).await?;
    Ok(results)
}

/// The events of contracts that were made, signed, cancelled or otherwise changed.
async fn tell(tx: &mut PgConnection, now: Now, results: &[RowResult]) -> Result<(), StoreError> {
    let changed = |r: &&RowResult| matches!(r.status, RowStatus::Created | RowStatus::Updated);
    let ids: Vec<i32> = (results.iter().filter(changed))
        .filter_map(|r| r.id)
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"
        insert into event (kind, org_unit_id, subject_id, body, recorded_at)
        select 'contract_changed', c.org_unit_id, k.id::text, jsonb_build_object('contract', k.id, 'number', k.code,
          'customer', k.customer_id, 'signed_on', k.signed_on, 'valid_from', k.valid_from, 'valid_to', k.valid_to,
          'cancelled_on', k.cancelled_on), $2
        from contract k join customer c on c.id = k.customer_id where k.id = any($1) order by k.id
        "#,
        &ids,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

fn check(
    put: &ContractPut,
    row: &Row,
    was: Option<&Old>,
    customer: Reference,
    (mode, repeated): (Mode, bool),
) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_code(&put.code, &mut faults);
    if repeated {
        faults.push(Fault::new("/code", "repeated"));
    }
    check_text("/title", put.title.as_deref(), was.is_none(), &mut faults);
    check_text("/note", row.note.as_deref(), false, &mut faults);
    check_text(
        "/cancel_reason",
        row.cancel_reason.as_deref(),
        row.cancelled_on.is_some(),
        &mut faults,
    );
    if was.is_none() && put.valid_from.is_none() {
        faults.push(Fault::new("/valid_from", "required"));
    }
    if row.valid_to.is_some_and(|to| to < row.valid_from) {
        faults.push(Fault::new("/valid_to", "before_valid_from"));
    }
    if !(0..=NOTICE_MAX).contains(&row.notice_days) {
        faults.push(Fault::new("/notice_days", "out_of_range"));
    }
    if row.amount_minor.is_some_and(|minor| minor < 0) {
        faults.push(Fault::new("/amount_minor", "out_of_range"));
    }
    if customer == Reference::Unknown {
        faults.push(Fault::new("/customer_id", "unknown"));
    }
    match was {
        None if customer == Reference::Absent => {
            faults.push(Fault::new("/customer_id", "required"));
        }
        Some(was) if mode == Mode::Create || !was.reached => {
            faults.push(Fault::new("/code", "code_taken"));
        }
        Some(was) if customer.id().is_some_and(|id| id != was.customer_id) => {
            faults.push(Fault::new("/customer_id", "immutable"));
        }
        None | Some(_) => {}
    }
    faults
}

async fn load(
    tx: &mut PgConnection,
    scope: &Scope,
    rows: &[ContractPut],
) -> Result<HashMap<String, Old>, StoreError> {
    let codes: Vec<String> = (rows.iter())
        .filter(|r| !r.code.contains('\0'))
        .map(|r| r.code.clone())
        .collect();
    let old = sqlx::query!(
        r#"
        select k.id, k.code, k.customer_id, k.title, k.signed_on, k.valid_from, k.valid_to, k.notice_days, k.cancelled_on,
          k.cancel_reason, k.amount_minor, k.note, ($2::int4[] is null or c.org_unit_id = any($2)) as "reached!"
        from contract k join customer c on c.id = k.customer_id
        where k.code = any($1) order by k.id for update of k
        "#,
        &codes,
        scope.units() as _,
    )
    .fetch_all(tx)
    .await?;
    Ok((old.into_iter())
        .map(|o| {
            let row = Row {
                title: o.title,
                signed_on: o.signed_on,
                valid_from: o.valid_from,
                valid_to: o.valid_to,
                notice_days: o.notice_days,
                cancelled_on: o.cancelled_on,
                cancel_reason: o.cancel_reason,
                amount_minor: o.amount_minor,
                note: o.note,
            };
            let old = Old {
                id: o.id,
                customer_id: o.customer_id,
                reached: o.reached,
                row,
            };
            (o.code, old)
        })
        .collect())
}

async fn insert(
    tx: &mut PgConnection,
    now: Now,
    code: &str,
    customer: i32,
    row: &Row,
) -> Result<i32, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into contract (code, customer_id, title, signed_on, valid_from, valid_to, notice_days, cancelled_on, cancel_reason,
          amount_minor, note, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id
        "#,
        code,
        customer,
        row.title,
        row.signed_on,
        row.valid_from,
        row.valid_to,
        row.notice_days,
        row.cancelled_on,
        row.cancel_reason,
        row.amount_minor,
        row.note,
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

async fn update(tx: &mut PgConnection, now: Now, id: i32, row: &Row) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update contract set title = $2, signed_on = $3, valid_from = $4, valid_to = $5, notice_days = $6, cancelled_on = $7,
          cancel_reason = $8, amount_minor = $9, note = $10, version = version + 1, updated_at = $11
        where id = $1
        "#,
        id,
        row.title,
        row.signed_on,
        row.valid_from,
        row.valid_to,
        row.notice_days,
        row.cancelled_on,
        row.cancel_reason,
        row.amount_minor,
        row.note,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
