//! Views of lists that people keep: a page's query under a name, the own ones and those that are shared.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    upsert::{ChangeError, Fault},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SavedView {
    pub id: i32,
    /// The page it is of, such as `outlets`.
    pub page: String,
    pub name: String,
    /// The query of the page's address, without `?`.
    pub search: String,
    /// Offered to everybody.
    pub shared: bool,
    pub own: bool,
    /// Who made it.
    pub made_by: String,
    pub version: i32,
}

/// Views of one person; more are refused.
const VIEWS_MAX: i64 = 200;

/// Those of a page, or of all, that the user has or is offered, by name.
pub async fn list(
    db: impl PgExecutor<'_>,
    user: i32,
    page: Option<&str>,
) -> Result<Vec<SavedView>, StoreError> {
    Ok(sqlx::query_as!(
        SavedView,
        r#"
        select v.id, v.page, v.name, v.search, v.shared, v.user_id = $1 as "own!", a.name as made_by, v.version
        from saved_view v join app_user a on a.id = v.user_id
        where (v.user_id = $1 or v.shared) and ($2::text is null or v.page = $2)
        order by folded(v.name), v.id limit $3
        "#,
        user,
        page,
        VIEWS_MAX * 5,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, user: i32, id: i32) -> Result<SavedView, StoreError> {
    sqlx::query_as!(
        SavedView,
        r#"
        select v.id, v.page, v.name, v.search, v.shared, v.user_id = $1 as "own!", a.name as made_by, v.version
        from saved_view v join app_user a on a.id = v.user_id
        where v.id = $2 and (v.user_id = $1 or v.shared)
        "#,
        user,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// What a view is to say.
#[derive(Clone, Debug)]
pub struct Saved<'a> {
    pub page: &'a str,
    pub name: &'a str,
    pub search: &'a str,
    pub shared: bool,
}

pub async fn create(
    tx: &mut PgConnection,
    user: i32,
    now: DateTime<Utc>,
    new: &Saved<'_>,
) -> Result<i32, ChangeError> {
    let have = sqlx::query_scalar!(
        r#"select count(*) as "n!" from saved_view where user_id = $1"#,
        user
    )
    .fetch_one(&mut *tx)
    .await?;
    if have >= VIEWS_MAX {
        return Err(ChangeError::Invalid(vec![Fault::new("", "too_many")]));
    }
    let id = sqlx::query_scalar!(
        "insert into saved_view (user_id, page, name, search, shared, updated_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (user_id, page, name) do nothing returning id",
        user,
        new.page,
        new.name,
        new.search,
        new.shared,
        now,
    )
    .fetch_optional(tx)
    .await?;
    id.ok_or_else(taken)
}

fn taken() -> ChangeError {
    ChangeError::Invalid(vec![Fault::new("/name", "taken")])
}

/// Of an own view, at the version that was checked.
pub async fn change(
    tx: &mut PgConnection,
    id: i32,
    now: DateTime<Utc>,
    new: &Saved<'_>,
) -> Result<(), ChangeError> {
    let other = sqlx::query_scalar!(
        r#"select exists (select from saved_view o join saved_view v on v.id = $1
          where o.user_id = v.user_id and o.page = v.page and o.name = $2 and o.id <> v.id) as "taken!""#,
        id,
        new.name,
    )
    .fetch_one(&mut *tx)
    .await?;
    if other {
        return Err(taken());
    }
    sqlx::query!(
        "update saved_view set name = $2, search = $3, shared = $4, updated_at = $5, version = version + 1 where id = $1",
        id,
        new.name,
        new.search,
        new.shared,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Holds the user's own view, so that nobody changes it in between; another's is not found.
pub async fn lock(tx: &mut PgConnection, user: i32, id: i32) -> Result<SavedView, StoreError> {
    sqlx::query_scalar!(
        "select id from saved_view where id = $1 and user_id = $2 for update",
        id,
        user
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    get(tx, user, id).await
}

pub async fn remove(tx: &mut PgConnection, id: i32) -> Result<(), StoreError> {
    sqlx::query!("delete from saved_view where id = $1", id)
        .execute(tx)
        .await?;
    Ok(())
}
