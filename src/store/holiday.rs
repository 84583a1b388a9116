//! The company's days off.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use fieldbeat_domain::schedule::{CARRY_DAYS, HolidayPolicy, Holidays};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};

use super::{error::StoreError, scope::Scope};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Holiday {
    pub date: NaiveDate,
    pub name: String,
    /// skip | next_working_day | make_up
    pub policy: String,
    pub version: i32,
}

/// Those that bear on what is due on `date`.
pub async fn near(db: &mut PgConnection, date: NaiveDate) -> Result<Holidays, StoreError> {
    // A call of a holiday within reach may itself be carried over as many days.
    let reach = Days::new(2 * CARRY_DAYS);
    let from = date.checked_sub_days(reach).unwrap_or(date);
    let to = date.checked_add_days(reach).unwrap_or(date);
    between(db, from, to).await
}

/// Those of a month, named by its first date.
pub async fn of_month(db: impl PgExecutor<'_>, first: NaiveDate) -> Result<Holidays, StoreError> {
    let last = (first + Months::new(1)).pred_opt().unwrap_or(first);
    between(db, first, last).await
}

async fn between(
    db: impl PgExecutor<'_>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Holidays, StoreError> {
    let rows = sqlx::query!(
        "select date, policy from holiday where date between $1 and $2",
        from,
        to
    )
    .fetch_all(db)
    .await?;
    let policy = |word: &str| HolidayPolicy::parse(word).unwrap_or_default();
    Ok(Holidays(
        rows.into_iter()
            .map(|r| (r.date, policy(&r.policy)))
            .collect(),
    ))
}

/// From a date on.
pub async fn list(
    db: impl PgExecutor<'_>,
    from: NaiveDate,
    after: Option<NaiveDate>,
    limit: i64,
) -> Result<Vec<Holiday>, StoreError> {
    Ok(sqlx::query_as!(
        Holiday,
        r#"select date, name, policy, version from holiday
        where date >= $1 and ($2::date is null or date > $2) order by date limit $3"#,
        from,
        after,
        limit
    )
    .fetch_all(db)
    .await?)
}

/// Creates or changes the day off. Plans that are frozen stay as they are.
pub async fn put(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    date: NaiveDate,
    name: &str,
    policy: HolidayPolicy,
) -> Result<Holiday, StoreError> {
    Ok(sqlx::query_as!(
        Holiday,
        r#"insert into holiday (date, name, policy, user_id, updated_at) values ($1, $2, $3, $4, $5)
        on conflict (date) do update set name = excluded.name, policy = excluded.policy, user_id = excluded.user_id,
          version = holiday.version + 1, updated_at = excluded.updated_at
        returning date, name, policy, version"#,
        date,
        name,
        policy.as_str(),
        scope.user_id() as _,
        now,
    )
    .fetch_one(tx)
    .await?)
}

/// Its version, locked for a change.
pub async fn version(tx: &mut PgConnection, date: NaiveDate) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select version from holiday where date = $1 for update",
        date
    )
    .fetch_optional(tx)
    .await?)
}

pub async fn delete(tx: &mut PgConnection, date: NaiveDate) -> Result<(), StoreError> {
    sqlx::query!("delete from holiday where date = $1", date)
        .execute(tx)
        .await?;
    Ok(())
}
