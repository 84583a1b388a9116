//! Contacts: the people at customers, what they decide, and by which ways they do not want to be addressed.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{
    customer,
    error::StoreError,
    known::{Known, Reference, Wanted},
    page::Slice,
    scope::Scope,
    upsert::{
        Fault, Field, Mode, Now, RowResult, RowStatus, check_code, check_text, field,
        repeated_codes,
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    DecisionMaker,
    Evaluator,
    Influencer,
}

impl ContactRole {
    const fn as_str(self) -> &'static str {
        match self {
            Self::DecisionMaker => "decision_maker",
            Self::Evaluator => "evaluator",
            Self::Influencer => "influencer",
        }
    }
}

/// A way to address a person.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ContactChannel)]
pub enum Channel {
    Call,
    Email,
    Sms,
    Zalo,
}

impl Channel {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Zalo => "zalo",
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Contact {
    pub id: i32,
    pub code: String,
    pub customer_id: i32,
    pub customer_code: String,
    pub customer_name: String,
    pub name: String,
    /// decision_maker | evaluator | influencer
    pub role: String,
    /// What the person is at the customer, in its words.
    pub title: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub birthday: Option<NaiveDate>,
    pub note: Option<String>,
    /// call | email | sms | zalo: ways by which this person does not want to be addressed.
    pub opted_out: Vec<String>,
    pub active: bool,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct ContactPut {
    #[serde(default)]
    pub code: String,
    pub customer_id: Option<i32>,
    pub customer_code: Option<String>,
    pub name: Option<String>,
    pub role: Option<ContactRole>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub title: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub phone: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub email: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub birthday: Field<NaiveDate>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub note: Field<String>,
    pub opted_out: Option<Vec<Channel>>,
    pub active: Option<bool>,
}

#[derive(Clone, Debug, Default)]
pub struct ContactFilter {
    pub customer_id: Option<i32>,
    pub active: Option<bool>,
    /// Part of name, code or phone.
    pub q: Option<String>,
    /// Whose birthday is within so many days from this date on, in a year without its leap day on the day before.
    pub birthday: Option<(NaiveDate, i32)>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    slice: Slice,
    filter: &ContactFilter,
) -> Result<Vec<Contact>, StoreError> {
    Ok(sqlx::query_as!(
        Contact,
        r#"
        select p.id, p.code, p.customer_id, c.code as customer_code, c.name as customer_name, p.name, p.role, p.title, p.phone,
          p.email, p.birthday, p.note, p.opted_out, p.active, p.version
        from contact p join customer c on c.id = p.customer_id
        where p.id > $1 and ($3::int4[] is null or c.org_unit_id = any($3))
          and ($4::timestamptz is null or p.updated_at >= $4)
          and ($5::int8 is null or p.xid >= $5::int8::text::xid8)
          and ($6::int4 is null or p.customer_id = $6) and ($7::bool is null or p.active = $7)
          and ($8::text is null or strpos(folded(concat_ws(' ', p.code, p.name, p.phone)), folded($8)) > 0)
          and ($9::date is null or exists (select from generate_series(0, $10::int4) n
            where (p.birthday + make_interval(years => extract(year from $9::date + n)::int4
              - extract(year from p.birthday)::int4))::date = $9::date + n))
        order by p.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        slice.time(),
        slice.xid(),
        filter.customer_id,
        filter.active,
        filter.q,
        filter.birthday.map(|b| b.0),
        filter.birthday.map(|b| b.1),
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<Contact, StoreError> {
    sqlx::query_as!(
        Contact,
        r#"
        select p.id, p.code, p.customer_id, c.code as customer_code, c.name as customer_name, p.name, p.role, p.title, p.phone,
          p.email, p.birthday, p.note, p.opted_out, p.active, p.version
        from contact p join customer c on c.id = p.customer_id
        where p.id = $1 and ($2::int4[] is null or c.org_unit_id = any($2))
        "#,
        id,
        scope.units() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// A contact as stored, and whether the scope reaches it.
struct Old {
    id: i32,
    reached: bool,
    row: Row,
}

#[derive(Clone, PartialEq, Eq)]
struct Row {
    customer_id: i32,
    name: String,
    role: String,
    title: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    birthday: Option<NaiveDate>,
    note: Option<String>,
    opted_out: Vec<String>,
    active: bool,
}

impl Row {
    fn new(put: &ContactPut, customer: i32) -> Self {
        let fresh = Self {
            customer_id: customer,
            name: String::new(),
            role: ContactRole::DecisionMaker.as_str().to_owned(),
            title: None,
            phone: None,
            email: None,
            birthday: None,
            note: None,
            opted_out: Vec::new(),
            active: true,
        };
        fresh.with(put, Some(customer))
    }

    fn with(&self, put: &ContactPut, customer: Option<i32>) -> Self {
        let role = put.role.map(|r| r.as_str().to_owned());
        let opted_out = put.opted_out.as_ref().map(|ways| {
            let mut ways = ways.clone();
            ways.sort_unstable();
            ways.dedup();
            ways.into_iter().map(|w| w.as_str().to_owned()).collect()
        });
        let of =
            |new: &Field<String>, old: &Option<String>| new.clone().unwrap_or_else(|| old.clone());
        Self {
            customer_id: customer.unwrap_or(self.customer_id),
            name: put.name.clone().unwrap_or_else(|| self.name.clone()),
            role: role.unwrap_or_else(|| self.role.clone()),
            title: of(&put.title, &self.title),
            phone: of(&put.phone, &self.phone),
            email: of(&put.email, &self.email),
            birthday: put.birthday.unwrap_or(self.birthday),
            note: of(&put.note, &self.note),
            opted_out: opted_out.unwrap_or_else(|| self.opted_out.clone()),
            active: put.active.unwrap_or(self.active),
        }
    }
}

/// Creates or changes any number of contacts by code.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[ContactPut],
) -> Result<Vec<RowResult>, StoreError> {
    let mut wanted = Wanted::default();
    for row in rows {
        wanted.add(row.customer_id, row.customer_code.as_deref());
    }
    let customers: Known = customer::known(&mut *tx, scope, &wanted).await?;
    let old = load(tx, scope, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    for (index, (put, repeated)) in rows.iter().zip(repeated).enumerate() {
        let customer = customers.find(put.customer_id, put.customer_code.as_deref());
        let was = old.get(&put.code);
        let faults = check(put, was, customer, mode, repeated);
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &put.code, faults));
            continue;
        }
        let (status, id) = match was {
            None => {
                let row = Row::new(put, customer.id().unwrap_or_default());
                (RowStatus::Created, insert(tx, now, &put.code, &row).await?)
            }
            Some(was) => {
                let row = was.row.with(put, customer.id());
                if row == was.row {
                    (RowStatus::Unchanged, was.id)
                } else {
                    update(tx, now, was.id, &row).await?;
                    (RowStatus::Updated, was.id)
                }
            }
        };
        results.push(RowResult::done(index, &put.code, status, id));
    }
    Ok(results)
}

fn check(
    put: &ContactPut,
    was: Option<&Old>,
    customer: Reference,
    mode: Mode,
    repeated: bool,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_code(&put.code, &mut faults);
    if repeated {
        faults.push(Fault::new("/code", "repeated"));
    }
    check_text("/name", put.name.as_deref(), was.is_none(), &mut faults);
    for (pointer, text) in [
        ("/title", &put.title),
        ("/phone", &put.phone),
        ("/email", &put.email),
        ("/note", &put.note),
    ] {
        let text = text.as_ref().and_then(Option::as_deref);
        check_text(pointer, text, false, &mut faults);
    }
    let email = put.email.as_ref().and_then(Option::as_deref);
    if email.is_some_and(|e| e.parse::<lettre::Address>().is_err()) {
        faults.push(Fault::new("/email", "invalid"));
    }
    if customer == Reference::Unknown {
        faults.push(Fault::new("/customer_id", "unknown"));
    }
    match was {
        None if customer == Reference::Absent => {
            faults.push(Fault::new("/customer_id", "required"));
        }
        None if put.role.is_none() => faults.push(Fault::new("/role", "required")),
        Some(was) if mode == Mode::Create || !was.reached => {
            faults.push(Fault::new("/code", "code_taken"));
        }
        // What was said with a person stays with the customer it was said at.
        Some(was) if customer.id().is_some_and(|id| id != was.row.customer_id) => {
            faults.push(Fault::new("/customer_id", "immutable"));
        }
        None | Some(_) => {}
    }
    faults
}

async fn load(
    tx: &mut PgConnection,
    scope: &Scope,
    rows: &[ContactPut],
) -> Result<HashMap<String, Old>, StoreError> {
    let codes: Vec<String> = (rows.iter())
        .filter(|r| !r.code.contains('\0'))
        .map(|r| r.code.clone())
        .collect();
    let old = sqlx::query!(
        r#"
        select p.id, p.code, p.customer_id, p.name, p.role, p.title, p.phone, p.email, p.birthday, p.note, p.opted_out, p.active,
          ($2::int4[] is null or c.org_unit_id = any($2)) as "reached!"
        from contact p join customer c on c.id = p.customer_id
        where p.code = any($1) order by p.id for update of p
        "#,
        &codes,
        scope.units() as _,
    )
    .fetch_all(tx)
    .await?;
    Ok((old.into_iter())
        .map(|o| {
            let row = Row {
                customer_id: o.customer_id,
                name: o.name,
                role: o.role,
                title: o.title,
                phone: o.phone,
                email: o.email,
                birthday: o.birthday,
                note: o.note,
                opted_out: o.opted_out,
                active: o.active,
            };
            let old = Old {
                id: o.id,
                reached: o.reached,
                row,
            };
            (o.code, old)
        })
        .collect())
}

async fn insert(tx: &mut PgConnection, now: Now, code: &str, row: &Row) -> Result<i32, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into contact (code, customer_id, name, role, title, phone, email, birthday, note, opted_out, active, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id
        "#,
        code,
        row.customer_id,
        row.name,
        row.role,
        row.title,
        row.phone,
        row.email,
        row.birthday,
        row.note,
        &row.opted_out,
        row.active,
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

async fn update(tx: &mut PgConnection, now: Now, id: i32, row: &Row) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update contact set name = $2, role = $3, title = $4, phone = $5, email = $6, birthday = $7, note = $8, opted_out = $9,
          active = $10, version = version + 1, updated_at = $11
        where id = $1
        "#,
        id,
        row.name,
        row.role,
        row.title,
        row.phone,
        row.email,
        row.birthday,
        row.note,
        &row.opted_out,
        row.active,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
