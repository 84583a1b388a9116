//! What gifts of an occasion cost: taken from its year's budget in the transaction that keeps the gift. At a desk a gift
//! beyond a limit is refused; what a phone tells of was given, so it is kept with what speaks against it.

use fieldbeat_trade::crm::{
    activity::Kind,
    occasion::{Doubt, Purse, doubt},
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    crm::about::About,
    error::StoreError,
    org_unit,
    scope::Scope,
    upsert::{ChangeError, Fault},
};

/// The occasion that somebody names with a new activity: of the same kind, and of the customer's unit or one above
/// it. At a desk it is in use.
pub async fn check(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    kind: Kind,
    about: &About,
) -> Result<(), ChangeError> {
    let invalid =
        |pointer: &'static str, code| Err(ChangeError::Invalid(vec![Fault::new(pointer, code)]));
    let Some(customer) = about.customer_id else {
        return invalid("/customer_id", "required");
    };
    let found = sqlx::query!(
        r#"select o.act, o.active, o.org_unit_id, c.org_unit_id as customer_unit from occasion o cross join customer c
        where o.id = $1 and c.id = $2"#,
        id,
        customer,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(found) = found else {
        return invalid("/occasion_id", "unknown");
    };
    let units = org_unit::subtree(tx, found.org_unit_id).await?;
    if !units.contains(&found.customer_unit) {
        return invalid("/occasion_id", "unknown");
    }
    if found.act != kind.as_str() {
        return invalid("/occasion_id", "wrong_kind");
    }
    if scope.user_id().is_some() && !found.active {
        return invalid("/occasion_id", "not_in_use");
    }
    Ok(())
}

/// A gift of an occasion that is held now.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    pub occasion: Uuid,
    pub year: i32,
    pub customer: Option<i32>,
    pub contact: Option<i32>,
    pub value_minor: Option<i64>,
}

/// Takes it from the budget; whoever gives of the same year waits. Answers what speaks against it.
pub async fn take(
    tx: &mut PgConnection,
    scope: &Scope,
    given: &Given,
) -> Result<Option<Doubt>, ChangeError> {
    sqlx::query!(
        "insert into occasion_year (occasion_id, year) values ($1, $2) on conflict do nothing",
        given.occasion,
        given.year,
    )
    .execute(&mut *tx)
    .await?;
    let spent = sqlx::query_scalar!(
        "select spent_minor from occasion_year where occasion_id = $1 and year = $2 for update",
        given.occasion,
        given.year,
    )
    .fetch_one(&mut *tx)
    .await?;
    // A statement of its own: it sees what was committed while this one waited.
    let limits = sqlx::query!(
        r#"
        select o.value_max_minor, o.budget_minor, (select coalesce(sum(a.value_minor), 0)::int8 from activity a
          where a.occasion_id = o.id and a.occasion_year = $2 and a.customer_id = $3 and a.state = 'held'
            and (o.kind <> 'birthday' or a.contact_id is not distinct from $4)) as "given!"
        from occasion o where o.id = $1
        "#,
        given.occasion,
        given.year,
        given.customer,
        given.contact,
    )
    .fetch_one(&mut *tx)
    .await?;
    let purse = Purse {
        value_max: limits.value_max_minor,
        budget: limits.budget_minor,
        given: limits.given,
        spent,
    };
    let doubt = doubt(given.value_minor, purse);
    if let Some(doubt) = doubt
        && scope.user_id().is_some()
    {
        let code = match doubt {
            Doubt::NoValue => "required",
            Doubt::OverValueMax | Doubt::OverBudget => doubt.as_str(),
        };
        return Err(ChangeError::Invalid(vec![Fault::new("/value_minor", code)]));
    }
    sqlx::query!(
        "update occasion_year set spent_minor = spent_minor + $3 where occasion_id = $1 and year = $2",
        given.occasion,
        given.year,
        given.value_minor.unwrap_or(0),
    )
    .execute(tx)
    .await
    .map_err(StoreError::from)?;
    Ok(doubt)
}
