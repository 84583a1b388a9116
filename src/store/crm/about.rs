//! What a piece of work is about: a customer, an outlet, a person there, a visit. Looked up within the
//! caller's scope; what follows from what is filled in.

use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    order::desk,
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
