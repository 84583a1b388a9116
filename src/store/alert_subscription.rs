//! Subscriptions to events: whose, of what, by which channel. Deliveries are `alert_outbox`'s.

use chrono::{DateTime, Utc};
use fieldbeat_domain::notify::{QuietHours, Severity};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor, types::Json};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    scope::Scope,
    upsert::{ChangeError, Fault},
};

/// Subscriptions of one user.
pub const SUBSCRIPTIONS_MAX: i64 = 20;

/// How a subscription reaches somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AlertChannel)]
pub enum Channel {
    Webhook,
    Email,
    Push,
}

impl Channel {
    pub const ALL: [Self; 3] = [Self::Webhook, Self::Email, Self::Push];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Email => "email",
            Self::Push => "push",
        }
    }

    /// The stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }
}

/// A subscription without its secret.
#[derive(Clone, Debug)]
pub struct Subscription {
    pub id: Uuid,
    pub user_id: i32,
    pub user_name: String,
    pub name: String,
    pub channel: String,
    pub target: String,
    pub kinds: Vec<String>,
    pub min_severity: String,
    pub org_unit_id: Option<i32>,
    pub org_unit_name: Option<String>,
    pub quiet: Json<QuietHours>,
    pub critical_breaks_quiet: bool,
    pub gather_min: i32,
    pub enabled: bool,
    pub suspended: Option<String>,
    pub version: i32,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// Whose subscriptions are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Own,
    /// Of all users in the scope's reach.
    Company,
}

/// By id. Own ones, or those of users in reach.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    whose: Whose,
    id: Option<Uuid>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Subscription>, StoreError> {
    Ok(sqlx::query_as!(
        Subscription,
        r#"
        select s.id, s.user_id, a.name as user_name, s.name, s.channel, s.target, s.kinds, s.min_severity, s.org_unit_id,
          u.name as "org_unit_name?", s.quiet as "quiet: Json<QuietHours>", s.critical_breaks_quiet, s.gather_min, s.enabled,
          s.suspended, s.version, s.created_at as "created_at: Instant", s.updated_at as "updated_at: Instant"
        from alert_subscription s join app_user a on a.id = s.user_id left join org_unit u on u.id = s.org_unit_id
        where case when $1 then s.user_id = $2::int4 else $3::int4[] is null or a.org_unit_id = any($3) end
          and ($4::uuid is null or s.id = $4) and ($5::uuid is null or s.id > $5)
        order by s.id limit $6
        "#,
        whose == Whose::Own,
        scope.user_id() as _,
        scope.units() as _,
        id,
        after,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// One of the caller's own.
pub async fn own(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Uuid,
) -> Result<Subscription, StoreError> {
    let mut found = list(db, scope, Whose::Own, Some(id), None, 1).await?;
    found.pop().ok_or(StoreError::NotFound)
}

/// One of the caller's own, locked for a change.
pub async fn locked(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Subscription, StoreError> {
    sqlx::query!(
        "select id from alert_subscription where id = $1 for update",
        id
    )
    .fetch_optional(&mut *tx)
    .await?;
    own(tx, scope, id).await
}

/// What messages for a browser are encrypted with.
#[derive(Clone, Copy, Debug)]
pub struct Browser<'a> {
    pub p256dh: &'a [u8],
    pub auth: &'a [u8],
}

/// A subscription to be made.
pub struct NewSubscription<'a> {
    pub name: &'a str,
    pub channel: Channel,
    pub target: &'a str,
    pub secret: Option<&'a [u8]>,
    pub browser: Option<Browser<'a>>,
    pub kinds: &'a [String],
    pub min_severity: Severity,
    pub org_unit_id: Option<i32>,
    pub quiet: &'a QuietHours,
    pub critical_breaks_quiet: bool,
    pub gather_min: i32,
}

/// Makes one of the caller's own.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    new: &NewSubscription<'_>,
) -> Result<Uuid, ChangeError> {
    let Some(user) = scope.user_id() else {
        return Err(StoreError::NotFound.into());
    };
    // One row of the user's is locked, so that two requests at once do not both pass the limit.
    sqlx::query!(
        "select id from app_user where id = $1 for no key update",
        user
    )
    .fetch_optional(&mut *tx)
    .await?;
    let has = sqlx::query_scalar!(
        r#"select count(*) as "n!" from alert_subscription where user_id = $1"#,
        user
    )
    .fetch_one(&mut *tx)
    .await?;
    if has >= SUBSCRIPTIONS_MAX {
        return Err(ChangeError::Invalid(vec![Fault::new("", "too_many")]));
    }
    let id = Uuid::now_v7();
    sqlx::query!(
        r#"insert into alert_subscription (id, user_id, name, channel, target, secret, kinds, min_severity, org_unit_id, quiet,
          critical_breaks_quiet, gather_min, created_at, updated_at, p256dh, auth)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15)"#,
        id,
        user,
        new.name,
        new.channel.as_str(),
        new.target,
        new.secret,
        new.kinds,
        new.min_severity.as_str(),
        new.org_unit_id,
        Json(new.quiet) as _,
        new.critical_breaks_quiet,
        new.gather_min,
        now,
        new.browser.map(|b| b.p256dh),
        new.browser.map(|b| b.auth),
    )
    .execute(tx)
    .await
    .map_err(|e| one_to_a_browser(e.into()))?;
    Ok(id)
}

/// Ends what others, or the caller before, had by this browser: a browser has one person. Only who holds its keys
/// can; answers whose subscriptions ended.
pub async fn take_over(
    tx: &mut PgConnection,
    endpoint: &str,
    browser: Browser<'_>,
    except: Option<Uuid>,
) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"delete from alert_subscription
        where channel = 'push' and target = $1 and p256dh = $2 and auth = $3 and id is distinct from $4 returning user_id"#,
        endpoint,
        browser.p256dh,
        browser.auth,
        except,
    )
    .fetch_all(tx)
    .await?)
}

/// Somebody names the browser of another without its keys.
fn one_to_a_browser(error: StoreError) -> ChangeError {
    match error {
        StoreError::Conflict(name) if name == "alert_subscription_browser" => {
            ChangeError::Invalid(vec![Fault::new("/target", "taken")])
        }
        other => other.into(),
    }
}

/// Fields to change; `None` leaves them.
#[derive(Default)]
pub struct SubscriptionChange {
    pub name: Option<String>,
    pub target: Option<String>,
    /// push: the keys that belong to the target.
    pub p256dh: Option<Vec<u8>>,
    pub auth: Option<Vec<u8>>,
    pub kinds: Option<Vec<String>>,
    pub min_severity: Option<Severity>,
    /// `Some(None)`: all that the owner sees.
    pub org_unit_id: Option<Option<i32>>,
    pub quiet: Option<QuietHours>,
    pub critical_breaks_quiet: Option<bool>,
    pub gather_min: Option<i32>,
    pub enabled: Option<bool>,
}

/// Changes the fields given and lets a suspended one go on. A digest under way is sent at `wake`, when
/// the quiet hours as they are now end; all that waits is given up where the subscription is off.
pub async fn change(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    id: Uuid,
    change: &SubscriptionChange,
    wake: DateTime<Utc>,
) -> Result<(), ChangeError> {
    let enabled = sqlx::query_scalar!(
        r#"update alert_subscription set name = coalesce($2, name), target = coalesce($3, target), kinds = coalesce($4, kinds),
          min_severity = coalesce($5, min_severity), org_unit_id = case when $6 then $7 else org_unit_id end,
          quiet = coalesce($8, quiet), critical_breaks_quiet = coalesce($9, critical_breaks_quiet),
          gather_min = coalesce($10, gather_min), enabled = coalesce($11, enabled), suspended = null,
          version = version + 1, updated_at = $12, p256dh = coalesce($13, p256dh), auth = coalesce($14, auth)
        where id = $1 returning enabled"#,
        id,
        change.name,
        change.target,
        change.kinds.as_deref(),
        change.min_severity.map(Severity::as_str),
        change.org_unit_id.is_some(),
        change.org_unit_id.flatten(),
        change.quiet.as_ref().map(Json) as _,
        change.critical_breaks_quiet,
        change.gather_min,
        change.enabled,
        now,
        change.p256dh,
        change.auth,
    )
    .fetch_one(&mut *tx)
    .await
    .map_err(|e| one_to_a_browser(e.into()))?;
    if enabled {
        sqlx::query!(
            "update alert_delivery set next_at = $2 where subscription_id = $1 and state = 'held'",
            id,
            wake
        )
        .execute(tx)
        .await?;
    } else {
        sqlx::query!(
            r#"update alert_delivery set state = 'dead', last_error = 'disabled', ended_at = $2
            where subscription_id = $1 and state in ('held', 'pending')"#,
            id,
            now
        )
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// With everything that waits for it.
pub async fn delete(tx: &mut PgConnection, id: Uuid) -> Result<(), StoreError> {
    sqlx::query!("delete from alert_subscription where id = $1", id)
        .execute(tx)
        .await?;
    Ok(())
}
