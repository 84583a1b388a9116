//! From the event feed into the outbox: each event once, for every subscription that wants it and whose
//! owner may see it. The feed's cursor moves in the transaction that keeps the deliveries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use fieldbeat_domain::{
    id::OrgUnitId,
    notify::{Choice, News, QuietHours, Severity, Wanted, decide, is_urgent},
    time::At,
};
use sqlx::{PgConnection, PgPool, types::Json};
use uuid::Uuid;

use super::{
    alert_subscription::Channel,
    error::StoreError,
    event,
    instant::Instant,
    role::Right,
    scope::{self, Scope},
};

/// Events read in one transaction.
pub const PUMP_BATCH: i64 = 500;
/// A digest with so many events takes no more; the next one begins another.
pub const DIGEST_EVENTS_MAX: i64 = 500;
/// Deliveries of one subscription that wait; one that reaches it is suspended.
pub const WAITING_MAX: i64 = 2_000;

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pumped {
    /// There may be more at once where it is [`PUMP_BATCH`].
    pub events: usize,
    pub deliveries: usize,
    pub suspended: usize,
}

struct Fresh {
    id: i64,
    xid: i64,
    kind: String,
    org_unit_id: Option<i32>,
    rep_id: Option<i32>,
    severity: Option<String>,
}

struct Asking {
    id: Uuid,
    user_id: i32,
    channel: String,
    kinds: Vec<String>,
    min_severity: String,
    org_unit_id: Option<i32>,
    quiet: Json<QuietHours>,
    critical_breaks_quiet: bool,
    gather_min: i32,
    last_message_at: Option<Instant>,
    since_xid: i64,
    waiting: i64,
}

/// Reads the next events and keeps what is to be told of them. Only one process does at a time; the
/// others find nothing to do.
pub async fn pump(db: &PgPool, now: DateTime<Utc>, zone: Tz) -> Result<Pumped, StoreError> {
    let mut tx = db.begin().await?;
    let place = sqlx::query!(
        r#"select store, xid as "xid!: i64", event_id from alert_feed for update skip locked"#
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(place) = place else {
        return Ok(Pumped::default());
    };
    let position = event::position(&mut *tx).await?;
    if position.store.is_nil() {
        // No company yet.
        return Ok(Pumped::default());
    }
    if place.store.is_some_and(|store| store != position.store) {
        // Another store numbers its transactions anew: what it held before is told already, or lost.
        advance(&mut tx, position.store, (position.xmin - 1, i64::MAX)).await?;
        tx.commit().await?;
        return Ok(Pumped::default());
    }
    let fresh = read(&mut tx, (place.xid, place.event_id), position.xmin).await?;
    let Some(last) = fresh.last() else {
        return Ok(Pumped::default());
    };
    let end = (last.xid, last.id);
    let pumped = keep(&mut tx, &fresh, now, zone).await?;
    advance(&mut tx, position.store, end).await?;
    tx.commit().await?;
    Ok(pumped)
}

async fn read(
    tx: &mut PgConnection,
    after: (i64, i64),
    xmin: i64,
) -> Result<Vec<Fresh>, StoreError> {
    Ok(sqlx::query_as!(
        Fresh,
        r#"
        select id, xid::text::int8 as "xid!", kind, org_unit_id, rep_id, body->>'severity' as severity
        from event
        where (xid, id) > ($1::int8::text::xid8, $2::int8) and xid < $3::int8::text::xid8
        order by xid, id limit $4
        "#,
        after.0,
        after.1,
        xmin,
        PUMP_BATCH,
    )
    .fetch_all(tx)
    .await?)
}

async fn advance(
    tx: &mut PgConnection,
    store: Uuid,
    (xid, id): (i64, i64),
) -> Result<(), StoreError> {
    sqlx::query!(
        "update alert_feed set store = $1, xid = $2, event_id = $3",
        store,
        xid,
        id
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What a batch of events makes of the outbox.
#[derive(Default)]
struct Plan {
    /// (delivery, subscription, event, urgent)
    now: Vec<(Uuid, Uuid, i64, bool)>,
    held: BTreeMap<Uuid, (At, Vec<i64>)>,
    full: Vec<Uuid>,
    told: BTreeSet<Uuid>,
}

async fn keep(
    tx: &mut PgConnection,
    fresh: &[Fresh],
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Pumped, StoreError> {
    let mut kinds: Vec<String> = fresh.iter().map(|e| e.kind.clone()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let asking = asking(tx, &kinds).await?;
    let mut pumped = Pumped {
        events: fresh.len(),
        ..Pumped::default()
    };
    if asking.is_empty() {
        return Ok(pumped);
    }
    let owners: BTreeSet<i32> = asking.iter().map(|s| s.user_id).collect();
    let owners: Vec<i32> = owners.into_iter().collect();
    let scopes = scope::of_users(&mut *tx, &owners).await?;
    let units = paths(tx).await?;
    let mut plan = Plan::default();
    for subscription in &asking {
        let scope = scopes.get(&subscription.user_id);
        if let Some(scope) = scope.filter(|scope| may_receive(scope, &subscription.channel)) {
            choose(
                subscription,
                scope,
                fresh,
                &units,
                now.into(),
                zone,
                &mut plan,
            );
        }
    }
    write(tx, &plan, now).await?;
    pumped.deliveries = plan.now.len() + plan.held.len();
    pumped.suspended = plan.full.len();
    Ok(pumped)
}

/// Whether the role of an owner still gets messages that way.
pub(super) fn may_receive(scope: &Scope, channel: &str) -> bool {
    scope.may(Right::ReceiveAlerts)
        && (channel != Channel::Webhook.as_str() || scope.may(Right::SendWebhooks))
}

fn choose(
    asking: &Asking,
    scope: &Scope,
    fresh: &[Fresh],
    units: &HashMap<i32, Vec<OrgUnitId>>,
    now: At,
    zone: Tz,
    plan: &mut Plan,
) {
    let mut last_message = asking.last_message_at.map(Instant::at);
    let mut waiting = asking.waiting;
    for event in fresh {
        if event.xid <= asking.since_xid || !scope.sees_event(event.org_unit_id, event.rep_id) {
            continue;
        }
        let wanted = Wanted {
            kinds: &asking.kinds,
            min_severity: severity(Some(&asking.min_severity)),
            org_unit: asking.org_unit_id.map(OrgUnitId),
            quiet: &asking.quiet,
            critical_breaks: asking.critical_breaks_quiet,
            gather_ms: i64::from(asking.gather_min) * 60_000,
            last_message,
        };
        let news = News {
            kind: &event.kind,
            severity: severity(event.severity.as_deref()),
            units: event
                .org_unit_id
                .and_then(|unit| units.get(&unit))
                .map_or(&[], Vec::as_slice),
        };
        match decide(&wanted, news, now, zone) {
            Choice::Drop(_) => {}
            Choice::Now if waiting >= WAITING_MAX => {
                plan.full.push(asking.id);
                return;
            }
            Choice::Now => {
                waiting += 1;
                last_message = Some(now);
                let urgent = is_urgent(&wanted, news.severity);
                let delivery = (Uuid::now_v7(), asking.id, event.id, urgent);
                plan.now.push(delivery);
                plan.told.insert(asking.id);
            }
            Choice::Hold(until) => {
                let held = plan.held.entry(asking.id).or_insert((until, Vec::new()));
                held.1.push(event.id);
            }
        }
    }
}

fn severity(word: Option<&str>) -> Severity {
    word.and_then(Severity::parse).unwrap_or_default()
}

/// Subscriptions that may want an event of these kinds, locked against changes until the end.
async fn asking(tx: &mut PgConnection, kinds: &[String]) -> Result<Vec<Asking>, StoreError> {
    Ok(sqlx::query_as!(
        Asking,
        r#"
        select s.id, s.user_id, s.channel, s.kinds, s.min_severity, s.org_unit_id, s.quiet as "quiet: Json<QuietHours>",
          s.critical_breaks_quiet, s.gather_min, s.last_message_at as "last_message_at: Instant",
          s.since_xid::text::int8 as "since_xid!",
          (select count(*) from alert_delivery d where d.subscription_id = s.id and d.state in ('held', 'pending')) as "waiting!"
        from alert_subscription s
        where s.enabled and s.suspended is null and s.kinds && $1
        order by s.id for share of s
        "#,
        kinds,
    )
    .fetch_all(tx)
    .await?)
}

/// Every org unit with all above it, itself first.
async fn paths(tx: &mut PgConnection) -> Result<HashMap<i32, Vec<OrgUnitId>>, StoreError> {
    let rows = sqlx::query!("select id, parent_id from org_unit")
        .fetch_all(tx)
        .await?;
    let parents: HashMap<i32, Option<i32>> = rows.iter().map(|r| (r.id, r.parent_id)).collect();
    let path = |unit: i32| {
        std::iter::successors(Some(unit), |u| parents.get(u).copied().flatten())
            // A tree is never deeper than it has units.
            .take(parents.len())
            .map(OrgUnitId)
            .collect()
    };
    Ok(parents.keys().map(|unit| (*unit, path(*unit))).collect())
}

async fn write(tx: &mut PgConnection, plan: &Plan, now: DateTime<Utc>) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = plan.now.iter().map(|d| d.0).collect();
    let subscriptions: Vec<Uuid> = plan.now.iter().map(|d| d.1).collect();
    let events: Vec<i64> = plan.now.iter().map(|d| d.2).collect();
    let urgent: Vec<bool> = plan.now.iter().map(|d| d.3).collect();
    sqlx::query!(
        r#"insert into alert_delivery (id, subscription_id, state, urgent, next_at, created_at)
        select d.id, d.subscription_id, 'pending', d.urgent, $4, $4
        from unnest($1::uuid[], $2::uuid[], $3::bool[]) as d (id, subscription_id, urgent)"#,
        &ids,
        &subscriptions,
        &urgent,
        now,
    )
    .execute(&mut *tx)
    .await?;
    refer(tx, &ids, &events).await?;
    for (subscription, (until, events)) in &plan.held {
        hold(tx, *subscription, Instant::from(*until).0, events, now).await?;
    }
    let told: Vec<Uuid> = plan.told.iter().copied().collect();
    sqlx::query!(
        "update alert_subscription set last_message_at = $2 where id = any($1)",
        &told,
        now
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update alert_subscription set suspended = 'outbox_full', version = version + 1, updated_at = $2 where id = any($1)",
        &plan.full,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

async fn refer(
    tx: &mut PgConnection,
    deliveries: &[Uuid],
    events: &[i64],
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into alert_delivery_event (delivery_id, event_id) select * from unnest($1::uuid[], $2::int8[])",
        deliveries,
        events
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Adds events to the digest under way, or begins one. A full one is complete and waits for its time.
async fn hold(
    tx: &mut PgConnection,
    subscription: Uuid,
    until: DateTime<Utc>,
    events: &[i64],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let id = sqlx::query_scalar!(
        r#"insert into alert_delivery (id, subscription_id, state, next_at, created_at) values ($1, $2, 'held', $3, $4)
        on conflict (subscription_id) where state = 'held' do update set subscription_id = excluded.subscription_id
        returning id"#,
        Uuid::now_v7(),
        subscription,
        until,
        now,
    )
    .fetch_one(&mut *tx)
    .await?;
    refer(tx, &vec![id; events.len()], events).await?;
    sqlx::query!(
        r#"update alert_delivery set state = 'pending'
        where id = $1 and (select count(*) from alert_delivery_event e where e.delivery_id = $1) >= $2"#,
        id,
        DIGEST_EVENTS_MAX
    )
    .execute(tx)
    .await?;
    Ok(())
}
