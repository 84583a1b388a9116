//! What a piece of work is about: a customer, an outlet, a person there, a visit. Looked up within the
//! caller's scope; what follows from what is filled in.

use chrono::{DateTime, Utc};
use fieldbeat_domain::id::RepId;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    order::desk,
    record_inbox::{Placed, invalid_body, own},
    record_wait::{Awaited, is_missing, waits},
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

/// As it is told. The visit's outlet, the outlet's and the contact's customer need not be.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct AboutPut {
    pub customer_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub contact_id: Option<i32>,
    /// A visit of the rep.
    pub visit_id: Option<Uuid>,
}

/// As it is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    pub customer_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub contact_id: Option<i32>,
    pub visit_id: Option<Uuid>,
}

/// A piece of work to be written, everything looked up.
pub struct Work<'a, P> {
    pub rep: i32,
    pub org_unit: i32,
    pub about: About,
    pub put: &'a P,
    /// When it was made.
    pub at: DateTime<Utc>,
}

/// Everything named is in scope and belongs together. The visit is the caller's matter where a phone
/// told of it, since it may not be known yet.
pub async fn resolve(
    tx: &mut PgConnection,
    scope: &Scope,
    put: &AboutPut,
) -> Result<About, ChangeError> {
    let invalid =
        |pointer: &'static str, code| Err(ChangeError::Invalid(vec![Fault::new(pointer, code)]));
    let outlet = match (put.outlet_id, put.visit_id) {
        (Some(outlet), _) => Some(outlet),
        (None, Some(visit)) => of_visit(&mut *tx, visit).await?,
        (None, None) => None,
    };
    let of_outlet = match outlet {
        Some(outlet) => desk::customer_of(&mut *tx, scope, outlet).await?,
        None => None,
    };
    let of_contact = match put.contact_id {
        Some(contact) => match customer_of_contact(&mut *tx, scope, contact).await? {
            Some(customer) => Some(customer),
            None => return invalid("/contact_id", "unknown"),
        },
        None => None,
    };
    if let Some(customer) = put.customer_id
        && !customer_in_scope(&mut *tx, scope, customer).await?
    {
        return invalid("/customer_id", "unknown");
    }
    let customer = put.customer_id.or(of_contact).or(of_outlet);
    if of_contact.is_some() && of_contact != customer {
        return invalid("/contact_id", "of_another_customer");
    }
    if of_outlet.is_some() && of_outlet != customer {
        return invalid("/outlet_id", "of_another_customer");
    }
    Ok(About {
        customer_id: customer,
        outlet_id: outlet,
        contact_id: put.contact_id,
        visit_id: put.visit_id,
    })
}

/// Whose work it is and what it is about, as somebody at a desk tells it: the rep named, or a rep's own; the
/// unit where that rep works today; a visit of the rep.
pub async fn at_desk(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rep: Option<i32>,
    put: &AboutPut,
) -> Result<(i32, i32, About), ChangeError> {
    let rep = (scope.rep_id().or(rep))
        .ok_or_else(|| ChangeError::Invalid(vec![Fault::new("/rep_id", "required")]))?;
    let unit = desk::unit_of(&mut *tx, scope, rep, now.today).await?;
    desk::check_visit(&mut *tx, rep, put.visit_id).await?;
    let about = resolve(tx, scope, put).await?;
    Ok((rep, unit, about))
}

/// The piece of work that somebody at a desk makes, as [`at_desk`] has it.
pub async fn work_at_desk<'a, P>(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (rep, about): (Option<i32>, &AboutPut),
    put: &'a P,
) -> Result<Work<'a, P>, ChangeError> {
    let (rep, org_unit, about) = at_desk(tx, scope, now, rep, about).await?;
    Ok(Work {
        rep,
        org_unit,
        about,
        put,
        at: now.at,
    })
}

/// The piece of work that a phone's record brings; what is wrong with it, where it cannot be.
pub(super) async fn work_of_record<'a, P>(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
    (what, put): (Awaited, &'a P),
) -> Result<Result<Work<'a, P>, Value>, ChangeError> {
    if !is_missing(&mut *tx, what, record.id).await? {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    let about = match of_record(tx, record).await? {
        Ok(about) => about,
        Err(fault) => return Ok(Err(fault)),
    };
    Ok(Ok(Work {
        rep: record.rep_id,
        org_unit: record.org_unit_id,
        about,
        put,
        at: record.at.min(now.at),
    }))
}

/// What a phone's record is about: outlet, customer and contact by code or id, without an outlet that of the visit.
pub(super) async fn of_record(
    tx: &mut PgConnection,
    record: &Placed,
) -> Result<Result<About, Value>, ChangeError> {
    let named = match named(&mut *tx, record).await? {
        Ok(named) => named,
        Err(fault) => return Ok(Err(fault)),
    };
    let scope = own(RepId(record.rep_id));
    let mut about = resolve(tx, &scope, &named).await?;
    about.visit_id = record.visit_id;
    Ok(Ok(about))
}

async fn named(
    tx: &mut PgConnection,
    record: &Placed,
) -> Result<Result<AboutPut, Value>, StoreError> {
    let body = &record.body;
    let (outlet, outlet_code) = reference(body, "outlet");
    let (customer, customer_code) = reference(body, "customer");
    let (contact, contact_code) = reference(body, "contact");
    // A person whom a phone has told of has the record's id for a code, and may come after what is said of them.
    if let Some(id) = told_of(contact_code)
        && is_missing(&mut *tx, Awaited::Contact, id).await?
    {
        return Ok(Err(waits("unknown_contact", "contact", id)));
    }
    let found = sqlx::query!(
        r#"select (select id from outlet where id = $1 or code = $2) as outlet,
          (select id from customer where id = $3 or code = $4) as customer,
          (select id from contact where id = $5 or code = $6) as contact"#,
        outlet,
        outlet_code,
        customer,
        customer_code,
        contact,
        contact_code,
    )
    .fetch_one(tx)
    .await?;
    for (name, id) in [
        ("outlet", found.outlet),
        ("customer", found.customer),
        ("contact", found.contact),
    ] {
        let told = body.get(name).is_some_and(|v| !v.is_null());
        if told && id.is_none() {
            return Ok(Err(invalid_body(&format!("/{name}"), "unknown")));
        }
    }
    Ok(Ok(AboutPut {
        customer_id: found.customer,
        outlet_id: found.outlet.or(record.visit_outlet_id),
        contact_id: found.contact,
        visit_id: None,
    }))
}

/// The id of the record that brought a person, where a code is one as it is written then.
pub(super) fn told_of(code: Option<&str>) -> Option<Uuid> {
    let code = code?;
    (Uuid::parse_str(code).ok()).filter(|id| id.to_string() == code)
}

/// The id or the code by which a body names something.
pub(super) fn reference<'a>(body: &'a Value, name: &str) -> (Option<i32>, Option<&'a str>) {
    match body.get(name) {
        Some(Value::String(code)) => (None, Some(code.as_str()).filter(|c| !c.contains('\0'))),
        Some(id) => (id.as_i64().and_then(|id| i32::try_from(id).ok()), None),
        None => (None, None),
    }
}

async fn of_visit(tx: &mut PgConnection, visit: Uuid) -> Result<Option<i32>, ChangeError> {
    let outlet = sqlx::query_scalar!(
        r#"select coalesce(v.outlet_id, l.outlet_id) as outlet_id from visit v
        left join visit_link l on l.visit_id = v.id and l.retired_at is null where v.id = $1"#,
        visit
    )
    .fetch_optional(tx)
    .await?;
    Ok(outlet.flatten())
}

async fn customer_of_contact(
    tx: &mut PgConnection,
    scope: &Scope,
    contact: i32,
) -> Result<Option<i32>, ChangeError> {
    Ok(sqlx::query_scalar!(
        r#"select c.id from contact p join customer c on c.id = p.customer_id
        where p.id = $1 and ($2::int4[] is null or c.org_unit_id = any($2))"#,
        contact,
        scope.units() as _,
    )
    .fetch_optional(tx)
    .await?)
}

async fn customer_in_scope(
    tx: &mut PgConnection,
    scope: &Scope,
    customer: i32,
) -> Result<bool, ChangeError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from customer where id = $1
          and ($2::int4[] is null or org_unit_id = any($2))) as "known!""#,
        customer,
        scope.units() as _,
    )
    .fetch_one(tx)
    .await?)
}
