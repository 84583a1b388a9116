//! Calendars behind secret links: who made one, of whom it is, and whether it is still good.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{
    error::StoreError,
    instant::Instant,
    scope::{self, Scope},
    secret::{Secret, hash_of},
    upsert::{ChangeError, Fault, Now, check_text},
};

/// Good links of one user.
pub const FEEDS_MAX: i64 = 20;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CalendarFeed {
    pub id: i32,
    pub name: String,
    /// One of the two.
    pub rep_id: Option<i32>,
    pub rep_name: Option<String>,
    pub org_unit_id: Option<i32>,
    pub org_unit_name: Option<String>,
    pub created_at: Instant,
    /// The last day on which a program read it.
    pub read_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarFeedPut {
    pub name: String,
    /// Of a rep, or of an org unit and all below it.
    pub rep_id: Option<i32>,
    pub org_unit_id: Option<i32>,
}

/// The caller's own that are good, newest first.
pub async fn list(db: impl PgExecutor<'_>, user: i32) -> Result<Vec<CalendarFeed>, StoreError> {
    Ok(sqlx::query_as!(
        CalendarFeed,
        r#"
        select f.id, f.name, f.rep_id, r.name as "rep_name?", f.org_unit_id, u.name as "org_unit_name?",
          f.created_at as "created_at: Instant", f.read_on
        from calendar_feed f left join rep r on r.id = f.rep_id left join org_unit u on u.id = f.org_unit_id
        where f.user_id = $1 and f.revoked_at is null order by f.id desc limit $2
        "#,
        user,
        FEEDS_MAX,
    )
    .fetch_all(db)
    .await?)
}

/// A new link; its secret is told this once.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    user: i32,
    now: Now,
    put: &CalendarFeedPut,
) -> Result<(i32, Secret), ChangeError> {
    let mut faults = Vec::new();
    check_text("/name", Some(&put.name), true, &mut faults);
    match (put.rep_id, put.org_unit_id) {
        (None, None) => faults.push(Fault::new("/rep_id", "required")),
        (Some(_), Some(_)) => faults.push(Fault::new("/org_unit_id", "one_only")),
        (Some(_), None) | (None, Some(_)) => {}
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let known = sqlx::query!(
        r#"
        select ($1::int4 is null or exists (select from rep_org_unit a where a.rep_id = $1 and a.retired_at is null
            and a.valid @> $2::date and ($3::int4[] is null or a.org_unit_id = any($3)) and ($4::int4 is null or a.rep_id = $4))) as "rep!",
          ($5::int4 is null or $4::int4 is null and exists (select from org_unit u
            where u.id = $5 and ($3::int4[] is null or u.id = any($3)))) as "unit!",
          (select count(*) from calendar_feed f where f.user_id = $6 and f.revoked_at is null) as "feeds!"
        "#,
        put.rep_id,
        now.today,
        scope.units() as _,
        scope.rep_id(),
        put.org_unit_id,
        user,
    )
    .fetch_one(&mut *tx)
    .await?;
    let fault = match (known.rep, known.unit, known.feeds) {
        (false, ..) => Some(Fault::new("/rep_id", "unknown_rep")),
        (_, false, _) => Some(Fault::new("/org_unit_id", "unknown")),
        (.., FEEDS_MAX..) => Some(Fault::new("", "too_many")),
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(ChangeError::Invalid(vec![fault]));
    }
    let secret = Secret::random("fbc_");
    let id = sqlx::query_scalar!(
        r#"insert into calendar_feed (token_hash, user_id, name, rep_id, org_unit_id, created_at)
        values ($1, $2, $3, $4, $5, $6) returning id"#,
        secret.hash.as_slice(),
        user,
        put.name.trim(),
        put.rep_id,
        put.org_unit_id,
        now.at,
    )
    .fetch_one(tx)
    .await?;
    Ok((id, secret))
}

/// Ends one of the caller's own.
pub async fn revoke(tx: &mut PgConnection, user: i32, now: Now, id: i32) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "update calendar_feed set revoked_at = $3 where id = $1 and user_id = $2 and revoked_at is null",
        id,
        user,
        now.at
    )
    .execute(tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

/// What a link opens: whose calendar, and how far its owner reaches now.
pub struct Opened {
    pub name: String,
    pub rep_id: Option<i32>,
    pub org_unit_id: Option<i32>,
    pub scope: Scope,
}

/// `NotFound` where the link is unknown or revoked, or its owner is disabled.
pub async fn open(
    tx: &mut PgConnection,
    token: &str,
    today: NaiveDate,
) -> Result<Opened, StoreError> {
    let hash = hash_of(token);
    let feed = sqlx::query!(
        "select id, user_id, name, rep_id, org_unit_id, read_on from calendar_feed
        where token_hash = $1 and revoked_at is null",
        hash.as_slice(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    let scope = scope::of_user(&mut *tx, feed.user_id).await?;
    let scope = scope.ok_or(StoreError::NotFound)?;
    if feed.read_on != Some(today) {
        sqlx::query!(
            "update calendar_feed set read_on = $2 where id = $1",
            feed.id,
            today
        )
        .execute(tx)
        .await?;
    }
    Ok(Opened {
        name: feed.name,
        rep_id: feed.rep_id,
        org_unit_id: feed.org_unit_id,
        scope,
    })
}
