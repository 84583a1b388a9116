//! Documents of customers: what they are, where they are found, and until when they hold. Never their contents.

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Contract,
    Annex,
    Nda,
    Licence,
    Certificate,
    Other,
}

impl DocumentKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Annex => "annex",
            Self::Nda => "nda",
            Self::Licence => "licence",
            Self::Certificate => "certificate",
            Self::Other => "other",
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DocumentRow {
    pub id: i32,
    pub code: String,
    pub customer_id: i32,
    pub customer_code: String,
    pub customer_name: String,
    /// That it belongs to.
    pub contract_id: Option<i32>,
    pub contract_code: Option<String>,
    /// contract | annex | nda | licence | certificate | other
    pub kind: String,
    pub title: String,
    /// Where it is read; https only.
    pub link: Option<String>,
    /// How it is found on a shelf.
    pub reference: Option<String>,
    pub issued_on: Option<NaiveDate>,
    /// Included; null: for ever.
    pub valid_to: Option<NaiveDate>,
    pub notice_days: i32,
    pub cancelled_on: Option<NaiveDate>,
    pub version: i32,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Document {
    #[serde(flatten)]
    pub row: DocumentRow,
    /// As of today; a `draft` has not been issued.
    pub validity: Validity,
}

impl Document {
    fn of(row: DocumentRow, today: NaiveDate) -> Self {
        let dates = Dates {
            signed: row.issued_on,
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
pub struct DocumentPut {
    #[serde(default)]
    pub code: String,
    pub customer_id: Option<i32>,
    pub customer_code: Option<String>,
    /// The number of a contract of the same customer.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub contract_code: Field<String>,
    pub kind: Option<DocumentKind>,
    pub title: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub link: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub reference: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub issued_on: Field<NaiveDate>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Field<NaiveDate>,
    /// 30 where absent.
    pub notice_days: Option<i32>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub cancelled_on: Field<NaiveDate>,
}

#[derive(Clone, Debug, Default)]
pub struct DocumentFilter {
    pub id: Option<i32>,
    pub customer_id: Option<i32>,
    pub contract_id: Option<i32>,
    pub validity: Option<Validity>,
    /// Of its end.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// By id. What a document is, `trade::crm` says of what is read; the filter says the same of what is not.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    slice: Slice,
    filter: &DocumentFilter,
) -> Result<Vec<Document>, StoreError> {
    let rows = sqlx::query_as!(
        DocumentRow,
        r#"
        select d.id, d.code, d.customer_id, c.code as customer_code, c.name as customer_name, d.contract_id,
          k.code as "contract_code?", d.kind, d.title, d.link, d.reference, d.issued_on, d.valid_to, d.notice_days, d.cancelled_on,
          d.version
        from customer_document d join customer c on c.id = d.customer_id left join contract k on k.id = d.contract_id
        where d.id > $1 and ($3::int4[] is null or c.org_unit_id = any($3))
          and ($4::timestamptz is null or d.updated_at >= $4) and ($5::int8 is null or d.xid >= $5::int8::text::xid8)
          and ($6::int4 is null or d.customer_id = $6) and ($7::int4 is null or d.contract_id = $7)
          and ($8::text is null or $8 = validity_on(d.issued_on, d.valid_to, d.notice_days, d.cancelled_on, $9))
          and ($10::int4 is null or d.id = $10)
          and ($11::date is null or d.valid_to >= $11) and ($12::date is null or d.valid_to <= $12)
        order by d.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        slice.time(),
        slice.xid(),
        filter.customer_id,
        filter.contract_id,
        filter.validity.map(Validity::as_str),
        today,
        filter.id,
        filter.from,
        filter.to,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|row| Document::of(row, today))
        .collect())
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    id: i32,
) -> Result<Document, StoreError> {
    let filter = DocumentFilter {
        id: Some(id),
        ..DocumentFilter::default()
    };
    let slice = Slice {
        after: 0,
        limit: 1,
        since: crate::store::page::Since::Ever,
    };
    let found = list(db, scope, today, slice, &filter).await?.pop();
    found.ok_or(StoreError::NotFound)
}

#[derive(Clone, PartialEq, Eq)]
struct Row {
    contract_id: Option<i32>,
    kind: String,
    title: String,
    link: Option<String>,
    reference: Option<String>,
    issued_on: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    notice_days: i32,
    cancelled_on: Option<NaiveDate>,
}

impl Row {
    fn new() -> Self {
        Self {
            contract_id: None,
            kind: DocumentKind::Other.as_str().to_owned(),
            title: String::new(),
            link: None,
            reference: None,
            issued_on: None,
            valid_to: None,
            notice_days: 30,
            cancelled_on: None,
        }
    }

    fn with(&self, put: &DocumentPut, contract: Field<i32>) -> Self {
        let kind = put.kind.map(|k| k.as_str().to_owned());
        Self {
            contract_id: contract.unwrap_or(self.contract_id),
            kind: kind.unwrap_or_else(|| self.kind.clone()),
            title: put.title.clone().unwrap_or_else(|| self.title.clone()),
            link: put.link.clone().unwrap_or_else(|| self.link.clone()),
            reference: (put.reference.clone()).unwrap_or_else(|| self.reference.clone()),
            issued_on: put.issued_on.unwrap_or(self.issued_on),
            valid_to: put.valid_to.unwrap_or(self.valid_to),
            notice_days: put.notice_days.unwrap_or(self.notice_days),
            cancelled_on: put.cancelled_on.unwrap_or(self.cancelled_on),
        }
    }
}

struct Old {
    id: i32,
    customer_id: i32,
    reached: bool,
    row: Row,
}

/// Creates or changes any number of documents by code.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[DocumentPut],
) -> Result<Vec<RowResult>, StoreError> {
    let mut wanted = Wanted::default();
    for row in rows {
        wanted.add(row.customer_id, row.customer_code.as_deref());
    }
    let customers = customer::known(&mut *tx, scope, &wanted).await?;
    let contracts = contracts(&mut *tx, rows).await?;
    let old = load(tx, scope, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    for (index, (put, repeated)) in rows.iter().zip(repeated).enumerate() {
        let customer = customers.find(put.customer_id, put.customer_code.as_deref());
        let was = old.get(&put.code);
        let owner = was.map(|w| w.customer_id).or(customer.id());
        // Another customer's contract is as unknown as none.
        let named = put.contract_code.as_ref().map(|code| {
            let found = code.as_ref().and_then(|code| contracts.get(code));
            found.filter(|c| owner == Some(c.1)).map(|c| c.0)
        });
        let lost = named == Some(None) && put.contract_code.as_ref().is_some_and(Option::is_some);
        let row = was
            .map_or_else(Row::new, |w| w.row.clone())
            .with(put, named);
        let mut faults = check(put, &row, was, customer, (mode, repeated));
        if lost {
            faults.push(Fault::new("/contract_code", "unknown"));
        }
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
    Ok(results)
}

/// Id and customer of the contracts named.
async fn contracts(
    tx: &mut PgConnection,
    rows: &[DocumentPut],
) -> Result<HashMap<String, (i32, i32)>, StoreError> {
    let codes: Vec<String> = (rows.iter())
        .filter_map(|r| r.contract_code.clone().flatten())
        .filter(|code| !code.contains('\0'))
        .collect();
    let found = sqlx::query!(
        "select code, id, customer_id from contract where code = any($1)",
        &codes
    )
    .fetch_all(tx)
    .await?;
    Ok((found.into_iter())
        .map(|c| (c.code, (c.id, c.customer_id)))
        .collect())
}

fn check(
    put: &DocumentPut,
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
    check_text("/reference", row.reference.as_deref(), false, &mut faults);
    check_text("/link", row.link.as_deref(), false, &mut faults);
    // The page makes a link of it: nothing that runs in the reader's browser.
    if (row.link.as_deref())
        .is_some_and(|l| !l.starts_with("https://") || l.contains(char::is_whitespace))
    {
        faults.push(Fault::new("/link", "invalid"));
    }
    if row.link.is_none() && row.reference.is_none() {
        faults.push(Fault::new("/reference", "required"));
    }
    if row
        .valid_to
        .zip(row.issued_on)
        .is_some_and(|(to, from)| to < from)
    {
        faults.push(Fault::new("/valid_to", "before_valid_from"));
    }
    if !(0..=NOTICE_MAX).contains(&row.notice_days) {
        faults.push(Fault::new("/notice_days", "out_of_range"));
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
    rows: &[DocumentPut],
) -> Result<HashMap<String, Old>, StoreError> {
    let codes: Vec<String> = (rows.iter())
        .filter(|r| !r.code.contains('\0'))
        .map(|r| r.code.clone())
        .collect();
    let old = sqlx::query!(
        r#"
        select d.id, d.code, d.customer_id, d.contract_id, d.kind, d.title, d.link, d.reference, d.issued_on, d.valid_to,
          d.notice_days, d.cancelled_on, ($2::int4[] is null or c.org_unit_id = any($2)) as "reached!"
        from customer_document d join customer c on c.id = d.customer_id
        where d.code = any($1) order by d.id for update of d
        "#,
        &codes,
        scope.units() as _,
    )
    .fetch_all(tx)
    .await?;
    Ok((old.into_iter())
        .map(|o| {
            let row = Row {
                contract_id: o.contract_id,
                kind: o.kind,
                title: o.title,
                link: o.link,
                reference: o.reference,
                issued_on: o.issued_on,
                valid_to: o.valid_to,
                notice_days: o.notice_days,
                cancelled_on: o.cancelled_on,
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
        insert into customer_document (code, customer_id, contract_id, kind, title, link, reference, issued_on, valid_to, notice_days,
          cancelled_on, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id
        "#,
        code,
        customer,
        row.contract_id,
        row.kind,
        row.title,
        row.link,
        row.reference,
        row.issued_on,
        row.valid_to,
        row.notice_days,
        row.cancelled_on,
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

async fn update(tx: &mut PgConnection, now: Now, id: i32, row: &Row) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update customer_document set contract_id = $2, kind = $3, title = $4, link = $5, reference = $6, issued_on = $7, valid_to = $8,
          notice_days = $9, cancelled_on = $10, version = version + 1, updated_at = $11
        where id = $1
        "#,
        id,
        row.contract_id,
        row.kind,
        row.title,
        row.link,
        row.reference,
        row.issued_on,
        row.valid_to,
        row.notice_days,
        row.cancelled_on,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
