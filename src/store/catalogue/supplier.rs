//! Who supplies an outlet, by date. Rows are never updated in place: a change retires them and says
//! what held before.

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::PgConnection;

use crate::store::{error::StoreError, outlet, scope::Scope, upsert::Now};

/// Who supplies an outlet in a span of dates.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OutletSupplier {
    pub partner_id: i32,
    pub partner_code: String,
    pub partner_name: String,
    /// Since ever where absent.
    pub from: Option<NaiveDate>,
    /// Included; until further notice where absent.
    pub to: Option<NaiveDate>,
}

/// All that holds of an outlet by date, newest first; `NotFound` where it is out of scope.
pub async fn of_outlet(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    outlet: i32,
) -> Result<Vec<OutletSupplier>, StoreError> {
    outlet::get(&mut *db, scope, today, outlet).await?;
    Ok(sqlx::query_as!(
        OutletSupplier,
        r#"select p.id as partner_id, p.code as partner_code, p.name as partner_name, lower(s.valid) as "from?", upper(s.valid) - 1 as "to?"
        from outlet_supplier s join partner p on p.id = s.partner_id
        where s.outlet_id = $1 and s.retired_at is null order by s.valid desc"#,
        outlet,
    )
    .fetch_all(db)
    .await?)
}

/// The partner supplies these outlets from a date on. Answers how many were changed; `NotFound` where
/// one of them is out of scope, or the partner is not there.
pub async fn assign(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    partner: i32,
    outlets: &[i32],
    from: NaiveDate,
) -> Result<u64, StoreError> {
    let reached = sqlx::query_scalar!(
        r#"select count(*) as "n!" from (select id from outlet where id = any($1)
            and ($2::int4[] is null or org_unit_id = any($2)) order by id for update) o
          where exists (select from partner where id = $3)"#,
        outlets,
        scope.units() as _,
        partner,
    )
    .fetch_one(&mut *tx)
    .await?;
    if usize::try_from(reached).ok() != Some(outlets.len()) {
        return Err(StoreError::NotFound);
    }
    // What is so already stays as it is.
    let changed: Vec<i32> = sqlx::query_scalar!(
        r#"select o as "o!" from unnest($1::int4[]) o where not exists (
            select from outlet_supplier s where s.outlet_id = o and s.partner_id = $2 and s.retired_at is null
              and s.valid @> daterange($3, null))"#,
        outlets,
        partner,
        from,
    )
    .fetch_all(&mut *tx)
    .await?;
    let before = sqlx::query!(
        r#"update outlet_supplier set retired_at = $3
        where outlet_id = any($1) and retired_at is null and valid && daterange($2, null)
        returning outlet_id, partner_id, lower(valid) as "since?""#,
        &changed,
        from,
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    let before: Vec<_> = (before.into_iter())
        .filter(|b| b.since.is_none_or(|since| since < from))
        .collect();
    sqlx::query!(
        "insert into outlet_supplier (outlet_id, partner_id, valid, recorded_at)
        select o, p, daterange(since, $4), $5 from unnest($1::int4[], $2::int4[], $3::date[]) as t(o, p, since)",
        &before.iter().map(|b| b.outlet_id).collect::<Vec<_>>(),
        &before.iter().map(|b| b.partner_id).collect::<Vec<_>>(),
        &before.iter().map(|b| b.since).collect::<Vec<_>>() as &[Option<NaiveDate>],
        from,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let made = sqlx::query!(
        "insert into outlet_supplier (outlet_id, partner_id, valid, recorded_at)
        select o, $2, daterange($3, null), $4 from unnest($1::int4[]) as t(o)",
        &changed,
        partner,
        from,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(made.rows_affected())
}
