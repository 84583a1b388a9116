//! The outbox being emptied: what is due, what it tells, what became of it. An attempt is written down
//! before it is made, so that a crash repeats a message and never loses one.

use chrono::{DateTime, TimeDelta, Utc};
use fieldbeat_domain::notify::QuietHours;
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, PgPool, types::Json};
use uuid::Uuid;

use super::{
    alert_outbox::{DIGEST_EVENTS_MAX, PUMP_BATCH, WAITING_MAX, may_receive},
    error::StoreError,
    instant::Instant,
    scope::{self, Scope},
};

/// Deliveries taken at once.
pub const CLAIM_MAX: i64 = 32;
/// Of these, for one subscription: a receiver that hangs does not hold up the others.
pub const CLAIM_PER_SUBSCRIPTION: i64 = 4;
/// An attempt that has said nothing for so long is lost. Longer than any attempt takes.
const ATTEMPT_LOST: TimeDelta = TimeDelta::minutes(2);

/// A delivery under way.
pub struct Claimed {
    pub id: Uuid,
    pub subscription_id: Uuid,
    pub attempts: i32,
    pub is_test: bool,
    pub urgent: bool,
    pub channel: String,
    pub target: String,
    pub secret: Option<Vec<u8>>,
    /// push: the browser's keys.
    pub p256dh: Option<Vec<u8>>,
    pub auth: Option<Vec<u8>>,
    pub quiet: Json<QuietHours>,
    pub name: String,
    pub user_id: i32,
    pub language: String,
}

/// Takes what is due, oldest first, and counts the attempt.
pub async fn claim(db: &PgPool, now: DateTime<Utc>) -> Result<Vec<Claimed>, StoreError> {
    let mut tx = db.begin().await?;
    let claimed = sqlx::query_as!(
        Claimed,
        r#"
        with waiting as (
          select distinct subscription_id from alert_delivery where state in ('held', 'pending') and next_at <= $1
        ), due as (
          select d.id from waiting w
          join alert_subscription s on s.id = w.subscription_id and s.enabled and s.suspended is null
          cross join lateral (
            select d.id, d.next_at from alert_delivery d
            where d.subscription_id = s.id and d.state in ('held', 'pending') and d.next_at <= $1
            order by d.next_at, d.id limit $4 for update skip locked
          ) d
          order by d.next_at, d.id limit $3
        )
        update alert_delivery d set state = 'pending', attempts = d.attempts + 1, next_at = $2
        from due, alert_subscription s, app_user u
        where d.id = due.id and s.id = d.subscription_id and u.id = s.user_id
        returning d.id, d.subscription_id, d.attempts, d.is_test, d.urgent, s.channel, s.target, s.secret,
          s.p256dh, s.auth, s.quiet as "quiet: Json<QuietHours>", s.name, s.user_id, u.language
        "#,
        now,
        now + ATTEMPT_LOST,
        CLAIM_MAX,
        CLAIM_PER_SUBSCRIPTION,
    )
    .fetch_all(&mut *tx)
    .await?;
    // A digest counts as the last message from its first attempt on.
    let begun: Vec<Uuid> = claimed
        .iter()
        .filter(|d| d.attempts == 1 && !d.is_test)
        .map(|d| d.subscription_id)
        .collect();
    if !begun.is_empty() {
        sqlx::query!(
            "update alert_subscription set last_message_at = $2 where id = any($1) and gather_min > 0",
            &begun,
            now
        )
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(claimed)
}

/// An event of a delivery, as its owner may see it.
pub struct Told {
    pub id: i64,
    pub xid: i64,
    pub kind: String,
    pub org_unit_id: Option<i32>,
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    pub rep_name: Option<String>,
    pub subject_id: String,
    pub body: Value,
    pub recorded_at: Instant,
}

/// The events of a delivery that its owner may see now, in the feed's order; none where the owner is
/// disabled or has lost the right.
pub async fn told(db: &PgPool, delivery: &Claimed) -> Result<Vec<Told>, StoreError> {
    let Some(scope) = owner(db, delivery).await? else {
        return Ok(Vec::new());
    };
    let mut rows = sqlx::query_as!(
        Told,
        r#"
        select e.id, e.xid::text::int8 as "xid!", e.kind, e.org_unit_id, e.rep_id, r.code as "rep_code?", r.name as "rep_name?",
          e.subject_id, e.body, e.recorded_at as "recorded_at: Instant"
        from alert_delivery_event d join event e on e.id = d.event_id left join rep r on r.id = e.rep_id
        where d.delivery_id = $1 order by e.xid, e.id limit $2
        "#,
        delivery.id,
        DIGEST_EVENTS_MAX + PUMP_BATCH,
    )
    .fetch_all(db)
    .await?;
    rows.retain(|e| scope.sees_event(e.org_unit_id, e.rep_id));
    Ok(rows)
}

/// The owner's scope now; none where nothing may be sent any more.
pub async fn owner(db: &PgPool, delivery: &Claimed) -> Result<Option<Scope>, StoreError> {
    let mut scopes = scope::of_users(db, &[delivery.user_id]).await?;
    let scope = scopes.remove(&delivery.user_id);
    Ok(scope.filter(|scope| may_receive(scope, &delivery.channel)))
}

/// Quiet hours have begun: the attempt was none.
pub async fn postpone(
    db: impl PgExecutor<'_>,
    id: Uuid,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update alert_delivery set attempts = attempts - 1, next_at = $2 where id = $1 and state = 'pending'",
        id,
        until
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn sent(db: impl PgExecutor<'_>, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "update alert_delivery set state = 'sent', last_error = null, ended_at = $2 where id = $1 and state = 'pending'",
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The attempt failed; tried again at `again`, or given up.
pub async fn failed(
    db: impl PgExecutor<'_>,
    id: Uuid,
    now: DateTime<Utc>,
    error: &str,
    again: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update alert_delivery set last_error = $2, next_at = coalesce($3, next_at),
          state = case when $3::timestamptz is null then 'dead' else state end,
          ended_at = case when $3::timestamptz is null then $4::timestamptz end
        where id = $1 and state = 'pending'"#,
        id,
        error,
        again,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The receiver at `target` is gone for good: nothing more is sent until the owner changes something, and what waits
/// is given up. Nothing happens where the subscription goes elsewhere by now.
pub async fn suspend(
    db: &PgPool,
    (subscription, target): (Uuid, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let gone = sqlx::query!(
        "update alert_subscription set suspended = 'gone', version = version + 1, updated_at = $2 where id = $1 and target = $3",
        subscription,
        now,
        target
    )
    .execute(&mut *tx)
    .await?;
    if gone.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query!(
        r#"update alert_delivery set state = 'dead', last_error = coalesce(last_error, 'suspended'), ended_at = $2
        where subscription_id = $1 and state in ('held', 'pending')"#,
        subscription,
        now
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// A delivery as its owner sees it.
pub struct Delivery {
    pub id: Uuid,
    pub state: String,
    pub is_test: bool,
    pub urgent: bool,
    pub attempts: i32,
    pub next_at: Instant,
    pub last_error: Option<String>,
    pub created_at: Instant,
    pub ended_at: Option<Instant>,
    pub kinds: Vec<String>,
    pub events: i64,
}

/// Of a subscription that the caller may see, newest first.
pub async fn list(
    db: impl PgExecutor<'_>,
    subscription: Uuid,
    id: Option<Uuid>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Delivery>, StoreError> {
    Ok(sqlx::query_as!(
        Delivery,
        r#"
        select d.id, d.state, d.is_test, d.urgent, d.attempts, d.next_at as "next_at: Instant", d.last_error,
          d.created_at as "created_at: Instant", d.ended_at as "ended_at?: Instant",
          coalesce(t.kinds, '{}') as "kinds!", coalesce(t.events, 0) as "events!"
        from alert_delivery d
        left join lateral (
          select array_agg(distinct e.kind order by e.kind) as kinds, count(*) as events
          from alert_delivery_event r join event e on e.id = r.event_id where r.delivery_id = d.id
        ) t on true
        where d.subscription_id = $1 and ($2::uuid is null or d.id = $2) and ($3::uuid is null or d.id < $3)
        order by d.id desc limit $4
        "#,
        subscription,
        id,
        before,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// Tests of one user's subscriptions since a time.
pub async fn tests_since(
    db: impl PgExecutor<'_>,
    user: i32,
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from alert_delivery d join alert_subscription s on s.id = d.subscription_id
        where s.user_id = $1 and d.is_test and d.created_at > $2"#,
        user,
        since
    )
    .fetch_one(db)
    .await?)
}

/// A message without an event, sent at once and at any hour.
pub async fn test(
    tx: &mut PgConnection,
    subscription: Uuid,
    now: DateTime<Utc>,
) -> Result<Uuid, StoreError> {
    let id = Uuid::now_v7();
    sqlx::query!(
        r#"insert into alert_delivery (id, subscription_id, state, is_test, urgent, next_at, created_at)
        values ($1, $2, 'pending', true, true, $3, $3)"#,
        id,
        subscription,
        now
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// What of a subscription's past is sent again.
pub struct Again<'a> {
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
    /// sent | dead; both where absent.
    pub state: Option<&'a str>,
}

/// Sends what had ended again, oldest first, under the ids it had, so that a receiver that knows one already
/// can tell; as much as may wait. Answers how many.
pub async fn replay(
    tx: &mut PgConnection,
    subscription: Uuid,
    again: Again<'_>,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"
        update alert_delivery set state = 'pending', attempts = 0, last_error = null, ended_at = null, next_at = $5
        where id in (
          select d.id from alert_delivery d
          where d.subscription_id = $1 and d.state in ('sent', 'dead') and not d.is_test
            and d.created_at >= $2 and d.created_at < coalesce($3::timestamptz, 'infinity') and ($4::text is null or d.state = $4)
          order by d.created_at, d.id
          limit greatest(0, $6 - (select count(*) from alert_delivery w
            where w.subscription_id = $1 and w.state in ('held', 'pending'))))
        "#,
        subscription,
        again.from,
        again.to,
        again.state,
        now,
        WAITING_MAX,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

/// Removes what ended before a time; answers how many.
pub async fn forget(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        "delete from alert_delivery where state in ('sent', 'dead') and ended_at < $1",
        before
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}
